"""Cases in a terminal: a title with what is known of the case, then each place that tells of it."""

from __future__ import annotations

from bot import listing
from bot.model import Case, Citation, Seconds, Statement

STREET = Case("The Street", "Sweden", "Vinnova", ("Wide Streets",), "heading", ("Sweden", "Norway"))


def statement(line: int, *stamps: str) -> Statement:
    seconds = tuple(Seconds(stamp, 1) for stamp in stamps)
    return Statement(f"s{line}", Citation("streets", line, None, seconds), "Trees grow.")


def test_a_case_is_listed_with_all_that_is_known_of_it() -> None:
    assert listing.cases([(STREET, [statement(3, "00:01:00", "00:02:00"), statement(4)])]).splitlines() == [
        "Sweden, Norway · The Street: part of Vinnova; 2 statements; found by heading; also Wide Streets",
        "  streets.md:3: 00:01:00 00:02:00",
        "  streets.md:4: –",
    ]


def test_a_case_of_no_known_country_is_listed_by_its_name() -> None:
    told = listing.cases([(Case("Free Trees", None, how="heading"), [statement(3, "00:01:00")])])

    assert told.startswith("Free Trees: 1 statement; found by heading\n")
