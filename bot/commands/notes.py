"""The notes: a folder for them, their index, and what is wrong in them."""

from __future__ import annotations

import shlex
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import click

from bot import shapes
from bot.casebook import shipped_canaries, shipped_language
from bot.commands import surroundings
from bot.commands.options import FOLDERS, JSON, PATH
from bot.commands.printing import placed, print_json, progress
from bot.counting import counted, of_notes
from bot.errors import CasebookError, NotesUnreadable
from bot.notes import files
from bot.notes.seconds import judged
from bot.refreshing import Refreshed, refresh, unchanged
from bot.search.language import sentence_model
from bot.settings import Settings
from bot.starting import start
from bot.surveying import Survey, survey
from bot.taking_up import taken_up
from bot.watching import changes

# What a summary says of one thing where it says more than the thing.
_ONE = {
    "links that lead to no note": "link that leads to no note",
    "names spelled two ways": "name spelled two ways",
    "notes that tell another's talk again": "note that tells another's talk again",
    "other problems": "other problem",
    "statements without a stamp": "statement without a stamp",
}


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


@click.command()
@FOLDERS
@click.option("--all-stamps", is_flag=True, help="Every stamp, not only the doubtful ones.")
@JSON
def lint(folders: tuple[Path, ...], *, all_stamps: bool, as_json: bool) -> None:
    """List what is doubtful or wrong in notes.

    Above all seconds. The exit status is 1 where there is anything.
    """
    found = survey(
        tuple(each.absolute() for each in folders) or surroundings.settings().notes, all_stamps=all_stamps
    )
    if as_json:
        problems = [shapes.problem(each) for some in found.problems.values() for each in some]
        print_json([shapes.stamp(each) for each in found.stamps] + problems)
    else:
        _print_lint(found)
    if any(found.problems.values()) or any(each.seconds.grade != "as written" for each in found.stamps):
        raise click.exceptions.Exit(1)


def _print_lint(found: Survey) -> None:
    """Each place on a line of its own, then on standard error how many of what there are."""
    stamps = (f"{files.at(each.note, each.line)}: {judged(each.seconds)}" for each in found.stamps)
    problems = (placed(each) for some in found.problems.values() for each in some)
    # In one piece: a line at a time takes longer than finding what it says.
    if lines := [*stamps, *problems]:
        click.echo("\n".join(lines))
    grades: Counter[str] = Counter(stamp.seconds.grade for stamp in found.stamps)
    told = [counted(found.notes, "note")]
    told += [counted(found.captions, "caption")] if found.captions else []
    told += [f"{counted(grades[each], 'stamp')}: {each}" for each in shapes.GRADES if grades[each]]
    told += [
        f"{len(some)} {_ONE[heading] if len(some) == 1 else heading}"
        for heading, some in found.problems.items()
        if some
    ]
    for each in told:
        number, _, things = each.partition(" ")
        click.echo(f"{number:>6} {things}", err=True)
