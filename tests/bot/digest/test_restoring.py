"""What a restored journal makes of its deliveries: whatever may have been posted meanwhile is looked for first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.digest.delivering import resolved, since, unresolved
from bot.digest.replies import Seen
from bot.digest.restoring import doubted, forgotten
from bot.model import Delivery, Stage
from tests.bot.digest.making import at, subscription

MONDAY = date(2026, 11, 23)
NINE = at("2026-11-23 09:00")
TEN = NINE + 3600
DELIVERY = Delivery("s1", MONDAY, "T1", "C1", "The Street", due=NINE, not_before=NINE)


@pytest.mark.parametrize(
    ("expected", "stage", "now"),
    [
        ("unknown", "pending", TEN),
        ("unknown", "sending", TEN),
        ("unknown", "unknown", TEN),
        ("unknown", "pending", NINE),
        ("pending", "pending", NINE - 1),
        ("sent", "sent", TEN),
        ("failed", "failed", TEN),
        ("missed", "missed", TEN),
        ("uncertain", "uncertain", TEN),
        ("withdrawn", "withdrawn", TEN),
    ],
)
def test_what_was_due_and_not_at_its_end_is_unknown(expected: Stage, stage: Stage, now: float) -> None:
    assert doubted(replace(DELIVERY, stage=stage), now).stage == expected


def test_it_is_looked_for_from_before_it_was_due_to_after_the_restore() -> None:
    left = replace(
        DELIVERY, stage="sending", owner="a", lease=NINE + 60, first_try=NINE + 5, last_try=NINE + 5
    )
    found = doubted(left, TEN)

    assert since(found, found.not_before, found.not_before) < NINE
    assert found.not_before > TEN
    assert (found.owner, found.lease) == ("", 0.0)


def test_it_is_posted_again_only_where_a_look_did_not_find_it() -> None:
    found = doubted(DELIVERY, TEN)

    assert resolved(found, Seen("17.1"), TEN + 99).stage == "sent"
    assert resolved(found, Seen(), TEN + 99).stage == "pending"
    assert resolved(found, Seen(readable=False), TEN + 99).stage == "unknown"
    assert unresolved(found, "at most once", TEN + 99).stage == "uncertain"


@pytest.mark.parametrize(
    ("expected", "now"),
    [
        ([], NINE - 60),  # planned ahead, and not posted before its time
        (["unknown"], NINE),
        (["unknown"], NINE + 4 * 3600),
        ([], NINE + 4 * 3600 + 1),  # too late to be posted by anybody now
    ],
)
def test_what_was_due_and_is_not_there_is_unknown_while_it_could_be_posted(
    expected: list[Stage], now: float
) -> None:
    found = forgotten([subscription(starts=MONDAY)], set(), now)

    assert [each.stage for each in found] == expected
    assert [each.case for each in found] == [""] * len(expected)


def test_what_is_there_was_not_forgotten() -> None:
    assert forgotten([subscription(starts=MONDAY)], {("s1", MONDAY)}, TEN) == ()
