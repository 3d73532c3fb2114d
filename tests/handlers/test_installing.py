"""Casebook in many workspaces: added in a browser, spoken for with each one's own token, taken away again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import CookieJar, web

from bot.journal import Journal
from bot.journal.sealing import new_key
from bot.model import Installation, Subscription
from handlers import server
from handlers.installing import installing, language
from handlers.runtime import build
from handlers.tokens import authorizing, clients, installation
from handlers.voice import client
from tests.handlers.fakes import FakeSlack, Talk

HOUR = 3600.0


class Slack(FakeSlack):
    """A Slack of many workspaces: a code, or a token to renew, brings the next token of the one it names."""

    def __init__(self) -> None:
        super().__init__()
        self.dead: set[str] = set()
        self.spoken: list[tuple[str, str]] = []
        self.given: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {}
        self.number = 0

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.spoken.append((method, token))
        if method == "oauth.v2.access":
            return await self._access(request)
        if token in self.dead:
            return web.json_response({"ok": False, "error": "token_revoked"})
        return await super()._api(request)

    async def _respond(self, request: web.Request) -> web.Response:
        # Bolt itself answers where nothing is installed, and knows no blocks.
        self.told.append(("respond", await request.json()))
        return web.Response(text="ok")

    async def _access(self, request: web.Request) -> web.Response:
        asked = {name: str(value) for name, value in (await request.post()).items()}
        sign = aiohttp.helpers.BasicAuth.decode(request.headers["Authorization"])
        self.given.append({**asked, "signed": f"{sign.login} {sign.password}"})
        if error := self.refuses.get("oauth.v2.access"):
            return web.json_response({"ok": False, "error": error})
        self.number += 1
        team = asked.get("code") or asked["refresh_token"].split("-")[1]
        return web.json_response(
            {
                "ok": True,
                "access_token": f"xoxe.xoxb-{team}-{self.number}",
                "refresh_token": f"xoxe-{team}-{self.number}",
                "expires_in": 12 * HOUR,
                "bot_user_id": "UBOT",
                "app_id": "A1",
                "scope": "chat:write,commands",
                "team": {"id": team, "name": "<b>Oslo & co</b>"},
                "authed_user": {"id": "U1"},
                **self.answer,
            }
        )


@dataclass
class Office(Talk):
    """The real app for many workspaces behind its own server, with a browser before it."""

    slack: Slack
    folder: Path
    url: str = ""
    browser: aiohttp.ClientSession = field(init=False)

    def __post_init__(self) -> None:
        super().__init__(self.slack, self.folder)
        keys = (new_key(),)
        made = replace(
            self.given,
            bot_token="",
            client_id="1.2",
            client_secret="hush",
            keys=keys,
            public_url="http://127.0.0.1:1",
        )
        self.desk.journal.close()
        journal = Journal(made.database_url, keys)
        self.desk = replace(self.desk, journal=journal, settings=made)
        self.app = build(client("", made.api_url), authorizing(self.desk), self.desk)

    async def add(self, team: str = "T1", **headers: str) -> tuple[int, str]:
        """Goes all the way of somebody who adds it to a workspace; the last page's status and text."""
        asked = await self.leave(**headers)
        return await self.come_back({"code": team, "state": asked["state"]}, **headers)

    async def leave(self, **headers: str) -> dict[str, str]:
        """Presses the button; what Slack's page is asked."""
        sent = await self.browser.get(
            f"{self.url}/slack/install?begin", allow_redirects=False, headers=headers
        )
        assert sent.status == 303
        return {name: value for name, [value] in parse_qs(urlsplit(sent.headers["Location"]).query).items()}

    async def come_back(self, query: dict[str, str], **headers: str) -> tuple[int, str]:
        page = await self.browser.get(f"{self.url}/slack/oauth_redirect", params=query, headers=headers)
        return page.status, await page.text()

    async def told(self, kind: str, team: str = "T1", **event: object) -> None:
        """Slack tells that a workspace takes it away, or a token of it."""
        number = next(self._numbers)
        body = {"type": "event_callback", "team_id": team, "event_id": f"Ev{number}", "event_time": number}
        await self.send({**body, "event": {"type": kind, "event_ts": f"{number}.5", **event}})

    def kept(self, team: str = "T1") -> Installation | None:
        return self.desk.journal.installs.find(team)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with Slack().open() as opened:
        assert isinstance(opened, Slack)
        yield opened


