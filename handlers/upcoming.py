"""When what somebody set up comes next. Reads the journal and the clock; says nothing."""

from __future__ import annotations

from bot.digest import calendar
from bot.model import Subscription
from handlers.blocks.digests import Due
from handlers.blocks.upcoming import Upcoming
from handlers.desk import Desk


def due(desk: Desk, each: Subscription) -> Due:
    """A subscription, and when its next case comes."""
    following = calendar.coming(each, desk.clock())
    return Due(each, following.day if following else None)


async def of_person(desk: Desk, team: str, person: str) -> tuple[Upcoming, ...]:
    """What a person set up in a workspace, with the date it is there."""
    kept = await desk.record(desk.journal.digests.of_person, team, person)
    return tuple(Upcoming(due(desk, each), calendar.local(desk.clock(), each.zone).date()) for each in kept)
