"""A CaseCard as it reads in Slack, a page at a time. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import CaseCard, Line
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.lines import absent, line_elements, quoted, said_once, title
from handlers.blocks.rich import Block, Element, Row, block, person, plain, section, sentence, text
from handlers.blocks.saying import Saying
from handlers.blocks.seconds import about_seconds

# A message's text is cut at 4,000 characters; the title, page and sharer need the rest.
_PAGE = 3_300
_LINES = 12


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines under one heading, all on the same page."""

    heading: str
    lines: tuple[Line, ...]


def card_page(
    card: CaseCard, ticket: Ticket, audience: Audience, *, shared_by: str = "", heading: str = ""
) -> Saying:
    """The page of the card that the ticket names, with its buttons; `heading` stands above the title."""
    pages = _pages(card)
    page = min(ticket.page, len(pages) - 1)
    head = _head(card, heading)
    foot = _foot(card, page, len(pages), shared_by)
    parts = [
        element
        for part in pages[page]
        for element in (section(text(part.heading, "bold")), *quoted(part.lines))
    ]
    words = [plain(*head), *_words(pages[page]), *(plain(*row) for row in foot)]
    closing = tuple(block(section(*row)) for row in foot)
    shown = _buttons(card, ticket, audience, page, len(pages))
    below = (buttons.row(*shown),) if shown else ()
    return Saying("\n".join(words), (block(section(*head)), *_body(parts), *closing)).under(*below)


def card_lines_shown(card: CaseCard, page: int) -> tuple[Line, ...]:
    """The lines that a page of the card shows."""
    pages = _pages(card)
    return tuple(line for part in pages[min(page, len(pages) - 1)] for line in part.lines)


def last_card_page(card: CaseCard) -> int:
    """The number of the card's last page, from 0."""
    return len(_pages(card)) - 1


def _body(parts: list[Element]) -> tuple[Block, ...]:
    return (block(*parts),) if parts else ()


def _pages(card: CaseCard) -> list[list[_Part]]:
    """The card's lines in pages that a message can hold, each line under its heading."""
    pages: list[list[_Part]] = [[]]
    room, left = _PAGE, _LINES
    for heading, line in _headed(card):
        size = len(plain(*line_elements(line)))
        if pages[-1] and (size > room or not left):
            pages.append([])
            room, left = _PAGE, _LINES
        room, left = room - size, left - 1
        _add(pages[-1], heading, line)
    return pages


def _add(page: list[_Part], heading: str, line: Line) -> None:
    if page and page[-1].heading == heading:
        page[-1] = _Part(heading, (*page[-1].lines, line))
    else:
        page.append(_Part(heading, (line,)))


def _headed(card: CaseCard) -> Iterator[tuple[str, Line]]:
    yield from ((say("case_tried"), line) for line in card.tried)
    yield from ((say("case_obstacles"), line) for line in card.obstacles)
    yield from ((say("case_helped"), line) for line in card.helped)


def _head(card: CaseCard, heading: str) -> Row:
    name = f"{card.country} · {card.name}" if card.country and card.country != card.name else card.name
    above = (text(f"{heading}\n"),) if heading else ()
    return (*above, *title(name, card.notes, card.talks))


def _foot(card: CaseCard, page: int, pages: int, shared_by: str) -> list[Row]:
    rows = [
        absent(card.absent),
        sentence("answer_page", page=page + 1, pages=pages) if pages > 1 else (),
        (text(say("answer_shared")), person(shared_by)) if shared_by else (),
    ]
    return [row for row in rows if row]


def _words(parts: list[_Part]) -> Iterator[str]:
    for part in parts:
        yield plain(text(part.heading))
        yield from (plain(*line_elements(line)) for line in said_once(part.lines))


def _buttons(card: CaseCard, ticket: Ticket, audience: Audience, page: int, pages: int) -> list[Block]:
    named = buttons.can_hold(card.name)
    wanted = {
        buttons.SHARE: audience == "private" and named,
        buttons.BACK: audience == "private" and page > 0,
        buttons.MORE: page < pages - 1 and named,
        **(about_seconds(card_lines_shown(card, page)) if named else {}),
        buttons.REMOVE: audience == "public",
    }
    return [buttons.button(action, ticket) for action, on in wanted.items() if on]
