"""Which statements tell of which case: by their labels, their own words, and what they follow. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby

from bot.lexicon import Phrase
from bot.notes.countries import Settled, is_own
from bot.notes.mentions import Intro, Mentions, Said
from bot.notes.merging import Merged, Node
from bot.notes.proper import Name
from bot.notes.wording import SMALL, is_written_as_name, solid
from bot.words import stem, tokens

# A section is about a case where its first sentence and half of all are, and it has as many as this.
_SHARE, _FEWEST = 0.5, 3
_SHORT = 3  # letters of a stem that is too short to be looked for alone


@dataclass(slots=True)
class Telling:
    """Of one statement: the cases it tells of, in order, and the one it is shown under.

    `owners` are those its labels name, `subject` is the one its words are about, `examples` those it gives as
    examples.
    """

    cases: dict[Node, None] = field(default_factory=dict)
    shown: Node | None = None
    owners: tuple[Node, ...] = ()
    subject: Node | None = None
    examples: frozenset[Node] = frozenset()


@dataclass(frozen=True, slots=True)
class _Look:
    """A name to look for in sentences: its stems, and the spelling it must have where its word is ordinary."""

    stems: Phrase
    node: Node
    exactly: str = ""


def tell(merged: Merged, settled: Settled, parents: Mapping[Node, Node]) -> dict[str, Telling]:
    """By statement, the cases it tells of."""
    looks = _looks(merged)
    told: dict[str, Telling] = {}
    for number, note in enumerate(merged.every):
        teller = _Teller(merged, settled, parents, looks, number)
        for _, section in groupby(note.said, key=lambda said: said.section):
            told.update(teller.section(list(section)))
        _give_examples(note, told)
    return told


def _looks(merged: Merged) -> dict[str, list[_Look]]:
    """Every name of every case, by its first stem."""
    looks: dict[str, dict[_Look, None]] = defaultdict(dict)
    for node, found in merged.nodes.found.items():
        known = merged.nodes.known(node)
        for name in () if is_own(node) else (*found.names, *((known.name, *known.also) if known else ())):
            stems = tuple(map(stem, solid(name)))
            ordinary = len(stems) == 1 and (
                len(stems[0]) < _SHORT or any(word in merged.ordinary for word in tokens(name))
            )
            if stems:
                looks[stems[0]].setdefault(_Look(stems, node, name if ordinary else ""))
    return {first: list(some) for first, some in looks.items()}


def _give_examples(note: Mentions, told: Mapping[str, Telling]) -> None:
    """Where sections of a note tell of a country, its other lines that give the country as an example do too."""
    own = {node[1]: node for said in note.said for node in told[said.id].owners if is_own(node)}
    for said in note.said if own else ():
        for country in said.examples:
            if country in own:
                told[said.id].cases.setdefault(own[country])


class _Teller:
    """Tells of one note, section by section."""

    def __init__(
        self,
        merged: Merged,
        settled: Settled,
        parents: Mapping[Node, Node],
        looks: Mapping[str, Sequence[_Look]],
        number: int,
    ) -> None:
        self._merged = merged
        self._settled = settled
        self._parents = parents
        self._looks = looks
        self._number = number
        self._note = merged.every[number]

    def section(self, section: Sequence[Said]) -> dict[str, Telling]:
        """What each statement of a section tells of."""
        told = {said.id: self._alone(said) for said in section}
        self._carry_on(section, told)
        self._lists(section, told)
        _take_whole(section, told)
        return told

    def _alone(self, said: Said) -> Telling:
        """What a statement tells of by its labels and its own words."""
        owners, loosely = self._owners(said)
        heard = [(name, node) for name in said.names for node in self._heard(name)]
        spoken = self._spoken(said, owners, heard)
        subject = next((node for node, about in spoken.items() if about), None)
        if loosely and subject:
            owners = ()
        parts = [node for node in spoken if self._parents.get(node) in owners]
        close = [node for name, node in heard if name.closely and node in spoken]
        close += [self._merged.nodes.of(case) for case, _ in said.told]
        return Telling(
            dict.fromkeys((*owners, *spoken)),
            shown=next(
                iter((*parts[: len(parts) == 1], *owners[-1:], *([subject] if subject else close))), None
            ),
            owners=owners,
            subject=subject,
            examples=frozenset(node for name, node in heard if name.example),
        )

    def _owners(self, said: Said) -> tuple[tuple[Node, ...], bool]:
        """The cases of a statement's labels, outermost first, and whether only the text gave the last one."""
        nodes = self._merged.nodes
        owners: list[Node] = []
        loosely = False
        for at in said.labels:
            spot = (self._number, at)
            named = self._merged.at.get(spot) or self._settled.at.get(spot)
            if not named:
                continue
            node = nodes.root(named)
            country = self._note.labels[at].naming.country
            # What one country does for another's challenge is its own story.
            if owners and country and nodes.country(owners[-1]) not in (None, country):
                owners.clear()
            if node not in owners:
                owners.append(node)
                loosely = spot in self._settled.loosely
        return tuple(owners), loosely

    def _heard(self, name: Name) -> Iterator[Node]:
        """The cases whose names a name in a sentence is, or holds; the longest where several begin alike."""
        words = [stem(word) for word in name.words if word not in SMALL]
        at = 0
        while at < len(words):
            fit = [
                look
                for look in self._looks.get(words[at], ())
                if tuple(words[at : at + len(look.stems)]) == look.stems and look.exactly in name.text
            ]
            best = max(fit, key=lambda look: len(look.stems), default=None)
            if best:
                yield best.node
            at += len(best.stems) if best else 1

    def _spoken(
        self, said: Said, owners: Sequence[Node], heard: Sequence[tuple[Name, Node]]
    ) -> dict[Node, bool]:
        """The cases that a statement's own words tell of, and whether it is about them."""
        spoken: dict[Node, bool] = {}
        for case, about in said.told:
            node = self._merged.nodes.of(case)
            spoken[node] = spoken.get(node, False) or about
        for name, node in heard:
            if self._counts(name, node, said, owners):
                spoken[node] = spoken.get(node, False) or name.subject
        return {node: about for node, about in spoken.items() if node not in owners}

    def _counts(self, name: Name, node: Node, said: Said, owners: Sequence[Node]) -> bool:
        """Whether a sentence that names a case tells of it, or only mentions it."""
        if name.aside or (name.quoted and not name.thing and not is_written_as_name(name.text)):
            return False
        country = self._merged.nodes.country(node)
        if said.about and country not in (None, said.about):
            return name.closely and said.country is not None
        return name.closely or all(map(is_own, owners))

    def _carry_on(self, section: Sequence[Said], told: Mapping[str, Telling]) -> None:
        """A paragraph goes on about the case it began with, until a sentence is about another."""
        for _, block in groupby(section, key=lambda said: said.block):
            running: Node | None = None
            for said in block:
                telling = told[said.id]
                others = telling.cases.keys() - set(telling.owners)
                if telling.subject:
                    running = telling.subject
                elif running and not others and (said.leans or not telling.owners):
                    telling.cases.setdefault(running)
                    telling.shown = telling.shown or running

    def _lists(self, section: Sequence[Said], told: Mapping[str, Telling]) -> None:
        """A list is about the case its opening line names; so is the next list, where its line names nobody."""
        topic: Node | None = None
        for said in section:
            if said.intro < 0:
                topic = None
                continue
            intro = self._note.intros[said.intro]
            telling = told[said.id]
            opened = self._opened(intro)
            if opened and opened not in telling.owners:
                topic = opened
                # An item with a lead of its own is about that.
                if not said.lead:
                    self._turn(said, telling, opened)
            elif opened or intro.places:
                topic = None
            elif topic and not said.lead:
                telling.cases.setdefault(topic)

    def _turn(self, said: Said, telling: Telling, opened: Node) -> None:
        """Gives an item of a list to the case its opening line names, and takes it from a loose owner."""
        loosely = self._owners(said)[1]
        if loosely:
            telling.cases = {node: None for node in telling.cases if node not in telling.owners}
        telling.cases.setdefault(opened)
        if loosely or not telling.shown:
            telling.shown = opened

    def _opened(self, intro: Intro) -> Node | None:
        told = (self._merged.nodes.of(case) for case, about in intro.told if about)
        named = (node for name in intro.names if not name.example for node in self._heard(name))
        return next(chain(told, named), None)


def _take_whole(section: Sequence[Said], told: Mapping[str, Telling]) -> None:
    """Gives a section without a case of its own to the one its first sentence and half of all are about."""
    first = told[section[0].id].subject
    if not first or len(section) < _FEWEST or any(told[said.id].owners for said in section):
        return
    if sum(first in told[said.id].cases for said in section) >= _SHARE * len(section):
        for said in section:
            told[said.id].cases.setdefault(first)
            told[said.id].shown = told[said.id].shown or first
