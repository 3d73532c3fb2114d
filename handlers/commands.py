"""The slash command: takes the words, asks, shows the answer to whoever asked and to nobody else."""

from __future__ import annotations

from handlers import digests
from handlers.answering import say_asked
from handlers.checking import ask_for_draft
from handlers.desk import Desk
from handlers.requests import Body, place
from handlers.voice import Voice
from handlers.words import heard, understand


async def answer(desk: Desk, body: Body, voice: Voice) -> None:
    """Replies privately; without a draft to check or a digest to set up, opens a dialog for it."""
    asked = understand(heard(body.get("text") or ""))
    if asked.verb == "check" and not asked.words:
        await ask_for_draft(body, voice)
        return
    if asked.verb == "digest":
        await digests.command(desk, asked.words, body, voice)
        return
    await voice.whisper(await say_asked(desk, asked, place(body), "private"))
