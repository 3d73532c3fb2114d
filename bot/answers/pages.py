"""An answer to pages that fit a screen: at most three groups, about ten lines, 3,800 characters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from bot.answers.lines import size
from bot.answers.references import says
from bot.model import Answer, Group, Kind, Line

MOST_GROUPS, MOST_LINES, MOST_CHARACTERS = 3, 10, 3800
MOST_ITEMS = 8  # of a list at once
_AT_ONCE = 4  # of one group, so that a screen shows more than one case
# The sentences around the lines, without the words they name.
_SENTENCES = 500
_BONDS = 30  # how an approach belongs to its challenge, in words
_COUNTS = 40  # "— 3 notes, 2 talks" and the space around a group


# What is shown of one answer asks for its pages a dozen times; 32 requests at once are each at one or two.
@lru_cache(maxsize=64)
def pages(answer: Answer) -> tuple[tuple[Group, ...], ...]:
    """The answer's groups in pages, never empty; a long group goes on on a later page."""
    room = MOST_CHARACTERS - _SENTENCES - _said(answer)
    if answer.view == "helped":
        return _of_challenges(answer.groups, room)
    waiting = _chunks(answer, room)
    made: list[tuple[Group, ...]] = []
    while waiting:
        page, waiting = _fill(waiting, room)
        made.append(page)
    return tuple(made) or ((),)


def in_order(answer: Answer) -> tuple[Group, ...]:
    """The answer's groups whole, as the pages come to them."""
    shown = (line.statement for page in pages(answer) for group in page for line in group.lines)
    places = {statement: place for place, statement in enumerate(shown)}
    return tuple(sorted(answer.groups, key=lambda group: min(places[line.statement] for line in group.lines)))


def _of_challenges(groups: Sequence[Group], room: int) -> tuple[tuple[Group, ...], ...]:
    """Pages of challenges with what helped against each, in order; a page that goes on says its challenge again."""
    made: list[tuple[Group, ...]] = [()]
    for group in groups:
        challenge, *rest = group.lines
        fits = _held((*made[-1], group), room)
        here = replace(group, lines=(challenge,))
        if made[-1] and not fits:
            made.append(())
        for line in rest:
            if not _held((*made[-1], more := replace(here, lines=(*here.lines, line))), room):
                made[-1] = (*made[-1], here)
                made.append(())
                more = replace(group, lines=(challenge, line))
            here = more
        made[-1] = (*made[-1], here)
    return tuple(made)


def _said(answer: Answer) -> int:
    """How many characters the words need that stand in the sentences around the lines."""
    meant = (word for _, word in answer.slips)
    read = (f"{typed} as {english}" for typed, english in answer.understood)
    words = (*answer.unmatched, *answer.unknown_places, *answer.absent, answer.topic, *meant, *read)
    return sum(len(word) + 2 for word in words)


def _chunks(answer: Answer, room: int) -> list[tuple[int, Group]]:
    """Groups cut to screen size with their group's number, those with better hits first, each in its order."""
    order = {statement: rank for rank, statement in enumerate(answer.hits)}
    ranked: list[tuple[int, int, Group]] = []
    for number, group in enumerate(answer.groups):
        # All of a list is as good as the best of it.
        best = {
            line.statement: min(order.get(each, len(order)) for one in run for each in _told(one))
            for run in runs(group.lines)
            for line in run
        }
        cut = list(_cut(group.lines, room - len(group.title) - _COUNTS))
        ranks = accumulate((min(best[line.statement] for line in lines) for lines in cut), max)
        ranked += [
            (rank, number, replace(group, lines=lines)) for rank, lines in zip(ranks, cut, strict=True)
        ]
    return [(number, group) for _, number, group in sorted(ranked, key=lambda each: each[0])]


def _told(line: Line) -> tuple[str, ...]:
    """The ids of what a line tells, its twins' too."""
    return (line.statement, *(stamp.statement for stamp in line.stamps))


def _cut(lines: tuple[Line, ...], room: int) -> Iterator[tuple[Line, ...]]:
    """Lines in order, so many at once that they leave half a page to others; a list may have a page to itself."""
    chunk: tuple[Line, ...] = ()
    for run in runs(lines):
        if chunk and not _fits(chunk, run, room):
            yield chunk
            chunk = ()
        for line in run:
            more = (*chunk, line)
            if chunk and (_items(more) > MOST_ITEMS or len(more) > MOST_LINES or length(more) > room):
                yield chunk
                more = (line,)
            chunk = more
    if chunk:
        yield chunk


