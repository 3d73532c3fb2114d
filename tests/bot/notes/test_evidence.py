"""What speaks for a reading: where the talk's notes lie, how the note writes, and what stands beside a stamp."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.notes.evidence import HOUR, Density, Stamp, Talk, readings
from bot.notes.seconds import readings as both


def stamp(raw: str, *twins: int) -> Stamp:
    return Stamp(*both(raw), int(raw.rsplit(":", 1)[1]), twins)


def weighed(*raws: str, talk: Talk | None = None) -> list[tuple[float, float, float]]:
    return readings([stamp(raw) for raw in raws], Density(talk or Talk(), {}), {})


def density(length: int | None = None, at_least: int = 0, **minutes: int) -> Density:
    return Density(Talk(length, at_least, {int(at[1:]): number for at, number in minutes.items()}), {})


def test_no_second_lies_past_a_known_length_or_past_the_longest_talk() -> None:
    assert density(3600).at(3600) > 0
    assert density(3600).at(3601) == 0
    assert density().at(12 * HOUR) > 0
    assert density().at(12 * HOUR + 1) == 0


def test_a_guess_makes_a_second_unlikely_and_never_impossible() -> None:
    guess = density(m10=20, m40=20)
    assert guess.at(600) > 100 * guess.at(2 * HOUR) > 0


def test_what_a_talk_reaches_at_least_is_as_likely_as_its_start() -> None:
    assert density(at_least=7200).at(7200) == density(at_least=7200).at(0) > density(at_least=7200).at(9000)


def test_a_note_tells_nothing_of_where_its_own_stamps_lie() -> None:
    talk = Talk(minutes={10: 5})
    assert Density(talk, {10: 5}).at(600) == pytest.approx(Density(Talk(), {}).at(600))


def test_a_density_adds_up_to_one() -> None:
    told = density(at_least=3000, m10=7, m50=3)
    by_minute = (60 * told.at(second) for second in range(30, 12 * HOUR, 60))
    assert sum(by_minute) == pytest.approx(1, abs=0.01)


def test_a_note_that_writes_minutes_is_believed_to_go_on() -> None:
    alone, among = weighed("01:10:00")[0], weighed("12:40:00", "12:59:00", "01:10:00", "13:20:00")[2]
    assert among[1] > alone[1]


def test_a_note_that_writes_hours_is_believed_to_go_on() -> None:
    hours, _, _ = weighed("00:55:10", "00:58:40", "01:00:00", "01:00:31")[2]
    assert hours > 0.95


def test_the_last_field_tells_by_what_the_note_makes_of_it() -> None:
    place = Density(Talk(3 * HOUR), {})
    [(_, zeros, _)] = readings([stamp("01:10:01")], place, {0: 20})
    [(_, ones, _)] = readings([stamp("01:10:01")], place, {1: 20})
    assert ones > zeros


def test_a_twin_tells_which() -> None:
    place = Density(Talk(3 * HOUR), {})
    [(hours, _, _)] = readings([stamp("01:10:00", 4203)], place, {})
    [(_, minutes, _)] = readings([stamp("01:10:00", 66)], place, {})
    assert hours > 0.99
    assert minutes > 0.9


def test_no_stamps_have_no_readings() -> None:
    assert weighed() == []


@given(
    some.lists(
        some.builds("{:02}:{:02}:{:02}".format, *(some.integers(0, 99) for _ in range(3))), max_size=30
    ),
    some.none() | some.integers(0, 50_000),
)
def test_the_readings_of_a_stamp_add_up_to_one(raws: list[str], length: int | None) -> None:
    for shares in weighed(*raws, talk=Talk(length)):
        assert sum(shares) == pytest.approx(1)
        assert min(shares) >= 0
