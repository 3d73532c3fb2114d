"""The criteria of the mission check, with their cues made ready. Made from criteria.yaml; opens nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

# A name in a pattern, such as {year}: never {1,3}, which is how often.
_NAME = re.compile(r"\{([a-z_]+)\}")
# Up to four words, with nothing between them that ends a clause.
_BETWEEN = r"(?:\w[\w'%/-]*,? ){0,4}?"
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A thing that the notes ask of a mission: its question, what to ask oneself, and what it is found by.

    `note` and `stamp` name the statement that says so, and `says` words of it.
    """

    id: str
    question: str
    ask: str
    note: str
    stamp: str
    says: str
    cues: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def cue(self, name: str) -> re.Pattern[str]:
        """The cue of that name; one that matches nothing where the criterion has none."""
        return self.cues.get(name, _NOTHING)


@dataclass(frozen=True, slots=True)
class Criteria:
    """All criteria, in the order in which they are shown; `hidden` are names that hold numbers."""

    listed: tuple[Criterion, ...]
    hidden: re.Pattern[str]

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes that are cited, each once."""
        return tuple(dict.fromkeys(each.note for each in self.listed))

    def named(self, criterion: str) -> Criterion:
        """The criterion with that id."""
        return next(each for each in self.listed if each.id == criterion)


def build(table: Mapping[str, Any]) -> Criteria:
    """The criteria of a table of the shape of seeds/criteria.yaml."""
    known = dict(table["parts"]) | {name: _any(words) for name, words in table["words"].items()}
    listed = (_criterion(name, about, known) for name, about in table["criteria"].items())
    return Criteria(tuple(listed), _cue(table["hidden"], known))


def _criterion(name: str, about: Mapping[str, Any], known: Mapping[str, str]) -> Criterion:
    said = {key: value for key, value in about.items() if isinstance(value, str)}
    cues = {key: _cue(value, known) for key, value in about.items() if isinstance(value, list)}
    return Criterion(name, cues=cues, **said)


def _any(words: Iterable[str]) -> str:
    """One of some words, the longest first; "child*" is any word that begins so."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in longest)


def _cue(patterns: Iterable[str], known: Mapping[str, str]) -> re.Pattern[str]:
    """Any of some patterns as whole words, the first that fits at a place."""
    written = "|".join(_filled(each, known).replace("_", _BETWEEN) for each in patterns)
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE)


def _filled(pattern: str, known: Mapping[str, str]) -> str:
    while _NAME.search(pattern):
        pattern = _NAME.sub(lambda name: f"(?:{known[name[1]]})", pattern)
    return pattern
