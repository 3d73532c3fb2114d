"""Mission cases are posted when they are due, once, and not where Slack says no: with a journal and a fake Slack."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.casebook import Casebook
from bot.digest.delivering import TIMEOUT, key
from handlers.blocks import limits
from handlers.delivery import EVENT, Postman, carried, deliver_once, due, previewed
from handlers.tokens import always
from handlers.voice import postman_client
from tests.bot.digest.making import at, subscription
from tests.handlers.fakes import FakeSlack, Talk, labels

MONDAY, NINE = date(2026, 11, 23), at("2026-11-23 09:00")


@pytest.fixture
async def office(slack: FakeSlack, tmp_path: Path, shipped: Casebook) -> AsyncIterator[Talk]:
    begun = Talk(slack, tmp_path, shipped)
    begun.now = NINE - 60
    begun.desk.journal.digests.subscribe(subscription(starts=MONDAY))
    yield begun
    begun.desk.close()
    begun.desk.journal.close()


def postman(office: Talk) -> Postman:
    return Postman(
        office.desk, always(postman_client("xoxb-1", office.given.api_url, TIMEOUT)), "at most once"
    )


async def look(office: Talk, *hands: Postman) -> None:
    """One look at what is due, by each machine at once."""
    for each in hands or (postman(office),):
        await asyncio.gather(*(carried(one, each) for one in await due(office.desk, each)))


def posted(slack: FakeSlack) -> list[dict[str, Any]]:
    return slack.said("chat.postMessage")


async def test_a_case_comes_at_nine_and_not_before(office: Talk, slack: FakeSlack) -> None:
    await look(office)
    assert posted(slack) == []
    office.now = NINE + 1
    await look(office)
    await look(office)
    [message] = posted(slack)
    assert message["channel"] == "C1"
    assert message["text"].startswith("Today's mission case\n")
    assert "A question for the team:" in message["text"]
    assert labels(message) == ["Keep", "Sooner again", "Not for us", "Whole case", "Settings"]
    assert limits.check({"text": message["text"], "blocks": message["blocks"]}, "message") == ()
    assert message["metadata"]["event_type"] == EVENT


async def test_of_two_machines_one_posts(office: Talk, slack: FakeSlack) -> None:
    office.now = NINE + 1
    await asyncio.gather(look(office, postman(office)), look(office, postman(office)))
    assert len(posted(slack)) == 1


async def test_no_case_comes_twice_before_all_were_shown(
    office: Talk, slack: FakeSlack, shipped: Casebook
) -> None:
    for week in range(4):
        for day in range(5):
            office.now = NINE + 1 + (week * 7 + day) * 86_400
            await look(office)
    told = [message["text"].splitlines()[1] for message in posted(slack)]
    assert len(told) == 20
    assert len(shipped.candidates()) > 20
    assert len(set(told)) == 20


async def test_a_case_that_is_not_for_them_never_comes_again(office: Talk, slack: FakeSlack) -> None:
    office.now = NINE + 1
    await look(office)
    await office.press("mark_not", on=posted(slack)[0], private=False)
    assert "does not come to this channel again" in slack.said()[-1]["text"]
    first = posted(slack)[0]["text"].splitlines()[1]
    for day in range(1, 45):
        office.now = NINE + 1 + day * 86_400
        await look(office)
    assert first not in [message["text"].splitlines()[1] for message in posted(slack)[1:]]


async def test_weekends_are_quiet(office: Talk, slack: FakeSlack) -> None:
    for day in (5, 6):
        office.now = NINE + 1 + day * 86_400
        await look(office)
    assert posted(slack) == []


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "channel_not_found"])
async def test_where_it_may_not_post_it_stops_and_tells_whoever_set_it_up_once(
    office: Talk, slack: FakeSlack, error: str
) -> None:
    slack.refuses["chat.postMessage in C1"] = error
    for day in range(3):
        office.now = NINE + 1 + day * 86_400
        await look(office)
    [told] = posted(slack)
    assert told["channel"] == "U1"
    assert "The mission case has stopped in <#C1>" in told["text"]


async def test_an_outcome_nobody_heard_is_not_posted_again(office: Talk, slack: FakeSlack) -> None:
    slack.refuses["chat.postMessage in C1"] = "fatal_error"
    office.now = NINE + 1
    await look(office)
    slack.refuses.clear()
    for minute in range(1, 200):
        office.now = NINE + 60 * minute
        await look(office)
    assert posted(slack) == []


async def test_a_morning_that_was_slept_through_is_not_made_up_for(office: Talk, slack: FakeSlack) -> None:
    office.now = NINE + 5 * 3600
    await look(office)
    assert posted(slack) == []
    office.now = NINE + 86_400 + 1
    await look(office)
    assert len(posted(slack)) == 1


async def test_the_key_of_a_message_says_nothing_of_whom_it_was_for(office: Talk, slack: FakeSlack) -> None:
    office.now = NINE + 1
    await look(office)
    assert set(posted(slack)[0]["metadata"]["event_payload"]) == {"key"}
    assert "U1" not in str(posted(slack)[0]["metadata"])


async def test_once_posts_all_that_is_due_and_ends(office: Talk, slack: FakeSlack) -> None:
    for number in range(3):
        office.desk.journal.digests.subscribe(
            subscription(id=f"more{number}", channel=f"C9{number}", starts=MONDAY)
        )
    office.now = NINE + 2
    client = postman_client("xoxb-1", office.given.api_url, TIMEOUT)
    for _ in range(2):
        await deliver_once(office.desk, always(client), "at most once")
    assert sorted(message["channel"] for message in posted(slack)) == ["C1", "C90", "C91", "C92"]


async def test_a_preview_is_what_is_then_posted(office: Talk, slack: FakeSlack, shipped: Casebook) -> None:
    [told] = previewed(shipped, office.desk.journal, MONDAY)
    assert told.startswith("C1 09:00 (Europe/Oslo)\nToday's mission case\n")
    assert next(iter(previewed(shipped, office.desk.journal, date(2026, 11, 22)))).startswith(
        "Today's mission case"
    )
    office.now = NINE + 1
    await look(office)
    assert told.splitlines()[2] == posted(slack)[0]["text"].splitlines()[1]


HISTORY = {
    "ok": True,
    "messages": [{"ts": f"{NINE + 60}", "text": "hello"}],
    "response_metadata": {"next_cursor": "two"},
}


async def doubted(office: Talk, slack: FakeSlack) -> tuple[Postman, dict[str, Any]]:
    """Hands that may look for a case whose post they did not hear of, and the mark it bears."""
    hands = replace(postman(office), policy="look")
    slack.refuses["chat.postMessage in C1"] = "fatal_error"
    office.now = NINE + 1
    [unheard] = await due(office.desk, hands)
    await carried(unheard, hands)
    slack.refuses.clear()
    return hands, {"event_type": EVENT, "event_payload": {"key": key(unheard)}}


@pytest.mark.parametrize("stands", [True, False])
async def test_where_history_may_be_read_it_tells_whether_a_post_came_through(
    office: Talk, slack: FakeSlack, stands: bool
) -> None:
    hands, mark = await doubted(office, slack)
    last: dict[str, Any] = {"ok": True, "messages": [{"ts": f"{NINE}", "metadata": mark}] if stands else []}
    slack.histories = [HISTORY, last]
    slack.clock = lambda: office.now

    office.now = NINE + 120
    await look(office, hands)
    office.now = NINE + 240
    await look(office, hands)

    assert len(posted(slack)) == (0 if stands else 1)


@pytest.mark.parametrize("ahead", [3 * 3600.0, -3 * 3600.0])
async def test_it_is_found_in_the_history_also_where_the_clock_here_is_hours_wrong(
    office: Talk, slack: FakeSlack, ahead: float
) -> None:
    hands, mark = await doubted(office, slack)
    slack.clock = lambda: office.now - ahead
    later = {"ts": f"{NINE + 60 - ahead}"}
    slack.histories = [
        {"ok": True, "messages": [later], "response_metadata": {"next_cursor": "two"}},
        {"ok": True, "messages": [{"ts": f"{NINE + 1 - ahead}", "metadata": mark}]},
    ]

    office.now = NINE + 120
    await look(office, hands)
    await look(office, hands)

    assert slack.histories == []
    assert posted(slack) == []


async def test_a_history_is_read_no_further_back_than_the_post(office: Talk, slack: FakeSlack) -> None:
    hands = replace(postman(office), policy="look")
    slack.refuses["chat.postMessage in C1"] = "fatal_error"
    office.now = NINE + 1
    await look(office, hands)
    slack.refuses.clear()
    slack.clock = lambda: office.now
    older = {**HISTORY, "messages": [{"ts": f"{NINE - 600}", "text": "hello"}]}
    slack.histories = [older, older]

    office.now = NINE + 120
    await look(office, hands)

    assert slack.histories == [older]


async def test_each_step_is_logged_by_the_key_in_the_message_and_nothing_else(
    office: Talk, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "casebook")
    slack.refuses["chat.postMessage in C1"] = "fatal_error"
    office.now = NINE + 1
    await look(office)
    office.now = NINE + 120
    await look(office)

    [named] = {each.delivery for each in caplog.records}  # type: ignore[attr-defined]
    assert [each.getMessage() for each in caplog.records] == [
        f"delivery {named}: sending, attempt 1",
        f"delivery {named}: unknown, attempt 1 (fatal_error)",
        f"delivery {named}: uncertain, attempt 1",
    ]


async def test_a_day_that_a_clock_which_ran_ahead_called_missed_has_its_case_all_the_same(
    office: Talk, slack: FakeSlack
) -> None:
    office.now = NINE + 5 * 3600
    await look(office)
    office.now = NINE - 600
    await look(office)
    assert posted(slack) == []
    office.now = NINE + 1
    await look(office)
    assert len(posted(slack)) == 1


async def test_a_channel_it_may_no_longer_speak_in_gets_no_case(office: Talk, slack: FakeSlack) -> None:
    hands = postman(office)
    hands.desk = replace(hands.desk, settings=replace(hands.desk.settings, channels=frozenset({"C2"})))
    office.now = NINE + 1
    await look(office, hands)
    assert posted(slack) == []


async def test_where_casebook_is_not_installed_nothing_is_posted_and_the_digests_wait(
    office: Talk, slack: FakeSlack
) -> None:
    async def nowhere(_: str) -> None:
        return None

    office.now = NINE + 1
    await look(office, Postman(office.desk, nowhere, "at most once"))

    assert posted(slack) == []
    [waiting] = office.desk.journal.digests.of_channel("T1", "C1")
    assert waiting.standing == "suspended"
