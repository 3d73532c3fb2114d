"""Sides beside each other: what each tried, what got in its way, what helped; in pages. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.answers.groups import title
from bot.answers.lines import Shelf, line, right
from bot.answers.pages import MOST_CHARACTERS, length
from bot.answers.references import leans, leant_on, opening, unless_in
from bot.answers.twins import Told, merged
from bot.model import Answer, Case, Group, Kind, Line, Statement
from bot.words import tokens

# The questions every side is asked, with the kinds of statements that answer them, the likeliest first.
QUESTIONS: Mapping[str, tuple[Kind, ...]] = {
    "tried": ("example", "context", "principle"),
    "obstacles": ("challenge",),
    "helped": ("approach",),
}
# As many as the journal keeps of an answer.
_MOST_HITS = 50
_MOST_LINES, _AT_ONCE = 12, 3
_FEW_WORDS = 8
# A longer one is the title of a section, and the side says whose.
_LONGEST_CASE = 48
# What stands around the lines: the title, the questions, the sides' names, the page.
_AROUND = 600


@dataclass(frozen=True, slots=True)
class Side:
    """A country, another place or a case, and the statements that tell of it, the best first.

    `case` is its name where it is one, `country` where it is that.
    """

    name: str
    told: tuple[Statement, ...]
    case: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What the notes say of one side to one question; no lines where they are silent."""

    side: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One of the questions, and what each side has to say to it."""

    question: str
    cells: tuple[Cell, ...]


def apart(sides: Sequence[Side]) -> tuple[Side, ...]:
    """The sides, with nothing told twice: a case tells before its country, and who has little before who has much."""
    order = sorted(range(len(sides)), key=lambda at: (sides[at].case is None, len(sides[at].told)))
    owners: dict[str, int] = {}
    for at in order:
        for each in sides[at].told:
            owners.setdefault(each.id, at)
    return tuple(
        replace(side, told=tuple(each for each in side.told if owners[each.id] == at))
        for at, side in enumerate(sides)
    )


def by_breadth(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Statements in the order that shows most of a side first: every case once before any twice.

    The cases with most to tell come first, and what is clear by itself before what is short or leans on its
    neighbours.
    """
    told = Counter(each.case or "" for each in statements)
    seen: Counter[str] = Counter()
    places: list[tuple[bool, int, int]] = []
    clear = sorted(statements, key=lambda each: (bool(each.intro), leans(each) or _says_little(each)))
    for each in clear:
        about = each.case or each.citation.note
        places.append((bool(each.intro), seen[about], -told[each.case] if each.case else 0))
        seen[about] += 1
    order = sorted(range(len(clear)), key=lambda at: places[at])
    return tuple(clear[at] for at in order)


def _says_little(statement: Statement) -> bool:
    return len(statement.text.split()) < _FEW_WORDS


def chosen(sides: Sequence[Side], shelf: Shelf) -> tuple[tuple[Told, ...], ...]:
    """What of each side is told, each statement once with its twins: fifty statements, as evenly as they allow."""
    cells = [(at, list(told)) for at, side in enumerate(sides) for told in _by_question(side, shelf)]
    kept: list[list[Told]] = [[] for _ in cells]
    room = _MOST_HITS
    for rank in zip_longest(*(told for _, told in cells)):
        for cell, told in zip(kept, rank, strict=True):
            if told and 1 + len(told.twins) <= room:
                room -= 1 + len(told.twins)
                cell.append(told)
    return tuple(
        tuple(told for (at, _), cell in zip(cells, kept, strict=True) if at == side for told in cell)
        for side in range(len(sides))
    )


def groups(
    sides: Sequence[Side],
    told: Sequence[Sequence[Told]],
    cases: Mapping[str, Case],
    before: Mapping[str, Statement],
    shelf: Shelf,
) -> tuple[Group, ...]:
    """One group for each side, with its lines in order; none where the notes are silent."""
    made = []
    for side, some in zip(sides, told, strict=True):
        every = [each for one in some for each in (one.statement, *one.twins)]
        notes = len({each.citation.note for each in every})
        talks = len({each.citation.video for each in every if each.citation.video})
        lines = tuple(_line(each, side, cases, before, shelf) for each in some)
        made.append(Group(side.name, side.case, side.country, notes, talks, lines))
    return tuple(made)


