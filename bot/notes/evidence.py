"""How likely each reading of a note's stamps is, from the note, its talk and its twins. Pure; decides nothing.

A note is taken as written stamp by stamp: most often near the stamp before, else anywhere in the talk, and in one of
two habits that rarely change within a note: `H:MM:SS`, or `MM:SS:ff` for the first hour. What was observed is
the raw stamps; forward and backward over the note gives each reading's probability.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# The readings of a stamp: as written in a note of that habit; as minutes and seconds; as written after the first
# hour in a note that writes minutes and seconds before it; none of them.
HOURS, MINUTES, PAST_THE_HOUR, NONE = range(4)
HOUR = 3600
# No service we know takes a longer recording in one piece.
LONGEST = 12 * HOUR
_BIN = 60


@dataclass(frozen=True, slots=True)
class Weights:
    """What the readings are weighed with. Shares are of stamps or notes; times are in seconds.

    Tuned by leaving one talk out at a time on the 419 stamps of 16 talks that a twin in another note confirms, in
    186 notes of a real wiki, and on those notes with damage put in.
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
    # How often a stamp repeats a second that another note of the talk has, and how often that of its twin.
    repeated: float = 0.2
    twin: float = 0.5
    # How far apart twins may be.
    apart: int = 20
    # How many stamps are neither; how long a talk is of which nothing is known, and how many stamps that is worth.
    neither: float = 0.001
    length: float = 3600.0
    unknown: float = 2.0


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
    """What is known of a talk: its length, or how long it is at least, and the seconds its notes are sure of."""

    length: int | None = None
    at_least: int = 0
    seconds: Mapping[int, int] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """No second of the talk is later."""
        return LONGEST if self.length is None else self.length


