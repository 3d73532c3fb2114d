"""The tables of `casebook eval`, as they are read in a terminal."""

from __future__ import annotations

import io

from rich.console import Console

from bot.figures import tables
from bot.search.quality import MEASURES, Judged, Query, figures


def judged(category: str, *, answerable: bool, refused: bool) -> Judged:
    scores = dict.fromkeys(MEASURES, 0.5) if answerable else {}
    return Judged(Query("streets", category, answerable, ()), refused, scores)


def test_what_no_note_can_answer_has_no_measures_though_its_category_has_answers_too() -> None:
    rows = [
        judged("typo", answerable=True, refused=False),
        judged("typo", answerable=False, refused=True),
        judged("place", answerable=False, refused=False),
    ]
    out = Console(file=io.StringIO(), width=120)
    out.print(tables(rows, figures(rows), {}))

    assert isinstance(out.file, io.StringIO)
    lines = [line.replace("│", " ").split() for line in out.file.getvalue().splitlines() if "│" in line]
    assert [line for line in lines if line[0] in {"typo", "place"}] == [
        ["typo", "1", *["0.500"] * len(MEASURES), "0%"],
        ["place", "1", "0%"],
        ["typo", "1", "100%"],
    ]
