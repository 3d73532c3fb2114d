"""A casebook with four answers, and a Slack that writes down what it is told."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from email.utils import formatdate
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.casebook import Casebook
from bot.digest.rotation import Candidate
from bot.journal import Journal
from bot.model import (
    Answer,
    Case,
    CaseCard,
    Chapter,
    Contents,
    Finding,
    Gap,
    Group,
    Kind,
    Line,
    Link,
    Listed,
    Method,
    MissionCase,
    MissionCheck,
    NoComparison,
    Place,
    Review,
    Reviewed,
    Seconds,
    Stamp,
    Suggested,
    Theme,
    Topic,
    Untried,
    Unwritten,
    Waiting,
)
from bot.settings import Settings
from handlers.blocks import limits
from handlers.desk import Desk
from handlers.runtime import build, only
from handlers.voice import client

BOT, TEAM = "UBOT", "T1"
TALK = "https://www.youtube.com/watch?v=PMeGhXxyupE&t={second}s"
HOSTILE = "<!channel> @everyone <@U2> *bold* <javascript:alert(1)|click> <https://evil.example|here> & more"


def line(words: str, kind: Kind = "example", second: int = 4453, lead: str = "") -> Line:
    return cited(words, Seconds("01:14:13", 4453, reason="as the note says"), kind, second, lead)


def cited(
    words: str,
    seconds: Seconds,
    kind: Kind = "example",
    second: int = 4453,
    lead: str = "",
    label: str = "1:14:13",
) -> Line:
    """A line with one stamp, in a talk of 1:20:00."""
    link = Link(label, TALK.format(second=second), seconds.grade)
    stamp = Stamp(f"id-{words[:20]}", "a_note", 12, words, "a_note, line 12", seconds, (link,), "1:20:00")
    return Line(stamp.statement, words, lead, kind, (link,), (), "a_note, line 12", (stamp,))


def group(title: str, *lines: Line, case: str | None = None, country: str | None = None) -> Group:
    return Group(title, case, country, 3, 2, lines)


STREETS = line("Streets became places for biodiversity.")
SILOS = line("Government structures reward keeping silos.", "challenge")
VINNOVA = group("Sweden · Vinnova", STREETS, SILOS, case="Vinnova", country="Sweden")
MANY = tuple(group(f"Group {n}", *(line(f"Line {n}.{m}.") for m in range(4))) for n in range(7))
SURE = Answer("confident", (VINNOVA,), ("a", "b"), absent=("cost",))
SILENT = Answer(
    "nothing",
    (group("England · Camden", line("Estates became carbon neutral.")),),
    ("c",),
    unmatched=("participatory", "budget"),
    unknown_places=("Porto Alegre",),
    gap=("budget", "participatory"),
)
CLOSE = Answer("closest", (VINNOVA,), ("a",), unmatched=("cost",))
LONG = Answer("confident", MANY, tuple("abcdefg"))
NASTY = Answer(
    "confident", (group(HOSTILE, line(HOSTILE, lead=HOSTILE), case=HOSTILE, country=HOSTILE),), ("n",)
)
CARD = CaseCard(
    "Vinnova", "Sweden", (STREETS,), (SILOS,), (line("Prototypes helped.", "approach"),), 3, 2, ("date",)
)

LISTED = Listed("Vinnova", "Vinnova", ("Sweden",), 7)
CONTENTS = Contents(
    *(5, 286, 34),
    countries=(Place("Sweden", 4), Place("Norway", 1), Place("", 2)),
    challenges=(Chapter("streets", "Streets for people", 2),),
    approaches=(Chapter("food", "School food", 3),),
)

WHY = "the note says 21:18:31; read as 21 min 18 s"
ESTATES = cited("Estates were retrofitted.", Seconds("21:18:31", 1278, None, "repaired", WHY), label="21:18")
DOUBTFUL = Answer("confident", (group("England · Camden", ESTATES, STREETS),), ("d",))
FORMS = line("Norway asked for one form.")
SIDES = Answer(
    "confident",
    (group("Sweden", STREETS, SILOS, country="Sweden"), group("Norway", FORMS, country="Norway")),
    ("a", "b", "s"),
    view="compare",
    sides=("Sweden", "Norway"),
    topic="citizens",
)
TRIED = Answer(
    "confident",
    (replace(VINNOVA, title="Vinnova", lines=(STREETS,)), group("Norway", FORMS, country="Norway")),
    ("a", "s"),
    view="who",
    topic="prototyping",
)
MISSION = replace(
    line("Shared missions bring departments together.", "approach"),
    place="Norway · Digdir",
    bonds=("link",),
)
HELPED = Answer(
    "confident",
    (group("Sweden · Vinnova", SILOS, MISSION, case="Vinnova", country="Sweden"),),
    ("s", "m"),
    kind="approach",
    view="helped",
    topic="silos, government",
)
ANSWERS = {
    "side by side": SIDES,
    "who tried": TRIED,
    "against": HELPED,
    "vinnova": SURE,
    "porto alegre": SILENT,
    "cost": CLOSE,
    "everything": LONG,
    "nasty": NASTY,
    "camden": DOUBTFUL,
}


CHECKED = MissionCheck(
    (
        Finding("date", "By when?", "found", ("By 2035", "in ten years"), "Which year?", STREETS),
        Finding("target", "What is counted?", "ask", ("fewer",), "Which number?", line(HOSTILE)),
        Finding("differently", "In another way?", "not found", (), "What would you stop?"),
        Finding("not_only_technology", "What else?", "not found", (HOSTILE,), "Which habits?"),
    )
)


class FakeCasebook(Casebook):
    """Answers by a word of the question; raises what it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Kind | None]] = []
        self.checked: list[str] = []
        self.raises: list[BaseException] = []
        self.holds = CONTENTS
        self.closed: set[tuple[str, ...]] = set()

    def words(self, text: str) -> tuple[str, ...]:
        return tuple(text.split()[:2])

    def sources(self) -> tuple[Path, ...]:
        return ()

    def ask(self, text: str, *, kind: Kind | None = None) -> Answer:
        self.asked.append((text, kind))
        if self.raises:
            raise self.raises.pop(0)
        return next((ANSWERS[word] for word in ANSWERS if word in text.lower()), SURE)

    def compare(self, text: str) -> Answer | NoComparison:
        if "Norway" in text:
            return SIDES
        if "Peru" in text:
            return replace(SIDES, tier="nothing", groups=(), hits=(), unmatched=("song",), gap=("song",))
        return NoComparison("unknown" if text else "few", (text,) if text else (), ("Sweden", "Norway"))

    def who(self, text: str) -> Answer | Untried:
        return TRIED if text == "prototyping" else Untried(text, ("foresight", "field labs"), ("voting",))

    def methods(self) -> tuple[Method, ...]:
        return (
            Method("foresight", ("Finland", "Ireland", "Norway", "Spain"), 6),
            Method("field labs", (), 1),
            Method("system mapping", (), 0),
        )

    def again(self, answer: Answer) -> Answer:
        return next(each for each in ANSWERS.values() if each.hits == answer.hits)

    def resembled(self, text: str) -> Answer | None:
        return HELPED if "nobody owns it" in text else None

    def helped(self, statements: Sequence[str]) -> Answer | None:
        self.asked += [(each, "challenge") for each in statements]
        return HELPED if statements else None

    def case(self, name: str) -> CaseCard | None:
        return CARD if name == "Vinnova" else None

    def today(self, day: date) -> CaseCard | None:
        return replace(CARD, name=f"Vinnova on {day}")

    def check(self, draft: str) -> MissionCheck:
        self.checked.append(draft)
        if not draft.strip():
            return MissionCheck((), "empty")
        return MissionCheck((), "language") if "Straße" in draft else CHECKED

    def reviewed(self, reviews: Iterable[Review]) -> tuple[Reviewed, ...]:
        lines = (line for answer in ANSWERS.values() for each in answer.groups for line in each.lines)
        stamps = {(each.statement, each.seconds.raw): each for line in lines for each in line.stamps}
        return tuple(
            Reviewed(each, stamps.get((each.statement, each.raw)), "21:19" if each.suggested else "")
            for each in reviews
        )

    def waiting(self, gaps: Iterable[Gap], reviews: Iterable[Review]) -> Waiting:
        gaps = tuple(gaps)
        return Waiting(
            themes=tuple(
                Theme((each,), each.asked, each.last) for each in gaps if each.words not in self.closed
            ),
            answered=tuple(each for each in gaps if each.words in self.closed),
            unwritten=(Unwritten("school_meals", 3), Unwritten("cooks", 1)),
            once=(group("Spain · ENISA", line("Loans were conditional."), case="ENISA"),),
            reviews=self.reviewed(reviews),
        )

    def topic(self, name: str) -> Answer | None:
        return LONG if name == "Citizen engagement" else None

    def suggest(self, typed: str) -> tuple[tuple[Case, ...], tuple[Topic, ...]]:
        self.asked.append((typed, None))
        if self.raises:
            raise self.raises.pop(0)
        cases = (Case("Vinnova", "Sweden"), Case("The Street", "Sweden", "Vinnova"), Case("C" * 200, None))
        return (cases, self.topics()) if typed.startswith("vi") else ((), ())

    def candidates(self) -> tuple[Candidate, ...]:
        kinds: frozenset[Kind] = frozenset({"example", "challenge", "approach"})
        return (
            Candidate("Vinnova", ("Sweden",), kinds, ("Citizen engagement", "Silos")),
            Candidate("Health Holland", ("the Netherlands",), frozenset({"challenge"}), ("Silos",)),
        )

    def morning(self, name: str, day: date) -> MissionCase | None:
        tried = (STREETS,)
        return MissionCase(name, f"{name} on {day}", 3, 2, tried, SILOS, "Who is missing?") if name else None

    def countries(self) -> tuple[str, ...]:
        return ("Sweden", "the Netherlands")

    def to_ask(self, day: date) -> Suggested:
        return Suggested("Vinnova", "Sweden", f"Day {day.day}")

    def contents(self) -> Contents:
        return self.holds

    def cases_in(self, country: str) -> tuple[Listed, ...]:
        return (LISTED,) if country == "Sweden" else ()

    def listed(self, names: Iterable[str]) -> dict[str, Listed]:
        return {name: LISTED for name in names if name == "Vinnova"}

    def chapter(self, kind: Kind, note: str) -> Answer | None:
        return replace(SURE, kind=kind, topic="Streets for people") if note == "streets" else None

    def built(self) -> float:
        return 1_600_000_000.0

    def topics(self) -> tuple[Topic, ...]:
        return (Topic("Citizen engagement", 31), Topic("Silos", 1))


