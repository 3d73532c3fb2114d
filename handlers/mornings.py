"""What a channel makes of its mission case: keep it, sooner again, not for us. Said privately to whoever pressed."""

from __future__ import annotations

from bot.errors import AnswerGone
from bot.sentences import say
from handlers.blocks.mornings import MARKS, marked
from handlers.desk import Desk
from handlers.requests import Body, press, workspace
from handlers.voice import Voice


async def mark(desk: Desk, body: Body, voice: Voice) -> None:
    """Keeps the mark for the channel; the newest counts, whoever gave it. Raises AnswerGone."""
    pressed = press(body)
    ticket, at = pressed.ticket, pressed.place
    if ticket is None or ticket.about != "morning":
        raise AnswerGone(say("button_unknown"))
    chosen = MARKS[pressed.action]
    # What has left the notes cannot come back, only stay away.
    if chosen != "not" and await desk.question(desk.casebook.case, ticket.key) is None:
        raise AnswerGone(say("case_gone", name=ticket.key))
    await desk.record(desk.journal.digests.mark, workspace(body), at.channel, ticket.key, chosen)
    await voice.whisper(marked(chosen, ticket.key), thread=at.thread)
