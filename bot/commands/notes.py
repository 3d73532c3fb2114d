"""The notes: a folder for them, and their index."""

from __future__ import annotations

import shlex
import time
from contextlib import suppress
from pathlib import Path

import click

from bot.commands import surroundings
from bot.commands.options import FOLDERS, PATH
from bot.commands.printing import placed, progress
from bot.counting import counted, of_notes
from bot.errors import CasebookError, NotesUnreadable
from bot.refreshing import Refreshed, refresh, unchanged
from bot.search.language import sentence_model
from bot.settings import Settings
from bot.shipped import shipped_canaries, shipped_language
from bot.starting import start
from bot.watching import changes


@click.command()
@click.argument("folder", type=PATH)
def new(folder: Path) -> None:
    """Make a folder for your own notes.

    With an example note, a file for your own words, the settings and a README.
    """
    start(folder)
    click.echo(
        f"{folder} is ready: an example note, a lexicon.yaml for your own words, casebook.yaml and a README. Next:\n"
        f"  cd {shlex.quote(str(folder))}\n  casebook index\n  casebook play"
    )


@click.command()
@FOLDERS
@click.option("--into", type=PATH, help="Where the index goes; default CASEBOOKINDEX.")
@click.option("--watch", is_flag=True, help="Stay, and build it again whenever notes change.")
def index(folders: tuple[Path, ...], into: Path | None, *, watch: bool) -> None:
    """Build the index from folders of notes."""
    settings = surroundings.settings()
    folders = tuple(each.absolute() for each in folders) or settings.notes
    target = into or settings.index
    _print_made(refreshed(folders, target, settings), target)
    if watch:
        with suppress(KeyboardInterrupt):
            click.echo("Watching the notes. Stop it with Ctrl-C.", err=True)
            for _ in changes(folders, surroundings.stopwatch, time.sleep):
                _take_up(folders, target, settings)


def refreshed(folders: tuple[Path, ...], into: Path, settings: Settings) -> Refreshed:
    """The index of some folders, built where anything has changed. Raises NotesUnreadable, its problems printed."""
    try:
        if made := unchanged(folders, into, sentence_model(), shipped_canaries()):
            return made
        remembered = settings.cache / "meanings.db"
        return refresh(folders, into, shipped_language(), remembered, progress("Indexing"))
    except NotesUnreadable as error:
        for problem in error.problems:
            click.echo(placed(problem), err=True)
        raise


def _take_up(folders: tuple[Path, ...], target: Path, settings: Settings) -> None:
    """Brings the index up to date where it can be; where not, says why and leaves it as it is."""
    from bot.taking_up import taken_up  # noqa: PLC0415  who does not stay needs no other process

    try:
        if made := taken_up(folders, target, settings.cache / "meanings.db"):
            _print_made(made, target)
    except CasebookError as error:
        click.echo(f"casebook: {error}", err=True)


def _print_made(made: Refreshed, target: Path) -> None:
    for problem in made.problems:
        click.echo(placed(problem), err=True)
    held = [
        of_notes(made.notes, made.captions),
        counted(made.statements, "statement"),
        counted(made.cases, "case"),
    ]
    held += [counted(made.own_words, "own word")] if made.own_words else []
    news = "" if made.changed else " (nothing has changed)"
    click.echo(f"{', '.join(held)} → {target}{news}")
    if made.problems:
        problems = counted(len(made.problems), "problem")
        click.echo(f"{problems} above; everything else is in the index.", err=True)
