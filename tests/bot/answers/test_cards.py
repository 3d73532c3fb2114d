"""The whole of a case: every statement once, under what it is, and what no line mentions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers import aspects
from bot.answers.cards import card
from bot.answers.groups import Around
from bot.answers.lines import Shelf
from bot.model import Case, Citation, Kind, Seconds, Statement

SHELF = Shelf({}, {}, "https://x.example/{video}?t={second}")
VINNOVA = Case("Vinnova", "Sweden")


def said(
    text: str, kind: Kind = "example", note: str = "a", video: str | None = "v", lead: str = ""
) -> Statement:
    return Statement(
        f"{note}:{text}",
        Citation(note, 1, video, (Seconds("1:00", 60),)),
        text,
        leads=(lead,) if lead else (),
        kind=kind,
    )


def test_what_was_tried_what_got_in_the_way_and_what_helped_stand_apart() -> None:
    kinds: tuple[Kind, ...] = ("example", "challenge", "approach", "principle", "context")
    made = card(VINNOVA, [said(f"Of kind {kind}.", kind) for kind in kinds], SHELF)

    assert [line.kind for line in made.tried] == ["example", "principle", "context"]
    assert [line.kind for line in made.obstacles] == ["challenge"]
    assert [line.kind for line in made.helped] == ["approach"]


def test_every_statement_stands_on_the_card_once_and_in_the_notes_order() -> None:
    texts = ["Children drew streets.", "Farmers deliver meals.", "Cars were moved away."]
    made = card(VINNOVA, [said(text) for text in texts], SHELF)

    assert [line.text for line in made.tried] == texts


def test_twins_are_told_once_with_both_links() -> None:
    twins = [said("Children drew streets."), said("Children drew streets.", note="b", video="w")]
    made = card(VINNOVA, twins, SHELF)

    [line] = made.tried
    assert (len(line.links), len(line.also)) == (1, 1)
    assert (made.notes, made.talks) == (2, 2)


def test_a_note_without_a_talk_counts_as_a_note_only() -> None:
    made = card(VINNOVA, [said("One."), said("Two.", note="b", video=None)], SHELF)

    assert (made.notes, made.talks) == (2, 1)


@pytest.mark.parametrize(
    ("case", "name"),
    [(VINNOVA, "Vinnova"), (Case("The Street", "Sweden", parent="Vinnova"), "Vinnova, “The Street”")],
)
def test_a_case_within_a_case_is_named_with_both(case: Case, name: str) -> None:
    made = card(case, [said("x")], SHELF)

    assert (made.name, made.country) == (name, "Sweden")


ALL = ("cost", "date", "target", "who led", "result")


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("Children drew streets.", ()),
        ("It cost little.", ("cost",)),
        ("For 3 million kronor.", ("cost",)),
        ("For $2,000.", ("cost",)),
        ("In 2015.", ("date",)),
        ("It took eleven months.", ("date",)),
        ("To save 70 % of it.", ("target",)),
        ("The goal is trust.", ("target",)),
        ("Led by the mayor.", ("who led",)),
        ("The agency began.", ("who led",)),
        ("It reduced traffic.", ("result",)),
        ("The evaluation showed success.", ("result",)),
        ("By 2030, led by a minister, it cost €2 and reduced traffic.", ALL),
        ("Mislead, accost, updated, forget it.", ()),  # cue words within other words
    ],
)
def test_an_aspect_is_mentioned_by_its_cue_words(text: str, mentioned: tuple[str, ...]) -> None:
    assert aspects.absent([text]) == tuple(each for each in ALL if each not in mentioned)
    assert card(VINNOVA, [said(text)], SHELF).absent == aspects.absent([text])


def test_a_lead_counts_as_said_and_one_line_is_enough() -> None:
    made = card(VINNOVA, [said("Little.", lead="Cost"), said("Something else.")], SHELF)

    assert "cost" not in made.absent


@pytest.mark.parametrize(
    ("question", "aspects_asked"),
    [
        ("What did it cost?", ("cost",)),
        ("how much did they spend", ("cost",)),
        ("WHEN did it start", ("date",)),
        ("whenever", ()),
        ("who led it and did it work", ("who led", "result")),
        ("goals and targets", ("target",)),
        ("streets", ()),
    ],
)
def test_which_aspects_a_question_asks_for(question: str, aspects_asked: tuple[str, ...]) -> None:
    assert aspects.asked_for(question) == aspects_asked


def test_a_statement_that_says_little_alone_comes_with_what_it_leans_on() -> None:
    they = said("They used chalk.")
    made = card(VINNOVA, [they], SHELF, Around({they.id: said("Children drew streets.")}))

    assert [line.after for line in made.tried] == ["Children drew streets."]


def test_a_heading_that_is_the_cases_name_is_not_said_again() -> None:
    made = card(VINNOVA, [replace(said("Chalk."), headings=("Vinnova",))], SHELF)

    assert [line.after for line in made.tried] == [""]
