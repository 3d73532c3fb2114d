"""Faults that somebody might make one day in the calendar, the rotation or a delivery: each is seen by a test.

A mutant is put into the source in memory, and the named test is run against it.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[3]


class Mutant(NamedTuple):
    """A piece of a module of bot.digest, what stands there instead, and the test that sees it."""

    module: str
    piece: str
    instead: str
    test: str


MUTANTS = {
    # The calendar
    "the later of two instants": Mutant(
        "calendar",
        "seconds = wall.replace(tzinfo=ZoneInfo(zone)).timestamp()",
        "seconds = wall.replace(tzinfo=ZoneInfo(zone), fold=1).timestamp()",
        "calendar.a_wall_time_is_the_first_instant_at_or_after_it",
    ),
    "an hour too late in a leap": Mutant(
        "calendar",
        "if local(seconds, zone) == wall:",
        "if local(seconds, zone) >= wall:",
        "calendar.next_to_a_leap_each_quarter_hour_comes_once_on_each_date_in_every_zone",
    ),
    "a date the zone never had": Mutant(
        "calendar",
        "return None if local(after - 1, zone).date() < day < local(after, zone).date() else float(after)",
        "return float(after)",
        "calendar.a_wall_time_is_the_first_instant_at_or_after_it",
    ),
    "a day late is not too late": Mutant(
        "calendar",
        "CATCH_UP = 4 * _HOUR",
        "CATCH_UP = 24 * _HOUR",
        "calendar.a_case_may_be_four_hours_late_and_no_more",
    ),
    "weekdays are forgotten": Mutant(
        "calendar",
        "and day.weekday() in subscription.weekdays",
        "and bool(subscription.weekdays)",
        "calendar.a_case_is_wanted_on_its_days_outside_pauses_and_holidays",
    ),
    "a pause is a day too long": Mutant(
        "calendar",
        "or day >= subscription.paused_until)",
        "or day > subscription.paused_until)",
        "calendar.a_case_is_wanted_on_its_days_outside_pauses_and_holidays",
    ),
    "holidays are working days": Mutant(
        "calendar",
        "return bool(country) and day in _holidays(country, day.year)",
        "return False",
        "calendar.a_case_is_wanted_on_its_days_outside_pauses_and_holidays",
    ),
    "a change owes what was due before it": Mutant(
        "calendar",
        "if at is not None and at >= earliest))",
        "if at is not None))",
        "calendar.a_change_begins_with_the_first_date_that_is_not_past_and_not_within_twelve_hours",
    ),
    "whoever moves east gets two in an hour": Mutant(
        "calendar",
        "earliest = now if last is None else max(now, last + _BETWEEN_TWO)",
        "earliest = now",
        "calendar.a_change_begins_with_the_first_date_that_is_not_past_and_not_within_twelve_hours",
    ),
    "yesterday evening is forgotten at midnight": Mutant(
        "calendar",
        "for day in (today - _DAY, today, today + _DAY))",
        "for day in (today, today + _DAY))",
        "calendar.a_time_shortly_before_midnight_may_be_posted_after_it",
    ),
    "nothing is planned for tomorrow": Mutant(
        "calendar",
        "for day in (today - _DAY, today, today + _DAY))",
        "for day in (today - _DAY, today))",
        "calendar.a_time_shortly_after_midnight_is_planned_the_evening_before",
    ),
    # The rotation
    "not for us comes again": Mutant(
        "rotation",
        '_mark(memory.get(each.case)) != "not"',
        '_mark(memory.get(each.case)) != "never"',
        "rotation.not_for_us_never_comes_again_until_somebody_thinks_better_of_it",
    ),
    "a new case waits its turn": Mutant(
        "rotation",
        "(fresh.get(case, date.max), _shuffled(subscription, case))",
        "(fresh.get(case) is None and date.max, _shuffled(subscription, case))[1:]",
        "rotation.a_new_case_is_the_next_to_come",
    ),
    "what was there from the beginning is new": Mutant(
        "rotation",
        "if since > first and",
        "if since >= first and",
        "rotation.what_was_in_the_notes_from_the_beginning_is_not_new",
    ),
    "a kept case returns as often as before": Mutant(
        "rotation",
        "return 2.0 ** min(1 + since, _MOST_DOUBLINGS)",
        "return 2.0",
        "rotation.a_kept_case_returns_later_and_later",
    ),
    "sooner again for ever": Mutant(
        "rotation",
        'return 0.5 if remembered.mark == "sooner" and since == 0 else 1.0',
        'return 0.5 if remembered.mark == "sooner" else 1.0',
        "rotation.sooner_again_comes_sooner_and_once",
    ),
    "the same case twice in a row": Mutant(
        "rotation",
        "others = [case for case in fit if memory[case].last != newest] or fit",
        "others = fit",
        "rotation.no_case_comes_twice_in_a_row_where_there_is_another",
    ),
    "twice the same case on a morning": Mutant(
        "rotation",
        "and each.case not in taken",
        "and bool(each.case)",
        "rotation.what_is_underway_to_the_channel_is_not_chosen_a_second_time",
    ),
    "one order for all channels": Mutant(
        "rotation",
        "{subscription.workspace}\\0{subscription.channel}\\0{case}",
        "{case}",
        "rotation.each_channel_has_an_order_of_its_own",
    ),
    # A delivery
    "a dead machine's post is repeated at once": Mutant(
        "delivering",
        "        return _doubted(delivery)\n    return replace(delivery, owner=owner",
        '        return _again(delivery, now, "")\n    return replace(delivery, owner=owner',
        "delivering.what_was_left_sending_is_unknown_until_the_post_would_have_been_seen",
    ),
    "nobody waits before looking": Mutant(
        "delivering",
        "settled_at = (delivery.last_try or delivery.due) + TIMEOUT + SETTLE",
        "settled_at = (delivery.last_try or delivery.due) + TIMEOUT",
        "delivering.an_outcome_nobody_knows_is_looked_for_when_it_would_be_seen",
    ),
    "no answer is taken for no post": Mutant(
        "replies",
        'return "message" if reply.error in _MESSAGE else "unknown"',
        'return "message" if reply.error in _MESSAGE else "unsent"',
        "delivering.an_answer_means",
    ),
    "a slow machine posts all the same": Mutant(
        "carrying",
        "if not delivering.is_safe(intended, hands.now()):",
        "if not intended.owner:",
        "carrying.who_was_too_slow_does_not_post",
    ),
    "the clocks of two machines are one": Mutant(
        "delivering",
        "return now <= delivery.lease - TIMEOUT - _MARGIN",
        "return now <= delivery.lease - TIMEOUT",
        "delivering.a_post_is_begun_only_if_it_ends_before_anybody_else_may_begin",
    ),
    "a pause set a minute ago is overlooked": Mutant(
        "delivering",
        "    if at is None:\n        return _ended(delivery, \"withdrawn\")",
        "    if at is None:\n        at = delivery.due\n    if subscription is None:\n"
        '        return _ended(delivery, "withdrawn")',
        "delivering.right_before_the_post_it_is_looked_at_whether_it_is_still_wanted",
    ),
    "tried again until midnight": Mutant(
        "delivering",
        "    if now > at + CATCH_UP:",
        "    if now > at + 4 * CATCH_UP:",
        "delivering.right_before_the_post_it_is_looked_at_whether_it_is_still_wanted",
    ),
    "unreadable is taken for not there": Mutant(
        "delivering",
        "    if seen.readable:",
        "    if not seen.ts:",
        "delivering.a_look_at_the_history_settles_it",
    ),
    "each attempt has a key of its own": Mutant(
        "delivering",
        'f"{delivery.subscription} {delivery.day}"',
        'f"{delivery.subscription} {delivery.day} {delivery.attempt}"',
        "delivering.a_messages_key_is_that_of_its_subscription_and_date_and_says_nothing",
    ),
    "a case that Slack refuses is chosen every day": Mutant(
        "delivering",
        'delivery.stage == "failed" and is_the_messages_fault(delivery.reason)',
        "False",
        "delivering.a_channel_remembers_what_it_may_have_seen_and_what_cannot_be_shown",
    ),
}  # fmt: skip


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module of bot.digest with a piece of its source replaced."""

    def __init__(self, module: str, piece: str, instead: str) -> None:
        self.name = f"bot.digest.{module}"
        self.path = ROOT / "bot" / "digest" / f"{module}.py"
        source = self.path.read_text(encoding="utf-8")
        assert source.count(piece) == 1, f"{self.name} no longer holds this once: {piece}"
        self.source = source.replace(piece, instead)

    def find_spec(
        self, fullname: str, _path: object = None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, str(self.path), "exec"), module.__dict__)  # noqa: S102  our own source


