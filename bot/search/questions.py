"""A question's text to what is asked: words, kind, places. Pure; answers nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.lexicon import Lexicon, Phrase, Place
from bot.model import Kind
from bot.words import stem, tokens

# A thread is read for what carries it; beyond this nothing new is learnt.
MOST_CHARACTERS = 3000
MOST_WORDS = 60

# As Slack writes them: <https://a.example|what people see>, <@U1>, <#C1|streets>, <!here>.
_LABELLED = re.compile(r"<(?:https?:|mailto:)[^<>|]*\|([^<>]*)>")
_ENTITY = re.compile(r"<[@#!][^<>]*>")
_RUN = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|^\W*(?:www\.|mailto:)", re.IGNORECASE)

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        ("example", "examples", "case", "cases", "ejemplo", "ejemplos", "exemple", "exemples"), "example"
    ),
    **dict.fromkeys(("beispiel", "beispiele", "exemplo", "exemplos", "voorbeeld", "voorbeelden"), "example"),
    **dict.fromkeys(("challenge", "challenges", "barrier", "barriers", "obstacle", "obstacles"), "challenge"),
    **dict.fromkeys(("desafio", "desafios", "retos", "defis", "obstaculos", "hindernisse"), "challenge"),
    **dict.fromkeys(
        ("approach", "approaches", "strategy", "strategies", "enfoques", "approches"), "approach"
    ),
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
    """One thing a question asks about: a word or name as typed, and the phrases of stems that would meet it.

    `place` is set for a country, region or city; the first phrase is the one typed. `needles` are the phrases as
    they stand in a field of stems.
    """

    typed: str
    phrases: tuple[Phrase, ...]
    place: Place | None = None
    needles: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "needles", tuple(f" {' '.join(phrase)} " for phrase in self.phrases))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, taken apart. `kind` is what kind of statement it wants; None where it does not say."""

    text: str
    concepts: tuple[Concept, ...]
    kind: Kind | None

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


def understand(text: str, lexicon: Lexicon) -> Asked:
    """The question taken apart, each word once; words that carry nothing are left out."""
    text = text[:MOST_CHARACTERS]
    words = tokens(text)[: MOST_WORDS * 4]
    mentions = {mention.start: mention for mention in lexicon.mentions(text)}
    concepts: dict[Phrase, Concept] = {}
    kind: Kind | None = None
    at = 0
    while at < len(words) and len(concepts) < MOST_WORDS:
        if mention := mentions.get(at):
            phrase = _stems(words[at : mention.end])
            concepts.setdefault(phrase, _place(words[at : mention.end], mention.place, lexicon))
            at = mention.end
            continue
        if saying := _saying(words, at):
            kind = kind or _SAYINGS[saying]
            at += len(saying)
            continue
        size = _longest_known(words, at, lexicon)
        phrase = _stems(words[at : at + size])
        if size == 1 and words[at] in _KINDS:
            kind = kind or _KINDS[words[at]]
            concepts.setdefault(phrase, _concept(words[at : at + 1], lexicon)) if len(words) <= 2 else None
        elif size > 1 or _carries(words[at], lexicon):
            concepts.setdefault(phrase, _concept(words[at : at + size], lexicon))
        at += size
    return Asked(text, tuple(concepts.values()), kind)


def _saying(words: list[str], at: int) -> Phrase | None:
    found = (tuple(words[at : at + size]) for size in (4, 3, 2))
    return next((phrase for phrase in found if phrase in _SAYINGS), None)


def _carries(word: str, lexicon: Lexicon) -> bool:
    return word not in lexicon.stop_words and (len(word) > 1 or word.isdigit())


def _longest_known(words: list[str], at: int, lexicon: Lexicon) -> int:
    """How many words from here make a known name or saying: "civil society organisations" is one thing."""
    for size in (5, 4, 3, 2):
        phrase = _stems(words[at : at + size])
        if len(phrase) == size and phrase in lexicon.alternatives:
            return size
    return 1


def _concept(words: list[str], lexicon: Lexicon) -> Concept:
    phrase = _stems(words)
    others: list[Phrase] = list(lexicon.alternatives.get(phrase, ()))
    if len(words) == 1:
        others += [_stems(tokens(meaning)) for meaning in lexicon.elsewhere.get(words[0], ())]
        others += [far for meaning in others[-2:] for far in lexicon.alternatives.get(meaning, ())][:8]
    return Concept(" ".join(words), tuple(dict.fromkeys((phrase, *others))))


def _place(words: list[str], place: Place, lexicon: Lexicon) -> Concept:
    return Concept(" ".join(words), tuple(dict.fromkeys((_stems(words), *lexicon.names[place]))), place)


def _stems(words: Iterable[str]) -> Phrase:
    return tuple(stem(word) for word in words)


KIND_WORDS: frozenset[str] = frozenset(re.sub(r"\W", "", word) for word in _KINDS)
