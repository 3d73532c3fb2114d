"""A label names a body, a programme or a place by its form; what is only a topic names nothing."""

from __future__ import annotations

import pytest

from bot.lexicon import Lexicon
from bot.notes.naming import naming


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Sweden (Vinnova)", "Vinnova"),
        ("Vinnova (Sweden)", "Vinnova"),
        ("1. Sweden (Vinnova)", "Vinnova"),
        ("Case Study 2: Vinnova (Sweden)", "Vinnova"),
        ("Camden Council (UK)", "Camden Council"),
        ("Netherlands (Health Holland - Life Sciences)", "Health Holland"),
        ("Netherlands (Health~Holland)", "Health~Holland"),
        ("Green Lab, Denmark", "Green Lab"),
        ("Denmark: National Center for Trees", "National Center for Trees"),
        ("Danish Tree Agency's Approach", "Danish Tree Agency"),
        ("Sweden's Vinnova Agency", "Vinnova Agency"),
        ("Sweden’s Vinnova Agency", "Vinnova Agency"),
        ("Tree Agency of Denmark", "Tree Agency of Denmark"),
        ('Denmark\'s "Free Trees" Experiments', "Free Trees"),
        ('"The Street" Mission', "The Street"),
        ("Case Study: Carrot Coins", "Carrot Coins"),
        ("Solution Provider 1: Data Kitchen (Denmark)", "Data Kitchen"),
        ("Barcelona Garden Fund (BGF)", "Barcelona Garden Fund"),
        ("Garden Fund (GF) and Tree Bank (Denmark)", "Garden Fund"),
        ("Malmö", "Malmö"),
        ("Malmö (Sweden)", "Malmö"),
        ("Malmö, Sweden", "Malmö"),
        ("Malmö (MLM)", "Malmö"),
        ("Malmö (Tool Shelf)", "Tool Shelf"),
        ("Malmö (Lessons)", "Malmö"),
    ],
)
def test_a_label_names_a_case_by_its_form(places: Lexicon, label: str, name: str) -> None:
    found = naming(label, places)

    assert (found.name, found.sure) == (name, True)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Green Deals in Denmark", "Green Deals"),
        ("Health Holland in the Netherlands", "Health Holland"),
        ("Sweden: Vinnova's Streets", "Vinnova"),
        ("Agile Gardens Network", "Agile Gardens Network"),
        ("School Food Mission", "School Food"),
        ("About the Tree Council", "Tree Council"),
        ("The Tree Incubator: An Experiment", "Tree Incubator"),
        ("Garden Skills Day", "Garden Skills Day"),
    ],
)
def test_what_is_only_written_like_a_name_needs_the_text_to_bear_it_out(
    places: Lexicon, label: str, name: str
) -> None:
    found = naming(label, places)

    assert (found.name, found.sure) == (name, False) or found.thing


@pytest.mark.parametrize(
    "label",
    [
        "Streets",
        "Key Outcomes",
        "Challenges in Public Sector Reform",
        "How cities changed",
        "Sweden (Lessons)",
        "Sweden and Spain",
        "Application in Denmark",
        "The Role of Government in Denmark",
        '"What if we were wrong?"',
        "COVID-19 Pilot",
        "Four Pilots",
        "A Lead that Goes On for Many More Words than Any Name Would Ever Take",
    ],
)
def test_a_topic_names_nothing_for_sure(places: Lexicon, label: str) -> None:
    assert not naming(label, places).sure


@pytest.mark.parametrize(
    ("label", "country", "whole", "title"),
    [
        ("Sweden", "Sweden", True, ""),
        ("Swedish Approach", "Sweden", True, ""),
        ("Sweden's Gardens at Night", "Sweden", True, "Sweden's Gardens at Night"),
        ("Sweden's Approach to Crisis Gardening", "Sweden", True, "Sweden's Approach to Crisis Gardening"),
        ("Sweden: Gardens and growth", "Sweden", True, "Sweden: Gardens and growth"),
        ("Sweden and Spain", "Sweden", False, ""),
        ("Key Challenges in Sweden", "Sweden", False, ""),
        ("Sweden (Vinnova)", "Sweden", False, ""),
        ("Malmö", "Sweden", False, ""),
        ("Streets", None, False, ""),
    ],
)
def test_a_label_may_be_about_a_country_as_such(
    places: Lexicon, label: str, country: str | None, whole: bool, title: str
) -> None:
    found = naming(label, places)

    assert (found.country, found.whole, found.title) == (country, whole, title)


@pytest.mark.parametrize(
    ("label", "also"),
    [
        ("Garden Fund (GF) (Denmark)", ("GF",)),
        ("UK (Academy of Gardens - Garden X)", ("Garden X",)),
        ("Garden X (Academy of Gardens, UK)", ("Academy of Gardens",)),
        ("Mission Starflower (Seas and Rivers)", ("Seas and Rivers",)),
    ],
)
def test_a_label_may_give_other_names(places: Lexicon, label: str, also: tuple[str, ...]) -> None:
    assert naming(label, places).also == also


def test_a_role_in_brackets_makes_a_person(places: Lexicon) -> None:
    found = naming("Ada Holm (Director, Tree Agency, Denmark)", places)

    assert (found.person, found.sure) == (True, False)


def test_a_label_says_what_it_counts_as_and_what_it_calls_its_name(places: Lexicon) -> None:
    assert naming("Challenge 4: Better Benches (Spain)", places).ordinal == "challenge 4"
    assert naming("School Food Mission", places).thing == "mission"
    assert naming("Better Benches (Spain)", places).thing == ""
