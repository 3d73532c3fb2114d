"""The index, built: a new file, checked, then swapped in. Leaves the old one alone until the new one is whole."""

from __future__ import annotations

import fcntl
import glob
import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple
from pathlib import Path

from bot.errors import IndexUnusable
from bot.model import Statement
from bot.notes.library import Library
from bot.search.calibrating import FEWEST, calibrated
from bot.search.index import Index
from bot.search.language import Language
from bot.search.opening import SCHEMA, Generation, digest, digests
from bot.search.writing import Written, bring_up, make_tables

# What chance reaches is measured anew when more than this share of the statements changed since it was.
_DRIFT = 1 / 50


def build(
    library: Library,
    into: Path,
    *,
    folders: Sequence[Path],
    language: Language,
    remembered: Path | None = None,
    made_of: Mapping[str, str] | None = None,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]] = iter,
    old: Generation | None = None,
    own: str = "",
) -> int:
    """Writes the index of a library, checks it, and swaps it in at `into`; how many statements it holds.

    `remembered` is a file of meanings computed before, by the hash of their text; `made_of` tells by digests what
    the index is made of; `own` are the team's own words, which questions are read with. `old` is an index of the
    notes that the library keeps, made by the same means: the new one then begins as its copy. It holds what one
    from nothing would, to the row, but for two things: numbers, of which only the order counts, and what chance
    reaches, which is that of the notes as they were when it was last measured, until more than a fiftieth of the
    statements has changed.

    Readers that are at work keep the file they have; a build that is killed leaves the old index alone. Raises
    IndexUnusable, and NoRoom where the notes that changed find no numbers between those of their neighbours.
    """
    with _drafted(into) as draft:
        if old:
            old.copied(draft)
        written = _write(draft, library, language, remembered, progress)
        chance = _sign(draft, folders, made_of or {}, language, written, own)
        if not chance:
            _calibrate(draft, language, remembered)
        _swap(draft, into)
    return written.statements


@contextmanager
def _drafted(into: Path) -> Iterator[Path]:
    """Where a draft may be written, which is gone afterwards. Raises IndexUnusable for whatever the system refuses."""
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        _sweep(into)
        draft = _draft(into)
        try:
            yield draft
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()
    except (OSError, sqlite3.Error) as error:
        raise IndexUnusable(
            f"The index {into} cannot be written ({error}). Check the folder's space and permissions."
        ) from error


def _sweep(into: Path) -> None:
    """Removes drafts that a killed build left behind more than an hour ago by the file system's own clock."""
    mine = _draft(into)
    mine.touch()
    now = mine.stat().st_mtime
    mine.unlink()
    # Whoever was killed in a transaction leaves SQLite's own journal beside the draft.
    for draft in into.parent.glob(f".{glob.escape(into.name)}.*.draft*"):
        # Another build may finish, and its draft go, while this one looks.
        with suppress(FileNotFoundError):
            if now - draft.stat().st_mtime > 3600:
                draft.unlink()


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")


def _write(
    draft: Path,
    library: Library,
    language: Language,
    remembered: Path | None,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]],
) -> Written:
    """Brings a draft, which may be empty, up to a library."""
    begun = draft.exists()
    # To be written as fast as can be: where the power fails, the index that stands is not touched.
    with closing(sqlite3.connect(draft)) as connection:
        connection.executescript("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;")
        if not begun:
            make_tables(connection)
        written = bring_up(connection, library, language.lexicon, iter if language.model else progress)
        if language.model:
            from bot.search import embedding  # noqa: PLC0415  numpy is not needed where there is no model

            embedding.write(connection, library.notes, written.firsts, language, remembered, progress)
        if not begun:
            connection.execute("INSERT INTO words(words) VALUES ('optimize')")
        connection.commit()
        connection.execute("INSERT INTO words(words) VALUES ('integrity-check')")
        [(verdict,)] = connection.execute("PRAGMA quick_check(1)").fetchall()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        return written


def _sign(
    draft: Path,
    folders: Sequence[Path],
    made_of: Mapping[str, str],
    language: Language,
    written: Written,
    own: str,
) -> bool:
    """Notes in a draft what it is and what it is made of; whether what it knows of chance may stand."""
    with closing(sqlite3.connect(draft)) as connection:
        meta = {key: json.loads(value) for key, value in connection.execute("SELECT key, value FROM meta")}
        changed = meta.get("changed", 0) + written.changed
        stands = (
            meta.get("calibration") is not None
            and written.statements >= FEWEST
            and changed <= _DRIFT * written.statements
        )
        now = {
            "schema": SCHEMA,
            "generation": secrets.token_hex(8),
            "folders": [str(folder) for folder in folders],
            "statements": written.statements,
            "model": language.model_name,
            "calibration": meta["calibration"] if stands else None,
            "changed": changed if stands else 0,
            "own": own,
        }
        connection.executemany(
            "INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)",
            ((key, json.dumps(value)) for key, value in now.items()),
        )
        connection.execute("DELETE FROM made_of")
        connection.executemany("INSERT INTO made_of VALUES (?, ?)", made_of.items())
        connection.commit()
    return stands


def _calibrate(draft: Path, language: Language, remembered: Path | None) -> None:
    """Asks the finished draft its canaries, and notes in it what chance reaches there."""
    index = Index(draft, language.model_name)
    chance = calibrated(index, language, remembered)
    with closing(sqlite3.connect(draft)) as connection:
        value = json.dumps(astuple(chance) if chance else None)
        connection.execute("UPDATE meta SET value = ? WHERE key = 'calibration'", (value,))
        connection.commit()


def _swap(draft: Path, into: Path) -> None:
    """Puts a finished file in place. Its digest is listed beside the one it replaces, so no moment lacks one."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    folder = os.open(into.parent, os.O_RDONLY)
    try:
        # Two builds at once, unlocked, could leave the file of one beside the digest of the other.
        fcntl.flock(folder, fcntl.LOCK_EX)
        listed = digests(into)
        old = [digest(into)] if into.exists() else []
        kept = [each for each in old if each in listed or not listed]
        beside = into.with_name(f"{into.name}.sha256")
        listing = _draft(beside)
        listing.write_text("\n".join((digest(draft), *kept)) + "\n", encoding="ascii")
        listing.replace(beside)
        draft.replace(into)
        os.fsync(folder)
    finally:
        os.close(folder)
