"""Markdown prose to plain sentences: bold leads, wikilinks, emphasis, full stops. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.words import fold, printable, unescaped

_WIKILINK = re.compile(r"\[\[([^\[\]|]{1,300})(?:\|([^\[\]]{0,300}))?\]\]")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\((?:[^()\s]|\([^()\s]*\)){0,1000}(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(
    r"</?(?:a|b|br|center|details|div|em|figure|font|i|iframe|img|li|mark|ol|p|path|small|span|strong|sub|summary"
    r"|sup|svg|u|ul)\b(?!\s*=)[^<>]{0,2000}>",
    re.IGNORECASE,
)
# A stamp may stand between a lead and its colon.
_BOLD_LEAD = re.compile(
    r"\s*\*\*(?P<lead>(?:(?!\*\*)[^\n]){1,200})\*\*(?P<marks>(?:\s*[\U000f0000-\U000ffffd])*)"
    r"(?P<after>\s*[:–—-](?!\w))?\s*"
)
_EMPHASIS = re.compile(r"\*\*|__|`|(?<![\w*])[*_](?=[^\s*_])|(?<=[^\s*_])[*_](?![\w*])")
_SPACED_STOPS = tuple((f" {stop}", stop) for stop in ".,;:!?")
_QUOTES = frozenset("\"“‘'«")
_LINK_LEAD = re.compile(r"\s*(\[\[[^\[\]]{1,300}\]\]):\s+")
# Where a sentence may end: its stop, closing quotes or brackets, space, and what may open the next one. A
# wikilink may open one in lower case, since its label comes later. The look-behind keeps a million stops linear; it
# comes second, since a search is three times as fast where its pattern begins with a set of characters.
_STOP = re.compile(
    r"(?P<stop>[.!?…](?<![.!?…].)[.!?…]*[\"'”’)\]*_]*)\s+(?=\[\[|[\"'“‘(\[*_]*[A-ZÀ-ÞŠŽ0-9\U000f0000-\U000ffffd])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|dr|mr|mrs|ms|prof|st|no|fig|inc|ltd|co|dept|gov|al|ca|resp|est)"
    r"|\b[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$",
    re.IGNORECASE,
)
_ENDS_ANYWAY = re.compile(r"\b(?:etc|inc|ltd)\.$|\b(?-i:[A-Z]\.){2,}$", re.IGNORECASE)
# No abbreviation is longer; to look at the whole sentence at each of its stops would be quadratic.
_LONGEST_ABBREVIATION = 60
# What a stamp that came in by another door (an entity, a broken tag) leaves behind.
_STAMP_MARKUP = re.compile(
    r"(?:<\s*a\s+)?(?:\bclass\s*=\s*)?[\"']?(?:yt[-_]timestamp|data-t(?:imestamp)?\s*=)[^\s<]*", re.IGNORECASE
)
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")


def clean(text: str) -> str:
    """A stretch of Markdown as plain words: links by their labels, no emphasis, no space before a stop."""
    if "[[" in text:
        text = _WIKILINK.sub(lambda match: (match[2] or _title(match[1])).strip(), text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = text.replace("\ue000", " ").replace("\u200b", "")
    if "*" in text or "_" in text or "`" in text or "~" in text:
        text = _EMPHASIS.sub("", text)
    if "&" in text:
        text = unescaped(text)
    if not text.isprintable():
        text = printable(text)
    # What is printable has no spaces but plain ones.
    text = " ".join(text.split()) if "  " in text else text.strip()
    if "-t" in text or "yt" in text:
        text = " ".join(_STAMP_MARKUP.sub(" ", text).split())
    if "(" in text or "[" in text:
        text = " ".join(_EMPTY_BRACKETS.sub("", text).split())
    for spaced, stop in _SPACED_STOPS:
        text = text.replace(spaced, stop)
    return text


def slugs(text: str) -> tuple[str, ...]:
    """The slugs a text's wikilinks point at, however they are written, in order."""
    return tuple(slug(match[1]) for match in _WIKILINK.finditer(text)) if "[[" in text else ()


@lru_cache(maxsize=20_000)
def slug(target: str) -> str:
    """`Role of Foresight in Policymaking` and `role_of_foresight_in_policymaking` are one note."""
    return _NO_SLUG.sub("_", fold(target.split("#", maxsplit=1)[0])).strip("_")


def lead_and_rest(text: str) -> tuple[str, str]:
    """A bullet's bold opening (or linked opening before a colon) and what follows; no lead is ""."""
    opening = text.lstrip()[:2]
    if opening == "[[" and (match := _LINK_LEAD.match(text)):
        return clean(match[1]), text[match.end() :]
    match = _BOLD_LEAD.match(text) if opening == "**" else None
    if not match:
        return "", text
    rest = match["marks"] + " " * bool(match["marks"]) + text[match.end() :]
    named = match["lead"].rstrip().endswith((":", ".", "–", "—")) or match["after"]
    if not named and rest.strip():
        # "**Change fatigue** People tire" has a lead; "**Vinnova** is an agency" stresses a word.
        opens = clean(text[match.end() : match.end() + 400])[:1]
        if not (opens.isupper() or opens.isdigit() or opens in _QUOTES):
            return "", text
    return clean(match["lead"]).rstrip(" :.–—-"), rest


def sentences(text: str, marks_at_start: re.Pattern[str]) -> list[tuple[int, str]]:
    """The sentences of a block with where each begins. Stamps behind a full stop stay with their sentence."""
    found: list[tuple[int, str]] = []
    start = 0
    for match in _STOP.finditer(text):
        end = match.end("stop")
        before = text[max(start, end - _LONGEST_ABBREVIATION) : end].rstrip("\"'”’)]*_")
        # No abbreviation holds a space.
        word = before.rpartition(" ")[2]
        if _ABBREVIATION.search(word) and not _ENDS_ANYWAY.search(word):
            continue
        if stray := marks_at_start.match(text, end):
            end = stray.end()
        if end > start:
            found.append((start, text[start:end]))
            start = end
    if text[start:].strip():
        found.append((start, text[start:]))
    return [(at + len(each) - len(begun), begun.rstrip()) for at, each in found if (begun := each.lstrip())]


def _title(target: str) -> str:
    return target.split("#", maxsplit=1)[0].replace("_", " ").strip()
