"""How commands print: numbers of things, places in notes, JSON, and how far a long work is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

from bot.model import Problem
from bot.notes import files


def placed(problem: Problem) -> str:
    """A problem behind its file and line."""
    return f"{files.at(problem.note, problem.line)}: {problem.message}"


def print_json(value: object) -> None:
    """JSON on standard output, other letters than English ones as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def progress(doing: str) -> Any:  # noqa: ANN401  keeps the type of whatever it counts
    """A bar on a terminal, nothing elsewhere."""
    from rich.console import Console  # noqa: PLC0415  most commands are done before a bar could move
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)

    def counted(things: Iterable[Any]) -> Iterable[Any]:
        return track(things, doing, console=console, transient=True, disable=not console.is_terminal)

    return counted
