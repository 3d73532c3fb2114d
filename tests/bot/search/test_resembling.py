"""Which challenges of the shipped notes somebody's words resemble, and by which words of the notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.search.index import Index
from bot.search.resembling import resembling
from tests.bot.library import language

STUCK = (
    "We have three ministries at the table and nobody owns it. Every time we get to a decision someone says it is"
    " not in their remit, and meanwhile procurement blocks the pilot because the rules reward the cheapest bid."
    " Has anyone got an idea how to get going again before the summer?"
)
AFRAID = (
    "People in the directorate say that experiments are dangerous: if one fails the auditors come, and nobody gets"
    " promoted for trying. So they wait for somebody else to go first, and the whole programme is stuck."
)
LUNCH = (
    "Lunch on Thursday is moved to the canteen on the second floor because the roof terrace is closed for repairs."
    " Please tell Anna if you bring a guest, so that she can order enough soup and bread for everybody."
)
LAPTOPS = (
    "The new laptop images are being rolled out next week, please save your files on the shared drive, restart the"
    " computer in the evening and call the help desk if the printer does not show up afterwards."
)


@pytest.fixture(scope="module")
def notes(seeds_by_words: Path) -> Index:
    return Index(seeds_by_words)


ALIKE = [
    ("silos", "keeping silos", {"silos"}),
    ("mission washing", "merely reframed as missions", {"mission", "washing"}),
    (
        "three ministries, nobody owns it, procurement blocks the pilot",
        "ministry",
        {"ministry", "procurement"},
    ),
    (STUCK, "procurement", {"procurement", "rules"}),
    (AFRAID, "disincentives to taking risks", {"failures", "risks"}),
]


@pytest.mark.parametrize(("words", "challenge", "shared"), ALIKE)
def test_words_resemble_challenges_by_words_of_the_notes(
    notes: Index, words: str, challenge: str, shared: set[str]
) -> None:
    found = resembling(words, notes, language())
    assert found is not None
    assert any(challenge in each.text for each in found.challenges)
    assert {each.kind for each in found.challenges} == {"challenge"}
    assert shared <= set(found.words)
    told = " ".join(each.text.lower() + " ".join(each.leads).lower() for each in found.challenges)
    assert all(word in told for word in shared)


@pytest.mark.parametrize(
    "words", [LUNCH, LAPTOPS, "", "vinnova", "parking at the harbour", "silos in Brazil"]
)
def test_what_is_no_challenge_of_the_notes_resembles_none(notes: Index, words: str) -> None:
    assert resembling(words, notes, language()) is None


@pytest.mark.parametrize(("words", "is_one"), [("silos", True), ("citizen engagement", False)])
def test_where_a_way_may_be_asked_for_the_trouble_must_stand_out(
    notes: Index, words: str, is_one: bool
) -> None:
    assert (resembling(words, notes, language(), plainly=False) is not None) is is_one
