"""The deepest cue says what a statement is: its own words, its leads, its list's opening, its headings."""

from __future__ import annotations

import pytest

from bot.lexicon import Lexicon
from bot.model import Citation, Seconds, Statement
from bot.notes import kinds

CITED = (Seconds("00:21", 21),)


def statement(
    text: str = "It works.",
    headings: tuple[str, ...] = (),
    leads: tuple[str, ...] = (),
    intro: str = "",
    seconds: tuple[Seconds, ...] = CITED,
) -> Statement:
    return Statement("id", Citation("note", 1, None, seconds), text, headings, leads, intro)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Introduction", "context"),
        ("Background and History", "context"),
        ("Challenges and Strategies", "challenge"),
        ("Barriers to Innovation", "challenge"),
        ("Greenwashing", "challenge"),
        ("Strategies for Overcoming Silos", "approach"),  # what overcomes a challenge is no challenge
        ("Tools and Methods", "approach"),
        ("A Framework", "approach"),
        ("Case Studies", "example"),
        ("Pilots in Practice", "example"),
        ("Sweden", "example"),
        ("Camden's Estates", "example"),
        ("Denmark's approach emphasizes", "approach"),  # how a country goes about it
        ("Key Principles", "principle"),
        ("What is a Mission?", "principle"),
    ],
)
def test_a_heading_says_the_kind(places: Lexicon, heading: str, kind: str) -> None:
    assert kinds.kind(statement(headings=(heading,)), places) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A major challenge is trust.", "challenge"),
        ("Cities struggle with costs.", "challenge"),
        ("There is a lack of money.", "challenge"),
        ("For example, streets were closed.", "example"),
        ("To overcome this, streets were closed.", "approach"),
        ("A mission is defined as a goal.", "principle"),
        ("Missions require patience.", "principle"),
        ("This article tells of missions.", "context"),
    ],
)
def test_a_statements_own_words_count_before_its_heading(places: Lexicon, text: str, kind: str) -> None:
    assert (
        kinds.kind(statement(text, headings=("Key Principles", "Sweden", "Challenges", "Tools")), places)
        == kind
    )


@pytest.mark.parametrize(
    ("leads", "intro", "headings", "kind"),
    [
        (("Barriers", "Sweden"), "The tools are:", ("Principles",), "example"),
        (("Barriers", "Trust"), "The tools are:", ("Principles",), "challenge"),
        (("Trust",), "The tools are:", ("Principles",), "approach"),
        (("Trust",), "These are:", ("Principles", "Barriers"), "challenge"),
        (("Trust",), "These are:", ("Principles", "Streets"), "principle"),
    ],
)
def test_the_deepest_cue_decides(
    places: Lexicon, leads: tuple[str, ...], intro: str, headings: tuple[str, ...], kind: str
) -> None:
    assert kinds.kind(statement(leads=leads, intro=intro, headings=headings), places) == kind


@pytest.mark.parametrize(
    ("text", "headings", "seconds", "kind"),
    [
        ("Swedish streets changed.", ("Streets",), CITED, "example"),
        ("Streets changed.", ("Streets",), CITED, "principle"),
        ("Streets changed.", (), CITED, "principle"),
        ("Streets changed.", (), (), "context"),  # a note's opening words, said nowhere in the talk
    ],
)
def test_without_a_cue_a_place_makes_an_example(
    places: Lexicon, text: str, headings: tuple[str, ...], seconds: tuple[Seconds, ...], kind: str
) -> None:
    assert kinds.kind(statement(text, headings, seconds=seconds), places) == kind
