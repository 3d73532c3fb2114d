"""A journal's part for the digest, kept in memory: the same verbs, without SQL; test_stores holds it to that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol

from bot.model import Delivery, Memory, Subscription


class Store(Protocol):
    """What the simulation asks of the journal's Digests."""

    def subscribe(self, wanted: Subscription) -> None: ...

    def subscription(self, subscription_id: str) -> Subscription | None: ...

    def on(self) -> tuple[Subscription, ...]: ...

    def halt(self, workspace: str, channel: str, reason: str) -> None: ...

    def suspend(self, workspace: str, reason: str) -> None: ...

    def made(self, since: date) -> frozenset[tuple[str, date]]: ...

    def missed(self, since: date) -> frozenset[tuple[str, date]]: ...

    def plan(self, delivery: Delivery) -> bool: ...

    def ready(self, now: float) -> tuple[Delivery, ...]: ...

    def move(self, before: Delivery, after: Delivery, *, shown: bool = False) -> Delivery | None: ...

    def memory(self, workspace: str, channel: str) -> dict[str, Memory]: ...

    def taken(self, workspace: str, channel: str, day: date) -> frozenset[str]: ...


class InMemory:
    """As many deliveries as a soak wants, without a disk."""

    def __init__(self) -> None:
        self.subscriptions: dict[str, Subscription] = {}
        self.deliveries: dict[tuple[str, date], Delivery] = {}
        self.remembered: dict[tuple[str, str], dict[str, Memory]] = {}
        # Most have come to their end, and nobody asks for those again.
        self._underway: dict[tuple[str, date], Delivery] = {}
        self._of_channel: dict[tuple[str, str], set[tuple[str, date]]] = {}

    def subscribe(self, wanted: Subscription) -> None:
        self.subscriptions[wanted.id] = wanted

    def subscription(self, subscription_id: str) -> Subscription | None:
        return self.subscriptions.get(subscription_id)

    def on(self) -> tuple[Subscription, ...]:
        found = [each for each in self.subscriptions.values() if each.standing == "on"]
        return tuple(sorted(found, key=lambda each: (each.at, each.id)))

    def halt(self, workspace: str, channel: str, reason: str) -> None:
        for each in self.on():
            if (each.workspace, each.channel) == (workspace, channel):
                self.subscribe(replace(each, standing="halted", reason=reason, told=False))

    def suspend(self, workspace: str, reason: str) -> None:
        for each in self.on():
            if each.workspace == workspace:
                self.subscribe(replace(each, standing="suspended", reason=reason, told=False))

    def made(self, since: date) -> frozenset[tuple[str, date]]:
        return frozenset(
            key for key, each in self.deliveries.items() if key[1] >= since and each.stage != "withdrawn"
        )

    def missed(self, since: date) -> frozenset[tuple[str, date]]:
        return frozenset(
            key for key, each in self.deliveries.items() if key[1] >= since and _is_too_late(each)
        )

    def plan(self, delivery: Delivery) -> bool:
        held = self.deliveries.get((delivery.subscription, delivery.day))
        if held and not (held.stage == "withdrawn" or (_is_too_late(held) and delivery.stage == "pending")):
            return False
        self._keep(replace(delivery, turn=held.turn + 1) if held else delivery)
        return True

    def ready(self, now: float) -> tuple[Delivery, ...]:
        found = [
            each
            for each in self._underway.values()
            if (each.lease <= now and (each.stage == "sending" or each.not_before <= now))
            or max(each.lease, each.last_try or 0.0) > now + 120.0
        ]
        return tuple(sorted(found, key=lambda each: each.not_before)[:500])

    def move(self, before: Delivery, after: Delivery, *, shown: bool = False) -> Delivery | None:
        if self.deliveries[before.subscription, before.day].turn != before.turn:
            return None
        moved = replace(after, turn=before.turn + 1)
        self._keep(moved)
        if shown:
            memory = self.remembered.setdefault((moved.workspace, moved.channel), {})
            held = memory.get(moved.case, Memory(moved.case))
            memory[moved.case] = replace(held, shown=held.shown + 1, last=moved.day)
        return moved

    def memory(self, workspace: str, channel: str) -> dict[str, Memory]:
        return dict(self.remembered.get((workspace, channel), {}))

    def taken(self, workspace: str, channel: str, day: date) -> frozenset[str]:
        here = (self.deliveries[key] for key in self._of_channel.get((workspace, channel), ()))
        return frozenset(
            each.case
            for each in here
            if each.case and (each.stage in ("pending", "sending", "unknown") or each.day == day)
        )

    def _keep(self, delivery: Delivery) -> None:
        key = delivery.subscription, delivery.day
        self.deliveries[key] = delivery
        self._of_channel.setdefault((delivery.workspace, delivery.channel), set()).add(key)
        if delivery.stage in ("pending", "sending", "unknown"):
            self._underway[key] = delivery
        else:
            self._underway.pop(key, None)


def _is_too_late(delivery: Delivery) -> bool:
    return delivery.stage == "missed" and not delivery.reason
