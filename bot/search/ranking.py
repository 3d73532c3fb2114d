"""Which statements answer a question best, and how sure that is. Pure; coverage, facets, tiers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.lexicon import Phrase
from bot.model import Hit, Statement, Tier
from bot.search.questions import Asked, Concept

# Weights of a statement's own words, its leads, its headings and its list's introduction.
_FIELDS = (1.0, 1.0, 0.8, 0.5)
_OTHER_WORDS = 0.85  # met by a synonym, not by the word typed
_COUNTRY, _KIND = 0.3, 0.25
# A long question is judged by the words that carry it.
_RAREST = 8
# Tuned on the development queries of the five notes. A question of more than _LONG concepts says much that no
# note could meet; it is judged by what a hit meets, _ENOUGH being the rarity of about four rare words.
_CONFIDENT, _CLOSEST = 0.75, 0.34
_LONG, _ENOUGH = 12, 26.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement the index offers: its fields as stems between spaces, and the index's own score (more is better)."""

    statement: Statement
    fields: tuple[str, str, str, str]
    bm25: float


def rank(asked: Asked, candidates: Sequence[Candidate], idf: Callable[[Concept], float]) -> tuple[Hit, ...]:
    """The candidates as hits, best first; equal ones keep the notes' order."""
    weights = {concept: idf(concept) for concept in asked.concepts}
    carrying = sorted(asked.concepts, key=lambda concept: -weights[concept])[:_RAREST]
    mass = sum(weights[concept] for concept in carrying) or 1.0
    best = max((candidate.bm25 for candidate in candidates), default=0.0) or 1.0
    hits = [_hit(asked, candidate, carrying, weights, mass, best) for candidate in candidates]
    return tuple(sorted(hits, key=lambda hit: -hit.score))


def _hit(
    asked: Asked,
    candidate: Candidate,
    carrying: Sequence[Concept],
    weights: Mapping[Concept, float],
    mass: float,
    best: float,
) -> Hit:
    met = {concept: strength(concept, candidate) for concept in carrying}
    words = sum(weights[concept] * met[concept] for concept in carrying) / mass
    wanted = {place.country for place in asked.places}
    facets = _COUNTRY * (candidate.statement.country in wanted) + _KIND * (
        asked.kind == candidate.statement.kind
    )
    score = words + 0.35 * min(candidate.bm25 / mass, 1.5) + facets + 0.02 * candidate.bm25 / best
    found = frozenset(c.typed for c in asked.concepts if strength(c, candidate) or _in_place(c, candidate))
    return Hit(candidate.statement, score, coverage(asked, found, weights), found)


def strength(concept: Concept, candidate: Candidate) -> float:
    """How strongly a statement meets a concept, 0 to 1: by the best field and the nearest wording."""
    return max(
        (
            field_weight * (1.0 if number == 0 else _OTHER_WORDS)
            for number, phrase in enumerate(concept.phrases)
            for field_weight, field in zip(_FIELDS, candidate.fields, strict=True)
            if f" {' '.join(phrase)} " in field
        ),
        default=0.0,
    )


def coverage(asked: Asked, met: frozenset[str], weights: Mapping[Concept, float]) -> float:
    """The share of a question's topics among the words met, 0 to 1; places count only where alone."""
    topics = asked.topics or asked.concepts
    carrying = sorted(topics, key=lambda concept: -weights[concept])[:_RAREST]
    mass = sum(weights[concept] for concept in carrying)
    if not mass:
        return 0.0
    return sum(weights[concept] for concept in carrying if concept.typed in met) / mass


def _in_place(concept: Concept, candidate: Candidate) -> bool:
    return concept.place is not None and concept.place.country == candidate.statement.country


def rarity(documents: int, frequency: int) -> float:
    """The inverse document frequency of what `frequency` of `documents` statements hold."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def tier(asked: Asked, hits: Sequence[Hit], idf: Callable[[Concept], float], *, unknown_places: bool) -> Tier:
    """How sure an answer is: by the share of the question met, and for a long one by how much is met at all."""
    if not hits or not asked.concepts or unknown_places:
        return "nothing"
    share = max(hit.coverage for hit in hits[:3])
    if len(asked.concepts) > _LONG:
        weights = {concept.typed: idf(concept) for concept in asked.topics}
        met = max(sum(weights.get(word, 0.0) for word in hit.met) for hit in hits[:3])
        share = max(share, met / _ENOUGH)
    if share >= _CONFIDENT:
        return "confident"
    return "closest" if share >= _CLOSEST else "nothing"


def phrases(asked: Asked) -> tuple[Phrase, ...]:
    """Every phrase of stems that would meet something asked, each once."""
    return tuple(dict.fromkeys(phrase for concept in asked.concepts for phrase in concept.phrases))
