"""A newer index comes from changed notes; a file that cannot be read any more leaves the old one in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.plain import whole
from bot.casebook import Casebook
from bot.errors import IndexUnusable, NotesUnreadable
from bot.refreshing import refresh
from bot.search.opening import digest
from bot.shipped import shipped_language
from bot.taking_up import Apart, taken_up
from tests.bot.library import FOOD, LINK, MEANINGS, STREETS, written


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return written(tmp_path / "notes", streets=STREETS, food=FOOD)


@pytest.fixture
def index(notes: Path, tmp_path: Path) -> Path:
    """The index of the notes, as a command would have built it."""
    taken_up([notes], tmp_path / "index.db", MEANINGS)
    return tmp_path / "index.db"


def test_a_process_of_its_own_takes_changed_notes_up(index: Path, notes: Path) -> None:
    casebook = Casebook(index, shipped_language(), LINK)
    (notes / "food.md").write_text(FOOD.replace("Cooks taste", "Chefs taste"), encoding="utf-8")
    made = Apart([notes], index, MEANINGS).result()

    assert made is not None
    assert (made.notes, made.read) == (2, 1)
    assert "Chefs taste the meals" in whole(casebook.ask("chefs taste meals"))


def test_notes_that_say_what_they_said_are_no_news(index: Path, notes: Path) -> None:
    (notes / "food.md").touch()

    assert Apart([notes], index, MEANINGS).result() is None


def test_a_note_that_left_is_news(index: Path, notes: Path) -> None:
    (notes / "food.md").unlink()
    made = taken_up([notes], index, MEANINGS)

    assert made is not None
    assert made.notes == 1


def test_a_file_that_cannot_be_read_any_more_leaves_the_index_alone(index: Path, notes: Path) -> None:
    before = digest(index)
    (notes / "food.md").write_bytes(b"Caf\xe9.\n")

    with pytest.raises(NotesUnreadable) as raised:
        Apart([notes], index, MEANINGS).result()
    assert str(raised.value) == (
        "food.md:1: is not UTF-8; save it as UTF-8. The index stays as it is until that is mended."
    )
    assert digest(index) == before


def test_a_file_that_never_could_be_read_is_in_nobodys_way(notes: Path, tmp_path: Path) -> None:
    (notes / "coffee.md").write_bytes(b"Caf\xe9.\n")
    refresh([notes], tmp_path / "index.db", shipped_language(), MEANINGS)
    (notes / "food.md").write_text(FOOD.replace("Cooks", "Chefs"), encoding="utf-8")

    assert taken_up([notes], tmp_path / "index.db", MEANINGS) is not None


def test_one_that_is_stopped_leaves_the_index_alone(index: Path, notes: Path) -> None:
    before = digest(index)
    (notes / "food.md").write_text(FOOD.replace("Cooks", "Chefs"), encoding="utf-8")
    work = Apart([notes], index, MEANINGS)
    work.stop()

    with pytest.raises(IndexUnusable, match="ended too early"):
        work.result()
    assert digest(index) == before
