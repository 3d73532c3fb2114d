"""Search the casebook: a dialog with suggestions, free words, and the results under them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from handlers.blocks import limits
from handlers.blocks.buttons import Ticket
from handlers.blocks.results import suggestions
from tests.handlers.doors import actions, choose, press, search, shown, suggested, words
from tests.handlers.fakes import FakeSlack, Talk


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The inputs of the search, by their blocks."""
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


async def submit(talk: Talk, own: str | None = None, chosen: str | None = None) -> dict[str, Any]:
    """Sends the search off; what the bot answers."""
    find, typed = inputs(shown(talk.slack))
    option = {"selected_option": {"value": chosen}} if chosen else {"selected_option": None}
    values = {find: {"find": {"type": "external_select", **option}}, typed: {"words": {"value": own}}}
    view = {**shown(talk.slack), "id": "V1", "state": {"values": values}}
    user = {"id": "U1", "team_id": "T1"}
    response = await talk.send({"type": "view_submission", "user": user, "team": {"id": "T1"}, "view": view})
    answered: dict[str, Any] = json.loads(response.body or "{}")
    return answered


async def test_the_shortcut_opens_an_empty_search(talk: Talk, slack: FakeSlack) -> None:
    await search(talk)
    view = shown(slack)
    assert (view["title"]["text"], view["submit"]["text"]) == ("Search the casebook", "Search")
    find, own = inputs(view).values()
    assert (find["type"], find["min_query_length"]) == ("external_select", 2)
    assert own["type"] == "plain_text_input"


async def test_cases_topics_and_ones_own_words_are_suggested_in_groups(talk: Talk) -> None:
    groups = (await suggested(talk, "vi"))["option_groups"]
    told = {group["label"]["text"]: [each["text"]["text"] for each in group["options"]] for group in groups}
    assert told == {
        "Cases": ["Sweden · Vinnova", "Sweden · Vinnova, “The Street”"],
        "Topics": ["Citizen engagement", "Silos"],
        "In your own words": ["Look for “vi”"],
    }


@pytest.mark.parametrize("typed", ["", "  ", "<!channel>"])
async def test_for_nothing_typed_nothing_is_suggested(talk: Talk, typed: str) -> None:
    assert await suggested(talk, typed) == {"options": []}


async def test_an_error_behind_a_suggestion_suggests_nothing_and_says_no_word(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    talk.casebook.raises = [RuntimeError("vi")]
    assert await suggested(talk, "vinnova") == {"options": []}
    assert "RuntimeError" in caplog.text
    assert "vinnova" not in caplog.text


async def test_what_is_too_long_for_an_option_is_not_offered(talk: Talk) -> None:
    groups = (await suggested(talk, "vi" + "ö" * 200))["option_groups"]
    assert [group["label"]["text"] for group in groups] == ["Cases", "Topics"]
    assert all(len(each["value"]) <= 150 for group in groups for each in group["options"])


async def test_a_chosen_case_lies_over_the_search(talk: Talk, slack: FakeSlack) -> None:
    await search(talk)
    await choose(talk, Ticket("case", "Vinnova").written())
    assert slack.told[-1][0] == "views.push"
    assert "What was tried" in words(shown(slack))


async def test_a_chosen_topic_is_told_under_the_search_and_stays_chosen(talk: Talk, slack: FakeSlack) -> None:
    await search(talk)
    await choose(talk, Ticket("topic", "Citizen engagement").written())
    assert slack.told[-1][0] == "views.update"
    assert "Page 1 of" in words(shown(slack))
    find, _ = inputs(shown(slack)).values()
    assert find["initial_option"]["text"]["text"] == "Citizen engagement"


async def test_ones_own_words_may_be_chosen_too(talk: Talk, slack: FakeSlack) -> None:
    await search(talk)
    await choose(talk, Ticket("words", "vinnova streets").written())
    assert ("vinnova streets", None) in talk.casebook.asked
    _, own = inputs(shown(slack)).values()
    assert own["initial_value"] == "vinnova streets"


async def test_a_choice_taken_back_changes_nothing(talk: Talk, slack: FakeSlack) -> None:
    await search(talk)
    await choose(talk, "")
    assert [method for method, _ in slack.told] == ["views.open"]


async def test_words_are_answered_in_the_dialog_with_pages(talk: Talk, slack: FakeSlack) -> None:
    await search(talk)
    answered = await submit(talk, "everything")
    assert answered["response_action"] == "update"
    assert "Page 1 of" in words(answered["view"])
    assert actions(answered["view"]) == ["More", "Wrong second?"]
    slack.told.append(("views.update", {"view": answered["view"]}))

    await press(talk, "more")
    assert "Page 2 of" in words(shown(slack))
    assert inputs(shown(slack)).keys() == inputs(answered["view"]).keys()


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        ("challenges in streets", ("in streets", "challenge")),
        ("case Vinnova", ("Vinnova", None)),
        ("topics", ("topics", None)),
        ("compare peace", ("compare peace", None)),
        ("who plays chess", ("who plays chess", None)),
    ],
)
async def test_words_are_understood_as_behind_the_command(
    talk: Talk, own: str, asked: tuple[str, str | None]
) -> None:
    await search(talk)
    await submit(talk, own)
    assert talk.casebook.asked == [asked]


