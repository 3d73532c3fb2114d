"""Delivers envelopes to the bot's connections and waits for their acknowledgements."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from handlers.playground.refusals import Json, Refusal
from handlers.playground.workspace import APP_ID, BOT_USER, TEAM

# Subscriptions as a manifest names them, and the scopes of which Slack's reference says that the
# bot needs one.
EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.im": ("im:history",),
}
APP: Json = {"token": "playground", "api_app_id": APP_ID}
# Slack sends an unacknowledged event again at once, after 1 and after 5 minutes; here in
# acknowledgement times of three seconds each, so that a test can hurry.
WAITS = (0, 0, 20, 100)


def granted(manifest: Mapping[str, Any]) -> frozenset[str]:
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    return frozenset(scopes.get("bot", ())) | frozenset(scopes.get("bot_optional", ()))


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    pending: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class Sockets:
    def __init__(self, manifest: Mapping[str, Any], clock: Callable[[], float], ack_seconds: float) -> None:
        self.clock, self.ack_seconds, self.scopes = clock, ack_seconds, granted(manifest)
        subscriptions = manifest.get("settings", {}).get("event_subscriptions", {})
        self._subscribed = frozenset(subscriptions.get("bot_events", ()))
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._opened = asyncio.Event()
        self._deliveries: set[asyncio.Task[None]] = set()

    def ticket(self) -> str:
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """One connection of the bot, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="ticket unknown or used; ask apps.connections.open for one")
        self._tickets.discard(ticket)
        connection = Connection(web.WebSocketResponse(heartbeat=30))
        await connection.socket.prepare(request)
        self._connections.append(connection)
        about = {"num_connections": len(self._connections), "connection_info": {"app_id": APP_ID}}
        await connection.socket.send_json({"type": "hello", **about, "debug_info": {"host": "playground"}})
        self._opened.set()
        try:
            async for frame in connection.socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledged(connection, frame.data)
        finally:
            if connection in self._connections:
                self._connections.remove(connection)
            if not self._connections:
                self._opened.clear()
            for answer in connection.pending.values():
                if not answer.done():
                    answer.set_exception(Refusal("dispatch_failed"))
        return connection.socket

    async def send(self, kind: str, payload: Json, **extra: Any) -> Json:  # noqa: ANN401 - JSON
        """Sends one envelope to the next connection; the acknowledgement's payload.

        Raises Refusal: operation_timeout or, without a connection, dispatch_failed.
        """
        try:
            await asyncio.wait_for(self._opened.wait(), self.ack_seconds)
        except TimeoutError:
            raise Refusal("dispatch_failed") from None
        connection = self._connections.pop(0)
        self._connections.append(connection)
        id_ = secrets.token_hex(16)
        answer = connection.pending[id_] = asyncio.get_running_loop().create_future()
        accepts = {"accepts_response_payload": kind != "events_api"}
        try:
            await connection.socket.send_json(
                {"envelope_id": id_, "type": kind, "payload": payload, **accepts, **extra}
            )
            return await asyncio.wait_for(answer, self.ack_seconds)
        except TimeoutError:
            raise Refusal("operation_timeout") from None
        except ConnectionError:
            raise Refusal("dispatch_failed") from None
        finally:
            connection.pending.pop(id_)

    def publish(self, event: Json) -> None:
        """Delivers an event in the background, when the bot subscribed to it and has its scope."""
        name = event["type"]
        if name == "message":
            name = "message.im" if event["channel_type"] == "im" else "message.channels"
        needed = EVENTS[name]
        if name in self._subscribed and (not needed or not self.scopes.isdisjoint(needed)):
            task = asyncio.create_task(self._deliver(event))
            self._deliveries.add(task)
            task.add_done_callback(self._deliveries.discard)

    async def _deliver(self, event: Json) -> None:
        """Sends an event until it is acknowledged, as often as Slack does."""
        bot = {"team_id": TEAM["id"], "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False}
        about = {"event_id": f"Ev{secrets.token_hex(6).upper()}", "event_time": int(self.clock())}
        where = {"team_id": TEAM["id"], "authorizations": [bot], "is_ext_shared_channel": False}
        payload = {**APP, "type": "event_callback", "event": event, **about, **where}
        for attempt, wait in enumerate(WAITS):
            await asyncio.sleep(wait * self.ack_seconds)
            reason = "timeout" if attempt else ""
            with contextlib.suppress(Refusal):
                await self.send("events_api", payload, retry_attempt=attempt, retry_reason=reason)
                return

    async def disconnect(self, reason: str) -> None:
        """Asks every connection to be opened anew; none of them gets anything more."""
        leaving, self._connections = self._connections, []
        self._opened.clear()
        for connection in leaving:
            await connection.socket.send_json({"type": "disconnect", "reason": reason})

    def close(self) -> None:
        for task in self._deliveries:
            task.cancel()

    def _acknowledged(self, connection: Connection, frame: str) -> None:
        with contextlib.suppress(ValueError):  # not JSON: no acknowledgement
            reply = json.loads(frame)
            answer = connection.pending.get(reply.get("envelope_id", ""))
            if answer and not answer.done():
                answer.set_result(reply.get("payload") or {})
