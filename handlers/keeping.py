"""What is kept of a person: told to them alone, and forgotten when they say so."""

from __future__ import annotations

from contextlib import suppress

from bot.journal.privacy import written
from handlers.blocks.buttons import Ticket
from handlers.blocks.keeping import forget_modal, told_modal
from handlers.blocks.modals import Reply, notice
from handlers.blocks.rich import sentence
from handlers.desk import Desk
from handlers.hearing import FAILURES
from handlers.home import refresh
from handlers.requests import Body, press, submission
from handlers.voice import Voice


async def export(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows all that is kept of whoever pressed, as JSON to copy."""
    pressed = press(body)
    at = pressed.place
    rows = await desk.record(desk.journal.privacy.of_person, at.workspace, at.person, at.channel)
    await voice.open(pressed.trigger, told_modal(written(at.workspace, at.person, rows)))


async def ask(_: Desk, body: Body, voice: Voice) -> None:
    """Asks whether it is meant: what is forgotten cannot be brought back."""
    pressed = press(body)
    await voice.open(pressed.trigger, forget_modal(Ticket("privacy", pressed.place.channel)))


async def forget(desk: Desk, body: Body, voice: Voice) -> Reply:
    """Forgets whoever sent the dialog off, and shows their Home tab as it is for somebody new."""
    sent = submission(body)
    at, where = sent.place, sent.ticket.key if sent.ticket else ""
    await desk.record(desk.journal.privacy.forget_person, at.workspace, at.person, where)
    with suppress(*FAILURES):
        await refresh(desk, voice, at, meet=False)
    return notice([sentence("forget_done")])
