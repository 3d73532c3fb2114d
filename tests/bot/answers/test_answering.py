"""What was found to what is said: grouped, named, and honest about what is not there."""

from __future__ import annotations

import pytest

from bot.answers import answering
from bot.model import Answer, Found, Hit, Kind, Question, Statement, Tier
from tests.bot.answers.making import CASES, TWO_NOTES, said


def hit(statement: Statement, score: float = 1.0, met: str = "streets", coverage: float | None = None) -> Hit:
    return Hit(statement, score, float(bool(met)) if coverage is None else coverage, frozenset(met.split()))


def answered(
    *hits: Hit,
    tier: Tier = "confident",
    text: str = "streets",
    kind: Kind | None = None,
    words: tuple[str, ...] = ("streets",),
    unmatched: tuple[str, ...] = (),
    slips: tuple[tuple[str, str], ...] = (),
    understood: tuple[tuple[str, str], ...] = (),
    unknown: tuple[str, ...] = (),
) -> Answer:
    question = Question(text, words, kind, unknown_places=unknown)
    return answering.answer(Found(question, tier, hits, unmatched, slips, understood), CASES, TWO_NOTES)


def shown(answer: Answer) -> list[tuple[str, list[str]]]:
    return [(group.title, [line.text for line in group.lines]) for group in answer.groups]


# --- groups ---------------------------------------------------------------------------------------------------


def test_statements_of_one_case_stand_together_the_best_first() -> None:
    answer = answered(
        hit(said("One.", case="Vinnova", country="Sweden")),
        hit(said("Two.", case="Finland", country="Finland")),
        hit(said("Three.", note="b", case="Vinnova", country="Sweden", headings=("Elsewhere",))),
    )

    assert shown(answer) == [("Sweden · Vinnova", ["One.", "Three."]), ("Finland", ["Two."])]
    assert [(group.notes, group.talks) for group in answer.groups] == [(2, 2), (1, 1)]
    assert [(group.case, group.country) for group in answer.groups] == [
        ("Vinnova", "Sweden"),
        ("Finland", "Finland"),
    ]


def test_what_belongs_to_no_case_stands_by_note_section_and_country() -> None:
    answer = answered(
        hit(said("One.")),
        hit(said("Two.", note="b")),
        hit(said("Three.", headings=("Pilots", "Costs"))),
        hit(said("Four.", country="Sweden")),
        hit(said("Five.")),
    )

    assert [lines for _, lines in shown(answer)] == [["One.", "Five."], ["Two."], ["Three."], ["Four."]]
    assert [group.case for group in answer.groups] == [None] * 4


def test_a_heading_as_long_as_a_page_is_cut() -> None:
    [group] = answered(hit(said("x", headings=("heading " * 500,)))).groups

    assert len(group.title) <= 150


@pytest.mark.parametrize(
    ("lead", "left"),
    [("Sweden (Vinnova)", ""), ("Vinnova", ""), ("Lessons", "Lessons"), ("Sweden", "Sweden")],
)
def test_a_lead_that_says_the_case_again_is_left_out(lead: str, left: str) -> None:
    [group] = answered(hit(said("x", case="Vinnova", country="Sweden", lead=lead))).groups

    assert group.lines[0].lead == left


def test_a_twin_of_another_note_adds_its_link_and_counts_its_note() -> None:
    twins = (said("Children drew their own streets.", note=note, case="Vinnova") for note in "ab")
    [group] = answered(*map(hit, twins)).groups

    assert len(group.lines) == 1
    assert [link.url for link in (*group.lines[0].links, *group.lines[0].also)] == [
        "https://x.example/video-a?t=55",
        "https://x.example/video-b?t=55",
    ]
    assert (group.notes, group.talks) == (2, 2)


# --- tiers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tier", "lines"), [("confident", 9), ("closest", 3), ("nothing", 3)])
def test_what_is_not_sure_shows_three_lines_at_most(tier: Tier, lines: int) -> None:
    answer = answered(*(hit(said(f"Statement {n}.")) for n in range(9)), tier=tier)

    assert sum(len(group.lines) for group in answer.groups) == lines
    assert len(answer.hits) == lines


def test_hits_far_behind_the_best_are_left_out() -> None:
    far = hit(said("Far."), 0.2, coverage=0.3)
    answer = answered(hit(said("Best."), 1.0), hit(said("Near."), 0.9, coverage=0.3), far)

    assert [line.text for group in answer.groups for line in group.lines] == ["Best.", "Near."]


def test_who_asks_for_a_name_is_shown_all_that_has_it() -> None:
    assert answered(hit(said("One."), 4.0), hit(said("Two."), 1.0)).hits == ("a:One.", "a:Two.")


def test_a_hit_in_other_words_is_shown_where_it_fits_nearly_as_well() -> None:
    best = hit(said("One."), 2.0, met="")

    assert answered(best, hit(said("Two."), 1.9, met="")).hits == ("a:One.", "a:Two.")
    assert answered(best, hit(said("Two."), 1.0, met="")).hits == ("a:One.",)


