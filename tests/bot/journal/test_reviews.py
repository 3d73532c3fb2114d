"""What the journal promises of seconds under review and of corrections, on each backend."""

from __future__ import annotations

from bot.journal import Journal
from bot.model import Correction, Review
from tests.bot.journal import raw

NOW = 1_800_000_000.0
DAY = 24 * 60 * 60.0


def test_a_stamp_reported_twice_is_on_the_list_once(journal: Journal) -> None:
    journal.review("streets", "s1", "21:18:31", None, NOW)
    journal.review("streets", "s1", "21:18:31", 1278, NOW + 1)

    assert journal.reviews() == (Review("streets", "s1", "21:18:31", 1278, 2, NOW + 1),)


def test_a_report_without_a_suggestion_leaves_the_one_before(journal: Journal) -> None:
    for suggested in (1278, None):
        journal.review("streets", "s1", "21:18:31", suggested, NOW)

    assert [each.suggested for each in journal.reviews()] == [1278]


def test_each_stamp_of_a_statement_is_reviewed_by_itself_the_most_reported_first(journal: Journal) -> None:
    for stamp, times in (("00:01", 1), ("00:02", 3), ("00:03", 2)):
        for number in range(times):
            journal.review("streets", "s1", stamp, None, NOW + number)

    assert [(each.raw, each.asked) for each in journal.reviews()] == [
        ("00:02", 3),
        ("00:03", 2),
        ("00:01", 1),
    ]


def test_a_correction_closes_its_review_and_no_other(journal: Journal) -> None:
    for stamp in ("21:18:31", "00:02"):
        journal.review("streets", "s1", stamp, None, NOW)

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


def test_no_table_has_a_column_for_a_person(url: str) -> None:
    Journal(url).close()
    columns = {name for table in ("reviews", "corrections") for name in raw.tables(url)[table]}

    assert columns == {"statement", "raw", "note", "suggested", "asked", "last", "second", "at"}
