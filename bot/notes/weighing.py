"""The stamps of one talk's notes, weighed together: what one note is sure of helps to read another. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from bot.model import Note, Seconds
from bot.notes import evidence, twins
from bot.notes.evidence import HOUR, MINUTE, Density, Stamp, Talk
from bot.notes.seconds import clock, readings

# Each round knows from the one before it which seconds the notes are sure of.
_ROUNDS = 3
_TELLING = 5
_ABOUT_AN_HOUR = 50 * 60


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


@dataclass(slots=True, eq=False)
class Page:
    """A note's stamps in order; how many it is sure of by the minute, and how those of minutes and seconds end."""

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


# The stamps of a statement, and those of the statements of other notes that say the same.
_Same = tuple[list[Place], list[Place]]


def open_to_doubt(pages: Sequence[Page], end: int) -> list[Page]:
    """The notes of a talk with a stamp that may mean something else than it says, or that is past the talk's end.

    In a talk that runs for about an hour or longer, a note whose stamps are mostly of the first hour, and of the
    second never end in 00, is not doubted: the whole weighing would say the same of it.
    """
    latest = max(
        (
            each.hours
            for page in pages
            for each in page.places
            if each.hours is not None and each.hours < HOUR
        ),
        default=0,
    )
    return [page for page in pages if _doubtful(page, end, calm=latest >= _ABOUT_AN_HOUR)]


def _doubtful(page: Page, end: int, *, calm: bool) -> bool:
    late = odd = 0
    for each in page.places:
        if each.hours is not None and each.hours > end:
            return True
        if each.minutes is None or _early(each):
            continue
        late += 1
        odd += each.hours is None or each.hours >= 2 * HOUR or each.last == 0
    return bool(odd) or late > (len(page.places) / 2 if calm else 0)


def _early(place: Place) -> bool:
    """Whether a stamp says a second of the first hour."""
    return place.hours is not None and place.hours < HOUR


def weigh(pages: Sequence[Page], length: int | None, at_least: int, sure: float) -> None:
    """Sets the probabilities of every stamp of a talk. `sure` is what makes a reading certain to other notes."""
    talk = Talk(length, at_least)
    doubted = open_to_doubt(pages, talk.end)
    same = _same(pages, doubted)
    for each in pages:
        each.ends.clear()
        for place in each.places:
            # A second of the first hour is clean; whatever has a second reading must first be found certain.
            clean = each not in doubted or place.minutes is None or _early(place)
            place.as_written, place.as_minutes, place.neither = float(clean), 0.0, 0.0
        each.sure = _sure_of(each, sure, talk.end)
    for _ in range(_ROUNDS):
        talk.minutes = _together(pages)
        _meet(same, sure)
        for each in doubted:
            _weigh_page(each, talk)
        before = [each.sure for each in doubted]
        for each in doubted:
            each.sure = _sure_of(each, sure, talk.end)
        if before == [each.sure for each in doubted]:
            break


def _sure_of(page: Page, sure: float, end: int) -> Counter[int]:
    return Counter(
        place.hours // MINUTE
        for place in page.places
        if place.hours is not None and place.hours <= end and place.as_written >= sure
    )


def _weigh_page(page: Page, talk: Talk) -> None:
    density = Density(talk, page.sure)
    places = _telling(page.places)
    stamps = [Stamp(each.hours, each.minutes, each.last, each.twins) for each in places]
    found = evidence.readings(stamps, density, page.ends)
    for place, shares in zip(places, found, strict=True):
        place.as_written, place.as_minutes, place.neither = shares
    page.ends = Counter(place.last for place in page.places if place.as_minutes > 0.5)


def _telling(places: Sequence[Place]) -> list[Place]:
    """The stamps without the middle of long runs of the first hour, which say what the ends of the run say."""
    runs = (list(run) for _, run in groupby(places, _early))
    return [
        place
        for run in runs
        for place in (
            run if len(run) <= 2 * _TELLING or not _early(run[0]) else run[:_TELLING] + run[-_TELLING:]
        )
    ]


def _together(pages: Iterable[Page]) -> Counter[int]:
    total: Counter[int] = Counter()
    for each in pages:
        total.update(each.sure)
    return total


def _same(pages: Sequence[Page], doubted: Sequence[Page]) -> list[_Same]:
    """Each doubted statement's stamps beside its twins'."""
    texts: list[tuple[str, str]] = []
    stamps: dict[int, list[Place]] = defaultdict(list)
    wanted: list[int] = []
    for page in pages:
        first = len(texts)
        texts += [(page.note.name, statement.text) for statement in page.note.statements]
        for place in page.places:
            stamps[first + place.statement].append(place)
        if page in doubted:
            wanted += [
                first + place.statement
                for place in page.places
                if place.minutes is not None and not _early(place)
            ]
    found = twins.find(texts, dict.fromkeys(wanted))
    return [
        (stamps[at], [place for other in others for place in stamps.get(other, ())])
        for at, others in found.items()
    ]


def _meet(same: Iterable[_Same], sure: float) -> None:
    """Gives the stamps of each statement the seconds that its twins are sure of."""
    for stamps, others in same:
        told = tuple([each.hours for each in others if each.hours is not None and each.as_written >= sure])
        for place in stamps:
            place.twins = told
