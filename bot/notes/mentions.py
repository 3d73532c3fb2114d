"""What one note says of cases: what its labels name, and whom its sentences speak of. Pure, and of this note alone.

What is found here depends on the note and the lexicon only, so it may be kept until one of them changes;
`bot.notes.merging` makes cases of the mentions of all notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.lexicon import Lexicon, Phrase
from bot.model import Note, Statement
from bot.notes.known import known_cases
from bot.notes.naming import Naming, naming
from bot.notes.proper import Name, leans, names
from bot.notes.wording import SMALL, is_written_as_name, key
from bot.words import stem, tokens

# A lead that its sentence calls a mission, or says to be founded, is a thing and no topic.
_DEFINED = re.compile(
    r"^(?:(?:is|was)\s)?an?\s(?:[\w’'&-]+\s){0,4}?(?:agency|app|award|bank|campaign|company|experiment|fund"
    r"|initiative|institute|lab|laboratory|marketplace|mission|network|organi[sz]ation|pilot|platform|portal"
    r"|programme?|project|scheme)\s(?:aim|by|developed|focus|for|from|in|led|of|on|run|that|to|used|where|which"
    r"|with)"
    r"|^(?:established|founded|launched|created) (?:in|by) (?:\d|[A-Z])",
    re.IGNORECASE,
)
# Under such a heading names are people's.
_PANEL = re.compile(
    r"\b(?:commitments?|panel|panel+ists?|advisory board|speakers?|participants?|moderators?|testimonials?)\b",
    re.IGNORECASE,
)
# "The five missions are:" lists named things; "initiatives include:" lists whatever is done.
_THINGS = r"(?:missions|pilots|projects|programmes|programs|case studies)"
_LISTS = re.compile(
    rf"\b{_THINGS}\b[^.:]{{0,60}}\b(?:are|were|include[ds]?)\s*:?$"
    rf"|^(?:these|here|the following)\b[^.:]{{0,40}}\b{_THINGS}\s*:?$",
    re.IGNORECASE,
)
_SMALL_WORD = re.compile(r"(?<![\w’'-])[a-zà-ÿ][\w’'-]*")

# A case of the lexicon that a sentence's words tell of, and whether it begins with them.
Told = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Label:
    """A heading or lead of a note: what it names, and what the note bears out of that.

    `known` is the lexicon's case that it names. `listed`: it stands in a list of missions or projects. `defined`:
    a sentence under it calls it one. `panel`: it stands under headings of people only. `large` and `small` count
    the sentences that use the name with capitals and without.
    """

    naming: Naming
    known: str | None
    heading: bool
    listed: bool
    defined: bool
    panel: bool
    large: int
    small: int


@dataclass(frozen=True, slots=True)
class Intro:
    """A line that opens a list: whom it speaks of, and which countries it names."""

    names: tuple[Name, ...]
    told: tuple[Told, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: its labels and whom it speaks of.

    `labels` are places in `Mentions.labels`, outermost first; `lead`: one of them is a bold lead. `country` is
    the labels', `places` the countries its words name, `examples` those of them behind "like" or "such as".
    `intro` is the place in `Mentions.intros` of the line that opens its list, or -1. `section` and `block` count
    the note's sections and its paragraphs or bullets. `words` are its stems, where a label makes them matter.
    """

    id: str
    labels: tuple[int, ...]
    lead: bool
    country: str | None
    places: tuple[str, ...]
    examples: tuple[str, ...]
    names: tuple[Name, ...]
    told: tuple[Told, ...]
    intro: int
    section: int
    block: int
    leans: bool
    seconds: tuple[int, ...]
    words: tuple[str, ...]

    @property
    def about(self) -> str | None:
        """The country it is about: its labels', or the only one its words name."""
        return self.country or (self.places[0] if len(self.places) == 1 else None)


@dataclass(frozen=True, slots=True)
class Mentions:
    """What one note says of cases. `ordinary` are words of its labels that its sentences use without capitals.

    `video` is the talk, or the note's own name where it names none.
    """

    note: str
    title: str
    video: str
    labels: tuple[Label, ...]
    intros: tuple[Intro, ...]
    said: tuple[Said, ...]
    ordinary: frozenset[str]


def mentions(note: Note, lexicon: Lexicon) -> Mentions:
    """What a note says of cases; captions of countries only, since what is said in passing makes no case."""
    if note.origin == "captions":
        heard = tuple(_heard(at, each, lexicon) for at, each in enumerate(note.statements))
        return Mentions(note.name, note.title, note.video or note.name, (), (), heard, frozenset())
    reader = _Reader(note, lexicon)
    said = tuple(reader.said(statement) for statement in note.statements)
    return Mentions(
        note.name,
        note.title,
        note.video or note.name,
        tuple(reader.labels(said)),
        tuple(reader.intros.values()),
        said,
        frozenset(reader.ordinary()),
    )


def _heard(at: int, statement: Statement, lexicon: Lexicon) -> Said:
    """A sentence of captions, which stands by itself: the countries it names."""
    return Said(
        statement.id,
        labels=(),
        lead=False,
        country=None,
        places=lexicon.countries(statement.text),
        examples=(),
        names=(),
        told=(),
        intro=-1,
        section=0,
        block=at,
        leans=False,
        seconds=(),
        words=(),
    )


