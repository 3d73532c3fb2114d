"""A Slack on a real socket that fails as Slack may, and counts what it did: how often each delivery was posted.

It moves the clock that it and the machines around it go by, so that time stands still while the computer is too
busy to answer, and no machine is late for a reason that only a test has.
"""

from __future__ import annotations

import asyncio
import mmap
import socket
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from random import Random
from typing import Any, Literal

from aiohttp import web

from bot.digest.delivering import TIMEOUT

# How much faster than ours the clock of a test goes.
SPEED = 40.0
# So long, in our seconds, the clock goes on without its mover: a computer that is slower makes it stand still.
_STEP = 0.02

How = Literal["well", "limited", "500", "reset", "hang", "html", "cut", "fatal_error"]
# How often of a hundred; whether it was posted, and up to how many seconds late; what comes back. 41 go wrong.
FATES: list[tuple[int, float | None, How]] = [
    (59, 0.0, "well"),
    (6, None, "limited"),
    (4, None, "500"),
    (5, 0.0, "500"),
    (4, None, "reset"),
    (4, 0.0, "reset"),
    (3, None, "hang"),
    (2, 0.0, "hang"),
    (3, 30.0, "hang"),
    (2, None, "html"),
    (2, 0.0, "html"),
    (1, None, "cut"),
    (2, 0.0, "cut"),
    (1, None, "fatal_error"),
    (2, 0.0, "fatal_error"),
]
_LAG = 15.0


class Shared:
    """Seconds since 1970, in a file that one process writes and others read."""

    def __init__(self, path: Path, now: float | None = None) -> None:
        if now is not None:
            path.write_bytes(struct.pack("d", now))
        with path.open("r+b") as file:
            self._held = mmap.mmap(file.fileno(), 8)

    def now(self) -> float:
        found: float = struct.unpack("d", self._held[:8])[0]
        return found

    def set(self, now: float) -> None:
        self._held[:8] = struct.pack("d", now)


@dataclass
class FaultySlack:
    """chat.postMessage and conversations.history. The same seed gives the same post of a delivery the same fate.

    `posted` is when each delivery was posted, by its key, and `tried` how often that was asked for.
    """

    seed: int
    clock: Shared
    posted: dict[str, list[float]] = field(default_factory=dict)
    tried: dict[str, int] = field(default_factory=dict)
    url: str = ""
    _channels: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _late: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[FaultySlack]:
        app = web.Application()
        app.router.add_post("/api/chat.postMessage", self._post)
        app.router.add_route("*", "/api/conversations.history", self._history)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        mover = asyncio.create_task(self._move())
        yield self
        mover.cancel()
        await runner.cleanup()

    async def settled(self) -> None:
        """Waits until what is posted late was posted."""
        while self._late:
            await asyncio.wait(self._late)

    async def _move(self) -> None:
        before = time.monotonic()
        while True:
            await asyncio.sleep(_STEP / 4)
            now = time.monotonic()
            self.clock.set(self.clock.now() + min(now - before, _STEP) * SPEED)
            before = now

    async def _post(self, request: web.Request) -> web.StreamResponse:
        sent = await request.json()
        key = sent["metadata"]["event_payload"]["key"]
        self.tried[key] = self.tried.get(key, 0) + 1
        dice = Random(f"{self.seed} {key} {self.tried[key]}")  # noqa: S311  the same fate every time
        [(_, late, how)] = dice.choices(FATES, [each[0] for each in FATES])
        if late:
            task = asyncio.create_task(self._apply_late(key, sent, dice.random() * late))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
        elif late is not None:
            self._apply(key, sent)
        return await self._answered(request, how, dice)

    async def _answered(self, request: web.Request, how: How, dice: Random) -> web.StreamResponse:
        match how:
            case "well":
                return web.json_response({"ok": True, "ts": f"{self.clock.now():.6f}"})
            case "limited":
                after = {"Retry-After": str(dice.randint(1, 30))}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=after)
            case "fatal_error":
                return web.json_response({"ok": False, "error": "fatal_error"})
            case "html":
                return web.Response(text="<html>503 Service Unavailable</html>", content_type="text/html")
            case "cut":
                return web.Response(text='{"ok": true, "channel": "C', content_type="application/json")
            case "reset":
                reset(request)
            case "hang":
                await asyncio.sleep(2 * TIMEOUT / SPEED)
        return web.Response(status=500, text="upstream connect error")

    async def _history(self, request: web.Request) -> web.StreamResponse:
        sent = {**request.query, **await request.post()}
        dice = Random()  # noqa: S311  whoever looks again may see more
        if dice.random() < 0.2:
            return web.Response(status=500, text="upstream connect error")
        until = self.clock.now() - dice.random() * _LAG
        messages = [
            each for each in self._channels.get(str(sent["channel"]), ()) if float(each["ts"]) <= until
        ]
        date = {"Date": formatdate(self.clock.now(), usegmt=True)}
        return web.json_response({"ok": True, "messages": messages[::-1]}, headers=date)

    async def _apply_late(self, key: str, sent: dict[str, Any], seconds: float) -> None:
        when = self.clock.now() + seconds
        while self.clock.now() < when:  # noqa: ASYNC110  the clock that counts tells nobody
            await asyncio.sleep(_STEP)
        self._apply(key, sent)

    def _apply(self, key: str, sent: dict[str, Any]) -> None:
        now = self.clock.now()
        self.posted.setdefault(key, []).append(now)
        message = {"ts": f"{now:.6f}", "metadata": sent["metadata"]}
        self._channels.setdefault(sent["channel"], []).append(message)


def reset(request: web.Request) -> None:
    assert request.transport is not None
    line = request.transport.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()
