"""Delivers envelopes to the bot's connections and waits for their acknowledgements."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from handlers.playground.refusals import Json, Refusal
from handlers.playground.workspace import APP_ID, BOT_USER, TEAM

# Subscriptions as a manifest names them, and the scopes of which Slack's reference says that the
# bot needs one.
EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "function_executed": (),
    "link_shared": ("links:read",),
    "message.channels": ("channels:history",),
    "message.im": ("im:history",),
}
APP: Json = {"token": "playground", "api_app_id": APP_ID}
# Slack sends an unacknowledged event again at once, after 1 and after 5 minutes; here in
# acknowledgement times of three seconds each, so that a test can hurry.
WAITS = (0, 0, 20, 100)


class Sockets:
    def __init__(self, manifest: Mapping[str, Any], clock: Callable[[], float], ack_seconds: float) -> None:
        self.clock, self.ack_seconds = clock, ack_seconds
        self.scopes = frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
        subscriptions = manifest.get("settings", {}).get("event_subscriptions", {})
        self._subscribed = frozenset(subscriptions.get("bot_events", ()))
        self.tickets: set[str] = set()
        # Every open connection with the envelopes that it has still to acknowledge; next one first.
        self._connections: dict[web.WebSocketResponse, dict[str, asyncio.Future[Json]]] = {}
        self._opened = asyncio.Event()
        self._deliveries: set[asyncio.Task[None]] = set()

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """One connection of the bot, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            raise web.HTTPForbidden(text="ticket unknown or used; ask apps.connections.open for one")
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        pending = self._connections[socket] = {}
        about = {"num_connections": len(self._connections), "connection_info": {"app_id": APP_ID}}
        await socket.send_json({"type": "hello", **about, "debug_info": {"host": "playground"}})
        self._opened.set()
        try:
            async for frame in socket:
                with contextlib.suppress(ValueError):  # not JSON: no acknowledgement
                    reply = json.loads(frame.data)
                    answer = pending.pop(reply.get("envelope_id", ""), None)
                    if answer and not answer.done():
                        answer.set_result(reply.get("payload") or {})
        finally:
            self._connections.pop(socket, None)
            if not self._connections:
                self._opened.clear()
            for answer in pending.values():
                if not answer.done():
                    answer.set_exception(Refusal("dispatch_failed"))
        return socket

    async def send(self, kind: str, payload: Json, **extra: Any) -> Json:  # noqa: ANN401 - JSON
        """Sends one envelope to the next connection; the acknowledgement's payload.

        Raises Refusal: operation_timeout or, without a connection, dispatch_failed.
        """
        try:
            await asyncio.wait_for(self._opened.wait(), self.ack_seconds)
        except TimeoutError:
            raise Refusal("dispatch_failed") from None
        socket = next(iter(self._connections))
        pending = self._connections[socket] = self._connections.pop(socket)
        id_, answer = secrets.token_hex(16), asyncio.get_running_loop().create_future()
        pending[id_] = answer
        accepts = {"accepts_response_payload": kind != "events_api"}
        try:
            await socket.send_json({"envelope_id": id_, "type": kind, "payload": payload, **accepts, **extra})
            return await asyncio.wait_for(answer, self.ack_seconds)
        except TimeoutError:
            raise Refusal("operation_timeout") from None
        except ConnectionError:
            raise Refusal("dispatch_failed") from None
        finally:
            pending.pop(id_, None)

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
        leaving, self._connections = self._connections, {}
        self._opened.clear()
        for socket in leaving:
            await socket.send_json({"type": "disconnect", "reason": reason})

    def close(self) -> None:
        for task in self._deliveries:
            task.cancel()
