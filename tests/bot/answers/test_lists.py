"""Lists of the notes: read from their statements, and shown whole where the question is about all of one."""

from __future__ import annotations

import pytest

from bot.answers import lists
from bot.answers.lists import Listing
from bot.model import Citation, Statement

FOUR = "The town has four missions:"


def said(text: str, line: int = 1, *, intro: str = "", note: str = "a", heading: str = "Town") -> Statement:
    return Statement(f"{note}{line}:{text}", Citation(note, line, "v", ()), text, (heading,), intro=intro)


OPENER = said(FOUR, 1)
MISSIONS = tuple(
    said(text, line, intro=FOUR)
    for line, text in enumerate(("Clean air.", "School food.", "Quiet streets.", "Warm homes."), 2)
)
AIR, FOOD, STREETS, HOMES = MISSIONS
WHOLE = Listing(OPENER, MISSIONS)
UNOPENED = Listing(None, MISSIONS)
ELSE = said("Nobody counts the trees.", 9)


def texts(listings: tuple[Listing, ...]) -> list[list[str]]:
    return [[each.text for each in listing.statements] for listing in listings]


# --- which to look for ----------------------------------------------------------------------------------------


def test_lists_are_sought_by_the_notes_and_lines_of_what_opens_or_belongs_to_them() -> None:
    other = said("Trams.", 4, intro="It runs:", note="b")

    assert lists.sought([OPENER, AIR, ELSE, other]) == (("a", "b"), (FOUR, "It runs:"))
    assert lists.sought([ELSE]) == ((), ())


# --- reading --------------------------------------------------------------------------------------------------


def test_a_list_is_its_opening_line_and_its_items_in_order() -> None:
    assert lists.read([OPENER, *MISSIONS]) == (WHOLE,)


def test_where_the_opening_line_is_no_statement_the_items_still_know_it() -> None:
    assert lists.read(MISSIONS) == (UNOPENED,)


def test_a_line_that_opens_nothing_is_no_list() -> None:
    assert lists.read([OPENER, ELSE]) == ()


def test_the_same_line_in_another_note_or_section_or_once_more_opens_another_list() -> None:
    told = [
        *(OPENER, AIR),
        *(said(FOUR, 5), said("Old trees.", 6, intro=FOUR)),
        said("New trees.", 7, intro=FOUR, heading="Village"),
        said("Trams.", 2, intro=FOUR, note="b"),
    ]

    assert texts(lists.read(told)) == [[FOUR, "Clean air."], [FOUR, "Old trees."], ["New trees."], ["Trams."]]


def test_an_item_may_open_a_list_of_its_own() -> None:
    inner = said("Quiet streets, in two steps:", 4, intro=FOUR)
    step = said("Trees.", 5, intro=inner.text)

    assert texts(lists.read([OPENER, AIR, inner, step])) == [
        [FOUR, "Clean air.", inner.text],
        [inner.text, "Trees."],
    ]


# --- which are shown whole ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "listing", "wanted"),
    [
        ((OPENER,), WHOLE, True),
        ((ELSE, OPENER), WHOLE, True),
        ((OPENER, STREETS), WHOLE, True),
        ((STREETS, OPENER), WHOLE, False),  # met by the item: that is what was asked for
        ((STREETS,), WHOLE, False),
        ((STREETS, AIR, HOMES), WHOLE, True),  # most of them: they share no more than what stands above them
        ((STREETS, AIR, HOMES), UNOPENED, True),
        ((STREETS, AIR, OPENER, HOMES), WHOLE, True),
        ((STREETS, ELSE, AIR, HOMES), UNOPENED, True),
        ((STREETS, AIR), UNOPENED, False),
        ((ELSE,), WHOLE, False),
        ((AIR,), Listing(None, (AIR,)), False),  # all of it, and yet only one
        ((AIR, FOOD), Listing(None, (AIR, FOOD, STREETS)), True),
        ((), WHOLE, False),
    ],
)
def test_a_list_is_shown_whole_where_its_opening_line_or_most_of_it_is_found(
    shown: tuple[Statement, ...], listing: Listing, wanted: bool
) -> None:
    assert lists.wanted(shown, [listing]) == ((listing,) if wanted else ())


def test_the_sentences_of_one_item_are_one_item() -> None:
    sentences = tuple(
        said(text, 2, intro=FOUR) for text in ("Clean air.", "Air is measured.", "It is public.")
    )

    assert lists.wanted(sentences, [Listing(None, (*sentences, FOOD))]) == ()


def test_the_list_met_best_comes_first_and_no_statement_stands_in_two() -> None:
    inner = said("Quiet streets, in two steps:", 4, intro=FOUR)
    outer = Listing(OPENER, (AIR, inner))
    steps = Listing(inner, (said("Trees.", 5, intro=inner.text),))
    runs = said("It runs:", 7)
    other = Listing(runs, (said("Trams.", 8, intro="It runs:"),))

    assert lists.wanted([runs, OPENER, inner], [outer, steps, other]) == (other, outer)


def test_lists_that_would_bury_all_else_are_not_brought() -> None:
    long = Listing(OPENER, tuple(said(f"Mission {n}.", n + 2, intro=FOUR) for n in range(51)))

    assert lists.wanted([OPENER], [long]) == ()
    assert lists.wanted([OPENER, *long.items], [long]) == (long,)


# --- told again -----------------------------------------------------------------------------------------------


def test_a_list_that_another_note_tells_again_by_half_is_not_told_twice() -> None:
    twin = tuple(said(each.text, 2, intro="They are:", note="b") for each in (AIR, STREETS))
    more = said("Farmers sell on the old market.", 3, intro="They are:", note="b")
    half = Listing(None, (*twin, more))
    less = Listing(None, (twin[0], more, said("Cooks taste meals.", 4, intro="They are:", note="b")))

    assert lists.told_again([WHOLE, half, less]) == ((WHOLE, less), ((half, WHOLE),))
