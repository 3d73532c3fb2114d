"""The bot itself: the app it needs in Slack, whether all is in order, and running it."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bot import settings as settings_module
from bot.commands import surroundings
from bot.commands.options import PATH
from bot.commands.printing import placed
from bot.errors import CasebookError
from bot.settings import Settings

_COLOURS = {"ok": "green", "warn": "yellow", "wrong": "red"}


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8100, or the next free one.")
@click.option("--keep", type=PATH, help="A folder for index and journal; default a throwaway one.")
def play(port: int | None, keep: Path | None) -> None:
    """Try the bot in your browser, without Slack.

    In a small workspace on this machine: no account, no tokens.
    """
    from bot.commands.notes import refreshed  # noqa: PLC0415  only here is an index built
    from handlers import runtime  # noqa: PLC0415  only here is Slack needed

    with tempfile.TemporaryDirectory(prefix="casebook-") as throwaway:
        data = keep.absolute() if keep else Path(throwaway)
        _make(data)
        settings = replace(
            surroundings.settings(), index=data / "index.db", database_url=f"sqlite:///{data / 'journal.db'}"
        )
        for problem in refreshed(settings.notes, settings.index, settings).problems:
            click.echo(placed(problem), err=True)
        surroundings.run(
            lambda casebook, journal: runtime.play(settings, casebook, journal, surroundings.clock, port),
            settings,
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CasebookError(
            f"{folder} cannot be made a folder ({error.strerror}). Name another with --keep."
        ) from error


@click.command()
def manifest() -> None:
    """Print the manifest of the Slack app.

    To paste where Slack says "Create an app from a manifest".
    """
    from handlers.manifest import written  # noqa: PLC0415  only here is Slack needed

    click.echo(written(surroundings.settings()), nl=False)


@click.command()
def doctor() -> None:
    """Say what is in order, what is not, and the next step.

    The exit status is 1 where something is wrong.
    """
    from bot.doctor import examined  # noqa: PLC0415  it brings the journal and all its database's library

    found = list(examined(surroundings.environment, Path.cwd(), settings_module.seeds(), _ask_slack))
    width = max(len(each.subject) for each in found)
    for each in found:
        verdict = click.style(f"{each.verdict:5}", fg=_COLOURS[each.verdict])
        click.echo(f"{verdict}  {each.subject:{width}}  {each.said}")
    if any(each.verdict == "wrong" for each in found):
        raise click.exceptions.Exit(1)


def _ask_slack(settings: Settings) -> Any:  # noqa: ANN401  what Slack says, and the scopes with their reasons
    from handlers.inspection import seen_slack  # noqa: PLC0415  only here is Slack needed
    from handlers.manifest import reasons  # noqa: PLC0415

    return asyncio.run(seen_slack(settings, surroundings.clock)), reasons(settings)


@click.command()
def serve() -> None:
    """Run the bot in Slack.

    Over Socket Mode or HTTP, by which tokens of your Slack app are set.
    """
    from handlers import logs, runtime, service, starting  # noqa: PLC0415  only here is Slack needed

    settings = surroundings.settings()
    starting.check_tokens(settings)
    logs.begin(settings.log)
    tell = service.telling(surroundings.environment.get("NOTIFY_SOCKET", ""))
    surroundings.run(
        lambda casebook, journal: runtime.serve(settings, casebook, journal, surroundings.clock, tell=tell),
        settings,
    )


@click.command()
def healthcheck() -> None:
    """Ask the bot that runs here how it is.

    One line, and exit status 1 where it does not live or is not ready.
    """
    from handlers.probing import probed  # noqa: PLC0415  only here is the network needed

    healthy, said = asyncio.run(probed(surroundings.settings().address))
    click.echo(said)
    if not healthy:
        raise click.exceptions.Exit(1)
