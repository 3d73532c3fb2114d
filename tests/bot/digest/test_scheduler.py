"""Calendar, planning and carrying together, against whatever people, clocks and machines do to them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Literal

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.digest import calendar, delivering, subscribing
from bot.digest.calendar import CATCH_UP
from bot.digest.carrying import carry
from bot.digest.delivering import Policy
from bot.digest.planning import planned
from bot.digest.replies import UNHEARD, UNSENT, Reply, Seen
from bot.model import Delivery, Subscription
from tests.bot.digest.making import EVERY_DAY, SOAK, WEEKDAYS, at, subscription
from tests.bot.digest.stores import InMemory

HOUR = 3600.0
DAY = timedelta(days=1)
LONG_AGO = date(2026, 1, 1)
# The week before the clocks change in Europe, and the one in which America's already have.
START = at("2026-10-19 07:00")
ZONES = [
    "Europe/Oslo",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Niue",
    "Africa/Cairo",
]
TIMES = [time(0), time(2, 30), time(9), time(23, 45)]
Fate = Literal["well", "refused", "unheard, there", "unheard, not there", "killed before", "killed after"]
fates: some.SearchStrategy[Fate] = some.sampled_from(
    ["well", "well", "refused", "unheard, there", "unheard, not there", "killed before", "killed after"]
)


class Killed(Exception):
    """The machine is gone, with all it held in memory."""


class Hands:
    """One machine for one delivery, with a fate for its post."""

    policy: Policy = "look"

    def __init__(self, day: Day, owner: str, fate: Fate) -> None:
        self.day = day
        self.owner = owner
        self.fate = fate

    def now(self) -> float:
        return self.day.clock

    async def move(self, before: Delivery, after: Delivery) -> Delivery | None:
        return self.day.store.move(before, after, shown=delivering.is_shown(after))

    async def recheck(self, delivery: Delivery) -> tuple[Subscription | None, str | None]:
        return self.day.store.subscription(delivery.subscription), delivery.case

    async def post(self, delivery: Delivery) -> Reply:
        if self.fate == "killed before":
            raise Killed
        if self.fate in ("well", "unheard, there", "killed after"):
            self.day.apply(delivery)
        if self.fate == "killed after":
            raise Killed
        if self.fate == "well":
            return Reply(ts="17.1")
        return Reply(error=UNSENT if self.fate == "refused" else UNHEARD)

    async def look(self, delivery: Delivery) -> Seen:
        oldest = delivering.since(delivery, self.now(), self.day.slacks)
        stand = self.day.posted.get((delivery.subscription, delivery.day), ())
        return Seen("17.1" if any(oldest <= each for each in stand) else "")

    async def slow(self, delivery: Delivery, retry_after: float) -> None: ...

    async def halt(self, delivery: Delivery, reason: str) -> None: ...

    async def suspend(self, delivery: Delivery, reason: str) -> None: ...


class Day(RuleBasedStateMachine):
    """One subscription, whoever changes it, and two machines that share a journal and a clock that may jump.

    Slack has a clock of its own, which nobody sets.
    """

    @initialize(zone=some.sampled_from(ZONES), when=some.sampled_from(TIMES))
    def begin(self, zone: str, when: time) -> None:
        self.clock = self.slacks = START
        self.store = InMemory()
        self.posted: dict[tuple[str, date], list[float]] = {}
        self.wrong: list[str] = []
        # The last post and the last change, as long as nobody sets the clock.
        self.latest: float | None = None
        self.changed = 0.0
        self.change(zone, when, WEEKDAYS)

    @property
    def held(self) -> Subscription | None:
        return self.store.subscription("s1")

    def apply(self, delivery: Delivery) -> None:
        """The oracle: what must be so whenever a post is seen."""
        held, due = self.held, None
        if held is not None:
            due = calendar.due(held, delivery.day)
        if due is None:
            self.wrong.append(f"{delivery.day} was not wanted")
        elif not self.changed <= due <= self.clock <= due + CATCH_UP:
            self.wrong.append(f"{delivery.day} came {self.clock - due:.0f} s after its time")
        if self.latest is not None and self.clock - self.latest < 12 * HOUR:
            self.wrong.append(f"{delivery.day} came {self.clock - self.latest:.0f} s after the one before")
        self.posted.setdefault((delivery.subscription, delivery.day), []).append(self.slacks)
        self.latest = self.clock

    @rule(minutes=some.sampled_from([1, 2, 2, 5, 30, 240, 1440]), fate=fates)
    def time_goes_on(self, minutes: int, fate: Fate) -> None:
        self.pass_by(minutes * 60)
        self.tick("a", fate)

    @precondition(lambda self: self.held is not None)
    @rule(where=some.sampled_from([-1, 0, 0, 1, 100, 239, 241]), fate=fates)
    def the_time_comes(self, where: int, fate: Fate) -> None:
        """So many minutes after the next delivery is due, or before it."""
        assert self.held is not None
        if following := calendar.coming(self.held, self.clock):
            self.pass_by(max(0.0, following.due + where * 60 - self.clock))
        self.tick("b", fate)

    # Twice, for it is what happens most.
    the_next_time_comes = the_time_comes

    @rule(hours=some.sampled_from([-30, -5, -1, 3, 5, 26]), fate=fates)
    def somebody_sets_the_clock(self, hours: int, fate: Fate) -> None:
        if abs(self.clock + hours * HOUR - self.slacks) > 5 * 24 * HOUR:
            return
        self.clock += hours * HOUR
        self.latest = None
        self.changed = 0.0
        self.tick("a", fate)

    @rule(
        zone=some.sampled_from(ZONES),
        when=some.sampled_from(TIMES),
        weekdays=some.sampled_from([WEEKDAYS, EVERY_DAY, frozenset({2})]),
    )
    def change(self, zone: str, when: time, weekdays: frozenset[int]) -> None:
        wanted = subscription(zone=zone, at=when, weekdays=weekdays)
        self.store.subscribe(subscribing.subscribed(wanted, self.store.on(), self.clock, self.latest))
        self.changed = self.clock

    @precondition(lambda self: self.held is not None)
    @rule(what=some.sampled_from(["pause", "skip", "turn off"]), days=some.integers(1, 3))
    def rest(self, what: str, days: int) -> None:
        assert self.held is not None
        if what == "turn off":
            del self.store.subscriptions["s1"]
        elif what == "skip":
            self.store.subscribe(subscribing.skipped(self.held, self.clock))
        else:
            today = calendar.local(self.clock, self.held.zone).date()
            self.store.subscribe(subscribing.paused(self.held, today + days * DAY))

    def pass_by(self, seconds: float) -> None:
        """So much time goes by, on every clock."""
        self.clock += seconds
        self.slacks += seconds

    def tick(self, machine: str, fate: Fate) -> None:
        """What a machine does every few seconds."""
        made, missed = self.store.made(LONG_AGO), self.store.missed(LONG_AGO)
        for _, delivery in planned(self.store.on(), made, self.clock, missed):
            self.store.plan(replace(delivery, case="The Street"))
        for each in self.store.ready(self.clock):
            try:
                asyncio.run(carry(each, Hands(self, machine, fate)))
            except Killed:
                continue

    @invariant()
    def nothing_is_posted_that_should_not_be(self) -> None:
        assert getattr(self, "wrong", []) == []

    @invariant()
    def no_local_date_comes_twice(self) -> None:
        assert all(len(each) == 1 for each in getattr(self, "posted", {}).values())

    def teardown(self) -> None:
        """In good weather the next case that is wanted comes, wherever the clock has been."""
        if getattr(self, "store", None) is None or self.held is None:
            return
        following = calendar.coming(self.held, self.clock)
        assert following is not None
        planned_for = self.store.deliveries.get(("s1", following.day))
        if planned_for and planned_for.due > following.due:
            # Whoever sets the clock back and then moves the hour forward, to before it was planned, goes without.
            return
        self.pass_by(following.due - self.clock)
        # Where an outcome is still unknown it is waited for, then looked for, and then posted.
        for _ in range(4):
            self.tick("a", "well")
            self.pass_by(120.0)
        assert ("s1", following.day) in self.posted


TestDay = Day.TestCase
TestDay.settings = settings(max_examples=2_000 if SOAK else 100, stateful_step_count=50, deadline=None)
