"""What stands under a page: what has left the notes, which page it is, who shared it, the buttons. Sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model import Answer, Line
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.lines import count
from handlers.blocks.rich import Block, Row, person, sentence, text
from handlers.blocks.seconds import about_seconds


def mended(answer: Answer) -> list[Row]:
    """How the words were read where that is not as they were typed."""
    slips = ", ".join(meant for _, meant in answer.slips)
    return [sentence("answer_slips", words=slips)] if slips else []


def foot(answer: Answer, page: int, last: int, shared_by: str) -> list[Row]:
    """What is said under a page; pages count from 0."""
    rows: list[Row] = [
        (text(count("answer_gone", answer.gone).strip("_"), "italic"),) if answer.gone else (),
        sentence("answer_page", page=page + 1, pages=last + 1) if last else (),
        (text(say("answer_shared")), person(shared_by)) if shared_by else (),
    ]
    return [row for row in rows if row]


def turning(
    ticket: Ticket, audience: Audience, last: int, shown: Sequence[Line], more: Mapping[str, bool]
) -> tuple[Block, ...]:
    """The buttons of a page that shows some lines; `more` are those of its view, and whether each is there."""
    wanted = {
        buttons.SHARE: audience == "private",
        buttons.BACK: audience != "public" and ticket.page > 0,
        buttons.MORE: ticket.page < last,
        **more,
        **about_seconds(shown),
        buttons.REPLY: audience == "dialog" and bool(shown),
        buttons.REMOVE: audience == "public",
    }
    made = [buttons.button(action, ticket) for action, on in wanted.items() if on]
    row = (buttons.row(*made),) if made else ()
    return row if audience == "dialog" else (*row, buttons.feedback(ticket))
