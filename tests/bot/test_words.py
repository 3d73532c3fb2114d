"""Text becomes the same words in notes and in questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot import words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Malmö  Stad", "malmo stad"),
        ("ŁÓDŹ", "lodz"),
        ("Køge\tStraße", "koge strasse"),
        ("Ærø", "aero"),
        ("São Paulo", "sao paulo"),
        ("İstanbul", "istanbul"),
        ("ﬁnance", "finance"),
        ("the city’s", "the city's"),
        ("", ""),
    ],
)
def test_a_text_is_folded(text: str, folded: str) -> None:
    assert words.fold(text) == folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("R&amp;D &lt;now&gt;", "R&D <now>"),
        ("caf&#233; caf&#xe9;", "café café"),
        ("a&#1234567890;b", "a\ufffdb"),
        (f"a &#{'1' * 9_000} b", "a \ufffd b"),
        (f"a &#{'0' * 9_000}; b", "a \ufffd b"),
        (f"a &#x{'f' * 9_000}; b", "a \ufffd b"),
    ],
    ids=["names", "numbers", "no character's", "without end", "noughts", "hexadecimal"],
)
def test_what_html_escapes_is_read_as_the_characters_meant(text: str, plain: str) -> None:
    assert words.unescaped(text) == plain


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("R&D", ["rd"]),  # and not two letters
        ("R&amp;D's cost", ["rd", "cost"]),
        ("Marks & Spencer", ["marks", "spencer"]),
        ("co-creation cocreation co creation", ["cocreation"] * 3),
        ("e-mail re-use pre-bunking", ["email", "reuse", "prebunking"]),
        ("mission-oriented", ["mission", "oriented"]),
        ("Sweden's citizens' streets", ["sweden", "citizens", "streets"]),
        ("Sweden’s", ["sweden"]),
        ("don't", ["dont"]),
        ("I'll say we're here and they've gone", ["i", "say", "we", "here", "and", "they", "gone"]),
        ("ill", ["ill"]),
        ("l'innovation d’une école", ["innovation", "une", "ecole"]),
        ("qu'est-ce", ["est", "ce"]),
        ("N'Djamena", ["djamena"]),
        ("o'clock", ["oclock"]),
        ("COVID-19, 2021!", ["covid", "19", "2021"]),
        ("co 2", ["co", "2"]),
        ("co workers", ["co", "workers"]),
        ("Malmö", ["malmo"]),
        ("…", []),
    ],
)
def test_a_text_has_words(text: str, tokens: list[str]) -> None:
    assert words.tokens(text) == tokens


@pytest.mark.parametrize(
    ("word", "spellings"),
    [
        ("Malmö", ("malmo", "malmoe")),
        ("København", ("kobenhavn", "koebenhavn")),
        ("Ålesund", ("alesund", "aalesund")),
        ("Bürger", ("burger", "buerger")),
        ("Ærø", ("aero", "aeroe")),
        ("Straße", ("strasse",)),
        ("street", ("street",)),
    ],
)
def test_letters_that_a_keyboard_lacks_are_written_in_two_ways(word: str, spellings: tuple[str, ...]) -> None:
    assert words.spellings(word) == spellings


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("streets", "street"),
        ("cities", "citi"),
        ("covid19", "covid19"),
        ("eu", "eu"),
        ("as", "as"),
        ("2021", "2021"),
    ],
)
def test_a_word_has_a_stem(word: str, stem: str) -> None:
    assert words.stem(word) == stem


def test_the_stems_of_a_text_stand_in_order() -> None:
    assert words.stems("Designing the city's streets") == ["design", "the", "citi", "street"]


@given(some.text(max_size=40))
def test_words_are_plain_and_folding_twice_is_folding_once(text: str) -> None:
    once = words.fold(text)

    assert words.fold(once) == once
    assert all(token.isascii() and token.isalnum() and token == token.lower() for token in words.tokens(text))


@given(some.text(alphabet="abc XYZ'é-&", max_size=30))
def test_case_makes_no_difference(text: str) -> None:
    assert words.tokens(text.upper()) == words.tokens(text.lower())
