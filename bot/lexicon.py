"""What everybody knows: stop words, places, acronyms, synonyms, other languages. Opens nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.words import fold, singular, spellings, stem, tokens

Phrase = tuple[str, ...]

# So short a word alone is rather a short form than a word of another language: EID, ISI.
_SHORT_FORM = 3


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
class Foreign:
    """A language other than English: its function words, and its words and sayings with the English for them.

    `words` is by folded words with single spaces between them; `longest`, by the first word of a saying, how
    many words the longest has. `endings` are what inflection puts at the end of a word and what it takes away
    for it. `parts` are what a compound may begin with, link included, and the English for it.
    """

    name: str
    function_words: frozenset[str]
    words: Mapping[str, tuple[str, ...]]
    longest: Mapping[str, int]
    endings: tuple[tuple[str, str], ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)


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

    `longest` is, by the first word of a place's names, how many words the longest has, and so are
    `longest_saying` for the stems of `alternatives` and `longest_passing`; `place_words` are all words of places'
    names, and `names` each place's names as stems. `synonyms` are those of one word, in the file's order.
    `in_capitals` are the alternatives of an acronym that is a word, too, and `alternatives` those of the word.
    `acronyms` are by their stem what they stand for, as it is written. `terms` are what is asked about as one thing,
    bodies, programmes, methods and policies: all the names of each as stems, by each of them in the singular, for
    undertakers are asked about by no undertaking; `term_words` are the words of which those names are made.
    `stop_words` are those of all languages, `english_too` the words of another language that are English words
    as well, `elsewhere` all other words of the languages. `cases` are by name. What ends with one of the
    `method_heads` is a way of working; `methods` are names of such, each with the first of those that mean the
    same. Both are in the singular.
    """

    stop_words: frozenset[str]
    english_stop_words: frozenset[str]
    places: Mapping[Phrase, Place]
    written_large: frozenset[str]
    alternatives: Mapping[Phrase, tuple[Phrase, ...]]
    in_capitals: Mapping[Phrase, tuple[Phrase, ...]]
    acronyms: Mapping[str, str]
    terms: Mapping[Phrase, tuple[Phrase, ...]]
    term_words: frozenset[str]
    longest_saying: Mapping[str, int]
    synonyms: tuple[str, ...]
    passing_words: frozenset[str]
    passing_phrases: frozenset[Phrase]
    longest_passing: Mapping[str, int]
    languages: tuple[Foreign, ...]
    elsewhere: Foreign
    english_too: frozenset[str]
    longest: Mapping[str, int]
    place_words: frozenset[str]
    names: Mapping[Place, tuple[Phrase, ...]]
    countries_of_one_word: tuple[str, ...]
    cases: Mapping[str, Known]
    method_heads: frozenset[str]
    methods: Mapping[Phrase, Phrase]

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The places a text names, in order, the longest name first where two overlap.

        What is called after a city says nothing of its country: the Paris Agreement, the Treaty of Lisbon.
        """
        words = tokens(text)
        found = self._mentions(words, capitals(text))
        return tuple(each for each in found if not (each.place.city and _names_a_text(each, words, text)))

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


# What was agreed, written or declared somewhere and bears the city's name, also behind the word for its subject.
_AGREED = frozenset(
    (
        *("accord", "accords", "agreement", "agreements", "charter", "compact", "consensus", "convention"),
        *("conventions", "declaration", "manual", "pact", "protocol", "protocols", "treaty", "treaties"),
    )
)
_SUBJECTS = frozenset(("climate", "peace", "refugee", "urban"))
# A convention centre is in its city, and so are those who agreed on something.
_STAYS = frozenset(("centre", "center", "hall", "between", "with"))


def _names_a_text(mention: Mention, words: Sequence[str], text: str) -> bool:
    """Whether a city's name is part of what an agreement, a treaty, a manual or the like is called."""
    before, behind = words[: mention.start][-2:], [*words[mention.end : mention.end + 3]]
    if len(before) == 2 and before[0] in _AGREED and before[1] == "of":
        return True
    if behind and behind[0] in _SUBJECTS:
        behind = behind[1:]
    if not behind or behind[0] not in _AGREED or (len(behind) > 1 and behind[1] in _STAYS):
        return False
    # "They met in Paris. Agreement came late" names Paris alone.
    return not re.search(rf"[^\w\s-]\W*{behind[0]}\b", text, re.IGNORECASE)


