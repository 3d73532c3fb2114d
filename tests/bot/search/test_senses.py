"""Meanings made small: their angles stay, and texts are compared whole and word by word."""

from __future__ import annotations

import numpy as np
import pytest

from bot.search import senses
from bot.search.meaning import WIDTH, Vectors
from bot.search.senses import AXES, Small
from tests.bot.search.words_as_directions import sense

TEXTS = ("children draw streets", "streets become gardens", "departments keep silos", "farmers deliver meals")


def directions(number: int, seed: int = 3) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(number, WIDTH)).astype(np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def cosines(one: Vectors, other: Vectors) -> Vectors:
    rows, others = (each.astype(np.float64) for each in (one, other))
    lengths = np.linalg.norm(rows, axis=1)[:, None] * np.linalg.norm(others, axis=1)
    return np.asarray(rows @ others.T / lengths, np.float32)


@pytest.fixture(scope="module")
def axes() -> Vectors:
    """The axes of texts with more words than there are axes."""
    return senses.axes([sense(" ".join(f"word{n}" for n in range(at, at + 9))) for at in range(0, 90, 3)])


# --- small ----------------------------------------------------------------------------------------------------


def test_small_rows_keep_their_angles_within_a_hundredth() -> None:
    rows = directions(200)
    rows[100:] = rows[:100] + 0.5 * rows[100:]  # some are near each other
    kept = senses.small(rows)

    assert kept.dtype == np.int8
    assert (
        np.abs(cosines(kept.astype(np.float32), kept.astype(np.float32)) - cosines(rows, rows)).max() < 0.01
    )


def test_a_row_is_scaled_by_its_own_largest_number() -> None:
    rows = np.array([[1.0, -0.5, 0.0], [0.002, -0.004, 0.001]], np.float32)

    assert senses.small(rows).tolist() == [[127, -64, 0], [64, -127, 32]]


@pytest.mark.parametrize("shape", [(0, WIDTH), (1, WIDTH), (WIDTH,)])
def test_rows_of_nothing_stay_nothing(shape: tuple[int, ...]) -> None:
    kept = senses.small(np.zeros(shape, np.float32))

    assert kept.shape == shape
    assert not kept.any()


# --- axes -----------------------------------------------------------------------------------------------------


def test_axes_stand_at_right_angles_and_have_length_one(axes: Vectors) -> None:
    assert axes.shape == (WIDTH, AXES)
    assert axes.dtype == np.float32
    assert np.abs(axes.T @ axes - np.eye(AXES)).max() < 1e-5


def test_axes_point_where_their_largest_number_is_above_nought(axes: Vectors) -> None:
    assert (axes[np.abs(axes).argmax(axis=0), np.arange(AXES)] > 0).all()


def test_axes_do_not_depend_on_the_order_of_the_texts() -> None:
    told = [sense(f"{text} {n}") for n in range(30) for text in TEXTS]
    # Far fewer words than axes: only the strongest are settled by the texts.
    settled = slice(0, 8)

    assert np.abs(senses.axes(told)[:, settled] - senses.axes(told[::-1])[:, settled]).max() < 1e-4


def test_the_first_axis_is_the_direction_in_which_most_lies() -> None:
    told = [sense("streets"), sense("streets"), sense("streets"), sense("gardens")]
    first = senses.axes(told)[:, 0]

    assert abs(float(first @ told[0].whole)) > 0.99


def test_word_pieces_along_the_axes_keep_most_of_their_angles(axes: Vectors) -> None:
    words = sense(" ".join(f"word{n}" for n in range(60)))
    kept = senses.pieces(words.pieces, axes).astype(np.float32)
    same = cosines(kept, kept)

    assert kept.shape == (60, AXES)
    assert np.allclose(np.diag(same), 1)
    # Words of the model lie at nearly right angles, and still do where a sixth of the numbers is left.
    assert np.abs(same - np.eye(60)).mean() < 0.15


# --- lengths --------------------------------------------------------------------------------------------------


def test_each_row_has_its_length_and_a_row_of_nothing_can_be_divided_by() -> None:
    rows = np.zeros((3, WIDTH), np.int8)
    rows[0, :2] = 3, 4
    rows[1] = -127

    assert senses.lengths(rows) == pytest.approx([5, 127 * WIDTH**0.5, 1])
    assert senses.lengths(rows[:0]).shape == (0,)


# --- signs ----------------------------------------------------------------------------------------------------


def test_rows_are_apart_by_the_signs_in_which_they_differ() -> None:
    rows = np.ones((3, WIDTH), np.int8)
    rows[1, :5] = -1
    rows[2] = -1

    assert senses.apart(senses.signs(rows[:1]), senses.signs(rows)).tolist() == [0, 5, WIDTH]


# --- likeness -------------------------------------------------------------------------------------------------


def likeness(whole: Vectors, wholes: Small) -> Vectors:
    return senses.likeness(senses.small(whole), wholes, senses.lengths(wholes))


def test_likeness_is_the_cosine_within_a_hundredth() -> None:
    asked, told = directions(1, seed=5), directions(50, seed=6)
    told[:10] += 0.3 * asked
    near = likeness(asked[0], senses.small(told))

    assert near.dtype == np.float32
    assert np.abs(near - cosines(asked, told)[0]).max() < 0.01


def test_a_text_is_like_itself_and_unlike_its_opposite() -> None:
    [row] = directions(1)

    assert likeness(row, senses.small(np.stack([row, -row]))) == pytest.approx([1, -1], abs=1e-3)


def test_what_means_nothing_is_like_nothing() -> None:
    [row] = directions(1)

    assert likeness(row, np.zeros((2, WIDTH), np.int8)).tolist() == [0, 0]
    assert likeness(np.zeros(WIDTH, np.float32), senses.small(row[None, :])).tolist() == [0]


def test_nothing_is_like_no_texts() -> None:
    assert likeness(directions(1)[0], np.zeros((0, WIDTH), np.int8)).shape == (0,)


# --- wording --------------------------------------------------------------------------------------------------

# Word pieces are kept in whole numbers up to 127.
ROUNDING = 5e-3
NONE: Small = np.zeros((0, AXES), np.int8)


@pytest.fixture(scope="module")
def told(axes: Vectors) -> list[Small]:
    return [senses.pieces(sense(text).pieces, axes) for text in TEXTS]


def test_a_text_has_words_for_itself(told: list[Small]) -> None:
    for each in told:
        assert senses.wording(each, [each]) == pytest.approx([1], abs=ROUNDING)


def test_a_text_with_more_words_still_has_all_that_are_asked(axes: Vectors, told: list[Small]) -> None:
    longer = senses.pieces(sense("yesterday children were asked to draw the streets").pieces, axes)

    assert senses.wording(told[0], [longer]) == pytest.approx([1], abs=ROUNDING)
    assert senses.wording(longer, [told[0]])[0] < 0.9


def test_wording_is_the_mean_of_each_words_nearest(told: list[Small]) -> None:
    asked, other = told[0], told[1]
    nearest = [
        max(
            float(cosines(word[None].astype(np.float32), each[None].astype(np.float32))[0, 0])
            for each in other
        )
        for word in asked
    ]

    assert senses.wording(asked, [other]) == pytest.approx([sum(nearest) / len(nearest)], abs=ROUNDING)


def test_a_word_that_weighs_more_counts_more(axes: Vectors) -> None:
    asked, rare, common = (
        senses.pieces(sense(text).pieces, axes) for text in ("the biodiversity", "biodiversity", "the")
    )
    alike = senses.wording(asked, [rare, common])
    weighed = senses.wording(asked, [rare, common], [1.0, 3.0])

    assert alike[0] == pytest.approx(alike[1], abs=2 * ROUNDING)
    assert weighed == pytest.approx([(alike[0] + 1) / 2, (3 * alike[1] - 1) / 2], abs=4 * ROUNDING)
    assert weighed[0] > alike[0] > weighed[1]


def test_where_no_word_weighs_anything_all_count_the_same(told: list[Small]) -> None:
    assert senses.wording(told[0], told, [0.0] * 3).tolist() == senses.wording(told[0], told).tolist()


def test_a_word_kept_shorter_is_nearly_as_near(axes: Vectors, told: list[Small]) -> None:
    shorter = senses.pieces(sense(TEXTS[0]).pieces, axes, 0.9)

    assert senses.wording(told[0], [shorter]) == pytest.approx([0.9], abs=ROUNDING)


def test_the_order_of_the_texts_does_not_matter(told: list[Small]) -> None:
    forwards = senses.wording(told[0], [*told, NONE])
    backwards = senses.wording(told[0], [NONE, *told[::-1]])

    assert np.abs(forwards - backwards[::-1]).max() < 1e-6
    for at, each in enumerate(told):
        assert senses.wording(told[0], [each]) == pytest.approx([forwards[at]], abs=1e-6)


def test_texts_without_words_have_none_for_what_is_asked(told: list[Small]) -> None:
    found = senses.wording(told[0], [NONE, told[0], NONE, NONE, told[1], NONE])

    assert found[[0, 2, 3, 5]].tolist() == [0, 0, 0, 0]
    assert found[1] == pytest.approx(1, abs=ROUNDING)
    assert found[4] == pytest.approx(senses.wording(told[0], [told[1]])[0], abs=1e-6)


@pytest.mark.parametrize("texts", [[], [NONE], [NONE, NONE]])
def test_where_there_are_no_words_at_all_none_is_found(told: list[Small], texts: list[Small]) -> None:
    assert senses.wording(told[0], texts).tolist() == [0] * len(texts)
    assert senses.wording(NONE, texts).tolist() == [0] * len(texts)


def test_no_words_asked_are_found_nowhere(told: list[Small]) -> None:
    assert senses.wording(NONE, told).tolist() == [0] * len(told)


def test_a_word_piece_of_noughts_is_near_nothing(told: list[Small]) -> None:
    nought: Small = np.zeros((1, AXES), np.int8)

    assert senses.wording(nought, told).tolist() == [0] * len(told)
    assert senses.wording(told[0], [nought]).tolist() == [0]


def test_a_text_without_word_pieces_is_kept_as_none(axes: Vectors) -> None:
    assert senses.pieces(np.zeros((0, WIDTH), np.float32), axes).shape == (0, AXES)
