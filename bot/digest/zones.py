"""What people call a time zone to its name: a city, a country, or the name itself. Pure."""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.digest import calendar
from bot.digest.terms import bare
from bot.errors import BadOrder
from bot.sentences import say

# EST is five hours behind Greenwich in summer too, and nobody who writes it means that.
_FIXED = re.compile(r"(?!utc$|gmt$)[a-z]{3}(?:\d[a-z]{3})?")


# Of what is suggested nobody reads more.
_MOST = 25


def zone(words: str) -> str:
    """The zone of that name or city, however it is spelled: "europe/oslo", "Oslo", "new york".

    Raises BadOrder, which says what to write.
    """
    wanted = re.sub(r"[\s_]+", "_", bare(words.strip()))
    if _FIXED.fullmatch(wanted) and wanted in _by_name():
        raise BadOrder(say("order_no_summer", zone=wanted.upper(), city=say("order_city")))
    found = _by_name().get(wanted) or _by_city().get(wanted)
    if found is None:
        raise BadOrder(say("order_no_zone", words=words[:40].strip(), city=say("order_city")))
    return found


@cache
def _by_name() -> dict[str, str]:
    return {name.casefold(): name for name in calendar.zones()}


@cache
def _by_city() -> dict[str, str]:
    """The zones by the last part of their names; of two the shorter, which is the usual one."""
    named = sorted((each for each in calendar.zones() if "/" in each), key=lambda each: (-len(each), each))
    return {name.rpartition("/")[2].casefold(): name for name in named if not name.startswith("Etc/")}


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone by its name, with the city it is called after and the country that lies in; "" where none does."""

    name: str
    city: str
    country: str = ""


def named(name: str) -> Zone:
    """A zone with its city and its country; one that is named after no city is its own."""
    return _listed().get(name) or Zone(name, _city(name))


def like(words: str, first: str = "") -> tuple[Zone, ...]:
    """The zones that words may mean, by the beginnings of city, country and name: "par", "new york", "france".

    `first` comes first where it is meant; without words it comes alone with those of its country. At most 25.
    """
    wanted = re.findall(r"\w+", bare(words).replace("_", " "))
    near = _listed()[first].country if first in _listed() else ""
    meant = (_listed()[each] for each in _listed() if near and _listed()[each].country == near)
    if wanted:
        meant = (each for each in _all() if all(_begins(word, _told(each)) for word in wanted))
    found = sorted(meant, key=lambda each: (each.name != first, _rank(each, wanted)))
    alone = (named(first),) if first and not wanted and not near else ()
    return (*alone, *found)[:_MOST]


def _rank(zone: Zone, wanted: list[str]) -> int:
    """A city comes first, then whole words, then a country, then whatever else a name holds."""
    words = " ".join(wanted)
    fits = (
        bare(zone.city).startswith(words),
        _told(zone).issuperset(wanted),
        bare(zone.country).startswith(words),
        True,
    )
    return fits.index(True)


def _begins(word: str, told: frozenset[str]) -> bool:
    return any(each.startswith(word) for each in told)


@cache
def _told(zone: Zone) -> frozenset[str]:
    """The words by which a zone is meant; a country is called by two names, "Britain (UK)" and "United Kingdom"."""
    names = f"{zone.name} {zone.city} {zone.country} {_also().get(zone.name, '')}"
    return frozenset(re.findall(r"\w+", bare(names).replace("_", " ")))


@cache
def _all() -> tuple[Zone, ...]:
    """Those of the countries, in which a country's largest comes first; then UTC, and other names by a city."""
    others = sorted(each for each in calendar.zones() - _listed().keys() if "/" in each)
    return (
        *_listed().values(),
        named("UTC"),
        *(named(each) for each in others if not each.startswith("Etc/")),
    )


@cache
def _listed() -> Mapping[str, Zone]:
    known = calendar.country_names()
    countries = dict(_table("iso3166.tab"))
    listed = {name: letters for letters, _, name, *_ in _table("zone.tab") if name in calendar.zones()}
    return {
        name: Zone(name, _city(name), known.get(letters) or countries[letters])
        for name, letters in listed.items()
    }


@cache
def _also() -> Mapping[str, str]:
    """What else the country of a zone is called, by the zone."""
    countries = dict(_table("iso3166.tab"))
    return {name: countries[letters] for letters, _, name, *_ in _table("zone.tab")}


def _table(name: str) -> Iterator[list[str]]:
    """The rows of a table that comes with the zones."""
    written = (importlib.resources.files("tzdata.zoneinfo") / name).read_text(encoding="utf-8")
    return (line.split("\t") for line in written.splitlines() if not line.startswith("#"))


def _city(name: str) -> str:
    return name.rpartition("/")[2].replace("_", " ")
