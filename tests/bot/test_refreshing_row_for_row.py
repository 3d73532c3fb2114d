"""An index brought up to date after any change holds, table by table, what one built from nothing does."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.refreshing import refresh
from bot.search import writing
from bot.search.language import Language, word_list
from bot.settings import seeds
from tests.bot.library import stamped, words, written
from tests.bot.search.words_as_directions import Directions

CANARIES = ("how are dogs licensed", "who won the cup", "when do swallows leave")
MODEL = Directions()
LANGUAGE = Language(words(), word_list(), MODEL, CANARIES)
TALKS = ("-talk_one_01", "-talk_two_02", "-talk_three3", "")
# What only says when a file was built, or how it came to be; a test of its own looks at each.
APART = ("generation", "calibration", "changed")
# In these a row is looked up by its name, wherever it stands.
LOOKED_UP = ("stems", "surface", "readings", "meta")
# What one of them says of a name makes it a case, a part, or of another country in all notes.
ADDED = (
    stamped("""
*   **Poland (Tree Bank):** The "Garden Pilot" let 30 schools plant their own yards ⟨00:07:00⟩.
*   The Tree Bank lends saplings to schools ⟨00:03:00⟩.
*   A new "Quiet Lab" in Lund listened to night buses ⟨01:16:00⟩. This project ran for a year.
*   The Quiet Lab was led by drivers ⟨00:04:00⟩.
*   **Quiet Lab (Norway):** Ferries were next ⟨00:05:00⟩.
*   **Peru:** Ministries shared one kitchen, as Vinnova did in [[bread_labs | bread labs]] ⟨00:08:08⟩.
*   Bread labs and a tea clinic opened ⟨00:09:00⟩.
*   **Tea clinic methods:** Nobody spoke of the tea clinic again.
### Ireland (Bread Fund)
*   Bakers were asked first ⟨02:70:00⟩.
*   The Bread Fund began in a cellar ⟨00:10:00⟩. It was founded by bakers.
### Chile (Bread Fund)
""")
    .strip()
    .splitlines()
)


def sections() -> list[str]:
    """The sections of the shipped notes, which name cases, countries and ways of working."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((seeds() / "notes").glob("*.md")))
    return [f"## {section}" for text in texts for section in text.split("\n## ")[1:]]


def tables(index: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of an index, where a statement's number is its place among the others."""
    with closing(sqlite3.connect(index)) as connection:
        place = {
            number: at
            for at, (number,) in enumerate(connection.execute("SELECT number FROM statements ORDER BY 1"))
        }
        found: dict[str, list[tuple[Any, ...]]] = {}
        for name, columns, _ in writing.TABLES:
            numbered = [at for at, column in enumerate(columns) if column in ("number", "first")]
            order = "1" if name in LOOKED_UP else "rowid"
            rows = connection.execute(f"SELECT * FROM {name} ORDER BY {order}")  # noqa: S608  our tables
            found[name] = [
                tuple(place[value] if at in numbered else value for at, value in enumerate(row))
                for row in rows
            ]
        terms = "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, instance)"
        connection.execute(terms)
        found["words"] = sorted(
            (term, place[doc], col, offset)
            for term, doc, col, offset in connection.execute("SELECT term, doc, col, offset FROM temp.terms")
        )
    found["meta"] = [row for row in found["meta"] if row[0] not in APART]
    return found


class Folder:
    """A folder of notes that changes by chance."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path = path
        self.chance = random.Random(seed)  # noqa: S311  the same changes at every run
        self.sections = sections()
        self.texts: dict[str, list[str]] = {}
        for name in ("b", "d", "f", "h", "k"):
            self.texts[name] = self.note(name)

    def note(self, name: str) -> list[str]:
        talk = self.chance.choice(TALKS)
        head = ["---", f"title: Note {name}", *([f"videoId: {talk}"] if talk else []), "---", ""]
        return [*head, *self.chance.choice(self.sections).splitlines(), *self.chance.sample(ADDED, 3)]

    def changed(self) -> str:
        """Makes a change; what it was."""
        change: Callable[[str], None] = self.chance.choice(
            (self.add, self.remove, self.rename, self.edit, self.edit, self.edit, self.move, self.untitle)
        )
        change(self.chance.choice(sorted(self.texts)))
        for stale in self.path.glob("*.md"):
            stale.unlink()
        written(self.path, **{name: "\n".join(lines) for name, lines in self.texts.items()})
        return change.__name__

    def add(self, near: str) -> None:
        name = f"{near}{len(self.texts)}"
        self.texts[name] = self.note(name)

    def remove(self, name: str) -> None:
        if len(self.texts) > 3:
            del self.texts[name]

    def rename(self, name: str) -> None:
        self.texts[f"a{name}"] = self.texts.pop(name)

    def edit(self, name: str) -> None:
        lines = self.texts[name]
        at = self.chance.randrange(5, len(lines)) if len(lines) > 5 else len(lines)
        lines[at : at + self.chance.randrange(3)] = [self.chance.choice(ADDED)]

    def move(self, name: str) -> None:
        self.texts[name] = [
            f"videoId: {self.chance.choice(TALKS[:-1])}" if line.startswith("videoId") else line
            for line in self.texts[name]
        ]

    def untitle(self, name: str) -> None:
        self.texts[name] = [line for line in self.texts[name] if not line.startswith("title")]


def anew(notes: Path, language: Language = LANGUAGE) -> dict[str, list[tuple[Any, ...]]]:
    into = notes.parent / "anew.db"
    into.unlink(missing_ok=True)
    refresh([notes], into, language, notes.parent / "meanings.db")
    return tables(into)


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_every_table_holds_what_a_new_index_would(tmp_path: Path, seed: int) -> None:
    notes = Folder(tmp_path / "notes", seed)
    kept = 0
    for _ in range(12):
        change = notes.changed()
        made = refresh([notes.path], tmp_path / "i.db", LANGUAGE, tmp_path / "meanings.db")
        kept += made.notes - made.read
        stands, wanted = tables(tmp_path / "i.db"), anew(notes.path)

        for name in wanted:
            assert stands[name] == wanted[name], (change, name)
    assert kept > 10
