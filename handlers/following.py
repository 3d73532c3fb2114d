"""What goes on from the last answer of a thread, or of a conversation of two: its next page, one of its groups,
what of it is of a kind or a place, what helped against its challenges, and why. Sends nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.pages import in_order
from bot.model import Answer, Kept
from handlers.answering import in_its_place, removable, say_asked, show, show_card
from handlers.blocks.answers import challenges_shown
from handlers.blocks.buttons import Audience
from handlers.blocks.cards import card_lines_shown, last_card_page
from handlers.blocks.reasons import reasons
from handlers.blocks.saying import Saying, one
from handlers.blocks.views import last_page, lines_shown
from handlers.desk import Desk
from handlers.requests import Place
from handlers.words import Asked, Step, follows, understand

# As long as a conversation may pause.
_WHILE = 30 * 60.0


async def say_heard(desk: Desk, words: str, at: Place, audience: Audience) -> Saying:
    """The reply to what somebody typed where an answer may stand above it."""
    step = follows(words)
    kept = None
    if step:
        since = desk.clock() - _WHILE
        kept = await desk.spared(desk.journal.latest, at.workspace, at.channel, at.thread, since)
    if step and kept:
        said = await _went_on(desk, step, kept, at, audience)
    elif step and step.what not in ("narrow", "helped"):
        said = removable(one("follow_nothing"), at, audience)
    else:
        said = None
    return said or await say_asked(desk, understand(words), at, audience)


async def _went_on(desk: Desk, step: Step, kept: Kept, at: Place, audience: Audience) -> Saying | None:
    if step.what == "helped" and (helped := await _helped(desk, kept)):
        return await show(desk, helped, at, audience)
    if step.what in ("narrow", "helped"):
        return await _narrowed(desk, step.words, kept, at, audience)
    if kept.answer.view == "case":
        return await _in_case(desk, step, kept, at, audience)
    answer = await desk.question(desk.casebook.again, kept.answer)
    if step.what == "why":
        return removable(reasons(answer, lines_shown(answer, kept.page)), at, audience)
    if step.what == "open":
        return await _opened(desk, step.number, answer, at, audience)
    if kept.page >= last_page(answer):
        return removable(one("follow_last_page"), at, audience)
    return await show(desk, answer, at, audience, kept.page + 1)


async def _helped(desk: Desk, kept: Kept) -> Answer | None:
    """What helped against the challenges on the page shown last; None where it shows none."""
    answer = await desk.question(desk.casebook.again, kept.answer)
    return await desk.question(desk.casebook.helped, challenges_shown(answer, kept.page))


async def _in_case(desk: Desk, step: Step, kept: Kept, at: Place, audience: Audience) -> Saying | None:
    card = await desk.question(desk.casebook.case, kept.answer.topic)
    if card is None:
        return removable(one("follow_nothing"), at, audience)
    if step.what == "why":
        return removable(reasons(kept.answer, card_lines_shown(card, kept.page)), at, audience)
    if step.what == "open" or kept.page >= last_card_page(card):
        return removable(one("follow_last_page"), at, audience)
    return await show_card(desk, card, at, audience, page=kept.page + 1)


async def _opened(desk: Desk, number: int, answer: Answer, at: Place, audience: Audience) -> Saying:
    """The whole of the group of that number: its case, or the lines of its section."""
    # Sides and countries stand in their own order, and one may be silent.
    told = in_order(answer) if answer.view == "hits" else tuple(each for each in answer.groups if each.lines)
    if number > len(told):
        return removable(one("follow_no_number", count=len(told)), at, audience)
    group = told[number - 1]
    if group.case:
        return await say_asked(desk, Asked("case", group.case, group.case), at, audience)
    ids = tuple(line.statement for line in group.lines)
    alone = await desk.question(desk.casebook.again, Answer("confident", (), ids))
    return await show(desk, alone, at, audience)


async def _narrowed(desk: Desk, words: str, kept: Kept, at: Place, audience: Audience) -> Saying | None:
    """What of the answer fits, or else what is of that kind in its place; None where the words ask anew."""
    narrowed = await desk.question(desk.casebook.narrow, kept.answer, words)
    if narrowed is None:
        return None
    if narrowed.tier == "nothing" and narrowed.kind and not narrowed.countries:
        whole = kept.answer
        if whole.view == "case" and (card := await desk.question(desk.casebook.case, whole.topic)):
            whole = replace(whole, topic=card.country or card.name)
        else:
            whole = await desk.question(desk.casebook.again, whole)
        narrowed = await in_its_place(desk, whole, kept.page, narrowed.kind) or narrowed
    if narrowed.tier == "nothing" and not narrowed.groups:
        return removable(one("follow_none_of_it", words=words[:60]), at, audience)
    return await show(desk, narrowed, at, audience)
