"""casebook new: a folder to begin with, whose note is faultless and answers, and whose settings are all known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import settings
from tests.commanding import Run, run

__all__ = ["run"]  # the fixture, for pytest


@pytest.fixture
def wiki(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new wiki, and the commands run inside it with its own settings."""
    assert run("new", "our notes").status == 0
    monkeypatch.delenv("CASEBOOK_INDEX")
    monkeypatch.chdir(tmp_path / "our notes")
    return tmp_path / "our notes"


def test_it_says_what_it_made_and_what_to_do_next(run: Run) -> None:
    assert run("new", "our notes").out.splitlines() == [
        "our notes is ready: an example note, a lexicon.yaml for your own words, casebook.yaml and a README. Next:",
        "  cd 'our notes'",
        "  casebook index",
        "  casebook play",
    ]


def test_what_it_makes_lints_clean(run: Run, wiki: Path) -> None:
    ran = run("lint")

    assert (ran.status, ran.out, ran.err.strip()) == (0, "", "1 note"), wiki


def test_what_it_makes_is_indexed_where_it_stands_and_answers(run: Run, wiki: Path) -> None:
    assert run("index").out == f"1 note, 4 statements, 2 cases → {wiki / 'index.db'}\n"
    said = run("ask", "children", "drawing", "streets").out

    assert "Sweden · Vinnova" in said
    assert "▶ 1:16:27 https://www.youtube.com/watch?v=-KQokCATILo&t=4582s" in said


def test_each_setting_it_offers_can_be_used_as_it_stands(wiki: Path) -> None:
    file = wiki / "casebook.yaml"
    file.write_text(re.sub(r"^# (?=casebook_)", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE))
    given = settings.load({}, wiki)

    assert given.curators == {"U012ABCDEF"}
    assert given.notes == (wiki / "notes",)
    assert "casebook_gap_days: 180" in file.read_text(encoding="utf-8").splitlines()


def test_the_words_it_offers_can_be_used_as_they_stand(run: Run, wiki: Path) -> None:
    file = wiki / "notes" / "lexicon.yaml"
    _, sections = file.read_text(encoding="utf-8").split("\n\n", 1)
    # A sentence ends with a full stop, and is for whoever reads it.
    file.write_text(re.sub(r"^# (?=.*[^.]$)", "", sections, flags=re.MULTILINE))

    assert run("lint").status == 0
    assert ", 5 own words → " in run("index").out


def test_a_folder_that_is_empty_will_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert run("new", "empty").status == 0
    assert (tmp_path / "empty" / "casebook.yaml").exists()


def test_a_folder_that_holds_anything_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "a.txt").write_text("ours")
    ran = run("new", "ours")

    assert ran.status == 1
    assert ran.err == "casebook: ours is not empty. Name a folder that is, or one that is not there yet.\n"
    assert [path.name for path in (tmp_path / "ours").iterdir()] == ["a.txt"]


def test_a_file_is_no_folder_for_notes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours").write_text("ours")

    assert run("new", "ours").err == (
        "casebook: Nothing can be written to ours (File exists). Name another folder.\n"
    )
