"""The life of a process: Socket Mode or HTTP, the deliveries' clock, and an orderly end, all in one loop."""

from __future__ import annotations

import asyncio
import itertools
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from errno import EADDRINUSE

import click
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.casebook import Casebook
from bot.digest.delivering import Policy
from bot.errors import PortTaken
from bot.journal import Journal
from bot.sentences import say
from bot.settings import Settings
from handlers import logs, register, server
from handlers.boundary import described, log
from handlers.delivery import deliver, deliver_once
from handlers.desk import Desk
from handlers.installing import installing
from handlers.manifest import manifest
from handlers.playground import Playground
from handlers.renewing import renewing
from handlers.requests import Body, ids
from handlers.service import Tell, telling
from handlers.sockets import connected
from handlers.starting import ask_slack, bot_of, check_tokens
from handlers.tokens import Clients, always, authorizing, clients, postman
from handlers.voice import client as web_client
from handlers.watching import watched

Authorize = Callable[..., Awaitable[AuthorizeResult | None]]

FIRST_PORT = 8100
_PORTS = 20
# Ada Lind, whose profile in the playground says so.
_CURATOR = "U0ADALIND"
_MINUTE = 60.0
_LOOK_EVERY = 10.0
# A service manager waits longer than this before it kills.
_LAST_WORDS = 10.0
# Seconds for which a thread that looks for an answer may keep the loop from its next step. With four at work the
# slowest of a hundred acknowledgements came after 50 ms, instead of 200 at Python's own 5 ms, with as many answers.
_TURN = 0.001
# A key of our own, marked as done again and again: the smallest thing to write.
_ALIVE = "casebook:alive"


async def serve(
    settings: Settings,
    casebook: Casebook,
    journal: Journal,
    clock: Callable[[], float],
    *,
    stop: asyncio.Event | None = None,
    tell: Tell | None = None,
) -> None:
    """Answers in Slack until `stop` is set or the process is told to end.

    `clock` gives seconds since 1970; `tell` tells the service manager. Raises TokenMissing, TokenRefused,
    SlackUnreachable or PortTaken first.
    """
    check_tokens(settings)
    sys.setswitchinterval(_TURN)
    desk = Desk(casebook, journal, settings, clock)
    try:
        async with _stopping(stop, desk), AsyncExitStack() as doors, renewing(desk):
            bot = await _known(desk)
            app = build(bot.client, bot.authorize, desk)
            # A routine of its own listens for each of these; more are added here.
            routes = [
                *server.health(desk),
                *(server.from_slack(app, desk) if settings.mode == "http" else ()),
                *(installing(desk) if settings.client_id else ()),
            ]
            at = await _open(doors, app, desk, routes)
            click.echo(say(f"run_connected_{settings.mode}", team=bot.team, user=bot.name, address=at))
            await _until_stopped(desk, doors, tell or telling(""), bot.clients)
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
    await _begin(playground, port)
    local = _local(settings, playground)
    desk = Desk(casebook, journal, local, clock)
    try:
        async with _stopping(stop, desk), AsyncExitStack() as doors, renewing(desk):
            bot = await _known(desk)
            await doors.enter_async_context(connected(build(bot.client, bot.authorize, desk), desk))
            click.echo(say("run_playing", url=playground.url))
            await _until_stopped(desk, doors, telling(""), bot.clients)
    finally:
        desk.close()
        await playground.stop()
    click.echo(say("run_stopped"))


async def post_once(
    settings: Settings, casebook: Casebook, journal: Journal, clock: Callable[[], float]
) -> None:
    """Posts the mission cases that are due now, and ends. Raises TokenRefused or SlackUnreachable first."""
    logs.quiet()
    desk = Desk(casebook, journal, settings, clock)
    try:
        bot = await _known(desk)
        await deliver_once(desk, bot.clients, _policy(settings))
    finally:
        desk.close()


@dataclass(frozen=True, slots=True)
class _Bot:
    """As whom Casebook answers and posts, in one workspace or in many; `team` and `name` are for people to read."""

    client: AsyncWebClient
    authorize: Authorize
    clients: Clients
    team: str
    name: str


async def _known(desk: Desk) -> _Bot:
    """The bot whose token is set, once Slack takes it; or that of each workspace where it is installed.

    Raises TokenRefused, SlackUnreachable or KeysUnfit.
    """
    settings = desk.settings
    client = watched(web_client(settings.bot_token, settings.api_url, settings.proxy), desk)
    if settings.client_id:
        # What was sealed under a key that is to go is under the newest from now on.
        number = await desk.record(desk.journal.installs.reseal)
        everywhere = say("run_everywhere", count=number)
        return _Bot(client, authorizing(desk), clients(desk), everywhere, say("app_name"))
    who = await ask_slack(client, "run_bot_token_refused", client.auth_test())
    here = str((who.get("is_enterprise_install") and who.get("enterprise_id")) or who.get("team_id") or "")
    await desk.record(desk.journal.privacy.adopt, here)
    await desk.record(desk.journal.installs.came_back, here, desk.clock())
    posting = always(postman(desk, settings.bot_token))
    return _Bot(client, only(bot_of(settings, who)), posting, str(who["team"]), str(who["user"]))


