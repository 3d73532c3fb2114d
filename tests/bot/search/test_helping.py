"""What an index brings against a challenge, by words alone and by meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model import Pairing, Statement
from bot.search.helping import helping
from bot.search.index import Index
from bot.shipped import shipped_language
from tests.bot.library import indexed, stamped, words

MISSIONS = stamped("""\
---
title: Missions
---

See [[budgets | how budgets are shared]] ⟨00:00:01⟩.

## Missions in practice

### Challenges
*   **Silos:** Departments keep their silos ⟨00:01:00⟩.
*   **Turnover:** Staff leave after a year ⟨00:02:00⟩.

### Overcoming challenges
*   Build a team across departments to open their silos ⟨00:03:00⟩.
""")
BUDGETS = stamped("""\
---
title: Budgets
---

## Approaches
*   Several departments share one budget beyond their silos ⟨00:04:00⟩.
""")
# Among them the words of the other notes are rare, as they would be in a team's notes.
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


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(indexed(tmp_path / "index.db", missions=MISSIONS, budgets=BUDGETS, farms=FARMS))


def challenge(index: Index, words: str) -> Statement:
    told = index.of_notes(list(index.titles))
    return next(each for each in told if words in each.text and each.kind == "challenge")


def brought(found: tuple[Pairing, ...]) -> dict[str, tuple[str, ...]]:
    return {each.statement.text: each.bonds for each in found}


def test_the_section_beside_a_challenge_and_the_notes_it_links_to_are_looked_through(index: Index) -> None:
    assert brought(helping(challenge(index, "silos"), index, words())) == {
        "Build a team across departments to open their silos.": ("beside",),
        "Several departments share one budget beyond their silos.": ("link",),
    }


def test_a_challenge_that_nothing_is_told_against_is_given_nothing(index: Index) -> None:
    assert not any(each.bonds for each in helping(challenge(index, "Staff"), index, words()))


def test_links_are_followed_from_both_ends(index: Index) -> None:
    assert index.linking("budgets") == {"missions"}
    assert index.linking("missions") == frozenset()


def test_what_sentences_mean_brings_more_than_their_words(seeds_index: Path) -> None:
    model = shipped_language().model
    if model is None:
        pytest.skip("the model is not installed")
    told, alone = Index(seeds_index, model.name), Index(seeds_index)
    lock_in = challenge(told, "alternative futures")
    assert "desired" in " ".join(brought(helping(lock_in, told, words())))
    assert "desired" not in " ".join(brought(helping(lock_in, alone, words())))
    [first, *_] = helping(challenge(told, "disincentives to taking risks"), told, words())
    assert first.bonds == ("item",)
