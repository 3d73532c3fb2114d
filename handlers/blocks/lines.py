"""Lines of notes as rich text, each with its links. Sends nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.model import Kind, Line, Link
from bot.sentences import catalogue, say
from handlers.blocks.rich import Element, Row, link, quote, section, sentence, text

# A line must not break between the sign and the second.
_PLAYS = "▶\u00a0"
_SECOND = re.compile(r"(?<=[?&#])t=[^&#]*")


def quoted(lines: Iterable[Line]) -> Iterator[Element]:
    """One quotation for each line."""
    return (quote(*line_elements(line)) for line in leading_once(lines))


def leading_once(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines; a lead that the line before had too is not said again."""
    before = ""
    for line in lines:
        yield replace(line, lead="") if line.lead == before else line
        before = line.lead


def line_elements(line: Line) -> Row:
    """The line to the letter, then where it was said, then where else."""
    return (*_lead(line), text(line.text), *_said(line), *_also(line))


def answer_lines(lines: tuple[Line, ...], wanted: Kind | None) -> Iterator[Element]:
    """Quotations; what got in the way stands under its own heading where other kinds stand beside it.

    It comes first where challenges were asked for.
    """
    obstacles = tuple(line for line in lines if line.kind == "challenge")
    others = tuple(line for line in lines if line.kind != "challenge")
    if not obstacles or not others:
        yield from quoted(lines)
        return
    apart = (section(text(say("line_obstacles"), "bold")), *quoted(obstacles))
    if wanted == "challenge":
        yield from (*apart, section(text(say("line_others"), "bold")), *quoted(others))
    else:
        yield from (*quoted(others), *apart)


def title(name: str, notes: int, talks: int) -> Row:
    """A bold name, and how many notes and talks tell of it."""
    counts = say("group_counts", notes=count("group_notes", notes), talks=count("group_talks", talks))
    return (text(name, "bold"), text(counts))


def count(name: str, number: int) -> str:
    """A sentence in the singular or the plural."""
    return say(f"{name}_one") if number == 1 else say(f"{name}_many", count=number)


def absent(aspects: tuple[str, ...]) -> Row:
    """That no line mentions a cost, say; nothing where every aspect asked for is mentioned."""
    if not aspects:
        return ()
    named = [catalogue().get(f"aspect_{aspect.replace(' ', '_')}", aspect) for aspect in aspects]
    *most, last = named
    joined = f"{', '.join(most)} {say('line_or')} {last}" if most else last
    return sentence("answer_absent", aspects=joined)


def _lead(line: Line) -> Row:
    lead = line.lead.rstrip(": ")
    return (text(f"{lead}:", "bold"), text(" ")) if lead else ()


def _said(line: Line) -> Row:
    if not line.links:
        return (text(f" ({line.source})", "italic"),) if line.source else ()
    return tuple(each for one in line.links for each in (_before(one), way(one)))


def _also(line: Line) -> Row:
    if not line.also:
        return ()
    here = {_talk(one) for one in line.links}
    elsewhere = text(say("line_another")) if {_talk(one) for one in line.also}.isdisjoint(here) else text("")
    seconds = (each for one in line.also for each in (_before(one), way(one)))
    return (text(f" · {say('line_also')}"), *seconds, elsewhere)


def _before(one: Link) -> Element:
    return text(f" {say('line_or')} " if one.instead else " ")


def way(one: Link) -> Element:
    """A link to a second; its label alone where there is no address."""
    return link(f"{_PLAYS}{one.label}", one.url) if one.url else text(one.label)


def _talk(one: Link) -> str:
    return _SECOND.sub("", one.url or "")
