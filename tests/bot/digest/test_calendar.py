"""When a case is due: at its wall time, once on each local date, whatever the clocks do."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.digest import calendar
from bot.digest.calendar import Slot
from tests.bot.digest.making import EVERY_DAY, SOAK, at, subscription, wall
from tests.conftest import Figure

HOUR = 3600.0
WEEK = 7 * 86_400
DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
MONDAY = date(2026, 11, 23)
QUARTERS = [time(minute // 60, minute % 60) for minute in range(0, 24 * 60, 15)]


# Wall times


@pytest.mark.parametrize(
    ("expected", "zone", "day", "time_of_day"),
    [
        ("2026-11-23 09:00+01:00", "Europe/Oslo", "2026-11-23", "09:00"),
        ("2026-07-06 09:00+02:00", "Europe/Oslo", "2026-07-06", "09:00"),
        ("2026-07-06 09:00+05:45", "Asia/Kathmandu", "2026-07-06", "09:00"),
        # The clocks leap over the wall time: the moment they do.
        ("2026-03-08 03:00-04:00", "America/New_York", "2026-03-08", "02:30"),
        ("2026-03-29 03:00+02:00", "Europe/Oslo", "2026-03-29", "02:00"),
        ("2026-04-24 01:00+03:00", "Africa/Cairo", "2026-04-24", "00:15"),
        ("2026-03-29 01:00+03:00", "Asia/Beirut", "2026-03-29", "00:00"),
        ("2026-10-04 02:30+11:00", "Australia/Lord_Howe", "2026-10-04", "02:15"),
        # They leap over midnight: the first moment of the next day, in the name of the one before.
        ("2026-03-29 00:00-01:00", "America/Nuuk", "2026-03-28", "23:30"),
        # The wall time comes twice: the first.
        ("2026-11-01 01:30-04:00", "America/New_York", "2026-11-01", "01:30"),
        ("2026-04-05 01:45+11:00", "Australia/Lord_Howe", "2026-04-05", "01:45"),
        # Dates that a zone never had.
        (None, "Pacific/Apia", "2011-12-30", "09:00"),
        (None, "Pacific/Apia", "2011-12-30", "00:00"),
        (None, "Pacific/Apia", "2011-12-30", "23:59"),
        (None, "Pacific/Kwajalein", "1993-08-21", "09:00"),
        ("2011-12-31 09:00+14:00", "Pacific/Apia", "2011-12-31", "09:00"),
        ("2011-12-29 23:59-10:00", "Pacific/Apia", "2011-12-29", "23:59"),
    ],
)
def test_a_wall_time_is_the_first_instant_at_or_after_it(
    expected: str | None, zone: str, day: str, time_of_day: str
) -> None:
    found = calendar.instant(date.fromisoformat(day), time.fromisoformat(time_of_day), zone)

    assert expected == wall(found, zone)


def offset(seconds: float, zone: ZoneInfo) -> int:
    difference = datetime.fromtimestamp(seconds, zone).utcoffset()
    assert difference is not None
    return int(difference.total_seconds())


def differs(zone: ZoneInfo, old: int, seconds: float) -> bool:
    return offset(seconds, zone) != old


@cache
def leaps(name: str) -> tuple[tuple[int, int, int], ...]:
    """When a zone's offset changes from 2024 to 2028: the second, and the offsets before and after."""
    zone = ZoneInfo(name)
    start = int(datetime(2023, 12, 30, tzinfo=UTC).timestamp())
    found = []
    # No zone changes its mind within a week; Morocco keeps its winter for a month.
    for before, after in pairwise(range(start, start + 264 * WEEK, WEEK)):
        old, new = offset(before, zone), offset(after, zone)
        if old != new:
            change = partial(differs, zone, old)
            found.append((before + bisect_left(range(before, after), True, key=change), old, new))
    return tuple(found)


def one_of_each_kind() -> list[str]:
    """A zone for each way the offsets of all zones change; those that change alike are told alike."""
    kinds: dict[tuple[object, ...], str] = {}
    for name in sorted(calendar.zones()):
        start = offset(datetime(2023, 12, 30, tzinfo=UTC).timestamp(), ZoneInfo(name))
        kinds.setdefault((start, leaps(name)), name)
    return sorted(kinds.values())


