"""How the deliveries of late ended, looked at without a change, in a file and on a server."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.journal import Journal
from bot.journal.outcomes import outcomes
from bot.model import Delivery, Stage

MONDAY = date(2026, 11, 23)
MADE: list[tuple[date, Stage, str]] = [
    (MONDAY, "sent", ""),
    (MONDAY, "sent", ""),
    (MONDAY, "missed", "no_case"),
    (MONDAY - timedelta(days=6), "missed", ""),
    (MONDAY - timedelta(days=7), "failed", "is_archived"),
]


def test_the_outcomes_of_the_week_up_to_the_newest_delivery_are_counted(journal: Journal, url: str) -> None:
    for number, (day, stage, reason) in enumerate(MADE):
        made = Delivery(f"s{number}", day, "T1", "C1", "A", 0.0, 0.0)
        journal.digests.plan(replace(made, stage=stage, reason=reason))

    assert outcomes(url) == (MONDAY, {"sent": 2, "no_case": 1, "missed": 1})


def test_before_the_first_delivery_there_is_none(journal: Journal, url: str) -> None:
    journal.digests.on()

    assert outcomes(url) == (None, {})
