"""A delivery in the hands of a machine: what is done in which order, and what is done about a refusal."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, time

import pytest

from bot.digest import delivering
from bot.digest.carrying import carry
from bot.digest.delivering import Policy
from bot.digest.replies import UNHEARD, Reply, Seen
from bot.model import Delivery, Stage, Subscription
from tests.bot.digest.making import at, subscription
from tests.bot.digest.stores import InMemory

MONDAY = date(2026, 11, 23)
NINE = at("2026-11-23 09:00")
PENDING = Delivery("s1", MONDAY, "T1", "C1", "The Street", due=NINE, not_before=NINE)


class Hands:
    """Does everything at once, and writes down what it did."""

    owner = "a"
    policy: Policy = "look"

    def __init__(self, reply: Reply, *, takes: float = 0.0, seen: Seen = Seen()) -> None:  # noqa: B008  frozen
        self.store = InMemory()
        self.store.subscribe(subscription())
        self.store.plan(PENDING)
        self.reply = reply
        self.takes = takes
        self.seen = seen
        self.time = NINE + 1
        self.done: list[str] = []

    def now(self) -> float:
        return self.time

    @property
    def held(self) -> Delivery:
        return self.store.deliveries["s1", MONDAY]

    async def move(self, before: Delivery, after: Delivery) -> Delivery | None:
        self.done.append(f"keep {after.stage}")
        self.time += self.takes
        return self.store.move(before, after, shown=delivering.is_shown(after))

    async def recheck(self, delivery: Delivery) -> tuple[Subscription | None, str | None]:
        return self.store.subscription(delivery.subscription), delivery.case

    async def post(self, delivery: Delivery) -> Reply:
        assert self.held == delivery
        self.done.append("post")
        return self.reply

    async def look(self, delivery: Delivery) -> Seen:
        assert self.held == delivery
        self.done.append("look")
        return self.seen

    async def slow(self, delivery: Delivery, retry_after: float) -> None:
        assert 30 <= retry_after <= 35
        self.done.append(f"slow {delivery.workspace}")

    async def halt(self, delivery: Delivery, reason: str) -> None:
        self.done.append(f"halt {reason}")
        self.store.halt(delivery.workspace, delivery.channel, reason)

    async def suspend(self, delivery: Delivery, reason: str) -> None:
        self.done.append(f"suspend {reason}")
        self.store.suspend(delivery.workspace, reason)

    def carry(self) -> list[str]:
        asyncio.run(carry(self.held, self))
        return self.done


CLAIM, INTENT = "keep pending", "keep sending"


@pytest.mark.parametrize(
    ("expected", "reply"),
    [
        ([CLAIM, INTENT, "post", "keep sent"], Reply(ts="17.1")),
        ([CLAIM, INTENT, "post", "keep unknown"], Reply(error=UNHEARD)),
        ([CLAIM, INTENT, "post", "slow T1", "keep pending"], Reply(error="ratelimited", retry_after=30)),
        ([CLAIM, INTENT, "post", "halt is_archived", "keep failed"], Reply(error="is_archived")),
        ([CLAIM, INTENT, "post", "suspend token_revoked", "keep failed"], Reply(error="token_revoked")),
        ([CLAIM, INTENT, "post", "keep failed"], Reply(error="invalid_blocks")),
    ],
)
def test_it_is_written_down_before_the_post_and_after_it(expected: list[str], reply: Reply) -> None:
    assert Hands(reply).carry() == expected


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("withdrawn", {"standing": "halted"}),
        ("withdrawn", {"paused_until": date(2026, 11, 24)}),
        ("pending", {"at": time(15)}),
    ],
)
def test_what_is_no_longer_wanted_now_is_not_posted(expected: Stage, given: dict[str, object]) -> None:
    hands = Hands(Reply(ts="17.1"))
    hands.store.subscribe(subscription(**given))

    assert hands.carry() == [CLAIM, f"keep {expected}"]
    assert hands.held.owner == ""


def test_who_was_too_slow_does_not_post() -> None:
    hands = Hands(Reply(ts="17.1"), takes=20.0)

    assert hands.carry() == [CLAIM, INTENT, "keep pending"]


@pytest.mark.parametrize("stage", ["pending", "unknown"])
def test_who_comes_second_does_nothing(stage: Stage) -> None:
    hands = Hands(Reply(ts="17.1"))
    stale = replace(hands.held, stage=stage)
    hands.store.move(hands.held, replace(hands.held, owner="b", lease=NINE + 61))
    asyncio.run(carry(stale, hands))

    assert hands.done == [f"keep {stage}"]
    assert hands.held.owner == "b"


def left_behind(hands: Hands) -> None:
    """As a machine leaves a delivery that it was killed at while it posted."""
    held = hands.store.move(hands.held, delivering.claimed(hands.held, "dead", NINE))
    assert held is not None
    hands.store.move(held, delivering.intended(held, NINE))
    hands.time = NINE + 61


def test_what_a_dead_machine_left_is_doubted_then_looked_for_and_then_posted_again() -> None:
    hands = Hands(Reply(ts="17.1"))
    left_behind(hands)

    assert hands.carry() == ["keep unknown"]
    hands.time = hands.held.not_before
    assert hands.carry()[1:] == ["keep unknown", "look", "keep pending"]
    hands.time = hands.held.not_before
    assert hands.carry()[4:] == [CLAIM, INTENT, "post", "keep sent"]


def test_what_is_found_is_not_posted_again() -> None:
    hands = Hands(Reply(ts="17.1"), seen=Seen("16.9"))
    left_behind(hands)
    hands.carry()
    hands.time = hands.held.not_before
    hands.carry()

    assert (hands.held.stage, hands.held.ts) == ("sent", "16.9")
    assert "post" not in hands.done
    assert hands.store.memory("T1", "C1")["The Street"].shown == 1


@pytest.mark.parametrize(
    ("expected", "policy"), [("uncertain", "at most once"), ("pending", "at least once")]
)
def test_where_no_history_may_be_read_nobody_looks(expected: Stage, policy: Policy) -> None:
    hands = Hands(Reply(ts="17.1"))
    hands.policy = policy
    left_behind(hands)
    hands.carry()
    hands.time = hands.held.not_before
    hands.carry()

    assert "look" not in hands.done
    assert hands.held.stage == expected


def test_a_channel_that_refuses_is_posted_to_no_more() -> None:
    hands = Hands(Reply(error="is_archived"))
    hands.store.subscribe(subscription(id="s2"))
    hands.store.subscribe(subscription(id="s3", channel="C2"))
    hands.carry()

    assert [each.id for each in hands.store.on()] == ["s3"]
