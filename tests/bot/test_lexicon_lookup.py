"""A text's places are found by the longest name that stands there."""

from __future__ import annotations

import pytest

from bot import lexicon

TABLE = {
    "stop_words": ["the", "what's"],
    "stop_words_elsewhere": ["wie"],
    "countries": {
        "Guinea": {"people": ["guinean"], "elsewhere": [], "also": []},
        "Guinea-Bissau": {"people": [], "elsewhere": [], "also": []},
        "Papua New Guinea": {"people": [], "elsewhere": [], "also": []},
        "Netherlands": {
            "people": ["dutch"],
            "elsewhere": ["niederlande"],
            "also": ["holland", "the netherlands"],
        },
        "Sweden": {"people": ["swedish", "swedes"], "elsewhere": ["schweden"], "also": []},
        "United States": {
            "people": ["american"],
            "elsewhere": [],
            "also": ["united states of america", "us"],
        },
        "United Kingdom": {"people": ["british"], "elsewhere": [], "also": []},
    },
    "places": {"Scotland": {"country": "United Kingdom", "people": ["scottish"]}},
    "acronyms_of_places": {"UK": "United Kingdom", "USA": "United States"},
    "cities": {"Sweden": ["Malmö"], "United States": ["New York"]},
    "case_sensitive_acronyms": ["WHO", "IT"],
    "acronyms": {"WHO": ["World Health Organization"]},
    "synonyms": [["citizen", "resident", "citizens"]],
    "aliases": [["Vinnova", "Swedish Innovation Agency"]],
    "words_elsewhere": {"Bürger": ["citizen"]},
}


@pytest.fixture(scope="module")
def places() -> lexicon.Lexicon:
    return lexicon.build(TABLE)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("challenges in Sweden", ["Sweden"]),
        ("SWEDEN'S streets", ["Sweden"]),
        ("what the Swedes and the Dutch did", ["Sweden", "Netherlands"]),
        ("Herausforderungen in Schweden", ["Sweden"]),
        ("Papua New Guinea", ["Papua New Guinea"]),  # the longest name first
        ("Guinea-Bissau and Guinea", ["Guinea-Bissau", "Guinea"]),
        ("New Guinea", ["Guinea"]),
        ("the United States of America", ["United States"]),
        ("in MALMÖ", ["Malmö"]),
        ("new york streets", ["New York"]),
        ("a Scottish trial", ["Scotland"]),
        ("UK and U.K. and uk", ["United Kingdom"] * 2),
        ("tell us who", []),
        ("what the US did", ["United States"]),
        ("what the U.S. did", []),
        ("swede", []),
        ("", []),
    ],
)
def test_a_text_names(places: lexicon.Lexicon, text: str, named: list[str]) -> None:
    assert [mention.place.name for mention in places.mentions(text)] == named


def test_a_mention_says_which_words_name_the_place(places: lexicon.Lexicon) -> None:
    [first, second] = places.mentions("In Papua New Guinea, not New York")

    assert (first.start, first.end) == (1, 4)
    assert (second.start, second.end, second.place.city, second.place.country) == (
        5,
        7,
        True,
        "United States",
    )


def test_the_countries_of_a_text_stand_once_each_in_order(places: lexicon.Lexicon) -> None:
    assert places.countries("Malmö, Scotland, Swedish, British") == ("Sweden", "United Kingdom")


def test_what_may_stand_for_another_does_so_both_ways(places: lexicon.Lexicon) -> None:
    assert places.alternatives[("vinnova",)] == (("swedish", "innov", "agenc"),)
    assert places.alternatives[("swedish", "innov", "agenc")] == (("vinnova",),)
    assert places.alternatives[("who",)] == (("world", "health", "organ"),)
    assert places.alternatives[("citizen",)] == (
        ("resid",),
    )  # the plural is the same stem, and no alternative


def test_the_tables_are_folded(places: lexicon.Lexicon) -> None:
    assert places.stop_words == {"the", "what", "wie"}
    assert places.written_large == {"who", "it", "us"}
    assert places.elsewhere == {"burger": ("citizen",)}
    assert places.countries_of_one_word == ("guinea", "netherlands", "sweden")


def test_a_table_that_lacks_everything_is_a_lexicon_that_knows_nothing() -> None:
    empty = lexicon.build({})

    assert empty.mentions("Sweden and the US") == ()
    assert empty.stop_words == frozenset()
    assert empty.alternatives == {}
