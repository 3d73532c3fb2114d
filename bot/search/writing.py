"""The rows of an index's draft, brought up to a library: those of kept notes stay. Swaps nothing, opens no file."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from itertools import groupby, islice
from typing import Any

from bot.lexicon import Lexicon, Phrase, Place
from bot.model import Note, Statement
from bot.notes.library import Library, Shown, sorted_out
from bot.search import methods
from bot.search.methods import Names, Telling
from bot.search.numbering import Span, spans
from bot.search.rows import fields, statements_of
from bot.words import stems, tokens

_COLUMNS: dict[str, type] = {
    **dict.fromkeys(("id", "note", "title", "video", "seconds", "text", "headings", "leads", "intro"), str),
    **dict.fromkeys(("links", "kind", "case", "country", "origin", "stems"), str),
    **dict.fromkeys(("number", "line"), int),
}
# Each table's columns and its key. A statement's number only says where it stands among the others. `readings` are
# what was read of each note, kept for the next build: what it says of cases, the names it has for ways of working,
# the known ones its statements tell of, and its places.
TABLES: tuple[tuple[str, dict[str, type], str | None], ...] = (
    ("statements", _COLUMNS, "number"),
    ("tellings", {"case": str, "number": int}, None),
    ("stems", {"stem": str, "statements": int}, "stem"),
    ("surface", {"word": str, "uses": int}, "word"),
    ("methods", {"name": str, "phrases": str}, None),
    ("tried", {"method": str, "number": int}, None),
    ("places", {"name": str, "country": str, "city": int}, None),
    ("notes", dict.fromkeys(("name", "title", "video", "origin"), str), None),
    ("videos", {"id": str, "title": str, "date": str, "length": int, "at_least": int}, None),
    ("cases", dict.fromkeys(("name", "country", "parent", "aliases", "how", "countries"), str), None),
    ("problems", {"note": str, "line": int, "message": str}, None),
    ("readings", dict.fromkeys(("note", "mentions", "names", "told", "places"), str), "note"),
    ("meta", {"key": str, "value": str}, "key"),
    ("made_of", {"name": str, "digest": str}, "name"),
    ("axes", {"axes": bytes}, None),
    ("meanings", {"first": int, "wholes": bytes}, "first"),
    ("pieces", {"number": int, "pieces": bytes}, "number"),
)
_INDEXED = {"statements": (("note",), ("country",), ("case",)), "tellings": (("case",), ("number",))}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the number of each note's first statement, by name, of the notes that have any; how many
    statements the draft holds; and how many of them are new, or gone, by what they say.
    """

    firsts: Mapping[str, int]
    statements: int
    changed: int


def make_tables(connection: sqlite3.Connection) -> None:
    """Makes the tables of an index in an empty file."""
    import sqlite_utils  # noqa: PLC0415  only a new file needs it, and it takes a twentieth of a second to come in

    # Contentless and without column sizes: smaller, faster, and on short statements better, since
    # bm25 no longer rewards brevity. sqlite-utils cannot make such a table, so this is raw SQL.
    connection.executescript(
        "CREATE VIRTUAL TABLE words USING fts5(text, lead, heads, intro, content='', columnsize=0,"
        " tokenize='ascii');"
    )
    database = sqlite_utils.Database(connection)
    for name, columns, key in TABLES:
        table = database.table(name).create(columns, pk=key)
        for some in _INDEXED.get(name, ()):
            table.create_index(some)
    database.table("statements").create_index(["id"], unique=True)


def bring_up(
    connection: sqlite3.Connection,
    library: Library,
    lexicon: Lexicon,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]],
) -> Written:
    """Brings the tables up to a library. Rows of notes that it neither read nor names are taken out.

    What stands there then is what an empty file would be given for the same notes, but for the numbers, of which
    only the order counts. Raises NoRoom where a note's statements find no numbers between those of its neighbours.
    """
    connection.row_factory = sqlite3.Row
    order = library.order or tuple(note.name for note in library.notes)
    before = _names(connection)
    kept = {row["note"] for row in connection.execute("SELECT note FROM readings")} & set(order)
    kept -= {note.name for note in library.notes}
    gone = _take_out(connection, kept)
    _move(connection, library.shown, lexicon)
    placed = _placed(connection)
    placed |= spans(order, {note.name: len(note.statements) for note in library.notes}, placed)
    come = _put_in(connection, library, placed, lexicon, progress)
    _recount(connection, come, gone)
    _look_again(connection, library.notes, before, lexicon)
    _write_tellings(connection, order, placed, library, lexicon)
    _write_tables(connection, library, order)
    return Written(
        {note.name: placed[note.name][0] for note in library.notes if note.statements},
        connection.execute("SELECT count(*) FROM statements").fetchone()[0],
        max((come.said - gone.said).total(), (gone.said - come.said).total()),
    )


