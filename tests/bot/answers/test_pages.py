"""Pages: at most three groups, ten lines and 3,800 characters, and every line on one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.answers import answering
from bot.answers.groups import Around
from bot.answers.lists import Listing
from bot.answers.pages import MOST_CHARACTERS, MOST_GROUPS, MOST_LINES, in_order, pages, quiet, runs
from bot.answers.plain import plain, whole
from bot.model import Answer, Citation, Found, Group, Hit, Line, Link, Question, Seconds, Statement
from tests.bot.answers.making import FEWER, SHELF, answers


def line(number: int, text: str = "A line.") -> Line:
    link = Link("1:00", "https://www.youtube.com/watch?v=abc&t=55s")
    return Line(f"id{number}", text, "", "example", (link,), (), "note, line 1")


def group(title: str, *numbers: int, text: str = "A line.") -> Group:
    return Group(title, None, None, 1, 1, tuple(line(number, text) for number in numbers))


def answer(*groups: Group) -> Answer:
    ids = sorted((each.statement for one in groups for each in one.lines), key=lambda each: int(each[2:]))
    return Answer("confident", groups, tuple(ids))


def layout(one: Answer) -> list[list[tuple[str, list[int]]]]:
    return [
        [(part.title, [int(each.statement[2:]) for each in part.lines]) for part in page]
        for page in pages(one)
    ]


def test_groups_are_in_order_as_the_pages_come_to_them() -> None:
    late = group("late", *range(50, 55))
    one = answer(late, group("first", *range(4)), group("second", *range(10, 13)))
    assert [each.title for each in in_order(one)] == ["first", "second", "late"]
    assert in_order(one)[2] == late


# --- the promises, for any answer -----------------------------------------------------------------------------


@settings(FEWER, max_examples=settings().max_examples // 2)
@given(answers())
def test_every_promise_holds_for_any_answer(one: Answer) -> None:
    in_order_every_group_stands_once(one)
    no_page_has_more_than_fits_a_screen(one)
    every_page_in_plain_text_stays_below_its_limit(one)
    a_page_has_eight_items_of_one_list_at_most(one)
    every_line_stands_on_exactly_one_page(one)
    the_lines_of_a_list_keep_their_order_from_page_to_page(one)
    a_page_shows_no_group_twice_and_none_empty(one)


def in_order_every_group_stands_once(one: Answer) -> None:
    assert sorted(in_order(one), key=repr) == sorted(one.groups, key=repr)


def no_page_has_more_than_fits_a_screen(one: Answer) -> None:
    for page in pages(one):
        assert len(page) <= MOST_GROUPS
        assert sum(len(part.lines) for part in page) <= MOST_LINES


def every_page_in_plain_text_stays_below_its_limit(one: Answer) -> None:
    assert all(len(plain(one, number)) < MOST_CHARACTERS for number in range(len(pages(one))))
    assert len(whole(one)) < MOST_CHARACTERS


def a_page_has_eight_items_of_one_list_at_most(one: Answer) -> None:
    assert all(sum(line.part == "item" for line in part.lines) <= 8 for page in pages(one) for part in page)


def every_line_stands_on_exactly_one_page(one: Answer) -> None:
    paged = Counter(each.statement for page in pages(one) for part in page for each in part.lines)

    assert paged == Counter(each.statement for part in one.groups for each in part.lines)
    assert set(paged.values()) <= {1}


def the_lines_of_a_list_keep_their_order_from_page_to_page(one: Answer) -> None:
    paged = [each.statement for page in pages(one) for part in page for each in part.lines if each.part]
    place = {statement: at for at, statement in enumerate(paged)}

    for group in one.groups:
        for run in runs(group.lines):
            at = [place[each.statement] for each in run if each.part]
            assert at == sorted(at)


def a_page_shows_no_group_twice_and_none_empty(one: Answer) -> None:
    for page in pages(one):
        titles = [(part.title, part.lines[0].statement) for part in page]

        assert len(set(titles)) == len(titles)


def test_the_worst_answer_that_can_be_thought_of_fits() -> None:
    """Every part is as long as it may be: title, lead, text, links, and the words around them."""
    long = "z" * 5_000
    statements = [
        Statement(
            f"id{number}",
            Citation(long, 10**9, long[:20], tuple(Seconds("x", second) for second in range(0, 40_000, 61))),
            f"They {long}",
            (long,),
            (long,),
            long,
        )
        for number in range(50)
    ]
    around = Around({each.id: statements[0] for each in statements}, [Listing(None, tuple(statements[::2]))])
    hits = tuple(Hit(each, 1.0, 1.0, frozenset("x")) for each in statements)
    question = Question(
        "cost when who led target result", (long,), "challenge", unknown_places=(long[:60],) * 60
    )
    for tier in ("confident", "closest", "nothing"):
        one = answering.answer(
            Found(question, tier, hits, (long,) * 60, ((long, long),) * 60), {}, SHELF, around
        )

        assert len(whole(one)) < MOST_CHARACTERS
        assert all(0 < len(plain(one, number)) < MOST_CHARACTERS for number in range(len(pages(one))))


def test_a_single_monstrous_statement_gives_one_page() -> None:
    monster = Statement("id0", Citation("n", 1, None, ()), "A monstrous claim. " * 270, ("Here",))
    one = answering.answer(
        Found(Question("x", ("x",)), "confident", (Hit(monster, 1, 1, frozenset("x")),)), {}, SHELF
    )

    assert len(pages(one)) == 1
    assert plain(one).startswith("Here — 1 note, no talk\n• A monstrous claim. ")
    assert " … (n, line 1; no recording)" in plain(one)


# --- the order of ordinary answers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("groups", "laid_out"),
    [
        ((), [[]]),
        ((group("A", 0),), [[("A", [0])]]),
        ((group("A", 0, 1), group("B", 2)), [[("A", [0, 1]), ("B", [2])]]),
        # Four lines of a group at once, so that a screen shows more than one case.
        ((group("A", *range(6)), group("B", 6)), [[("A", [0, 1, 2, 3]), ("B", [6])], [("A", [4, 5])]]),
        # Three groups at once; the fourth waits.
        (
            tuple(group(name, number) for number, name in enumerate("ABCD")),
            [[("A", [0]), ("B", [1]), ("C", [2])], [("D", [3])]],
        ),
        # Ten lines at once.
        (
            (group("A", 0, 1, 2, 3), group("B", 4, 5, 6, 7), group("C", 8, 9, 10)),
            [[("A", [0, 1, 2, 3]), ("B", [4, 5, 6, 7])], [("C", [8, 9, 10])]],
        ),
        # The best statement first, whatever the order of the groups.
        ((group("A", 5), group("B", 0)), [[("B", [0]), ("A", [5])]]),
    ],
)
def test_how_groups_are_laid_out(
    groups: tuple[Group, ...], laid_out: list[list[tuple[str, list[int]]]]
) -> None:
    assert layout(answer(*groups)) == laid_out


# --- lists ----------------------------------------------------------------------------------------------------


def listed(title: str, *numbers: int, opener: int | None = None, alone: tuple[int, ...] = ()) -> Group:
    """A group of some lines, and of a list shown whole."""
    first = [line(number) for number in alone]
    opening = [replace(line(opener, "Missions:"), part="opener")] if opener is not None else []
    items = [replace(line(number), part="item", after="Missions:") for number in numbers]
    return Group(title, None, None, 1, 1, (*first, *opening, *items))


@pytest.mark.parametrize(
    ("groups", "laid_out"),
    [
        # Eight items at once beside the line that opens them.
        ((listed("A", *range(1, 8), opener=0),), [[("A", [0, 1, 2, 3, 4, 5, 6, 7])]]),
        ((listed("A", *range(1, 11), opener=0),), [[("A", list(range(9)))], [("A", [9, 10])]]),
        ((listed("A", *range(9)),), [[("A", list(range(8)))], [("A", [8])]]),
        # What stands above it in its group stays with it where there is room, and goes before it where not.
        ((listed("A", 1, 2, 3, 4, 5, alone=(0,)),), [[("A", [0, 1, 2, 3, 4, 5])]]),
        (
            (listed("A", *range(4, 13), opener=3, alone=(0, 1, 2)),),
            [[("A", [0, 1, 2])], [("A", list(range(3, 12)))], [("A", [12])]],
        ),
        # The rest of a list comes before what was found less well.
        (
            (listed("A", *range(1, 11), opener=0), group("B", 11), group("C", 12)),
            [[("A", list(range(9))), ("B", [11])], [("A", [9, 10]), ("C", [12])]],
        ),
        # Beside others a list begins where there is room for a good part of it, and goes on behind More.
        (
            (group("A", 0, 1, 2, 3), listed("B", *range(5, 13), opener=4)),
            [[("A", [0, 1, 2, 3]), ("B", [4, 5, 6, 7, 8, 9])], [("B", [10, 11, 12])]],
        ),
        (
            (group("A", 0, 1, 2, 3), group("B", 4, 5, 6), listed("C", 8, 9, 10, 11, opener=7)),
            [[("A", [0, 1, 2, 3]), ("B", [4, 5, 6])], [("C", [7, 8, 9, 10, 11])]],
        ),
        # No end of a list comes before its beginning.
        (
            (group("A", 0, 1, 2, 3), group("B", 4, 5, 6), listed("C", *range(8, 17), opener=7)),
            [[("A", [0, 1, 2, 3]), ("B", [4, 5, 6])], [("C", list(range(7, 16)))], [("C", [16])]],
        ),
    ],
)
def test_how_lists_are_laid_out(
    groups: tuple[Group, ...], laid_out: list[list[tuple[str, list[int]]]]
) -> None:
    assert layout(answer(*groups)) == laid_out


def test_items_that_no_question_met_follow_their_list_to_the_next_page() -> None:
    both = (listed("A", *range(1, 11), opener=0), group("B", 11))
    shown = replace(answer(*both), hits=("id0", "id11"))

    assert layout(shown) == [[("A", list(range(9))), ("B", [11])], [("A", [9, 10])]]


def test_a_list_may_have_a_page_to_itself_but_no_more() -> None:
    long = listed("A", *range(1, 9), opener=0)
    long = replace(long, lines=tuple(replace(each, text="w" * 500) for each in long.lines))
    made = pages(answer(long))

    assert [len(part.lines) for page in made for part in page] == [5, 4]
    assert all(len(plain(answer(long), number)) < MOST_CHARACTERS for number in range(len(made)))


def test_two_lists_are_two_runs_and_other_lines_stand_alone() -> None:
    first, second = listed("A", 1, 2, opener=0, alone=(9,)), listed("B", 3, 4)
    other = tuple(replace(each, after="Meals:") for each in second.lines)

    assert [len(run) for run in runs((*first.lines, *other))] == [1, 3, 2]


# --- what a line leans on -------------------------------------------------------------------------------------


def test_what_the_line_above_says_is_not_said_again() -> None:
    opener, first, second = listed("A", 1, 2, opener=0).lines
    third = replace(line(3), after="Elsewhere.")

    assert [each.after for each in quiet((opener, first, second, third))] == ["", "", "", "Elsewhere."]
    assert [each.after for each in quiet((first, second))] == ["Missions:", ""]
    assert [each.after for each in quiet((third, first))] == ["Elsewhere.", "Missions:"]


def test_the_rest_of_a_list_says_on_its_page_what_it_is_of() -> None:
    long = answer(listed("A", *range(1, 11), opener=0))

    assert "[Missions:]" not in plain(long, 0)
    assert plain(long, 1).count("[Missions:]") == 1


# --- room -----------------------------------------------------------------------------------------------------


def test_long_lines_make_more_pages() -> None:
    long = answer(group("A", 0, 1, 2, 3, text="w" * 700), group("B", 4, 5, 6, 7, text="w" * 700))

    assert len(pages(long)) > 1
    assert pages(long)[0][0].lines[0].statement == "id0"


def test_how_words_of_another_language_were_read_takes_its_room() -> None:
    full = answer(
        *(group(name, number * 2, number * 2 + 1, text="w" * 450) for number, name in enumerate("ABC"))
    )

    assert len(pages(full)) == 1
    assert len(pages(replace(full, understood=(("t" * 40, "m" * 40),) * 8))) == 2


def test_what_is_said_around_the_lines_takes_its_room() -> None:
    full = answer(
        *(group(name, number * 2, number * 2 + 1, text="w" * 450) for number, name in enumerate("ABC"))
    )
    wordy = replace(
        full, unmatched=("u" * 40,) * 8, unknown_places=("p" * 40,) * 8, slips=(("s", "s" * 40),) * 8
    )

    assert len(pages(full)) == 1
    assert len(pages(wordy)) == 2
