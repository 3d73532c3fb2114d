"""Machines that deliver: processes that are killed at any moment, and begun anew at once.

Run as a program it keeps two of them alive and writes the id of each that begins. All of it that
takes long is done before they part, so that one begins in a hundredth of a second.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.casebook import Casebook
from bot.digest.delivering import TIMEOUT, Policy
from bot.journal import Journal
from bot.settings import Settings
from handlers import delivery
from handlers.desk import Desk
from handlers.tokens import always
from handlers.voice import postman_client
from tests.bot.library import LINK, language
from tests.handlers.faulty import SPEED, Shared

# By so many seconds the clocks of two machines are wrong.
_SKEWS = (-4.0, 4.0)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the machines find what they share: a folder with the index, the journal and the clock, and Slack."""

    folder: str
    url: str
    policy: Policy

    def written(self) -> str:
        return json.dumps(asdict(self))


def database(folder: Path) -> str:
    return f"sqlite:///{folder / 'journal.db'}"


async def deliver(plan: Plan, skew: float) -> None:
    """What `casebook serve` does beside answering: delivers for ever. Time goes faster, for all of it alike."""
    folder = Path(plan.folder)
    clock = Shared(folder / "clock")
    settings = Settings(
        notes=(), index=folder / "index.db", cache=folder, database_url=database(folder), bot_token="xoxb-1"
    )
    casebook = Casebook(settings.index, language(), LINK)
    desk = Desk(casebook, Journal(settings.database_url), settings, lambda: clock.now() + skew)
    client = postman_client("xoxb-1", plan.url, TIMEOUT)
    client.timeout = TIMEOUT / SPEED  # type: ignore[assignment]  # aiohttp takes fractions
    delivery._LOOK_EVERY /= SPEED  # the one wait that asks no clock
    await delivery.deliver(desk, always(client), plan.policy, asyncio.Event())


def keep_alive(plan: Plan) -> None:
    """Keeps one machine of each skew alive, and says which process is which."""
    language()
    alive: dict[int, float] = {}
    wanted = list(_SKEWS)
    while True:
        for skew in wanted:
            child = os.fork()
            if not child:
                asyncio.run(deliver(plan, skew))
                os._exit(1)
            alive[child] = skew
            sys.stdout.write(f"{child}\n")
            sys.stdout.flush()
        dead, _ = os.wait()
        wanted = [alive.pop(dead)]


if __name__ == "__main__":
    keep_alive(Plan(**json.loads(sys.argv[1])))
