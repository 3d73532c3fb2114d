"""What is asked → what is said: asks the casebook, remembers the answer's ids. Sends nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import AnswerGone
from bot.model import Answer, CaseCard, Kind, NoComparison, Stamp
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.answers import challenges_shown, first_place
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.cards import TODAY, card_lines_shown, card_page
from handlers.blocks.comparisons import no_comparison
from handlers.blocks.notices import help_list, privacy, topics
from handlers.blocks.rich import sentence
from handlers.blocks.saying import Saying, one
from handlers.blocks.seconds import stamps_of
from handlers.blocks.trying import methods, untried
from handlers.blocks.views import answer_page, lines_shown
from handlers.checking import say_check
from handlers.curating import is_curator, say_gaps
from handlers.desk import Desk
from handlers.requests import Place
from handlers.words import COMMANDS, CURATING, PLURAL, Asked


async def say_asked(desk: Desk, asked: Asked, at: Place, audience: Audience) -> Saying:
    """The reply to what somebody typed."""
    if asked.verb == "ask":
        return await _answer(desk, asked, at, audience)
    if asked.verb == "case":
        return await _case(desk, asked, at, audience)
    if asked.verb == "compare":
        return await _compare(desk, asked, at, audience)
    if asked.verb == "who":
        return await _who(desk, asked, at, audience)
    if asked.verb == "today":
        return await _today(desk, at, audience)
    if asked.verb == "check":
        return removable(await say_check(desk, asked), at, audience)
    if asked.verb == "digest":
        return removable(one("digest_elsewhere", command=desk.settings.command), at, audience)
    if asked.verb == "gaps":
        if audience == "public" and not at.direct:
            return removable(one("gaps_elsewhere", command=desk.settings.command), at, audience)
        return await say_gaps(desk, at)
    return removable(await _standing(desk, asked, at, audience), at, audience)


async def say_topics(desk: Desk) -> Saying:
    """What the notes cover."""
    return topics(await desk.question(desk.casebook.topics))


async def say_again(
    desk: Desk, workspace: str, ticket: Ticket, audience: Audience, *, shared_by: str = ""
) -> Saying:
    """What the ticket is about, built anew from the notes as they are now. Raises AnswerGone."""
    if ticket.about == "case":
        card = await desk.question(desk.casebook.case, ticket.key)
        if card is None:
            raise AnswerGone(say("case_gone", name=ticket.key))
        return card_page(card, ticket, audience, shared_by=shared_by)
    return answer_page(await recalled(desk, workspace, ticket), ticket, audience, shared_by)


async def recalled(desk: Desk, workspace: str, ticket: Ticket) -> Answer:
    """The answer of the ticket. Raises AnswerGone once it is forgotten or all of it has left the notes."""
    kept = await desk.record(desk.journal.recall, workspace, ticket.key, desk.clock())
    if kept is None:
        raise AnswerGone(say("answer_old"))
    answer = await desk.question(desk.casebook.again, kept)
    if not answer.groups and answer.tier != "nothing":
        raise AnswerGone(say("answer_empty"))
    return answer


async def shown_stamps(desk: Desk, workspace: str, ticket: Ticket) -> tuple[Stamp, ...]:
    """The stamps behind the lines of the page that the ticket names. Raises AnswerGone where there are none."""
    if ticket.about == "case":
        card = await desk.question(desk.casebook.case, ticket.key)
        lines = card_lines_shown(card, ticket.page) if card else ()
    else:
        lines = lines_shown(await recalled(desk, workspace, ticket), ticket.page)
    stamps = stamps_of(lines)
    if not stamps:
        raise AnswerGone(say("answer_empty"))
    return stamps


async def show(
    desk: Desk,
    answer: Answer,
    at: Place,
    audience: Audience,
    page: int = 0,
    *,
    helped: str = "",
    shared_by: str = "",
) -> Saying:
    """A page of an answer, its ids remembered. For `helped` see Ticket."""
    now = desk.clock()
    where = (at.channel, now, at.thread, page)
    key = await desk.spared(desk.journal.remember, at.workspace, answer, *where)
    ticket = Ticket("answer", key or "", page, at.person, helped=helped)
    saying = answer_page(answer, ticket, audience, shared_by)
    return saying if key else unkept(saying)


async def show_card(
    desk: Desk,
    card: CaseCard,
    at: Place,
    audience: Audience,
    *,
    page: int = 0,
    mark: str = "",
    shared_by: str = "",
) -> Saying:
    """A page of a case, its name remembered."""
    kept = Answer("confident", (), (), view="case", topic=card.name)
    where = (at.channel, desk.clock(), at.thread, page)
    await desk.spared(desk.journal.remember, at.workspace, kept, *where)
    ticket = Ticket("case", card.name, page, at.person, mark)
    return card_page(card, ticket, audience, shared_by=shared_by)


async def in_its_place(desk: Desk, answer: Answer, page: int, kind: Kind) -> Answer | None:
    """What is of a kind where a case, or the first group of an answer's page, stands; None where that is nowhere."""
    country, case = first_place(answer, page)
    place = country or case or answer.topic
    if not place:
        return None
    return await desk.question(desk.casebook.ask, f"{PLURAL[kind]} in {place}", kind=kind)


