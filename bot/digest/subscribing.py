"""What becomes of a channel's subscriptions when somebody asks for something. Decides; keeps nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.digest import calendar
from bot.errors import BadOrder
from bot.model import Kind, Subscription
from bot.sentences import say

# One case a day is a guest at the table; more than three a day are noise.
MOST = 3


def identity(
    workspace: str, channel: str, topic: str = "", country: str = "", kind: Kind | None = None
) -> str:
    """A subscription's id: the same for the same channel and cases, so that off and on again is no new one."""
    told = "\0".join((workspace, channel, topic.casefold(), country.casefold(), kind or ""))
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def subscribed(
    wanted: Subscription, held: Iterable[Subscription], now: float, last: float | None = None
) -> Subscription:
    """What a channel holds from now on in place of the subscription of that id, or beside the others it holds.

    `last` is when the channel was given a case of this subscription last, in seconds since 1970. Raises BadOrder.
    """
    others = [each for each in held if each.id != wanted.id]
    if len(others) >= MOST:
        raise BadOrder(say("order_most"))
    if not wanted.weekdays:
        raise BadOrder(say("order_no_days"))
    if wanted.holidays and wanted.holidays not in calendar.countries():
        raise BadOrder(say("order_no_holidays"))
    return calendar.moved(wanted, now, last)


def meant(held: Iterable[Subscription], about: str) -> tuple[Subscription, ...]:
    """Those of a channel's subscriptions that are about something; all where nothing is named. Raises BadOrder."""
    held = tuple(held)
    if not held:
        raise BadOrder(say("order_none_here"))
    wanted = about.casefold()
    found = tuple(each for each in held if not wanted or wanted in [told.casefold() for told in _about(each)])
    if not found:
        both = f" {say('line_and')} "
        told = (both.join(_about(each)) or say("order_anything") for each in held)
        named = ", ".join(say("order_about", about=each) for each in told)
        raise BadOrder(say("order_not_about", about=about[:40], named=named))
    return found


def paused(subscription: Subscription, until: date) -> Subscription:
    """Without a case before that local date."""
    return replace(subscription, paused_until=until)


def resumed(subscription: Subscription, now: float, last: float | None = None) -> Subscription:
    """Without its pause; nothing comes within 12 h of `last`, when its channel was given a case."""
    return calendar.moved(replace(subscription, paused_until=None), now, last)


def skipped(subscription: Subscription, now: float) -> Subscription:
    """Without its next case, and then as before. Raises BadOrder where there is none to leave out."""
    following = calendar.coming(subscription, now)
    if following is None:
        raise BadOrder(say("order_no_next"))
    return replace(subscription, paused_until=following.day + timedelta(days=1))


def _about(subscription: Subscription) -> list[str]:
    return [each for each in (subscription.topic, subscription.country, subscription.kind) if each]
