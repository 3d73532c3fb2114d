"""Why a second is linked, and reporting that it is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.model import Line, Review, Seconds
from handlers.blocks import limits
from handlers.blocks.buttons import Ticket, read
from handlers.blocks.rich import clipped
from handlers.blocks.seconds import doubtful, key, option, report_modal, stamps_of, why_said
from tests.handlers.fakes import HOSTILE, FakeSlack, Talk, cited, labels

REPORTED = key("id-Estates were retrofi", "21:18:31")


def opened(slack: FakeSlack) -> dict[str, Any]:
    """The dialog that was opened last."""
    view: dict[str, Any] = slack.said("views.open")[-1]["view"]
    return view


async def reporting(talk: Talk, slack: FakeSlack, typed: str = "camden") -> dict[str, Any]:
    """The dialog of Wrong second? under an answer."""
    await talk.command(typed)
    await talk.press("wrong")
    return opened(slack)


async def test_why_is_asked_only_where_a_second_is_doubtful(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("camden")
    await talk.command("vinnova")
    doubted, sound = slack.said()
    assert "Why this second?" in labels(doubted)
    assert "Why this second?" not in labels(sound)


async def test_why_tells_whoever_asks_the_stamp_the_reason_and_the_place(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.mention("camden")
    await talk.press("why", person="U2", private=False)
    [reply] = slack.said("respond")
    assert reply["text"] == (
        "Why this second? These stamps are not taken just as the note has them:\n"
        "• “Estates were retrofitted.” ▶\u00a021:18 https://www.youtube.com/watch?v=PMeGhXxyupE&amp;t=4453s"
        " The note says 21:18:31; read as 21 min 18 s. (a_note, line 12)"
    )
    assert (reply["response_type"], reply["thread_ts"]) == ("ephemeral", "1.5")


def test_a_reason_that_does_not_name_the_stamp_gets_it_named() -> None:
    line = cited("Streets.", Seconds("16:16:16", 976, None, "repaired", "hours do not reach 16"))
    assert "The note says 16:16:16. Hours do not reach 16." in why_said(line.stamps).text


@pytest.mark.parametrize("typed", ["camden", "case Vinnova", "porto alegre", "cost", "everything"])
async def test_wrong_opens_a_dialog_with_the_seconds_of_the_page_and_no_text_of_its_own(
    talk: Talk, slack: FakeSlack, typed: str
) -> None:
    view = await reporting(talk, slack, typed)
    [select] = [b["element"] for b in view["blocks"] if b.get("block_id") == "which"]
    assert all(each["text"]["text"].endswith(("▶ 1:14:13", "▶ 21:18")) for each in select["options"])
    carried = json.loads(view["private_metadata"])
    assert set(carried) <= {"about", "key", "page"}
    assert "Streets became" not in view["private_metadata"]


async def test_the_dialog_is_about_the_page_that_is_shown(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("everything")
    await talk.press("more")
    await talk.press("wrong")
    shown = [each["text"]["text"] for each in opened(slack)["blocks"][0]["element"]["options"]]
    words = slack.said("respond")[-1]["text"]
    assert all(each.removesuffix(" ▶ 1:14:13") in words for each in shown)
    assert len(shown) == words.count("▶")


async def test_a_report_is_thanked_for_and_kept_without_a_person(talk: Talk, slack: FakeSlack) -> None:
    view = await reporting(talk, slack)
    answered = await talk.submit(view, {"which": REPORTED, "right": "21:19"}, person="U7")
    assert answered["response_action"] == "update"
    assert "Thank you." in json.dumps(answered["view"])
    assert talk.desk.journal.reviews() == (
        Review("a_note", "id-Estates were retrofi", "21:18:31", 1279, 1, talk.now),
    )


async def test_a_case_card_takes_reports_too(talk: Talk, slack: FakeSlack) -> None:
    view = await reporting(talk, slack, "case Vinnova")
    which = view["blocks"][0]["element"]["options"][0]["value"]
    await talk.submit(view, {"which": which, "right": None})
    assert [(each.raw, each.suggested) for each in talk.desk.journal.reviews()] == [("01:14:13", None)]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("99:99:99", "That is no time."),
        ("-1:00", "That is no time."),
        ("<!channel>", "That is no time."),
        ("1" * 4_000, "That is no time."),
        ("1:" * 2_000, "That is no time."),
        ("half past two", "That is no time."),
        ("1:20:01", "The talk ends at 1:20:00."),
    ],
)
async def test_what_is_no_second_of_the_talk_is_said_under_the_input(
    talk: Talk, slack: FakeSlack, typed: str, says: str
) -> None:
    view = await reporting(talk, slack)
    answered = await talk.submit(view, {"which": REPORTED, "right": typed})
    assert answered["response_action"] == "errors"
    assert answered["errors"]["right"].startswith(says)
    assert talk.desk.journal.reviews() == ()


@pytest.mark.parametrize("right", ["", "   ", None, 7, ["1:00"]])
async def test_no_suggestion_is_none(talk: Talk, slack: FakeSlack, right: object) -> None:
    view = await reporting(talk, slack)
    await talk.submit(view, {"which": REPORTED, "right": right})
    assert [each.suggested for each in talk.desk.journal.reviews()] == [None]


@pytest.mark.parametrize(
    ("metadata", "says"),
    [
        ("", "older version"),
        ("[]", "older version"),
        ('{"about": "review", "key": "x"}', "older version"),
        ('{"about": "answer", "key": "unknown"}', "older than a day"),
        ('{"about": "case", "key": "Atlantis"}', "have left the notes"),
        ('{"about": "case", "key": "Vinnova", "page": 99999}', "That line has left the notes"),
    ],
)
async def test_a_forged_dialog_gets_a_sentence(
    talk: Talk, slack: FakeSlack, metadata: str, says: str
) -> None:
    view = await reporting(talk, slack)
    answered = await talk.submit(view, {"which": REPORTED}, private_metadata=metadata)
    assert says in json.dumps(answered["view"])
    assert talk.desk.journal.reviews() == ()


async def test_a_dialog_sent_off_a_day_later_says_so(talk: Talk, slack: FakeSlack) -> None:
    view = await reporting(talk, slack)
    talk.now += 25 * 3600
    assert "older than a day" in json.dumps(await talk.submit(view, {"which": REPORTED}))


async def test_a_stamp_that_is_not_on_the_page_is_not_reported(talk: Talk, slack: FakeSlack) -> None:
    view = await reporting(talk, slack)
    for which in ("", "x" * 5_000, key("id-Estates were retrofi", "other")):
        assert "has left the notes" in json.dumps(await talk.submit(view, {"which": which}))
    assert talk.desk.journal.reviews() == ()


async def test_a_dialog_that_slack_opened_no_more_asks_to_press_again(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses = {"views.open": "expired_trigger_id"}
    await talk.command("camden")
    await talk.press("wrong")
    assert slack.said()[-1]["text"].startswith("Slack lets a dialog open for three seconds only")


async def test_an_error_behind_a_dialog_is_said_in_it(talk: Talk, slack: FakeSlack) -> None:
    view = await reporting(talk, slack)
    talk.desk.journal.recall = None  # type: ignore[method-assign,assignment]
    assert "That went wrong on my side" in json.dumps(await talk.submit(view, {"which": REPORTED}))


async def test_a_dialog_is_taken_also_where_only_some_channels_are_spoken_in(
    slack: FakeSlack, talk: Talk
) -> None:
    reserved = Talk(slack, talk.given.index.parent, channels=frozenset({"C1"}))
    view = await reporting(reserved, slack)
    assert "Thank you." in json.dumps(await reserved.submit(view, {"which": REPORTED}))
    reserved.desk.close()


def hostile_lines() -> tuple[Line, ...]:
    return tuple(
        cited(
            f"{n} {HOSTILE} " + "word " * 200,
            Seconds(f"{n}:99" + ":9" * 50, None, None, "unusable", HOSTILE * 9),
        )
        for n in range(150)
    )


def test_any_stamps_fit_a_message_and_a_dialog() -> None:
    stamps = stamps_of(hostile_lines())
    said = why_said(doubtful(stamps))
    assert limits.check({"text": clipped(said.text), "blocks": list(said.blocks)}, "message") == ()
    assert "<!channel>" not in said.text
    assert "<javascript" not in said.text
    view = report_modal(Ticket("answer", "k"), stamps)
    assert limits.check(view, "modal") == ()
    assert len(view["blocks"][0]["element"]["options"]) == 100


def test_an_option_keeps_its_second_in_sight() -> None:
    [stamp] = cited("Long " * 60, Seconds("1:14:13", 4453)).stamps
    assert option(stamp).endswith(" … ▶ 1:14:13")
    assert len(option(stamp)) <= 56


def test_no_button_carries_text_of_a_note() -> None:
    assert read(Ticket("review", key("s", "21:18:31")).written()) == Ticket("review", key("s", "21:18:31"))
    assert len(key("s" * 9_999, "raw")) == 20
