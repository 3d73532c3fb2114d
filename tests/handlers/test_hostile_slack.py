"""A Slack that fails in every way it can, behind every route there is."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from aiohttp import web

from handlers import ROUTES, hearing
from tests.bot.digest.making import SOAK
from tests.handlers.every_route import ROWS, WORD, Row, Scene
from tests.handlers.fakes import FakeSlack
from tests.handlers.faulty import reset

# What no person and no log may be shown: the insides of the program, a token, words of a person or of a note.
INSIDES = re.compile(
    r"Traceback|\w(?:Error|Exception)\b|slack_sdk|aiohttp|_error\b|upstream|<html|xoxb-|\.py\b"
)
SAID = re.compile(rf"{WORD}|Streets became|xoxb-|upstream|<html", re.IGNORECASE)
When = Literal["tell", "asked", "always"]
# Where Slack is asked something first.
ASKING = {("command", ""), ("event", "app_mention"), ("event", "message.im"), ("action", "digest_change")}
_READ = frozenset({"users.info", "conversations.history", "conversations.replies"})
# Longer than any call may take.
_LONG = 120.0
# Every fourth pair of a fault and a way through a route; the soak has them all.
_STEP = 1 if SOAK else 4


@dataclass(frozen=True)
class Fault:
    """What comes back, whether Slack did what it was asked for all the same, and whether a response_url says so too."""

    status: int = 200
    body: str = ""
    kind: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    done: bool = False
    line: Literal["", "reset", "shut", "hang"] = ""
    urls: bool = True


LIMITED = Fault(429, '{"ok": false, "error": "ratelimited"}', headers=(("Retry-After", "7"),))
FAULTS = {
    "too much haste": LIMITED,
    "too much haste, no word for how long": Fault(429, '{"ok": false, "error": "ratelimited"}'),
    "too much haste for an hour": Fault(429, "", "text/plain", (("Retry-After", "3600"),)),
    "too much haste, until a date": Fault(429, "{}", headers=(("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"),)),
    "500": Fault(500, "upstream connect error", "text/plain"),
    "500 and done": Fault(500, "upstream connect error", "text/plain", done=True),
    "503 in JSON": Fault(503, '{"ok": false, "error": "service_unavailable"}'),
    "an error inside": Fault(body='{"ok": false, "error": "internal_error"}', done=True),
    "an error of a word more": Fault(body='{"ok": false, "error": {"code": "fatal_error"}}'),
    "reset": Fault(line="reset"),
    "reset and done": Fault(line="reset", done=True),
    "shut": Fault(line="shut"),
    "hang": Fault(line="hang"),
    "hang and done": Fault(line="hang", done=True),
    "a page": Fault(body="<html>Sign in to the hotel</html>", kind="text/html"),
    "a page called text": Fault(body="<html>Sign in to the hotel</html>", kind="text/plain"),
    "half an answer": Fault(body='{"ok": true, "channel": "C', done=True),
    "an empty answer": Fault(body="", done=True),
    "null": Fault(body="null", urls=False),
    "a list": Fault(body="[1]", urls=False),
    "nothing but ok": Fault(body='{"ok": true}', done=True),
    "a date that is none": Fault(body='{"ok": true}', headers=(("Date", "yesterday"),), done=True),
    "a trigger that expired": Fault(body='{"ok": false, "error": "expired_trigger_id"}'),
    "a token that was revoked": Fault(body='{"ok": false, "error": "token_revoked"}'),
    "a scope that is missing": Fault(body='{"ok": false, "error": "missing_scope"}'),
}  # fmt: skip
# Of these Slack does not recover while somebody waits.
ALWAYS = ("too much haste", "500", "hang", "a list")


class HostileSlack(FakeSlack):
    """Fails in one way, as it is told to: the first time that it is to "tell" or is "asked", or "always".

    Whoever waits for what hangs finds that a long time has passed: `wait` lets it pass.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fault: Fault | None = None
        self.when: When = "always"
        self.struck = 0
        self.wait: Callable[[float], None] = lambda _: None

    async def _api(self, request: web.Request) -> web.Response:
        return await self._failing(request.match_info["method"], request, super()._api)

    async def _respond(self, request: web.Request) -> web.Response:
        return await self._failing("respond", request, super()._respond)

    async def _person(self, request: web.Request) -> web.Response:
        return await self._failing("users.info", request, super()._person)

    async def _replies(self, request: web.Request) -> web.Response:
        return await self._failing("conversations.replies", request, self._standing)

    async def _history(self, request: web.Request) -> web.Response:
        return await self._failing("conversations.history", request, self._standing)

    async def _standing(self, _: web.Request) -> web.Response:
        """What was posted, whether or not that was said."""
        posted = [{"ts": f"{at}.1", **each} for at, each in enumerate(self.said("chat.postMessage"), 1)]
        return web.json_response({"ok": True, "messages": self.thread + posted})

    async def _failing(self, method: str, request: web.Request, really: Callable[..., Any]) -> web.Response:
        fault, sort = self.fault, "asked" if method in _READ else "tell"
        strikes = self.when == "always" or (self.when == sort and not self.struck)
        if fault is None or not strikes or (method == "respond" and not fault.urls):
            return await really(request)  # type: ignore[no-any-return]
        self.struck += 1
        if fault.done:
            await really(request)
        await request.read()
        if fault.line == "hang":
            self.wait(_LONG)
            await asyncio.sleep(_LONG)
        if fault.line == "reset":
            reset(request)
        if fault.line == "shut":
            assert request.transport
            request.transport.close()
        made = web.Response(status=fault.status, text=fault.body, content_type=fault.kind)
        made.headers.update(fault.headers)
        return made


