"""Rows of the index to the words of the model. Asks nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.model import Citation, Seconds, Statement


def fields(stored: str) -> tuple[str, str, str, str]:
    """A statement's words, leads, headings and introduction as stems between spaces."""
    text, lead, heads, intro = stored.split("\n")
    return text, lead, heads, intro


def statements_of(rows: Sequence[Any]) -> list[Statement]:
    """The statements of some rows of that table, in order."""
    # All lists of all rows are read as one: on fifty statements that takes a third of the time.
    names = ("seconds", "headings", "leads", "links")
    lists = json.loads(f"[{','.join(row[name] for row in rows for name in names)}]")
    return [_statement(row, *lists[4 * at : 4 * at + 4]) for at, row in enumerate(rows)]


def _statement(
    row: Any,  # noqa: ANN401  a row of SQLite's
    seconds: Sequence[dict[str, Any]],
    headings: Sequence[str],
    leads: Sequence[str],
    links: Sequence[str],
) -> Statement:
    return Statement(
        id=row["id"],
        citation=Citation(row["note"], row["line"], row["video"], tuple(Seconds(**each) for each in seconds)),
        text=row["text"],
        headings=tuple(headings),
        leads=tuple(leads),
        intro=row["intro"],
        links=tuple(links),
        kind=row["kind"],
        case=row["case"],
        country=row["country"],
        origin=row["origin"],
    )
