"""The cases a person saves, and takes away again. Told to nobody else."""

from __future__ import annotations

from bot.errors import AnswerGone
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.rich import sentence
from handlers.blocks.saying import one
from handlers.desk import Desk
from handlers.dialogs import note
from handlers.home import refresh_behind
from handlers.requests import Body, press
from handlers.voice import Voice


async def save(desk: Desk, body: Body, voice: Voice) -> None:
    """Keeps a case, and says so where it stands; in the Home tab it is seen among the saved ones."""
    pressed = press(body)
    ticket, at = _ticket(pressed.ticket), pressed.place
    card = await desk.question(desk.casebook.case, ticket.key)
    if card is None:
        raise AnswerGone(say("case_gone", name=ticket.key))
    await desk.record(desk.journal.save, at.workspace, at.person, card.name, desk.clock())
    if voice.dialog:
        await note(desk, at.workspace, voice, sentence("saved_in_place"), buttons.SAVE, key=ticket.key)
    elif not voice.trigger:
        await voice.whisper(one("saved_done", name=card.name), thread=at.thread)
    await refresh_behind(desk, body, voice)


async def unsave(desk: Desk, body: Body, voice: Voice) -> None:
    """Takes a case away, also one that the notes no longer tell of."""
    pressed = press(body)
    at, name = pressed.place, _ticket(pressed.ticket).key
    await desk.record(desk.journal.unsave, at.workspace, at.person, name)
    await refresh_behind(desk, body, voice)


def _ticket(ticket: Ticket | None) -> Ticket:
    if ticket is None or ticket.about != "case":
        raise AnswerGone(say("button_unknown"))
    return ticket
