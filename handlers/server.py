"""The HTTP server: what Slack sends, signed; and, for whoever runs it, whether it lives, is ready, and its figures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from errno import EADDRINUSE, EADDRNOTAVAIL
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.signature import Clock, SignatureVerifier

from bot.errors import PortTaken
from bot.sentences import say
from handlers.desk import Desk, Keys

# The longest message that Slack takes, chosen in a shortcut, is some 200 kB as it is sent.
_LARGEST = 1024 * 1024
# Longer than the balancer waits: of two who may close an idle connection it should be the balancer.
_IDLE = 75.0
_LAST_WORDS = 10.0
_PLAIN = "text/plain; version=0.0.4; charset=utf-8"


class Signatures:
    """Tells what Slack sent from what it did not. `clock` gives seconds since 1970.

    What is no event counts once by its signature, so that nothing overheard can be sent again; each of several
    machines keeps its own. An event may come again within the second, and is known to all of them by its id.
    """

    def __init__(self, secret: str, clock: Callable[[], float]) -> None:
        self._verifier = SignatureVerifier(secret, _Clock(clock))
        self._seen = Keys()

    def good(self, body: bytes, timestamp: str, signature: str) -> bool:
        """Whether Slack signed this, within five minutes."""
        # The SDK would stumble over anything else.
        if not (re.fullmatch(r"[0-9]{1,12}", timestamp) and signature.isascii()):
            return False
        return self._verifier.is_valid(body, timestamp, signature)

    def new(self, signature: str) -> bool:
        """Whether nothing of this signature was sent before."""
        return self._seen.add(hashlib.sha256(signature.encode()).hexdigest()[:16])


class _Clock(Clock):
    def __init__(self, clock: Callable[[], float]) -> None:
        self.now = clock  # type: ignore[method-assign]


def from_slack(app: AsyncApp, desk: Desk) -> Iterable[web.RouteDef]:
    """What Slack calls: events, commands, buttons and dialogs, all at one address."""
    signatures = Signatures(desk.settings.signing_secret, desk.clock)

    async def receive(request: web.Request) -> web.Response:
        body, headers = await request.read(), request.headers
        signature = headers.get("X-Slack-Signature", "")
        if not signatures.good(body, headers.get("X-Slack-Request-Timestamp", ""), signature):
            return web.Response(status=200 if _looks_at_the_certificate(body) else 401)
        try:
            asked = await to_bolt_request(request)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if "event" not in asked.body and not signatures.new(signature):
            return web.Response(status=401)
        answered = await to_aiohttp_response(await app.async_dispatch(asked))
        # An event that nobody here listens to would be sent again, and in the end no event at all.
        if answered.status == 404 and "event" in asked.body:
            return web.Response()
        return answered

    return [web.post("/slack/events", _unless_stopped(desk, receive))]


def health(desk: Desk) -> Iterable[web.RouteDef]:
    """What probes and Prometheus call. Slack is never asked."""

    async def live(_: web.Request) -> web.Response:
        return _told(desk.signs.still(desk.beat()))

    async def ready(_: web.Request) -> web.Response:
        return _told(await desk.signs.unready(desk.beat()))

    async def figures(_: web.Request) -> web.Response:
        desk.metrics.connections.set(await desk.signs.connected())
        return web.Response(body=desk.metrics.written(), headers={"Content-Type": _PLAIN})

    return [web.get("/livez", live), web.get("/readyz", ready), web.get("/metrics", figures)]


@asynccontextmanager
async def listening(address: tuple[str, int], routes: Iterable[web.RouteDef]) -> AsyncIterator[str]:
    """Listens, and gives the address that it listens on. On leaving, what is underway is answered first.

    Raises PortTaken.
    """
    app = web.Application(client_max_size=_LARGEST)
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, keepalive_timeout=_IDLE, shutdown_timeout=_LAST_WORDS)
    await runner.setup()
    try:
        host, port = address
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            if error.errno not in (EADDRINUSE, EADDRNOTAVAIL):
                raise
            raise PortTaken(say("run_listen_taken", address=f"{host}:{port}")) from error
        yield "{}:{}".format(*runner.addresses[0][:2])
    finally:
        await runner.cleanup()


def _unless_stopped(
    desk: Desk, receive: Callable[[web.Request], Awaitable[web.Response]]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        if desk.signs.stopped.is_set():
            # Over a connection that was open before; Slack sends an event again, to whoever listens then.
            return web.Response(status=503, headers={"Connection": "close"})
        return await receive(request)

    return handle


def _looks_at_the_certificate(body: bytes) -> bool:
    """Whether this is Slack's look at the certificate, which asks for nothing and may be unsigned."""
    return len(body) < 1000 and parse_qs(body.decode(errors="replace")).get("ssl_check") == ["1"]


def _told(faults: tuple[str, ...]) -> web.Response:
    return web.Response(status=503 if faults else 200, text="; ".join(faults) or "ok")
