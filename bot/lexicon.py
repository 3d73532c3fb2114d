"""What everybody knows: stop words, places, acronyms, synonyms. Made from lexicon.yaml; opens nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.words import fold, stem, tokens

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A country, region or city by its English name, and the country it lies in (itself, for a country)."""

    name: str
    country: str
    city: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: which, and the tokens `start` to `end` that name it."""

    place: Place
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Known:
    """A case that is generally known, or that a curator named, merged with others or split from them.

    `also` are its other names. A sentence that uses all words of one of the groups in `told_by` (stems) tells
    of it. It is never merged with the names in `apart`.
    """

    name: str
    country: str | None = None
    parent: str | None = None
    also: tuple[str, ...] = ()
    told_by: tuple[frozenset[str], ...] = ()
    apart: tuple[str, ...] = ()


# Compared by identity, so that what is made ready from a lexicon can be kept for it.
@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The tables, ready for look-up. Phrases of `places` are tokens; of `alternatives`, stems.

    `longest` is, by the first word of a place's names, how many words the longest has; `place_words` are all
    words of such names, and `names` each place's names as stems. `cases` are by name.
    """

    stop_words: frozenset[str]
    places: Mapping[Phrase, Place]
    written_large: frozenset[str]
    alternatives: Mapping[Phrase, tuple[Phrase, ...]]
    elsewhere: Mapping[str, tuple[str, ...]]
    longest: Mapping[str, int]
    place_words: frozenset[str]
    names: Mapping[Place, tuple[Phrase, ...]]
    countries_of_one_word: tuple[str, ...]
    cases: Mapping[str, Known]

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The places a text names, in order, the longest name first where two overlap."""
        return tuple(self._mentions(tokens(text), _large(text)))

    def _mentions(self, words: list[str], large: frozenset[str]) -> Iterator[Mention]:
        at = 0
        while at < len(words):
            for size in range(self.longest.get(words[at], 0), 0, -1):
                phrase = tuple(words[at : at + size])
                place = self.places.get(phrase)
                # "us" is a country only where it is written US.
                if place and (phrase[0] not in self.written_large or phrase[0] in large or size > 1):
                    yield Mention(place, at, at + size)
                    at += size
                    break
            else:
                at += 1

    def countries(self, text: str) -> tuple[str, ...]:
        """The countries of the places a text names, each once, in order."""
        return tuple(dict.fromkeys(mention.place.country for mention in self.mentions(text)))


def build(table: Mapping[str, Any]) -> Lexicon:
    """The lexicon of a table of the shape of seeds/lexicon.yaml; parts it lacks are empty."""
    places = dict(_places(table))
    return Lexicon(
        stop_words=frozenset(
            word
            for key in ("stop_words", "stop_words_elsewhere")
            for phrase in table.get(key, ())
            for word in tokens(phrase)
        ),
        places=places,
        written_large=frozenset(
            token for word in table.get("case_sensitive_acronyms", ()) for token in tokens(word)
        )
        | {"us"},
        alternatives=_alternatives(table),
        elsewhere={
            fold(word): tuple(meanings) for word, meanings in dict(table.get("words_elsewhere") or {}).items()
        },
        longest=_longest(places),
        names=_names(places),
        place_words=frozenset(word for phrase in places for word in phrase),
        countries_of_one_word=tuple(
            dict.fromkeys(
                name
                for place in places.values()
                if place.name == place.country and (name := fold(place.name)).isalpha() and len(name) > 5
            )
        ),
        cases={each.name: each for each in _cases(table)},
    )


def _cases(table: Mapping[str, Any]) -> Iterator[Known]:
    others = {group[0]: tuple(group[1:]) for group in table.get("aliases", ())}
    for name, about in dict(table.get("cases") or {}).items():
        said = about if isinstance(about, Mapping) else {}
        yield Known(
            name,
            said.get("country"),
            said.get("of"),
            tuple(dict.fromkeys((*_listed(said, "also"), *others.get(name, ())))),
            tuple(
                frozenset(stem(word) for phrase in group for word in tokens(phrase))
                for group in said.get("told_by", ())
            ),
            _listed(said, "apart"),
        )


def _names(places: Mapping[Phrase, Place]) -> dict[Place, tuple[Phrase, ...]]:
    named: dict[Place, list[Phrase]] = {}
    for phrase, place in places.items():
        named.setdefault(place, []).append(tuple(stem(word) for word in phrase))
    return {place: tuple(phrases) for place, phrases in named.items()}


def _longest(places: Iterable[Phrase]) -> dict[str, int]:
    """By the first word of a place's names, how many words the longest of them has."""
    sizes: dict[str, int] = {}
    for phrase in places:
        if phrase:
            sizes[phrase[0]] = max(sizes.get(phrase[0], 0), len(phrase))
    return sizes


def _places(table: Mapping[str, Any]) -> Iterator[tuple[Phrase, Place]]:
    for name, about in dict(table.get("countries") or {}).items():
        place = Place(name, name)
        for each in (name, *_listed(about, "people"), *_listed(about, "also"), *_listed(about, "elsewhere")):
            yield tuple(tokens(each)), place
    for name, about in dict(table.get("places") or {}).items():
        place = Place(name, about["country"])
        for each in (name, *_listed(about, "people"), *_listed(about, "also")):
            yield tuple(tokens(each)), place
    for acronym, name in dict(table.get("acronyms_of_places") or {}).items():
        yield tuple(tokens(acronym)), Place(name, name)
    for country, cities in dict(table.get("cities") or {}).items():
        for city in cities:
            yield tuple(tokens(city)), Place(city, country, city=True)


def _alternatives(table: Mapping[str, Any]) -> dict[Phrase, tuple[Phrase, ...]]:
    """Every phrase that can stand for another, both ways, from synonyms, aliases and acronyms."""
    groups: list[Iterable[str]] = [*table.get("synonyms", ()), *table.get("aliases", ())]
    groups += [(short, *long) for short, long in dict(table.get("acronyms") or {}).items()]
    found: dict[Phrase, dict[Phrase, None]] = {}
    for group in groups:
        phrases = [phrase for each in group if (phrase := tuple(stem(word) for word in tokens(each)))]
        for phrase in phrases:
            found.setdefault(phrase, {}).update(dict.fromkeys(other for other in phrases if other != phrase))
    return {phrase: tuple(others) for phrase, others in found.items()}


def _listed(about: object, key: str) -> tuple[str, ...]:
    value = about.get(key, ()) if isinstance(about, Mapping) else ()
    return tuple(value) if isinstance(value, list) else ()


def _large(text: str) -> frozenset[str]:
    """The words of a text that are written in capitals, folded."""
    return frozenset(fold(word.replace(".", "")) for word in re.findall(r"\b[A-Z][A-Z.]+\b", text))
