"""What --json prints, in the shapes that tools outside rely on. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from bot.model import Case, Found, Hit, Problem, Statement

if TYPE_CHECKING:
    from bot.surveying import Placed

# The weakest last.
GRADES = ("as written", "repaired", "two readings", "unusable")


def found(text: str, told: Found, limit: int, link: Callable[[Statement], Iterable[str]]) -> dict[str, Any]:
    """The shape of `casebook ask`; `link` gives the addresses of a statement's seconds."""
    question = told.question
    return {
        "question": text,
        "kind": question.kind,
        "country": list(question.countries),
        "case": question.case,
        "tier": told.tier,
        "abstained": told.tier == "nothing",
        "unmatched": list(told.unmatched),
        "hits": [_hit(rank, hit, link) for rank, hit in enumerate(told.hits[:limit], 1)],
    }


def _hit(rank: int, hit: Hit, link: Callable[[Statement], Iterable[str]]) -> dict[str, Any]:
    statement = hit.statement
    citation = statement.citation
    return {
        "rank": rank,
        "note": citation.note,
        "line": citation.line,
        "raw": [each.raw for each in citation.seconds],
        "seconds": [each.seconds for each in citation.seconds],
        "other_seconds": [each.other for each in citation.seconds],
        "grade": max((each.grade for each in citation.seconds), key=GRADES.index, default="as written"),
        "links": list(link(statement)),
        "kind": statement.kind,
        "case": statement.case,
        "country": statement.country,
        "text": statement.text,
    }


def case(about: Case, told: Iterable[Statement]) -> dict[str, Any]:
    """A case in the list of `casebook cases`, with the statements that tell of it."""
    return {
        "case": about.name,
        "countries": list(about.countries),
        "parent": about.parent,
        "aliases": list(about.aliases),
        "how": about.how,
        "statements": [
            {
                "note": each.citation.note,
                "line": each.citation.line,
                "raw": [stamp.raw for stamp in each.citation.seconds],
            }
            for each in told
        ],
    }


def stamp(placed: Placed) -> dict[str, Any]:
    """A stamp in the list of `casebook lint`."""
    return {
        "note": placed.note,
        "line": placed.line,
        "raw": placed.seconds.raw,
        "seconds": placed.seconds.seconds,
        "other_seconds": placed.seconds.other,
        "grade": placed.seconds.grade,
        "reason": placed.seconds.reason,
    }


def problem(told: Problem) -> dict[str, Any]:
    """A problem in the list of `casebook lint`."""
    return {"note": told.note, "line": told.line, "problem": told.message}
