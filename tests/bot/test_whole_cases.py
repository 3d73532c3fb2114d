"""Whole cases of the shipped notes: their bodies, missions, other names, and the cases beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.briefs import brief
from bot.casebook import Casebook
from bot.model import Case, CaseCard, Line
from bot.search.called import called
from tests.bot.library import opened, words


@pytest.fixture(scope="module")
def shipped(seeds_index: Path) -> Casebook:
    return opened(seeds_index)


def case(casebook: Casebook, name: str) -> CaseCard:
    found = casebook.case(name)
    assert found is not None
    return found


def lines(card: CaseCard) -> list[Line]:
    return [*card.tried, *card.obstacles, *card.helped]


def test_a_body_knows_its_missions_and_they_know_it(shipped: Casebook) -> None:
    body = case(shipped, "vinnova")

    assert body.missions == ("School Food", "The Street")
    assert [case(shipped, name).parent for name in body.missions] == ["Vinnova", "Vinnova"]


def test_each_line_of_a_bodys_card_says_whose_it_is(shipped: Casebook) -> None:
    told = {line.text[:26]: line.missions for line in lines(case(shipped, "vinnova"))}

    assert told["Existing streets, traditio"] == ("The Street",)
    assert told["School children, for examp"] == ("The Street",)
    assert told["Co-creation for it was ext"] == ("School Food",)
    assert told["Engaging them helped to fo"] == ("School Food", "The Street")
    assert told["An example of engaging cit"] == ()


def test_a_mission_is_beside_its_sibling_and_what_is_told_in_the_same_section(shipped: Casebook) -> None:
    found = [(each.name, each.why) for each in case(shipped, "the street").related]

    assert found == [
        ("School Food", ("sibling", "line")),
        ("ENISA", ("section",)),
        ("Health Holland", ("section",)),
        ("Royal Academy of Engineering", ("section",)),
        ("Regulatory Greenhouses", ("country",)),
    ]


def test_every_case_beside_another_can_be_opened(shipped: Casebook) -> None:
    for one, _ in shipped.cases():
        card = case(shipped, one.name)
        assert card.name == one.name
        assert len(card.related) <= 5
        for name in (*card.missions, *(each.name for each in card.related), *filter(None, [card.parent])):
            assert case(shipped, name).name == name
            assert name != one.name


def test_every_line_of_a_shipped_case_is_a_statement_and_has_a_source_in_its_brief(shipped: Casebook) -> None:
    every = {statement.text for _, told in shipped.cases() for statement in told}
    for one, _ in shipped.cases():
        card = case(shipped, one.name)
        text, sources = brief(card).split("\n\nSources\n")
        rows = [row for row in text.splitlines() if row.lstrip().startswith("- ") and not row.endswith(":]")]
        assert {line.text for line in lines(card)} <= every
        assert len(rows) == len(lines(card))
        assert all(row.endswith("]") for row in rows)
        assert all(f"[{number}]" in text for number, _ in enumerate(sources.splitlines(), 1))


def test_a_name_to_the_letter_is_that_case_though_another_sounds_the_same() -> None:
    lab = Case("Lund Lab", "Sweden")
    cases = (lab, Case("Lab", "Sweden", parent="Lund"))

    assert called("Lund Lab", cases, words()) is lab
    assert called("lund: lab", cases, words()) is cases[1]
