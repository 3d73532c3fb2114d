"""The ways of working that notes name, and which statements tell that somebody tried them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache

from bot.lexicon import Lexicon, Phrase
from bot.model import Statement
from bot.words import singular, tokens

_LONGEST, _OFTEN, _BESIDE_IT = 3, 2, 2
_RUN = re.compile(r"[\w'’-]+")
_BREAK = re.compile(r"[^\w\s'’-]+")
_QUOTED = re.compile(r"[\"“]([^\"“”]{3,60})[\"”]")
# What stands above a list of methods.
_SECTIONS = frozenset(("method", "methodology", "technique", "tool", "toolkit", "instrument"))


@dataclass(frozen=True, slots=True)
class Way:
    """A way of working: as most statements write it, and the phrases that name it, of singular words.

    `told` are the ids of the statements of a country or a case that tell of it; none where it is only named.
    """

    name: str
    phrases: tuple[Phrase, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What some statements call ways of working: in quotation marks, and in labels and links."""

    quoted: frozenset[Phrase] = frozenset()
    labelled: frozenset[Phrase] = frozenset()

    def __or__(self, other: Names) -> Names:
        return Names(self.quoted | other.quoted, self.labelled | other.labelled)

    def known(self, lexicon: Lexicon) -> frozenset[Phrase]:
        """All of them, with the lexicon's own."""
        return self.quoted | self.labelled | frozenset(lexicon.methods)


@dataclass(frozen=True, slots=True)
class Telling:
    """A known name in the statement of that id, and how it is written there.

    It `counts` where the statement is of a country or a case.
    """

    statement: str
    counts: bool
    name: Phrase
    written: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A word in the singular, and as it was written."""

    word: str
    written: str


@dataclass(slots=True)
class _Found:
    """What is found of a way of working while statements are read: how each phrase is written, and who tells."""

    written: dict[Phrase, Counter[str]] = field(default_factory=dict)
    told: dict[str, None] = field(default_factory=dict)


def names(statements: Iterable[Statement], lexicon: Lexicon) -> Names:
    """The names that some statements have for ways of working.

    A bold lead, a heading, a link or a quotation names one where it ends with one of the lexicon's heads, and a lead
    where it stands under "Tools" or "Methods".
    """
    statements = tuple(statements)
    return Names(
        frozenset(name for each in statements for name in _ending(_QUOTED.findall(each.text), lexicon)),
        frozenset(name for each in statements for name in _named(each, lexicon)),
    )


def told(statement: Statement, known: AbstractSet[Phrase]) -> Iterator[tuple[Phrase, str]]:
    """The known phrases of a statement and of what stands right above it, each with how it is written there."""
    for text in (statement.text, *statement.leads, statement.intro):
        yield from _among(_said(text), known)
    for heading in statement.headings[-1:]:
        said = _said(heading)
        # A heading that names much else does not make everything below it tell of a method.
        yield from (each for each in _among(said, known) if len(said) <= len(each[0]) + _BESIDE_IT)


def ways(tellings: Iterable[Telling], quoted: AbstractSet[Phrase], lexicon: Lexicon) -> tuple[Way, ...]:
    """The ways of working that all notes' statements tell of, in order; the most told first.

    A name that stands once must be quoted, or one of the lexicon's own.
    """
    found: dict[Phrase, _Found] = {}
    for each in tellings:
        way = found.setdefault(lexicon.methods.get(each.name, each.name), _Found())
        way.written.setdefault(each.name, Counter())[each.written] += 1
        if each.counts:
            way.told[each.statement] = None
    kept = {
        method
        for method, way in found.items()
        if method in lexicon.methods or len(way.told) >= _OFTEN or (way.told and method in quoted)
    }
    longer = {(method[1:], tuple(found[method].told)) for method in kept}
    made = (
        Way(_name(method, found[method]), tuple(found[method].written), tuple(found[method].told))
        for method in kept
        # "budgeting" is no method where all of it is participatory budgeting.
        if (method, tuple(found[method].told)) not in longer
    )
    return tuple(sorted(made, key=lambda way: (-len(way.told), way.name, way.phrases)))


def _name(method: Phrase, way: _Found) -> str:
    """How the notes mostly write a method, by the lexicon's first name for it where they use that."""
    written = way.written.get(method) or sum(way.written.values(), Counter())
    return written.most_common(1)[0][0]


