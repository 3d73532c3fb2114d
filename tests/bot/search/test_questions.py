"""What a question asks for: words, kind, places. On a lexicon of the test's own, and a little on ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import lexicon
from bot.lexicon import Lexicon
from bot.search.questions import MOST_CHARACTERS, Asked, understand, without_addresses
from bot.search.reading import MOST_WORDS
from bot.shipped import shipped_lexicon
from bot.words import stems

OURS = lexicon.build(
    {
        "stop_words": ["what", "did", "do", "the", "of", "in", "on", "a", "is", "to", "we", "are"],
        "countries": {
            "Sweden": {"people": ["swedish", "swedes"], "elsewhere": ["suecia", "schweden"]},
            "Netherlands": {"people": ["dutch"], "also": ["holland"]},
            "United States": {"also": ["us", "usa"]},
        },
        "places": {"Basque Country": {"country": "Spain", "people": ["basque"]}},
        "cities": {"Sweden": ["Malmö"]},
        "case_sensitive_acronyms": ["US"],
        "synonyms": [["ageing", "older people"], ["silos", "stovepipes"]],
        "acronyms": {"EIB": ["European Investment Bank"]},
        "languages": {
            "Spanish": {
                "function_words": ["en", "los", "las", "con"],
                "endings": ["s"],
                "words": "citizen: ciudadano, ciudadanos\nchallenge: desafío, desafíos\nolder people: mayor\n"
                "long-term: largo plazo",
            },
            "German": {
                "function_words": ["die", "der", "aus"],
                "endings": ["e", "en"],
                "links": ["s"],
                "words": "example: Beispiel, Beispiele\ncitizen: Bürger\ncouncil: Rat",
            },
        },
        "english_too": ["die", "mayor", "burger", "rat"],
    }
)


SHIPPED = shipped_lexicon()


def asked(text: str, words: Lexicon = OURS) -> Asked:
    return understand(text, words)


def typed(text: str, words: Lexicon = OURS) -> list[str]:
    return [concept.typed for concept in asked(text, words).concepts]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("what did the mayor do?", ["mayor"]),
        ("Mayor, mayors & MAYOR", ["mayor"]),  # each word once, by its stem
        ("R&D in silos", ["rd", "silos"]),
        ("co-creation, cocreation", ["cocreation"]),
        ("the of in", []),
        ("", []),
        ("?!…", []),
        ("x marks 7", ["marks", "7"]),  # a letter alone says nothing, a number may
        ("older people on streets", ["older people", "streets"]),  # a known saying is one thing
        ("the European Investment Bank", ["european investment bank"]),
        ("Malmö's streets", ["malmo", "streets"]),
    ],
)
def test_a_question_asks_about_its_content_words(text: str, words: list[str]) -> None:
    assert typed(text) == words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("examples of street design", "example"),
        ("challenges in Sweden", "challenge"),
        ("which barriers did they meet", "challenge"),
        ("approaches to silos", "approach"),
        ("principles of missions", "principle"),
        ("desafíos en Suecia", "challenge"),
        ("Beispiele aus Schweden", "example"),
        ("examples of challenges", "example"),  # the first word wins
        ("street design", None),
    ],
)
def test_the_kind_is_understood_from_the_words(text: str, kind: str | None) -> None:
    assert asked(text).kind == kind


def test_a_kind_word_is_no_topic_unless_it_is_nearly_all_there_is() -> None:
    assert typed("challenges met by the mayor") == ["met", "by", "mayor"]
    assert typed("challenges") == ["challenges"]
    assert typed("the challenges") == ["challenges"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("challenges in Sweden", ["Sweden"]),
        ("Swedish streets", ["Sweden"]),
        ("what did the Dutch do on ageing", ["Netherlands"]),
        ("streets of Malmö and Holland", ["Malmö", "Netherlands"]),
        ("the Basque Country", ["Basque Country"]),
        ("Schweden", ["Sweden"]),
        ("what the US did", ["United States"]),
        ("tell us more", []),  # us is a country only where it is written US
    ],
)
def test_places_are_understood_in_order(text: str, places: list[str]) -> None:
    assert [place.name for place in asked(text).places] == places


def test_a_city_and_a_region_belong_to_their_country() -> None:
    assert [place.country for place in asked("Malmö and the Basque Country").places] == ["Sweden", "Spain"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("older people", ["older people"]),
        ("schools for older, people", ["schools", "for", "older", "people"]),
        ("silos (older) people", ["silos", "older", "people"]),
        ("silos, older people; streets", ["silos", "older people", "streets"]),
    ],
)
def test_words_that_a_mark_holds_apart_are_no_name_together(text: str, words: list[str]) -> None:
    assert typed(text) == words


def test_places_are_no_topics() -> None:
    question = asked("Swedish streets")

    assert [concept.typed for concept in question.topics] == ["streets"]


def test_a_concept_is_met_by_the_words_typed_first_then_by_those_that_mean_the_same() -> None:
    [concept] = asked("ageing").concepts

    assert concept.phrases == (("ag",), ("older", "peopl"))
    assert concept.needles == (" ag ", " older peopl ")


def test_an_acronym_is_met_by_its_long_form_and_the_other_way_round() -> None:
    assert ("european", "invest", "bank") in asked("EIB").concepts[0].phrases
    assert ("eib",) in asked("European Investment Bank").concepts[0].phrases


def test_a_word_of_another_language_is_met_by_its_english_meaning() -> None:
    [concept] = asked("ciudadanos").concepts

    assert ("citizen",) in concept.phrases


def test_a_place_is_met_by_any_of_its_names() -> None:
    [concept] = asked("Dutch").concepts

    assert {("dutch",), ("netherland",), ("holland",)} <= set(concept.phrases)


def test_a_long_text_is_read_no_further_than_it_helps() -> None:
    many = " ".join(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(400))

    assert len(typed(many)) <= MOST_WORDS
    assert len(asked("mayor " * 40_000).text) == MOST_CHARACTERS


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("budget of anna.smith@example.org", "budget of"),
        ("ask <@U0ABCDEF> about streets", "ask about streets"),
        ("in <#C0ABC|planning> or <!here>", "in or"),
        ("@anna: streets?", "streets?"),
        ("see https://example.org/a/b?c=streets now", "see now"),
        ("see <https://example.org/x|the street page> now", "see the street page now"),
        ("mail <mailto:a@b.org|a@b.org>", "mail"),
        ("www.example.org and (www.example.org)", "and"),
        ("streets, R&D and 50% < 60%", "streets, R&D and 50% < 60%"),
    ],
)
def test_addresses_and_mentions_are_no_part_of_a_question(text: str, left: str) -> None:
    assert " ".join(without_addresses(text).split()) == left


@pytest.mark.parametrize(
    ("unit", "is_address"), [("a", False), ("<@", True), ("<https:", False), ("<https://x|", True)]
)
def test_a_run_of_half_addresses_goes_or_stays_whole_however_long(unit: str, is_address: bool) -> None:
    # Each of these made an earlier thought of a pattern look at every pair of characters, for minutes.
    text = unit * 50_000

    assert without_addresses(text) == (" " if is_address else text)


@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_be_understood(text: str) -> None:
    question = asked(without_addresses(text), SHIPPED)

    assert all(concept.phrases and concept.typed for concept in question.concepts)
    assert all(each.isascii() and each.isalnum() for c in question.concepts for p in c.phrases for each in p)


@pytest.mark.parametrize(
    ("text", "kind", "places"),
    [
        ("What did the Norwegians learn?", None, ["Norway"]),
        ("retos en Países Bajos", "challenge", ["Netherlands"]),
        ("examples from Korea and Canada", "example", ["South Korea", "Canada"]),
        ("challenges in the UK", "challenge", ["United Kingdom"]),
    ],
)
def test_the_shipped_lexicon_knows_the_worlds_countries(
    text: str, kind: str | None, places: list[str]
) -> None:
    question = asked(text, shipped_lexicon())

    assert question.kind == kind
    assert [place.country for place in question.places] == places


@pytest.mark.parametrize(
    ("text", "stands_for"),
    [
        *(("NGOs", "non-governmental organisation"), ("CSOs", "civil society organisation")),
        *(
            ("SMEs", "small business"),
            ("KPIs", "key performance indicator"),
            ("PPPs", "public-private partnership"),
        ),
        *(("ngos", "charity"), ("MOIPs", "mission-oriented innovation policies"), ("RCTs", "control group")),
        *(
            ("NDCs", "nationally determined contribution"),
            ("IPCEIs", "important project of common European interest"),
        ),
        *(
            ("MDBs", "multilateral development bank"),
            ("LEZs", "low emission zone"),
            ("TTOs", "technology transfer office"),
        ),
        *(
            ("NbS", "nature-based solution"),
            ("CBAM", "carbon border adjustment mechanism"),
            ("ToC", "theory of change"),
        ),
        *(
            ("UNFCCC", "United Nations Framework Convention on Climate Change"),
            ("DSA", "Digital Services Act"),
        ),
        *(("DG REGIO", "Directorate-General for Regional and Urban Policy"), ("GenAI", "generative AI")),
        *(("the IT strategy", "information technology"), ("what the WHO did", "World Health Organization")),
        *(
            ("vat and hr", "value added tax"),
            ("vat and hr", "human resources"),
            ("foi", "freedom of information"),
        ),
        *(("the UN's goals", "United Nations"), ("COPs", "conference of the parties")),
        *(
            ("MEAL plans", "monitoring, evaluation, accountability and learning"),
            ("STEM", "science, technology, engineering and mathematics"),
        ),
    ],
)
def test_an_acronym_is_met_by_what_it_stands_for_in_its_plural_too(text: str, stands_for: str) -> None:
    phrases = {phrase for concept in asked(text, shipped_lexicon()).concepts for phrase in concept.phrases}

    assert tuple(stems(stands_for)) in phrases


@pytest.mark.parametrize(
    "text",
    [
        *(
            "who did it",
            "a bit of a cap",
            "the stem of a plant",
            "school meals",
            "bids and tips",
            "cops",
            "a vet",
        ),
        *("WHO DID IT IN SWEDEN", "a steep slope", "capped", "tell us", "the era of the nap"),
    ],
)
def test_a_word_is_no_acronym_unless_it_alone_is_in_capitals(text: str) -> None:
    lexicon = shipped_lexicon()
    phrases = {phrase for concept in asked(text, lexicon).concepts for phrase in concept.phrases}

    assert not phrases & {phrase for long in lexicon.in_capitals.values() for phrase in long}


def test_a_name_is_not_met_by_a_pronoun() -> None:
    phrases = {
        phrase
        for text in ("information technology", "World Health Organization", "United States")
        for concept in asked(text, shipped_lexicon()).concepts
        for phrase in concept.phrases
    }

    assert not phrases & {("it",), ("who",)}
