"""Which cases stand beside a case, and why: the same body, told together, the same country. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.model import Case, Reason, Related

# More would be a list to read, and no way to go on.
_MOST = 5
# The strongest first: a body's missions are chosen to go together, and a country's cases share it only.
_REASONS: tuple[Reason, ...] = ("sibling", "line", "section", "country")


@dataclass(frozen=True, slots=True)
class Kin:
    """What the notes have around a case: all cases, and what is told of others where it is told of.

    `missions` are, by a statement's id, the case's own missions that it tells of. `lines` and `sections` are, by
    another case's name, how many statements and sections tell of both.
    """

    cases: Sequence[Case] = ()
    missions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    sections: Mapping[str, int] = field(default_factory=dict)


NO_KIN = Kin()


def missions(case: Case, kin: Kin) -> tuple[str, ...]:
    """The names of the cases that belong to a case."""
    return tuple(each.name for each in kin.cases if each.parent == case.name)


def related(case: Case, kin: Kin) -> tuple[Related, ...]:
    """At most five cases beside a case, the nearest first, without the body it belongs to and its own missions.

    The strongest reason decides, then how many there are, then how often both are told together; equals stand in the
    notes' order. A body stands for its missions, unless they are told in one line with the case or share its body.
    """
    found = [Related(each.name, each.country, tuple(_why(case, each, kin))) for each in _others(case, kin)]

    def distance(one: Related) -> tuple[int, int, int, int]:
        together = kin.lines.get(one.name, 0), kin.sections.get(one.name, 0)
        return _REASONS.index(one.why[0]), -len(one.why), -together[0], -together[1]

    return tuple(heapq.nsmallest(_MOST, (each for each in found if each.why), key=distance))


def _others(case: Case, kin: Kin) -> Iterator[Case]:
    """The cases that may stand beside a case."""
    bodies = {each.name for each in kin.cases if any(_why(case, each, kin))}
    for each in kin.cases:
        if _of_one_family(case, each):
            continue
        if each.parent not in bodies or each.parent == case.parent or each.name in kin.lines:
            yield each


def _of_one_family(case: Case, other: Case) -> bool:
    """Whether the other is the case itself, its body, or one of its missions; its siblings are not."""
    return other.name in (case.name, case.parent) or other.parent == case.name


def _why(case: Case, other: Case, kin: Kin) -> Iterator[Reason]:
    sibling = case.parent is not None and other.parent == case.parent
    if sibling:
        yield "sibling"
    if other.name in kin.lines:
        yield "line"
    elif other.name in kin.sections:
        yield "section"
    # Who shares a body mostly shares its country.
    if not sibling and case.country and other.country == case.country:
        yield "country"
