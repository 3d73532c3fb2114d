"""A mention without words: the thread is the question where it may be read, and is not kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.handlers.fakes import FakeSlack, Talk, labels

ASK = "What shall I look for? Mention me with a few words"
SECRET = "The mayor wants vinnova streets before Friday."


@pytest.fixture
async def reading(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Talk]:
    """A talk with a bot that may read threads."""
    begun = Talk(slack, tmp_path, history=True)
    yield begun
    begun.desk.close()
    begun.desk.journal.close()


def message(text: str, ts: str = "4.4", **more: object) -> dict[str, Any]:
    return {"type": "message", "user": "U2", "ts": ts, "text": text, **more}


def kept(talk: Talk) -> bytes:
    return Path(talk.given.database_url.removeprefix("sqlite:///")).read_bytes()


async def mention(talk: Talk, words: str = "", **more: object) -> dict[str, Any]:
    """Mentions the bot in the thread 4.4; what it says there."""
    await talk.mention(words, thread_ts="4.4", **more)
    said = talk.slack.said("chat.postMessage")[-1]
    assert said["thread_ts"] == "4.4"
    return said


@pytest.mark.parametrize("words", ["", "this", "here!"])
async def test_the_thread_is_the_question_and_it_is_said_how_it_was_read(
    reading: Talk, slack: FakeSlack, words: str
) -> None:
    slack.thread = [message("Did vinnova let children draw?"), message("Ask the notes.", "5.5")]
    said = await mention(reading, words)
    assert reading.casebook.asked == [("Did vinnova let children draw?\nAsk the notes.", None)]
    assert said["text"].startswith("What this thread speaks of, read once and not kept: Did, vinnova.\n")
    assert "Streets became places for biodiversity." in said["text"]


async def test_only_what_people_said_is_read(reading: Talk, slack: FakeSlack) -> None:
    slack.thread = [
        message("vinnova <@U3> streets :tada:"),
        message("An answer of a bot.", "5.1", bot_id="B1"),
        message("joined", "5.2", subtype="channel_join"),
        message("Also sent to the channel.", "5.3", subtype="thread_broadcast"),
        message("<@UBOT> this", "5.4"),
        message("<@UBOT>", "9.9"),
    ]
    await mention(reading, ts="9.9")
    assert reading.casebook.asked == [("vinnova streets\nAlso sent to the channel.", None)]


async def test_of_a_long_thread_the_first_message_and_the_last_ones_are_read(
    reading: Talk, slack: FakeSlack
) -> None:
    slack.thread = [message(f"Number {n} " + "word " * 200, f"{n}.5") for n in range(5)]
    await mention(reading)
    [(asked, _)] = reading.casebook.asked
    assert [line[:8] for line in asked.split("\n")] == ["Number 0", "Number 4"]
    assert len(asked) <= 3_000


async def test_of_a_thread_nothing_is_kept_and_nothing_counted(
    reading: Talk, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    for said in (SECRET, "What of porto alegre?"):
        slack.thread = [message(said)]
        await mention(reading)
    assert not any(word in kept(reading) for word in (b"mayor", b"participatory", b"Porto"))
    assert "mayor" not in caplog.text
    assert reading.desk.journal.gaps() == ()


async def test_silence_is_logged_as_a_gap_once_when_somebody_presses_for_it(
    reading: Talk, slack: FakeSlack
) -> None:
    slack.thread = [message("What of porto alegre?")]
    said = await mention(reading)
    assert labels(said)[-1] == "Log as a gap"
    for person in ("U1", "U2"):
        await reading.press("gap", on=said, person=person, private=False)
    assert [(gap.words, gap.asked) for gap in reading.desk.journal.gaps()] == [
        (("budget", "participatory"), 1)
    ]
    assert (
        slack.said("respond")[0]["text"]
        == "Noted for the curators, without your name: budget, participatory."
    )
    assert slack.said("respond")[0]["response_type"] == "ephemeral"


async def test_people_can_go_on_from_the_answer(reading: Talk, slack: FakeSlack) -> None:
    slack.thread = [message("everything")]
    assert "Page 1 of" in (await mention(reading))["text"]
    await reading.mention("more", thread_ts="4.4")
    assert "Page 2 of" in slack.said("chat.postMessage")[-1]["text"]


@pytest.mark.parametrize("said", ["", ":tada: 👍", "<@U3>"])
async def test_a_thread_without_words_is_asked_about(reading: Talk, slack: FakeSlack, said: str) -> None:
    slack.thread = [message(said)]
    assert (await mention(reading))["text"].startswith(ASK)
    assert reading.casebook.asked == []


async def test_a_mention_that_begins_a_thread_is_asked_about(reading: Talk, slack: FakeSlack) -> None:
    await reading.mention("", ts="9.9")
    assert slack.said("chat.postMessage")[0]["text"].startswith(ASK)


async def test_help_tells_of_it_where_threads_may_be_read(
    reading: Talk, talk: Talk, slack: FakeSlack
) -> None:
    for asked in (reading, talk):
        await asked.command("help")
    assert ["Mention me in a thread without words" in said["text"] for said in slack.said()] == [True, False]


async def test_without_the_setting_no_thread_is_read(talk: Talk, slack: FakeSlack) -> None:
    slack.thread = [message("vinnova")]
    assert (await mention(talk))["text"].startswith(ASK)
    assert talk.casebook.asked == []


async def test_a_scope_that_is_missing_is_named_once(
    reading: Talk, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.refuses = {"conversations.replies": "missing_scope"}
    first, second = await mention(reading), await mention(reading, "this")
    assert "add the scope channels:history" in first["text"]
    assert first["text"].split("\n")[1].startswith(ASK)
    assert second["text"].startswith(ASK)
    assert caplog.text.count("lacks channels:history") == 1


@pytest.mark.parametrize("code", ["thread_not_found", "not_in_channel", "ratelimited"])
async def test_a_thread_that_cannot_be_read_is_asked_about(
    reading: Talk, slack: FakeSlack, code: str
) -> None:
    slack.refuses = {"conversations.replies": code}
    assert (await mention(reading))["text"].startswith(ASK)
