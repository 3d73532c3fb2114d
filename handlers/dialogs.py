"""The buttons in a dialog of results. What goes wrong is said in the dialog; only Reply is seen by others."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import AnswerGone, NotInvited
from bot.model import CaseCard
from bot.sentences import say
from handlers.answering import recalled
from handlers.blocks.buttons import Ticket
from handlers.blocks.modals import View
from handlers.blocks.results import CASE, SEARCH, Held, case_dialog, held, search_dialog, similar_dialog
from handlers.blocks.rich import Row, sentence
from handlers.blocks.saying import Saying
from handlers.blocks.views import answer_page
from handlers.desk import Desk
from handlers.requests import Body, Place, Touch, touched
from handlers.voice import Voice


async def turn(desk: Desk, body: Body, voice: Voice) -> None:
    """Another page of what the dialog shows."""
    touch, about = _read(body)
    turned = replace(about, ticket=_ticket(touch))
    await voice.update(touch.view, await _shown(desk, touch, turned))


async def whole(desk: Desk, body: Body, voice: Voice) -> None:
    """The whole case, over the results; one that stands beside it takes its place."""
    touch, _ = _read(body)
    ticket = replace(_ticket(touch), page=0)
    view = case_dialog(await whole_card(desk, ticket), ticket)
    if touch.dialog == CASE:
        await voice.update(touch.view, view)
    else:
        await voice.push(touch.trigger, view)


async def reply(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows the page to everybody in the message's thread, once, in the name of whoever pressed."""
    touch, about = _read(body)
    at, done = replace(touch.place, channel=about.channel, thread=about.thread), about
    try:
        async with desk.once(at.workspace, f"reply:{at.channel}:{at.thread}:{about.ticket.key}") as ours:
            if ours:
                await voice.reply(await _in_thread(desk, about.ticket, at), at.channel, at.thread)
        said, done = ("reply_done" if ours else "reply_twice"), replace(about, channel="", thread="")
    except NotInvited:
        said = "reply_between_others" if at.direct else "reply_not_invited"
    await voice.update(touch.view, await _shown(desk, touch, done, sentence(said)))


async def log_gap(desk: Desk, body: Body, voice: Voice) -> None:
    """Counts the words that the notes could not answer."""
    touch, about = _read(body)
    here = touch.place.workspace
    said = sentence("gap_logged", words=", ".join(about.gap))
    view = await _shown(desk, touch, replace(about, gap=()), said)
    async with desk.once(here, f"gap:{about.ticket.key}") as ours:
        if ours:
            await desk.record(desk.journal.add_gap, here, about.gap, desk.clock())
    await voice.update(touch.view, view)


async def whole_card(desk: Desk, ticket: Ticket) -> CaseCard:
    """The card of the ticket's case. Raises AnswerGone."""
    card = await desk.question(desk.casebook.case, ticket.key)
    if card is None:
        raise AnswerGone(say("case_gone", name=ticket.key))
    return card


async def _shown(desk: Desk, touch: Touch, about: Held, said: Row = ()) -> View:
    """The dialog anew, from the notes as they are now. Raises AnswerGone."""
    if about.ticket.about == "case":
        return case_dialog(await whole_card(desk, about.ticket), about.ticket)
    answer = await recalled(desk, touch.place.workspace, about.ticket)
    return (search_dialog if touch.dialog == SEARCH else similar_dialog)(about, answer, said)


async def _in_thread(desk: Desk, ticket: Ticket, at: Place) -> Saying:
    """The page for everybody in a thread, remembered there, so that they can go on from it."""
    answer = await recalled(desk, at.workspace, ticket)
    now, page = desk.clock(), ticket.page
    where = (at.channel, now, at.thread, page)
    key = await desk.record(desk.journal.remember, at.workspace, answer, *where)
    return answer_page(answer, Ticket("answer", key, page, at.person), "public", at.person)


def _read(body: Body) -> tuple[Touch, Held]:
    touch = touched(body)
    about = held(touch.metadata)
    if about is None:
        raise AnswerGone(say("button_unknown"))
    return touch, about


def _ticket(touch: Touch) -> Ticket:
    if touch.ticket is None:
        raise AnswerGone(say("button_unknown"))
    return touch.ticket
