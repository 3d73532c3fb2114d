"""A journal in a file of SQLite: private to its owner, and safe against power loss."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL

from bot.errors import JournalUnusable
from bot.journal.addresses import named
from bot.journal.schema import journal
from bot.journal.settling import NO_JOURNAL, known


def engine(where: URL) -> Engine:
    """What speaks to the file, which is made where it is missing. Its transactions take the write lock at once.

    Raises JournalUnusable.
    """
    held = _held(Path(where.database)) if named(where) != ":memory:" and where.database else None
    # One connection: SQLite has one writer, and threads wait more fairly for a pool than for its lock.
    made = create_engine(
        where,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )
    event.listen(made, "connect", lambda connection, _: _prepare(connection))
    event.listen(made, "begin", _lock)
    if held:
        event.listen(made, "engine_disposed", lambda _: held.close())
    return made


def looked_at(where: URL) -> tuple[str, int | None, bool, str]:
    """The file's path, the journal's version, whether it may be written, and what keeps it; nothing is changed."""
    place = named(where)
    if place == ":memory:":
        return place, None, True, KEPT_BY
    path = Path(place).absolute()
    folder = next(each for each in path.parents if each.exists())
    writable = all(os.access(each, os.W_OK) for each in (folder, path) if each.exists()) and folder.is_dir()
    return place, version_in(path) if path.exists() else None, writable, KEPT_BY


def keeps_wal_whole(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2), which can corrupt a file.

    Source: sqlite.org/wal.html#walresetbug. The fix went back to 3.50.7 and 3.44.6.
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


_MODE = "WAL" if keeps_wal_whole(sqlite3.sqlite_version_info) else "TRUNCATE"
_PATIENCE = 5_000  # in ms, until who waits for another program is told of it
KEPT_BY = f"SQLite {sqlite3.sqlite_version}, {_MODE}"


def version_in(path: Path) -> int | None:
    """The version of a journal's file; None where there is nothing in it. Raises JournalUnusable or sqlite3.Error."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        found = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        if not found:
            return None
        if journal.name not in found:
            raise JournalUnusable(NO_JOURNAL)
        [(version,)] = connection.execute("SELECT version FROM journal").fetchall()
        return known(version)


def private(path: Path) -> None:
    """Makes a file that only its owner may read, unless it is there. Raises OSError."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keeps every other process from opening the file meanwhile. Raises JournalUnusable where one has it open."""
    with _lock_of(path) as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            raise JournalUnusable(
                f"Another program has the journal {path} open. Stop it, and try again."
            ) from error
        yield


def _held(path: Path) -> IO[bytes]:
    """Holds a file, so that nobody puts another in its place, until what is returned is closed or the process ends."""
    lock = _lock_of(path)
    try:
        flock(lock, LOCK_SH | LOCK_NB)
        # SQLite gives its own journal the mode of this file, so one call makes all of them private.
        private(path)
    except OSError as error:
        lock.close()
        if isinstance(error, BlockingIOError):
            raise JournalUnusable(f"The journal {path} is being restored. Try again in a moment.") from error
        raise _unwritable(path, error) from error
    return lock


def _lock_of(path: Path) -> IO[bytes]:
    # Beside it, for SQLite loses its own locks on a file that the same process closes.
    beside = path.with_name(f"{path.name}.lock")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        private(beside)
        return beside.open("rb")
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> JournalUnusable:
    return JournalUnusable(
        f"The journal {path} cannot be made or written ({error.strerror}). Give its folder to the user "
        "that runs casebook, or name another file in CASEBOOK_DATABASE_URL."
    )


def _prepare(connection: sqlite3.Connection) -> None:
    # Otherwise Python begins transactions by itself, too late for the write lock.
    connection.isolation_level = None
    for setting in (
        f"busy_timeout = {_PATIENCE}",
        f"journal_mode = {_MODE}",
        "synchronous = FULL",
        # What is forgotten is overwritten in the file too.
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _lock(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
