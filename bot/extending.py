"""A team's own words, laid over the lexicon. Pure; knows no word of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.lexicon import Known, Lexicon, Phrase, build
from bot.words import stem, tokens

# Each is a table of the shape of seeds/lexicon.yaml, as JSON: it is kept in the index, and compared. "" for none.
Own = str
# Of an index that is about to go, and of the one that takes its place.
_KEPT = 4
# Each is looked for; no word of the shipped lexicon has more than 12.
_MOST_ALTERNATIVES = 40


def number(own: Own) -> int:
    """How many entries a team's own words have."""
    return sum(map(len, json.loads(own).values())) if own else 0


@lru_cache(maxsize=_KEPT)
def with_cases(known: Lexicon, own: Own) -> Lexicon:
    """The lexicon that notes are read with: the team's own cases are known.

    Its other words are for questions alone: a short form is no reason to take what it names for no case.
    """
    cases = build(_table(own)).cases if own else {}
    ours = {name: _in_its_country(case, known) for name, case in cases.items()}
    return replace(known, cases={**known.cases, **ours}) if ours else known


@lru_cache(maxsize=_KEPT)
def extended(known: Lexicon, own: Own) -> Lexicon:
    """The lexicon that questions are read with: each of the team's own words stands for what it says.

    A short form that is a stop word counts in capitals alone, and no stop word stands for anything else.
    """
    if not own:
        return known
    table, small = _table(own), known.english_stop_words
    short = {word for each in table.get("acronyms", ()) for word in tokens(each)} & small
    ours = build({**table, "stop_words": small, "case_sensitive_acronyms": known.written_large | short})
    everywhere = frozenset((stem(word),) for word in small)
    alternatives = {
        phrase: tuple(each for each in others if each not in everywhere)[:_MOST_ALTERNATIVES]
        for phrase, others in ours.alternatives.items()
    }
    firsts = {*known.longest_saying, *ours.longest_saying}
    return replace(
        with_cases(known, own),
        alternatives=_joined(known.alternatives, alternatives),
        in_capitals=_joined(known.in_capitals, ours.in_capitals),
        acronyms={**known.acronyms, **ours.acronyms},
        longest_saying={
            first: max(known.longest_saying.get(first, 0), ours.longest_saying.get(first, 0))
            for first in firsts
        },
        synonyms=tuple(dict.fromkeys((*known.synonyms, *ours.synonyms))),
    )


def _table(own: Own) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(own)
    return table


def _joined(
    one: Mapping[Phrase, tuple[Phrase, ...]], other: Mapping[Phrase, tuple[Phrase, ...]]
) -> dict[Phrase, tuple[Phrase, ...]]:
    """What may stand for each phrase by either; what the team says comes first."""
    return {
        phrase: tuple(dict.fromkeys((*other.get(phrase, ()), *one.get(phrase, ()))))
        for phrase in dict.fromkeys((*one, *other))
    }


def _in_its_country(case: Known, lexicon: Lexicon) -> Known:
    """The case, its country by the name that the lexicon has for it: UK is the United Kingdom."""
    countries = lexicon.countries(case.country or "")
    return replace(case, country=countries[0]) if countries else case
