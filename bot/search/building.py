"""The index, built: a new file, checked, then swapped in. Leaves the old one alone until the new one is whole."""

from __future__ import annotations

import fcntl
import glob
import json
import os
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

import sqlite_utils

from bot.errors import IndexUnusable
from bot.lexicon import Lexicon, Place
from bot.model import Statement
from bot.notes.library import Library
from bot.search import methods
from bot.search.calibrating import calibrated
from bot.search.index import SCHEMA, Index, digest, digests
from bot.search.language import Language
from bot.words import stems, tokens

_COLUMNS: dict[str, type] = {
    **dict.fromkeys(("id", "note", "title", "video", "seconds", "text", "headings", "leads", "intro"), str),
    **dict.fromkeys(("links", "kind", "case", "country", "stems"), str),
    **dict.fromkeys(("number", "line"), int),
}


def build(
    library: Library,
    into: Path,
    *,
    folders: Sequence[Path],
    language: Language,
    remembered: Path | None = None,
    made_of: Mapping[str, str] | None = None,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]] = iter,
) -> None:
    """Writes the index of a library, checks it, and swaps it in at `into`. Raises IndexUnusable.

    `remembered` is a file of meanings computed before, by the hash of their text; `made_of` tells by digests what
    the index is made of.

    Readers that are at work keep the file they have; a build that is killed leaves the old index alone.
    """
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        _sweep(into)
        draft = _draft(into)
        try:
            _write(draft, library, folders, language.lexicon, iter if language.model else progress)
            if language.model:
                _write_meanings(draft, library, language, remembered, progress)
            _sign(draft, made_of or {})
            _calibrate(draft, language, remembered)
            _swap(draft, into)
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
    for draft in into.parent.glob(f".{glob.escape(into.name)}.*.draft"):
        # Another build may finish, and its draft go, while this one looks.
        with suppress(FileNotFoundError):
            if now - draft.stat().st_mtime > 3600:
                draft.unlink()


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")


def _write(
    draft: Path,
    library: Library,
    folders: Sequence[Path],
    lexicon: Lexicon,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]],
) -> None:
    connection = _unguarded(draft)
    try:
        connection.executescript(
            # Contentless and without column sizes: smaller, faster, and on short statements better, since
            # bm25 no longer rewards brevity. sqlite-utils cannot make such a table, so this is raw SQL.
            "CREATE VIRTUAL TABLE words USING fts5(text, lead, heads, intro, content='', columnsize=0,"
            " tokenize='ascii');"
        )
        database = sqlite_utils.Database(connection)
        written = _write_statements(database, library, lexicon, progress)
        _write_tables(database, library)
        meta = {
            "schema": SCHEMA,
            "generation": secrets.token_hex(8),
            "folders": [str(folder) for folder in folders],
            "statements": written,
            "model": "",
        }
        database.table("meta").insert_all({"key": k, "value": json.dumps(v)} for k, v in meta.items())
        connection.execute("INSERT INTO words(words) VALUES ('optimize')")
        connection.commit()
        connection.execute("INSERT INTO words(words) VALUES ('integrity-check')")
        [(verdict,)] = connection.execute("PRAGMA quick_check(1)").fetchall()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
    finally:
        connection.close()


def _unguarded(draft: Path) -> sqlite3.Connection:
    """A draft to write to as fast as can be: where the power fails, the index that stands is not touched."""
    connection = sqlite3.connect(draft)
    connection.executescript("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;")
    return connection


def _write_meanings(
    draft: Path,
    library: Library,
    language: Language,
    remembered: Path | None,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]],
) -> None:
    """The meanings of all statements, and the axes along which their word pieces are kept."""
    from bot.search import embedding  # noqa: PLC0415  numpy is not needed where there is no model

    with closing(_unguarded(draft)) as connection:
        embedding.write(connection, library, language, remembered, progress)
        connection.commit()


def _sign(draft: Path, made_of: Mapping[str, str]) -> None:
    """Notes in a draft what it is made of."""
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("CREATE TABLE made_of(name TEXT PRIMARY KEY, digest TEXT)")
        connection.executemany("INSERT INTO made_of VALUES (?, ?)", made_of.items())
        connection.commit()


def _calibrate(draft: Path, language: Language, remembered: Path | None) -> None:
    """Asks the finished draft its canaries, and notes in it what chance reaches there."""
    index = Index(draft, language.model.name if language.model else "")
    chance = calibrated(index, language, remembered)
    with closing(sqlite3.connect(draft)) as connection:
        value = json.dumps(astuple(chance) if chance else None)
        connection.execute("INSERT INTO meta(key, value) VALUES ('calibration', ?)", (value,))
        connection.commit()


