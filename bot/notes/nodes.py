"""Names that may be one case: what the notes say of each, and which were joined. Pure; keeps what it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.lexicon import Known
from bot.notes.known import KnownCases
from bot.notes.wording import full_key, key

# A name's key and, where labels put one name in several countries, the country: two countries' labs are two.
Node = tuple[str, str]


@dataclass(slots=True)
class Found:
    """What all notes say of one node, or of several that are one case.

    `names` count the labels that use each spelling, `spoken` the sentences; `hows` are in plain words. `parents`
    count the labels, or where there are none the sentences, that stand within another case. `things` are labels
    that call it a mission, project or example.
    """

    names: Counter[str] = field(default_factory=Counter)
    spoken: Counter[str] = field(default_factory=Counter)
    hows: dict[str, None] = field(default_factory=dict)
    countries: Counter[str] = field(default_factory=Counter)
    talks: set[str] = field(default_factory=set)
    parents: Counter[Node] = field(default_factory=Counter)
    labels: int = 0
    things: int = 0

    @property
    def country(self) -> str | None:
        """The country most of its labels put it in."""
        return self.countries.most_common(1)[0][0] if self.countries else None

    def add(self, other: Found) -> None:
        """Takes up what is said of another node."""
        self.names.update(other.names)
        self.spoken.update(other.spoken)
        self.hows.update(other.hows)
        self.countries.update(other.countries)
        self.parents.update(other.parents)
        self.talks |= other.talks
        self.labels += other.labels
        self.things += other.things

    def meets(self, other: Found) -> bool:
        """Whether two nodes are told of in one country, or in one talk and not in two countries."""
        if self.countries and other.countries:
            return bool(self.countries.keys() & other.countries.keys())
        return bool(self.talks & other.talks)


class Nodes:
    """All nodes; `found` holds only those that stand for themselves or for others joined to them."""

    def __init__(self, known: KnownCases, countries: Mapping[str, Counter[str]]) -> None:
        """`countries` are those in which labels put each key."""
        self.found: dict[Node, Found] = {}
        self._known = known
        self._countries = countries
        self._roots: dict[Node, Node] = {}
        self._pinned = {full_key(case): case for case in known.cases}

    def of(self, name: str, country: str | None = None) -> Node:
        """The node that stands for a name in a country."""
        if case := self._known.names.get(full_key(name)):
            return self.root((full_key(case), ""))
        words = key(name)
        known = self._countries.get(words, Counter())
        if len(known) < 2:
            return self.root((words, ""))
        return self.root((words, country if country and country in known else known.most_common(1)[0][0]))

    def root(self, node: Node) -> Node:
        """The node that stands for all that are one case with it."""
        while (up := self._roots.get(node, node)) != node:
            self._roots[node] = self._roots.get(up, up)
            node = up
        return node

    def at(self, node: Node) -> Found:
        """What is said of a node; it is made where nothing was said yet."""
        return self.found.setdefault(self.root(node), Found())

    def known(self, node: Node) -> Known | None:
        """The case of the lexicon that a node is."""
        case = self._pinned.get(self.root(node)[0])
        return self._known.cases[case] if case else None

    def country(self, node: Node) -> str | None:
        """The country of a case: the lexicon's, else the one most labels put it in."""
        if known := self.known(node):
            return known.country
        found = self.found.get(self.root(node))
        return found.country if found else None

    def join(self, one: Node, other: Node, how: str = "") -> None:
        """Makes two nodes one case, unless the lexicon names both or keeps them apart."""
        mine, theirs = self.root(one), self.root(other)
        if mine == theirs or self._apart(mine, theirs):
            return
        if self.known(theirs):
            mine, theirs = theirs, mine
        into = self.at(mine)
        into.add(self.found.pop(theirs, Found()))
        self._roots[theirs] = mine
        if how:
            into.hows.setdefault(how)

    def join_met(self, one: Node, other: Node) -> None:
        """Joins two nodes that are told of in one talk or country, unless one is part of the other."""
        mine, theirs = self.root(one), self.root(other)
        here, there = self.found.get(mine), self.found.get(theirs)
        if not here or not there or not here.meets(there):
            return
        if not (here.parents[theirs] or there.parents[mine]):
            self.join(mine, theirs)

    def _apart(self, one: Node, other: Node) -> bool:
        mine, theirs = self.known(one), self.known(other)
        if mine and theirs:
            return True
        words = {key(name) for known in (mine, theirs) if known for name in known.apart}
        return bool(words & {one[0], other[0]})
