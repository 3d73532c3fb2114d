"""Text to words: folding, tokens and stems, the same for notes and questions. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

import Stemmer

# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "’": "'", "‘": "'", "ʼ": "'"}
)
# How people write the same letters where a keyboard lacks them: Malmoe, Koebenhavn, Aalesund.
_WRITTEN_OUT = str.maketrans(
    {
        "ä": "ae",
        "Ä": "Ae",
        "ö": "oe",
        "Ö": "Oe",
        "ü": "ue",
        "Ü": "Ue",
        "ø": "oe",
        "Ø": "Oe",
        "å": "aa",
        "Å": "Aa",
    }
)
# I'll and we're say no more than I and we; "ill" says something.
_CONTRACTION = re.compile(r"(?<=[a-z])'(?:ll|ve|re|d|m)\b")
# French and Italian run a small word into the next: l'innovation is innovation.
_ELISION = re.compile(r"\b(?:l|d|qu|jusqu|s|n|c|j|m)'(?=[a-z]{2})")
_WORD = re.compile(r"[a-z0-9]+")
_POSSESSIVE = re.compile(r"(?<=[a-z0-9])'s\b|(?<=s)'(?=\W|$)")
# "R&D" is one word to everybody but a tokenizer.
_AMPERSAND = re.compile(r"\b([a-z])&(?:amp;)?([a-z])\b")
# co-creation, cocreation and co creation are one word; so are e-mail and email.
_PREFIX = re.compile(r"\b(co|e|re|pre|de|anti|inter)[-‐‑]+(?=[a-z])")
_CO = re.compile(r"\bco (?=(?:creat|design|produc|ordinat|operat|govern|benefit|own)\w)")

# A number longer than any character's. Python raises ValueError for one of more than 4,300 digits.
_NO_CHARACTER = re.compile(r"&#\d{10,};?")


def fold(text: str) -> str:
    """Lower case without accents, spaces single: "Malmö  Stad" is "malmo stad"."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def printable(text: str) -> str:
    """The text on one line without what nobody sees: a sign that turns the writing round makes a name look another."""
    return " ".join("".join(filter(str.isprintable, " ".join(text.split()))).split())


def unescaped(text: str) -> str:
    """The text with HTML's escapes as the characters they stand for; a number that is no character's is U+FFFD."""
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text))


def spellings(word: str) -> tuple[str, ...]:
    """A word folded, and again with ä, ö, ü, ø and å written out where it has them: "malmo", "malmoe"."""
    return tuple(dict.fromkeys((fold(word), fold(word.translate(_WRITTEN_OUT)))))


def tokens(text: str) -> list[str]:
    """The words of a text, folded, in order. "R&D's co-creation" is ["rd", "cocreation"]."""
    folded = fold(text)
    # A single word has nothing to join or part, and nearly all of the lexicon is single words.
    if folded.isascii() and folded.isalnum():
        return [folded]
    if "'" in folded:
        folded = _CONTRACTION.sub("", _POSSESSIVE.sub("", folded))
        folded = _ELISION.sub(" ", folded).replace("'", "")
    if "&" in folded:
        folded = _AMPERSAND.sub(r"\1\2", folded)
    return _WORD.findall(_CO.sub("co", _PREFIX.sub(r"\1", folded)))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Porter stem of a folded word; words with digits stay whole."""
    if len(word) < 3 or not word.isalpha():
        return word
    # One of its own: two threads may not use a stemmer at once, and what was stemmed is remembered here.
    stemmed: str = Stemmer.Stemmer("porter", 0).stemWord(word)
    return stemmed


def singular(word: str) -> str:
    """A folded word without the ending of its plural: labs, juries and sandboxes are lab, jury and sandbox."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("xes", "ches", "shes", "sses")) else word[:-1]


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(word) for word in tokens(text)]
