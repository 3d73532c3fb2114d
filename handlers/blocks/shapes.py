"""Rules for values and objects, of which the limits are made; knows no block by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Fault:
    """One thing Slack would refuse: where (a JSON pointer), which rule, and the rule in words."""

    pointer: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Rule = Callable[[object, str], Iterator[Fault]]


# --- rules for single values -------------------------------------------------------------------


def string(most: int, least: int = 1) -> Rule:
    def rule(value: object, at: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(at, "wrong_type", "must be a string")
        elif len(value) > most:
            yield Fault(at, "too_long", f"must be less than {most + 1} characters")
        elif len(value) < least:
            yield Fault(at, "too_short", f"must be more than {least - 1} characters")

    return rule


def number(least: int, most: int) -> Rule:
    def rule(value: object, at: str) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Fault(at, "wrong_type", "must be an integer")
        elif not least <= value <= most:
            yield Fault(at, "bad_value", f"must be between {least} and {most}")

    return rule


def one_of(*allowed: str) -> Rule:
    def rule(value: object, at: str) -> Iterator[Fault]:
        if value not in allowed:
            yield Fault(at, "bad_value", f"must be one of {', '.join(allowed)}")

    return rule


def boolean(value: object, at: str) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield Fault(at, "wrong_type", "must be true or false")


def anything(_value: object, _at: str) -> Iterator[Fault]:
    yield from ()


def url(most: int) -> Rule:
    length = string(most)

    def rule(value: object, at: str) -> Iterator[Fault]:
        yield from length(value, at)
        if isinstance(value, str) and value and not is_web_address(value):
            yield Fault(at, "bad_url", "must be a web address that begins with https:// or http://")

    return rule


def items(rule: Rule, most: int, least: int = 1) -> Rule:
    def each(value: object, at: str) -> Iterator[Fault]:
        if not isinstance(value, list | tuple):
            yield Fault(at, "wrong_type", "must be a list")
            return
        if len(value) > most:
            yield Fault(at, "too_many", f"no more than {most} items allowed")
        if len(value) < least:
            yield Fault(at, "too_few", f"must have at least {least} items")
        for index, item in enumerate(value):
            yield from rule(item, f"{at}/{index}")

    return each


# --- rules for objects -------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """An object's fields: those it needs, those it may have, and those of which it needs one."""

    needs: Mapping[str, Rule]
    may: Mapping[str, Rule]
    one: tuple[str, ...] = ()
    loose: bool = False

    def __call__(self, value: object, at: str) -> Iterator[Fault]:
        if not isinstance(value, Mapping):
            yield Fault(at, "wrong_type", "must be an object")
            return
        given = {name: item for name, item in value.items() if item is not None}
        for name in (name for name in self.needs if name not in given):
            yield Fault(at, "missing", f"missing required field: {name}")
        if self.one and not any(given.get(name) for name in self.one):
            yield Fault(at, "missing", f"must define {' or '.join(self.one)}")
        for name, item in given.items():
            rule = self.needs.get(name) or self.may.get(name)
            if rule:
                yield from rule(item, f"{at}/{name}")
            elif name != "type" and not self.loose:
                yield Fault(f"{at}/{name}", "unknown_field", f"invalid additional property: {name}")


def shape(needs: Mapping[str, Rule] | None = None, /, *one: str, **may: Rule) -> Shape:
    return Shape(needs or {}, may, one)


def loose(needs: Mapping[str, Rule] | None = None, /, **may: Rule) -> Shape:
    """An object that may have further fields, which nobody checks."""
    return Shape(needs or {}, may, loose=True)


def typed(kinds: Mapping[str, Rule], allowed: frozenset[str] | None = None) -> Rule:
    def rule(value: object, at: str) -> Iterator[Fault]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(kind, str) or kind not in kinds:
            yield Fault(f"{at}/type", "unknown_type", f"unsupported type: {kind}")
        elif allowed is not None and kind not in allowed:
            yield Fault(f"{at}/type", "not_here", f"{kind} cannot stand here")
        else:
            yield from kinds[kind](value, at)

    return rule


# --- text ---------------------------------------------------------------------------------------

_LINK = re.compile(r"<([^<>|]*)(?:\|[^<>]*)?>")
_MARKDOWN_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def is_web_address(address: str) -> bool:
    # A browser drops tabs and line breaks inside an address, so «java\nscript:» must not pass.
    if re.search(r"[\s\x00-\x1f<>]", address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def links(text: object, at: str, pattern: re.Pattern[str] = _LINK) -> Iterator[Fault]:
    for match in pattern.finditer(text) if isinstance(text, str) else ():
        target = re.sub(r"[\s\x00-\x1f]", "", match[1])
        if _SCHEME.match(target) and not is_web_address(match[1]):
            yield Fault(at, "bad_url", f"links must be https:// or http://, not {target[:20]}")


def text(most: int, plain: bool = False, least: int = 1) -> Rule:
    kinds: dict[str, Rule] = {
        "plain_text": shape({"text": string(most, least)}, emoji=boolean),
        "mrkdwn": shape({"text": string(most, least)}, verbatim=boolean),
    }

    def rule(value: object, at: str) -> Iterator[Fault]:
        yield from typed(kinds)(value, at)
        if isinstance(value, Mapping) and value.get("type") == "mrkdwn":
            if plain:
                yield Fault(f"{at}/type", "not_plain", "must be plain_text")
            yield from links(value.get("text"), f"{at}/text")

    return rule


def markdown(value: object, at: str) -> Iterator[Fault]:
    yield from string(12_000)(value, at)
    yield from links(value, at)
    yield from links(value, at, _MARKDOWN_LINK)
