"""Which statements answer a question best. Pure; words met, meaning, facets."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import NamedTuple

from bot.lexicon import Phrase
from bot.model import Kind, Origin
from bot.search.questions import Asked, Concept

# Weights of what speaks for a statement, tuned together on 720 labelled questions over 5 and 191 notes: the words it
# meets, the index's own score, its meaning, and its words one by one in their context; then country and kind.
_WORDS, _INDEX, _LIKENESS, _WORDING = 0.8, 0.25, 2.2, 5.0
_COUNTRY, _KIND = 0.5, 0.35
# Who asks for no kind wants what others tried, what they met and what helped, a little before principles and context
# that fit as well: those more often only say again what was asked. Any from .1 to .2 gains the same.
_CASEWORK: tuple[Kind, ...] = ("example", "challenge", "approach")
_OF_CASEWORK = 0.1
# To "challenges in Sweden" all that is told of Sweden fits alike but for its kind.
_KIND_ALONE = 1.5
# The index's score makes a rare synonym weigh more than the word typed: beyond this it says no more.
_MOST_OF_INDEX = 1.5
# An item of a list answers nearly as well as the line that opens the list. Where that line has every one of two or
# more words asked, it is the list that is asked for: "what are the seven life events".
_OF_ITS_LIST, _LIST_ASKED_FOR = 0.5, 1.0
# What stands right beside a better line of its section goes on about it: so much of what that line is better by.
_BESIDE = 0.3
# What somebody said in passing stands below what somebody wrote down that fits as well, or all but as well.
_AS_SPOKEN = 0.25
# Any two texts have so much in common word by word. Without it scores would lie closer together than they are far
# apart, and answers show what scores nearly as well as the best.
_ANY_WORDING = 0.2
# So many of the best are read word by word, which costs more than all the rest; with 40 the first five are as good.
_READ_CLOSELY = 30

# Weights of a statement's own words, its leads, its headings and its list's introduction, heaviest first.
_FIELDS = (1.0, 1.0, 0.8, 0.5)
_OTHER_WORDS = 0.85  # met by a synonym, not by the word typed
# A long question is judged by the words that carry it.
_RAREST = 8


class Candidate(NamedTuple):
    """A statement the index offers, by number: its kind and country, the stems it is found by, as they are kept and
    as fields of stems between spaces, the index's own score (more is better), and how near its meaning is to the
    question's (-1 to 1; 0 where unknown). `origin` is whether somebody wrote it or it is of a talk's captions.
    """

    number: int
    kind: Kind
    country: str | None
    stems: str
    fields: tuple[str, str, str, str]
    bm25: float
    likeness: float = 0.0
    origin: Origin = "note"


class Fit(NamedTuple):
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
    """How well each candidate fits, best first; equal ones keep the notes' order, and notes stand before captions.

    `wording` says how well some statements, by number, have words for the words asked, 0 to 1.
    """
    question = _weighed(asked, idf)
    met = question.met(candidates)
    scores = question.scores(candidates, met)
    if wording:
        scores = _read_closely(candidates, scores, wording)
    scores = _of_lists_asked_for(asked, candidates, scores)
    scores = _with_their_neighbours(candidates, _with_their_lists(candidates, scores))
    fits = [
        Fit(candidate.number, score, each.coverage, each.words)
        for candidate, score, each in zip(candidates, scores, met, strict=True)
    ]
    spoken = frozenset(each.number for each in candidates if each.origin == "captions")
    return tuple(sorted(fits, key=lambda fit: _AS_SPOKEN * (fit.number in spoken) - fit.score))


@dataclass(frozen=True, slots=True)
class _Met:
    """What of a question a statement meets: which words, what share of it by their strength, and of its topics."""

    words: frozenset[str]
    share: float
    coverage: float


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A question with what its words weigh, summed once for all candidates: those that carry it, and its topics."""

    asked: Asked
    weights: Mapping[str, float]
    carrying: Sequence[str]
    mass: float
    topics: Sequence[str]
    topics_mass: float

    def met(self, candidates: Sequence[Candidate]) -> list[_Met]:
        """What each candidate meets. Hundreds of them meet the same few words in the same few ways."""
        columns = [strengths(concept, candidates) for concept in self.asked.concepts]
        rows = zip(*columns, strict=True) if columns else repeat((), len(candidates))
        countries = {place.country for place in self.asked.places}
        ways: dict[tuple[tuple[float, ...], str | None], _Met] = {}
        found = []
        for strong, candidate in zip(rows, candidates, strict=True):
            way = strong, candidate.country if candidate.country in countries else None
            if way not in ways:
                ways[way] = self._met(*way)
            found.append(ways[way])
        return found

    def _met(self, strong: Sequence[float], country: str | None) -> _Met:
        by_word = {concept.typed: each for concept, each in zip(self.asked.concepts, strong, strict=True)}
        share = sum(self.weights[word] * by_word[word] for word in self.carrying) / self.mass
        words = frozenset(
            concept.typed
            for concept in self.asked.concepts
            if by_word[concept.typed] or (country and concept.place and concept.place.country == country)
        )
        covered = sum(self.weights[word] for word in self.topics if word in words)
        return _Met(words, share, covered / self.topics_mass if self.topics_mass else 0.0)

    def scores(self, candidates: Sequence[Candidate], met: Sequence[_Met]) -> list[float]:
        """How well each candidate fits, before the best are read closely."""
        best = max((candidate.bm25 for candidate in candidates), default=0.0) or 1.0
        countries = {place.country for place in self.asked.places}
        scores = []
        kinds = _kinds(self.asked)
        for candidate, each in zip(candidates, met, strict=True):
            facets = _COUNTRY * (candidate.country in countries) + kinds.get(candidate.kind, 0.0)
            index = _INDEX * min(candidate.bm25 / self.mass, _MOST_OF_INDEX) + 0.02 * candidate.bm25 / best
            scores.append(_WORDS * each.share + index + _LIKENESS * candidate.likeness + facets)
        return scores