@pytest.fixture
async def slack() -> AsyncIterator[HostileSlack]:
    async with HostileSlack().open() as opened:
        assert isinstance(opened, HostileSlack)
        yield opened


@pytest.fixture
async def slept(slack: HostileSlack, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited for Slack to be less busy, in seconds, which pass at once; so does the time of what hangs."""
    times: list[float] = []
    loop = asyncio.get_running_loop()
    ahead = [0.0]
    clock = loop.time

    async def sleep(seconds: float) -> None:
        times.append(seconds)

    def wait(seconds: float) -> None:
        ahead[0] += seconds

    monkeypatch.setattr(hearing, "sleep", sleep)
    monkeypatch.setattr(loop, "time", lambda: clock() + ahead[0])
    slack.wait = wait
    return times


def test_every_route_is_driven_through_faults() -> None:
    assert set(ROWS) == {(route.kind, route.name) for route in ROUTES}


@pytest.mark.parametrize(
    ("name", "when"),
    [
        *((name, "tell") for name in FAULTS),
        *((name, "asked") for name in FAULTS),
        *((name, "always") for name in ALWAYS),
    ],
)
async def test_whatever_slack_does_is_told_clearly_or_not_at_all_and_nothing_is_posted_twice(
    name: str,
    when: When,
    slack: HostileSlack,
    slept: list[float],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "casebook")
    scene = Scene(slack, tmp_path)
    faults = [
        f"{kind} {route}: {fault}"
        for kind, route, row in _taken(name, when)
        for fault in await _driven(scene, row, FAULTS[name], when)
    ]
    await scene.command("vinnova")
    scene.close()

    assert faults == []
    assert "Streets became" in slack.said("respond")[-1]["text"]
    assert SAID.findall(caplog.text) == []
    assert "Traceback" not in caplog.text
    assert max(slept, default=0.0) <= 30.0


def _ways(when: When) -> list[tuple[str, str, Row]]:
    """Every way through a route on which Slack can fail then."""
    return [
        (kind, route, row)
        for (kind, route), rows in ROWS.items()
        if when != "asked" or (kind, route) in ASKING
        for row in rows
    ]


def _taken(name: str, when: When) -> list[tuple[str, str, Row]]:
    """The ways on which a fault is met: with each fault they move on by one, so that every way has its share."""
    return _ways(when)[(ALWAYS if when == "always" else tuple(FAULTS)).index(name) % _STEP :: _STEP]


@pytest.mark.parametrize(("when", "names"), [("tell", FAULTS), ("asked", FAULTS), ("always", ALWAYS)])
def test_no_fault_and_no_way_is_left_out(when: When, names: Iterable[str]) -> None:
    taken = {name: _taken(name, when) for name in names}
    met = Counter(way for ways in taken.values() for way in ways)

    assert met.keys() == {*_ways(when)}
    assert min(met.values()) >= len(taken) // _STEP
    assert min(map(len, taken.values())) >= len(met) // _STEP


async def _driven(scene: Scene, row: Row, fault: Fault, when: When) -> list[str]:
    """What is wrong with how a route takes a fault."""
    slack: Any = scene.slack
    deed = await row.ready(scene)
    before = len(slack.told)
    slack.fault, slack.when, slack.struck = fault, when, 0
    answered: Any = await deed()
    slack.fault = None
    told = slack.told[before:]
    faults = [f"shown {found}" for found in INSIDES.findall(_shown(told))]
    if "event" in scene.last:
        statuses = [answered.status, *[await _later(scene, seconds) for seconds in (0.1, 60, 300)]]
        faults += [] if statuses[-1] == 200 else [f"sent again it is answered {statuses}"]
        told = slack.told[before:]
    if slack.struck and when != "always" and not row.silent and not _heard(told, answered):
        faults.append("nobody is told")
    twice = [text for text, times in Counter(_public(slack.told[before:])).items() if times > 1]
    faults += [f"posted twice: {text[:40]}" for text in twice]
    return faults


async def _later(scene: Scene, seconds: float) -> int:
    """With what an event is answered that Slack sends again so much later."""
    scene.now += seconds
    return (await scene.again()).status


def _public(told: list[tuple[str, Any]]) -> list[str]:
    """What everybody in a conversation was shown."""
    return [
        sent["text"]
        for method, sent in told
        if method == "chat.postMessage" or (method == "respond" and sent.get("response_type") == "in_channel")
    ]


def _heard(told: list[tuple[str, Any]], answered: Any) -> bool:  # noqa: ANN401  what Bolt or a dialog answers
    """Whether whoever did something saw anything come of it."""
    body = getattr(answered, "body", None) if not isinstance(answered, dict) else answered
    return bool(told or body)


def _shown(told: list[tuple[str, Any]]) -> str:
    return json.dumps([sent for _, sent in told])
