"""Many notes to one library: seconds by their talks' lengths, kinds, cases and countries. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.lexicon import Lexicon
from bot.model import Case, Note, Problem, Video
from bot.notes import cases, kinds, resolving, seconds
from bot.notes.corrections import Table, applied
from bot.notes.folder import Text
from bot.notes.reading import is_yes, read


@dataclass(frozen=True, slots=True)
class Library:
    """All notes of an index, what is wrong in them, their cases, and their talks.

    `tellings` are, by a case's name, the ids of the statements that tell of it; a statement may tell of several.
    """

    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    cases: tuple[Case, ...]
    videos: tuple[Video, ...]
    tellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
            note = read(text.name, text.text)
        except Exception as error:  # noqa: BLE001  whatever fails in one note, the others are read
            problems.append(Problem(text.name, 0, f"cannot be read ({type(error).__name__}); left out"))
            continue
        if note and not _withdrawn(note.video, videos):
            notes.append(note)
            problems += note.problems
    return notes, problems


def _withdrawn(video: str | None, videos: Mapping[str, Video]) -> bool:
    talk = videos.get(video or "")
    return talk is not None and talk.withdrawn


def build(
    texts: Iterable[Text | Problem],
    videos: Mapping[str, Video],
    lexicon: Lexicon,
    *,
    corrections: Table | None = None,
    kept: Sequence[Note] = (),
    order: Sequence[str] = (),
) -> Library:
    """The library of some notes: their seconds, corrected, their cases, countries and kinds.

    `kept` are notes of other talks as they were before, whose seconds stand; cases are found in all. `order` are
    names of notes where they are not to stand as they come.
    """
    read, problems = read_all(texts, videos)
    resolved, contradictions = resolving.resolve(read, videos)
    mended, misfits = applied(resolved, corrections or {}, _talks(resolved, videos))
    problems += (*contradictions, *misfits)
    place = {name: at for at, name in enumerate(order)}
    notes = sorted((*mended, *kept), key=lambda note: place.get(note.name, 0))
    told, found = cases.find(notes, lexicon)

    def sorted_out(note: Note) -> Note:
        return replace(
            note,
            statements=tuple(replace(each, kind=kinds.kind(each, lexicon)) for each in note.statements),
        )

    talks = tuple(_talks(notes, videos).values())
    return Library(tuple(map(sorted_out, told)), tuple(problems), found.cases, talks, found.tellings)


def _talks(notes: Iterable[Note], videos: Mapping[str, Video]) -> dict[str, Video]:
    """The talks of some notes, in order of their ids."""
    return {each: videos.get(each, Video(each)) for each in sorted({n.video for n in notes if n.video})}


def videos(table: Mapping[str, Any]) -> dict[str, Video]:
    """The talks of a table of the shape of seeds/videos.yaml, by id. A length that is no time is left out."""
    return {
        str(key): Video(
            str(key),
            _text(about, "title"),
            _text(about, "date"),
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
