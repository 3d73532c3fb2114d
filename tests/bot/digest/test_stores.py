"""The journal in memory that simulations use answers every call as the real one does, over SQLite."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.journal import Journal
from bot.model import Delivery, Stage
from tests.bot.digest.making import SOAK, subscription
from tests.bot.digest.stores import InMemory, Store

MONDAY = date(2026, 11, 23)
NOW = 1_800_000_000.0
ids = some.sampled_from(["s1", "s2", "s3"])
days = some.sampled_from([MONDAY, MONDAY + timedelta(days=1)])
stages: some.SearchStrategy[Stage] = some.sampled_from(
    ["pending", "sending", "unknown", "sent", "failed", "missed", "withdrawn"]
)
# Also by a clock that ran ahead.
seconds = some.sampled_from([*range(10), 120, 125, 500]).map(lambda each: NOW + each)


def channel(subscription_id: str) -> str:
    return "C1" if subscription_id < "s3" else "C2"


class Both(RuleBasedStateMachine):
    """The same calls to both; every answer is compared, and all that can be asked after each call."""

    @initialize()
    def begin(self) -> None:
        self.journal = Journal("sqlite://")
        self.stores: tuple[Store, Store] = (self.journal.digests, InMemory())
        # What somebody once saw of each delivery, old turns too.
        self.seen: list[Delivery] = []

    def teardown(self) -> None:
        self.journal.close()

    @rule(wanted=ids, standing=some.sampled_from(["on", "on", "halted"]))
    def subscribe(self, wanted: str, standing: str) -> None:
        for store in self.stores:
            store.subscribe(subscription(id=wanted, channel=channel(wanted), standing=standing))

    @rule(wanted=ids)
    def halt(self, wanted: str) -> None:
        for store in self.stores:
            store.halt("T1", channel(wanted), "is_archived")

    @rule()
    def suspend(self) -> None:
        for store in self.stores:
            store.suspend("T1", "token_revoked")

    @rule(
        wanted=ids,
        day=days,
        case=some.sampled_from(["", "A", "B"]),
        not_before=seconds,
        stage=some.sampled_from(["pending", "pending", "missed"]),
    )
    def plan(self, wanted: str, day: date, case: str, not_before: float, stage: Stage) -> None:
        new = Delivery(wanted, day, "T1", channel(wanted), case, NOW, not_before, stage)
        first, second = (store.plan(new) for store in self.stores)
        assert first == second
        if first:
            self.seen.append(new)

    @rule(data=some.data(), stage=stages, lease=seconds, shown=some.booleans())
    def move(self, data: some.DataObject, stage: Stage, lease: float, shown: bool) -> None:
        if not self.seen:
            return
        before = data.draw(some.sampled_from(self.seen))
        reason = "no_case" if stage == "missed" and lease > NOW + 5 else ""
        after = replace(before, stage=stage, lease=lease, owner="a", ts="17.1", last_try=lease, reason=reason)
        first, second = (store.move(before, after, shown=shown) for store in self.stores)
        assert first == second
        if first is not None:
            self.seen.append(first)

    @invariant()
    def answers_are_the_same(self) -> None:
        real, fake = self.stores
        assert real.on() == fake.on()
        assert [real.subscription(each) for each in ("s1", "s2")] == [
            fake.subscription(each) for each in ("s1", "s2")
        ]
        assert real.made(MONDAY) == fake.made(MONDAY)
        assert real.made(MONDAY + timedelta(days=1)) == fake.made(MONDAY + timedelta(days=1))
        assert real.missed(MONDAY) == fake.missed(MONDAY)
        for now in (NOW, NOW + 5, NOW + 9):
            assert _sorted(real.ready(now)) == _sorted(fake.ready(now))
        for where in ("C1", "C2"):
            assert real.memory("T1", where) == fake.memory("T1", where)
            assert real.taken("T1", where, MONDAY) == fake.taken("T1", where, MONDAY)


def _sorted(found: tuple[Delivery, ...]) -> list[Delivery]:
    """Those that begin together come in any order."""
    return sorted(found, key=lambda each: (each.not_before, each.subscription, each.day))


TestBoth = Both.TestCase
TestBoth.settings = settings(max_examples=500 if SOAK else 8, stateful_step_count=25, deadline=None)
