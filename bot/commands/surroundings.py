"""What a command finds around it: the environment and the clock, and from them settings, casebook and journal."""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import settings as settings_module
from bot.sentences import speak
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.casebook import Casebook
    from bot.journal import Journal

environment = os.environ
clock = time.time
stopwatch = time.monotonic


def settings() -> Settings:
    """What is set here; from then on Casebook speaks the language that is set."""
    found = settings_module.load(environment, Path.cwd())
    speak(found.locale)
    return found


def casebook(index: Path | None) -> Casebook:
    """The casebook over an index; without one, over the index that is set."""
    from bot.casebook import open_casebook  # noqa: PLC0415  healthcheck and backup answer nothing

    found = settings()
    return open_casebook(replace(found, index=index.absolute()) if index else found)


def journal(given: Settings | None = None) -> closing[Journal]:
    """The journal that is set, closed at the end of a with."""
    from bot.journal import Journal  # noqa: PLC0415  ask, lint and eval open no journal

    given = given or settings()
    return closing(Journal(given.database_url, given.keys))


def run(work: Any, given: Settings) -> None:  # noqa: ANN401  a coroutine function of runtime
    """Lets the bot work on casebook and journal until it ends."""
    import asyncio  # noqa: PLC0415  ask, lint and eval run no loop

    from bot.casebook import open_casebook  # noqa: PLC0415

    opened = open_casebook(given)
    with journal(given) as kept:
        asyncio.run(work(opened, kept))
