"""The meanings of an index's statements, held in memory and compared with a question's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.search import senses
from bot.search.meaning import WIDTH, Sense, Vectors

# Statements whose vectors are taken together: as floats, 15 MB of them.
_AT_ONCE = 10_000
# Of more statements than these one half is compared on another thread: of 100,000 it spares two milliseconds of five.
_BY_ONE_THREAD = 20_000


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
    """How near each statement of an index is to a question, -1 to 1.

    `best` are the numbers of the nearest, `typical` how near the notes are as a whole.
    """

    best: tuple[int, ...]
    typical: float
    _numbers: NDArray[np.int64]
    _near: NDArray[np.float32]

    def to(self, numbers: Sequence[int]) -> list[float]:
        """How near the statements of those numbers are, in their order."""
        near: list[float] = self._near[self._numbers.searchsorted(numbers)].tolist()
        return near


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
        # It ends with these meanings.
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="meanings")
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

    @cached_property
    def _middle(self) -> Vectors:
        """The mean of all statements' vectors of length 1."""
        total = np.zeros(WIDTH, np.float32)
        for start in range(0, len(self._wholes), _AT_ONCE):
            some = self._wholes[start : start + _AT_ONCE].astype(np.float32)
            total += (some / np.linalg.norm(some, axis=1, keepdims=True)).sum(axis=0)
        middle: Vectors = (total / max(len(self._wholes), 1)).astype(np.float32)
        return middle

    def _near(self, whole: Vectors, most: int) -> Near:
        near = self._likeness(whole)
        few = min(most, len(near))
        best = np.argpartition(near, -few)[-few:] if few else np.zeros(0, np.int64)
        return Near(
            tuple(int(self._numbers[at]) for at in best),
            float(near.mean()) if len(near) else 0.0,
            self._numbers,
            near,
        )

    def _likeness(self, whole: Vectors) -> NDArray[np.float32]:
        half = len(self._wholes) // 2
        if len(self._wholes) <= _BY_ONE_THREAD:
            return senses.likeness(whole, self._wholes, self._lengths)
        first = self._aside.submit(senses.likeness, whole, self._wholes[:half], self._lengths[:half])
        second = senses.likeness(whole, self._wholes[half:], self._lengths[half:])
        return np.concatenate([first.result(), second])

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
