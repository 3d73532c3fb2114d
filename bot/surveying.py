"""Lints folders of notes talk by talk, on every processor, so that thousands need little memory."""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from bot.model import Problem, Seconds, Video
from bot.notes import corrections, folder, library, linting, resolving
from bot.notes.files import hold_captions
from bot.search.language import word_list
from bot.sources import Tables, readable, tables

# Enough notes for a process to be worth its start, few enough to stay small.
_A_PART, _ALONE = 60, 400
# How often a process comes back for more: seldom enough for the coming to cost nothing, often enough to end together.
_SHARES = 100
# Does something with each of some things.
_EachOf = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
_SAID = attrgetter("raw", "seconds", "other", "grade", "reason", "place")


@dataclass(frozen=True, slots=True)
class Placed:
    """A stamp with the note and line it stands in."""

    note: str
    line: int
    seconds: Seconds

    def __reduce__(self) -> tuple[Callable[..., Placed], tuple[Any, ...]]:
        # Hundreds of thousands go from one process to another; as dataclasses they take three times as long.
        return _placed, (self.note, self.line, *_SAID(self.seconds))


def _placed(note: str, line: int, *said: Any) -> Placed:  # noqa: ANN401  a stamp's fields, of several types
    return Placed(note, line, Seconds(*said))


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is to mend: stamps, and Problems by what they are; and how many notes and captions were read."""

    notes: int
    captions: int
    stamps: tuple[Placed, ...]
    problems: dict[str, tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class _Part:
    """The notes of some talks: their files, and what is known beside them."""

    files: tuple[folder.File, ...]
    videos: Mapping[str, Video]
    corrections: Mapping[tuple[str, str, str | None], int]
    all_stamps: bool


@dataclass(frozen=True, slots=True)
class _Found:
    stamps: tuple[Placed, ...]
    problems: tuple[Problem, ...]
    look: linting.Look


def survey(folders: Sequence[Path], *, all_stamps: bool) -> Survey:
    """Looks at every note of some folders; only doubtful stamps unless all are wanted. Raises NotesUnreadable."""
    with readable():
        known = tables(folders)
        files, unreadable = _files(folders)
        with _workers(len(files)) as each_of:
            talks = each_of(folder.talk, files)
            found = list(each_of(_look_at, list(_parts(files, talks, known, all_stamps=all_stamps))))
    missing = {
        key: second for key, second in known.corrections.items() if key[0] not in {f.name for f in files}
    }
    _, misfits = corrections.applied((), missing, {})
    others = (*unreadable, *known.unread, *known.faults, *misfits)
    others += tuple(each for part in found for each in part.problems)
    read = [name for part in found for name in part.look.notes]
    captions = sum(map(hold_captions, read))
    return Survey(
        notes=len(read) - captions,
        captions=captions,
        stamps=tuple(each for part in found for each in part.stamps),
        problems={"other problems": others, **linting.conclude(part.look for part in found)},
    )


def _files(folders: Iterable[Path]) -> tuple[list[folder.File], list[Problem]]:
    files: dict[str, folder.File] = {}
    problems: list[Problem] = []
    for file in (file for each in folders for file in folder.files(each)):
        if file.name in files:
            told = f"{file.path} has the name of {files[file.name].path}, which is read; rename one"
            problems.append(Problem(file.name, 0, told))
        else:
            files[file.name] = file
    return list(files.values()), problems


def _parts(
    files: Iterable[folder.File], named: Iterable[str], known: Tables, *, all_stamps: bool
) -> Iterator[_Part]:
    """The files in parts, all notes of a talk in one part; `named` is the talk each file names."""
    talks: dict[str, list[folder.File]] = defaultdict(list)
    for file, talk in zip(files, named, strict=True):
        talks[talk or f"\n{file.name}"].append(file)
    corrected: dict[str, dict[tuple[str, str, str | None], int]] = defaultdict(dict)
    for key, second in known.corrections.items():
        corrected[key[0]][key] = second

    def part(some: list[folder.File]) -> _Part:
        given = {key: second for file in some for key, second in corrected.get(file.name, {}).items()}
        return _Part(tuple(some), known.videos, given, all_stamps)

    waiting: list[folder.File] = []
    for together in talks.values():
        waiting += together
        if len(waiting) >= _A_PART:
            yield part(waiting)
            waiting = []
    if waiting:
        yield part(waiting)


@contextmanager
def _workers(notes: int) -> Iterator[_EachOf]:
    """What does something with each thing, in order: on every processor where there are notes enough for it."""
    if notes <= _ALONE:
        yield map
        return
    # A part's values point nowhere in circles; looking for circles among them would take a fifth of the time.
    with ProcessPoolExecutor(os.cpu_count(), initializer=gc.disable) as processes:

        def each_of(do: Callable[[Any], Any], things: Sequence[Any]) -> Iterator[Any]:
            return processes.map(do, things, chunksize=max(1, len(things) // _SHARES))

        yield each_of


def _look_at(part: _Part) -> _Found:
    notes, problems = library.read_all((folder.text(file) for file in part.files), part.videos)
    resolved, contradictions = resolving.resolve(notes, part.videos)
    told, misfits = corrections.applied(resolved, part.corrections, part.videos)
    stamps = tuple(
        Placed(note.name, statement.citation.line, seconds)
        for note in told
        for statement in note.statements
        for seconds in statement.citation.seconds
        if part.all_stamps or seconds.grade != "as written"
    )
    return _Found(stamps, (*problems, *contradictions, *misfits), linting.look(told, _words().__contains__))


@cache
def _words() -> frozenset[str]:
    return frozenset(word_list())
