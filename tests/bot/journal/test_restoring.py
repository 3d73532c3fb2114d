"""A restored journal, on each backend: what may have been posted since is doubted, and nobody is told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot import restoring
from bot.journal import Journal
from bot.model import Delivery
from tests.bot.digest.making import at, subscription

MONDAY = date(2026, 11, 23)
NINE = at("2026-11-23 09:00")
TEN = NINE + 3600


def test_what_the_backup_has_underway_and_what_it_lacks_is_doubted_once(journal: Journal) -> None:
    digests = journal.digests
    for number in ("s1", "s2", "s3"):
        digests.subscribe(subscription(id=number, channel=f"C{number}", starts=MONDAY))
    pending = Delivery("s1", MONDAY, "T1", "Cs1", "The Street", due=NINE, not_before=NINE)
    digests.plan(pending)
    digests.plan(replace(pending, subscription="s2", channel="Cs2", stage="sent"))

    assert restoring.settle(journal, TEN) == 2
    assert restoring.settle(journal, TEN) == 0
    assert [(each.subscription, each.stage) for each in digests.ready(TEN + 99)] == [
        ("s1", "unknown"),
        ("s3", "unknown"),
    ]
    assert digests.ready(TEN + 60) == ()


def test_what_was_withdrawn_may_have_been_wanted_again_and_posted(journal: Journal) -> None:
    journal.digests.subscribe(subscription(starts=MONDAY))
    journal.digests.plan(
        Delivery("s1", MONDAY, "T1", "C1", "A", due=NINE, not_before=NINE, stage="withdrawn")
    )

    assert restoring.settle(journal, TEN) == 1
    assert [each.stage for each in journal.digests.ready(TEN + 99)] == ["unknown"]


def test_what_comes_later_is_posted_as_ever(journal: Journal) -> None:
    tuesday = MONDAY + timedelta(days=1)
    journal.digests.subscribe(subscription(starts=tuesday))
    coming = Delivery("s1", tuesday, "T1", "C1", "A", due=NINE + 86_400, not_before=NINE + 86_400)
    journal.digests.plan(coming)

    assert restoring.settle(journal, TEN) == 0
    assert journal.digests.ready(NINE + 86_401) == (coming,)


def test_of_a_halt_that_the_backup_knows_nobody_is_told_again(journal: Journal) -> None:
    journal.digests.subscribe(subscription(starts=MONDAY))
    journal.digests.halt("T1", "C1", "is_archived")
    restoring.settle(journal, TEN)

    assert journal.digests.untold() == ()
