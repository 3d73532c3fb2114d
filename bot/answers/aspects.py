"""What people ask of a case that its notes may not say: cost, date, target, who led, result. Pure.

Each cue was looked at on the shipped notes: a line has it where it tells the thing, not where it only has the word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.answers.amounts import dated, priced

_NUMBER = (
    r"(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|many"
    r"|several)"
)
_ABOUT = r"(?:(?:about|around|some|over|nearly|almost|only|just|under|more than|less than|up to|the) )*"
_TIMES = r"(?:years?|months?|weeks?|days?|decades?)\b"
_BODY = (
    r"(?:mayor|minister|ministry|president|council|government|agency|commission|department|municipality|city council"
    r"|committee|DG [\w\s&]{3,40}?)"
)
_DID = (
    r"(?:led|leads|heads|headed|chairs|chaired|runs|ran|launched|launches|started|starts|founded|initiated|introduced"
    r"|began|begins|established|set up|sets up|brought|brings|worked on|works on|took|takes|turned|created"
    r"|commissioned)\b"
)


def _never(_text: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class _Aspect:
    """What in a question asks for it; what in a line tells it: one of some cues, or `has`."""

    asks: re.Pattern[str]
    tells: re.Pattern[str]
    has: Callable[[str], bool] = _never


def _aspect(asks: str, *tells: str, has: Callable[[str], bool] = _never) -> _Aspect:
    return _Aspect(re.compile(asks, re.I), re.compile("|".join(tells), re.I | re.M), has)


_ASPECTS: dict[str, _Aspect] = {
    "cost": _aspect(
        r"\bcosts?\b|\bhow much\b|\bbudgets?\b|\bprices?\b|\bexpensive\b|\bfunding\b|\bpaid\b",
        r"^(?:costs?|budget|price|funding)\b(?!-)",
        rf"\bcost(?:s|ing)? {_ABOUT}(?:[€$£]|{_NUMBER}\b|little|nothing|less|more|much)",
        r"\bcosts? (?:was|were|is|are|rose|fell|came|amounted)\b",
        r"\bat (?:no|little|low|half|an?|the) (?:\w+ )?cost\b",
        r"\b(?:reduc|cut|sav|lower|rais|increas)\w* (?:\w+ ){0,2}costs?\b",
        r"\bbudgets? of\b|\bfree of charge\b",
        has=priced,
    ),
    "date": _aspect(
        r"\bwhen\b|\bdates?\b|\bwhat year\b|\bwhich year\b|\bsince\b|\bhow long\b",
        # Not "20 years' experience", nor "five years" that a mission adds to a life.
        r"\b(?:took|takes|lasted|lasts|for|in|within|over|after|during|past|last|next|first) "
        rf"{_ABOUT}{_NUMBER} {_TIMES}(?!['’]|,? (?:of )?experience| old)",
        rf"\b{_NUMBER} {_TIMES} (?:ago|later|long)\b|\bfor (?:years|months|decades)\b",
        has=dated,
    ),
    "target": _aspect(
        r"\btargets?\b|\bgoals?\b|\bobjectives?\b|\baim(?:s|ed)?\b",
        # Not "goal-oriented", nor "ambitious goals" of which nothing is said, nor any share of anything.
        r"^(?:targets?|goals?|objectives?|aims?)\b(?!-)",
        r"(?:\b(?:the|its|their|our|an?)|['’]s?) (?:\w+ )?(?:target|goal|objective|aim)"
        r"(?: is| was| to|s are|s were|s? of)\b|\b(?:target|goal|objective|aim)s?:",
        r"\baim(?:s|ed|ing)?(?:,[^,]*,)? (?:to|for)\b",
        r"\bmission(?: is)? (?:to|for)\b|\bmission: ",
        r"\b(?:carbon|climate)[- ]neutral|\bnet[- ]zero\b",
        r"\bto (?:halve|double|triple)\b|\bto (?:[a-z]+ ){1,6}\d[\d.,]*\s?(?:%|per ?cent\b)"
        r"|\bby (?:the end of )?(?:19|20)\d\d\b",
    ),
    "who led": _aspect(
        r"\bwho (?:led|leads|ran|runs|started|owns|was|is)\b|\bled by\b|\bin charge\b",
        # Not "direction-led", "the prime minister" among the guests, nor "leads to".
        r"(?<!-)(?<!traditionally )\b(?:led|run|headed|chaired|directed|steered|launched|founded|set up|initiated"
        r"|overseen|commissioned|convened|(?:co-?)?organi[sz]ed) by\b",
        rf"\b{_BODY}(?:(?:,[^,]*,)| at the [A-Z][\w\s]{{2,30}}?)?(?: has| have)? {_DID}",
        r"\b(?-i:[A-Z])\w+ (?:leads|heads|chairs|led|headed|chaired)\b(?! to)",
        r"['’]s (?:\w+ )?agency\b",
    ),
    "result": _aspect(
        r"\bresults?\b|\boutcomes?\b|\bimpacts?\b|\bdid it work\b|\bevidence\b|\beffects?\b",
        # Not "increasingly", "set up as a result", "potential impacts", nor what success takes.
        r"^(?:results?|outcomes?|impact|effects?)\b(?!-)",
        r"\b(?:results?|outcomes?) (?:is|are|was|were|showed|shows?)\b|\b(?:resulted|results|resulting) in\b",
        r"\bsucceeded\b|\bachieved\b|\bled to\b|\b(?:showed|shown|demonstrated|proved) (?:that|success|to be)\b",
        r"(?<!\ban )(?<!\bthe )(?<!\bof )(?<!\bwith )(?<!\bfor )(?<!\bmore )(?<!\bthrough )"
        r"\b(?:reduced|reduces|increased|improved|doubled|halved|saved) \w",
        r"\bhad an? (?:\w+ )?(?:impact|effect)\b",
    ),
}  # fmt: skip


def asked_for(question: str) -> tuple[str, ...]:
    """The aspects a question asks for."""
    return tuple(name for name, aspect in _ASPECTS.items() if aspect.asks.search(question))


def told(text: str) -> tuple[str, ...]:
    """The aspects that a line tells, its lead before it."""
    return tuple(name for name, aspect in _ASPECTS.items() if aspect.tells.search(text) or aspect.has(text))


def absent(texts: Iterable[str], among: Iterable[str] = tuple(_ASPECTS)) -> tuple[str, ...]:
    """Those aspects that none of the texts tells."""
    every = {name for text in texts for name in told(text.strip())}
    return tuple(name for name in among if name not in every)
