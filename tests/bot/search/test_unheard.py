"""Terms that a question names and no note has are told, and mean nothing; those that stand in other words do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.casebook import Casebook
from bot.search.index import Index
from bot.search.questions import understand
from bot.search.unheard import lacks_a_subject
from bot.shipped import shipped_language
from tests.bot.library import LINK, STREETS, indexed, language, opened


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
        ("we run schools, transport and silos", ()),  # nobody said school transport
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


def test_a_term_whose_words_stand_a_little_apart_in_a_note_is_answered(shipped: Casebook) -> None:
    assert shipped.find("CO2 storage").question.unknown_places == ()  # "CO2 capture and storage or use"


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("streets, gardens, snow clearing and silos", ()),  # one of several things
        ("snow clearing, silos", ("snow clearing",)),
        ("Ahead of the spending review, how do departments leave their silos?", ()),  # only says when
        ("I work in a registry office: what helps against silos?", ()),
        ("spending review of silos", ("spending review",)),
        ("With a hiring freeze, what then?", ("hiring freeze",)),
    ],
)
def test_a_term_that_is_listed_or_frames_a_question_is_not_what_it_asks_about(
    small: Casebook, question: str, terms: tuple[str, ...]
) -> None:
    assert small.find(question).question.unknown_places == terms


@pytest.mark.parametrize(
    "typed", ["World Café", "“world café”", "pre-commercial procurement", "women's budget"]
)
def test_a_term_is_told_as_it_was_typed(small: Casebook, typed: str) -> None:
    assert small.find(f"what about {typed}?").question.unknown_places == (typed.strip("“”"),)


def test_a_term_that_stands_in_a_note_in_other_words_is_answered_where_meanings_are_known(
    seeds_index: Path, shipped: Casebook
) -> None:
    by_meaning = Casebook(seeds_index, shipped_language(), LINK).find("capturing CO2 from the air")

    assert by_meaning.tier != "nothing"
    assert "CO2 capture and storage" in by_meaning.hits[0].statement.text
    assert shipped.find("capturing CO2 from the air").question.unknown_places == (
        "capturing CO2 from the air",
    )


def test_a_term_that_is_mentioned_beside_what_a_note_tells_all_of_is_only_named(seeds_index: Path) -> None:
    by_meaning = Casebook(seeds_index, shipped_language(), LINK)

    beside = by_meaning.find("school children who redesigned their streets and snow clearing")
    assert (beside.tier, beside.unmatched, beside.question.unknown_places) == (
        "closest",
        ("snow clearing",),
        (),
    )
    alone = by_meaning.find("snow clearing in small streets")
    assert (alone.tier, alone.question.unknown_places) == ("nothing", ("snow clearing",))


CHATTER = "Karl is back on Monday with the plan and the slides for our children. Ana is on parental leave."


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("regulated cannabis sale", True),  # a word of many terms
        ("gambling and gardens", True),
        ("children who drew streets", False),
        ("a scribble of the streets", False),  # said in passing, and of no term
        ("that went pear-shaped with children", False),
        ("we have silos. " * 8 + "is it about gender budgeting", True),
        ("combien de silos et de cannabis pour les enfants", False),
        (f"{CHATTER} We have silos. Who drew streets with children?", False),  # beside the question
        (f"{CHATTER} Who drew streets with children", True),  # where nothing asks, all of it may
        ("Who drew streets with children? We have silos. " + CHATTER, False),
        (f"We have silos. {CHATTER} Has anybody been there?", True),  # what "there" is stands right before
        ("We have silos. " * 8 + "Who sells cannabis?", True),
    ],
)
def test_a_subject_is_lacking_where_no_note_has_a_term_or_its_rare_word(
    tmp_path: Path, question: str, lacks: bool
) -> None:
    index, ours = Index(indexed(tmp_path / "index.db")), language()

    assert lacks_a_subject(question, understand(question, ours.lexicon, ours.words), index, ours) is lacks


CITY = STREETS.replace("Sweden (Vinnova)", "{city}").replace("Sweden", "{city}")


@pytest.mark.parametrize("asked", ["New York", "New York City"])
@pytest.mark.parametrize("told", ["New York", "New York City"])
def test_a_city_is_the_same_with_the_word_behind_it(tmp_path: Path, asked: str, told: str) -> None:
    library = opened(indexed(tmp_path / "index.db", streets=CITY.replace("{city}", told)))

    assert library.find(f"gardens in {asked}").question.unknown_places == ()
    assert library.find("gardens in Boston").question.unknown_places == ("Boston",)
