"""What people type about the digest, such as "on 9am mon-fri", to what they ask for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.digest.zones import zone
from bot.errors import BadOrder
from bot.sentences import say

# Longer than this it is not a pause; who means it turns the digest off.
_LONGEST = timedelta(days=366)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MANY_DAYS = {
    "weekday": range(5),
    "weekdays": range(5),
    "weekends": range(5, 7),
    "weekend": range(5, 7),
    "daily": range(7),
    "everyday": range(7),
    "day": range(7),
}
_SMALL_WORDS = frozenset({"at", "on", "every", "each", "and", "in", "time", "o'clock"})
_ABOUT = re.compile(r"(?:^|\s)about\s+(.+)$", re.IGNORECASE | re.DOTALL)
_TIME = re.compile(
    r"(?<!\S)(?:(?P<word>noon|midnight)|(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?"
    r"\s?(?P<half>[ap])?(?(half)\.?m\.?))(?=[\s,]|$)"
)
_RANGE = re.compile(r"([a-z]{3,}\.?)(?:\s*[-–—]\s*|\s+to\s+)([a-z]{3,}\.?)")
_SPAN = re.compile(r"(?:for\s+)?(?P<number>\d{1,4}|an?|one|two|three|four)\s*(?P<unit>d|w|days?|weeks?)")
_COUNTED = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DATE = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s(?:of\s)?(?P<month>[a-z]{3,})"
    r"|(?P<month_first>[a-z]{3,})\s(?P<day_after>\d{1,2})(?:st|nd|rd|th)?),?(?:\s(?P<year>\d{4}))?"
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
_PLAIN: dict[str, type[Off | Skip | Next]] = {"off": Off, "skip": Skip, "next": Next}


def read(text: str, today: date) -> Order:
    """What was typed behind "digest", on a local date; `about` is what follows that word, as it was typed.

    Raises BadOrder, which says what to write.
    """
    found = _ABOUT.search(text)
    about = " ".join(found[1].split()) if found else ""
    words = " ".join((text[: found.start()] if found else text).casefold().split())
    verb, _, rest = words.partition(" ")
    if verb == "on":
        return _on(rest, about)
    if verb == "pause":
        return Pause(_until(rest, today), about)
    if verb not in _PLAIN and _TIME.search(words):
        return _on(words, about)
    if verb not in _PLAIN or rest:
        forms = say("order_forms")
        raise BadOrder(say("order_unread", words=_cut(words), forms=forms) if words else forms)
    return _PLAIN[verb](about)


def _on(rest: str, about: str) -> On:
    found = _TIME.search(rest)
    if found is None:
        raise BadOrder(say("order_no_time"))
    days: set[int] = set()
    unread = []
    for word in _joined(f"{rest[: found.start()]} {rest[found.end() :]}").split():
        if (named := _days(word)) is not None:
            days.update(named)
        elif word not in _SMALL_WORDS:
            unread.append(word)
    return On(_time(found), frozenset(days) or None, zone(" ".join(unread)) if unread else None, about)


def _time(found: re.Match[str]) -> time:
    if found["word"]:
        return time(12 if found["word"] == "noon" else 0)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    wrong = not 1 <= hour <= 12 if found["half"] else hour > 23
    if wrong or minute > 59:
        raise BadOrder(say("order_bad_time", words=_cut(found[0])))
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    return time(hour, minute)


def _joined(words: str) -> str:
    """Commas are gaps; "mon – fri" and "mon to fri" are one word, as they are where no gap stands between."""

    def tied(found: re.Match[str]) -> str:
        return f"{found[1]}-{found[2]}" if _days(found[1]) and _days(found[2]) else found[0]

    return _RANGE.sub(tied, words.replace(",", " "))


def _days(word: str) -> tuple[int, ...] | None:
    """The days that a word names: "fri-mon" is Friday to Monday."""
    if word in _MANY_DAYS:
        return tuple(_MANY_DAYS[word])
    ends = [_day(each) for each in word.split("-")]
    if len(ends) > 2 or None in ends:
        return None
    first, last = ends[0] or 0, ends[-1] or 0
    return tuple((first + number) % 7 for number in range((last - first) % 7 + 1))


def _day(word: str) -> int | None:
    """Monday by "mon", "Monday", "Mondays" or "mon."; by no fewer letters than three."""
    bare = word.removesuffix(".")
    return next((at for at, name in enumerate(_DAYS) if len(bare) > 2 and f"{name}s".startswith(bare)), None)


def _until(rest: str, today: date) -> date:
    if span := _SPAN.fullmatch(rest):
        number = _COUNTED.get(span["number"]) or int(span["number"])
        return _within(today + timedelta(days=number * (7 if span["unit"][0] == "w" else 1)), today)
    words = re.sub(r"^(?:until|till|til)(?: the)?\b ?|^to ", "", rest)
    if not words:
        raise BadOrder(say("order_how_long", forms=say("order_pauses")))
    if words == "tomorrow":
        return today + timedelta(days=1)
    if (day := _day(words.removeprefix("next "))) is not None:
        return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    return _within(_date(words, today), today)


def _date(words: str, today: date) -> date:
    found = _ISO.fullmatch(words)
    named = None if found else _DATE.fullmatch(words)
    try:
        if found:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        if named and (month := _month(named["month"] or named["month_first"])):
            day = int(named["day"] or named["day_after"])
            if named["year"]:
                return date(int(named["year"]), month, day)
            this_year = date(today.year, month, day)
            return this_year if this_year > today else date(today.year + 1, month, day)
    except ValueError as error:
        raise BadOrder(say("order_no_date", words=_cut(words), forms=say("order_pauses"))) from error
    raise BadOrder(say("order_bad_date", words=_cut(words), forms=say("order_pauses")))


def _month(word: str) -> int | None:
    return next((at for at, name in enumerate(_MONTHS, 1) if name.startswith(word) or word == "sept"), None)


def _within(until: date, today: date) -> date:
    if until <= today:
        raise BadOrder(say("order_past"))
    if until - today > _LONGEST:
        raise BadOrder(say("order_too_long"))
    return until


def _cut(words: str) -> str:
    return words[:_QUOTED].strip()
