"""A text's places are found by the longest name that stands there."""

from __future__ import annotations

import pytest

from bot import lexicon

TABLE = {
    "stop_words": ["the", "what's", "who"],
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
    "cities_elsewhere": {"New York": ["Nueva York"]},
    "case_sensitive_acronyms": ["WHO", "IT"],
    "acronyms": {"WHO": ["World Health Organization"]},
    "synonyms": [["citizen", "resident", "citizens"]],
    "aliases": [["Vinnova", "Swedish Innovation Agency"]],
    "languages": {
        "German": {
            "function_words": ["wie", "für", "die"],
            "endings": ["en", "t/en", "e"],
            "links": ["s"],
            "words": "citizen: Bürger\ncouncil: Rat\npublic service: öffentlicher Dienst",
        },
        "Dutch": {
            "function_words": ["wie", "die"],
            "words": "citizen: burger\npeople: volk, Bürger",
        },
    },
    "english_too": ["die", "rat", "was"],
    "said_in_passing": ["Monday", "thanks in advance"],
}


@pytest.fixture(scope="module")
def places() -> lexicon.Lexicon:
    return lexicon.build(TABLE)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("challenges in Sweden", ["Sweden"]),
        ("presupuesto participativo en Nueva York", ["New York"]),
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


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("the Malmö Agreement", []),
        ("Malmö agreements", []),
        ("What does the Malmö climate agreement ask for?", []),
        ("New York Convention", []),
        ("Malmö Protocol, Malmö Manual and Malmö Consensus", []),
        ("the New Malmö Charter", []),
        ("the Malmö Accords", []),
        ("the Treaty of Malmö", []),
        ("a Declaration of New York", []),
        ("the Malmö Agreement was met by schools in Malmö", ["Malmö"]),
        ("They met in Malmö. Agreement came late.", ["Malmö"]),
        ("In Malmö, a manual was written", ["Malmö"]),
        ("the Malmö convention centre", ["Malmö"]),
        ("Malmö agreements with its schools", ["Malmö"]),
        ("an agreement in Malmö", ["Malmö"]),
        ("agreed on in Malmö", ["Malmö"]),
        # A country's own treaty is the country's.
        ("the Swedish declaration", ["Sweden"]),
        ("the Scotland agreement", ["Scotland"]),
    ],
)
def test_what_is_called_after_a_city_names_no_place(
    places: lexicon.Lexicon, text: str, named: list[str]
) -> None:
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
    assert places.alternatives[("citizen",)] == (
        ("resid",),
    )  # the plural is the same stem, and no alternative


def test_an_acronym_that_is_a_word_stands_for_something_in_capitals_alone(places: lexicon.Lexicon) -> None:
    assert places.in_capitals == {("who",): (("world", "health", "organ"),)}
    assert places.alternatives[("who",)] == ()
    assert places.alternatives[("world", "health", "organ")] == ()  # "who" asks, and would be met everywhere


def test_the_tables_are_folded(places: lexicon.Lexicon) -> None:
    assert places.stop_words == {"the", "what", "who", "wie", "fur", "fuer"}
    assert places.english_stop_words == {"the", "what", "who"}
    assert places.written_large == {"who", "it", "us"}
    assert places.passing_words == {"monday"}
    assert places.passing_phrases == {("thanks", "in", "advance")}
    assert places.countries_of_one_word == ("guinea", "netherlands", "sweden")


def test_a_language_has_its_words_by_what_people_write_for_them(places: lexicon.Lexicon) -> None:
    [german, dutch] = places.languages

    assert german.words == {
        "burger": ("citizen",),
        "buerger": ("citizen",),
        "rat": ("council",),
        "offentlicher dienst": ("public service",),
        "oeffentlicher dienst": ("public service",),
    }
    assert german.longest == {"offentlicher": 2, "oeffentlicher": 2}
    assert german.endings == (("t", "en"), ("e", ""), ("en", ""))  # the shortest first
    assert german.parts["rats"] == "council"
    assert {"rats", "rat", "burger", "burgers"} <= set(german.parts)
    assert dutch.parts == {}  # no links: no compounds
    assert "die" in german.function_words


def test_a_word_that_does_not_tell_its_language_means_what_it_means_in_any(places: lexicon.Lexicon) -> None:
    assert places.elsewhere.words["burger"] == ("citizen", "people")


def test_a_word_that_is_english_too_tells_nothing_by_itself(places: lexicon.Lexicon) -> None:
    assert "rat" not in places.elsewhere.words
    assert "die" not in places.stop_words


@pytest.mark.parametrize("name", ["Malmö", "malmo", "Malmoe", "MALMÖ"])
def test_a_place_is_found_with_its_letters_written_out(places: lexicon.Lexicon, name: str) -> None:
    assert [mention.place.name for mention in places.mentions(name)] == ["Malmö"]


def test_a_table_that_lacks_everything_is_a_lexicon_that_knows_nothing() -> None:
    empty = lexicon.build({})

    assert empty.mentions("Sweden and the US") == ()
    assert empty.stop_words == frozenset()
    assert empty.alternatives == {}