def around(leap: int, zone: ZoneInfo) -> tuple[list[int], list[datetime]]:
    """Every minute of the eight hours around a leap, and the latest wall time that was seen until then."""
    minutes = list(range(leap - 4 * 3600, leap + 4 * 3600, 60))
    shown = (datetime.fromtimestamp(each, zone).replace(tzinfo=None) for each in minutes)
    return minutes, list(accumulate(shown, max))


def test_every_zone_is_like_one_that_is_looked_at() -> None:
    assert len(calendar.zones()) > 590
    assert 60 < len(one_of_each_kind()) < 200


def test_next_to_a_leap_each_quarter_hour_comes_once_on_each_date_in_every_zone() -> None:
    looked_at = 0
    for name in one_of_each_kind():
        for leap, _, _ in leaps(name):
            minutes, seen = around(leap, ZoneInfo(name))
            days = {seen[0].date(), seen[-1].date()}
            for wanted in (datetime.combine(day, each) for day in sorted(days) for each in QUARTERS):
                if seen[0] < wanted <= seen[-1]:
                    # Found by looking at every minute: the first whose wall time is not before the one asked for.
                    first = minutes[bisect_left(seen, wanted)]
                    assert calendar.instant(wanted.date(), wanted.time(), name) == first, (name, wanted)
                    looked_at += 1
    assert looked_at > 9_000


def test_no_zone_has_two_fires_for_a_date_or_none_in_five_years(figure: Figure) -> None:
    days = [FIRST + number * DAY for number in range((LAST - FIRST).days + 1)]
    # Each day at nine; each quarter hour of each day in the soak.
    names = one_of_each_kind() if SOAK else sorted(calendar.zones())[::7]
    for name in names:
        for each in QUARTERS if SOAK else [time(9)]:
            instants = [calendar.instant(day, each, name) for day in days]
            known = [fire for fire in instants if fire is not None]
            assert len(known) == len(days), (name, each)
            assert all(one < other for one, other in pairwise(known)), (name, each)
    figure(
        f"{len(names)} kinds of the {len(calendar.zones())} zones, {len(days)} days: one fire for each date"
    )


# What is wanted


@pytest.mark.parametrize(
    ("expected", "day", "given"),
    [
        (True, "2026-11-23", {}),
        (False, "2026-11-22", {}),
        (True, "2026-11-22", {"weekdays": EVERY_DAY}),
        (False, "2026-11-23", {"starts": date(2026, 11, 24)}),
        (True, "2026-11-24", {"starts": date(2026, 11, 24)}),
        (False, "2026-11-23", {"paused_until": date(2026, 11, 24)}),
        (True, "2026-11-24", {"paused_until": date(2026, 11, 24)}),
        (False, "2026-11-23", {"standing": "halted"}),
        (False, "2026-11-23", {"standing": "suspended"}),
        (False, "2027-05-17", {"holidays": "NO"}),
        (True, "2027-05-17", {"holidays": "SE"}),
        (True, "2027-05-17", {}),
        (False, "2027-12-28", {"holidays": "GB"}),  # Boxing Day was a Sunday, and is kept on the Tuesday
    ],
)
def test_a_case_is_wanted_on_its_days_outside_pauses_and_holidays(
    expected: bool, day: str, given: dict[str, object]
) -> None:
    assert expected is calendar.wanted(subscription(**given), date.fromisoformat(day))


def test_a_holiday_is_that_of_the_local_date() -> None:
    resting = subscription(zone="Pacific/Auckland", holidays="NZ", weekdays=EVERY_DAY)
    # Still the old year in London.
    found = calendar.slots(resting, at("2027-01-01 10:00", "Pacific/Auckland"))

    assert [slot.day for slot in found] == [date(2026, 12, 31)]


def test_every_country_has_its_holidays() -> None:
    assert {"NO", "SE", "GB", "US"} <= calendar.countries()
    assert calendar.is_holiday("US", date(2026, 7, 4))
    assert not calendar.is_holiday("", date(2026, 12, 25))


# What is due now


@pytest.mark.parametrize(
    ("expected", "now"),
    [
        ([], "2026-11-23 08:57"),
        ([False], "2026-11-23 08:58"),  # planned a little ahead
        ([False], "2026-11-23 09:00"),
        ([False], "2026-11-23 13:00"),
        ([True], "2026-11-23 13:01"),  # four hours on it is too late
        ([True], "2026-11-24 08:00"),
        ([True, False], "2026-11-24 09:00"),
        ([True, False], "2026-11-25 09:00"),
    ],
)
def test_a_case_may_be_four_hours_late_and_no_more(expected: list[bool], now: str) -> None:
    found = calendar.slots(subscription(starts=MONDAY), at(now))

    assert expected == [slot.missed for slot in found]


