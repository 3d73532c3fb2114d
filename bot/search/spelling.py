"""A mistyped word to the word meant. Pure; leaves every word alone that is right, known or foreign."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.search.derivation import derived
from bot.search.reading import MOST_WORDS
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

# How many letters a word is away, how unlike it is by Jaro and Winkler, and the word.
_Near = tuple[int, float, str]


class Vocabulary:
    """Words that a slip may mean, each with how often it is used.

    Words of one length are compared together, fastest where they also lie together in memory: given in that order.
    """

    def __init__(self, uses: Mapping[str, int]) -> None:
        self._uses = uses
        self._of_length: dict[int, list[str]] = {}
        for word in uses:
            self._of_length.setdefault(len(word), []).append(word)
        # By first letter, then by consonants; made for a letter when it is first asked for.
        self._skeletons: dict[str, dict[str, list[str]]] = {}

    def near(self, word: str, most: int) -> list[_Near]:
        """The words at most so many letters away."""
        return [
            (distance, -JaroWinkler.similarity(word, each), each)
            for length in range(len(word) - most, len(word) + most + 1)
            for each, distance, _ in process.extract(
                word, self._of_length.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=None
            )
        ]

    def alike(self, word: str) -> str | None:
        """The most used word that has a slip's first letter and consonants: beaurocracy, bureaucracy."""
        if not (skeleton := _skeleton(word, _FEWEST_CONSONANTS + 1)):
            return None
        if word[0] not in self._skeletons:
            self._skeletons[word[0]] = self._beginning(word[0])
        like = self._skeletons[word[0]].get(skeleton, ())
        return next((each for each in like if abs(len(each) - len(word)) <= _MOST_LONGER), None)

    def _beginning(self, letter: str) -> dict[str, list[str]]:
        words = [each for each in self._uses if each[0] == letter]
        found: dict[str, list[str]] = {}
        for each in sorted(words, key=lambda each: (-self._uses[each], each)):
            if skeleton := _skeleton(each, _FEWEST_CONSONANTS + 1):
                found.setdefault(skeleton, []).append(each)
        return found


@lru_cache(maxsize=8)
def vocabulary(words: tuple[str, ...]) -> Vocabulary:
    """Words that a slip may mean, the likeliest first."""
    return Vocabulary({word: -at for at, word in enumerate(words)})


def correct(
    text: str,
    *,
    known: Callable[[str], bool],
    vocabularies: Callable[[], Sequence[Vocabulary]],
    bold: bool,
    right: Container[str] = (),
    further: Callable[[], Sequence[Vocabulary]] = tuple,
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with its slips mended, and each slip with what it was read as.

    Only words that are read are mended. `known` says whether a folded word needs no mending; nor does one derived
    from the `right` words by rule. Of the `vocabularies` the first is the more used; `further` words, which the
    notes lack, must be nearer. Not `bold`, where no word list guards the right words that the notes may lack, only
    the nearest slips of longer words are mended.
    """
    slips: dict[str, str] = {}
    joined = _joined(text, known)
    for word in dict.fromkeys(tokens(text)[:MOST_WORDS]):
        if word.isalpha() and len(word) > 3 and not known(word) and word not in joined:
            meant = (
                None if derived(word, right) else nearest(word, *vocabularies(), bold=bold, further=further())
            )
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
    word: str, *vocabularies: Vocabulary, bold: bool = True, further: Sequence[Vocabulary] = ()
) -> str | None:
    """The word that a slip most likely meant; None where none is near enough."""
    most = 1 if not bold or len(word) <= 5 else 2 if len(word) <= 9 else 3
    if not bold and len(word) < 5:
        return None
    near = [each for words in vocabularies for each in words.near(word, most) if _like(word, *each)]
    if len(word) >= _LONG_ENOUGH and not (near and min(near)[0] == 1):
        about = (each for words in further for each in words.near(word, 1))
        near += [each for each in about if -each[1] >= _LIKENESS_OF_FURTHER]
    if near:
        return min(near)[2]
    return next(filter(None, (words.alike(word) for words in vocabularies)), None) if bold else None


def _like(word: str, distance: int, unlikeness: float, other: str) -> bool:
    enough = _LIKENESS if distance == 1 else _LIKENESS_FURTHER
    return -unlikeness >= enough or (
        word[0] == other[0] and _skeleton(word) == _skeleton(other, _FEWEST_CONSONANTS)
    )


@lru_cache(maxsize=100_000)
def _skeleton(word: str, fewest: int = 0) -> str | None:
    """A word's consonants in order, a double one once; None where they are too few."""
    consonants = _TWICE.sub(r"\1", _VOWELS.sub("", word))
    return consonants if len(consonants) >= fewest else None
