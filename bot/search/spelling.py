"""A mistyped word to the word meant. Pure; leaves every word alone that is right, known or foreign."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA, JaroWinkler

from bot.words import tokens

# From the spelling experiments on the five notes: wider lets "teach" become "tech".
_LIKENESS = 0.80
_HYPHENED = re.compile(r"\w+(?:[-‐‑]\w+)*")
_PLAIN = re.compile(r"\w+")


def correct(
    text: str, *, known: Callable[[str], bool], vocabulary: Callable[[], Sequence[str]], bold: bool
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with its slips mended, and each slip with what it was read as.

    `known` says whether a folded word needs no mending. Not `bold`, where no word list guards the right words
    that the notes may lack, only the nearest slips of longer words are mended.
    """
    slips: dict[str, str] = {}
    joined = _joined(text, known)
    for word in dict.fromkeys(tokens(text)):
        if word.isalpha() and len(word) > 3 and not known(word) and word not in joined:
            meant = nearest(word, vocabulary(), bold=bold)
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


def nearest(word: str, vocabulary: Sequence[str], *, bold: bool = True) -> str | None:
    """The word of the vocabulary that a slip most likely meant; None where none is near enough."""
    most = 1 if not bold or len(word) <= 5 else 2 if len(word) <= 9 else 3
    if not bold and len(word) < 5:
        return None
    near = [
        (distance, -JaroWinkler.similarity(word, each), each)
        for each in vocabulary
        if abs(len(each) - len(word)) <= most
        and (distance := OSA.distance(word, each, score_cutoff=most)) <= most
    ]
    near = [each for each in near if -each[1] >= _LIKENESS]
    return min(near)[2] if near else None
