"""The slash command: takes the words, asks, shows the answer to whoever asked and to nobody else."""

from __future__ import annotations

from handlers.answering import say_asked
from handlers.checking import ask_for_draft
from handlers.desk import Desk
from handlers.requests import Body, place
from handlers.voice import Voice
from handlers.words import heard, understand


async def answer(desk: Desk, body: Body, voice: Voice) -> None:
    """Replies privately; without a draft to check, opens a dialog for one."""
    asked = understand(heard(body.get("text") or ""))
    if asked.verb == "check" and not asked.words:
        await ask_for_draft(body, voice)
        return
    await voice.whisper(await say_asked(desk, asked, place(body), "private"))
