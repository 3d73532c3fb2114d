"""Challenges with what helped against each: which are shown, what is told once, and how it reads."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import helped
from bot.answers.pages import MOST_CHARACTERS, MOST_GROUPS, MOST_LINES, pages
from bot.answers.plain import alike, belongs, plain, whole
from bot.model import Against, Answer, Bond, Citation, Pairing, Statement
from tests.bot.answers.making import FEWER, SHELF, TEXTS, statements


def statement(text: str, heading: str = "Challenges", note: str = "streets", **more: object) -> Statement:
    made = Statement(f"{note}:{text}", Citation(note, 1, None, ()), text, (heading,), kind="challenge")
    return replace(made, **more)  # type: ignore[arg-type]


def beside(*texts: str, bonds: tuple[Bond, ...] = ("beside",)) -> tuple[Pairing, ...]:
    found = (statement(text, "Strategies", kind="approach") for text in texts)
    return tuple(Pairing(each, 1.0, bonds) for each in found)


SILOS = Against(
    statement("Departments keep their silos."), (), beside("Share one budget.", "Share one team.")
)
TURNOVER = Against(statement("Staff leave after a year."), (), beside("Write it down.", bonds=()))
RULES = Against(
    statement("Rules reward the cheapest bid."), (), beside("Buy the result.", bonds=("case", "link"))
)


def answer(*against: Against, words: tuple[str, ...] = ()) -> Answer:
    return helped.answer(against, {}, SHELF, {}, words)


def lines(told: Answer) -> list[list[str]]:
    return [[line.text for line in group.lines] for group in told.groups]


def test_below_each_challenge_stands_what_helped_against_it() -> None:
    told = answer(SILOS, RULES)
    assert lines(told) == [
        ["Departments keep their silos.", "Share one budget.", "Share one team."],
        ["Rules reward the cheapest bid.", "Buy the result."],
    ]
    assert (told.tier, told.view, told.kind) == ("confident", "helped", "approach")
    assert told.hits == tuple(f"streets:{text}" for group in lines(told) for text in group)


def test_an_approach_is_told_with_where_it_stands_and_how_it_belongs() -> None:
    [silos, rules] = answer(SILOS, RULES).groups
    assert belongs(silos.lines[0]) == ""
    assert belongs(silos.lines[1]) == "Strategies · same part of the note"
    assert belongs(rules.lines[1]) == "Strategies · same case · linked notes"


def test_what_stands_in_the_challenges_own_section_does_not_name_it_again() -> None:
    own = Pairing(statement("Share one office.", kind="approach"), 1.0, ("section",))
    [group] = answer(replace(SILOS, pairings=(own,))).groups
    assert belongs(group.lines[1]) == "same part of the note"


def test_where_nothing_is_paired_the_nearest_are_no_remedies() -> None:
    told = answer(TURNOVER)
    assert told.tier == "closest"
    assert "What helped" not in whole(told)
    assert "The notes pair nothing with this. Closest:\n• Write it down." in whole(told)


def test_where_nothing_is_even_near_that_is_all_that_is_said() -> None:
    assert whole(answer(replace(TURNOVER, pairings=()))).endswith("The notes pair nothing with this.")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([SILOS], [SILOS]),
        ([TURNOVER, SILOS], [TURNOVER, SILOS]),
        ([SILOS, TURNOVER, RULES], [SILOS, RULES]),
        ([TURNOVER, replace(TURNOVER, challenge=RULES.challenge)], [TURNOVER, RULES]),
        ([], []),
    ],
)
def test_the_first_is_shown_and_of_the_others_those_that_something_helped_against(
    given: list[Against], shown: list[Against]
) -> None:
    assert [group[0] for group in lines(answer(*given))] == [each.challenge.text for each in shown]


def test_at_most_four_challenges_are_shown_and_six_approaches_to_one() -> None:
    many = [replace(SILOS, challenge=statement(f"Silo {n} stays shut.")) for n in range(9)]
    most = replace(SILOS, pairings=beside(*(f"Share number {n} of all." for n in range(9))))
    assert len(answer(*many).groups) == 4
    assert len(answer(most).groups[0].lines) == 1 + 6


def test_what_helped_against_two_challenges_is_told_once_unless_it_is_all_there_is() -> None:
    [_, both] = lines(answer(SILOS, replace(RULES, pairings=(*SILOS.pairings, *RULES.pairings))))
    [_, only] = lines(answer(SILOS, replace(RULES, pairings=SILOS.pairings[:1])))
    assert both[1:] == ["Buy the result."]
    assert only[1:] == ["Share one budget."]


def test_what_several_notes_say_of_a_challenge_and_against_it_is_told_once() -> None:
    again = statement("Departments keep their silos.", note="other")
    twin = Pairing(statement("Share one budget.", note="other", kind="approach"), 0.9, ("link",))
    told = answer(replace(SILOS, twins=(again,), pairings=(*SILOS.pairings, twin)))
    assert lines(told) == lines(answer(SILOS))
    assert told.groups[0].notes == 2
    assert {again.id, twin.statement.id} < set(told.hits)


def test_the_words_it_was_found_by_stand_below_the_challenge_that_has_them() -> None:
    told = answer(SILOS, RULES, words=("silos", "cheapest bid"))
    assert told.topic == "silos, cheapest bid"
    assert [alike(group, told.topic) for group in told.groups] == [
        "Words in common: silos",
        "Words in common: cheapest bid",
    ]
    assert alike(told.groups[0], "") == alike(told.groups[0], "cheap") == ""


def test_an_item_of_a_list_of_challenges_is_told_with_the_line_that_opens_it() -> None:
    item = statement("Staying on course for ten long years.", intro="Missions face challenges:")
    assert answer(replace(SILOS, challenge=item)).groups[0].lines[0].after == "Missions face challenges:"


LONG = st.integers(20, 260).map(lambda n: "word " * n)


@st.composite
def helpful(draw: st.DrawFn) -> Answer:
    """Any challenges with any approaches beside them."""
    found = []
    for number in range(draw(st.integers(0, 5))):
        told = [draw(statements(100 * number + at)) for at in range(draw(st.integers(1, 8)))]
        bonds: tuple[Bond, ...] = draw(st.sampled_from([(), ("item",), ("beside", "case", "link")]))
        challenge, *others = (replace(each, text=draw(TEXTS | LONG)) for each in told)
        found.append(Against(challenge, (), tuple(Pairing(each, 1.0, bonds) for each in others)))
    return answer(*found, words=tuple(draw(st.lists(st.sampled_from(["silos", "x" * 90]), max_size=9))))


@FEWER
@given(helpful())
def test_a_page_fits_and_says_its_challenges_first(told: Answer) -> None:
    listed = pages(told)
    shown = [line.statement for page in listed for group in page for line in group.lines]
    assert set(shown) == {line.statement for group in told.groups for line in group.lines}
    heads = {group.lines[0].statement for group in told.groups}
    for number, page in enumerate(listed):
        assert len(page) <= MOST_GROUPS
        assert sum(len(group.lines) for group in page) <= MOST_LINES
        assert all(group.lines[0].statement in heads for group in page)
        assert len(plain(told, number)) <= MOST_CHARACTERS
