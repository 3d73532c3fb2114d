"""What must hold before the bot runs: its tokens are set, and Slack takes them."""

from __future__ import annotations

from collections.abc import Awaitable
from urllib.parse import urlsplit

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import SlackUnreachable, TokenMissing, TokenRefused
from bot.sentences import say
from bot.settings import Settings
from handlers.hearing import FAILURES, word

# What Slack answers when the fault is its own, or the haste ours.
_OUTAGES = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"}
)


def check_tokens(settings: Settings) -> None:
    """Raises TokenMissing where Slack could not be reached, or could not reach the bot."""
    if settings.mode and (settings.bot_token or settings.client_id):
        return
    if settings.mode:
        raise TokenMissing(say("run_no_bot_token"))
    raise TokenMissing(say("run_no_way" if settings.bot_token else "run_no_tokens"))


async def ask_slack(
    client: AsyncWebClient, refused: str, call: Awaitable[AsyncSlackResponse]
) -> AsyncSlackResponse:
    """What Slack answers a call of the start. Raises TokenRefused with the sentence `refused`, or SlackUnreachable."""
    try:
        return await call
    except SlackApiError as error:
        code = word(error)
        if code in _OUTAGES or not code:
            raise unreachable(client) from error
        raise TokenRefused(say(refused, code=code)) from error
    except FAILURES as error:
        raise unreachable(client) from error


def unreachable(client: AsyncWebClient) -> SlackUnreachable:
    """What is raised where Slack does not answer."""
    return SlackUnreachable(say("run_unreachable", host=urlsplit(client.base_url).netloc))


def bot_of(settings: Settings, who: AsyncSlackResponse) -> AuthorizeResult:
    """The bot of the one workspace whose token is set, from what auth.test answers."""
    return AuthorizeResult(
        enterprise_id=who.get("enterprise_id"),
        team_id=who.get("team_id"),
        bot_id=who.get("bot_id"),
        bot_user_id=who.get("user_id"),
        bot_token=settings.bot_token,
    )
