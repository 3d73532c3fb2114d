"""Which approaches belong to a challenge, by where they stand, by words and by meaning; and which say what is wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from bot.model import Bond, Citation, Pairing, Statement
from bot.search.pairing import Candidate, pairings
from bot.search.remedies import helps, is_trouble

COMMON = frozenset(("the", "of", "and", "a", "to", "in", "thei"))


def statement(text: str, *headings: str, note: str = "streets", line: int = 9, **more: object) -> Statement:
    made = Statement(f"{note}:{line}:{text}", Citation(note, line, None, ()), text, headings, kind="approach")
    return replace(made, **more)  # type: ignore[arg-type]


SILOS = statement("Departments keep their silos shut.", "Missions", "Challenges", line=5, kind="challenge")
SHARED = "Share one budget so that silos open."


def rarity(stem: str) -> float:
    return 0.5 if stem in COMMON else 3.0


def paired(
    challenge: Statement, *others: Statement, likeness: float | None = None, linked: Collection[str] = ()
) -> tuple[Pairing, ...]:
    return pairings(challenge, [Candidate(each, likeness) for each in others], rarity, linked)


PLACES: list[tuple[Bond, Statement]] = [
    ("item", replace(statement(SHARED, "Missions", "Challenges"), citation=SILOS.citation)),
    ("section", statement(SHARED, "Missions", "Challenges", line=7)),
    ("beside", statement(SHARED, "Missions", "Strategies")),
    ("note", statement(SHARED, "Elsewhere")),
    ("link", statement(SHARED, "Elsewhere", note="linked")),
    ("meaning", statement(SHARED, "Elsewhere", note="far")),
]


@pytest.mark.parametrize(("bond", "other"), PLACES)
def test_an_approach_belongs_to_a_challenge_by_its_place(bond: Bond, other: Statement) -> None:
    [one] = paired(SILOS, other, likeness=0.9, linked=("linked",))
    assert one.bonds == (bond,)


def test_the_closer_it_stands_the_more_an_approach_belongs_to_a_challenge() -> None:
    others = [other for _, other in PLACES]
    found = paired(SILOS, *reversed(others), likeness=0.9, linked=("linked",))
    strengths = {each.bonds[0]: each.strength for each in found}
    ranked = [strengths[bond] for bond in ("item", "section", "note", "link", "meaning")]
    assert ranked == sorted(ranked, reverse=True)


def test_bullets_of_one_lead_belong_together_and_those_of_another_do_not() -> None:
    bullet = replace(SILOS, leads=("Silos",), intro="Challenges are:")
    own = replace(statement(SHARED, *SILOS.headings, line=6), leads=("Silos",), intro=bullet.intro)
    other = replace(statement(SHARED, *SILOS.headings, line=8), leads=("Costs",), intro=bullet.intro)
    found = paired(bullet, own, other, likeness=0.9)
    assert {each.statement.citation.line: each.bonds for each in found} == {6: ("item",), 8: ("note",)}


def test_what_tells_of_the_same_case_belongs_to_it_from_afar() -> None:
    told = replace(statement(SHARED, note="far"), case="Vinnova")
    [one] = paired(replace(SILOS, case="Vinnova"), told, likeness=0.7)
    assert one.bonds == ("case",)


def test_words_alone_are_enough_where_no_meaning_is_known() -> None:
    near = statement("Open the silos that departments keep.", note="far")
    far = statement("Farmers deliver meals to schools every day.", note="far")
    [one] = paired(SILOS, near, far)
    assert (one.statement, one.bonds) == (near, ("words",))


def test_where_nothing_belongs_to_it_the_nearest_have_no_bonds() -> None:
    found = paired(SILOS, statement("Open the doors now and then.", "Elsewhere"), likeness=0.62)
    assert [each.bonds for each in found] == [()]


def test_what_is_far_is_not_even_the_nearest() -> None:
    far = statement("Farmers deliver meals to schools every day.", note="far")
    assert paired(SILOS, far) == paired(SILOS, far, likeness=0.1) == ()
    assert paired(SILOS) == ()


def test_what_is_near_to_everything_is_less_near_to_one_thing() -> None:
    rare, common = statement(SHARED, note="a"), statement(SHARED, note="b")
    given = [Candidate(common, 0.8, common=0.3), Candidate(rare, 0.8)]
    assert [each.statement for each in pairings(SILOS, given, rarity, ())] == [rare, common]


@pytest.mark.parametrize(
    "text",
    [
        "Departments keep their silos shut.",  # the challenge, told again
        "Silos shut.",  # too little to say anything
        "Silos of departments remain the greatest obstacle of all.",
    ],
)
def test_what_only_names_the_trouble_again_is_left_out(text: str) -> None:
    assert paired(SILOS, statement(text, *SILOS.headings), likeness=0.95) == ()


def test_beside_a_much_better_approach_a_weak_one_is_left_out() -> None:
    strong = replace(statement(SHARED, *SILOS.headings), citation=SILOS.citation)
    weak = statement("Meet every second Monday at noon.", note="far")
    given = [Candidate(strong, 0.95), Candidate(weak, 0.7)]
    assert [each.statement for each in pairings(SILOS, given, rarity, ())] == [strong]
    assert [each.statement for each in pairings(SILOS, given[1:], rarity, ())] == [weak]


TROUBLES = [
    ("Silos are the greatest obstacle.", True),
    ("To overcome this obstacle, departments share a budget.", False),
    ("Sharing a budget reduces the risk of silos.", False),
    ("Ministries lack a shared budget.", True),
    ("Challenge-driven calls bring new partners.", False),
    ("Share one budget.", False),
]


@pytest.mark.parametrize(("text", "is_one"), TROUBLES)
def test_a_trouble_is_named_unless_it_is_undone(text: str, is_one: bool) -> None:
    assert is_trouble(statement(text, "Practice")) is is_one


@pytest.mark.parametrize(
    ("heading", "text", "is_one"),
    [
        ("Key Challenges", "Budgets of one year each.", True),
        ("Key Challenges", "Budgets should run for ten years.", False),
        ("Overcoming Key Challenges", "Budgets of ten years each.", False),
        ("Challenges and Strategies", "Budgets of ten years each.", False),
    ],
)
def test_what_stands_among_troubles_is_one_unless_it_says_what_to_do(
    heading: str, text: str, is_one: bool
) -> None:
    assert is_trouble(statement(text, heading)) is is_one


@pytest.mark.parametrize(
    ("kind", "heading", "text", "is_one"),
    [
        ("approach", "Streets", "Streets of one kind.", True),
        ("example", "Overcoming the Fear of Failure", "Managers are given help with change.", True),
        ("example", "Overcoming the Fear of Failure", "Managers met on Mondays.", False),
        ("example", "Sweden", "Managers are given help with change.", False),
        ("challenge", "Overcoming the Fear of Failure", "Managers should be given help.", False),
    ],
)
def test_what_is_told_of_a_place_helps_where_it_is_told_as_a_remedy(
    kind: str, heading: str, text: str, is_one: bool
) -> None:
    assert helps(statement(text, heading, kind=kind)) is is_one
