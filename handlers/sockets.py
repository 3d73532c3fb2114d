"""The sockets over which Slack reaches the bot: opened, listened to, and closed once nothing is left to acknowledge."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from handlers.desk import Desk, Keys
from handlers.starting import ask_slack, unreachable

# The SDK itself would try for ever, with a trace a time.
_PATIENCE = 30.0
# Later than this Slack waits for no acknowledgement.
_ACKNOWLEDGED = 3.0


class Socket(AsyncSocketModeHandler):
    """One socket. `taken` are the envelopes that any of them took, `answering` those not acknowledged yet."""

    def __init__(
        self, app: AsyncApp, desk: Desk, taken: Keys, answering: set[asyncio.Task[None] | None]
    ) -> None:
        super().__init__(app, desk.settings.app_token)
        self._signs, self._taken, self._answering = desk.signs, taken, answering
        self.client.proxy = app.client.proxy

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Answers an envelope. What comes after the end began is left to Slack, which sends an event again."""
        if self._signs.stopped.is_set():
            return
        # Slack may send an envelope anew over another socket. An event is known by its own id, also after a
        # failure; a press or a command is not done twice.
        if not self._taken.add(req.envelope_id) and req.type != "events_api":
            await client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
            return
        task = asyncio.current_task()
        self._answering.add(task)
        try:
            await super().handle(client, req)  # type: ignore[arg-type]
        finally:
            self._answering.discard(task)


@asynccontextmanager
async def connected(app: AsyncApp, desk: Desk) -> AsyncIterator[None]:
    """Connected to Slack by as many sockets as the settings say. Raises TokenRefused, SlackUnreachable."""
    taken, answering = Keys(), set[asyncio.Task[None] | None]()
    sockets = [Socket(app, desk, taken, answering) for _ in range(desk.settings.connections)]
    desk.signs.connections = [each.client for each in sockets]
    try:
        for each in sockets:
            await _connect(each)
        yield
        if answering:
            await asyncio.wait({task for task in answering if task}, timeout=_ACKNOWLEDGED)
    finally:
        for each in sockets:
            await each.close_async()  # type: ignore[no-untyped-call]


async def _connect(socket: Socket) -> None:
    client = socket.app.client
    call = client.apps_connections_open(app_token=socket.app_token)
    link = await ask_slack(client, "run_app_token_refused", call)
    # Connecting with a URL already asked for: the SDK would retry a refused token for ever.
    socket.client.wss_uri = link["url"]
    try:
        async with asyncio.timeout(_PATIENCE):
            await socket.connect_async()  # type: ignore[no-untyped-call]
    except TimeoutError as error:
        raise unreachable(client) from error
