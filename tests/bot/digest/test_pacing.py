"""How fast a workspace is posted to, and what it learns from being told to wait."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from bot.digest.pacing import RATE, Bucket, served, slowed
from bot.model import Delivery

NOW = 1_800_000_000.0


def waiting(number: int, workspace: str = "T1", stage: str = "pending") -> list[Delivery]:
    return [
        Delivery(f"s{place}", date(2026, 11, 23), workspace, "C1", "A", NOW, NOW + place, stage)  # type: ignore[arg-type]
        for place in range(number)
    ]


def most(seconds: int, buckets: dict[str, Bucket], now: float = NOW) -> int:
    """How many of very many are taken up in so many seconds, looking once a second."""
    found = 0
    for second in range(seconds):
        taken, buckets = served(waiting(500), buckets, now + second)
        found += len(taken)
    return found


def test_in_a_minute_a_workspace_gets_no_more_than_slack_takes() -> None:
    assert 0.95 * 60 * RATE <= most(60, {}) <= 200


def test_those_that_wait_longest_come_first() -> None:
    taken, _ = served(reversed(waiting(40)), {}, NOW)

    assert [each.subscription for each in taken] == [f"s{place}" for place in range(10)]


def test_a_workspace_that_must_wait_holds_up_no_other() -> None:
    slow = {"T1": slowed(Bucket(at=NOW), NOW, 30)}
    taken, _ = served([*waiting(3), *waiting(3, "T2")], slow, NOW + 1)

    assert {each.workspace for each in taken} == {"T2"}


def test_looking_something_up_costs_no_post() -> None:
    slow = {"T1": slowed(Bucket(at=NOW), NOW, 30)}

    assert len(served(waiting(3, stage="unknown"), slow, NOW)[0]) == 3


def test_after_a_refusal_nothing_is_posted_for_as_long_as_slack_says_and_then_half_as_much() -> None:
    slow = {"T1": slowed(Bucket(at=NOW), NOW, 30)}

    assert most(30, slow) == 0
    assert 0.4 * 60 * RATE <= most(60, slow, NOW + 30) <= 0.65 * 60 * RATE


def test_each_refusal_halves_it_again_and_five_minutes_of_peace_bring_it_back() -> None:
    bucket = Bucket(at=NOW)
    rates = []
    for _ in range(9):
        bucket = slowed(bucket, NOW, 1)
        rates.append(bucket.rate)
    assert rates[:2] == [RATE / 2, RATE / 4]
    assert rates[-1] == 0.1

    _, buckets = served([], {"T1": slowed(Bucket(at=NOW), NOW, 0)}, NOW + 301)
    assert buckets["T1"].rate == RATE


def test_what_slack_asked_to_wait_is_waited_from_now_where_the_clock_was_set_back() -> None:
    slow = {"T1": slowed(Bucket(at=NOW), NOW, 30)}
    _, slow = served([], slow, NOW - 7200)

    assert most(30, slow, NOW - 7200) == 0
    assert most(60, slow, NOW - 7200 + 30) > 0


@given(some.lists(some.tuples(some.floats(-7200, 7200), some.booleans()), max_size=40))
def test_whatever_the_clock_does_no_more_come_at_once_than_fit(
    jumps: list[tuple[float, bool]],
) -> None:
    now, buckets = NOW, {"T1": Bucket(at=NOW)}
    for seconds, refused in jumps:
        now += seconds
        taken, buckets = served(waiting(100), buckets, now)
        assert len(taken) <= 10
        if refused:
            buckets["T1"] = slowed(buckets["T1"], now, 5)
