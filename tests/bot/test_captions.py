"""Captions in an index: they answer, say what they are, and stand below what somebody wrote."""

from __future__ import annotations

from contextvars import copy_context
from pathlib import Path

import pytest

from bot.answers.plain import whole
from bot.casebook import Casebook
from bot.counting import of_notes
from bot.refreshing import refresh
from bot.search.building import build
from bot.sentences import speak
from bot.surveying import survey
from tests.bot.library import FOOD, STREETS, language, opened, read_notes, words, written

CUES = """\
WEBVTT

00:00:20.000 --> 00:00:24.000
The challenge is that trams in Norway ring all night.

00:01:00.000 --> 00:01:04.000
Children drew their own streets.

00:02:00.000 --> 00:02:04.000
Lighthouses were painted by retired sailors.
"""


LINK_TO_IT = "https://www.youtube.com/watch?v=-street_001&t=115s"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Two notes, and captions of the talk of one of them."""
    folder = written(tmp_path / "notes", streets=STREETS, food=FOOD)
    (folder / "A talk [-street_001].en.vtt").write_text(CUES, encoding="utf-8")
    return folder


@pytest.fixture
def casebook(notes: Path, tmp_path: Path) -> Casebook:
    build(read_notes([notes], words()), tmp_path / "index.db", folders=[notes], language=language())
    return opened(tmp_path / "index.db")


def test_a_line_of_captions_says_where_it_comes_from(casebook: Casebook) -> None:
    assert whole(casebook.ask("lighthouses painted by sailors")).splitlines() == [
        "A talk — captions, 1 talk",
        f"• Lighthouses were painted by retired sailors. ▶ 2:00 {LINK_TO_IT} (from captions, as spoken)",
    ]


@pytest.mark.parametrize(
    ("locale", "says"),
    [
        ("fr", "(d'après les sous-titres, tel que dit)"),
        ("es", "(de los subtítulos, tal como se dijo)"),
    ],
)
def test_it_says_so_in_each_language(casebook: Casebook, locale: str, says: str) -> None:
    def told() -> str:
        speak(locale)
        return whole(casebook.ask("lighthouses painted by sailors"))

    # In a context of its own, so that the next test is spoken to in English.
    assert copy_context().run(told).endswith(says)


def test_what_was_written_stands_before_what_was_spoken(casebook: Casebook) -> None:
    first, second = casebook.find("children drew their own streets").hits[:2]

    assert (first.statement.origin, second.statement.origin) == ("note", "captions")
    assert first.statement.text == second.statement.text


def test_what_both_say_is_told_once_and_as_written(casebook: Casebook) -> None:
    said = whole(casebook.ask("children drew their own streets"))

    assert said.count("Children drew their own streets.") == 1
    assert "captions" not in said


def test_captions_have_kinds_and_countries_but_name_no_cases_and_no_topics(casebook: Casebook) -> None:
    [hit, *_] = casebook.find("trams ring all night").hits

    assert (hit.statement.kind, hit.statement.country, hit.statement.case) == ("challenge", "Norway", None)
    assert [case.name for case, _ in casebook.cases()] == ["Vinnova", "Digdir"]
    assert {topic.name for topic in casebook.topics()} == {
        "School food",
        "School meals",
        "Streets for people",
    }
    assert casebook.contents().notes == 2


def test_a_pasted_link_unfolds_to_what_was_written_where_there_is_any(casebook: Casebook) -> None:
    said = casebook.said_at("-street_001", 120)

    assert said is not None
    assert (said.notes, {line.origin for line in (*said.then, *said.before, *said.after)}) == (1, {"note"})


def test_captions_stay_captions_where_only_a_note_changed(notes: Path, tmp_path: Path) -> None:
    into = tmp_path / "index.db"
    refresh([notes], into, language())
    (notes / "food.md").write_text(FOOD.replace("Cooks", "Chefs"), encoding="utf-8")

    assert refresh([notes], into, language()).read == 1
    assert "as spoken" in whole(opened(into).ask("lighthouses painted by sailors"))


def test_captions_are_counted_beside_the_notes(notes: Path, tmp_path: Path) -> None:
    made = refresh([notes], tmp_path / "index.db", language())
    again = refresh([notes], tmp_path / "index.db", language())
    seen = survey([notes], all_stamps=False)

    assert [(each.notes, each.captions) for each in (made, again, seen)] == [(2, 1)] * 3


@pytest.mark.parametrize(
    ("said", "notes", "captions"),
    [("5 notes, 2 captions", 5, 2), ("1 note", 1, 0), ("0 notes", 0, 0), ("1 caption", 0, 1)],
)
def test_captions_are_told_apart_from_notes(said: str, notes: int, captions: int) -> None:
    assert of_notes(notes, captions) == said


def test_lint_asks_of_captions_only_what_captions_can_do(notes: Path) -> None:
    found = survey([notes], all_stamps=False)

    assert {each.note for each in found.stamps} == {"streets"}
    assert [
        each.note for some in found.problems.values() for each in some if each.note.endswith(".vtt")
    ] == []


def test_a_cue_past_the_talks_end_links_to_no_second(notes: Path) -> None:
    (notes / "videos.yaml").write_text('"-street_001":\n  length: "01:30"\n', encoding="utf-8")
    [past] = [each for each in survey([notes], all_stamps=False).stamps if each.note.endswith(".vtt")]

    assert (past.line, past.seconds.grade, past.seconds.seconds) == (10, "unusable", None)


def test_a_note_of_no_recording_says_so_and_is_faultless(tmp_path: Path) -> None:
    folder = written(tmp_path / "plain", ferries="# Ferries\n\n- Ferries are painted yellow in May.\n")
    build(read_notes([folder], words()), tmp_path / "index.db", folders=[folder], language=language())

    assert whole(opened(tmp_path / "index.db").ask("yellow ferries")).endswith(
        "• Ferries are painted yellow in May. (Ferries, line 3; no recording)"
    )
    assert not any(survey([folder], all_stamps=True).problems.values())
