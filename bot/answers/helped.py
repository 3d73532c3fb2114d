"""Challenges and the approaches beside them to what is said: each challenge, and below it what helped. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.groups import title
from bot.answers.lines import LONGEST_TITLE, Shelf, clipped, line, right
from bot.answers.references import leant_on, opening, unless_in
from bot.answers.twins import Told, merged
from bot.model import Against, Answer, Case, Group, Line, Statement

MOST_CHALLENGES = 4
# Two challenges with as many share a screen of ten lines.
_MOST_OF_ONE, _MOST_OF_EACH, _NEAREST = 6, 4, 3
_LONGEST_TOPIC = 200


def answer(
    against: Sequence[Against],
    cases: Mapping[str, Case],
    shelf: Shelf,
    before: Mapping[str, Statement],
    words: Sequence[str] = (),
) -> Answer:
    """What helped against some challenges, at most four: each with the approaches that the notes pair with it.

    Where they pair none, its approaches are no more than the nearest, and have no bonds. `words` are those of
    the notes by which the challenges were found.
    """
    chosen = _chosen(against)
    told = _told(chosen, shelf)
    groups = tuple(_group(each, beside, cases, shelf, before) for each, beside in told)
    return Answer(
        tier="confident" if any(each.paired for each in chosen) else "closest",
        groups=groups,
        hits=tuple(
            one.id
            for each, beside in told
            for one in (each.challenge, *each.twins, *(s for t in beside for s in (t.statement, *t.twins)))
        ),
        kind="approach",
        view="helped",
        topic=clipped(", ".join(words), _LONGEST_TOPIC),
    )


def _chosen(against: Sequence[Against]) -> list[Against]:
    """The first challenge and those of the others that the notes pair with something, or else one more; in order."""
    first, others = against[:1], against[1:]
    paired = [each for each in others if each.paired] or others[:1]
    kept = (*first, *paired[: MOST_CHALLENGES - 1])
    return [each for each in against if each in kept]


def _told(chosen: Sequence[Against], shelf: Shelf) -> list[tuple[Against, list[Told]]]:
    """The approaches to show beside each challenge. What they share is told once."""
    most = _MOST_OF_ONE if len(chosen) == 1 else _MOST_OF_EACH
    again: set[str] = set()
    made = []
    for each in chosen:
        every = [one.statement for one in each.pairings]
        # One that was told above is told again where it is all there is.
        new = [one for one in every if one.id not in again] or every[:1]
        told = merged(right(new, shelf))[: most if each.paired else _NEAREST]
        again |= {one.id for beside in told for one in (beside.statement, *beside.twins)}
        made.append((each, told))
    return made


def _group(
    against: Against,
    beside: Sequence[Told],
    cases: Mapping[str, Case],
    shelf: Shelf,
    before: Mapping[str, Statement],
) -> Group:
    [challenge] = right((against.challenge,), shelf)
    head = clipped(title(challenge, cases, shelf), LONGEST_TITLE)
    bonds = {each.statement.id: each.bonds for each in against.pairings}
    first = _line(Told(challenge, right(against.twins, shelf)), head, shelf, before)
    lines = [first if first.after or challenge.leads else replace(first, after=opening(challenge.intro))]
    for told in beside:
        place = clipped(title(told.statement, cases, shelf), LONGEST_TITLE)
        shown = _line(told, place, shelf, before)
        where = "" if place == head else place
        lines.append(replace(shown, place=where, bonds=bonds[told.statement.id], kind="approach"))
    stood = [one.citation for told in beside for one in (told.statement, *told.twins)]
    stood += [each.citation for each in (challenge, *against.twins)]
    return Group(
        title=head,
        case=challenge.case,
        country=challenge.country,
        notes=len({each.note for each in stood}),
        talks=len({each.video for each in stood if each.video}),
        lines=tuple(lines),
    )


def _line(told: Told, place: str, shelf: Shelf, before: Mapping[str, Statement]) -> Line:
    after = leant_on(told.statement, before.get(told.statement.id))
    return line(told, shelf, after=unless_in(place, after))
