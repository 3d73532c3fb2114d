"""The buttons under an answer. Each shows something to whoever pressed it, but for Share and Remove."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import AnswerGone, Unsure
from bot.sentences import say
from handlers.answering import in_its_place, recalled, say_again, say_topics, show, what_helped
from handlers.blocks import buttons
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.cards import brief_modal
from handlers.blocks.modals import Reply
from handlers.blocks.saying import Saying, one
from handlers.desk import Desk
from handlers.requests import Body, Place, Press, press
from handlers.voice import Unheard, Voice


async def share(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows a private answer to everybody there, once, in the name of whoever pressed."""
    pressed, at = _read(body)
    async with desk.once(at.workspace, f"share:{at.channel}:{pressed.message}") as ours:
        if not ours:
            await voice.whisper(one("share_twice"), thread=at.thread)
            return
        ticket = replace(_ticket(pressed), owner=at.person)
        shown = await say_again(desk, at.workspace, ticket, "public", shared_by=at.person)
        await voice.aloud(shown, at.channel, at.thread)
    await _settle(voice)


async def more(desk: Desk, body: Body, voice: Voice) -> None:
    """The next page, or the one before: in place of a private answer, and privately under a public one."""
    pressed, at = _read(body)
    ticket = _ticket(pressed)
    step = -1 if pressed.action == buttons.BACK else 1
    turned = replace(ticket, page=max(ticket.page + step, 0), owner=at.person)
    shown = await say_again(desk, at.workspace, turned, voice.audience)
    await voice.whisper(shown, replace=pressed.private, thread=at.thread)


async def case(desk: Desk, body: Body, voice: Voice) -> None:
    """The whole case; one that stands beside it takes its place in a dialog."""
    pressed, at = _read(body)
    ticket = replace(_ticket(pressed), page=0, owner=at.person)
    shown, beside = (
        await say_again(desk, at.workspace, ticket, voice.audience),
        voice.about.ticket.about == "case",
    )
    await voice.whisper(shown, replace=beside, thread=at.thread)


async def brief(desk: Desk, body: Body, voice: Voice) -> None:
    """Opens a case as plain text, to copy."""
    pressed, _ = _read(body)
    key = _ticket(pressed).key
    card = await desk.question(desk.casebook.case, key)
    if card is None:
        raise AnswerGone(say("case_gone", name=key))
    await voice.open(pressed.trigger, brief_modal(card))


async def done(_desk: Desk, _body: Body) -> Reply:
    """Closes a dialog that was only read; what stands in it is nobody's business."""
    return {}


async def challenges(desk: Desk, body: Body, voice: Voice) -> None:
    """What got in the way where the answer's first group stands."""
    pressed, at = _read(body)
    shown = await _challenges(desk, _ticket(pressed), at, voice.audience)
    await voice.whisper(shown, thread=at.thread)


async def helped(desk: Desk, body: Body, voice: Voice) -> None:
    """What helped against the challenges that the answer shows, or that the words resemble which it answers."""
    pressed, at = _read(body)
    answer = await what_helped(desk, at.workspace, _ticket(pressed))
    await voice.whisper(await show(desk, answer, at, voice.audience), thread=at.thread)


async def topics(desk: Desk, body: Body, voice: Voice) -> None:
    """What the notes cover."""
    _, at = _read(body)
    await voice.whisper(await say_topics(desk), thread=at.thread)


async def rate(desk: Desk, body: Body, voice: Voice) -> None:
    """Counts a thumb."""
    pressed, at = _read(body)
    ticket = _ticket(pressed)
    helpful = ticket.mark == "helpful"
    await desk.record(desk.journal.rate, at.workspace, ticket.key, at.person, desk.clock(), helpful=helpful)
    await voice.whisper(one("rate_thanks"), thread=at.thread)


async def remove(_: Desk, body: Body, voice: Voice) -> None:
    """Takes a public answer away, for whoever asked for it or shared it."""
    pressed, at = _read(body)
    if at.person != _ticket(pressed).owner:
        await voice.whisper(one("remove_not_yours"), thread=at.thread)
        return
    await voice.remove(at.channel, pressed.message)


async def _challenges(desk: Desk, ticket: Ticket, at: Place, audience: Audience) -> Saying:
    answer = await in_its_place(desk, await recalled(desk, at.workspace, ticket), ticket.page, "challenge")
    if answer is None:
        raise AnswerGone(say("answer_empty"))
    return await show(desk, answer, at, audience)


async def _settle(voice: Voice) -> None:
    try:
        await voice.whisper(one("share_done"), replace=True)
    except (Unheard, Unsure):
        # It was shared; the private copy fades by itself.
        return


def _read(body: Body) -> tuple[Press, Place]:
    pressed = press(body)
    return pressed, pressed.place


def _ticket(pressed: Press) -> Ticket:
    if pressed.ticket is None:
        raise AnswerGone(say("button_unknown"))
    return pressed.ticket
