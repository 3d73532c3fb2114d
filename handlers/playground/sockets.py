"""Delivers envelopes to the bot's connections and waits for their acknowledgements."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from handlers.playground.workspace import APP_ID, Json

MOST_CONNECTIONS = 10
# Slack sends an unacknowledged event again at once, after 1 and after 5 minutes; here in
# acknowledgement times of three seconds each, so that a test can hurry.
WAITS = (0, 0, 20, 100)


class Unanswered(Exception):
    """No acknowledgement came in time, or nobody was there to send one."""


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    pending: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    def lost(self) -> None:
        for answer in self.pending.values():
            if not answer.done():
                answer.set_exception(Unanswered("dispatch_failed"))


class Sockets:
    def __init__(self, ack_seconds: float) -> None:
        self.ack_seconds = ack_seconds
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._open: set[web.WebSocketResponse] = set()
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
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        if len(self._connections) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        connection = Connection(socket)
        self._connections.append(connection)
        self._open.add(socket)
        await socket.send_json(self._hello())
        self._opened.set()
        try:
            await self._listen(connection)
        finally:
            self._open.discard(socket)
            self._drop(connection)
            connection.lost()
        return socket

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": "playground", "approximate_connection_time": 3600},
        }

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            with contextlib.suppress(ValueError):  # not JSON: no acknowledgement
                reply = frame.json()
                answer = connection.pending.get(reply.get("envelope_id", ""))
                if answer and not answer.done():
                    answer.set_result(reply.get("payload") or {})

    def _drop(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
        if not self._connections:
            self._opened.clear()

    async def send(self, kind: str, payload: Json, **extra: Any) -> Json:  # noqa: ANN401 - JSON
        """Sends one envelope to the next connection; the acknowledgement's payload.

        Raises Unanswered("operation_timeout") or, without a connection, "dispatch_failed".
        """
        try:
            await asyncio.wait_for(self._opened.wait(), self.ack_seconds)
        except TimeoutError:
            raise Unanswered("dispatch_failed") from None
        connection = self._connections.pop(0)
        self._connections.append(connection)
        envelope_id = secrets.token_hex(16)
        answer = connection.pending[envelope_id] = asyncio.get_running_loop().create_future()
        body = {"envelope_id": envelope_id, "type": kind, "payload": payload, **extra}
        body["accepts_response_payload"] = kind != "events_api"
        try:
            await connection.socket.send_json(body)
            return await asyncio.wait_for(answer, self.ack_seconds)
        except TimeoutError:
            raise Unanswered("operation_timeout") from None
        except ConnectionError:
            raise Unanswered("dispatch_failed") from None
        finally:
            connection.pending.pop(envelope_id)

    def publish(self, payload: Json) -> None:
        """Delivers an event in the background, again and again as Slack does."""
        task = asyncio.create_task(self._deliver(payload))
        self._deliveries.add(task)
        task.add_done_callback(self._deliveries.discard)

    async def _deliver(self, payload: Json) -> None:
        for attempt, wait in enumerate(WAITS):
            await asyncio.sleep(wait * self.ack_seconds)
            reason = "timeout" if attempt else ""
            with contextlib.suppress(Unanswered):
                await self.send("events_api", payload, retry_attempt=attempt, retry_reason=reason)
                return

    async def disconnect(self, reason: str) -> None:
        """Asks every connection to be opened anew; none of them gets anything more."""
        leaving, self._connections = self._connections, []
        self._opened.clear()
        for connection in leaving:
            await connection.socket.send_json({"type": "disconnect", "reason": reason})

    async def close(self) -> None:
        for task in self._deliveries:
            task.cancel()
        for socket in tuple(self._open):
            await socket.close()
