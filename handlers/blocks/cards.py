"""A CaseCard as it reads in Slack, a page at a time, and as text to copy. Sends nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answers.briefs import brief, names, parts, sections, talks, title
from bot.answers.pages import runs
from bot.answers.plain import counts
from bot.model import CaseCard, Line, Reason, Related
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.lines import absent, line_elements, quoted, said_once
from handlers.blocks.modals import BRIEF, View, modal, prose
from handlers.blocks.rich import Block, Row, block, inert, person, plain, section, sentence, text
from handlers.blocks.saying import Saying, below
from handlers.blocks.seconds import about_seconds

# The mark of a ticket whose card is the day's.
TODAY = "today"

# A message's text is cut at 3,950 characters. Whatever stands around them, the lines have this much room at least.
_TEXT, _LEAST = 3_800, 1_200
_LINES = 12
# Of each section on the first page, before more of any.
_OF_EACH = 3
_MOST_MISSIONS, _LONGEST_NAME = 10, 100
# Slack may count an emoji as two characters.
_LONGEST_INPUT, _LONGEST_PART = 3_000, 2_900
# A dialog may have 250,000 bytes.
_MOST_COPIED = 200_000


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines under one heading, all on the same page."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Beside:
    """A case that can be opened from a card, and what it is to the card's own."""

    name: str
    said: str


def card_page(card: CaseCard, ticket: Ticket, audience: Audience, *, shared_by: str = "") -> Saying:
    """The page of the card that the ticket names, with its buttons."""
    pages = _pages(card)
    page = min(ticket.page, len(pages) - 1)
    head = _head(card, page, today=ticket.mark == TODAY)
    foot = _foot(card, page, len(pages), shared_by)
    beside = _beside(card) if page == 0 else []
    body = tuple(
        element
        for part in pages[page]
        for element in (section(text(part.heading, "bold")), *quoted(part.lines))
    )
    words = [*map(_said, head), *_words(pages[page]), *map(_said, foot), *_beside_words(beside)]
    blocks = (
        block(section(*below(head)), *body),
        *((block(section(*below(foot))),) if foot else ()),
        *_beside_blocks(beside),
    )
    shown = _buttons(card, ticket, audience, page, len(pages))
    return Saying("\n".join(words), blocks, ticket).under(*((buttons.row(*shown),) if shown else ()))


def card_lines_shown(card: CaseCard, page: int) -> tuple[Line, ...]:
    """The lines that a page of the card shows."""
    pages = _pages(card)
    return tuple(line for part in pages[min(page, len(pages) - 1)] for line in part.lines)


def last_card_page(card: CaseCard) -> int:
    """The number of the card's last page, from 0."""
    return len(_pages(card)) - 1


def brief_modal(card: CaseCard) -> View:
    """The case as plain text in an input, where a click and two keys select and copy all of it and nothing else.

    Preformatted text would have to be drawn over with the mouse, past the dialog's edge.
    """
    pieces = parts(_brief(card), _LONGEST_PART)
    if len(pieces) == 1:
        shown = [prose(BRIEF, say("modal_brief_text"), _LONGEST_INPUT, known=pieces[0])]
        how = sentence("modal_brief_how")
    else:
        shown = [
            prose(
                f"{BRIEF}_{number}",
                say("modal_brief_part", part=number, parts=len(pieces)),
                _LONGEST_INPUT,
                known=piece,
            )
            for number, piece in enumerate(pieces, 1)
        ]
        how = sentence("modal_brief_parts", parts=len(pieces))
    return modal(BRIEF, Ticket("case"), (block(section(*how)), *shown))


def _brief(card: CaseCard) -> str:
    """The case as text, or as much of each section as a dialog holds."""
    most = max((len(lines) for _, lines in sections(card)), default=1)
    while len(json.dumps(words := brief(card, most))) > _MOST_COPIED and most > 1:
        most = most * 3 // 4
    return words


def _pages(card: CaseCard) -> list[list[_Part]]:
    """The card's lines in pages that a message can hold, each line once, under its heading.

    The first page has some of each section; what it leaves follows in order.
    """
    listed = [_Part(heading, lines) for heading, lines in sections(card)]
    around = [*_head(card, 0, today=True), *_foot(card, 0, 2, "")]
    room = _TEXT - len("\n".join((*map(_said, around), *_beside_words(_beside(card)))))
    taken = _taken(listed, max(room, _LEAST))
    pages = [_cut(listed, taken)]
    room = _TEXT - len("\n".join(map(_said, (*_head(card, 1), *_foot(card, 1, 2, "")))))
    left = ((part.heading, line) for part, n in zip(listed, taken, strict=True) for line in part.lines[n:])
    for heading, line in left:
        more = _added(pages[-1], heading, line)
        if len(pages) == 1 or not _fits(more, max(room, _LEAST)):
            pages.append(_added([], heading, line))
        else:
            pages[-1] = more
    return pages