@pytest.fixture
async def office(slack: Slack, tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(slack, tmp_path)
    async with server.listening(("127.0.0.1", 0), installing(made.desk)) as at:
        made.url = f"http://{at}"
        async with aiohttp.ClientSession(cookie_jar=CookieJar(unsafe=True)) as made.browser:
            yield made
    made.desk.close()
    made.desk.journal.close()


def text(page: str) -> str:
    return " ".join(re.sub(r"<style>.*</style>|<[^>]+>", " ", page, flags=re.DOTALL).split())


# --- the pages ------------------------------------------------------------------------------------------------


async def test_the_landing_page_says_what_it_keeps_and_has_one_button(office: Office) -> None:
    page = await office.browser.get(f"{office.url}/slack/install")
    shown = await page.text()

    assert shown.count("<a ") == shown.count('class="button"') == 1
    assert "It keeps no conversations" in text(shown)
    assert "30 days later" in text(shown)
    assert "<strong>" in shown
    assert page.cookies == {}, "nobody is known for looking"


async def test_a_page_brings_nothing_from_elsewhere_and_runs_nothing(office: Office) -> None:
    page = await office.browser.get(f"{office.url}/slack/install")
    policy = page.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert not re.findall(r"src=|<link|<script|@import|url\(", await page.text())


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("de-DE,de;q=0.9,es;q=0.5,en;q=0.4", "es"),
        ("en;q=0.2, fr;q=0.7", "fr"),
        ("fr;q=0, de", None),
        ("de", None),
        ("", None),
        ("fr;q=nan;;;,,;q=1", None),
    ],
)
def test_a_page_is_in_the_language_the_browser_wants_most(accepted: str, spoken: str | None) -> None:
    assert language(accepted) == spoken


async def test_the_pages_speak_french_and_say_so(office: Office) -> None:
    page = await office.browser.get(f"{office.url}/slack/install", headers={"Accept-Language": "fr"})

    assert '<html lang="fr">' in await page.text()
    assert "Ajouter à Slack" in await page.text()


# --- adding it ------------------------------------------------------------------------------------------------


async def test_slacks_page_is_asked_for_the_manifests_scopes(office: Office) -> None:
    asked = await office.leave()

    assert asked["client_id"] == "1.2"
    assert asked["redirect_uri"] == "http://127.0.0.1:1/slack/oauth_redirect"
    assert {"commands", "chat:write", "users:read"} <= set(asked["scope"].split(","))
    assert len(asked["state"]) > 30


async def test_it_is_added_and_says_what_to_type_first(office: Office) -> None:
    status, page = await office.add()

    assert status == 200
    assert "/mission challenges in Sweden" in page
    assert "&lt;b&gt;Oslo &amp; co&lt;/b&gt;" in page
    assert "<b>Oslo" not in page
    found = office.kept()
    assert found is not None
    assert (found.bot_token, found.installer, found.bot_id) == ("xoxe.xoxb-T1-1", "U1", "B1")
    assert found.expires == office.now + 12 * HOUR
    assert office.slack.given[0]["signed"] == "1.2 hush"


async def test_whoever_added_it_is_welcomed_once_and_no_channel_is_told(office: Office) -> None:
    await office.add()
    await office.add()

    said = office.slack.said("chat.postMessage")
    assert [each["channel"] for each in said] == ["U1"]
    assert said[0]["text"].startswith("Welcome.")


async def test_a_whole_organisation_may_add_it(office: Office) -> None:
    enterprise = {"id": "E1", "name": "Norway"}
    office.slack.answer = {"is_enterprise_install": True, "team": None, "enterprise": enterprise}

    status, page = await office.add("x")

    assert (status, "Casebook is in Norway" in page) == (200, True)
    assert office.desk.journal.installs.find("E1") is not None
    await office.command("help", team_id="T7", enterprise_id="E1", is_enterprise_install="true")
    assert office.slack.said("respond")
    await office.command("help", team_id="T8")
    assert "not installed" in office.slack.said("respond")[-1]["text"]


