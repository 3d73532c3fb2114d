"""Where stamps stand in a text, in every shape met so far. Pure; leaves other links and code alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.notes.seconds import CLOCK, same

# An anchor ends at </a>; it holds no second anchor and no empty line. One that is never closed ends with its
# tag, or with its line where the tag is not closed either. About nineteen in twenty are sound: nothing about
# them needs a second look. A search for one first character is far faster than one for any of several.
_ANCHOR = re.compile(
    r"""<(?:(?-i:a class="yt-timestamp" data-t="(?P<sound>\d\d:\d\d:\d\d)">\[(?P=sound)\]</a>)"""
    r"|a\b(?P<closed>(?:(?!<a\b|</a>|\n[ \t]*\n)[\s\S]){0,400}?)</a\s*>"
    r"|a\b(?P<open>[^<>\n]{0,400})>?)",
    re.IGNORECASE,
)
_OURS = re.compile(r"""\bclass\s*=\s*["']?\s*yt|\bdata-t(?:imestamp)?\s*=|\bdata-\d""", re.IGNORECASE)
_VALUE = re.compile(r"""data-t(?:imestamp)?\s*=\s*["']?\s*([^"'<>]*)""", re.IGNORECASE)
_TIME = re.compile(rf"(?<![\d:.]){CLOCK}(?![\d:]*\d)(?!\.\d)")
_FORM = re.compile(r'<a class="yt-timestamp" data-t="\d{1,3}:\d{1,3}:\d{1,3}">\[[^\[\]]*\]</a>')
_PLAIN = r"\d{1,3}(?::\d{2}){1,3}"
_BARE = re.compile(
    rf"\[\s*({_PLAIN}(?:\s*(?:[,;–—-]|and)\s*{_PLAIN})*)\s*\](?!\()(?:\s*[–—-]\s*\[\s*({_PLAIN})\s*\])?"
)
# The markup of a stamp whose <a is lost or too long to be one: what it says of itself, to the end of its label.
_STRAY = re.compile(
    r"""(?:<\s{0,9}a?\s{1,9})?(?:\bclass\s{0,9}=\s{0,9})?["']?"""
    r"""(?:yt[-_]timestamp["']?(?:\s{1,9}data-t(?:imestamp)?\s{0,9}=)?|data-t(?:imestamp)?\s{0,9}=)"""
    r"""(?P<tag>\s{0,9}["']?[^\s"'<>]{0,80}["']?)>?(?P<label>\[?[\d:]{0,20}\]?</a\s{0,9}>)?""",
    re.IGNORECASE,
)
# In lower case, whatever _STRAY finds holds one of these.
_STRAY_SIGNS = ("data-t", "yt-t", "yt_t")
_FENCED = re.compile(r"^[ \t>]*(?P<fence>```|~~~)[\s\S]*?(?:^[ \t>]*(?P=fence)|\Z)", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]+`")
_RANGE = re.compile(rf"({CLOCK})\]?\s*[-–—]\s*\[?({CLOCK})")


class Anchor(NamedTuple):
    """A stretch of text, `start` to `end`, that is a citation: its stamps as written, and what is wrong with it.

    `plain` says it has the form that stamps are counted by: `<a class="yt-timestamp" data-t="H:M:S">[…]</a>`.
    """

    start: int
    end: int
    stamps: tuple[str, ...]
    fault: str = ""
    plain: bool = False


def find(text: str) -> tuple[Anchor, ...]:
    """All citations in a text, in order. None overlaps another, and none stands in code."""
    tags = tuple(_tags(text))
    rest = _blanked(text, tags)
    others = (*_bare(rest), *_stray(rest))
    fenced = [match.span() for match in _FENCED.finditer(text)] if "```" in text or "~~~" in text else []
    code = [match.span() for match in _CODE.finditer(text)] if "`" in text else []
    if not others and not fenced and not code:
        return tags
    apart: list[Anchor] = []
    for each in sorted((*tags, *others), key=lambda each: each.start):
        if apart and each.start < apart[-1].end:
            continue
        if not _inside(each, fenced) and not _inside(each, code):
            apart.append(each)
    return tuple(apart)


def _blanked(text: str, anchors: Iterable[Anchor]) -> str:
    """The text with spaces where the anchors stand, so that nothing else stands elsewhere."""
    parts, end = [], 0
    for anchor in anchors:
        parts += [text[end : anchor.start], " " * (anchor.end - anchor.start)]
        end = anchor.end
    return "".join((*parts, text[end:]))


def _tags(text: str) -> Iterator[Anchor]:
    for match in _ANCHOR.finditer(text):
        if sound := match["sound"]:
            yield Anchor(*match.span(), (sound,), plain=True)
            continue
        inner = match["closed"] if match["closed"] is not None else match["open"]
        tag, _, label = inner.partition(">")
        if _OURS.search(tag):
            stamps, fault = _read(tag, label)
            plain = _FORM.fullmatch(match[0]) is not None
            yield Anchor(match.start(), match.end(), stamps, fault, plain)


def _bare(text: str) -> Iterator[Anchor]:
    for match in _BARE.finditer(text):
        stamps = tuple(_TIME.findall(match[1])) + ((match[2],) if match[2] else ())
        yield Anchor(match.start(), match.end(), stamps)


def _stray(text: str) -> Iterator[Anchor]:
    # Its pattern may begin anywhere and so is slow; hardly a note holds what it looks for.
    lower = text.lower()
    if not any(sign in lower for sign in _STRAY_SIGNS):
        return
    for match in _STRAY.finditer(text):
        stamps, fault = _read(f"data-t={match['tag']}", match["label"] or "")
        yield Anchor(match.start(), match.end(), stamps, fault)


def _read(tag: str, label: str) -> tuple[tuple[str, ...], str]:
    """The stamps of one anchor and its fault. Its data-t wins, then its label, then the only time in it."""
    value = _VALUE.search(tag)
    said = value[1].strip().rstrip("]").rstrip(":") if value else ""
    shown = [time for time in _TIME.findall(label) if time]
    if pair := _RANGE.search(tag):
        return (pair[1], pair[2]), ""
    if re.fullmatch(CLOCK, said):
        differs = [time for time in shown if not same(time, said)]
        return (said,), f"the label says {differs[0]}, data-t says {said}; data-t counts" if differs else ""
    if len(shown) == 1:
        return (shown[0],), ""
    times = list(dict.fromkeys(_TIME.findall(f"{tag} {label}")))
    if len(times) == 1:
        return (times[0],), ""
    return (), "a stamp that cannot be read" + (f": {' or '.join(times)}" if times else "")


def _inside(anchor: Anchor, spans: list[tuple[int, int]]) -> bool:
    """Whether an anchor lies in one of the spans, which are in order and apart."""
    at = bisect_right(spans, anchor.start, key=lambda span: span[0]) - 1
    return at >= 0 and anchor.end <= spans[at][1]