def _taken(listed: Sequence[_Part], room: int) -> list[int]:
    """How many lines of each section the first page has: three of each, then more as long as there is room.

    What is left of a list comes whole or not at all.
    """
    turns = [(number, 1) for number, part in enumerate(listed) for _ in part.lines[:_OF_EACH]]
    turns += [(number, len(run)) for number, part in enumerate(listed) for run in runs(part.lines[_OF_EACH:])]
    taken = [0] * len(listed)
    for number, lines in turns:
        more = [had + lines * (at == number) for at, had in enumerate(taken)]
        if any(taken) and not _fits(_cut(listed, more), room):
            break
        taken = more
    return taken


def _cut(listed: Sequence[_Part], taken: Sequence[int]) -> list[_Part]:
    return [_Part(part.heading, part.lines[:n]) for part, n in zip(listed, taken, strict=True) if n]


def _added(page: Sequence[_Part], heading: str, line: Line) -> list[_Part]:
    if page and page[-1].heading == heading:
        return [*page[:-1], _Part(heading, (*page[-1].lines, line))]
    return [*page, _Part(heading, (line,))]


def _fits(page: Sequence[_Part], room: int) -> bool:
    return sum(len(part.lines) for part in page) <= _LINES and len("\n".join(_words(page))) <= room


def _head(card: CaseCard, page: int, *, today: bool = False) -> list[Row]:
    """The title with its counts, and on the first page what else the card is called and where it is told."""
    named = (text(title(card), "bold"), text(counts(card.notes, card.talks)))
    if page:
        return [named]
    rows = [
        sentence("case_today") if today else (),
        named,
        sentence("case_also", names=names(card)) if card.aliases else (),
        sentence("case_talks", talks=talks(card)) if card.videos else (),
        sentence("case_amounts") if _counts(card) else (),
    ]
    return [row for row in rows if row]


def _counts(card: CaseCard) -> bool:
    """Whether the card has several lines, and one of them a number or a date."""
    lines = [line for _, some in sections(card) for line in some]
    return len(lines) > 1 and any(line.amounts for line in lines)


def _foot(card: CaseCard, page: int, pages: int, shared_by: str) -> list[Row]:
    rows = [
        absent(card.absent) if page == 0 else (),
        sentence("answer_page", page=page + 1, pages=pages) if pages > 1 else (),
        (text(say("answer_shared")), person(shared_by)) if shared_by else (),
    ]
    return [row for row in rows if row]


def _said(row: Row) -> str:
    return plain(*row)


def _words(page: Sequence[_Part]) -> Iterator[str]:
    for part in page:
        yield plain(text(part.heading))
        yield from (plain(*line_elements(line)) for line in said_once(part.lines))


def _beside(card: CaseCard) -> list[_Beside]:
    """The body a case belongs to, its own missions, and the cases related to it."""
    bodies = [_Beside(card.parent, _row(card.parent, say("case_is_body")))] if card.parent else []
    own = [_Beside(name, _row(name, say("case_is_mission"))) for name in card.missions[:_MOST_MISSIONS]]
    others = [
        _Beside(each.name, _row(_placed(each), ", ".join(_why(reason, card) for reason in each.why)))
        for each in card.related
    ]
    return [*bodies, *own, *others]


def _row(name: str, why: str) -> str:
    return say("case_row", name=name[:_LONGEST_NAME], why=why)


def _placed(related: Related) -> str:
    here = related.country
    return f"{here} · {related.name}" if here and here != related.name else related.name


def _why(reason: Reason, card: CaseCard) -> str:
    return say(f"case_why_{reason}", body=card.parent)


def _beside_words(beside: Sequence[_Beside]) -> list[str]:
    return [plain(*sentence("case_beside")), *(f"• {inert(each.said)}" for each in beside)] if beside else []


def _beside_blocks(beside: Sequence[_Beside]) -> Iterator[Block]:
    if beside:
        yield block(section(*sentence("case_beside")))
    for each in beside:
        row: Block = {"type": "section", "text": {"type": "plain_text", "text": each.said, "emoji": False}}
        if buttons.can_hold(each.name):
            row["accessory"] = buttons.button(buttons.CASE, Ticket("case", each.name), "open", case=each.name)
        yield row


def _buttons(card: CaseCard, ticket: Ticket, audience: Audience, page: int, pages: int) -> list[Block]:
    named = buttons.can_hold(card.name)
    wanted = {
        buttons.SHARE: audience == "private" and named,
        buttons.BACK: audience != "public" and page > 0,
        buttons.MORE: page < pages - 1 and named,
        buttons.SAVE: named,
        buttons.BRIEF: named,
        **(about_seconds(card_lines_shown(card, page)) if named else {}),
        buttons.REPLY: audience == "dialog" and named,
        buttons.REMOVE: audience == "public",
    }
    return [buttons.button(action, ticket) for action, on in wanted.items() if on]
