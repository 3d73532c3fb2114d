"""Wall times to instants: when a subscription's case is due. Pure; asks no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.model import Subscription

_HOUR = 3600.0
# A case that could not be posted at its time is posted up to this much later, and then no more.
CATCH_UP = 4 * _HOUR
# Deliveries are planned this much before they are due, so that the first is posted to the second.
_AHEAD = 120.0
# Whoever moves a subscription east does not get tomorrow's case an hour after today's.
_BETWEEN_TWO = 12 * _HOUR
_DAY = timedelta(days=1)
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# A pause is a year at most and a holiday a day; nothing that is wanted at all lies further away.
_HORIZON = 800


@dataclass(frozen=True, slots=True)
class Slot:
    """A local date on which a case is due, and when: `due` is in seconds since 1970.

    `missed` says that it is too late to post it.
    """

    day: date
    due: float
    missed: bool = False


def instant(day: date, at: time, zone: str) -> float | None:
    """The first instant at or after a wall time, in seconds since 1970; the earlier of two that have it.

    Where the clocks leap over the wall time it is the moment they do. None for a date that a zone never had,
    such as 30 December 2011 in Samoa: no other day's case is posted in its name.
    """
    wall = datetime.combine(day, at)
    seconds = wall.replace(tzinfo=ZoneInfo(zone)).timestamp()
    if local(seconds, zone) == wall:
        return seconds
    # The later offset puts a wall time that does not exist before the leap, the earlier one behind it.
    before, after = int(wall.replace(tzinfo=ZoneInfo(zone), fold=1).timestamp()), int(seconds)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if local(middle, zone) >= wall else (middle, after)
    return None if local(after - 1, zone).date() < day < local(after, zone).date() else float(after)


def local(seconds: float, zone: str) -> datetime:
    """What a clock on a wall of that zone shows."""
    return datetime.fromtimestamp(seconds, ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def due(subscription: Subscription, day: date) -> float | None:
    """When the subscription's case of a local date is due, in seconds since 1970; None where none is wanted."""
    return instant(day, subscription.at, subscription.zone) if wanted(subscription, day) else None


def wanted(subscription: Subscription, day: date) -> bool:
    """Whether a case is wanted on that local date: on its weekdays, since its start, no pause, no holiday."""
    return (
        subscription.standing == "on"
        and day.weekday() in subscription.weekdays
        and day >= subscription.starts
        and (subscription.paused_until is None or day >= subscription.paused_until)
        and not is_holiday(subscription.holidays, day)
    )


def slots(subscription: Subscription, now: float) -> tuple[Slot, ...]:
    """The local dates whose time has come, or comes within two minutes: of yesterday, today and tomorrow.

    Two are never less than 22 hours apart, so at most one is to be posted: there is no backlog. What is older
    than yesterday is not spoken of at all.
    """
    today = local(now, subscription.zone).date()
    times = ((day, due(subscription, day)) for day in (today - _DAY, today, today + _DAY))
    return tuple(
        Slot(day, at, now > at + CATCH_UP) for day, at in times if at is not None and at <= now + _AHEAD
    )


def coming(subscription: Subscription, after: float) -> Slot | None:
    """The next delivery that is due after an instant; None where there is none in two years."""
    return next(_following(subscription, after), None)


def moved(subscription: Subscription, now: float, last: float | None = None) -> Subscription:
    """A subscription that is new, resumed or changed, from the first date that is right for it.

    Nothing that was due before `now` is posted for it, and nothing within 12 h of `last`, when its channel was
    given a case before the change.
    """
    earliest = now if last is None else max(now, last + _BETWEEN_TWO)
    today = local(now, subscription.zone).date()
    anew = replace(subscription, starts=today - _DAY, standing="on", reason="", told=False)
    days = (today + number * _DAY for number in range(-1, 4))
    times = ((day, instant(day, anew.at, anew.zone)) for day in days)
    return replace(anew, starts=next(day for day, at in times if at is not None and at >= earliest))


def is_holiday(country: str, day: date) -> bool:
    """Whether a date is a public holiday all over a country, named by its two letters; "" has none."""
    return bool(country) and day in _holidays(country, day.year)


@cache
def zones() -> frozenset[str]:
    """The names of all zones this machine knows, such as Europe/Oslo."""
    return frozenset(available_timezones() - {"Factory", "localtime"})


@cache
def countries() -> frozenset[str]:
    """The countries whose public holidays are known, by their two letters."""
    # Half a second to import, which those who ask the notes need not wait for.
    import holidays  # noqa: PLC0415

    return frozenset(holidays.list_supported_countries(include_aliases=False))


@cache
def country_names() -> dict[str, str]:
    """The English names of the countries whose public holidays are known, by their two letters."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    # The package names its classes so: BosniaAndHerzegovina.
    named = {letters: _CAPITAL.sub(" ", name) for name, letters, *_ in COUNTRIES.values()}
    return {each: named[each].replace(" And ", " and ").replace(" Of ", " of ") for each in countries()}


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415

    return frozenset(holidays.country_holidays(country, years=year))


def _following(subscription: Subscription, after: float) -> Iterator[Slot]:
    today = local(after, subscription.zone).date()
    for number in range(-1, _HORIZON):
        day = today + number * _DAY
        at = due(subscription, day)
        if at is not None and at > after:
            yield Slot(day, at)
