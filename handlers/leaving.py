"""A workspace takes Casebook away, or its token: from then on nothing is said there. Tells nobody."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.digest.replies import NOT_GRANTED, Reply, meaning
from handlers import requests
from handlers.boundary import log
from handlers.desk import Desk
from handlers.hearing import word
from handlers.requests import Body, workspace
from handlers.tokens import postman
from handlers.voice import Voice


async def uninstalled(desk: Desk, body: Body, _: Voice) -> None:
    """The app was removed; its token is revoked as well, and which of the two is told first is not certain."""
    await _leave(desk, workspace(body), "app_uninstalled")


async def revoked(desk: Desk, body: Body, _: Voice) -> None:
    """Tokens were revoked: those of people are none of ours."""
    if requests.revoked(body):
        await _leave(desk, workspace(body), "token_revoked")


async def withdrawn(desk: Desk, body: Body, _: Voice) -> None:
    """Workspaces of an organisation took it away. The organisation, by whose id what it added is kept, goes on."""
    for team in requests.withdrawn(body):
        await _leave(desk, team, "team_access_revoked")


async def _leave(desk: Desk, left: str, reason: str) -> None:
    held = await desk.record(desk.journal.installs.find, left)
    token = held.bot_token if held else desk.settings.bot_token
    # What Slack tells late may be about an installation that another one has taken the place of.
    if token and await _still_works(desk, token):
        return
    desk.installed.pop(left, None)
    if await desk.record(desk.journal.installs.leave, left, reason, desk.clock()):
        log.info("%s left: %s", left, reason)


async def _still_works(desk: Desk, token: str) -> bool:
    """Whether Slack takes the token. Raises what it cannot tell, so that Slack sends the event again."""
    try:
        await postman(desk, token).auth_test()
    except SlackApiError as error:
        said = word(error)
        if said != NOT_GRANTED and meaning(Reply(error=said)) != "workspace":
            raise
        return False
    return True
