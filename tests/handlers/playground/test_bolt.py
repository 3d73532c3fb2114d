"""A bot written with Bolt runs in the playground as it would in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from handlers.playground import Playground

if TYPE_CHECKING:
    from tests.handlers.playground.conftest import Hand

Json = dict[str, Any]
STREETS, ADA = "C0STREETS", "U0ADALIND"


async def test_a_bolt_app_runs_in_it_unchanged(playground: Playground, hand: Hand) -> None:
    app = AsyncApp(client=AsyncWebClient(playground.bot_token, base_url=playground.api_url))

    @app.command("/ask")
    async def ask(ack: AsyncAck, respond: AsyncRespond, command: Json) -> None:
        await ack()
        await respond(f"you asked {command['text']}")

    @app.event("app_mention")
    async def mention(event: Json, say: AsyncSay) -> None:
        await say("here I am", thread_ts=event["ts"])

    handler = AsyncSocketModeHandler(app, playground.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await hand.say(ADA, STREETS, "/ask about streets")
        await hand.waits_for(ADA, STREETS, "you asked about streets")
        await hand.say(ADA, STREETS, "@Listener hello")
        assert (await hand.waits_for(ADA, STREETS, "here I am"))["thread_ts"]
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
