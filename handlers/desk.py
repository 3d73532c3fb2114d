"""What every handler works with, and the threads it works on. Knows no Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar

from bot.casebook import Casebook
from bot.errors import Unsure
from bot.journal import Journal
from bot.model import Installation
from bot.settings import Settings
from handlers.metrics import Metrics
from handlers.signs import Signs

P = ParamSpec("P")
T = TypeVar("T")

# Each failure is sent again three times at most, so this many keys cover any realistic outage.
_MOST_KEYS = 10_000


class Elsewhere(Exception):
    """Another process took this on less than a minute ago: it may be at work, or it may have been killed."""


class Keys:
    """Keys of this process, the newest kept."""

    def __init__(self) -> None:
        self._kept: dict[str, None] = {}

    def add(self, key: str) -> bool:
        """Keeps the key; whether it is new."""
        new = key not in self._kept
        self._kept[key] = None
        if len(self._kept) > _MOST_KEYS:
            del self._kept[next(iter(self._kept))]
        return new

    def take(self, key: str) -> bool:
        """Lets go of the key; whether it was kept."""
        kept = key in self._kept
        self._kept.pop(key, None)
        return kept


def _threads(name: str, number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(number, thread_name_prefix=name)


@dataclass(frozen=True)
class Desk:
    """The casebook, the journal, the settings and the clock (seconds since 1970), with their threads.

    `failed` are keys whose work failed here and may be done again at once; `told` are keys whose failure
    somebody was told of. `underway` is what a shutdown waits for. `installed` is with what it speaks in each
    workspace, as read last, and until when that may be believed; see handlers.tokens.
    """

    casebook: Casebook
    journal: Journal
    settings: Settings
    clock: Callable[[], float]
    failed: Keys = field(default_factory=Keys)
    told: Keys = field(default_factory=Keys)
    installed: dict[str, tuple[Installation, float]] = field(default_factory=dict)
    underway: set[asyncio.Task[Any] | None] = field(default_factory=set)
    signs: Signs = field(default_factory=Signs)
    metrics: Metrics = field(default_factory=Metrics)
    _questions: ThreadPoolExecutor = field(default_factory=partial(_threads, "question", 4))
    _records: ThreadPoolExecutor = field(default_factory=partial(_threads, "journal", 1))

    async def question(self, ask: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Asks the casebook on one of the threads for questions."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        with self.metrics.failing():
            found = await _on(self._questions, partial(ask, *args, **named))
        self.metrics.answered(getattr(ask, "__name__", ""), found, loop.time() - begun)
        return found

    async def record(self, write: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Reads or writes the journal on the one thread it has."""
        with self.metrics.failing():
            return await _on(self._records, partial(write, *args, **named))

    async def learn(self) -> None:
        """Lets links lead to the seconds that curators gave, here or in another process."""
        self.casebook.use(await self.record(self.journal.corrections))

    def today(self) -> date:
        """The day everywhere, so that everybody in a workspace has the same case."""
        return datetime.fromtimestamp(self.clock(), UTC).date()

    @asynccontextmanager
    async def once(self, workspace: str, *keys: str, resent: bool = False) -> AsyncIterator[bool]:
        """Whether the work of these keys is the caller's. Done when it ends; to do again when it raises.

        Raises Elsewhere where the work is `resent` by Slack unless acknowledged, and may have died elsewhere.
        """
        for place, key in enumerate(keys):
            if not await self._claim(workspace, key):
                self.metrics.repeated.inc()
                if resent and await self.record(self.journal.is_elsewhere, workspace, key, self.clock()):
                    # What was claimed a moment ago is not underway here: the next time it is to be had at once.
                    for each in keys[:place]:
                        self.failed.add(each)
                    raise Elsewhere
                yield False
                return
        try:
            yield True
        except BaseException as error:
            if resent and isinstance(error, Unsure):
                # What may stand already is said again only when somebody asks.
                await self._done(workspace, keys)
                raise
            for key in keys:
                self.failed.add(key)
            raise
        await self._done(workspace, keys)

    def close(self) -> None:
        """Lets its threads end; what they are at is finished first."""
        self._questions.shutdown()
        self._records.shutdown()

    async def _claim(self, workspace: str, key: str) -> bool:
        return self.failed.take(key) or await self.record(self.journal.claim, workspace, key, self.clock())

    async def _done(self, workspace: str, keys: tuple[str, ...]) -> None:
        for key in keys:
            await self.record(self.journal.done, workspace, key, self.clock())


async def _on(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    # The thread speaks the language of whoever asked.
    spoken = copy_context()
    return await asyncio.get_running_loop().run_in_executor(threads, lambda: spoken.run(work))
