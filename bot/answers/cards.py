"""All statements of a case to its card: tried, got in the way, helped, and what no line mentions. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers import aspects
from bot.answers.groups import NOTHING_AROUND, Around
from bot.answers.lines import Shelf, line, right
from bot.answers.references import leant_on, unless_in
from bot.answers.twins import merged
from bot.model import Case, CaseCard, Line, Statement


def card(
    case: Case, statements: Sequence[Statement], shelf: Shelf, around: Around = NOTHING_AROUND
) -> CaseCard:
    """The card of a case from all its statements, in the notes' order."""
    name = f"{case.parent}, “{case.name}”" if case.parent else case.name
    told = []
    for each in merged(right(statements, shelf)):
        after = leant_on(each.statement, around.before.get(each.statement.id))
        told.append(line(each, shelf, after=unless_in(name, after)))
    return CaseCard(
        name=name,
        country=case.country,
        tried=_of(told, ("example", "principle", "context")),
        obstacles=_of(told, ("challenge",)),
        helped=_of(told, ("approach",)),
        notes=len({each.citation.note for each in statements}),
        talks=len({each.citation.video for each in statements if each.citation.video}),
        absent=aspects.absent(f"{line.lead} {line.text}" for line in told),
    )


def _of(told: Sequence[Line], kinds: Sequence[str]) -> tuple[Line, ...]:
    return tuple(line for line in told if line.kind in kinds)
