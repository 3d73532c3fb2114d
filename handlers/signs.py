"""Whether the process lives and may be sent work, from what it noticed itself. Asks nobody, waits for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

# The delivering clock turns every three seconds; a look at a journal that is busy takes five.
_STILL = 90.0
# The journal is written and the index read every ten seconds.
_OLD = 30.0


class Connection(Protocol):
    """One socket to Slack."""

    async def is_connected(self) -> bool:
        """Whether it is open and answers."""


class Signs:
    """What one process noticed of itself. Every moment is of a clock that nobody sets (Desk.beat), None where
    it never came.

    `turned` is when the delivering clock last did, `written` when the journal last took a line, `read` when the
    index last answered. `refused` is whether Slack refused the bot's token when it was last used. `connections`
    are the sockets that should be open; over HTTP there are none. Once `stopped` nothing new is taken.
    """

    def __init__(self) -> None:
        self.turned: float | None = None
        self.written: float | None = None
        self.read: float | None = None
        self.refused = False
        self.connections: Sequence[Connection] = ()
        self.stopped = asyncio.Event()

    def still(self, now: float) -> tuple[str, ...]:
        """Why the process should be ended and started anew; nothing where it lives."""
        late = self.turned is not None and now - self.turned > _STILL
        return ("the delivering clock stands still",) if late else ()

    async def unready(self, now: float) -> tuple[str, ...]:
        """Why the process should be sent nothing now; nothing where it is ready."""
        faults = {
            "stopping": self.stopped.is_set(),
            "the journal cannot be written": _old(self.written, now),
            "the index cannot be read": _old(self.read, now),
            "Slack refuses the bot's token": self.refused,
            "no connection to Slack is open": bool(self.connections) and not await self.connected(),
        }
        return tuple(fault for fault, found in faults.items() if found)

    async def connected(self) -> int:
        """How many sockets to Slack are open."""
        return sum([await each.is_connected() for each in self.connections])


def _old(seen: float | None, now: float) -> bool:
    return seen is None or now - seen > _OLD
