"""What waits for the curators, and what they decide. Answers curators only, and never in public."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import AnswerGone, NotACurator
from bot.model import Reviewed, Stamp
from bot.sentences import plain, say
from handlers.blocks.buttons import Ticket
from handlers.blocks.gaps import corrected, correction_modal, gap_key, gaps_list
from handlers.blocks.modals import RIGHT, Reply, errors
from handlers.blocks.saying import Saying, one
from handlers.blocks.seconds import key
from handlers.desk import Desk
from handlers.requests import Body, Place, press, submission
from handlers.voice import Voice


def is_curator(desk: Desk, at: Place) -> bool:
    """Whether this person curates the notes."""
    return at.person in desk.settings.curators


async def say_gaps(desk: Desk, at: Place) -> Saying:
    """What waits, for a curator; for anybody else a sentence."""
    if not desk.settings.curators:
        return one("gaps_no_curator", person=at.person)
    if not is_curator(desk, at):
        return one("gaps_curators_only")
    return await _list(desk, at)


async def correct(desk: Desk, body: Body, voice: Voice) -> None:
    """Opens the dialog that asks for the right second."""
    pressed = press(body)
    reviewed = await _under_review(desk, pressed.ticket, pressed.place)
    await voice.open(pressed.trigger, correction_modal(reviewed))


async def keep(desk: Desk, body: Body, voice: Voice) -> None:
    """Takes a second off the list as it is, and shows what is left in place of the list."""
    pressed = press(body)
    reviewed = await _under_review(desk, pressed.ticket, pressed.place)
    await desk.record(desk.journal.settle, reviewed.review.statement, reviewed.review.raw)
    said = "review_kept" if reviewed.stamp else "review_dropped"
    await voice.whisper(await _list(desk, pressed.place, said), replace=True)


async def close(desk: Desk, body: Body, voice: Voice) -> None:
    """Takes the gaps off the list that were shown as answered, and shows what is left in place of the list."""
    pressed = press(body)
    here, ticket = pressed.place.workspace, pressed.ticket
    if not is_curator(desk, pressed.place):
        raise NotACurator(plain("gaps_curators_only"))
    shown = ticket.key.split() if ticket and ticket.about == "gap" else []
    listed = await desk.record(desk.journal.gaps, here)
    meant = [each.words for each in listed if gap_key(each) in shown]
    if not meant:
        raise AnswerGone(say("review_settled"))
    await desk.record(desk.journal.close_gaps, here, meant)
    await voice.whisper(await _list(desk, pressed.place, "gaps_closed"), replace=True)


async def accept(desk: Desk, body: Body) -> Reply:
    """Takes the second a curator gave, and uses it at once."""
    sent = submission(body)
    reviewed = await _under_review(desk, sent.ticket, sent.place)
    review, stamp = reviewed.review, reviewed.stamp
    if stamp is None:
        raise AnswerGone(say("wrong_gone"))
    second, fault = read_second(desk, sent.values.get(RIGHT, ""), stamp)
    if second is None:
        return errors({RIGHT: fault or say("wrong_time")})
    given = (review.note, review.statement, review.raw, second, desk.clock())
    await desk.record(desk.journal.correct, *given)
    await desk.learn()
    [now] = await desk.question(desk.casebook.reviewed, [review])
    return corrected(now)


def read_second(desk: Desk, written: str, stamp: Stamp) -> tuple[int | None, str]:
    """The second of the stamp's talk that somebody typed, None for nothing; or what is wrong with it."""
    if not written.strip():
        return None, ""
    second = desk.casebook.second(written, stamp)
    if second is not None:
        return second, ""
    late = desk.casebook.second(written, replace(stamp, ends="")) is not None
    return None, say("wrong_end", ends=stamp.ends) if late else say("wrong_time")


async def _list(desk: Desk, at: Place, said: str = "") -> Saying:
    gaps = await desk.record(desk.journal.gaps, at.workspace)
    reviews = await desk.record(desk.journal.reviews)
    return gaps_list(await desk.question(desk.casebook.waiting, gaps, reviews), said)


async def _under_review(desk: Desk, ticket: Ticket | None, at: Place) -> Reviewed:
    """The second that a ticket means, as it stands now. Raises NotACurator, AnswerGone."""
    if not is_curator(desk, at):
        raise NotACurator(plain("gaps_curators_only"))
    reviews = await desk.record(desk.journal.reviews)
    meant = [each for each in reviews if ticket and ticket.key == key(each.statement, each.raw)]
    if not meant or ticket is None or ticket.about != "review":
        raise AnswerGone(say("review_settled"))
    [reviewed] = await desk.question(desk.casebook.reviewed, meant[:1])
    return reviewed