class _Reader:
    """Where reading has got to in one note, and what it has met so far."""

    def __init__(self, note: Note, lexicon: Lexicon) -> None:
        self.note = note
        self.lexicon = lexicon
        self.known = known_cases(lexicon)
        self.namings: dict[str, Naming] = {}
        self.intros: dict[str, Intro] = {}
        self._number: dict[str, int] = {}
        self._opened: dict[str, int] = {"": -1}
        self._sections: dict[tuple[str, ...], int] = {}
        self._blocks: dict[tuple[object, ...], int] = {}

    def said(self, statement: Statement) -> Said:
        """A statement, read."""
        path = tuple(dict.fromkeys((*statement.headings, *statement.leads)))
        for label in path:
            if label not in self.namings:
                self._number[label] = len(self.namings)
                self.namings[label] = naming(label, self.lexicon)
        named = [self.namings[label] for label in path]
        country = next((each.country for each in reversed(named) if each.country), None)
        places = self.lexicon.countries(statement.text)
        spoken = self._names(statement.text)
        words = tokens(statement.text)
        about = country or (places[0] if len(places) == 1 else None)
        block = (statement.headings, statement.leads, statement.citation.line)
        matters = any(each.name or each.whole for each in named)
        return Said(
            statement.id,
            labels=tuple(self._number[label] for label in path),
            lead=bool(statement.leads),
            country=country,
            places=places,
            examples=tuple(place for name in spoken if name.example for place in name.countries),
            names=spoken,
            told=tuple(self.known.told(words, about)),
            intro=self._intro(statement.intro),
            section=self._sections.setdefault(statement.headings, len(self._sections)),
            block=self._blocks.setdefault(block, len(self._blocks)),
            leans=leans(statement.text),
            seconds=tuple(each.seconds for each in statement.citation.seconds if each.seconds is not None),
            words=tuple(sorted({stem(word) for word in words if word not in SMALL})) if matters else (),
        )

    def _names(self, text: str) -> tuple[Name, ...]:
        """The names of a sentence, with the countries they bear."""
        return tuple(
            replace(name, countries=countries) if (countries := self.lexicon.countries(name.text)) else name
            for name in names(text)
        )

    def _intro(self, text: str) -> int:
        if text not in self._opened:
            places = self.lexicon.countries(text)
            about = places[0] if len(places) == 1 else None
            self._opened[text] = len(self.intros)
            told = tuple(self.known.told(tokens(text), about))
            self.intros[text] = Intro(self._names(text), told, places)
        return self._opened[text]

    def labels(self, every: Iterable[Said]) -> Iterator[Label]:
        """The note's labels, with what its sentences bear out of them."""
        large, small = self._uses(every)
        firsts: dict[str, Statement] = {}
        outside: set[str] = set()
        headings = {heading for statement in self.note.statements for heading in statement.headings}
        for statement in self.note.statements:
            path = (*statement.headings, *statement.leads)
            panel = False
            for label in path:
                outside |= set() if panel else {label}
                panel = panel or bool(_PANEL.search(label))
            if statement.leads:
                firsts.setdefault(path[-1], statement)
        for label, named in self.namings.items():
            first = firsts.get(label)
            words = key(named.name) if named.name else ""
            yield Label(
                named,
                self.known.in_label(named),
                heading=label in headings,
                listed=bool(first and _LISTS.search(first.intro)),
                defined=bool(first and _DEFINED.search(first.text)),
                panel=label not in outside,
                large=large[words],
                small=small[words],
            )

    def _uses(self, every: Iterable[Said]) -> tuple[Counter[str], Counter[str]]:
        """How many sentences use each labelled name with capitals, and how many without."""
        wanted = {tuple(key(each.name).split()) for each in self.namings.values() if each.name}
        sizes = sorted({len(each) for each in wanted})
        large: Counter[str] = Counter()
        small: Counter[str] = Counter()
        for statement, said in zip(self.note.statements, every, strict=True):
            written = (name.words for name in said.names if is_written_as_name(name.text))
            upper = {hit for words in written for hit in _windows(words, sizes, wanted)}
            lower = _windows(tokens(statement.text), sizes, wanted) - upper
            large.update(" ".join(hit) for hit in upper)
            small.update(" ".join(hit) for hit in lower)
        return large, small

    def ordinary(self) -> set[str]:
        """The words of the labels' names that stand somewhere in the note without a capital."""
        wanted = {word for each in self.namings.values() if each.name for word in tokens(each.name)}
        small = (said for each in self.note.statements for said in _SMALL_WORD.findall(each.text))
        return wanted & {word for said in set(small) for word in tokens(said)}


def _windows(words: Iterable[str], sizes: Iterable[int], wanted: set[Phrase]) -> set[Phrase]:
    stems = [stem(word) for word in words if word not in SMALL]
    return {
        window
        for size in sizes
        for at in range(len(stems) - size + 1)
        if (window := tuple(stems[at : at + size])) in wanted
    }
