"""The one boundary for errors on Slack's side: tells the person, logs the type and the place, no words."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.complete.async_complete import AsyncComplete
from slack_bolt.context.fail.async_fail import AsyncFail
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.errors import (
    CasebookError,
    IndexMissing,
    IndexUnusable,
    JournalUnusable,
    ScopeMissing,
    TooLate,
    Unsure,
)
from bot.sentences import plain
from handlers.blocks.home import trouble
from handlers.blocks.modals import Reply, closing, notice
from handlers.blocks.rich import Element, sentence, text
from handlers.blocks.saying import Saying, lines, one
from handlers.desk import Desk, Elsewhere
from handlers.dialogs import note
from handlers.hearing import Patience, word
from handlers.requests import Body, Place, awaits_reply, dialog, keys, place, workspace
from handlers.voice import Unheard, Voice, lacking, voice_for

Handler = Callable[[Desk, Body, Voice], Awaitable[None]]
Submitted = Callable[[Desk, Body], Awaitable[Reply]]
Suggesting = Callable[[Desk, Body], Awaitable[Sequence[Element]]]
Posting = Callable[[Desk, Body, Voice], Awaitable[Reply]]
Working = Callable[[Desk, Body], Awaitable[dict[str, str]]]
Listener = Callable[..., Awaitable[None]]
log = logging.getLogger("casebook")
_HASTE = 2
_STORES = (JournalUnusable, IndexMissing, IndexUnusable)


def event_listener(desk: Desk, handler: Handler) -> Listener:
    """Runs the handler before the acknowledgement, so that Slack sends again what was not answered."""

    async def listen(body: dict[str, Any], context: AsyncBoltContext) -> None:
        with _underway(desk):
            await handler(desk, body, voice_for(context.client, body))

    return listen


def lazy_listener(desk: Desk, handler: Handler) -> Listener:
    """Runs the handler after the acknowledgement; Bolt would only log what it raises."""
    tell = error_listener(desk)

    async def listen(body: dict[str, Any], context: AsyncBoltContext) -> None:
        with _underway(desk):
            try:
                await handler(desk, body, voice_for(context.client, body, context.response_url))
            except Exception as error:  # noqa: BLE001 - the boundary
                await tell(error, body, context)

    return listen


def step_listener(desk: Desk, handler: Working) -> Listener:
    """Runs a workflow step, once, and hands on what it gives; what goes wrong fails the step with a sentence."""

    async def listen(body: dict[str, Any], complete: AsyncComplete, fail: AsyncFail) -> None:
        with _underway(desk):
            async with desk.once(workspace(body), keys(body)[0]) as ours:
                if not ours:
                    return
                try:
                    outputs = await handler(desk, body)
                except CasebookError as error:
                    await fail(_told(error))
                except Exception as error:  # noqa: BLE001 - the boundary
                    log.error("%s", described(error))  # noqa: TRY400 - a trace holds words
                    await fail(plain("sorry"))
                else:
                    await complete(outputs)

    return listen


def view_listener(desk: Desk, handler: Submitted) -> Listener:
    """Runs the handler before the acknowledgement, which carries its reply; a failure is told in the dialog."""

    async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
        with _underway(desk):
            try:
                reply = await handler(desk, body)
            except CasebookError as error:
                reply = notice([(text(_told(error)),)])
            except Exception as error:  # noqa: BLE001 - the boundary
                if scope := lacks(desk, error):
                    reply = notice([sentence("scope_missing", scope=scope)])
                else:
                    log.error("%s", described(error))  # noqa: TRY400 - a trace holds words
                    reply = notice([sentence("sorry")])
            await ack(**reply)

    return listen


def options_listener(desk: Desk, handler: Suggesting) -> Listener:
    """Acknowledges with groups of suggestions, or with none: whoever types goes on typing."""

    async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
        with _underway(desk):
            try:
                groups = await handler(desk, body)
            except Exception as error:  # noqa: BLE001 - the boundary
                log.error("%s", described(error))  # noqa: TRY400 - a trace holds words
                groups = ()
            await (ack(option_groups=groups) if groups else ack(options=[]))

    return listen


def posting_view_listener(desk: Desk, handler: Posting) -> Listener:
    """The same for a dialog that says something in a conversation, too."""

    async def listen(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        async def submitted(desk: Desk, body: Body) -> Reply:
            # Slack waits three seconds for what becomes of a dialog; what is said on the way has two of them.
            context.client.timeout = _HASTE
            context.client.retry_handlers = [
                each for each in context.client.retry_handlers if not isinstance(each, Patience)
            ]
            return await handler(desk, body, Voice(context.client))

        await view_listener(desk, submitted)(ack, body)

    return listen


def error_listener(desk: Desk) -> Callable[..., Awaitable[BoltResponse]]:
    """What `app.error` does. An event whose failure nobody can mend is left unacknowledged."""

    async def tell(error: Exception, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
        if isinstance(error, Elsewhere):
            # Slack tells an event again at once, after a minute and after five. Acknowledged, one whose bot was killed
            # would never be answered; refused, it comes back when its claim is a minute old, or done.
            return BoltResponse(status=503)
        if scope := lacks(desk, error):
            error = ScopeMissing(plain("scope_missing", scope=scope))
        known = isinstance(error, CasebookError)
        if not known or isinstance(error, Unsure):
            log.error("%s", described(error.__cause__ or error))
        # Slack sends a failed event again; nobody is told of the same failure twice.
        if awaits_reply(body) and ("event" not in body or desk.told.add(keys(body)[1])):
            saying = lines([(text(_told(error)),)]) if isinstance(error, CasebookError) else one("sorry")
            voice = voice_for(context.client, body, context.response_url)
            if isinstance(error, TooLate) and voice.dialog and voice.about.ticket.key:
                # What is open stays, with the button to press again.
                await note(desk, place(body).workspace, voice, sentence("modal_late"))
            else:
                await _tell(desk, saying, body, voice)
        return BoltResponse(status=200 if known or "event" not in body else 500)

    return tell


def lacks(desk: Desk, error: BaseException) -> str:
    """The scopes that a call failed for want of, said in the log once; empty where it failed for anything else."""
    scope = lacking(error) if isinstance(error, SlackApiError) else ""
    if scope and desk.told.add(f"scope:{scope}"):
        log.warning("Slack says that the app lacks %s: add it and install the app again", scope)
    return scope


def described(error: BaseException) -> str:
    """The type of an error and where it happened; of a store what it says. Others may say a message or a token."""
    if isinstance(error, _STORES):
        # A sentence of our own, with what the disk or the server said: whoever runs the bot needs it.
        return str(error)
    told = word(error) if isinstance(error, SlackApiError) else ""
    code = f" ({told})" if told else ""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    ours = next((f for f in reversed(frames) if "site-packages" not in f.filename), None)
    via = f", called from {Path(ours.filename).name}:{ours.lineno}" if ours and ours is not frames[-1] else ""
    return f"{type(error).__name__}{code}{where}{via}"


def _told(error: CasebookError) -> str:
    """What a person is told. Whoever asks in Slack cannot mend a journal; whoever can reads it in the log."""
    if isinstance(error, JournalUnusable):
        log.error("%s", error)
        return plain("journal_unusable")
    return str(error)


async def _tell(desk: Desk, saying: Saying, body: Body, voice: Voice) -> None:
    try:
        at = place(body)
        if view := dialog(body):
            await voice.update(view, closing(saying.blocks))
        elif "event" in body and body["event"]["type"] == "app_home_opened":
            # Nobody said anything, so nothing is said; but an empty page would not say why.
            if body["event"].get("tab") == "home":
                await voice.publish(at.person, trouble(saying))
        elif "event" in body:
            event = body["event"]
            thread = event.get("thread_ts") or ("" if at.direct else event.get("ts", ""))
            await voice.post(saying, at.channel, thread)
        else:
            await _reach(saying, at, voice)
    except Exception as error:  # noqa: BLE001 - whoever cannot be told must not bring the bot down
        if not lacks(desk, error):
            log.error("could not tell a person: %s", described(error))  # noqa: TRY400 - a trace holds words


async def _reach(saying: Saying, at: Place, voice: Voice) -> None:
    try:
        await voice.whisper(saying, thread=at.thread)
    except (Unheard, TooLate):
        await voice.post(saying, at.person)


@contextmanager
def _underway(desk: Desk) -> Iterator[None]:
    """Counts the task among those a shutdown waits for."""
    task = asyncio.current_task()
    if task:
        desk.underway.add(task)
    try:
        yield
    finally:
        desk.underway.discard(task)
