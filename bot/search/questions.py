"""A question's text to what is asked: words, kind, places. Pure; answers nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.lexicon import Lexicon, Phrase, Place
from bot.model import Kind
from bot.search.reading import Sentence, Word, longest_known, read
from bot.search.reducing import Named, asking, carrying, in_passing, is_long
from bot.words import stem, tokens

# A thread is read for what carries it; beyond this nothing new is learnt.
MOST_CHARACTERS = 3000
_NO_RANKS: Mapping[str, int] = {}

# As Slack writes them: <https://a.example|what people see>, <@U1>, <#C1|streets>, <!here>.
_LABELLED = re.compile(r"<(?:https?:|mailto:)[^<>|]*\|([^<>]*)>")
_ENTITY = re.compile(r"<[@#!][^<>]*>")
_RUN = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|^\W*(?:www\.|mailto:)", re.IGNORECASE)

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("example", "examples", "case", "cases"), "example"),
    **dict.fromkeys(("challenge", "challenges", "barrier", "barriers", "obstacle", "obstacles"), "challenge"),
    **dict.fromkeys(("approach", "approaches", "strategy", "strategies"), "approach"),
    **dict.fromkeys(("principle", "principles", "definition", "definitions", "define"), "principle"),
}

# How people ask for a kind without naming it, the product's own headings among them.
_ASKED_AS: dict[Kind, tuple[str, ...]] = {
    "challenge": (
        *(f"{verb} in the way" for verb in ("got", "get", "gets", "getting", "stood", "stands")),
        *(
            "went wrong",
            "goes wrong",
            "go wrong",
            "struggle with",
            "struggled with",
            "what is hard",
            "made it hard",
        ),
    ),
    "approach": ("what helped", "what helps", "what worked", "what works", "how to", "what can we do"),
    "example": (
        *("has anyone", "have others", "did others", "who else", "done this before"),
        *("what others tried", "what was tried"),
    ),
}
_SAYINGS: dict[Phrase, Kind] = {
    tuple(saying.split()): kind for kind, sayings in _ASKED_AS.items() for saying in sayings
}


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing a question asks about: a word or name, and the phrases of stems that would meet it.

    `typed` is as it was typed, or the English for it; the first phrase is the same. `place` is set for a country,
    region or city. `aside` says that it stands beside what is asked. `needles` are the phrases as they
    stand in a field of stems.
    """

    typed: str
    phrases: tuple[Phrase, ...]
    place: Place | None = None
    aside: bool = False
    needles: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "needles", tuple(f" {' '.join(phrase)} " for phrase in self.phrases))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, taken apart. `kind` is what kind of statement it wants; None where it does not say.

    `gist` is what to compare with statements by meaning: the text, without the sentences of a long one that
    carry nothing, and in English words where it was of another language. `understood` are words of another
    language, at most eight, each with what it was read as.
    """

    text: str
    concepts: tuple[Concept, ...]
    kind: Kind | None
    gist: str = ""
    understood: tuple[tuple[str, str], ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The places asked about, in order."""
        return tuple(concept.place for concept in self.concepts if concept.place)

    @property
    def topics(self) -> tuple[Concept, ...]:
        """What is asked about beside places."""
        return tuple(concept for concept in self.concepts if not concept.place)


def without_addresses(text: str) -> str:
    """The text without mail and web addresses and without mentions: they name people, not what is asked."""
    text = _ENTITY.sub(" ", _LABELLED.sub(r" \1 ", text))
    return _RUN.sub(lambda run: " " if _ADDRESS.search(run[0]) else run[0], text)


def understand(text: str, lexicon: Lexicon, ranks: Mapping[str, int] = _NO_RANKS) -> Asked:
    """The question taken apart, each word once; words that carry nothing are left out.

    `ranks` are right English words with their rank from the commonest on. A message of many words is reduced to
    those that carry it, and its gist to the sentences they stand in.
    """
    text = text[:MOST_CHARACTERS]
    reading = read(text, lexicon, ranks)
    size = sum(len(sentence.words) for sentence in reading.sentences)
    long = is_long(size)
    asked = [_asked_in(sentence, lexicon, alone=size <= 2) for sentence in reading.sentences]
    named = [concept for concepts, _ in asked for concept in concepts]
    kept = _carrying(named, lexicon, ranks) if long else {concept.phrases[0] for concept in named}
    said = [
        sentence.text
        for sentence, (concepts, _) in zip(reading.sentences, asked, strict=True)
        if not long or any(concept.phrases[0] in kept for concept in concepts)
    ]
    asks = asking([sentence.text for sentence in reading.sentences], long=long)
    meant = _meant([each for at in asks for each in asked[at][0]], lexicon, ranks)
    return Asked(
        text,
        tuple(
            replace(concept, aside=bool(meant) and concept.phrases[0] not in meant)
            for concept in _once(named)
            if concept.phrases[0] in kept
        ),
        next((kind for _, kind in asked if kind), None),
        " ".join(said),
        reading.understood,
    )


