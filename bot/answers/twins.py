"""Statements of several notes that tell the same thing, put together. Pure; words and seconds decide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bot.model import Statement
from bot.words import fold, tokens

# Two statements of one talk within a breath, or of any talk in nearly the same words, tell the same thing.
_SAME_MOMENT, _LIKE_ENOUGH, _NEARLY_THE_SAME = 2, 58, 88
# "Trust." stands word for word in many a longer statement, and tells less than any of them.
_LENGTHS = 0.5
# Of a statement's numbers, those that count something: not the 19 of COVID-19.
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*")
_COUNTED = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip


@dataclass(slots=True)
class Told:
    """A statement, and its twins of other notes; those were told again."""

    statement: Statement
    twins: list[Statement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """What is compared of a statement, made once: at most a hundred meet each other."""

    note: str
    video: str | None
    seconds: tuple[int, ...]
    folded: str
    words: int
    numbers: frozenset[str]


def merged(statements: Iterable[Statement], beside: Iterable[Statement] = ()) -> list[Told]:
    """Each statement once, in order; a twin of an earlier one stands with it.

    Those `beside` come first and stay apart from each other.
    """
    told = [(_read(statement), Told(statement)) for statement in beside]
    for statement in statements:
        read = _read(statement)
        first = next((each for other, each in told if _same(other, read)), None)
        if first:
            first.twins.append(statement)
        else:
            told.append((read, Told(statement)))
    return [each for _, each in told]


def same(one: Statement, other: Statement) -> bool:
    """Whether the other statement, of another note, tells the same thing and no number that the one lacks."""
    return _same(_read(one), _read(other))


def shared(ones: Iterable[Statement], others: Iterable[Statement]) -> int:
    """How many of the others tell the same thing as one of these."""
    read = [_read(each) for each in ones]
    return sum(any(_same(one, other) for one in read) for other in map(_read, others))


def _same(one: _Read, other: _Read) -> bool:
    # Where two notes give different numbers, both stand.
    if one.note == other.note or not other.numbers <= one.numbers:
        return False
    at_once = one.video is not None and one.video == other.video and _within_a_breath(one, other)
    if not at_once and min(one.words, other.words) < _LENGTHS * max(one.words, other.words):
        return False
    needed = _LIKE_ENOUGH if at_once else _NEARLY_THE_SAME
    return fuzz.token_set_ratio(one.folded, other.folded, score_cutoff=needed) > 0


def _within_a_breath(one: _Read, other: _Read) -> bool:
    return any(abs(a - b) <= _SAME_MOMENT for a in one.seconds for b in other.seconds)


def _read(statement: Statement) -> _Read:
    citation, words, folded = statement.citation, tokens(statement.text), fold(statement.text)
    return _Read(
        citation.note,
        citation.video,
        tuple(each.seconds for each in citation.seconds if each.seconds is not None),
        folded,
        len(words),
        frozenset((*_NUMBER.findall(folded), *(_COUNTED[word] for word in words if word in _COUNTED))),
    )
