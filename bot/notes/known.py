"""The cases the lexicon names, looked for in labels and sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.lexicon import Known, Lexicon, Phrase
from bot.notes.naming import Naming
from bot.notes.wording import full_key, is_written_as_name
from bot.words import stem, tokens

# Words: the subject of a sentence, and what stands before it.
_OPENING = 9


class KnownCases:
    """The lexicon's cases, ready for look-up: `cases` by name, `names` the name of each by full key."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.cases = lexicon.cases
        self.names: dict[str, str] = {}
        self._phrases: dict[str, list[tuple[Phrase, str, Known]]] = {}
        self._groups = tuple(
            (group, case) for case in lexicon.cases.values() for group in case.told_by if group
        )
        for case in lexicon.cases.values():
            for name in (case.name, *case.also):
                self.names.setdefault(full_key(name), case.name)
                if words := tuple(tokens(name)):
                    self._phrases.setdefault(words[0], []).append((words, name, case))

    def in_label(self, naming: Naming) -> str | None:
        """The case whose name a label holds as it is written, or in small letters with the case's country."""
        for case, _, name in self._found(tokens(naming.label)):
            if case.country and naming.country not in (None, case.country):
                continue
            if any(name in longer and longer in naming.label for longer in case.apart):
                continue
            small = _is_small(name) and case.country is not None and naming.country == case.country
            large = not _is_small(name) and is_written_as_name(naming.label)
            if small or large or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", naming.label):
                return case.name
        return None

    def told(self, words: list[str], country: str | None) -> Iterator[tuple[str, bool]]:
        """The cases that the folded words of a sentence tell of, and whether it begins with them.

        `country` is the one the sentence is about, where it is about one.
        """
        stems = frozenset(map(stem, words)) if self._groups else frozenset()
        for group, case in self._groups:
            if group <= stems and (case.country is None or country in (None, case.country)):
                yield case.name, group <= set(map(stem, words[:_OPENING]))
        for case, at, name in self._found(words):
            if _is_small(name) and case.country == country:
                yield case.name, at < _OPENING

    def _found(self, words: list[str]) -> Iterator[tuple[Known, int, str]]:
        """The names of cases among the words of a text, with their place, whatever their letters."""
        for at, word in enumerate(words):
            for phrase, name, case in self._phrases.get(word, ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    yield case, at, name


def _is_small(name: str) -> bool:
    return name == name.lower()


@lru_cache(maxsize=8)
def known_cases(lexicon: Lexicon) -> KnownCases:
    """The cases of a lexicon, made ready once."""
    return KnownCases(lexicon)
