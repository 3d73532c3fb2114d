"""Machines, a journal and a Slack in a time of their own, where everything that can fail does, by a seed.

Machines are killed and stopped between any two steps; Slack refuses, forgets to answer, and does late what it
was asked. Nothing waits: the next thing to happen happens at once. The oracle is Slack's: how often each key
was posted.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from functools import partial
from heapq import heappop, heappush
from random import Random
from typing import Any

from bot.digest import delivering, rotation
from bot.digest.carrying import carry
from bot.digest.delivering import TIMEOUT, Policy
from bot.digest.pacing import Bucket, served, slowed
from bot.digest.planning import planned
from bot.digest.replies import UNHEARD, UNSENT, Reply, Seen
from bot.digest.rotation import Candidate
from bot.model import Delivery, Subscription
from tests.bot.digest.making import at, subscription
from tests.bot.digest.stores import InMemory, Store

MONDAY = date(2026, 11, 23)
NINE = at("2026-11-23 09:00")
CASES = [Candidate(f"Case {letter}") for letter in "ABCDEF"]
_PLAN_EVERY = 20.0
_LOOK_EVERY = 2.0
_END = NINE + 6 * 3600
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Weather:
    """How likely each fault is at each chance it has, and how bad. Times are in seconds."""

    refused: float = 0.0
    limited: float = 0.0
    unanswered: float = 0.0
    latest: float = 0.0
    blind: float = 0.0
    lag: float = 0.0
    killed: float = 0.0
    stopped: float = 0.0
    skew: float = 0.0
    # How long an await takes at most: the journal, the network.
    slow: float = 0.2


FAIR = Weather()
# What a bad day looks like: two posts in five go wrong, two thirds of them without an answer.
FOUL = Weather(
    refused=0.08,
    limited=0.06,
    unanswered=0.27,
    latest=30.0,
    blind=0.2,
    lag=15.0,
    killed=0.002,
    stopped=0.001,
    skew=5.0,
)


@dataclass
class Slack:
    """Posts by key, each with when it was applied; and the limits that Slack documents, where it is `strict`."""

    dice: Random
    weather: Weather
    posts: dict[str, list[float]] = field(default_factory=dict)
    strict: bool = False
    recent: dict[str, list[float]] = field(default_factory=dict)
    limits: int = 0

    def post(self, delivery: Delivery, now: float) -> tuple[Reply, float]:
        """What is answered, and after how long."""
        weather, dice = self.weather, self.dice
        roll = dice.random()
        if (patience := self._too_fast(delivery, now)) is not None:
            self.limits += 1
            return Reply(error="ratelimited", retry_after=patience), 0.1
        if roll < weather.refused:
            return Reply(error=UNSENT), dice.random()
        roll -= weather.refused
        if roll < weather.limited:
            return Reply(error="ratelimited", retry_after=float(dice.randint(1, 30))), 0.1
        roll -= weather.limited
        if roll < weather.unanswered:
            if dice.random() < 0.5:
                self._apply(delivery, now + dice.random() * weather.latest)
            return Reply(
                error=dice.choice((UNHEARD, "fatal_error", "internal_error"))
            ), dice.random() * TIMEOUT
        self._apply(delivery, now)
        return Reply(ts=f"{now:.6f}"), dice.random() * 0.4

    def look(self, delivery: Delivery, now: float, skew: float = 0.0) -> Seen:
        """What the history shows, which lags behind what was posted."""
        if self.dice.random() < self.weather.blind:
            return Seen(readable=False)
        oldest = delivering.since(delivery, now + skew, now)
        seen_until = now - self.dice.random() * self.weather.lag
        there = [
            each for each in self.posts.get(delivering.key(delivery), ()) if oldest <= each <= seen_until
        ]
        return Seen(f"{there[0]:.6f}" if there else "")

    def _apply(self, delivery: Delivery, when: float) -> None:
        self.posts.setdefault(delivering.key(delivery), []).append(when)

    def _too_fast(self, delivery: Delivery, now: float) -> float | None:
        """One a second in a channel, two hundred a minute in a workspace: the least of "several hundred"."""
        if not self.strict:
            return None
        for name, most, span in ((delivery.channel, 1, 1.0), (delivery.workspace, 200, 60.0)):
            held = [each for each in self.recent.get(name, ()) if each > now - span]
            self.recent[name] = held
            if len(held) >= most:
                return max(1.0, round(held[0] + span - now))
        for name in (delivery.channel, delivery.workspace):
            self.recent[name].append(now)
        return None


@dataclass(frozen=True, slots=True)
class Later:
    """An await: it goes on after so many seconds, if the machine lives."""

    seconds: float

    def __await__(self) -> Generator[float, None, None]:
        yield self.seconds


@dataclass
class Task:
    """A coroutine of a machine's."""

    machine: Machine
    coroutine: Coroutine[Any, Any, None]
    life: int


