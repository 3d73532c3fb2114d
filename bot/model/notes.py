"""What notes hold: statements with their seconds, cases, talks, and what is wrong. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["example", "challenge", "approach", "principle", "context"]
Grade = Literal["as written", "repaired", "two readings", "unusable"]
Origin = Literal["note", "captions"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a note, with its line (from 1; 0 is the file itself)."""

    note: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Seconds:
    """One stamp: as the note has it, and the second of the talk it means.

    `seconds` and `other` count from the talk's start, before the lead-in; None where no reading can be right.
    With grade "two readings", `seconds` is the likelier one. `place` counts the note's stamps of the plain form
    `<a class="yt-timestamp" data-t="H:M:S">[…]</a>` from 0, in order; None for a stamp of another form.
    """

    raw: str
    seconds: int | None
    other: int | None = None
    grade: Grade = "as written"
    reason: str = ""
    place: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Video:
    """A talk: its id, and what `videos.yaml` knows of it. `length` is in seconds, and so is `at_least`.

    `at_least` is a second the talk is known to reach where its length is not known. No note of a talk that is
    `withdrawn` is answered from.
    """

    id: str
    title: str = ""
    date: str = ""
    length: int | None = None
    at_least: int | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: the note's file stem, its line, and the seconds of the talk."""

    note: str
    line: int
    video: str | None
    seconds: tuple[Seconds, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim in a note: a sentence or a bullet, with the headings above it; or a sentence of a talk's captions.

    `leads` are the bold openings of its bullet and of the bullets around it, outermost first; `intro` is the
    line that opens its list.
    """

    id: str
    citation: Citation
    text: str
    headings: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    intro: str = ""
    links: tuple[str, ...] = ()
    kind: Kind = "context"
    case: str | None = None
    country: str | None = None
    origin: Origin = "note"


@dataclass(frozen=True, slots=True)
class Case:
    """A named thing that somebody tried; `parent` is the case it belongs to, `The Street` to `Vinnova`.

    `aliases` are its other names and spellings, as the notes have them; none is taken for the right one. `how`
    is how it was found, in plain words. `countries` are all it is told of in, `country` the one most labels say.
    """

    name: str
    country: str | None
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    how: str = ""
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A file, read. `name` is its stem, or of captions all of its name, which ends in .vtt or .srt.

    `links` are the slugs its wikilinks point at, in order.
    """

    name: str
    title: str
    video: str | None
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    links: tuple[str, ...] = ()
    origin: Origin = "note"


@dataclass(frozen=True, slots=True)
class Moment:
    """Where an address leads: a talk by its id, and a second of it, None for the whole talk."""

    video: str
    second: int | None = None
