"""An answer to pages that fit a screen: at most three groups, about ten lines, 3,800 characters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.answers.lines import size
from bot.model import Answer, Group, Line

MOST_GROUPS, MOST_LINES, MOST_CHARACTERS = 3, 10, 3800
_AT_ONCE = 4  # of one group, so that a screen shows more than one case
# The sentences around the lines, without the words they name.
_SENTENCES = 500
_COUNTS = 40  # "— 3 notes, 2 talks" and the space around a group


def pages(answer: Answer) -> tuple[tuple[Group, ...], ...]:
    """The answer's groups in pages, never empty; a long group goes on on a later page."""
    waiting = _chunks(answer)
    room = MOST_CHARACTERS - _SENTENCES - _said(answer)
    made: list[tuple[Group, ...]] = []
    while waiting:
        page, waiting = _fill(waiting, room)
        made.append(page)
    return tuple(made) or ((),)


def _said(answer: Answer) -> int:
    """How many characters the words need that stand in the sentences around the lines."""
    meant = (word for _, word in answer.slips)
    read = (f"{typed} as {english}" for typed, english in answer.understood)
    words = (*answer.unmatched, *answer.unknown_places, *answer.absent, *meant, *read)
    return sum(len(word) + 2 for word in words)


def _chunks(answer: Answer) -> list[tuple[int, Group]]:
    """Groups cut to screen size with their group's number, those with better hits first."""
    order = {statement: rank for rank, statement in enumerate(answer.hits)}
    cut = [
        (number, replace(group, lines=lines))
        for number, group in enumerate(answer.groups)
        for lines in _cut(group.lines)
    ]
    return sorted(cut, key=lambda each: order.get(each[1].lines[0].statement, len(order)))


def _cut(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """Lines in order, so many at once that they leave half a page to others; a long one may stand alone."""
    start = 0
    for end in range(1, len(lines) + 1):
        many = end - start == _AT_ONCE
        if end == len(lines) or many or length(lines[start : end + 1]) > MOST_CHARACTERS / 2:
            yield lines[start:end]
            start = end


def _fill(waiting: list[tuple[int, Group]], room: int) -> tuple[tuple[Group, ...], list[tuple[int, Group]]]:
    page: dict[int, Group] = {}
    left: list[tuple[int, Group]] = []
    full = False
    for number, group in waiting:
        together = [*page.values(), group]
        fits = (
            number not in page
            and len(together) <= MOST_GROUPS
            and sum(len(each.lines) for each in together) <= MOST_LINES
            and sum(len(each.title) + _COUNTS + length(each.lines) for each in together) <= room
        )
        if page and (full or not fits):
            left.append((number, group))
            full = full or len(page) == MOST_GROUPS
        else:
            page[number] = group
    return tuple(page.values()), left


def length(lines: Iterable[Line]) -> int:
    """About how many characters lines need in plain text, with their links."""
    return sum(
        len(line.text) + len(line.lead) + 12 + (size((*line.links, *line.also)) or len(line.source))
        for line in lines
    )