class Machine:
    """One of those that carry deliveries: the Hands of the product over the world's journal and Slack."""

    def __init__(self, name: str, world: World, store: Store) -> None:
        self.name = name
        self.world = world
        self.store = store
        self.skew = (world.dice.random() * 2 - 1) * world.weather.skew
        self.life = 0
        self.stopped_until = 0.0
        self.buckets: dict[str, Bucket] = {}
        self.policy: Policy = world.policy

    @property
    def owner(self) -> str:
        return f"{self.name}{self.life}"

    async def run(self) -> None:
        """Plans, and takes up what is ready, until the end of the day."""
        next_plan = 0.0
        while True:
            if self.now() >= next_plan:
                await self._plan()
                next_plan = self.now() + _PLAN_EVERY
            found, self.buckets = served(self.store.ready(self.now()), self.buckets, self.now())
            for each in found:
                self.world.start(self, carry(each, self))
            await Later(_LOOK_EVERY)

    async def _plan(self) -> None:
        if self.world.all_planned():
            return
        made = self.store.made(MONDAY - _DAY)
        for each, delivery in planned(self.store.on(), made, self.now()):
            memory = self.store.memory(each.workspace, each.channel)
            taken = self.store.taken(each.workspace, each.channel, delivery.day)
            case = rotation.choose(each, CASES, memory, {}, taken, delivery.day)
            if self.store.plan(replace(delivery, case=case or "")):
                self.world.slots[each.id] = delivery.not_before
            if self.world.dice.random() < 0.02:
                await self._moment()

    def now(self) -> float:
        return self.world.now + self.skew

    async def move(self, before: Delivery, after: Delivery) -> Delivery | None:
        await self._moment()
        moved = self.store.move(before, after, shown=delivering.is_shown(after))
        await self._moment()
        return moved

    async def recheck(self, delivery: Delivery) -> tuple[Subscription | None, str | None]:
        await self._moment()
        return self.store.subscription(delivery.subscription), delivery.case

    async def post(self, delivery: Delivery) -> Reply:
        # No await before this: between the last look at the clock and the call a machine is not stopped.
        reply, seconds = self.world.slack.post(delivery, self.world.now)
        await Later(seconds)
        return reply

    async def look(self, delivery: Delivery) -> Seen:
        await self._moment()
        seen = self.world.slack.look(delivery, self.world.now, self.skew)
        await self._moment()
        return seen

    async def slow(self, delivery: Delivery, retry_after: float) -> None:
        bucket = self.buckets.get(delivery.workspace, Bucket())
        self.buckets[delivery.workspace] = slowed(bucket, self.now(), retry_after)

    async def halt(self, delivery: Delivery, reason: str) -> None:
        await self._moment()
        self.store.halt(delivery.workspace, delivery.channel, reason)

    async def suspend(self, delivery: Delivery, reason: str) -> None:
        await self._moment()
        self.store.suspend(delivery.workspace, reason)

    async def _moment(self) -> None:
        await Later(self.world.dice.random() * self.world.weather.slow)


