"""An address somebody pasted to the talk and the second it leads to. Pure; asks nobody, never fails on odd text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from bot.model import Moment

# What a note's head may name as its talk.
_ID = "[A-Za-z0-9_-]{6,20}"
_YOUTUBE, _SHORT = "youtube.com", "youtu.be"
_BEFORE_ID = frozenset({"embed", "live", "shorts", "v"})
_SECOND_IN = ("t", "start", "time_continue")
# 85, 85s, 1m25s, 1h2m3s, 2h
_TIME = re.compile(r"(?=\d)(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", re.IGNORECASE)
# Slack hands on no longer one.
_LONGEST = 3_000


@dataclass(frozen=True, slots=True)
class _Address:
    """An address taken apart; `named` are what its query and its fragment say, in order."""

    host: str
    path: tuple[str, ...]
    named: tuple[tuple[str, str], ...]

    def of(self, name: str) -> Iterator[str]:
        return (value for each, value in self.named if each == name)


def leads_to(address: str, template: str) -> Moment | None:
    """The talk and the second behind an address: on YouTube, or where `template` says that the talks are.

    `template` holds {video} and perhaps {second}, like the setting CASEBOOK_VIDEO_LINK. None where the address
    is no way to a talk; whether the notes have it is for others to say.
    """
    parts = _apart(address)
    return (_on_youtube(parts) or _by_template(parts, template)) if parts else None


def _apart(address: str) -> _Address | None:
    # What was copied from a page's source, or handed on by Slack, has & as an entity.
    plain = address.strip()[:_LONGEST].replace("&amp;", "&")
    try:
        parts = urlsplit(plain)
        named = (*parse_qsl(parts.query), *parse_qsl(parts.fragment))
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return _Address(host, tuple(filter(None, parts.path.split("/"))), named)


def _on_youtube(parts: _Address) -> Moment | None:
    if parts.host in (_SHORT, f"www.{_SHORT}"):
        ids: Iterable[str] = parts.path[:1]
    elif f".{parts.host}".endswith(f".{_YOUTUBE}"):
        ids = parts.path[1:2] if parts.path[:1] and parts.path[0] in _BEFORE_ID else parts.of("v")
    else:
        return None
    video = next((each for each in ids if re.fullmatch(_ID, each)), None)
    return Moment(video, _second(parts, _SECOND_IN)) if video else None


def _by_template(parts: _Address, template: str) -> Moment | None:
    form = _apart(template)
    # An address may end before the second, never before the talk.
    if form is None or parts.host != form.host or len(parts.path) > len(form.path):
        return None
    if any("{second}" not in each for each in form.path[len(parts.path) :]):
        return None
    found: dict[str, str] = {}
    for wanted, given in zip(form.path, parts.path, strict=False):
        match = _pattern(wanted).fullmatch(given)
        if not match:
            return None
        found |= match.groupdict()
    for name, wanted in form.named:
        for match in filter(None, map(_pattern(wanted).fullmatch, parts.of(name))):
            found = match.groupdict() | found
    if "video" not in found:
        return None
    own = tuple(name for name, wanted in form.named if "{second}" in wanted)
    second = int(found["second"]) if "second" in found else _second(parts, (*own, *_SECOND_IN))
    return Moment(found["video"], second)


def _pattern(wanted: str) -> re.Pattern[str]:
    """What a part of the template stands for; {video} and {second} each once."""
    exact = re.escape(wanted)
    exact = exact.replace(r"\{video\}", f"(?P<video>{_ID})", 1)
    return re.compile(exact.replace(r"\{second\}", r"(?P<second>\d{1,6})", 1))


def _second(parts: _Address, names: Iterable[str]) -> int | None:
    """The first of the named values that is a time, in seconds."""
    given = (_TIME.fullmatch(value) for name in names for value in parts.of(name))
    match = next(filter(None, given), None)
    if match is None:
        return None
    hours, minutes, seconds = (int(each or 0) for each in match.groups())
    return hours * 3600 + minutes * 60 + seconds
