"""Which numbers, dates and deadlines of a line are picked out, to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.amounts import amounts, dated, priced


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Five years by 2040, they said.", ["Five years", "by 2040"]),
        ("Cut emissions by 70% by 2030 and to net-zero by 2050.", ["70%", "by 2030", "by 2050"]),
        ("At least 75 per cent healthy.", ["75 per cent"]),
        ("With 2 million meals a day.", ["2 million"]),
        ("Extensive, with 300-400 organizations.", ["300-400"]),
        ("It draws on 6,000 startups.", ["6,000"]),
        ("For 250 social housing estates.", ["250"]),
        ("A proposal of €100 billion for research.", ["€100 billion"]),
        ("Up to 50,000 kroner for training.", ["50,000 kroner"]),
        ("At the end of September, five missions began.", ["end of September"]),
        ("The September 2020 strategy.", ["September 2020"]),
        ("A system from 2015.", ["from 2015"]),
        ("In the 1990s.", ["In the 1990s"]),
        ("From 2014-2020.", ["From 2014-2020"]),
        ("An intensive four-year period.", ["four-year"]),
        # Numbers that count nothing, and years that are part of a name.
        ("COVID-19, CO2 and Power2X.", []),
        ("Industry 4.0 came.", []),
        ('Its "Our Public Service 2020" strategy.', []),
        ("Horizon 2020 paid.", []),
        ("They may march in single file, one by one.", []),
        ("", []),
    ],
)
def test_amounts_are_found_and_names_left_alone(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in amounts(text)] == found


@given(st.text() | st.from_regex(r"(?:(?:by|in|€|\d{1,4}|%|million|years?|May|[-–,. ]))*"))
def test_amounts_stand_apart_and_in_order_in_any_text(text: str) -> None:
    ends = [place for span in amounts(text) for place in span]

    assert ends == sorted(ends)
    assert all(start < end <= len(text) for start, end in amounts(text))


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("By 2030.", True),
        ("In May 2021.", True),
        ("Expected in the later part of the year.", True),
        ("The 2010 games.", True),
        ("Horizon 2020 paid.", False),
        ("With 20 years' experience.", False),
        ("They may.", False),
    ],
)
def test_a_date_is_a_year_a_month_or_a_part_of_this_year(text: str, has: bool) -> None:
    assert dated(text) is has


@pytest.mark.parametrize(
    ("text", "has"),
    [("For $2,000.", True), ("3 million euros.", True), ("3 million lives.", False), ("20%.", False)],
)
def test_a_sum_is_one_of_money(text: str, has: bool) -> None:
    assert priced(text) is has
