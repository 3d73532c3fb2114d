"""A mistyped word to the word meant. Pure; leaves every word alone that is right, known or foreign."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.search.derivation import derived
from bot.words import tokens

# Likeness by Jaro and Winkler that a word one letter away needs, and one further away. Tuned on the misspellings
# of the codespell package whose right word the five notes use, and on the words of a dictionary that the notes
# lack: of these a sixth were mended at 0.80 throughout, and "teach" would become "tech" at less.
_LIKENESS, _LIKENESS_FURTHER = 0.88, 0.90
# A word the notes lack must be nearer: universty is no slip of universal.
_LIKENESS_OF_FURTHER, _LONG_ENOUGH = 0.95, 7
# A skeleton of fewer consonants is that of many words: cost, coast, cast. Further away it takes one more.
_FEWEST_CONSONANTS, _MOST_LONGER = 3, 3
_HYPHENED = re.compile(r"\w+(?:[-‐‑]\w+)*")
_PLAIN = re.compile(r"\w+")
_VOWELS = re.compile(r"[aeiouy]+")
_TWICE = re.compile(r"(.)\1+")


def correct(
    text: str,
    *,
    known: Callable[[str], bool],
    vocabulary: Callable[[], Sequence[str]],
    bold: bool,
    right: Container[str] = (),
    further: Sequence[str] = (),
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with its slips mended, and each slip with what it was read as.

    `known` says whether a folded word needs no mending; nor does one derived from the `right` words by rule.
    `vocabulary` stands in order of use; `further` words, which the notes lack, must be nearer. Not `bold`, where
    no word list guards the right words that the notes may lack, only the nearest slips of longer words are mended.
    """
    slips: dict[str, str] = {}
    joined = _joined(text, known)
    for word in dict.fromkeys(tokens(text)):
        if word.isalpha() and len(word) > 3 and not known(word) and word not in joined:
            meant = None if derived(word, right) else nearest(word, vocabulary(), bold=bold, further=further)
            if meant:
                slips[word] = meant
    mended: dict[str, str] = {}

    def mend(run: re.Match[str]) -> str:
        match tokens(run[0]):
            case [word] if word in slips:
                mended[word] = slips[word]
                return slips[word]
        return run[0]

    # As written first, for co-creaton is one word; then by its parts, for helth-holand is two.
    for written in (_HYPHENED, _PLAIN) if slips else ():
        text = written.sub(mend, text)
    return text, tuple(mended.items())


def _joined(text: str, known: Callable[[str], bool]) -> set[str]:
    """Words made of right words and a hyphen: e-voting is no slip of evolving."""
    runs = [run for run in _HYPHENED.findall(text) if len(tokens(run)) == 1]
    parts = {tokens(run)[0]: [word for part in _PLAIN.findall(run) for word in tokens(part)] for run in runs}
    return {
        word
        for word, of in parts.items()
        if len(of) > 1 and all(len(each) <= 3 or known(each) for each in of)
    }


def nearest(
    word: str, vocabulary: Sequence[str], *, bold: bool = True, further: Sequence[str] = ()
) -> str | None:
    """The word that a slip most likely meant; None where none is near enough."""
    most = 1 if not bold or len(word) <= 5 else 2 if len(word) <= 9 else 3
    if not bold and len(word) < 5:
        return None
    near = [each for each in _near(word, vocabulary, most) if _like(word, *each)]
    if len(word) >= _LONG_ENOUGH and not (near and min(near)[0] == 1):
        near += [each for each in _near(word, further, 1) if -each[1] >= _LIKENESS_OF_FURTHER]
    if near:
        return min(near)[2]
    return _same_consonants(word, vocabulary) if bold else None


def _near(word: str, vocabulary: Sequence[str], most: int) -> list[tuple[int, float, str]]:
    """The words at most so many letters away: how many, how unlike it is by Jaro and Winkler, and the word."""
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [(distance, -JaroWinkler.similarity(word, each), each) for each, distance, _ in found]


def _like(word: str, distance: int, unlikeness: float, other: str) -> bool:
    enough = _LIKENESS if distance == 1 else _LIKENESS_FURTHER
    return -unlikeness >= enough or (
        word[0] == other[0] and _skeleton(word) == _skeleton(other, _FEWEST_CONSONANTS)
    )


def _same_consonants(word: str, vocabulary: Sequence[str]) -> str | None:
    """The first word that has a slip's first letter and consonants: beaurocracy, bureaucracy."""
    if not (skeleton := _skeleton(word, _FEWEST_CONSONANTS + 1)):
        return None
    like = (each for each in vocabulary if each[0] == word[0] and abs(len(each) - len(word)) <= _MOST_LONGER)
    return next((each for each in like if _skeleton(each) == skeleton), None)


@lru_cache(maxsize=100_000)
def _skeleton(word: str, fewest: int = 0) -> str | None:
    """A word's consonants in order, a double one once; None where they are too few."""
    consonants = _TWICE.sub(r"\1", _VOWELS.sub("", word))
    return consonants if len(consonants) >= fewest else None
