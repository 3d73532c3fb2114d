"""Sections about a country as such: the case they tell of, or a case of their own for each talk. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.notes.mentions import Said
from bot.notes.merging import Merged, Node, Spot
from bot.words import stem

_OPENING = 2  # sentences of a section that say whose it is
_FEWEST_TERMS = 2  # of a case's own terms that another talk's section must use to be about it
_SHORTEST = 4  # letters of each word of such a term
_MOST_HERE = 30  # cases that one talk puts in one country; beyond, none of them is the country's


@dataclass(frozen=True, slots=True)
class Settled:
    """The case of each label about a country. `loosely` are those that only the text gives to one."""

    at: Mapping[Spot, Node]
    loosely: frozenset[Spot]


@dataclass(frozen=True, slots=True)
class _Section:
    """A label about a country as such, in one note, with the sentences under it."""

    spot: Spot
    said: tuple[Said, ...]


def is_own(node: Node) -> bool:
    """Whether a node is what a country does in one talk."""
    return node[0].startswith("\n")


def settle(merged: Merged) -> Settled:
    """The case of each label about a country; those that tell of none become cases of country and talk."""
    placed = _placed(merged)
    seconds = _seconds(merged)
    terms = _terms(merged)
    settled: dict[Spot, Node] = {}
    loosely: set[Spot] = set()
    for (country, talk), sections in _sections(merged).items():
        here = {merged.nodes.root(node) for node in placed.get((country, talk), ())}
        cited = {node: seconds[talk, node] for node in here} if len(here) <= _MOST_HERE else {}
        opening = Counter(node for section in sections if (node := _opening(section, country, merged)))
        shared = {node for node, times in opening.items() if times * 2 > len(sections)}
        for section in sections:
            node = (
                _only(here)
                or _only(_subjects(section, country, merged) & here)
                or _only(_at_once(section, cited))
                or _only(shared)
                or _by_terms(section, terms.get(country, {}))
            )
            if node:
                settled[section.spot] = node
                loosely.update([section.spot] if node in shared else ())
        left = [section for section in sections if section.spot not in settled]
        if left:
            own = _own(country, talk, left, merged)
            settled.update((section.spot, own) for section in left)
    return Settled(settled, frozenset(loosely))


def _sections(merged: Merged) -> dict[tuple[str, str], list[_Section]]:
    """By country and talk, the sections that a label gives to the country and to no case."""
    sections: dict[tuple[str, str], list[_Section]] = defaultdict(list)
    for number, note in enumerate(merged.every):
        under: dict[int, list[Said]] = defaultdict(list)
        for said in note.said:
            for at in said.labels:
                under[at].append(said)
        for at, some in under.items():
            label = note.labels[at]
            country = label.naming.country
            if label.naming.whole and country and not label.panel and (number, at) not in merged.at:
                sections[country, note.video].append(_Section((number, at), tuple(some)))
    return sections


def _only(nodes: set[Node]) -> Node | None:
    return next(iter(nodes)) if len(nodes) == 1 else None


def _placed(merged: Merged) -> dict[tuple[str, str], set[Node]]:
    """By country and talk, the cases that labels put there by the country's name, but for parts of others."""
    placed: dict[tuple[str, str], set[Node]] = defaultdict(set)
    for (number, at), node in merged.at.items():
        note = merged.every[number]
        naming = note.labels[at].naming
        found = merged.nodes.at(node)
        if naming.country and (naming.sure or naming.whole) and found.parents.total() * 2 < found.labels:
            placed[naming.country, note.video].add(node)
    return placed


def _seconds(merged: Merged) -> dict[tuple[str, Node], set[int]]:
    """By talk and case, the seconds its own sections cite."""
    seconds: dict[tuple[str, Node], set[int]] = defaultdict(set)
    for number, note in enumerate(merged.every):
        for said in note.said:
            for at in said.labels:
                if (number, at) in merged.at:
                    seconds[note.video, merged.nodes.root(merged.at[number, at])].update(said.seconds)
    return seconds


def _at_once(section: _Section, cited: Mapping[Node, set[int]]) -> set[Node]:
    """The cases that other notes of the talk tell of at half of the section's seconds or more."""
    own = {second for said in section.said for second in said.seconds}
    return {node for node, seconds in cited.items() if own and len(own & seconds) * 2 >= len(own)}


def _subjects(section: _Section, country: str, merged: Merged) -> set[Node]:
    """The cases that a section's first sentence is about."""
    return {merged.nodes.of(name.text, country) for name in section.said[0].names if name.subject}


def _opening(section: _Section, country: str, merged: Merged) -> Node | None:
    """The one case of the country that the section's opening sentences are about."""
    nodes: set[Node] = set()
    for at, said in enumerate(section.said[:_OPENING]):
        for name in said.names:
            node = merged.nodes.of(name.text, country)
            found = merged.nodes.found.get(node)
            if found and not name.example and merged.nodes.country(node) == country:
                # "Their … strategy" is the country's own, and so is a body that bears the country's name.
                begins = name.subject and (at == 0 or country in name.countries)
                nodes.update([node] if begins or (name.thing and said.leans) else ())
        for case, _ in said.told:
            known = merged.nodes.known(merged.nodes.of(case))
            if known and known.country == country and not known.parent:
                nodes.add(merged.nodes.of(case))
    return _only(nodes)


def _terms(merged: Merged) -> dict[str, dict[Node, set[frozenset[str]]]]:
    """By country and case, the quoted terms of two words or more that its own sections use."""
    terms: dict[str, dict[Node, set[frozenset[str]]]] = defaultdict(lambda: defaultdict(set))
    for number, note in enumerate(merged.every):
        for said in note.said:
            node = merged.innermost(number, said)
            if node and said.country:
                for name in said.names:
                    if name.quoted and len(name.words) > 1 and min(map(len, name.words)) >= _SHORTEST:
                        terms[said.country][node].add(frozenset(map(stem, name.words)))
    return terms


def _by_terms(section: _Section, terms: Mapping[Node, set[frozenset[str]]]) -> Node | None:
    """The case of the country whose own terms the section uses: two at least, and more than any other's."""
    words = [frozenset(said.words) for said in section.said]
    used = Counter(
        {node: sum(any(term <= each for each in words) for term in own) for node, own in terms.items()}
    )
    (best, most), (_, next_best) = (*used.most_common(2), (("", ""), 0), (("", ""), 0))[:2]
    return best if most >= _FEWEST_TERMS and most > next_best else None


def _own(country: str, talk: str, sections: Sequence[_Section], merged: Merged) -> Node:
    """The case of what a country does in one talk, named by the heading over most of it, or by its note."""
    node = (f"\n{talk}", country)
    found = merged.nodes.at(node)
    found.hows.setdefault("heading with its country")
    found.countries[country] += len(sections)
    found.talks.add(talk)
    found.labels += len(sections)
    names: Counter[str] = Counter()
    for section in sections:
        number, at = section.spot
        note = merged.every[number]
        names[note.labels[at].naming.title or f"{note.title} in {country}"] += len(section.said)
    found.names[names.most_common(1)[0][0]] += 1
    return node


__all__ = ["Settled", "is_own", "settle"]
