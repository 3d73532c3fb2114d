"""A note's text to its statements. Pure; a fault is a Problem with its line, and never stops the note."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.model import Citation, Note, Problem, Seconds, Statement
from bot.notes import anchors, front_matter, mojibake, seconds
from bot.notes.ids import Ids
from bot.notes.prose import clean, lead_and_rest, sentences, slugs
from bot.words import printable

# While a note is read, each of its stamps is one of these characters, so that no rule for sentences, bold or
# brackets ever meets a stamp's markup.
_FIRST_MARK = 0xF0000
_MARK = re.compile("[\U000f0000-\U000ffffd]")
_MARKS_APART = re.compile("([\U000f0000-\U000ffffd])")
_MOST_STAMPS = 0xFFFD
# The longest sentence of some 9,000 real ones has 468 characters, the longest note a thousand of them. Each statement
# carries its headings and its list's opening along, so that a long one of those would fill the index.
_LONGEST_SENTENCE, _LONGEST_HEADING, _MOST_STATEMENTS = 4_000, 400, 50_000
_MOST_STAMPS_OF_A_SENTENCE = 100
_BETWEEN_MARKS = re.compile(
    r"(?<=[\U000f0000-\U000ffffd])[\s\ue000]*[,;][\s\ue000]*(?=[\U000f0000-\U000ffffd])"
)
# "It works. <stamp>." has two stops for one.
_SECOND_STOP = re.compile(r"([.!?][\"”’)]*)((?:\s*[\U000f0000-\U000ffffd])+)\s*\.")
_BEFORE_SECOND_STOP = frozenset('.!?"”’)')
# Behind a quotation's stamps its speaker may be named.
_MARKS_AT_START = re.compile(
    r"(?:\s*[\U000f0000-\U000ffffd][\s.,;]*)+(?:[-–—][ \t]+[A-ZÀ-Þ][^\n.!?:\U000f0000-\U000ffffd]{0,80}\.?(?=\n|\Z))?"
)
_SAID = re.compile(r"[^\U000f0000-\U000ffffd .,;:\n]")
_SPEAKER = re.compile(r"[-–—]\s")
_SOFT_BREAK = "\ue000"
# What a line is, by how it begins; the first that fits. A line of words is none of them.
_LINE = re.compile(
    r"[ \t]*+(?:(?P<fence>```|~~~)|(?P<row>\|)|(?P<rule>(?:[-*_][ \t]*+){3,}+$)"
    r"|(?P<bullet>(?:[*+-]|\d{1,3}[.)])[ \t])|(?P<callout>\[!))"
    r"|(?P<heading>#{1,6})[ \t]+|(?P<blank>\s*$)"
    r"|(?P<origin>From:\s*\[\[[^\]]*\]\]\s*(?:<br\s*/?>\s*)?$)"
)
_UNSAID = frozenset(("fence", "rule", "blank", "origin"))
_BULLET = re.compile(r"([ \t]*)(?:[*+-]|\d{1,3}[.)])[ \t]+(.*)$")
_CELLS = re.compile(r"(?<!\\)\|")
_IN_LINK = re.compile(r"\[\[[^\[\]]{1,600}\]\]")
_QUOTE = re.compile(r"\A([ \t]*)(?:>[ \t]?)+")
_CALLOUT = re.compile(r"([ \t]*)\[!\w+(?:\|([^\[\]]*))?\][+-]?[ \t]*(.*)$")
_CALLOUT_DEPTH = 7
_TITLE = re.compile(r"^#[ \t]+([^\n]{1,400})", re.MULTILINE)
_YES = frozenset(("true", "yes", "on", "1"))
_VIDEO = re.compile(r"[A-Za-z0-9_-]{6,20}")


@dataclass(slots=True)
class _List:
    """An open bullet: its indentation, the leads down to it, and the line that introduces what is below it."""

    indent: int
    leads: tuple[str, ...]
    intro: str


@dataclass(slots=True)
class _Reader:
    """Where reading has got to in one note."""

    name: str
    video: str | None
    marks: list[tuple[Seconds, ...]]
    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    above: tuple[str, ...] = ()
    open: list[_List] = field(default_factory=list)
    intro: str = ""
    ids: Ids = field(default_factory=Ids)
    full: bool = False


def read(name: str, text: str) -> Note | None:
    """The note `name` (its file's stem) with its statements; None where it is withdrawn.

    Seconds are as the stamps say, whatever the talk's length.
    """
    problems: list[Problem] = []
    head, body, first_line = front_matter.split(_repaired(name, text.removeprefix("\ufeff"), problems))
    about = _about(name, head, problems)
    if is_yes(about.get("withdrawn", "")):
        return None
    faults: list[Problem] = []
    title, video = _title_and_video(name, about, faults)
    if not about and "withdrawn" in head:
        body = ""  # what a head that cannot be read meant to withdraw must not be quoted
    reader = _Reader(name, video, [])
    _read_body(reader, _mark_stamps(reader, body, first_line), first_line)
    # Who writes neither a talk nor a stamp into a note writes of no recording.
    if not reader.statements or reader.marks or problems or "videoId" in about:
        problems += faults
    elif "title" not in about and (heading := _TITLE.search(body)):
        title = clean(heading[1])[:200] or title
    problems += reader.problems
    return Note(
        name,
        title,
        video,
        tuple(reader.statements),
        tuple(sorted(problems, key=lambda problem: problem.line)),
        tuple(slug for statement in reader.statements for slug in statement.links),
    )


def is_yes(said: object) -> bool:
    """Whether a head or a table says yes to something, in any of YAML's ways."""
    return str(said).strip().lower() in _YES


def _about(name: str, head: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        return front_matter.read(head)
    except front_matter.Refused as refused:
        # The line that opens the head is the note's first.
        problems.append(Problem(name, refused.line + 1, f"the head cannot be read: {refused}"))
        return {}


def _title_and_video(name: str, about: dict[str, Any], problems: list[Problem]) -> tuple[str, str | None]:
    title, video = about.get("title", ""), about.get("videoId", "")
    title = printable(title) if isinstance(title, str) else ""
    if not title:
        problems.append(Problem(name, 1, "no title; the file's name stands for it"))
        title = name.replace("_", " ").strip().capitalize()
    if not isinstance(video, str) or not _VIDEO.fullmatch(video.strip()):
        problems.append(Problem(name, 1, "no videoId that a link could be made of"))
        return title[:200], None
    return title[:200], video.strip()


def _repaired(name: str, text: str, problems: list[Problem]) -> str:
    """The text without what was surely decoded wrongly; each line's faults are said once."""
    if text.isascii():
        return text
    lines = []
    for number, line in enumerate(text.split("\n"), start=1):
        mended, faults = (line, ()) if line.isascii() else mojibake.repair(line)
        lines.append(mended)
        problems += [Problem(name, number, printable(fault)) for fault in dict.fromkeys(faults)]
    return "\n".join(lines)


def _mark_stamps(reader: _Reader, body: str, first_line: int) -> str:
    """The body with every citation replaced by one mark; `reader.marks` holds the stamps of each."""
    body = _MARK.sub("", body.replace(_SOFT_BREAK, ""))
    parts: list[str] = []
    end, line, counted, places = 0, first_line, 0, 0
    for anchor in anchors.find(body):
        many = len(reader.marks) == _MOST_STAMPS
        if anchor.fault or many:
            line += body.count("\n", counted, anchor.start)
            counted = anchor.start
        if anchor.fault:
            reader.problems.append(Problem(reader.name, line, anchor.fault))
        if many:
            reader.problems.append(
                Problem(reader.name, line, f"more than {_MOST_STAMPS} stamps; the rest is left out")
            )
            return "".join((*parts, body[end : anchor.start]))
        parts.append(body[end : anchor.start])
        # An anchor broken over lines must not move the lines below it.
        breaks = body.count("\n", anchor.start, anchor.end)
        parts.append(chr(_FIRST_MARK + len(reader.marks)) + _SOFT_BREAK * breaks)
        place = places if anchor.plain else None
        places += anchor.plain
        reader.marks.append(tuple([seconds.read(stamp, None, place) for stamp in anchor.stamps]))
        end = anchor.end
    return "".join((*parts, body[end:]))


def _read_body(reader: _Reader, body: str, first_line: int) -> None:
    """Walks over the lines, gathering paragraphs and bullets that run over several."""
    block: list[str] = []
    block_line, fence, line = 0, "", first_line - 1
    for raw in (*body.split("\n"), ""):
        line += 1
        if not raw and not fence:
            # Every second line of a note is empty: no rule need look at it.
            _close(reader, block, block_line)
            _leave_callout(reader)
            continue
        text = _QUOTE.sub(r"\1", raw, count=1) if ">" in raw else raw
        begun = _LINE.match(text)
        kind = begun.lastgroup if begun else None
        if begun and kind == "fence":
            fence = "" if begun["fence"] == fence else fence or begun["fence"]
        if fence or kind in _UNSAID:
            _close(reader, block, block_line)
            if not raw.strip():
                _leave_callout(reader)
        elif kind == "row":
            _close(reader, block, block_line)
            _read_row(reader, text, line)
        elif begun and kind == "heading":
            _close(reader, block, block_line)
            heading = _unclosed(text[begun.end() :])
            _enter(reader, len(begun["heading"]), clean(_MARK.sub("", heading)))
        else:
            callout = _CALLOUT.match(text) if kind == "callout" else None
            if callout or kind == "bullet":
                _close(reader, block, block_line)
            if callout:
                text = _open_callout(reader, callout)
            if not block:
                block_line = line
            block += [text] if text.strip() else []
        line += raw.count(_SOFT_BREAK)


def _unclosed(heading: str) -> str:
    """A heading without the #s that close it; those of "C#" stay."""
    bare = heading.rstrip()
    opened = bare.rstrip("#")
    return opened if not opened or opened[-1] in " \t" else bare


def _open_callout(reader: _Reader, callout: re.Match[str]) -> str:
    """Enters a callout under its title; what is no title but a sentence is handed back as its text."""
    said = clean(_MARK.sub("", callout[3]))
    is_text = callout[2] is not None or _MARK.search(callout[3]) or said.endswith((".", "!", "?"))
    if is_text and not callout[2]:
        return callout[1] + callout[3]
    _enter(reader, _CALLOUT_DEPTH, clean(_MARK.sub("", callout[2])) if callout[2] else said)
    return callout[1] + callout[3] if is_text else ""


def _leave_callout(reader: _Reader) -> None:
    # It is the deepest heading of all, and so the last.
    if reader.headings and reader.headings[-1][0] == _CALLOUT_DEPTH:
        _stand_under(reader, reader.headings[:-1])


def _stand_under(reader: _Reader, headings: list[tuple[int, str]]) -> None:
    reader.headings = headings
    reader.above = tuple(heading for _, heading in headings if heading)


def _read_row(reader: _Reader, text: str, line: int) -> None:
    """A table's row that cites a second is a statement under its first cell; other rows say nothing alone."""
    if not _MARK.search(text):
        return
    row = _IN_LINK.sub(lambda link: link[0].replace("\\|", "|").replace("|", "\\|"), text)
    cells = [cell.strip().replace("\\|", "|") for cell in _CELLS.split(row)]
    marks = "".join(_MARK.findall(text))
    said = [cell for cell in cells if clean(_MARK.sub("", cell))]
    lead = (clean(_MARK.sub("", said[0])),) if len(said) > 1 else ()
    _add_sentences(
        reader, "; ".join(_MARK.sub("", cell) for cell in said[len(lead) :]) + marks, line, lead, ""
    )


def _enter(reader: _Reader, depth: int, heading: str) -> None:
    above = [each for each in reader.headings if each[0] < depth]
    _stand_under(reader, [*above, (depth, heading[:_LONGEST_HEADING].rstrip())])
    reader.open.clear()
    reader.intro = ""


def _close(reader: _Reader, block: list[str], line: int) -> None:
    """A paragraph or bullet has ended: its sentences become statements."""
    if not block:
        return
    if bullet := _BULLET.match(block[0]):
        block[0] = bullet[2]
        _read_bullet(reader, len(bullet[1].expandtabs(4)), "\n".join(block), line)
    else:
        indented = block[0][:1] in " \t" and reader.open
        if not indented:
            reader.open.clear()
            reader.intro = ""
        _read_paragraph(reader, "\n".join(block), line)
    block.clear()


def _read_bullet(reader: _Reader, indent: int, text: str, line: int) -> None:
    while reader.open and reader.open[-1].indent >= indent:
        reader.open.pop()
    outer = reader.open[-1] if reader.open else _List(-1, (), reader.intro)
    lead, rest = lead_and_rest(text)
    if lead and not _SAID.search(rest):
        if _MARK.search(rest):
            lead, rest = "", text  # a bullet that is nothing but its bold words and a stamp says just that
        else:
            reader.open.append(_List(indent, (*outer.leads, lead), outer.intro))
            return
    leads = (*outer.leads, lead) if lead else outer.leads
    inner = _List(indent, leads, outer.intro)
    reader.open.append(inner)
    line += _lines(text) - _lines(rest)
    inner.intro = _add_sentences(reader, rest, line, leads, outer.intro) or outer.intro


def _read_paragraph(reader: _Reader, text: str, line: int) -> None:
    lead, rest = lead_and_rest(text)
    outer = reader.open[-1] if reader.open else None
    if lead and not outer and _SAID.search(rest):
        line += _lines(text) - _lines(rest)
        reader.intro = _add_sentences(reader, rest, line, (lead,), "")
    elif lead and not outer:
        if _MARK.search(rest):
            _add_sentences(reader, text, line, (), "")
        reader.intro = lead
    else:
        leads = outer.leads if outer else ()
        reader.intro = _add_sentences(reader, text, line, leads, outer.intro if outer else "")


def _lines(text: str) -> int:
    return text.count("\n") + text.count(_SOFT_BREAK)


def _add_sentences(reader: _Reader, text: str, line: int, leads: tuple[str, ...], intro: str) -> str:
    """Adds a block's sentences; returns the last one where it opens a list ("… include:"), else ""."""
    opening, before = "", 0
    found = sentences(text, _MARKS_AT_START)
    for number, (start, sentence) in enumerate(found):
        said, stamps = _apart(reader, sentence)
        if start > before:
            line += _lines(text[before:start])
            before = start
        words, stamps = _bounded(reader, clean(said), stamps, line)
        opens = number == len(found) - 1 and words.endswith(":")
        if opens:
            opening = words
        if not words[:1].isalnum() and not any(c.isalnum() for c in words):
            if stamps:
                reader.problems.append(Problem(reader.name, line, "a stamp without words"))
        elif stamps or not (opens or _SPEAKER.match(words)):
            _add(reader, words, slugs(sentence), stamps, line, leads, intro)
    return opening


def _bounded(
    reader: _Reader, words: str, stamps: tuple[Seconds, ...], line: int
) -> tuple[str, tuple[Seconds, ...]]:
    for size, most, of in (
        (len(words), _LONGEST_SENTENCE, "characters"),
        (len(stamps), _MOST_STAMPS_OF_A_SENTENCE, "stamps"),
    ):
        if size > most:
            told = f"a sentence of {size:,} {of}; only its first {most:,} are read"
            reader.problems.append(Problem(reader.name, line, told))
    return words[:_LONGEST_SENTENCE].rstrip(), stamps[:_MOST_STAMPS_OF_A_SENTENCE]


def _apart(reader: _Reader, sentence: str) -> tuple[str, tuple[Seconds, ...]]:
    """A sentence without its marks and what joins them, and the stamps these stand for."""
    pieces = _MARKS_APART.split(sentence)
    if len(pieces) == 1:
        return sentence, ()
    stamps = [reader.marks[ord(mark) - _FIRST_MARK] for mark in pieces[1::2]]
    if len(stamps) == 1 and not (
        pieces[2].lstrip()[:1] == "." and pieces[0].rstrip()[-1:] in _BEFORE_SECOND_STOP
    ):
        return pieces[0] + pieces[2], stamps[0]
    plain = _SECOND_STOP.sub(r"\1\2", _BETWEEN_MARKS.sub("", sentence))
    return _MARK.sub("", plain), tuple(each for some in stamps for each in some)


def _add(
    reader: _Reader,
    text: str,
    links: tuple[str, ...],
    stamps: tuple[Seconds, ...],
    line: int,
    leads: tuple[str, ...],
    intro: str,
) -> None:
    if len(reader.statements) == _MOST_STATEMENTS:
        told = f"more than {_MOST_STATEMENTS:,} statements; the rest is left out"
        reader.problems += [] if reader.full else [Problem(reader.name, line, told)]
        reader.full = True
        return
    reader.statements.append(
        Statement(
            id=reader.ids.new(reader.name, stamps, text),
            citation=Citation(reader.name, line, reader.video, stamps),
            text=text,
            headings=reader.above,
            leads=leads,
            intro=intro,
            links=links,
        )
    )