@pytest.mark.parametrize(("shared", "answered"), [(False, True), (True, False)])
async def test_everybody_of_an_organisation_is_answered_and_nobody_from_outside(
    office: Office, shared: bool, answered: bool
) -> None:
    enterprise = {"id": "E1", "name": "Norway"}
    office.slack.answer = {"is_enterprise_install": True, "team": None, "enterprise": enterprise}
    await office.add("x")
    office.slack.told.clear()
    whole = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True, "is_bot": True}
    event = {"type": "app_mention", "channel": "C1", "user": "U7", "team": "T7", "text": "help", "ts": "1.5"}
    about = {
        "team_id": "T7",
        "enterprise_id": "E1",
        "authorizations": [whole],
        "is_ext_shared_channel": shared,
    }

    await office.send({"type": "event_callback", "event_id": "Ev1", "event": event, **about})

    assert bool(office.slack.said("chat.postMessage")) is answered
    assert bool(office.desk.journal.privacy.of_workspace("E1").get("seen")) is answered


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"error": "access_denied"}, "was not added"),
        ({"error": "invalid_team_for_non_distributed_app"}, "Not in this workspace"),
        ({"error": "<script>alert(1)</script>"}, "did not confirm"),
        ({"code": "T1", "state": "made up"}, "This way in is closed"),
        ({"state": "x"}, "This way in is closed"),
        ({}, "This way in is closed"),
    ],
)
async def test_what_came_of_it_otherwise_is_said_kindly(
    office: Office, query: dict[str, str], says: str
) -> None:
    status, page = await office.come_back(query)

    assert status == 400
    assert says in text(page)
    assert "Nothing was kept" in text(page) or "Slack does not let" in text(page)
    assert "<script" not in page
    assert office.slack.given == []


async def test_a_state_is_worth_nothing_twice_late_or_in_another_browser(office: Office) -> None:
    state = (await office.leave())["state"]
    async with aiohttp.ClientSession(cookie_jar=CookieJar(unsafe=True)) as another:
        page = await another.get(f"{office.url}/slack/oauth_redirect", params={"code": "T1", "state": state})
        assert page.status == 400
    assert (await office.come_back({"code": "T1", "state": state}))[0] == 200
    assert (await office.come_back({"code": "T1", "state": state}))[0] == 400

    late = (await office.leave())["state"]
    office.now += 601
    assert (await office.come_back({"code": "T1", "state": late}))[0] == 400
    assert len(office.slack.given) == 1


async def test_of_many_who_come_back_with_one_state_one_is_let_in(office: Office) -> None:
    state = (await office.leave())["state"]

    came = await asyncio.gather(*(office.come_back({"code": "T1", "state": state}) for _ in range(8)))

    assert sorted(status for status, _ in came) == [200, *[400] * 7]


async def test_what_slack_refuses_is_not_kept(office: Office) -> None:
    office.slack.refuses["oauth.v2.access"] = "bad_client_secret"

    status, page = await office.add()

    assert (status, "did not confirm" in page) == (400, True)
    assert office.kept() is None


