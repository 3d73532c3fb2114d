"""A question in another language is read in English words. The questions were written before the tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.search import languages
from bot.search.language import word_list
from bot.search.questions import Asked, understand
from bot.shipped import shipped_lexicon
from bot.words import stem, tokens

# A question, and the English words that a reader of both languages expects of it.
QUESTIONS: list[tuple[str, str]] = [
    # Spanish
    ("¿Cómo participan los ciudadanos en el diseño de las calles?", "citizens participate design streets"),
    (
        "¿Qué obstáculos encontraron los ayuntamientos con la contratación pública?",
        "municipalities procurement",
    ),
    ("¿Quién financia la investigación sobre el envejecimiento de la población?", "fund research ageing"),
    (
        "ejemplos de políticas de vivienda social en barrios vulnerables",
        "policies social housing neighbourhoods",
    ),
    ("gobernanza colaborativa y rendición de cuentas", "governance collaborative accountability"),
    # French
    (
        "Comment les villes associent-elles les habitants à l'adaptation climatique ?",
        "cities residents adaptation climate",
    ),
    (
        "Quels sont les freins à l'innovation dans les administrations publiques ?",
        "barriers innovation administrations public",
    ),
    ("marchés publics et petites entreprises", "procurement small business"),
    (
        "Qui a évalué l'impact des expérimentations dans les écoles ?",
        "evaluated impact experimentation schools",
    ),
    ("le vieillissement de la population et les soins à domicile", "ageing population care"),
    # German
    ("Wie beteiligt man Bürgerinnen und Bürger an der Stadtplanung?", "involve citizens city planning"),
    ("Klimaneutralität bis 2030: Welche Städte haben ein klares Ziel?", "climate neutrality cities goal"),
    ("Buergerbeteiligung bei Strassenprojekten", "citizen participation street projects"),
    ("Warum scheitern Verwaltungen an der Digitalisierung?", "fail administrations digitalisation"),
    ("Innovationsförderung für kleine Unternehmen", "innovation funding small companies"),
    ("Beispiele für Risikobereitschaft in Ministerien", "risk ministries"),
    # Portuguese
    ("Quais são os obstáculos à inovação na administração pública?", "innovation administration public"),
    ("Como envolver os moradores no planejamento dos bairros?", "involve residents planning neighbourhoods"),
    ("experiências de saúde mental nas escolas", "mental health schools"),
    ("financiamento de longo prazo para a transição energética", "funding long-term transition energy"),
    ("confiança dos cidadãos no governo", "trust citizens government"),
    # Dutch
    (
        "Hoe betrekken gemeenten hun inwoners bij de energietransitie?",
        "involve municipalities residents energy transition",
    ),
    ("Welke belemmeringen zijn er bij innovatief aanbesteden?", "innovative procurement"),
    ("samenwerking tussen ministeries en het bedrijfsleven", "collaboration ministries business"),
    ("voorbeelden van burgerparticipatie in wijken", "citizen participation neighbourhoods"),
    ("duurzame landbouw en stikstofuitstoot", "sustainable agriculture nitrogen emissions"),
    # Swedish
    ("Hur löser man samhällsutmaningar tillsammans med medborgarna?", "solve societal challenges citizens"),
    ("Vilka myndigheter arbetar med klimatomställning?", "authorities work climate transition"),
    ("offentlig upphandling som hinder för innovation", "public procurement barrier innovation"),
    ("barn som ritar om sina gator och skolgårdar", "children streets"),
    # Norwegian
    (
        "Hvordan kan kommunene måle effekten av innovasjonsprosjekter?",
        "municipalities measure effect innovation projects",
    ),
    ("Hva lærte departementene av livshendelser som arbeidsmåte?", "learn ministries life events"),
    (
        "bærekraftig byutvikling og innbyggermedvirkning",
        "sustainable city development resident participation",
    ),
    ("samfunnsoppdrag og tverrsektorielt samarbeid", "mission cross-sector collaboration"),
    # Danish
    ("Hvordan får man borgerne med i grøn omstilling?", "citizens green transition"),
    ("eksperimenter med velfærdsteknologi i ældreplejen", "experiments welfare technology elderly care"),
    (
        "partnerskaber mellem virksomheder og universiteter om sundhed",
        "partnerships companies universities health",
    ),
    ("udfordringer med finansiering af forskning", "funding research"),
    # Finnish
    ("Miten kaupungit ottavat asukkaat mukaan ilmastotyöhön?", "cities residents climate work"),
    ("kokeilut ja kokeilukulttuuri julkisella sektorilla", "experiments culture public sector"),
]


def asked(text: str) -> Asked:
    return understand(text, shipped_lexicon(), word_list())


def met(question: Asked) -> set[str]:
    """The stems that would meet what is asked, by the words first in line, no synonyms; and those of its kind."""
    kinds = {"barriers", "barrier"} if question.kind == "challenge" else set[str]()
    return {each for concept in question.concepts for each in concept.phrases[0]} | {
        stem(each) for each in kinds
    }


def test_there_are_forty_questions() -> None:
    assert len(QUESTIONS) == 40


@pytest.mark.parametrize(("text", "expected"), QUESTIONS)
def test_a_question_in_another_language_is_understood(text: str, expected: str) -> None:
    wanted = {stem(word) for word in tokens(expected)}

    assert wanted <= met(asked(text))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie beteiligt man Bürger an der Planung?", "German"),
        ("les villes et l'eau", "French"),
        ("políticas de vivienda", "Spanish"),
        ("a confiança dos cidadãos", "Portuguese"),
        ("vilka städer har mål", "Swedish"),
        ("hvad gør kommunerne", "Danish"),
        ("hva gjør kommunene", "Norwegian"),
        ("mitä kaupungit tekevät", "Finnish"),
        ("wat doen de gemeenten", "Dutch"),
        ("what did the Dutch do on ageing", None),
        ("what did la Caixa and de Blasio do in Rio de Janeiro", None),
        ("men and women who die in car accidents", None),
        ("Bürger", "German"),  # no English word is written so
        ("burger", None),
        ("", None),
    ],
)
def test_a_language_is_told_by_its_small_words(text: str, language: str | None) -> None:
    accented = {word for run in text.split() if not run.isascii() for word in tokens(run)}
    found = languages.spoken(tokens(text), shipped_lexicon(), accented)

    assert (found.name if found else None) == language


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("vieillissement", "ageing"),
        ("klimaneutralitat", "climate neutrality"),
        ("klimaneutralitaet", "climate neutrality"),  # as it is typed where a keyboard lacks ä
        ("samhallsutmaningar", "societal challenge"),
        ("burgerbeteiligung", "citizen participation"),
        ("energietransitie", "energy transition"),
        ("kapitalismus", "capitalism"),
        ("nationalisme", "nationalism"),
        ("medborgarna", "citizen"),
        ("mayor", ""),
        ("pays", ""),
        ("street", ""),
        ("landscape", ""),
        ("payers", ""),
        ("conditioner", ""),
        ("planets", ""),
        ("2030", ""),
    ],
)
def test_a_word_alone_is_read_where_it_can_be_no_english_one(word: str, english: str) -> None:
    assert " ".join(languages.english(word, shipped_lexicon(), right=word_list())[:1]) == english


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("quel est le rôle des pays", ["country"]),
        ("el mayor reto de la ciudad", ["older people", "city"]),
        ("pays", ["pays"]),
        ("the mayor", ["mayor"]),
        ("Die Stadt und das Land", ["city", "country"]),
        ("cities that die", ["cities", "die"]),
    ],
)
def test_a_word_that_is_english_too_is_read_by_the_words_around_it(text: str, words: list[str]) -> None:
    found = [concept.typed for concept in asked(text).concepts]

    assert set(words) <= set(found)


def test_no_common_english_word_is_read_as_another_languages() -> None:
    lexicon, right = shipped_lexicon(), word_list()
    common = [word for word, rank in right.items() if rank < 5000 and word not in lexicon.stop_words]
    read = {word: languages.english(word, lexicon, right=right) for word in common}

    # Many words of the list are names of things elsewhere: stadt, rue, ciudad. These are English.
    assert not {word for word, meant in read.items() if meant and word in _ENGLISH}


def test_an_english_word_alone_means_no_other(seeds_by_words: Path) -> None:
    lexicon, right = shipped_lexicon(), word_list()
    # What the shipped notes say, which are English, and what notes like them say.
    with closing(sqlite3.connect(seeds_by_words)) as index:
        said = [word for (word,) in index.execute("SELECT word FROM surface")]
    said += ["gatekeepers", "equitable", "allocation", "audit", "eid"]
    read = {word: languages.english(word, lexicon, right=right) for word in said}
    other = {word: meant[0] for word, meant in read.items() if meant and stem(meant[0]) != stem(word)}

    assert other == {"cocreation": "co-creation", "codesign": "co-design"}


_WORDS = """
    actor art bank barn born burger car commune cadre chat date delta die fond formation gate genre gift hat land lag
    lose mad male mark marked mat mayor mere meta men mod note pays plane plant rat real red route rue sol solo stat
    taller tester valor war wet will
