"""Statements to meanings in an index: numbered as the statements are, each text read once and then remembered."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.model import Citation, Statement
from bot.notes.library import Library
from bot.search import embedding, senses
from bot.search.building import build
from bot.search.index import Index
from bot.search.language import Language
from bot.search.meaning import WIDTH
from tests.bot.library import FOOD, STREETS, every, language, read_notes, words, written
from tests.bot.search.words_as_directions import Directions, sense

CANARIES = ("how are dogs licensed", "who repairs the harbour crane", "a recipe for plum cake")
EMPTY = "---\ntitle: Nothing yet\n---\n"


def library(folder: Path, **notes: str) -> Library:
    return read_notes([written(folder, **notes)], words())


@pytest.fixture
def notes(tmp_path: Path) -> Library:
    return library(tmp_path / "notes", streets=STREETS, food=FOOD)


def built(
    into: Path,
    notes: Library,
    model: Directions,
    store: Path | None = None,
    canaries: tuple[str, ...] = CANARIES,
) -> Path:
    build(
        notes, into, folders=[], language=Language(words(), model=model, canaries=canaries), remembered=store
    )
    return into


def kept(index: Path) -> list[list[tuple[Any, ...]]]:
    """All that an index holds of meanings."""
    with closing(sqlite3.connect(index)) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608
            for table in ("axes", "meanings", "pieces")
        ]


def told(notes: Library) -> set[str]:
    """The texts in which the statements of a library are read."""
    return {text for note in notes.notes for each in note.statements for text in embedding.views(each)}


def test_each_text_of_the_notes_is_read_once(tmp_path: Path, notes: Library) -> None:
    model = Directions()
    built(tmp_path / "index.db", notes, model)

    assert sorted(model.read_texts) == sorted([*CANARIES, *told(notes)])


def test_what_is_remembered_is_not_read_again(tmp_path: Path, notes: Library) -> None:
    store = tmp_path / "meanings.db"
    first, again = Directions(), Directions()
    built(tmp_path / "one.db", notes, first, store)
    built(tmp_path / "two.db", notes, again, store)

    assert first.read_texts
    assert again.read_texts == []


def test_only_what_changed_is_read_again(tmp_path: Path, notes: Library) -> None:
    store = tmp_path / "meanings.db"
    built(tmp_path / "index.db", notes, Directions(), store)
    changed = library(
        tmp_path / "changed", streets=STREETS.replace("Children drew", "Pupils drew"), food=FOOD
    )
    model = Directions()
    built(tmp_path / "index.db", changed, model, store)

    assert set(model.read_texts) == told(changed) - told(notes)
    assert all("Pupils drew" in text for text in model.read_texts)


@pytest.mark.parametrize("other", ["a model", "canaries"])
def test_what_another_model_or_other_axes_made_is_not_taken_for_ours(
    tmp_path: Path, notes: Library, other: str
) -> None:
    store = tmp_path / "meanings.db"
    built(tmp_path / "index.db", notes, Directions(), store)
    model = Directions("other.1" if other == "a model" else "directions.1")
    built(tmp_path / "index.db", notes, model, store, CANARIES if other == "a model" else CANARIES[:2])

    assert set(model.read_texts) >= told(notes)


def test_the_index_holds_the_same_bytes_with_and_without_a_store(tmp_path: Path, notes: Library) -> None:
    store = tmp_path / "meanings.db"
    without = kept(built(tmp_path / "without.db", notes, Directions()))
    making = kept(built(tmp_path / "making.db", notes, Directions(), store))
    reading = kept(built(tmp_path / "reading.db", notes, Directions(), store))

    assert without == making == reading
    assert [len(rows) for rows in without] == [1, 2, 8]


def test_meanings_are_numbered_as_the_statements_are(tmp_path: Path, notes: Library) -> None:
    index = Index(built(tmp_path / "index.db", notes, Directions()), "directions.1")
    assert index.meanings
    for statement in every(index):
        [number] = index.numbers([statement.id]).values()
        near = index.meanings.near(index.meanings.sought(sense(statement.text)), 1)
        assert near.best == (number,)


def test_a_note_without_statements_takes_no_number(tmp_path: Path) -> None:
    some = library(tmp_path / "notes", a=EMPTY, b=FOOD, c=EMPTY, d=EMPTY, e=STREETS, f=EMPTY)
    _, meanings, pieces = kept(built(tmp_path / "index.db", some, Directions()))

    numbers = sorted(
        Index(tmp_path / "index.db")
        .numbers([each.id for note in some.notes for each in note.statements])
        .values()
    )
    assert [first for first, _ in meanings] == [numbers[0], numbers[3]]
    assert [number for number, _ in pieces] == numbers


def test_notes_without_any_statement_make_an_index_that_finds_nothing(tmp_path: Path) -> None:
    model = Directions()
    index = Index(built(tmp_path / "index.db", library(tmp_path / "notes", a=EMPTY), model), model.name)

    assert index.meanings
    assert index.meanings.near(index.meanings.sought(sense("streets")), 5).best == ()


def test_a_statement_means_what_it_says_alone_and_a_little_more_what_it_says_below_its_headings(
    tmp_path: Path, notes: Library
) -> None:
    _, meanings, pieces = kept(built(tmp_path / "index.db", notes, Directions()))
    first = notes.notes[0].statements[0]
    alone, below = (sense(text).whole for text in embedding.views(first))
    whole = np.frombuffer(meanings[0][1], np.int8)[:WIDTH]

    expected = senses.small(np.float32(0.4) * alone + np.float32(0.6) * below)
    # Either may be rounded up where the other is rounded down.
    assert np.abs(whole.astype(int) - expected).max() <= 1
    # Approaches is its heading.
    words = np.frombuffer(pieces[0][1], np.int8).reshape(-1, senses.AXES).astype(np.float32)
    assert first.headings == ("Approaches",)
    assert np.linalg.norm(words, axis=1) == pytest.approx(
        [0.9 * 127] + [127] * len(first.text.split()), rel=0.02
    )


def test_a_statement_is_read_alone_and_below_its_headings_and_leads() -> None:
    statement = Statement(
        "s",
        Citation("n", 1, None, ()),
        "Children drew.",
        headings=("Examples:", "Sweden"),
        leads=("Vinnova.", ""),
    )

    assert embedding.views(statement) == ("Children drew.", "Examples. Sweden. Vinnova. Children drew")


def test_progress_is_told_of_every_statement(tmp_path: Path, notes: Library) -> None:
    seen: list[Statement] = []

    def counted(statements: Iterable[Statement]) -> Iterable[Statement]:
        for each in statements:
            seen.append(each)
            yield each

    build(
        notes,
        tmp_path / "i.db",
        folders=[],
        language=Language(words(), model=Directions(), canaries=CANARIES),
        remembered=None,
        progress=counted,
    )

    assert seen == [each for note in notes.notes for each in note.statements]


def test_the_index_says_which_model_read_its_statements(tmp_path: Path, notes: Library) -> None:
    built(tmp_path / "with.db", notes, Directions())
    build(notes, tmp_path / "without.db", folders=[], language=language())

    assert Index(tmp_path / "with.db").model == "directions.1"
    assert Index(tmp_path / "without.db").model == ""
    assert Index(tmp_path / "with.db", "other.1").meanings is None
    assert Index(tmp_path / "without.db", "directions.1").meanings is None


def test_without_a_model_there_are_no_meanings_to_write(notes: Library) -> None:
    with pytest.raises(ValueError, match="need a model"):
        embedding.write(sqlite3.connect(":memory:"), notes.notes, {}, language(), None, iter)