def pages(answer: Answer) -> tuple[tuple[Row, ...], ...]:
    """The questions with what each side says to them, in pages that fit a screen; never empty.

    Where a side says nothing at all it has no cells. The first page with a question has all of its cells.
    """
    told = [group for group in answer.groups if group.lines]
    waiting = {(q, group.title): list(_answering(group.lines, q)) for q in QUESTIONS for group in told}
    silent = {key for key, lines in waiting.items() if not lines}
    made: list[tuple[Row, ...]] = []
    while any(waiting.values()) or not made:
        page = _fill(waiting)
        # What nobody has said anything to is told at the end.
        left = {question for (question, _), lines in waiting.items() if lines}
        asked = {question for question, _ in page} | (set() if left else set(QUESTIONS))
        made.append(tuple(_rows(page, silent, asked, told)))
        silent -= {key for key in silent if key[0] in asked}
    return tuple(made)


def _by_question(side: Side, shelf: Shelf) -> Iterator[list[Told]]:
    for kinds in QUESTIONS.values():
        some = (each for each in side.told if each.kind in kinds)
        first = sorted(some, key=lambda each: kinds.index(each.kind))[:_MOST_HITS]
        yield merged(right(first, shelf))


def _line(
    told: Told, side: Side, cases: Mapping[str, Case], before: Mapping[str, Statement], shelf: Shelf
) -> Line:
    """A line that says which of a side's cases it tells of, unless its own words do."""
    statement = told.statement
    after = leant_on(statement, before.get(statement.id))
    if not (after or statement.leads):
        after = opening(statement.intro)
    made = line(told, shelf, after=after)
    case = _case(statement.case, side, cases)
    known = f"{side.name} {side.country or ''} {title(statement, cases, shelf) if statement.case else ''}"
    lead = "" if _says(known, made.lead) else made.lead
    if case and not _says(f"{lead} {made.text}", statement.case or ""):
        lead = f"{case}: {lead}" if lead else case
    return replace(made, lead=lead, after=unless_in(f"{side.name} {lead}", made.after))


def _case(name: str | None, side: Side, cases: Mapping[str, Case]) -> str:
    """A case as it is called among those of a side."""
    if not name or name == side.name or len(name) > _LONGEST_CASE:
        return ""
    parent = cases[name].parent if name in cases else None
    return f"{parent}, “{name}”" if parent and parent != side.name else name


def _says(text: str, words: str) -> bool:
    return set(tokens(words)) <= set(tokens(text))


def _answering(lines: Iterable[Line], question: str) -> Iterator[Line]:
    return (each for each in lines if each.kind in QUESTIONS[question])


def _fill(waiting: Mapping[tuple[str, str], list[Line]]) -> dict[tuple[str, str], list[Line]]:
    """Takes as many waiting lines as a screen holds: one of each cell first, then a second, then a third.

    Where few cells have lines left, each has more room.
    """
    page: dict[tuple[str, str], list[Line]] = {}
    room, left = MOST_CHARACTERS - _AROUND, _MOST_LINES
    for _ in range(max(_AT_ONCE, _MOST_LINES // max(1, sum(map(bool, waiting.values()))))):
        for key, lines in waiting.items():
            if not lines:
                continue
            needed = length(lines[:1])
            if page and (needed > room or not left):
                return page
            page.setdefault(key, []).append(lines.pop(0))
            room, left = room - needed, left - 1
    return page


def _rows(
    page: Mapping[tuple[str, str], list[Line]],
    silent: AbstractSet[tuple[str, str]],
    asked: AbstractSet[str],
    told: Sequence[Group],
) -> Iterator[Row]:
    for question in QUESTIONS:
        keys = [(question, group.title) for group in told]
        shown = [key for key in keys if key in page or (key in silent and question in asked)]
        if shown:
            yield Row(question, tuple(Cell(key[1], tuple(page.get(key, ()))) for key in shown))
