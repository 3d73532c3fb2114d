"""The cases the notes tell of, merged across notes and talks, and the statements that tell of each. Pure.

`mentions` reads one note and depends on nothing else, so its result may be kept while the note and the lexicon
stay; `merge` makes cases of the mentions of all notes and is cheap beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.lexicon import Lexicon
from bot.model import Case, Statement
from bot.notes.countries import is_own, settle
from bot.notes.families import parents, spread
from bot.notes.mentions import Mentions, mentions
from bot.notes.merging import Merged, Node, merge_names
from bot.notes.telling import tell
from bot.notes.wording import is_written_as_name

__all__ = ["Cases", "mentions", "merge"]


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases in order of first mention.

    `tellings` are, by a case's name, the ids of the statements that tell of it, in the notes' order. `shown` is,
    by a statement's id, the one case it is shown under, and `countries` the country it is about.
    """

    cases: tuple[Case, ...]
    tellings: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str]
    countries: Mapping[str, str]

    def told(self, statement: Statement) -> Statement:
        """The statement with the case it is shown under and the country it is about."""
        return replace(statement, case=self.shown.get(statement.id), country=self.countries.get(statement.id))


def merge(every: Sequence[Mentions], lexicon: Lexicon) -> Cases:
    """The cases of all notes, from what each note says of cases."""
    merged = merge_names(every, lexicon)
    settled = settle(merged)
    family = parents(merged)
    told = tell(merged, settled, family)
    spread(merged, told, family)
    tellings: dict[Node, list[str]] = defaultdict(list)
    for statement, telling in told.items():
        for node in telling.cases:
            tellings[node].append(statement)
    names = _names(tellings, merged)
    shown = {statement: telling.shown for statement, telling in told.items() if telling.shown}
    about = {said.id: said.about for note in every for said in note.said}
    return Cases(
        tuple(_case(node, names, family, merged) for node in tellings),
        {names[node]: tuple(some) for node, some in tellings.items()},
        {statement: names[node] for statement, node in shown.items()},
        {
            statement: country
            for statement, said in about.items()
            if (country := said or (merged.nodes.country(shown[statement]) if statement in shown else None))
        },
    )


def _names(nodes: Iterable[Node], merged: Merged) -> dict[Node, str]:
    """Each case's name, no two alike: the lexicon's, or the spelling that most labels and sentences use."""
    names: dict[Node, str] = {}
    taken: set[str] = set()
    for node in nodes:
        name = first = _name(node, merged)
        country = merged.nodes.country(node)
        if name.casefold() in taken and country:
            name = first = f"{name} ({country})"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{first} ({number})"
        taken.add(name.casefold())
        names[node] = name
    return names


def _name(node: Node, merged: Merged) -> str:
    if known := merged.nodes.known(node):
        return known.name
    found = merged.nodes.at(node)

    def weight(name: str) -> tuple[int, bool, bool, int, int]:
        return found.names[name], is_written_as_name(name), " " in name, found.spoken[name], len(name)

    return max(found.names, key=weight)


def _case(node: Node, names: Mapping[Node, str], family: Mapping[Node, Node], merged: Merged) -> Case:
    found = merged.nodes.at(node)
    country = merged.nodes.country(node)
    spellings = sorted(found.names, key=lambda name: -found.names[name])
    aliases = [name for name in spellings if found.names[name] or is_written_as_name(name)]
    if is_own(node) and country:
        aliases.append(country)
    parent = family.get(node)
    return Case(
        name=names[node],
        country=country,
        parent=names.get(parent) if parent else None,
        aliases=tuple(name for name in dict.fromkeys(aliases) if name != names[node]),
        how=", ".join(found.hows),
        countries=_countries(node, merged),
    )


def _countries(node: Node, merged: Merged) -> tuple[str, ...]:
    """Where a case is told of: where the lexicon puts it, or else its labels, most of them first.

    A line about one country may name what another has: "inspired by Germany's KfW" puts no KfW in Scotland.
    """
    known, country = merged.nodes.known(node), merged.nodes.country(node)
    told = () if known and known.country else merged.nodes.at(node).countries.most_common()
    return tuple(name for name, _ in told) or ((country,) if country else ())
