"""What Slack says of the installed app, asked of the workspace on this machine."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.errors import SlackUnreachable, TokenRefused
from bot.settings import load
from handlers.inspection import seen_slack
from handlers.manifest import manifest, reasons
from handlers.playground import Playground


async def test_the_workspace_tells_its_name_the_scopes_and_the_time(tmp_path: Path) -> None:
    settings = load({}, tmp_path)
    playground = Playground(manifest(settings))
    await playground.start(0)
    try:
        given = {"SLACK_BOT_TOKEN": playground.bot_token, "SLACK_API_URL": playground.api_url}
        seen = await seen_slack(load(given, tmp_path), time.time)
        assert seen.team == "Mission Office"
        assert seen.scopes == reasons(settings).keys()
        assert abs(seen.ahead) < 5
        with pytest.raises(TokenRefused, match="invalid_auth"):
            await seen_slack(load({**given, "SLACK_BOT_TOKEN": "xoxb-other"}, tmp_path), lambda: 0.0)
    finally:
        await playground.stop()
    with pytest.raises(SlackUnreachable):
        await seen_slack(load(given, tmp_path), lambda: 0.0)
