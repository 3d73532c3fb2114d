"""What a channel holds after somebody asked for something: three at most, and changes owe nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from bot.digest import calendar, subscribing
from bot.errors import BadOrder
from bot.model import Subscription
from tests.bot.digest.making import at, subscription, wall

NOON = at("2026-11-23 12:00")
AGEING = subscription(id=subscribing.identity("T1", "C1", topic="Ageing"), topic="Ageing")
SWEDEN = subscription(id=subscribing.identity("T1", "C1", country="Sweden"), country="Sweden")
ANYTHING = subscription(id=subscribing.identity("T1", "C1"))
THREE = (AGEING, SWEDEN, ANYTHING)


def test_a_channel_has_three_subscriptions_at_most() -> None:
    fourth = subscription(id=subscribing.identity("T1", "C1", kind="challenge"), kind="challenge")

    assert subscribing.subscribed(fourth, THREE[:2], NOON).standing == "on"
    with pytest.raises(BadOrder, match=r"three subscriptions, which is the most\. Turn one off first"):
        subscribing.subscribed(fourth, THREE, NOON)


def test_the_same_cases_at_another_time_are_a_change_and_no_fourth() -> None:
    changed = subscribing.subscribed(replace(AGEING, at=time(15)), THREE, NOON)

    assert (changed.id, changed.at, changed.starts) == (AGEING.id, time(15), date(2026, 11, 23))


def test_an_id_says_what_is_posted_where_and_nothing_else() -> None:
    assert subscribing.identity("T1", "C1", topic="ageing") == AGEING.id
    assert (
        len(
            {each.id for each in THREE} | {subscribing.identity("T1", "C2"), subscribing.identity("T2", "C1")}
        )
        == 5
    )


@pytest.mark.parametrize(
    ("says", "given"),
    [
        ("Choose at least one", {"weekdays": frozenset()}),
        ("Choose another, or none", {"holidays": "XX"}),
    ],
)
def test_what_could_never_be_posted_is_refused(says: str, given: dict[str, object]) -> None:
    with pytest.raises(BadOrder, match=says):
        subscribing.subscribed(subscription(**given), (), NOON)


@pytest.mark.parametrize(
    ("expected", "about"),
    [(THREE, ""), ((AGEING,), "ageing"), ((SWEDEN,), "SWEDEN")],
)
def test_an_order_means_those_it_names_or_all(expected: tuple[Subscription, ...], about: str) -> None:
    assert subscribing.meant(THREE, about) == expected


def test_an_order_about_nothing_that_is_posted_is_told_what_is() -> None:
    with pytest.raises(BadOrder, match="There is one about Ageing, about Sweden, about anything"):
        subscribing.meant(THREE, "health")
    with pytest.raises(BadOrder, match="Write on 09:00 to begin"):
        subscribing.meant((), "")


def test_skipping_leaves_out_one_case_and_skipping_again_the_next() -> None:
    def following(held: Subscription) -> str | None:
        slot = calendar.coming(held, NOON)
        return wall(slot.due if slot else None)

    once = subscribing.skipped(AGEING, NOON)
    twice = subscribing.skipped(once, NOON)

    assert following(AGEING) == "2026-11-24 09:00+01:00"
    assert following(once) == "2026-11-25 09:00+01:00"
    assert following(twice) == "2026-11-26 09:00+01:00"


def test_a_pause_ends_on_its_day_and_turning_it_on_again_ends_it_too() -> None:
    resting = subscribing.paused(AGEING, date(2026, 12, 7))

    assert calendar.due(resting, date(2026, 12, 4)) is None
    assert calendar.due(resting, date(2026, 12, 7)) == at("2026-12-07 09:00")


def test_nothing_can_be_skipped_where_nothing_comes() -> None:
    with pytest.raises(BadOrder, match="no case to leave out"):
        subscribing.skipped(subscription(standing="halted"), NOON)
