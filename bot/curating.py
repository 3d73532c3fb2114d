"""What waits for the curators of the notes: gaps, unwritten links, cases told once, seconds under review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.groups import compose
from bot.answers.lines import Shelf, stamps
from bot.model import Gap, Group, Review, Reviewed, Unwritten, Waiting
from bot.notes import corrections
from bot.notes.seconds import spoken
from bot.search import finding
from bot.search.gathering import gathered, most_asked
from bot.search.index import Index
from bot.search.language import Language

# Of 180 questions that the shipped notes are silent to, none is answered surely by its words alone. Each takes 30 ms,
# and ten themes of at most four are shown.
_MOST_TRIED = 40


def waiting(
    gaps: Sequence[Gap], reviews: Sequence[Review], index: Index, language: Language, shelf: Shelf
) -> Waiting:
    """What waits, with what the journal holds of it. The gaps asked most are asked again."""
    closed = answered(gaps, index, language)
    return Waiting(
        themes=gathered([each for each in gaps if each not in closed], language.model),
        answered=closed,
        unwritten=_unwritten(index),
        once=_once(index, shelf),
        reviews=reviewed(reviews, index, shelf),
    )


def answered(gaps: Sequence[Gap], index: Index, language: Language) -> tuple[Gap, ...]:
    """Those of the gaps asked most that the notes answer surely by now, the most asked first."""
    tried = most_asked(gaps)[:_MOST_TRIED]
    return tuple(
        each for each in tried if finding.find(" ".join(each.words), index, language).tier == "confident"
    )


def reviewed(reviews: Sequence[Review], index: Index, shelf: Shelf) -> tuple[Reviewed, ...]:
    """Seconds under review with what the notes hold of them now, in the same order."""
    held = {
        (stamp.statement, stamp.seconds.raw): stamp
        for statement in index.statements([each.statement for each in reviews])
        for stamp in stamps(corrections.corrected(statement, shelf.corrections), shelf)
    }
    return tuple(
        Reviewed(
            each,
            held.get((each.statement, each.raw)),
            "" if each.suggested is None else spoken(each.suggested),
        )
        for each in reviews
    )


def _unwritten(index: Index) -> tuple[Unwritten, ...]:
    """What statements link to and no note tells of, the most wanted first."""
    wanted = ((slug, notes) for slug, notes in index.wanted().items() if slug not in index.titles)
    return tuple(
        Unwritten(slug, notes) for slug, notes in sorted(wanted, key=lambda each: (-each[1], each[0]))
    )


def _once(index: Index, shelf: Shelf) -> tuple[Group, ...]:
    """The cases that a single statement tells of, those of their own parts counted in."""
    told = ((case, index.of_cases(index.family(case.name))) for case in index.cases)
    alone = [replace(each[0], case=case.name) for case, each in told if len(each) == 1]
    return compose(alone, index.by_name, shelf)
