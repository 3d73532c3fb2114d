"""The mentions of all notes to names, and which of them are one case. Pure.

Looks at each name once and compares only names of one talk or country that share a rare word or a second, so that
it stays linear in the notes, and cheap where only one of them has changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from rapidfuzz.distance import JaroWinkler

from bot.lexicon import Lexicon
from bot.notes.known import known_cases
from bot.notes.mentions import Label, Mentions, Said
from bot.notes.nodes import Found, Node, Nodes
from bot.notes.proof import BODY_STEMS, Proof
from bot.notes.wording import full_key, is_short_for, key
from bot.words import fold, stem

# A label, by its note's place among the notes and its own in the note.
Spot = tuple[int, int]

# By Jaro and Winkler "Luise" and "Luze" are .85 alike, "Union" and "Commission" .56.
_ALIKE = 0.8
_AGENCY = frozenset(map(stem, ("agency", "council", "project")))
# A word in more names than this says little of any of them.
_MOST_OF_A_WORD = 200


@dataclass(frozen=True, slots=True)
class Merged:
    """What the notes say of names: `at` is the node of each label that names a case."""

    every: Sequence[Mentions]
    nodes: Nodes
    at: Mapping[Spot, Node]
    ordinary: frozenset[str]
    places: frozenset[str]

    def innermost(self, number: int, said: Said) -> Node | None:
        """The case that a statement's innermost label names."""
        node = self.at.get((number, said.labels[-1])) if said.labels else None
        return self.nodes.root(node) if node else None

    def owner(self, number: int, said: Said) -> Node | None:
        """The case of a statement's innermost label that names one."""
        spots = ((number, at) for at in reversed(said.labels))
        return next((self.nodes.root(self.at[spot]) for spot in spots if spot in self.at), None)


def merge_names(every: Sequence[Mentions], lexicon: Lexicon) -> Merged:
    """The names of all notes, those that are one case joined."""
    proof = Proof(every, lexicon)
    nodes = Nodes(known_cases(lexicon), _countries(every))
    at = _read_labels(every, nodes, proof)
    merged = Merged(every, nodes, at, proof.ordinary, lexicon.place_words)
    _read_sentences(merged, lexicon, frozenset(proof.by_text()))
    _join_labels(merged, proof)
    _join_spellings(nodes, frozenset(map(stem, proof.ordinary)))
    _join_seconds(merged)
    return merged


def _countries(every: Iterable[Mentions]) -> dict[str, Counter[str]]:
    """In which countries labels themselves put each name."""
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    for note in every:
        for label in note.labels:
            if label.naming.name and label.naming.country:
                countries[key(label.naming.name)][label.naming.country] += 1
    return dict(countries)


def _read_labels(every: Sequence[Mentions], nodes: Nodes, proof: Proof) -> dict[Spot, Node]:
    """Every label that names a case, with the country and the case around it."""
    borne = [[proof.bears_out(label) for label in note.labels] for note in every]
    # What one note bears out is a name in every other.
    names = {
        key(label.naming.name or "")
        for note, some in zip(every, borne, strict=True)
        for label, fit in zip(note.labels, some, strict=True)
        if fit
    }
    spots: dict[Spot, Node] = {}
    for number, note in enumerate(every):
        for path in dict.fromkeys(said.labels for said in note.said):
            above: Node | None = None
            country: str | None = None
            for at in path:
                label = note.labels[at]
                country = label.naming.country or country
                named = borne[number][at] or (label.naming.name and key(label.naming.name) in names)
                if not (label.known or named or (above and proof.is_part(label))):
                    continue
                node = _sight(label, country, note.video, nodes)
                if above and nodes.root(above) != node:
                    nodes.at(node).parents[above] += 1
                above = spots[number, at] = node
    return spots


def _sight(label: Label, country: str | None, talk: str, nodes: Nodes) -> Node:
    """Notes what a label says of the case it names."""
    naming = label.naming
    node = nodes.of(label.known or naming.name or "", naming.country or country)
    known = nodes.known(node)
    found = nodes.at(node)
    spelled = naming.name if naming.name and nodes.of(naming.name, country) == node else label.known
    found.names[spelled or ""] += 1
    found.hows.setdefault("heading" if label.heading else "bold lead")
    if naming.found:
        found.hows.setdefault(naming.found)
    found.labels += 1
    found.things += bool(naming.thing or label.listed or label.defined)
    found.talks.add(talk)
    if where := naming.country or (known.country if known else country):
        found.countries[where] += 1
    return node


def _read_sentences(merged: Merged, lexicon: Lexicon, by_text: frozenset[str]) -> None:
    """Names that sentences alone show to be cases, and what the lexicon's words tell of."""
    nodes = merged.nodes
    known = known_cases(lexicon).names
    for number, note in enumerate(merged.every):
        for case, _ in chain.from_iterable(chain((s.told for s in note.said), (i.told for i in note.intros))):
            nodes.at(nodes.of(case)).names[case] += 0
            nodes.at(nodes.of(case)).hows.setdefault("the lexicon")
        for said in note.said:
            for name in said.names:
                if key(name.text) not in by_text and full_key(name.text) not in known:
                    continue
                found = nodes.at(nodes.of(name.text, said.country))
                found.names[name.text] += 0
                found.spoken[name.text] += 1
                found.hows.setdefault("named in the text")
                found.talks.add(note.video)
                if found.labels:
                    continue
                about = said.country or (name.countries[0] if len(name.countries) == 1 else None)
                found.countries.update([about] if about else ())
                owner = merged.owner(number, said)
                found.parents.update([owner] if owner else ())


