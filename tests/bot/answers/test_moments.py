"""What was said at a second of a talk, just before and just after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import moments
from bot.answers.lines import Shelf
from bot.model import Case, Citation, Line, Said, Seconds, Statement, Video

TALK = "-KQokCATILo"
SHELF = Shelf({"a": "Streets", "b": "Schools"}, {}, "https://www.youtube.com/watch?v={video}&t={second}s")


def statement(words: str, *seconds: Seconds | int, note: str = "a", case: str | None = None) -> Statement:
    stamps = tuple(each if isinstance(each, Seconds) else Seconds(str(each), each) for each in seconds)
    return Statement(f"id-{note}-{words}", Citation(note, 1, TALK, stamps), words, case=case)


GARDENS = statement("Gardens grew where cars had stood.", 100)
DRAWN = statement("Children drew their own street.", 200, case="The Street")
VOTED = statement("Neighbours voted on the drawings.", 260)
PAID = statement("The city paid for paint only.", 900, case="The Street")
OF_TALK = (GARDENS, DRAWN, VOTED, PAID)


def at(second: int | None, *of_talk: Statement, shelf: Shelf = SHELF, cases: tuple[Case, ...] = ()) -> Said:
    told = of_talk or OF_TALK
    near = moments.Chosen() if second is None else moments.chosen(told, second, shelf)
    of_case = tuple(each for each in told if each.case and each.case == near.case)
    return moments.said(told, second, near, of_case, {each.name: each for each in cases}, shelf)


def texts(*lines: tuple[Line, ...]) -> list[str]:
    return [line.text for some in lines for line in some]


@pytest.mark.parametrize(
    ("second", "then", "before", "after"),
    [
        (200, DRAWN, GARDENS, VOTED),
        (195, DRAWN, GARDENS, VOTED),  # where Casebook's own link begins
        (194, GARDENS, None, DRAWN),
        (230, DRAWN, GARDENS, VOTED),
        (600, PAID, VOTED, None),  # nobody goes on for more than five minutes
        (0, GARDENS, None, DRAWN),
        (555, VOTED, DRAWN, PAID),
    ],
)
def test_what_was_said_is_what_began_last_before_the_second(
    second: int, then: Statement, before: Statement | None, after: Statement | None
) -> None:
    said = at(second)
    assert texts(said.then) == [then.text]
    assert texts(said.before) == ([before.text] if before else [])
    assert texts(said.after) == ([after.text] if after else [])


@pytest.mark.parametrize("second", [None, 1_300, 99_999])
def test_without_a_statement_within_five_minutes_there_are_only_the_talk_and_its_size(
    second: int | None,
) -> None:
    said = at(second)
    assert (said.then, said.before, said.after, said.case) == ((), (), (), None)
    assert (said.title, said.notes, said.statements) == ("Streets", 1, 4)


def test_a_talk_has_its_own_title_where_it_is_known() -> None:
    shelf = replace(SHELF, videos={TALK: Video(TALK, "From anticipation to bold missions")})
    assert at(None, shelf=shelf).title == "From anticipation to bold missions"
    assert at(None, GARDENS, statement("Cooks taste.", 5, note="b")).title == "Streets · Schools"


def test_the_second_is_told_as_a_player_shows_it() -> None:
    assert at(4453).at == "1:14:13"


def test_what_two_notes_say_at_once_is_told_once_with_both_links() -> None:
    again = statement("The children drew their own street.", 202, note="b")
    said = at(200, *OF_TALK, again)
    assert texts(said.then) == [DRAWN.text]
    assert [link.label for link in said.then[0].also] == ["3:22"]
    assert texts(said.before, said.after) == [GARDENS.text, VOTED.text]


def test_a_twin_of_what_is_said_then_is_neither_before_nor_after() -> None:
    again = statement("Children drew their own street", 205, note="b")
    said = at(200, DRAWN, again, VOTED)
    assert texts(said.before, said.after) == [VOTED.text]


def test_a_stamp_with_two_readings_is_found_at_both() -> None:
    doubtful = statement("It may be then.", Seconds("02:46:00", 166, 9_960, "two readings"))
    assert texts(at(166, doubtful).then) == texts(at(9_955, doubtful).then) == ["It may be then."]


def test_a_stamp_that_cannot_be_right_is_found_nowhere() -> None:
    assert at(0, statement("Nobody knows when.", Seconds("01:88:00", None, None, "unusable"))).then == ()


def test_a_curators_second_counts() -> None:
    shelf = replace(SHELF, corrections={(DRAWN.id, "200"): 2_000})
    assert texts(at(2_000, shelf=shelf).then) == [DRAWN.text]
    assert DRAWN.text not in texts(at(200, shelf=shelf).then)


def test_the_case_comes_with_what_else_is_told_of_it() -> None:
    said = at(200, cases=(Case("The Street", "Sweden", "Vinnova"),))
    assert said.case is not None
    assert said.case.title == "Vinnova, “The Street”"
    assert texts(said.case.lines) == [PAID.text]
    assert all(line.links[0].url for line in said.case.lines)


def test_where_no_case_is_told_of_none_is_named() -> None:
    assert at(100).case is None


MANY = st.lists(st.tuples(st.integers(0, 400), st.sampled_from("ab")), min_size=1, max_size=30)


@given(MANY, st.integers(0, 700))
def test_nothing_is_shown_twice_and_few_lines_at_most(stamps: list[tuple[int, str]], second: int) -> None:
    of_talk = [statement(f"Line {n} of {note}.", at, note=note) for n, (at, note) in enumerate(stamps)]
    said = at(second, *of_talk)
    shown = texts(said.then, said.before, said.after)
    assert len(shown) == len(set(shown)) <= 5
    assert bool(said.then) or not (said.before or said.after)
