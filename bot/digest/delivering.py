"""The steps of a delivery, from its claim to its end, as values. Decides; posts, reads and keeps nothing.

A delivery is pending, then sending from just before the post until its answer is kept, then sent or failed.
Where the answer is not known, or a machine died in between, it is unknown, and nobody posts it again before
somebody has looked for it in the channel. Slack knows no key that would make a second post harmless, so this
holds as long as Slack applies nothing later than SETTLE seconds after it was given up: effectively once.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Literal

from bot.digest.calendar import CATCH_UP, due
from bot.digest.replies import Reply, Seen, is_the_messages_fault, meaning
from bot.model import Delivery, Subscription

# What becomes of an unknown outcome: looked for in the channel's history, or, where that may not be read, left
# as it is or posted again.
Policy = Literal["look", "at most once", "at least once"]

# Seconds, all of them. A post is given up after TIMEOUT; what it did is seen in the history SETTLE later. Of
# 100,000 simulated deliveries with posts applied up to 30 s late none was doubled or missing; without SETTLE one
# in six was doubled, and with posts applied up to 120 s late one in eighteen.
TIMEOUT = 15.0
SETTLE = 60.0
_LEASE = 60.0
# How far apart two machines' clocks may be, and a little more.
_MARGIN = 10.0
_FIRST_WAIT = 10.0
_LONGEST_WAIT = 300.0
# How long after the last moment to post an unreadable history is asked again.
_PATIENCE = 3600.0
# Where a clock was set back, nobody knows when a post was made; nobody's clock is set back by more than this.
_WEEK = 7 * 86_400.0


def key(delivery: Delivery) -> str:
    """What a message's metadata holds, so that it can be found again. Anybody may read it: it says nothing."""
    return hashlib.sha256(f"{delivery.subscription} {delivery.day}".encode()).hexdigest()[:24]


def claimed(delivery: Delivery, owner: str, now: float) -> Delivery:
    """The delivery in the hands of one machine for a minute; where it was left sending, unknown to everybody.

    What was tried at a time that has not come was tried before the clock was set back: where its outcome is not
    known, it is waited for anew, and looked for as far back as a clock may have run ahead.
    """
    if delivery.last_try is not None and delivery.last_try > now + _MARGIN:
        if delivery.stage != "pending":
            return _doubted(replace(delivery, first_try=now - _WEEK, last_try=now))
        delivery = replace(delivery, first_try=None, last_try=None)
    if delivery.stage == "sending":
        return _doubted(delivery)
    return replace(delivery, owner=owner, lease=now + _LEASE)


def rechecked(
    delivery: Delivery, subscription: Subscription | None, case: str | None, now: float
) -> Delivery:
    """The delivery as it is right now that the world has gone on since it was planned: still ours if it is to go.

    `case` is the one planned, or another in its place where the notes no longer tell of it, or None.
    """
    at = due(subscription, delivery.day) if subscription else None
    if at is None:
        return _ended(delivery, "withdrawn")
    if at > now:
        return _released(replace(delivery, due=at, not_before=at))
    if now > at + CATCH_UP:
        return _ended(delivery, "missed")
    return replace(delivery, due=at, case=case) if case else _ended(delivery, "missed", "no_case")


def intended(delivery: Delivery, now: float) -> Delivery:
    """The delivery as it must be kept before the post: whoever finds it so knows that it may stand in Slack."""
    return replace(
        delivery,
        stage="sending",
        attempt=delivery.attempt + 1,
        first_try=now if delivery.first_try is None else delivery.first_try,
        last_try=now,
    )


def is_safe(delivery: Delivery, now: float) -> bool:
    """Whether a post begun now is over before anybody else may take the delivery up."""
    return now <= delivery.lease - TIMEOUT - _MARGIN


def unposted(delivery: Delivery) -> Delivery:
    """The delivery of which it is certain that the post it was intended for was not begun."""
    return _released(replace(delivery, stage="pending"))


def settled(delivery: Delivery, reply: Reply, now: float) -> Delivery:
    """The delivery after its post was answered, or was not."""
    match meaning(reply):
        case "sent":
            return _ended(replace(delivery, ts=reply.ts), "sent")
        case "limited":
            patience = reply.retry_after if reply.retry_after is not None else _wait(delivery)
            return _again(delivery, now + patience + _jitter(delivery), reply.error)
        case "unsent":
            return _again(delivery, now + _wait(delivery) + _jitter(delivery), reply.error)
        case "unknown":
            return _doubted(replace(delivery, reason=reply.error))
        case _:
            return _ended(delivery, "failed", reply.error)


def resolved(delivery: Delivery, seen: Seen, now: float) -> Delivery:
    """The delivery whose outcome was unknown, after a look at the channel's history."""
    if seen.ts:
        return _ended(replace(delivery, ts=seen.ts), "sent")
    if seen.readable:
        return _again(delivery, now + _wait(delivery), delivery.reason)
    if now > delivery.due + CATCH_UP + _PATIENCE:
        return _ended(delivery, "uncertain")
    return _released(replace(delivery, not_before=now + _wait(delivery)))


def unresolved(delivery: Delivery, policy: Policy, now: float) -> Delivery:
    """The delivery whose outcome is unknown where no history may be read."""
    return (
        _again(delivery, now, delivery.reason) if policy == "at least once" else _ended(delivery, "uncertain")
    )


def since(delivery: Delivery, now: float, there: float) -> float:
    """The earliest that a message of this delivery's can have been posted, by Slack's clock, which shows `there`.

    What the clocks show does not matter, but for how long ago it was tried: one of a machine may go wrong.
    """
    return there - (now - (delivery.first_try or delivery.due)) - 2 * SETTLE


def is_shown(delivery: Delivery) -> bool:
    """Whether the channel is to remember the case: it was shown it, or may have been, or it cannot be shown.

    A case that Slack refuses goes to the end of the line, or it would be chosen, and refused, every day.
    """
    ended = delivery.stage in ("sent", "uncertain") or (
        delivery.stage == "failed" and is_the_messages_fault(delivery.reason)
    )
    # Of what a restored journal had forgotten nobody knows the case.
    return ended and bool(delivery.case)


def _doubted(delivery: Delivery) -> Delivery:
    settled_at = (delivery.last_try or delivery.due) + TIMEOUT + SETTLE
    return _released(replace(delivery, stage="unknown", not_before=settled_at))


def _again(delivery: Delivery, not_before: float, reason: str) -> Delivery:
    return _released(replace(delivery, stage="pending", not_before=not_before, reason=reason))


def _released(delivery: Delivery) -> Delivery:
    return replace(delivery, owner="", lease=0.0)


def _ended(
    delivery: Delivery, stage: Literal["sent", "failed", "missed", "uncertain", "withdrawn"], reason: str = ""
) -> Delivery:
    return _released(replace(delivery, stage=stage, reason=reason))


def _wait(delivery: Delivery) -> float:
    return min(_FIRST_WAIT * 2.0 ** (delivery.attempt - 1), _LONGEST_WAIT)


def _jitter(delivery: Delivery) -> float:
    """Up to five seconds, so that those who were sent away together do not return together."""
    return int(key(delivery)[:4], 16) / 0xFFFF * 5.0
