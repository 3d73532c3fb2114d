"""Each case is posted once by real processes that are killed while they post, over a socket that fails.

The clock goes forty times as fast as ours and everything that takes time with it: timeouts, the wait between two
looks, what Slack does late. Leases, settling and retries are read off the clock, as everywhere.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from bot.digest import delivering
from bot.digest.delivering import Policy
from bot.journal import Journal
from bot.model import Delivery, Subscription
from tests.bot.digest.making import SOAK, at, subscription
from tests.bot.digest.simulation import MONDAY, NINE
from tests.conftest import Figure
from tests.handlers.faulty import FaultySlack, Shared
from tests.handlers.machines import Plan, database

ROOT = Path(__file__).resolve().parents[2]
# In our seconds: between two kills, on average; and how long all of it may take.
# A minute of theirs is a second and a half.
_BETWEEN_KILLS = 0.7
_A_MINUTE = 22 if SOAK else 30
_PATIENCE = 600.0 if SOAK else 150.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of some deliveries, by subscription; and how many machines were killed meanwhile."""

    doubled: list[str]
    missing: list[str]
    kills: int
    tried: int


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a disk: who is killed loses nothing that the system was given."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path
        return
    with TemporaryDirectory(dir=memory) as made:
        yield Path(made)


@asynccontextmanager
async def machines(plan: Plan) -> AsyncIterator[list[int]]:
    """The processes that deliver; who is killed is followed by another."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.handlers.machines", plan.written()),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    alive: list[int] = []

    async def listen() -> None:
        assert program.stdout is not None
        async for line in program.stdout:
            alive.append(int(line))  # noqa: PERF401  as they come

    listening = asyncio.create_task(listen())
    try:
        yield alive
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        await program.wait()
        await listening


def channels(number: int) -> list[Subscription]:
    """Subscriptions of ten channels a workspace, so many a minute from nine on that kills meet them."""
    nine = datetime.combine(MONDAY, subscription().at)
    return [
        subscription(
            id=f"s{each}",
            workspace=f"T{each // 10}",
            channel=f"C{each}",
            at=(nine + timedelta(minutes=each // _A_MINUTE)).time(),
            starts=MONDAY,
        )
        for each in range(number)
    ]


async def begun(alive: list[int]) -> None:
    """Waits for a machine."""
    while not alive:  # noqa: ASYNC110  a line of another process's
        await asyncio.sleep(0.01)


async def kill(alive: list[int], number: int, dice: Random) -> None:
    """Kills so many machines, each at some moment."""
    for _ in range(number):
        await asyncio.sleep(dice.random() * 2 * _BETWEEN_KILLS)
        await begun(alive)
        with suppress(ProcessLookupError):
            os.kill(alive.pop(dice.randrange(len(alive))), signal.SIGKILL)


async def delivered(
    folder: Path, index: Path, seed: int, number: int, kills: int, policy: Policy = "look"
) -> Outcome:
    """So many deliveries by two machines of which so many are killed, until each has come to its end."""
    (folder / "index.db").symlink_to(index)
    wanted, journal = channels(number), Journal(database(folder))
    for each in wanted:
        journal.digests.subscribe(each)
    clock = Shared(folder / "clock", NINE - 60)
    slack = FaultySlack(seed, clock)
    async with slack.open(), asyncio.timeout(_PATIENCE):
        async with machines(Plan(str(folder), slack.url, policy)) as alive:
            await begun(alive)
            await kill(alive, kills, Random(seed))  # noqa: S311  as often and as soon every time
            while not _is_over(journal, number):  # noqa: ASYNC110  other processes write it
                await asyncio.sleep(0.2)
        await slack.settled()
    journal.close()
    with sqlite3.connect(folder / "journal.db") as kept:
        assert kept.execute("pragma integrity_check").fetchall() == [("ok",)]
    posts = {each.id: len(slack.posted.get(_key(each), ())) for each in wanted}
    return Outcome(
        [name for name, times in posts.items() if times > 1],
        [name for name, times in posts.items() if not times],
        kills,
        sum(slack.tried.values()),
    )


def _is_over(journal: Journal, number: int) -> bool:
    planned = len(journal.digests.made(MONDAY))
    return planned == number and not journal.digests.ready(at("2026-12-31 09:00"))


def _key(each: Subscription) -> str:
    return delivering.key(Delivery(each.id, MONDAY, each.workspace, each.channel, "", NINE, NINE))


@pytest.mark.parametrize("seed", [1])
async def test_processes_that_are_killed_while_they_post_post_each_case_once(
    folder: Path, seeds_by_words: Path, seed: int, figure: Figure
) -> None:
    number, kills = (1_000, 100) if SOAK else (100, 10)

    outcome = await delivered(folder, seeds_by_words, seed, number, kills)

    assert (outcome.doubled, outcome.missing) == ([], []), f"seed {seed}"
    # Faults enough: a case in three at least had to be posted again, or was looked for.
    assert outcome.tried > 1.2 * number
    figure(
        f"{number} deliveries by processes, {kills} killed: 0 posted twice, 0 missing, {outcome.tried} tried"
    )


@pytest.mark.soak
async def test_the_same_faults_trouble_those_who_post_again_without_looking(
    folder: Path, seeds_by_words: Path, figure: Figure
) -> None:
    outcome = await delivered(folder, seeds_by_words, 1, 250, 25, "at least once")

    assert len(outcome.doubled) >= 25
    assert outcome.missing == []
    figure(f"the same faults without looking: {len(outcome.doubled)} of 250 posted twice")
