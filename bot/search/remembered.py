"""Meanings computed before, by the hash of their text: a file beside nothing that may be deleted at any time."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_LOG = logging.getLogger(__name__)
# Some 3 KB each: a third of a gigabyte at most. The oldest go first.
_MOST = 100_000


def key(*texts: str) -> bytes:
    """What texts are remembered by."""
    return hashlib.blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Remembered:
    """A store of small blobs by key. Where its file cannot be used it remembers nothing, and says so in the log."""

    def __init__(self, path: Path | None) -> None:
        """Opens or makes the store; without a path it remembers nothing."""
        self._connection: sqlite3.Connection | None = None
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._connection.execute("PRAGMA synchronous=OFF")
            self._connection.execute("CREATE TABLE IF NOT EXISTS meanings(key BLOB UNIQUE, kept BLOB)")
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """What is remembered of some keys."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            marks = ",".join("?" * len(some))
            found.update(self._do(f"SELECT key, kept FROM meanings WHERE key IN ({marks})", some))  # noqa: S608
        return found

    def put(self, kept: Mapping[bytes, bytes]) -> None:
        """Remembers some more, and forgets the oldest where there are too many."""
        if kept:
            self._do("BEGIN IMMEDIATE")
            for row in kept.items():
                self._do("INSERT OR IGNORE INTO meanings(key, kept) VALUES (?, ?)", row)
            self._do(f"DELETE FROM meanings WHERE rowid <= (SELECT max(rowid) FROM meanings) - {_MOST}")  # noqa: S608
            self._do("COMMIT")

    def close(self) -> None:
        """Closes the file."""
        if self._connection:
            self._connection.close()

    def _do(self, sql: str, values: Iterable[object] = ()) -> list[tuple[bytes, bytes]]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(sql, tuple(values)).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _give_up(self, error: Exception) -> None:
        _LOG.warning("Meanings are not remembered between builds: %s", error)
        if self._connection:
            self._connection.close()
            self._connection = None
