"""What a heading or a bold lead names: a body, a programme, a place, or nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.lexicon import Lexicon, Mention
from bot.notes.wording import (
    BRACKET,
    SMALL,
    bare,
    ends_in_body,
    has_aspect,
    has_body,
    has_role,
    is_short_for,
    is_written_as_name,
    says_something,
)
from bot.words import tokens

_NUMBER = re.compile(r"^(?:\d+|[IVX]+)[.)]\s*|^\d+\s*[:–—-]\s*")
# "Case Study 2:", "Solution Provider 1:", "Mission Example:": what follows is said to be a case.
_ANNOUNCED = re.compile(
    r"^(?:the )?(?:(?:case|case stud(?:y|ies)|examples?|pilots?|projects?|missions?|programmes?|programs?"
    r"|solution providers?|initiatives?|challenges?)\s*)+\d*\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^((?:challenge|case|pilot|project|mission) \d+)\s*:", re.IGNORECASE)
_THING = re.compile(
    r"\b(?:missions?|projects?|programmes?|programs?|initiatives?|pilots?|examples?|experiments?|awards?|network"
    r"|models?|platform|campaign|scheme|fund|study|app)$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:About|(?:The )?Role of|Introduction to|Focus on)?\s*(?:the\s+)?(?=\S)", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“](?P<name>[^\"“”]{2,60})[\"”]")
_OWNER = re.compile(r"^(?P<owner>.{2,60}?)(?:['’]s|(?<=s)['’])\s+(?P<owned>.{2,80})$")
_OF_PLACE = re.compile(r"^(?P<name>.{2,80}?)\s+(?:in|of|from)\s+(?:the\s+)?(?P<place>.{2,40})$")
# "Garden Fund (GF) and Tree Bank" are two; the second is left to labels of its own.
_AND_ANOTHER = re.compile(r"(?<=\))\s+and\s(?=[A-Z])[^()]*")
_PARTS = re.compile(r"\s+[-–—/]\s+|\s+&\s+|\s*;\s*|,\s+")
# A union of countries has bodies and programmes, but no single story as a country has.
_NO_COUNTRY = "European Union"


@dataclass(frozen=True, slots=True)
class Naming:
    """What one label says of cases.

    `name` is the thing it names, `also` its other names in the same label. It is `sure` where the label's form
    alone shows a name; else the text must bear it out. `thing` is the word with which the label itself calls it
    a mission, project or example. `country` is the place's; with `whole`, the label is about that country as
    such, and `title` is the label where it says more than that. `person`: the label gives somebody's role.
    `placed`: the name holds a place. `ordinal` is what the label counts as ("challenge 4"). `found` is what
    showed the name, in plain words, where it was more than the label's place.
    """

    label: str
    name: str | None = None
    also: tuple[str, ...] = ()
    sure: bool = False
    thing: str = ""
    country: str | None = None
    whole: bool = False
    title: str = ""
    person: bool = False
    placed: bool = False
    ordinal: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class _Where:
    """What a text says of places: the country of the first, and whether it says nothing else.

    `part` means a city or a region, which may be a case by itself, as no country is; `first`, that nothing stands
    before the place; `left` are the other words.
    """

    country: str | None
    alone: bool
    part: bool
    countries: int
    first: bool
    left: tuple[str, ...]


def naming(label: str, lexicon: Lexicon) -> Naming:
    """What a label names."""
    text = _NUMBER.sub("", label).strip().rstrip(":").strip()
    announced = bool(_ANNOUNCED.match(text))
    text = _ANNOUNCED.sub("", text)
    place = _where(text, lexicon)
    made = _bracketed(text, place, lexicon) or _placed(text, place, lexicon) or _plain(text)
    called = _THING.search(BRACKET.sub("", text))
    thing = made.thing or (called[0].lower() if called else "case" if announced else "")
    if made.name and not made.person and (announced or (thing and made.whole)):
        made = replace(made, sure=True, whole=False)
    counted = _COUNTED.match(label)
    return replace(
        made,
        label=label,
        country=place.country,
        thing=thing if made.name else "",
        title=text if made.whole and says_something(" ".join(place.left)) else "",
        placed=bool(made.name and _where(made.name, lexicon).country),
        ordinal=counted[1].lower() if counted else "",
    )


def _where(text: str, lexicon: Lexicon) -> _Where:
    mentions = lexicon.mentions(text)
    words = tokens(text)
    covered = {at for mention in mentions for at in range(mention.start, mention.end)}
    left = tuple(word for at, word in enumerate(words) if at not in covered and word not in SMALL)
    return _Where(
        mentions[0].place.country if mentions else None,
        alone=bool(mentions) and not left,
        part=any(_is_part(mention) for mention in mentions),
        countries=len({mention.place.country for mention in mentions}),
        first=bool(mentions) and all(word in SMALL for word in words[: mentions[0].start]),
        left=left,
    )


def _is_part(mention: Mention) -> bool:
    return mention.place.city or mention.place.name != mention.place.country


def _bracketed(text: str, place: _Where, lexicon: Lexicon) -> Naming | None:
    """Labels such as `Sweden (Vinnova)`, `Vinnova (Sweden)`, `Engineering X (Royal Academy, UK)`."""
    inners = BRACKET.findall(text)
    outer = BRACKET.sub("", _AND_ANOTHER.sub("", text)).strip()
    if not inners or not outer or (": " in outer and all(_where(inner, lexicon).alone for inner in inners)):
        return None
    if any(map(has_role, inners)):
        return Naming(text, outer, person=True)
    parts = [part for inner in inners for part in _PARTS.split(inner) if part.strip()]
    names = [bare(part) for part in parts if is_written_as_name(part) and not _where(part, lexicon).alone]
    around = _where(outer, lexicon)
    named = [name for name in names if says_something(name)]
    other = named and not any(_where(part, lexicon).country or is_short_for(part, outer) for part in parts)
    if around.alone and around.part and not other:  # a city or a region is the case: `Barcelona (Spain)`
        return Naming(text, outer, _within(parts, lexicon), sure=True, found="a place's name")
    if around.alone:
        return Naming(text, named[0], tuple(named[1:]), sure=True, found="brackets") if named else None
    if not is_written_as_name(outer) or not (made := _split(_OPENING.sub("", outer))):
        return None
    located = any(_where(part, lexicon).alone for part in parts)
    short = any(is_short_for(part, outer) for part in parts)
    body = (place.country and (ends_in_body(made[0]) or short)) or (short and has_body(outer))
    sure = (located and says_something(made[0])) or bool(body)
    return Naming(text, made[0], (*made[1:], *names), sure=sure, found="brackets")


def _placed(text: str, place: _Where, lexicon: Lexicon) -> Naming | None:
    """Labels that name a place without brackets."""
    if place.country is None:
        return None
    if place.alone:
        return _of_place(text, place, lexicon)
    left, comma, right = text.rpartition(", ")
    if comma and _where(right, lexicon).alone and is_written_as_name(left) and says_something(left):
        return Naming(text, bare(left), sure=True)
    head, colon, tail = text.partition(": ")
    if colon and _where(head, lexicon).alone and place.countries == 1:
        return _beside(_plain(tail), about=True, place=place)
    if (match := _OWNER.match(text)) and _where(match["owner"], lexicon).alone:
        return _beside(_plain(match["owned"]), about=not place.part, place=place)
    if (match := _OF_PLACE.match(text)) and _where(match["place"], lexicon).alone:
        name = match["name"]
        if ends_in_body(name):
            return Naming(text, text, (name,), sure=True)
        if is_written_as_name(name) and says_something(name) and not has_aspect(name):
            return Naming(text, bare(name))
    plain = _plain(text)
    if plain.name and _where(plain.name, lexicon).alone:
        plain = Naming(text)
    return _beside(plain, about=place.first and place.countries == 1, place=place)


def _of_place(text: str, place: _Where, lexicon: Lexicon) -> Naming:
    """A label that is a place and no more: a city or region is a case, a country is what it is about."""
    if place.countries > 1:
        return Naming(text)
    if not place.part:
        return Naming(text, whole=place.country != _NO_COUNTRY)
    name, *others = [part for part in re.split(r",\s*", text) if part]
    return Naming(text, name, _within(others, lexicon), sure=True, found="a place's name")


def _within(parts: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Those of some places that lie in a country and are none."""
    return tuple(part for part in parts if _where(part, lexicon).part)


