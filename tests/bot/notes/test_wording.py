"""Two spellings of a name share a key; a topic's name is seen to be one."""

from __future__ import annotations

import pytest

from bot.notes.wording import bare, has_aspect, is_short_for, is_written_as_name, key, says_something


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("School Food Mission", "School Food"),
        ("Health~Holland", "Health Holland"),
        ("Mondragón Region", "Mondragon"),
        ("Norwegian Digitalization Agency", "Norwegian Digital Agency"),
        ("The Street", '"Street" project'),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Technology Agency", "Technology"), ("Tom de Luise", "Tom de Luze"), ("Green", "Greens Fund")],
)
def test_names_of_different_things_do_not(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("Legal Barriers", True),
        ("Team Growth", True),
        ("Key Outcomes", True),
        ("Garden Strategy", True),
        ("Innovation Fund", False),
        ("Carrot Coins", False),
    ],
)
def test_a_word_that_every_story_has_makes_a_topic(name: str, topic: bool) -> None:
    assert has_aspect(name) is topic


def test_a_name_says_more_than_its_sort() -> None:
    assert says_something("Vinnova")
    assert not says_something("Four Pilots")
    assert not says_something("Approach")
    assert bare('"Vinnova" Project') == "Vinnova"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tom de Luise", True),
        ("innovative.si", True),
        ("100 Green Towns", True),
        ("How towns grow", False),
        ("", False),
    ],
)
def test_a_name_is_written_with_capitals(text: str, name: bool) -> None:
    assert is_written_as_name(text) is name


def test_letters_of_a_short_form_stand_in_the_long_one() -> None:
    assert is_short_for("EIB", "European Investment Bank")
    assert is_short_for("Digdir", "Digitaliseringsdirektoratet")
    assert not is_short_for("Life", "Caring for Soil")
    assert not is_short_for("a bank", "A Bank")
