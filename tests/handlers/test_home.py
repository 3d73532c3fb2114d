"""The Home tab: what it shows, to whom, and what its buttons do; through the real app."""

from __future__ import annotations

import json
import logging
import threading
from typing import Any

import pytest

from bot.errors import IndexUnusable
from bot.model import Answer, Contents, Kind
from handlers import messages
from tests.handlers.fakes import SURE, FakeSlack, Talk, labels


def words(view: dict[str, Any]) -> str:
    """All that a view says, in the order of reading."""

    def texts(thing: object) -> list[str]:
        if isinstance(thing, list):
            return [each for one in thing for each in texts(one)]
        if isinstance(thing, dict):
            own = [thing["text"]] if isinstance(thing.get("text"), str) else []
            return own + [each for one in thing.values() for each in texts(one)]
        return []

    return " ".join(texts(view["blocks"]))


async def home(talk: Talk, person: str = "U1") -> dict[str, Any]:
    """The tab as somebody sees it who opens it."""
    await talk.visit("home", person=person)
    return shown(talk.slack)


def shown(slack: FakeSlack, how: str = "views.publish") -> dict[str, Any]:
    view: dict[str, Any] = slack.said(how)[-1]["view"]
    return view


def dialog(slack: FakeSlack) -> dict[str, Any]:
    """The dialog that was opened, laid over another or changed last."""
    view: dict[str, Any] = [
        sent["view"] for method, sent in slack.told if method in ("views.open", "views.push", "views.update")
    ][-1]
    return view


# --- what it shows ----------------------------------------------------------------------------------------


async def test_the_tab_shows_the_case_of_the_day_a_search_the_notes_and_what_was_saved(talk: Talk) -> None:
    view = await home(talk)

    said = words(view)
    for part in ("Has anyone done this before?", "Sweden · Vinnova on 2023-11-14", "Browse the notes"):
        assert part in said
    assert "None yet. Press Save under a case" in said
    assert [block["element"]["type"] for block in view["blocks"] if block["type"] == "input"] == [
        "plain_text_input"
    ]
    assert labels(view) == [
        *("Ask", "What is Vinnova about?", "Sweden: what got in the way?", "Day 14: what was tried?"),
        *("Whole case", "Save", "Sweden · 4", "Norway · 1", "All countries"),
        *("What got in the way · 2", "What helped · 3", "Browse topics", "Set up", "Help", "What is kept"),
    ]


async def test_nothing_is_posted_to_whoever_opens_the_tab(talk: Talk, slack: FakeSlack) -> None:
    await home(talk)

    assert [method for method, _ in slack.told] == ["views.publish"]
    assert slack.told[0][1]["user_id"] == "U1"


async def test_whoever_comes_first_is_welcomed_once(talk: Talk) -> None:
    assert "Welcome." in words(await home(talk))
    assert "Welcome." not in words(await home(talk))
    assert "Welcome." in words(await home(talk, "U2"))


