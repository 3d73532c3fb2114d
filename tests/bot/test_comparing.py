"""Sides beside each other, from the index of the shipped notes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.casebook import Casebook
from bot.journal import Journal
from bot.model import Answer, NoComparison
from tests.bot.library import indexed, large, opened


def compared(casebook: Casebook, text: str) -> Answer:
    found = casebook.compare(text)
    assert isinstance(found, Answer)
    return found


def texts(answer: Answer, side: str) -> str:
    return " ".join(line.text for group in answer.groups if group.title == side for line in group.lines)


@pytest.mark.parametrize(
    ("typed", "side", "said"),
    [
        ("Sweden and Norway", "Norway", "seamless public services"),
        ("the Dutch and the Swedes", "Netherlands", "quadruple helix"),
        ("Health Holland with Vinnova", "Vinnova", "urban designers"),
        ("Swedn vs Norway", "Sweden", "innovation environments"),
        ("Sweden and Norway on citizens", "Sweden", "experts in everyday life"),
        (
            "Sweden and Norway on residents",
            "Sweden",
            "experts in everyday life",
        ),  # the search knows other words
        ("Sweden and Norway on challenges", "Norway", "seamless public services"),  # which is asked anyhow
        ("Camden and Barcelona", "Barcelona", "hackers"),
        ("Denmark and France", "France", "no tax havens, in Denmark"),  # told of several countries at once
    ],
)
def test_each_side_tells_what_its_notes_say(shipped: Casebook, typed: str, side: str, said: str) -> None:
    assert said in texts(compared(shipped, typed), side)


def test_on_a_topic_only_what_fits_it_is_told(shipped: Casebook) -> None:
    whole, some = compared(shipped, "Sweden and Norway"), compared(shipped, "Sweden and Norway on citizens")

    assert (some.sides, some.topic) == (("Sweden", "Norway"), "citizens")
    assert "public meal system" in texts(whole, "Sweden")
    assert "public meal system" not in texts(some, "Sweden")
    assert set(some.hits) < set(whole.hits)


def test_where_no_side_fits_the_topic_that_is_an_answer_and_a_gap(shipped: Casebook) -> None:
    silent = compared(shipped, "Sweden and the Netherlands on silos and zeppelins")

    assert (silent.tier, silent.hits, silent.unmatched) == ("nothing", (), ("silos", "zeppelins"))
    assert silent.gap == ("silos", "zeppelins")
    assert silent.topic == "silos"  # of what was typed only words of the notes are a topic


def test_a_country_that_no_note_mentions_is_a_side_and_says_nothing(shipped: Casebook) -> None:
    answer = compared(shipped, "Sweden and Estonia")

    assert (answer.sides, answer.unknown_places) == (("Sweden", "Estonia"), ("Estonia",))
    assert [len(group.lines) > 0 for group in answer.groups] == [True, False]


def test_what_tells_of_a_case_is_not_told_for_its_country_again(shipped: Casebook) -> None:
    answer = compared(shipped, "Vinnova and Sweden")

    assert "urban designers" in texts(answer, "Vinnova")
    assert "urban designers" not in texts(answer, "Sweden")
    assert "regulatory greenhouses" in texts(answer, "Sweden")


@pytest.mark.parametrize(
    ("typed", "reason", "names"),
    [
        ("", "few", ()),
        ("Sweden", "few", ("Sweden",)),
        ("Sweden and the Swedes", "few", ("Sweden",)),
        ("Sweden and Atlantis", "unknown", ("Atlantis",)),
        ("Sweden, Norway, Denmark and Spain", "many", ("Sweden", "Norway", "Denmark", "Spain")),
    ],
)
def test_what_cannot_stand_side_by_side_says_why_and_what_could(
    shipped: Casebook, typed: str, reason: str, names: tuple[str, ...]
) -> None:
    found = shipped.compare(typed)

    assert isinstance(found, NoComparison)
    assert (found.reason, found.names) == (reason, names)
    assert found.countries[:2] == ("Sweden", "United Kingdom")


@pytest.mark.parametrize(
    "typed", ["Sweden and Norway", "Health Holland with Vinnova on citizens", "Sweden and Estonia"]
)
def test_what_the_journal_keeps_makes_the_same_comparison_again(
    shipped: Casebook, tmp_path: Path, typed: str
) -> None:
    journal = Journal(f"sqlite:///{tmp_path / 'journal.db'}")
    answer = compared(shipped, typed)
    kept = journal.recall("T1", journal.remember("T1", answer, "C1", 1.0), 2.0)

    assert kept is not None
    assert shipped.again(kept) == replace(answer, slips=(), gap=())


def test_what_left_the_notes_since_is_counted(shipped: Casebook) -> None:
    answer = compared(shipped, "Sweden and Norway")

    assert shipped.again(replace(answer, hits=("gone", *answer.hits))).gone == 1


def test_notes_that_mention_no_side_are_silent(tmp_path: Path) -> None:
    song = "---\ntitle: Song\n---\n* They sang [00:00:10].\n"
    answer = compared(opened(indexed(tmp_path / "index.db", song=song)), "Sweden and Norway on song")

    assert (answer.tier, answer.unknown_places) == ("nothing", ("Sweden", "Norway"))


def test_the_largest_comparison_there_is_stays_within_what_the_journal_keeps(tmp_path: Path) -> None:
    casebook = opened(large(tmp_path / "large.db"))
    answer = compared(casebook, "Sweden, Norway and Denmark")

    assert len(answer.hits) == 50
    assert casebook.again(answer).groups == answer.groups
    assert {group.title: len(group.lines) > 10 for group in answer.groups} == dict.fromkeys(
        answer.sides, True
    )
