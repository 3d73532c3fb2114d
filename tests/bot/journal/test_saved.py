"""What the journal promises of saved cases and of who was welcomed, on a real file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.journal import Journal
from bot.model import Saved

NOW = 1_800_000_000.0
TEAM = "T1"
YEAR = 365 * 24 * 3600.0


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'journal.db'}"


@pytest.fixture
def journal(url: str) -> Iterator[Journal]:
    opened = Journal(url)
    yield opened
    opened.close()


def test_what_was_saved_last_stands_first(journal: Journal) -> None:
    journal.save(TEAM, "U1", "Vinnova", NOW)
    journal.save(TEAM, "U1", "Camden", NOW + 1)

    assert journal.saved(TEAM, "U1") == (Saved("Camden", NOW + 1), Saved("Vinnova", NOW))


def test_what_is_saved_twice_is_kept_once_where_it_was(journal: Journal) -> None:
    for later in range(2):
        journal.save(TEAM, "U1", "Vinnova", NOW + later)

    assert journal.saved(TEAM, "U1") == (Saved("Vinnova", NOW),)


def test_nobody_is_given_what_another_saved(journal: Journal) -> None:
    journal.save(TEAM, "U1", "Vinnova", NOW)
    journal.unsave(TEAM, "U2", "Vinnova")

    assert journal.saved(TEAM, "U2") == ()
    assert len(journal.saved(TEAM, "U1")) == 1


def test_what_is_taken_away_leaves_no_trace(journal: Journal, tmp_path: Path) -> None:
    journal.save(TEAM, "U1", "Vinnova", NOW)
    journal.unsave(TEAM, "U1", "Vinnova")

    assert journal.saved(TEAM, "U1") == ()
    assert b"Vinnova" not in (tmp_path / "journal.db").read_bytes()


def test_saved_cases_and_welcomes_outlive_every_purge(journal: Journal) -> None:
    journal.save(TEAM, "U1", "Vinnova", NOW)
    journal.greet(TEAM, "U1", NOW)
    journal.purge(NOW + 2 * YEAR, gap_days=1)

    assert len(journal.saved(TEAM, "U1")) == 1
    assert journal.greeted(TEAM, "U1")


def test_everybody_is_met_for_the_first_time_once(journal: Journal) -> None:
    assert [journal.greet(TEAM, person, NOW) for person in ("U1", "U1", "U2", "U1")] == [
        True,
        False,
        True,
        False,
    ]


def test_whoever_was_not_greeted_is_not_known(journal: Journal) -> None:
    journal.greet(TEAM, "U1", NOW)

    assert (journal.greeted(TEAM, "U1"), journal.greeted(TEAM, "U2")) == (True, False)


def test_whoever_was_greeted_is_kept_by_a_hash(journal: Journal, tmp_path: Path) -> None:
    journal.greet(TEAM, "U0ADALIND", NOW)

    assert b"U0ADALIND" not in b"".join(each.read_bytes() for each in tmp_path.iterdir())


def test_a_journal_of_version_3_opens_and_can_keep_saved_cases(url: str, tmp_path: Path) -> None:
    Journal(url).close()
    path = tmp_path / "journal.db"
    with sqlite3.connect(path) as connection:
        connection.executescript("DROP TABLE saved; DROP TABLE greeted; UPDATE journal SET version = 3;")
    connection.close()

    journal = Journal(url)
    journal.save(TEAM, "U1", "Vinnova", NOW)

    assert journal.greet(TEAM, "U1", NOW)
    assert len(journal.saved(TEAM, "U1")) == 1
    journal.close()
