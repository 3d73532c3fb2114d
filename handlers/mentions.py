"""A mention in a channel: answered in its thread, where everybody sees it, once."""

from __future__ import annotations

from handlers.answering import removable, say_asked
from handlers.blocks.saying import Saying, one
from handlers.desk import Desk
from handlers.requests import Body, Place, keys, place
from handlers.voice import Voice
from handlers.words import heard, points_at_the_thread, understand


async def reply(desk: Desk, body: Body, voice: Voice) -> None:
    """Replies in the thread, or begins one under the mention."""
    event, at = body["event"], place(body)
    async with desk.once(*keys(body)) as ours:
        if ours:
            saying = await _say(desk, heard(event.get("text") or ""), at)
            await voice.post(saying, at.channel, at.thread or ("" if at.direct else event["ts"]))


async def _say(desk: Desk, words: str, at: Place) -> Saying:
    if points_at_the_thread(words):
        return removable(one("ask_what"), at, "public")
    return await say_asked(desk, understand(words), at, "public")
