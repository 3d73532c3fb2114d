"""Statements to meanings small enough to keep, written into an index's draft; none is computed twice."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from bot.model import Note, Statement
from bot.search import senses
from bot.search.language import Language
from bot.search.meaning import WIDTH, Model, Vectors
from bot.search.remembered import Remembered, key

# Read together: enough to sort by length, few enough for a progress bar to move.
_AT_ONCE = 256
_THREADS = os.cpu_count() or 1
# A statement alone, and below its headings; tuned on 230 labelled questions.
_VIEWS = (1.0, 1.5)
# A word of its headings says nearly as well what a statement is about as one of its own.
_OF_HEADINGS = 0.9


def write(
    draft: sqlite3.Connection,
    notes: Iterable[Note],
    firsts: Mapping[str, int],
    language: Language,
    remembered: Path | None,
    progress: Callable[[Iterable[Statement]], Iterable[Statement]],
) -> None:
    """Writes what the statements of some notes mean, which are numbered from `firsts` on, and the axes."""
    if language.model is None:
        raise ValueError("meanings need a model")
    notes = tuple(notes)
    store = Remembered(remembered)
    axes = _axes(language.model, language.canaries, store)
    reader = _Reader(language.model, axes, store)
    read = reader.read(progress([each for note in notes for each in note.statements]))
    draft.execute("DELETE FROM axes")
    draft.execute("INSERT INTO axes VALUES (?)", (axes.tobytes(),))
    for note in notes:
        kept = list(islice(read, len(note.statements)))
        # A note without statements has no first one.
        if kept:
            first = firsts[note.name]
            wholes = b"".join(each.whole for each in kept)
            draft.execute("INSERT INTO meanings VALUES (?, ?)", (first, wholes))
            draft.executemany(
                "INSERT INTO pieces VALUES (?, ?)", enumerate((each.pieces for each in kept), first)
            )
    store.close()


def _axes(model: Model, samples: Sequence[str], store: Remembered) -> Vectors:
    """The axes of some sample texts: those of the notes would change with every note."""
    wanted = key(model.name, "axes", *samples)
    kept = store.get([wanted]).get(wanted)
    if kept is None:
        kept = senses.axes(model.read(samples, threads=_THREADS)).tobytes()
        store.put({wanted: kept})
    return np.frombuffer(kept, np.float32).reshape(WIDTH, senses.AXES)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A statement's meaning as bytes: 384 of the whole, then 64 for each word piece, those of its headings first."""

    whole: bytes
    pieces: bytes


class _Reader:
    """Reads statements with a model; word pieces are kept along `axes`."""

    def __init__(self, model: Model, axes: Vectors, remembered: Remembered) -> None:
        self._model, self._axes, self._remembered = model, axes, remembered
        self._mark = f"{model.name}.{hashlib.sha256(axes.tobytes()).hexdigest()[:12]}"

    def read(self, statements: Iterable[Statement]) -> Iterator[_Kept]:
        """The meaning of each statement, in order."""
        waiting = iter(statements)
        while some := list(islice(waiting, _AT_ONCE)):
            yield from self._some(some)

    def _some(self, statements: Sequence[Statement]) -> Iterator[_Kept]:
        told = [(*views(each), _above(each)) for each in statements]
        keys = [key(self._mark, *texts) for texts in told]
        known = self._remembered.get(keys)
        unknown = {each: texts for each, texts in zip(keys, told, strict=True) if each not in known}
        new = dict(zip(unknown, self._computed(list(unknown.values())), strict=True))
        self._remembered.put(new)
        for each in keys:
            kept = known.get(each) or new[each]
            yield _Kept(kept[:WIDTH], kept[WIDTH:])

    def _computed(self, told: Sequence[tuple[str, str, str]]) -> Iterator[bytes]:
        texts = list(dict.fromkeys(text for each in told for text in each[:2]))
        read = dict(zip(texts, self._model.read(texts, threads=_THREADS), strict=True))
        for alone, below, above in told:
            whole = np.average([read[alone].whole, read[below].whole], axis=0, weights=_VIEWS)
            headings = read[below].pieces[: len(self._model.said(above))]
            pieces = [
                senses.pieces(headings, self._axes, _OF_HEADINGS),
                senses.pieces(read[alone].pieces, self._axes),
            ]
            yield senses.small(whole).tobytes() + b"".join(each.tobytes() for each in pieces)


def views(statement: Statement) -> tuple[str, str]:
    """The texts whose meanings together are a statement's: alone, and below its headings and leads."""
    return statement.text, " ".join(filter(None, (_above(statement), _bare(statement.text))))


def _above(statement: Statement) -> str:
    """A statement's headings and leads, as they stand before it where it is read below them."""
    return " ".join(f"{_bare(label)}." for label in (*statement.headings, *statement.leads) if label)


def _bare(text: str) -> str:
    return text.strip().rstrip(".:")
