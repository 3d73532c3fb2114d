"""Over HTTP: what Slack signed is answered, and nothing else; how the process is, whoever runs it can ask."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.errors import JournalUnusable, PortTaken
from bot.model import Answer, Kind
from handlers import runtime, server
from handlers.probing import probed
from handlers.voice import client
from handlers.watching import watched
from tests.handlers.fakes import TEAM, FakeSlack, Talk

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
COMMAND = {
    "command": "/mission",
    "text": "vinnova",
    "user_id": "U1",
    "channel_id": "C1",
    "team_id": TEAM,
}
PRESS = {"type": "block_actions", "user": {"id": "U1"}, "team": {"id": TEAM}, "actions": [{"action_id": "?"}]}


class Caller:
    """Calls the server as Slack does; `talk` is what it calls."""

    def __init__(self, talk: Talk, url: str, session: aiohttp.ClientSession) -> None:
        self.talk, self.url, self._session = talk, url, session

    async def send(self, body: str, *, at: float | None = None, signed_as: str = SECRET, **more: str) -> int:
        """The status of an answer to a body that is signed at a moment, with a secret; `more` are headers."""
        moment = str(int(self.talk.now if at is None else at))
        told = hmac.new(signed_as.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256)
        kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
        headers = {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={told.hexdigest()}"}
        sent = {"Content-Type": kind, **headers, **{k.replace("_", "-"): v for k, v in more.items()}}
        async with self._session.post(
            f"{self.url}/slack/events", data=io.BytesIO(body.encode()), headers=sent
        ) as answered:
            self.said = await answered.text()
            return answered.status

    async def command(self, **given: str) -> int:
        url = f"{self.talk.slack.url}/respond"
        return await self.send(urlencode({**COMMAND, "response_url": url, **given}))

    async def event(self, event: dict[str, Any], event_id: str = "Ev1", **more: Any) -> int:  # noqa: ANN401  headers, or how it is signed
        told = {"user": "U1", "team": TEAM, "channel": "C1", "ts": "1.5", **event}
        body = {"type": "event_callback", "team_id": TEAM, "event_id": event_id, "event": told}
        return await self.send(json.dumps(body), **more)

    async def get(self, path: str) -> tuple[int, str]:
        async with self._session.get(f"{self.url}/{path}") as answered:
            return answered.status, await answered.text()

    async def quiet(self) -> None:
        """Waits for what is done after the acknowledgement."""
        for _ in range(5):
            await asyncio.sleep(0)
        while underway := {task for task in self.talk.desk.underway if task}:
            await asyncio.wait(underway)


@pytest.fixture
async def caller(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Caller]:
    talk = Talk(slack, tmp_path, signing_secret=SECRET)
    routes = [*server.health(talk.desk), *server.from_slack(talk.app, talk.desk)]
    async with (
        server.listening(("127.0.0.1", 0), routes) as at,
        aiohttp.ClientSession() as session,
    ):
        yield Caller(talk, f"http://{at}", session)
    talk.desk.close()
    talk.desk.journal.close()


MENTION = {"type": "app_mention", "text": "<@UBOT> vinnova"}


# What Slack sends


async def test_a_command_is_acknowledged_at_once_and_answered_after(caller: Caller) -> None:
    assert (await caller.command(), caller.said) == (200, "")
    await caller.quiet()
    assert "biodiversity" in caller.talk.slack.said("respond")[0]["text"]


async def test_a_mention_is_answered_before_it_is_acknowledged(caller: Caller) -> None:
    assert await caller.event(MENTION) == 200
    assert "biodiversity" in caller.talk.slack.said("chat.postMessage")[0]["text"]


async def test_an_event_that_slack_sends_again_is_answered_once(caller: Caller) -> None:
    await caller.event(MENTION)
    assert await caller.event(MENTION, at=caller.talk.now + 60, X_Slack_Retry_Num="1") == 200
    assert len(caller.talk.slack.said("chat.postMessage")) == 1


async def test_an_event_that_slack_sends_again_within_the_second_is_taken(caller: Caller) -> None:
    caller.talk.casebook.raises = [RuntimeError("broken")]
    assert (await caller.event(MENTION), await caller.event(MENTION)) == (500, 200)
    assert "biodiversity" in caller.talk.slack.said("chat.postMessage")[-1]["text"]


async def test_an_event_that_failed_is_not_acknowledged_and_done_when_it_comes_again(caller: Caller) -> None:
    caller.talk.casebook.raises = [RuntimeError("broken")]
    assert await caller.event(MENTION) == 500
    assert await caller.event(MENTION, at=caller.talk.now + 1, X_Slack_Retry_Num="1") == 200
    assert "biodiversity" in caller.talk.slack.said("chat.postMessage")[-1]["text"]


async def test_an_event_that_nobody_listens_to_is_acknowledged(caller: Caller) -> None:
    assert await caller.event({"type": "reaction_added"}) == 200


async def test_a_press_that_nobody_listens_to_is_refused(caller: Caller) -> None:
    assert await caller.send(urlencode({"payload": json.dumps(PRESS)})) == 404


async def test_slack_is_told_that_the_address_is_ours(caller: Caller) -> None:
    asked = json.dumps(
        {"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7"}
    )
    assert await caller.send(asked) == 200
    assert "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7" in caller.said


async def test_a_look_at_the_certificate_needs_no_signature_and_does_nothing(caller: Caller) -> None:
    assert await caller.send(urlencode({"ssl_check": "1", "token": "x", **COMMAND}), signed_as="?") == 200
    await caller.quiet()
    assert caller.talk.slack.told == []


# What Slack did not send


@pytest.mark.parametrize(
    "forged",
    [
        {"signed_as": "another"},
        {"at": 1_700_000_000.0 - 301},
        {"at": 1_700_000_000.0 + 301},
        {"X_Slack_Signature": ""},
        {"X_Slack_Signature": "v0=é"},
        {"X_Slack_Request_Timestamp": "yesterday"},
        {"X_Slack_Request_Timestamp": "1٣"},
        {"X_Slack_Request_Timestamp": "9" * 400},
    ],
    ids=str,
)
async def test_what_is_not_signed_now_by_slack_is_refused_and_does_nothing(
    caller: Caller, forged: dict[str, Any]
) -> None:
    assert await caller.event(MENTION, **forged) == 401
    assert caller.talk.slack.told == []


async def test_what_was_overheard_cannot_be_sent_again(caller: Caller) -> None:
    assert await caller.command() == 200
    assert await caller.command() == 401
    await caller.quiet()
    assert len(caller.talk.slack.said("respond")) == 1


@pytest.mark.parametrize("body", ["{", '{"a":' * 20_000, "payload={", "payload=" + "[" * 100_000])
async def test_what_is_signed_and_cannot_be_read_is_refused(caller: Caller, body: str) -> None:
    assert await caller.send(body) == 400


async def test_a_body_larger_than_any_of_slacks_is_refused(caller: Caller) -> None:
    assert await caller.send("a=" + "x" * 1024 * 1024) == 413


@pytest.mark.parametrize("path", ["", "slack/events", "slack/", "docs", "livez/.."])
async def test_nothing_else_stands_there(caller: Caller, path: str) -> None:
    assert (await caller.get(path))[0] in (404, 405)


# How it is


async def test_it_lives_while_the_delivering_clock_turns(caller: Caller) -> None:
    desk = caller.talk.desk
    assert await caller.get("livez") == (200, "ok")
    desk.signs.turned = desk.beat() - 80
    assert await caller.get("livez") == (200, "ok")
    desk.signs.turned = desk.beat() - 91
    assert await caller.get("livez") == (503, "the delivering clock stands still")


async def test_it_is_ready_once_journal_and_index_were_looked_at(caller: Caller) -> None:
    assert (await caller.get("readyz"))[0] == 503
    await runtime._look(caller.talk.desk)
    assert await caller.get("readyz") == (200, "ok")
    caller.talk.desk.signs.written = caller.talk.desk.beat() - 31
    assert await caller.get("readyz") == (503, "the journal cannot be written")


@pytest.mark.parametrize("hours", [-30, -1, 1, 30])
async def test_a_clock_that_is_set_makes_nobody_unready_and_loses_no_question(
    caller: Caller, hours: int
) -> None:
    desk = caller.talk.desk
    desk.signs.turned = desk.beat()
    await runtime._look(desk)
    # Taken on by a machine that was killed then.
    desk.journal.claim("T1", "event:Ev9", caller.talk.now)
    caller.talk.now += hours * 3600
    assert await caller.get("livez") == await caller.get("readyz") == (200, "ok")
    assert (await caller.talk.event({**MENTION, "channel": "C1", "ts": "4.4"}, "Ev9")).status == 200
    assert len(caller.talk.slack.said("chat.postMessage")) == 1


def broken(*_: object) -> None:
    raise JournalUnusable("locked")


async def test_it_is_not_ready_as_soon_as_the_journal_or_the_index_fails(caller: Caller) -> None:
    desk = caller.talk.desk
    await runtime._look(desk)
    desk.journal.done = broken  # type: ignore[method-assign,assignment]
    desk.casebook.built = broken  # type: ignore[method-assign,assignment]
    await runtime._look(desk)
    assert await caller.get("readyz") == (
        503,
        "the journal cannot be written; the index cannot be read",
    )
    assert 'casebook_errors_total{store="journal"} ' in (await caller.get("metrics"))[1]


async def test_it_is_not_ready_while_slack_refuses_its_token(caller: Caller) -> None:
    desk, slack = caller.talk.desk, caller.talk.slack
    await runtime._look(desk)
    calling = watched(client("xoxb-1", f"{slack.url}/api/"), desk)
    slack.refuses = {"chat.postMessage": "token_revoked"}
    with pytest.raises(Exception, match="token_revoked"):
        await calling.chat_postMessage(channel="C1", text="a")
    assert await caller.get("readyz") == (503, "Slack refuses the bot's token")
    slack.refuses = {"chat.postMessage": "not_in_channel"}
    with pytest.raises(Exception, match="not_in_channel"):
        await calling.chat_postMessage(channel="C1", text="a")
    assert await caller.get("readyz") == (200, "ok")


class Wire:
    def __init__(self, *, up: bool) -> None:
        self.up = up

    async def is_connected(self) -> bool:
        return self.up


async def test_sockets_that_are_all_down_never_look_healthy(caller: Caller) -> None:
    desk = caller.talk.desk
    await runtime._look(desk)
    one, other = Wire(up=True), Wire(up=False)
    desk.signs.connections = [one, other]
    assert await caller.get("readyz") == (200, "ok")
    one.up = False
    assert await caller.get("readyz") == (503, "no connection to Slack is open")


async def test_once_it_is_stopping_it_is_not_ready_and_takes_nothing(caller: Caller) -> None:
    await runtime._look(caller.talk.desk)
    caller.talk.desk.signs.stopped.set()
    assert await caller.get("readyz") == (503, "stopping")
    assert await caller.event(MENTION) == 503
    assert caller.talk.slack.told == []


async def test_its_figures_tell_what_came_and_what_became_of_it(caller: Caller) -> None:
    await caller.command()
    await caller.event(MENTION)
    await caller.event(MENTION, at=caller.talk.now + 1)
    await caller.quiet()
    caller.talk.desk.journal.rate("T1", "a1", "U2", caller.talk.now, helpful=True)
    await runtime._look(caller.talk.desk)
    told = (await caller.get("metrics"))[1].splitlines()
    assert 'casebook_answers_rated{helpful="yes"} 1.0' in told
    assert 'casebook_answers_rated{helpful="no"} 0.0' in told
    assert 'casebook_requests_total{sort="command"} 1.0' in told
    assert 'casebook_requests_total{sort="event"} 2.0' in told
    assert "casebook_events_repeated_total 1.0" in told
    assert 'casebook_answer_seconds_count{asked="ask",tier="confident"} 2.0' in told
    assert 'casebook_deliveries{stage="missed"} 0.0' in told
    assert "casebook_delivery_lag_seconds 0.0" in told
    assert "casebook_index_built_timestamp_seconds 1.6e+09" in told
    assert "casebook_connections 0.0" in told


async def test_no_label_of_a_figure_holds_an_id_or_a_text(caller: Caller) -> None:
    await caller.command(text="somebody@example.org")
    await caller.event({**MENTION, "text": "<@UBOT> somebody@example.org"}, "Ev77")
    await caller.quiet()
    told = (await caller.get("metrics"))[1]
    assert [word for word in ("somebody", "Ev77", "U1", "C1", TEAM) if f'"{word}' in told] == []


async def test_a_call_refused_for_haste_is_counted_by_its_method(caller: Caller) -> None:
    metrics = caller.talk.desk.metrics
    metrics.hasty("https://slack.com/api/chat.postMessage")
    metrics.hasty("https://hooks.slack.com/commands/T1/2/secret")
    told = metrics.written().decode()
    assert 'casebook_slack_ratelimited_total{method="chat.postMessage"} 1.0' in told
    assert 'casebook_slack_ratelimited_total{method="other"} 1.0' in told


# Where it listens


async def test_a_place_where_something_else_listens_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = ("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(PortTaken, match=f"CASEBOOK_LISTEN is 127.0.0.1:{address[1]}"):
            async with server.listening(address, ()):
                pass


async def test_what_is_underway_is_answered_before_the_server_closes(
    slack: FakeSlack, tmp_path: Path
) -> None:
    talk = Talk(slack, tmp_path, signing_secret=SECRET)
    begun, go_on = asyncio.Event(), asyncio.Event()
    ask = talk.desk.casebook.ask

    async def slow(_: object, *args: str, **named: Kind) -> Answer:
        begun.set()
        await go_on.wait()
        return ask(*args, **named)

    object.__setattr__(talk.desk, "question", slow)
    async with aiohttp.ClientSession() as session:
        async with server.listening(("127.0.0.1", 0), server.from_slack(talk.app, talk.desk)) as at:
            caller = Caller(talk, f"http://{at}", session)
            answer = asyncio.create_task(caller.event(MENTION))
            await begun.wait()
            asyncio.get_running_loop().call_later(0.05, go_on.set)
        assert await answer == 200
    assert len(slack.said("chat.postMessage")) == 1
    talk.desk.close()
    talk.desk.journal.close()


# casebook healthcheck


async def test_a_healthcheck_says_in_a_line_how_it_is(caller: Caller) -> None:
    host, port = caller.url.removeprefix("http://").split(":")
    await runtime._look(caller.talk.desk)
    assert await probed((host, int(port))) == (True, "ready")
    assert await probed(("0.0.0.0", int(port))) == (True, "ready")
    caller.talk.desk.signs.stopped.set()
    assert await probed((host, int(port))) == (False, "readyz: stopping")


async def test_a_healthcheck_that_nobody_answers_says_the_next_step() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        healthy, said = await probed(("127.0.0.1", unused.getsockname()[1]))
    assert not healthy
    assert "casebook serve" in said
    assert "CASEBOOK_LISTEN" in (await probed(None))[1]
