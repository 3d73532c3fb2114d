"""Which statements answer a question best. Pure; words met, meaning, facets."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.lexicon import Phrase
from bot.model import Kind
from bot.search.questions import Asked, Concept

# Weights of what speaks for a statement, tuned together on 230 labelled questions over 5 and 191 notes: the words it
# meets, the index's own score, its meaning, and its words one by one in their context; then country and kind.
_WORDS, _INDEX, _LIKENESS, _WORDING = 0.8, 0.25, 2.75, 2.0
_COUNTRY, _KIND = 0.5, 0.35
# The index's score makes a rare synonym weigh more than the word typed: beyond this it says no more.
_MOST_OF_INDEX = 1.5
# An item of a list answers nearly as well as the line that opens the list.
_OF_ITS_LIST = 0.5
# So many of the best are read word by word, which costs more than all the rest.
_READ_CLOSELY = 60

# Weights of a statement's own words, its leads, its headings and its list's introduction, heaviest first.
_FIELDS = (1.0, 1.0, 0.8, 0.5)
_OTHER_WORDS = 0.85  # met by a synonym, not by the word typed
# A long question is judged by the words that carry it.
_RAREST = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement the index offers, by number: its kind and country, its fields as stems between spaces, the
    index's own score (more is better), and how near its meaning is to the question's (-1 to 1; 0 where unknown).
    """

    number: int
    kind: Kind
    country: str | None
    fields: tuple[str, str, str, str]
    bm25: float
    likeness: float = 0.0
    whole: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # Most needles stand nowhere: one look at the whole spares four at its fields.
        object.__setattr__(self, "whole", "\n".join(self.fields))


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a candidate fits: see Hit."""

    number: int
    score: float
    coverage: float
    met: frozenset[str]


def rank(
    asked: Asked,
    candidates: Sequence[Candidate],
    idf: Callable[[Concept], float],
    wording: Callable[[Sequence[int]], Sequence[float]] | None = None,
) -> tuple[Fit, ...]:
    """How well each candidate fits, best first; equal ones keep the notes' order.

    `wording` says how well some statements, by number, have words for the words asked, 0 to 1.
    """
    weights = {concept.typed: idf(concept) for concept in asked.concepts}
    best = max((candidate.bm25 for candidate in candidates), default=0.0) or 1.0
    carrying = _carrying(asked.concepts, weights)
    mass = sum(weights[word] for word in carrying) or 1.0
    fits = [_fit(asked, candidate, weights, carrying, mass, best) for candidate in candidates]
    if wording:
        fits = _read_closely(fits, wording)
    fits = _with_their_lists(fits, candidates)
    return tuple(sorted(fits, key=lambda fit: -fit.score))


def _fit(
    asked: Asked,
    candidate: Candidate,
    weights: Mapping[str, float],
    carrying: Sequence[str],
    mass: float,
    best: float,
) -> Fit:
    met = {concept.typed: strength(concept, candidate) for concept in asked.concepts}
    words = sum(weights[word] * met[word] for word in carrying) / mass
    facets = _COUNTRY * any(place.country == candidate.country for place in asked.places)
    facets += _KIND * (asked.kind == candidate.kind)
    index = _INDEX * min(candidate.bm25 / mass, _MOST_OF_INDEX) + 0.02 * candidate.bm25 / best
    score = _WORDS * words + index + _LIKENESS * candidate.likeness + facets
    found = frozenset(c.typed for c in asked.concepts if met[c.typed] or _in_place(c, candidate))
    return Fit(candidate.number, score, coverage(asked, found, weights), found)


def _read_closely(fits: list[Fit], wording: Callable[[Sequence[int]], Sequence[float]]) -> list[Fit]:
    """The fits with the best of them read word by word; the others are no better than the worst of those."""
    order = sorted(fits, key=lambda fit: -fit.score)
    near, far = order[:_READ_CLOSELY], order[_READ_CLOSELY:]
    read = wording([fit.number for fit in near])
    closely = [replace(fit, score=fit.score + _WORDING * each) for fit, each in zip(near, read, strict=True)]
    least = min((float(each) for each in read), default=0.0)
    both = [*closely, *(replace(fit, score=fit.score + _WORDING * least) for fit in far)]
    return sorted(both, key=lambda fit: fit.number)


def _with_their_lists(fits: Sequence[Fit], candidates: Sequence[Candidate]) -> list[Fit]:
    """The fits, where an item of a list gains from the line that opens it."""
    score = {fit.number: fit.score for fit in fits}
    opens = {candidate.fields[0]: score[candidate.number] for candidate in candidates}
    intro = {candidate.number: candidate.fields[3] for candidate in candidates if candidate.fields[3].strip()}
    gained = {
        number: (1 - _OF_ITS_LIST) * score[number] + _OF_ITS_LIST * opens[line]
        for number, line in intro.items()
        if line in opens
    }
    return [replace(fit, score=max(fit.score, gained.get(fit.number, fit.score))) for fit in fits]


def strength(concept: Concept, candidate: Candidate) -> float:
    """How strongly a statement meets a concept, 0 to 1: by the best field and the nearest wording."""
    strongest = 0.0
    for number, needle in enumerate(concept.needles):
        if needle not in candidate.whole:
            continue
        here = next(weight for weight, each in zip(_FIELDS, candidate.fields, strict=True) if needle in each)
        strongest = max(strongest, here if number == 0 else here * _OTHER_WORDS)
        if strongest >= 1.0:
            break
    return strongest


def coverage(asked: Asked, met: frozenset[str], weights: Mapping[str, float]) -> float:
    """The share of a question's topics among the words met, 0 to 1; places count only where alone."""
    carrying = _carrying(asked.topics or asked.concepts, weights)
    mass = sum(weights[word] for word in carrying)
    return sum(weights[word] for word in carrying if word in met) / mass if mass else 0.0


def _carrying(concepts: Sequence[Concept], weights: Mapping[str, float]) -> list[str]:
    words = [concept.typed for concept in concepts]
    return words if len(words) <= _RAREST else sorted(words, key=lambda word: -weights[word])[:_RAREST]


def _in_place(concept: Concept, candidate: Candidate) -> bool:
    return concept.place is not None and concept.place.country == candidate.country


def rarity(documents: int, frequency: int) -> float:
    """The inverse document frequency of what `frequency` of `documents` statements hold."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def phrases(asked: Asked) -> tuple[Phrase, ...]:
    """Every phrase of stems that would meet something asked, each once."""
    return tuple(dict.fromkeys(phrase for concept in asked.concepts for phrase in concept.phrases))