def _meant(concepts: Sequence[Concept], lexicon: Lexicon, ranks: Mapping[str, int]) -> set[Phrase]:
    """What the sentences that ask name; nothing where that is all said in passing: "A question for you all? Silos"."""
    telling = any(each.place or not in_passing(each.typed, lexicon, ranks) for each in concepts)
    return {each.phrases[0] for each in concepts} if telling else set()


def _once(concepts: Iterable[Concept]) -> Iterable[Concept]:
    """Each concept once, as it was first named."""
    first: dict[Phrase, Concept] = {}
    for concept in concepts:
        first.setdefault(concept.phrases[0], concept)
    return first.values()


def _carrying(concepts: Sequence[Concept], lexicon: Lexicon, ranks: Mapping[str, int]) -> set[Phrase]:
    times = Counter(concept.phrases[0] for concept in concepts)
    named = {
        concept.phrases[0]: Named(concept.typed, times[concept.phrases[0]], concept.place is not None)
        for concept in _once(concepts)
    }
    return carrying(named, lexicon, ranks)


def _asked_in(sentence: Sentence, lexicon: Lexicon, *, alone: bool) -> tuple[list[Concept], Kind | None]:
    """What a sentence asks about, and the first kind it names; a kind is a topic only where it stands alone."""
    words = [word.text for word in sentence.words]
    stems = [stem(word) for word in words]
    closed = {number for number, word in enumerate(sentence.words) if word.closes}
    concepts: list[Concept] = []
    kind: Kind | None = None
    at = 0
    while at < len(words):
        word, span = sentence.words[at], 1
        if word.place:
            span = word.span
            concepts.append(_place(words[at : at + span], word.place, lexicon))
        elif saying := _saying(words, at):
            kind, span = kind or _SAYINGS[saying], len(saying)
        elif (span := longest_known(stems, at, closed, lexicon)) > 1:
            concepts.append(_concept(sentence.words[at : at + span], lexicon))
        elif word.text in _KINDS:
            kind = kind or _KINDS[word.text]
            concepts += [_concept((word,), lexicon)] if alone else []
        elif _carries(word, lexicon):
            concepts.append(_concept((word,), lexicon))
        at += span
    return concepts, kind


def _saying(words: list[str], at: int) -> Phrase | None:
    found = (tuple(words[at : at + size]) for size in (4, 3, 2))
    return next((phrase for phrase in found if phrase in _SAYINGS), None)


def _carries(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word may be asked about: not "it", but IT."""
    if word.text in lexicon.stop_words:
        return word.large and (stem(word.text),) in lexicon.in_capitals
    return len(word.text) > 1 or word.text.isdigit()


def _concept(words: Sequence[Word], lexicon: Lexicon) -> Concept:
    first = words[0]
    phrase = _stems(word.text for word in words)
    others = list(lexicon.alternatives.get(phrase, ()))
    if len(words) == 1 and first.large and phrase in lexicon.in_capitals:
        others = list(lexicon.in_capitals[phrase])
        # What IT stands for, for "it" stands in every line.
        phrase = others.pop(0) if first.text in lexicon.stop_words else phrase
    also = [_stems(tokens(meaning)) for meaning in first.also]
    also += [far for meaning in also[:1] for far in lexicon.alternatives.get(meaning, ())][:8]
    typed = [_stems(first.typed)] if first.typed else []
    return Concept(
        " ".join(word.text for word in words), tuple(dict.fromkeys((phrase, *typed, *others, *also)))
    )


def _place(words: list[str], place: Place, lexicon: Lexicon) -> Concept:
    return Concept(" ".join(words), tuple(dict.fromkeys((_stems(words), *lexicon.names[place]))), place)


def _stems(words: Iterable[str]) -> Phrase:
    return tuple(stem(word) for word in words)


KIND_WORDS: frozenset[str] = frozenset(re.sub(r"\W", "", word) for word in _KINDS)