async def test_a_journal_that_fails_is_a_page_too(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    state = (await office.leave())["state"]
    office.desk.journal.close()
    office.desk.journal.installs.finish = None  # type: ignore[method-assign,assignment]

    status, page = await office.come_back({"code": "SECRETCODE", "state": state})

    assert (status, "did not confirm" in page) == (500, True)
    assert "SECRETCODE" not in caplog.text


# --- speaking with each one's own token -----------------------------------------------------------------------


async def test_each_workspace_is_answered_with_its_own_token_and_slack_is_not_asked_whose_it_is(
    office: Office,
) -> None:
    await office.add("T1")
    await office.add("T2")
    office.slack.spoken.clear()

    for team in ("T1", "T2", "T1"):
        number = next(office._numbers)
        event = {
            "type": "app_mention",
            "channel": f"C{team}",
            "user": "U1",
            "text": "help",
            "ts": f"{number}.5",
        }
        await office.send(
            {"type": "event_callback", "team_id": team, "event_id": f"Ev{number}", "event": event}
        )

    posted = [token for method, token in office.slack.spoken if method == "chat.postMessage"]
    assert posted == ["xoxe.xoxb-T1-1", "xoxe.xoxb-T2-2", "xoxe.xoxb-T1-1"]
    assert "auth.test" not in {method for method, _ in office.slack.spoken}


async def test_where_it_is_not_installed_it_says_so_and_does_nothing(office: Office) -> None:
    await office.command("challenges in Sweden", team_id="T9")

    [said] = office.slack.said("respond")
    assert said["text"] == "Casebook is not installed in this workspace any more. An admin can add it again."


async def test_a_token_is_renewed_before_it_ends_and_once(office: Office) -> None:
    await office.add()
    office.now += 10 * HOUR + 1
    office.desk.installed.clear()

    found = await asyncio.gather(*(installation(office.desk, "T1") for _ in range(5)))

    renewed = [each for each in office.slack.given if each.get("grant_type") == "refresh_token"]
    assert [each["refresh_token"] for each in renewed] == ["xoxe-T1-1"]
    assert {each.bot_token for each in found if each} <= {"xoxe.xoxb-T1-1", "xoxe.xoxb-T1-2"}
    again = office.kept()
    assert again is not None
    assert (again.bot_token, again.expires) == ("xoxe.xoxb-T1-2", office.now + 12 * HOUR)


async def test_of_two_machines_one_renews_and_the_other_takes_what_it_got(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.add()
    office.now += 13 * HOUR
    held = office.kept()
    assert held is not None
    assert office.desk.journal.installs.lease(held, office.now)

    async def meanwhile(_: float) -> None:
        new = replace(held, bot_token="xoxb-theirs", expires=office.now + HOUR * 12)
        office.desk.journal.installs.renew(held, new)

    monkeypatch.setattr("handlers.tokens.asyncio.sleep", meanwhile)
    office.desk.installed.clear()

    found = await installation(office.desk, "T1")

    assert found is not None
    assert found.bot_token == "xoxb-theirs"
    assert len(office.slack.given) == 1


async def test_a_token_that_cannot_be_renewed_is_used_while_it_lasts(office: Office) -> None:
    await office.add()
    office.now += 11 * HOUR
    office.slack.refuses["oauth.v2.access"] = "invalid_refresh_token"

    found = await installation(office.desk, "T1")

    assert found is not None
    assert found.bot_token == "xoxe.xoxb-T1-1"


async def test_the_postman_posts_with_the_token_of_each_workspace(office: Office) -> None:
    await office.add("T1")
    await office.add("T2")
    reach = clients(office.desk)

    found = [await reach(team) for team in ("T1", "T2", "T9")]

    assert [each and each.token for each in found] == ["xoxe.xoxb-T1-1", "xoxe.xoxb-T2-2", None]
    assert all(type(each).__name__ == "_Watch" for each in (found[0].retry_handlers if found[0] else ()))


# --- taking it away -------------------------------------------------------------------------------------------

BOTS = {"tokens": {"oauth": [], "bot": ["UBOT"]}}
PEOPLE: dict[str, Any] = {"tokens": {"oauth": ["U1"]}}


@pytest.mark.parametrize(
    "order",
    [
        [("app_uninstalled", {}), ("tokens_revoked", BOTS)],
        [("tokens_revoked", BOTS), ("app_uninstalled", {})],
        [("app_uninstalled", {})],
        [("tokens_revoked", BOTS)],
    ],
)
async def test_whoever_takes_it_away_is_left_alone_at_once(
    office: Office, order: list[tuple[str, dict[str, Any]]]
) -> None:
    await office.add("T1")
    await office.add("T2")
    digest = Subscription("s1", "T1", "C1", "U1", time(9), "UTC", frozenset({0}), date.min)
    office.desk.journal.digests.subscribe(digest)
    await installation(office.desk, "T1")
    office.slack.dead = {"xoxe.xoxb-T1-1"}

    for kind, event in order:
        await office.told(kind, **event)

    assert await installation(office.desk, "T1") is None
    assert await installation(office.desk, "T2") is not None
    assert [each.id for each in office.desk.journal.digests.on()] == []
    await office.command("challenges in Sweden")
    assert "not installed" in office.slack.said("respond")[-1]["text"]


async def test_a_workspace_that_leaves_its_organisation_is_left_alone_and_the_others_go_on(
    office: Office,
) -> None:
    await office.add("T1")
    await office.add("T2")
    office.slack.answer = {"is_enterprise_install": True, "team": None, "enterprise": {"id": "E1"}}
    await office.add("x")
    for number, where in enumerate(("T1", "T2", "E1")):
        digest = Subscription(f"s{number}", where, "C1", "U1", time(9), "UTC", frozenset({0}), date.min)
        office.desk.journal.digests.subscribe(digest)
    await installation(office.desk, "T1")
    office.slack.dead = {"xoxe.xoxb-T1-1"}

    await office.told(
        "team_access_revoked",
        authorizations=[{"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}],
        team_ids=["T1", "T2", "T9", "T1", None, 7],
    )

    assert [await installation(office.desk, each) is None for each in ("T1", "T2", "E1")] == [
        True,
        False,
        False,
    ]
    assert [each.id for each in office.desk.journal.digests.on()] == ["s1", "s2"]


@pytest.mark.parametrize("teams", [None, [], [None], "T1", {"T1": 1}])
async def test_an_organisation_of_which_nobody_left_goes_on(office: Office, teams: object) -> None:
    await office.add("T1")
    office.slack.dead = {"xoxe.xoxb-T1-1"}

    await office.told("team_access_revoked", team_ids=teams)

    assert office.kept() is not None


async def test_a_persons_token_is_none_of_ours(office: Office) -> None:
    await office.add()
    office.slack.dead = {"xoxe.xoxb-T1-1"}

    await office.told("tokens_revoked", **PEOPLE)

    assert office.kept() is not None


async def test_what_is_told_late_of_an_installation_before_this_one_is_left_alone(office: Office) -> None:
    await office.add()
    office.slack.dead = {"xoxe.xoxb-T1-1"}
    await office.add()

    await office.told("app_uninstalled")

    assert office.kept() is not None


async def test_who_comes_back_takes_up_what_they_had(office: Office) -> None:
    await office.add()
    office.desk.journal.save("T1", "U1", "Vinnova", office.now)
    digest = Subscription("s1", "T1", "C1", "U1", time(9), "UTC", frozenset({0}), date.min)
    office.desk.journal.digests.subscribe(digest)
    office.slack.dead = {"xoxe.xoxb-T1-1"}
    await office.told("app_uninstalled")

    await office.add()

    assert [each.id for each in office.desk.journal.digests.on()] == ["s1"]
    assert len(office.desk.journal.saved("T1", "U1")) == 1


# --- one workspace beside another -----------------------------------------------------------------------------


@pytest.fixture
async def both(office: Office) -> Office:
    await office.add("T1")
    await office.add("T2")
    office.slack.told.clear()
    return office


async def test_an_answers_buttons_work_in_its_own_workspace_only(both: Office) -> None:
    await both.command("challenges in Sweden", team_id="T2")

    await both.press("share")

    assert [each for each in both.slack.said("respond") if each["response_type"] == "in_channel"] == []


async def test_what_goes_on_from_an_answer_goes_on_in_its_own_workspace(both: Office) -> None:
    await both.command("challenges in Sweden", team_id="T2")

    await both.direct("more", channel="C1")

    assert "no answer here" in both.slack.said()[-1]["text"]


async def test_gaps_and_saved_cases_of_one_workspace_are_not_shown_in_another(both: Office) -> None:
    both.desk.journal.save("T2", "U1", "Vinnova", both.now)
    both.desk.journal.add_gap("T2", ("budget",), both.now)

    await both.visit("home")

    shown = str(both.slack.said("views.publish")[-1]["view"])
    assert "unsave" not in shown
    assert both.desk.journal.gaps("T1") == ()