async def what_helped(desk: Desk, workspace: str, ticket: Ticket) -> Answer:
    """What helped against the challenges that the ticket's page shows, or those kept beside it. Raises AnswerGone."""
    if ticket.helped:
        return await recalled(desk, workspace, replace(ticket, key=ticket.helped))
    shown = challenges_shown(await recalled(desk, workspace, ticket), ticket.page)
    answer = await desk.question(desk.casebook.helped, shown)
    if answer is None:
        raise AnswerGone(say("answer_empty"))
    return answer


def removable(saying: Saying, at: Place, audience: Audience) -> Saying:
    """The same; with Remove for whoever asked where everybody sees it."""
    if audience != "public":
        return saying
    return saying.under(buttons.row(buttons.button(buttons.REMOVE, Ticket(owner=at.person))))


def unkept(saying: Saying) -> Saying:
    """An answer that could not be remembered: its buttons would find nothing, so it has none, and says why."""
    return saying.with_only(buttons.REMOVE).below(sentence("journal_unkept"))


async def _answer(desk: Desk, asked: Asked, at: Place, audience: Audience) -> Saying:
    answer = await desk.question(desk.casebook.ask, asked.words, kind=asked.kind)
    if answer.gap:
        await desk.spared(desk.journal.add_gap, at.workspace, answer.gap, desk.clock())
    return await show(desk, answer, at, audience, helped=await _resembled(desk, asked.words, answer, at))


async def _resembled(desk: Desk, words: str, answer: Answer, at: Place) -> str:
    """Keeps what helped against the challenges that a message resembles; its id, empty where it resembles none."""
    beside = None
    if answer.view == "hits":
        beside = await desk.question(desk.casebook.resembled, words)
    if beside is None:
        return ""
    # It was not given anywhere yet.
    return await desk.spared(desk.journal.remember, at.workspace, beside, "", desk.clock()) or ""


async def _case(desk: Desk, asked: Asked, at: Place, audience: Audience) -> Saying:
    if not asked.words:
        return removable(one("case_which", command=desk.settings.command), at, audience)
    card = await desk.question(desk.casebook.case, asked.words)
    if card is not None:
        return await show_card(desk, card, at, audience)
    answer = await _answer(desk, asked, at, audience)
    return answer.below(sentence("case_none", name=asked.words[:100]))


async def _compare(desk: Desk, asked: Asked, at: Place, audience: Audience) -> Saying:
    found = await desk.question(desk.casebook.compare, asked.words)
    if isinstance(found, NoComparison):
        return removable(no_comparison(found, desk.settings.command), at, audience)
    if found.gap:
        await desk.spared(desk.journal.add_gap, at.workspace, found.gap, desk.clock())
    return await show(desk, found, at, audience)


async def _who(desk: Desk, asked: Asked, at: Place, audience: Audience) -> Saying:
    command = desk.settings.command
    if not asked.words:
        return removable(methods(await desk.question(desk.casebook.methods), command), at, audience)
    found = await desk.question(desk.casebook.who, asked.words)
    if isinstance(found, Answer):
        return await show(desk, found, at, audience)
    # What no note names as a method may be a question all the same.
    answer = await desk.question(desk.casebook.ask, asked.typed)
    if answer.tier == "confident":
        return await show(desk, answer, at, audience)
    if found.gap:
        await desk.spared(desk.journal.add_gap, at.workspace, found.gap, desk.clock())
    return removable(untried(found, command), at, audience)


async def _today(desk: Desk, at: Place, audience: Audience) -> Saying:
    card = await desk.question(desk.casebook.today, desk.today())
    if card is None:
        return removable(one("case_no_today"), at, audience)
    return await show_card(desk, card, at, audience, mark=TODAY)


async def _standing(desk: Desk, asked: Asked, at: Place, audience: Audience) -> Saying:
    if asked.verb == "topics":
        return await say_topics(desk)
    if asked.verb == "privacy":
        alone = audience != "public" or at.direct
        return privacy(desk.settings.gap_days, await _yours(desk, at) if alone else None)
    words = (*COMMANDS, *CURATING) if is_curator(desk, at) else COMMANDS
    return help_list(desk.settings.command, words, threads=desk.settings.history)


async def _yours(desk: Desk, at: Place) -> dict[str, int]:
    """How many rows of whoever asks are kept, by table."""
    rows = await desk.record(desk.journal.privacy.of_person, at.workspace, at.person, at.channel)
    return {table: len(listed) for table, listed in rows.items()}
