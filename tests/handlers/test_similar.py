"""Find similar cases, on a message: a dialog that only whoever asks sees."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.pages import pages
from handlers.blocks import limits
from handlers.blocks.buttons import Ticket
from handlers.blocks.cards import card_page
from handlers.blocks.results import SEARCH, SIMILAR, Held, held, results, search_dialog
from handlers.blocks.views import answer_page
from tests.handlers.blocks.test_sayings import ANSWERS
from tests.handlers.doors import act, actions, press, shown, similar, words
from tests.handlers.fakes import CARD, HOSTILE, LONG, SILENT, FakeSlack, Talk

OF_A_CASE = ("Whole case: Vinnova", "Save", "Copy for a brief")
SECRET = "The mayor wants vinnova streets before Friday"


async def test_a_message_is_answered_in_a_dialog_that_only_whoever_asks_sees(
    talk: Talk, slack: FakeSlack
) -> None:
    await similar(talk, "Did vinnova let children draw streets?")
    assert [method for method, _ in slack.told] == ["views.open"]
    view = shown(slack)
    assert view["title"]["text"] == "Similar cases"
    assert "Streets became places for biodiversity." in words(view)
    assert actions(view) == [*OF_A_CASE, "Challenges", "What helped", "Wrong second?", "Reply in thread"]


def kept(talk: Talk) -> bytes:
    return Path(talk.given.database_url.removeprefix("sqlite:///")).read_bytes()


async def test_the_words_of_a_message_are_kept_nowhere(
    talk: Talk, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    await similar(talk, SECRET)
    await similar(talk, "porto alegre")
    assert b"mayor" not in kept(talk)
    assert b"participatory" not in kept(talk)
    assert b"Porto" not in kept(talk)
    assert "mayor" not in json.dumps(shown(slack))
    assert "mayor" not in caplog.text


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ({"text": "<@U2> see <https://a.example|vinnova &amp; streets> :tada:"}, "see vinnova & streets"),
        ({"text": "word " * 2_000}, ("word " * 600).strip()),
        ({"text": "New form", "bot_id": "B9", "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": "Idea box"}},
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
                {"type": "text", "text": "vinnova streets"}]}]},
            {"type": "actions", "elements": [{"type": "button", "text": {"text": "Approve this now, please"}}]},
        ]}, "Idea box vinnova streets"),
        ({"text": "The whole of it stands in the text.", "bot_id": "B9", "blocks": []},
         "The whole of it stands in the text."),
        ({"text": "", "attachments": [{"text": "vinnova, forwarded", "fallback": "[no preview]"}]},
         "vinnova, forwarded"),
        ({"text": "mine", "attachments": [{"text": "not mine, and much longer"}]}, "mine"),
    ],
)  # fmt: skip
async def test_what_a_message_says_is_asked(talk: Talk, message: dict[str, Any], asked: str) -> None:
    await similar(talk, message)
    assert talk.casebook.asked == [(asked, None)]


@pytest.mark.parametrize(
    "message",
    [
        {"text": ""},
        {"text": ":tada: 👍"},
        {"text": "<@U2> <https://a.example>"},
        {"text": "", "files": [{"id": "F1", "name": "minutes.pdf"}]},
        {"text": "", "bot_id": "B9", "blocks": [{"type": "divider"}]},
        {"text": None, "blocks": None, "attachments": None},
    ],
)
async def test_a_message_without_words_gets_a_kind_sentence(
    talk: Talk, slack: FakeSlack, message: dict[str, Any]
) -> None:
    await similar(talk, message)
    assert words(shown(slack)).startswith("That message has no words to look for")
    assert talk.casebook.asked == []


# --- pages and cases ------------------------------------------------------------------------------------------


async def test_more_and_back_turn_the_page_inside_the_dialog(talk: Talk, slack: FakeSlack) -> None:
    await similar(talk, "everything")
    assert "Page 1 of" in words(shown(slack))
    assert actions(shown(slack)) == ["More", "Wrong second?", "Reply in thread"]
    await press(talk, "more")
    assert "Page 2 of" in words(shown(slack))
    await press(talk, "back")
    assert "Page 1 of" in words(shown(slack))
    assert [method for method, _ in slack.told] == ["views.open", "views.update", "views.update"]


async def test_the_last_page_has_no_more(talk: Talk, slack: FakeSlack) -> None:
    await similar(talk, "everything")
    for _ in range(len(pages(LONG)) - 1):
        await press(talk, "more")
    assert actions(shown(slack))[0] == "Back"
    assert "More" not in actions(shown(slack))


async def test_the_whole_case_lies_over_the_results(talk: Talk, slack: FakeSlack) -> None:
    await similar(talk, "vinnova")
    await press(talk, "case")
    assert slack.told[-1][0] == "views.push"
    view = shown(slack)
    assert (view["title"]["text"], view["close"]["text"]) == ("The whole case", "Back")
    assert "What was tried" in words(view)


async def test_a_case_that_stands_beside_takes_its_place_in_the_dialog(talk: Talk, slack: FakeSlack) -> None:
    await similar(talk, "vinnova")
    await press(talk, "case")
    beside = {"type": "button", "action_id": "case", "value": Ticket("case", "Vinnova").written()}
    await act(talk, shown(slack), beside)
    assert [method for method, _ in slack.told] == ["views.open", "views.push", "views.update"]


async def test_each_result_can_be_saved_and_copied_and_a_second_of_it_called_wrong(
    talk: Talk, slack: FakeSlack
) -> None:
    await similar(talk, "vinnova")
    await press(talk, "save")
    assert slack.told[-2][0] == "views.update"
    saved = next(
        view for method, call in reversed(slack.told) if method == "views.update" for view in [call["view"]]
    )
    assert words(saved).startswith("Saved: it waits for you on my Home tab")
    assert actions(saved)[:2] == ["Whole case: Vinnova", "Copy for a brief"]
    assert [each.case for each in talk.desk.journal.saved("T1", "U1")] == ["Vinnova"]

    await similar(talk, "vinnova")
    for action, title in (("brief", "Copy for a brief"), ("wrong", "Wrong second?")):
        await similar(talk, "vinnova")
        await press(talk, action)
        assert (slack.told[-1][0], shown(slack)["title"]["text"]) == ("views.push", title)


async def test_a_whole_case_over_the_results_goes_into_the_thread_too(talk: Talk, slack: FakeSlack) -> None:
    await similar(talk, "vinnova")
    await press(talk, "case")
    assert actions(shown(slack)) == ["Save", "Copy for a brief", "Wrong second?", "Reply in thread"]
    await press(talk, "reply")
    [reply] = slack.said("chat.postMessage")
    assert reply["thread_ts"] == "5.5"
    assert "What was tried" in reply["text"]
    assert reply["text"].endswith("Shared by <@U1>")
    assert (shown(slack)["title"]["text"], shown(slack)["close"]["text"]) == ("The whole case", "Back")


# --- out of the dialog ----------------------------------------------------------------------------------------


async def test_a_reply_stands_in_the_messages_thread_in_the_name_of_whoever_pressed(
    talk: Talk, slack: FakeSlack
) -> None:
    await similar(talk, "vinnova", person="U3")
    await press(talk, "reply", person="U3")
    [reply] = slack.said("chat.postMessage")
    assert (reply["channel"], reply["thread_ts"]) == ("C1", "5.5")
    assert reply["text"].endswith("Shared by <@U3>")
    assert words(shown(slack)).startswith("It stands in the thread now")
    assert actions(shown(slack)) == [*OF_A_CASE, "Challenges", "What helped", "Wrong second?"]


async def test_a_reply_to_a_reply_stands_in_the_same_thread(talk: Talk, slack: FakeSlack) -> None:
    await similar(talk, {"text": "vinnova", "thread_ts": "4.4"})
    await press(talk, "reply")
    assert slack.said("chat.postMessage")[0]["thread_ts"] == "4.4"


async def test_the_page_in_sight_is_the_one_that_is_shared_and_gone_on_from(
    talk: Talk, slack: FakeSlack
) -> None:
    await similar(talk, "everything")
    await press(talk, "more")
    await press(talk, "reply")
    assert "Page 2 of" in slack.said("chat.postMessage")[0]["text"]
    await talk.mention("more", thread_ts="5.5")
    assert "Page 3 of" in slack.said("chat.postMessage")[1]["text"]


async def test_pressed_twice_it_is_shared_once(talk: Talk, slack: FakeSlack) -> None:
    await similar(talk, "vinnova")
    view = shown(slack)
    button = next(
        each for row in view["blocks"] for each in row.get("elements", ()) if each.get("action_id") == "reply"
    )
    await act(talk, view, button)
    await act(talk, view, button)
    assert len(slack.said("chat.postMessage")) == 1
    assert words(shown(slack)).startswith("It stands in the thread already.")


@pytest.mark.parametrize(
    ("channel", "says"),
    [
        ("C1", "I am not in that conversation. Invite me with /invite @casebook"),
        ("D7", "I am not part of that"),
    ],
)
@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found"])
async def test_where_the_bot_is_no_member_it_says_so_kindly_and_may_be_asked_again(
    talk: Talk, slack: FakeSlack, channel: str, says: str, code: str
) -> None:
    slack.refuses = {"chat.postMessage": code}
    await similar(talk, "vinnova", channel=channel)
    await press(talk, "reply")
    assert words(shown(slack)).startswith(says)
    assert "Reply in thread" in actions(shown(slack))
    slack.refuses = {}
    await press(talk, "reply")
    assert len(slack.said("chat.postMessage")) == 1


async def test_a_thread_that_is_gone_is_said_in_the_dialog(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses = {"chat.postMessage": "thread_not_found"}
    await similar(talk, "vinnova")
    await press(talk, "reply")
    assert words(shown(slack)) == "The message is gone, so there is no thread to reply in."


async def test_silence_is_counted_as_a_gap_only_when_somebody_asks_for_it(
    talk: Talk, slack: FakeSlack
) -> None:
    await similar(talk, "What of porto alegre?")
    assert "The notes have nothing on this." in words(shown(slack))
    assert actions(shown(slack)) == ["Browse topics", "Wrong second?", "Log as a gap"]
    assert talk.desk.journal.gaps() == ()

    await press(talk, "gap")
    [gap] = talk.desk.journal.gaps()
    assert (gap.words, gap.asked) == (("budget", "participatory"), 1)
    assert "Noted for the curators, without your name: budget, participatory." in words(shown(slack))
    assert "Log as a gap" not in actions(shown(slack))


async def test_a_gap_logged_twice_is_counted_once(talk: Talk, slack: FakeSlack) -> None:
    await similar(talk, "porto alegre")
    view = shown(slack)
    button = next(
        each for row in view["blocks"] for each in row.get("elements", ()) if each.get("action_id") == "gap"
    )
    await act(talk, view, button)
    await act(talk, view, button)
    assert talk.desk.journal.gaps()[0].asked == 1


# --- what may go wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["more", "reply", "gap"])
async def test_an_answer_older_than_a_day_is_said_in_the_dialog(
    talk: Talk, slack: FakeSlack, action: str
) -> None:
    await similar(talk, "porto alegre" if action == "gap" else "everything")
    talk.now += 25 * 3600
    await press(talk, action)
    assert words(shown(slack)) == "This answer is older than a day; ask again."
    assert slack.said("chat.postMessage") == []
    assert talk.desk.journal.gaps() == ()


async def test_a_case_that_left_the_notes_is_said_in_the_dialog(talk: Talk, slack: FakeSlack) -> None:
    await similar(talk, "vinnova")
    await act(
        talk,
        shown(slack),
        {"type": "button", "action_id": "case", "value": Ticket("case", "Atlantis").written()},
    )
    assert words(shown(slack)) == "The notes no longer tell of a case named “Atlantis”."


async def test_a_trigger_that_expired_is_said_privately_or_in_the_dialog_that_is_open(
    talk: Talk, slack: FakeSlack
) -> None:
    slack.refuses = {"views.open": "expired_trigger_id", "views.push": "expired_trigger_id"}
    await similar(talk, "vinnova")
    assert slack.said("respond")[0]["text"].startswith("Slack lets a dialog open for three seconds only")
    slack.refuses = {"views.push": "expired_trigger_id"}
    await similar(talk, "vinnova")
    await press(talk, "case")
    assert slack.told[-1][0] == "views.update"
    assert words(shown(slack)).startswith("Slack lets a dialog open for three seconds only")


async def test_a_dialog_closed_meanwhile_is_let_go(
    talk: Talk, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    await similar(talk, "everything")
    slack.refuses = {"views.update": "not_found"}
    await press(talk, "more")
    assert caplog.text == ""
    assert len(slack.told) == 1


async def test_an_error_is_said_in_the_dialog_without_a_word_of_the_message(
    talk: Talk, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    await similar(talk, "vinnova")
    talk.desk.journal.recall = None  # type: ignore[method-assign,assignment]
    await press(talk, "reply")
    assert words(shown(slack)).startswith("That went wrong on my side")
    talk.casebook.raises = [RuntimeError(SECRET)]
    await similar(talk, SECRET)
    assert slack.said("respond")[-1]["text"].startswith("That went wrong on my side")
    assert "mayor" not in caplog.text


@pytest.mark.parametrize("metadata", ["", "[]", "{}", '{"ticket": "x"}', '{"ticket": 5}', '{"ticket": "{}", "x": 1}',
                                      '{"ticket": "{}", "channel": 5}', '{"ticket": "{}", "over": "yes"}'])  # fmt: skip
async def test_a_forged_dialog_gets_a_sentence(talk: Talk, slack: FakeSlack, metadata: str) -> None:
    await similar(talk, "everything")
    view = {**shown(slack), "private_metadata": metadata}
    await act(
        talk, view, {"type": "button", "action_id": "reply", "value": Ticket("answer", "x", 1).written()}
    )
    assert "older version" in words(shown(slack))
    assert slack.said("chat.postMessage") == []


# --- where, and for whom --------------------------------------------------------------------------------------


async def test_where_it_does_not_speak_it_says_so_privately(reserved: Talk, slack: FakeSlack) -> None:
    await similar(reserved, "vinnova", channel="C1")
    [message] = slack.said()
    assert message["text"].startswith("Casebook answers only in certain channels")
    assert message["response_type"] == "ephemeral"
    await similar(reserved, "vinnova", channel="C7")
    await press(reserved, "reply")
    assert len(slack.said("chat.postMessage")) == 1


async def test_people_from_outside_are_told_privately(talk: Talk, slack: FakeSlack) -> None:
    await similar(talk, "vinnova", home="T9")
    assert [message["text"] for message in slack.said()] == [
        "Casebook answers people of its own workspace only."
    ]


# --- what Slack takes -----------------------------------------------------------------------------------------


@given(ANSWERS, st.integers(0, 50))
def test_any_answer_fits_the_dialogs(answer: Any, page: int) -> None:  # noqa: ANN401
    ticket = Ticket("answer", "k" * 12, page)
    about = Held(channel="C" * 11, thread="1790000000.000000", over=True)
    said = answer_page(answer, ticket, "dialog")
    assert limits.check(search_dialog(said, words="x" * 3_000), "modal") == ()
    for name in (SIMILAR, SEARCH):
        view = results(said, about, name)
        assert limits.check(view, "modal") == ()
        assert held(view["private_metadata"]) == replace(about, ticket=ticket)


def test_the_largest_answer_and_hostile_text_fit_too() -> None:
    about = Held(channel="C1", thread="1.1")
    for answer in (LONG, SILENT):
        assert (
            limits.check(results(answer_page(answer, Ticket("answer", "k"), "dialog"), about), "modal") == ()
        )
    case = replace(CARD, name=HOSTILE * 15)
    assert (
        limits.check(results(card_page(case, Ticket("case", HOSTILE * 15), "dialog"), about), "modal") == ()
    )
