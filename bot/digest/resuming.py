"""What becomes of a reply that was begun and never heard of. Decides; posts, reads and keeps nothing.

Whoever takes an event up keeps that its reply is begun, then posts it. Slack sends the event again where nobody
acknowledged it, and then the reply may stand already. It is looked for in the thread where that may be read, and
posted anew only once it can no longer come; elsewhere nobody posts it again: at most once.
"""

from __future__ import annotations

import hashlib
from typing import Literal

from bot.digest.delivering import SETTLE
from bot.digest.replies import Seen

Step = Literal["post", "wait", "leave"]

# A post is given up after half a minute, and Slack may put it off for as long again. So this ends between the
# second time that Slack sends an event again, after a minute, and the third, after five.
_GIVEN_UP = 60.0
# Whoever was held up for longer than this between keeping that it begins and beginning begins nothing.
_LATEST = 30.0


def key(workspace: str, message: str) -> str:
    """What the metadata of a reply holds, so that it can be found again. It says nothing to anybody else."""
    return hashlib.sha256(f"{workspace} {message}".encode()).hexdigest()[:24]


def step(begun: float | None, seen: Seen | None, now: float) -> Step:
    """What to do about the reply to an event that came again.

    `begun` is when its post was begun, None where it was not; `seen` what its thread holds of it, None where
    nobody may look. Times are in seconds since 1970.
    """
    if begun is None:
        return "post"
    if seen is None or seen.ts:
        return "leave"
    return "post" if seen.readable and now > begun + _GIVEN_UP + SETTLE else "wait"


def is_safe(begun: float, now: float) -> bool:
    """Whether a post that was kept as begun then may be begun now."""
    return now <= begun + _LATEST
