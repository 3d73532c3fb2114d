"""How good the search is on labelled queries, and how right the seconds. Pure; asks through a function."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from bot.errors import BadQueries
from bot.model import Found, Seconds, Statement

_LABEL_GRADES = frozenset("0123456789")
# A stated second this near the labelled one is right: notes cite a sentence a little before or after.
_NEAR_ENOUGH = 20
MEASURES = ("success@1", "ndcg@5", "mrr@10", "recall@5")
# As often queries are drawn anew to see how far a figure owes itself to those that happened to be asked.
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Label:
    """A statement that answers a query: its note, a stamp as written (None: its first words), and its grade."""

    note: str
    stamp: str | None
    starts: str
    grade: int


@dataclass(frozen=True, slots=True)
class Query:
    """A labelled question."""

    text: str
    category: str
    answerable: bool
    relevant: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class LabelledStamp:
    """The second a stamp means: its note, its place among the note's plain stamps from 0, and the second."""

    note: str
    place: int
    second: int


def queries(table: object) -> tuple[Query, ...]:
    """The queries of a labelled file, every scalar a string. Raises BadQueries with the place of a fault."""
    if not isinstance(table, list) or not table:
        raise BadQueries("A file of queries is a YAML list of {id, query, category, answerable, relevant}.")
    return tuple(_query(number, each) for number, each in enumerate(table, 1))


def _query(number: int, row: object) -> Query:
    if not isinstance(row, Mapping) or not isinstance(row.get("query"), str):
        raise BadQueries(f"Query {number} of the file has no 'query' text.")
    place = f"Query {number} ('{row['query'][:40]}')"
    answerable = str(row.get("answerable", "true")).lower()
    if answerable not in ("true", "false"):
        raise BadQueries(f"{place} is 'answerable: {answerable[:40]}'; write true or false.")
    labels = row.get("relevant") or ()
    if not isinstance(labels, Sequence) or isinstance(labels, str):
        raise BadQueries(f"{place} has no list under 'relevant'.")
    return Query(
        row["query"],
        str(row.get("category", "")),
        answerable == "true",
        tuple(_label(each, place) for each in labels),
    )


def _label(row: object, place: str) -> Label:
    if not isinstance(row, Mapping) or not isinstance(row.get("note"), str):
        raise BadQueries(f"{place} has a label without a note.")
    if str(row.get("grade")) not in _LABEL_GRADES:
        raise BadQueries(f"{place} has a label without a grade from 0 to 9.")
    stamp = row.get("t")
    missing = stamp in (None, "", "null", "~")
    return Label(row["note"], None if missing else str(stamp), str(row.get("starts", "")), int(row["grade"]))


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, whether it was refused, and by measure how good its hits are; no scores where none are wished for."""

    query: Query
    refused: bool
    scores: Mapping[str, float]


def judged(asked: Iterable[Query], ask: Callable[[str], Found]) -> tuple[Judged, ...]:
    """Each query with what became of it. Only its text is asked."""
    return tuple(_judged(query, ask(query.text)) for query in asked)


def _judged(query: Query, found: Found) -> Judged:
    hits = [hit.statement for hit in found.hits]
    return Judged(query, found.tier == "nothing", _scores(hits, query.relevant) if query.answerable else {})


def measure(asked: Sequence[Query], ask: Callable[[str], Found]) -> dict[str, Any]:
    """The figures of `casebook eval`: overall, by category, and of abstention."""
    return figures(judged(asked, ask))


def figures(rows: Sequence[Judged]) -> dict[str, Any]:
    """The figures of `casebook eval`: overall, by category of the answerable, and of abstention."""
    scored = [row for row in rows if row.query.answerable]
    categories = sorted({row.query.category for row in scored})
    return {
        "queries": len(rows),
        "overall": _mean([row.scores for row in scored]),
        "by_category": {
            each: _mean([row.scores for row in scored if row.query.category == each]) for each in categories
        },
        "abstention": {name: _share(verdicts) for name, verdicts in _abstention(rows).items()},
    }


def intervals(rows: Sequence[Judged], draw: Callable[[int], Sequence[int]]) -> dict[str, list[float]]:
    """The 95 % interval of each overall figure and of abstention, by the percentile bootstrap over the queries.

    `draw` gives as many numbers below a number as it says, by chance and with repeats. A figure of no query has no
    interval.
    """
    scored = [row for row in rows if row.query.answerable]
    answerable = {name: [row.scores[name] for row in scored] for name in MEASURES}
    abstention = {name: [float(each) for each in verdicts] for name, verdicts in _abstention(rows).items()}
    answerable["answerable_answered"] = abstention.pop("answerable_answered")
    return _resampled(answerable, draw) | _resampled(abstention, draw)


def _resampled(
    columns: Mapping[str, Sequence[float]], draw: Callable[[int], Sequence[int]]
) -> dict[str, list[float]]:
    """The interval of each column's mean; all columns are of the same queries, which are drawn together."""
    size = len(next(iter(columns.values())))
    if not size:
        return {}
    means: dict[str, list[float]] = {name: [] for name in columns}
    for _ in range(_RESAMPLES):
        drawn = draw(size)
        for name, column in columns.items():
            means[name].append(sum(map(column.__getitem__, drawn)) / size)
    fortieths = {name: quantiles(each, n=40, method="inclusive") for name, each in means.items()}
    return {name: [round(each[0], 4), round(each[-1], 4)] for name, each in fortieths.items()}


