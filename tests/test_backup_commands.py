"""casebook backup, restore and restored, as somebody at a terminal has them."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.journal import Journal
from bot.model import Delivery
from tests.bot.digest.making import EVERY_DAY, subscription
from tests.commanding import Run, run

__all__ = ["run"]  # the fixture, for pytest


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal with a subscription whose case was due a minute ago and is underway."""
    now = time.time()
    due = datetime.fromtimestamp(now, UTC) - timedelta(minutes=1)
    with closing(Journal(f"sqlite:///{tmp_path / 'journal.db'}")) as made:
        made.digests.subscribe(
            subscription(at=due.time().replace(microsecond=0), zone="UTC", weekdays=EVERY_DAY)
        )
        made.digests.plan(Delivery("s1", due.date(), "T1", "C1", "A", due=now - 60, not_before=now - 60))
    return tmp_path / "journal.db"


def test_a_backup_is_made_and_put_back_and_says_what_it_doubts(
    run: Run, journal: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{journal}"
    made = run("backup", str(tmp_path / "copy.db"), CASEBOOK_DATABASE_URL=url)
    again = run("backup", str(tmp_path / "copy.db"), CASEBOOK_DATABASE_URL=url)
    with closing(Journal(url)):
        busy = run("restore", str(tmp_path / "copy.db"), CASEBOOK_DATABASE_URL=url)
    back = run("restore", str(tmp_path / "copy.db"), CASEBOOK_DATABASE_URL=url)

    assert (made.status, again.status, busy.status, back.status) == (0, 1, 1, 0)
    assert "the copy is whole" in made.out
    assert "is there already" in again.err
    assert "Stop it, and try again" in busy.err
    assert "the one before stays beside it" in back.out
    # A daily case of yesterday may be at hand too, just before it is too late to post it.
    assert (
        "may have been posted since: none is posted again unless its channel's history lacks it." in back.out
    )


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_a_journal_restored_by_other_means_is_settled(
    run: Run, journal: Path, backend: str, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{journal}" if backend == "sqlite" else request.getfixturevalue("postgres_url")
    ran = run("restored", CASEBOOK_DATABASE_URL=url)

    expected = "1 mission case may" if backend == "sqlite" else "No mission case was due"
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(expected)


def test_a_servers_backup_is_its_own_tools_and_the_exit_status_says_that_none_was_made(
    run: Run, tmp_path: Path
) -> None:
    url = "postgresql://me:hunter2@db/casebook"
    ran = run("backup", str(tmp_path / "copy.dump"), CASEBOOK_DATABASE_URL=url)

    assert (ran.status, ran.out) == (1, "")
    assert "Run: pg_dump --format=custom" in ran.err
    assert "hunter2" not in ran.err
