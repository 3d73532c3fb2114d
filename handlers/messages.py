"""A message to the bot itself: answered where it stands, in a thread only if it was written in one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.sentences import say
from handlers import digests, replying
from handlers.blocks.saying import Saying
from handlers.desk import Desk
from handlers.following import say_heard
from handlers.requests import Body, keys, place, workspace
from handlers.voice import Voice
from handlers.words import heard, understand

# Sooner than this an answer is there before the person wonders.
_PATIENCE = 0.7


async def reply(desk: Desk, body: Body, voice: Voice) -> None:
    """Replies beside the message; a greeting brings help."""
    at = place(body)
    async with desk.once(workspace(body), *keys(body), resent=True) as ours:
        if ours and (turn := await replying.turn(desk, body, at, voice)):
            thread = at.thread or body["event"]["ts"]
            said = await _patiently(_say(desk, body, voice), voice, at.channel, thread)
            if said:
                await replying.post(desk, turn, said, voice)


async def _say(desk: Desk, body: Body, voice: Voice) -> Saying | None:
    words, at = heard(body["event"].get("text") or ""), place(body)
    asked = understand(words)
    if asked.verb == "digest":
        return await digests.obey(desk, asked.words, at, workspace(body), voice)
    return await say_heard(desk, words, at, "public")


async def _patiently(
    saying: Coroutine[Any, Any, Saying | None], voice: Voice, channel: str, thread: str
) -> Saying | None:
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
