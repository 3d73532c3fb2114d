"""Which case comes next in a channel: the same on every machine that knows the same. Pure; rolls no dice."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.model import Kind, Memory, Subscription

# Long enough for five new cases a week to come before the old ones, short enough that the old ones come too.
_NEW_FOR_DAYS = 28
# A kept case returns after twice the time of others, then four times, and never more rarely than this: in a
# channel with forty cases that is in five years, and the channel's people are others by then.
_MOST_DOUBLINGS = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that could be posted, by its name, and what it can be chosen by."""

    case: str
    countries: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    topics: tuple[str, ...] = ()


def choose(
    subscription: Subscription,
    candidates: Iterable[Candidate],
    memory: Mapping[str, Memory],
    known: Mapping[str, date],
    taken: Collection[str],
    today: date,
) -> str | None:
    """The name of the case to post next; None where no case matches, or none is left.

    `memory` is what the channel remembers of each case, `known` since when each has been in the notes, `taken`
    the cases that are underway to the channel or were posted in it today.
    """
    fit = [
        each.case
        for each in candidates
        if matches(each, subscription) and each.case not in taken and _mark(memory.get(each.case)) != "not"
    ]
    unseen = [case for case in fit if case not in memory or not memory[case].shown]
    if unseen:
        fresh = _fresh(known, today)
        return min(unseen, key=lambda case: (fresh.get(case, date.max), _shuffled(subscription, case)))
    # The one before is not told again at once, where there is another.
    newest = max((each.last for each in memory.values() if each.last), default=None)
    others = [case for case in fit if memory[case].last != newest] or fit
    return min(
        others,
        key=lambda case: (-_waiting(memory[case], today), _shuffled(subscription, case)),
        default=None,
    )


def matches(candidate: Candidate, subscription: Subscription) -> bool:
    """Whether a case is one of those that the subscription is narrowed to."""
    return (
        (not subscription.topic or subscription.topic in candidate.topics)
        and (not subscription.country or subscription.country in candidate.countries)
        and (subscription.kind is None or subscription.kind in candidate.kinds)
    )


def spacing(remembered: Memory) -> float:
    """How long a case stays away after it was shown, as a multiple of a case that nobody marked."""
    since = remembered.shown - remembered.marked
    if remembered.mark == "keep":
        return 2.0 ** min(1 + since, _MOST_DOUBLINGS)
    # Sooner, once; shown again and not asked for again, it is a case like the others.
    return 0.5 if remembered.mark == "sooner" and since == 0 else 1.0


def _waiting(remembered: Memory, today: date) -> float:
    """How long a case has stayed away, in units of how long it should."""
    return (today - (remembered.last or date.min)).days / spacing(remembered)


def _mark(remembered: Memory | None) -> str | None:
    return remembered.mark if remembered else None


def _fresh(known: Mapping[str, date], today: date) -> dict[str, date]:
    """The cases that came into the notes of late. What was there from the beginning is not new."""
    first = min(known.values(), default=today)
    return {
        case: since
        for case, since in known.items()
        if since > first and (today - since).days <= _NEW_FOR_DAYS
    }


def _shuffled(subscription: Subscription, case: str) -> bytes:
    """A place in an order that differs from channel to channel and is the same on every machine."""
    return hashlib.sha256(f"{subscription.workspace}\0{subscription.channel}\0{case}".encode()).digest()
