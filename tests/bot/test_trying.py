"""Who tried a method, from the index of the shipped notes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.casebook import Casebook
from bot.journal import Journal
from bot.model import Answer, Untried
from tests.bot.library import indexed, opened, stamped


def tried(casebook: Casebook, method: str) -> Answer:
    found = casebook.who(method)
    assert isinstance(found, Answer)
    return found


@pytest.mark.parametrize(
    ("typed", "topic", "country", "title", "said"),
    [
        ("prototyping", "prototyping", "Sweden", "Vinnova, “The Street”", "prototypes gave grounds"),
        ("prototypes", "prototyping", "Sweden", "Vinnova, “The Street”", "prototypes gave grounds"),
        ("protoyping", "prototyping", "Sweden", "Vinnova, “The Street”", "prototypes gave grounds"),
        ("Field Labs", "field labs", "Netherlands", "Health Holland", "Health Holland helps stakeholders"),
        ("strategic foresight", "foresight", "Finland", "", "foresight work to actual political processes"),
        ("regulatory greenhouses", "regulatory greenhouses", "Sweden", "Regulatory Greenhouses", "sandboxes"),
        ("life events", "life events", "Norway", "Norwegian Digitalization Agency", "seven"),
        ("conditional loans", "conditionalities", "United Kingdom", "", "conditionalities on loans"),
        (
            "hackers",
            "hacker",
            "Spain",
            "Barcelona",
            "brought hackers into its government",
        ),  # no method, but words
    ],
)
def test_each_case_has_its_best_line(
    shipped: Casebook, typed: str, topic: str, country: str, title: str, said: str
) -> None:
    answer = tried(shipped, typed)
    told = [(group.title, group.lines[0].text) for group in answer.groups if group.country == country]

    assert answer.topic == topic
    assert any(title in name and said in text for name, text in told)


def test_a_method_that_nobody_tried_is_told_in_the_words_of_the_notes(shipped: Casebook) -> None:
    [alone] = tried(shipped, "system mapping").groups

    assert (alone.country, alone.case) == (None, None)
    assert "system maps" in alone.lines[0].text


@pytest.mark.parametrize("typed", ["blockchain voting", "zeppelins", "the", "", "?"])
def test_a_method_that_no_note_tells_of_is_said_to_be_none(shipped: Casebook, typed: str) -> None:
    found = shipped.who(typed)

    assert isinstance(found, Untried)
    assert found.method == typed


def test_whom_it_only_stood_in_the_way_of_comes_after_who_tried_it(tmp_path: Path) -> None:
    note = """\
---
title: Labs
---
## Challenges
*   **Slow rules:** In Peru sandboxes failed for a lack of rules, which was the main obstacle ⟨00:00:10⟩.

## History
Chile has a hall, a garden, a stage, and a sandbox ⟨00:00:20⟩.
"""
    casebook = opened(indexed(tmp_path / "index.db", labs=stamped(note)))

    assert tried(casebook, "sandboxes").countries == ("Chile", "Peru")


def test_near_an_unknown_method_stand_those_of_the_nearest_statements(tmp_path: Path) -> None:
    note = """\
---
title: Labs
---
*   **Peru (Tide Lab):** A lab let fishers vote on nets ⟨00:00:10⟩.
*   **Chile (Song School):** A sandbox for songs ⟨00:00:20⟩.
"""
    casebook = opened(indexed(tmp_path / "index.db", labs=stamped(note)))
    found = casebook.who("fishers vote by phone")

    assert isinstance(found, Untried)
    assert found.near[:1] == ("lab",)
    assert found.gap == ("fishers", "phone", "vote")


def test_methods_are_listed_with_their_countries_the_most_told_first(shipped: Casebook) -> None:
    listed = shipped.methods()

    assert [method.name for method in listed[:2]] == ["foresight", "co-creation"]
    assert "Norway" in listed[0].countries
    assert [len(method.countries) for method in listed] == sorted(
        (len(method.countries) for method in listed), reverse=True
    )


def test_what_the_journal_keeps_makes_the_same_answer_again(shipped: Casebook, tmp_path: Path) -> None:
    journal = Journal(f"sqlite:///{tmp_path / 'journal.db'}")
    answer = tried(shipped, "foresight")
    kept = journal.recall("T1", journal.remember("T1", answer, "C1", 1.0), 2.0)

    assert kept is not None
    assert shipped.again(kept) == answer
    assert shipped.again(replace(kept, hits=("gone", *kept.hits))).gone == 1


def test_methods_grow_with_the_notes(tmp_path: Path) -> None:
    note = "---\ntitle: Tides\n---\n*   **Peru (Tide Board):** They ran tidal hackathons ⟨00:00:10⟩.\n"
    index = indexed(tmp_path / "index.db")
    casebook = opened(index)
    assert casebook.methods() == ()

    indexed(index, tides=stamped(note))
    assert [(method.name, method.countries) for method in casebook.methods()] == [("hackathons", ("Peru",))]
