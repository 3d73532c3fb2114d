"""What a curator would mend in notes that read well: links, missing stamps, talks and names told twice. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from bot.model import Note, Problem, Statement
from bot.notes.prose import slug
from bot.words import fold, stem

_SMALL = frozenset(("a", "an", "and", "as", "for", "in", "of", "on", "or", "s", "the", "to", "with"))
# Two notes of a talk that cite this share of each other's stamps tell the same talk twice.
_TOLD_TWICE, _FEWEST_STAMPS = 0.6, 10
# A word alone must be nearer than one within a name: "Luise" and "Luze" are .83 alike in "Tom de …".
_NEARLY_A_NAME, _NEARLY_IN_A_NAME, _SAME_MOMENT = 0.9, 0.75, 2
# At most 27 names that are alike but for a word stand at one moment of 191 notes.
_MOST_AT_ONCE = 100
# Words; what has more is a row of names, and to leave out each in turn would take it apart as often.
_LONGEST_NAME = 12
# Its boundary comes second, since a search is twice as fast where its pattern begins with a set of characters.
_NAME = re.compile(r"[A-ZÀ-ÞŠŽ](?<=\b.)[\w'-]+(?:\s+(?:(?:de|del|di|la|of|van|von)\s+)?[A-ZÀ-ÞŠŽ][\w'-]+)*")


# What is no part of a name: its sort at the end of a lead, and what hangs on a word.
_SORT = re.compile(r" (?:Example|Mission|Case)$")
_APART = re.compile(r"'s?$|[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in the notes of some talks: Problems by what they are, and where each link stands.

    `links` are slugs with the note and line of their first place and how many places there are.
    """

    problems: dict[str, tuple[Problem, ...]]
    links: dict[str, tuple[str, int, int]]
    notes: tuple[str, ...]


def look(notes: Sequence[Note], is_word: Callable[[str], bool]) -> Look:
    """Looks at the notes of some talks, all notes of each. Looks may be taken apart and in any order.

    `is_word` says whether a folded word is ordinary English, and so no name somebody misspelled.
    """
    talks: dict[str, list[Note]] = defaultdict(list)
    links: dict[str, tuple[str, int, int]] = {}
    for note in notes:
        if note.video and note.origin == "note":
            talks[note.video].append(note)
        for statement in note.statements:
            for target in statement.links:
                where = links.get(target, (note.name, statement.citation.line, 0))
                links[target] = (*where[:2], where[2] + 1)
    return Look(
        {
            "statements without a stamp": tuple(_unstamped(notes)),
            "notes that tell another's talk again": tuple(
                each for talk in talks.values() for each in _told_twice(talk)
            ),
            "names spelled two ways": tuple(
                each for talk in talks.values() for each in _names(talk, is_word)
            ),
        },
        links,
        tuple(note.name for note in notes),
    )


def conclude(looks: Iterable[Look]) -> dict[str, tuple[Problem, ...]]:
    """Everything to mend, by what it is, in the words of a summary ("links that lead to no note")."""
    looks = tuple(looks)
    links: dict[str, tuple[str, int, int]] = {}
    for each in looks:
        for target, (note, line, places) in each.links.items():
            first = links.get(target, (note, line, 0))
            links[target] = (*first[:2], first[2] + places)
    written = {slug(name) for each in looks for name in each.notes}
    headings = dict.fromkeys(heading for each in looks for heading in each.problems)
    return {
        "links that lead to no note": tuple(_links(links, written)),
        **{
            heading: tuple(problem for each in looks for problem in each.problems.get(heading, ()))
            for heading in headings
        },
    }


def _links(links: Mapping[str, tuple[str, int, int]], written: set[str]) -> Iterator[Problem]:
    """Wikilinks that lead to no note, each once with where it stands first and how often."""
    notes = {_key(name): name for name in sorted(written)}
    missing = {target: where for target, where in links.items() if target not in written}
    oftenest: dict[str, str] = {}
    for target in sorted(missing, key=lambda each: missing[each][2]):
        oftenest[_key(target)] = target
    for target, (note, line, places) in sorted(missing.items()):
        often = f" ({places} places)" if places > 1 else ""
        key, hint = _key(target), ""
        if key in notes:
            hint = f"; the note {notes[key]} is nearly the same"
        elif oftenest[key] != target:
            hint = f"; the link {oftenest[key]} is nearly the same, and more often used"
        yield Problem(note, line, f"[[{target}]] leads to no note{often}{hint}")


def _key(target: str) -> str:
    """What two slugs share that are one name written twice: words run together, without small ones and plurals."""
    words = (word.removesuffix("s") for word in target.split("_") if word not in _SMALL)
    return "".join(words) or target


