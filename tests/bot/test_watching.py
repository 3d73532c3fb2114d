"""Notes that changed are noticed once they rest; whatever else happens in their folder is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.notes import folder
from bot.watching import EVERY, SETTLED, Look, Watch, changes, look, may_renew, older_than
from tests.bot.library import FOOD, STREETS, written

OLD: Look = frozenset({("a.md", 1, 1)})
NEW: Look = frozenset({("a.md", 2, 2)})
NEWER: Look = frozenset({("a.md", 3, 3)})


@pytest.mark.parametrize(
    ("seen", "news"),
    [
        ([(0, OLD), (9, OLD)], []),
        ([(0, OLD), (1, NEW), (2, NEW)], []),
        ([(0, OLD), (1, NEW), (3, NEW), (5, NEW), (99, NEW)], [3]),
        ([(0, NEW), (1, NEWER), (2, NEW), (3, NEWER), (5, NEWER)], [5]),
        ([(0, NEW), (1, OLD), (9, OLD)], []),
        ([(0, NEW), (2, NEW), (4, NEWER), (6, NEWER)], [2, 6]),
        ([(0, "no folder"), (2, "no folder"), (4, "no folder"), (5, OLD), (9, OLD)], [2, 9]),
    ],
)
def test_news_is_what_changed_and_then_rested(seen: list[tuple[float, Look]], news: list[float]) -> None:
    watch = Watch(OLD)

    assert [at for at, there in seen if watch.has_news(there, at)] == news


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return written(tmp_path / "notes", streets=STREETS, food=FOOD)


def touched(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))


@pytest.mark.parametrize(
    ("happens", "seen"),
    [
        (lambda notes: (notes / "new.md").write_text("New."), True),
        (lambda notes: (notes / "talk.vtt").write_text("WEBVTT"), True),
        (lambda notes: (notes / "food.md").unlink(), True),
        (lambda notes: (notes / "food.md").rename(notes / "meals.md"), True),
        (lambda notes: touched(notes / "food.md"), True),
        (lambda notes: (notes / "corrections.yaml").write_text("[]"), True),
        (lambda notes: (notes.parent / "videos.yaml").write_text("{}"), True),
        (lambda notes: (notes / "food.md").read_text(), False),
        (lambda notes: (notes / ".food.md.swp").write_text("half a note"), False),
        (lambda notes: (notes / "food.md~").write_text("half a note"), False),
        (lambda notes: (notes / "picture.png").write_text("no note"), False),
    ],
)
def test_what_is_seen_of_a_folder(notes: Path, happens: Callable[[Path], object], seen: bool) -> None:
    before = look([notes])
    happens(notes)

    assert (look([notes]) != before) is seen


def test_a_folder_that_went_is_seen_and_is_no_error(notes: Path) -> None:
    notes.rename(notes.with_name("elsewhere"))

    assert look([notes]) == f"There is no folder {notes}. Name the folder that holds your notes."


def test_an_index_has_what_is_older_than_itself(notes: Path, tmp_path: Path) -> None:
    index = tmp_path / "index.db"
    assert older_than(index, [notes]) is None
    index.write_text("an index")
    assert older_than(index, [notes]) == look([notes])

    newer = index.stat().st_mtime_ns + 1
    os.utime(notes / "food.md", ns=(newer, newer))
    assert older_than(index, [notes]) is None


def test_an_index_is_renewed_only_from_notes_that_are_here(notes: Path, tmp_path: Path) -> None:
    assert may_renew(tmp_path / "index.db", [notes])
    assert not may_renew(tmp_path / "index.db", [])
    assert not may_renew(tmp_path / "index.db", [notes, tmp_path / "elsewhere"])
    assert not may_renew(tmp_path / "gone" / "index.db", [notes])


def test_changes_come_back_after_each_rest(notes: Path) -> None:
    now = 0.0

    def wait(seconds: float) -> None:
        nonlocal now
        now += seconds
        if now in (EVERY * 2, EVERY * 20):
            (notes / f"at_{now:.0f}.md").write_text("New.")

    watched = changes([notes], lambda: now, wait)

    next(watched)
    assert EVERY * 2 + SETTLED <= now < EVERY * 2 + SETTLED + 2 * EVERY
    next(watched)
    assert EVERY * 20 + SETTLED <= now < EVERY * 20 + SETTLED + 2 * EVERY


def test_no_note_is_opened(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "text", None)
    monkeypatch.setattr("os.open", None)

    assert len(look([notes])) == 2