class FakeSlack:
    """Web API and response_urls. `told` is everything said, in order; `refuses` maps a method, or
    "chat.postMessage in C1", to its error. So many times as `conflicts` says, a view has changed meanwhile; what
    `on_method` holds is done when a method is called."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.refuses: dict[str, str] = {}
        self.expired = False
        self.histories: list[dict[str, Any]] = []
        self.clock: Callable[[], float] = time.time
        self.thread: list[dict[str, Any]] = []
        self.locale = "en-US"
        self.zone = "Europe/Stockholm"
        self.conflicts = 0
        self.on_method: dict[str, Callable[[], None]] = {}
        self.url = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[FakeSlack]:
        app = web.Application()
        app.router.add_get("/api/users.info", self._person)
        app.router.add_get("/api/conversations.history", self._history)
        app.router.add_post("/api/conversations.history", self._history)
        app.router.add_get("/api/conversations.replies", self._replies)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/respond", self._respond)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield self
        await runner.cleanup()

    def said(self, how: str = "") -> list[dict[str, Any]]:
        """The messages said: all, or those of "respond" or of a method."""
        return [message for method, message in self.told if method == how or not how]

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        given = await request.json() if request.can_read_body and "json" in request.content_type else {}
        sent = {**request.query, **{k: _read(str(v)) for k, v in (await request.post()).items()}, **given}
        self.on_method.get(method, lambda: None)()
        if sent.get("hash") and self.conflicts:
            self.conflicts -= 1
            self.told.append(("hash_conflict", sent))
            return web.json_response({"ok": False, "error": "hash_conflict"})
        if error := self.refuses.get(method) or self.refuses.get(f"{method} in {sent.get('channel')}"):
            return web.json_response({"ok": False, "error": error})
        if "view" in sent:
            assert limits.check(sent["view"], "home" if method == "views.publish" else "modal") == ()
        self.told.append((method, _checked(sent) if "Message" in method else sent))
        return web.json_response({"ok": True, "ts": "99.1", "url": "ws://127.0.0.1:9/", **_WHO})

    async def _history(self, _: web.Request) -> web.Response:
        date = formatdate(self.clock(), usegmt=True)
        return web.json_response(self.histories.pop(0), headers={"Date": date})

    async def _replies(self, request: web.Request) -> web.Response:
        """The thread, two messages at a time."""
        if error := self.refuses.get("conversations.replies"):
            return web.json_response({"ok": False, "error": error, "needed": "channels:history"})
        at = int(request.query.get("cursor") or 0)
        following = str(at + 2) if at + 2 < len(self.thread) else ""
        told = {"messages": self.thread[at : at + 2], "response_metadata": {"next_cursor": following}}
        return web.json_response({"ok": True, **told})

    async def _person(self, request: web.Request) -> web.Response:
        if error := self.refuses.get("users.info"):
            return web.json_response({"ok": False, "error": error})
        assert request.query["include_locale"] in ("1", "true")
        told = {"id": request.query["user"], "locale": self.locale, "tz": self.zone}
        return web.json_response({"ok": True, "user": told})

    async def _respond(self, request: web.Request) -> web.Response:
        sent = await request.json()
        if self.expired:
            return web.Response(text="expired_url", status=404)
        self.told.append(("respond", sent if sent.get("delete_original") else _checked(sent)))
        return web.Response(text="ok")


@cache
def _new_journal() -> bytes:
    """A journal in which nobody wrote yet: to make its tables takes as long as a talk."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        Journal(f"sqlite:///{path}").close()
        return path.read_bytes()


