"""What the notes together bear out: which names are names of cases, which of people, which of topics. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.lexicon import Lexicon
from bot.notes.mentions import Label, Mentions
from bot.notes.proper import Name
from bot.notes.wording import (
    BODIES,
    has_aspect,
    has_body,
    has_role,
    is_event,
    is_written_as_name,
    key,
    says_something,
    solid,
)
from bot.words import stem, tokens

BODY_STEMS = frozenset(map(stem, BODIES))
# Bodies that every country has, and that are named in passing: a sentence alone makes them no case.
_COMMON_BODIES = """
    association board college commission committee corps council department directorate forum ministry
    mission missions office parliament secretariat service strategy team unit university
"""
_ANY_BODY = frozenset(_COMMON_BODIES.split())
_MOST_OF_A_PERSON = 4  # words of a name


@dataclass(slots=True)
class Spoken:
    """How sentences speak of a name: its spellings, its acronyms, its notes, and how many sentences do each."""

    spellings: Counter[str] = field(default_factory=Counter)
    acronyms: Counter[str] = field(default_factory=Counter)
    notes: set[str] = field(default_factory=set)
    subject: int = 0
    example: int = 0
    thing: int = 0
    body: int = 0

    def hear(self, name: Name, note: str) -> None:
        """Counts one more sentence."""
        self.spellings[name.text] += 1
        self.notes.add(note)
        self.subject += name.subject
        self.example += name.example
        self.thing += name.thing
        self.body += name.body
        if name.acronym:
            self.acronyms[name.acronym] += 1


class Proof:
    """What all notes say of names, counted once.

    `ordinary` are words of labels that sentences use without capitals, `people` the keys of people's names,
    `spoken` what sentences call a project or a body, by key.
    """

    def __init__(self, every: Sequence[Mentions], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.ordinary = frozenset(word for note in every for word in note.ordinary)
        self.spoken: dict[str, Spoken] = {}
        self._large: Counter[str] = Counter()
        self._small: Counter[str] = Counter()
        self._surnames: set[tuple[str, str]] = set()
        for note in every:
            for label in note.labels:
                if label.naming.name:
                    words = key(label.naming.name)
                    self._large[words] += label.large
                    self._small[words] += label.small
            for name in (name for said in note.said for name in said.names):
                if (name.thing or name.body or name.acronym) and not has_role(name.text):
                    self.spoken.setdefault(key(name.text), Spoken()).hear(name, note.note)
        self.people = {person for note in every for person in self._people(note)}
        self.people |= {person for note in every for person in self._relatives(note)}

    def _people(self, note: Mentions) -> Iterator[str]:
        for label in note.labels:
            named = label.naming
            affiliated = any(" " in other and set(tokens(other)) & BODIES for other in named.also)
            if named.name and (named.person or ((label.panel or affiliated) and self._personal(label))):
                self._surnames.add((note.video, tokens(named.name)[-1]))
                yield key(named.name)

    def _relatives(self, note: Mentions) -> Iterator[str]:
        """Other spellings of people of the same talk: whoever bears the same last name."""
        for label in note.labels:
            words = tokens(label.naming.name or "")
            if len(words) > 1 and (note.video, words[-1]) in self._surnames and self._personal(label):
                yield key(label.naming.name or "")

    def _personal(self, label: Label) -> bool:
        """Whether a label's name looks like a person's: few words, none ordinary, none a place."""
        name = label.naming.name or ""
        words = solid(name)
        return (
            0 < len(words) <= _MOST_OF_A_PERSON
            and not label.naming.placed
            and not any(word in self.ordinary or word in BODIES or not word.isalpha() for word in words)
            and not any(part.isupper() and len(part) > 1 for part in name.split())
        )

    def bears_out(self, label: Label) -> bool:
        """Whether a label names a case: by its form, or because the text defines, lists or capitalises it."""
        named = label.naming
        if not named.name or key(named.name) in self.people or (label.panel and self._personal(label)):
            return False
        if named.sure:
            return True
        if has_aspect(named.name) or self._is_topic(named.name):
            return False
        words = key(named.name)
        large, small = self._large[words], self._small[words]
        spoken = self.spoken.get(words)
        called = spoken and spoken.thing and (named.thing or any(map(is_written_as_name, spoken.spellings)))
        if label.listed or ((label.defined or called) and large >= small):
            return True
        # A sentence that uses it with a capital is enough beside a country; elsewhere it takes two.
        return not self._personal(label) and large > 2 * small and large >= (1 if named.country else 2)

    def is_part(self, label: Label) -> bool:
        """Whether a lead within a case calls what it names a mission, project or example of that case."""
        named = label.naming
        if not named.name or not named.thing or label.heading or key(named.name) in self.people:
            return False
        # An "example" may be of anything; it is a case where the name is no ordinary word.
        if named.thing == "example":
            return not set(tokens(named.name)) & self.ordinary
        return not named.thing.endswith("s")

    def _is_topic(self, name: str) -> bool:
        """Whether a name is the acronym of a topic, as AI is; those of bodies stand for a body."""
        words = tuple(map(stem, tokens(name)))
        meant = self._lexicon.alternatives.get(words, ()) if len(words) == 1 else ()
        return bool(meant) and not any(set(phrase) & BODY_STEMS for phrase in meant)

    def by_text(self) -> Iterator[str]:
        """The keys of names that sentences alone show to be cases: called a project, or a body that acts."""
        for words, spoken in self.spoken.items():
            name = spoken.spellings.most_common(1)[0][0]
            if (
                words in self.people
                or not any(map(is_written_as_name, spoken.spellings))
                or not says_something(name)
                or self._is_topic(name)
                or is_event(name)
            ):
                continue
            acts = spoken.subject + spoken.example
            often = len(spoken.notes) > 1 or (spoken.subject and spoken.acronyms)
            # "The Garden Fund and the Tree Bank" are two.
            one = " and the " not in name and sum(map(has_body, name.split(" and "))) < 2
            body = spoken.body and one and not set(tokens(name)) & _ANY_BODY
            if spoken.thing or (body and acts and often):
                yield words
