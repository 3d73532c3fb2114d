"""What somebody typed → what they ask for. Pure: decides and sends nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.model import Kind
from bot.words import unescaped

Verb = Literal[
    "ask", "case", "compare", "who", "check", "today", "topics", "digest", "privacy", "help", "gaps"
]

# A question is a sentence or two; what comes after is a pasted page.
LONGEST = 3_000

# In the order help lists them.
NARROWED: Mapping[str, Kind] = {"examples": "example", "challenges": "challenge", "approaches": "approach"}
PLURAL: Mapping[Kind, str] = {kind: word for word, kind in NARROWED.items()}
NAMED: tuple[Verb, ...] = ("case", "compare", "who")
DRAFTED: tuple[Verb, ...] = ("check",)
ORDERED: tuple[Verb, ...] = ("digest",)
ALONE: tuple[Verb, ...] = ("today", "topics", "privacy", "help")
COMMANDS: tuple[str, ...] = (*NARROWED, *NAMED, *DRAFTED, *ORDERED, *ALONE)
# Help lists these for curators only.
CURATING: tuple[Verb, ...] = ("gaps",)

_GREETINGS = frozenset({"", "hi", "hello", "hey", "hi there", "hello there", "good morning"})
_MORE = frozenset({"more", "more please", "show more", "next", "next page", "go on"})
_WHY = frozenset({"why", "why these", "why this", "why those"})
_NUMBER = re.compile(r"(?:open |show |number |no\.? ?|#)*([1-9]\d?)")
_ONLY = re.compile(r"(?:and |but )?(?:(?:only|just|what about|how about|and|in|from) )+(.{2,60})")
_KIND = re.compile(r"(?:any |the )?((?:examples|challenges|approaches)|what got in the way)", re.IGNORECASE)
_HELPED = re.compile(
    r"(?:and |so |but )?what (?:has )?(?:helped|helps|worked)(?: against (?:it|this|that|them|these|those))?"
)
_COMPARED = re.compile(
    r"(?:compare|comparing|comparison (?:of|between))\b:?\s*(.*)", re.IGNORECASE | re.DOTALL
)
_TRIED = re.compile(
    r"who(?: else)?(?: has| have|['’]s)?(?: (?:already|also|ever|else))*"
    r" (?:tried|tested|piloted|used|uses|experimented with)(?: out)? (?:an? |any )?(.{2,80})",
    re.IGNORECASE,
)
# Behind "who" these make a question; a method has none of them.
_NO_METHOD = frozenset(
    (
        *("is", "are", "was", "were", "has", "have", "had", "does", "do", "did", "can", "could", "should"),
        *("would", "will", "may", "might", "must", "let", "lets", "led", "leads", "made", "makes", "ran"),
        *("runs", "pays", "paid", "funded", "decides", "decided", "owns", "started", "wrote", "said", "says"),
        *("the", "their", "our", "my", "your", "this", "that", "these", "those", "it", "them", "they", "we"),
        *("you", "i", "he", "she", "else", "gets", "got", "took", "takes", "knows", "wants"),
    )
)
_LONGEST_METHOD = 5
_NAMED_LINK = re.compile(r"<(?:https?://|mailto:|#[A-Z0-9]+)[^<>|]*\|([^<>]*)>")
# As Slack hands on what was chosen from its list: :tada:, :wave::skin-tone-2:
_EMOJI = re.compile(r"(?<![\w:])(?::[a-z0-9_+'-]+:)+(?!\w)")
_TURNS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"<(?:[@#!][^<>]*|(?:https?://|mailto:)[^<>]*)>")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted, and the words it is wanted for; `typed` are all of them."""

    verb: Verb
    words: str
    typed: str
    kind: Kind | None = None


def understand(typed: str) -> Asked:
    """Which of the commands this is. Anything else is a question."""
    first, _, rest = typed.strip().partition(" ")
    word, rest = first.casefold(), rest.strip()
    if _bare(typed) in _GREETINGS:
        return Asked("help", "", typed)
    if word in DRAFTED:
        return Asked("check", rest, typed)
    if word in ORDERED:
        return Asked("digest", rest, typed)
    if not rest:
        if verb := next((each for each in (*ALONE, *CURATING) if each == word), None):
            return Asked(verb, "", typed)
        if verb := next((each for each in NAMED if each == word), None):
            return Asked(verb, "", typed)
    if word in NARROWED:
        return Asked("ask", rest or word, typed, NARROWED[word])
    if word == "case":
        return Asked("case", rest, typed)
    if compared := _COMPARED.fullmatch(typed.strip()):
        return Asked("compare", compared[1].rstrip("?!. "), typed)
    if method := _method(typed):
        return Asked("who", method, typed)
    return Asked("ask", typed.strip(), typed)


def _method(typed: str) -> str:
    """The method somebody wants to know who tried; empty where they ask anything else."""
    said = typed.strip().rstrip("!.,? ")
    tried = _TRIED.fullmatch(said)
    first, _, rest = said.partition(" ")
    method = tried[1] if tried else rest if first.casefold() == "who" else ""
    words = [word.casefold() for word in method.split()]
    return "" if len(words) > _LONGEST_METHOD or _NO_METHOD.intersection(words) else method.strip()


@dataclass(frozen=True, slots=True)
class Step:
    """How somebody goes on from an answer: the next page, one of its groups by `number`, what of it is of the
    kind or place that `words` name, what helped against its challenges, or why it says what it says."""

    what: Literal["more", "open", "narrow", "helped", "why"]
    words: str = ""
    number: int = 0


def follows(typed: str) -> Step | None:
    """Which way to go on from an answer this may be; None where it is a question of its own."""
    said = _bare(typed)
    if said in _MORE:
        return Step("more")
    if said in _WHY:
        return Step("why")
    if number := _NUMBER.fullmatch(said):
        return Step("open", number=int(number[1]))
    if _HELPED.fullmatch(said):
        return Step("helped", "what helped")
    narrowing = _ONLY.fullmatch(said) or _KIND.fullmatch(said)
    return Step("narrow", narrowing[1]) if narrowing else None


def heard(sent: str) -> str:
    """The words of a message as its writer saw them: no mentions, no emoji, links by their label, one line.

    Signs that turn the direction of writing are left out: what is said after them would stand reversed.
    """
    named = _NAMED_LINK.sub(r"\1", sent[: 2 * LONGEST])
    bare = _EMOJI.sub(" ", _MARKUP.sub(" ", named))
    straight = _TURNS.sub("", unescaped(bare))
    return " ".join(straight.split())[:LONGEST].strip()


def has_words(heard: str) -> bool:
    """Whether there is anything to look for: a letter, of whatever script."""
    return any(sign.isalpha() for sign in heard)


def was_cut(typed: str) -> bool:
    """Whether there was more to hear, or there may have been."""
    # What was cut off may have begun with a space.
    return len(typed) >= LONGEST - 1


def points_at_the_thread(words: str) -> bool:
    """Whether a mention has no words of its own to look for."""
    return _bare(words) in {"", "this", "this one", "that", "here"}


def _bare(words: str) -> str:
    return words.strip().rstrip("!.,? ").casefold()
