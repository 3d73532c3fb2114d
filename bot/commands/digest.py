"""The daily mission case, where it is not the running bot that posts it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands import surroundings
from bot.commands.options import INDEX
from bot.errors import TokenMissing


@click.group()
def digest() -> None:
    """The daily mission case: preview it, or post what is due."""


@digest.command()
@INDEX
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The local date; default today.",
)
def preview(index: Path | None, day: datetime | None) -> None:
    """Show what would be posted in each channel.

    Where nothing is set up, or nothing is wanted on that day, the case of the day.
    """
    from handlers.delivery import previewed  # noqa: PLC0415  only here is Slack needed

    casebook, wanted = surroundings.casebook(index), (day or datetime.now(UTC)).date()
    with surroundings.journal() as journal:
        told = list(previewed(casebook, journal, wanted))
    click.echo("\n\n".join(told) or "The notes tell of no case yet, so there is none to post.")


@digest.command()
@click.option("--once", is_flag=True, required=True, help="So that nobody waits for it to go on.")
def run(*, once: bool) -> None:
    """Post what is due now, then end.

    For cron, once a minute or rarer; casebook serve does so by itself, to the second.
    """
    from handlers import runtime  # noqa: PLC0415  only here is Slack needed

    settings = surroundings.settings()
    if not (once and (settings.bot_token or settings.client_id)):
        raise TokenMissing("SLACK_BOT_TOKEN is missing. Set it (xoxb-…), then run this again.")
    surroundings.run(
        lambda casebook, journal: runtime.post_once(settings, casebook, journal, surroundings.clock), settings
    )
