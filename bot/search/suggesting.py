"""The cases and topics that somebody may mean who has typed a few letters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.model import Case, Topic
from bot.words import tokens

T = TypeVar("T")

# As many as stand in sight under the box.
_MOST_CASES, _MOST_TOPICS = 8, 6
_LONGEST = 100


def suggested(
    typed: str, cases: Sequence[Case], topics: Sequence[Topic]
) -> tuple[tuple[Case, ...], tuple[Topic, ...]]:
    """Those of which each typed word begins a word, by their own names first; a case goes by its country too."""
    begun = tokens(typed[:_LONGEST])
    fit = _fitting(begun, ((case, case.name, _around(case)) for case in cases))
    about = _fitting(begun, ((topic, topic.name, "") for topic in topics))
    return tuple(fit[:_MOST_CASES]), tuple(about[:_MOST_TOPICS])


def _around(case: Case) -> str:
    """What else a case is looked up by."""
    return " ".join((case.parent or "", *case.aliases, *case.countries))


def _fitting(begun: Sequence[str], named: Iterable[tuple[T, str, str]]) -> list[T]:
    found = []
    for thing, name, around in named:
        own, others = tokens(name), tokens(around)
        if begun and _all_begin(begun, (*own, *others)):
            starts = " ".join(own).startswith(" ".join(begun))
            found.append((not starts, not _all_begin(begun, own), thing))
    return [thing for *_, thing in sorted(found, key=lambda one: one[:2])]


def _all_begin(begun: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in begun)
