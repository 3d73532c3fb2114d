"""Opens the journal's file, private to its owner and safe against power loss, or says why it cannot."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, insert, inspect, select, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.errors import JournalUnusable
from bot.journal.schema import VERSION, answers, journal, tables

_log = logging.getLogger(__name__)
_NO_JOURNAL = "CASEBOOK_DATABASE_URL names a database that is no Casebook journal. Name another file."


def opened(url: str) -> Engine:
    """The journal behind a URL such as sqlite:////var/lib/casebook/journal.db, made where it is missing.

    Its transactions take the write lock at once. Raises JournalUnusable with the next step.
    """
    where = _sqlite(url)
    if where.database not in (None, "", ":memory:"):
        _make_private(Path(where.database or ""))
    # One connection: SQLite has one writer, and threads wait more fairly for a pool than for its lock.
    engine = create_engine(
        where,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )
    wal = keeps_wal_whole(sqlite3.sqlite_version_info)
    event.listen(engine, "connect", lambda connection, _: _prepare(connection, wal=wal))
    event.listen(engine, "begin", _lock)
    try:
        with engine.begin() as connection:
            _settle(connection)
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        raise JournalUnusable(unusable(error, where.database)) from error
    except JournalUnusable:
        engine.dispose()
        raise
    _log.info("The journal is open; SQLite %s, %s", sqlite3.sqlite_version, "WAL" if wal else "TRUNCATE")
    return engine


def looked_at(url: str) -> tuple[str, int | None, bool]:
    """Where a journal is, its version, None where there is none yet, and whether it may be written.

    Makes and changes nothing, unlike `opened`. Raises JournalUnusable with the next step.
    """
    where = _sqlite(url).database or ":memory:"
    if where == ":memory:":
        return where, None, True
    path = Path(where).absolute()
    try:
        folder = next(each for each in path.parents if each.exists())
        writable = (
            all(os.access(each, os.W_OK) for each in (folder, path) if each.exists()) and folder.is_dir()
        )
        return where, _version_in(path) if path.exists() else None, writable
    except (OSError, sqlite3.Error) as error:
        raise JournalUnusable(unusable(error, where)) from error


def _version_in(path: Path) -> int | None:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        found = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        if not found:
            return None
        if journal.name not in found:
            raise JournalUnusable(_NO_JOURNAL)
        [(version,)] = connection.execute("SELECT version FROM journal").fetchall()
        return _known(version)


def keeps_wal_whole(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2), which can corrupt a file.

    Source: sqlite.org/wal.html#walresetbug. The fix went back to 3.50.7 and 3.44.6.
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def unusable(error: Exception, path: str | None) -> str:
    """What to tell a person whose journal SQLite refuses."""
    reason = str(getattr(error, "orig", None) or error)
    if "not a database" in reason or "malformed" in reason:
        step = "It is no journal, or it is damaged: put a backup in its place, or move it away to begin anew."
    elif "locked" in reason:
        step = "Another program has held it for five seconds: stop that program and try again."
    elif "full" in reason:
        step = "The disk is full: make room and try again."
    else:
        step = "Look at the file's owner and permissions, or name another file in CASEBOOK_DATABASE_URL."
    return f"The journal {path or ''} cannot be used ({reason}). {step}"


def _sqlite(url: str) -> URL:
    try:
        where = make_url(url)
    except ArgumentError:
        where = None
    if where is None or where.drivername not in ("sqlite", "sqlite+pysqlite"):
        # The URL itself stays out of the text: it may hold a password.
        raise JournalUnusable(
            "CASEBOOK_DATABASE_URL must name a SQLite file, such as sqlite:////var/lib/casebook/journal.db."
        )
    return where


def _make_private(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # SQLite gives its own journal the mode of this file, so one call makes all of them private.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise JournalUnusable(
            f"The journal {path} cannot be made or written ({error.strerror}). Give its folder to the user "
            "that runs casebook, or name another file in CASEBOOK_DATABASE_URL."
        ) from error


def _prepare(connection: sqlite3.Connection, *, wal: bool) -> None:
    # Otherwise Python begins transactions by itself, too late for the write lock.
    connection.isolation_level = None
    for setting in (
        "busy_timeout = 5000",
        f"journal_mode = {'WAL' if wal else 'TRUNCATE'}",
        "synchronous = FULL",
        # What is forgotten is overwritten in the file too.
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _lock(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _settle(connection: Connection) -> None:
    found = inspect(connection).get_table_names()
    if not found:
        tables.create_all(connection)
        connection.execute(insert(journal).values(version=VERSION))
        return
    if journal.name not in found:
        raise JournalUnusable(_NO_JOURNAL)
    version = _known(connection.execute(select(journal.c.version)).scalar_one())
    if version < VERSION:
        # What newer versions brought is tables, and columns of the answers, which are forgotten in a day anyway.
        answers.drop(connection)
        tables.create_all(connection)
        connection.execute(update(journal).values(version=VERSION))


def _known(version: int) -> int:
    if version > VERSION:
        raise JournalUnusable(
            f"The journal has version {version}, and this Casebook knows {VERSION}: a newer one wrote it. "
            "Install that version again, or name another file in CASEBOOK_DATABASE_URL."
        )
    return version