@contextmanager
def anew(*finders: importlib.abc.MetaPathFinder) -> Iterator[None]:
    """The digest and its tests are imported again, and afterwards stand as they stood."""
    held = {name: module for name, module in sys.modules.items() if _concerned(name)}
    for name in held:
        del sys.modules[name]
    sys.meta_path[:0] = finders
    try:
        yield
    finally:
        for finder in finders:
            sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if _concerned(name)]:
            del sys.modules[name]
        sys.modules.update(held)
        for name, module in held.items():
            package, _, last = name.rpartition(".")
            setattr(sys.modules[package], last, module)


def _concerned(name: str) -> bool:
    return name.startswith(("bot.digest", "tests.bot.digest")) and name != __name__


def run(test: str) -> None:
    """Runs a test of this folder, with each of its rows."""
    module, _, name = test.partition(".")
    found: Callable[..., None] = getattr(
        importlib.import_module(f"tests.bot.digest.test_{module}"), f"test_{name}"
    )
    rows = [mark for mark in getattr(found, "pytestmark", ()) if mark.name == "parametrize"]
    if not rows:
        found()
        return
    [(names, values)] = [mark.args for mark in rows]
    for row in values:
        found(**dict(zip(names, row, strict=True)))


@pytest.mark.parametrize("test", sorted({each.test for each in MUTANTS.values()}))
def test_it_is_the_mutant_that_a_test_sees(test: str) -> None:
    with anew():
        run(test)


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_seen(name: str) -> None:
    mutant = MUTANTS[name]
    with anew(Changed(mutant.module, mutant.piece, mutant.instead)), pytest.raises(AssertionError):
        run(mutant.test)
