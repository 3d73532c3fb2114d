"""What a curator would mend in notes that read well: links, missing stamps, talks and names told twice. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bot.model import Note, Problem, Statement
from bot.notes.prose import slug
from bot.words import fold, stem

# Slugs this alike are one name written twice ("cocreation_in_policy", "co_creation_in_policy").
_NEARLY_A_SLUG = 93
# Two notes of a talk that cite this share of each other's stamps tell the same talk twice.
_TOLD_TWICE, _FEWEST_STAMPS = 0.6, 10
# A word alone must be nearer than one within a name: "Luise" and "Luze" are .83 alike in "Tom de …".
_NEARLY_A_NAME, _NEARLY_IN_A_NAME, _SAME_MOMENT = 0.9, 0.75, 2
_NAME = re.compile(r"\b[A-ZÀ-ÞŠŽ][\w'-]+(?:\s+(?:(?:de|del|di|la|of|van|von)\s+)?[A-ZÀ-ÞŠŽ][\w'-]+)*")


def lint(notes: Sequence[Note], is_word: Callable[[str], bool]) -> dict[str, tuple[Problem, ...]]:
    """Everything to mend, by what it is, in the words of a summary ("links that lead to no note").

    `is_word` says whether a folded word is ordinary English, and so no name somebody misspelled.
    """
    talks: dict[str, list[Note]] = defaultdict(list)
    for note in notes:
        if note.video:
            talks[note.video].append(note)
    return {
        "links that lead to no note": tuple(_links(notes)),
        "statements without a stamp": tuple(_unstamped(notes)),
        "notes that tell another's talk again": tuple(
            each for talk in talks.values() for each in _told_twice(talk)
        ),
        "names spelled two ways": tuple(each for talk in talks.values() for each in _names(talk, is_word)),
    }


def _links(notes: Sequence[Note]) -> Iterator[Problem]:
    """Wikilinks that lead to no note, each once with where it stands first and how often."""
    written = {slug(note.name) for note in notes}
    places: dict[str, list[Statement]] = defaultdict(list)
    for statement in _statements(notes):
        for target in statement.links:
            places[target].append(statement)
    missing = {target: where for target, where in places.items() if target not in written}
    for target, where in sorted(missing.items()):
        often = f" ({len(where)} places)" if len(where) > 1 else ""
        yield _at(where[0], f"[[{target}]] leads to no note{often}{_hint(target, written, missing)}")


def _hint(target: str, written: set[str], missing: Mapping[str, Sequence[Statement]]) -> str:
    """What a dangling link may have meant: a note, or a link that more places use."""
    if note := _nearest(target, written):
        return f"; the note {note} is nearly the same"
    often = [each for each, where in missing.items() if len(where) > len(missing[target])]
    other = _nearest(target, often)
    return f"; the link {other} is nearly the same, and more often used" if other else ""


def _nearest(target: str, others: Iterable[str]) -> str | None:
    found = process.extractOne(target, others, scorer=fuzz.ratio, score_cutoff=_NEARLY_A_SLUG)
    return found[0] if found else None


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
