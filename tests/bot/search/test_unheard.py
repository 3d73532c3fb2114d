"""Terms that a question names and no note has are told, and mean nothing; those that stand in other words do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.casebook import Casebook, shipped_language
from tests.bot.library import LINK, STREETS, indexed, opened


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    return opened(indexed(tmp_path_factory.mktemp("small") / "index.db"))


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("gender budgeting in gardens", ("gender budgeting",)),
        ("social impact bonds", ("social impact bonds",)),
        ("what did Nesta say about silos", ("Nesta",)),
        ("was X-Road tried", ("X-Road",)),
        ("streets with school children", ()),
        ("KPI of gardens", ()),  # an acronym may stand there in any words
        ("departments that stay in their silos", ()),
        ("we have silos. " * 8 + "is it about gender budgeting", ()),  # a long text names things in passing
        ("que dit la note sur le gender budgeting", ()),  # a term is English
    ],
)
def test_a_term_that_no_note_has_is_told_and_means_nothing(
    small: Casebook, question: str, terms: tuple[str, ...]
) -> None:
    found = small.find(question)

    assert found.question.unknown_places == terms
    assert found.tier == "nothing" if terms else True
    assert not {each.casefold() for each in terms} & set(found.unmatched)


def test_a_term_that_stands_in_a_note_by_another_of_its_names_is_answered(shipped: Casebook) -> None:
    assert shipped.find("co-creating with citizens").question.unknown_places == ()
    assert shipped.find("green transition").question.unknown_places == ()


def test_a_term_that_stands_in_a_note_in_other_words_is_answered_where_meanings_are_known(
    seeds_index: Path, shipped: Casebook
) -> None:
    by_meaning = Casebook(seeds_index, shipped_language(), LINK).find("carbon capture and storage")

    assert by_meaning.tier != "nothing"
    assert "CO2" in by_meaning.hits[0].statement.text
    assert shipped.find("carbon capture and storage").question.unknown_places == (
        "carbon capture and storage",
    )


CITY = STREETS.replace("Sweden (Vinnova)", "{city}").replace("Sweden", "{city}")


@pytest.mark.parametrize("asked", ["New York", "New York City"])
@pytest.mark.parametrize("told", ["New York", "New York City"])
def test_a_city_is_the_same_with_the_word_behind_it(tmp_path: Path, asked: str, told: str) -> None:
    library = opened(indexed(tmp_path / "index.db", streets=CITY.replace("{city}", told)))

    assert library.find(f"gardens in {asked}").question.unknown_places == ()
    assert library.find("gardens in Boston").question.unknown_places == ("Boston",)
