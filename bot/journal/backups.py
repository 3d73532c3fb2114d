"""Copies a journal's file while it is in use, and puts a copy back in its place; a server's is left to its tools."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import URL

from bot.errors import JournalUnusable
from bot.journal.addresses import address, is_server, named
from bot.journal.files import alone, private, version_in

# What SQLite leaves beside a file that was not closed; it belongs to that file and to no other.
_BESIDE = ("-wal", "-shm", "-journal")


def back_up(url: str, into: Path) -> None:
    """Copies the journal's file into a new one, private to its owner, and looks whether the copy is whole.

    Others may write meanwhile. Raises JournalUnusable, for a server's journal with the command to run instead.
    """
    where = address(url)
    if is_server(where):
        said = shlex.join(("pg_dump", "--format=custom", f"--file={into}", f"--dbname={_open(where)}"))
        raise JournalUnusable(f"The journal is in PostgreSQL, which backs up itself. Run: {said}")
    path = _path(where)
    if not path.exists():
        raise JournalUnusable(f"There is no journal at {path}, so there is nothing to back up.")
    if into.exists():
        raise JournalUnusable(f"{into} is there already, and no backup is written over. Name another file.")
    with _beside(into) as partial:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=5)) as connection:
            connection.execute("VACUUM INTO ?", (str(partial),))
        _check(partial)
        partial.replace(into)
        _sync(into.parent)


@contextmanager
def put_back(url: str, source: Path, aside: str) -> Iterator[str]:
    """The URL of a copy of a backup, which takes the journal's place unless what is done to it meanwhile raises.

    The file it replaces stays beside it, its name ending in `aside`. Raises JournalUnusable, for a server's journal
    with the commands to run instead.
    """
    where = address(url)
    if is_server(where):
        said = shlex.join(
            ("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={_open(where)}", str(source))
        )
        raise JournalUnusable(
            "The journal is in PostgreSQL, which restores itself. Stop casebook on every machine, then run: "
            f"{said} && casebook restored"
        )
    path = _path(where)
    if not source.is_file():
        raise JournalUnusable(f"There is no backup {source}. Name the file that casebook backup wrote.")
    with alone(path), _beside(path) as fresh:
        shutil.copyfile(source, fresh)
        _check(fresh)
        yield f"sqlite:///{fresh}"
        _check(fresh)
        _put_aside(path, aside)
        fresh.replace(path)
        _sync(path.parent)


def _put_aside(path: Path, aside: str) -> None:
    for beside in _BESIDE:
        left = path.with_name(path.name + beside)
        if left.exists():
            left.rename(path.with_name(f"{path.name}.{aside}{beside}"))
    if path.exists():
        # A second name, so that at no moment there is no journal: one made anew would send everything again.
        os.link(path, path.with_name(f"{path.name}.{aside}"))


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty private file in the same folder, which is gone afterwards unless it was renamed."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        private(partial)
        yield partial
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise JournalUnusable(
            f"{path} cannot be written ({reason}). Give its folder to the user that runs casebook, and make room."
        ) from error
    finally:
        for left in ("", ".lock", *_BESIDE):
            partial.with_name(partial.name + left).unlink(missing_ok=True)


def _check(path: Path) -> None:
    """Looks whether a file is a whole journal that this Casebook knows. Raises JournalUnusable."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            [(found,), *_] = connection.execute("PRAGMA integrity_check").fetchall()
        version = version_in(path)
    except sqlite3.Error as error:
        found, version = str(error), None
    if found != "ok" or version is None:
        raise JournalUnusable(
            f"That is no whole journal ({found}). Take another backup; nothing was changed."
        )
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _path(where: URL) -> Path:
    if named(where) == ":memory:":
        raise JournalUnusable("The journal is in memory. Name a file in CASEBOOK_DATABASE_URL to back it up.")
    return Path(named(where)).absolute()


def _open(where: URL) -> str:
    """The URL as PostgreSQL's own tools take it, without a password: those ask, or look into ~/.pgpass."""
    shown = URL.create(
        "postgresql", where.username, None, where.host, where.port, where.database, where.query
    )
    return shown.difference_update_query(["password"]).render_as_string()


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