def _kinds(asked: Asked) -> dict[Kind, float]:
    """What a statement gains by its kind."""
    if asked.kind:
        return {asked.kind: _KIND if asked.topics else _KIND_ALONE}
    return dict.fromkeys(_CASEWORK, _OF_CASEWORK)


def _weighed(asked: Asked, idf: Callable[[Concept], float]) -> _Weighed:
    """Of the topics a place counts only where it is alone."""
    weights = {concept.typed: idf(concept) for concept in asked.concepts}
    carrying, topics = _carrying(asked.concepts, weights), _carrying(asked.topics or asked.concepts, weights)
    mass, topics_mass = (sum(weights[word] for word in words) for words in (carrying, topics))
    return _Weighed(asked, weights, carrying, mass or 1.0, topics, topics_mass)


def _read_closely(
    candidates: Sequence[Candidate],
    scores: Sequence[float],
    wording: Callable[[Sequence[int]], Sequence[float]],
) -> list[float]:
    """The scores with the best read word by word; the others are no better than the worst of those."""
    near = sorted(range(len(scores)), key=lambda at: -scores[at])[:_READ_CLOSELY]
    read = wording([candidates[at].number for at in near])
    least = min((float(each) for each in read), default=0.0)
    closely = dict(zip(near, read, strict=True))
    return [score + _WORDING * (closely.get(at, least) - _ANY_WORDING) for at, score in enumerate(scores)]


def _of_lists_asked_for(
    asked: Asked, candidates: Sequence[Candidate], scores: Sequence[float]
) -> list[float]:
    """The scores, where the items of a list gain whose opening line has all that is asked beside places."""
    if len(asked.topics) < 2:
        return list(scores)
    lines = {candidate.fields[3] for candidate in candidates}
    wanted = {
        line for line in lines if all(any(each in line for each in topic.needles) for topic in asked.topics)
    }
    return [
        score + _LIST_ASKED_FOR * (candidate.fields[3] in wanted)
        for candidate, score in zip(candidates, scores, strict=True)
    ]


def _with_their_lists(candidates: Sequence[Candidate], scores: Sequence[float]) -> list[float]:
    """The scores, where an item of a list gains from the line that opens it."""
    opens = {candidate.fields[0]: score for candidate, score in zip(candidates, scores, strict=True)}
    gained = list(scores)
    for at, candidate in enumerate(candidates):
        line = candidate.fields[3]
        if line in opens and line.strip():
            gained[at] = max(scores[at], (1 - _OF_ITS_LIST) * scores[at] + _OF_ITS_LIST * opens[line])
    return gained


def _with_their_neighbours(candidates: Sequence[Candidate], scores: Sequence[float]) -> list[float]:
    """The scores, where a statement gains from a better one right before or behind it below the same headings."""
    placed = {candidate.number: at for at, candidate in enumerate(candidates)}
    gained = list(scores)
    for at, candidate in enumerate(candidates):
        for number in (candidate.number - 1, candidate.number + 1):
            beside = placed.get(number)
            if beside is not None and candidates[beside].fields[2] == candidate.fields[2]:
                gained[at] = max(gained[at], scores[at] + _BESIDE * (scores[beside] - scores[at]))
    return gained


def strengths(concept: Concept, candidates: Sequence[Candidate]) -> list[float]:
    """How strongly each statement meets a concept, 0 to 1: by the best field and the nearest wording."""
    strongest = [0.0] * len(candidates)
    # Most needles stand nowhere: one look at all of the stems spares four at the fields.
    wholes = [candidate.stems for candidate in candidates]
    for number, needle in enumerate(concept.needles):
        share = _OTHER_WORDS if number else 1.0
        for at in [at for at, whole in enumerate(wholes) if strongest[at] < share and needle in whole]:
            fields = zip(_FIELDS, candidates[at].fields, strict=True)
            here = next(weight for weight, field in fields if needle in field)
            strongest[at] = max(strongest[at], here * share)
    return strongest


def _carrying(concepts: Sequence[Concept], weights: Mapping[str, float]) -> list[str]:
    words = [concept.typed for concept in concepts]
    return words if len(words) <= _RAREST else sorted(words, key=lambda word: -weights[word])[:_RAREST]


def rarity(documents: int, frequency: int) -> float:
    """The inverse document frequency of what `frequency` of `documents` statements hold."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def phrases(asked: Asked) -> tuple[Phrase, ...]:
    """Every phrase of stems that would meet something asked, each once."""
    return tuple(dict.fromkeys(phrase for concept in asked.concepts for phrase in concept.phrases))


def gate(
    wanted: Iterable[Phrase], frequency: Callable[[Phrase], int], most: int
) -> tuple[list[Phrase], list[Phrase]]:
    """The rarest of some phrases, at least one, that stand in no more than `most` statements together; the others.

    All in their order where they are few enough. A statement without a rare phrase of the question is hardly its
    answer, and looking through those is what takes time in a large index.
    """
    phrases = list(wanted)
    if sum(map(frequency, phrases)) <= most:
        return phrases, []
    phrases.sort(key=frequency)
    rare = max(1, len(first_within(phrases, frequency, most)))
    return phrases[:rare], phrases[rare:]


def first_within(phrases: Sequence[Phrase], frequency: Callable[[Phrase], int], most: int) -> list[Phrase]:
    """The first of some phrases, as many as stand in no more than `most` statements together."""
    held = accumulate(map(frequency, phrases))
    return [phrase for phrase, each in zip(phrases, held, strict=True) if each <= most]
