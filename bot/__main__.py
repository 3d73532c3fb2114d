"""The command line: the same casebook, no Slack. Its commands alone may import handlers, where they need them."""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module

import click

from bot.errors import CasebookError

# In the order in which somebody needs them, each with where it stands below bot.commands: a command's start reads
# what that command needs.
_SECTIONS = {
    "Try it": {"play": "serving.play", "ask": "asking.ask", "cases": "asking.cases"},
    "Your notes": {
        "new": "notes.new",
        "index": "notes.index",
        "lint": "linting.lint",
        "gaps": "curating.gaps",
        "corrections": "curating.corrections",
        "eval": "asking.evaluate",
    },
    "In Slack": {
        "manifest": "serving.manifest",
        "doctor": "serving.doctor",
        "serve": "serving.serve",
        "healthcheck": "serving.healthcheck",
        "digest": "digest.digest",
    },
    "What is kept": {
        "backup": "keeping.backup",
        "restore": "keeping.restore",
        "restored": "keeping.restored",
        "privacy": "keeping.privacy",
        "keys": "keeping.keys",
    },
}
COMMANDS = {name: place for section in _SECTIONS.values() for name, place in section.items()}


class _Sections(click.Group):
    """The commands under headings, names and lines aligned throughout."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click asks every group in this way
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return _command(COMMANDS[cmd_name]) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        widest = max(map(len, self.list_commands(ctx)))
        room = formatter.width - widest - 6
        for heading, commands in _SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl(
                    [
                        (name.ljust(widest), _command(place).get_short_help_str(room))
                        for name, place in commands.items()
                    ]
                )


def _command(place: str) -> click.Command:
    module, _, name = place.partition(".")
    collecting = gc.isenabled()
    # What is imported stays: looking through it for garbage would take a quarter of the time.
    gc.disable()
    try:
        command: click.Command = getattr(import_module(f"bot.commands.{module}"), name)
    finally:
        if collecting:
            gc.enable()
    return command


@click.group(
    cls=_Sections,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="casebook", message="casebook %(version)s")
def cli() -> None:
    """Casebook answers from your team's own notes on public missions."""


def main() -> None:
    """Runs a command. The one place where an error of ours becomes a message and an exit status."""
    try:
        cli(standalone_mode=True)
    except CasebookError as error:
        click.echo(f"casebook: {error}", err=True)
        raise SystemExit(1) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        # What is still held back would be tried again at the end, with a trace.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        click.echo(
            f"casebook: Not all of it could be written ({error.strerror}). Make room, then try again.",
            err=True,
        )
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
