"""For curators: what the notes lack, and the seconds they put right."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from bot.answers import reviews
from bot.commands import surroundings
from bot.commands.options import INDEX, JSON
from bot.commands.printing import print_json
from bot.errors import IndexMissing, IndexUnusable
from bot.model import Reviewed


@click.command()
@INDEX
@JSON
def gaps(index: Path | None, *, as_json: bool) -> None:
    """List what the notes lack, for their curators.

    Questions they could not answer, links nobody wrote, cases told once, seconds somebody called wrong.
    """
    casebook = surroundings.casebook(index)
    with surroundings.journal() as journal:
        asked, reported, given = journal.gaps(), journal.reviews(), journal.corrections()
    casebook.use(given)
    waiting = casebook.waiting(asked, reported)
    if as_json:
        print_json(reviews.for_programs(waiting))
    else:
        click.echo(reviews.listed(waiting))


@click.command()
@INDEX
def corrections(index: Path | None) -> None:
    """Print the seconds that curators put right.

    As YAML, for a corrections.yaml beside the notes.
    """
    with surroundings.journal() as journal:
        given = journal.corrections()
    told: tuple[Reviewed, ...] = ()
    # What was corrected is in the journal alone; the index only adds the statements' words.
    with suppress(IndexMissing, IndexUnusable):
        told = surroundings.casebook(index).reviewed(reviews.asked_of(given))
    click.echo(reviews.as_yaml(given, told), nl=False)