def _unstamped(notes: Sequence[Note]) -> Iterator[Problem]:
    for statement in _statements(note for note in notes if note.video or _is_stamped(note)):
        if not statement.citation.seconds:
            yield _at(statement, f"no stamp: {_words(statement.text)}")


def _is_stamped(note: Note) -> bool:
    """Whether any statement cites a second; a note that names no talk either is of no recording."""
    return any(statement.citation.seconds for statement in note.statements)


def _told_twice(notes: Sequence[Note]) -> Iterator[Problem]:
    """Notes most of whose stamps stand in an earlier note of the talk too, each with those notes."""
    stamps = {note.name: {s.raw for each in note.statements for s in each.citation.seconds} for note in notes}
    earlier: list[str] = []
    for name in sorted(stamps):
        twins = [
            other
            for other in earlier
            if len(stamps[name] & stamps[other]) >= _TOLD_TWICE * max(_FEWEST_STAMPS, len(stamps[name]))
        ]
        if twins:
            yield Problem(
                name, 0, f"most of its stamps stand in another note of the talk too: {', '.join(twins)}"
            )
        earlier.append(name)


class _Named(NamedTuple):
    """A name as said at a second of a talk: the word of it that may differ, and the whole.

    A tuple, since there are as many as statements, and most are met by no other.
    """

    second: int
    word: str
    ordinary: bool
    name: str
    statement: Statement


def _names(notes: Sequence[Note], is_word: Callable[[str], bool]) -> Iterator[Problem]:
    """Names that two notes of a talk spell differently at the same moment, the same but for one word."""
    seen: set[tuple[str, str]] = set()
    for key, alike in _but_for_a_word(notes, is_word).items():
        least = _NEARLY_A_NAME if len(key) == 1 else _NEARLY_IN_A_NAME
        for one, other in _at_one_moment(alike):
            if not _a_slip(one.word, other.word, least):
                continue
            pair = (min(one.name, other.name), max(one.name, other.name))
            if pair not in seen:
                seen.add(pair)
                there = f"{one.statement.citation.note}.md:{one.statement.citation.line}"
                told = f"'{other.name}' is spelled '{one.name}' in {there}, at the same moment of the talk"
                yield _at(other.statement, told)


def _at_one_moment(alike: list[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """Each two of some names that two notes say at one moment with another word, in the talk's order.

    A name is held against the next hundred alone: at a moment with more there is a list, and it is not heard twice.
    """
    if len({each.statement.citation.note for each in alike}) < 2:
        return
    alike.sort(key=attrgetter("second"))
    for at, one in enumerate(alike, 1):
        for other in alike[at : at + _MOST_AT_ONCE]:
            if other.second - one.second > _SAME_MOMENT:
                break
            # Two ordinary words are two words, not one name heard twice.
            if one.word == other.word or (one.ordinary and other.ordinary):
                continue
            if one.statement.citation.note != other.statement.citation.note:
                yield one, other


def _but_for_a_word(
    notes: Sequence[Note], is_word: Callable[[str], bool]
) -> dict[tuple[str, ...], list[_Named]]:
    """The names of a talk by all their words but one, each as often as it has words.

    Only where one of the words that differ is no ordinary one.
    """
    named: dict[tuple[str, ...], list[_Named]] = defaultdict(list)
    for statement in _statements(notes):
        seconds = {each.seconds for each in statement.citation.seconds if each.seconds is not None}
        if not seconds:
            continue
        lead = _SORT.sub("", statement.leads[-1]) if statement.leads else ""
        names = _NAME.findall(statement.text)
        for name in dict.fromkeys((*_NAME.findall(lead), *names) if lead else names):
            for key, word in _without_each(name):
                ordinary = is_word(word)
                named[key] += [_Named(second, word, ordinary, name, statement) for second in seconds]
    return {key: each for key, each in named.items() if len(each) > 1 and not all(x.ordinary for x in each)}


@lru_cache(maxsize=20_000)
def _without_each(name: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Each folded word of a name, without what hangs on it, behind the others. The same names come back often."""
    words = tuple(_APART.sub("", word) for word in fold(name).split())
    if len(words) > _LONGEST_NAME:
        return ()
    return tuple(((*words[:at], "*", *words[at + 1 :]), word) for at, word in enumerate(words))


def _a_slip(a: str, b: str, least: float) -> bool:
    """Whether two words may be one name heard twice: no plurals, nothing short."""
    if min(len(a), len(b)) < 4 or a.startswith(b) or b.startswith(a):
        return False
    if JaroWinkler.similarity(a, b) < least:
        return False
    return stem(a) != stem(b)


def _statements(notes: Iterable[Note]) -> Iterator[Statement]:
    return (statement for note in notes for statement in note.statements)


def _at(statement: Statement, message: str) -> Problem:
    return Problem(statement.citation.note, statement.citation.line, message)


def _words(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
