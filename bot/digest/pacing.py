"""How fast a workspace is posted to: as fast as Slack takes it, and no faster. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.model import Delivery

# Posts a second and workspace. Slack documents one a second for a channel and "several hundred a minute" for a
# workspace; this is 180.
RATE = 3.0
# What may come at once where less came before: enough for whoever looks every three seconds at what is ready,
# and within the 200 that "several hundred" must mean at least, together with the minute's 180.
_BURST = 10.0
_SLOWEST = 0.1
# Back from half the rate to all of it in five minutes.
_RECOVERY = RATE / 600.0


@dataclass(frozen=True, slots=True)
class Bucket:
    """What a workspace may be posted to: `tokens` posts at once and `rate` more each second, none before `until`.

    Times are seconds since 1970.
    """

    tokens: float = _BURST
    rate: float = RATE
    at: float = 0.0
    until: float = 0.0


def slowed(bucket: Bucket, now: float, retry_after: float) -> Bucket:
    """The bucket after Slack asked for patience: nothing for that long, and then half as fast."""
    return replace(
        bucket,
        tokens=0.0,
        rate=max(_SLOWEST, bucket.rate / 2),
        at=now,
        until=max(bucket.until, now + retry_after),
    )


def served(
    ready: Iterable[Delivery], buckets: Mapping[str, Bucket], now: float
) -> tuple[tuple[Delivery, ...], dict[str, Bucket]]:
    """Those that may be taken up now, the longest due first, and the buckets after that.

    Who only looks something up takes nothing from a bucket.
    """
    left = {workspace: _filled(bucket, now) for workspace, bucket in buckets.items()}
    found = []
    for each in sorted(ready, key=lambda each: (each.not_before, each.subscription)):
        bucket = left.setdefault(each.workspace, Bucket(at=now))
        if each.stage != "pending":
            found.append(each)
        elif bucket.tokens >= 1.0 and bucket.until <= now:
            left[each.workspace] = replace(bucket, tokens=bucket.tokens - 1.0)
            found.append(each)
    return tuple(found), left


def _filled(bucket: Bucket, now: float) -> Bucket:
    # A clock that was set back gives nothing and takes nothing: what was to be waited is waited from now.
    until = bucket.until - max(0.0, bucket.at - now)
    passed = max(0.0, now - max(bucket.at, until))
    rate = min(RATE, bucket.rate + passed * _RECOVERY)
    return replace(bucket, tokens=min(_BURST, bucket.tokens + passed * rate), rate=rate, at=now, until=until)
