"""The two shortcuts, each a dialog for one person: what is like a message, and the search of the casebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import AnswerGone
from bot.model import Answer
from bot.sentences import say
from handlers.blocks.buttons import FIND, Ticket, read
from handlers.blocks.modals import Reply, View, closing, errors, push, update
from handlers.blocks.results import (
    WORDS,
    Held,
    case_dialog,
    search_dialog,
    similar_dialog,
    suggestions,
    typed_in,
)
from handlers.blocks.rich import Element
from handlers.blocks.saying import one
from handlers.desk import Desk
from handlers.dialogs import whole_card
from handlers.requests import Body, picked, submission, touched, trigger, typed, workspace
from handlers.voice import Voice
from handlers.words import has_words, heard, understand


async def similar(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows what the notes say that is like a message. Its words are read here, once, and not kept."""
    message = picked(body)
    words = heard(message.said)
    if not has_words(words):
        await voice.open(message.trigger, closing(one("similar_no_words").blocks))
        return
    answer = await desk.question(desk.casebook.ask, words)
    # Nor are those of its words kept that no note has, for they were not said to the bot.
    ticket = await _remembered(
        desk, replace(answer, unmatched=(), unknown_places=()), message.place.workspace
    )
    about = Held(ticket, message.place.channel, message.place.thread, answer.gap)
    await voice.open(message.trigger, similar_dialog(about, answer))


async def search(_: Desk, body: Body, voice: Voice) -> None:
    """Opens the search."""
    await voice.open(trigger(body), search_dialog(Held(Ticket())))


async def suggest(desk: Desk, body: Body) -> Sequence[Element]:
    """What somebody who types into the search may mean."""
    words = heard(typed(body))
    return suggestions(*await desk.question(desk.casebook.suggest, words), words)


async def choose(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows what was chosen from the suggestions: a case over the search, anything else in it."""
    touch = touched(body)
    if touch.ticket is None:
        return
    if touch.ticket.about == "case":
        await voice.push(touch.trigger, case_dialog(await whole_card(desk, touch.ticket), touch.ticket))
    else:
        await voice.update(touch.view, await _chosen(desk, touch.ticket, touch.place.workspace))


async def find(desk: Desk, body: Body) -> Reply:
    """Looks for what was typed, or else for what was chosen."""
    values, here = submission(body).values, workspace(body)
    (own, block), (chosen, _) = typed_in(values, WORDS), typed_in(values, FIND)
    words, ticket = heard(own), read(chosen)
    if has_words(words):
        return update(await _looked_for(desk, words, here))
    if ticket is None:
        return errors({block: say("find_nothing")})
    if ticket.about == "case":
        return push(case_dialog(await whole_card(desk, ticket), ticket))
    return update(await _chosen(desk, ticket, here))


async def _looked_for(desk: Desk, words: str, here: str) -> View:
    answer = await _answered(desk, words)
    return search_dialog(Held(await _remembered(desk, answer, here), gap=answer.gap), answer, words=words)


async def _answered(desk: Desk, words: str) -> Answer:
    """The answer to words as they would stand behind the command."""
    asked = understand(words)
    if asked.verb == "compare":
        compared = await desk.question(desk.casebook.compare, asked.words)
        if isinstance(compared, Answer):
            return compared
    if asked.verb == "who":
        tried = await desk.question(desk.casebook.who, asked.words)
        if isinstance(tried, Answer):
            return tried
    sought = asked.words if asked.verb in ("ask", "case") else words
    return await desk.question(desk.casebook.ask, sought or words, kind=asked.kind)


async def _chosen(desk: Desk, ticket: Ticket, here: str) -> View:
    if ticket.about == "words":
        return await _looked_for(desk, ticket.key, here)
    answer = await desk.question(desk.casebook.topic, ticket.key)
    if answer is None:
        raise AnswerGone(say("topic_gone", name=ticket.key))
    return search_dialog(Held(await _remembered(desk, answer, here)), answer, topic=ticket.key)


async def _remembered(desk: Desk, answer: Answer, here: str) -> Ticket:
    # In no conversation, so that nobody goes on from it in one.
    return Ticket("answer", await desk.record(desk.journal.remember, here, answer, "", desk.clock()))
