"""What a casebook says of corrected seconds, of seconds under review and of unwritten wikilinks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.casebook import Casebook
from bot.model import Correction, Review, Stamp, Unwritten
from bot.notes import files
from tests.bot.library import STREETS, indexed, opened, read_notes, words, written

BID = "Procurement rules reward the cheapest bid"


@pytest.fixture
def casebook(tmp_path: Path) -> Casebook:
    return opened(indexed(tmp_path / "index.db"))


def stamp(
    casebook: Casebook, raw: str = "00:99:00", question: str = "procurement rules cheapest bid"
) -> Stamp:
    groups = casebook.ask(question).groups
    return next(
        each for group in groups for line in group.lines for each in line.stamps if each.seconds.raw == raw
    )


def correction(of: Stamp, second: int) -> Correction:
    return Correction(of.note, of.statement, of.seconds.raw, second, 0.0)


def test_a_line_knows_the_stamps_behind_its_links(casebook: Casebook) -> None:
    found = stamp(casebook)
    assert (found.note, found.words, found.source) == ("streets", f"{BID}.", "Streets for people, line 16")
    assert found.seconds.reason == "the note says 00:99:00: minutes do not go beyond 59"
    assert [link.label for link in found.links] == ["second unknown, opens the talk"]


def test_a_correction_is_used_at_once_and_until_it_is_replaced(casebook: Casebook) -> None:
    unknown = stamp(casebook)
    casebook.use([correction(unknown, 99)])
    assert [link.url for link in stamp(casebook).links] == [
        "https://www.youtube.com/watch?v=-street_001&t=94s"
    ]
    assert stamp(casebook).seconds.reason == "a curator corrected 00:99:00 to 1:39"
    casebook.use([])
    assert stamp(casebook) == unknown


def test_a_review_is_told_with_what_the_notes_hold_now(casebook: Casebook) -> None:
    found = stamp(casebook)
    there = Review("streets", found.statement, "00:99:00", 99, 2, 0.0)
    gone = Review("streets", "gone", "00:01", None, 1, 0.0)
    moved = Review("streets", found.statement, "00:98:00", None, 1, 0.0)
    told = casebook.reviewed([gone, there, moved])
    assert [(each.review, each.stamp, each.suggested) for each in told] == [
        (gone, None, ""),
        (there, found, "1:39"),
        (moved, None, ""),
    ]


def test_what_is_linked_and_not_written_is_listed_the_most_wanted_first(tmp_path: Path) -> None:
    first = "---\ntitle: A\n---\n* See [[streets | here]], [[cooks]] and [[meals]].\n* Ask [[cooks]].\n"
    second = "---\ntitle: B\n---\n* Taste the [[Meals | food]].\n"
    casebook = opened(indexed(tmp_path / "i.db", streets=STREETS, first=first, second=second))
    assert casebook.waiting([], []).unwritten == (Unwritten("meals", 2), Unwritten("cooks", 1))


def test_cases_that_a_single_statement_tells_of_wait_for_more(tmp_path: Path) -> None:
    casebook = opened(indexed(tmp_path / "i.db", streets=STREETS))
    once = casebook.waiting([], []).once
    assert [(each.title, len(each.lines)) for each in once] == [("Norway · Digdir", 1)]


@pytest.mark.parametrize("beside", [True, False])
def test_corrections_are_read_beside_the_notes_or_among_them(tmp_path: Path, beside: bool) -> None:
    folder = written(tmp_path / "notes", streets=STREETS)
    place = tmp_path if beside else folder
    (place / "corrections.yaml").write_text(
        "- {note: streets, stamp: 00:99:00, second: 0:01:39}\n- {note: streets, stamp: 9:99, second: 0:01}\n",
        encoding="utf-8",
    )
    library = read_notes([folder], words())
    read = {
        each.raw: (each.seconds, each.grade)
        for statement in library.notes[0].statements
        for each in statement.citation.seconds
    }
    assert read["00:99:00"] == (99, "repaired")
    assert [each.message for each in library.problems if "corrections" in each.message] == [
        "corrections.yaml corrects 9:99, which no statement has here now"
    ]


@pytest.mark.parametrize("text", ["just words", "a: b", "- 1\n- [x]"])
def test_a_file_of_corrections_of_another_shape_stops_nobody(tmp_path: Path, text: str) -> None:
    folder = written(tmp_path / "notes", streets=STREETS)
    (folder / "corrections.yaml").write_text(text, encoding="utf-8")
    assert any(
        files.of(each.note) == "corrections.yaml" and "corrections.yaml" in each.message
        for each in read_notes([folder], words()).problems
    )


def test_a_second_is_of_its_talk(casebook: Casebook) -> None:
    found = replace(stamp(casebook), ends="10:00")
    assert [casebook.second(each, found) for each in ("10:00", "10:01", "x")] == [600, None, None]
