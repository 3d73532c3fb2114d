"""What waits for the curators, for a terminal and for programs, and corrections as YAML. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from bot.answers.lines import clipped
from bot.model import Correction, Gap, Group, Review, Reviewed, Waiting
from bot.notes import files
from bot.notes.seconds import judged
from bot.sentences import plain as say

_FIRST_WORDS = 80


def listed(waiting: Waiting) -> str:
    """All that waits, a line each, under its heading."""
    parts = {
        "gaps_questions": [f"{each.asked:6} {'; '.join(wordings(each.gaps))}" for each in waiting.themes],
        "gaps_unwritten": [f"{each.notes:6} {each.slug}" for each in waiting.unwritten],
        "gaps_once": [f"{each.title}: {each.lines[0].source}" for each in waiting.once],
        "gaps_reviews": [_line(each) for each in waiting.reviews],
    }
    told = ["\n".join((say(name), *rows)) for name, rows in parts.items() if rows] or [say("gaps_none")]
    if waiting.answered:
        told.insert(0, say("gaps_answered", words="; ".join(wordings(waiting.answered))))
    return "\n\n".join(told)


def wordings(gaps: Iterable[Gap]) -> list[str]:
    """The words of each of some gaps, in the same order."""
    return [", ".join(each.words) for each in gaps]


def for_programs(waiting: Waiting) -> dict[str, list[dict[str, Any]]]:
    """The same for `--json`; seconds count from the talk's start, `last` from 1970.

    Gaps of one `theme` ask for about the same; the themes are numbered from the most asked on. Those that the notes
    answer by now are in `answered` instead.
    """
    return {
        "gaps": [
            {"words": list(each.words), "asked": each.asked, "last": int(each.last), "theme": number}
            for number, theme in enumerate(waiting.themes)
            for each in theme.gaps
        ],
        "answered": [
            {"words": list(each.words), "asked": each.asked, "last": int(each.last)}
            for each in waiting.answered
        ],
        "unwritten": [{"slug": each.slug, "notes": each.notes} for each in waiting.unwritten],
        "once": [_case(each) for each in waiting.once],
        "reviews": [_review(each) for each in waiting.reviews],
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
    said = f"{files.at(stamp.note, stamp.line)}: {judged(stamp.seconds)}."
    return " ".join((said, *suggested, reported, f"“{clipped(stamp.words, _FIRST_WORDS)}”"))


def _case(told: Group) -> dict[str, Any]:
    [line] = told.lines
    return {
        "case": told.case,
        "country": told.country,
        "id": line.statement,
        "source": line.source,
        "text": line.text,
    }


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
