"""A team's own words: what its `lexicon.yaml` says, as a table of the shape of the lexicon's. Pure; knows no word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.model import Problem
from bot.notes.files import OWN_WORDS
from bot.notes.front_matter import Part
from bot.words import tokens

_SECTIONS = ("acronyms", "synonyms", "aliases", "cases")
# What is said of a case, as in the lexicon: a text, some texts, or groups of them.
_TEXTS, _LISTS, _GROUPS = ("country", "of"), ("also", "apart"), ("told_by",)
# The longest group of the shipped lexicon has 13 words, its longest name 60 letters.
_MOST_TOGETHER, _LONGEST, _MOST_WORDS = 20, 100, 12
_SHOWN = 40
_EXAMPLE = "synonyms: and below it, further in, - [night shift, late shift]"


@dataclass(frozen=True, slots=True)
class Words:
    """What one file says: a table of the shape of seeds/lexicon.yaml, and a Problem for each part left out."""

    table: Mapping[str, Any]
    faults: tuple[Problem, ...]


class _Fault(ValueError):
    """What is wrong with a part of the file, and what to write, with the part that says it."""

    def __init__(self, at: Part, said: str) -> None:
        super().__init__(said)
        self.problem = Problem(OWN_WORDS, at.line, said)


def read(whole: Part | None) -> Words:
    """The words of a file, by the parts of its YAML. Whatever cannot be read is left out, and the rest is read."""
    faults: list[Problem] = []
    table: dict[str, Any] = {"acronyms": {}, "synonyms": [], "aliases": [], "cases": {}}
    if whole is None or whole.text == "":
        return Words({}, ())
    if whole.pairs is None:
        return Words({}, (_Fault(whole, f"holds no sections; write {_EXAMPLE}").problem,))
    for key, value in whole.pairs:
        for entry in _entries(key, value):
            try:
                _put(table, entry)
            except _Fault as fault:
                faults.append(fault.problem)
    return Words({section: said for section, said in table.items() if said}, tuple(faults))


def together(some: Iterable[Words]) -> str:
    """The words of several files as JSON, the later ones behind; "" where there are none."""
    whole: dict[str, Any] = {}
    for own in some:
        for section, said in own.table.items():
            if isinstance(said, Mapping):
                whole[section] = {**whole.get(section, {}), **said}
            else:
                whole[section] = [*whole.get(section, ()), *said]
    return json.dumps(whole, ensure_ascii=False, sort_keys=True) if whole else ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a section: what stands before its colon, None in a list, and what stands behind it."""

    section: Part
    key: Part | None
    value: Part


def _entries(section: Part, value: Part) -> Iterator[_Entry]:
    if section.text not in _SECTIONS:
        yield _Entry(section, None, value)
    elif value.pairs is not None:
        yield from (_Entry(section, key, each) for key, each in value.pairs)
    elif value.items is not None:
        yield from (_Entry(section, None, each) for each in value.items)
    elif value.text:
        yield _Entry(section, None, value)


def _put(table: dict[str, Any], entry: _Entry) -> None:
    """Takes an entry into the table. Raises _Fault."""
    section = entry.section.text
    if section not in _SECTIONS:
        name = _shown(entry.section)
        said = f"{name} is no section; write {', '.join(_SECTIONS[:-1])} or {_SECTIONS[-1]}, a colon, and below it"
        raise _Fault(entry.section, f"{said}, further in, what is meant")
    if section == "cases":
        if entry.key is None:
            raise _Fault(
                entry.value, "names no case; write its name, a colon, and below it what is known of it"
            )
        table[section][_name(entry.key)] = dict(_known(entry.value))
        return
    words = [_name(entry.key)] if entry.key else []
    words += _names(entry.value)
    if len(dict.fromkeys(words)) < 2:
        raise _Fault(entry.value, f"names nothing that means the same; write {_EXAMPLE}")
    if section == "acronyms":
        short, *long = words
        table[section][short] = [*table[section].get(short, ()), *long]
    else:
        table[section].append(words)


def _known(about: Part) -> Iterator[tuple[str, Any]]:
    """What is said of a case. Raises _Fault."""
    if about.pairs is None:
        raise _Fault(about, "says nothing of the case; write country: or also: below it, further in")
    for key, value in about.pairs:
        if key.text in _TEXTS:
            yield key.text, _name(value)
        elif key.text in _LISTS:
            yield key.text, _names(value)
        elif key.text in _GROUPS and value.items is not None:
            yield key.text, [_names(each) for each in value.items]
        elif key.text == "why":
            # A reason is for whoever reads the file.
            continue
        else:
            known = ", ".join((*_TEXTS, *_LISTS, *_GROUPS, "why"))
            raise _Fault(key, f"{_shown(key)} cannot be said of a case; write {known}")


def _names(part: Part) -> list[str]:
    """A text, or a list of texts. Raises _Fault."""
    if part.items is None:
        return [_name(part)]
    if len(part.items) > _MOST_TOGETHER:
        raise _Fault(part, f"holds {len(part.items)} words; write at most {_MOST_TOGETHER} together")
    return [_name(each) for each in part.items]


def _name(part: Part) -> str:
    """A word or a name of a few. Raises _Fault."""
    if part.text is None:
        raise _Fault(
            part, "holds more than a word; write a word or a few, in quotation marks where they hold a colon"
        )
    said = " ".join(part.text.split())
    if not said.isprintable() or not tokens(said[:_LONGEST]):
        raise _Fault(part, "holds no word; write one, or take the line out")
    if len(said) > _LONGEST or len(tokens(said)) > _MOST_WORDS:
        most = f"write at most {_MOST_WORDS} words and {_LONGEST} letters"
        raise _Fault(part, f"{_shown(part)} is too long; {most}")
    return said


def _shown(part: Part) -> str:
    """As much of a text as a message needs."""
    said = "".join(each for each in " ".join((part.text or "a list").split()) if each.isprintable())
    return f"{said[:_SHOWN]}…" if len(said) > _SHOWN else said
