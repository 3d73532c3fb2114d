"""Who tried a method: each country with its cases, each with its best line; in pages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.answers.groups import title
from bot.answers.lines import LONGEST_TITLE, Shelf, clipped, line, right
from bot.answers.pages import MOST_CHARACTERS, length
from bot.answers.references import leant_on, unless_in
from bot.answers.twins import Told, merged
from bot.model import Answer, Case, Group, Line, Statement
from bot.words import tokens

# As many as the journal keeps of an answer.
_MOST_HITS = 50
# Of what names the method and neither a country nor a case; where many tried it, that is no news.
_MOST_BESIDE, _MANY = 3, 3
_MOST_LINES = 10
# What stands around the lines: the title, the countries' names, the page.
_AROUND = 600


def chosen(statements: Sequence[Statement], shelf: Shelf) -> tuple[Told, ...]:
    """Of statements in rank order the best of each case, by country; last, some of no country and no case."""
    told = merged(right(statements, shelf))
    best: dict[tuple[str | None, str | None], Told] = {}
    for each in told:
        if _is_of_somebody(each.statement):
            best.setdefault((each.statement.country, each.statement.case), each)
    order: dict[str | None, int] = {}
    for country, _ in best:
        order.setdefault(country, len(order))
    placed = sorted(best, key=lambda each: (each[0] is None, order[each[0]]))
    beside = [each for each in told if not _is_of_somebody(each.statement) and len(best) < _MANY]
    return tuple(_within((*(best[each] for each in placed), *beside[:_MOST_BESIDE])))


def groups(
    told: Iterable[Told], cases: Mapping[str, Case], before: Mapping[str, Statement], shelf: Shelf
) -> tuple[Group, ...]:
    """One group for each case, for each country where no case is named, and for what is of neither."""
    return tuple(_group(each, cases, before, shelf) for each in told)


def pages(answer: Answer) -> tuple[tuple[Group, ...], ...]:
    """The groups in pages that fit a screen, never empty."""
    made: list[list[Group]] = [[]]
    room, left = MOST_CHARACTERS - _AROUND, _MOST_LINES
    for group in answer.groups:
        needed = length(group.lines) + len(group.title) + len(group.country or "")
        if made[-1] and (needed > room or not left):
            made.append([])
            room, left = MOST_CHARACTERS - _AROUND, _MOST_LINES
        made[-1].append(group)
        room, left = room - needed, left - 1
    return tuple(map(tuple, made))


def _is_of_somebody(statement: Statement) -> bool:
    return bool(statement.case or statement.country)


def _within(told: Iterable[Told]) -> Iterator[Told]:
    """As many as are kept of an answer, with their twins."""
    room = _MOST_HITS
    for each in told:
        if 1 + len(each.twins) <= room:
            room -= 1 + len(each.twins)
            yield each


def _group(told: Told, cases: Mapping[str, Case], before: Mapping[str, Statement], shelf: Shelf) -> Group:
    statement = told.statement
    every = (statement, *told.twins)
    named = clipped(_title(statement, cases, shelf), LONGEST_TITLE)
    return Group(
        title=named,
        case=statement.case,
        country=statement.country,
        notes=len({each.citation.note for each in every}),
        talks=len({each.citation.video for each in every if each.citation.video}),
        lines=(_line(told, named, before, shelf),),
    )


def _title(statement: Statement, cases: Mapping[str, Case], shelf: Shelf) -> str:
    """The case, or the country, or else the section."""
    if not statement.case and statement.country:
        return statement.country
    return title(replace(statement, country=None), cases, shelf)


def _line(told: Told, named: str, before: Mapping[str, Statement], shelf: Shelf) -> Line:
    statement = told.statement
    made = line(told, shelf, after=leant_on(statement, before.get(statement.id)))
    known = f"{named} {statement.country or ''}"
    case = set(tokens(statement.case or known))
    lead = "" if set(tokens(made.lead)) <= set(tokens(known)) or case <= set(tokens(made.lead)) else made.lead
    return replace(made, lead=lead, after=unless_in(known, made.after))
