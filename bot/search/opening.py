"""One generation of the index: a file that is checked first and opened read-only, from any thread."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import threading
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from bot.errors import IndexMissing, IndexUnusable
from bot.model import Problem, Statement
from bot.search.rows import statements_of

SCHEMA = 9
Mark = tuple[int, int, int]
Marks = tuple[Mark | None, Mark | None]
# The bot answers two questions at once, and each looks for two things at once.
_THREADS = 6
_AGAIN = "Build it anew with: casebook index FOLDER"


def digest(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listing(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def digests(path: Path) -> list[str]:
    """The digests an index may have, from the file beside it; none where it was copied without that file."""
    try:
        return _listing(path).read_text(encoding="ascii").split()
    except (FileNotFoundError, UnicodeDecodeError):
        return []


def mark(path: Path) -> Mark:
    """What tells a file from another that takes its place. Raises OSError."""
    about = path.stat()
    return about.st_ino, about.st_mtime_ns, about.st_size


def marks(path: Path) -> Marks:
    """The marks of an index and of the file of its digests, which may be copied after it; None for one that is not."""
    found: list[Mark | None] = []
    for each in (path, _listing(path)):
        try:
            found.append(mark(each))
        except OSError:
            found.append(None)
    return found[0], found[1]


class Generation:
    """What an index holds, as one build left it. It stays whole while newer ones come."""

    def __init__(self, path: Path) -> None:
        """Opens and checks the index at `path`. Raises IndexMissing or IndexUnusable, with the next step."""
        self.path = path
        self._local = threading.local()
        try:
            if not path.is_file():
                raise IndexMissing(f"There is no index at {path}. Build it with: casebook index FOLDER")
            self.mark = mark(path)
            # In this order: whoever swaps lists the new digest beside the old one before the file follows.
            self.digest, listed = digest(path), digests(path)
            if listed and self.digest not in listed:
                raise IndexUnusable(
                    f"The index {path} is damaged: its content is not what was built. {_AGAIN}"
                )
            self._first = self._local.connection = _connected(path)
            # Opened now, for later a newer file may stand in its place.
            self._spare = deque(_connected(path) for _ in range(_THREADS))
            self._read()
        except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
            raise IndexUnusable(
                f"{path} is no index of Casebook, or it is damaged ({error}). {_AGAIN}"
            ) from error

    def _read(self) -> None:
        """What everybody needs, read once."""
        self._meta = {key: json.loads(value) for key, value in self._rows("SELECT key, value FROM meta")}
        if self._meta.get("schema") != SCHEMA:
            raise IndexUnusable(f"The index {self.path} was built by another version of Casebook. {_AGAIN}")
        self._generation: str = self._meta["generation"]
        self.folders = tuple(Path(folder) for folder in self._meta["folders"])
        # The model whose meanings it holds; none where it was built without.
        self.model: str = self._meta["model"]
        self.size: int = self._meta["statements"]
        # The team's own words, in which questions are to be read: a table as JSON, "" for none.
        self.own: str = self._meta.get("own", "")
        self.titles: dict[str, str] = dict(self._rows("SELECT name, title FROM notes"))
        self.talks: dict[str, str | None] = dict(self._rows("SELECT name, video FROM notes"))
        self.captions = frozenset(
            name for (name,) in self._rows("SELECT name FROM notes WHERE origin = 'captions'")
        )
        self.made_of: dict[str, str] = dict(self._rows("SELECT name, digest FROM made_of"))

    def problems(self) -> tuple[Problem, ...]:
        """What was wrong in the notes, in order."""
        return tuple(Problem(*row) for row in self._rows("SELECT note, line, message FROM problems"))

    def told_of(self) -> int:
        """How many cases the notes tell of."""
        [(cases,)] = self._rows("SELECT count(*) FROM cases")
        return int(cases)

    def mentions(self, names: Collection[str]) -> dict[str, str]:
        """By name, what some notes say of cases, as it was kept."""
        kept = self._rows("SELECT note, mentions FROM readings")
        return {note: mentions for note, mentions in kept if note in names}

    def statements(self, ids: Sequence[str]) -> tuple[Statement, ...]:
        """The statements of those ids, in that order; ids the notes no longer hold are left out."""
        found = {each.id: each for each in statements_of(list(self._by("id", list(ids))))}
        return tuple(found[each] for each in ids if each in found)

    def copied(self, path: Path) -> None:
        """Makes a copy of it at `path`, of this very generation."""
        with suppress(OSError):
            shutil.copyfile(self.path, path)
            if digest(path) == self.digest:
                return
        path.unlink(missing_ok=True)
        # A newer file stands in its place, or none; the connection still has this one.
        with closing(sqlite3.connect(path)) as copy:
            self._connection().backup(copy)

    def _by(self, column: str, values: Sequence[object], wanted: str = "*") -> Iterator[sqlite3.Row]:
        return self._of("statements", column, values, wanted)

    def _of(
        self, table: str, column: str, values: Sequence[object], wanted: str, also: str = "1"
    ) -> Iterator[Any]:
        for start in range(0, len(values), 500):
            some = values[start : start + 500]
            marks = ",".join("?" * len(some))
            sql = f'SELECT {wanted} FROM {table} WHERE "{column}" IN ({marks}) AND {also} ORDER BY number'  # noqa: S608  our columns
            yield from self._rows(sql, some)

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._connection().execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise IndexUnusable(f"The index {self.path} cannot be read ({error}). {_AGAIN}") from error

    def _connection(self) -> sqlite3.Connection:
        """This thread's own connection to this generation."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._another()
        return connection

    def _another(self) -> sqlite3.Connection:
        with suppress(IndexError):
            return self._spare.popleft()
        with suppress(sqlite3.Error, ValueError):
            connection = _connected(self.path)
            rows = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchall()
            if [json.loads(value) for (value,) in rows] == [self._generation]:
                return connection
            connection.close()
        # A newer file stands in its place, or a broken one, or none; the first connection still has this one.
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        copy.row_factory = sqlite3.Row
        self._first.backup(copy)
        return copy


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection
