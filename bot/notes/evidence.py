"""How likely each reading of a note's stamps is, from the note, its talk and its twins. Pure; decides nothing.

A note is taken as written stamp by stamp: most often near the stamp before, else anywhere in the talk, and in one of
two habits that rarely change within a note: `H:MM:SS`, or `MM:SS:ff` for the first hour. What was observed is
the raw stamps; forward and backward over the note gives each reading's probability.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from operator import mul
from typing import NamedTuple

HOUR = 3600
# No service we know takes a longer recording in one piece.
LONGEST = 12 * HOUR
# A slip of the pen may be any time that three fields of two digits can hold.
_WRITABLE = 100 * HOUR
MINUTE = 60
# A reading so much less likely than the other one is not followed.
_HOPELESS = 1e-6


@dataclass(frozen=True, slots=True)
class Weights:
    """What the readings are weighed with. Shares are of stamps or notes; times are in seconds.

    Set by hand and checked on 191 notes of a real wiki: 419 stamps of 16 talks that a twin in another note confirms
    (also with one talk left out at a time), 281 stamps of five notes read by hand, and 145 clean notes with damage put
    in. Half or twice any of them changes what is said of at most 1.4 in 100 of the wiki's 10,052 stamps.
    """

    # How many notes write minutes and seconds, and how often the habit changes from one stamp to the next.
    habit: float = 0.12
    change: float = 0.02
    # Of stamps that are minutes and seconds, how many end in 00; and how many stamps a note must show before its
    # own custom counts as much as that.
    zero: float = 0.8
    custom: float = 4.0
    # How often a stamp stands near the one before it, and how near that is.
    near: float = 0.5
    stride: float = 120.0
    # How often a stamp stands near one that is certain of its statement's twin in another note.
    twin: float = 0.5
    # How far apart twins may be.
    apart: int = 20
    # How many stamps are neither; how long a talk is of which nothing is known, and how many stamps that is worth.
    neither: float = 0.0005
    length: float = 3600.0
    unknown: float = 0.3


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp in a note: its two readings, its last field, and the seconds its twins in other notes have."""

    hours: int | None
    minutes: int | None
    last: int
    twins: tuple[int, ...] = ()


@dataclass(slots=True)
class Talk:
    """What is known of a talk: its length, or how long it is at least, and what its notes are sure of.

    `minutes` counts their certain stamps by the minute.
    """

    length: int | None = None
    at_least: int = 0
    minutes: Mapping[int, int] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """No second of the talk is later."""
        return LONGEST if self.length is None else self.length


class Density:
    """Where in a talk a note's stamps may lie: a guess at first, then what the other notes of the talk tell.

    `own` counts the certain stamps of that note by the minute, as the talk does those of all.
    """

    def __init__(self, talk: Talk, own: Mapping[int, int]) -> None:
        self._known = sum(talk.minutes.values()) - sum(own.values())
        self._rates = _rates(talk.minutes, own)
        self._end, self._unknown = talk.end, WEIGHTS.unknown
        self._flat = talk.at_least if talk.length is None else talk.length
        self._tail = WEIGHTS.length if talk.length is None else 1.0

    def at(self, second: int) -> float:
        """The probability of a second; 0 past the talk's end."""
        if second > self._end:
            return 0.0
        guess = math.exp(-max(0, second - self._flat) / self._tail) / (self._flat + self._tail)
        minute = second // MINUTE
        known = self._rates[minute] if minute < len(self._rates) else 0.0
        return (known + self._unknown * guess) / (self._known + self._unknown)


def _rates(minutes: Mapping[int, int], own: Mapping[int, int]) -> list[float]:
    """How many stamps a second there are beside a note's own, by the minute, over five minutes to either side."""
    reach = 5
    wide = 2 * reach + 1
    last = max(minutes, default=0) + reach + 1
    beside = [0] * reach
    counts = [*beside, *(minutes.get(at, 0) - own.get(at, 0) for at in range(last)), *beside]
    sums = [0, *accumulate(counts)]
    return [(after - before) / (wide * MINUTE) for before, after in zip(sums, sums[wide:], strict=False)]


# A number for each reading of a stamp: as minutes and seconds; as written, in a note of that habit; as written after
# the first hour in a note that writes minutes and seconds before it; none of them. They are reckoned with by name,
# m, h, p and n, since loops over four take twice as long; mh is from minutes before to hours now.
_Each = tuple[float, float, float, float]
_Moves = tuple[_Each, _Each, _Each, _Each]


class _Step(NamedTuple):
    """A stamp's seconds, which readings are open to it (1 or 0) and how likely, and how likely minutes end so."""

    minutes: int
    hours: int
    open: _Each
    likely: _Each
    written: float


# Before the first stamp there is none.
_START = _Step(0, 0, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 1.0), 1.0)


def readings(
    stamps: Sequence[Stamp], density: Density, ends: Mapping[int, int]
) -> list[tuple[float, float, float]]:
    """For each stamp in order the probability of its hours, of its minutes, and of neither.

    `ends` counts the last fields of those stamps of the note that are likely minutes and seconds.
    """
    customs = {field: _custom(field, ends) for field in {each.last for each in stamps}}
    steps = [_step(each, density, customs[each.last]) for each in stamps]
    moves = [_moves(before, after) for before, after in pairwise((_START, *steps))]
    result = []
    for ahead, behind in zip(_forward(moves), _backward(moves, steps), strict=True):
        minutes, hours, past, none = map(mul, ahead, behind)
        total = hours + minutes + past + none
        result.append(((hours + past) / total, minutes / total, none / total))
    return result