def _join_labels(merged: Merged, proof: Proof) -> None:
    """Joins names that one label gives to one thing, and what is counted alike in one talk: "Challenge 4"."""
    nodes = merged.nodes
    counted: dict[tuple[str, str, str | None], Node] = {}
    for (number, at), node in merged.at.items():
        note = merged.every[number]
        naming = note.labels[at].naming
        if naming.name and nodes.of(naming.name, naming.country) == nodes.root(node):
            for other in naming.also:
                if " " in other or naming.placed or is_short_for(other, naming.name):
                    _join_name(node, other, naming.country, nodes)
        if naming.ordinal:
            nodes.join(counted.setdefault((note.video, naming.ordinal, naming.country), node), node)
    for spoken in proof.spoken.values():
        name = spoken.spellings.most_common(1)[0][0]
        for acronym in spoken.acronyms:
            if nodes.of(name) in nodes.found or nodes.of(acronym) in nodes.found:
                nodes.at(nodes.of(name)).names[name] += 0
                _join_name(nodes.of(name), acronym, None, nodes)


def _join_name(node: Node, other: str, country: str | None, nodes: Nodes, how: str = "") -> None:
    there = nodes.of(other, country)
    nodes.at(there).names[other] += 0
    nodes.join(node, there, how)


def _join_spellings(nodes: Nodes, ordinary: frozenset[str]) -> None:
    """Joins names of one talk or country that differ in spaces, or where one holds all words of the other.

    `ordinary` are stems: a name of one such word is too little to be held by another.
    """
    compact: dict[str, list[Node]] = defaultdict(list)
    holding: dict[str, list[tuple[Node, frozenset[str]]]] = defaultdict(list)
    every = [(node, frozenset(node[0].split())) for node in nodes.found]
    for node, words in every:
        compact[node[0].replace(" ", "")].append(node)
        for word in words:
            holding[word].append((node, words))
    for first, *others in compact.values():
        for other in others:
            nodes.join_met(first, other)
    for node, words in every:
        rarest = min(words, key=lambda word: (len(holding[word]), word), default="")
        for other, more in holding[rarest][:_MOST_OF_A_WORD]:
            if words < more and _is_held(words, more - words, ordinary):
                nodes.join_met(node, other)


def _is_held(words: frozenset[str], added: frozenset[str], ordinary: frozenset[str]) -> bool:
    """Whether a name with more words is still the same: "Vinnova" and "Vinnova Agency" are, a fund's lab is not."""
    if len(words) == 1:
        return added <= _AGENCY and not words & ordinary
    return not (added & BODY_STEMS and not words & BODY_STEMS)


def _join_seconds(merged: Merged) -> None:
    """Joins spellings that notes of one talk give to what they say at one second: "Luise" and "Luze"."""
    nodes = merged.nodes
    labelled = _labelled_seconds(merged)
    for some in labelled.values():
        for one, other in pairwise(some):
            if _share_most(one, other) and nodes.country(one) == nodes.country(other):
                nodes.join_met(one, other)
    for note in merged.every:
        for said in note.said:
            at_once = [
                each for second in said.seconds for each in labelled.get((note.video, second), {}).items()
            ]
            for node, name in at_once:
                for heard in said.names:
                    if key(heard.text) != key(name) and _alike(heard.text, name):
                        _join_name(node, heard.text, None, nodes, "the same second of the talk")


def _labelled_seconds(merged: Merged) -> dict[tuple[str, int], dict[Node, str]]:
    """By talk and second, the cases that innermost labels name there, each as it is spelled."""
    labelled: dict[tuple[str, int], dict[Node, str]] = defaultdict(dict)
    for number, note in enumerate(merged.every):
        for said in note.said:
            if node := merged.innermost(number, said):
                for second in said.seconds:
                    labelled[note.video, second][node] = note.labels[said.labels[-1]].naming.name or ""
    return labelled


def _share_most(one: Node, other: Node) -> bool:
    """Whether two names have more than half of the shorter one's words in common."""
    mine, theirs = set(one[0].split()), set(other[0].split())
    return len(mine & theirs) * 2 > min(len(mine), len(theirs))


def _alike(one: str, other: str) -> bool:
    """Whether two names of two words or more are alike word by word."""
    mine, theirs = fold(one).split(), fold(other).split()
    return len(mine) == len(theirs) > 1 and all(
        JaroWinkler.similarity(here, there) >= _ALIKE for here, there in zip(mine, theirs, strict=True)
    )


__all__ = ["Found", "Merged", "Node", "Spot", "merge_names"]
