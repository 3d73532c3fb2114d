"""What a curator would mend in notes that read well: links, missing stamps, talks and names told twice. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import JaroWinkler

from bot.model import Note, Problem, Statement
from bot.notes.prose import slug
from bot.words import fold, stem

_SMALL = frozenset(("a", "an", "and", "as", "for", "in", "of", "on", "or", "s", "the", "to", "with"))
# Two notes of a talk that cite this share of each other's stamps tell the same talk twice.
_TOLD_TWICE, _FEWEST_STAMPS = 0.6, 10
# A word alone must be nearer than one within a name: "Luise" and "Luze" are .83 alike in "Tom de …".
_NEARLY_A_NAME, _NEARLY_IN_A_NAME, _SAME_MOMENT = 0.9, 0.75, 2
_NAME = re.compile(r"\b[A-ZÀ-ÞŠŽ][\w'-]+(?:\s+(?:(?:de|del|di|la|of|van|von)\s+)?[A-ZÀ-ÞŠŽ][\w'-]+)*")


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
        if note.video:
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
    for statement in _statements(notes):
        if not statement.citation.seconds:
            yield _at(statement, f"no stamp: {_words(statement.text)}")


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


def _names(notes: Sequence[Note], is_word: Callable[[str], bool]) -> Iterator[Problem]:
    """Names that two notes of a talk spell differently at the same moment."""
    moments: dict[int, list[tuple[str, Statement]]] = defaultdict(list)
    for statement in _statements(notes):
        lead = re.sub(r" (?:Example|Mission|Case)$", "", statement.leads[-1]) if statement.leads else ""
        names = [name for said in (lead, statement.text) for name in _NAME.findall(said)]
        for second in {each.seconds for each in statement.citation.seconds if each.seconds is not None}:
            for at in range(second - _SAME_MOMENT, second + _SAME_MOMENT + 1):
                moments[at].extend((name, statement) for name in names)
    seen: set[tuple[str, str]] = set()
    for named in moments.values():
        for (one, first), (other, second_place) in combinations(named, 2):
            pair = (one, other) if one < other else (other, one)
            if (
                pair in seen
                or first.citation.note == second_place.citation.note
                or not _alike(one, other, is_word)
            ):
                continue
            seen.add(pair)
            there = f"{first.citation.note}.md:{first.citation.line}"
            yield _at(
                second_place, f"'{other}' is spelled '{one}' in {there}, at the same moment of the talk"
            )


def _alike(one: str, other: str, is_word: Callable[[str], bool]) -> bool:
    """Whether two names are the same but for one word that may be a slip of the ear."""
    names = [[re.sub(r"'s?$|[^a-z0-9]", "", word) for word in fold(name).split()] for name in (one, other)]
    if len(names[0]) != len(names[1]):
        return False
    differ = [(a, b) for a, b in zip(*names, strict=True) if a != b]
    if len(differ) != 1:
        return False
    [(a, b)] = differ
    same_word = stem(a) == stem(b) or a.startswith(b) or b.startswith(a)
    if same_word or (is_word(a) and is_word(b)) or min(len(a), len(b)) < 4:
        return False
    return JaroWinkler.similarity(a, b) >= (_NEARLY_A_NAME if len(names[0]) == 1 else _NEARLY_IN_A_NAME)


def _statements(notes: Iterable[Note]) -> Iterator[Statement]:
    return (statement for note in notes for statement in note.statements)


def _at(statement: Statement, message: str) -> Problem:
    return Problem(statement.citation.note, statement.citation.line, message)


def _words(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