class World:
    """A day of some subscriptions, from two minutes before nine until every delivery has come to its end."""

    def __init__(
        self,
        seed: int,
        weather: Weather,
        subscriptions: Iterable[Subscription],
        *,
        stores: Iterable[Store] = (),
        policy: Policy = "look",
        kill_at: int | None = None,
    ) -> None:
        self.dice = Random(seed)  # noqa: S311  the same day every time
        self.seed = seed
        self.weather = weather
        self.policy = policy
        self.now = NINE - 150.0
        self.slack = Slack(self.dice, weather)
        self.wanted = tuple(subscriptions)
        held = tuple(stores) or (InMemory(),) * 2
        self.store = held[0]
        for each in self.wanted:
            self.store.subscribe(each)
        self.machines = [Machine(name, self, store) for name, store in zip("ab", held, strict=False)]
        # When each delivery was to begin.
        self.slots: dict[str, float] = {}
        self.steps = 0
        self.kills = 0
        self._planned = False
        self._kill_at = kill_at
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._numbered = 0

    def run(self) -> World:
        """Everything that happens; the world is at its end after that."""
        for machine in self.machines:
            self._later(self.dice.random() * 5, partial(self._begin, machine))
        while self._events and self.now < _END and not self._is_over():
            self.now, _, happen = heappop(self._events)
            happen()
        return self

    def start(self, machine: Machine, coroutine: Coroutine[Any, Any, None]) -> None:
        """Runs a coroutine of a machine's until its first await."""
        self._resume(Task(machine, coroutine, machine.life))

    def all_planned(self) -> bool:
        self._planned = self._planned or len(self.store.made(MONDAY)) >= len(self.wanted)
        return self._planned

    # The oracle

    def posted(self, each: Subscription) -> list[float]:
        """When a subscription's case was posted, each time it was."""
        day = Delivery(each.id, MONDAY, each.workspace, each.channel, "", NINE, NINE)
        return sorted(self.slack.posts.get(delivering.key(day), ()))

    def doubled(self) -> list[str]:
        return [each.id for each in self.wanted if len(self.posted(each)) > 1]

    def missing(self) -> list[str]:
        return [each.id for each in self.wanted if not self.posted(each)]

    # How time goes on

    def _begin(self, machine: Machine) -> None:
        self.start(machine, machine.run())

    def _resume(self, task: Task) -> None:
        machine = task.machine
        if task.life != machine.life:
            task.coroutine.close()
            return
        if machine.stopped_until > self.now:
            self._later(machine.stopped_until - self.now, partial(self._resume, task))
            return
        self.steps += 1
        if self._strikes(machine):
            task.coroutine.close()
            return
        try:
            seconds = task.coroutine.send(None)
        except StopIteration:
            return
        self._later(seconds, partial(self._resume, task))

    def _strikes(self, machine: Machine) -> bool:
        """Whether the machine is killed here; it may also be stopped for a while, and go on as if nothing was."""
        roll = self.dice.random()
        if self.steps == self._kill_at or roll < self.weather.killed:
            machine.life += 1
            self.kills += 1
            machine.buckets = {}
            self._later(5 + self.dice.random() * 55, partial(self._begin, machine))
            return True
        if roll < self.weather.killed + self.weather.stopped:
            machine.stopped_until = self.now + 30 + self.dice.random() * 150
        return False

    def _later(self, seconds: float, happen: Callable[[], None]) -> None:
        self._numbered += 1
        heappush(self._events, (self.now + seconds, self._numbered, happen))

    def _is_over(self) -> bool:
        # Looked at now and then: it asks the whole store.
        if self._numbered % 64 or not self.all_planned():
            return False
        return not self.store.ready(_END * 2)


def channels(number: int, workspaces: int = 1) -> list[Subscription]:
    """Subscriptions for nine o'clock, each of a channel of its own."""
    return [
        subscription(
            id=f"s{place}",
            workspace=f"T{place % workspaces}",
            channel=f"C{place}",
            at=time(9),
            zone="Europe/Oslo",
        )
        for place in range(number)
    ]