def _beside(plain: Naming, *, about: bool, place: _Where) -> Naming:
    """What a label names beside its place; where that is sure, it is not about the country as such."""
    sure = plain.sure or bool(plain.name and ends_in_body(plain.name))
    return replace(plain, sure=sure, whole=about and not sure and place.country != _NO_COUNTRY)


def _plain(text: str) -> Naming:
    """A label, or the part of one, in which no place helps."""
    if (quoted := _QUOTED.search(text)) and is_written_as_name(quoted["name"]):
        called = _THING.search(_QUOTED.sub("", text))
        thing = called[0].lower() if called else ""
        # A "model" in quotes is as often a way of thinking.
        sure = bool(thing) and not thing.startswith("model")
        return Naming(text, quoted["name"].strip(" ,."), sure=sure, thing=thing, found="quotation marks")
    head = text.partition(": ")[0]
    if not is_written_as_name(head) or not says_something(head):
        return Naming(text)
    owned = _OWNER.match(head)
    if owned and not ends_in_body(owned["owned"]):
        head = owned["owner"]
    names = _split(_OPENING.sub("", head))
    if not names or has_aspect(names[0]):
        return Naming(text)
    return Naming(text, names[0], tuple(names[1:]))


def _split(text: str) -> list[str]:
    """The names in a text, each without its sort of thing: "Academy - Engineering X" are two."""
    owner, _, owned = text.partition(" at " if " at " in text else " from ")
    text = owner if has_body(owned) else text
    return [each for part in re.split(r"\s+[-–—/]\s+", text) if (each := bare(part))]
