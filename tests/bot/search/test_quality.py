"""The figures of the search, checked against sums done by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Any

import pytest

from bot.errors import BadQueries
from bot.model import Citation, Found, Grade, Hit, Question, Seconds, Statement, Tier
from bot.search.quality import MEASURES, intervals, judged, measure, measure_stamps, queries, stamps


def said(note: str, *stamps: str, text: str = "Something.") -> Statement:
    seconds = tuple(Seconds(stamp, 0) for stamp in stamps)
    return Statement(f"{note}{stamps}{text}", Citation(note, 1, "v", seconds), text)


def found(*statements: Statement, tier: Tier = "confident") -> Found:
    return Found(Question("", ()), tier, tuple(Hit(each, 1.0, 1.0) for each in statements))


def label(note: str, t: str | None, grade: int = 2, starts: str = "") -> dict[str, Any]:
    return {"note": note, "t": t, "starts": starts, "grade": str(grade)}


def row(*labels: dict[str, Any], answerable: str = "true", category: str = "a") -> dict[str, Any]:
    return {"id": "1", "query": "q", "category": category, "answerable": answerable, "relevant": list(labels)}


def overall(
    labels: list[dict[str, Any]], *statements: Statement, tier: Tier = "confident"
) -> dict[str, float]:
    figures = measure(queries([row(*labels)]), lambda _: found(*statements, tier=tier))
    scores: dict[str, float] = figures["overall"]
    return scores


A, B, C = said("n", "1:00"), said("n", "2:00"), said("n", "3:00")
NOT = said("n", "9:59")


def test_the_best_order_scores_one_in_all() -> None:
    scores = overall([label("n", "1:00", 2), label("n", "2:00", 1)], A, B)

    assert scores == {"success@1": 1.0, "ndcg@5": 1.0, "mrr@10": 1.0, "recall@5": 1.0}


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    # Grade 2 gains 3, grade 1 gains 1; the ideal is 3 + 1/log2(3), what came is 1 + 3/log2(3).
    ideal, came = 3 + 1 / math.log2(3), 1 + 3 / math.log2(3)

    assert overall([label("n", "1:00", 2), label("n", "2:00", 1)], B, A)["ndcg@5"] == round(came / ideal, 4)
    assert round(came / ideal, 4) == 0.7967


def test_a_hit_at_rank_three_is_worth_a_third_in_mrr_and_half_in_ndcg() -> None:
    scores = overall([label("n", "1:00", 2)], NOT, NOT, A)

    assert scores == {"success@1": 0.0, "ndcg@5": 0.5, "mrr@10": 0.3333, "recall@5": 1.0}


def test_ndcg_and_recall_look_at_five_and_mrr_at_ten() -> None:
    behind_five = overall([label("n", "1:00")], *[NOT] * 5, A)
    behind_ten = overall([label("n", "1:00")], *[NOT] * 10, A)

    assert behind_five == {"success@1": 0.0, "ndcg@5": 0.0, "mrr@10": 0.1667, "recall@5": 0.0}
    assert behind_ten["mrr@10"] == 0.0


def test_each_label_counts_once() -> None:
    # One label, met three times over: the second and third gain nothing, in ndcg and in recall.
    twice = said("n", "1:00", text="Again.")
    scores = overall([label("n", "1:00", 1), label("n", "2:00", 1)], A, twice, twice)

    assert scores["recall@5"] == 0.5
    assert scores["ndcg@5"] == round(1 / (1 + 1 / math.log2(3)), 4)


def test_a_hit_with_two_stamps_meets_one_label() -> None:
    both = said("n", "1:00", "2:00")

    assert overall([label("n", "1:00", 1), label("n", "2:00", 1)], both)["recall@5"] == 0.5


def test_a_hit_that_could_meet_two_labels_meets_the_better_one() -> None:
    both = said("n", "1:00", "2:00")
    scores = overall([label("n", "1:00", 1), label("n", "2:00", 2)], both)

    assert scores["ndcg@5"] == round(3 / (3 + 1 / math.log2(3)), 4)


def test_the_ideal_comes_from_the_five_best_labels() -> None:
    labels = [label("n", f"{n}:00", 1) for n in range(1, 7)] + [label("n", "9:00", 2)]
    ideal = 3 + sum(1 / math.log2(rank + 1) for rank in range(2, 6))

    assert overall(labels, said("n", "9:00"))["ndcg@5"] == round(3 / ideal, 4)


def test_recall_divides_by_five_where_there_are_more_labels() -> None:
    labels = [label("n", f"{n}:00") for n in range(1, 9)]
    hits = [said("n", f"{n}:00") for n in range(1, 5)]

    assert overall(labels, *hits)["recall@5"] == 0.8


def test_grade_nought_is_no_success() -> None:
    scores = overall([label("n", "1:00", 0), label("n", "2:00", 1)], A, B)

    assert (scores["success@1"], scores["mrr@10"], scores["recall@5"]) == (0.0, 0.5, 0.5)


@pytest.mark.parametrize("missing", [None, "", "null", "~"])
def test_without_a_stamp_a_label_is_met_by_how_the_text_starts(missing: str | None) -> None:
    starts = label("n", missing, starts="School children")

    assert overall([starts], said("n", text="School children drew streets."))["success@1"] == 1.0
    assert overall([starts], said("n", text="The school children."))["success@1"] == 0.0
    assert overall([starts], said("other", text="School children drew streets."))["success@1"] == 0.0


def test_with_a_stamp_the_text_does_not_matter() -> None:
    assert (
        overall([label("n", "1:00", starts="Wholly")], said("n", "1:00", text="Other."))["success@1"] == 1.0
    )
    assert (
        overall([label("n", "1:00", starts="Wholly")], said("n", "4:00", text="Wholly."))["success@1"] == 0.0
    )


def test_of_several_hits_with_a_stamp_the_one_that_starts_so_is_meant() -> None:
    other, meant = (said("n", "1:00", text=text) for text in ("Parks grew.", "Children drew streets."))
    scores = overall([label("n", "1:00", starts="Children drew")], other, meant)

    assert scores == {"success@1": 0.0, "ndcg@5": round(1 / math.log2(3), 4), "mrr@10": 0.5, "recall@5": 1.0}


@pytest.mark.parametrize("starts", ["", "Wholly other words"])
def test_where_none_of_several_hits_with_a_stamp_starts_so_the_stamp_decides(starts: str) -> None:
    some = [said("n", "1:00", text=text) for text in ("Parks grew.", "Children drew streets.")]

    assert overall([label("n", "1:00", starts=starts)], *some)["success@1"] == 1.0


def test_labels_of_one_stamp_are_told_apart_by_how_they_start() -> None:
    children, parks = (said("n", "1:00", text=text) for text in ("Children drew.", "Parks grew."))
    labels = [label("n", "1:00", 2, starts="Parks"), label("n", "1:00", 1, starts="Children")]
    ideal, came = 3 + 1 / math.log2(3), 1 + 3 / math.log2(3)

    assert overall(labels, parks, children)["ndcg@5"] == 1.0
    assert overall(labels, children, parks)["ndcg@5"] == round(came / ideal, 4)


def test_hits_of_other_notes_and_stamps_do_not_matter_for_how_a_hit_starts() -> None:
    elsewhere = [said("m", "1:00", text="Children drew."), said("n", "2:00", text="Children drew.")]

    assert overall([label("n", "1:00", starts="Children")], A, *elsewhere)["success@1"] == 1.0


def test_a_label_without_stamp_and_start_is_met_by_nothing() -> None:
    assert overall([label("n", None)], said("n"))["success@1"] == 0.0


def test_the_stamp_is_compared_as_written() -> None:
    assert overall([label("n", "01:00")], A)["success@1"] == 0.0


def test_the_note_must_be_the_same() -> None:
    assert overall([label("n", "1:00")], said("m", "1:00"))["success@1"] == 0.0


def test_no_hits_score_nothing() -> None:
    assert set(overall([label("n", "1:00")]).values()) == {0.0}


def test_an_answerable_query_is_scored_behind_a_refusal_too() -> None:
    figures = measure(queries([row(label("n", "1:00"))]), lambda _: found(A, tier="nothing"))

    assert figures["overall"]["success@1"] == 1.0
    assert figures["abstention"]["answerable_answered"] == 0.0


def test_abstention_is_counted_apart_and_closest_is_no_refusal() -> None:
    tiers: dict[str, Tier] = {"yes": "closest", "no": "nothing", "off": "nothing", "hm": "closest"}
    asked = [
        {**row(label("n", "1:00"), answerable=str(answerable).lower()), "query": text}
        for text, answerable in {"yes": True, "no": True, "off": False, "hm": False}.items()
    ]
    figures = measure(
        queries([*asked, {**asked[0], "query": "yes"}]), lambda text: found(A, tier=tiers[text])
    )

    assert figures["queries"] == 5
    assert figures["abstention"] == {"answerable_answered": 0.6667, "unanswerable_refused": 0.5}


def test_the_unanswerable_count_in_no_measure() -> None:
    both = queries([row(label("n", "1:00")), row(answerable="false", category="h")])
    figures = measure(both, lambda _: found(A))

    assert figures["overall"]["success@1"] == 1.0
    assert list(figures["by_category"]) == ["a"]


def test_categories_are_measured_apart() -> None:
    asked = queries([row(label("n", "1:00"), category="a"), row(label("n", "2:00"), category="b")])
    figures = measure(asked, lambda _: found(A))

    assert (figures["by_category"]["a"]["success@1"], figures["by_category"]["b"]["success@1"]) == (1.0, 0.0)
    assert figures["overall"]["success@1"] == 0.5


def test_only_the_text_of_a_query_is_asked() -> None:
    asked: list[str] = []
    one = {**row(label("n", "1:00")), "query": "Who paid?", "kind": "challenge"}
    measure(queries([one]), lambda text: asked.append(text) or found(A))  # type: ignore[func-returns-value]

    assert asked == ["Who paid?"]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, "YAML list"),
        ([], "YAML list"),
        ("text", "YAML list"),
        (["text"], "Query 1 of the file has no 'query'"),
        ([{"id": "1"}], "Query 1 of the file has no 'query'"),
        ([row(), {"query": ["a"]}], "Query 2 of the file has no 'query'"),
        ([row({"t": "1:00", "grade": "1"})], "label without a note"),
        ([{**row(), "relevant": "n"}], "no list under 'relevant'"),
        ([{**row(), "relevant": {"note": "n"}}], "no list under 'relevant'"),
        ([{**row(), "relevant": ["n"]}], "label without a note"),
        ([row({"note": "n", "t": "1:00"})], "grade from 0 to 9"),
        ([row({"note": "n", "grade": "good"})], "grade from 0 to 9"),
        ([row({"note": "n", "grade": "-1"})], "grade from 0 to 9"),
        ([row({"note": "n", "grade": "99999"})], "grade from 0 to 9"),
        ([row(answerable="perhaps")], "write true or false"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_the_place(table: object, says: str) -> None:
    with pytest.raises(BadQueries, match=says):
        queries(table)


@pytest.mark.parametrize(
    ("written", "answerable"), [("true", True), ("True", True), ("false", False), (False, False)]
)
def test_answerable_is_read_as_text_or_truth(written: object, answerable: bool) -> None:
    [query] = queries([{**row(), "answerable": written}])

    assert query.answerable is answerable


# --- intervals -------------------------------------------------------------------------------------------------


def chance(seed: int = 1) -> random.Random:
    return random.Random(seed)  # noqa: S311  no secret hangs on it


def drawn(by: random.Random) -> Any:  # noqa: ANN401  a function of how many
    return lambda size: by.choices(range(size), k=size)


ANSWERED: tuple[str, Tier] = ("yes", "confident")
UNANSWERED: tuple[str, Tier] = ("yes", "nothing")
REFUSED: tuple[str, Tier] = ("no", "nothing")
NOT_REFUSED: tuple[str, Tier] = ("no", "closest")


def tiers(*given: tuple[str, Tier]) -> Any:  # noqa: ANN401  rows as judged
    """Queries as judged, each answerable ("yes") or not, with the tier it was given."""
    asked = queries(
        [
            {**row(label("n", "1:00"), answerable=str(answerable == "yes").lower()), "query": str(number)}
            for number, (answerable, _) in enumerate(given)
        ]
    )
    return judged(asked, lambda text: found(A if int(text) % 2 else NOT, tier=given[int(text)][1]))


def test_figures_that_never_vary_have_no_width() -> None:
    rows = judged(queries([row(label("n", "1:00"))] * 20), lambda _: found(A))

    assert intervals(rows, drawn(chance())) == {
        name: [1.0, 1.0] for name in (*MEASURES, "answerable_answered")
    }


def test_an_interval_is_that_of_the_means_drawn() -> None:
    rows = tiers(*[ANSWERED] * 4, REFUSED, NOT_REFUSED)
    # Of the four answerable every second one is met. So many sets of each mean are drawn: 0, 0.5 and 1.
    sets = iter([[0, 0, 2, 2]] * 20 + [[0, 1, 2, 3]] * 960 + [[1, 3, 1, 3]] * 20 + [[0, 1]] * 1000)
    found = intervals(rows, lambda _: next(sets))

    assert found["success@1"] == [0.5, 0.5]
    assert found["unanswerable_refused"] == [0.5, 0.5]
    assert next(sets, None) is None


def test_an_interval_reaches_as_far_as_the_fortieth_part_of_the_means() -> None:
    rows = tiers(*[ANSWERED] * 4)
    sets = iter([[0, 0, 2, 2]] * 30 + [[0, 1, 2, 3]] * 940 + [[1, 3, 1, 3]] * 30)

    assert intervals(rows, lambda _: next(sets))["mrr@10"] == [0.0, 1.0]


def test_all_figures_of_the_answerable_are_of_the_same_queries_drawn() -> None:
    sizes: list[int] = []

    def draw(size: int) -> Sequence[int]:
        sizes.append(size)
        return range(size)

    found = intervals(tiers(*[ANSWERED] * 3, UNANSWERED, *[REFUSED] * 7), draw)

    assert sizes == [4] * 1000 + [7] * 1000
    assert found["answerable_answered"] == [0.75, 0.75]
    assert found["unanswerable_refused"] == [1.0, 1.0]


def test_the_same_seed_gives_the_same_intervals_and_another_nearly_the_same() -> None:
    rows = tiers(*[ANSWERED, UNANSWERED, NOT_REFUSED, REFUSED] * 25)
    one, again, other = (intervals(rows, drawn(chance(seed))) for seed in (1, 1, 2))

    assert one == again
    for name, (low, high) in one.items():
        assert (low, high) == pytest.approx(other[name], abs=0.05)


def test_half_of_fifty_lies_between_a_third_and_two_thirds() -> None:
    # 1.96 standard errors of a half among fifty: 0.139.
    found = intervals(tiers(*[REFUSED, NOT_REFUSED] * 25), drawn(chance()))

    assert found == {"unanswerable_refused": pytest.approx([0.36, 0.64], abs=0.03)}


def test_figures_of_no_query_have_no_interval() -> None:
    assert intervals([], drawn(chance())) == {}
    assert "unanswerable_refused" not in intervals(tiers(ANSWERED), drawn(chance()))


# --- seconds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "grade", "verdict"),
    [
        (976, "as written", "right"),
        (996, "repaired", "right"),
        (956, "repaired", "right"),
        (997, "repaired", "wrong"),
        (58576, "as written", "wrong"),
        (976, "two readings", "undecided"),
        (None, "unusable", "undecided"),
    ],
)
def test_a_second_within_twenty_is_right_and_one_not_stated_is_undecided(
    second: int | None, grade: Grade, verdict: str
) -> None:
    labelled = stamps([{"note": "a", "index": "3", "seconds": "976"}])
    figures = measure_stamps(labelled, {("a", 3): Seconds("16:16:16", second, grade=grade)})

    assert figures == {"stamps": 1, "right": 0.0, "wrong": 0.0, "undecided": 0.0} | {verdict: 1.0}


def test_a_stamp_the_notes_do_not_have_is_undecided() -> None:
    assert measure_stamps(stamps([{"note": "a", "index": 0, "seconds": 1}]), {})["undecided"] == 1


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, "JSON list"),
        ([], "JSON list"),
        (["a"], "Stamp 1"),
        ([{"note": "a", "index": 0, "seconds": 1}, {"index": 0, "seconds": 1}], "Stamp 2"),
        ([{"note": "a", "index": -1, "seconds": 1}], "whole 'index'"),
        ([{"note": "a", "index": 0, "seconds": "1:00"}], "whole 'index'"),
        ([{"note": "a", "index": 0}], "'seconds'"),
    ],
)
def test_a_file_of_stamps_of_another_shape_is_refused_with_the_place(table: object, says: str) -> None:
    with pytest.raises(BadQueries, match=says):
        stamps(table)
