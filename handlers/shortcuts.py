"""The two shortcuts, each a dialog for one person: what is like a message, and the search of the casebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import AnswerGone
from bot.model import Answer
from bot.sentences import say
from handlers.answering import say_again, unkept
from handlers.blocks import buttons
from handlers.blocks.buttons import FIND, Ticket, read
from handlers.blocks.modals import Reply, View, closing, errors, push, update
from handlers.blocks.results import (
    SIMILAR,
    WORDS,
    Held,
    results,
    search_dialog,
    suggestions,
    typed_in,
)
from handlers.blocks.rich import Element
from handlers.blocks.saying import Saying, one
from handlers.blocks.views import answer_page
from handlers.desk import Desk
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
    kept = replace(answer, unmatched=(), unknown_places=())
    about = Held(channel=message.place.channel, thread=message.place.thread)
    await voice.open(
        message.trigger, results(await _page(desk, answer, kept, message.place.workspace), about, SIMILAR)
    )


async def search(_: Desk, body: Body, voice: Voice) -> None:
    """Opens the search."""
    await voice.open(trigger(body), search_dialog())


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
        await voice.push(touch.trigger, await _case(desk, touch.ticket, touch.place.workspace))
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
        return push(await _case(desk, ticket, here))
    return update(await _chosen(desk, ticket, here))


async def _looked_for(desk: Desk, words: str, here: str) -> View:
    answer = await _answered(desk, words)
    return search_dialog(await _page(desk, answer, answer, here), words=words)


async def _case(desk: Desk, ticket: Ticket, here: str) -> View:
    """The whole case, over the search."""
    return results(await say_again(desk, here, ticket, "dialog"), Held(over=True))


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
    return search_dialog(await _page(desk, answer, answer, here), topic=ticket.key)


async def _page(desk: Desk, answer: Answer, kept: Answer, here: str) -> Saying:
    """The first page of an answer, of which `kept` is remembered; what it lacks can be logged as a gap."""
    # In no conversation, so that nobody goes on from it in one.
    key = await desk.spared(desk.journal.remember, here, kept, "", desk.clock())
    page = answer_page(answer, Ticket("answer", key or ""), "dialog")
    if not key:
        return unkept(page)
    return page.under(buttons.gap(answer.gap, key)) if answer.gap else page
