"""The stamps of one talk's notes, weighed together: what one note is sure of helps to read another. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.model import Note, Seconds
from bot.notes import evidence, twins
from bot.notes.evidence import HOUR, WEIGHTS, Density, Stamp, Talk, Weights
from bot.notes.seconds import clock, readings

# Each round knows from the one before it which seconds the notes are sure of.
_ROUNDS = 3


@dataclass(slots=True)
class Place:
    """One stamp of a note, and how likely it is each of its readings, or neither.

    `statement` is its statement's place in the note; `twins` are seconds of the same statement in other notes.
    """

    statement: int
    seconds: Seconds
    hours: int | None
    minutes: int | None
    last: int
    as_written: float = 1.0
    as_minutes: float = 0.0
    neither: float = 0.0
    twins: tuple[int, ...] = ()


@dataclass(slots=True)
class Page:
    """A note's stamps in order; the seconds it is sure of, and how its stamps of minutes and seconds end."""

    note: Note
    places: list[Place]
    sure: Counter[int] = field(default_factory=Counter)
    ends: Counter[int] = field(default_factory=Counter)


def page(note: Note) -> Page:
    """A note, ready to be weighed."""
    return Page(
        note,
        [
            Place(at, each, *_fields(each.raw))
            for at, statement in enumerate(note.statements)
            for each in statement.citation.seconds
        ],
    )


@lru_cache(maxsize=100_000)
def _fields(raw: str) -> tuple[int | None, int | None, int]:
    """A stamp's two readings and its last field."""
    said = clock(raw)
    return *readings(raw), said[2] if said else 0


def open_to_doubt(page: Page, end: int) -> bool:
    """Whether a note has a stamp that something else than it says could be meant by, or past the talk's end."""
    return any(
        (each.minutes is not None and each.hours != each.minutes and not _early(each))
        or (each.hours is not None and each.hours > end)
        for each in page.places
    )


def _early(place: Place) -> bool:
    """Whether a stamp says a second of the first hour."""
    return place.hours is not None and place.hours < HOUR


def weigh(
    pages: Sequence[Page], length: int | None, at_least: int, sure: float, weights: Weights = WEIGHTS
) -> None:
    """Sets the probabilities of every stamp of a talk. `sure` is what makes a reading certain to other notes."""
    same = _same(pages)
    for each in pages:
        each.ends.clear()
        for place in each.places:
            # A second of the first hour is clean; whatever has a second reading must first be found certain.
            clean = place.minutes is None or _early(place)
            place.as_written, place.as_minutes, place.neither = float(clean), 0.0, 0.0
        each.sure = _sure_of(each, sure)
    for _ in range(_ROUNDS):
        talk = Talk(length, at_least, _together(pages))
        _meet(pages, same, sure)
        for each in pages:
            if open_to_doubt(each, talk.end):
                _weigh_page(each, talk, weights)
        for each in pages:
            each.sure = _sure_of(each, sure)


def _sure_of(page: Page, sure: float) -> Counter[int]:
    return Counter(
        place.hours for place in page.places if place.hours is not None and place.as_written >= sure
    )


def _weigh_page(page: Page, talk: Talk, weights: Weights) -> None:
    density = Density(talk, page.sure, weights)
    stamps = [Stamp(each.hours, each.minutes, each.last, each.twins) for each in page.places]
    found = evidence.readings(stamps, density, page.ends, weights)
    for place, shares in zip(page.places, found, strict=True):
        place.as_written, place.as_minutes, place.neither = shares
    page.ends = Counter(place.last for place in page.places if place.as_minutes > 0.5)


def _together(pages: Iterable[Page]) -> Counter[int]:
    total: Counter[int] = Counter()
    for each in pages:
        total.update(each.sure)
    return total


def _same(pages: Sequence[Page]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Each statement (page, place in the note) with those of other notes that say the same."""
    keys = [(number, at) for number, each in enumerate(pages) for at in range(len(each.note.statements))]
    texts = [(pages[number].note.name, pages[number].note.statements[at].text) for number, at in keys]
    return {keys[at]: [keys[other] for other in others] for at, others in twins.find(texts).items()}


def _meet(pages: Sequence[Page], same: dict[tuple[int, int], list[tuple[int, int]]], sure: float) -> None:
    """Gives each stamp the seconds that its statement's twins are sure of."""
    of: dict[tuple[int, int], list[int]] = {}
    for number, each in enumerate(pages):
        for place in each.places:
            if place.hours is not None and place.as_written >= sure:
                of.setdefault((number, place.statement), []).append(place.hours)
    for number, each in enumerate(pages):
        for place in each.places:
            others = same.get((number, place.statement), ())
            place.twins = tuple(second for other in others for second in of.get(other, ()))
