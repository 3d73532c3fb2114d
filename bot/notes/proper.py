"""The proper names in a sentence, and how it speaks of each: as its subject, as an example, in quotes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.lexicon import Phrase
from bot.notes.wording import BODIES, ROLE, SMALL
from bot.words import tokens

_WORD = r"(?:[A-ZÀ-Þ][\w’'&~.-]*|\d{2,4}\b)"
_RUN = re.compile(rf"{_WORD}(?:\s+(?:(?:of|for|and|the|de|del|la|di|van|von|&)\s+){{0,2}}{_WORD})*")
_QUOTED = re.compile(r"[\"“]([^\"“”]{2,60})[\"”]")
_POSSESSIVE = re.compile(r"['’]s\s+|(?<=s)['’]\s+")
_ACRONYM = re.compile(r"\s*\(([A-Z][\w&.-]{1,9})\)")
# A word beside a quotation that says what sort of thing it names.
_SORT = (
    r"(?:apps?|awards?|campaigns?|communit(?:y|ies)|experiments?|funds?|hubs?|initiatives?|labs?|marketplace"
    r"|missions?|models?|networks?|pilots?|platforms?|portals?|process|programs?|programmes?|projects?|reports?"
    r"|schemes?|series|services?|spaces?|strateg(?:y|ies)|stud(?:y|ies)|tracker)"
)
_SORT_BEHIND = re.compile(
    rf"[\"”]?\s(?:\([^)]{{0,200}}\)\s*)?(?:[a-z-]+\s)?{_SORT}\b"
    rf"|(?:,[\"”]?|[\"”]?(?:\s\([^)]{{0,200}}\))?,)\s(?:an?|the|its|their|our|one of)\s(?:[\w’'-]+\s){{0,4}}?{_SORT}\b"
)
_SORT_BEFORE = re.compile(
    rf"\b(?:{_SORT}|called|named)\s+(?:like\s+|such as\s+)?(?:the\s+)?[\"“]?$", re.IGNORECASE
)
_EXAMPLE = re.compile(
    r"\b(?:like|such as|e\.g\.,?|for example,?|for instance,?|including|examples? (?:is|are|of|include)|namely)"
    r"(?:\s[^\s.;:()]+){0,6}\s$",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(
    ROLE.pattern + r"[^.;]{0,40}\b(?:of|at|in|for|from|with)\s(?:the\s)?$", re.IGNORECASE
)
_VERB = re.compile(
    r"(?:\s*\([^)]{0,200}\))?(?:,[^,]{3,80},)?\s+(?:[a-z]+ly\s+|also\s+)?"
    r"(?:is|was|has|had|are|were|have|can|will|would|took|began|ran|led|set|[a-z]{3,}(?:s|ed))\b"
)
_CLAUSE = re.compile(r",\s(?:the\s|[A-Z][\w’']+['’]s\s)?$")
_LEANING = re.compile(
    r"(?:this|these|they|it|its|their|such|here|he|she|the (?:project|programme?|initiative|approach|mission"
    r"|process|result|results|aim|goal|agency|fund|platform|app|pilot|lab|network|team|study))\b",
    re.IGNORECASE,
)
# Words that open a sentence with a capital and are part of no name.
_OPENING_WORDS = """
    this that these those it its their they he she we our when while although though if as since during under
    through also however his her one some many most other another both each such then there here after before
"""
_OPENERS = SMALL | frozenset(_OPENING_WORDS.split())
# What is said of a name stands near it; to look at all of a sentence at each of its names would be quadratic.
_NEAR = 300


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: its folded words, as written, and how the sentence speaks of it.

    `subject`: the sentence is about it. `example`: it stands behind "like" or "such as". `quoted`: in quotation
    marks. `thing`: the sentence calls it a project, platform, model. `aside`: it is where somebody works.
    `body`: it holds the word for a body. `countries` are those whose names it bears, where somebody looked.
    """

    words: Phrase
    text: str
    subject: bool = False
    example: bool = False
    quoted: bool = False
    thing: bool = False
    aside: bool = False
    body: bool = False
    acronym: str = ""
    countries: tuple[str, ...] = ()

    @property
    def closely(self) -> bool:
        """Whether the sentence does more than mention it."""
        return self.subject or self.example or self.thing


def names(text: str) -> tuple[Name, ...]:
    """The proper names and quotations of a sentence, in order."""
    return (*_runs(text), *_quotations(text))


def leans(text: str) -> bool:
    """Whether a sentence takes up what the one before it was about: "This …", "They …", "The project …"."""
    return bool(_LEANING.match(text))


def _quotations(text: str) -> Iterator[Name]:
    for match in _QUOTED.finditer(text):
        said = match[1].strip(" ,.;:")
        words = tuple(tokens(said))
        if 0 < len(words) <= 8:
            before, behind = _before(text, match.start()), text[match.end() - (match[1][-1:] == ",") - 1 :]
            yield Name(
                words,
                said,
                subject=_is_subject(text, match.start(), match.end()),
                example=bool(_EXAMPLE.search(before)),
                quoted=True,
                thing=bool(_SORT_BEHIND.match(behind) or _SORT_BEFORE.search(before)),
            )


def _runs(text: str) -> Iterator[Name]:
    for match in _RUN.finditer(text):
        opens = at = match.start()
        *owners, last = _POSSESSIVE.split(match[0])
        for said in (*owners, last):
            at = text.find(said, at)
            end = at + len(said)
            bare, before = _trimmed(said, opens=at == 0), _before(text, opens)
            words = tuple(tokens(bare))
            if words and (len(words) > 1 or not (words[0] in SMALL or words[0].isdigit())):
                acronym = _ACRONYM.match(text, end)
                yield Name(
                    words,
                    bare,
                    # "Sweden's Vinnova" opens a sentence as Vinnova does, and not as Sweden.
                    subject=said is last and _is_subject(text, opens, end),
                    example=bool(_EXAMPLE.search(before)),
                    aside=bool(_AFFILIATION.search(before)),
                    body=" " in bare and any(word in BODIES for word in words),
                    acronym=acronym[1] if acronym else "",
                )
            at = end


def _before(text: str, at: int) -> str:
    return text[max(0, at - _NEAR) : at]


def _trimmed(said: str, *, opens: bool) -> str:
    """A run of capitals without what opens a sentence, articles, and the stops that end it."""
    said = said.rstrip(".'’,-~& ")
    if said.endswith(("'s", "’s")):
        said = said[:-2]
    words = said.split()
    while words and (words[0] in ("The", "A", "An") or (opens and words[0].lower() in _OPENERS)):
        words.pop(0)
    return " ".join(words)


def _is_subject(text: str, start: int, end: int) -> bool:
    """Whether a sentence is about what stands there: it opens with it, or a clause does and a verb follows."""
    before = _before(text, start)
    if start <= _NEAR and all(word in SMALL for word in tokens(before)):
        return True
    return bool(_CLAUSE.search(before) and _VERB.match(text, end))
