"""Who tried a method: the best line of each case, by country."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.trying import chosen, groups, pages
from bot.model import Answer, Case, Citation, Statement
from tests.bot.answers.making import FEWER, SHELF, statements

CASES = {"The Street": Case("The Street", "Sweden", parent="Vinnova")}


def told(text: str, country: str | None = None, case: str | None = None) -> Statement:
    return Statement(text, Citation("a", 1, None, ()), text, headings=("Tools",), case=case, country=country)


def answered(*statements: Statement) -> Answer:
    units = chosen(statements, SHELF)
    return Answer(
        "confident",
        groups(units, CASES, {}, SHELF),
        tuple(one.id for each in units for one in (each.statement, *each.twins)),
        view="who",
        topic="prototyping",
    )


def titles(answer: Answer) -> list[tuple[str | None, str, str]]:
    return [(each.country, each.title, each.lines[0].text) for each in answer.groups]


def test_each_case_has_its_best_line_and_a_country_has_its_cases_together() -> None:
    answer = answered(
        told("Prototypes of streets.", "Sweden", "The Street"),
        told("Prototypes of forms.", "Norway"),
        told("More prototypes of streets.", "Sweden", "The Street"),
        told("Prototypes of meals.", "Sweden", "Food"),
        told("Prototypes everywhere.", None, "OPSI"),
    )

    assert titles(answer) == [
        ("Sweden", "Vinnova, “The Street”", "Prototypes of streets."),
        ("Sweden", "Food", "Prototypes of meals."),
        ("Norway", "Norway", "Prototypes of forms."),
        (None, "OPSI", "Prototypes everywhere."),
    ]


def test_a_lead_that_only_says_whose_case_it_is_is_left_out() -> None:
    named = replace(told("Prototypes of streets.", "Sweden", "The Street"), leads=('"The Street" Mission',))
    other = replace(told("Prototypes of meals.", "Sweden", "Food"), leads=("Lessons",))

    assert [group.lines[0].lead for group in answered(named, other).groups] == ["", "Lessons"]


def test_what_is_of_nobody_comes_last_and_only_where_few_tried_it() -> None:
    beside = [told(f"Prototypes help, {n}.") for n in range(5)]
    few = answered(*beside, told("Prototypes of streets.", "Sweden"))
    many = answered(*beside, *(told("Prototypes.", country) for country in ("Peru", "Chile", "Japan")))

    assert [title for _, title, _ in titles(few)] == ["Sweden", "Tools", "Tools", "Tools"]
    assert [title for _, title, _ in titles(many)] == ["Peru", "Chile", "Japan"]


@FEWER
@given(st.lists(st.integers(0, 900).flatmap(statements), max_size=80))
def test_every_group_stands_on_one_page_and_the_journal_can_keep_them(found: list[Statement]) -> None:
    answer = answered(*{each.id: each for each in found}.values())

    assert [group for page in pages(answer) for group in page] == list(answer.groups)
    assert len(answer.hits) <= 50
    assert all(len(page) <= 10 for page in pages(answer))
