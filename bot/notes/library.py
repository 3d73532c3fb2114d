"""Many notes to one library: seconds by their talks' lengths, kinds, cases and countries. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.lexicon import Lexicon
from bot.model import Case, Note, Problem, Statement, Video
from bot.notes import captions, cases, keeping, kinds, resolving, seconds
from bot.notes.corrections import Table, applied
from bot.notes.files import hold_captions
from bot.notes.folder import Text
from bot.notes.reading import is_yes, read
from bot.words import printable

# By a statement's id, the case it is shown under and the country it is about.
Shown = Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was read of a note before: its talk, and its mentions as JSON."""

    video: str | None
    mentions: str


@dataclass(frozen=True, slots=True)
class Library:
    """Notes that were read, what is wrong in them, and what they tell together with those that were kept.

    `tellings` are, by a case's name, the ids of the statements that tell of it; a statement may tell of several.
    `order` are the names of all notes, `shown` is of the statements of all; `mentions`
    are to be kept of the notes that were read.
    """

    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    cases: tuple[Case, ...]
    videos: tuple[Video, ...]
    tellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    shown: Shown = field(default_factory=dict)
    mentions: Mapping[str, str] = field(default_factory=dict)


def read_all(
    texts: Iterable[Text | Problem], videos: Mapping[str, Video]
) -> tuple[list[Note], list[Problem]]:
    """The notes of some texts, but of withdrawn talks. Whatever fails in one note is that note's Problem."""
    notes: list[Note] = []
    problems: list[Problem] = []
    for text in texts:
        if isinstance(text, Problem):
            problems.append(text)
            continue
        try:
            note = _read(text, videos)
        except Exception as error:  # noqa: BLE001  whatever fails in one note, the others are read
            problems.append(Problem(text.name, 0, f"cannot be read ({type(error).__name__}); left out"))
            continue
        if note and not _withdrawn(note.video, videos):
            notes.append(note)
            problems += note.problems
    return notes, problems


def _read(text: Text, videos: Mapping[str, Video]) -> Note | None:
    if hold_captions(text.path):
        return captions.read(text.name, text.text, videos)
    return read(text.name, text.text)


def _withdrawn(video: str | None, videos: Mapping[str, Video]) -> bool:
    talk = videos.get(video or "")
    return talk is not None and talk.withdrawn


def build(
    texts: Iterable[Text | Problem],
    videos: Mapping[str, Video],
    lexicon: Lexicon,
    *,
    corrections: Table | None = None,
    kept: Mapping[str, Kept] | None = None,
    order: Sequence[str] = (),
) -> Library:
    """The library of some notes: their seconds, corrected, their cases, countries and kinds.

    `kept` are notes of other talks, by name, as they were read before; cases are found in all. `order` are names of
    notes where they are not to stand as they come; captions stand behind all notes.
    """
    kept = kept or {}
    read, problems = read_all(texts, videos)
    resolved, contradictions = resolving.resolve(read, videos)
    mended, misfits = applied(resolved, corrections or {}, _talks((note.video for note in resolved), videos))
    problems += (*contradictions, *misfits)
    said = {note.name: cases.mentions(note, lexicon) for note in mended}
    place = {name: at for at, name in enumerate(order)}
    names = sorted((*said, *kept), key=lambda name: (hold_captions(name), place.get(name, 0)))
    found = cases.merge([said.get(name) or keeping.read(kept[name].mentions) for name in names], lexicon)
    told = {note.name: note for note in mended}
    talks = _talks((told[name].video if name in told else kept[name].video for name in names), videos)
    return Library(
        tuple(_told(told[name], found, lexicon) for name in names if name in told),
        tuple(problems),
        found.cases,
        tuple(talks.values()),
        found.tellings,
        tuple(names),
        {
            each: (found.shown.get(each), found.countries.get(each))
            for each in (*found.shown, *found.countries)
        },
        {name: keeping.written(each) for name, each in said.items()},
    )


def _told(note: Note, found: cases.Cases, lexicon: Lexicon) -> Note:
    return replace(note, statements=tuple(sorted_out(found.told(each), lexicon) for each in note.statements))


def sorted_out(statement: Statement, lexicon: Lexicon) -> Statement:
    """The statement with its kind, which depends on its case."""
    return replace(statement, kind=kinds.kind(statement, lexicon))


def _talks(ids: Iterable[str | None], videos: Mapping[str, Video]) -> dict[str, Video]:
    """The talks of some ids, in order."""
    return {each: videos.get(each, Video(each)) for each in sorted({each for each in ids if each})}


def videos(table: Mapping[str, Any]) -> dict[str, Video]:
    """The talks of a table of the shape of seeds/videos.yaml, by id. A length that is no time is left out."""
    return {
        str(key): Video(
            str(key),
            printable(_text(about, "title")),
            printable(_text(about, "date")),
            _length(_text(about, "length")),
            _length(_text(about, "at_least")),
            withdrawn=is_yes(_text(about, "withdrawn")),
        )
        for key, about in table.items()
        if isinstance(about, Mapping)
    }


def _text(about: Mapping[str, Any], key: str) -> str:
    value = about.get(key, "")
    return value if isinstance(value, str) else ""


def _length(written: str) -> int | None:
    said = seconds.clock(written)
    return said[0] * 3600 + said[1] * 60 + said[2] if said else None