@pytest.mark.parametrize(
    ("own", "told"),
    [("compare Sweden and Norway", "Norway asked for one form."), ("who tried prototyping", "Vinnova")],
)
async def test_comparisons_and_who_tried_a_method_are_told_in_the_dialog(
    talk: Talk, own: str, told: str
) -> None:
    await search(talk)
    answered = await submit(talk, own)
    assert told in words(answered["view"])
    assert limits.check(answered["view"], "modal") == ()
    assert actions(answered["view"]) == ["Wrong second?"]


async def test_words_win_over_what_was_chosen_before(talk: Talk) -> None:
    await search(talk)
    answered = await submit(talk, "vinnova", Ticket("topic", "Citizen engagement").written())
    assert "Streets became places" in words(answered["view"])


async def test_sent_off_without_words_it_shows_what_was_chosen(talk: Talk) -> None:
    await search(talk)
    case = await submit(talk, None, Ticket("case", "Vinnova").written())
    assert (case["response_action"], case["view"]["title"]["text"]) == ("push", "The whole case")
    topic = await submit(talk, "  ", Ticket("topic", "Citizen engagement").written())
    assert topic["response_action"] == "update"


async def test_sent_off_twice_it_answers_twice_alike(talk: Talk) -> None:
    await search(talk)
    first, second = await submit(talk, "vinnova"), await submit(talk, "vinnova")
    assert words(first["view"]) == words(second["view"])


@pytest.mark.parametrize("own", [None, "", "   ", ":tada:", "<@U2>"])
async def test_an_empty_search_asks_for_words_under_its_input(
    talk: Talk, slack: FakeSlack, own: str | None
) -> None:
    await search(talk)
    _, block = inputs(shown(slack))
    answered = await submit(talk, own)
    assert answered == {
        "response_action": "errors",
        "errors": {block: "Write a few words, or choose a case or a topic above."},
    }


async def test_silence_may_be_logged_as_a_gap_and_is_not_by_itself(talk: Talk, slack: FakeSlack) -> None:
    await search(talk)
    answered = await submit(talk, "porto alegre")
    assert talk.desk.journal.gaps() == ()
    slack.told.append(("views.update", {"view": answered["view"]}))
    await press(talk, "gap")
    assert [gap.words for gap in talk.desk.journal.gaps()] == [("budget", "participatory")]
    assert shown(slack)["title"]["text"] == "Search the casebook"


async def test_nobody_goes_on_from_a_search_in_a_conversation(talk: Talk, slack: FakeSlack) -> None:
    await search(talk)
    await submit(talk, "everything")
    await talk.direct("more")
    assert slack.said("chat.postMessage")[0]["text"].startswith("There is no answer here")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Ticket("topic", "Cheese").written(), "The notes no longer have a topic named “Cheese”."),
        (Ticket("case", "Atlantis").written(), "The notes no longer tell of a case named “Atlantis”."),
    ],
)
async def test_what_left_the_notes_meanwhile_is_said_in_the_dialog(
    talk: Talk, slack: FakeSlack, value: str, says: str
) -> None:
    await search(talk)
    assert says in words((await submit(talk, None, value))["view"])
    await choose(talk, value)
    assert words(shown(slack)) == says


async def test_a_page_of_a_day_ago_is_said_in_the_dialog(talk: Talk, slack: FakeSlack) -> None:
    await search(talk)
    await choose(talk, Ticket("topic", "Citizen engagement").written())
    talk.now += 25 * 3600
    await press(talk, "more")
    assert words(shown(slack)) == "This answer is older than a day; ask again."


async def test_a_trigger_that_expired_is_told_to_the_person(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses = {"views.open": "expired_trigger_id"}
    await search(talk)
    [message] = slack.said("chat.postMessage")
    assert message["channel"] == "U1"
    assert message["text"].startswith("Slack lets a dialog open for three seconds only")


async def test_it_searches_everywhere_for_people_of_the_workspace_and_for_nobody_else(
    slack: FakeSlack, tmp_path: Path
) -> None:
    reserved = Talk(slack, tmp_path, channels=frozenset({"C7"}))
    await search(reserved)
    assert shown(slack)["title"]["text"] == "Search the casebook"
    await search(reserved, home="T9")
    assert words(shown(slack)) == "Casebook answers people of its own workspace only."
    reserved.desk.close()


def test_suggestions_without_anything_are_none() -> None:
    assert suggestions((), (), "") == ()
