"""A message to the bot itself: answered where it stands, in a thread only if it was written in one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.sentences import say
from handlers.blocks.saying import Saying
from handlers.desk import Desk
from handlers.following import say_heard
from handlers.requests import Body, keys, place
from handlers.voice import Voice
from handlers.words import heard

# Sooner than this an answer is there before the person wonders.
_PATIENCE = 0.7


async def reply(desk: Desk, body: Body, voice: Voice) -> None:
    """Replies beside the message; a greeting brings help."""
    at = place(body)
    async with desk.once(*keys(body)) as ours:
        if ours:
            words = heard(body["event"].get("text") or "")
            thread = at.thread or body["event"]["ts"]
            said = await _patiently(say_heard(desk, words, at, "public"), voice, at.channel, thread)
            await voice.post(said, at.channel, at.thread)


async def _patiently(saying: Coroutine[Any, Any, Saying], voice: Voice, channel: str, thread: str) -> Saying:
    """What is to be said; where that takes long, a status says so meanwhile."""
    work = asyncio.create_task(saying)
    done, _ = await asyncio.wait({work}, timeout=_PATIENCE)
    if done:
        return await work
    await voice.status(channel, thread, say("status_searching"))
    try:
        return await work
    finally:
        await voice.status(channel, thread, "")