"""
_ENGLISH = frozenset(_WORDS.split())


@pytest.mark.parametrize(
    "text",
    [
        "Guten Tag zusammen, wer hat Kinder beteiligt? Viele Grüße",
        "Buenos días, ¿quién trabaja con niños? Saludos",
        "Chers collègues, qui travaille avec des enfants ? Cordialement",
        "Bom dia colegas, quem trabalha com crianças? Cumprimentos",
        "Goedemorgen allemaal, wie werkt er met kinderen? Groeten",
        "Hej kollegor, vem arbetar med barn? Vänliga hälsningar",
    ],
)
def test_who_greets_asks_for_nothing_more(text: str) -> None:
    assert "children" in met(asked(text))
    assert len(asked(text).topics) <= 2  # the children, and working


def test_what_was_understood_is_told_as_it_was_typed() -> None:
    found = asked("Wie beteiligt man Bürgerinnen an der Stadtplanung, und was machen die Schulen?")

    assert found.understood == (
        ("beteiligt", "involve"),
        ("Bürgerinnen", "citizen"),
        ("Stadtplanung", "city planning"),
        ("Schulen", "school"),
    )


def test_no_more_than_eight_words_are_told_and_none_that_is_the_same_in_english() -> None:
    many = "Wasser, Schule, Gesundheit, Steuer, Bürger, Stadt, Straße, Verkehr, Umwelt, Arbeit und Innovation"

    assert len(asked(many).understood) == 8
    assert asked("die Innovation der Region").understood == ()


def test_the_gist_of_a_question_in_another_language_is_english() -> None:
    assert asked("Comment les villes de Suède associent-elles les habitants ?").gist == (
        "city Sweden involve resident"
    )


def test_an_english_sentence_with_words_that_another_language_has_too_stays_as_it_was_typed() -> None:
    text = "We're about to plan a public innovation programme. Isn't that the minister's idea?"

    assert asked(text).gist == text
    assert asked(text).understood == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wie überzeugt man die Abteilungen?", ["convince", "department"]),
        ("hur mäter andra nyttan av sina uppdrag", ["measure", "benefit", "mission"]),
        ("¿Quién ha contratado a un gerente para el edificio?", ["contract", "manager", "building"]),
        ("qui a fait participer les voisins ?", ["participate", "neighbour"]),
        # Words that English has as well, below the endings of their language.
        ("hvem bestemmer over budgettet i kommunen", ["budget", "municipality"]),
        ("hvem har printeren i kommunen", ["printer", "municipality"]),
    ],
)
def test_everyday_words_of_an_office_are_understood(text: str, words: list[str]) -> None:
    wanted = {stem(each) for word in words for each in tokens(word)}

    assert wanted <= met(asked(text))


def test_a_saying_of_another_language_is_one_thing() -> None:
    assert [concept.typed for concept in asked("personnes âgées").concepts] == ["older people"]


def test_a_language_does_not_take_a_name_apart() -> None:
    [concept] = asked("Laboratorio de Gobierno").concepts

    assert concept.typed == "laboratorio de gobierno"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Vilka exempel finns i Norge?", ["Norway"]),  # finns is "there are"
        ("What the Finns did", ["Finland"]),
        ("Beispiele aus Koeln und Malmoe", ["Köln", "Malmö"]),
    ],
)
def test_places_are_named_in_any_language(text: str, places: list[str]) -> None:
    assert [place.name for place in asked(text).places] == places


@pytest.mark.parametrize(
    "text", ["stadt", "Bürgerbeteiligung", "Malmö", "pays", "plans for schools", "x" * 300]
)
def test_without_a_word_list_only_listed_words_are_read(text: str) -> None:
    bare = understand(text, shipped_lexicon())

    assert [meant for _, meant in bare.understood] == (
        {"stadt": ["city"], "Bürgerbeteiligung": ["citizen participation"]}.get(text, [])
    )


@pytest.mark.parametrize("right", [word_list(), {}], ids=["with a word list", "without"])
@pytest.mark.parametrize(
    ("english", "text"),
    [
        (True, "Every child in Gipuzkoa speaks Basque at school by 2040."),
        (True, "Zero waste Copenhagen"),
        (True, "Rotterdam Zwolle Groningen"),
        (True, ""),
        (False, "D'ici 2030, chaque enfant de Lyon mange un repas par jour."),
        (False, "Vuoteen 2030 mennessä jokainen lapsi osaa uida ja nauttii vedestä."),
        (False, "К 2030 году каждый ребёнок умеет плавать"),
        (False, "2030年までに、すべての子どもが"),
    ],
)
def test_a_text_is_english(text: str, english: bool, right: dict[str, int]) -> None:
    assert languages.in_english(text, shipped_lexicon(), right) is english
