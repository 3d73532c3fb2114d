"""The same statement is recognised in two notes of a talk, without comparing all with all."""

from __future__ import annotations

import time

import pytest

from bot.notes.twins import find

SAID = "School children worked as urban designers and drew their own streets"


@pytest.mark.parametrize(
    ("other", "twin"),
    [
        (SAID, True),
        ("Children from the school worked as designers: they drew streets of their own", True),
        ("Urban planners met the children of a village", False),  # two words in common are too few
        ("Government structures reward keeping silos", False),
        ("", False),
    ],
)
def test_what_says_the_same_in_another_note_is_a_twin(other: str, twin: bool) -> None:
    assert find([("a", SAID), ("b", other)], [0]) == ({0: (1,)} if twin else {})


def test_a_note_has_no_twins_within_itself() -> None:
    assert find([("a", SAID), ("a", SAID)], [0, 1]) == {}


def test_only_what_was_asked_for_is_looked_up() -> None:
    assert find([("a", SAID), ("b", SAID)], [1]) == {1: (0,)}


def test_words_that_everybody_uses_make_no_twins() -> None:
    common = [(f"n{at}", "government innovation policy mission") for at in range(60)]
    assert find(common, range(60)) == {}


def test_ten_times_the_statements_take_about_ten_times_as_long() -> None:
    def took(size: int) -> float:
        texts = [
            (f"n{at % 9}", " ".join(f"word{at * 7 % size + each}" for each in range(15)))
            for at in range(size)
        ]
        start = time.process_time()
        find(texts, range(size))
        return time.process_time() - start

    took(500)
    assert took(5000) < 40 * max(took(500), 0.005)
