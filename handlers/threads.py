"""What a thread speaks of, read where somebody mentions the bot there without words: once, and not kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answering import removable, unkept
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.rich import sentence
from handlers.blocks.saying import Saying, lines, one
from handlers.blocks.views import answer_page
from handlers.boundary import lacks
from handlers.desk import Desk
from handlers.hearing import FAILURES
from handlers.history import pages
from handlers.requests import Place
from handlers.words import LONGEST, has_words, heard, points_at_the_thread

# Slack hands a thread on from its beginning.
_MOST_PAGES = 3
# What it is about stands in its first message and in the last ones.
_LAST = 20
# An event is to be acknowledged within three seconds.
_PATIENCE = 2.0
# What people say comes without a subtype, or with one of these.
_SAID = frozenset({None, "thread_broadcast", "file_share", "me_message"})


async def say_thread(desk: Desk, at: Place, client: AsyncWebClient, until: str) -> Saying:
    """The answer to what a thread says before the message `until`; where it cannot be read, what to do instead."""
    instead = removable(one("ask_what"), at, "public")
    if not (desk.settings.history and at.thread and at.thread != until):
        return instead
    try:
        said = await _said_in(client, at, until)
    except SlackApiError as error:
        scope = lacks(desk, error)
        if scope and desk.told.add(f"thread:{at.team}"):
            rows = [sentence("scope_missing", scope=scope), sentence("ask_what")]
            return removable(lines(rows), at, "public")
        return instead
    except FAILURES:
        return instead
    return await _answer(desk, said, at) if has_words(said) else instead


async def _answer(desk: Desk, said: str, at: Place) -> Saying:
    answer = await desk.question(desk.casebook.ask, said)
    read = await desk.question(desk.casebook.words, said)
    # The thread was not said to the bot: of its words none is kept, and none counted unless somebody asks for it.
    kept = replace(answer, unmatched=(), unknown_places=())
    key = await desk.spared(desk.journal.remember, at.workspace, kept, at.channel, desk.clock(), at.thread)
    page = answer_page(answer, Ticket("answer", key or "", owner=at.person), "public")
    told = (page if key else unkept(page)).below(sentence("thread_read", words=", ".join(read)))
    return told.under(buttons.gap(answer.gap, key)) if answer.gap and key else told


async def _said_in(client: AsyncWebClient, at: Place, until: str) -> str:
    """The first message of a thread and the last ones, a line each, as long as a question may be."""
    said: list[str] = []
    ask = partial(client.conversations_replies, channel=at.channel, ts=at.thread, latest=until)
    async with asyncio.timeout(_PATIENCE):
        async for told in pages(ask, _MOST_PAGES):
            own = (each for each in told.get("messages") or () if _own(each, until))
            words = (heard(str(each.get("text") or "")) for each in own)
            said += [each for each in words if not points_at_the_thread(each)]
    return _fitting(said)


def _fitting(said: Sequence[str]) -> str:
    """As many messages as fit, the first before the newest, and those in their order."""
    kept: list[str] = []
    room = LONGEST - len(said[0]) if said else 0
    for each in reversed(said[1:][-_LAST:]):
        room -= len(each) + 1
        if room < 0:
            break
        kept.append(each)
    return "\n".join((*said[:1], *reversed(kept)))


def _own(message: Mapping[str, Any], until: str) -> bool:
    """Whether a message is of a person's own words, and not the one that asks."""
    return not message.get("bot_id") and message.get("subtype") in _SAID and message.get("ts") != until
