"""What several notes tell is told once, with all its links; what they tell differently stands."""

from __future__ import annotations

import pytest

from bot.answers.lines import Shelf, line
from bot.answers.twins import merged, same, shared
from bot.model import Citation, Seconds, Statement
from bot.notes import seconds

SHELF = Shelf({}, {}, "https://www.youtube.com/watch?v={video}&t={second}s")


def stamp(raw: str) -> Seconds:
    return seconds.read(raw, None)


def said(text: str, *stamps: Seconds, note: str = "streets", video: str | None = "abc") -> Statement:
    return Statement(f"{note}:{text}", Citation(note, 7, video, stamps), text)


ONE = said("School children redesigned their streets.", stamp("1:16:27"))
TWIN = said("Their streets were redesigned by school children.", stamp("27:35"), note="food", video="def")
RETOLD = said("Streets were redesigned with school children.", stamp("1:16:28"), note="food")
OTHER = said("Farmers deliver the meals to schools.", stamp("1:16:27"), note="food")


def elsewhere(text: str) -> Statement:
    return said(text, note="food", video="def")


@pytest.mark.parametrize(
    ("one", "other", "twins"),
    [
        (ONE, TWIN, True),
        (TWIN, ONE, True),
        (ONE, RETOLD, True),  # the same moment of the same talk, in like words
        (ONE, OTHER, False),  # the same moment, in other words
        (ONE, said("Streets were redone with school pupils.", stamp("2:16:28"), note="food"), False),
        (ONE, said(ONE.text, stamp("1:16:27")), False),  # the same note says it twice on purpose
        (ONE, said(ONE.text, note="food", video=None), True),
        (said("A, B.", video=None), said("C, D.", note="food", video=None), False),
        # A word or two stand in many a sentence.
        (said("Streets."), elsewhere("School children redesigned their streets with the city."), False),
        (said("School children redesigned their streets with the city."), elsewhere("Streets."), False),
    ],
)
def test_what_tells_the_same_thing(one: Statement, other: Statement, twins: bool) -> None:
    assert same(one, other) is twins


@pytest.mark.parametrize(
    ("one", "other", "twins"),
    [
        ("By 2030, 100 cities are climate neutral.", "By 2030, 112 cities are climate neutral.", False),
        ("By 2030, 100 cities are climate neutral.", "By 2030, 100 cities are climate neutral.", True),
        # What is merged must tell no number that is not shown.
        ("100 cities are climate neutral.", "The cities are climate neutral.", True),
        ("The cities are climate neutral.", "100 cities are climate neutral.", False),
        ("The city has four missions on food.", "The city has five missions on food.", False),
        ("The city has 4 missions on food.", "The city has four missions on food.", True),
        ("It cost 2.5 million euros in all.", "It cost 2,5 million euros in all.", False),
        # A name is no number.
        ("Schools closed early in the pandemic.", "Schools closed early in the COVID-19 pandemic.", True),
    ],
)
def test_where_two_notes_give_different_numbers_both_stand(one: str, other: str, twins: bool) -> None:
    assert same(said(one), elsewhere(other)) is twins


def test_twins_of_two_notes_are_one_line_with_both_links() -> None:
    [told] = merged([ONE, TWIN])
    made = line(told, SHELF)

    assert made.text == ONE.text
    assert [link.url for link in made.links] == ["https://www.youtube.com/watch?v=abc&t=4582s"]
    assert [link.url for link in made.also] == ["https://www.youtube.com/watch?v=def&t=1650s"]


def test_three_twins_bring_each_link_once() -> None:
    third = said(ONE.text, stamp("27:35"), note="third", video="def")
    [told] = merged([ONE, TWIN, third])

    assert len(line(told, SHELF).also) == 1


def test_a_twin_of_the_same_second_adds_no_link_but_its_stamp() -> None:
    [told] = merged([ONE, said(ONE.text, stamp("1:16:27"), note="food")])
    made = line(told, SHELF)

    assert (len(made.links), made.also) == (1, ())
    assert [each.note for each in made.stamps] == ["streets", "food"]


def test_statements_of_one_note_are_never_merged() -> None:
    assert len(merged([ONE, said(ONE.text, stamp("1:16:27"))])) == 2


def test_statements_keep_their_order() -> None:
    assert [told.statement for told in merged([OTHER, ONE, TWIN])] == [OTHER, ONE]


def test_what_stands_beside_comes_first_stays_apart_and_takes_its_twins() -> None:
    told = merged([OTHER, said(ONE.text, note="third")], beside=[ONE, TWIN])

    assert [each.statement for each in told] == [ONE, TWIN, OTHER]
    assert [len(each.twins) for each in told] == [1, 0, 0]


def test_how_much_two_lists_share_is_counted_by_the_second() -> None:
    assert shared([ONE], [TWIN, OTHER]) == 1
    assert shared([ONE, TWIN], []) == 0
