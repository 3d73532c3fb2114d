"""What every handler works with, and the threads it works on. Knows no Slack."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar

from bot.casebook import Casebook
from bot.errors import JournalUnusable, Unsure
from bot.journal import Journal
from bot.model import Installation
from bot.settings import Settings
from handlers.metrics import Metrics
from handlers.signs import Signs

P = ParamSpec("P")
T = TypeVar("T")

# Each failure is sent again three times at most, so this many keys cover any realistic outage.
_MOST_KEYS = 10_000
# A journal that another program holds takes five seconds to say so, and Slack waits three for an event. One that was
# silent for so long is left alone for a while by whatever can do without it.
_PATIENCE, _REST = 1.5, 5.0
_log = logging.getLogger("casebook")


class Elsewhere(Exception):
    """This was taken on less than a minute ago: somebody may be at work on it, or may have been killed."""


class Keys:
    """Keys of this process, the newest kept."""

    def __init__(self) -> None:
        self._kept: dict[str, None] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._kept

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


class _Rest:
    """Until when a journal that did not answer is left alone, by the loop's clock."""

    until = 0.0


def _threads(name: str, number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(number, thread_name_prefix=name)


@dataclass(frozen=True)
class Desk:
    """The casebook, the journal, the settings and the clock (seconds since 1970), with their threads.

    `failed` are keys whose work failed here and may be done again at once; `told` are keys whose failure
    somebody was told of; `alone` are keys whose work was taken on while the journal could not be told of it.
    `underway` is what a shutdown waits for. `installed` is with what it speaks in each workspace, as read last,
    and until when that may be believed; see handlers.tokens.
    """

    casebook: Casebook
    journal: Journal
    settings: Settings
    clock: Callable[[], float]
    failed: Keys = field(default_factory=Keys)
    told: Keys = field(default_factory=Keys)
    alone: Keys = field(default_factory=Keys)
    installed: dict[str, tuple[Installation, float]] = field(default_factory=dict)
    underway: set[asyncio.Task[Any] | None] = field(default_factory=set)
    signs: Signs = field(default_factory=Signs)
    metrics: Metrics = field(default_factory=Metrics)
    # More only wait for one another: a question is Python, and the loop has to have its turns between them.
    _questions: ThreadPoolExecutor = field(default_factory=partial(_threads, "question", 2))
    _records: ThreadPoolExecutor = field(default_factory=partial(_threads, "journal", 1))
    _rest: _Rest = field(default_factory=_Rest)

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

    async def spared(self, write: Callable[P, T], *args: P.args, **named: P.kwargs) -> T | None:
        """The same for what an answer can do without: None where the journal fails, or is silent for long.

        What was begun is not broken off: it may still be written once the journal answers.
        """
        loop = asyncio.get_running_loop()
        if loop.time() < self._rest.until:
            return None
        work = asyncio.ensure_future(self.record(write, *args, **named))
        done, _ = await asyncio.wait({work}, timeout=_PATIENCE)
        if not done:
            self._rest.until = loop.time() + _REST
            work.add_done_callback(_left)
            return None
        try:
            return await work
        except JournalUnusable as error:
            _log.warning("answered without the journal: %s", error)
            return None

    async def learn(self) -> None:
        """Lets links lead to the seconds that curators gave, here or in another process."""
        self.casebook.use(await self.record(self.journal.corrections))

    @staticmethod
    def beat() -> float:
        """Seconds of a clock that nobody sets; for how long ago something was, not for when."""
        return asyncio.get_running_loop().time()

    def today(self) -> date:
        """The day everywhere, so that everybody in a workspace has the same case."""
        return datetime.fromtimestamp(self.clock(), UTC).date()

    @asynccontextmanager
    async def once(
        self, workspace: str, first: str, *others: str, resent: bool = False
    ) -> AsyncIterator[bool]:
        """Whether the work of these keys is the caller's. Done when it ends; to do again when it raises.

        Raises Elsewhere where the work is `resent` by Slack unless acknowledged, and may have died elsewhere.
        """
        keys = (first, *others)
        for place, key in enumerate(keys):
            if not await self._claim(workspace, key):
                self.metrics.repeated.inc()
                # Acknowledged while it is underway, an event would be lost with whoever is at it. A message that came
                # as two events, one of them underway here, is not.
                if resent and await self.spared(
                    self.journal.is_underway, workspace, key, self.clock(), here=not place
                ):
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
        if self.failed.take(key):
            return True
        if key in self.alone:
            return False
        claimed = await self.spared(self.journal.claim, workspace, key, self.clock())
        # A question is worth an answer also while only this process can know that it has one.
        return self.alone.add(key) if claimed is None else claimed

    async def _done(self, workspace: str, keys: tuple[str, ...]) -> None:
        await self.spared(self.journal.done, workspace, keys, self.clock())


def _left(work: asyncio.Future[Any]) -> None:
    """Says what became of what nobody waits for any more."""
    if not work.cancelled() and (error := work.exception()):
        _log.warning(
            "answered without the journal: %s", error if isinstance(error, JournalUnusable) else type(error)
        )


async def _on(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    # The thread speaks the language of whoever asked.
    spoken = copy_context()
    return await asyncio.get_running_loop().run_in_executor(threads, lambda: spoken.run(work))
