"""A message to the bot itself: answered where it stands, in a thread only if it was written in one."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.following import say_heard
from handlers.requests import Body, keys, place
from handlers.voice import Voice
from handlers.words import heard


async def reply(desk: Desk, body: Body, voice: Voice) -> None:
    """Replies beside the message; a greeting brings help."""
    at = place(body)
    async with desk.once(*keys(body)) as ours:
        if ours:
            words = heard(body["event"].get("text") or "")
            await voice.post(await say_heard(desk, words, at, "public"), at.channel, at.thread)
