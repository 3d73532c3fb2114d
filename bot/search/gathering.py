"""Gaps that ask for the same, together: by what their words mean, or by the words they share. Keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean
from typing import TYPE_CHECKING

from bot.model import Gap, Theme
from bot.words import stem

if TYPE_CHECKING:
    from bot.search.meaning import Model

# On 44 made-up gaps of 18 sorts: three quarters of the pairs of one sort are as near as this, and one in 300 of the
# others.
_NEAR = 0.45
_SHARED = 0.5
# Reading what they mean takes a second; what was asked less often than so many others waits its turn.
_MOST = 300

_Likeness = Callable[[int, int], float]


def gathered(gaps: Sequence[Gap], model: Model | None) -> tuple[Theme, ...]:
    """The most asked of some gaps, those that mean about the same together; the most asked first, then the newest.

    Without a model those are together that share half of their words.
    """
    first = most_asked(gaps)[:_MOST]
    likeness, enough = (_by_meaning(first, model), _NEAR) if model else (_by_words(first), _SHARED)
    together: list[list[int]] = []
    for at in range(len(first)):
        # To all of them on the whole, not to the nearest: else one leads to the next, and all end together.
        near = [fmean(likeness(at, each) for each in others) for others in together]
        best = max(range(len(near)), key=near.__getitem__, default=None)
        if best is not None and near[best] >= enough:
            together[best].append(at)
        else:
            together.append([at])
    themes = [_theme([first[at] for at in each]) for each in together]
    return tuple(sorted(themes, key=lambda theme: (-theme.asked, -theme.last)))


def most_asked(gaps: Sequence[Gap]) -> list[Gap]:
    """The gaps, the most asked first, then the newest."""
    return sorted(gaps, key=lambda gap: (-gap.asked, -gap.last, gap.words))


def _theme(gaps: Sequence[Gap]) -> Theme:
    return Theme(tuple(gaps), sum(each.asked for each in gaps), max(each.last for each in gaps))


def _by_meaning(gaps: Sequence[Gap], model: Model) -> _Likeness:
    wholes = [sense.whole for sense in model.read([" ".join(each.words) for each in gaps])]
    return lambda one, other: float(wholes[one] @ wholes[other])


def _by_words(gaps: Sequence[Gap]) -> _Likeness:
    words = [{stem(word) for word in each.words} for each in gaps]
    return lambda one, other: len(words[one] & words[other]) / (len(words[one] | words[other]) or 1)
