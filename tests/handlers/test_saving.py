"""Cases that a person saves: where, for whom, and how they are taken away again; through the real app."""

from __future__ import annotations

import pytest

from tests.handlers.fakes import TEAM, FakeSlack, Talk, elements, labels
from tests.handlers.test_home import dialog, home, shown, words


def saved(talk: Talk, person: str = "U1") -> list[str]:
    return [each.case for each in talk.desk.journal.saved(TEAM, person)]


async def test_a_case_on_a_private_card_is_saved_and_its_reader_told(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("case Vinnova")
    await talk.press("save")

    assert saved(talk) == ["Vinnova"]
    assert (
        slack.said()[-1]["text"] == "Saved. Vinnova waits for you on my Home tab; nobody else sees it there."
    )
    assert slack.said()[-1]["response_type"] == "ephemeral"


async def test_a_public_card_is_saved_for_whoever_pressed_and_only_they_are_told(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.mention("case Vinnova")
    await talk.press("save", person="U2", private=False)

    assert (saved(talk, "U2"), saved(talk, "U1")) == (["Vinnova"], [])
    assert slack.said()[-1]["response_type"] == "ephemeral"


async def test_the_tab_shows_what_its_owner_saved_and_nobody_elses(talk: Talk) -> None:
    talk.desk.journal.save(TEAM, "U1", "Vinnova", talk.now)

    assert "Sweden · Vinnova  — 7 statements" in words(await home(talk, "U1"))
    assert "Remove from saved" in labels(await home(talk, "U1"))
    assert "Remove from saved" not in labels(await home(talk, "U2"))


async def test_the_case_of_the_day_is_saved_in_the_tab_itself(talk: Talk, slack: FakeSlack) -> None:
    talk.casebook.today = lambda day: talk.casebook.case("Vinnova")  # type: ignore[method-assign]  # noqa: ARG005
    view = await home(talk)
    await talk.press_in(view, "save")

    assert saved(talk) == ["Vinnova"]
    assert [method for method, _ in slack.told] == ["views.publish", "views.publish"]
    assert "Remove from saved" in labels(shown(slack))
    assert "Save" not in labels(shown(slack))


async def test_a_case_saved_in_a_dialog_stands_in_the_tab_behind_it(talk: Talk, slack: FakeSlack) -> None:
    await talk.press_in(await home(talk), "ask", words="case Vinnova")
    assert "Save" in labels(dialog(slack))
    await talk.press_in(dialog(slack), "save")

    assert "Saved: it waits for you on my Home tab" in words(dialog(slack))
    assert "What was tried" in words(dialog(slack))
    assert "Save" not in labels(dialog(slack))
    assert "Remove from saved" in labels(shown(slack))


async def test_what_is_removed_leaves_the_tab_at_once(talk: Talk, slack: FakeSlack) -> None:
    talk.desk.journal.save(TEAM, "U1", "Vinnova", talk.now)
    await talk.press_in(await home(talk), "unsave")

    assert saved(talk) == []
    assert "None yet." in words(shown(slack))


async def test_nobody_removes_what_another_saved(talk: Talk) -> None:
    talk.desk.journal.save(TEAM, "U1", "Vinnova", talk.now)
    await talk.press_in(await home(talk, "U1"), "unsave", person="U2")

    assert saved(talk, "U1") == ["Vinnova"]


async def test_a_case_that_left_the_notes_is_said_kindly_and_can_be_removed(
    talk: Talk, slack: FakeSlack
) -> None:
    talk.desk.journal.save(TEAM, "U1", "Atlantis", talk.now)
    view = await home(talk)
    assert "“Atlantis” has left the notes since you saved it." in words(view)
    assert [each["value"] for each in elements(view) if "Atlantis" in each.get("value", "")] == [
        '{"about": "case", "key": "Atlantis"}'
    ]
    await talk.press_in(view, "unsave")

    assert saved(talk) == []
    assert "Atlantis" not in words(shown(slack))


async def test_a_case_that_left_the_notes_is_not_saved(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("case Vinnova")
    card = slack.said()[-1]
    talk.casebook.case = lambda name: None  # type: ignore[method-assign]  # noqa: ARG005
    await talk.press("save", on=card)

    assert saved(talk) == []
    assert slack.said()[-1]["text"] == "The notes no longer tell of a case named “Vinnova”."


async def test_many_saved_cases_come_in_pages_that_stay_when_one_is_removed(
    talk: Talk, slack: FakeSlack
) -> None:
    for number in range(20):
        talk.desk.journal.save(TEAM, "U1", f"Case {number}", talk.now + number)
    view = await home(talk)
    assert "“Case 19”" in words(view)
    assert "“Case 11”" not in words(view)

    await talk.press_in(view, "turn")
    assert "“Case 11”" in words(shown(slack))
    await talk.press_in(shown(slack), "unsave", about="Case 11")
    assert "“Case 10”" in words(shown(slack))
    assert "“Case 19”" not in words(shown(slack))
    assert len(saved(talk)) == 19


async def test_the_last_page_that_empties_gives_way_to_the_one_before(talk: Talk, slack: FakeSlack) -> None:
    for number in range(9):
        talk.desk.journal.save(TEAM, "U1", f"Case {number}", talk.now + number)
    await talk.press_in(await home(talk), "turn")
    await talk.press_in(shown(slack), "unsave", about="Case 0")

    assert "“Case 8”" in words(shown(slack))


@pytest.mark.parametrize("action", ["save", "unsave"])
async def test_a_forged_button_saves_nothing(talk: Talk, slack: FakeSlack, action: str) -> None:
    view = await home(talk)
    view["blocks"] = [
        {"type": "actions", "elements": [{"type": "button", "action_id": action, "value": "{}"}]}
    ]
    await talk.press_in(view, action)

    assert saved(talk) == []
    assert "This button is from an older version." in words(dialog(slack))


async def test_privacy_says_what_is_held_of_saved_cases(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("privacy")

    assert "the names of the cases you saved, with your Slack id" in slack.said()[-1]["text"]
    assert "That you were welcomed" in slack.said()[-1]["text"]
