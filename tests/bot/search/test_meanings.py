"""The meanings of an index in memory: which statements are near, and how well their words fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from bot.search import meanings, senses
from bot.search.meaning import WIDTH, Vectors
from bot.search.meanings import Meanings, Sought
from tests.bot.search.words_as_directions import sense

TEXTS = {
    4: "children draw streets",
    5: "streets become gardens",
    9: "departments keep silos",
    10: "farmers deliver meals to schools",
}
AXES = senses.axes([sense(text) for text in TEXTS.values()])


def wholes(*numbers: int) -> bytes:
    return b"".join(senses.small(sense(TEXTS[number]).whole).tobytes() for number in numbers)


def held(*notes: tuple[int, bytes], axes: bytes = AXES.tobytes()) -> Meanings:
    return Meanings(notes, axes)


@pytest.fixture
def two_notes() -> Meanings:
    return held((4, wholes(4, 5)), (9, wholes(9, 10)))


def pieces(numbers: Sequence[int]) -> dict[int, bytes]:
    return {number: senses.pieces(sense(TEXTS[number]).pieces, AXES).tobytes() for number in numbers}


@pytest.mark.parametrize("number", TEXTS)
def test_a_statement_is_nearest_to_its_own_words(two_notes: Meanings, number: int) -> None:
    near = two_notes.near(two_notes.sought(sense(TEXTS[number])), 1)

    assert near.best == (number,)
    assert near.to([number]) == [pytest.approx(1, abs=0.01)]


def test_those_that_share_a_word_are_nearer_than_those_that_share_none(two_notes: Meanings) -> None:
    near = two_notes.near(two_notes.sought(sense("streets for all")), 2)

    assert set(near.best) == {4, 5}
    alike, other = near.to([4, 9])
    assert alike > 0.2 > other


def test_a_statement_lies_beside_itself_then_those_that_share_a_word(two_notes: Meanings) -> None:
    near = two_notes.beside(4, 2)

    assert set(near.best) == {4, 5}
    itself, alike, other = near.to([4, 5, 9])
    assert itself == pytest.approx(1, abs=0.01)
    assert alike > other


def test_of_many_statements_the_likest_are_found_without_comparing_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(meanings, "_ALL_COMPARED", 2_000)
    monkeypatch.setattr(meanings, "_COMPARED", 200)
    compared: list[int] = []
    monkeypatch.setattr(senses, "likeness", counting(compared))
    dice = np.random.default_rng(2)
    asked = dice.standard_normal(WIDTH, np.float32)
    rows = dice.standard_normal((4_000, WIDTH), np.float32)
    alike = (17, 1_999, 2_000, 3_999)
    rows[list(alike)] = asked + dice.standard_normal((4, WIDTH), np.float32)
    many = held((7, senses.small(rows).tobytes()))

    near = many.near(Sought(asked, np.zeros((0, senses.AXES), np.int8)), 4)

    assert set(near.best) == {7 + at for at in alike}
    assert 200 <= sum(compared) < 400
    assert min(near.to(near.best)) > 0.5 > max(near.to([7, 8, 25, 2_008]))


def counting(compared: list[int]) -> Callable[[senses.Small, senses.Small, Vectors], Vectors]:
    real = senses.likeness

    def likeness(asked: senses.Small, wholes: senses.Small, long: Vectors) -> Vectors:
        compared.append(len(wholes))
        return real(asked, wholes, long)

    return likeness


def test_what_shares_a_word_with_another_is_nearer_to_all_than_what_shares_none(two_notes: Meanings) -> None:
    assert two_notes.common(5) > two_notes.common(9)
    assert sum(two_notes.common(number) for number in TEXTS) == pytest.approx(0, abs=0.05)


def test_typical_is_how_near_all_are_on_average(two_notes: Meanings) -> None:
    near = two_notes.near(two_notes.sought(sense("streets")), 1)

    assert near.typical == pytest.approx(sum(near.to(list(TEXTS))) / 4, abs=1e-6)


@pytest.mark.parametrize(("found", "most"), [(0, 0), (1, 1), (3, 3), (4, 4), (4, 100)])
def test_no_more_are_near_than_asked_for_and_than_there_are(
    two_notes: Meanings, found: int, most: int
) -> None:
    best = two_notes.near(two_notes.sought(sense("streets")), most).best

    assert len(set(best)) == len(best) == found


def test_where_there_are_no_statements_none_is_near() -> None:
    nobody = held()
    near = nobody.near(nobody.sought(sense("streets")), 10)

    assert (near.best, near.typical) == ((), 0.0)


def test_a_note_without_statements_does_not_disturb_the_others() -> None:
    some = held((4, wholes(4, 5)), (6, b""), (9, wholes(9, 10)))

    assert some.near(some.sought(sense(TEXTS[10])), 1).best == (10,)


def test_statements_are_read_word_by_word_in_the_order_asked(two_notes: Meanings) -> None:
    read = two_notes.wording(two_notes.sought(sense("children draw gardens")), pieces)
    scores = read([9, 5, 4])

    assert scores[2] > scores[1] > scores[0]
    assert read([4]) == pytest.approx([scores[2]], abs=1e-6)
    assert read([]) == []


def test_a_statement_has_all_its_own_words(two_notes: Meanings) -> None:
    read = two_notes.wording(two_notes.sought(sense(TEXTS[10])), pieces)

    assert read([10]) == pytest.approx([1], abs=5e-3)


def test_a_question_is_read_by_the_words_that_weigh(two_notes: Meanings) -> None:
    asked = two_notes.sought(sense("streets silos"))

    assert max((4, 9), key=lambda at: two_notes.wording(asked, pieces, [1.0, 0.0])([at])[0]) == 4
    assert max((4, 9), key=lambda at: two_notes.wording(asked, pieces, [0.0, 1.0])([at])[0]) == 9


@pytest.mark.parametrize("text", ["children draw streets", "one", ""])
def test_what_a_question_means_survives_being_kept(two_notes: Meanings, text: str) -> None:
    asked = two_notes.sought(sense(text))
    back = meanings.sought(asked.kept())

    assert np.array_equal(back.whole, asked.whole)
    assert np.array_equal(back.words, asked.words)
    assert back.words.shape == (len(text.split()), senses.AXES)
    assert len(asked.kept()) == 4 * WIDTH + senses.AXES * len(text.split())


def test_meanings_along_other_axes_bear_another_mark(two_notes: Meanings) -> None:
    others = senses.axes([sense("plums and cake"), sense("cranes and harbours")])

    assert held((4, wholes(4, 5))).mark == two_notes.mark
    assert held((4, wholes(4, 5)), axes=others.tobytes()).mark != two_notes.mark
