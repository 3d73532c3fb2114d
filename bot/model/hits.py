"""A question, and what a search brings. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.model.notes import Kind, Statement

Tier = Literal["confident", "closest", "nothing"]
Bond = Literal["item", "section", "beside", "note", "link", "case", "meaning", "words"]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, understood. `words` are folded content words, of a long message those of what it asks;
    `unknown_places` are places, and names and terms of any sort, that stand in no note.
    """

    text: str
    words: tuple[str, ...]
    kind: Kind | None = None
    countries: tuple[str, ...] = ()
    case: str | None = None
    unknown_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement and how well it fits: `score` orders, `coverage` (0 to 1) is the share of the question met.

    `met` are the words of the question that it meets.
    """

    statement: Statement
    score: float
    coverage: float
    met: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pairing:
    """An approach beside a challenge. `strength` orders; `bonds` say how it belongs there, the closest first.

    It may stand in the challenge's own paragraph or bullet ("item"), its section, a section beside that, or its
    note; in a note that links to that one or is linked from it; tell of the same case; be near in meaning, or in
    words. Without bonds it is no more than the nearest.
    """

    statement: Statement
    strength: float
    bonds: tuple[Bond, ...] = ()


@dataclass(frozen=True, slots=True)
class Against:
    """A challenge of the notes, those of other notes that say the same, and approaches beside it, best first."""

    challenge: Statement
    twins: tuple[Statement, ...]
    pairings: tuple[Pairing, ...]

    @property
    def paired(self) -> bool:
        """Whether the notes pair anything with it."""
        return any(each.bonds for each in self.pairings)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brings: hits best first, how sure they are, and the words no hit met.

    `slips` are mistyped words and `understood` words of another language, each with what it was read as.
    """

    question: Question
    tier: Tier
    hits: tuple[Hit, ...]
    unmatched: tuple[str, ...] = ()
    slips: tuple[tuple[str, str], ...] = ()
    understood: tuple[tuple[str, str], ...] = ()
