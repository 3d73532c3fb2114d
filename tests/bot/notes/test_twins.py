"""The same statement is recognised in two notes of a talk, without comparing all with all."""

from __future__ import annotations

import pytest

from bot.notes import twins
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


def test_of_ten_times_the_statements_about_ten_times_as_many_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def compared(size: int) -> int:
        pairs: list[tuple[set[str], ...]] = []
        monkeypatch.setattr(twins, "_alike", lambda *pair: pairs.append(pair))
        texts = [
            (f"n{at % 9}", " ".join(f"word{at * 7 % size + each}" for each in range(15)))
            for at in range(size)
        ]
        find(texts, range(size))
        return len(pairs)

    assert 0 < compared(5000) < 20 * compared(500)
