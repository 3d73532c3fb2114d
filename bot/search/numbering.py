"""Numbers for statements that leave room between notes, so that a note can come or grow and the others stay. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

# A changed note is put into the middle of the room that it left, and a new one between two takes half of theirs: so
# much room takes a dozen new notes in one place, and numbers still need four bytes for thousands of notes.
_STRIDE = 1 << 16

# The numbers of a note's first and last statement.
Span = tuple[int, int]


class NoRoom(Exception):
    """Between two notes there are too few numbers, or they stand in another order than before: number all anew."""


def spans(order: Sequence[str], sizes: Mapping[str, int], held: Mapping[str, Span]) -> dict[str, Span]:
    """Numbers for notes of so many statements, between those that notes before and behind them hold.

    `order` are the names of all notes. A note without statements gets none. Raises NoRoom.
    """
    given: dict[str, Span] = {}
    waiting: list[tuple[str, int]] = []
    low = 0
    for name in order:
        if name in held:
            first, last = held[name]
            given.update(_between(waiting, low, first))
            waiting, low = [], last
        elif sizes.get(name):
            waiting.append((name, sizes[name]))
    for name, size in waiting:
        first = (low // _STRIDE + 1) * _STRIDE
        low = first + size - 1
        given[name] = (first, low)
    return given


def _between(waiting: Sequence[tuple[str, int]], low: int, high: int) -> Iterator[tuple[str, Span]]:
    """Spreads notes evenly over the numbers above one and below another."""
    room = high - low - 1 - sum(size for _, size in waiting)
    if room < 0:
        raise NoRoom
    at = low + 1
    for name, size in waiting:
        at += room // (len(waiting) + 1)
        yield name, (at, at + size - 1)
        at += size