def build(client: AsyncWebClient, authorize: Authorize, desk: Desk) -> AsyncApp:
    """The app with everything it listens to; `authorize` tells as whom it answers a workspace.

    Whether a request is Slack's is for whoever takes it in to tell: see handlers.server.
    """
    # Bolt's warnings quote what was typed, and are of tokens in the environment that nobody uses here.
    log_of_bolt = logging.getLogger("casebook.slack")
    log_of_bolt.setLevel(logging.ERROR)
    app = AsyncApp(
        client=client,
        # None is understood there, if not declared: Casebook is not installed.
        authorize=authorize,  # type: ignore[arg-type]
        logger=log_of_bolt,
        # Else Bolt reads the source of all that called this, to find one. Loggers are called by it and set to the
        # level of the one above, so it must not be the name of ours.
        name="casebook.slack",
        process_before_response=True,
        request_verification_enabled=False,
        user_facing_authorize_error_message=say("install_gone"),
    )
    app.middleware(_noticer(client.proxy, desk))
    register(app, desk)
    return app


def only(who: AuthorizeResult) -> Authorize:
    """As the one bot whose token is set, wherever a request comes from."""

    async def authorize() -> AuthorizeResult:
        return who

    return authorize


def _noticer(proxy: str | None, desk: Desk) -> Callable[..., Awaitable[BoltResponse]]:
    """The middleware that counts what came and says what its lines in the log are about."""

    async def notice(
        request: AsyncBoltRequest,
        body: Body,
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        desk.metrics.came(body)
        logs.about.set(ids(body) | {"attempt": request.headers.get("x-slack-retry-num", ["0"])[0]})
        # Bolt makes a client for each request, which would take the environment's proxy for every host.
        context.client.proxy = proxy
        return await next()

    return notice


async def _open(doors: AsyncExitStack, app: AsyncApp, desk: Desk, routes: Iterable[web.RouteDef]) -> str:
    """Opens the ways to the bot, and gives the address where it listens; "" where it listens nowhere."""
    at = ""
    if address := desk.settings.address:
        at = await doors.enter_async_context(server.listening(address, routes))
    if desk.settings.mode == "socket":
        await doors.enter_async_context(connected(app, desk))
    return at


async def _until_stopped(desk: Desk, doors: AsyncExitStack, tell: Tell, clients: Clients) -> None:
    """Posts what is due and looks after the rest until stopped; then takes nothing more, and ends what is underway."""
    settings, stopped = desk.settings, desk.signs.stopped
    await _learn(desk)
    await _look(desk)
    beside = [
        asyncio.create_task(deliver(desk, clients, _policy(settings), stopped)),
        asyncio.create_task(_upkeep(desk, stopped)),
        asyncio.create_task(_watch(desk, stopped, tell)),
    ]
    tell("READY=1")
    await stopped.wait()
    tell("STOPPING=1")
    until = asyncio.get_running_loop().time() + _LAST_WORDS
    await doors.aclose()
    await _ended(beside, desk, until)


async def _ended(beside: Iterable[asyncio.Task[None]], desk: Desk, until: float) -> None:
    """What is underway has until then, by the loop's clock."""
    while underway := {task for task in (*beside, *desk.underway) if task and not task.done()}:
        left = until - asyncio.get_running_loop().time()
        if left <= 0:
            return
        await asyncio.wait(underway, timeout=left)


def _policy(settings: Settings) -> Policy:
    """What becomes of a post that was not answered: only the channel's own history tells."""
    return "look" if settings.history else "at most once"


async def _upkeep(desk: Desk, stopped: asyncio.Event) -> None:
    """Every minute corrections are read, every hour the journal forgets what is past its time."""
    for minute in itertools.count():
        if minute % 60 == 0:
            await _forget(desk)
        if await _passes(_MINUTE, stopped):
            return
        await _learn(desk)


async def _watch(desk: Desk, stopped: asyncio.Event, tell: Tell) -> None:
    """Every ten seconds looks whether the journal and the index are in order, and tells the service manager."""
    while not await _passes(_LOOK_EVERY, stopped):
        await _look(desk)
        if not desk.signs.still(desk.beat()):
            tell("WATCHDOG=1")


async def _passes(seconds: float, stopped: asyncio.Event) -> bool:
    """Waits so long; whether the end came meanwhile."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopped.wait(), seconds)
    return stopped.is_set()


async def _look(desk: Desk) -> None:
    signs, metrics = desk.signs, desk.metrics
    try:
        await desk.record(desk.journal.done, "", (_ALIVE,), desk.clock())
        metrics.delivering(await desk.record(desk.journal.digests.figures, desk.clock()))
        metrics.rating(*await desk.record(desk.journal.ratings))
        signs.written = desk.beat()
    except Exception as error:  # noqa: BLE001 - it is looked at again in a moment
        signs.written = None
        log.error("could not write the journal: %s", described(error))
    try:
        metrics.reading(await desk.question(desk.casebook.built))
        signs.read = desk.beat()
    except Exception as error:  # noqa: BLE001 - it is looked at again in a moment
        signs.read = None
        log.error("could not read the index: %s", described(error))


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


@asynccontextmanager
async def _stopping(stop: asyncio.Event | None, desk: Desk) -> AsyncIterator[None]:
    """The desk is told when the process is told to end; signals are as before afterwards."""
    if stop:
        desk.signs.stopped = stop
    loop, held = asyncio.get_running_loop(), []
    for number in (signal.SIGTERM, signal.SIGINT):
        # Only the main thread may listen to signals; a loop elsewhere is stopped by its event.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, desk.signs.stopped.set)
            held.append(number)
    logs.quiet()
    try:
        yield
    finally:
        for number in held:
            loop.remove_signal_handler(number)


async def _begin(playground: Playground, port: int | None) -> None:
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
