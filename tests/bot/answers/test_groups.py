"""Groups: what belongs together stands together, lists whole and in order, and nothing is told twice."""

from __future__ import annotations

import pytest

from bot.answers import groups, lists
from bot.answers.groups import Around
from bot.model import Group, Line, Statement
from tests.bot.answers.making import CASES, TWO_NOTES, said

FOUR = "The town has four missions:"


OPENER = said(FOUR, 1)
MISSIONS = tuple(
    said(text, line, intro=FOUR)
    for line, text in enumerate(("Clean air.", "School food.", "Quiet streets.", "Warm homes."), 2)
)
AIR, FOOD, STREETS, HOMES = MISSIONS
TOWN = (OPENER, *MISSIONS)
BEST = said("The town asks its children first.", 9)


def composed(*shown: Statement, among: tuple[Statement, ...] = TOWN, whole_lists: bool = True) -> list[Group]:
    around = Around({}, lists.read(among))
    return list(groups.compose(shown, CASES, TWO_NOTES, around, whole_lists=whole_lists))


def told(made: list[Group]) -> list[list[str]]:
    return [[line.text for line in group.lines] for group in made]


def every(made: list[Group]) -> list[Line]:
    return [line for group in made for line in group.lines]


# --- titles ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "title"),
    [
        (said("x", case="Vinnova", country="Sweden"), "Sweden · Vinnova"),
        (said("x", case="The Street", country="Sweden"), "Sweden · Vinnova, “The Street”"),
        (said("x", case="Finland", country="Finland"), "Finland"),  # a country is not named twice
        (said("x", case="OPSI"), "OPSI"),
        (said("x", case="Unlisted"), "Unlisted"),
        (said("x"), "Pilots"),
        (said("x", headings=("Pilots", "Sweden's streets"), country="Sweden"), "Sweden's streets"),
        (said("x", country="Sweden"), "Sweden · Pilots"),
        (said("x", headings=()), "Note A"),
        (said("x", headings=(), note="unknown"), ""),
    ],
)
def test_a_group_is_titled_by_what_it_belongs_to(statement: Statement, title: str) -> None:
    assert groups.title(statement, CASES, TWO_NOTES) == title


# --- twins across groups --------------------------------------------------------------------------------------


def test_a_twin_that_belongs_elsewhere_stands_with_the_first() -> None:
    first = said("Children drew their own streets.", case="Vinnova")
    twin = said("Children drew their own streets.", note="b", headings=("Elsewhere",))
    [group] = composed(first, BEST, twin)[:1]

    assert told(composed(first, BEST, twin)) == [[first.text], [BEST.text]]
    assert [link.url for link in group.lines[0].also] == ["https://x.example/video-b?t=55"]
    assert (group.notes, group.talks) == (2, 2)


# --- lists ----------------------------------------------------------------------------------------------------


def test_a_line_that_opens_a_list_brings_all_of_it_in_the_notes_order() -> None:
    made = composed(OPENER, HOMES, FOOD)

    assert told(made) == [[each.text for each in TOWN]]
    assert [line.part for line in made[0].lines] == ["opener", "item", "item", "item", "item"]
    assert all(line.links for line in made[0].lines)


def test_a_list_stands_where_the_best_of_it_was_found() -> None:
    other = said("Nobody counts the trees of the town.", 8)

    assert told(composed(BEST, OPENER, other)) == [[BEST.text, *(each.text for each in TOWN), other.text]]


def test_what_was_found_by_its_own_words_stands_alone() -> None:
    made = composed(STREETS, OPENER)

    assert told(made) == [[STREETS.text, FOUR]]
    assert {line.part for line in every(made)} == {None}


def test_items_of_which_most_were_found_bring_the_rest() -> None:
    made = composed(HOMES, BEST, AIR, STREETS, among=MISSIONS)

    assert told(made) == [[*(each.text for each in MISSIONS), BEST.text]]
    assert {line.after for line in made[0].lines[:4]} == {FOUR}


def test_where_nothing_fits_surely_no_list_is_brought() -> None:
    assert told(composed(OPENER, HOMES, whole_lists=False)) == [[FOUR, HOMES.text]]


