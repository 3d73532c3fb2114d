"""Text of notes and people stays text: it pings nobody and opens nothing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from handlers.blocks.rich import Row, link, mrkdwn, plain, text
from tests.handlers.fakes import HOSTILE, FakeSlack, Talk

LIVE = re.compile(r"<(?!@U1>)|@(?:channel|everyone|here)\b")


def inert(message: dict[str, Any]) -> None:
    assert LIVE.search(message["text"]) is None
    assert "mrkdwn" not in json.dumps(message["blocks"])
    for element in _leaves(message["blocks"]):
        assert element.get("type") != "broadcast"
        if element.get("type") == "link":
            assert element["url"].startswith("https://www.youtube.com/")


@pytest.mark.parametrize("typed", ["nasty", f"case {HOSTILE}", HOSTILE, f"check {HOSTILE}"])
async def test_hostile_text_is_shown_to_the_letter(talk: Talk, slack: FakeSlack, typed: str) -> None:
    await talk.command(typed)
    await talk.mention(typed)
    for message in slack.said():
        inert(message)


async def test_a_shared_hostile_note_is_as_inert(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("nasty")
    await talk.press("share")
    await talk.press("challenges", on=slack.said()[0])
    for message in slack.said():
        inert(message)
    [line] = [e for e in _leaves(slack.said()[1]["blocks"]) if e.get("text") == HOSTILE and "style" not in e]
    assert line == {"type": "text", "text": HOSTILE}


async def test_a_link_that_is_no_web_address_is_only_its_label() -> None:
    for url in (
        "javascript:alert(1)",
        "http://plain.example/",
        "https://",
        "java\nscript:x",
        None,
        "x" * 4_000,
    ):
        assert link("1:14", url) == {"type": "text", "text": "1:14"}


AT = text("@")


@pytest.mark.parametrize(
    "row", [(AT, text("channel")), (text("Ask "), AT, text("here", "bold")), (AT, text("everyone "))]
)
def test_elements_that_call_nobody_alone_call_nobody_together(row: Row) -> None:
    assert LIVE.search(plain(*row)) is None
    assert LIVE.search(mrkdwn(*row)["text"]) is None


def test_an_address_with_an_at_leads_where_it_did() -> None:
    made = mrkdwn(link("2:46", "https://video.example/@channel/watch?t=166"))["text"]

    assert made == "<https://video.example/%40channel/watch?t=166|2:46>"


@pytest.mark.parametrize(
    "row",
    [
        (text("&" * 4_000), link("<" * 4_000, "https://video.example/")),
        (link("2:46", f"https://video.example/{'x' * 2_960}"), text("Streets.")),
        tuple(text("Streets for people. ") for _ in range(1_000)),
    ],
)
def test_what_is_too_long_for_slack_is_cut_and_never_an_error(row: Row) -> None:
    made = mrkdwn(*row)["text"]

    assert 0 < len(made) <= 3_000
    assert re.search(r"<(?!https)", made) is None


def _leaves(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    if isinstance(value, dict):
        return [value, *_leaves(list(value.values()))]
    return []
