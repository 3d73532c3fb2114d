"""A question's text to words to look up: sentences, places, other languages put into English. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from bot.lexicon import Foreign, Lexicon, Mention, Phrase, Place, capitals
from bot.search import languages
from bot.words import stem, tokens

# A thread is read for what carries it; beyond this nothing new is learnt.
MOST_WORDS = 240
_MOST_UNDERSTOOD = 8
_NAME = 2
_END = re.compile(r"(?<=[.!?…])\s+|\n+")
# Who lists schools, transport and housing names no school transport.
_MARK = re.compile(r"[,;:()!?…]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word to look up: folded, and English wherever it is known what it means.

    `typed` are the folded words of another language that it stands for; `meant`, on the first word that stands
    for them, is all the English for them, and `also` what else they may mean. `large` says that it was written
    in capitals. `place` is what this and the next words name, `span` words in all. `closes` says that a comma or the
    like stands behind it.
    """

    text: str
    typed: Phrase = ()
    meant: str = ""
    also: tuple[str, ...] = ()
    large: bool = False
    place: Place | None = None
    span: int = 1
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its words, and its text, in English where some of it was of another language."""

    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read. `understood` are words of another language, at most eight, each with what it was read as."""

    sentences: tuple[Sentence, ...]
    understood: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence to read: its text, its folded words, the places it names by the word they begin with, and the words,
    by number, behind which a mark stands.
    """

    text: str
    words: tuple[str, ...]
    places: Mapping[int, Mention]
    closed: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a sentence is read with: the lexicon, the language of the text, right English words."""

    lexicon: Lexicon
    language: Foreign | None
    right: Collection[str]


def read(text: str, lexicon: Lexicon, right: Collection[str] = ()) -> Reading:
    """The sentences of a text that hold any word, of 240 words together. `right` are right English words."""
    parts = tuple(_parts(text, lexicon))
    said = [word for part in parts for word in _beside_places(part)]
    known = _Known(lexicon, languages.spoken(said, lexicon, languages.accented(text)), right)
    # Where more than a name is written in capitals, they say nothing.
    shouting = len(said) > _NAME and sum(map(str.isupper, text)) > sum(map(str.islower, text))
    sentences, understood = [], dict[str, str]()
    for part in parts:
        words = tuple(_words(part, known, frozenset() if shouting else capitals(part.text)))
        meant = _understood(part.text, [word for word in words if word.meant])
        # "Innovation" is French as well: nothing was put into English, and the sentence stays as it was written.
        sentences.append(Sentence(_in_english(words) if meant else part.text, words))
        understood |= meant
    return Reading(tuple(sentences), tuple(understood.items())[:_MOST_UNDERSTOOD])


def _parts(text: str, lexicon: Lexicon) -> Iterator[_Part]:
    room = MOST_WORDS
    for part in _END.split(text):
        words = tuple(tokens(part)[:room])
        if words:
            named = {each.start: each for each in lexicon.mentions(part) if each.end <= room}
            counted = accumulate(len(tokens(run)) for run in _MARK.split(part))
            yield _Part(part, words, named, frozenset(each - 1 for each in counted))
            room -= len(words)


def _beside_places(part: _Part) -> Iterator[str]:
    named = {at for place in part.places.values() for at in range(place.start, place.end)}
    return (word for at, word in enumerate(part.words) if at not in named)


def longest_known(stems: Sequence[str], at: int, closed: Collection[int], lexicon: Lexicon) -> int:
    """How many stems from here make a known name or saying: "civil society organisations" is one thing.

    Behind the stems `closed`, by number, a mark stands.
    """
    longest = min(lexicon.longest_saying.get(stems[at], 0), len(stems) - at)
    until = next((each for each in range(at, at + longest) if each in closed), at + longest)
    longest = min(longest, until + 1 - at)
    return next((n for n in range(longest, 1, -1) if tuple(stems[at : at + n]) in lexicon.alternatives), 1)


def _words(part: _Part, known: _Known, large: frozenset[str]) -> Iterator[Word]:
    """A sentence's words in order; those of another language in English, none that is said in passing."""
    stems = [stem(word) for word in part.words]
    at = 0
    while at < len(part.words):
        span, said = _said(part, stems, at, known, large)
        if said and not part.closed.isdisjoint(range(at, at + span)):
            said[-1] = replace(said[-1], closes=True)
        yield from said
        at += span


def _said(
    part: _Part, stems: Sequence[str], at: int, known: _Known, large: frozenset[str]
) -> tuple[int, list[Word]]:
    """How many of a sentence's words from here belong together, and what they are read as."""
    words = part.words
    small = known.language.function_words if known.language else frozenset()
    # In Swedish "finns" is no people.
    if (place := part.places.get(at)) and not (place.end == at + 1 and words[at] in small):
        span = place.end - at
        return span, [Word(words[at], place=place.place, span=span), *map(Word, words[at + 1 : place.end])]
    if (span := longest_known(stems, at, part.closed, known.lexicon)) > 1:
        return span, list(map(Word, words[at : at + span]))
    if span := _passing(words, at, known.lexicon):
        return span, []
    span, english = _elsewhere(words, at, known)
    return span, [Word(words[at], large=words[at] in large)] if english is None else english


def _passing(words: Phrase, at: int, lexicon: Lexicon) -> int:
    """How many words from here make a phrase said in passing."""
    longest = lexicon.longest_passing.get(words[at], 0)
    return next((n for n in range(longest, 1, -1) if words[at : at + n] in lexicon.passing_phrases), 0)


def _elsewhere(words: Phrase, at: int, known: _Known) -> tuple[int, list[Word] | None]:
    """How many words from here are of another language, and the English for them; one and None for English."""
    sayings = known.language or known.lexicon.elsewhere
    for size in range(sayings.longest.get(words[at], 0), 1, -1):
        if found := sayings.words.get(" ".join(words[at : at + size])):
            return size, _translated(words[at : at + size], found)
    if known.language and words[at] in known.language.function_words:
        return 1, []
    found = languages.english(words[at], known.lexicon, known.language, known.right)
    return 1, _translated((words[at],), found) if found else None


def _translated(typed: Phrase, meanings: tuple[str, ...]) -> list[Word]:
    first, *others = tokens(meanings[0])
    return [Word(first, typed, meanings[0], meanings[1:]), *(Word(word, typed) for word in others)]


def _understood(part: str, foreign: Iterable[Word]) -> dict[str, str]:
    """What was typed, as it was typed, to what it was read as; not where both are the same word."""
    written = {word: run for run in languages.RUN.findall(part) for word in tokens(run)} if foreign else {}
    return {
        " ".join(written.get(word, word) for word in each.typed): each.meant
        for each in foreign
        if [stem(word) for word in tokens(each.meant)] != [stem(word) for word in each.typed]
    }


def _in_english(words: Iterable[Word]) -> str:
    return " ".join(word.place.name if word.place else word.text for word in words)