def _write_statements(
    database: sqlite_utils.Database,
    library: Library,
    lexicon: Lexicon,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]],
) -> int:
    """The statements, their words, and the tables counted from them; how many there are."""
    frequency: Counter[str] = Counter()
    surface: Counter[str] = Counter()
    places: dict[Place, None] = {}
    titles = {note.name: note.title for note in library.notes}
    rows, words = [], []
    for number, statement in enumerate(progress([s for note in library.notes for s in note.statements]), 1):
        shown = (statement.text, " ".join(statement.leads), " ".join(statement.headings), statement.intro)
        fields = [" ".join(stems(field)) for field in shown]
        frequency.update({word for field in fields for word in field.split()})
        surface.update(word for field in shown for word in tokens(field))
        places.update((mention.place, None) for field in shown for mention in lexicon.mentions(field))
        words.append((number, *fields))
        rows.append(_row(number, statement, fields, titles))
    # sqlite-utils would commit each of them by itself.
    database.conn.executemany("INSERT INTO words(rowid, text, lead, heads, intro) VALUES (?,?,?,?,?)", words)
    table = _table(database, "statements", _COLUMNS, rows, pk="number")
    table.create_index(["id"], unique=True)
    table.create_index(["note"])
    table.create_index(["country"])
    table.create_index(["case"])
    numbers = {row["id"]: row["number"] for row in rows}
    tellings = _table(
        database,
        "tellings",
        {"case": str, "number": int},
        ({"case": case, "number": numbers[i]} for case, some in library.tellings.items() for i in some),
    )
    tellings.create_index(["case"])
    tellings.create_index(["number"])
    _write_words(database, frequency, surface)
    _write_methods(database, library, lexicon, numbers)
    _table(database, "places", {"name": str, "country": str, "city": int}, map(asdict, places))
    return len(rows)


def _write_methods(
    database: sqlite_utils.Database, library: Library, lexicon: Lexicon, numbers: Mapping[str, int]
) -> None:
    """The ways of working that the notes name, and which statements tell that somebody tried them."""
    found = methods.ways((each for note in library.notes for each in note.statements), lexicon)
    rows = ({"name": way.name, "phrases": json.dumps(way.phrases)} for way in found)
    _table(database, "methods", {"name": str, "phrases": str}, rows)
    told = ({"method": way.name, "number": numbers[each]} for way in found for each in way.told)
    _table(database, "tried", {"method": str, "number": int}, told)


def _write_words(database: sqlite_utils.Database, frequency: Counter[str], surface: Counter[str]) -> None:
    """In how many statements each stem stands, and how often each word is used as it is written."""
    _table(
        database,
        "stems",
        {"stem": str, "statements": int},
        ({"stem": word, "statements": n} for word, n in frequency.items()),
    )
    _table(
        database,
        "surface",
        {"word": str, "uses": int},
        ({"word": word, "uses": n} for word, n in surface.items()),
    )


def _write_tables(database: sqlite_utils.Database, library: Library) -> None:
    """Notes, talks, cases and problems."""
    _table(
        database,
        "notes",
        {"name": str, "title": str, "video": str},
        ({"name": note.name, "title": note.title, "video": note.video} for note in library.notes),
    )
    _table(
        database,
        "videos",
        {"id": str, "title": str, "date": str, "length": int, "at_least": int},
        # A talk that is withdrawn has no notes here, so that none is told of it.
        (
            {key: value for key, value in asdict(video).items() if key != "withdrawn"}
            for video in library.videos
        ),
    )
    _table(
        database,
        "cases",
        dict.fromkeys(("name", "country", "parent", "aliases", "how", "countries"), str),
        (
            asdict(case) | {"aliases": _listed(case.aliases), "countries": _listed(case.countries)}
            for case in library.cases
        ),
    )
    _table(database, "problems", {"note": str, "line": int, "message": str}, map(asdict, library.problems))


def _listed(values: Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _table(
    database: sqlite_utils.Database,
    name: str,
    columns: Mapping[str, type],
    rows: Iterable[dict[str, Any]],
    pk: str | None = None,
) -> sqlite_utils.db.Table:
    # Made first, since inserting no rows makes no table, and any may be empty: notes need name no place.
    table = database.table(name).create(dict(columns), pk=pk)
    table.insert_all(rows)
    return table


def _row(number: int, statement: Statement, fields: Sequence[str], titles: dict[str, str]) -> dict[str, Any]:
    citation = statement.citation
    return {
        "number": number,
        "id": statement.id,
        "note": citation.note,
        "title": titles[citation.note],
        "line": citation.line,
        "video": citation.video,
        "seconds": json.dumps([asdict(each) for each in citation.seconds], ensure_ascii=False),
        "text": statement.text,
        "headings": json.dumps(statement.headings, ensure_ascii=False),
        "leads": json.dumps(statement.leads, ensure_ascii=False),
        "intro": statement.intro,
        "links": json.dumps(statement.links, ensure_ascii=False),
        "kind": statement.kind,
        "case": statement.case,
        "country": statement.country,
        "stems": "\n".join(f" {field} " for field in fields),
    }


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
