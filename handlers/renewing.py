"""Takes up changed notes while the bot answers. What goes wrong there is told, and ends nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import click

from bot.errors import CasebookError
from bot.sentences import say
from bot.taking_up import Apart
from bot.watching import EVERY, Watch, look, may_renew, older_than
from handlers.blocks.lines import count
from handlers.boundary import described, log
from handlers.desk import Desk


@asynccontextmanager
async def renewing(desk: Desk) -> AsyncIterator[None]:
    """Changed notes are taken up until left, where this machine has the notes its index was built from."""
    task = asyncio.create_task(_watch(desk))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _watch(desk: Desk) -> None:
    try:
        await _look_again(desk)
    except Exception as error:  # noqa: BLE001 - the bot answers as well from the index it has
        log.error("changed notes are not taken up any more: %s", described(error))


async def _look_again(desk: Desk) -> None:
    index = desk.settings.index
    folders = await desk.question(desk.casebook.sources)
    if not may_renew(index, folders):
        return
    watch, loop = Watch(await asyncio.to_thread(older_than, index, folders)), asyncio.get_running_loop()
    while True:
        await asyncio.sleep(EVERY)
        if watch.has_news(await asyncio.to_thread(look, folders), loop.time()):
            await _take_up(desk, folders)


async def _take_up(desk: Desk, folders: Sequence[Path]) -> None:
    """One line says what became of it; a question that is underway keeps the index it began with."""
    settings = desk.settings
    try:
        work = await asyncio.to_thread(Apart, folders, settings.index, settings.cache / "meanings.db")
        try:
            made = await asyncio.to_thread(work.result)
        finally:
            work.stop()
        # Opened now, so that nobody's question waits for it.
        await desk.question(desk.casebook.sources)
    except CasebookError as error:
        click.echo(say("run_not_taken_up", why=error), err=True)
    except Exception as error:  # noqa: BLE001 - notes that cannot be taken up now are at their next change
        log.error("could not take up changed notes: %s", described(error))
    else:
        if made is None:
            return
        held = [count("group_notes", made.notes)] if made.notes or not made.captions else []
        held += [count("run_captions", made.captions)] if made.captions else []
        statements = count("topics_statements", made.statements)
        click.echo(say("run_taken_up", notes=", ".join(held), statements=statements))
