"""What may be typed behind "digest", and what is said where it cannot be read."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.digest import calendar, schedules
from bot.digest.schedules import Next, Off, On, Order, Pause, Skip
from bot.errors import BadOrder
from tests.bot.digest.making import EVERY_DAY, WEEKDAYS

NINE = time(9)
# A Saturday.
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (On(NINE), "on 09:00"),
        (On(NINE), "on 9am"),
        (On(NINE), "on 9"),
        (On(NINE), "On at 9:00 AM"),
        (On(NINE), "on 0900"),
        (On(NINE), "on 9 o'clock"),
        (On(time(9, 30)), "on 9.30"),
        (On(time(9, 30)), "on 9h30"),
        (On(time(17, 30)), "on 5:30 pm"),
        (On(time(17)), "on 5p.m."),
        (On(time(0)), "on 12am"),
        (On(time(12)), "on 12pm"),
        (On(time(12)), "on noon"),
        (On(time(0)), "on midnight"),
        (On(time(23, 59)), "on 23:59"),
        (On(NINE, WEEKDAYS), "on 09:00 mon-fri"),
        (On(NINE, WEEKDAYS), "on 09:00 Monday to Friday"),
        (On(NINE, WEEKDAYS), "on 9am, mon – fri"),
        (On(NINE, WEEKDAYS), "on weekdays at 9am"),
        (On(NINE, EVERY_DAY), "on 09:00 daily"),
        (On(NINE, EVERY_DAY), "on every day at 9"),
        (On(NINE, frozenset({0, 2, 4})), "on 09:00 mon,wed,fri"),
        (On(NINE, frozenset({1, 3})), "on Tuesdays and Thursdays at 9"),
        (On(NINE, frozenset({4, 5, 6, 0})), "on 9 fri-mon"),
        (On(NINE, frozenset({0})), "on 9am monday-monday"),
        (On(time(8, 30), None, "Europe/Oslo"), "on 08:30 Europe/Oslo"),
        (On(time(8, 30), None, "Europe/Oslo"), "on 08:30 oslo"),
        (On(time(8, 30), None, "Europe/Oslo"), "on 08:30 Oslo time"),
        (On(time(8, 30), WEEKDAYS, "America/New_York"), "on 08:30 mon-fri new york"),
        (On(time(8, 30), WEEKDAYS, "America/New_York"), "on mon-fri 8.30am in New_York"),
        (On(NINE, None, "UTC"), "on 09:00 utc"),
        (On(NINE, None, "Etc/GMT+9"), "on 09:00 etc/gmt+9"),
        (On(NINE, None, None, "ageing well"), "on 9am about ageing  well"),
        (On(NINE, WEEKDAYS, None, "Sweden"), "on 9am mon-fri about Sweden"),
        (Off(), "off"),
        (Off(), "  OFF "),
        (On(time(9)), "09:00"),
        (On(time(9), frozenset(range(5))), "every weekday at 9"),
        (On(time(8, 30), frozenset({0, 4}), about="ageing"), "mon and fri, 8.30am about ageing"),
        (Off("Ageing"), "off about Ageing"),
        (Skip(), "skip"),
        (Next(), "next"),
        (Next("on 9am"), "next about on 9am"),
        (Pause(date(2026, 12, 5)), "pause 2w"),
        (Pause(date(2026, 12, 5)), "pause for 2 weeks"),
        (Pause(date(2026, 11, 28)), "pause a week"),
        (Pause(date(2026, 12, 1)), "pause 10 days"),
        (Pause(date(2026, 11, 22)), "pause 1d"),
        (Pause(date(2027, 1, 12)), "pause until 12 Jan"),
        (Pause(date(2027, 1, 12)), "pause until Jan 12th"),
        (Pause(date(2027, 1, 12)), "pause till 12. january 2027"),
        (Pause(date(2027, 1, 12)), "pause until the 12th of January"),
        (Pause(date(2027, 1, 12)), "pause until 2027-01-12"),
        (Pause(date(2026, 12, 1)), "pause until 1 dec"),
        (Pause(date(2027, 11, 21)), "pause until 21 November"),
        (Pause(date(2026, 11, 23)), "pause until monday"),
        (Pause(date(2026, 11, 28)), "pause until next Saturday"),
        (Pause(date(2026, 11, 22)), "pause until tomorrow"),
        (Pause(date(2026, 12, 5), "ageing"), "pause 2w about ageing"),
        (Pause(date(2027, 9, 12)), "pause until 12 sept"),
        # As French and Spanish have it, whoever types it
        (On(NINE, WEEKDAYS), "on 09:00 lun-ven"),
        (On(NINE, WEEKDAYS), "on 9h du lundi au vendredi"),
        (On(NINE, WEEKDAYS), "on à 9 h les jours ouvrés"),
        (On(NINE, WEEKDAYS), "on 09:00 lun-vie"),
        (On(NINE, WEEKDAYS), "on a las 9 de lunes a viernes"),
        (On(NINE, WEEKDAYS), "on 9:00 entre semana"),
        (On(NINE, EVERY_DAY), "tous les jours à 9h"),
        (On(NINE, EVERY_DAY), "on 9 todos los días"),
        (On(NINE, frozenset({5, 6})), "on 9h le week-end"),
        (On(NINE, frozenset({1, 3})), "on 9h mardi et jeudi"),
        (On(NINE, frozenset({2, 5})), "on 9:00 los miércoles y sábados"),
        (On(NINE, frozenset({0})), "chaque lundi à 9h du matin"),
        (On(time(9, 30)), "on 9 h 30"),
        (On(time(12)), "on midi"),
        (On(time(0)), "on a medianoche"),
        (On(NINE, None, "America/La_Paz"), "on 9:00 La Paz"),
        (On(NINE, None, "America/Los_Angeles"), "on 9:00 los ángeles"),
        (On(NINE, None, "America/Sao_Paulo"), "on 9:00 São Paulo"),
        (On(NINE, WEEKDAYS, "Europe/Paris"), "on 9h lun-ven Paris"),
        (On(NINE, None, None, "silos"), "on 9h sur silos"),
        (Off("Ageing"), "off sobre Ageing"),
        (Pause(date(2026, 12, 5)), "pause 2 semaines"),
        (Pause(date(2026, 12, 5)), "pause pendant deux semaines"),
        (Pause(date(2026, 12, 1)), "pause 10 jours"),
        (Pause(date(2026, 12, 5)), "pause 2 semanas"),
        (Pause(date(2026, 11, 28)), "pausa una semana"),
        (Pause(date(2026, 11, 24)), "pause tres días"),
        (Pause(date(2027, 3, 3)), "pause jusqu'au 3 mars"),
        (Pause(date(2027, 3, 1)), "pause jusqu’au 1er mars 2027"),
        (Pause(date(2027, 8, 15)), "pause jusqu'au 15 août"),
        (Pause(date(2026, 11, 23)), "pause jusqu'à lundi prochain"),
        (Pause(date(2026, 11, 22)), "pause jusqu'à demain"),
        (Pause(date(2027, 3, 3)), "pause hasta el 3 de marzo de 2027"),
        (Pause(date(2026, 11, 25)), "pause hasta el próximo miércoles"),
        (Pause(date(2026, 11, 22)), "pause hasta mañana"),
    ],
)
def test_an_order_is_read_however_it_is_written(expected: Order, text: str) -> None:
    assert schedules.read(text, TODAY) == expected


@pytest.mark.parametrize(
    ("says", "text"),
    [
        (r"^Write on 09:00.*pause until 12 Jan, skip or next\.$", ""),
        (r"I cannot read “hello”\. Write on 09:00", "hello"),
        (r"I cannot read “off please”\. Write", "off please"),
        ("Say at what time, such as on 09:00", "on"),
        ("Say at what time", "on monday"),
        (r"“25:00” is no time of day\. Write it as 09:00", "on 25:00"),
        ("“09:75” is no time of day", "on 09:75"),
        ("“13pm” is no time of day", "on 13pm"),
        ("“0am” is no time of day", "on 0am"),
        ("“fridag” is neither a weekday nor a time zone", "on 9 fridag"),
        ("“sharp” is neither a weekday nor a time zone. Write a large city's", "on 9am mon-fri sharp"),
        ("“pst” is neither a weekday nor a time zone", "on 9am pst"),
        ("“EST” does not go by summer time. Write a large city's", "on 9am EST"),
        ("“CET” does not go by summer time", "on 9am cet"),
        ("Say for how long. Write pause 2w", "pause"),
        ("Say for how long", "pause until"),
        ("I cannot read the date “12/1”", "pause until 12/1"),
        ("I cannot read the date “soon”", "pause until soon"),
        ("I cannot read the date “12 foo”", "pause until 12 foo"),
        ("There is no “31 feb”", "pause until 31 feb"),
        ("There is no “31 février”", "pause jusqu'au 31 février"),
        ("I cannot read the date “3 jui”", "pause jusqu'au 3 jui"),
        ("That day is past", "pause until 2026-11-21"),
        ("That day is past", "pause until 12 Jan 2026"),
        ("That day is past", "pause 0d"),
        ("longer than a year. Write off", "pause 53w"),
        ("longer than a year", "pause 9999w"),
        ("longer than a year", "pause until 2999-01-01"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_write(says: str, text: str) -> None:
    with pytest.raises(BadOrder, match=says):
        schedules.read(text, TODAY)


_WORDS = [
    "on",
    "off",
    "pause",
    "until",
    "9",
    "09:00",
    "9pm",
    "mon",
    "-",
    "fri",
    "about",
    "2w",
    "29 feb",
    "oslo",
]


@given(some.one_of(some.text(), some.lists(some.sampled_from(_WORDS)).map(" ".join)), some.dates())
def test_whatever_is_typed_is_an_order_or_a_sentence_with_a_next_step(text: str, today: date) -> None:
    try:
        found = schedules.read(text, min(today, date(9000, 1, 1)))
    except BadOrder as error:
        assert "Write" in str(error) or "Say" in str(error)  # noqa: PT017
    else:
        assert not isinstance(found, On) or found.zone is None or found.zone in calendar.zones()


@pytest.mark.parametrize("name", sorted(calendar.zones())[::9])
def test_a_zone_is_known_by_its_name(name: str) -> None:
    if "/" in name:
        assert schedules.read(f"on 9am {name.lower()}", TODAY) == On(NINE, None, name)
