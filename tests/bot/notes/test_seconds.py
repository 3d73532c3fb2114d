"""What a stamp says is read as it stands, and never guessed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.notes import seconds


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("0:21", (0, 0, 21)),
        ("41:50", (0, 41, 50)),
        ("1:16:39", (1, 16, 39)),
        ("00:00:21", (0, 0, 21)),
        ("024:45:00", (24, 45, 0)),
        ("75:10", (1, 15, 10)),  # nobody counts 75 hours
        ("01:00:17:51", (1, 0, 17)),  # H:M:S:ff drops the frames
        ("0:0:55:00", (0, 0, 55)),
        ("04:27:819", (0, 4, 27)),  # and M:S:thousandths drops the thousandths
        ("01:26:", (0, 1, 26)),
        ("00:43:0", (0, 43, 0)),
        ("1:88:00", (1, 88, 0)),  # well formed, if impossible: `read` says so
        ("16:16:16", (16, 16, 16)),
        ("2241", None),
        ("N/A", None),
        ("", None),
        (":54", None),
        ("1:2:3:4:5", None),
        ("0:00:00.413Z", None),
        ("-1:00", None),
        ("1:0000", None),
    ],
)
def test_a_clock_says(raw: str, said: tuple[int, int, int] | None) -> None:
    assert seconds.clock(raw) == said


@pytest.mark.parametrize(
    ("raw", "other", "equal"),
    [
        ("9:07", "00:09:07", True),
        ("00:01:08", "01:08", True),
        ("1:07:12:00", "01:07:12", True),
        ("02:10:04", "00:21:04", False),
        ("2241", "2241", False),  # no time is the same as no time
    ],
)
def test_two_spellings_of_one_time_are_the_same(raw: str, other: str, equal: bool) -> None:
    assert seconds.same(raw, other) is equal


@pytest.mark.parametrize(
    ("raw", "length", "second", "grade"),
    [
        ("01:14:13", None, 4453, "as written"),
        ("01:14:13", 4453, 4453, "as written"),  # the last second of a talk is in it
        ("01:14:13", 4452, None, "unusable"),
        ("16:16:16", 8580, None, "unusable"),
        ("16:16:16", None, 58576, "as written"),
        ("01:88:00", None, None, "unusable"),
        ("01:08:60", None, None, "unusable"),
        ("N/A", None, None, "unusable"),
    ],
)
def test_a_stamp_means(raw: str, length: int | None, second: int | None, grade: str) -> None:
    meant = seconds.read(raw, length)

    assert (meant.raw, meant.seconds, meant.grade) == (raw, second, grade)
    assert meant.other is None


@pytest.mark.parametrize(
    ("raw", "length", "reason"),
    [
        ("16:16:16", 8580, "the note says 16:16:16, but the talk ends at 2:23:00"),
        ("01:88:00", None, "the note says 01:88:00: minutes do not go beyond 59"),
        ("01:08:61", None, "the note says 01:08:61: seconds do not go beyond 59"),
        ("soon", None, "the note says soon, which is no time"),
    ],
)
def test_an_unusable_stamp_says_why(raw: str, length: int | None, reason: str) -> None:
    assert seconds.read(raw, length).reason == reason


@pytest.mark.parametrize(
    ("second", "words"),
    [(0, "0:00"), (9, "0:09"), (85, "1:25"), (3599, "59:59"), (3600, "1:00:00"), (4453, "1:14:13")],
)
def test_a_second_is_spoken_as_a_player_shows_it(second: int, words: str) -> None:
    assert seconds.spoken(second) == words


@given(some.integers(0, 360_000 - 1))
def test_what_is_spoken_reads_back_as_the_same_second(second: int) -> None:
    assert seconds.read(seconds.spoken(second), None).seconds == second


@given(some.text(max_size=20), some.none() | some.integers(0, 10_000))
def test_no_text_at_all_breaks_a_stamp(raw: str, length: int | None) -> None:
    meant = seconds.read(raw, length)

    assert meant.seconds is None or length is None or meant.seconds <= length
