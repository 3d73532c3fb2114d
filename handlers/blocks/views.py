"""The page of an answer, whichever way its groups belong together. Sends nothing."""

from __future__ import annotations

from bot.model import Answer, Line
from handlers.blocks import answers, comparisons, trying
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.saying import Saying


def answer_page(answer: Answer, ticket: Ticket, audience: Audience, shared_by: str = "") -> Saying:
    """The page of the answer that the ticket names, with its buttons."""
    if answer.view == "compare":
        return comparisons.comparison_page(answer, ticket, audience, shared_by)
    if answer.view == "who":
        return trying.who_page(answer, ticket, audience, shared_by)
    return answers.answer_page(answer, ticket, audience, shared_by)


def last_page(answer: Answer) -> int:
    """The number of the answer's last page, from 0."""
    if answer.view == "compare":
        return comparisons.last_page(answer)
    return trying.last_page(answer) if answer.view == "who" else answers.last_page(answer)


def lines_shown(answer: Answer, page: int) -> tuple[Line, ...]:
    """The lines that a page of the answer shows."""
    if answer.view == "compare":
        return comparisons.lines_shown(answer, page)
    return (
        trying.lines_shown(answer, page) if answer.view == "who" else answers.answer_lines_shown(answer, page)
    )
