"""What the journal promises of seconds under review and of corrections, on a real file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.journal import Journal
from bot.journal.schema import VERSION
from bot.model import Answer, Correction, Gap, Review

NOW = 1_800_000_000.0
TEAM = "T1"
DAY = 24 * 60 * 60.0


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'journal.db'}"


@pytest.fixture
def journal(url: str) -> Iterator[Journal]:
    opened = Journal(url)
    yield opened
    opened.close()


def test_a_stamp_reported_twice_is_on_the_list_once(journal: Journal) -> None:
    journal.review("streets", "s1", "21:18:31", None, NOW)
    journal.review("streets", "s1", "21:18:31", 1278, NOW + 1)

    assert journal.reviews() == (Review("streets", "s1", "21:18:31", 1278, 2, NOW + 1),)


def test_a_report_without_a_suggestion_leaves_the_one_before(journal: Journal) -> None:
    for suggested in (1278, None):
        journal.review("streets", "s1", "21:18:31", suggested, NOW)

    assert [each.suggested for each in journal.reviews()] == [1278]


def test_each_stamp_of_a_statement_is_reviewed_by_itself_the_most_reported_first(journal: Journal) -> None:
    for raw, times in (("00:01", 1), ("00:02", 3), ("00:03", 2)):
        for number in range(times):
            journal.review("streets", "s1", raw, None, NOW + number)

    assert [(each.raw, each.asked) for each in journal.reviews()] == [
        ("00:02", 3),
        ("00:03", 2),
        ("00:01", 1),
    ]


def test_a_correction_closes_its_review_and_no_other(journal: Journal) -> None:
    for raw in ("21:18:31", "00:02"):
        journal.review("streets", "s1", raw, None, NOW)

    journal.correct("streets", "s1", "21:18:31", 1278, NOW)

    assert journal.corrections() == (Correction("streets", "s1", "21:18:31", 1278, NOW),)
    assert [each.raw for each in journal.reviews()] == ["00:02"]


def test_a_later_correction_takes_the_place_of_an_earlier_one(journal: Journal) -> None:
    journal.correct("streets", "s1", "21:18:31", 1278, NOW)
    journal.correct("streets", "s1", "21:18:31", 1280, NOW + 1)

    assert [each.second for each in journal.corrections()] == [1280]


def test_a_review_is_settled_once(journal: Journal) -> None:
    journal.review("streets", "s1", "21:18:31", None, NOW)

    assert [journal.settle("s1", "21:18:31"), journal.settle("s1", "21:18:31")] == [True, False]
    assert journal.reviews() == ()


def test_reviews_are_forgotten_with_the_gaps_and_corrections_never(journal: Journal) -> None:
    journal.review("streets", "old", "00:01", None, NOW - 10 * DAY)
    journal.review("streets", "new", "00:01", None, NOW - 9 * DAY)
    journal.correct("streets", "s1", "00:02", 2, NOW - 10_000 * DAY)

    journal.purge(NOW, gap_days=10)

    assert [each.statement for each in journal.reviews()] == ["new"]
    assert len(journal.corrections()) == 1


def test_what_was_corrected_is_there_after_a_restart(journal: Journal, url: str) -> None:
    journal.correct("streets", "s1", "21:18:31", 1278, NOW)
    journal.close()

    again = Journal(url)
    assert [each.second for each in again.corrections()] == [1278]
    again.close()


def test_a_journal_of_version_1_opens_and_keeps_what_lasts(url: str, tmp_path: Path) -> None:
    before = Journal(url)
    before.add_gap(TEAM, ("street",), NOW)
    before.close()
    path = tmp_path / "data" / "journal.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "DROP TABLE reviews; DROP TABLE corrections; DROP TABLE answers; UPDATE journal SET version = 1;"
            "CREATE TABLE answers (id VARCHAR(20) PRIMARY KEY, channel VARCHAR(40) NOT NULL);"
        )
    connection.close()

    for _ in range(2):
        journal = Journal(url)
        journal.review("streets", "s1", "00:01", None, NOW)
        assert journal.gaps() == (Gap(("street",), 1, NOW),)
        answer = Answer(tier="confident", groups=(), hits=("s1",))
        assert journal.recall(TEAM, journal.remember(TEAM, answer, "C1", NOW), NOW) == answer
        journal.close()

    assert [each.asked for each in reopened(url)] == [2]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version FROM journal").fetchall() == [(VERSION,)]
    connection.close()


def reopened(url: str) -> tuple[Review, ...]:
    journal = Journal(url)
    found = journal.reviews()
    journal.close()
    return found


def test_no_table_has_a_column_for_a_person(url: str, tmp_path: Path) -> None:
    Journal(url).close()
    with sqlite3.connect(tmp_path / "data" / "journal.db") as connection:
        columns = [
            name
            for table in ("reviews", "corrections")
            for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")
        ]
    connection.close()

    assert set(columns) == {"statement", "raw", "note", "suggested", "asked", "last", "second", "at"}
