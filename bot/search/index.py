"""The index of the notes: built as a new file, checked, then swapped in; opened read-only. SQLite FTS5."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import sqlite_utils

from bot.errors import IndexMissing, IndexUnusable
from bot.lexicon import Lexicon, Phrase, Place
from bot.model import Case, Citation, Seconds, Statement, Video
from bot.notes.library import Library
from bot.search.ranking import Candidate
from bot.words import stem, stems, tokens

SCHEMA = 1
_COLUMNS: dict[str, type] = {
    **dict.fromkeys(("id", "note", "title", "video", "seconds", "text", "headings", "leads", "intro"), str),
    **dict.fromkeys(("links", "kind", "case", "country", "stems"), str),
    **dict.fromkeys(("number", "line"), int),
}
# Column weights of the statement's words, leads, headings and introduction: any near these rank alike.
_WEIGHTS = "3.0, 3.0, 2.0, 0.5"
_MOST_CANDIDATES = 400


def build(
    library: Library,
    into: Path,
    *,
    folders: Sequence[Path],
    lexicon: Lexicon,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]] = iter,
) -> None:
    """Writes the index of a library, checks it, and swaps it in at `into`. Raises IndexUnusable.

    Readers that are at work keep the file they have; a build that is killed leaves the old index alone.
    """
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        _sweep(into)
        draft = into.with_name(f".{into.name}.{secrets.token_hex(4)}.draft")
        try:
            _write(draft, library, folders, lexicon, progress)
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
    mine = into.with_name(f".{into.name}.now")
    mine.touch()
    now = mine.stat().st_mtime
    mine.unlink()
    for draft in into.parent.glob(f".{into.name}.*.draft"):
        if now - draft.stat().st_mtime > 3600:
            draft.unlink(missing_ok=True)


def _write(
    draft: Path,
    library: Library,
    folders: Sequence[Path],
    lexicon: Lexicon,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]],
) -> None:
    connection = sqlite3.connect(draft)
    try:
        connection.executescript(
            "PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF;"
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
    rows = []
    for number, statement in enumerate(progress([s for note in library.notes for s in note.statements]), 1):
        shown = (statement.text, " ".join(statement.leads), " ".join(statement.headings), statement.intro)
        fields = [" ".join(stems(field)) for field in shown]
        frequency.update({word for field in fields for word in field.split()})
        surface.update(word for field in shown for word in tokens(field))
        places.update((mention.place, None) for field in shown for mention in lexicon.mentions(field))
        database.execute(
            "INSERT INTO words(rowid, text, lead, heads, intro) VALUES (?,?,?,?,?)", (number, *fields)
        )
        rows.append(_row(number, statement, fields, titles))
    table = database.table("statements")
    table.insert_all(rows, pk="number", columns=_COLUMNS)
    table.create_index(["id"], unique=True)
    table.create_index(["country"])
    table.create_index(["case"])
    database.table("stems").insert_all(
        ({"stem": word, "statements": n} for word, n in frequency.items()),
        columns={"stem": str, "statements": int},
    )
    database.table("surface").insert_all(
        ({"word": word, "uses": n} for word, n in surface.items()), columns={"word": str, "uses": int}
    )
    database.table("places").insert_all(
        map(asdict, places), columns={"name": str, "country": str, "city": int}
    )
    return len(rows)


def _write_tables(database: sqlite_utils.Database, library: Library) -> None:
    """Notes, talks, cases and problems. The columns are named, for any of them may be empty."""
    database.table("notes").insert_all(
        ({"name": note.name, "title": note.title, "video": note.video} for note in library.notes),
        columns={"name": str, "title": str, "video": str},
    )
    database.table("videos").insert_all(
        map(asdict, library.videos), columns={"id": str, "title": str, "date": str, "length": int}
    )
    database.table("cases").insert_all(
        map(asdict, library.cases), columns={"name": str, "country": str, "parent": str}
    )
    database.table("problems").insert_all(
        map(asdict, library.problems), columns={"note": str, "line": int, "message": str}
    )


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
    listed = _listed(into)
    old = _digest(into) if into.exists() else None
    fresh = [_digest(draft), *([old] if old in listed else [])]
    beside = into.with_name(f"{into.name}.sha256")
    temporary = beside.with_name(f".{beside.name}.{secrets.token_hex(4)}.draft")
    temporary.write_text("\n".join(fresh) + "\n", encoding="ascii")
    temporary.replace(beside)
    draft.replace(into)
    folder = os.open(into.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listed(path: Path) -> list[str]:
    try:
        return path.with_name(f"{path.name}.sha256").read_text(encoding="ascii").split()
    except (FileNotFoundError, UnicodeDecodeError):
        return []


class Index:
    """One generation of the index, open for reading from any thread. It stays whole while newer ones come."""

    def __init__(self, path: Path) -> None:
        """Opens and checks the index at `path`. Raises IndexMissing or IndexUnusable, with the next step."""
        self.path = path
        again = "Build it anew with: casebook index FOLDER"
        if not path.is_file():
            raise IndexMissing(f"There is no index at {path}. Build it with: casebook index FOLDER")
        try:
            about = path.stat()
            if (listed := _listed(path)) and _digest(path) not in listed:
                raise IndexUnusable(
                    f"The index {path} is damaged: its content is not what was built. {again}"
                )
            self.mark = (about.st_ino, about.st_mtime_ns, about.st_size)
            self._local = threading.local()
            self._generation: str | None = None
            meta = {key: json.loads(value) for key, value in self._rows("SELECT key, value FROM meta")}
        except (OSError, sqlite3.Error, ValueError) as error:
            raise IndexUnusable(
                f"{path} is no index of Casebook, or it is damaged ({error}). {again}"
            ) from error
        if meta.get("schema") != SCHEMA:
            raise IndexUnusable(f"The index {path} was built by another version of Casebook. {again}")
        self._generation = meta["generation"]
        self.folders = tuple(Path(folder) for folder in meta["folders"])
        self.size: int = meta["statements"]
        self._frequency = dict(self._rows("SELECT stem, statements FROM stems"))
        self.surface = tuple(
            word for (word,) in self._rows("SELECT word FROM surface ORDER BY uses DESC, word")
        )
        places = self._rows("SELECT name, country FROM places")
        self.places = frozenset(name for name, _ in places)
        self.countries = frozenset(country for _, country in places)
        self.cases = tuple(Case(*row) for row in self._rows("SELECT name, country, parent FROM cases"))
        self.videos = {
            row[0]: Video(*row) for row in self._rows("SELECT id, title, date, length FROM videos")
        }
        self.titles: dict[str, str] = dict(self._rows("SELECT name, title FROM notes"))

    def knows(self, word: str) -> bool:
        """Whether the notes use a folded word, in whatever form."""
        return stem(word) in self._frequency

    def frequency(self, phrase: Phrase) -> int:
        """In how many statements a phrase of stems may stand: as often as its rarest word."""
        return min((self._frequency.get(each, 0) for each in phrase), default=0)

    def candidates(self, phrases: Sequence[Phrase], countries: Iterable[str]) -> tuple[Candidate, ...]:
        """Statements that hold any of the phrases or belong to any of the countries, in the notes' order."""
        scored: dict[int, float] = {}
        if wanted := " OR ".join('"' + " ".join(phrase) + '"' for phrase in phrases if phrase):
            # Every phrase is made of our own stems: letters and digits, nothing FTS5 could take for an operator.
            scored.update(
                self._rows(
                    f"SELECT rowid, -bm25(words, {_WEIGHTS}) AS fit FROM words WHERE words MATCH ?"  # noqa: S608
                    " ORDER BY fit DESC LIMIT ?",
                    (wanted, _MOST_CANDIDATES),
                )
            )
        for country in dict.fromkeys(countries):
            for (number,) in self._rows(
                "SELECT number FROM statements WHERE country = ? LIMIT ?", (country, _MOST_CANDIDATES)
            ):
                scored.setdefault(number, 0.0)
        return tuple(
            Candidate(number, kind, country, _fields(stored), scored[number])
            for number, kind, country, stored in self._by(
                "number", sorted(scored), "number, kind, country, stems"
            )
        )

    def numbered(self, numbers: Sequence[int]) -> dict[int, Statement]:
        """The statements of those numbers."""
        return {row["number"]: _statement(row) for row in self._by("number", numbers)}

    def statements(self, ids: Sequence[str]) -> tuple[Statement, ...]:
        """The statements of those ids, in that order; ids the notes no longer hold are left out."""
        found = {row["id"]: _statement(row) for row in self._by("id", list(ids))}
        return tuple(found[each] for each in ids if each in found)

    def of_cases(self, names: Sequence[str]) -> tuple[Statement, ...]:
        """The statements of some cases, in the notes' order."""
        return tuple(_statement(row) for row in self._by("case", list(names)))

    def topics(self) -> tuple[tuple[str, str, int], ...]:
        """Each note's name and title with how many statements it holds."""
        return tuple(map(tuple, self._rows("SELECT note, title, count(*) FROM statements GROUP BY note")))

    def linked(self) -> tuple[str, ...]:
        """The wikilink targets of all statements, with repeats."""
        return tuple(
            slug
            for (links,) in self._rows("SELECT links FROM statements WHERE links != '[]'")
            for slug in json.loads(links)
        )

    def _by(self, column: str, values: Sequence[object], wanted: str = "*") -> Iterator[sqlite3.Row]:
        for start in range(0, len(values), 500):
            some = values[start : start + 500]
            marks = ",".join("?" * len(some))
            sql = f'SELECT {wanted} FROM statements WHERE "{column}" IN ({marks}) ORDER BY number'  # noqa: S608  our columns
            yield from self._rows(sql, some)

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        return self._connection().execute(sql, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        """This thread's own connection to this generation; Swapped where the file is another one by now."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            connection.row_factory = sqlite3.Row
            if self._generation is not None:
                [(found,)] = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchall()
                if json.loads(found) != self._generation:
                    connection.close()
                    raise Swapped
            self._local.connection = connection
        return connection


class Swapped(Exception):
    """The index was replaced before this thread had opened it; ask the new one."""


def _fields(stored: str) -> tuple[str, str, str, str]:
    text, lead, heads, intro = stored.split("\n")
    return text, lead, heads, intro


def _statement(row: sqlite3.Row) -> Statement:
    return Statement(
        id=row["id"],
        citation=Citation(
            row["note"],
            row["line"],
            row["video"],
            tuple(Seconds(**each) for each in json.loads(row["seconds"])),
        ),
        text=row["text"],
        headings=tuple(json.loads(row["headings"])),
        leads=tuple(json.loads(row["leads"])),
        intro=row["intro"],
        links=tuple(json.loads(row["links"])),
        kind=row["kind"],
        case=row["case"],
        country=row["country"],
    )
