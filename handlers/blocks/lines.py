"""Lines of notes as rich text, each with its links. Sends nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answers.briefs import missions_of
from bot.answers.pages import apart, quiet
from bot.answers.plain import belongs, counts
from bot.model import Kind, Line, Link
from bot.sentences import catalogue, say
from handlers.blocks.rich import Element, Row, link, quote, section, sentence, text

# A line must not break between the sign and the second.
_PLAYS = "▶\u00a0"
_ITEM, _FURTHER = "•\u00a0", "\u00a0\u00a0\u00a0"
_SECOND = re.compile(r"(?<=[?&#])t=[^&#]*")


def quoted(lines: Sequence[Line]) -> Iterator[Element]:
    """One quotation for each line, and one for the words that a list leans on."""
    for line, lead in zip(said_once(lines), (line.lead for line in lines), strict=True):
        if line.part == "item":
            if line.after:
                yield quote(*_after(line))
            # A further sentence of an item is no item of its own.
            mark = _FURTHER if lead and not line.lead else _ITEM
            yield quote(text(mark), *line_elements(replace(line, after="")))
        else:
            yield quote(*line_elements(line))


def said_once(lines: Sequence[Line]) -> Iterator[Line]:
    """The same lines; a lead that the line before had too is not said again, nor what the line before says.

    Nor are the missions of a list's item that are those of the item above.
    """
    above: Line | None = None
    for line in quiet(lines):
        lead = "" if above and line.lead == above.lead else line.lead
        of_list = above and line.part == "item" and line.missions == above.missions
        yield replace(line, lead=lead, missions=() if of_list else line.missions)
        above = line


def line_elements(line: Line) -> Row:
    """What the line leans on, the line to the letter, then where it was said, then where else, and how it belongs."""
    return (
        *(*_after(line), *_missions(line), *_lead(line), *_words(line)),
        *(*_said(line), *_spoken(line), *_also(line), *_belongs(line)),
    )


def answer_lines(lines: tuple[Line, ...], wanted: Kind | None) -> Iterator[Element]:
    """Quotations, below their headings where there are any."""
    for heading, some in apart(lines, wanted):
        if heading:
            yield section(text(say(heading), "bold"))
        yield from quoted(some)


def title(name: str, notes: int, talks: int) -> Row:
    """A bold name, and how many notes and talks tell of it."""
    return (text(name, "bold"), text(counts(notes, talks)))


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


def _after(line: Line) -> Row:
    return sentence("line_after", words=line.after) if line.after else ()


def _missions(line: Line) -> Row:
    named = ", ".join(missions_of(line))
    return sentence("line_missions", missions=named) if named else ()


def _words(line: Line) -> Iterator[Element]:
    """The text to the letter, its amounts in bold."""
    at = 0
    for start, end in line.amounts:
        yield text(line.text[at:start])
        yield text(line.text[start:end], "bold")
        at = end
    yield text(line.text[at:])


def _lead(line: Line) -> Row:
    lead = line.lead.rstrip(": ")
    return (text(f"{lead}:", "bold"), text(" ")) if lead else ()


def _said(line: Line) -> Row:
    if not line.links:
        return (text(f" ({line.source})", "italic"),) if line.source else ()
    return tuple(each for one in line.links for each in (_before(one), way(one)))


def _spoken(line: Line) -> Row:
    return (text(f" ({say('line_spoken')})", "italic"),) if line.origin == "captions" else ()


def _also(line: Line) -> Row:
    if not line.also:
        return ()
    here = {_talk(one) for one in line.links}
    elsewhere = text(say("line_another")) if {_talk(one) for one in line.also}.isdisjoint(here) else text("")
    seconds = (each for one in line.also for each in (_before(one), way(one)))
    return (text(f" · {say('line_also')}"), *seconds, elsewhere)


def _belongs(line: Line) -> Row:
    where = belongs(line)
    return (text(" · "), text(where, "italic")) if where else ()


def _before(one: Link) -> Element:
    return text(f" {say('line_or')} " if one.instead else " ")


def way(one: Link) -> Element:
    """A link to a second; its label alone where there is no address."""
    return link(f"{_PLAYS}{one.label}", one.url) if one.url else text(one.label)


def _talk(one: Link) -> str:
    return _SECOND.sub("", one.url or "")
