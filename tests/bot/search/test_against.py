"""Which questions ask for help against something, and against what."""

from __future__ import annotations

import pytest

from bot.search.against import Trouble, trouble

PLAINLY = [
    ("what helped against silos", "silos"),
    ("What helped best against silos?", "silos"),
    ("what works against mission washing", "mission washing"),
    ("how did others deal with procurement blocking pilots?", "procurement blocking pilots"),
    ("How have other cities got around procurement rules", "procurement rules"),
    ("how can we avoid mission washing", "mission washing"),
    ("how to break down silos", "silos"),
    ("so how do you cope with staff who leave?", "staff who leave"),
    ("what did they do about risk aversion", "risk aversion"),
    ("has anyone solved the problem that nobody owns it", "the problem that nobody owns it"),
    ("ways to overcome short political cycles", "short political cycles"),
    ("any ideas for dealing with silos?", "silos"),
    ("dealing with failure", "failure"),
]
PERHAPS = [
    ("approaches to silos", "silos"),
    ("strategies for citizen engagement", "citizen engagement"),
    ("what helped with procurement", "procurement"),
]
SOMETHING_ELSE = [
    "what helped",
    "what helped in Sweden",
    "approaches in Denmark",
    "how to involve citizens",
    "how did cities involve children in designing streets",
    "what did the Dutch do on ageing",
    "who else tried prototyping",
    "challenges in Sweden",
    "silos",
    "",
    "  ?! ",
    "how can we avoid " + "a word " * 40,
]


@pytest.mark.parametrize(("question", "words"), PLAINLY)
def test_it_is_asked_plainly(question: str, words: str) -> None:
    assert trouble(question) == Trouble(words, plainly=True)


@pytest.mark.parametrize(("question", "words"), PERHAPS)
def test_it_may_be_asked(question: str, words: str) -> None:
    assert trouble(question) == Trouble(words, plainly=False)


@pytest.mark.parametrize("question", SOMETHING_ELSE)
def test_something_else_is_asked(question: str) -> None:
    assert trouble(question) is None


def test_a_country_whose_doings_are_asked_for_is_asked_about_too() -> None:
    assert trouble("How did Sweden deal with silos?") == Trouble("silos Sweden", plainly=True)
