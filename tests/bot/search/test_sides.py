"""Which sides a text names, and on what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.sides import Sides, read
from tests.bot.library import words

CASES = {
    ("vinnova",): "Vinnova",
    ("health", "holland"): "Health Holland",
    ("barcelona",): "Barcelona",
    ("norway",): "Norway's own case",
    ("institute", "for", "innovation", "and", "public", "purpose"): "IIPP",
}


def sides(text: str) -> Sides:
    return read(text, words(), CASES, lambda name: "Vinnova" if name.casefold() == "vinova" else None)


@pytest.mark.parametrize(
    ("typed", "names", "topic"),
    [
        ("Sweden and Norway on citizens", ("Sweden", "Norway"), "citizens"),
        ("Sweden, Norway and Denmark", ("Sweden", "Norway", "Denmark"), ""),
        ("Health Holland with Vinnova", ("Health Holland", "Vinnova"), ""),
        ("Sweden vs. Norway about silos", ("Sweden", "Norway"), "silos"),
        ("Sweden/Norway", ("Sweden", "Norway"), ""),
        ("the Dutch and the Swedes", ("Netherlands", "Sweden"), ""),
        ("the Dutch & the Swedes on health and care", ("Netherlands", "Sweden"), "health and care"),
        ("between Norway and Sweden", ("Norway", "Sweden"), ""),
        ("health and care in Sweden and Norway", ("Sweden", "Norway"), "health and care"),
        ("how Sweden and Norway involve citizens", ("Sweden", "Norway"), "involve citizens"),
        (
            "Swedish government and Danish government approaches to IT procurement",
            ("Sweden", "Denmark"),
            "IT procurement",
        ),
        ("Sweden and Norway: co-design", ("Sweden", "Norway"), "co-design"),
        ("Bosnia and Herzegovina with Trinidad and Tobago", ("Bosnia and Herzegovina", "Trinidad and Tobago"), ""),
        ("the Institute for Innovation and Public Purpose and Vinnova", ("IIPP", "Vinnova"), ""),
        ("Sweden and the Swedes", ("Sweden",), ""),
        ("Barcelona and Camden", ("Barcelona", "Camden"), ""),  # a case, and a town that is none
        ("vinova and Sweden", ("Vinnova", "Sweden"), ""),
        ("US and UK", ("United States", "United Kingdom"), ""),
        ("", (), ""),
    ],
)  # fmt: skip
def test_sides_and_topic_are_told_apart(typed: str, names: tuple[str, ...], topic: str) -> None:
    assert sides(typed) == Sides(names, (), topic)


@pytest.mark.parametrize(
    ("typed", "unknown", "topic"),
    [
        ("Sweden and Atlantis on silos", ("Atlantis",), "silos"),
        ("Atlantis and Sweden", ("Atlantis",), ""),
        ("apples and Old Pears on taste", ("apples", "Old Pears"), "taste"),
        ("portfolios", ("portfolios",), ""),
        ("us and Norway", ("us",), ""),
    ],
)
def test_a_side_that_is_neither_a_country_nor_a_case_is_told_as_it_was_typed(
    typed: str, unknown: tuple[str, ...], topic: str
) -> None:
    found = sides(typed)

    assert (found.unknown, found.topic) == (unknown, topic)
    assert set(unknown) <= set(found.names)


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(("Sweden", "and", "with", ",", "on", "the", "Atlantis", "vs", "US", "to"))
    ).map(" ".join)
)
def test_any_text_is_read(text: str) -> None:
    found = sides(text)

    assert len(set(found.names)) == len(found.names)
    assert set(found.unknown) <= set(found.names)
