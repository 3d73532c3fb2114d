"""What waits for the curators, who may see it, and what they decide."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.model import Correction, Gap, Review, Reviewed, Seconds, Theme, Unwritten, Waiting
from handlers.blocks import limits
from handlers.blocks.gaps import MOST, correction_modal, gaps_list
from handlers.blocks.rich import clipped
from tests.handlers.fakes import HOSTILE, NASTY, TEAM, FakeSlack, Talk, cited, elements, labels

ESTATES = ("a_note", "id-Estates were retrofi", "21:18:31")
STREETS = ("a_note", "id-Streets became place", "01:14:13")


@pytest.fixture
async def curated(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Talk]:
    """A talk with a bot whose curator is U1, and one second under review."""
    begun = Talk(slack, tmp_path, curators=frozenset({"U1"}))
    begun.desk.journal.review(*ESTATES, 1279, begun.now)
    yield begun
    begun.desk.close()
    begun.desk.journal.close()


def opened(slack: FakeSlack) -> dict[str, Any]:
    """The dialog that was opened last."""
    view: dict[str, Any] = slack.said("views.open")[-1]["view"]
    return view


async def correcting(talk: Talk, slack: FakeSlack) -> dict[str, Any]:
    """The dialog of Correct…"""
    await talk.command("gaps")
    await talk.press("correct")
    return opened(slack)


async def test_a_curator_sees_what_waits_in_four_parts(curated: Talk, slack: FakeSlack) -> None:
    curated.desk.journal.add_gap(TEAM, ("budget", "participatory"), curated.now)
    await curated.command("gaps")
    [message] = slack.said()
    assert message["response_type"] == "ephemeral"
    assert message["text"].splitlines() == [
        "Questions the notes could not answer",
        "• budget, participatory — asked once",
        "Linked to, and not written yet",
        "• school_meals — 3 notes link to it",
        "• cooks — one note links to it",
        "Cases told in one line only",
        "• Spain · ENISA — a_note, line 12",
        "Seconds that somebody called wrong",
        (
            "• “Estates were retrofitted.” ▶\u00a021:18 https://www.youtube.com/watch?v=PMeGhXxyupE&amp;t=4453s"
            " The note says 21:18:31; read as 21 min 18 s. (a_note, line 12) Suggested: 21:19. Reported once."
        ),
    ]
    assert labels(message) == ["Correct…", "Keep as it is"]


async def test_what_the_notes_answer_by_now_is_said_in_a_line_of_its_own(
    curated: Talk, slack: FakeSlack
) -> None:
    for words in (("budget", "participatory"), ("buses", "night"), ("elections", "internet")):
        curated.desk.journal.add_gap(TEAM, words, curated.now)
    curated.casebook.closed = {("budget", "participatory"), ("buses", "night")}
    await curated.command("gaps")
    [message] = slack.said()
    assert message["text"].splitlines()[:3] == [
        "The notes answer these now: budget, participatory; buses, night.",
        "Questions the notes could not answer",
        "• elections, internet — asked once",
    ]
    assert labels(message)[0] == "Take off the list"
    assert len(curated.desk.journal.gaps(TEAM)) == 3


async def test_what_is_answered_by_now_is_taken_off_the_list_and_nothing_else(
    curated: Talk, slack: FakeSlack
) -> None:
    journal = curated.desk.journal
    for words in (("buses", "night"), ("elections", "internet")):
        journal.add_gap(TEAM, words, curated.now)
    journal.add_gap("T2", ("buses", "night"), curated.now)
    curated.casebook.closed = {("buses", "night")}
    await curated.command("gaps")
    [listed] = slack.said()

    await curated.press("close", on=listed, person="U2")
    assert slack.said()[-1]["text"].startswith("That list is for the curators")
    assert len(journal.gaps(TEAM)) == 2

    await curated.press("close", on=listed)
    shown = slack.said()[-1]
    assert shown["replace_original"] is True
    assert shown["text"].startswith("That is off the list, until it is asked in vain again.\nQuestions")
    assert [each.words for each in journal.gaps(TEAM)] == [("elections", "internet")]
    assert [each.words for each in journal.gaps("T2")] == [("buses", "night")]

    await curated.press("close", on=listed)
    assert slack.said()[-1]["text"].startswith("That one is off the list already.")


@pytest.mark.parametrize("typed", ["gaps", "GAPS", " gaps "])
async def test_anybody_else_gets_a_kind_sentence_and_nothing_of_it(
    curated: Talk, slack: FakeSlack, typed: str
) -> None:
    await curated.command(typed, person="U2")
    [message] = slack.said()
    assert message["text"].startswith(
        "That list is for the curators of these notes. If a second is wrong, press"
    )
    assert elements(message) == []


async def test_where_nobody_curates_it_says_how_to_begin(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("gaps", person="U42")
    [message] = slack.said()
    assert "Set CASEBOOK_CURATORS to the Slack ids" in message["text"]
    assert message["text"].endswith("Yours is U42.")


async def test_in_a_channel_the_list_is_not_shown_and_in_a_direct_message_it_is(
    curated: Talk, slack: FakeSlack
) -> None:
    await curated.mention("gaps")
    await curated.direct("gaps")
    public, direct = slack.said("chat.postMessage")
    assert "Estates" not in public["text"]
    assert "Type /mission gaps" in public["text"]
    assert labels(public) == ["Remove"]
    assert "Estates" in direct["text"]


async def test_help_lists_gaps_for_curators_only(curated: Talk, slack: FakeSlack) -> None:
    await curated.command("help")
    await curated.command("help", person="U2")
    curators, others = slack.said()
    assert "/mission gaps" in curators["text"]
    assert "/mission gaps" not in others["text"]


async def test_a_question_about_gaps_is_a_question(curated: Talk) -> None:
    await curated.command("gaps in funding")
    assert curated.casebook.asked == [("gaps in funding", None)]


async def test_correct_opens_a_dialog_with_the_suggestion_in_it(curated: Talk, slack: FakeSlack) -> None:
    view = await correcting(curated, slack)
    assert view["blocks"][1]["element"]["initial_value"] == "21:19"
    assert "Estates" in json.dumps(view["blocks"][0])
    assert "Estates" not in view["private_metadata"]


async def test_without_a_suggestion_the_input_is_empty(curated: Talk, slack: FakeSlack) -> None:
    curated.desk.journal.settle(*ESTATES[1:])
    curated.desk.journal.review(*STREETS, None, curated.now)
    view = await correcting(curated, slack)
    assert "initial_value" not in view["blocks"][1]["element"]


async def test_an_accepted_correction_is_kept_used_and_off_the_list(curated: Talk, slack: FakeSlack) -> None:
    answered = await curated.submit(await correcting(curated, slack), {"right": "21:20"})
    assert "Done." in json.dumps(answered["view"])
    journal, statement, raw = curated.desk.journal, *ESTATES[1:]
    assert journal.corrections() == (Correction("a_note", statement, raw, 1280, curated.now),)
    assert journal.reviews() == ()
    assert curated.casebook._corrections == {(statement, raw): 1280}


async def test_keep_takes_it_off_the_list_and_shows_what_is_left(curated: Talk, slack: FakeSlack) -> None:
    await curated.command("gaps")
    await curated.press("keep")
    shown = slack.said()[-1]
    assert shown["replace_original"] is True
    assert shown["text"].startswith("It stays as it is, and is off the list.\nLinked to")
    assert curated.desk.journal.reviews() == ()
    assert curated.desk.journal.corrections() == ()


async def test_a_second_that_is_settled_already_says_so(curated: Talk, slack: FakeSlack) -> None:
    view = await correcting(curated, slack)
    [listed] = slack.said("respond")
    curated.desk.journal.settle(*ESTATES[1:])
    for button in ("correct", "keep"):
        await curated.press(button, on=listed)
        assert slack.said()[-1]["text"].startswith("That one is off the list already.")
    assert "off the list already" in json.dumps(await curated.submit(view, {"right": "21:19"}))
    assert curated.desk.journal.corrections() == ()


async def test_the_presses_of_others_are_refused_however_they_came_by_the_buttons(
    curated: Talk, slack: FakeSlack
) -> None:
    view = await correcting(curated, slack)
    [listed] = slack.said("respond")
    for button in ("correct", "keep"):
        await curated.press(button, on=listed, person="U2")
        assert slack.said()[-1]["text"].startswith("That list is for the curators")
    assert "That list is for the curators" in json.dumps(
        await curated.submit(view, {"right": "0:01"}, person="U2")
    )
    assert len(slack.said("views.open")) == 1
    assert len(curated.desk.journal.reviews()) == 1
    assert curated.desk.journal.corrections() == ()


@pytest.mark.parametrize(
    "typed", ["", " ", None, "99:99:99", "-1:00", "<!channel>", "1:" * 2_000, "9" * 4_000]
)
async def test_what_is_no_time_is_not_accepted(curated: Talk, slack: FakeSlack, typed: str | None) -> None:
    answered = await curated.submit(await correcting(curated, slack), {"right": typed})
    assert answered["errors"]["right"].startswith("That is no time.")
    assert curated.desk.journal.corrections() == ()


async def test_a_second_behind_the_talks_end_is_not_accepted(curated: Talk, slack: FakeSlack) -> None:
    answered = await curated.submit(await correcting(curated, slack), {"right": "1:20:01"})
    assert answered["errors"] == {
        "right": "The talk ends at 1:20:00. Write a second before that, such as 21:18 or 1:14:13."
    }


@pytest.mark.parametrize("metadata", ["", "7", '{"about": "answer", "key": "x"}', '{"about": "review"}'])
async def test_a_forged_ticket_gets_a_sentence(curated: Talk, slack: FakeSlack, metadata: str) -> None:
    view = await correcting(curated, slack)
    answered = await curated.submit(view, {"right": "21:19"}, private_metadata=metadata)
    assert "off the list already" in json.dumps(answered["view"])


async def test_a_stamp_that_left_the_notes_can_only_be_put_aside(curated: Talk, slack: FakeSlack) -> None:
    curated.desk.journal.settle(*ESTATES[1:])
    curated.desk.journal.review("a_note", "gone", "0:01", None, curated.now)
    await curated.command("gaps")
    [listed] = slack.said()
    assert "The stamp 0:01 in a_note is not there any more" in listed["text"]
    assert labels(listed) == ["Take off the list"]
    await curated.press("keep")
    assert curated.desk.journal.reviews() == ()


def many() -> Waiting:
    """Far more than a message holds, as unfriendly as it gets."""
    line = cited(f"{HOSTILE} " * 30, Seconds("9" * 99, None, None, "unusable", HOSTILE * 20))
    stamp = replace(line.stamps[0], links=line.links * 20, source=HOSTILE * 3)
    gaps = [Gap(tuple(f"{letter}{'x' * 39}" for letter in "abcdefgh"), n, 0.0) for n in range(99)]
    reviews = [
        Reviewed(Review(HOSTILE * 9, f"s{n}", "9" * 99, n, n, 0.0), stamp if n % 3 else None, "1:00")
        for n in range(99)
    ]
    lone = replace(NASTY.groups[0], title=HOSTILE * 9)
    return Waiting(
        themes=tuple(Theme((gap, *gaps), 9_000, 0.0) for gap in gaps),
        answered=tuple(gaps),
        unwritten=tuple(Unwritten(f"{HOSTILE * 9} {n}", n) for n in range(99)),
        once=(lone,) * 99,
        reviews=tuple(reviews),
    )


def test_any_list_fits_a_message_and_says_how_many_are_left_out() -> None:
    said = gaps_list(many(), "review_kept")
    assert limits.check({"text": clipped(said.text), "blocks": list(said.blocks)}, "message") == ()
    assert said.text.count(f"And {99 - MOST} more.") == 5
    assert "<!channel>" not in said.text
    assert limits.check(correction_modal(many().reviews[1]), "modal") == ()


def test_where_nothing_waits_that_is_said() -> None:
    assert gaps_list(Waiting()).text.startswith("Nothing waits here")


def test_where_all_is_answered_by_now_both_are_said() -> None:
    said = gaps_list(Waiting(answered=(Gap(("budget",), 1, 0.0),))).text.splitlines()
    assert said[0] == "The notes answer these now: budget."
    assert said[1].startswith("Nothing waits here")
