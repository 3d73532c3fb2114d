"""A playground, three people at its page, and a bot that only listens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from handlers.playground import Playground

Json = dict[str, Any]


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


class Bot:
    """A Web API client, and a Socket Mode client that keeps what it hears.

    `answers` says with what payload each kind of envelope is acknowledged; a kind set to None is not
    acknowledged at all.
    """

    def __init__(self, playground: Playground) -> None:
        self.web = AsyncWebClient(playground.bot_token, base_url=playground.api_url)
        self.socket = SocketModeClient(playground.app_token, web_client=self.web, ping_interval=60)
        self.socket.socket_mode_request_listeners.append(self._hear)
        self.heard: asyncio.Queue[SocketModeRequest] = asyncio.Queue()
        self.answers: dict[str, Json | None] = {}

    async def _hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = self.answers.get(request.type, {})
        if answer is not None:
            response = SocketModeResponse(request.envelope_id, answer or None)
            await client.send_socket_mode_response(response)
        self.heard.put_nowait(request)

    async def next(self, kind: str, seconds: float = 3) -> SocketModeRequest:
        """The next envelope of this kind; others before it are let go."""
        async with asyncio.timeout(seconds):
            while (request := await self.heard.get()).type != kind:
                pass
        return request

    async def quiet(self, seconds: float = 0.15) -> bool:
        """Whether nothing at all arrives for a while."""
        await asyncio.sleep(seconds)
        return self.heard.empty()


class Hand:
    """Does on the page's own interface what a person does on the page."""

    def __init__(self, playground: Playground, session: aiohttp.ClientSession) -> None:
        self.playground, self.session = playground, session

    async def __call__(self, person: str, deed: str, **given: object) -> Json:
        url = f"{self.playground.url}/page/{deed}"
        async with self.session.post(url, json={"as": person, **given}) as response:
            body: Json = await response.json()
            return {**body, "status": response.status}

    async def say(self, person: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        return await self(person, "message", channel=channel, text=text, thread_ts=thread_ts)

    async def sees(self, person: str) -> Json:
        async with self.session.get(f"{self.playground.url}/page/state?as={person}") as response:
            state: Json = await response.json()
        return state

    async def reads(self, person: str, channel: str) -> list[Json]:
        """The messages of a channel, as this person sees them."""
        state = await self.sees(person)
        listed: list[Json] = next(c["messages"] for c in state["channels"] if c["id"] == channel)
        return listed

    async def waits_for(self, person: str, channel: str, text: str) -> Json:
        """The message with this text, as soon as the page would show it."""
        url = f"{self.playground.url}/page/events?as={person}"
        async with asyncio.timeout(3), self.session.get(url) as response:
            async for line in response.content:
                state = json.loads(line.removeprefix(b"data: ")) if line.strip() else {"channels": []}
                said = (m for c in state["channels"] if c["id"] == channel for m in c["messages"])
                if found := next((m for m in said if m["text"] == text), None):
                    return dict(found)
        raise AssertionError(text)


MANIFEST: Json = {
    "display_information": {"name": "Listener"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/ask", "description": "Ask", "usage_hint": "[words]"}],
        "shortcuts": [
            {"name": "Find similar", "type": "message", "callback_id": "similar", "description": "d"},
            {"name": "Search", "type": "global", "callback_id": "search", "description": "d"},
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["commands", "chat:write", "app_mentions:read", "im:history", "channels:read"]}
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_mention", "message.im", "message.channels", "app_home_opened"]
        }
    },
}


Another = Callable[[], AbstractAsyncContextManager[Bot]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def manifest() -> Json:
    return MANIFEST


@pytest.fixture
def ack_seconds() -> float:
    return 0.3


@pytest.fixture
async def playground(manifest: Json, clock: Clock, ack_seconds: float) -> AsyncIterator[Playground]:
    started = Playground(manifest, clock=clock, ack_seconds=ack_seconds)
    await started.start()
    yield started
    await started.stop()


@asynccontextmanager
async def listening(playground: Playground) -> AsyncIterator[Bot]:
    bot = Bot(playground)
    await bot.socket.connect()  # type: ignore[no-untyped-call]
    try:
        yield bot
    finally:
        await bot.socket.close()  # type: ignore[no-untyped-call]


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    async with listening(playground) as started:
        yield started


@pytest.fixture
def another_bot(playground: Playground) -> Another:
    """Opens one more connection: `async with another_bot() as second`."""
    return lambda: listening(playground)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def hand(playground: Playground, session: aiohttp.ClientSession) -> Hand:
    return Hand(playground, session)
