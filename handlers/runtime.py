"""Runs the bot: Socket Mode, a clock for the journal, and an orderly end, all in one loop."""

from __future__ import annotations

import asyncio
import itertools
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from errno import EADDRINUSE
from urllib.parse import urlsplit

import aiohttp
import click
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.casebook import Casebook
from bot.digest.delivering import TIMEOUT, Policy
from bot.errors import PortTaken, SlackUnreachable, TokenMissing, TokenRefused
from bot.journal import Journal
from bot.sentences import say
from bot.settings import Settings
from handlers import register
from handlers.boundary import described, log
from handlers.delivery import deliver, deliver_once
from handlers.desk import Desk
from handlers.manifest import manifest
from handlers.playground import Playground
from handlers.tokens import only
from handlers.voice import client as web_client
from handlers.voice import postman_client

FIRST_PORT = 8100
_PORTS = 20
# Ada Lind, whose profile in the playground says so.
_CURATOR = "U0ADALIND"
_MINUTE = 60.0
# A service manager waits longer than this before it kills.
_LAST_WORDS = 10.0
# The SDK itself would try for ever, with a trace a time.
_PATIENCE = 30.0
# What Slack answers when the fault is its own, or the haste ours.
_OUTAGES = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"}
)


async def serve(
    settings: Settings,
    casebook: Casebook,
    journal: Journal,
    clock: Callable[[], float],
    *,
    stop: asyncio.Event | None = None,
) -> None:
    """Answers in Slack until `stop` is set or the process is told to end.

    `clock` gives seconds since 1970. Raises TokenMissing, TokenRefused or SlackUnreachable first.
    """
    _check_tokens(settings)
    desk = Desk(casebook, journal, settings, clock)
    try:
        async with _stopping(stop) as stopped, _connected(desk) as who, _delivering(desk, stopped):
            click.echo(say("run_connected", team=who["team"], user=who["user"]))
            await _until(stopped, desk)
    finally:
        desk.close()
    click.echo(say("run_stopped"))


async def play(
    settings: Settings,
    casebook: Casebook,
    journal: Journal,
    clock: Callable[[], float],
    port: int | None = None,
    *,
    stop: asyncio.Event | None = None,
) -> None:
    """Answers in a small workspace on this machine until stopped.

    Without a port it takes the first free one from 8100. Raises PortTaken.
    """
    playground = Playground(manifest(settings))
    await _open(playground, port)
    desk = Desk(casebook, journal, _local(settings, playground), clock)
    try:
        async with _stopping(stop) as stopped, _connected(desk), _delivering(desk, stopped):
            click.echo(say("run_playing", url=playground.url))
            await _until(stopped, desk)
    finally:
        desk.close()
        await playground.stop()
    click.echo(say("run_stopped"))


async def post_once(
    settings: Settings, casebook: Casebook, journal: Journal, clock: Callable[[], float]
) -> None:
    """Posts the mission cases that are due now, and ends. Raises TokenRefused or SlackUnreachable first."""
    quiet()
    desk = Desk(casebook, journal, settings, clock)
    client = postman_client(settings.bot_token, settings.api_url, TIMEOUT)
    try:
        await ask_slack(client, "run_bot_token_refused", client.auth_test())
        await deliver_once(desk, only(client), _policy(settings))
    finally:
        desk.close()


def _policy(settings: Settings) -> Policy:
    """What becomes of a post that was not answered: only the channel's own history tells."""
    return "look" if settings.history else "at most once"


def build(client: AsyncWebClient, who: AuthorizeResult, desk: Desk) -> AsyncApp:
    """The app with everything it listens to; `who` is the bot itself."""

    async def authorize() -> AuthorizeResult:
        return who

    # The environment's tokens and client ids, which Bolt reads too, would only make it warn here.
    log_of_bolt = logging.getLogger("casebook.slack")
    log_of_bolt.setLevel(logging.ERROR)
    app = AsyncApp(
        client=client,
        authorize=authorize,
        logger=log_of_bolt,
        process_before_response=True,
        request_verification_enabled=False,
    )
    log_of_bolt.setLevel(logging.WARNING)
    register(app, desk)
    return app


@asynccontextmanager
async def _delivering(desk: Desk, stopped: asyncio.Event) -> AsyncIterator[None]:
    """Mission cases are posted when they are due; on leaving, what is in flight is given its time."""
    settings = desk.settings
    client = postman_client(settings.bot_token, settings.api_url, TIMEOUT)
    task = asyncio.create_task(deliver(desk, only(client), _policy(settings), stopped))
    try:
        yield
    finally:
        stopped.set()
        await task


