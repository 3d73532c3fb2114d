"""A question to what the notes say of it: mends slips, asks the index, ranks. Keeps nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.lexicon import Lexicon
from bot.model import Found, Hit, Kind, Question
from bot.search import questions, ranking, spelling, sureness
from bot.search.index import Index
from bot.search.language import Language
from bot.search.languages import accented, english, spoken
from bot.search.questions import KIND_WORDS, Asked, Concept
from bot.search.ranking import Fit
from bot.search.reducing import in_passing, is_long
from bot.search.spelling import vocabulary
from bot.search.sureness import Signs
from bot.search.unheard import is_silent, knows, lacks_a_subject, unheard
from bot.words import stem, stems, tokens

if TYPE_CHECKING:
    from bot.search.meanings import Sought

MOST_HITS = 50
_WORD = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
# Statements near in meaning that are looked at beside those that share a word; with 40 the first five are as good.
_MOST_NEAR = 50
# Of a message that leaves more words open than these, none is the very thing that was asked about, and none is named.
_MOST_OF_A_MESSAGE = 4
# A shorter word of another language lies near too many English ones: carros, proíba, gens.
_LONG_WORD = 10
# What a case cost is asked of the case; a line about costs elsewhere is no answer.
_ASIDE = frozenset(("cost", "costs", "price", "prices", "expensive"))


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A question as understood, what was mended in it, and its fits."""

    asked: Asked
    slips: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    fits: tuple[Fit, ...]
    signs: Signs | None


def find(text: str, index: Index, language: Language, kind: Kind | None = None) -> Found:
    """The statements that fit a question, best first, at most 50, and how sure that is.

    `kind` wins over the kind the words name. Without a model the search goes by words alone.
    """
    ranked = _ranked(text, index, language, kind)
    asked, fits = ranked.asked, ranked.fits

    def idf(concept: Concept) -> float:
        return _rarity(concept, index, language.words)

    names = any(_says(concept, language.lexicon) for concept in asked.concepts)
    found = None if ranked.unknown else ranked.signs
    lacks = partial(lacks_a_subject, text, asked, index, language)
    sure = sureness.tier(asked, fits, idf, found, index.calibration, names=names, lacks=lacks)
    # A word that no note has in any form may be the very thing that was asked about.
    silent = (is_silent(concept, index) for concept in asked.topics if not concept.aside)
    if sure == "confident" and any(silent):
        sure = "closest" if index.calibration else sure
    return Found(
        _question(text, asked, ranked.unknown, index, language.lexicon),
        sure,
        _hits(fits[:MOST_HITS], index),
        _unmatched(asked, fits, language, ranked.unknown),
        ranked.slips,
        asked.understood,
    )


def narrowing(text: str, index: Index, language: Language) -> Question | None:
    """The kind, the countries or the case that a few words name; None where they say anything else."""
    asked, _ = _understood(text, index, language)
    question = _question(text, asked, (), index, language.lexicon)
    named = {*KIND_WORDS, *tokens(question.case or "")}
    said = (word for concept in asked.topics for word in concept.typed.split())
    if not (question.kind or question.countries or question.case):
        return None
    return question if named.issuperset(said) else None


def within(
    text: str, numbers: Sequence[int], index: Index, language: Language, kind: Kind | None = None
) -> tuple[Fit, ...]:
    """How well the statements of some numbers fit a question, each of them, best first.

    Scores and coverages are those of `find`, but for the index's own score.
    """
    asked = replace(_understood(text, index, language)[0], kind=kind)
    near = wording = None
    if index.meanings is not None and language.model is not None:
        meant = index.meanings.sought(*language.model.read([asked.gist]))
        near, wording = index.meanings.near(meant, 1), _wording(asked, meant, index, language)

    def idf(concept: Concept) -> float:
        return _rarity(concept, index, language.words)

    return ranking.rank(asked, index.candidates((), (), numbers, near), idf, wording)