def _abstention(rows: Sequence[Judged]) -> dict[str, list[bool]]:
    return {
        "answerable_answered": [not row.refused for row in rows if row.query.answerable],
        "unanswerable_refused": [row.refused for row in rows if not row.query.answerable],
    }


def stamps(table: object) -> tuple[LabelledStamp, ...]:
    """The stamps of a labelled file, every scalar a string. Raises BadQueries with the place of a fault."""
    if not isinstance(table, list) or not table:
        raise BadQueries("A file of stamps is a JSON list of {note, index, seconds}.")
    return tuple(_stamp(number, each) for number, each in enumerate(table, 1))


def _stamp(number: int, row: object) -> LabelledStamp:
    place, second = (row.get("index"), row.get("seconds")) if isinstance(row, Mapping) else (None, None)
    numbers = [int(str(each)) for each in (place, second) if str(each).isdecimal()]
    if not isinstance(row, Mapping) or not isinstance(row.get("note"), str) or len(numbers) < 2:
        raise BadQueries(f"Stamp {number} of the file has no 'note', or no whole 'index' and 'seconds'.")
    return LabelledStamp(row["note"], *numbers)


def measure_stamps(
    labelled: Sequence[LabelledStamp], meant: Mapping[tuple[str, int], Seconds]
) -> dict[str, Any]:
    """The figures of `casebook eval --seconds`; `meant` holds the notes' stamps by note and place.

    A stamp that the notes do not have is undecided.
    """
    verdicts = [_verdict(each, meant.get((each.note, each.place))) for each in labelled]
    shares = {
        name: _share([verdict == name for verdict in verdicts]) for name in ("right", "wrong", "undecided")
    }
    return {"stamps": len(labelled), **shares}


def _verdict(label: LabelledStamp, found: Seconds | None) -> str:
    if found is None or found.seconds is None or found.grade in ("two readings", "unusable"):
        return "undecided"
    return "right" if abs(found.seconds - label.second) <= _NEAR_ENOUGH else "wrong"


def _scores(hits: Sequence[Statement], labels: Sequence[Label]) -> dict[str, float]:
    grades = _grades(hits, labels)
    ideal = sorted((label.grade for label in labels), reverse=True)[:5]
    best = _gain(ideal)
    first = next((rank for rank, grade in enumerate(grades[:10], 1) if grade >= 1), 0)
    return {
        "success@1": float(bool(grades) and grades[0] >= 1),
        "ndcg@5": _gain(grades[:5]) / best if best else 0.0,
        "mrr@10": 1 / first if first else 0.0,
        "recall@5": sum(grade >= 1 for grade in grades[:5]) / min(5, len(labels)) if labels else 0.0,
    }


def _grades(hits: Sequence[Statement], labels: Sequence[Label]) -> list[int]:
    """The grade of each hit; each label counts once, for the first hit it matches."""
    best_first = sorted(labels, key=lambda label: -label.grade)
    left = [(label, _matched(hits, label)) for label in best_first]
    grades = []
    for rank in range(len(hits)):
        found = next((each for each in left if rank in each[1]), None)
        if found:
            left.remove(found)
        grades.append(found[0].grade if found else 0)
    return grades


def _matched(hits: Sequence[Statement], label: Label) -> list[int]:
    """The places of the hits that a label matches."""
    of_note = [rank for rank, hit in enumerate(hits) if hit.citation.note == label.note]
    begin = [rank for rank in of_note if label.starts and hits[rank].text.startswith(label.starts)]
    if label.stamp is None:
        return begin
    stamped = [rank for rank in of_note if label.stamp in (each.raw for each in hits[rank].citation.seconds)]
    # The stamp decides; where several hits have it, how the statement starts tells which of them is meant.
    return [rank for rank in stamped if rank in begin] or stamped


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: round(sum(row[name] for row in rows) / len(rows), 4) if rows else 0.0 for name in MEASURES}


def _share(verdicts: Sequence[bool]) -> float:
    return round(sum(verdicts) / len(verdicts), 4) if verdicts else 0.0
