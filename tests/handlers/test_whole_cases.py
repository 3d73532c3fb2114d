"""What the buttons of a case's card do: open another case, and show this one as text to copy."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.model import Related
from tests.handlers.fakes import CARD, FakeSlack, Talk, line

FOOD = replace(CARD, name="School Food", parent="Vinnova", tried=(line("Cooks taste the meals."),))
VINNOVA = replace(
    CARD,
    tried=tuple(line(f"Line {n}.") for n in range(15)),
    missions=("School Food",),
    related=(Related("Gone", None, ("line",)),),
)


@pytest.fixture(autouse=True)
def bodies(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The casebook knows a body and one of its missions; a third case has left the notes."""
    known = {"Vinnova": VINNOVA, "School Food": FOOD}
    monkeypatch.setattr(talk.casebook, "case", known.get)
    monkeypatch.setattr(talk.casebook, "today", lambda _: VINNOVA)


def opening(message: dict[str, Any], name: str) -> dict[str, Any]:
    """The message with no button but the one that opens the case of that name."""
    rows = [each for each in message["blocks"] if each["type"] == "section"]
    [button] = [row["accessory"] for row in rows if json.loads(row["accessory"]["value"])["key"] == name]
    return {**message, "blocks": [{"type": "actions", "elements": [button]}]}


def text(view: dict[str, Any]) -> str:
    return "\n".join(each["element"]["initial_value"] for each in view["blocks"] if each["type"] == "input")


async def test_open_shows_the_other_case_to_whoever_pressed(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("case Vinnova")
    await talk.press("case", on=opening(slack.said()[0], "School Food"), person="U2", private=False)

    [reply] = slack.said("respond")
    assert reply["text"].startswith("Sweden · Vinnova, “School Food”")
    assert (reply["response_type"], reply["replace_original"]) == ("ephemeral", False)


async def test_a_case_that_left_the_notes_is_said_to_have(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("case Vinnova")
    await talk.press("case", on=opening(slack.said()[0], "Gone"))

    assert slack.said()[-1]["text"] == "The notes no longer tell of a case named “Gone”."


async def test_copy_for_a_brief_opens_the_whole_case_as_text(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("case Vinnova")
    await talk.press("brief", person="U2", private=False)

    [opened] = slack.said("views.open")
    assert all(f"- Line {n}. [1]" in text(opened["view"]).splitlines() for n in range(15))
    assert "[1] a_note, line 12, 1:14:13, https://www.youtube.com/watch?v=PMeGhXxyupE&t=4453s" in text(
        opened["view"]
    )
    assert slack.said("respond") == []


async def test_done_closes_the_text_and_reads_nothing_of_it(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("case Vinnova")
    await talk.press("brief")
    view = slack.said("views.open")[0]["view"]

    assert await talk.submit(view, {"brief": "words of my own"}) == {}
    assert talk.desk.journal.gaps() == ()
    assert len(slack.said("respond")) == 1


async def test_the_heading_of_the_day_stays_when_pages_turn_and_when_the_card_is_shared(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command("today")
    for action in ("more", "back", "share"):
        await talk.press(action)
    first, second, again, shared, _ = slack.said("respond")

    assert [message["text"].startswith("Today's mission case\n") for message in (first, again, shared)] == [
        True
    ] * 3
    assert second["text"].startswith("Sweden · Vinnova")
    assert "Line 14." in second["text"]


async def test_a_forged_key_opens_no_dialog(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("case Vinnova")
    message = slack.said()[0]
    for each in message["blocks"][-1]["elements"]:
        each["value"] = json.dumps({"about": "case", "key": "<!channel>"})
    await talk.press("brief", on=message)

    assert slack.said("views.open") == []
    assert slack.said()[-1]["text"] == "The notes no longer tell of a case named “&lt;!channel&gt;”."
