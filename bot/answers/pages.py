"""An answer to pages that fit a screen: at most three groups, about ten lines, 3,800 characters. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.model import Answer, Group, Line

MOST_GROUPS, MOST_LINES, MOST_CHARACTERS = 3, 10, 3800
_AT_ONCE = 4  # of one group, so that a screen shows more than one case
# What a page says around its lines: titles, counts, the tier's sentence, what is absent.
_AROUND = 700


def pages(answer: Answer) -> tuple[tuple[Group, ...], ...]:
    """The answer's groups in pages, never empty; a long group goes on on a later page."""
    waiting = _chunks(answer)
    made: list[tuple[Group, ...]] = []
    while waiting:
        page, waiting = _fill(waiting)
        made.append(page)
    return tuple(made) or ((),)


def _chunks(answer: Answer) -> list[tuple[int, Group]]:
    """Groups cut to screen size with their group's number, those with better hits first."""
    order = {statement: rank for rank, statement in enumerate(answer.hits)}
    cut = [
        (number, replace(group, lines=group.lines[start : start + _AT_ONCE]))
        for number, group in enumerate(answer.groups)
        for start in range(0, len(group.lines), _AT_ONCE)
    ]
    return sorted(cut, key=lambda each: order.get(each[1].lines[0].statement, len(order)))


def _fill(waiting: list[tuple[int, Group]]) -> tuple[tuple[Group, ...], list[tuple[int, Group]]]:
    page: dict[int, Group] = {}
    left: list[tuple[int, Group]] = []
    full = False
    for number, group in waiting:
        together = [*page.values(), group]
        fits = (
            number not in page
            and len(together) <= MOST_GROUPS
            and sum(len(each.lines) for each in together) <= MOST_LINES
            and length(line for each in together for line in each.lines) <= MOST_CHARACTERS - _AROUND
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
        len(line.text)
        + len(line.lead)
        + 12
        + sum(len(f"{x.label}{x.url}") + 8 for x in (*line.links, *line.also))
        for line in lines
    )
