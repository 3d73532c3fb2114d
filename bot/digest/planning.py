"""Which deliveries are to be made of what is due, and when each is taken up. Decides; keeps nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date

from bot.digest.calendar import Slot, slots
from bot.digest.pacing import RATE
from bot.model import Delivery, Subscription


def planned(
    subscriptions: Iterable[Subscription],
    made: Collection[tuple[str, date]],
    now: float,
    missed: Collection[tuple[str, date]] = (),
) -> tuple[tuple[Subscription, Delivery], ...]:
    """The deliveries that are due and not `made` yet (by subscription and date), with no case chosen.

    Those of a workspace that are due together begin one after the other, no faster than Slack takes them, in an
    order that is the same on every machine. What is too late is made as missed. Of those that were made, the
    `missed` are made anew where it is not too late after all: a clock had run ahead, or the hour was changed.
    """
    wanting = [
        (subscription, slot)
        for subscription in subscriptions
        for slot in slots(subscription, now)
        if (subscription.id, slot.day) not in made
        or (not slot.missed and (subscription.id, slot.day) in missed)
    ]
    wanting.sort(key=lambda each: _shuffled(each[0]))
    before: dict[tuple[str, float], int] = {}
    found = []
    for subscription, slot in wanting:
        together = subscription.workspace, slot.due
        place = before.get(together, 0)
        before[together] = place + 1
        found.append((subscription, _delivery(subscription, slot, place / RATE)))
    return tuple(found)


def _delivery(subscription: Subscription, slot: Slot, later: float) -> Delivery:
    return Delivery(
        subscription=subscription.id,
        day=slot.day,
        workspace=subscription.workspace,
        channel=subscription.channel,
        case="",
        due=slot.due,
        not_before=slot.due + later,
        stage="missed" if slot.missed else "pending",
    )


def _shuffled(subscription: Subscription) -> bytes:
    return hashlib.sha256(subscription.id.encode()).digest()
