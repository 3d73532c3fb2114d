"""A case as plain text for a document: every line to the letter with its number, then the sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answers.lines import LONGEST_TITLE, clipped, talk
from bot.answers.pages import quiet
from bot.answers.plain import absent, counts
from bot.model import CaseCard, Line, Link, Stamp
from bot.sentences import plain as say

_MOST_NAMED, _LONGEST_NAME = 6, 60


def title(card: CaseCard) -> str:
    """`Sweden · Vinnova, “The Street”`: where, by whom, what."""
    name = f"{card.parent}, “{card.name}”" if card.parent else card.name
    whole = f"{card.country} · {name}" if card.country and card.country != card.name else name
    return clipped(whole, LONGEST_TITLE)


def sections(card: CaseCard) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The card's lines under their headings; a heading that has none is left out."""
    parts = (("case_tried", card.tried), ("case_obstacles", card.obstacles), ("case_helped", card.helped))
    return tuple((say(name), lines) for name, lines in parts if lines)


def brief(card: CaseCard, most: int | None = None) -> str:
    """The case as text: title, sections, each line with the numbers of its sources, and the sources.

    `most` is how many lines of a section there may be; where that leaves some out, the text says so.
    """
    numbers: dict[str, int] = {}
    shown = [(heading, lines[:most]) for heading, lines in sections(card)]
    told = ["\n".join((heading, *_rows(lines, numbers))) for heading, lines in shown]
    left = _left(sum(len(lines) for _, lines in shown), sum(len(lines) for _, lines in sections(card)))
    sources = "\n".join((say("brief_sources"), *(f"[{number}] {each}" for each, number in numbers.items())))
    head = title(card) + counts(card.notes, card.talks)
    return "\n\n".join((head, *_also(card), *told, *absent(card.absent), *left, sources))


def parts(words: str, longest: int) -> tuple[str, ...]:
    """A text in parts of so many characters at most, cut between its rows; a longer row is cut between words.

    Where a section begins in the last third of a part, it begins the next one.
    """
    made = [""]
    for row in words.split("\n"):
        for piece in _pieces(row, longest):
            if len(made[-1]) + 1 + len(piece) > longest:
                begins = made[-1].find("\n\n", longest * 2 // 3)
                made[-1:] = [made[-1][:begins], made[-1][begins + 2 :]] if begins > 0 else [made[-1], ""]
            made[-1] = f"{made[-1]}\n{piece}" if made[-1] else piece
    return tuple(made)


def names(card: CaseCard) -> str:
    """The case's other names as the notes have them; empty where it has none."""
    return _some([f"“{clipped(name, _LONGEST_NAME)}”" for name in card.aliases])


def talks(card: CaseCard) -> str:
    """The talks that tell of it, by title and date as far as they are known; empty where nothing is."""
    return _some([talk(video) for video in card.videos])


def missions_of(line: Line) -> tuple[str, ...]:
    """The missions of a body that a line tells of, but for those that its lead names."""
    return tuple(name for name in line.missions if name.casefold() not in line.lead.casefold())


def _some(listed: Sequence[str]) -> str:
    left = len(listed) - _MOST_NAMED
    return ", ".join((*listed[:_MOST_NAMED], *((say("case_more", count=left),) if left > 0 else ())))


def _also(card: CaseCard) -> tuple[str, ...]:
    return (say("case_also", names=names(card)),) if card.aliases else ()


def _left(shown: int, lines: int) -> tuple[str, ...]:
    return (say("brief_some", shown=shown, lines=lines),) if shown < lines else ()


def _rows(lines: Sequence[Line], numbers: dict[str, int]) -> Iterator[str]:
    for line in quiet(lines):
        after = say("line_after", words=line.after) if line.after else ""
        if after and line.part == "item":
            yield f"- {after.strip()}"
            after = ""
        missions = say("line_missions", missions=", ".join(missions_of(line))) if missions_of(line) else ""
        lead = f"{line.lead.rstrip(': ')}: " if line.lead else ""
        cited = "".join(f"[{numbers.setdefault(each, len(numbers) + 1)}]" for each in _sources(line))
        mark = "  -" if line.part == "item" else "-"
        yield f"{mark} {after}{missions}{lead}{line.text} {cited}"


def _sources(line: Line) -> tuple[str, ...]:
    """Where a line and its twins stand, each place once."""
    return tuple(dict.fromkeys(map(_source, line.stamps))) or (line.source,)


def _source(stamp: Stamp) -> str:
    ways = f" {say('line_or')} ".join(map(_way, stamp.links))
    return f"{stamp.cited or stamp.source}, {ways}"


def _way(link: Link) -> str:
    return f"{link.label}, {link.url}" if link.url else link.label


def _pieces(row: str, longest: int) -> Iterator[str]:
    while len(row) > longest:
        cut = row.rfind(" ", 1, longest) + 1 or longest
        yield row[:cut]
        row = row[cut:]
    yield row
