"""Which deliveries are made of what is due, and when each of many is taken up."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

import pytest

from bot.digest.pacing import RATE
from bot.digest.planning import planned
from tests.bot.digest.making import at, subscription

MONDAY = date(2026, 11, 23)
NINE = at("2026-11-23 09:00")


def test_what_is_due_and_not_made_yet_is_made_once() -> None:
    held = [subscription(id="s1"), subscription(id="s2"), subscription(id="s3", at=time(12))]

    made = [delivery for _, delivery in planned(held, {("s1", MONDAY)}, NINE)]

    assert [(each.subscription, each.day, each.due, each.stage) for each in made] == [
        ("s2", MONDAY, NINE, "pending")
    ]


def test_what_is_too_late_is_made_as_missed_and_today_as_pending() -> None:
    made = [delivery for _, delivery in planned([subscription()], (), at("2026-11-24 09:00"))]

    assert [(each.day.day, each.stage) for each in made] == [(23, "missed"), (24, "pending")]


@pytest.mark.parametrize(
    ("stages", "now"),
    [
        (["pending"], "2026-11-23 09:00"),
        (["pending"], "2026-11-23 13:00"),
        ([], "2026-11-23 13:01"),
        ([], "2026-11-23 08:00"),
    ],
)
def test_what_a_clock_that_ran_ahead_called_missed_is_made_when_its_time_comes(
    stages: list[str], now: str
) -> None:
    today = {("s1", MONDAY)}
    made = planned([subscription()], today | {("s1", date(2026, 11, 22))}, at(now), missed=today)

    assert [delivery.stage for _, delivery in made] == stages


def test_those_of_a_workspace_that_are_due_together_begin_one_after_the_other() -> None:
    held = [subscription(id=f"s{number}", workspace="T1") for number in range(300)]
    held += [subscription(id="other", workspace="T2"), subscription(id="later", at=time(9, 1))]

    begins = {delivery.subscription: delivery.not_before for _, delivery in planned(held, (), NINE + 60)}

    together = sorted(begins[f"s{number}"] for number in range(300))
    assert together[0] == begins["other"] == NINE
    assert begins["later"] == NINE + 60
    assert all(abs(later - earlier - 1 / RATE) < 1e-3 for earlier, later in pairwise(together))


def test_every_machine_gives_each_the_same_place_whatever_order_it_reads_them_in() -> None:
    held = [subscription(id=f"s{number}") for number in range(50)]

    assert planned(held, (), NINE) == planned(held[::-1], (), NINE)
    # In no order that favours whoever came first.
    assert [each.id for each, _ in planned(held, (), NINE)] != [each.id for each in held]
