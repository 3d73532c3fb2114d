"""Which approaches belong to a challenge, how strongly and why. Pure; where they stand, their words, their meaning."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.model import Bond, Pairing, Statement
from bot.search.remedies import among_remedies, is_trouble, says_what_to_do
from bot.words import stems

# Tuned on 44 challenges drawn from 191 notes and from the shipped ones, by judging the first three approaches of
# each: what place adds, what shared words do, with meanings and without, and what reads like a remedy.
_BY_PLACE: Mapping[Bond, float] = {
    "item": 0.35,
    "section": 0.15,
    "beside": 0.15,
    "case": 0.1,
    "note": 0.08,
    "link": 0.06,
}
_WORDS, _WORDS_ALONE, _HALFWAY = 0.5, 1.5, 0.05
_REMEDY_HERE, _REMEDY = 0.1, 0.06
# A statement as near to all others as to this one says little of it. What any two statements share tells nothing.
_COMMON, _USUAL = 0.5, 0.15
# What a pairing needs, and what is near enough to be shown, as no more than the nearest, and how many of these.
_PAIRED, _NEAR, _MOST_NEAR = 0.6, 0.4, 2
# Beside a much better one, the rest only looks like an answer.
_OF_THE_BEST = 0.7
_FEWEST_WORDS = 4
# Where meanings are known, only the words of so many are looked at.
_READ_CLOSELY = 40
# What shares more of its words with the challenge only says it again.
_THE_SAME = 0.7


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that may help: how near its meaning is to the challenge's, and how much nearer than others to all
    statements, each from -1 to 1. `likeness` is None where no meaning is known.
    """

    statement: Statement
    likeness: float | None = None
    common: float = 0.0


def pairings(
    challenge: Statement,
    candidates: Sequence[Candidate],
    rarity: Callable[[str], float],
    linked: Collection[str],
) -> tuple[Pairing, ...]:
    """The approaches beside a challenge, best first: those that belong to it, or else the nearest, without bonds.

    `rarity` is of a stem, `linked` are the notes that link to the challenge's or that it links to.
    """
    asked = _weights(challenge, rarity)
    near = [
        (each, tuple(_bonds(challenge, each.statement, linked)))
        for each in candidates
        if each.statement.id != challenge.id and len(each.statement.text.split()) >= _FEWEST_WORDS
    ]
    if any(each.likeness is not None for each, _ in near):
        near = sorted(near, key=lambda each: -_at_a_glance(*each))[:_READ_CLOSELY]
    weighed = []
    for each, bonds in near:
        shared = _shared(asked, _weights(each.statement, rarity))
        if shared > _THE_SAME or is_trouble(each.statement):
            continue
        by_words = each.likeness is None
        strength = _at_a_glance(each, bonds) + shared * (_WORDS_ALONE if by_words else _WORDS)
        held = bonds or ("words" if by_words else "meaning",)
        weighed.append(Pairing(each.statement, strength + _reads(each.statement), held))
    return _worth_showing(sorted(weighed, key=lambda each: -each.strength))


def _worth_showing(ranked: Sequence[Pairing]) -> tuple[Pairing, ...]:
    best = ranked[0].strength if ranked else 0.0
    if best < _PAIRED:
        near = (Pairing(each.statement, each.strength) for each in ranked if each.strength >= _NEAR)
        return tuple(islice(near, _MOST_NEAR))
    return tuple(each for each in ranked if each.strength >= max(_PAIRED, best * _OF_THE_BEST))


def _at_a_glance(candidate: Candidate, bonds: Sequence[Bond]) -> float:
    """How strong a pairing is by place and meaning, before the words are read."""
    place = max((_BY_PLACE[bond] for bond in bonds), default=0.0)
    if candidate.likeness is None:
        return place + _HALFWAY
    return place + candidate.likeness - _COMMON * candidate.common - _USUAL


def _reads(statement: Statement) -> float:
    """How much a statement reads like a remedy."""
    return _REMEDY * says_what_to_do(statement) + _REMEDY_HERE * among_remedies(statement)


def _bonds(challenge: Statement, other: Statement, linked: Collection[str]) -> Iterator[Bond]:
    here, there = challenge.citation, other.citation
    if here.note == there.note:
        yield _in_one_note(challenge, other)
    if challenge.case and challenge.case == other.case:
        yield "case"
    if here.note != there.note and there.note in linked:
        yield "link"


def _in_one_note(challenge: Statement, other: Statement) -> Bond:
    if challenge.headings == other.headings:
        one_line = challenge.citation.line == other.citation.line
        if one_line or (challenge.leads and challenge.leads == other.leads):
            return "item"
        # Another bullet of a list of challenges is about another challenge.
        return "note" if challenge.intro and challenge.intro == other.intro else "section"
    beside = len(challenge.headings) > 1 and challenge.headings[:-1] == other.headings[:-1]
    return "beside" if beside else "note"


def _weights(statement: Statement, rarity: Callable[[str], float]) -> dict[str, float]:
    words = {each for part in (statement.text, *statement.leads) for each in stems(part)}
    return {each: rarity(each) for each in words}


def _shared(ones: Mapping[str, float], others: Mapping[str, float]) -> float:
    """How much two statements share of their words, by rarity, 0 to 1."""
    both = sum(weight * weight for word, weight in ones.items() if word in others)
    size = math.sqrt(sum(w * w for w in ones.values()) * sum(w * w for w in others.values()))
    return both / size if size else 0.0
