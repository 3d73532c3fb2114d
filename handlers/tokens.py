"""With what Casebook speaks in each workspace: read once a minute, renewed before it ends, given up at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.digest.delivering import TIMEOUT
from bot.model import Installation
from handlers.boundary import described, log
from handlers.desk import Desk
from handlers.hearing import FAILURES
from handlers.voice import postman_client
from handlers.watching import watched

Clients = Callable[[str], Awaitable[AsyncWebClient | None]]

# So long another machine's word that a workspace left, or has a new token, may take to be heard here.
_BELIEVED = 60.0
# As early as Slack's own SDK: a token that expires lives twelve hours.
_EARLY = 2 * 3600.0
# Whoever finds a token that has ended waits so long, a second at a time, for the one who renews it.
_TRIES = 10
_MOST = 10_000


async def installation(desk: Desk, workspace: str) -> Installation | None:
    """What Casebook speaks with in a workspace now; None where it is not installed. Slack is asked only to renew."""
    held, until = desk.installed.get(workspace, (None, 0.0))
    if held is None or until <= desk.clock():
        held = await desk.record(desk.journal.installs.find, workspace)
    if held and held.expires is not None and held.expires - _EARLY <= desk.clock():
        held = await _renewed(desk, held)
    if held is None:
        desk.installed.pop(workspace, None)
        return None
    if len(desk.installed) >= _MOST:
        desk.installed.clear()
    desk.installed[workspace] = held, desk.clock() + _BELIEVED
    return held


def authorizing(desk: Desk) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    """As whom a request is answered; None, which Bolt tells whoever asked, where Casebook is not installed."""

    async def authorize(
        context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        whole = bool(context.is_enterprise_install and enterprise_id)
        held = await installation(desk, (enterprise_id if whole else team_id) or "")
        if held is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=held.bot_id,
            bot_user_id=held.bot_user,
            bot_token=held.bot_token,
        )

    return authorize


def always(client: AsyncWebClient) -> Clients:
    """The one client there is where a workspace's token is a setting."""

    async def client_of(_: str) -> AsyncWebClient | None:
        return client

    return client_of


def clients(desk: Desk) -> Clients:
    """The postman's client of each workspace; None where Casebook is not installed."""

    async def client_of(workspace: str) -> AsyncWebClient | None:
        held = await installation(desk, workspace)
        return postman(desk, held.bot_token) if held else None

    return client_of


def postman(desk: Desk, token: str) -> AsyncWebClient:
    """A client that asks Slack once, with a token."""
    settings = desk.settings
    return watched(postman_client(token, settings.api_url, TIMEOUT, settings.proxy), desk)


async def _renewed(desk: Desk, held: Installation) -> Installation | None:
    """The installation with a token that lasts, whoever of all machines renews it; else as it is."""
    installs = desk.journal.installs
    for _ in range(_TRIES):
        if await desk.record(installs.lease, held, desk.clock()):
            return await _exchanged(desk, held)
        # Somebody else is at it, or has done it; meanwhile the token they replace still works.
        found = await desk.record(installs.find, held.workspace)
        if found is None or found.expires is None or found.expires > desk.clock():
            return found
        held = found
        await asyncio.sleep(1)
    return held


async def _exchanged(desk: Desk, held: Installation) -> Installation | None:
    settings = desk.settings
    client = postman(desk, "")
    try:
        answered = await client.oauth_v2_access(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            grant_type="refresh_token",
            refresh_token=held.refresh_token,
        )
    except FAILURES as error:
        # A minute later somebody tries again; where nobody succeeds, the digests of the workspace are suspended.
        log.error("could not renew the token of %s: %s", held.workspace, described(error))
        return held
    after = replace(
        held,
        bot_token=answered["access_token"],
        refresh_token=answered["refresh_token"],
        expires=desk.clock() + float(answered["expires_in"]),
    )
    kept = await desk.record(desk.journal.installs.renew, held, after)
    return kept or await desk.record(desk.journal.installs.find, held.workspace)
