"""Statements to groups: those of a case or a section together, near twins merged. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.lines import LONGEST_TITLE, Shelf, clipped, line, right
from bot.answers.twins import Told, merged
from bot.model import Case, Group, Line, Statement
from bot.words import tokens


def compose(statements: Sequence[Statement], cases: Mapping[str, Case], shelf: Shelf) -> tuple[Group, ...]:
    """Statements in rank order as groups: those of one case together, the rest by note and section.

    What several notes say is told once, with all their links, wherever they say it.
    """
    together: dict[tuple[str, ...], list[Told]] = {}
    for told in merged(right(statements, shelf)):
        together.setdefault(_key(told.statement), []).append(told)
    return tuple(_group(each, cases, shelf) for each in together.values())


def title(statement: Statement, cases: Mapping[str, Case], shelf: Shelf) -> str:
    """What a statement belongs to: `Sweden · Vinnova, “The Street”`, or its country or note and section."""
    if statement.case:
        case = cases.get(statement.case)
        name = f"{case.parent}, “{case.name}”" if case and case.parent else statement.case
        return f"{statement.country} · {name}" if statement.country and statement.country != name else name
    section = statement.headings[-1] if statement.headings else shelf.titles.get(statement.citation.note, "")
    if statement.country and statement.country not in section:
        return f"{statement.country} · {section}"
    return section


def _key(statement: Statement) -> tuple[str, ...]:
    if statement.case:
        return ("case", statement.case)
    section = statement.headings[-1] if statement.headings else ""
    return (statement.citation.note, section, statement.country or "")


def _group(told: Sequence[Told], cases: Mapping[str, Case], shelf: Shelf) -> Group:
    first = told[0].statement
    every = [statement for each in told for statement in (each.statement, *each.twins)]
    return Group(
        title=clipped(title(first, cases, shelf), LONGEST_TITLE),
        case=first.case,
        country=first.country,
        notes=len({each.citation.note for each in every}),
        talks=len({each.citation.video for each in every if each.citation.video}),
        lines=tuple(_without_title(line(each, shelf), first.case) for each in told),
    )


def _without_title(line: Line, case: str | None) -> Line:
    """The line without a lead that only says again whose case it is."""
    named = case is not None and set(tokens(case)) <= set(tokens(line.lead))
    return replace(line, lead="") if named else line
