"""A Slack that insists: it sends events again until they are acknowledged, and counts how often each was answered.

It moves the clock that it and the replicas go by, so that time stands still while the computer is too busy to answer.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from random import Random
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from handlers.blocks import buttons
from handlers.delivery import EVENT as DIGEST
from tests.handlers.fakes import BOT, TEAM, elements
from tests.handlers.faulty import Shared

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
# So long it waits for an acknowledgement, in our seconds: longer than Slack, for what is slow here is the computer.
_PATIENCE = 15.0
# After how many seconds, of the clock's, it sends an event again that was not acknowledged.
AGAIN = (0.0, 60.0, 300.0)
# How late a post may be applied, how late it is answered, in our seconds; how late it is read, in the clock's.
_SLOW, _LAG = 0.04, 15.0
_STEP = 0.02
_WORDS = ("vinnova", "challenges in Sweden", "who prototyping", "school food", "what helped against silos")
_WHO = {"team": "Team", "team_id": TEAM, "user": "casebook", "user_id": BOT, "bot_id": "B1"}


@dataclass
class InsistingSlack:
    """Web API, response_urls, and the sending of events, commands and presses, by seed.

    `sent` are the names of all that was, `acknowledged` of what was taken; `mornings` is how often each mission case
    was posted, by its key, and `deliveries` how often anything was sent.
    """

    seed: int
    clock: Shared
    speed: float
    url: str = ""
    sent: list[str] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    mornings: Counter[str] = field(default_factory=Counter)
    deliveries: int = 0
    _threads: dict[str, str] = field(default_factory=dict)
    _responses: Counter[str] = field(default_factory=Counter)
    _said: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _shown: list[dict[str, Any]] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)  # noqa: S311  the same load every time

    def answered(self, name: str) -> int:
        """How often something was answered."""
        return self._responses[name] if name not in self._threads else len(self._said[self._threads[name]])

    def is_underway(self, name: str) -> bool:
        """Whether an event is not acknowledged yet, or anything else not answered yet."""
        return name not in self.acknowledged if name in self._threads else not self.answered(name)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[InsistingSlack]:
        app = web.Application()
        for method, answer in {
            "chat.postMessage": self._post,
            "conversations.replies": self._read,
            "conversations.history": self._read,
            "{method}": _who,
        }.items():
            app.router.add_route("*", f"/api/{method}", answer)
        app.router.add_post("/respond/{sent}", self._respond)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        mover = asyncio.create_task(self._move())
        yield self
        mover.cancel()
        await runner.cleanup()

    async def busy(self, url: str, a_second: float, seconds: float) -> None:
        """Sends so many things a second for so long, and each event until it is acknowledged or given up."""
        kinds: list[Callable[[str, aiohttp.ClientSession], Coroutine[Any, Any, None]]]
        kinds = [self._mention, self._mention, self._command, self._press]
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True, limit=0)) as line:
            until, tasks = time.monotonic() + seconds, set[asyncio.Task[None]]()
            while time.monotonic() < until:
                kind = self.dice.choice(kinds)
                tasks.add(asyncio.create_task(kind(url, line)))
                await asyncio.sleep(self.dice.random() * 2 / a_second)
            await asyncio.gather(*tasks)

    async def _mention(self, url: str, line: aiohttp.ClientSession) -> None:
        number = next(self._numbers)
        name, ts = f"mention:{number}", f"{self.clock.now():.3f}{number:03d}"
        event = {"type": "app_mention", "user": f"U{number % 7}", "team": TEAM, "channel": "C1", "ts": ts}
        event["text"] = f"<@{BOT}> {self.dice.choice(_WORDS)}"
        body = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{number}", "event": event}
        self._said[ts], self._threads[name] = [], ts
        self.sent.append(name)
        for again, wait in enumerate((0.0, *AGAIN)):
            await self._pass(wait)
            if await self._send(url, line, name, json.dumps(body), again) == 200:
                self.acknowledged.add(name)
                return

    async def _command(self, url: str, line: aiohttp.ClientSession) -> None:
        name = f"command:{next(self._numbers)}"
        told = {"command": "/mission", "text": self.dice.choice(_WORDS), "user_id": "U1", "channel_id": "C1"}
        given = {**told, "team_id": TEAM, "trigger_id": name, "response_url": f"{self.url}/respond/{name}"}
        await self._once(url, line, name, urlencode(given))

    async def _press(self, url: str, line: aiohttp.ClientSession) -> None:
        if not self._shown:
            return
        name, button = f"press:{next(self._numbers)}", self.dice.choice(self._shown)
        told = {
            "type": "block_actions",
            "user": {"id": "U1", "team_id": TEAM},
            "team": {"id": TEAM},
            "channel": {"id": "C1"},
            "container": {"message_ts": "7.7", "channel_id": "C1", "thread_ts": "1.5", "is_ephemeral": False},
            "response_url": f"{self.url}/respond/{name}",
            "trigger_id": name,
            "actions": [{**button, "type": "button", "block_id": "b"}],
        }
        await self._once(url, line, name, urlencode({"payload": json.dumps(told)}))

    async def _once(self, url: str, line: aiohttp.ClientSession, name: str, body: str) -> None:
        self.sent.append(name)
        if await self._send(url, line, name, body, 0) == 200:
            self.acknowledged.add(name)

    async def _send(self, url: str, line: aiohttp.ClientSession, name: str, body: str, again: int) -> int:
        """The status of the answer; 0 where there is none in time."""
        moment = str(int(self.clock.now()))
        told = hmac.new(SECRET.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json" if body[0] == "{" else "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": f"v0={told}",
            "X-Sent": name,
        }
        if again:
            headers["X-Slack-Retry-Num"] = str(again)
        self.deliveries += 1
        with suppress(aiohttp.ClientError, TimeoutError, OSError):
            async with (
                asyncio.timeout(_PATIENCE),
                line.post(f"{url}/slack/events", data=body, headers=headers) as answered,
            ):
                return answered.status
        return 0

    async def _post(self, request: web.Request) -> web.Response:
        sent = await request.json()
        await asyncio.sleep(self.dice.random() * _SLOW)
        mark = sent.get("metadata") or {}
        ts = f"{self.clock.now():.6f}"
        if mark.get("event_type") == DIGEST:
            self.mornings[mark["event_payload"]["key"]] += 1
        message = {"ts": ts, "metadata": mark, "text": sent["text"]}
        self._said.setdefault(sent.get("thread_ts") or sent["channel"], []).append(message)
        self._shown += [
            each
            for each in elements(sent)
            if each.get("action_id", "").partition(".")[0] in (buttons.CASE, buttons.MORE)
        ][: 50 - len(self._shown)]
        await asyncio.sleep(self.dice.random() * _SLOW)
        return web.json_response({"ok": True, "ts": ts})

    async def _read(self, request: web.Request) -> web.Response:
        asked = {**request.query, **await request.post()}
        until = self.clock.now() - self.dice.random() * _LAG
        messages = self._said.get(str(asked.get("ts") or asked["channel"]), ())
        seen = [each for each in messages if float(each["ts"]) <= until]
        date = {"Date": formatdate(self.clock.now(), usegmt=True)}
        return web.json_response({"ok": True, "messages": seen[::-1]}, headers=date)

    async def _respond(self, request: web.Request) -> web.Response:
        self._responses[request.match_info["sent"]] += 1
        return web.Response(text="ok")

    async def _pass(self, seconds: float) -> None:
        when = self.clock.now() + seconds
        while self.clock.now() < when:  # noqa: ASYNC110  the clock that counts tells nobody
            await asyncio.sleep(_STEP)

    async def _move(self) -> None:
        before = time.monotonic()
        while True:
            await asyncio.sleep(_STEP / 4)
            now = time.monotonic()
            self.clock.set(self.clock.now() + min(now - before, _STEP) * self.speed)
            before = now


async def _who(request: web.Request) -> web.Response:
    told = {"user": {"locale": "en-US"}} if request.path.endswith("users.info") else _WHO
    return web.json_response({"ok": True, "ts": "1.1", **told})
