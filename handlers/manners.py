"""Whom the bot answers, and where. Decides; the one middleware here only carries it out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Literal

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.errors import TooLate, Unsure
from bot.settings import Settings
from handlers.blocks import buttons
from handlers.blocks.modals import closing
from handlers.blocks.saying import one
from handlers.hearing import FAILURES
from handlers.requests import Body, Place, installed, left_alone, place, trigger
from handlers.voice import Unheard, Voice, voice_for

Verdict = Literal["welcome", "left alone", "outsider", "elsewhere"]


def verdict(body: Body, home: frozenset[str], settings: Settings) -> Verdict:
    """Whether this is answered. `home` are the ids of the bot's own workspace and organisation."""
    if left_alone(body):
        return "left alone"
    at = place(body)
    if (_from_outside(body, at, home) or _among_others(body)) and not settings.outsiders:
        return "outsider"
    return "elsewhere" if _elsewhere(body, at, settings.channels) else "welcome"


def keeper(settings: Settings) -> Callable[..., Awaitable[BoltResponse | None]]:
    """The middleware that stops what is not answered: silently for events, with a sentence for the rest."""

    async def keep(
        body: dict[str, Any],
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse | None:
        found = verdict(body, _home(context), settings)
        if found == "welcome":
            return await next()
        if "event" not in body:
            await _refuse(found, trigger(body), voice_for(context.client, body, context.response_url))
        return BoltResponse(status=200)

    return keep


def _from_outside(body: Body, at: Place, home: frozenset[str]) -> bool:
    if not (at.team and home) or at.team in home:
        return False
    # Which workspaces an organisation has, Slack does not say; only of a channel whether others share it.
    _, _, whole = installed(body)
    return not whole or bool(body.get("is_ext_shared_channel"))


def _among_others(body: Body) -> bool:
    """Whether a link stands in a channel shared with others: Slack does not say whose people pasted it."""
    return _is_link(body) and bool(body.get("is_ext_shared_channel"))


def _is_link(body: Body) -> bool:
    return bool(body.get("event", {}).get("type") == "link_shared")


def _elsewhere(body: Body, at: Place, channels: frozenset[str]) -> bool:
    # A link may stand in a conversation of two others.
    direct = at.direct and not (_is_link(body) and not body["event"].get("is_bot_user_member"))
    # A dialog stands in no conversation; it was opened from one where the bot speaks.
    spoken_in = direct or not at.channel or at.channel in channels
    return bool(channels) and not spoken_in and not _removes(body)


async def _refuse(found: Verdict, opens: str, voice: Voice) -> None:
    saying = one("outsider" if found == "outsider" else "elsewhere")
    try:
        await voice.whisper(saying)
    except Unsure:
        return
    except (Unheard, TooLate):
        # There is no other way to reach somebody in a conversation the bot stays out of.
        with suppress(TooLate, *FAILURES):
            if opens:
                await voice.open(opens, closing(saying.blocks))


def _home(context: AsyncBoltContext) -> frozenset[str]:
    who = context.authorize_result
    return frozenset(filter(None, (who.team_id, who.enterprise_id))) if who else frozenset()


def _removes(body: Body) -> bool:
    return any(action.get("action_id") == buttons.REMOVE for action in body.get("actions", ()))
