"""What happens when something goes wrong: who is told, what is logged, what Slack sends again."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.errors import IndexMissing
from bot.model import Answer, Kind
from tests.handlers.fakes import FakeSlack, Talk

SECRET = "the words of a person and xoxb-secret"


async def test_an_error_with_a_next_step_is_shown_privately(talk: Talk, slack: FakeSlack) -> None:
    talk.casebook.raises = [IndexMissing("There is no index; build it with: casebook index notes")]
    await talk.command("vinnova")
    [message] = slack.said("respond")
    assert message["response_type"] == "ephemeral"
    assert message["text"] == "There is no index; build it with: casebook index notes"


async def test_any_other_error_says_one_kind_sentence_and_no_trace(talk: Talk, slack: FakeSlack) -> None:
    talk.casebook.raises = [RuntimeError(SECRET)]
    await talk.command("vinnova")
    [message] = slack.said()
    assert message["text"].startswith("That went wrong on my side")
    assert "Traceback" not in str(message)
    assert SECRET not in str(message)


async def test_the_log_names_the_type_and_place_and_no_words(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    talk.casebook.raises = [RuntimeError(SECRET)]
    await talk.command("a question of a person")
    logged = [record.getMessage() for record in caplog.records if record.name == "casebook"]
    assert logged == [logged[0]]
    assert logged[0].startswith("RuntimeError at fakes.py:")
    everything = "".join(
        f"{r.getMessage()}{r.exc_text or ''}" for r in caplog.records if "slack_sdk" not in r.name
    )
    assert SECRET not in everything
    assert "a question of a person" not in everything
    assert "xoxb-1" not in everything


async def test_an_event_that_failed_is_not_acknowledged_and_answered_when_sent_again(
    talk: Talk, slack: FakeSlack
) -> None:
    talk.casebook.raises = [RuntimeError("one"), RuntimeError("two")]
    event = {"type": "app_mention", "channel": "C1", "text": "<@UBOT> vinnova", "ts": "4.4"}
    statuses = [(await talk.event(event, "Ev77")).status for _ in range(4)]
    assert statuses == [500, 500, 200, 200]
    sorry, answer = slack.said("chat.postMessage")
    assert sorry["text"].startswith("That went wrong")
    assert "Streets became places" in answer["text"]
    assert {m["thread_ts"] for m in (sorry, answer)} == {"4.4"}


async def test_an_error_somebody_must_mend_is_told_once_and_acknowledged(
    talk: Talk, slack: FakeSlack
) -> None:
    talk.casebook.raises = [IndexMissing("no index"), IndexMissing("no index")]
    event = {"type": "app_mention", "channel": "C1", "text": "<@UBOT> vinnova", "ts": "4.4"}
    assert [(await talk.event(event, each)).status for each in ("Ev1", "Ev2")] == [200, 200]
    assert [m["text"] for m in slack.said()] == ["no index"]


async def test_a_post_that_slack_refuses_is_not_acknowledged(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses = {"chat.postMessage": "ratelimited"}
    first = await talk.mention("vinnova")
    assert first.status == 500


async def test_a_post_that_may_stand_is_acknowledged_and_not_posted_again(
    talk: Talk, slack: FakeSlack
) -> None:
    slack.refuses = {"chat.postMessage": "internal_error"}
    event = {"type": "app_mention", "channel": "C1", "text": "<@UBOT> vinnova", "ts": "4.4"}
    assert (await talk.event(event, "Ev77")).status == 200
    slack.refuses = {}
    assert (await talk.event(event, "Ev77")).status == 200
    assert slack.told == []


async def test_an_event_sent_twice_is_answered_once(talk: Talk, slack: FakeSlack) -> None:
    event = {"type": "app_mention", "channel": "C1", "text": "<@UBOT> vinnova", "ts": "4.4"}
    statuses = [(await talk.event(event, "Ev77")).status for _ in range(3)]
    assert statuses == [200, 200, 200]
    assert len(slack.told) == 1


async def test_a_mention_that_arrives_as_two_events_is_answered_once(talk: Talk, slack: FakeSlack) -> None:
    said = {"channel": "D1", "text": "<@UBOT> vinnova", "ts": "4.4"}
    await talk.event({"type": "app_mention", **said}, "Ev1")
    await talk.event({"type": "message", "channel_type": "im", **said}, "Ev2")
    assert len(slack.told) == 1


@pytest.mark.parametrize("killed_at", ["its claim", "its answer"])
async def test_an_event_whose_bot_was_killed_is_answered_once_by_the_next_a_minute_later(
    talk: Talk, slack: FakeSlack, tmp_path: Path, killed_at: str
) -> None:
    event = {"type": "app_mention", "channel": "C1", "text": "<@UBOT> vinnova", "ts": "4.4"}
    if killed_at == "its claim":
        talk.desk.journal.claim("T1", "event:Ev77", talk.now)
    else:
        talk.casebook.raises = [asyncio.CancelledError()]
        with pytest.raises(asyncio.CancelledError):
            await talk.event(event, "Ev77")
    after = Talk(slack, tmp_path)
    told = []
    for seconds in (4, 64, 304):
        after.now = talk.now + seconds
        told.append(((await after.event(event, "Ev77")).status, len(slack.told)))

    assert told == [(503, 0), (200, 1), (200, 1)]
    after.desk.journal.close()
    after.desk.close()


async def test_an_event_that_another_machine_is_answering_is_answered_once(
    talk: Talk, slack: FakeSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = {"type": "app_mention", "channel": "C1", "text": "<@UBOT> vinnova", "ts": "4.4"}
    other = Talk(slack, tmp_path)
    told = []

    async def asked_meanwhile() -> None:
        told.append((await other.event(event, "Ev77")).status)

    loop, ask = asyncio.get_running_loop(), talk.casebook.ask

    def slowly(text: str, *, kind: Kind | None = None) -> Answer:
        asyncio.run_coroutine_threadsafe(asked_meanwhile(), loop).result(10)
        return ask(text, kind=kind)

    monkeypatch.setattr(talk.casebook, "ask", slowly)
    told.append((await talk.event(event, "Ev77")).status)
    told.append((await other.event(event, "Ev77")).status)

    assert (told, len(slack.told)) == ([503, 200, 200], 1)
    other.desk.journal.close()
    other.desk.close()
