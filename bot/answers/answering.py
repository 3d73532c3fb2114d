"""What a search found to an answer: grouped by case, near twins merged, silence said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers import aspects
from bot.answers.lines import LONGEST_TITLE, Shelf, clipped, lines
from bot.model import Answer, Case, Found, Group, Line, Question, Statement, Tier
from bot.words import tokens

# Below these shares of the best hit's score and coverage, what follows shares a word or two and no more.
_NEAR_IN_SCORE, _NEAR_IN_COVERAGE = 0.6, 0.55
_NEAREST = 3
# A pasted page has hundreds of words, and a word may be a page long.
_MOST_NAMED, _LONGEST_NAMED = 8, 40


def answer(found: Found, cases: Mapping[str, Case], shelf: Shelf) -> Answer:
    """The answer to a question; with tier "nothing" its groups hold the nearest statements."""
    shown = worth_showing(found)
    question = found.question
    built = compose(shown, cases, shelf)
    return Answer(
        tier=found.tier,
        groups=built,
        hits=tuple(statement.id for statement in shown),
        kind=question.kind,
        countries=question.countries,
        unmatched=_named(found.unmatched),
        unknown_places=_named(question.unknown_places),
        absent=_absent(question, found.tier, built),
        gap=gap(question.words) if found.tier == "nothing" else (),
        slips=tuple((slip, clipped(meant, _LONGEST_NAMED)) for slip, meant in found.slips[:_MOST_NAMED]),
        understood=tuple(
            (clipped(typed, _LONGEST_NAMED), clipped(meant, _LONGEST_NAMED))
            for typed, meant in found.understood[:_MOST_NAMED]
        ),
    )


def _named(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(clipped(word, _LONGEST_NAMED) for word in words[:_MOST_NAMED])


def worth_showing(found: Found) -> tuple[Statement, ...]:
    """The hits an answer shows: all that come near the best one, or three where nothing fits surely."""
    if not found.hits:
        return ()
    best = found.hits[0]
    near = [
        hit.statement
        for hit in found.hits
        if hit.met
        and hit.score >= best.score * _NEAR_IN_SCORE
        and hit.coverage >= best.coverage * _NEAR_IN_COVERAGE
    ]
    return tuple(near if found.tier == "confident" else near[:_NEAREST])


def compose(statements: Sequence[Statement], cases: Mapping[str, Case], shelf: Shelf) -> tuple[Group, ...]:
    """Statements in rank order as groups: those of one case together, the rest by note and section."""
    together: dict[tuple[str, ...], list[Statement]] = {}
    for statement in statements:
        together.setdefault(_key(statement), []).append(statement)
    return tuple(_group(each, cases, shelf) for each in together.values())


def gap(words: Sequence[str]) -> tuple[str, ...]:
    """The words to count for the curator: sorted, at most eight, of three letters or more, no digits."""
    fit = {word for word in words if 3 <= len(word) <= _LONGEST_NAMED and word.isalpha()}
    return tuple(sorted(sorted(fit, key=len, reverse=True)[:8]))


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


def _group(statements: Sequence[Statement], cases: Mapping[str, Case], shelf: Shelf) -> Group:
    first = statements[0]
    return Group(
        title=clipped(title(first, cases, shelf), LONGEST_TITLE),
        case=first.case,
        country=first.country,
        notes=len({each.citation.note for each in statements}),
        talks=len({each.citation.video for each in statements if each.citation.video}),
        lines=tuple(_without_title(line, first.case) for line in lines(statements, shelf)),
    )


def _without_title(line: Line, case: str | None) -> Line:
    """The line without a lead that only says again whose case it is."""
    named = case is not None and set(tokens(case)) <= set(tokens(line.lead))
    return replace(line, lead="") if named else line


def _absent(question: Question, tier: Tier, groups: Sequence[Group]) -> tuple[str, ...]:
    """The aspects, and the kind, that were asked for and that no line has."""
    if tier == "nothing":
        return ()
    told = [line for group in groups for line in group.lines]
    missing = aspects.absent([f"{line.lead} {line.text}" for line in told], aspects.asked_for(question.text))
    kind = question.kind
    if kind and kind in _SAID_OF_ABSENT and all(line.kind != kind for line in told):
        return (*missing, kind)
    return missing


_SAID_OF_ABSENT = ("example", "challenge", "approach")
