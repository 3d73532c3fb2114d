"""A reply to an event, posted once: kept as begun before it is, and looked for where nobody knows what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.digest import resuming
from bot.digest.replies import Seen
from bot.errors import Unsure
from handlers.blocks.saying import Saying
from handlers.boundary import lacks, log
from handlers.desk import Desk, Elsewhere
from handlers.hearing import FAILURES
from handlers.history import is_last, pages
from handlers.requests import Body, Place, keys, workspace
from handlers.voice import Voice, has_no_thread

EVENT = "casebook_reply"
# Since the message it answers: a thousand more are not written in the minutes that Slack goes on sending an event.
_MOST_PAGES = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to answer a message. `before` is when a reply to it was begun that never came; None where none was."""

    workspace: str
    message: str
    at: Place
    before: float | None

    @property
    def mark(self) -> dict[str, Any]:
        """The metadata by which the reply is found again."""
        return {
            "event_type": EVENT,
            "event_payload": {"key": resuming.key(self.workspace, self.message)},
        }


async def turn(desk: Desk, body: Body, at: Place, voice: Voice) -> Turn | None:
    """The turn to answer at a place; None where the answer stands, or may stand where nobody may look.

    Raises Elsewhere while it may still come.
    """
    where, (_, message) = workspace(body), keys(body)
    found = Turn(where, message, at, await desk.spared(desk.journal.begun, where, message))
    seen = None
    if found.before is not None and _may_look(desk, at):
        seen = await _look(desk, found, body["event"]["ts"], voice)
    match resuming.step(found.before, seen, desk.clock()):
        case "wait":
            raise Elsewhere
        case "leave":
            log.info("a reply was begun before, and %s", "stands" if seen else "is left as it is")
            return None
    return found


async def post(desk: Desk, turn: Turn, saying: Saying, voice: Voice) -> None:
    """Posts the reply, unless the message that it answers was deleted meanwhile.

    Raises what Slack refused it with; Elsewhere where it may stand and is looked for, or where somebody else posts it;
    Unsure where it may stand and nobody may look.
    """
    begun, at = desk.clock(), turn.at
    ours = await desk.spared(desk.journal.begin, turn.workspace, turn.message, begun, turn.before)
    # Where the journal cannot be told, whoever asked has an answer all the same.
    if ours is False or not resuming.is_safe(begun, desk.clock()):
        raise Elsewhere
    looked_for = _may_look(desk, at)
    try:
        await voice.post(saying, at.channel, at.thread, turn.mark if looked_for else None)
    except Unsure as error:
        if looked_for:
            raise Elsewhere from error
        raise
    except FAILURES as error:
        # It does not stand: whoever is told the message again may answer it.
        await desk.spared(desk.journal.withdraw, turn.workspace, turn.message)
        if not has_no_thread(error):
            raise
        log.info("what was asked was deleted, and is not answered")


def _may_look(desk: Desk, at: Place) -> bool:
    """Whether a conversation's messages may be read; what is said to the bot itself it hears anyway."""
    return desk.settings.history or at.direct


async def _look(desk: Desk, turn: Turn, since: str, voice: Voice) -> Seen:
    """What of a reply is found behind the message that it answers."""
    try:
        async for message in _said(turn.at, since, voice):
            if message.get("metadata") == turn.mark:
                return Seen(ts=str(message["ts"]))
    except FAILURES as error:
        if isinstance(error, SlackApiError):
            lacks(desk, error)
        return Seen(readable=False)
    return Seen()


async def _said(at: Place, since: str, voice: Voice) -> AsyncIterator[Mapping[str, Any]]:
    """The messages of a thread, or of a conversation, since one of them. Raises ValueError where there are too many."""
    asked: dict[str, Any] = {"channel": at.channel, "oldest": since, "include_all_metadata": True}
    ask = (
        partial(voice.client.conversations_replies, ts=at.thread, **asked)
        if at.thread
        else partial(voice.client.conversations_history, **asked)
    )
    async for told in pages(ask, _MOST_PAGES):
        for each in told.get("messages") or ():
            yield each
        if is_last(told):
            return
    raise ValueError("more was written than is read")
