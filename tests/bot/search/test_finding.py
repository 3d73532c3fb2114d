"""A question to hits: on two notes of the test's own, and on the notes we ship."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.casebook import Casebook
from bot.model import Found, Kind
from bot.search import finding
from bot.search.index import Index
from bot.search.language import Language
from tests.bot.library import LINK, indexed, language, opened, words

DRAWN = "Children drew their own streets."
GARDENS = "The parking places became gardens."
FORM = "Parents of ill children asked for one form."
SILOS = "Departments keep their silos."
BID = "Procurement rules reward the cheapest bid."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    return opened(indexed(tmp_path_factory.mktemp("small") / "index.db"))


def texts(found: Found) -> list[str]:
    return [hit.statement.text for hit in found.hits]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("children drawing streets", DRAWN),
        ("CHILDREN, streets!", DRAWN),
        ("ill parents", FORM),
        ("what happened to parking?", GARDENS),
        ("silo", SILOS),
        ("departments that stay in their silos", SILOS),
        ("gardens in Sweden", GARDENS),
        ("children in Norway", FORM),
        ("what did the Swedes do with children", DRAWN),
        ("cheapest bids in procurment", BID),
        ("gardns", GARDENS),
    ],
)
def test_a_question_finds_first(small: Casebook, question: str, first: str) -> None:
    assert texts(small.find(question))[0] == first


@pytest.mark.parametrize(
    ("question", "tier", "unmatched"),
    [
        ("children who drew streets", "confident", ()),
        ("cost of gardens", "closest", ("cost",)),
        ("gardens trellises", "closest", ("trellises",)),
        ("quantum cryptography", "nothing", ("quantum", "cryptography")),
        (
            "Grown-ups and quantum-safe rubber ducks",
            "nothing",
            ("grown-ups", "quantum-safe", "rubber", "ducks"),
        ),
        ("gardens that are children-led", "closest", ("led",)),  # half of it is met
        ("trellises for people on floor 3, by the 14th", "nothing", ("trellises",)),
        ("Has anybody put up trellises? Karl is on leave.", "nothing", ("trellises",)),
        ("A question for all of you? Trellises.", "nothing", ("trellises",)),
        ("", "nothing", ()),
        ("what is it?", "nothing", ()),
    ],
)
def test_how_sure_it_is_and_what_no_line_met(
    small: Casebook, question: str, tier: str, unmatched: tuple[str, ...]
) -> None:
    found = small.find(question)

    assert (found.tier, found.unmatched) == (tier, unmatched)


OFFICE = "Karl is back on Monday with the bunting and the invoices, and Ana sits in the annex until Thursday."


def test_of_a_message_only_what_its_question_asks_is_named(small: Casebook) -> None:
    found = small.find(f"{OFFICE} We met the farmers. Who has gardens on trellises?")

    assert found.unmatched == ("trellises",)
    assert set(found.question.words) <= {"met", "farmers", "gardens", "trellises"}


def test_of_a_message_that_leaves_much_open_no_word_is_named(small: Casebook) -> None:
    asks = "Who has bolted, welded, riveted or glued gardens on trellises?"
    short, long = small.find(asks), small.find(f"{OFFICE} {asks}")

    assert len(short.unmatched) > 4
    assert long.unmatched == ()


def test_slips_are_told_with_what_they_were_read_as(small: Casebook) -> None:
    assert small.find("gardns and silso").slips == (("gardns", "gardens"), ("silso", "silos"))
    assert small.find("gardens and silos").slips == ()


def test_a_word_of_another_language_is_no_slip_of_an_english_one_unless_it_is_long(shipped: Casebook) -> None:
    french = shipped.find("Qui a donné aux gens un rôle dans les projets ?")
    spanish = shipped.find("¿Qué han hecho los reguladores con sus datos?")

    assert french.slips == ()
    assert spanish.slips == (("reguladores", "regulators"),)


def test_words_of_another_language_are_told_with_what_they_were_read_as(small: Casebook) -> None:
    found = small.find("Wie entwerfen Kinder die Straßen?")

    assert found.understood == (("Kinder", "children"), ("Straßen", "street"))
    assert texts(found)[0] == DRAWN
    assert found.slips == ()
    assert small.find("children and streets").understood == ()


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("los niños en las calles", DRAWN),
        ("les enfants et les rues", DRAWN),
        ("barnen och gatorna", DRAWN),
        ("kinderen op straat", DRAWN),
        ("as crianças nas ruas", DRAWN),
        ("offentlige anskaffelser", BID),
        ("Beschaffungsregeln", BID),
        ("les règles des marchés publics", BID),
    ],
)
def test_a_question_in_another_language_finds_first(small: Casebook, question: str, first: str) -> None:
    assert texts(small.find(question))[0] == first


def test_the_question_is_kept_as_it_was_asked(small: Casebook) -> None:
    assert small.find("  Gardns?! ").question.text == "  Gardns?! "


def test_what_was_understood_comes_with_the_hits(small: Casebook) -> None:
    question = small.find("challenges of Swedish gardens and Norwegian forms").question

    assert (question.kind, question.countries) == ("challenge", ("Sweden", "Norway"))
    assert question.words == ("swedish", "gardens", "norwegian", "forms")


@pytest.mark.parametrize(
    ("question", "gist"),
    [
        ("CCS in Denmark", "CCS (carbon capture and storage) in Denmark"),
        ("is ccs tried", "is ccs (carbon capture and storage) tried"),
        ("NGOs and gardens", "NGOs (non-governmental organisation) and gardens"),
        ("tips for gardens", "tips for gardens"),
        ("silos", "silos"),
    ],
)
def test_an_acronym_that_no_note_uses_means_what_it_stands_for(
    tmp_path: Path, question: str, gist: str
) -> None:
    assert finding.gist(question, Index(indexed(tmp_path / "index.db")), language()) == gist


@pytest.mark.parametrize(
    ("given", "kind"), [(None, "challenge"), ("example", "example"), ("approach", "approach")]
)
def test_a_kind_that_is_given_wins_over_the_words(small: Casebook, given: Kind | None, kind: str) -> None:
    assert small.find("challenges of gardens", kind=given).question.kind == kind


def test_a_kind_asked_for_drops_nobody_of_another_kind(small: Casebook) -> None:
    assert set(texts(small.find("children streets"))) == set(
        texts(small.find("children streets", kind="challenge"))
    )


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("gardens in Porto Alegre", ("Porto Alegre",)),
        ("gardens in Finland", ("Finland",)),
        ("gardens in Sweden", ()),
        ("gardens in Stockholm", ("Stockholm",)),  # Sweden is there, this city is not
    ],
)
def test_places_no_note_knows_are_named(small: Casebook, question: str, places: tuple[str, ...]) -> None:
    found = small.find(question)

    assert found.question.unknown_places == places
    assert found.tier == ("nothing" if places else "confident")


def test_statements_of_a_country_are_found_without_naming_it(small: Casebook) -> None:
    assert FORM in texts(small.find("Norway"))
    assert {DRAWN, GARDENS} <= set(texts(small.find("Sweden")))


def test_addresses_and_mentions_are_not_searched_for(small: Casebook) -> None:
    plain = small.find("gardens")
    found = small.find("gardens <@U0SILOS> anna.silos@departments.example https://forms.example/parents")

    assert texts(found) == texts(plain)
    assert found.question.words == ("gardens",)
    assert found.unmatched == ()


def test_no_question_brings_more_than_fifty_hits(shipped: Casebook) -> None:
    found = shipped.find("mission innovation public sector government challenges citizens policy approach")

    assert len(found.hits) == 50
    assert len({hit.statement.id for hit in found.hits}) == 50


def test_hits_stand_best_first_and_say_what_they_meet(small: Casebook) -> None:
    hits = small.find("children streets gardens").hits

    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].met == {"children", "streets"}
    assert all(0 <= hit.coverage <= 1 for hit in hits)


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("vinnova", "Vinnova"),
        ("what did vinova do?", "Vinnova"),
        ("what did Health Holland do on ageing", "Health Holland"),
        ("Vinnova and The Street", "Vinnova"),
        ("tell me about The Street", "The Street"),
        ("mission starfish", "Mission Starfish"),
        ("what is tried for oceans and waters", "Mission Starfish"),
        ("did Engineering X help", "Royal Academy of Engineering"),
        ("what did Finland do", None),
        ("who designed the streets", None),
        ("engage citizens", None),
    ],
)
def test_a_case_is_understood_from_its_name(shipped: Casebook, question: str, case: str | None) -> None:
    found = shipped.find(question).question.case

    assert found == case if question != "Vinnova and The Street" else found in ("Vinnova", "The Street")


@pytest.mark.parametrize(
    ("question", "note", "raw"),
    [
        (
            "children designing streets",
            "cocreation_and_stakeholder_engagement_in_mission_setting",
            "01:16:27",
        ),
        (
            "hackers in city hall",
            "integrating_missionoriented_approaches_in_government_and_policymaking",
            None,
        ),
        ("regulatory greenhouses", "collaboration_between_governments_and_citizens", None),
        ("mission washing", "missions_and_public_sector_innovation", "01:16:18"),
        ("unborn generations", "missions_and_public_sector_innovation", "01:05:40"),
        ("seriously ill children", "missions_and_public_sector_innovation", "00:18:12"),
    ],
)
def test_the_shipped_notes_answer(
    shipped: Casebook, question: str, note: str | None, raw: str | None
) -> None:
    found = shipped.find(question)

    assert found.tier != "nothing"
    assert note is None or any(hit.statement.citation.note == note for hit in found.hits[:3])
    assert raw is None or any(
        each.raw == raw for hit in found.hits[:3] for each in hit.statement.citation.seconds
    )


def test_without_a_word_list_the_search_stands_and_mends_less(tmp_path: Path) -> None:
    index = indexed(tmp_path / "index.db")
    bare = Casebook(index, Language(words()), LINK)

    assert bare.find("gardns").slips == (("gardns", "gardens"),)
    assert bare.find("gradnes").slips == ()
    assert texts(bare.find("silos"))[0] == SILOS


@pytest.mark.parametrize("question", ["vinnova", "helth holand", "ciudadanos", "norwegain life events"])
def test_names_slips_and_other_languages_are_answered_with_confidence(
    shipped: Casebook, question: str
) -> None:
    assert shipped.find(question).tier == "confident"


def test_a_process_with_another_hash_seed_answers_the_same(seeds_by_words: Path) -> None:
    asked = ["ask", "citizens designing streets", "--index", str(seeds_by_words)]
    told = {
        subprocess.run(
            [sys.executable, "-m", "bot", *asked],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(told) == 1


def test_a_question_is_answered_from_an_index_alone(tmp_path: Path) -> None:
    found = finding.find("silos", Index(indexed(tmp_path / "i.db")), language())

    assert texts(found) == [SILOS]


# --- names nobody knows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("silos at Blorptech", ("Blorptech",)),
        ("did ZQX try gardens", ("ZQX",)),
        ("silos at blorptech", ()),  # in small letters it may be a word we do not know
        ("Blorptech silos", ()),  # the first word of a sentence is written large anyhow
        ("silos at Vinnova", ()),
        ("Gardens and Parking in Sweden", ()),
        ("we have silos. " * 8 + "Blorptech sells us a tool", ()),  # a long text names things in passing
    ],
)
def test_a_name_that_no_note_has_is_told_and_means_nothing(
    tmp_path: Path, text: str, unknown: tuple[str, ...]
) -> None:
    found = opened(indexed(tmp_path / "i.db")).find(text)

    assert found.question.unknown_places == unknown
    assert found.tier == "nothing" if unknown else True