def phrase(text: str, lexicon: Lexicon) -> Phrase:
    """What somebody calls a method, as one of its phrases: singular words without those that carry nothing."""
    words = tuple(singular(word) for word in tokens(text))
    if words in lexicon.methods:
        return lexicon.methods[words]
    said = tuple(word for word in words if word not in lexicon.stop_words)
    return lexicon.methods.get(said, said)


def tells(statement: Statement, phrases: Iterable[Phrase]) -> bool:
    """Whether a statement, or what stands right above it, has one of some phrases."""
    return next(told(statement, frozenset(phrases)), None) is not None


def says(statement: Statement, phrases: Iterable[Phrase]) -> bool:
    """Whether a statement has one of some phrases in its own words."""
    return next(_among(_said(statement.text), frozenset(phrases)), None) is not None


def _among(said: Sequence[_Said], known: AbstractSet[Phrase]) -> Iterator[tuple[Phrase, str]]:
    for start in range(len(said)):
        for size in range(1, min(_LONGEST, len(said) - start) + 1):
            name = tuple(each.word for each in said[start : start + size])
            if name in known:
                yield name, " ".join(each.written for each in said[start : start + size]).replace("- ", "-")


def _named(statement: Statement, lexicon: Lexicon) -> Iterator[Phrase]:
    """The ways of working that a statement's leads, headings and links name."""
    slugs = (link.replace("_", " ") for link in statement.links)
    yield from _ending((*statement.leads, *statement.headings, *slugs), lexicon)
    above = (*statement.headings[-1:], statement.intro)
    if any(singular(word) in _SECTIONS for text in above for word in tokens(text)):
        for lead in statement.leads[-1:]:
            [*chunks] = _chunks(lead, lexicon)
            if len(chunks) == 1 and 1 < len(chunks[0]) <= _LONGEST and not lexicon.mentions(lead):
                yield chunks[0]


def _ending(texts: Iterable[str], lexicon: Lexicon) -> Iterator[Phrase]:
    """What in some texts ends with a word for a way of working."""
    for text in texts:
        for words in _chunks(text, lexicon):
            if words[-1] in lexicon.method_heads:
                name = _carrying(words if len(words) <= _LONGEST else words[-2:], lexicon)
                if len(name) > 1:
                    yield name


def _chunks(text: str, lexicon: Lexicon) -> Iterator[Phrase]:
    """The runs of words of a text that no stop word and no mark breaks."""
    for part in _BREAK.split(text):
        chunk: list[str] = []
        for word in (*tokens(part), ""):
            if word and word not in lexicon.stop_words and not word.isdigit():
                chunk.append(singular(word))
            elif chunk:
                yield tuple(chunk)
                chunk = []


def _carrying(words: Phrase, lexicon: Lexicon) -> Phrase:
    """A name without what only leads to it: "implementing foresight" and "new labs" are foresight and labs."""
    while len(words) > 1 and (
        words[0].endswith("ing") or words[0] in lexicon.passing_words or words[0] in lexicon.place_words
    ):
        words = words[1:]
    return words


def _said(text: str) -> Sequence[_Said]:
    """The words of a text, each in the singular and as it is written; co-creation is one word."""
    return [said for run in _RUN.findall(text) for said in _said_in(run)]


@lru_cache(maxsize=50_000)
def _said_in(run: str) -> tuple[_Said, ...]:
    words = tokens(run)
    parts = [run] if len(words) == 1 else re.split(r"[-_]", run)
    if len(parts) != len(words):
        parts = words
    ends = (*(["-"] * (len(parts) - 1) if parts is not words else []), "", *[""] * len(words))
    return tuple(
        _Said(singular(word), f"{part if part.isupper() and len(part) > 1 else part.lower()}{end}")
        for word, part, end in zip(words, parts, ends, strict=False)
    )
