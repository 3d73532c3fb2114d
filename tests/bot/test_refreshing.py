"""An index brought up to date: only what changed is read, and it holds what a new one would."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import NotesUnreadable
from bot.model import Case, Statement
from bot.refreshing import Refreshed, refresh, unchanged
from bot.search.building import build
from bot.search.index import Index
from tests.bot.library import FOOD, STREETS, every, language, read_notes, words, written

TWIN = STREETS.replace("Streets for people", "Streets again")
OTHER = "---\ntitle: Trust\nvideoId: -trust_0001\n---\n\n## Trust\n\n*   Trust grows slowly.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return written(tmp_path / "notes", streets=STREETS, again=TWIN, food=FOOD, trust=OTHER)


def refreshed(notes: Path) -> Refreshed:
    return refresh([notes], notes.parent / "i.db", language())


Held = tuple[Sequence[Statement], Mapping[Case, Sequence[Statement]]]


def held(index: Path) -> Held:
    opened = Index(index)
    told = {case: opened.of_cases([case.name]) for case in opened.cases}
    return every(opened), told


def anew(notes: Path) -> Held:
    """What an index built from nothing would hold."""
    path = notes.parent / "anew.db"
    build(read_notes([notes], words()), path, folders=[notes], language=language())
    return held(path)


def test_the_first_time_every_note_is_read(notes: Path) -> None:
    made = refreshed(notes)

    assert (made.notes, made.read) == (4, 4)
    assert held(notes.parent / "i.db") == anew(notes)


def test_where_nothing_changed_nothing_is_read_or_written(notes: Path) -> None:
    first = refreshed(notes)
    before = (notes.parent / "i.db").stat()
    again = refreshed(notes)

    assert (again.read, again.changed) == (0, False)
    assert (again.notes, again.statements, again.cases) == (first.notes, first.statements, first.cases)
    assert (notes.parent / "i.db").stat() == before


def test_a_changed_note_is_read_again_with_the_notes_of_its_talk_alone(notes: Path) -> None:
    refreshed(notes)
    written(notes, streets=STREETS.replace("Children drew", "Pupils drew"))

    assert refreshed(notes).read == 2
    assert held(notes.parent / "i.db") == anew(notes)


def test_a_note_that_moves_to_another_talk_takes_that_talks_notes_along(notes: Path) -> None:
    refreshed(notes)
    written(notes, trust=OTHER.replace("-trust_0001", "-street_001"))

    assert refreshed(notes).read == 3
    assert held(notes.parent / "i.db") == anew(notes)


def test_notes_come_and_go(notes: Path) -> None:
    refreshed(notes)
    (notes / "food.md").unlink()
    written(notes, alps=OTHER.replace("Trust", "Alps").replace("-trust_0001", "-alps_00001"))

    assert refreshed(notes).notes == 4
    assert held(notes.parent / "i.db") == anew(notes)


def test_a_note_that_goes_leaves_another_index_for_which_none_is_read(notes: Path) -> None:
    refreshed(notes)
    (notes / "food.md").unlink()
    made = refreshed(notes)

    assert (made.notes, made.read, made.changed) == (3, 0, True)
    assert held(notes.parent / "i.db") == anew(notes)


def test_what_is_known_of_the_talks_makes_all_notes_new(notes: Path) -> None:
    refreshed(notes)
    (notes / "videos.yaml").write_text('"-street_001":\n  length: "0:04:00"\n')

    assert refreshed(notes).read == 4
    assert held(notes.parent / "i.db") == anew(notes)


def test_problems_of_notes_that_were_not_read_again_are_still_told(notes: Path) -> None:
    broken = OTHER + '\n*   A second ⟨⟩ <a class="yt-timestamp" data-t="00:01:00">[00:02:00]</a>.\n'
    written(notes, trust=broken)
    first = refreshed(notes)
    written(notes, food=FOOD + "\nFarmers agree.\n")

    assert first.problems
    assert refreshed(notes).problems == first.problems


def test_a_faulty_correction_of_a_note_that_was_not_read_again_is_told_once(notes: Path) -> None:
    (notes / "corrections.yaml").write_text('- {note: trust, stamp: "00:01:00", second: never}\n')
    first = refreshed(notes)
    written(notes, food=FOOD + "\nFarmers agree.\n")

    assert [each.note for each in first.problems if "never" in each.message] == ["trust"]
    assert [each.note for each in refreshed(notes).problems if "never" in each.message] == ["trust"]


def test_where_no_note_can_be_read_the_old_index_stands(notes: Path) -> None:
    refreshed(notes)
    before = held(notes.parent / "i.db")
    for path in notes.glob("*.md"):
        path.write_bytes(b"\xff\xfe")

    with pytest.raises(NotesUnreadable, match="stays as it is") as refused:
        refreshed(notes)

    assert len(refused.value.problems) == 4
    assert held(notes.parent / "i.db") == before


def test_twenty_changes_in_a_row_leave_what_a_new_index_would_hold(notes: Path) -> None:
    chance = random.Random(4)  # noqa: S311  the same changes at every run
    texts = {"streets": STREETS, "again": TWIN, "food": FOOD, "trust": OTHER}
    for turn in range(20):
        name = chance.choice(sorted(texts))
        lines = texts[name].splitlines()
        at = chance.randrange(5, len(lines))
        lines[at : at + 1] = [lines[at], f"*   Turn {turn} changed it."] if chance.random() < 0.7 else []
        texts[name] = "\n".join(lines)
        written(notes, **{name: texts[name]})
        refreshed(notes)

        assert held(notes.parent / "i.db") == anew(notes)


def test_that_nothing_changed_is_known_without_the_lexicon(tmp_path: Path) -> None:
    notes, into = written(tmp_path / "notes", streets=STREETS), tmp_path / "i.db"
    assert unchanged([notes], into, None, ()) is None
    first = refresh([notes], into, language())
    assert unchanged([notes], into, None, ()) == replace(first, read=0, changed=False)
    assert unchanged([notes], into, None, ("how are dogs licensed",)) is None
    (notes / "streets.md").write_text(STREETS + "\n* One line more.\n", encoding="utf-8")
    assert unchanged([notes], into, None, ()) is None
