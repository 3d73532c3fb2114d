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

# The readings of a stamp: as written in a note of that habit; as minutes and seconds; as written after the first
# hour in a note that writes minutes and seconds before it; none of them.
HOURS, MINUTES, PAST_THE_HOUR, NONE = range(4)
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

    `minutes` counts their certain stamps by the minute, as does `own` those of one note.
    """

    length: int | None = None
    at_least: int = 0
    minutes: Mapping[int, int] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """No second of the talk is later."""
        return LONGEST if self.length is None else self.length


class Density:
    """Where in a talk a note's stamps may lie: a guess at first, then what the other notes of the talk tell."""

    def __init__(self, talk: Talk, own: Mapping[int, int], weights: Weights) -> None:
        self._known = sum(talk.minutes.values()) - sum(own.values())
        self._rates = _rates(talk.minutes, own)
        self._end, self._unknown = talk.end, weights.unknown
        self._flat = talk.at_least if talk.length is None else talk.length
        self._tail = weights.length if talk.length is None else 1.0

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
    last = max(minutes, default=0) + reach + 1
    counts = [minutes.get(at, 0) - own.get(at, 0) for at in range(last)]
    sums = [0, *accumulate(counts)]
    return [
        (sums[min(at + reach + 1, last)] - sums[max(at - reach, 0)]) / ((2 * reach + 1) * MINUTE)
        for at in range(last)
    ]


# A reading of a stamp: which, its second, how likely that is in the talk, and how likely it is written so.
_Choice = tuple[int, int, float, float]
_Table = list[list[float]]


def readings(
    stamps: Sequence[Stamp], density: Density, ends: Mapping[int, int], weights: Weights = WEIGHTS
) -> list[tuple[float, float, float]]:
    """For each stamp in order the probability of its hours, of its minutes, and of neither.

    `ends` counts the last fields of those stamps of the note that are likely minutes and seconds.
    """
    steps = [_choices(each, density, ends, weights) for each in stamps]
    start: list[_Choice] = [(NONE, -1, 0.0, 1.0)]
    moves = [_moves(*pair, weights) for pair in pairwise((start, *steps))]
    result = []
    for step, ahead, behind in zip(steps, _forward(moves), _backward(moves), strict=True):
        of = [0.0] * 4
        for choice, one, other in zip(step, ahead, behind, strict=True):
            of[choice[0]] += one * other
        total = sum(of)
        result.append(((of[HOURS] + of[PAST_THE_HOUR]) / total, of[MINUTES] / total, of[NONE] / total))
    return result


def _choices(stamp: Stamp, density: Density, ends: Mapping[int, int], weights: Weights) -> list[_Choice]:
    made: list[_Choice] = []
    hours = 0.0 if stamp.hours is None else _likely(stamp.hours, stamp, density, weights)
    minutes = 0.0 if stamp.minutes is None else _likely(stamp.minutes, stamp, density, weights)
    if stamp.hours is not None and stamp.hours < HOUR and not hours:
        minutes = 0.0  # past the end of a talk of minutes: nobody means seconds by its minutes
    if stamp.minutes is not None and minutes > hours * _HOPELESS:
        made.append((MINUTES, stamp.minutes, minutes, _custom(stamp.last, ends, weights)))
    if stamp.hours is not None and hours > minutes * _HOPELESS:
        made.append((HOURS, stamp.hours, hours, 1.0))
        if stamp.hours < HOUR and stamp.minutes is not None:
            # A second of the first hour is written so, or as minutes; nobody has to look further.
            return made
        made.append((PAST_THE_HOUR, stamp.hours, hours, 1.0))
    return [*made, (NONE, -1, weights.neither / _WRITABLE, 1.0)]


def _likely(second: int, stamp: Stamp, density: Density, weights: Weights) -> float:
    """How likely a stamp means a second, by the talk and by its twins."""
    here = density.at(second)
    if not stamp.twins or not here:
        return here
    near = sum(abs(second - twin) <= weights.apart for twin in stamp.twins) / len(stamp.twins)
    return (1 - weights.twin) * here + weights.twin * near / (2 * weights.apart + 1)


def _custom(field: int, ends: Mapping[int, int], weights: Weights) -> float:
    """How likely a stamp of minutes and seconds ends in this field, in this note: in 00, a favourite, or any."""
    number, zeros = sum(ends.values()), ends.get(0, 0)
    zero = (zeros + weights.custom * weights.zero) / (number + weights.custom)
    if field == 0:
        return zero
    others = number - zeros
    # Half of the rest is any field, half what the note's own stamps end in, once it has some.
    favourite = ends.get(field, 0) / others if others else 1 / 59
    return (1 - zero) * (0.5 / 59 + 0.5 * favourite)


def _moves(before: Sequence[_Choice], after: Sequence[_Choice], weights: Weights) -> _Table:
    """How likely each choice for a stamp follows each choice for the one before it: a row for each before."""
    stay, turn = 1 - weights.change, weights.change
    stride, wide, beside = weights.stride, 1 - weights.near, weights.near / (2 * weights.stride)
    far = 20 * stride
    rows = []
    for reading, second, _, _ in before:
        row = []
        for other, then, likely, written in after:
            if other == NONE:
                row.append(likely)
                continue
            in_hours = other == HOURS
            if reading == NONE:
                row.append(likely * written * (1 - weights.habit if in_hours else weights.habit))
                continue
            apart = abs(then - second)
            where = wide * likely + (beside * math.exp(-apart / stride) if apart < far else 0.0)
            row.append(where * written * (stay if (reading == HOURS) == in_hours else turn))
        rows.append(row)
    return rows


def _forward(moves: Sequence[_Table]) -> _Table:
    """For each stamp how likely each choice is by all before it."""
    reached, found = [1.0], []
    for table in moves:
        row = [0.0] * len(table[0])
        for share, ways in zip(reached, table, strict=True):
            for at, way in enumerate(ways):
                row[at] += share * way
        total = sum(row)
        reached = [each / total for each in row]
        found.append(reached)
    return found


def _backward(moves: Sequence[_Table]) -> _Table:
    """For each stamp how likely each choice makes all after it, in proportion."""
    if not moves:
        return []
    found = [[1.0] * len(moves[-1][0])]
    for table in reversed(moves[1:]):
        ahead = found[-1]
        row = [sum([way * share for way, share in zip(ways, ahead, strict=True)]) for ways in table]
        total = sum(row)
        found.append([each / total for each in row])
    return found[::-1]