@asynccontextmanager
async def _connected(desk: Desk) -> AsyncIterator[AsyncSlackResponse]:
    """Connected to Slack; on leaving, what is underway is finished first."""
    quiet()
    await _learn(desk)
    settings = desk.settings
    client = web_client(settings.bot_token, settings.api_url)
    who = await ask_slack(client, "run_bot_token_refused", client.auth_test())
    link = await ask_slack(
        client,
        "run_app_token_refused",
        client.apps_connections_open(app_token=settings.app_token),
    )
    handler = AsyncSocketModeHandler(build(client, _bot(settings, who), desk), settings.app_token)
    # Connecting with a URL already asked for: the SDK would retry a refused token for ever.
    handler.client.wss_uri = link["url"]
    handler.client.proxy = client.proxy
    try:
        await _connect(handler, client)
        yield who
    finally:
        await _finish(desk)
        await handler.close_async()  # type: ignore[no-untyped-call]


async def ask_slack(
    client: AsyncWebClient, refused: str, call: Awaitable[AsyncSlackResponse]
) -> AsyncSlackResponse:
    """What Slack answers a call of the start. Raises TokenRefused with the sentence `refused`, or SlackUnreachable."""
    host = urlsplit(client.base_url).netloc
    try:
        return await call
    except SlackApiError as error:
        code = error.response.get("error")
        if code in _OUTAGES or not code:
            raise SlackUnreachable(say("run_unreachable", host=host)) from error
        raise TokenRefused(say(refused, code=code)) from error
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise SlackUnreachable(say("run_unreachable", host=host)) from error


async def _connect(handler: AsyncSocketModeHandler, client: AsyncWebClient) -> None:
    try:
        async with asyncio.timeout(_PATIENCE):
            await handler.connect_async()  # type: ignore[no-untyped-call]
    except TimeoutError as error:
        raise SlackUnreachable(say("run_unreachable", host=urlsplit(client.base_url).netloc)) from error


def _bot(settings: Settings, who: AsyncSlackResponse) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=who.get("enterprise_id"),
        team_id=who.get("team_id"),
        bot_id=who.get("bot_id"),
        bot_user_id=who.get("user_id"),
        bot_token=settings.bot_token,
    )


def _check_tokens(settings: Settings) -> None:
    if settings.app_token and settings.bot_token:
        return
    if settings.app_token:
        raise TokenMissing(say("run_no_bot_token"))
    raise TokenMissing(say("run_no_http" if settings.signing_secret else "run_no_tokens"))


def quiet() -> None:
    """Caps the libraries' loggers: at DEBUG they write messages out."""
    for name in ("slack_sdk", "slack_bolt", "aiohttp"):
        logging.getLogger(name).setLevel(logging.WARNING)


async def _until(stopped: asyncio.Event, desk: Desk) -> None:
    """Waits for the end; every minute corrections are read, every hour the journal forgets what is past its time."""
    for minute in itertools.count():
        if minute % 60 == 0:
            await _forget(desk)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), _MINUTE)
        if stopped.is_set():
            return
        await _learn(desk)


async def _forget(desk: Desk) -> None:
    try:
        await desk.record(desk.journal.purge, desk.clock(), gap_days=desk.settings.gap_days)
    except Exception as error:  # noqa: BLE001 - a journal that is busy now is purged an hour later
        log.error("could not purge the journal: %s", described(error))


async def _learn(desk: Desk) -> None:
    try:
        await desk.learn()
    except Exception as error:  # noqa: BLE001 - a journal that is busy now is read a minute later
        log.error("could not read the corrections: %s", described(error))


async def _finish(desk: Desk) -> None:
    if underway := {task for task in desk.underway if task}:
        await asyncio.wait(underway, timeout=_LAST_WORDS)


@asynccontextmanager
async def _stopping(stop: asyncio.Event | None) -> AsyncIterator[asyncio.Event]:
    """An event that is set when the process is told to end; signals are as before afterwards."""
    stopped, loop, held = stop or asyncio.Event(), asyncio.get_running_loop(), []
    for number in (signal.SIGTERM, signal.SIGINT):
        # Only the main thread may listen to signals; a loop elsewhere is stopped by its event.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stopped.set)
            held.append(number)
    try:
        yield stopped
    finally:
        for number in held:
            loop.remove_signal_handler(number)


async def _open(playground: Playground, port: int | None) -> None:
    candidates = range(FIRST_PORT, FIRST_PORT + _PORTS) if port is None else (port,)
    for candidate in candidates:
        try:
            await playground.start(candidate)
        except OSError as error:
            if error.errno != EADDRINUSE:
                raise
        else:
            return
    raise PortTaken(say("run_port_taken", port=candidates[-1]))


def _local(settings: Settings, playground: Playground) -> Settings:
    return replace(
        settings,
        bot_token=playground.bot_token,
        app_token=playground.app_token,
        api_url=playground.api_url,
        curators=settings.curators or frozenset({_CURATOR}),
    )
