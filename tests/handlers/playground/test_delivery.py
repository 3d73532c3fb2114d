"""Envelopes: what the bot is told, when again, and over which connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from handlers.playground import Playground

if TYPE_CHECKING:
    from tests.handlers.playground.conftest import Another, Bot, Hand

Json = dict[str, Any]
STREETS, GENERAL, ADA, DIRECT = "C0STREETS", "C0GENERAL", "U0ADALIND", "D0ADALIND"


async def test_a_direct_message_reaches_the_bot_as_slack_sends_it(bot: Bot, hand: Hand) -> None:
    await hand.say(ADA, DIRECT, "streets & trees")
    request = await bot.next("events_api")
    event = request.payload["event"]
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", ADA)
    assert event["text"] == "streets &amp; trees"
    assert request.payload["event_id"].startswith("Ev")
    assert request.payload["authorizations"][0]["is_bot"] is True
    assert (request.retry_attempt, request.accepts_response_payload) == (0, False)


async def test_a_mention_in_a_channel_reaches_the_bot(bot: Bot, hand: Hand) -> None:
    await hand.say(ADA, STREETS, "@Listener who let children design?")
    event = (await bot.next("events_api")).payload["event"]
    assert (event["type"], event["text"]) == ("app_mention", "<@U0PLAYBOT> who let children design?")


TYPED = [
    ("@listener and @LISTENER", "<@U0PLAYBOT> and <@U0PLAYBOT>"),
    ("@list @Adamant", "@list @Adamant"),
    ("@Cleo Marín in #streets", "<@U0CLEOMARIN> in <#C0STREETS|streets>"),
    ("@channel a<b & c", "<!channel> a&lt;b &amp; c"),
    ("see https://e.org/?a=1&b=2", "see <https://e.org/?a=1&amp;b=2>"),
    ("me@listener.org #streetsmart", "me@listener.org #streetsmart"),
]


@pytest.mark.parametrize(("typed", "sent"), TYPED)
async def test_what_is_typed_is_sent_as_slack_writes_it(bot: Bot, hand: Hand, typed: str, sent: str) -> None:
    await hand.say(ADA, DIRECT, typed)
    assert (await bot.next("events_api")).payload["event"]["text"] == sent


async def test_a_mention_where_the_bot_is_not_reaches_nobody(bot: Bot, hand: Hand) -> None:
    await hand.say(ADA, GENERAL, "@Listener are you there?")
    assert await bot.quiet()
    assert "not in this channel" in (await hand.reads(ADA, GENERAL))[-1]["text"]


async def test_what_people_say_in_channels_stays_there_without_the_scope(bot: Bot, hand: Hand) -> None:
    # message.channels is subscribed to, but channels:history was not granted.
    await hand.say(ADA, STREETS, "just talking")
    assert await bot.quiet()


class TestWithHistory:
    @pytest.fixture
    def manifest(self, manifest: Json) -> Json:
        scopes = [*manifest["oauth_config"]["scopes"]["bot"], "channels:history"]
        return {**manifest, "oauth_config": {"scopes": {"bot": scopes}}}

    async def test_the_bot_hears_the_channel_and_its_own_messages(self, bot: Bot, hand: Hand) -> None:
        await hand.say(ADA, STREETS, "just talking")
        assert (await bot.next("events_api")).payload["event"]["text"] == "just talking"
        await bot.web.chat_postMessage(channel=STREETS, text="me too")
        own = (await bot.next("events_api")).payload["event"]
        assert (own["text"], own["bot_id"], own["user"]) == ("me too", "B0PLAYBOT", "U0PLAYBOT")

    async def test_the_bot_hears_nothing_where_it_is_not(self, bot: Bot, hand: Hand) -> None:
        await hand.say(ADA, GENERAL, "just talking")
        assert await bot.quiet()

    async def test_an_ephemeral_message_is_not_in_the_history_and_brings_no_event(self, bot: Bot) -> None:
        await bot.web.chat_postEphemeral(channel=STREETS, user=ADA, text="psst")
        assert await bot.quiet()
        history = await bot.web.conversations_history(channel=STREETS)
        assert "psst" not in [message["text"] for message in history["messages"]]


class TestWithoutSubscription:
    @pytest.fixture
    def manifest(self, manifest: Json) -> Json:
        return {**manifest, "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}}}

    async def test_an_event_nobody_subscribed_to_is_not_delivered(self, bot: Bot, hand: Hand) -> None:
        await hand.say(ADA, DIRECT, "hello")
        await hand.say(ADA, STREETS, "@Listener hello")
        assert await bot.quiet()
        await hand(ADA, "visit", tab="home")
        assert (await bot.next("events_api")).payload["event"]["type"] == "app_home_opened"


async def test_opening_a_tab_says_which(bot: Bot, hand: Hand) -> None:
    for tab in ("home", "messages"):
        await hand(ADA, "visit", tab=tab)
        event = (await bot.next("events_api")).payload["event"]
        assert (event["tab"], event["user"], event["channel"]) == (tab, ADA, DIRECT)


class TestInAHurry:
    @pytest.fixture
    def ack_seconds(self) -> float:
        return 0.02

    async def test_an_unacknowledged_event_comes_three_times_more(self, bot: Bot, hand: Hand) -> None:
        bot.answers["events_api"] = None
        await hand.say(ADA, DIRECT, "hello")
        heard = [await bot.next("events_api", 5) for _ in range(4)]
        assert [request.retry_attempt for request in heard] == [0, 1, 2, 3]
        assert [request.retry_reason for request in heard] == ["", "timeout", "timeout", "timeout"]
        assert len({request.payload["event_id"] for request in heard}) == 1
        assert len({request.envelope_id for request in heard}) == 4

    async def test_an_acknowledged_event_comes_once(self, bot: Bot, hand: Hand) -> None:
        await hand.say(ADA, DIRECT, "hello")
        await bot.next("events_api")
        assert await bot.quiet(0.5)


class TestWithPatience:
    @pytest.fixture
    def ack_seconds(self) -> float:
        return 30

    async def test_an_event_survives_the_death_of_its_connection(
        self, bot: Bot, another_bot: Another, hand: Hand
    ) -> None:
        bot.answers["events_api"] = None
        await hand.say(ADA, DIRECT, "hello")
        first = await bot.next("events_api")
        async with another_bot() as second:
            await bot.socket.close()  # type: ignore[no-untyped-call]
            again = await second.next("events_api")
        assert (again.retry_attempt, again.payload["event_id"]) == (1, first.payload["event_id"])


async def test_connections_take_turns(bot: Bot, another_bot: Another, hand: Hand) -> None:
    async with another_bot() as second:
        for word in ("one", "two"):
            await hand.say(ADA, DIRECT, word)
        words = [(await each.next("events_api")).payload["event"]["text"] for each in (bot, second)]
    assert set(words) == {"one", "two"}


async def test_a_bot_that_is_asked_to_reconnect_misses_nothing(
    bot: Bot, hand: Hand, playground: Playground
) -> None:
    before = bot.socket.current_session
    await playground.disconnect()
    await hand.say(ADA, DIRECT, "hello")
    assert (await bot.next("events_api")).payload["event"]["text"] == "hello"
    assert bot.socket.current_session is not before


async def open_link(playground: Playground, session: aiohttp.ClientSession) -> str:
    head = {"Authorization": f"Bearer {playground.app_token}"}
    async with session.post(f"{playground.api_url}apps.connections.open", headers=head) as response:
        return str((await response.json())["url"])


async def test_a_ticket_opens_one_connection(playground: Playground, session: aiohttp.ClientSession) -> None:
    link = await open_link(playground, session)
    async with session.ws_connect(link) as socket:
        assert (await socket.receive_json())["type"] == "hello"
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await session.ws_connect(link)
    assert refused.value.status == 403


async def test_a_taken_port_is_an_os_error(playground: Playground, manifest: Json) -> None:
    with pytest.raises(OSError, match=r"address already in use|10048"):
        await Playground(manifest).start(int(playground.url.rsplit(":", 1)[1]))
