"""What somebody set up for the daily mission case, on their Home tab."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from bot.model import Subscription
from handlers.blocks import limits
from handlers.blocks.digests import Due
from handlers.blocks.upcoming import Upcoming, upcoming
from tests.handlers.fakes import TEAM, FakeSlack, Talk, elements, labels
from tests.handlers.test_home import dialog, home, shown, words

# The talk's clock stands at Tuesday 14 November 2023, 22:13 UTC.
WEEKDAYS = frozenset(range(5))
LAB = Subscription(
    "lab", TEAM, "C7", "U1", time(9), "Europe/Paris", WEEKDAYS, date(2023, 1, 1), topic="Silos"
)


def keep(talk: Talk, *kept: Subscription) -> None:
    for each in kept:
        talk.desk.journal.digests.subscribe(each)


def part(view: dict[str, Any]) -> str:
    """What the tab says of digests."""
    said = " ".join(words(view).split()).replace(" ,", ",")
    return said[said.index("Your digests") : said.index("Only you see this page")]


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        (LAB, ", about Silos — today, 09:00, Europe/Paris"),
        (replace(LAB, at=time(23, 30)), "— today, 23:30, Europe/Paris"),
        (replace(LAB, zone="UTC", topic=""), "— tomorrow, 09:00, UTC"),
        (replace(LAB, zone="UTC", weekdays=frozenset({0})), "— Monday 20 November, 09:00, UTC"),
        (replace(LAB, paused_until=date(2023, 12, 1)), "— paused; again from Friday 1 December"),
        (replace(LAB, standing="halted"), "— stopped, because Slack no longer lets me post there."),
        (replace(LAB, weekdays=frozenset()), "— none is to come"),
        (replace(LAB, channel="D1"), "In your conversation with me, about Silos"),
    ],
)
async def test_each_is_told_with_when_it_comes_next(talk: Talk, kept: Subscription, says: str) -> None:
    if kept.zone == "Europe/Paris" and kept.at == time(9):
        # It is past eleven in the evening there; by six in the morning the day has turned.
        talk.now += 7 * 3600
    keep(talk, kept)
    assert says in part(await home(talk))


async def test_only_what_that_person_set_up_in_that_workspace_is_told(talk: Talk) -> None:
    keep(talk, LAB, replace(LAB, id="other", person="U2"), replace(LAB, id="far", workspace="T9"))
    view = await home(talk)
    assert labels(view)[-6:] == [
        "Settings",
        "Pause for two weeks",
        "Switch off",
        "Set up another",
        "Help",
        "What is kept",
    ]


async def test_it_is_paused_and_resumed_where_it_stands(talk: Talk, slack: FakeSlack) -> None:
    keep(talk, LAB)
    await talk.press_in(await home(talk), "digest_pause")
    assert "paused; again from Tuesday 28 November" in part(shown(slack))
    assert "Pause for two weeks" not in labels(shown(slack))
    await talk.press_in(shown(slack), "digest_resume")
    assert "tomorrow, 09:00, Europe/Paris" in part(shown(slack))
    [kept] = talk.desk.journal.digests.of_person(TEAM, "U1")
    assert kept.paused_until is None


async def test_it_is_switched_off_after_a_question_and_is_gone_from_the_tab(
    talk: Talk, slack: FakeSlack
) -> None:
    keep(talk, LAB)
    view = await home(talk)
    off = next(each for each in elements(view) if each["action_id"] == "digest_off")
    assert off["confirm"]["title"]["text"] == "Switch it off?"
    await talk.press_in(view, "digest_off")
    assert "None yet." in part(shown(slack))
    assert talk.desk.journal.digests.of_person(TEAM, "U1") == ()
    # From an old picture of the tab, once more.
    await talk.press_in(view, "digest_off")
    assert "None yet." in part(shown(slack))
    assert slack.said("respond") == slack.said("chat.postMessage") == []


async def test_settings_open_the_form_and_what_is_saved_is_seen_on_the_tab(
    talk: Talk, slack: FakeSlack
) -> None:
    keep(talk, LAB)
    await talk.press_in(await home(talk), "digest_change", about="lab")
    view = dialog(slack)
    values = {each["block_id"]: each["element"] for each in view["blocks"] if each["type"] == "input"}
    assert values["time"]["initial_time"] == "09:00"
    given: dict[str, Any] = {
        "channel": {"selected_conversation": "C7"},
        "time": {"selected_time": "11:30"},
        "zone": {"selected_option": {"value": "UTC"}},
        "days": {"selected_options": [{"value": "2"}]},
        "topic": {"selected_option": None},
    }
    await talk.submit(view, given)
    assert "tomorrow, 11:30, UTC" in part(shown(slack))


async def test_one_is_set_up_from_the_tab(talk: Talk, slack: FakeSlack) -> None:
    view = await home(talk)
    set_up = [each for each in elements(view) if each["action_id"] == "digest_change"]
    assert [each["text"]["text"] for each in set_up] == ["Set up"]
    await talk.press_in(view, "digest_change")
    where = next(each["element"] for each in dialog(slack)["blocks"] if each["block_id"] == "channel")
    assert "initial_conversation" not in where


async def test_a_channel_is_told_in_the_language_of_the_workspace(slack: FakeSlack, tmp_path: Path) -> None:
    slack.locale = "fr-FR"
    english = Talk(slack, tmp_path, locale="en")
    await english.command("digest on 09:00")
    assert slack.said("chat.postMessage")[0]["text"].startswith("<@U1> set up a mission case here.")
    assert slack.said("respond")[0]["text"].startswith("C'est fait.")
    english.desk.close()


def test_many_fit_the_tab_and_the_rest_is_counted() -> None:
    many = [Upcoming(Due(replace(LAB, id=f"{n}"), None), date(2023, 11, 14)) for n in range(40)]
    blocks = upcoming(many)
    assert len(blocks) < 20
    assert "And 34 more." in str(blocks)
    assert limits.check({"type": "home", "blocks": blocks}, "home") == ()
