"""Asking the index: a question, its cases, and how good its answers are."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from bot import listing, shapes
from bot.answers.plain import whole
from bot.commands import surroundings
from bot.commands.options import INDEX, JSON, PATH
from bot.commands.printing import print_json, progress
from bot.errors import CasebookError
from bot.notes import folder

_MOST_HITS = 20
# Any would do; it stays, so that the same answers have the same intervals.
_SEED = 20261121


@click.command()
@click.argument("question", nargs=-1, required=True)
@INDEX
@click.option(
    "--limit", type=click.IntRange(1, _MOST_HITS), default=_MOST_HITS, help="At most so many hits (JSON)."
)
@JSON
def ask(question: tuple[str, ...], index: Path | None, limit: int, *, as_json: bool) -> None:
    """Ask the notes."""
    casebook = surroundings.casebook(index)
    # What the terminal's encoding could not read arrives as lone surrogates, which nothing can print.
    text = " ".join(question).encode(errors="replace").decode()
    if as_json:
        print_json(shapes.found(text, casebook.find(text), limit, casebook.link))
        return
    click.echo(whole(casebook.ask(text)))


@click.command()
@INDEX
@JSON
def cases(index: Path | None, *, as_json: bool) -> None:
    """List the cases the notes tell of.

    With their other names, how each was found, and where it is told.
    """
    found = surroundings.casebook(index).cases()
    if as_json:
        print_json([shapes.case(case, told) for case, told in found])
    else:
        click.echo(listing.cases(found))


@click.command(name="eval")
@click.argument("files", nargs=-1, type=PATH)
@click.option("--seconds", type=PATH, help="A file of stamps and the seconds they mean.")
@INDEX
@JSON
def evaluate(files: tuple[Path, ...], seconds: Path | None, index: Path | None, *, as_json: bool) -> None:
    """Measure the search on labelled queries.

    With --seconds, how the stamps were read, on a file of labelled ones.
    """
    if not files and not seconds:
        raise click.UsageError("Name a file of labelled queries, or one of stamps with --seconds.")
    from bot.search import quality  # noqa: PLC0415  only here is anything measured

    casebook = surroundings.casebook(index)
    asked = [query for file in files for query in quality.queries(_labelled(file))]
    labels = quality.stamps(_labelled(seconds)) if seconds else ()
    rows = quality.judged(progress("Asking")(asked), casebook.find)
    figures = quality.figures(rows) | {"intervals": quality.intervals(rows, _drawn())} if files else {}
    meant = casebook.seconds(each.note for each in labels)
    stamps = quality.measure_stamps(labels, meant) if seconds else {}
    if as_json:
        print_json(figures | stamps)
        return
    if files:
        from rich.console import Console  # noqa: PLC0415  only here is a table drawn

        from bot.figures import tables  # noqa: PLC0415

        Console().print(tables(rows, figures, figures["intervals"]))
    if seconds:
        click.echo(
            f"{stamps['stamps']} stamps: {stamps['right']:.1%} right, {stamps['wrong']:.1%} wrong,"
            f" {stamps['undecided']:.1%} undecided"
        )


def _drawn() -> Callable[[int], Sequence[int]]:
    """Numbers by chance, the same at every run."""
    by = random.Random(_SEED)  # noqa: S311  no secret hangs on it
    return lambda size: by.choices(range(size), k=size)


def _labelled(file: Path) -> object:
    if not file.is_file():
        raise CasebookError(f"There is no file {file}.")
    return folder.table(file)
