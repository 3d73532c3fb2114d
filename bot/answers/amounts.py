"""The numbers that count something, percentages, sums, years and deadlines in a line's words. Pure."""

from __future__ import annotations

import re

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|a hundred"
)
_TIMES = r"(?:years?|months?|weeks?|days?|hours?|decades?)\b"
_LARGE = r"(?:\s(?:thousand|million|billion|trillion)\b|\s?(?:k|m|bn)\b)?"
# Not the 19 of COVID-19, nor the 2 of CO2.
_DIGITS = r"(?<![\w.,-])\d+(?:[.,]\d+)*"
_RANGE = rf"{_DIGITS}(?:\s?[-–]\s?\d+(?:[.,]\d+)*)?"
_YEAR = re.compile(
    r"(?P<time>\b(?:by|until|till|before|since|from|after|in|between|during|around|for)\s+(?:the\s+end\s+of\s+)?"
    rf"(?:the\s+)?)?(?:\b(?P<month>{_MONTHS})\s+)?"
    r"(?<![\w.,€$£-])(?:19|20)\d\d(?:s|\s?[-–]\s?(?:(?:19|20)?\d\d))?(?![\w%]|[.,]\d)(?P<unit>\s+[a-z]+)?",
    re.I,
)
_MONTH = re.compile(
    rf"\b(?:end|start|beginning|middle|part|by|in|since|until|from|early|late|mid)(?:\s+of)?\s+(?:{_MONTHS})\b"
)
# "Horizon 2020" and "Industry 4.0" are names; "The 2010 games" were in a year, and "With 300" counts.
_NAMED = re.compile(
    r"\b(?!(?:The|An?|Its|Their|Our|With|Over|About|Some|In|Of|At|On|For|More|Than|Nearly|Around|Up|To|By|From|And|But"
    r"|Only|Among|All|These|Those|Between|After|Almost|Roughly|Under|Within)\b)[A-Z][\w’'-]*\s+$"
)
_LONGEST_NAME = 40
_PART_OF_A_YEAR = re.compile(
    r"\b(?:(?:part|end|start|beginning|middle|half|quarter|spring|summer|autumn|winter) of (?:the|this|last|next)"
    r"|this|last|next) year\b",
    re.I,
)
_OTHERS = re.compile(
    rf"(?P<percent>{_RANGE}\s?(?:%|per\s?cent\b))"
    rf"|(?P<sum>[€$£]\s?\d+(?:[.,]\d+)*{_LARGE}|{_RANGE}{_LARGE}"
    r"\s(?:euros?|dollars?|pounds?|kron(?:or|er|a)|crowns?|EUR|USD|GBP|SEK|NOK|DKK)\b)"
    rf"|(?P<time>(?:{_RANGE}|\b(?:{_WORDS}))[\s-]{_TIMES})"
    rf"|(?P<large>\b(?:{_WORDS})\s(?:thousand|million|billion|trillion)\b)"
    rf"|(?P<count>{_RANGE}{_LARGE}(?=\s[A-Za-z]))",
    re.I,
)


def amounts(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text's numbers with a unit, percentages, sums, years and deadlines stand, from and to, in order."""
    others = (
        (match.start(), match.end())
        for match in _OTHERS.finditer(text)
        if not (match["count"] and _named(text, match.start()))
    )
    found = [*_dates(text), *others]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return tuple(apart)


def dated(text: str) -> bool:
    """Whether a text has a date: a year that is no part of a name, a month, or a part of this year."""
    return bool(_dates(text)) or bool(_PART_OF_A_YEAR.search(text))


def priced(text: str) -> bool:
    """Whether a text has a sum of money."""
    return any(match["sum"] for match in _OTHERS.finditer(text))


def _dates(text: str) -> list[tuple[int, int]]:
    years = [
        (match.start(), match.start("unit") if match["unit"] else match.end())
        for match in _YEAR.finditer(text)
        if match["time"] or match["month"] or not _named(text, match.start())
    ]
    return years + [(match.start(), match.end()) for match in _MONTH.finditer(text)]


def _named(text: str, at: int) -> bool:
    """Whether a number at that place ends a name."""
    return bool(_NAMED.search(text[max(0, at - _LONGEST_NAME) : at]))
