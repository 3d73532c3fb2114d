"""What waits for the curators, for a terminal and for programs, and corrections as YAML. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from bot.answers.lines import clipped
from bot.model import Correction, Gap, Review, Reviewed, Topic
from bot.sentences import plain as say

_FIRST_WORDS = 80


def listed(gaps: Sequence[Gap], unwritten: Sequence[Topic], reviews: Sequence[Reviewed]) -> str:
    """All that waits, a line each, under its heading."""
    parts = {
        "gaps_questions": [f"{each.asked:6} {', '.join(each.words)}" for each in gaps],
        "gaps_unwritten": [f"{each.statements:6} {each.name}" for each in unwritten],
        "gaps_reviews": [_line(each) for each in reviews],
    }
    told = ["\n".join((say(name), *rows)) for name, rows in parts.items() if rows]
    return "\n\n".join(told) or say("gaps_none")


def for_programs(
    gaps: Sequence[Gap], unwritten: Sequence[Topic], reviews: Sequence[Reviewed]
) -> dict[str, list[dict[str, Any]]]:
    """The same for `--json`; seconds count from the talk's start, `last` from 1970."""
    return {
        "gaps": [{"words": list(each.words), "asked": each.asked, "last": int(each.last)} for each in gaps],
        "unwritten": [{"slug": each.name, "linked": each.statements} for each in unwritten],
        "reviews": [_review(each) for each in reviews],
    }


def asked_of(corrections: Iterable[Correction]) -> list[Review]:
    """Corrections as reviews, to ask a casebook what it holds of their stamps."""
    return [Review(each.note, each.statement, each.raw, each.second, 0, each.at) for each in corrections]


def as_yaml(corrections: Sequence[Correction], told: Iterable[Reviewed]) -> str:
    """Corrections in the shape of `corrections.yaml`, with the statements' first words where they are known."""
    words = {each.stamp.statement: clipped(each.stamp.words, _FIRST_WORDS) for each in told if each.stamp}
    if not corrections:
        return f"# {say('corrections_none')}\n[]\n"
    entries = [
        {
            "note": each.note,
            "stamp": each.raw,
            "statement": words.get(each.statement, ""),
            "id": each.statement,
            "second": _hours(each.second),
        }
        for each in corrections
    ]
    return yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=1000)


def _line(reviewed: Reviewed) -> str:
    """One second under review as an editor can find it: file, line, stamp, reason."""
    review, stamp = reviewed.review, reviewed.stamp
    reported = (
        say("gaps_reported_one") if review.asked == 1 else say("gaps_reported_many", count=review.asked)
    )
    suggested = [say("gaps_suggested", second=reviewed.suggested)] if reviewed.suggested else []
    if stamp is None:
        return " ".join((say("gaps_gone", raw=review.raw, note=review.note), reported))
    said = f"{stamp.note}.md:{stamp.line}: {review.raw}: {stamp.seconds.grade}; {stamp.seconds.reason}."
    return " ".join((said, *suggested, reported, f"“{clipped(stamp.words, _FIRST_WORDS)}”"))


def _review(reviewed: Reviewed) -> dict[str, Any]:
    review, stamp = reviewed.review, reviewed.stamp
    now = stamp.seconds if stamp else None
    return {
        "note": review.note,
        "line": stamp.line if stamp else None,
        "raw": review.raw,
        "seconds": now.seconds if now else None,
        "other_seconds": now.other if now else None,
        "grade": now.grade if now else None,
        "reason": now.reason if now else "",
        "suggested": review.suggested,
        "asked": review.asked,
        "id": review.statement,
        "text": stamp.words if stamp else "",
    }


def _hours(second: int) -> str:
    return f"{second // 3600}:{second // 60 % 60:02}:{second % 60:02}"
