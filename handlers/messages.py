"""A message to the bot itself: answered where it stands, in a thread only if it was written in one."""

from __future__ import annotations

from handlers import digests
from handlers.blocks.saying import Saying
from handlers.desk import Desk
from handlers.following import say_heard
from handlers.requests import Body, keys, place, workspace
from handlers.voice import Voice
from handlers.words import heard, understand


async def reply(desk: Desk, body: Body, voice: Voice) -> None:
    """Replies beside the message; a greeting brings help."""
    at = place(body)
    async with desk.once(*keys(body)) as ours:
        if ours and (said := await _say(desk, body, voice)):
            await voice.post(said, at.channel, at.thread)


async def _say(desk: Desk, body: Body, voice: Voice) -> Saying | None:
    words, at = heard(body["event"].get("text") or ""), place(body)
    asked = understand(words)
    if asked.verb == "digest":
        return await digests.obey(desk, asked.words, at, workspace(body), voice)
    return await say_heard(desk, words, at, "public")
