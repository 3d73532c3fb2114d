"""What the journal promises of saved cases and of who was welcomed, on each backend."""

from __future__ import annotations

from bot.journal import Journal
from bot.model import Saved
from tests.bot.journal import raw

NOW = 1_800_000_000.0
YEAR = 365 * 24 * 3600.0


def test_what_was_saved_last_stands_first(journal: Journal) -> None:
    journal.save("T1", "U1", "Vinnova", NOW)
    journal.save("T1", "U1", "Camden", NOW + 1)

    assert journal.saved("T1", "U1") == (Saved("Camden", NOW + 1), Saved("Vinnova", NOW))


def test_what_is_saved_twice_is_kept_once_where_it_was(journal: Journal) -> None:
    for later in range(2):
        journal.save("T1", "U1", "Vinnova", NOW + later)

    assert journal.saved("T1", "U1") == (Saved("Vinnova", NOW),)


def test_nobody_is_given_what_another_saved(journal: Journal) -> None:
    journal.save("T1", "U1", "Vinnova", NOW)
    journal.unsave("T1", "U2", "Vinnova")

    assert journal.saved("T1", "U2") == ()
    assert len(journal.saved("T1", "U1")) == 1


def test_what_is_taken_away_leaves_no_trace(journal: Journal, url: str) -> None:
    journal.save("T1", "U1", "Vinnova", NOW)
    journal.unsave("T1", "U1", "Vinnova")

    assert journal.saved("T1", "U1") == ()
    assert b"Vinnova" not in raw.held(url)


def test_saved_cases_and_welcomes_outlive_every_purge(journal: Journal) -> None:
    journal.save("T1", "U1", "Vinnova", NOW)
    journal.greet("T1", "U1", NOW)
    journal.purge(NOW + 2 * YEAR, gap_days=1)

    assert len(journal.saved("T1", "U1")) == 1
    assert journal.greeted("T1", "U1")


def test_everybody_is_met_for_the_first_time_once(journal: Journal) -> None:
    assert [journal.greet("T1", person, NOW) for person in ("U1", "U1", "U2", "U1")] == [
        True,
        False,
        True,
        False,
    ]


def test_whoever_was_not_greeted_is_not_known(journal: Journal) -> None:
    journal.greet("T1", "U1", NOW)

    assert (journal.greeted("T1", "U1"), journal.greeted("T1", "U2")) == (True, False)


def test_whoever_was_greeted_is_kept_by_a_hash(journal: Journal, url: str) -> None:
    journal.greet("T1", "U0ADALIND", NOW)

    assert b"U0ADALIND" not in raw.held(url)
