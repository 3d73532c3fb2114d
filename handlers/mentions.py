"""A mention in a channel: answered in its thread, where everybody sees it, once."""

from __future__ import annotations

from dataclasses import replace

from handlers import replying
from handlers.blocks.saying import Saying
from handlers.desk import Desk
from handlers.following import say_heard
from handlers.requests import Body, Place, keys, place, workspace
from handlers.threads import say_thread
from handlers.voice import Voice
from handlers.words import heard, points_at_the_thread


async def reply(desk: Desk, body: Body, voice: Voice) -> None:
    """Replies in the thread, or begins one under the mention."""
    event, at = body["event"], place(body)
    if not (at.thread or at.direct):
        at = replace(at, thread=event["ts"])
    async with desk.once(workspace(body), *keys(body), resent=True) as ours:
        if ours and (turn := await replying.turn(desk, body, at, voice)):
            await replying.post(desk, turn, await _say(desk, body, at, voice), voice)


async def _say(desk: Desk, body: Body, at: Place, voice: Voice) -> Saying:
    event = body["event"]
    words = heard(event.get("text") or "")
    if points_at_the_thread(words):
        return await say_thread(desk, at, voice.client, event["ts"])
    return await say_heard(desk, words, at, "public")
