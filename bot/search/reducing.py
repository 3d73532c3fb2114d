"""What of a long message carries it. Pure; general English, nothing about the notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.lexicon import Lexicon, Phrase
from bot.search.derivation import derived

# Tuned on messages of 40 to 80 words from threads. A question has fewer words than _LONG, and every word of it is
# meant; a message whose writer stressed fewer than _FEWEST words is taken as it is.
_LONG, _FEWEST, _MOST = 24, 2, 16
_SMALL_NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")


def is_long(words: int) -> bool:
    """Whether a text of so many words is a message to reduce, not a question to take word by word."""
    return words > _LONG


@dataclass(frozen=True, slots=True)
class Named:
    """What a message names: its folded words, how often, and whether they are a place."""

    words: str
    times: int
    place: bool


def carrying(named: Mapping[Phrase, Named], lexicon: Lexicon, ranks: Mapping[str, int]) -> set[Phrase]:
    """Of what a long message names, what carries it: names first, then the field's words, then the rarest."""
    kept = [
        phrase for phrase, each in named.items() if each.place or not in_passing(each.words, lexicon, ranks)
    ]

    def weight(phrase: Phrase) -> tuple[bool, bool, int]:
        each = named[phrase]
        telling = each.place or each.times > 1 or " " in each.words
        return telling, phrase in lexicon.alternatives, ranks.get(each.words, len(ranks))

    return set(sorted(kept, key=weight, reverse=True)[:_MOST]) if len(kept) >= _FEWEST else set(named)


def asking(sentences: Sequence[str], *, long: bool) -> list[int]:
    """Which of a text's sentences ask, by number; all of them where none does.

    Of a long message each question and the sentence before it, which tells what it asks about; of a shorter text all
    but what follows the last question.
    """
    asks = {at for at, sentence in enumerate(sentences) if "?" in sentence}
    if not asks:
        return list(range(len(sentences)))
    return [at for at in range(max(asks) + 1) if not long or not asks.isdisjoint((at, at + 1))]


def in_passing(words: str, lexicon: Lexicon, ranks: Mapping[str, int]) -> bool:
    """Whether a word is said in passing: one of the lexicon's, a small number, an adverb made of an adjective."""
    if words in lexicon.passing_words or _SMALL_NUMBER.fullmatch(words):
        return True
    return words.endswith("ly") and derived(words, ranks)