_WHO = {"team": "Team", "team_id": TEAM, "user": "casebook", "user_id": BOT, "bot_id": "B1"}


class Talk:
    """The real app, spoken to by a fake Slack."""

    def __init__(
        self, slack: FakeSlack, folder: Path, notes: Casebook | None = None, **settings: object
    ) -> None:
        self.slack, self.casebook, self.now = slack, FakeCasebook(), 1_700_000_000.0
        database = f"sqlite:///{folder / 'journal.db'}"
        if not (folder / "journal.db").exists():
            folder.mkdir(exist_ok=True)
            (folder / "journal.db").write_bytes(_new_journal())
        given = Settings(
            notes=(), index=folder / "i.db", cache=folder, database_url=database, bot_token="xoxb-1"
        )
        self.given = replace(given, api_url=f"{slack.url}/api/", **settings)  # type: ignore[arg-type]
        journal = Journal(self.given.database_url)
        self.desk = Desk(notes or self.casebook, journal, self.given, lambda: self.now)
        who = AuthorizeResult(
            enterprise_id=None, team_id=TEAM, bot_id="B1", bot_user_id=BOT, bot_token="xoxb-1"
        )
        self.app: AsyncApp = build(client("xoxb-1", self.given.api_url), only(who), self.desk)
        self._numbers = itertools.count(1)

    async def command(
        self, text: str, *, person: str = "U1", channel: str = "C1", **more: object
    ) -> BoltResponse:
        body = {
            "command": "/mission",
            "text": text,
            "user_id": person,
            "channel_id": channel,
            "team_id": TEAM,
        }
        return await self.send({**body, "response_url": f"{self.slack.url}/respond", **more})

    async def mention(self, text: str, **more: object) -> BoltResponse:
        return await self.event({"type": "app_mention", "channel": "C1", "text": f"<@{BOT}> {text}", **more})

    async def direct(self, text: str, **more: object) -> BoltResponse:
        return await self.event(
            {"type": "message", "channel_type": "im", "channel": "D1", "text": text, **more}
        )

    async def event(self, event: dict[str, Any], event_id: str = "") -> BoltResponse:
        number = next(self._numbers)
        event = {"user": "U1", "team": TEAM, "ts": f"{number}.5", **event}
        body = {"type": "event_callback", "team_id": TEAM, "event_id": event_id or f"Ev{number}"}
        return await self.send({**body, "event": event})

    async def press(
        self, action: str, *, on: dict[str, Any] | None = None, person: str = "U1", private: bool = True
    ) -> BoltResponse:
        """Presses a button of the message given, else of the last one said."""
        message = on or self.slack.said()[-1]
        container = {"message_ts": "7.7", "channel_id": "C1", "is_ephemeral": private}
        return await self.send(
            {
                "type": "block_actions",
                "user": {"id": person, "team_id": TEAM},
                "team": {"id": TEAM},
                "channel": {"id": "C1"},
                "container": container if private else {**container, "thread_ts": "1.5"},
                "response_url": f"{self.slack.url}/respond",
                "trigger_id": f"{next(self._numbers)}.trigger",
                "actions": [{"type": "button", "block_id": "b", **pressed(message, action)}],
            }
        )

    async def visit(self, tab: str, *, person: str = "U1", **more: object) -> BoltResponse:
        """Opens a tab of the bot."""
        where = {"channel": f"D{person[1:]}", "tab": tab, "event_ts": f"{next(self._numbers)}.7"}
        event = {"type": "app_home_opened", "user": person, **where, **more}
        return await self.send(
            {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{event['event_ts']}", "event": event}
        )

    async def press_in(
        self,
        view: dict[str, Any],
        action: str,
        *,
        words: str = "",
        about: str = "",
        person: str = "U1",
        state: dict[str, Any] | None = None,
    ) -> BoltResponse:
        """Presses a button of a view, the first whose value says what it is `about`.

        `words` stand in its search, or in its inputs is what the `state` says.
        """
        number = next(self._numbers)
        found = [
            each
            for each in elements(view)
            if each.get("action_id", "").partition(".")[0] == action and about in each.get("value", "")
        ]
        shown = {**view, "id": f"V{view['type']}", "hash": f"{number}.hash"}
        asked = {"question": {"ask": {"type": "plain_text_input", "value": words}}}
        return await self.send(
            {
                "type": "block_actions",
                "user": {"id": person, "team_id": TEAM},
                "team": {"id": TEAM},
                "container": {"type": "view", "view_id": shown["id"]},
                "view": {**shown, "state": {"values": asked if state is None else state}},
                "trigger_id": f"{number}.trigger",
                "actions": [{"type": "button", "block_id": "b", **found[0]}],
            }
        )

    async def submit(
        self, view: dict[str, Any], values: dict[str, Any], *, person: str = "U1", **more: object
    ) -> dict[str, Any]:
        """Sends a dialog off, with a value for each input's block, or all that it holds; what the bot answers."""
        given = {
            block: {"selected_option": {"value": value}} if block == "which" else {"value": value}
            for block, value in values.items()
        } | {block: value for block, value in values.items() if isinstance(value, dict)}
        state = {block: {block: value} for block, value in given.items()}
        sent = {**view, "id": "V1", "state": {"values": state}, **more}
        user = {"id": person, "team_id": TEAM}
        response = await self.send(
            {"type": "view_submission", "user": user, "team": {"id": TEAM}, "trigger_id": "1.1", "view": sent}
        )
        answered: dict[str, Any] = json.loads(response.body or "{}")
        if "view" in answered:
            assert limits.check(answered["view"], "modal") == ()
        return answered

    async def send(self, body: dict[str, Any]) -> BoltResponse:
        request = AsyncBoltRequest(body=body, mode="socket_mode", headers={"x-slack-retry-num": ["0"]})
        response = await self.app.async_dispatch(request)
        # What is done after the acknowledgement begins a few turns of the loop later.
        for _ in range(5):
            await asyncio.sleep(0)
        if underway := {task for task in self.desk.underway if task}:
            await asyncio.wait(underway)
        return response


def elements(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a message or a view, those beside a text too."""
    rows = [
        [block["accessory"]] if "accessory" in block else block["elements"]
        for block in message["blocks"]
        if block["type"] in ("actions", "context_actions") or "accessory" in block
    ]
    return [each for row in rows for each in row]


def labels(message: dict[str, Any]) -> list[str]:
    return [each["text"]["text"] for each in elements(message) if each["type"] == "button"]


def pressed(message: dict[str, Any], action: str) -> dict[str, Any]:
    """The button as it stands in the payload of a press; "helpful" and "not_helpful" are thumbs."""
    if action in ("helpful", "not_helpful"):
        thumbs = next(each for each in elements(message) if each["type"] == "feedback_buttons")
        thumb = thumbs["positive_button" if action == "helpful" else "negative_button"]
        return {"action_id": thumbs["action_id"], "value": thumb["value"]}
    return next(each for each in elements(message) if each.get("action_id") == action)


def _checked(message: dict[str, Any]) -> dict[str, Any]:
    assert limits.check({k: message[k] for k in ("text", "blocks")}, "message") == ()
    assert message["text"]
    assert message["unfurl_links"] in (False, "0", 0)
    assert message["unfurl_media"] in (False, "0", 0)
    assert "link_names" not in message
    assert len(message["text"]) < 4_000
    return message


def _read(value: str) -> object:
    return json.loads(value) if value[:1] in "[{" else value
