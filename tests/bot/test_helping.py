"""What the casebook brings against a challenge: asked in words, of an answer's lines, and again by ids."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.casebook import Casebook
from bot.model import Answer
from bot.words import tokens
from tests.bot.library import indexed, opened, seed_notes, stamped

TEAMS = stamped("""\
---
title: Teams
---

## Teams in practice

### Challenges
*   **Silos:** Departments keep their silos shut ⟨00:01:00⟩.
*   **Turnover:** Staff leave after a year ⟨00:02:00⟩.

### Overcoming challenges
*   Build a team across departments to open their silos ⟨00:03:00⟩.
*   Move people between departments so that silos open ⟨00:04:00⟩.
""")
# Among them the words of the other note are rare, as they would be in a team's notes.
FARMS = stamped("""\
---
title: Farms
---

## Approaches
*   Farmers deliver vegetables to schools every morning ⟨00:05:00⟩.
*   Cooks taste each new dish with pupils first ⟨00:06:00⟩.
*   Orchards near the town grow apples and pears ⟨00:07:00⟩.
*   Millers sell flour to bakeries at cost price ⟨00:08:00⟩.
*   Fishermen land their catch before sunrise ⟨00:09:00⟩.
*   Beekeepers lend their hives to gardens in spring ⟨00:10:00⟩.
""")
WITHOUT_TEAM = TEAMS.replace("*   Build a team across departments to open their silos", "*   Write a report")
WITHOUT_SILOS = TEAMS.replace("Departments keep their silos shut", "Nothing is known of it yet")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return indexed(tmp_path / "index.db", teams=TEAMS, farms=FARMS)


def lines(answer: Answer | None) -> list[list[str]]:
    return [[line.text for line in group.lines] for group in answer.groups] if answer else []


SILOS = [
    "Departments keep their silos shut.",
    "Build a team across departments to open their silos.",
    "Move people between departments so that silos open.",
]


@pytest.mark.parametrize("question", ["what helped against silos", "how did others break down silos?"])
def test_a_question_of_what_helped_brings_the_challenge_and_what_helped(index: Path, question: str) -> None:
    answer = opened(index).ask(question)
    assert lines(answer) == [SILOS]
    assert (answer.view, answer.tier, answer.topic) == ("helped", "confident", "silos")


def test_the_approaches_of_a_challenge_are_what_helped_against_it(shipped: Casebook) -> None:
    assert shipped.ask("to silos", kind="approach").view == "helped"
    assert shipped.ask("to silos").view == "hits"
    assert shipped.ask("approaches to silos", kind="example").view == "hits"


@pytest.mark.parametrize(
    "question",
    [
        "what helped against flibbertigibbets",
        "what helped against silos in Brazil",
        "approaches to citizen engagement",
        "challenges in Sweden",
        "what helped",
    ],
)
def test_other_questions_are_answered_as_before(shipped: Casebook, question: str) -> None:
    assert shipped.ask(question).view == "hits"


def test_a_slip_is_mended_and_told(shipped: Casebook) -> None:
    assert shipped.ask("what helped against mission washng").slips == (("washng", "washing"),)


def test_of_an_answers_lines_only_the_challenges_are_helped_against(index: Path) -> None:
    casebook = opened(index)
    told = casebook.ask("silos")
    assert lines(casebook.helped(told.hits)) == [SILOS]
    assert casebook.helped([]) is None
    assert casebook.helped(["gone"]) is None
    approach = next(line for g in told.groups for line in g.lines if line.kind == "approach")
    assert casebook.helped([approach.statement]) is None


def test_what_helped_is_built_again_from_its_ids(index: Path, shipped: Casebook) -> None:
    for casebook, question in ((opened(index), "what helped against silos"), (shipped, "how to avoid silos")):
        answer = casebook.ask(question)
        assert answer.view == "helped"
        assert casebook.again(replace(answer, groups=())) == answer


def test_an_approach_that_left_the_notes_is_left_out_and_counted(index: Path) -> None:
    answer = opened(index).ask("what helped against silos")
    after = opened(indexed(index, teams=WITHOUT_TEAM, farms=FARMS)).again(answer)
    assert lines(after) == [[SILOS[0], SILOS[2]]]
    assert after.gone == 1


def test_a_challenge_that_left_the_notes_takes_what_helped_with_it(index: Path) -> None:
    answer = opened(index).ask("what helped against silos")
    assert opened(indexed(index, teams=WITHOUT_SILOS, farms=FARMS)).again(answer).groups == ()


MESSAGE = (
    "Three ministries sit at the table and nobody owns the mission, every decision is somebody else's remit, and"
    " procurement blocks the pilot because the rules reward the cheapest bid."
)


def test_a_message_that_resembles_challenges_brings_what_helped_against_them(shipped: Casebook) -> None:
    answer = shipped.resembled(MESSAGE)
    assert answer is not None
    assert answer.view == "helped"
    assert "procurement" in answer.topic.split(", ")
    assert any("procurement" in group.lines[0].text for group in answer.groups)


def test_no_word_is_kept_that_the_notes_do_not_have(shipped: Casebook) -> None:
    answer = shipped.resembled(MESSAGE)
    assert answer is not None
    told = (
        part
        for note in seed_notes().notes
        for s in note.statements
        for part in (s.text, *s.leads, *s.headings)
    )
    assert set(tokens(answer.topic)) <= {word for part in told for word in tokens(part)}
    assert not {"cheapest", "remit", "somebody"} & set(tokens(answer.topic))


@pytest.mark.parametrize(
    "words", ["silos", "vinnova street", "Soup and bread on Thursday for everybody in the canteen"]
)
def test_a_short_question_and_small_talk_resemble_nothing(shipped: Casebook, words: str) -> None:
    assert shipped.resembled(words) is None
