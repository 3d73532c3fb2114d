"""Which statements answer a question best, and how sure that is. Pure; coverage, facets, tiers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.lexicon import Phrase
from bot.model import Kind, Tier
from bot.search.questions import Asked, Concept

# Weights of a statement's own words, its leads, its headings and its list's introduction, heaviest first.
_FIELDS = (1.0, 1.0, 0.8, 0.5)
_OTHER_WORDS = 0.85  # met by a synonym, not by the word typed
_COUNTRY, _KIND = 0.3, 0.25
# The index's own score counts less: it makes a rare synonym weigh more than the word typed.
_INDEX = 0.25
# A long question is judged by the words that carry it.
_RAREST = 8
# Tuned on the development queries of the five notes. A question of more than _LONG concepts says much that no
# note could meet; it is judged by what a hit meets, _ENOUGH being the rarity of about four rare words.
_CONFIDENT, _CLOSEST = 0.75, 0.34
_LONG, _ENOUGH = 12, 26.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement the index offers, by number: its kind and country, its fields as stems between spaces, and
    the index's own score (more is better).
    """

    number: int
    kind: Kind
    country: str | None
    fields: tuple[str, str, str, str]
    bm25: float
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


def rank(asked: Asked, candidates: Sequence[Candidate], idf: Callable[[Concept], float]) -> tuple[Fit, ...]:
    """How well each candidate fits, best first; equal ones keep the notes' order."""
    weights = {concept.typed: idf(concept) for concept in asked.concepts}
    best = max((candidate.bm25 for candidate in candidates), default=0.0) or 1.0
    carrying = _carrying(asked.concepts, weights)
    mass = sum(weights[word] for word in carrying) or 1.0
    fits = [_fit(asked, candidate, weights, carrying, mass, best) for candidate in candidates]
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
    score = words + _INDEX * min(candidate.bm25 / mass, 1.5) + facets + 0.02 * candidate.bm25 / best
    found = frozenset(c.typed for c in asked.concepts if met[c.typed] or _in_place(c, candidate))
    return Fit(candidate.number, score, coverage(asked, found, weights), found)


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


def tier(asked: Asked, fits: Sequence[Fit], idf: Callable[[Concept], float], *, unknown_places: bool) -> Tier:
    """How sure an answer is: by the share of the question met, and for a long one by how much is met at all."""
    if not fits or not asked.concepts or unknown_places:
        return "nothing"
    share = max(fit.coverage for fit in fits[:3])
    if len(asked.concepts) > _LONG:
        weights = {concept.typed: idf(concept) for concept in asked.topics}
        met = max(sum(weights.get(word, 0.0) for word in fit.met) for fit in fits[:3])
        share = max(share, met / _ENOUGH)
    if share >= _CONFIDENT:
        return "confident"
    return "closest" if share >= _CLOSEST else "nothing"


def phrases(asked: Asked) -> tuple[Phrase, ...]:
    """Every phrase of stems that would meet something asked, each once."""
    return tuple(dict.fromkeys(phrase for concept in asked.concepts for phrase in concept.phrases))