@pytest.mark.parametrize(
    ("cases", "countries", "title"),
    [
        (("Vinnova", "Vinnova"), ("Sweden", "Sweden"), "Sweden · Vinnova"),
        (("Vinnova", "OPSI"), ("Sweden", "Sweden"), "Sweden · Pilots"),
        (("Vinnova", "Finland"), ("Sweden", "Finland"), "Pilots"),
    ],
)
def test_a_list_without_its_opening_line_belongs_to_what_its_items_have_in_common(
    cases: tuple[str, str], countries: tuple[str, str], title: str
) -> None:
    items = tuple(
        said(f"Mission number {line}.", line, intro=FOUR, case=case, country=country)
        for line, (case, country) in enumerate(zip(cases, countries, strict=True))
    )

    assert [group.title for group in composed(*items, among=items)] == [title]


def test_a_list_belongs_to_what_its_opening_line_belongs_to() -> None:
    opener = said(FOUR, 1, case="Vinnova", country="Sweden")
    items = tuple(said(each.text, 2, intro=FOUR, case="OPSI") for each in MISSIONS)
    more = said("Children drew their own streets.", 9, case="Vinnova", country="Sweden")
    [group] = composed(opener, more, among=(opener, *items))

    assert (group.title, group.case) == ("Sweden · Vinnova", "Vinnova")
    assert len(group.lines) == 6


def test_a_list_keeps_its_item_and_takes_the_twin_that_was_found_before() -> None:
    twin = said("Quiet streets.", note="b", headings=("Elsewhere",))
    made = composed(twin, BEST, OPENER)

    assert told(made) == [[*(each.text for each in TOWN), BEST.text]]
    assert [len(line.also) for line in made[0].lines] == [0, 0, 0, 1, 0, 0]


def test_a_list_that_two_notes_tell_is_shown_once_with_the_links_of_both() -> None:
    again = said("Four missions were chosen:", 1, note="b")
    items = [said(each.text, line, note="b", intro=again.text) for line, each in enumerate(MISSIONS[:3], 2)]
    own = said("A market for farmers of the region.", 6, note="b", intro=again.text)
    unfound = said("A bridge for cyclists and for walkers.", 7, note="b", intro=again.text)
    made = composed(OPENER, again, own, among=(*TOWN, again, *items, own, unfound))

    assert told(made) == [[each.text for each in TOWN], [own.text]]
    assert [len(line.also) for line in made[0].lines] == [1, 1, 1, 1, 0]


def test_two_lists_that_share_an_item_both_stand_whole() -> None:
    other = said("Two things are public:", 1, note="b")
    items = [
        said(text, line, note="b", intro=other.text) for line, text in enumerate(("Trams.", "Parks."), 2)
    ]
    shared = said("Clean air.", 4, note="b", intro=other.text)
    made = composed(OPENER, other, among=(*TOWN, other, *items, shared))

    assert [len(group.lines) for group in made] == [5, 4]


# --- what a line leans on -------------------------------------------------------------------------------------


def test_a_statement_that_says_little_comes_with_what_it_leans_on() -> None:
    they = said("They used chalk.")
    [group] = groups.compose([they], CASES, TWO_NOTES, Around({they.id: said("Children drew.")}, ()))

    assert (group.lines[0].text, group.lines[0].after) == ("They used chalk.", "Children drew.")


@pytest.mark.parametrize(
    ("heading", "case", "after"),
    [("Pilots", None, ""), ("Pilots", "Vinnova", "Pilots"), ("The Vinnova", "Vinnova", "The Vinnova")],
)
def test_a_heading_that_is_the_title_is_not_said_again(heading: str, case: str | None, after: str) -> None:
    [group] = composed(said("Chalk.", headings=(heading,), case=case))

    assert group.lines[0].after == after


def test_an_item_of_a_list_knows_the_line_that_opens_it() -> None:
    made = composed(OPENER)

    assert [line.after for line in made[0].lines] == ["", FOUR, FOUR, FOUR, FOUR]
