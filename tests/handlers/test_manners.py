"""Whom the bot answers, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handlers.voice import trusted
from tests.handlers.fakes import FakeSlack, Talk


async def test_elsewhere_the_command_gets_a_private_sentence(reserved: Talk, slack: FakeSlack) -> None:
    await reserved.command("vinnova")
    [message] = slack.said()
    assert message["text"].startswith("Casebook answers only in certain channels")
    assert message["response_type"] == "ephemeral"


async def test_elsewhere_a_mention_is_left_alone(reserved: Talk, slack: FakeSlack) -> None:
    assert (await reserved.mention("vinnova")).status == 200
    assert slack.told == []


async def test_in_its_channels_and_in_direct_messages_it_answers(reserved: Talk, slack: FakeSlack) -> None:
    await reserved.command("vinnova", channel="C7")
    await reserved.mention("vinnova", channel="C7")
    await reserved.direct("vinnova")
    assert all("Streets became places" in m["text"] for m in slack.said())
    assert len(slack.said()) == 3


async def test_an_answer_can_be_removed_where_it_speaks_no_more(reserved: Talk, slack: FakeSlack) -> None:
    await reserved.mention("vinnova", channel="C7")
    await reserved.press("remove", private=False)
    assert len(slack.said("chat.delete")) == 1


@pytest.mark.parametrize("mark", [{"team": "T9"}, {"user_team": "T9"}])
async def test_people_from_outside_are_not_answered(
    talk: Talk, slack: FakeSlack, mark: dict[str, str]
) -> None:
    await talk.mention("vinnova", **mark)
    assert slack.told == []


async def test_the_command_of_somebody_from_outside_is_refused_privately(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command("vinnova", team_id="T9")
    assert slack.said()[0]["text"] == "Casebook answers people of its own workspace only."


async def test_people_from_outside_are_answered_where_the_settings_say_so(
    slack: FakeSlack, tmp_path: Path
) -> None:
    open_to_all = Talk(slack, tmp_path, outsiders=True)
    await open_to_all.mention("vinnova", team="T9")
    assert len(slack.said()) == 1
    open_to_all.desk.close()


@pytest.mark.parametrize(
    ("url", "api", "is_trusted"),
    [
        ("https://hooks.slack.com/commands/1", "https://slack.com/api/", True),
        ("https://hooks.slack-gov.com/commands/1", "https://slack-gov.com/api/", True),
        ("http://hooks.slack.com/commands/1", "https://slack.com/api/", False),
        ("https://hooks.slack.com.evil.example/1", "https://slack.com/api/", False),
        ("http://169.254.169.254/latest", "https://slack.com/api/", False),
        ("http://127.0.0.1:8100/respond/1", "http://127.0.0.1:8100/api/", True),
        ("http://127.0.0.1:9999/respond/1", "http://127.0.0.1:8100/api/", False),
        ("", "https://slack.com/api/", False),
    ],
)
def test_a_response_url_leads_to_slack_or_nowhere(url: str, api: str, is_trusted: bool) -> None:
    assert trusted(url, api) is is_trusted


async def test_a_payload_without_a_response_url_breaks_nothing(talk: Talk, slack: FakeSlack) -> None:
    body: dict[str, Any] = {"response_url": "https://evil.example/"}
    assert (await talk.command("vinnova", **body)).status == 200
    assert [m["channel"] for m in slack.said()] == ["U1"]