def test_silence_has_no_groups_where_nothing_is_near() -> None:
    answer = answered(tier="nothing", words=("quantum",), unmatched=("quantum",))

    assert (answer.groups, answer.hits, answer.unmatched) == ((), (), ("quantum",))


def test_silence_shows_what_stands_nearest() -> None:
    assert shown(answered(hit(said("Near.")), tier="nothing")) == [("Pilots", ["Near."])]


def test_hits_are_ids_in_rank_order_whatever_the_groups() -> None:
    order = [said("One.", case="Vinnova"), said("Two."), said("Three.", case="Vinnova")]

    assert answered(*map(hit, order)).hits == ("a:One.", "a:Two.", "a:Three.")


def test_what_was_understood_is_handed_on() -> None:
    answer = answered(
        hit(said("x")),
        kind="example",
        slips=(("stretes", "streets"),),
        understood=(("ville", "city"),),
        unmatched=("budget",),
        unknown=("Porto Alegre",),
    )

    assert (answer.kind, answer.slips, answer.understood, answer.unmatched, answer.unknown_places) == (
        "example",
        (("stretes", "streets"),),
        (("ville", "city"),),
        ("budget",),
        ("Porto Alegre",),
    )


def test_a_pasted_page_names_eight_words_at_most_and_none_as_long_as_a_line() -> None:
    many = tuple(f"{'x' * 100}{n}" for n in range(40))
    pairs = tuple((each, each) for each in many)
    answer = answered(tier="nothing", unmatched=many, unknown=many, slips=pairs, understood=pairs)

    assert len(answer.unmatched) == len(answer.unknown_places) == len(answer.slips) == 8
    assert len(answer.understood) == 8
    assert all(len(typed) <= 40 and len(meant) <= 40 for typed, meant in answer.understood)
    assert all(len(word) <= 40 for word in answer.unmatched)
    assert all(len(meant) <= 40 for _, meant in answer.slips)


# --- what is absent -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "line", "absent"),
    [
        ("what did the streets cost", "Children drew streets.", ("cost",)),
        ("what did the streets cost", "It cost 3 million euros.", ()),
        ("what did the streets cost", "About €40 per child.", ()),
        ("how much, and when?", "Children drew streets.", ("cost", "date")),
        ("when was it", "It began in 2015.", ()),
        ("who led it", "It was led by the city.", ()),
        ("who led it", "Children drew streets.", ("who led",)),
        ("what was the target", "By 2030, 100 cities.", ()),
        ("results of the streets", "Children drew streets.", ("result",)),
        ("streets", "Children drew streets.", ()),  # nobody asked
        ("costly streets in Costa Rica", "Children drew streets.", ()),  # no word of these asks for a cost
    ],
)
def test_an_aspect_asked_for_that_no_line_mentions_is_said(
    question: str, line: str, absent: tuple[str, ...]
) -> None:
    assert answered(hit(said(line)), text=question).absent == absent


@pytest.mark.parametrize(
    ("kind", "of_line", "absent"),
    [
        ("challenge", "example", ("challenge",)),
        ("challenge", "challenge", ()),
        ("approach", "example", ("approach",)),
        ("example", "challenge", ("example",)),
        ("principle", "example", ()),
        ("context", "example", ()),
        (None, "example", ()),
    ],
)
def test_a_kind_asked_for_that_no_line_is_of_is_said(
    kind: Kind | None, of_line: Kind, absent: tuple[str, ...]
) -> None:
    assert answered(hit(said("x", kind=of_line)), kind=kind).absent == absent


def test_silence_does_not_say_what_else_is_missing() -> None:
    assert answered(hit(said("x")), tier="nothing", text="what did it cost", kind="challenge").absent == ()


# --- gaps -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "gap"),
    [
        (("streets", "budget"), ("budget", "streets")),  # sorted, so that the order typed is forgotten
        (("budget", "budget"), ("budget",)),
        (("eu", "it", "a", "car"), ("car",)),  # three letters or more
        (("2030", "b2b", "co2", "climate"), ("climate",)),  # no digits
        (("u0abcdef",), ()),
        (("x" * 41,), ()),  # a word no language has
        ((), ()),
        (tuple("abcd"[n % 4] * (n + 3) for n in range(12)), None),
        (tuple(each * 3 for each in "jihgfedcba"), tuple(each * 3 for each in "abcdefgh")),  # always the same
    ],
)
def test_a_gap_is_at_most_eight_sorted_words(words: tuple[str, ...], gap: tuple[str, ...] | None) -> None:
    told = answered(tier="nothing", words=words).gap

    assert told == gap if gap is not None else len(told) == 8
    assert list(told) == sorted(told)


@pytest.mark.parametrize("tier", ["confident", "closest"])
def test_only_silence_is_a_gap(tier: Tier) -> None:
    assert answered(hit(said("x")), tier=tier).gap == ()
