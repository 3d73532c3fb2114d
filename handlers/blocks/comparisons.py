"""Sides beside each other as they read in Slack: under each question each side. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answers.comparing import Cell, pages
from bot.answers.comparing import Row as Questioned
from bot.model import Answer, Line, NoComparison
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.footing import foot, mended, turning
from handlers.blocks.lines import line_elements, quoted, said_once
from handlers.blocks.rich import Block, Element, Row, block, plain, quote, section, sentence, text
from handlers.blocks.saying import Saying, below, lines

_MOST_NAMED, _LONGEST_NAMES = 5, 200
_EXAMPLES = 2


def comparison_page(answer: Answer, ticket: Ticket, audience: Audience, shared_by: str = "") -> Saying:
    """The page of a comparison that the ticket names, with its buttons."""
    listed = pages(answer)
    page = min(ticket.page, len(listed) - 1)
    rows = listed[page] if answer.hits else ()
    head, below_it = _head(answer, page), foot(answer, page, len(listed) - 1, shared_by)
    blocks = (
        block(section(*below(head))),
        *(each for row in rows for each in _questioned(row)),
        *((block(section(*below(below_it))),) if below_it else ()),
    )
    words = [*(plain(*row) for row in head), *_words(rows), *(plain(*row) for row in below_it)]
    shown = lines_shown(answer, page)
    return Saying("\n".join(words), blocks, ticket).under(
        *turning(ticket, audience, len(listed) - 1, shown, {buttons.TOPICS: not answer.hits})
    )


def last_page(answer: Answer) -> int:
    """The number of a comparison's last page, from 0."""
    return len(pages(answer)) - 1


def lines_shown(answer: Answer, page: int) -> tuple[Line, ...]:
    """The lines that a page of a comparison shows."""
    rows = pages(answer)[min(page, last_page(answer))]
    return tuple(line for row in rows for cell in row.cells for line in cell.lines)


def no_comparison(found: NoComparison, command: str) -> Saying:
    """Why there is nothing to stand side by side, and what to write instead."""
    names, most = ", ".join(found.names)[:_LONGEST_NAMES], found.countries
    reason = "which" if not found.names else found.reason
    others = [country for country in most if country not in found.names]
    known = found.names[:1] if found.reason == "few" else ()
    sides = joined((*known, *others)[:_EXAMPLES]) if others else f"{say('help_name')} …"
    told = sentence("compare_countries", countries=joined(most[:_MOST_NAMED])) if most else ()
    said = sentence(f"compare_{reason}", names=names, command=command, sides=sides, count=len(found.names))
    return lines([said, told])


def joined(names: Sequence[str]) -> str:
    """Names as they are read aloud: "Sweden, Norway and Denmark"."""
    *most, last = names
    return f"{', '.join(most)} {say('line_and')} {last}" if most else last


def _head(answer: Answer, page: int) -> list[Row]:
    """Who stands beside whom, and on the first page who says nothing."""
    sides = joined(answer.sides)
    topic = answer.topic or ", ".join(answer.unmatched)
    if not answer.hits and not answer.unknown_places:
        return [*mended(answer), sentence("compare_nothing", topic=topic, sides=sides)]
    title = sentence("compare_head_topic", topic=topic, sides=sides)
    rows = [*mended(answer), title if topic else sentence("compare_head", sides=sides)]
    return rows if page else [*rows, *_silent(answer, topic)]


def _silent(answer: Answer, topic: str) -> Iterator[Row]:
    """The sides of which no note knows, and those on which the notes have nothing to the topic."""
    if answer.unknown_places:
        yield sentence("answer_nothing_places", places=", ".join(answer.unknown_places))
    silent = [
        group.title for group in answer.groups if not group.lines and group.title not in answer.unknown_places
    ]
    if silent:
        name = "compare_silent_side" if topic else "compare_silent_together"
        yield sentence(name, **({"topic": topic} if topic else {}), sides=joined(silent))


def _questioned(row: Questioned) -> tuple[Block, Block]:
    """A question as a heading, and under it what each side says."""
    heading = {"type": "header", "text": {"type": "plain_text", "text": say(f"case_{row.question}")}}
    if not any(cell.lines for cell in row.cells):
        return heading, block(quote(*sentence("compare_silent")))
    return heading, block(*(each for cell in row.cells for each in _cell(cell)))


def _cell(cell: Cell) -> Iterator[Element]:
    yield section(text(cell.side, "bold"))
    if cell.lines:
        yield from quoted(cell.lines)
    else:
        yield quote(*sentence("compare_silent"))


def _words(rows: Sequence[Questioned]) -> Iterator[str]:
    """The same for those who listen: every side is named before its lines."""
    silent = plain(*sentence("compare_silent"))
    for row in rows:
        question = plain(text(say(f"case_{row.question}")))
        if not any(cell.lines for cell in row.cells):
            yield f"{question}: {silent}"
            continue
        yield question
        for cell in row.cells:
            side = plain(text(cell.side))
            yield f"{side}:" if cell.lines else f"{side}: {silent}"
            yield from (f"• {plain(*line_elements(line))}" for line in said_once(cell.lines))
