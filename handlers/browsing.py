"""The notes without a question: countries, their cases, topics. Shows lists in place, and lines over them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.errors import AnswerGone
from bot.model import Kind
from bot.sentences import say
from handlers.answering import show
from handlers.blocks.browsing import countries_list, country_list, topics_list
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.saying import Saying
from handlers.desk import Desk
from handlers.requests import Body, Place, press
from handlers.voice import Voice


async def browse(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows what a button leads to."""
    pressed = press(body)
    ticket = pressed.ticket or Ticket()
    if ticket.about not in _LISTS:
        raise AnswerGone(say("button_unknown"))
    shown = await _LISTS[ticket.about](desk, ticket, pressed.place, voice.audience)
    in_place = pressed.private and ticket.about != "chapter"
    await voice.whisper(shown, replace=in_place, thread=pressed.place.thread)


async def _countries(desk: Desk, ticket: Ticket, _: Place, __: Audience) -> Saying:
    return countries_list((await desk.question(desk.casebook.contents)).countries, ticket.page)


async def _country(desk: Desk, ticket: Ticket, _: Place, __: Audience) -> Saying:
    return country_list(ticket.key, await desk.question(desk.casebook.cases_in, ticket.key), ticket.page)


async def _topics(desk: Desk, ticket: Ticket, _: Place, __: Audience) -> Saying:
    contents, kind = await desk.question(desk.casebook.contents), _kind(ticket)
    listed = contents.challenges if kind == "challenge" else contents.approaches
    return topics_list(kind, listed, ticket.page)


async def _topic(desk: Desk, ticket: Ticket, at: Place, audience: Audience) -> Saying:
    answer = await desk.question(desk.casebook.chapter, _kind(ticket), ticket.key)
    if answer is None:
        raise AnswerGone(say("chapter_gone"))
    return await show(desk, answer, at, audience)


def _kind(ticket: Ticket) -> Kind:
    return "approach" if ticket.mark == "approach" else "challenge"


_LISTS: Mapping[str, Callable[[Desk, Ticket, Place, Audience], Awaitable[Saying]]] = {
    "countries": _countries,
    "country": _country,
    "chapters": _topics,
    "chapter": _topic,
}
