"""In which language somebody is answered: their own where Slack tells it, else the setting's. Keeps it for a day.

Also in which time zone they are, which is asked anew each time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.digest.calendar import zones
from bot.sentences import nearest, speak
from handlers.desk import Desk
from handlers.hearing import FAILURES
from handlers.requests import place

_DAY = 24 * 3600.0
# Slack waits three seconds for an acknowledgement; whoever is slower is answered in the setting's language.
_PATIENCE = 0.7
_MOST_PEOPLE = 10_000


class Tongues:
    """The languages of people, by workspace and person, each asked for once a day; in memory only."""

    def __init__(self, language: str, clock: Callable[[], float]) -> None:
        self._language, self._clock = language, clock
        self._known: dict[tuple[str, str], tuple[str, float]] = {}

    async def of(self, team: str, person: str, client: AsyncWebClient) -> str:
        """The language to answer a person in."""
        language, asked = self._known.get((team, person), ("", -_DAY))
        now = self._clock()
        if now - asked < _DAY:
            return language
        language = await self._told(person, client) or self._language
        if len(self._known) >= _MOST_PEOPLE:
            self._known.clear()
        self._known[team, person] = language, now
        return language

    async def _told(self, person: str, client: AsyncWebClient) -> str | None:
        """What the person's profile says; None where it may not be read, or has no catalogue."""
        return nearest(str((await _profile(person, client)).get("locale") or ""))


async def zone_of(person: str, client: AsyncWebClient) -> str:
    """The time zone of a person's profile; empty where it may not be read, or this machine does not know it."""
    zone = str((await _profile(person, client)).get("tz") or "")
    return zone if zone in zones() else ""


async def _profile(person: str, client: AsyncWebClient) -> Mapping[str, Any]:
    """What Slack tells of a person; nothing where it may not be read, or takes too long."""
    try:
        async with asyncio.timeout(_PATIENCE):
            told = await client.users_info(user=person, include_locale=True)
    except FAILURES:
        return {}
    return told.get("user") or {}


def speaker(desk: Desk) -> Callable[..., Awaitable[BoltResponse]]:
    """The middleware that makes all that is said to a request be of the language of whoever sent it."""
    tongues = Tongues(desk.settings.locale, desk.clock)

    async def listen(
        body: dict[str, Any],
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        at = place(body)
        speak(await tongues.of(at.team, at.person, context.client) if at.person else desk.settings.locale)
        return await next()

    return listen
