"""Why a second is linked, and the report that it is wrong: to whoever asks; never kept who."""

from __future__ import annotations

from bot.errors import AnswerGone
from bot.sentences import say
from handlers.answering import shown_stamps
from handlers.blocks.buttons import Ticket
from handlers.blocks.modals import RIGHT, WHICH, Reply, errors, notice
from handlers.blocks.rich import sentence
from handlers.blocks.seconds import doubtful, key, report_modal, why_said
from handlers.curating import read_second
from handlers.desk import Desk
from handlers.requests import Body, press, submission
from handlers.voice import Voice


async def why(desk: Desk, body: Body, voice: Voice) -> None:
    """The reasons of the doubtful seconds on a page."""
    pressed = press(body)
    stamps = await shown_stamps(desk, pressed.place.workspace, ours(pressed.ticket))
    await voice.whisper(why_said(doubtful(stamps)), thread=pressed.place.thread)


async def wrong(desk: Desk, body: Body, voice: Voice) -> None:
    """Opens the dialog that asks which second of a page is wrong."""
    pressed = press(body)
    ticket = ours(pressed.ticket)
    stamps = await shown_stamps(desk, pressed.place.workspace, ticket)
    await voice.open(pressed.trigger, report_modal(ticket, stamps))


async def report(desk: Desk, body: Body) -> Reply:
    """Puts the second that was chosen on the curators' list."""
    sent = submission(body)
    stamps = await shown_stamps(desk, sent.place.workspace, ours(sent.ticket))
    chosen = sent.values.get(WHICH, "")
    stamp = next((each for each in stamps if key(each.statement, each.seconds.raw) == chosen), None)
    if stamp is None:
        raise AnswerGone(say("wrong_gone"))
    second, fault = read_second(desk, sent.values.get(RIGHT, ""), stamp)
    if fault:
        return errors({RIGHT: fault})
    given = (stamp.note, stamp.statement, stamp.seconds.raw, second, desk.clock())
    # A button pressed twice in haste reports once.
    async with desk.once(sent.place.workspace, f"report:{sent.view}") as first:
        if first:
            await desk.record(desk.journal.review, *given)
    return notice([sentence("wrong_thanks")])


def ours(ticket: Ticket | None) -> Ticket:
    """The ticket of an answer or a case. Raises AnswerGone."""
    if ticket is None or ticket.about not in ("answer", "case"):
        raise AnswerGone(say("button_unknown"))
    return ticket
