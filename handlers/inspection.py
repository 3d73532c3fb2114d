"""What Slack says of the installed app, for casebook doctor. Asks once; changes nothing there."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parsedate_to_datetime

from bot.examining import SeenSlack
from bot.settings import Settings
from handlers.starting import ask_slack
from handlers.voice import client


async def seen_slack(settings: Settings, clock: Callable[[], float]) -> SeenSlack:
    """The workspace, the scopes it granted, and how far our clock is ahead. Raises TokenRefused, SlackUnreachable."""
    asking = client(settings.bot_token, settings.api_url, settings.proxy)
    who = await ask_slack(asking, "run_bot_token_refused", asking.auth_test())
    told = {name.lower(): value for name, value in who.headers.items()}
    granted = frozenset(each.strip() for each in told.get("x-oauth-scopes", "").split(",") if each.strip())
    theirs = parsedate_to_datetime(told["date"]).timestamp() if "date" in told else clock()
    return SeenSlack(str(who.get("team") or ""), granted, clock() - theirs)
