"""What becomes of deliveries once a journal is a backup put back in place. Decides; keeps nothing.

Between the backup and now deliveries went on that it knows nothing of. So each that is due by now and is not at its
end in the journal is unknown: looked for in its channel, and never posted unseen. From when the backup is does not
matter, for even what was due long before it may have been posted after it, by a bot that had been down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from bot.digest.delivering import SETTLE, TIMEOUT
from bot.digest.planning import planned
from bot.model import Delivery, Subscription


def doubted(delivery: Delivery, now: float) -> Delivery:
    """A delivery that the journal has underway: unknown where it may have been posted, else as it was.

    It may stand anywhere between when it was due and now.
    """
    if delivery.stage not in ("pending", "sending", "unknown") or delivery.due > now:
        return delivery
    return replace(
        delivery,
        stage="unknown",
        not_before=now + TIMEOUT + SETTLE,
        owner="",
        lease=0.0,
        first_try=min(delivery.first_try or delivery.due, delivery.due),
        last_try=now,
        reason="restored",
    )


def forgotten(
    subscriptions: Iterable[Subscription], made: Collection[tuple[str, date]], now: float
) -> tuple[Delivery, ...]:
    """The deliveries due by now that the journal lacks and that may have been posted, all unknown.

    Which case they told nobody knows any more, so they name none.
    """
    return tuple(
        doubted(delivery, now)
        for _, delivery in planned(subscriptions, made, now)
        if delivery.stage == "pending" and delivery.due <= now
    )
