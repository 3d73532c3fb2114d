"""A sentence speaks of a name as its subject, as an example, as a thing, or only in passing."""

from __future__ import annotations

import pytest

from bot.notes.proper import Name, leans, names


def of(text: str, name: str) -> Name:
    return next(each for each in names(text) if each.text == name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vinnova asked children.", ["Vinnova"]),
        (
            "The Tree Agency asked the Institute for Parks and Play.",
            ["Tree Agency", "Institute for Parks and Play"],
        ),
        ("Sweden's Vinnova asked Tom de Luise in Malmö.", ["Sweden", "Vinnova", "Tom de Luise", "Malmö"]),
        ("This asked nobody, and in 2030 it will not.", []),
        ('They drew "regulatory greenhouses," and left.', ["regulatory greenhouses"]),
    ],
)
def test_names_are_runs_of_capitals_and_quotations(text: str, found: list[str]) -> None:
    assert [each.text for each in names(text)] == found


@pytest.mark.parametrize(
    ("text", "name", "subject"),
    [
        ("Vinnova asked children.", "Vinnova", True),
        ("The Tree Agency asked children.", "Tree Agency", True),
        ("Sweden's Vinnova asked children.", "Vinnova", True),
        ("Sweden's Vinnova asked children.", "Sweden", False),
        ("Charged with more trees, Park Office plants them.", "Park Office", True),
        ("Children were asked by Vinnova.", "Vinnova", False),
        ("In the town, trees of the Tree Agency, tall ones, grow.", "Tree Agency", False),
    ],
)
def test_a_sentence_is_about_what_it_or_its_clause_begins_with(text: str, name: str, subject: bool) -> None:
    assert of(text, name).subject is subject


@pytest.mark.parametrize(
    ("text", "name", "example"),
    [
        ("It follows banks like KfW.", "KfW", True),
        ("A notable example is Tom de Luise, who cares.", "Tom de Luise", True),
        ("Countries such as Finland and Singapore did.", "Finland and Singapore", True),
        (
            "It learns from towns such as Lund, and is paid, as a plan, by the Garden Fund.",
            "Garden Fund",
            False,
        ),
        ("Vinnova paid.", "Vinnova", False),
    ],
)
def test_what_stands_behind_like_or_such_as_is_an_example(text: str, name: str, example: bool) -> None:
    assert of(text, name).example is example


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ('The "Aurora" project began.', True),
        ('Their platform "Aurora" began.', True),
        ('It runs "Aurora," a marketplace for parks.', True),
        ('It made "Aurora" (We Grow), a central hub.', True),
        ('The theme was "Aurora," meaning that every project counts.', False),
        ('It calls this "Aurora" and begins.', False),
        ('The "Aurora" mood was good.', False),
    ],
)
def test_a_word_beside_a_quotation_says_that_it_is_a_thing(text: str, thing: bool) -> None:
    [quoted] = [each for each in names(text) if each.quoted]

    assert (quoted.text, quoted.thing) == ("Aurora", thing)


def test_where_somebody_works_is_an_aside() -> None:
    assert of("Ada Holm, senior expert in the Tree Agency, spoke.", "Tree Agency").aside
    assert not of("The Tree Agency has experts.", "Tree Agency").aside


def test_an_acronym_belongs_to_the_name_before_it() -> None:
    assert of("The Tree Agency (TA) plants.", "Tree Agency").acronym == "TA"


@pytest.mark.parametrize(
    ("text", "taken_up"),
    [("This helped.", True), ("They drew.", True), ("The project ended.", True), ("Streets ended.", False)],
)
def test_a_sentence_may_lean_on_the_one_before(text: str, taken_up: bool) -> None:
    assert leans(text) is taken_up