class Density:
    """Where in a talk a note's stamps may lie, told by the other notes of the talk."""

    def __init__(self, talk: Talk, own: Mapping[int, int], weights: Weights) -> None:
        self._talk, self._own, self._weights = talk, own, weights
        bins = talk.end // _BIN + 2
        counts = [0.0] * bins
        for second, weight in talk.seconds.items():
            counts[min(second, talk.end) // _BIN] += weight
        for second, weight in own.items():
            counts[min(second, talk.end) // _BIN] -= weight
        self.known = max(0.0, sum(counts))
        self._broad = _smooth(counts)
        known_length = talk.length if talk.length is not None else talk.at_least
        tail = 0.0 if talk.length is not None else weights.length
        self._flat = known_length
        self._base = 1 / (known_length + tail) if known_length + tail else 0.0
        self._tail = tail

    def at(self, second: int) -> float:
        """The probability of a second; 0 past the talk's end."""
        if second > self._talk.end:
            return 0.0
        weights = self._weights
        guess = self._base
        if second > self._flat:
            guess = self._base * math.exp(-(second - self._flat) / self._tail) if self._tail else self._base
        known = self.known
        broad = (self._broad[second // _BIN] + weights.unknown * guess) / (known + weights.unknown)
        if known < 1:
            return broad
        return (1 - weights.repeated) * broad + weights.repeated * self._repeats(second) / (5 * known)

    def _repeats(self, second: int) -> int:
        seconds, own = self._talk.seconds, self._own
        return sum(seconds.get(second + near, 0) - own.get(second + near, 0) for near in (-2, -1, 0, 1, 2))


def _smooth(counts: Sequence[float]) -> list[float]:
    """Counts by the minute as a rate by the second, over five minutes to either side."""
    reach = 5
    sums = [0.0]
    for count in counts:
        sums.append(sums[-1] + count)
    last = len(counts)
    return [
        max(0.0, sums[min(at + reach + 1, last)] - sums[max(at - reach, 0)]) / ((2 * reach + 1) * _BIN)
        for at in range(last)
    ]


@dataclass(frozen=True, slots=True)
class _Choice:
    """A reading of a stamp: its second, how likely that is in the talk, and what its writing adds."""

    reading: int
    second: int
    density: float
    writing: float


def readings(
    stamps: Sequence[Stamp], density: Density, last: Mapping[int, int], weights: Weights = WEIGHTS
) -> list[tuple[float, float, float]]:
    """For each stamp in order the probability of its hours, of its minutes, and of neither.

    `last` counts how often each last field stood in stamps of the note that are surely minutes.
    """
    steps = [_choices(each, density, last, weights) for each in stamps]
    forward = _forward(steps, weights)
    backward = _backward(steps, weights)
    result = []
    for step, ahead, behind in zip(steps, forward, backward, strict=True):
        of = [0.0] * 4
        for choice, one, other in zip(step, ahead, behind, strict=True):
            of[choice.reading] += one * other
        total = sum(of) or 1.0
        result.append(((of[HOURS] + of[PAST_THE_HOUR]) / total, of[MINUTES] / total, of[NONE] / total))
    return result


def _choices(stamp: Stamp, density: Density, last: Mapping[int, int], weights: Weights) -> list[_Choice]:
    made = [_Choice(NONE, -1, weights.neither / LONGEST, 1.0)]
    if stamp.hours is not None and (at := _at(stamp.hours, stamp, density, weights)):
        made.append(_Choice(HOURS, stamp.hours, at, 1.0))
        if stamp.hours >= HOUR or stamp.minutes is None:
            made.append(_Choice(PAST_THE_HOUR, stamp.hours, at, 1.0))
    if stamp.minutes is not None and (at := _at(stamp.minutes, stamp, density, weights)):
        made.append(_Choice(MINUTES, stamp.minutes, at, _custom(stamp.last, last, weights)))
    return made


def _at(second: int, stamp: Stamp, density: Density, weights: Weights) -> float:
    here = density.at(second)
    if not stamp.twins or not here:
        return here
    near = sum(abs(second - twin) <= weights.apart for twin in stamp.twins) / len(stamp.twins)
    return (1 - weights.twin) * here + weights.twin * near / (2 * weights.apart + 1)


def _custom(ends: int, last: Mapping[int, int], weights: Weights) -> float:
    """How likely a stamp of minutes and seconds ends in this field, in this note."""
    prior = weights.zero if ends == 0 else (1 - weights.zero) / 59
    return (last.get(ends, 0.0) + weights.custom * prior) / (sum(last.values()) + weights.custom)


def _move(before: _Choice, after: _Choice, weights: Weights) -> float:
    """How likely a choice follows another."""
    if after.reading == NONE:
        return after.density
    wide = after.reading == HOURS
    if before.reading == NONE:
        return after.density * after.writing * ((1 - weights.habit) if wide else weights.habit)
    kept = (before.reading == HOURS) == wide
    near = math.exp(-abs(after.second - before.second) / weights.stride) / (2 * weights.stride)
    where = (1 - weights.near) * after.density + weights.near * near
    return where * after.writing * ((1 - weights.change) if kept else weights.change)


def _forward(steps: Sequence[Sequence[_Choice]], weights: Weights) -> list[list[float]]:
    start = _Choice(NONE, -1, 0.0, 1.0)
    rows: list[list[float]] = []
    before, reached = [start], [1.0]
    for step in steps:
        row = [
            sum(share * _move(one, after, weights) for one, share in zip(before, reached, strict=True))
            for after in step
        ]
        total = sum(row)
        reached = [each / total for each in row]
        before = list(step)
        rows.append(reached)
    return rows


def _backward(steps: Sequence[Sequence[_Choice]], weights: Weights) -> list[list[float]]:
    if not steps:
        return []
    rows = [[1.0] * len(steps[-1])]
    for step, after in zip(reversed(steps[:-1]), reversed(steps[1:]), strict=True):
        ahead = rows[-1]
        row = [
            sum(_move(one, other, weights) * share for other, share in zip(after, ahead, strict=True))
            for one in step
        ]
        total = sum(row)
        rows.append([each / total for each in row])
    return rows[::-1]
