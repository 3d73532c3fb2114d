"""Two replicas behind a balancer, on one PostgreSQL, killed while they answer: each mention is answered once.

They run the real command line. Slack sends mentions, commands and presses all the while, and a mention again until it
is acknowledged: at once, after a minute, after five. The clock goes faster than ours, for Slack and replicas alike:
what is read off it are those waits, claims, leases, and when a mission case is due.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from bot.digest import delivering
from bot.journal import Journal
from bot.model import Delivery, Subscription
from tests.bot.digest.making import SOAK, at, subscription
from tests.bot.digest.simulation import MONDAY, NINE
from tests.conftest import Figure
from tests.handlers.balancing import Balancer
from tests.handlers.fakes import TEAM
from tests.handlers.faulty import Shared
from tests.handlers.insisting import SECRET, InsistingSlack
from tests.handlers.replicas import Plan
from tests.handlers.test_stopping import free

ROOT = Path(__file__).resolve().parents[2]
# How much faster the clock goes; for how many of our seconds there is load, how much of it a second, how many are
# killed meanwhile, and how many mission cases come a minute of theirs.
SPEED, SECONDS, A_SECOND, KILLS, A_MINUTE = (10.0, 300.0, 3.0, 150, 2) if SOAK else (20.0, 6.0, 3.0, 4, 6)
_PATIENCE = 600.0 if SOAK else 150.0


@dataclass
class Told:
    """What came of all that was sent, by name; `in_flight` is what a replica had taken when it was killed."""

    seed: int
    kills: int = 0
    sent: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    in_flight: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        once = len(self.sent) - len(self.twice) - len(self.unanswered)
        return (
            f"seed {self.seed}: {len(self.sent)} sent, {self.kills} kills, {once} answered once, "
            f"{len(self.twice)} twice {self.twice[:9]}, {len(self.unanswered)} not {self.unanswered[:9]}, "
            f"{len(self.lost)} acknowledged and lost {self.lost[:9]}, {len(self.in_flight)} in flight at a kill"
        )


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as made:
        yield Path(made)


@dataclass
class Office:
    """A workspace with Slack, a balancer and two replicas."""

    folder: Path
    url: str
    slack: InsistingSlack
    balancer: Balancer
    told: Told

    async def ready(self) -> None:
        """Waits until both replicas listen."""
        async with asyncio.timeout(60):
            for port in self.balancer.ports:
                while not await _listens(port):  # noqa: ASYNC110  other processes
                    await asyncio.sleep(0.05)

    async def end(self, number: signal.Signals, dice: Random) -> int:
        """Sends a signal to the replica with more to do, once both listen, and says to which.

        Slack gives an event up after six minutes of the clock's, which both together may need to begin anew.
        """
        await self.ready()
        await self._work(dice)
        processes = dice.sample([*self.balancer.lives.values()], len(self.balancer.ports))
        process = max(processes, key=lambda each: len(self.at_work(each)))
        self.told.in_flight.update(self.at_work(process))
        # The one before may not have ended yet, and still listen.
        with suppress(ProcessLookupError):
            os.kill(process, number)
            self.told.kills += 1
        return process

    async def _work(self, dice: Random) -> None:
        """Waits a second at most until a replica has something to do, and then a little: it is done within a moment."""
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                while not any(self.at_work(each) for each in self.balancer.lives.values()):  # noqa: ASYNC110  theirs
                    await asyncio.sleep(0.002)
                await asyncio.sleep(dice.random() * 0.01)

    def at_work(self, process: int) -> set[str]:
        """What a replica took and has not ended."""
        took = (each for each in self.slack.sent if self.balancer.taken.get(each) == process)
        return {each for each in took if self.slack.is_underway(each)}


@asynccontextmanager
async def office(folder: Path, index: Path, url: str, seed: int, *, history: bool) -> AsyncIterator[Office]:
    clock, ports = Shared(folder / "clock", NINE - 10 * SPEED), (free(), free())
    slack, balancer = InsistingSlack(seed, clock, SPEED), Balancer(ports)
    async with slack.open(), balancer.open():
        environment = {
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_API_URL": f"{slack.url}/api/",
            "CASEBOOK_DATABASE_URL": url,
            "CASEBOOK_INDEX": str(index),
            "CASEBOOK_HISTORY": "yes" if history else "no",
            "CASEBOOK_LOG": "json",
        }
        plan = Plan(str(folder), ports, environment, SPEED)
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.handlers.replicas", plan.written()),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )

        async def listen() -> None:
            assert program.stdout is not None
            async for line in program.stdout:
                port, process = map(int, line.split())
                balancer.lives[port] = process

        listening = asyncio.create_task(listen())
        made = Office(folder, url, slack, balancer, Told(seed))
        try:
            await made.ready()
            yield made
        finally:
            os.killpg(program.pid, signal.SIGKILL)
            await program.wait()
            await listening


async def _listens(port: int) -> bool:
    with suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        return True
    return False


def mornings(number: int) -> list[Subscription]:
    """So many channels that want a case, a few each minute from nine on."""
    nine = datetime.combine(MONDAY, subscription().at)
    return [
        subscription(
            id=f"s{each}",
            workspace=TEAM,
            channel=f"C{100 + each}",
            at=(nine + timedelta(minutes=each // A_MINUTE)).time(),
            starts=MONDAY,
        )
        for each in range(number)
    ]


async def killed(folder: Path, index: Path, url: str, seed: int, *, history: bool) -> Told:
    """What comes of a load on two replicas of which one is killed again and again."""
    dice, journal = Random(seed), Journal(url)  # noqa: S311  as often and as soon every time
    wanted = mornings(max(int(SECONDS * SPEED / 60 * A_MINUTE), 1))
    for each in wanted:
        journal.digests.subscribe(each)
    async with asyncio.timeout(_PATIENCE), office(folder, index, url, seed, history=history) as made:
        load = asyncio.create_task(made.slack.busy(made.balancer.url, A_SECOND, SECONDS))
        while not load.done():
            await asyncio.sleep(dice.random() * 2 * SECONDS / KILLS)
            if made.told.kills < KILLS and not load.done():
                await made.end(signal.SIGKILL, dice)
        await load
        while not _is_over(journal, len(wanted)):  # noqa: ASYNC110  other processes write it
            await asyncio.sleep(0.1)
    journal.close()
    keys = [delivering.key(Delivery(each.id, MONDAY, TEAM, each.channel, "", NINE, NINE)) for each in wanted]
    return _counted(made, keys)


def _counted(made: Office, cases: list[str]) -> Told:
    told, slack = made.told, made.slack
    told.sent = [*slack.sent, *(f"case:{each}" for each in cases)]
    posts = {name: slack.answered(name) for name in slack.sent}
    posts |= {f"case:{each}": slack.mornings[each] for each in cases}
    told.twice = [name for name, number in posts.items() if number > 1]
    told.unanswered = [name for name, number in posts.items() if not number]
    told.lost = [name for name in told.unanswered if name in slack.acknowledged]
    return told


def _is_over(journal: Journal, number: int) -> bool:
    planned = len(journal.digests.made(MONDAY))
    return planned == number and not journal.digests.ready(at("2026-12-31 09:00"))


def _of(names: list[str], *kinds: str) -> list[str]:
    return [each for each in names if each.partition(":")[0] in kinds]


@pytest.mark.parametrize("seed", [1])
async def test_where_it_may_look_each_mention_and_each_case_is_answered_once_whoever_is_killed(
    folder: Path, seeds_by_words: Path, postgres_url: str, seed: int, figure: Figure
) -> None:
    told = await killed(folder, seeds_by_words, postgres_url, seed, history=True)
    figure(f"two replicas that may look, {told}")

    assert told.twice == [], str(told)
    # Whoever is killed at an event each time that Slack sends it leaves it unanswered: of four times one is refused.
    unlucky = {name for name, times in told.in_flight.items() if times >= 3}
    assert set(_of(told.unanswered, "mention", "case")) <= unlucky, str(told)
    assert _of(told.lost, "mention") == [], str(told)
    # A command and a press Slack sends once, and it tells whoever sent one that nobody took.
    assert set(told.lost) <= told.in_flight.keys(), str(told)
    assert told.in_flight, f"nobody was killed at work: {told}"


@pytest.mark.parametrize("seed", [1])
async def test_where_it_may_not_nothing_is_answered_twice_and_only_what_was_in_flight_is_not(
    folder: Path, seeds_by_words: Path, postgres_url: str, seed: int, figure: Figure
) -> None:
    told = await killed(folder, seeds_by_words, postgres_url, seed, history=False)
    figure(f"two replicas that may not look, {told}")

    assert told.twice == [], str(told)
    assert {*told.lost, *_of(told.unanswered, "mention")} <= told.in_flight.keys(), str(told)
    assert len(_of(told.unanswered, "case")) <= told.kills, str(told)


@pytest.mark.parametrize("seed", [1])
async def test_what_a_replica_took_before_it_was_told_to_end_is_answered(
    folder: Path, seeds_by_words: Path, postgres_url: str, seed: int, figure: Figure
) -> None:
    dice = Random(seed)  # noqa: S311  as soon every time
    async with (
        asyncio.timeout(_PATIENCE),
        office(folder, seeds_by_words, postgres_url, seed, history=False) as made,
    ):
        load = asyncio.create_task(made.slack.busy(made.balancer.url, A_SECOND, SECONDS))
        while not load.done():
            await asyncio.sleep(dice.random() * 2)
            process = await made.end(signal.SIGTERM, dice)
            while process in made.balancer.lives.values():  # noqa: ASYNC110  a process of its own
                await asyncio.sleep(0.02)
        await load
        await made.ready()
        told = _counted(made, [])
    figure(f"two replicas told to end, {told}")

    assert (told.twice, told.lost, _of(told.unanswered, "mention")) == ([], [], []), str(told)
    assert told.in_flight, f"nobody was at work: {told}"