async def test_a_welcome_that_slack_refused_is_given_the_next_time(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses = {"views.publish": "internal_error"}
    await talk.visit("home")
    slack.refuses = {}

    assert "Welcome." in words(await home(talk))


async def test_notes_that_hold_nothing_yet_have_a_tab_too(talk: Talk) -> None:
    talk.casebook.holds = Contents(0, 0, 0)

    assert "0 notes, 0 statements, 0 cases." in words(await home(talk))


async def test_about_is_left_alone(talk: Talk, slack: FakeSlack) -> None:
    assert (await talk.visit("about")).status == 200
    assert slack.told == []


# --- shown anew, and refused ------------------------------------------------------------------------------


async def test_a_tab_is_shown_anew_only_over_the_one_that_was_opened(talk: Talk, slack: FakeSlack) -> None:
    await talk.visit("home")
    await talk.visit("home", view={"hash": "1.abc", "type": "home"})

    assert [sent.get("hash") for sent in slack.said("views.publish")] == [None, "1.abc"]


async def test_a_tab_that_changed_meanwhile_is_shown_afresh_once(talk: Talk, slack: FakeSlack) -> None:
    slack.conflicts = 1
    response = await talk.visit("home", view={"hash": "1.abc", "type": "home"})

    assert response.status == 200
    assert [(method, sent.get("hash")) for method, sent in slack.told] == [
        ("hash_conflict", "1.abc"),
        ("views.publish", None),
    ]


async def test_a_tab_that_slack_refuses_is_logged_and_sent_again_and_nobody_is_bothered(
    talk: Talk, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.refuses = {"views.publish": "not_enabled"}
    with caplog.at_level(logging.ERROR, "casebook"):
        response = await talk.visit("home")

    assert response.status == 500
    assert slack.told == []
    assert "SlackApiError (not_enabled)" in caplog.text


async def test_whoever_opens_the_tab_is_told_there_what_is_wrong(talk: Talk, slack: FakeSlack) -> None:
    def broken() -> Contents:
        raise IndexUnusable("The index is damaged. Build it anew with: casebook index FOLDER")

    talk.casebook.contents = broken  # type: ignore[method-assign]
    response = await talk.visit("home")

    assert response.status == 200
    assert "Build it anew with: casebook index FOLDER" in words(shown(slack))
    assert slack.said("chat.postMessage") == []


# --- asking -----------------------------------------------------------------------------------------------


async def test_what_is_typed_is_answered_in_a_dialog_and_nowhere_else(talk: Talk, slack: FakeSlack) -> None:
    view = await home(talk)
    await talk.press_in(view, "ask", words="  vinnova <!channel>  ")

    assert talk.casebook.asked[-1] == ("vinnova", None)
    assert "Streets became places for biodiversity." in words(dialog(slack))
    assert labels(dialog(slack)) == [
        *("Whole case: Vinnova", "Save", "Copy for a brief"),
        *("Challenges", "What helped", "Wrong second?"),
    ]
    assert [method for method, _ in slack.told] == ["views.publish", "views.open"]


async def test_enter_asks_too(talk: Talk, slack: FakeSlack) -> None:
    view = await home(talk)
    search = next(block["element"] for block in view["blocks"] if block["type"] == "input")
    assert search["dispatch_action_config"] == {"trigger_actions_on": ["on_enter_pressed"]}

    body = {"blocks": [{"type": "actions", "elements": [{**search, "value": "vinnova"}]}]}
    await talk.press_in({**view, **body}, "ask", words="vinnova")

    assert "Streets became places" in words(dialog(slack))


async def test_an_example_is_asked_as_it_stands(talk: Talk) -> None:
    view = await home(talk)
    await talk.press_in(view, "ask", about="challenges in", words="something typed")

    assert talk.casebook.asked[-1] == ("in Sweden", "challenge")


async def test_a_search_without_words_asks_for_some(talk: Talk, slack: FakeSlack) -> None:
    await talk.press_in(await home(talk), "ask", words="   ")

    assert "Write a few words first" in words(dialog(slack))
    assert talk.casebook.asked == []


async def test_commands_are_understood_there_too(talk: Talk, slack: FakeSlack) -> None:
    view = await home(talk)
    for asked, said in (("help", "any question"), ("case Vinnova", "What helped"), ("topics", "Silos")):
        await talk.press_in(view, "ask", words=asked)
        assert said in words(dialog(slack))


async def test_a_dialog_that_came_too_late_is_told_by_message(talk: Talk, slack: FakeSlack) -> None:
    view = await home(talk)
    slack.refuses = {"views.open": "expired_trigger_id"}
    await talk.press_in(view, "ask", words="vinnova")

    [message] = slack.said("chat.postMessage")
    assert (message["channel"], "three seconds" in message["text"]) == ("U1", True)


async def test_pages_turn_within_the_dialog_and_a_case_lies_over_it(talk: Talk, slack: FakeSlack) -> None:
    await talk.press_in(await home(talk), "ask", words="everything")
    await talk.press_in(dialog(slack), "more")
    assert "Page 2 of" in words(dialog(slack))
    await talk.press_in(dialog(slack), "back")
    assert "Page 1 of" in words(dialog(slack))

    await talk.press_in(await home(talk), "ask", words="vinnova")
    await talk.press_in(dialog(slack), "case")

    assert [method for method, _ in slack.told if method != "views.publish"] == [
        *("views.open", "views.update", "views.update", "views.open", "views.push")
    ]
    assert slack.said("views.update")[0]["view_id"] == "Vmodal"
    assert dialog(slack)["close"]["text"] == "Back"


async def test_a_dialog_that_was_closed_meanwhile_is_let_go(talk: Talk, slack: FakeSlack) -> None:
    await talk.press_in(await home(talk), "ask", words="everything")
    before = len(slack.told)
    slack.refuses = {"views.update": "not_found"}
    await talk.press_in(dialog(slack), "more")

    assert len(slack.told) == before


async def test_a_fourth_dialog_takes_the_place_of_the_third(talk: Talk, slack: FakeSlack) -> None:
    await talk.press_in(await home(talk), "ask", words="vinnova")
    slack.refuses = {"views.push": "push_limit_reached"}
    await talk.press_in(dialog(slack), "wrong")

    assert shown(slack, "views.update")["callback_id"] == "report"


# --- browsing ---------------------------------------------------------------------------------------------


async def test_a_country_lists_its_cases_and_leads_back_to_all_countries(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.press_in(await home(talk), "browse", about="Sweden")
    assert "Cases in Sweden Vinnova — 7 statements" in words(dialog(slack))

    await talk.press_in(dialog(slack), "browse", about="countries")
    assert "Sweden — 4 cases" in words(dialog(slack))
    assert "No country named — 2 cases" in words(dialog(slack))

    await talk.press_in(dialog(slack), "browse", about="Sweden")
    await talk.press_in(dialog(slack), "case")
    assert "What was tried" in words(dialog(slack))
    assert [method for method, _ in slack.told][1:] == [
        *("views.open", "views.update", "views.update", "views.push")
    ]


@pytest.mark.parametrize(
    ("kind", "listed", "head"),
    [
        ("challenge", "Streets for people — 2 statements", "What got in the way:  Streets for people"),
        ("approach", "School food — 3 statements", None),
    ],
)
async def test_topics_of_a_kind_lead_to_what_was_said(
    talk: Talk, slack: FakeSlack, kind: Kind, listed: str, head: str | None
) -> None:
    await talk.press_in(await home(talk), "browse", about=kind)
    assert listed in words(dialog(slack))
    await talk.press_in(dialog(slack), "browse", about='"chapter"')

    if head:
        assert " ".join(head.split()) in " ".join(words(dialog(slack)).split())
        assert "Streets became places" in words(dialog(slack))
    else:
        assert "no longer say anything of that kind" in words(dialog(slack))


async def test_a_forged_button_to_browse_by_is_from_an_older_version(talk: Talk, slack: FakeSlack) -> None:
    view = await home(talk)
    forged = {"type": "button", "action_id": "browse", "value": json.dumps({"about": "answer", "key": "x"})}
    view["blocks"] = [{"type": "actions", "elements": [forged]}]
    await talk.press_in(view, "browse")

    assert "This button is from an older version." in words(dialog(slack))


# --- the Messages tab -------------------------------------------------------------------------------------


async def test_the_messages_tab_suggests_four_questions_of_the_day(talk: Talk, slack: FakeSlack) -> None:
    await talk.visit("messages")

    [sent] = slack.said("assistant.threads.setSuggestedPrompts")
    assert sent["channel_id"] == "D1"
    assert "thread_ts" not in sent
    assert sent["prompts"] == [
        {"title": "What is Vinnova about?", "message": "case Vinnova"},
        {"title": "Sweden: what got in the way?", "message": "challenges in Sweden"},
        {"title": "Day 14: what was tried?", "message": "examples in Day 14"},
        {"title": "What do the notes cover?", "message": "topics"},
    ]


async def test_whoever_opens_the_messages_tab_first_is_welcomed_there_once(
    talk: Talk, slack: FakeSlack
) -> None:
    for _ in range(2):
        await talk.visit("messages")

    [message] = slack.said("chat.postMessage")
    assert message["channel"] == "D1"
    assert message["text"].startswith("Welcome. I answer from your team's own notes")


async def test_whoever_was_welcomed_in_one_tab_is_not_in_the_other(talk: Talk, slack: FakeSlack) -> None:
    await talk.visit("home")
    await talk.visit("messages")
    assert slack.said("chat.postMessage") == []

    await talk.visit("messages", person="U2")
    assert "Welcome." not in words(await home(talk, "U2"))


async def test_prompts_that_slack_refuses_cost_nobody_anything(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses = {"assistant.threads.setSuggestedPrompts": "unknown_method"}

    assert (await talk.visit("messages")).status == 200
    assert len(slack.said("chat.postMessage")) == 1


async def test_everybody_sees_the_tab_in_their_own_language(talk: Talk, slack: FakeSlack) -> None:
    slack.locale = "fr-FR"
    assert "Le cas de mission du jour" in words(await home(talk))
    slack.locale = "es-ES"
    assert "El caso de misión de hoy" in words(await home(talk, "U2"))


async def test_a_quick_answer_sets_no_status(
    talk: Talk, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However busy the machine is, this answer is quick.
    monkeypatch.setattr(messages, "_PATIENCE", 60.0)
    await talk.direct("vinnova")

    assert slack.said("assistant.threads.setStatus") == []


@pytest.mark.parametrize("refused", [{}, {"assistant.threads.setStatus": "not_allowed"}])
async def test_a_slow_answer_says_meanwhile_that_it_is_looking(
    talk: Talk, slack: FakeSlack, refused: dict[str, str]
) -> None:
    looked = threading.Event()
    slack.on_method["assistant.threads.setStatus"] = looked.set
    slack.refuses = refused

    def slow(text: str, *, kind: Kind | None = None) -> Answer:  # noqa: ARG001
        looked.wait(20)
        return SURE

    talk.casebook.ask = slow  # type: ignore[method-assign]
    await talk.direct("vinnova", ts="9.5")

    statuses = slack.said("assistant.threads.setStatus")
    assert [(each["thread_ts"], each["status"]) for each in statuses] == (
        [] if refused else [("9.5", "is looking through the notes…"), ("9.5", "")]
    )
    assert "Streets became places" in slack.said("chat.postMessage")[-1]["text"]
