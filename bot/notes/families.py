"""What is part of what, and which statements of a whole are about one of its parts. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.notes.countries import is_own
from bot.notes.mentions import Said
from bot.notes.merging import Merged, Node
from bot.notes.telling import Telling
from bot.notes.wording import BODIES, ends_in_body, has_body, solid
from bot.words import stem, tokens

# A part's last word marks its statements among the whole's where its name is short, unless more than a third of
# them use it.
_SHORT, _RARE = 2, 3
# Two notes of a talk tell of one event within these seconds and in the same words, by share and number: tried on
# two wordings of five notes, where one event is told twice, in 37 % of the same words or more.
_NEAR, _SAME, _FEWEST = 180, 1 / 3, 6
_MOST_NEIGHBOURS = 50
# A name such as "Improving access to services"; "Building Blocks" is too short to be one.
_DEED = re.compile(r"[a-z]+ing(?: \S+){2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Own:
    """A statement that a label gives to a whole, with its talk and note."""

    talk: str
    note: str
    said: Said


def parents(merged: Merged) -> dict[Node, Node]:
    """The case that each case is part of: by the lexicon, or where half of its labels stand within that case."""
    nodes = merged.nodes
    family: dict[Node, Node] = {}
    for node, found in nodes.found.items():
        if known := nodes.known(node):
            if known.parent:
                family[node] = nodes.of(known.parent, known.country)
            continue
        votes: Counter[Node] = Counter()
        for parent, times in found.parents.items():
            votes[nodes.root(parent)] += times
        best, most = next(iter(votes.most_common(1)), (node, 0))
        near = None in (nodes.country(best), nodes.country(node)) or nodes.country(best) == nodes.country(
            node
        )
        often = most * 2 >= (found.labels or found.spoken.total())
        if best != node and near and often and not is_own(best) and not _works_on(node, best, merged):
            family[node] = best
    return {node: parent for node, parent in family.items() if family.get(parent) != node}


def _works_on(node: Node, whole: Node, merged: Merged) -> bool:
    """Whether one names a body, and the other what somebody does: "Establishing a shared culture" has no bodies."""
    body, deed = (merged.nodes.at(each).names for each in (node, whole))
    return any(map(has_body, body)) and any(_DEED.match(name) and not ends_in_body(name) for name in deed)


def spread(merged: Merged, told: Mapping[str, Telling], family: Mapping[Node, Node]) -> None:
    """Adds to each part the statements of its whole that use its last word, or tell the same event as it does."""
    parts: dict[Node, list[Node]] = defaultdict(list)
    for part, whole in family.items():
        if merged.nodes.at(part).things:
            parts[whole].append(part)
    owned: dict[Node, list[_Own]] = defaultdict(list)
    for note in merged.every:
        for said in note.said:
            for owner in told[said.id].owners:
                if owner in parts:
                    owned[owner].append(_Own(note.video, note.note, said))
    for whole, some in parts.items():
        for part, said in (*_marked(some, whole, owned[whole], merged), *_twins(some, owned[whole], told)):
            _add(told[said.id], part, family)


def _add(telling: Telling, part: Node, family: Mapping[Node, Node]) -> None:
    """A statement is shown under a part where it tells of one, and under the whole where it tells of several."""
    others = [node for node in telling.cases if node in family and node != part]
    if part not in telling.cases and telling.shown == family[part] and not others:
        telling.shown = part
    elif others and telling.shown in others and telling.shown not in telling.owners:
        telling.shown = family[part]
    telling.cases.setdefault(part)


def _marked(
    parts: Sequence[Node], whole: Node, owned: Sequence[_Own], merged: Merged
) -> Iterator[tuple[Node, Said]]:
    """The statements of a whole that use the last word of a part's name."""
    heads: dict[str, set[Node]] = defaultdict(set)
    for part in parts:
        for head in _heads(part, whole, merged):
            heads[head].add(part)
    marked: dict[Node, dict[str, Said]] = defaultdict(dict)
    for own in owned:
        # In one order, for what tells of several parts is told in the order that they were given it.
        for word in sorted(heads.keys() & set(own.said.words)):
            for part in sorted(heads[word]):
                marked[part][own.said.id] = own.said
    for part, some in marked.items():
        if len(some) * _RARE <= len(owned):
            yield from ((part, said) for said in some.values())


def _heads(part: Node, whole: Node, merged: Merged) -> Iterator[str]:
    """The last words of a part's short names, but for places, sorts of body and words of the whole's names."""
    taken = {word for name in merged.nodes.at(whole).names for word in tokens(name)}
    for name in merged.nodes.at(part).names:
        words = solid(name)
        if 0 < len(words) <= _SHORT and words[-1] not in taken | BODIES | merged.places:
            yield stem(words[-1])


def _twins(
    parts: Sequence[Node], owned: Sequence[_Own], told: Mapping[str, Telling]
) -> Iterator[tuple[Node, Said]]:
    """Statements of a whole that tell, in another note of the talk, what a statement of a part tells."""
    by_time: dict[tuple[str, int], list[_Own]] = defaultdict(list)
    for own in owned:
        for second in own.said.seconds:
            by_time[own.talk, second // _NEAR].append(own)
    for own in owned:
        telling = told[own.said.id]
        mine = [part for part in parts if part in telling.cases and part not in telling.examples]
        # What names several parts, or one as an example, tells of more than one event.
        if len(mine) != 1 or not own.said.seconds or telling.cases.keys() - set(telling.owners) - set(mine):
            continue
        slot = own.said.seconds[0] // _NEAR
        near = (
            each for at in (slot - 1, slot, slot + 1) for each in by_time[own.talk, at][:_MOST_NEIGHBOURS]
        )
        for other in near:
            outside = told[other.said.id].owners[-1] in telling.owners
            if outside and other.note != own.note and _tell_the_same(own.said, other.said):
                yield mine[0], other.said


def _tell_the_same(one: Said, other: Said) -> bool:
    shared = len(set(one.words) & set(other.words))
    near = abs(other.seconds[0] - one.seconds[0]) <= _NEAR
    return near and shared >= _FEWEST and shared >= _SAME * min(len(one.words), len(other.words))
