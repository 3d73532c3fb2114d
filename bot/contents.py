"""What the notes hold, to walk through without a question: read from an index that is open, and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.model import Answer, Case, Chapter, Contents, Kind, Listed, Place, Suggested
from bot.search.index import Index

# As many as are remembered of an answer; of 186 notes of a real wiki none has more than 37 of a kind.
_MOST_OF_A_CHAPTER = 50
# An answer of one line is a poor first one.
_FEWEST_OF_A_COUNTRY = 2


def contents(index: Index) -> Contents:
    """The notes at a glance, the largest first; cases without a country come last, under an empty name."""
    by_country: dict[str, int] = {}
    for country in (each for case in index.cases for each in _places(case)):
        by_country[country] = by_country.get(country, 0) + 1
    ranked = sorted(by_country.items(), key=lambda each: (not each[0], -each[1], each[0]))
    return Contents(
        notes=len(index.titles) - len(index.captions),
        statements=index.size,
        cases=len(index.cases),
        countries=tuple(Place(country, number) for country, number in ranked),
        challenges=_chapters("challenge", index),
        approaches=_chapters("approach", index),
    )


def cases_in(index: Index, country: str) -> tuple[Listed, ...]:
    """The cases of a country, those most is told of first; for an empty name those that have none."""
    return _listed(index, (case for case in index.cases if country in _places(case)))


def listed(index: Index, names: Iterable[str]) -> dict[str, Listed]:
    """The cases of those names, to the letter or by another name they have."""
    known = {name: case for case in reversed(index.cases) for name in case.aliases}
    known |= {name: case for case in reversed(index.cases) for name in (_title(case), case.name)}
    meant = {name: known[name] for name in names if name in known}
    told = {each.name: each for each in _listed(index, meant.values())}
    return {name: told[case.name] for name, case in meant.items()}


def chapter(index: Index, kind: Kind, note: str) -> Answer | None:
    """What of a kind a note says, without its groups; None where the note is gone or says nothing of it."""
    ids = index.of_kind(kind, note, _MOST_OF_A_CHAPTER)
    return Answer("confident", (), ids, kind=kind, topic=index.titles[note]) if ids else None


def to_ask(index: Index, day: date, case: Case | None) -> Suggested:
    """What to ask first on the day of a case; other countries every day, until all had their turn."""
    hindered = _country(index, day, "challenge")
    return Suggested(case.name if case else None, hindered, _country(index, day, "example", hindered))


def _places(case: Case) -> tuple[str, ...]:
    """The countries a case is told of in; one empty name where it has none."""
    return case.countries or (case.country or "",)


def _title(case: Case) -> str:
    """As a card names it."""
    return f"{case.parent}, “{case.name}”" if case.parent else case.name


def _listed(index: Index, cases: Iterable[Case]) -> tuple[Listed, ...]:
    parts: dict[str, list[str]] = {}
    for each in index.cases:
        if each.parent:
            parts.setdefault(each.parent, []).append(each.name)
    made = []
    for case in cases:
        family = (case.name, *parts.get(case.name, ()))
        told = frozenset[int]().union(*(index.told.get(name, ()) for name in family))
        made.append(Listed(case.name, _title(case), case.countries, len(told)))
    return tuple(sorted(made, key=lambda each: (-each.statements, each.title)))


def _chapters(kind: Kind, index: Index) -> tuple[Chapter, ...]:
    by_note: dict[str, int] = {}
    for each, note, _, number in index.counted:
        if each == kind:
            by_note[note] = by_note.get(note, 0) + number
    made = (Chapter(note, index.titles.get(note, note), number) for note, number in by_note.items())
    return tuple(sorted(made, key=lambda each: (-each.statements, each.title, each.note)))


def _country(index: Index, day: date, kind: Kind, but: str | None = None) -> str | None:
    by_country: dict[str, int] = {}
    for each, _, country, number in index.counted:
        if each == kind and country and country != but:
            by_country[country] = by_country.get(country, 0) + number
    enough = [country for country, number in by_country.items() if number >= _FEWEST_OF_A_COUNTRY]
    fit = sorted(enough or by_country)
    return fit[day.toordinal() % len(fit)] if fit else None