@dataclass(slots=True)
class _Told:
    """What some statements say: how many say the same as stems; in how many each stem stands; how often each word
    is used as it is written.
    """

    said: Counter[str] = field(default_factory=Counter)
    stems: Counter[str] = field(default_factory=Counter)
    surface: Counter[str] = field(default_factory=Counter)

    def add(self, stored: str, shown: Iterable[str]) -> None:
        """Counts one more statement, by its stems as they are stored and its fields as they are written."""
        self.said[stored] += 1
        self.stems.update(set(stored.split()))
        self.surface.update(word for each in shown for word in tokens(each))


def _take_out(connection: sqlite3.Connection, kept: Collection[str]) -> _Told:
    """Takes the rows of all notes but some out; what their statements said."""
    gone = _Told()
    stood = [row["name"] for row in connection.execute("SELECT name FROM notes")]
    for name in (each for each in stood if each not in kept):
        rows = connection.execute("SELECT * FROM statements WHERE note = ?", (name,)).fetchall()
        for row in rows:
            stemmed = [each.strip() for each in fields(row["stems"])]
            # FTS5 keeps no text here, so it must be told what it is to forget, to the letter.
            connection.execute(
                "INSERT INTO words(words, rowid, text, lead, heads, intro) VALUES ('delete', ?, ?, ?, ?, ?)",
                (row["number"], *stemmed),
            )
            gone.add(row["stems"], _shown(*statements_of([row])))
        numbers = [(row["number"],) for row in rows]
        for table, column in (("statements", "number"), ("pieces", "number"), ("meanings", "first")):
            connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", numbers)  # noqa: S608  our tables
        connection.execute("DELETE FROM readings WHERE note = ?", (name,))
    return gone


def _shown(statement: Statement) -> tuple[str, str, str, str]:
    """What of a statement is looked for: its words, leads, headings and introduction."""
    return (
        statement.text,
        " ".join(statement.leads),
        " ".join(statement.headings),
        statement.intro,
    )


def _move(connection: sqlite3.Connection, shown: Shown, lexicon: Lexicon) -> None:
    """Gives statements that stand the case and country they have now, and the kind that goes with it."""
    stand = connection.execute('SELECT id, "case", country FROM statements').fetchall()
    moved = [id_ for id_, case, country in stand if shown.get(id_, (None, None)) != (case, country)]
    for id_ in moved:
        [was] = statements_of(connection.execute("SELECT * FROM statements WHERE id = ?", (id_,)).fetchall())
        case, country = shown.get(id_, (None, None))
        now = sorted_out(replace(was, case=case, country=country), lexicon)
        connection.execute(
            'UPDATE statements SET "case" = ?, country = ?, kind = ? WHERE id = ?',
            (now.case, now.country, now.kind, id_),
        )


def _placed(connection: sqlite3.Connection) -> dict[str, Span]:
    rows = connection.execute("SELECT note, min(number), max(number) FROM statements GROUP BY note")
    return {note: (first, last) for note, first, last in rows}


def _put_in(
    connection: sqlite3.Connection,
    library: Library,
    placed: Mapping[str, Span],
    lexicon: Lexicon,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]],
) -> _Told:
    """Writes the rows of the notes that were read; what their statements say."""
    come = _Told()
    rows, words = [], []
    waiting = iter(progress([each for note in library.notes for each in note.statements]))
    for note in library.notes:
        places: set[Place] = set()
        for number, statement in enumerate(
            islice(waiting, len(note.statements)), placed.get(note.name, (0, 0))[0]
        ):
            shown = _shown(statement)
            stemmed = [" ".join(stems(each)) for each in shown]
            places.update(mention.place for each in shown for mention in lexicon.mentions(each))
            row = _row(number, statement, stemmed, note.title)
            come.add(row["stems"], shown)
            rows.append(row)
            words.append((number, *stemmed))
        _insert(connection, "readings", [_reading(note, library, places, lexicon)])
    connection.executemany("INSERT INTO words(rowid, text, lead, heads, intro) VALUES (?,?,?,?,?)", words)
    _insert(connection, "statements", rows)
    return come


def _recount(connection: sqlite3.Connection, come: _Told, gone: _Told) -> None:
    for table, column, count, more, fewer in (
        ("stems", "stem", "statements", come.stems, gone.stems),
        ("surface", "word", "uses", come.surface, gone.surface),
    ):
        more.subtract(fewer)
        connection.executemany(
            f"INSERT INTO {table} VALUES (?, ?) ON CONFLICT({column})"  # noqa: S608  our tables
            f" DO UPDATE SET {count} = {count} + excluded.{count}",
            ((word, by) for word, by in more.items() if by),
        )
        connection.execute(f"DELETE FROM {table} WHERE {count} = 0")  # noqa: S608  our tables