def signs(text: str, index: Index, language: Language, meant: Sought | None) -> Signs | None:
    """What would tell the answer to a question from chance; None where nothing is found.

    `meant` is what the question means, where the index knows meanings.
    """
    return _ranked(text, index, language, None, meant).signs


def gist(text: str, index: Index, language: Language) -> str:
    """What of a question is read for its meaning."""
    return _understood(text, index, language)[0].gist


def looked_up(text: str, index: Index, language: Language) -> tuple[str, ...]:
    """The words of a question that name something; of a long message those that carry it."""
    concepts = _understood(text, index, language)[0].concepts
    return tuple(concept.typed for concept in concepts if _says(concept, language.lexicon))


def mended(text: str, index: Index, language: Language) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A question without slips, addresses and mentions; and the slips, each with what it was read as.

    In another language only a long word that its table lacks may be an English one: "gens" are no gender, but
    "reguladores" are regulators.
    """
    lexicon = language.lexicon
    text = questions.without_addresses(text)[: questions.MOST_CHARACTERS]
    other = spoken(tokens(text), lexicon, accented(text))

    def right(word: str) -> bool:
        if other and (len(word) < _LONG_WORD or english(word, lexicon, other, language.words)):
            return True
        return knows(word, index, language) or language.is_right(word)

    return spelling.correct(
        text,
        known=right,
        vocabularies=lambda: (index.surface, vocabulary(lexicon.countries_of_one_word)),
        bold=bool(language.words),
        right=language.words,
        further=lambda: (vocabulary(lexicon.synonyms),),
    )


def _understood(text: str, index: Index, language: Language) -> tuple[Asked, tuple[tuple[str, str], ...]]:
    """A question taken apart, and the slips mended in it."""
    right, slips = mended(text, index, language)
    asked = questions.understand(right, language.lexicon, language.words)
    return replace(asked, gist=_spelled_out(asked.gist, index, language)), slips


def _spelled_out(gist: str, index: Index, language: Language) -> str:
    """The gist with what acronyms stand for that no note uses: a model of meaning may not know them either.

    In small letters only what is no word: "tips" are no transformative innovation policy.
    """

    def spelled(run: re.Match[str]) -> str:
        word = "".join(tokens(run[0]))
        long = language.lexicon.acronyms.get(stem(word))
        if not long or index.knows(word):
            return run[0]
        large = run[0].removesuffix("s").isupper()
        is_a_word = not large and (word in language.words or language.is_right(word))
        return run[0] if is_a_word else f"{run[0]} ({long})"

    return _WORD.sub(spelled, gist)


def _ranked(
    text: str, index: Index, language: Language, kind: Kind | None, meant: Sought | None = None
) -> _Ranked:
    asked, slips = _understood(text, index, language)
    asked = replace(asked, kind=kind or asked.kind)
    wanted, countries = ranking.phrases(asked), [place.country for place in asked.places]

    def idf(concept: Concept) -> float:
        return _rarity(concept, index, language.words)

    standing = _standing(asked, index)
    fitting = index.fitting(wanted)
    if index.meanings is None or language.model is None:
        fits = ranking.rank(standing, index.candidates(fitting(), countries), idf)
        found = sureness.signs(fits, 0.0)
    else:
        meant = meant or index.meanings.sought(*language.model.read([asked.gist]))
        near = index.meanings.near(meant, _MOST_NEAR)
        candidates = index.candidates(fitting(), countries, near.best, near)
        fits = ranking.rank(standing, candidates, idf, _wording(asked, meant, index, language))
        found = sureness.signs(fits, near.typical)
    lacking = unheard(text, asked, index, language)
    terms = () if sureness.is_by_far(found, index.calibration) else lacking.terms
    return _Ranked(asked, slips, tuple(dict.fromkeys((*lacking.names, *terms))), fits, found)


def _standing(asked: Asked, index: Index) -> Asked:
    """What is asked, by those of its other words that stand in any note: to look for the others takes time."""
    return replace(
        asked,
        concepts=tuple(
            replace(concept, phrases=(concept.phrases[0], *filter(index.frequency, concept.phrases[1:])))
            for concept in asked.concepts
        ),
    )


def _wording(
    asked: Asked, meant: Sought, index: Index, language: Language
) -> Callable[[Sequence[int]], Sequence[float]] | None:
    """How well statements, by number, have words for the words asked, of which a rare one counts more."""
    if index.meanings is None or language.model is None:
        return None
    weights = [
        max((ranking.rarity(index.size, index.frequency((each,))) for each in stems(word)), default=0.0)
        for word in language.model.said(asked.gist)
    ]
    return index.meanings.wording(meant, index.pieces, weights)


def _rarity(concept: Concept, index: Index, words: Mapping[str, int]) -> float:
    """How much a concept says. A word the notes lack says the less the commoner it is in English."""
    frequency = max((index.frequency(phrase) for phrase in concept.phrases), default=0)
    rarity = ranking.rarity(index.size, frequency)
    if concept.typed in _ASIDE:
        return rarity / 2
    if frequency or not words or concept.place:
        return rarity
    rank = min(words.get(word, words.get(stem(word), len(words))) for word in concept.typed.split())
    return rarity * min(1.0, max(0.25, math.log(1 + rank / 300) / math.log(1 + 20_000 / 300)))


def _hits(fits: Sequence[Fit], index: Index) -> tuple[Hit, ...]:
    found = index.numbered([fit.number for fit in fits])
    return tuple(Hit(found[fit.number], fit.score, fit.coverage, fit.met) for fit in fits)


def _unmatched(
    asked: Asked, fits: Sequence[Fit], language: Language, unknown: Sequence[str]
) -> tuple[str, ...]:
    """The words asked that the best hits do not meet, beside those that no note has; "grown-ups" is one.

    What is only said in passing is none of them: nobody asks for people.
    """
    met = {" ".join(tokens(name)) for name in unknown}.union(*(fit.met for fit in fits[:3]))
    words = [
        concept.typed
        for concept in asked.topics
        if _says(concept, language.lexicon)
        and not concept.aside
        and not in_passing(concept.typed, language.lexicon, language.words)
        and concept.typed not in met
    ]
    for run in _HYPHENATED.findall(asked.text):
        parts = tokens(run)
        at = next((at for at in range(len(words)) if words[at : at + len(parts)] == parts), None)
        if at is not None:
            words[at : at + len(parts)] = ["-".join(parts)]
    return () if len(words) > _MOST_OF_A_MESSAGE and is_long(len(tokens(asked.text))) else tuple(words)


def _says(concept: Concept, lexicon: Lexicon) -> bool:
    """Whether a concept names something: "what is" only asks for a definition."""
    return any(word not in lexicon.stop_words for word in concept.typed.split())


def _question(text: str, asked: Asked, unknown: tuple[str, ...], index: Index, lexicon: Lexicon) -> Question:
    told = (concept for concept in asked.concepts if _says(concept, lexicon) and not concept.aside)
    words = tuple(word for concept in told for word in concept.typed.split())
    countries = tuple(dict.fromkeys(place.country for place in asked.places))
    return Question(text, words, asked.kind, countries, _case(asked, index), unknown)


def _case(asked: Asked, index: Index) -> str | None:
    """The case a question names, the longest name first: as one thing asked about, or word for word."""
    phrases_asked = {phrase for concept in asked.concepts for phrase in concept.phrases[:1]}
    said = tokens(asked.text)
    words = f" {' '.join(said)} "
    among = {stem(word) for word in said}.union(*phrases_asked)
    named = [case for case in index.named(among) if case.phrase in phrases_asked or f" {case.said} " in words]
    longest = max(named, key=lambda case: len(case.said), default=None)
    return longest.name if longest else None
