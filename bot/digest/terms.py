"""What people call days, months and lengths of time, in English, French and Spanish, to what they mean. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

_DAYS = (
    ("monday", "lundi", "lunes"),
    ("tuesday", "mardi", "martes"),
    ("wednesday", "mercredi", "miercoles"),
    ("thursday", "jeudi", "jueves"),
    ("friday", "vendredi", "viernes"),
    ("saturday", "samedi", "sabado"),
    ("sunday", "dimanche", "domingo"),
)
_MONTHS = (
    ("january", "janvier", "enero"),
    ("february", "fevrier", "febrero"),
    ("march", "mars", "marzo"),
    ("april", "avril", "abril"),
    ("may", "mai", "mayo"),
    ("june", "juin", "junio"),
    ("july", "juillet", "julio"),
    ("august", "aout", "agosto"),
    ("september", "septembre", "septiembre"),
    ("october", "octobre", "octubre"),
    ("november", "novembre", "noviembre"),
    ("december", "decembre", "diciembre"),
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
# What French and Spanish say in several words, or write with a hyphen that is no range.
_PHRASES = (
    (r"tous les jours|chaque jour|todos los dias|cada dia|a diario|diario|quotidien", "daily"),
    (
        r"(?:les )?jours ouvr(?:es|ables)|en semaine|entre semana|(?:los )?dias (?:laborables|habiles)",
        "weekdays",
    ),
    (r"(?:le |les )?week-ends?|(?:el |los )?(?:fin|fines) de semana", "weekend"),
    (r"du matin|de la manana", ""),
    # "à 9h", "a las 9"
    (r"(?:a(?: las?)?|al)(?= (?:\d|midi\b|minuit\b|mediodia\b|medianoche\b))", ""),
)
_ARTICLE = re.compile(r"\b(?:tous les|todos los|le|les|los|el|du|des|de|del|cada|chaque) ([a-z]{3,}\.?)")
_RANGE = re.compile(r"([a-z]{3,}\.?)(?:\s*[-–—]\s*|\s+(?:to|au|al|a|hasta)\s+)([a-z]{3,}\.?)")
_SPAN = re.compile(
    r"(?:(?:for|pendant|durante|por)\s+)?"
    r"(?P<number>\d{1,4}|an?|one|two|three|four|une?|deux|trois|quatre|una?|dos|tres|cuatro)\s*"
    r"(?P<unit>d|w|j|days?|weeks?|jours?|dias?|sem|semaines?|semanas?)"
)
_COUNTED = {"a": 1, "an": 1, "un": 1, "une": 1, "una": 1, "one": 1, "two": 2, "deux": 2, "dos": 2} | {
    "three": 3,
    "trois": 3,
    "tres": 3,
    "four": 4,
    "quatre": 4,
    "cuatro": 4,
}


def small(text: str) -> str:
    """Small letters, each with its accent in one character."""
    return unicodedata.normalize("NFC", text.casefold())


def bare(text: str) -> str:
    """Small letters without accents, as many as `small` has: "Miércoles" is "miercoles"."""
    return "".join(unicodedata.normalize("NFKD", each)[0] for each in small(text)).replace("’", "'")


def day(word: str) -> int | None:
    """A weekday (Monday is 0) by its name or the first letters of it, three or more: "mon", "Mondays", "lun."."""
    known = bare(word).removesuffix(".")
    if len(known) < 3:
        return None
    named = (at for at, names in enumerate(_DAYS) if any(f"{name}s".startswith(known) for name in names))
    return next(named, None)


def days(word: str) -> tuple[int, ...] | None:
    """The days that a word names: "fri-mon" is Friday to Monday."""
    if word in _MANY_DAYS:
        return tuple(_MANY_DAYS[word])
    ends = [day(each) for each in word.split("-")]
    if len(ends) > 2 or None in ends:
        return None
    first, last = ends[0] or 0, ends[-1] or 0
    return tuple((first + number) % 7 for number in range((last - first) % 7 + 1))


def month(word: str) -> int | None:
    """A month (January is 1) by its name or as many of its first letters as tell it from others, three or more."""
    known = bare(word).removesuffix(".")
    named = {at for at, names in enumerate(_MONTHS, 1) if any(name.startswith(known) for name in names)}
    return named.pop() if len(named) == 1 and len(known) > 2 else None


def joined(words: str) -> str:
    """Bare words in which a range of days is one: "du lundi au vendredi" is "lundi-vendredi"; commas are gaps."""
    for phrase, instead in _PHRASES:
        words = re.sub(rf"\b(?:{phrase})(?=[\s,]|$)", instead, words)

    def named(found: re.Match[str]) -> str:
        return found[1] if day(found[1]) is not None else found[0]

    def tied(found: re.Match[str]) -> str:
        return f"{found[1]}-{found[2]}" if days(found[1]) and days(found[2]) else found[0]

    return _RANGE.sub(tied, _ARTICLE.sub(named, words.replace(",", " ")))


def span(words: str) -> timedelta | None:
    """A length of time in days or weeks: "2w", "for two weeks", "2 semaines"; None where it is none."""
    found = _SPAN.fullmatch(bare(words))
    if found is None:
        return None
    number = _COUNTED.get(found["number"]) or int(found["number"])
    return timedelta(days=number * (7 if found["unit"][0] in "ws" else 1))
