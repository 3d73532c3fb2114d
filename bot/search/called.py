"""Which case somebody means by a name. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.lexicon import Lexicon
from bot.model import Case
from bot.words import tokens

# "vinova" is Vinnova; below this, names of other bodies come near.
_SAME_NAME = 85
_LONGEST, _MOST_CHARACTERS = 12, 300


def spelled(cases: Sequence[Case]) -> dict[str, Case]:
    """The cases by each of their names, folded: aliases, the name, and the name behind its parent's."""
    names = {" ".join(tokens(alias)): case for case in reversed(cases) for alias in case.aliases}
    names |= {" ".join(tokens(case.name)): case for case in reversed(cases)}
    return names | {" ".join(tokens(f"{case.parent} {case.name}")): case for case in cases if case.parent}


def called(name: str, cases: Sequence[Case], words: Lexicon) -> Case | None:
    """The case meant by one of its names: to the letter, with its parent's name before it, in part, or nearly."""
    if exact := next((case for case in cases if case.name == name), None):
        return exact
    wanted = " ".join(tokens(name[:_MOST_CHARACTERS])[:_LONGEST])
    if not wanted:
        return None
    names = spelled(cases)
    if wanted in names:
        return names[wanted]
    # "the" is part of many a name and means none of them.
    says = any(word not in words.stop_words for word in wanted.split())
    parts = [key for key in names if says and f" {wanted} " in f" {key} "]
    if parts:
        return names[min(parts, key=len)]
    near = process.extractOne(wanted, list(names), scorer=fuzz.ratio, score_cutoff=_SAME_NAME)
    return names[near[0]] if near else None
