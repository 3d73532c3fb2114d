"""Notes and questions made up for the bench: Zipf's law, topics, headings, cases. The same at every run."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.lexicon import Lexicon
from bot.model import Case, Citation, Kind, Note, Seconds, Statement
from bot.notes.library import Library
from bot.words import stem

if TYPE_CHECKING:
    from bot.search.meaning import Sense

_WIDTH = 384
_KINDS: tuple[Kind, ...] = ("example", "challenge", "approach", "principle", "context")
_WORDS_OF_A_STATEMENT, _STATEMENTS_OF_A_NOTE, _OF_A_SECTION, _OF_A_TOPIC = 24, 60, 6, 500
# Beyond right English, words are names, terms and slips: text of 10^6 statements holds some 200,000.
_VOCABULARY = 200_000
# Shares of a text that carry nothing and that are of its topic, and how many words a topic has, some of them of the
# field. With these a question's words stand in 2 % of all statements (median) and with their synonyms in 8 %, as
# they do for 174 labelled questions of three to nine words on 186 notes of one wiki.
_NOTHING, _TOPICAL = 0.4, 0.25
_WORDS_OF_A_TOPIC, _OF_THE_FIELD = 150, 90
_OPENINGS = (
    "how do",
    "what about",
    "who has",
    "why is there",
    "the",
    "where did",
    "examples of",
    "challenges in",
)


def vocabulary(ranked: Mapping[str, int]) -> tuple[str, ...]:
    """So many words, commonest first: those given with their ranks, then made-up ones of two to five syllables."""
    dice = random.Random(1)  # noqa: S311  the same words at every run
    first: dict[int, str] = {}
    for word, rank in ranked.items():
        # The list holds each word and, by the same rank, its stem.
        first.setdefault(rank, word)
    words = dict.fromkeys(first[rank] for rank in sorted(first))
    while len(words) < _VOCABULARY:
        starts = dice.choices("bcdfghklmnprstvz", k=dice.choice((2, 3, 3, 4, 5)))
        words["".join(each + dice.choice(("a", "e", "i", "o", "u", "an", "er")) for each in starts)] = None
    return tuple(words)


class Writer:
    """Writes notes in the words of a vocabulary, and asks in the words of notes."""

    def __init__(self, words: Sequence[str], lexicon: Lexicon, seed: int) -> None:
        self._dice = np.random.default_rng(seed)
        self._stop_words = lexicon.stop_words
        self._nothing = _Drawn.by_rank([word for word in words if word in lexicon.stop_words] or ["the"])
        self._all = _Drawn.by_rank([word for word in words if word not in lexicon.stop_words])
        self._field = _Drawn.evenly(
            [word for word in words if (stem(word),) in lexicon.alternatives] or list(words[:500])
        )
        self._countries = sorted({place.country for place in lexicon.places.values()})

    def library(self, size: int) -> Library:
        """Notes of so many statements."""
        topics = [self._topic() for _ in range(max(10, size // _OF_A_TOPIC))]
        notes: list[Note] = []
        cases: list[Case] = []
        for first in range(0, size, _STATEMENTS_OF_A_NOTE):
            topic = topics[self._any(len(topics))]
            cases.append(Case(self._name(first), self._countries[self._any(len(self._countries))]))
            lines = range(first, min(first + _STATEMENTS_OF_A_NOTE, size))
            name = f"note_{first}"
            told = tuple(self._statements(name, lines, cases[-1], topic))
            notes.append(Note(name, self._said(topic, 3), None, told, ()))
        return Library(tuple(notes), (), tuple(cases), ())

    def questions(self, library: Library, number: int) -> list[str]:
        """So many questions of three to seven words, those that carry something all from one statement."""
        told = [each for note in library.notes for each in note.statements]
        return [self._question(told[self._any(len(told))]) for _ in range(number)]

    def _question(self, about: Statement) -> str:
        words = " ".join((about.text, *about.leads, about.country or "")).split()
        says = [word for word in dict.fromkeys(words) if word.lower() not in self._stop_words]
        self._dice.shuffle(says)
        return f"{_OPENINGS[self._any(len(_OPENINGS))]} {' '.join(says[: 2 + self._any(4)])}"

    def _statements(self, note: str, lines: range, case: Case, topic: _Drawn) -> Iterator[Statement]:
        for line, number in enumerate(lines):
            of_case = line // _OF_A_SECTION % 3 == 0
            if line % _OF_A_SECTION == 0:
                heads = case.name if of_case else self._said(topic, 3)
            yield Statement(
                id=f"{number:07x}",
                citation=Citation(note, line + 1, None, (Seconds(f"00:{line:02}:30", 60 * line + 30),)),
                text=self._text(topic),
                headings=(heads,),
                leads=(self._said(topic, 2),) if line % 2 else (),
                kind=_KINDS[number % len(_KINDS)],
                case=case.name if of_case else None,
                country=case.country if of_case else None,
            )

    def _text(self, topic: _Drawn) -> str:
        falls = self._dice.random(_WORDS_OF_A_STATEMENT)
        nothing = int((falls < _NOTHING).sum())
        topical = int((falls > 1 - _TOPICAL).sum())
        words = [
            *self._nothing.some(nothing, self._dice),
            *topic.some(topical, self._dice),
            *self._all.some(_WORDS_OF_A_STATEMENT - nothing - topical, self._dice),
        ]
        self._dice.shuffle(words)
        return " ".join(words)

    def _topic(self) -> _Drawn:
        ranks = self._dice.integers(len(self._all.words) // 10, size=_WORDS_OF_A_TOPIC - _OF_THE_FIELD)
        words = [self._all.words[at] for at in ranks] + self._field.some(_OF_THE_FIELD, self._dice)
        self._dice.shuffle(words)
        return _Drawn.by_rank(words)

    def _name(self, number: int) -> str:
        return f"{' '.join(self._all.some(2, self._dice))} {number:x}".title()

    def _said(self, drawn: _Drawn, number: int) -> str:
        return " ".join(drawn.some(number, self._dice))

    def _any(self, number: int) -> int:
        return int(self._dice.integers(number))


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """Words to draw, each with the share of draws that falls on it and on those before."""

    words: Sequence[str]
    shares: NDArray[np.float64]

    @classmethod
    def by_rank(cls, words: Sequence[str]) -> _Drawn:
        """The first most often, by Zipf's law."""
        shares = np.cumsum(1 / (np.arange(len(words)) + 2.7))
        return cls(words, shares / shares[-1])

    @classmethod
    def evenly(cls, words: Sequence[str]) -> _Drawn:
        """Each as often as any other."""
        return cls(words, np.arange(1, len(words) + 1) / len(words))

    def some(self, number: int, dice: np.random.Generator) -> list[str]:
        """So many of them, drawn."""
        return [self.words[at] for at in np.searchsorted(self.shares, dice.random(number))]


class Pretending:
    """Stands in for the model while notes are indexed: meanings by chance, in a thousandth of the time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._dice = np.random.default_rng(1)
        self._pieces = _unit(self._dice.standard_normal((4096, _WIDTH), np.float32))

    def said(self, text: str) -> tuple[str, ...]:
        """The word each piece might be of: every fourth is of two, so a sentence of 24 words has 30 pieces."""
        return tuple(word for at, word in enumerate(text.split()) for _ in range(2 if at % 4 == 3 else 1))

    def read(self, texts: Sequence[str], threads: int = 1) -> list[Sense]:  # noqa: ARG002  as Model.read
        """What each text might mean."""
        from bot.search.meaning import Sense

        wholes = _unit(self._dice.standard_normal((len(texts), _WIDTH), np.float32))
        sizes = [len(self.said(text)) for text in texts]
        starts = self._dice.integers(len(self._pieces) - max(sizes, default=0), size=len(texts))
        return [
            Sense(whole, self._pieces[at : at + size])
            for whole, at, size in zip(wholes, starts, sizes, strict=True)
        ]


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