def _fits(chunk: tuple[Line, ...], run: tuple[Line, ...], room: int) -> bool:
    """Whether a line still stands well below others, or as much of a list as a screen shows at once."""
    if not run[-1].part:
        return len(chunk) < _AT_ONCE and length((*chunk, *run)) <= MOST_CHARACTERS / 2
    first = (*chunk, *run[: MOST_ITEMS + (run[0].part == "opener")])
    return _items(first) <= MOST_ITEMS and len(first) <= MOST_LINES and length(first) <= room


def _items(lines: Iterable[Line]) -> int:
    return sum(line.part == "item" for line in lines)


def runs(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """The lines in order: a list that is shown whole as one, its opening line first, all others alone."""
    made: list[tuple[Line, ...]] = []
    for line in lines:
        if made and _goes_on(made[-1][-1], line):
            made[-1] = (*made[-1], line)
        else:
            made.append((line,))
    return made


def _goes_on(above: Line, line: Line) -> bool:
    """Whether a line is the next of the same list."""
    return line.part == "item" and (
        above.part == "opener" or (above.part == "item" and above.after == line.after)
    )


def apart(lines: Sequence[Line], wanted: Kind | None) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The lines below their headings, which are sentences by name and "" where there is none.

    What got in the way stands apart where other kinds stand beside it, and comes first where challenges were asked
    for. A list stays whole, under what most of it is.
    """
    listed = [(run, sum(line.kind == "challenge" for line in run) * 2 > len(run)) for run in runs(lines)]
    obstacles = tuple(line for run, is_obstacle in listed if is_obstacle for line in run)
    others = tuple(line for run, is_obstacle in listed if not is_obstacle for line in run)
    if not obstacles or not others:
        return (("", tuple(lines)),)
    if wanted == "challenge":
        return (("line_obstacles", obstacles), ("line_others", others))
    return (("", others), ("line_obstacles", obstacles))


def quiet(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without the words they lean on where the line above just said them."""
    return tuple(
        replace(line, after="") if above and says(above, line.after) else line
        for above, line in zip((None, *lines), lines, strict=False)
    )


def _fill(waiting: list[tuple[int, Group]], room: int) -> tuple[tuple[Group, ...], list[tuple[int, Group]]]:
    """As much as a screen holds, and what is left; no part of a group comes before an earlier part of it."""
    page: dict[int, Group] = {}
    left: list[tuple[int, Group]] = []
    full = False
    for number, group in waiting:
        behind = full or number in page or any(number == each for each, _ in left)
        if not page or (not behind and _held((*page.values(), group), room)):
            page[number] = group
        elif start := 0 if behind else _start(group, tuple(page.values()), room):
            page[number] = replace(group, lines=group.lines[:start])
            left.append((number, replace(group, lines=group.lines[start:])))
        else:
            left.append((number, group))
            full = full or len(page) == MOST_GROUPS
    return tuple(page.values()), left


def _held(groups: tuple[Group, ...], room: int) -> bool:
    """Whether a screen holds some groups."""
    return (
        len(groups) <= MOST_GROUPS
        and sum(len(each.lines) for each in groups) <= MOST_LINES
        and sum(len(each.title) + _COUNTS + length(each.lines) for each in groups) <= room
    )


def _start(group: Group, beside: tuple[Group, ...], room: int) -> int:
    """With how many lines a list may begin on a screen that does not hold all of it; 0 where with too few."""
    inside = (at for at in range(len(group.lines) - 1, _AT_ONCE - 1, -1) if group.lines[at].part == "item")
    starts = ((*beside, replace(group, lines=group.lines[:at])) for at in inside)
    return next((len(each[-1].lines) for each in starts if _held(each, room)), 0)


def length(lines: Sequence[Line]) -> int:
    """About how many characters lines need in plain text, with their links."""
    return sum(
        (0 if above and says(above, line.after) else len(line.after))
        + len(line.text)
        + len(line.lead)
        + len(line.place)
        + _BONDS * len(line.bonds)
        + 15
        + (size((*line.links, *line.also)) or len(line.source))
        for above, line in zip((None, *lines), lines, strict=False)
    )
