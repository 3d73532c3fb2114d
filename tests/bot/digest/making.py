"""Subscriptions and instants for the tests of the digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import settings

from bot.model import Subscription

WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
# `make soak` asks for more than the everyday suite has time for.
SOAK = settings().max_examples > 1_000
_OSLO = Subscription(
    id="s1",
    workspace="T1",
    channel="C1",
    person="U1",
    at=time(9),
    zone="Europe/Oslo",
    weekdays=WEEKDAYS,
    starts=date(2024, 1, 1),
)


def subscription(**given: object) -> Subscription:
    """A channel in Oslo that wants a case at nine on weekdays, since the start of 2024."""
    return replace(_OSLO, **given)  # type: ignore[arg-type]


def at(written: str, zone: str = "Europe/Oslo", fold: int = 0) -> float:
    """The instant of a wall time such as "2026-11-23 09:00"."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()


def wall(seconds: float | None, zone: str = "Europe/Oslo") -> str | None:
    """What clocks show at an instant, with the offset: "2026-11-23 09:00+01:00"."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, ZoneInfo(zone)).isoformat(" ", "minutes")
