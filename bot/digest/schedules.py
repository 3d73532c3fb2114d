"""What people type about the digest, such as "on 9am mon-fri" or "on 9h lun-ven", to what they ask for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.digest import terms
from bot.digest.zones import zone
from bot.errors import BadOrder
from bot.sentences import say

# Longer than this it is not a pause; who means it turns the digest off.
_LONGEST = timedelta(days=366)
_SMALL_WORDS = frozenset({"at", "on", "every", "each", "and", "in", "time", "o'clock", "et", "y", "e"})
_ABOUT = re.compile(r"(?:^|\s)(?:about|sur|sobre)\s+(.+)$", re.IGNORECASE | re.DOTALL)
_NOON = ("noon", "midi", "mediodia")
_TIME = re.compile(
    r"(?<!\S)(?:(?P<word>noon|midnight|midi|minuit|mediodia|medianoche)"
    r"|(?P<hour>\d{1,2})(?:(?:[:.h]?|\s?h\s?)(?P<minute>\d{2})|\s?h(?:eures?|oras?)?)?"
    r"\s?(?P<half>[ap])?(?(half)\.?m\.?))(?=[\s,]|$)"
)
_UNTIL = re.compile(r"(?:until|till|til|jusqu'(?:au|a|en)|hasta)\b ?|to ")
_THE = re.compile(r"(?:the|le|el) ")
_NEXT = re.compile(r"(?:next|proximo) | (?:prochain|proximo)$")
_TOMORROW = ("tomorrow", "demain", "manana")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DATE = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?\s(?:(?:of|de)\s)?(?P<month>[a-z]{3,}\.?)"
    r"|(?P<month_first>[a-z]{3,})\s(?P<day_after>\d{1,2})(?:st|nd|rd|th)?),?(?:\s(?:del?\s)?(?P<year>\d{4}))?"
)
# Of what somebody typed, this much is said again.
_QUOTED = 40


@dataclass(frozen=True, slots=True)
class On:
    """A case each day at a wall time; weekdays (Monday is 0) and zone are None where none was named."""

    at: time
    weekdays: frozenset[int] | None = None
    zone: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Off:
    """No more cases."""

    about: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """No case before that local date."""

    until: date
    about: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """The next case is left out."""

    about: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """When is the next case?"""

    about: str = ""


Order = On | Off | Pause | Skip | Next
_PAUSE = ("pause", "pauser", "pausa", "pausar")
_PLAIN: dict[str, type[Off | Skip | Next]] = {"off": Off, "skip": Skip, "next": Next}


def read(text: str, today: date) -> Order:
    """What was typed behind "digest", on a local date; `about` is what follows that word, as it was typed.

    Raises BadOrder, which says what to write.
    """
    found = _ABOUT.search(text)
    about = " ".join(found[1].split()) if found else ""
    words = " ".join(terms.small(text[: found.start()] if found else text).split())
    verb, _, rest = words.partition(" ")
    if verb == "on":
        return _on(rest, about)
    if verb in _PAUSE:
        return Pause(_until(rest, today), about)
    if verb not in _PLAIN and _TIME.search(terms.bare(words)):
        return _on(words, about)
    if verb not in _PLAIN or rest:
        forms = say("order_forms")
        raise BadOrder(say("order_unread", words=_cut(words), forms=forms) if words else forms)
    return _PLAIN[verb](about)


def _on(rest: str, about: str) -> On:
    words = terms.joined(terms.bare(rest))
    found = _TIME.search(words)
    if found is None:
        raise BadOrder(say("order_no_time"))
    days: set[int] = set()
    unread = []
    for word in f"{words[: found.start()]} {words[found.end() :]}".split():
        if (named := terms.days(word)) is not None:
            days.update(named)
        elif word not in _SMALL_WORDS:
            unread.append(word)
    return On(_time(found), frozenset(days) or None, zone(" ".join(unread)) if unread else None, about)


def _time(found: re.Match[str]) -> time:
    if found["word"]:
        return time(12 if found["word"] in _NOON else 0)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    wrong = not 1 <= hour <= 12 if found["half"] else hour > 23
    if wrong or minute > 59:
        raise BadOrder(say("order_bad_time", words=_cut(found[0])))
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    return time(hour, minute)


def _until(rest: str, today: date) -> date:
    if (span := terms.span(rest)) is not None:
        return _within(today + span, today)
    until = _UNTIL.match(terms.bare(rest))
    words = rest[until.end() :] if until else rest
    the = _THE.match(terms.bare(words))
    words = words[the.end() :] if the else words
    if not words:
        raise BadOrder(say("order_how_long", forms=say("order_pauses")))
    if terms.bare(words) in _TOMORROW:
        return today + timedelta(days=1)
    if (day := terms.day(_NEXT.sub("", terms.bare(words)))) is not None:
        return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    return _within(_date(words, today), today)


def _date(words: str, today: date) -> date:
    found = _ISO.fullmatch(words)
    named = None if found else _DATE.fullmatch(terms.bare(words))
    try:
        if found:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        if named and (month := terms.month(named["month"] or named["month_first"])):
            day = int(named["day"] or named["day_after"])
            if named["year"]:
                return date(int(named["year"]), month, day)
            this_year = date(today.year, month, day)
            return this_year if this_year > today else date(today.year + 1, month, day)
    except ValueError as error:
        raise BadOrder(say("order_no_date", words=_cut(words), forms=say("order_pauses"))) from error
    raise BadOrder(say("order_bad_date", words=_cut(words), forms=say("order_pauses")))


def _within(until: date, today: date) -> date:
    if until <= today:
        raise BadOrder(say("order_past"))
    if until - today > _LONGEST:
        raise BadOrder(say("order_too_long"))
    return until


def _cut(words: str) -> str:
    return words[:_QUOTED].strip()
