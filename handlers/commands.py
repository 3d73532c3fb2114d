"""The slash command: takes the words, asks, shows the answer to whoever asked and to nobody else."""

from __future__ import annotations

from handlers.answering import say_asked
from handlers.desk import Desk
from handlers.requests import Body, place
from handlers.voice import Voice
from handlers.words import heard, understand


async def answer(desk: Desk, body: Body, voice: Voice) -> None:
    """Replies privately."""
    asked = understand(heard(body.get("text") or ""))
    await voice.whisper(await say_asked(desk, asked, place(body), "private"))
