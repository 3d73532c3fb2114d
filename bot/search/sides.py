"""Which sides are to stand beside each other, and on what: "the Dutch and the Swedes on silos". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.lexicon import Lexicon, Phrase
from bot.words import tokens

# A question of sides is a line; a pasted page is none.
_MOST_WORDS, _LONGEST_NAME = 60, 10
_MARKS = re.compile(r"[,;/+]|(?<=\s)&(?=\s)|(?<=\w)\.(?=\s|$)")
_AND = frozenset(("and", "with", "to", "vs", "versus", "against", "or", "plus", "than", "between", "both"))
_ARTICLES = frozenset(("the", "a", "an", "of", "from", "in"))
_ON = frozenset(
    ("on", "about", "regarding", "concerning", "around", "over", "for", "by", "in", "of", "at", "across")
)
# What people put behind the name of a country and mean the country by.
_FILLERS = frozenset(("government", "governments", "approach", "approaches", "experience", "experiences"))
# "how Sweden and Norway deal with silos", "what is the difference between …": says nothing of a topic.
_OPENINGS = frozenset(
    (
        *("how", "what", "that", "which", "way", "ways", "the", "do", "does", "did", "is"),
        "compare",
        "compared",
        "terms",
    )
)


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared: the sides by name, `unknown` those among them that nobody knows, and the topic's words."""

    names: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name and the words `start` to `end` that say it."""

    name: str
    start: int
    end: int


def read(
    text: str, lexicon: Lexicon, cases: Mapping[Phrase, str], nearly: Callable[[str], str | None]
) -> Sides:
    """The sides a text names, in order, each once, and what comes before or behind them as the topic.

    `cases` are the names of cases by their folded words; `nearly` says which case a name may mean that is none of
    these. Countries, regions and cities go by the lexicon.
    """
    typed = [word for word in _MARKS.sub(" and ", text).split() if tokens(word)][:_MOST_WORDS]
    words = tokens(" ".join(typed))
    # Where one word was typed as two, or two as one, the topic is told in folded words.
    written = typed if [tokens(word) for word in typed] == [[word] for word in words] else words
    found = _names(" ".join(typed), words, lexicon, cases)
    if not found:
        pieces, topic = _cut(words, written)
        return _sides([_meant(each, nearly) for each in pieces], topic)
    return _around(found, words, written, nearly)


def _names(text: str, words: Sequence[str], lexicon: Lexicon, cases: Mapping[Phrase, str]) -> list[_Name]:
    """The names of places and cases in a text, the longest where two overlap, in order."""
    mentions = lexicon.mentions(text)
    places = [_Name(each.place.name, each.start, each.end) for each in mentions]
    countries = {each.place.country for each in mentions}
    found: list[_Name] = []
    for start in range(len(words)):
        ends = range(min(len(words), start + _LONGEST_NAME), start, -1)
        end = next((end for end in ends if tuple(words[start:end]) in cases), 0)
        found += [_Name(cases[tuple(words[start:end])], start, end)] if end else []
    chosen: list[_Name] = []
    # A case may be called by its town or by its country; it is meant by its town's name only.
    ordered = [*(each for each in places if each.name in countries), *found, *places]
    for each in sorted(ordered, key=lambda name: name.start - name.end):
        if all(each.end <= other.start or other.end <= each.start for other in chosen):
            chosen.append(each)
    return sorted(chosen, key=lambda name: name.start)


def _around(
    found: Sequence[_Name], words: Sequence[str], written: Sequence[str], nearly: Callable[[str], str | None]
) -> Sides:
    """The sides among some names: as long as one stands beside the other. What comes then is the topic."""
    first = found[0].start
    ahead = _ahead(words[:first], written[:first])
    sides = [_meant(each, nearly) for each in ahead]
    topic = [] if ahead else _topic(words[:first], written[:first])
    at = first
    for name in found:
        between = words[at : name.start]
        if name.start > first and not _joined(between):
            break
        sides += [_meant(each, nearly) for each in _pieces(between, written[at : name.start])]
        sides.append((name.name, True))
        at = name.end + _fillers(words[name.end :])
    # "approaches to procurement" is no third side.
    if _joined(words[at:]) and not (words[at] == "to" and len(sides) > 1):
        more, behind = _cut(words[at:], written[at:])
        sides += [_meant(each, nearly) for each in more]
    else:
        behind = _topic(words[at:], written[at:])
    return _sides(sides, behind or topic)


def _meant(piece: str, nearly: Callable[[str], str | None]) -> tuple[str, bool]:
    """The side that some words nearly name, and whether there is one."""
    name = nearly(piece)
    return (name, True) if name else (piece, False)


def _fillers(words: Sequence[str]) -> int:
    """How many words from here only say that a country is meant."""
    return next((at for at, word in enumerate(words) if word not in _FILLERS), len(words))


def _ahead(words: Sequence[str], written: Sequence[str]) -> list[str]:
    """Sides that nobody knows and that stand before the first known: "Atlantis and" Sweden."""
    bare = [word for word in words if word not in _ARTICLES]
    return _pieces(words, written) if bare and bare[-1] in _AND - {"between", "both"} else []


def _joined(words: Sequence[str]) -> bool:
    """Whether words go on with one more side."""
    return bool(words) and words[0] in _AND


def _cut(words: Sequence[str], written: Sequence[str]) -> tuple[list[str], list[str]]:
    """Sides that nobody knows, and the topic behind them."""
    end = next((at for at, word in enumerate(words) if at and word in _ON), len(words))
    return _pieces(words[:end], written), _topic(words[end:], written[end:])


def _pieces(words: Sequence[str], written: Sequence[str]) -> list[str]:
    """What stands between "and", "with" and their like, without articles."""
    pieces: list[list[str]] = [[]]
    for word, as_written in zip(words, written, strict=False):
        if word in _AND:
            pieces.append([])
        elif pieces[-1] or word not in _ARTICLES:
            pieces[-1].append(as_written)
    return [" ".join(piece) for piece in pieces if piece]


def _topic(words: Sequence[str], written: Sequence[str]) -> list[str]:
    """The words of a topic as they were written, without those that only lead to it or from it."""
    small = _ON | _AND | _OPENINGS
    start = next((at for at, word in enumerate(words) if word not in small), len(words))
    end = next((at for at in range(len(words), start, -1) if words[at - 1] not in small), start)
    return list(written[start:end])


def _sides(sides: Sequence[tuple[str, bool]], topic: Sequence[str]) -> Sides:
    once = dict(sides)
    return Sides(tuple(once), tuple(name for name, known in once.items() if not known), " ".join(topic))