def build(table: Mapping[str, Any]) -> Lexicon:
    """The lexicon of a table with the sections of the files in `settings.LEXICON`; parts it lacks are empty."""
    places = dict(_places(table))
    languages = tuple(_language(name, about) for name, about in dict(table.get("languages") or {}).items())
    english_too = _words(table.get("english_too", ())) | _short_and_the_same(languages)
    english = _words(table.get("stop_words", ()))
    stop_words = english.union(*(each.function_words - english_too for each in languages))
    large = _words(table.get("case_sensitive_acronyms", ()))
    sayings = _sayings(table, english, large)
    terms = _terms(table)
    passing = [tuple(tokens(each)) for each in table.get("said_in_passing", ())]
    return Lexicon(
        stop_words=stop_words,
        english_stop_words=english,
        places=places,
        written_large=large | {"us"},
        alternatives=sayings.alternatives,
        in_capitals=sayings.in_capitals,
        acronyms=_acronyms(table),
        terms=terms,
        term_words=frozenset(word for name in terms for word in name),
        longest_saying=sayings.longest,
        synonyms=_of_one_word(each for group in table.get("synonyms", ()) for each in group),
        passing_words=frozenset(phrase[0] for phrase in passing if len(phrase) == 1),
        passing_phrases=frozenset(phrase for phrase in passing if len(phrase) > 1),
        longest_passing=_longest(phrase for phrase in passing if len(phrase) > 1),
        languages=languages,
        elsewhere=_elsewhere(languages, stop_words | english_too),
        english_too=english_too,
        longest=_longest(places),
        names=_names(places),
        place_words=frozenset(word for phrase in places for word in phrase),
        countries_of_one_word=tuple(
            name
            for name in _of_one_word(place.name for place in places.values() if place.name == place.country)
            if name.isalpha() and len(name) > 5
        ),
        cases={each.name: each for each in _cases(table)},
        method_heads=_heads(table.get("methods")),
        methods=_methods(table.get("methods")),
    )


@dataclass(frozen=True, slots=True)
class _Sayings:
    """What may stand for what, as in a Lexicon."""

    alternatives: Mapping[Phrase, tuple[Phrase, ...]]
    in_capitals: Mapping[Phrase, tuple[Phrase, ...]]
    longest: Mapping[str, int]


def _sayings(table: Mapping[str, Any], english: frozenset[str], large: frozenset[str]) -> _Sayings:
    synonyms = [_phrases(group) for group in (*table.get("synonyms", ()), *_groups(table))]
    bodies = [_phrases(group) for group in _names_of_bodies(table)]
    alternatives = _alternatives((*synonyms, *bodies), english & large)
    ambiguous = {(stem(each),) for each in large}
    words, in_capitals = (
        _alternatives(group for group in groups if not ambiguous.isdisjoint(group))
        for groups in (synonyms, bodies)
    )
    return _Sayings(
        alternatives | {each: words.get(each, ()) for each in ambiguous},
        {each: in_capitals[each] for each in ambiguous if each in in_capitals},
        _longest(alternatives),
    )


def _of_one_word(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words[0] for name in names if len(words := tokens(name)) == 1))


def _short_and_the_same(languages: Iterable[Foreign]) -> frozenset[str]:
    """Short words that are the same in English: planes are no plan, whatever German puts at the end of Plan."""
    words = (pair for language in languages for pair in language.words.items())
    return frozenset(word for word, english in words if word in english and len(word) < 6)


def _words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in tokens(phrase))


def _language(name: str, about: Mapping[str, Any]) -> Foreign:
    """A language of the table, where each English word has the words that mean it, on a line of its own."""
    meanings: dict[str, dict[str, None]] = {}
    for line in about.get("words", "").splitlines():
        english, _, words = line.partition(": ")
        for word in words.split(", "):
            for spelling in spellings(word):
                meanings.setdefault(" ".join(tokens(spelling)), {})[english] = None
    # What English has as well is first of all that: manual is manual before it is guide.
    words = {word: tuple(sorted(english, key=word.__ne__)) for word, english in meanings.items()}
    endings = (tuple(f"{ending}/".split("/")[:2]) for ending in about.get("endings", ()))
    return Foreign(
        name,
        frozenset(
            token
            for word in about.get("function_words", ())
            for each in spellings(word)
            for token in tokens(each)
        ),
        words,
        _longest(tuple(word.split()) for word in words if " " in word),
        # The shortest first: politicas is politica before it is politico.
        tuple(sorted(((written, was) for written, was in endings), key=lambda each: len(each[0]))),
        _parts(words, about.get("links", ())),
    )


def _parts(words: Mapping[str, tuple[str, ...]], links: Iterable[str]) -> dict[str, str]:
    """What a compound may begin with: a word, with a link or without its last letter: klima, samhälls, skol.

    None where the language has no links: it runs no words together.
    """
    single = {word: english[0] for word, english in words.items() if " " not in word}
    stems = single | {
        word[:-1]: english for word, english in single.items() if word[-1] in "ae" and len(word) > 3
    }
    linked = {f"{stem}{link}": english for stem, english in stems.items() for link in links}
    return {**linked, **stems, **single} if linked else {}


def _elsewhere(languages: Iterable[Foreign], without: frozenset[str]) -> Foreign:
    """All languages as one, for a word or two that do not tell which they are of; no short ones."""
    meanings: dict[str, dict[str, None]] = {}
    for language in languages:
        for word, english in language.words.items():
            if word not in without and len(word) > _SHORT_FORM:
                meanings.setdefault(word, {}).update(dict.fromkeys(english))
    words = {word: tuple(english) for word, english in meanings.items()}
    return Foreign("", frozenset(), words, _longest(tuple(word.split()) for word in words if " " in word))


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


