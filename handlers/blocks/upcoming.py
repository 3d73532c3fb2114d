"""What somebody set up for the daily mission case, as their Home tab lists it. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.digests import Due, day_said, named
from handlers.blocks.rich import Block, Row, block, channel, section, sentence, text

# A view may have 100 blocks, and the tab has others to show.
_SHOWN = 6
HOME = "home"


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A subscription with its next date, and the date it is now in its zone."""

    due: Due
    today: date

    @property
    def is_paused(self) -> bool:
        """Whether nothing comes before some later day."""
        until = self.due.subscription.paused_until
        return until is not None and until > self.today


def upcoming(listed: Sequence[Upcoming]) -> list[Block]:
    """Each with its buttons, and below them one to set up another."""
    more = len(listed) - _SHOWN
    name = "digest_another" if listed else "digest_set_up"
    set_up = buttons.button(buttons.DIGEST_CHANGE, Ticket("digest", mark=HOME), name)
    return [
        *(each for row in listed[:_SHOWN] for each in (block(section(*_row(row))), _buttons(row))),
        *([block(section(*sentence("home_digests_more", count=more)))] if more > 0 else []),
        *([] if listed else [block(section(*sentence("home_digests_none")))]),
        buttons.row(set_up),
    ]


def _row(each: Upcoming) -> Row:
    """Where, about what, and when next, as people say it."""
    kept = each.due.subscription
    direct = kept.channel.startswith("D")
    about = named(kept)
    return (
        *(sentence("home_digest_direct") if direct else (channel(kept.channel),)),
        *((text(say("digest_about", about=about)),) if about else ()),
        *_when(each),
    )


def _when(each: Upcoming) -> Row:
    kept = each.due.subscription
    if kept.standing != "on":
        return sentence("home_digest_stopped")
    if each.is_paused and kept.paused_until:
        return sentence("home_digest_paused", day=day_said(kept.paused_until))
    if each.due.next is None:
        return sentence("home_digest_none")
    day = _said(each.due.next, each.today)
    return sentence("home_digest_next", day=day, time=f"{kept.at:%H:%M}", zone=kept.zone)


def _said(day: date, today: date) -> str:
    names = {today: "calendar_today", today + timedelta(days=1): "calendar_tomorrow"}
    return say(names[day]) if day in names else day_said(day)


def _buttons(each: Upcoming) -> Block:
    ticket = Ticket("digest", each.due.subscription.id, mark=HOME)
    turned = buttons.DIGEST_RESUME if each.is_paused else buttons.DIGEST_PAUSE
    off = buttons.button(buttons.DIGEST_OFF, ticket)
    return buttons.row(
        buttons.button(buttons.DIGEST_CHANGE, ticket, "digest_settings"),
        *([buttons.button(turned, ticket)] if each.due.subscription.standing == "on" else []),
        buttons.confirmed(off, "digest_off"),
    )
