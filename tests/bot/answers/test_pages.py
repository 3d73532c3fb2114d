"""Pages: at most three groups, ten lines and 3,800 characters, and every line on one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from bot.answers import answering
from bot.answers.pages import MOST_CHARACTERS, MOST_GROUPS, MOST_LINES, pages
from bot.answers.plain import plain, whole
from bot.model import Answer, Citation, Found, Group, Hit, Line, Link, Question, Seconds, Statement
from tests.bot.answers.making import SHELF, answers

QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


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


# --- the promises, for any answer -----------------------------------------------------------------------------


@QUICK
@given(answers())
def test_no_page_has_more_than_fits_a_screen(one: Answer) -> None:
    for page in pages(one):
        assert len(page) <= MOST_GROUPS
        assert sum(len(part.lines) for part in page) <= MOST_LINES


@QUICK
@given(answers())
def test_every_page_in_plain_text_stays_below_its_limit(one: Answer) -> None:
    assert all(len(plain(one, number)) < MOST_CHARACTERS for number in range(len(pages(one))))
    assert len(whole(one)) < MOST_CHARACTERS


@QUICK
@given(answers())
def test_every_line_stands_on_exactly_one_page(one: Answer) -> None:
    paged = Counter(each.statement for page in pages(one) for part in page for each in part.lines)

    assert paged == Counter(each.statement for part in one.groups for each in part.lines)
    assert set(paged.values()) <= {1}


@QUICK
@given(answers())
def test_a_page_shows_no_group_twice_and_none_empty(one: Answer) -> None:
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
            long,
            (long,),
            (long,),
        )
        for number in range(50)
    ]
    hits = tuple(Hit(each, 1.0, 1.0, frozenset("x")) for each in statements)
    question = Question(
        "cost when who led target result", (long,), "challenge", unknown_places=(long[:60],) * 60
    )
    for tier in ("confident", "closest", "nothing"):
        one = answering.answer(Found(question, tier, hits, (long,) * 60, ((long, long),) * 60), {}, SHELF)

        assert len(whole(one)) < MOST_CHARACTERS
        assert all(0 < len(plain(one, number)) < MOST_CHARACTERS for number in range(len(pages(one))))


def test_a_single_monstrous_statement_gives_one_page() -> None:
    monster = Statement("id0", Citation("n", 1, None, ()), "A monstrous claim. " * 270, ("Here",))
    one = answering.answer(
        Found(Question("x", ("x",)), "confident", (Hit(monster, 1, 1, frozenset("x")),)), {}, SHELF
    )

    assert len(pages(one)) == 1
    assert plain(one).startswith("Here — 1 note, 0 talks\n• A monstrous claim. ")
    assert " … (n, line 1)" in plain(one)


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
