"""Starting and stopping the bot, and what it says when it cannot start."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import CasebookError, JournalUnusable, PortTaken, SlackUnreachable, TokenMissing, TokenRefused
from bot.journal import Journal
from bot.model import Correction
from bot.settings import Settings, load
from handlers import runtime
from handlers.desk import Desk
from handlers.manifest import manifest
from handlers.playground import Playground
from tests.handlers.fakes import FakeCasebook, FakeSlack


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    read = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'j.db'}"}, tmp_path)
    return replace(read, bot_token="xoxb-1", app_token="xapp-1")


async def serve(settings: Settings) -> None:
    journal = Journal(settings.database_url)
    try:
        await runtime.serve(settings, FakeCasebook(), journal, lambda: 0.0, stop=asyncio.Event())
    finally:
        journal.close()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"bot_token": "", "app_token": ""}, "SLACK_APP_TOKEN"),
        ({"bot_token": ""}, "SLACK_BOT_TOKEN is missing"),
        ({"bot_token": "", "app_token": "", "signing_secret": "s"}, "SLACK_BOT_TOKEN is missing"),
        ({"app_token": ""}, "SLACK_SIGNING_SECRET"),
    ],
)
async def test_without_its_tokens_it_refuses_and_says_what_to_set(
    settings: Settings, changed: dict[str, str], says: str
) -> None:
    with pytest.raises(TokenMissing, match=says):
        await serve(replace(settings, **changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "says"),
    [("auth.test", "SLACK_BOT_TOKEN"), ("apps.connections.open", "SLACK_APP_TOKEN")],
)
async def test_a_token_that_slack_refuses_is_named(
    settings: Settings, slack: FakeSlack, method: str, says: str
) -> None:
    slack.refuses = {method: "invalid_auth"}
    with pytest.raises(TokenRefused, match=f"{says} .invalid_auth."):
        await serve(replace(settings, api_url=f"{slack.url}/api/"))


@pytest.mark.parametrize("code", ["internal_error", "ratelimited"])
async def test_an_outage_of_slack_is_not_blamed_on_a_token(
    settings: Settings, slack: FakeSlack, code: str
) -> None:
    slack.refuses = {"auth.test": code}
    with pytest.raises(SlackUnreachable):
        await serve(replace(settings, api_url=f"{slack.url}/api/"))


async def test_a_slack_that_does_not_answer_is_named(settings: Settings) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/api/"
    with pytest.raises(SlackUnreachable, match=r"did not answer at 127\.0\.0\.1"):
        await serve(replace(settings, api_url=url))


async def test_a_slack_whose_name_nobody_knows_is_named_with_the_next_step(settings: Settings) -> None:
    with pytest.raises(
        SlackUnreachable, match=r"did not answer at no\.such\.host\.invalid\. Check the network"
    ):
        await serve(replace(settings, api_url="https://no.such.host.invalid/api/"))


async def test_no_error_of_starting_shows_a_token(settings: Settings, slack: FakeSlack) -> None:
    slack.refuses = {"auth.test": "invalid_auth"}
    with pytest.raises(CasebookError) as raised:
        await serve(replace(settings, bot_token="xoxb-secret", api_url=f"{slack.url}/api/"))
    assert "xoxb-secret" not in str(raised.value)


async def test_a_port_that_was_asked_for_and_is_taken_is_said(settings: Settings) -> None:
    journal = Journal(settings.database_url)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is taken"):
            await runtime.play(settings, FakeCasebook(), journal, lambda: 0.0, port)
    journal.close()


async def test_a_correction_of_another_process_is_used_within_a_minute(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "_MINUTE", 0.01)
    casebook, other, journal = FakeCasebook(), Journal(settings.database_url), Journal(settings.database_url)
    desk, stopped = Desk(casebook, journal, settings, lambda: 0.0), asyncio.Event()
    waiting = asyncio.create_task(runtime._upkeep(desk, stopped))
    await asyncio.sleep(0.05)
    other.correct("a_note", "s1", "21:18:31", 1278, 0.0)
    for _ in range(200):
        if getattr(casebook, "_corrections", None):
            break
        await asyncio.sleep(0.01)
    stopped.set()
    await waiting
    assert casebook._corrections == {("s1", "21:18:31"): 1278}
    desk.close()
    other.close()
    journal.close()


async def test_a_journal_that_fails_for_a_moment_leaves_the_corrections_in_use(settings: Settings) -> None:
    casebook, journal = FakeCasebook(), Journal(settings.database_url)
    journal.correct("a_note", "s1", "21:18:31", 1278, 0.0)
    desk = Desk(casebook, journal, settings, lambda: 0.0)
    await desk.learn()
    journal.corrections = _failing  # type: ignore[method-assign]
    await runtime._learn(desk)
    assert casebook._corrections == {("s1", "21:18:31"): 1278}
    desk.close()
    journal.close()


def _failing() -> tuple[Correction, ...]:
    raise JournalUnusable("locked")


def test_ada_curates_the_playground_unless_curators_are_set(settings: Settings) -> None:
    playground = Playground(manifest(settings))
    assert runtime._local(settings, playground).curators <= playground.workspace.people.keys()
    assert len(runtime._local(settings, playground).curators) == 1
    named = replace(settings, curators=frozenset({"U0BOOKAFOR"}))
    assert runtime._local(named, playground).curators == {"U0BOOKAFOR"}
