"""What is suggested to somebody who has typed a few letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Case, Topic
from bot.search.suggesting import suggested

CASES = (
    Case("Health Holland", "Netherlands", countries=("Netherlands",)),
    Case("Vinnova", "Sweden", aliases=("Vinnova Agency",), countries=("Sweden",)),
    Case("The Street", "Sweden", "Vinnova", countries=("Sweden",)),
    Case("Institute for Innovation and Public Purpose", "United Kingdom", aliases=("IIPP",)),
    Case("Streets of Malmö", "Sweden", countries=("Sweden",)),
)
TOPICS = (Topic("Missions and public sector innovation", 93), Topic("Engagement with civil society", 36))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("vin", ["Vinnova", "The Street"]),
        ("street", ["Streets of Malmö", "The Street"]),  # its own beginning first
        ("the str", ["The Street"]),
        ("vinnova street", ["The Street"]),
        ("iip", ["Institute for Innovation and Public Purpose"]),
        ("sweden", ["Vinnova", "The Street", "Streets of Malmö"]),
        ("malmo", ["Streets of Malmö"]),
        ("HOLLAND", ["Health Holland"]),
        ("land", []),  # no word begins so
        ("", []),
        ("…", []),
    ],
)
def test_cases_go_by_their_names_their_other_names_and_their_country(typed: str, names: list[str]) -> None:
    assert [case.name for case in suggested(typed, CASES, TOPICS)[0]] == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("pub", ["Missions and public sector innovation"]),
        ("soc civ", ["Engagement with civil society"]),
        ("x", []),
    ],
)
def test_topics_go_by_their_words(typed: str, names: list[str]) -> None:
    assert [topic.name for topic in suggested(typed, CASES, TOPICS)[1]] == names


def test_no_more_are_suggested_than_stand_in_sight() -> None:
    cases, topics = suggested(
        "m", [Case(f"Mission {n}", None) for n in range(99)], [Topic(f"Map {n}", 3) for n in range(99)]
    )
    assert (len(cases), len(topics)) == (8, 6)


@given(st.text(max_size=500))
def test_odd_letters_never_fail(typed: str) -> None:
    suggested(typed, CASES, TOPICS)
