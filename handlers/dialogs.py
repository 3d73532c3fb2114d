"""What is done in a dialog of results and told there; only Reply is seen by others."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import AnswerGone, NotInvited
from bot.model import CaseCard
from bot.sentences import say
from handlers.answering import recalled, say_again, show, show_card
from handlers.blocks.buttons import Ticket
from handlers.blocks.rich import Row, sentence
from handlers.blocks.saying import Saying, lines
from handlers.desk import Desk
from handlers.requests import Body, Place, press
from handlers.voice import Voice


async def reply(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows the page to everybody in the message's thread, once, in the name of whoever pressed."""
    pressed, about = press(body), voice.about
    ticket = pressed.ticket
    if ticket is None or ticket.about not in ("answer", "case") or not about.channel:
        raise AnswerGone(say("button_unknown"))
    at, done = replace(pressed.place, channel=about.channel, thread=about.thread), about
    try:
        async with desk.once(at.workspace, f"reply:{at.channel}:{at.thread}:{ticket.key}") as ours:
            if ours:
                await voice.reply(await _in_thread(desk, ticket, at), at.channel, at.thread)
        said, done = ("reply_done" if ours else "reply_twice"), replace(about, channel="", thread="")
    except NotInvited:
        said = "reply_between_others" if at.direct else "reply_not_invited"
    await note(desk, at.workspace, replace(voice, about=done), sentence(said))


async def log_gap(desk: Desk, body: Body, voice: Voice) -> None:
    """Counts the words that the notes could not answer, once for each answer."""
    pressed = press(body)
    if pressed.ticket is None or pressed.ticket.about != "gap":
        raise AnswerGone(say("button_unknown"))
    answer, words = pressed.ticket.mark, tuple(pressed.ticket.key.split())
    here = pressed.place.workspace
    await recalled(desk, here, Ticket("answer", answer))
    async with desk.once(here, f"gap:{answer}") as ours:
        if ours:
            await desk.record(desk.journal.add_gap, here, words, desk.clock())
    said = sentence("gap_logged", words=", ".join(words))
    if voice.dialog:
        await note(desk, here, voice, said)
    else:
        await voice.whisper(lines([said]), thread=pressed.place.thread)


async def note(desk: Desk, here: str, voice: Voice, said: Row, *gone: str, key: str = "") -> None:
    """Says in a dialog what was done, above what it shows, anew from the notes as they are now. Raises AnswerGone.

    The buttons `gone` are left out, where there is a key those that are about it.
    """
    shown = await say_again(desk, here, voice.about.ticket, voice.audience)
    await voice.whisper(shown.without(*gone, key=key).below(said), replace=True)


async def whole_card(desk: Desk, ticket: Ticket) -> CaseCard:
    """The card of the ticket's case. Raises AnswerGone."""
    card = await desk.question(desk.casebook.case, ticket.key)
    if card is None:
        raise AnswerGone(say("case_gone", name=ticket.key))
    return card


async def _in_thread(desk: Desk, ticket: Ticket, at: Place) -> Saying:
    """The page for everybody in a thread, remembered there, so that they can go on from it."""
    if ticket.about == "case":
        card = await whole_card(desk, ticket)
        return await show_card(desk, card, at, "public", page=ticket.page, shared_by=at.person)
    answer = await recalled(desk, at.workspace, ticket)
    return await show(desk, answer, at, "public", ticket.page, shared_by=at.person)
