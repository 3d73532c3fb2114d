"""Replicas of the bot: processes that run casebook serve, are killed at any moment, and begun anew at once.

Run as a program it keeps one alive at each port and writes the port and the id of each that begins. All of it that
takes long is done before they part. Nothing in them is as on no other machine but the clock, which goes faster.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from bot import __main__ as command_line
from bot.commands import surroundings
from bot.shipped import shipped_language
from handlers import delivery, runtime
from tests.handlers.faulty import Shared


@dataclass(frozen=True, slots=True)
class Plan:
    """What the replicas are given: a folder with the clock, their ports, their environment, how fast time goes."""

    folder: str
    ports: tuple[int, ...]
    environment: dict[str, str]
    speed: float

    def written(self) -> str:
        return json.dumps(asdict(self))


def serve(plan: Plan, port: int) -> None:
    """The command line of a replica, in a process of its own."""
    os.environ.update(plan.environment | {"CASEBOOK_LISTEN": f"127.0.0.1:{port}"})
    surroundings.clock = Shared(Path(plan.folder) / "clock").now
    delivery._LOOK_EVERY /= plan.speed  # the one wait that asks no clock
    sys.argv = ["casebook", "serve"]
    with (Path(plan.folder) / "replicas.log").open("a") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        command_line.main()


def keep_alive(plan: Plan) -> None:
    """Keeps a replica alive at each port, and says which process is where."""
    shipped_language()
    assert runtime
    alive: dict[int, int] = {}
    wanted = list(plan.ports)
    while True:
        for port in wanted:
            child = os.fork()
            if not child:
                try:
                    serve(plan, port)
                finally:
                    os._exit(1)
            alive[child] = port
            sys.stdout.write(f"{port} {child}\n")
            sys.stdout.flush()
        dead, _ = os.wait()
        wanted = [alive.pop(dead)]


if __name__ == "__main__":
    keep_alive(Plan(**json.loads(sys.argv[1])))
