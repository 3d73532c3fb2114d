"""What a search found to an answer: what is worth showing, what is absent, silence said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answers import aspects
from bot.answers.groups import NOTHING_AROUND, Around, compose
from bot.answers.lines import Shelf, clipped
from bot.model import Answer, Case, Found, Group, Question, Statement, Tier

# What follows the best hit belongs to the answer if it fits nearly as well, or meets as much of the question where
# the words carry it: who asks for a name wants all that is told of it.
_NEAR_IN_SCORE, _NEAR_IN_COVERAGE, _BY_WORDS = 0.8, 0.8, 0.5
_NEAREST = 3
# A pasted page has hundreds of words, and a word may be a page long.
_MOST_NAMED, _LONGEST_NAMED = 8, 40


def answer(found: Found, cases: Mapping[str, Case], shelf: Shelf, around: Around = NOTHING_AROUND) -> Answer:
    """The answer to a question; with tier "nothing" its groups hold the nearest statements."""
    shown = worth_showing(found)
    question = found.question
    built = grouped(shown, found.tier, cases, shelf, around)
    return Answer(
        tier=found.tier,
        groups=built,
        hits=tuple(statement.id for statement in shown),
        further=_further(found, shown),
        kind=question.kind,
        countries=question.countries,
        unmatched=_named(found.unmatched),
        unknown_places=_named(question.unknown_places),
        absent=_absent(question, found.tier, built),
        gap=gap(question.words) if found.tier == "nothing" else (),
        slips=slips(found),
        understood=understood(found),
    )


def _further(found: Found, shown: Sequence[Statement]) -> tuple[str, ...]:
    """The ids of the hits that are not shown, in order."""
    left_out = {hit.statement.id: None for hit in found.hits}
    for each in shown:
        left_out.pop(each.id, None)
    return tuple(left_out)


def slips(found: Found) -> tuple[tuple[str, str], ...]:
    """The mistyped words of a question that an answer names, each with what it was read as."""
    return tuple((slip, clipped(meant, _LONGEST_NAMED)) for slip, meant in found.slips[:_MOST_NAMED])


def understood(found: Found) -> tuple[tuple[str, str], ...]:
    """The words of another language that an answer names, each with what it was read as."""
    return tuple(
        (clipped(typed, _LONGEST_NAMED), clipped(meant, _LONGEST_NAMED))
        for typed, meant in found.understood[:_MOST_NAMED]
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
        if hit.score >= best.score * _NEAR_IN_SCORE
        or (best.coverage >= _BY_WORDS and hit.coverage >= best.coverage * _NEAR_IN_COVERAGE)
    ]
    return tuple(near if found.tier == "confident" else near[:_NEAREST])


def grouped(
    statements: Sequence[Statement], tier: Tier, cases: Mapping[str, Case], shelf: Shelf, around: Around
) -> tuple[Group, ...]:
    """What an answer shows, in groups. Where nothing fits surely, that is the nearest and no list around it."""
    return compose(statements, cases, shelf, around, whole_lists=tier == "confident")


def narrowed(
    question: Question, shown: Sequence[Statement], further: Sequence[Statement]
) -> tuple[tuple[Statement, ...], Tier]:
    """Those of the statements shown that are of the question's kind, countries and case, and how sure that is.

    Where none of them is, the best of the further ones stand as the closest.
    """
    if fit := _of(question, shown):
        return fit, "confident"
    return _of(question, further)[:_NEAREST], "closest"


def _of(question: Question, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(
        each
        for each in statements
        if question.kind in (None, each.kind)
        and (not question.countries or each.country in question.countries)
        and question.case in (None, each.case)
    )


def gap(words: Sequence[str]) -> tuple[str, ...]:
    """The words to count for the curator: sorted, at most eight, of three letters or more, no digits."""
    fit = {word for word in words if 3 <= len(word) <= _LONGEST_NAMED and word.isalpha()}
    return tuple(sorted(sorted(fit, key=lambda word: (-len(word), word))[:8]))


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