def _step(stamp: Stamp, density: Density, custom: float) -> _Step:
    at_hours, at_minutes = stamp.hours, stamp.minutes
    hours = 0.0 if at_hours is None else _likely(at_hours, stamp, density)
    minutes = 0.0 if at_minutes is None else _likely(at_minutes, stamp, density)
    early = at_hours is not None and at_hours < HOUR
    if early and not hours:
        minutes = 0.0  # past the end of a talk of minutes: nobody means seconds by its minutes
    in_minutes = 1.0 if minutes > hours * _HOPELESS else 0.0
    in_hours = 1.0 if hours > minutes * _HOPELESS else 0.0
    # A second of the first hour is written so, or as minutes; nobody has to look further.
    settled = early and in_hours and at_minutes is not None
    past, none = (0.0, 0.0) if settled else (in_hours, 1.0)
    likely = (minutes * in_minutes, hours * in_hours, hours * past, none * WEIGHTS.neither / _WRITABLE)
    return _Step(at_minutes or 0, at_hours or 0, (in_minutes, in_hours, past, none), likely, custom)


def _likely(second: int, stamp: Stamp, density: Density) -> float:
    """How likely a stamp means a second, by the talk and by its twins."""
    here = density.at(second)
    if not stamp.twins or not here:
        return here
    near = sum(abs(second - twin) <= WEIGHTS.apart for twin in stamp.twins) / len(stamp.twins)
    return (1 - WEIGHTS.twin) * here + WEIGHTS.twin * near / (2 * WEIGHTS.apart + 1)


def _custom(field: int, ends: Mapping[int, int]) -> float:
    """How likely a stamp of minutes and seconds ends in this field, in this note: in 00, a favourite, or any."""
    number, zeros = sum(ends.values()), ends.get(0, 0)
    zero = (zeros + WEIGHTS.custom * WEIGHTS.zero) / (number + WEIGHTS.custom)
    if field == 0:
        return zero
    others = number - zeros
    # Half of the rest is any field, half what the note's own stamps end in, once it has some.
    favourite = ends.get(field, 0) / others if others else 1 / 59
    return (1 - zero) * (0.5 / 59 + 0.5 * favourite)


def _moves(before: _Step, after: _Step) -> _Moves:
    """How likely each reading of a stamp follows each of the one before it: four for each of these."""
    stay, turn, habit = 1 - WEIGHTS.change, WEIGHTS.change, WEIGHTS.habit
    m, h, p, n = after.likely
    is_past = after.open[2]
    mm, mh = _near(before.minutes, after)
    hm, hh = _near(before.hours, after)
    return (
        (mm * stay, mh * turn, mh * is_past * stay, n),
        (hm * turn, hh * stay, hh * is_past * turn, n),
        (hm * stay, hh * turn, hh * is_past * stay, n),
        (m * after.written * habit, h * (1 - habit), p * habit, n),
    )


def _near(second: int, after: _Step) -> tuple[float, float]:
    """How likely a stamp's minutes, and its hours, follow a second, whatever the habit."""
    stride, wide, beside = WEIGHTS.stride, 1 - WEIGHTS.near, WEIGHTS.near / (2 * WEIGHTS.stride)
    far = 20 * stride
    is_minutes, is_hours, _, _ = after.open
    apart = abs(after.minutes - second)
    minutes = wide * after.likely[0] + (beside * math.exp(-apart / stride) if apart < far else 0.0)
    apart = abs(after.hours - second)
    hours = wide * after.likely[1] + (beside * math.exp(-apart / stride) if apart < far else 0.0)
    return minutes * after.written * is_minutes, hours * is_hours


def _forward(moves: Sequence[_Moves]) -> list[_Each]:
    """For each stamp how likely each reading is by all before it."""
    m, h, p, n = _START.open
    found = []
    for (mm, mh, mp, mn), (hm, hh, hp, hn), (pm, ph, pp, pn), (nm, nh, np, nn) in moves:
        minutes = m * mm + h * hm + p * pm + n * nm
        hours = m * mh + h * hh + p * ph + n * nh
        past = m * mp + h * hp + p * pp + n * np
        none = m * mn + h * hn + p * pn + n * nn
        total = minutes + hours + past + none
        m, h, p, n = minutes / total, hours / total, past / total, none / total
        found.append((m, h, p, n))
    return found


def _backward(moves: Sequence[_Moves], steps: Sequence[_Step]) -> list[_Each]:
    """For each stamp how likely each reading makes all after it, in proportion."""
    m = h = p = n = 1.0
    found = [(m, h, p, n)]
    for step, ways in zip(reversed(steps[:-1]), reversed(moves[1:]), strict=True):
        (mm, mh, mp, mn), (hm, hh, hp, hn), (pm, ph, pp, pn), (nm, nh, np, nn) = ways
        minutes = (mm * m + mh * h + mp * p + mn * n) * step.open[0]
        hours = (hm * m + hh * h + hp * p + hn * n) * step.open[1]
        past = (pm * m + ph * h + pp * p + pn * n) * step.open[2]
        none = (nm * m + nh * h + np * p + nn * n) * step.open[3]
        total = minutes + hours + past + none
        m, h, p, n = minutes / total, hours / total, past / total, none / total
        found.append((m, h, p, n))
    return found[::-1] if moves else []
