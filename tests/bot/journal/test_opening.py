"""Opening the journal: private to its owner, safe on each SQLite, and plain about what is wrong."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from bot.errors import JournalUnusable
from bot.journal import Journal
from bot.journal.files import keeps_wal_whole
from bot.journal.opening import opened
from bot.model import Gap


def test_the_file_and_its_folder_are_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "made" / "journal.db"

    Journal(f"sqlite:///{path}").close()

    assert oct(0o600) == oct(path.stat().st_mode & 0o777)
    assert oct(0o700) == oct(path.parent.stat().st_mode & 0o777)


@pytest.mark.parametrize(
    ("expected", "version"),
    [
        (False, "3.40.1"),
        (False, "3.44.5"),
        (True, "3.44.6"),
        (False, "3.45.0"),
        (False, "3.46.1"),
        (False, "3.50.6"),
        (True, "3.50.7"),
        (False, "3.51.2"),
        (True, "3.51.3"),
        (True, "3.54.0"),
        (True, "4.0.0"),
    ],
)
def test_wal_is_used_only_where_sqlite_keeps_it_whole(expected: bool, version: str) -> None:
    assert expected is keeps_wal_whole(tuple(int(part) for part in version.split(".")))


def test_a_commit_is_on_the_disk_before_it_is_reported(tmp_path: Path) -> None:
    engine = opened(f"sqlite:///{tmp_path / 'journal.db'}")
    with engine.begin() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "secure_delete")
        }
    engine.dispose()

    mode = "wal" if keeps_wal_whole(sqlite3.sqlite_version_info) else "truncate"
    assert settings == {"journal_mode": mode, "synchronous": 2, "busy_timeout": 5000, "secure_delete": 1}


def test_a_journal_in_memory_serves_every_thread() -> None:
    journal = Journal("sqlite://")
    other = threading.Thread(target=journal.add_gap, args=("T1", ("street",), 1.0))
    other.start()
    other.join()

    assert journal.gaps() == (Gap(("street",), 1, 1.0),)
    journal.close()


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_text("Groceries: " + "milk, " * 200, encoding="utf-8")

    with pytest.raises(JournalUnusable, match=r"journal\.db cannot be used .*put a backup in its place"):
        Journal(f"sqlite:///{path}")
    assert path.read_text(encoding="utf-8").startswith("Groceries: milk")


@pytest.mark.parametrize("path", ["file/journal.db", "folder", "/sys/casebook/journal.db"])
def test_a_place_that_cannot_be_written_is_named_with_the_next_step(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()

    with pytest.raises(JournalUnusable, match=r"cannot be made or written \(.+\)\. Give its folder to"):
        Journal(f"sqlite:///{tmp_path / path}")


def test_a_journal_held_by_another_program_is_waited_for_and_then_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.journal.files._PATIENCE", 100)
    path = tmp_path / "journal.db"
    Journal(f"sqlite:///{path}").close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    with pytest.raises(JournalUnusable, match="stop that program and try again"):
        Journal(f"sqlite:///{path}")
    holder.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "journal.db",
        "mysql://casebook:hunter2@db/casebook",
        "postgresql://me:x@hunter2@db/casebook",
        "postgresql://me:hunter2@db:x/casebook",
    ],
)
def test_a_url_that_names_no_journal_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(JournalUnusable, match="must name a SQLite file") as refusal:
        Journal(url)
    assert "hunter2" not in str(refusal.value)


def test_a_journal_that_fails_later_says_so(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE gaps")
    connection.close()

    with pytest.raises(JournalUnusable, match="cannot be used"):
        journal.gaps()
    journal.close()
