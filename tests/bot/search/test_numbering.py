"""Numbers leave room: what stood keeps its own, what comes finds some between, or it is said that there are none."""

from __future__ import annotations

import pytest

from bot.search.numbering import NoRoom, spans

FIRST, SECOND, THIRD = (1 << 16, (1 << 16) + 2), (1 << 17, (1 << 17) + 4), (3 << 16, 3 << 16)


def test_new_notes_stand_in_order_far_from_each_other() -> None:
    assert spans("abc", {"a": 3, "b": 5, "c": 1}, {}) == {"a": FIRST, "b": SECOND, "c": THIRD}


def test_a_note_longer_than_the_room_for_one_takes_that_of_two() -> None:
    given = spans("ab", {"a": (1 << 16) + 1, "b": 1}, {})

    assert given["b"] == THIRD


def test_a_note_without_statements_takes_no_number() -> None:
    assert spans("abc", {"a": 3, "b": 0, "c": 5}, {}) == {"a": FIRST, "c": SECOND}


@pytest.mark.parametrize(
    ("held", "sizes", "given"),
    [
        ({"a": (1, 2), "c": (13, 14)}, {"b": 2}, {"b": (7, 8)}),  # into the middle
        ({"a": (1, 2), "c": (5, 6)}, {"b": 2}, {"b": (3, 4)}),  # no more than that
        ({"b": (30, 31), "c": (32, 33)}, {"a": 9}, {"a": (11, 19)}),  # before the first
        ({"a": (1, 2)}, {"b": 1, "c": 1}, {"b": (1 << 16, 1 << 16), "c": (1 << 17, 1 << 17)}),
        ({"c": (32, 33)}, {"a": 1, "b": 1}, {"a": (10, 10), "b": (20, 20)}),  # far from each other
    ],
)
def test_what_comes_finds_numbers_between_what_stands(
    held: dict[str, tuple[int, int]], sizes: dict[str, int], given: dict[str, tuple[int, int]]
) -> None:
    assert spans("abc", sizes, held) == given


@pytest.mark.parametrize(
    "held", [{"a": (1, 2), "c": (4, 6)}, {"a": (10, 12), "c": (1, 2)}, {"a": (1, 4), "c": (4, 6)}]
)
def test_where_there_is_no_room_or_another_order_it_is_said(held: dict[str, tuple[int, int]]) -> None:
    with pytest.raises(NoRoom):
        spans("abc", {"b": 2}, held)