def _heads(about: object) -> frozenset[str]:
    return frozenset(singular(word) for each in ("alone", "last") for word in _words(_listed(about, each)))


def _methods(about: object) -> dict[Phrase, Phrase]:
    """Names of methods in the singular, each with the first that means the same."""
    groups = (*([name] for name in _listed(about, "alone")), *_listed(about, "same"))
    said = ([tuple(singular(word) for word in tokens(name)) for name in group] for group in groups)
    return {name: names[0] for names in said for name in names}


def _names(places: Mapping[Phrase, Place]) -> dict[Place, tuple[Phrase, ...]]:
    named: dict[Place, list[Phrase]] = {}
    for phrase, place in places.items():
        named.setdefault(place, []).append(tuple(stem(word) for word in phrase))
    return {place: tuple(phrases) for place, phrases in named.items()}


def _longest(phrases: Iterable[Phrase]) -> dict[str, int]:
    """By the first word of phrases, how many words the longest of them has."""
    sizes: dict[str, int] = {}
    for phrase in phrases:
        if phrase:
            sizes[phrase[0]] = max(sizes.get(phrase[0], 0), len(phrase))
    return sizes


def _places(table: Mapping[str, Any]) -> Iterator[tuple[Phrase, Place]]:
    for name, about in dict(table.get("countries") or {}).items():
        place = Place(name, name)
        for each in (name, *_listed(about, "people"), *_listed(about, "also"), *_listed(about, "elsewhere")):
            yield from _named(each, place)
    for name, about in dict(table.get("places") or {}).items():
        place = Place(name, about["country"])
        for each in (name, *_listed(about, "people"), *_listed(about, "also")):
            yield from _named(each, place)
    for acronym, name in dict(table.get("acronyms_of_places") or {}).items():
        yield tuple(tokens(acronym)), Place(name, name)
    elsewhere = dict(table.get("cities_elsewhere") or {})
    for country, cities in dict(table.get("cities") or {}).items():
        for city in cities:
            for each in (city, *elsewhere.get(city, ())):
                yield from _named(each, Place(city, country, city=True))


def _named(name: str, place: Place) -> Iterator[tuple[Phrase, Place]]:
    """Malmoe is Malmö, too."""
    return ((tuple(tokens(each)), place) for each in spellings(name))


def _terms(table: Mapping[str, Any]) -> dict[Phrase, tuple[Phrase, ...]]:
    """The names of each body and term as stems, by each of them in the singular."""
    found: dict[Phrase, tuple[Phrase, ...]] = {}
    for names in (*table.get("aliases", ()), *_groups(table)):
        told = tuple(_phrases(names))
        found.update((tuple(singular(word) for word in tokens(name)), told) for name in names)
    return found


def _groups(table: Mapping[str, Any]) -> Iterator[list[str]]:
    """The names of each term: below each theme one term a line, its names apart by commas."""
    for lines in dict(table.get("terms") or {}).values():
        yield from (line.split(",") for line in lines.splitlines())


def _acronyms(table: Mapping[str, Any]) -> dict[str, str]:
    long = dict(table.get("acronyms") or {})
    return {
        stem(words[0]): str(names[0])
        for short, names in long.items()
        if names and len(words := tokens(short)) == 1
    }


def _names_of_bodies(table: Mapping[str, Any]) -> Iterator[Iterable[str]]:
    """The names that mean the same: aliases, and acronyms with what they stand for."""
    yield from table.get("aliases", ())
    yield from ((short, *long) for short, long in dict(table.get("acronyms") or {}).items())


def _phrases(names: Iterable[str]) -> list[Phrase]:
    return [phrase for each in names if (phrase := tuple(stem(word) for word in tokens(each)))]


def _alternatives(
    groups: Iterable[Sequence[Phrase]], never: frozenset[str] = frozenset()
) -> dict[Phrase, tuple[Phrase, ...]]:
    """Every phrase that can stand for another, both ways; `never` stand for none: it is in every line."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for phrases in groups:
        for phrase in phrases:
            others = (
                other for other in phrases if other != phrase and not (len(other) == 1 and other[0] in never)
            )
            found.setdefault(phrase, {}).update(dict.fromkeys(others))
    return {phrase: tuple(others) for phrase, others in found.items()}


def _listed(about: object, key: str) -> tuple[str, ...]:
    value = about.get(key, ()) if isinstance(about, Mapping) else ()
    return tuple(value) if isinstance(value, list) else ()


def capitals(text: str) -> frozenset[str]:
    """The words of a text that are written in capitals, folded."""
    return frozenset(fold(word.replace(".", "")) for word in re.findall(r"\b[A-Z][A-Z.]+s?\b", text))
