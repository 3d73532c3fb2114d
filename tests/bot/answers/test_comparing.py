"""Sides beside each other: what is told of each, in which order, on which page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.comparing import QUESTIONS, Row, Side, apart, by_breadth, chosen, groups, pages
from bot.model import Answer, Case, Citation, Kind, Seconds, Statement
from tests.bot.answers.making import FEWER, SHELF, statements

CASES = {"The Street": Case("The Street", "Sweden", parent="Vinnova"), "Vinnova": Case("Vinnova", "Sweden")}


def told(text: str, kind: Kind = "example", case: str | None = None, **more: object) -> Statement:
    number = sum(map(ord, text))
    made = Statement(
        text,
        Citation("a", number, "talk", (Seconds("1", number),)),
        text,
        kind=kind,
        case=case,
        country="Sweden",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def compared(*sides: Side, unknown: tuple[str, ...] = ()) -> Answer:
    units = chosen(sides, SHELF)
    hits = tuple(one.id for some in units for each in some for one in (each.statement, *each.twins))
    names = tuple(side.name for side in sides)
    return Answer(
        "confident",
        groups(sides, units, CASES, {}, SHELF),
        hits,
        view="compare",
        sides=names,
        unknown_places=unknown,
    )


def shown(page: tuple[Row, ...]) -> dict[str, dict[str, list[str]]]:
    return {
        row.question: {cell.side: [line.text for line in cell.lines] for cell in row.cells} for row in page
    }


SWEDEN = Side(
    "Sweden",
    (
        told("Streets became gardens."),
        told("Silos stayed.", "challenge"),
        told("Prototypes won trust.", "approach"),
    ),
    country="Sweden",
)
NORWAY = Side(
    "Norway", (told("One form for ill children."), told("It is wicked.", "context")), country="Norway"
)


def test_every_side_is_asked_the_same_questions_and_silence_is_told() -> None:
    [page] = pages(compared(SWEDEN, NORWAY))

    assert shown(page) == {
        "tried": {
            "Sweden": ["Streets became gardens."],
            "Norway": ["One form for ill children.", "It is wicked."],
        },
        "obstacles": {"Sweden": ["Silos stayed."], "Norway": []},
        "helped": {"Sweden": ["Prototypes won trust."], "Norway": []},
    }


def test_a_side_that_says_nothing_at_all_has_no_cells() -> None:
    [page] = pages(compared(SWEDEN, Side("Estonia", ()), unknown=("Estonia",)))

    assert {cell.side for row in page for cell in row.cells} == {"Sweden"}


def test_where_nobody_says_anything_there_is_one_page() -> None:
    assert len(pages(compared(Side("Sweden", ()), Side("Norway", ())))) == 1


def test_a_question_that_waits_for_the_next_page_is_not_called_silent_on_this_one() -> None:
    long = [told(f"{n} {'word ' * 130}", kind) for n in range(9) for kind in ("example", "challenge")]
    listed = pages(compared(Side("Sweden", tuple(long)), NORWAY))

    told_of = [
        (at, cell.side)
        for at, page in enumerate(listed)
        for row in page
        for cell in row.cells
        if not cell.lines
    ]
    first = next(at for at, page in enumerate(listed) if "obstacles" in shown(page))
    assert told_of == [(first, "Norway"), *[(len(listed) - 1, side) for side in ("Sweden", "Norway")]]


def test_case_before_country_and_nothing_twice() -> None:
    street = told("Streets became gardens.", case="The Street")
    vinnova = Side("Vinnova", (street,), case="Vinnova", country="Sweden")
    sweden = Side("Sweden", (street, told("Rules were tried out.")), country="Sweden")

    [_, without] = apart((vinnova, sweden))

    assert [each.text for each in without.told] == ["Rules were tried out."]


def test_what_names_two_sides_is_told_of_the_one_with_less_to_tell() -> None:
    both = told("Denmark and France set conditions.")
    denmark = Side("Denmark", (both, told("Labs opened.")), country="Denmark")

    assert [len(side.told) for side in apart((denmark, Side("France", (both,), country="France")))] == [1, 1]


@pytest.mark.parametrize(
    ("lead", "case", "side", "said"),
    [
        ((), "The Street", "Sweden", "Vinnova, “The Street”"),
        (("Sweden (Vinnova)",), "The Street", "Sweden", "Vinnova, “The Street”"),
        (("Lessons",), "The Street", "Sweden", "Vinnova, “The Street”: Lessons"),
        (('"The Street" Mission',), "The Street", "Sweden", '"The Street" Mission'),
        ((), "The Street", "Vinnova", "The Street"),
        ((), "Vinnova", "Vinnova", ""),
        ((), None, "Sweden", ""),
        ((), "A title that goes on for longer than any name does", "Sweden", ""),
    ],
)
def test_a_line_says_which_case_it_tells_of(
    lead: tuple[str, ...], case: str | None, side: str, said: str
) -> None:
    statement = told("Children drew.", case=case, leads=lead)
    is_case = side in CASES
    answer = compared(Side(side, (statement,), case=side if is_case else None, country="Sweden"))

    assert answer.groups[0].lines[0].lead == said


def test_the_order_shows_every_case_once_before_any_twice() -> None:
    first, second = (
        told("Children drew all of the streets of town.", case="The Street"),
        told("Streets.", case="The Street"),
    )
    food = told("Cooks taste the meals together with all pupils.", case="Food")
    item = told("Being new.", intro="Seven events:")
    leaning = told("They then planned the meals a year ahead.", case="Food")

    order = by_breadth((item, leaning, second, first, food))

    assert [each.text for each in order] == [each.text for each in (first, food, leaning, second, item)]


def test_an_item_says_which_list_it_stands_in() -> None:
    answer = compared(Side("Sweden", (told("Being new.", intro="Seven events:"),)))

    assert answer.groups[0].lines[0].after == "Seven events:"


@FEWER
@given(st.lists(st.lists(st.integers(0, 900).flatmap(statements), max_size=20), min_size=2, max_size=3))
def test_every_line_stands_on_exactly_one_page_and_the_journal_can_keep_them(
    told: list[list[Statement]],
) -> None:
    sides = [
        Side(f"Side {at}", tuple({each.id: each for each in some}.values())) for at, some in enumerate(told)
    ]
    answer = compared(*sides)
    cells = [cell for page in pages(answer) for row in page for cell in row.cells]

    assert len(answer.hits) <= 50
    assert sum(len(cell.lines) for cell in cells) == sum(len(group.lines) for group in answer.groups)
    assert all(len(row.cells) <= len(sides) for page in pages(answer) for row in page)
    assert {row.question for page in pages(answer) for row in page} <= set(QUESTIONS)