def test_after_a_week_of_silence_only_today_is_posted() -> None:
    found = calendar.slots(subscription(weekdays=EVERY_DAY), at("2026-11-30 10:00"))

    assert [(slot.day.day, slot.missed) for slot in found] == [(29, True), (30, False)]


def test_a_clock_set_back_brings_no_new_date_and_one_set_on_brings_no_backlog() -> None:
    wanted = subscription()
    noon = at("2026-11-23 12:00")

    assert calendar.slots(wanted, noon - HOUR) == calendar.slots(wanted, noon)
    assert [slot.missed for slot in calendar.slots(wanted, noon + 48 * HOUR)] == [True, False]


def test_a_time_shortly_after_midnight_is_planned_the_evening_before() -> None:
    early = subscription(at=time(0, 1))

    assert calendar.slots(early, at("2026-11-23 23:59:30")) == (
        Slot(date(2026, 11, 23), at("2026-11-23 00:01"), missed=True),
        Slot(date(2026, 11, 24), at("2026-11-24 00:01")),
    )


def test_a_time_shortly_before_midnight_may_be_posted_after_it() -> None:
    late = subscription(at=time(23, 30))

    assert calendar.slots(late, at("2026-11-24 03:00")) == (Slot(MONDAY, at("2026-11-23 23:30")),)


# What comes next, and what follows a change


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("2026-11-24 09:00+01:00", {}),
        ("2026-11-30 09:00+01:00", {"weekdays": frozenset({0})}),
        ("2026-12-28 09:00+01:00", {"paused_until": date(2026, 12, 25), "holidays": "NO"}),
        (None, {"weekdays": frozenset()}),
        (None, {"standing": "halted"}),
    ],
)
def test_the_next_delivery_is_the_next_that_is_wanted(expected: str | None, given: dict[str, object]) -> None:
    found = calendar.coming(subscription(**given), at("2026-11-23 09:00"))

    assert expected == wall(found.due if found else None)


@pytest.mark.parametrize(
    ("expected", "now", "given", "last"),
    [
        (MONDAY, "2026-11-23 08:59", {}, None),
        (MONDAY, "2026-11-23 09:00", {}, None),
        (MONDAY + DAY, "2026-11-23 09:01", {}, None),
        # Posted in Oslo at nine; in Tokyo it is Tuesday's nine sixteen hours later, in Auckland twelve.
        (MONDAY + DAY, "2026-11-23 10:00", {"zone": "Asia/Tokyo"}, "2026-11-23 09:00"),
        (MONDAY + DAY, "2026-11-23 10:00", {"zone": "Pacific/Auckland"}, "2026-11-23 09:00"),
        (MONDAY + 2 * DAY, "2026-11-23 10:00", {"zone": "Pacific/Kiritimati"}, "2026-11-23 09:00"),
        (MONDAY + DAY, "2026-11-23 10:00", {"zone": "Pacific/Kiritimati"}, None),
        # The same day again: its date is taken, and twelve hours have not passed.
        (MONDAY + DAY, "2026-11-23 10:00", {"zone": "America/New_York"}, "2026-11-23 09:00"),
        (MONDAY, "2026-11-23 10:00", {"zone": "America/New_York"}, None),
        (MONDAY + DAY, "2026-11-23 10:00", {"at": time(15)}, "2026-11-23 09:00"),
    ],
)
def test_a_change_begins_with_the_first_date_that_is_not_past_and_not_within_twelve_hours(
    expected: date, now: str, given: dict[str, object], last: str | None
) -> None:
    changed = calendar.moved(subscription(**given), at(now), at(last) if last else None)

    assert expected == changed.starts


def test_a_subscription_that_was_halted_is_on_again_and_owes_nothing() -> None:
    halted = subscription(standing="halted", reason="is_archived", told=True)

    on = calendar.moved(halted, at("2026-11-23 12:00"))

    assert (on.standing, on.reason, on.told) == ("on", "", False)
    assert calendar.slots(on, at("2026-11-23 12:00")) == ()
