"""The meanings of an index's statements, held in memory and compared with a question's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.search import senses
from bot.search.meaning import WIDTH, Sense, Vectors

# Statements whose vectors are taken together: as floats, 15 MB of them.
_AT_ONCE = 10_000
# In a larger index only statements whose vectors' signs are most like the question's are compared number by number, at
# least so many: of 100,000 that takes half the time. Of 9,453 real ones as small a share as there (a twentieth) holds
# the nearest of 332 questions 331 times, .99 of the nearest five and .975 of the nearest twenty.
_ALL_COMPARED, _COMPARED = 50_000, 5_000

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """What a question means: its vector of length 1, and its word pieces along the axes of an index."""

    whole: Vectors
    words: senses.Small

    def kept(self) -> bytes:
        """The same as bytes."""
        return self.whole.astype(np.float32).tobytes() + self.words.tobytes()


def sought(kept: bytes) -> Sought:
    """What a question means, from bytes."""
    words = np.frombuffer(kept[4 * WIDTH :], np.int8).reshape(-1, senses.AXES)
    return Sought(np.frombuffer(kept[: 4 * WIDTH], np.float32), words)


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """How near the statements of an index are to a question, -1 to 1.

    `best` are the numbers of the nearest, `typical` how near the notes are as a whole, and `to` says how near the
    statements of some numbers are, in their order.
    """

    best: tuple[int, ...]
    typical: float
    to: Callable[[Sequence[int]], list[float]]


class Meanings:
    """The meanings of all statements of one index: one row of bytes each, some 38 MB for 100,000."""

    def __init__(self, notes: Iterable[tuple[int, bytes]], axes: bytes) -> None:
        """Takes each note's first number and the meanings of all its statements."""
        # Note by note into one piece of memory, for all notes beside it would take twice the room.
        held = bytearray()
        numbers = [np.zeros(0, np.int64)]
        for first, wholes in notes:
            held += wholes
            numbers.append(np.arange(first, first + len(wholes) // WIDTH))
        self._numbers = np.concatenate(numbers)
        self._wholes: senses.Small = np.frombuffer(held, np.int8).reshape(-1, WIDTH)
        self._lengths = senses.lengths(self._wholes)
        self._middle = self._mean()
        self._signs = self._signs_of_all() if len(self._wholes) > _ALL_COMPARED else None
        # Meanings along other axes cannot be compared.
        self.mark = hashlib.sha256(axes).hexdigest()
        self._axes: Vectors = np.frombuffer(axes, np.float32).reshape(WIDTH, senses.AXES)

    def sought(self, asked: Sense) -> Sought:
        """What a question means, ready to be compared."""
        return Sought(asked.whole, senses.pieces(asked.pieces, self._axes))

    def near(self, asked: Sought, most: int) -> Near:
        """How near the statements are to what is asked."""
        return self._near(asked.whole, most)

    def beside(self, number: int, most: int) -> Near:
        """How near the statements are to the one of that number, itself among them."""
        return self._near(self._wholes[self._numbers.searchsorted(number)].astype(np.float32), most)

    def common(self, number: int) -> float:
        """How much nearer the statement of that number is to all statements than they are to one another."""
        row = self._wholes[self._numbers.searchsorted(number)].astype(np.float32)
        return float(row @ self._middle / np.linalg.norm(row) - self._middle @ self._middle)

    def _near(self, whole: Vectors, most: int) -> Near:
        asked = senses.small(whole)
        rows = self._likely(asked)
        near = self._likeness(asked, rows)
        few = min(most, len(near))
        best = np.argpartition(near, -few)[-few:] if few else np.zeros(0, np.int64)
        return Near(
            tuple(self._numbers[best if rows is None else rows[best]].tolist()),
            float(asked @ self._middle / senses.lengths(asked[None])[0]),
            lambda numbers: self._likeness(asked, self._numbers.searchsorted(numbers)).tolist(),
        )

    def _likely(self, asked: senses.Small) -> Rows | None:
        """The rows that may be nearest; None where all are to be compared."""
        if self._signs is None:
            return None
        apart = senses.apart(senses.signs(asked[None]), self._signs)
        enough = np.bincount(apart).cumsum().searchsorted(_COMPARED)
        return np.flatnonzero(apart <= enough)

    def _likeness(self, asked: senses.Small, rows: Rows | None) -> NDArray[np.float32]:
        if rows is None:
            return senses.likeness(asked, self._wholes, self._lengths)
        # From all over the memory `take` fetches rows in half the time that brackets do.
        return senses.likeness(asked, self._wholes.take(rows, axis=0), self._lengths.take(rows))

    def _mean(self) -> Vectors:
        """The mean of all statements' vectors of length 1."""
        total = np.zeros(WIDTH, np.float32)
        for part in self._parts():
            total += (1 / self._lengths[part]) @ self._wholes[part].astype(np.float32)
        mean: Vectors = (total / max(len(self._wholes), 1)).astype(np.float32)
        return mean

    def _signs_of_all(self) -> senses.Signs:
        # Row behind row in memory, which is compared in half the time.
        return np.ascontiguousarray(
            np.concatenate([senses.signs(self._wholes[part]) for part in self._parts()], axis=1)
        )

    def _parts(self) -> Iterator[slice]:
        """All rows, as many as are taken together."""
        for start in range(0, len(self._wholes), _AT_ONCE):
            yield slice(start, start + _AT_ONCE)

    def wording(
        self,
        asked: Sought,
        pieces: Callable[[Sequence[int]], Mapping[int, bytes]],
        weights: Sequence[float] = (),
    ) -> Callable[[Sequence[int]], Sequence[float]]:
        """A function that says how well statements, by number, have words for the words asked.

        `weights` say how much each word piece asked counts.
        """

        def read(numbers: Sequence[int]) -> Sequence[float]:
            held = pieces(numbers)
            told = [np.frombuffer(held[each], np.int8).reshape(-1, senses.AXES) for each in numbers]
            return [float(each) for each in senses.wording(asked.words, told, weights)]

        return read
