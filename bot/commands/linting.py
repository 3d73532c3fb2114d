"""What is wrong in the notes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from bot import shapes
from bot.commands import surroundings
from bot.commands.options import FOLDERS, JSON
from bot.commands.printing import placed, print_json
from bot.counting import counted
from bot.notes import files
from bot.notes.seconds import judged
from bot.surveying import Survey, survey

# What a summary says of one thing where it says more than the thing.
_ONE = {
    "links that lead to no note": "link that leads to no note",
    "names spelled two ways": "name spelled two ways",
    "notes that tell another's talk again": "note that tells another's talk again",
    "other problems": "other problem",
    "statements without a stamp": "statement without a stamp",
}


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
