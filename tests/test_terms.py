"""The terms in seeds/ are well formed and keep their own rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.search.language import word_list
from bot.shipped import shipped_lexicon
from bot.words import singular, stem, stems, tokens

TERMS = Path(__file__).resolve().parent.parent / "seeds" / "terms.yaml"
# Among the commonest English words no term stands alone.
_COMMON = 6_000


@cache
def groups() -> list[list[str]]:
    loaded = yaml.load(TERMS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  strings only
    assert set(loaded) == {"terms"}
    return [line.split(", ") for lines in loaded["terms"].values() for line in lines.splitlines()]


def members() -> list[str]:
    return [name for group in groups() for name in group]


def test_there_are_many_and_each_is_a_name_in_small_letters() -> None:
    assert len(groups()) > 4000
    assert all(tokens(name) and name == name.strip() for name in members())
    assert members() == [name.lower() for name in members()]


def test_no_term_stands_twice_whatever_its_form() -> None:
    stemmed = [tuple(stems(name)) for name in members()]

    assert len(set(stemmed)) == len(stemmed)


def test_a_term_of_one_word_is_no_common_word_nor_a_form_of_one() -> None:
    common = {stem(word) for word, rank in word_list().items() if rank < _COMMON}

    assert [name for name in members() if len(tokens(name)) == 1 and common.issuperset(stems(name))] == []


def test_no_term_is_made_of_words_that_a_search_leaves_out() -> None:
    left_out = shipped_lexicon().english_stop_words

    assert [name for name in members() if left_out.issuperset(tokens(name))] == []


def test_no_term_begins_or_ends_with_a_word_that_only_large_letters_make_a_name() -> None:
    edges = [(words[0], words[-1]) for name in members() if len(words := tokens(name)) > 1]

    assert {"it", "us", "who"}.isdisjoint(word for edge in edges for word in edge)


@pytest.mark.parametrize("name", ["gender budgeting", "spending reviews", "Nesta", "theories of change"])
def test_terms_and_bodies_are_known_as_one_thing_in_the_plural_too(name: str) -> None:
    assert tuple(map(singular, tokens(name))) in shipped_lexicon().terms


@pytest.mark.parametrize("name", ["streets", "budget", "procurement", "NGO", "undertaking", "first steps"])
def test_a_word_that_is_no_name_is_no_term(name: str) -> None:
    assert tuple(map(singular, tokens(name))) not in shipped_lexicon().terms
