"""The figures of `casebook eval` as tables for a terminal. Measures nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group
from rich.table import Table

from bot.search.quality import MEASURES, Judged

_OVERALL = (*((name, name) for name in MEASURES), ("answerable_answered", "answerable answered"))
_ROWS = (*_OVERALL, ("unanswerable_refused", "unanswerable refused"))


def tables(
    rows: Sequence[Judged], figures: Mapping[str, Any], intervals: Mapping[str, Sequence[float]]
) -> Group:
    """Every overall figure with its interval, then each category's figures."""
    return Group(_overall(figures, intervals), _by_category(rows, figures))


def _overall(figures: Mapping[str, Any], intervals: Mapping[str, Sequence[float]]) -> Table:
    table = Table("", "all", "95 % interval", title=f"{figures['queries']} queries")
    both = {**figures["overall"], **figures["abstention"]}
    for name, shown in _ROWS:
        # A figure of no query is none.
        low_high = " to ".join(f"{each:.3f}" for each in intervals.get(name, ()))
        table.add_row(shown, f"{both[name]:.3f}" if low_high else "", low_high)
    return table


def _by_category(rows: Sequence[Judged], figures: Mapping[str, Any]) -> Table:
    table = Table("category", "queries", *MEASURES, "refused")
    for category, held in _categories(rows):
        scores = figures["by_category"][category] if held[0].query.answerable else {}
        refused = sum(row.refused for row in held) / len(held)
        shown = [f"{scores[name]:.3f}" if scores else "" for name in MEASURES]
        table.add_row(category, str(len(held)), *shown, f"{refused:.0%}")
    return table


def _categories(rows: Sequence[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    """The categories with their queries, those of the answerable first."""
    for answerable in (True, False):
        some = [row for row in rows if row.query.answerable is answerable]
        for category in sorted({row.query.category for row in some}):
            yield category, [row for row in some if row.query.category == category]
