"""Statements of one talk that say the same in two notes. Pure; looks only where rare words meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

# The first letters of a long word stand for its stem: good enough to meet by, and twenty times faster.
_STEM, _LONG = 6, 5
# A word that more statements of a talk share says little of which of them are the same. With the other two, set
# and checked on the labelled stamps of 34 notes of a real wiki.
_MOST_SHARING = 24
_FEWEST_SHARED = 3
_ALIKE = 0.4


def find(texts: Sequence[tuple[str, str]], wanted: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The places of those statements that say the same as each wanted one, in another note of the talk.

    A talk's statements are given as (note, text). The work grows with their number, since no word is followed that
    more than a fixed number of them share.
    """
    words = [{word[:_STEM] for word in text.lower().split() if len(word) >= _LONG} for _, text in texts]
    wanted = list(wanted)
    sought = set().union(*(words[place] for place in wanted))
    holding: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(words):
        for word in each & sought:
            holding[word].append(place)
    twins: dict[int, tuple[int, ...]] = {}
    for place in wanted:
        shared: dict[int, int] = defaultdict(int)
        for word in words[place]:
            if len(holding[word]) <= _MOST_SHARING:
                for other in holding[word]:
                    shared[other] += 1
        same = tuple(
            other
            for other, number in shared.items()
            if number >= _FEWEST_SHARED
            and texts[other][0] != texts[place][0]
            and _alike(words[place], words[other])
        )
        if same:
            twins[place] = same
    return twins


def _alike(one: set[str], other: set[str]) -> bool:
    """Whether the shorter of two statements says little that the longer does not, and the longer not much more."""
    both = len(one & other)
    return both * both >= _ALIKE * _ALIKE * len(one) * len(other)
