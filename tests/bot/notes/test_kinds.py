"""A statement's own words say what it is, then its case, its list's opening, its lead, its headings."""

from __future__ import annotations

from dataclasses import replace

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
        ("Introduction", "principle"),  # it says what missions are, and not where the talk took place
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
        ("What was tried", "example"),  # as answers call the three
        ("What got in the way", "challenge"),
        ("What helped", "approach"),
        ("What really helped against resistance", "approach"),
        ("What works", "approach"),
        ("What went wrong", "challenge"),
        ("How missions work", "principle"),
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
        ("This highlights the need for patience.", "principle"),
        ("Patience is crucial for missions.", "principle"),
        ("In the past, streets were for cars.", "context"),
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
        (("Barriers", "Trust"), "The tools are:", ("Principles",), "approach"),
        (("Overcoming Barriers",), "These barriers exist:", ("Principles",), "challenge"),
        (("Barriers", "Trust"), "", ("Principles",), "challenge"),
        (("Overcoming Barriers",), "", ("Principles",), "approach"),
        (("Trust",), "The tools are:", ("Principles",), "approach"),
        (("Trust",), "These are:", ("Principles", "Barriers"), "challenge"),
        (("Trust",), "These are:", ("Principles", "Streets"), "principle"),
        (("Trust",), "These are:", ("Challenges and Considerations", "Streets"), "principle"),
        (("Sweden", "Approach"), "", ("Case Studies",), "example"),
        (("Sweden", "Lessons"), "", ("Case Studies",), "principle"),
        (("Trust",), "Sweden's approach emphasizes:", ("Sweden",), "approach"),
        (("Problem Framing",), "", ("Principles",), "principle"),
    ],
)
def test_a_list_says_what_its_items_are_and_a_case_what_is_told_of_it(
    places: Lexicon, leads: tuple[str, ...], intro: str, headings: tuple[str, ...], kind: str
) -> None:
    assert kinds.kind(statement(leads=leads, intro=intro, headings=headings), places) == kind


@pytest.mark.parametrize(
    ("text", "headings", "seconds", "kind"),
    [
        ("Swedish streets changed.", ("Streets",), CITED, "example"),
        ("Streets changed.", ("Streets",), CITED, "principle"),
        ("Streets changed.", (), CITED, "principle"),
        ("Streets changed.", (), (), "principle"),
    ],
)
def test_without_a_cue_a_place_makes_an_example(
    places: Lexicon, text: str, headings: tuple[str, ...], seconds: tuple[Seconds, ...], kind: str
) -> None:
    assert kinds.kind(statement(text, headings, seconds=seconds), places) == kind


@pytest.mark.parametrize(
    ("text", "leads", "intro", "readings"),
    [
        ("It works.", ("Sweden", "Approach to Trust"), "", ("example",)),
        ("It works.", ("Sweden", "Models of Trust"), "", ("example", "approach")),
        ("A challenge is trust.", ("Tools",), "", ("challenge", "approach")),
        ("It works.", (), "", ("principle",)),
    ],
)
def test_a_second_kind_is_what_the_words_the_case_or_the_list_say_too(
    places: Lexicon, text: str, leads: tuple[str, ...], intro: str, readings: tuple[str, ...]
) -> None:
    assert kinds.readings(statement(text, leads=leads, intro=intro), places) == readings


def test_what_is_told_of_a_case_is_an_example_without_a_place(places: Lexicon) -> None:
    told = replace(statement(leads=("Garden Bank",)), case="Garden Bank")

    assert kinds.kind(told, places) == "example"
