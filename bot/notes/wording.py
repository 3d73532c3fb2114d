"""How names are written: which words make a body's name, which name nothing, and what two spellings share. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.words import stem, tokens

_SMALL = """
    a an and as at by for from in into of on or per the to with de del di la las los van von vs
"""
SMALL = frozenset(_SMALL.split())
# With one of these a name of two words or more is that of a body, or of something that is run.
_BODIES = """
    academy accelerator agency association authority award awards bank barometer board campaign center centre
    commission committee company corps council department directorate experiment experiments federation forum
    foundation fund guild hub incubator institute initiative lab laboratory labs ministry mission network
    observatory office partnership pilot platform portal program programme project reserve scheme schemes
    school secretariat service strategy taskforce team tracker unit university
"""
BODIES = frozenset(_BODIES.split())
# What every story has: alone such words name nothing, and with them a name is mostly that of a topic.
_ASPECT_WORDS = """
    achievements adoption agenda aims analysis application applications approach approaches aspects background
    barriers behavior behaviour benefits capabilities capacity case cases central challenge challenges
    collaboration commitment commitments communication concepts conclusion considerations context cooperation
    coordination covid crisis criteria culture definition development developments digital dilemma discussions
    drivers effect effects elements engagement evaluation evidence example examples experience experiences
    factors features findings first focus forum framework frameworks future gap gaps goal goals governance
    government growth history how impact impacts implementation importance initiatives innovations insights
    introduction journey key kit landscape leadership learnings legal lesson lessons local main measures method
    methods mindset model models myth national need needs next objective objectives obstacles opportunities
    outcomes outlook overall overview pandemic paradox participation perspective perspectives phase pillars plan
    policy practice practices principles problem problems process processes progress public reasons
    recommendations reforms regional response responses result results risk risks role roles second sector
    sessions solution solutions stage stages step steps strategies strategy success support target targets team
    theory third toolkit tools trap trends understanding value vision washing what why
    one two three four five six seven eight nine ten
"""
_ASPECTS = frozenset(_ASPECT_WORDS.split())
# Words that say what sort of thing a name is; the name is the same without them.
_SORT = (
    r"(?:missions?|projects?|programmes?|programs?|initiatives?|pilots?|examples?|experiments?|case stud(?:y|ies)"
    r"|case|approach(?:es)?|models?|experience|perspective|story|efforts?|study|findings|app|workshops?)"
)
_SORT_AFTER = re.compile(rf"(?:['’]s?)?(?:\s+{_SORT})+$", re.IGNORECASE)
_SORT_WORD = re.compile(_SORT, re.IGNORECASE)
_REGION = re.compile(r"\s+region$", re.IGNORECASE)
_EVENT = re.compile(
    r"\b(?:conference|forum|panel|session|summit|webinar|week|workshop|symposium)s?\b", re.IGNORECASE
)
ROLE = re.compile(
    r"\b(?:advis[eo]r|analyst|author|ceo|chair|chief|co-?director|coordinator|director|economist|educator|expert"
    r"|founder|head|lead|leader|manager|mayor|minister|moderator|officer|panel+ist|president|professor|researcher"
    r"|scientist|secretary|speaker|specialist)\b",
    re.IGNORECASE,
)
BRACKET = re.compile(r"\s*\(([^()]*)\)")
_MOST_WORDS = 8


def solid(text: str) -> list[str]:
    """The folded words of a text but for articles and prepositions."""
    return [word for word in tokens(text) if word not in SMALL]


def bare(name: str) -> str:
    """A name without its sort of thing, brackets and quotes: "School Food Mission" is "School Food"."""
    name = re.sub(r"[\"“”]", "", BRACKET.sub("", name)).strip(" :'’,.#")
    return _SORT_AFTER.sub("", name).strip(" :'’") or name


@lru_cache(maxsize=100_000)
def full_key(name: str) -> str:
    """The stems of a name, without small words."""
    return " ".join(map(stem, solid(name)))


# Each name is asked for by everything that looks at all notes at once.
@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """What two spellings of a name share: its stems, without small words and the sort of thing at its end."""
    return full_key(_REGION.sub("", bare(name))) or " ".join(tokens(name))


def is_written_as_name(text: str) -> bool:
    """Whether every word that is not small holds a capital or a digit; at most eight words."""
    words = re.findall(r"\w[\w&’'.~-]*", BRACKET.sub("", text))
    large = [word for word in words if word.lower() not in SMALL]
    return 0 < len(large) <= _MOST_WORDS and all(
        word[0].isdigit() or any(letter.isupper() for letter in word) or "." in word[:-1] for word in large
    )


def says_something(name: str) -> bool:
    """Whether a name holds a word that is more than a sort of thing or a part of every story."""
    return any(
        word not in _ASPECTS and not _SORT_WORD.fullmatch(word) and not word.isdigit() for word in solid(name)
    )


def has_aspect(name: str) -> bool:
    """Whether a name is a topic's for a word that every story has: "Legal Barriers", "Team Growth"."""
    words = tokens(name)
    if not words:
        return False
    return words[-1] in _ASPECTS or (not has_body(name) and any(word in _ASPECTS for word in words))


def has_body(name: str) -> bool:
    """Whether a name of two words or more holds the word for a body, or for something that is run."""
    words = tokens(name)
    return len(words) > 1 and any(word in BODIES for word in words)


def ends_in_body(name: str) -> bool:
    """Whether the word for a body is what a name turns on: "Technology Agency of …", "Innovation Lab"."""
    head = re.split(r"\s+(?:of|for|on)\s+", name, maxsplit=1)[0].lower().split()
    return len(name.split()) > 1 and bool(head) and "in" not in head and head[-1] in BODIES


def is_event(name: str) -> bool:
    """Whether a name is that of a conference or another thing that takes place once."""
    return bool(_EVENT.search(name))


def has_role(name: str) -> bool:
    """Whether a name holds somebody's role: "Director General of …"."""
    return bool(ROLE.search(name))


def is_short_for(short: str, long: str) -> bool:
    """Whether a short form may stand for a long one: one word whose letters the long one has in this order."""
    letters = re.sub(r"[^A-Za-z]", "", short)
    if not 2 <= len(letters) <= 8 or " " in short.strip() or not short[0].isupper():
        return False
    rest = iter(long.lower())
    return all(letter in rest for letter in letters.lower())
