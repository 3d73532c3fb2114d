"""What the journal keeps: copies of it, what it holds of somebody, and the keys to its tokens."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands import surroundings
from bot.commands.options import PATH
from bot.counting import counted

_WORKSPACE = click.option("--workspace", required=True, help="Its id, T…; E… of a whole organisation.")
_PERSON = click.option("--person", default="", help="Only what is kept of one person in it, by their id, U….")


@click.command()
@click.argument("file", type=PATH)
def backup(file: Path) -> None:
    """Copy the journal into a new file.

    Also while the bot runs.
    """
    from bot.journal.backups import back_up  # noqa: PLC0415  it brings all the database's library

    back_up(surroundings.settings().database_url, file.absolute())
    click.echo(f"The journal is in {file}, and the copy is whole. Keep it as private as the journal.")


@click.command()
@click.argument("file", type=PATH)
def restore(file: Path) -> None:
    """Put a backup in the journal's place.

    Stop the bot first.
    """
    from bot import restoring  # noqa: PLC0415  it brings all the database's library

    doubted = restoring.restore(surroundings.settings().database_url, file.absolute(), surroundings.clock())
    click.echo(f"{file} is the journal now; the one before stays beside it. {_doubts(doubted)}")


@click.command()
def restored() -> None:
    """Say that the journal was restored by other means.

    Before the bot starts again, so that nothing is posted twice.
    """
    from bot.restoring import settle  # noqa: PLC0415  it brings all the database's library

    with surroundings.journal() as journal:
        click.echo(_doubts(settle(journal, surroundings.clock())))


def _doubts(deliveries: int) -> str:
    if not deliveries:
        return "No mission case was due that may have been posted since."
    cases = counted(deliveries, "mission case")
    return f"{cases} may have been posted since: none is posted again unless its channel's history lacks it."


@click.group()
def privacy() -> None:
    """Export or forget what is kept of a workspace or a person.

    Ids and words; there is nothing else.
    """


@privacy.command()
@_WORKSPACE
@_PERSON
def export(workspace: str, person: str) -> None:
    """Print it as JSON."""
    from bot.journal.privacy import written  # noqa: PLC0415  ask, lint and eval open no journal

    with surroundings.journal() as journal:
        kept = journal.privacy
        rows = kept.of_person(workspace, person) if person else kept.of_workspace(workspace)
    click.echo(written(workspace, person, rows))


@privacy.command()
@_WORKSPACE
@_PERSON
def forget(workspace: str, person: str) -> None:
    """Forget it, at once and for good; a workspace's tokens too."""
    with surroundings.journal() as journal:
        kept = journal.privacy
        number = kept.forget_person(workspace, person) if person else kept.forget_workspace(workspace)
    click.echo(f"Forgotten: {counted(number, 'row')}.")


@click.group()
def keys() -> None:
    """Make or change the keys to the tokens of many workspaces."""


@keys.command(name="new")
def new_key() -> None:
    """Print a new key for CASEBOOK_KEYS."""
    from bot.journal import sealing  # noqa: PLC0415  only here is a key made

    click.echo(sealing.new_key())


@keys.command()
def rotate() -> None:
    """Seal every token anew under the first of CASEBOOK_KEYS; then the others can go."""
    with surroundings.journal() as journal:
        number = journal.installs.reseal()
    click.echo(f"The tokens of {counted(number, 'workspace')} are under the first key.")
