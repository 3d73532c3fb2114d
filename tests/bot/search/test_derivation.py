"""A word made of a right word by the rules of English is right, too; a slip is not."""

from __future__ import annotations

import pytest

from bot.search.derivation import derived
from bot.search.language import word_list

_RIGHT = """
    pay plan run garden mentor regulate audit city happy slow history stop box tax rule leader bold citizen
    equal market manage fish complete complet respons response dynamic policy farm fund care tour
    """
RIGHT = frozenset(_RIGHT.split())


_MADE = """
    payer payers leadership planner planned planning runners gardener gardening mentoring mentored regulator regulators
    auditor happily happiness slowly stopped boxes taxes leadership boldness citizenship equalise
    equalization marketing manager fisher completely policies farmers funders careless carers
    tourism tourist unplanned mismanaged overfishing unhappily rulers
    """


@pytest.mark.parametrize("word", _MADE.split())
def test_a_regular_derivation_is_right(word: str) -> None:
    assert derived(word, RIGHT)


_NOT_MADE = """
    planer stoped runing slowy happyness completly dynamicly policys boxs gardner mentring regulater
    xpay players fishs pay zebra cityes
    """


@pytest.mark.parametrize("word", _NOT_MADE.split())
def test_what_breaks_the_rules_is_not(word: str) -> None:
    assert not derived(word, RIGHT)


@pytest.mark.parametrize("word", ["", "a", "s", "ing", "ly", "un", "ness", "overs"])
def test_an_ending_alone_is_no_word(word: str) -> None:
    assert not derived(word, {"", "a"})


def test_the_word_list_makes_payers_right_and_not_players() -> None:
    assert derived("payers", word_list())
    assert not derived("plyaers", word_list())
