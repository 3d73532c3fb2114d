"""The command line: the same casebook, no Slack. Its commands alone may import handlers, where they need them."""

from __future__ import annotations

import errno
import os
import sys

import click

from bot.commands import asking, curating, digest, keeping, notes, serving
from bot.errors import CasebookError

# In the order in which somebody needs them.
_SECTIONS = {
    "Try it": (serving.play, asking.ask, asking.cases),
    "Your notes": (notes.new, notes.index, notes.lint, curating.gaps, curating.corrections, asking.evaluate),
    "In Slack": (serving.manifest, serving.doctor, serving.serve, serving.healthcheck, digest.digest),
    "What is kept": (keeping.backup, keeping.restore, keeping.restored, keeping.privacy, keeping.keys),
}


class _Sections(click.Group):
    """The commands under headings, names and lines aligned throughout."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        widest = max(map(len, self.list_commands(ctx)))
        for heading, commands in _SECTIONS.items():
            with formatter.section(heading):
                room = formatter.width - widest - 6
                formatter.write_dl(
                    [(str(each.name).ljust(widest), each.get_short_help_str(room)) for each in commands]
                )


@click.group(
    cls=_Sections,
    commands=[command for section in _SECTIONS.values() for command in section],
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
