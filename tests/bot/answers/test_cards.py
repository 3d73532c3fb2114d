"""The whole of a case: every statement once, under what it is, and what no line mentions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.cards import card
from bot.answers.groups import Around
from bot.answers.lines import Shelf
from bot.answers.related import Kin
from bot.model import Case, CaseCard, Citation, Kind, Seconds, Statement, Video
from tests.bot.answers.making import FEWER, a_list, statements

SHELF = Shelf({}, {}, "https://x.example/{video}?t={second}")
VINNOVA = Case("Vinnova", "Sweden")


def said(
    text: str, kind: Kind = "example", note: str = "a", video: str | None = "v", lead: str = ""
) -> Statement:
    return Statement(
        f"{note}:{text}",
        Citation(note, 1, video, (Seconds("1:00", 60),)),
        text,
        leads=(lead,) if lead else (),
        kind=kind,
    )


def test_what_was_tried_what_got_in_the_way_and_what_helped_stand_apart() -> None:
    kinds: tuple[Kind, ...] = ("example", "challenge", "approach", "principle", "context")
    made = card(VINNOVA, [said(f"Of kind {kind}.", kind) for kind in kinds], SHELF)

    assert [line.kind for line in made.tried] == ["example", "principle", "context"]
    assert [line.kind for line in made.obstacles] == ["challenge"]
    assert [line.kind for line in made.helped] == ["approach"]


def test_every_statement_stands_on_the_card_once_and_in_the_notes_order() -> None:
    texts = ["Children drew streets.", "Farmers deliver meals.", "Cars were moved away."]
    made = card(VINNOVA, [said(text) for text in texts], SHELF)

    assert [line.text for line in made.tried] == texts


def test_twins_are_told_once_with_both_links() -> None:
    twins = [said("Children drew streets."), said("Children drew streets.", note="b", video="w")]
    made = card(VINNOVA, twins, SHELF)

    [line] = made.tried
    assert (len(line.links), len(line.also)) == (1, 1)
    assert (made.notes, made.talks) == (2, 2)


def test_a_note_without_a_talk_counts_as_a_note_only() -> None:
    made = card(VINNOVA, [said("One."), said("Two.", note="b", video=None)], SHELF)

    assert (made.notes, made.talks) == (2, 1)


@pytest.mark.parametrize(
    ("case", "parent"),
    [(VINNOVA, None), (Case("The Street", "Sweden", parent="Vinnova"), "Vinnova")],
)
def test_a_card_knows_its_country_and_the_body_it_belongs_to(case: Case, parent: str | None) -> None:
    made = card(case, [said("x")], SHELF)

    assert (made.name, made.country, made.parent) == (case.name, "Sweden", parent)


def test_a_lead_counts_as_said_and_one_line_is_enough() -> None:
    made = card(VINNOVA, [said("Little.", lead="Cost"), said("Something else.")], SHELF)

    assert "cost" not in made.absent


def test_a_statement_that_says_little_alone_comes_with_what_it_leans_on() -> None:
    they = said("They used chalk.")
    made = card(VINNOVA, [they], SHELF, Around({they.id: said("Children drew streets.")}))

    assert [line.after for line in made.tried] == ["Children drew streets."]


def test_a_heading_that_is_the_cases_name_is_not_said_again() -> None:
    made = card(VINNOVA, [replace(said("Chalk."), headings=("Vinnova",))], SHELF)

    assert [line.after for line in made.tried] == [""]


def told(made: CaseCard) -> list[str]:
    return [line.text for line in made.tried]


def test_the_best_line_stands_first() -> None:
    about = Case("The Street", "Sweden", aliases=("Gatan",))
    some = [
        replace(said("Somebody else did, too."), case="Oslo"),
        said("It is a lesson.", "principle"),
        said("Chairs came."),
        said("It had 70 chairs."),
        said("The Street began in 2020."),
        said("Gatan was loved."),
    ]
    lines = [replace(each, case=each.case or about.name) for each in some]
    before = {lines[3].id: lines[2], lines[1].id: lines[2]}
    made = card(about, lines, SHELF, Around(before))

    assert told(made) == [
        "The Street began in 2020.",
        "Gatan was loved.",
        "Chairs came.",
        "It had 70 chairs.",
        "It is a lesson.",
        "Somebody else did, too.",
    ]


def test_a_list_stays_together_in_its_order_below_its_opening_line() -> None:
    opener = said("There were three:")
    items = [replace(said(text), intro=opener.text) for text in ("Chalk.", "Chairs.", "90 % off.")]
    made = card(VINNOVA, [said("Cars left."), opener, *items], SHELF)

    assert told(made) == ["There were three:", "Chalk.", "Chairs.", "90 % off.", "Cars left."]
    assert [line.part for line in made.tried] == ["opener", "item", "item", "item", None]


def test_an_item_that_opens_a_list_of_its_own_stands_once() -> None:
    first = said("There were two:")
    second = replace(said("One of them was two:"), intro=first.text)
    items = [replace(said(text), intro=second.text) for text in ("Chalk.", "Chairs.")]
    made = card(VINNOVA, [first, second, *items], SHELF)

    assert sorted(told(made)) == sorted(each.text for each in (first, second, *items))


def test_of_a_list_a_single_item_is_a_line_like_any_other() -> None:
    made = card(VINNOVA, [replace(said("Chalk was used by all of them."), intro="There were three:")], SHELF)

    assert [(line.part, line.after) for line in made.tried] == [(None, "")]


def test_a_twin_that_tells_what_the_first_does_not_stands_for_itself() -> None:
    first = said("Children drew all of the streets of the town with chalk.")
    twin = said("Children drew all of the streets of the town, and the result is a garden.", note="b")
    made = card(VINNOVA, [first, twin], SHELF)

    assert told(made) == [first.text, twin.text]
    assert "result" not in made.absent


@pytest.mark.parametrize(
    ("lead", "shown"),
    [
        ("Sweden (Vinnova)", ""),
        ("Vinnova (SWE)", ""),
        ("The Vinnova Agency", ""),
        ("Vinnova (Stockholm)", "Vinnova (Stockholm)"),
        ("Lessons", "Lessons"),
    ],
)
def test_a_lead_that_says_what_the_title_does_is_left_out(lead: str, shown: str) -> None:
    case = Case("Vinnova", "Sweden", aliases=("Vinnova Agency",))
    [line] = card(case, [said("Chalk.", lead=lead)], SHELF).tried

    assert line.lead == shown


def test_a_bodys_card_says_which_line_tells_of_which_mission() -> None:
    street = Case("The Street", "Sweden", parent="Vinnova")
    lines = [said("Chalk came first."), said("Meetings were held.")]
    made = card(VINNOVA, lines, SHELF, kin=Kin((VINNOVA, street), {lines[0].id: ("The Street",)}))

    assert made.missions == ("The Street",)
    assert [line.missions for line in made.tried] == [("The Street",), ()]


def test_other_names_are_kept_as_the_notes_have_them_but_for_the_country() -> None:
    made = card(Case("Aurora", "Finland", aliases=("Avrora", "Finland")), [said("x")], SHELF)

    assert made.aliases == ("Avrora",)


def test_a_talk_is_named_where_its_title_or_its_date_is_known() -> None:
    videos = {"v": Video("v", title="Streets"), "w": Video("w", date="2021-10-05"), "x": Video("x")}
    some = [said(video, note=video, video=video) for video in ("v", "w", "x", "v")]
    made = card(VINNOVA, some, replace(SHELF, videos=videos))

    assert [video.id for video in made.videos] == ["v", "w"]
    assert [line.stamps[0].cited for line in made.tried[:3]] == ["v, “Streets”", "w, talk of 2021-10-05", "x"]


def test_numbers_and_dates_are_marked_in_the_text() -> None:
    [line] = card(VINNOVA, [said("For 250 estates by 2030.")], SHELF).tried

    assert [line.text[start:end] for start, end in line.amounts] == ["250", "by 2030"]


@FEWER
@given(st.data())
def test_every_statement_is_on_the_card_once_or_is_the_twin_of_one(data: st.DataObject) -> None:
    some = [data.draw(statements(number)) for number in range(data.draw(st.integers(0, 12)))]
    some += data.draw(a_list(100))
    made = card(VINNOVA, some, SHELF)
    shown = [line for lines in (made.tried, made.obstacles, made.helped) for line in lines]

    assert len({line.statement for line in shown}) == len(shown)
    behind = {stamp.statement for line in shown for stamp in line.stamps} | {line.statement for line in shown}
    assert {each.id for each in some if each.citation.seconds} <= behind