def _reading(note: Note, library: Library, places: Iterable[Place], lexicon: Lexicon) -> dict[str, Any]:
    """What is kept of a note for the next build; what its statements tell of is known when all notes are in."""
    names = methods.names(note.statements, lexicon)
    return {
        "note": note.name,
        "mentions": library.mentions.get(note.name),
        "names": _json([sorted(names.quoted), sorted(names.labelled)]),
        "told": "[]",
        "places": _json(sorted(astuple(each) for each in places)),
    }


def _names(connection: sqlite3.Connection) -> Names:
    """The names that all notes have for ways of working."""
    quoted: set[Phrase] = set()
    labelled: set[Phrase] = set()
    for (text,) in connection.execute("SELECT names FROM readings"):
        some, others = json.loads(text)
        quoted.update(map(tuple, some))
        labelled.update(map(tuple, others))
    return Names(frozenset(quoted), frozenset(labelled))


def _look_again(
    connection: sqlite3.Connection, read: Iterable[Note], before: Names, lexicon: Lexicon
) -> None:
    """Keeps which known names the notes that were read tell of; and all others, where a name is new or gone."""
    known = _names(connection).known(lexicon)
    told = {note.name: note.statements for note in read}
    if known != before.known(lexicon):
        stand = statements_of(connection.execute("SELECT * FROM statements ORDER BY number").fetchall())
        for name, some in groupby(stand, key=lambda each: each.citation.note):
            told[name] = tuple(some)
    connection.executemany(
        "UPDATE readings SET told = ? WHERE note = ?",
        (
            (_json([(at, *each) for at, one in enumerate(some) for each in methods.told(one, known)]), name)
            for name, some in told.items()
        ),
    )


def _write_tellings(
    connection: sqlite3.Connection,
    order: Iterable[str],
    placed: Mapping[str, Span],
    library: Library,
    lexicon: Lexicon,
) -> None:
    """Which statements tell of which case, and which tell that somebody tried one of the ways of working."""
    about = "SELECT number, id, coalesce(\"case\", country, '') != '' FROM statements"
    stand = {number: (id_, bool(counts)) for number, id_, counts in connection.execute(about)}
    numbers = {id_: number for number, (id_, _) in stand.items()}
    _replace(
        connection,
        "tellings",
        ((case, numbers[each]) for case, some in library.tellings.items() for each in some),
    )
    kept = dict(map(tuple, connection.execute("SELECT note, told FROM readings")))
    tellings = (
        Telling(*stand[placed[note][0] + at], tuple(name), as_written)
        for note in order
        if note in placed
        for at, name, as_written in json.loads(kept[note])
    )
    found = methods.ways(tellings, _names(connection).quoted, lexicon)
    _replace(connection, "methods", ((way.name, json.dumps(way.phrases)) for way in found))
    _replace(connection, "tried", ((way.name, numbers[each]) for way in found for each in way.told))


def _write_tables(connection: sqlite3.Connection, library: Library, order: Iterable[str]) -> None:
    """Notes, places, talks, cases and problems."""
    notes = {row["name"]: tuple(row) for row in connection.execute("SELECT * FROM notes")}
    notes |= {note.name: (note.name, note.title, note.video, note.origin) for note in library.notes}
    _replace(connection, "notes", (notes[name] for name in order))
    kept = connection.execute("SELECT places FROM readings").fetchall()
    _replace(connection, "places", sorted({tuple(each) for (text,) in kept for each in json.loads(text)}))
    # A talk that is withdrawn has no notes here, so that none is told of it.
    _replace(connection, "videos", (astuple(each)[:5] for each in library.videos))
    _replace(
        connection,
        "cases",
        (
            (each.name, each.country, each.parent, _json(each.aliases), each.how, _json(each.countries))
            for each in library.cases
        ),
    )
    _replace(connection, "problems", map(astuple, library.problems))


def _replace(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Gives a table these rows and no others, in this order."""
    rows = list(rows)
    connection.execute(f"DELETE FROM {table}")  # noqa: S608  our tables
    if rows:
        marks = ",".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Adds rows, given by their columns' names."""
    if rows:
        columns = ",".join(f'"{each}"' for each in rows[0])
        marks = ",".join(f":{each}" for each in rows[0])
        connection.executemany(f"INSERT INTO {table}({columns}) VALUES ({marks})", rows)  # noqa: S608


def _row(number: int, statement: Statement, stemmed: Sequence[str], title: str) -> dict[str, Any]:
    citation = statement.citation
    return {
        "number": number,
        "id": statement.id,
        "note": citation.note,
        "title": title,
        "line": citation.line,
        "video": citation.video,
        "seconds": _json([asdict(each) for each in citation.seconds]),
        "text": statement.text,
        "headings": _json(statement.headings),
        "leads": _json(statement.leads),
        "intro": statement.intro,
        "links": _json(statement.links),
        "kind": statement.kind,
        "case": statement.case,
        "country": statement.country,
        "origin": statement.origin,
        "stems": "\n".join(f" {each} " for each in stemmed),
    }


def _json(values: Sequence[object]) -> str:
    return json.dumps(values, ensure_ascii=False)
