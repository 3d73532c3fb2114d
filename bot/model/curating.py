"""What waits for the curators of the notes, and what they decide. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.answers import Group, Stamp


@dataclass(frozen=True, slots=True)
class Gap:
    """Words the notes could not answer, how often they were asked, and when last (seconds since 1970)."""

    words: tuple[str, ...]
    asked: int
    last: float


@dataclass(frozen=True, slots=True)
class Theme:
    """Gaps that ask for about the same, the most asked first; how often all of them were asked, and when last."""

    gaps: tuple[Gap, ...]
    asked: int
    last: float


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A wikilink's target that no note tells of, and how many notes link to it."""

    slug: str
    notes: int


@dataclass(frozen=True, slots=True)
class Review:
    """A stamp that somebody called wrong: how often, when last, and the second of the talk proposed last, if any.

    `statement` is an id; `last` is in seconds since 1970.
    """

    note: str
    statement: str
    raw: str
    suggested: int | None
    asked: int
    last: float


@dataclass(frozen=True, slots=True)
class Correction:
    """The second of the talk that a curator gave a stamp of a statement; `at` is in seconds since 1970."""

    note: str
    statement: str
    raw: str
    second: int
    at: float


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review with what the notes hold of it now: `stamp` is None where they no longer do.

    `suggested` is as a player shows it, empty where nothing was proposed.
    """

    review: Review
    stamp: Stamp | None
    suggested: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the curators: what the notes could not answer, what is linked and unwritten, cases that a
    single statement tells of, and seconds to look at.

    `answered` are gaps that the notes answer by now; they are in no theme.
    """

    themes: tuple[Theme, ...] = ()
    answered: tuple[Gap, ...] = ()
    unwritten: tuple[Unwritten, ...] = ()
    once: tuple[Group, ...] = ()
    reviews: tuple[Reviewed, ...] = ()
