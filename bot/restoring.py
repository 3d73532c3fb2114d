"""Makes a journal that is a backup put back in place fit to go on with: nothing it has forgotten is posted twice."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.digest.restoring import doubted, forgotten
from bot.journal import Journal
from bot.journal.backups import put_back

_TWO_DAYS = timedelta(days=2)


def restore(url: str, backup: Path, now: float) -> int:
    """Puts a backup in the place of the journal's file, settled; how many deliveries are doubted.

    What it replaces stays beside it. Raises JournalUnusable; then nothing has changed.
    """
    aside = f"before-{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}"
    with put_back(url, backup, aside) as fresh, closing(Journal(fresh)) as journal:
        return settle(journal, now)


def settle(journal: Journal, now: float) -> int:
    """Doubts every delivery that may have been posted since the backup; how many those are.

    `now` is in seconds since 1970. No bot may be running on the journal. Raises JournalUnusable.
    """
    digests = journal.digests
    since = datetime.fromtimestamp(now, UTC).date() - _TWO_DAYS
    changed = [(each, doubted(each, now)) for each in digests.underway()]
    changed = [(before, after) for before, after in changed if before != after]
    moved = [digests.move(before, after) for before, after in changed]
    made = [digests.plan(each) for each in forgotten(digests.on(), digests.made(since), now)]
    # Whoever was to be told of a halt was told at once, by the bot that the backup knows nothing of.
    for each in digests.untold():
        digests.tell(each)
    return sum(each is not None for each in moved) + sum(made)
