"""Which cases stand beside a case, in which order, and why."""

from __future__ import annotations

import pytest

from bot.answers.related import Kin, missions, related
from bot.model import Case

VINNOVA = Case("Vinnova", "Sweden")
STREET, FOOD = (Case(name, "Sweden", parent="Vinnova") for name in ("The Street", "School Food"))
MALMO, OSLO, CAMDEN = Case("Malmö", "Sweden"), Case("Oslo", "Norway"), Case("Camden", "United Kingdom")
EVERY = (VINNOVA, STREET, FOOD, MALMO, OSLO, CAMDEN)


def beside(case: Case, **kin: dict[str, int]) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.name, each.why) for each in related(case, Kin(EVERY, **kin))]  # type: ignore[arg-type]


def test_of_the_reasons_the_body_is_the_strongest_then_the_line_the_section_and_the_country() -> None:
    found = beside(STREET, lines={"Oslo": 1}, sections={"Oslo": 1, "Camden": 2})

    assert found == [
        ("School Food", ("sibling",)),
        ("Oslo", ("line",)),
        ("Camden", ("section",)),
        ("Malmö", ("country",)),
    ]


def test_the_body_and_its_missions_are_named_elsewhere() -> None:
    assert {name for name, _ in beside(VINNOVA)} == {"Malmö"}
    assert "Vinnova" not in {name for name, _ in beside(STREET)}
    assert missions(VINNOVA, Kin(EVERY)) == ("The Street", "School Food")


def test_of_equal_reasons_more_of_them_go_first_then_what_is_told_together_more_often() -> None:
    sections = {"Camden": 1, "Oslo": 3, "Malmö": 1}

    assert [name for name, _ in beside(VINNOVA, sections=sections)] == ["Malmö", "Oslo", "Camden"]


def test_a_body_stands_for_its_missions() -> None:
    sections = {"Vinnova": 1, "The Street": 1, "School Food": 1}

    assert beside(OSLO, sections=sections) == [("Vinnova", ("section",))]
    assert beside(OSLO, sections=sections, lines={"The Street": 1})[0] == ("The Street", ("line",))


@pytest.mark.parametrize("case", [OSLO, Case("Nowhere", None)])
def test_a_case_that_shares_nothing_stands_alone(case: Case) -> None:
    assert beside(case) == []


def test_there_are_five_at_most() -> None:
    cases = tuple(Case(f"Case {n}", "Sweden") for n in range(9))

    assert [each.name for each in related(VINNOVA, Kin(cases))] == [f"Case {n}" for n in range(5)]
