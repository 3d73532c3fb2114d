"""The Web API refuses what Slack refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.playground import Playground

if TYPE_CHECKING:
    from tests.handlers.playground.conftest import Clock, Hand

Json = dict[str, Any]
STREETS, GENERAL, ADA = "C0STREETS", "C0GENERAL", "U0ADALIND"
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}


@pytest.fixture
def web(playground: Playground) -> AsyncWebClient:
    return AsyncWebClient(playground.bot_token, base_url=playground.api_url)


async def refusal(web: AsyncWebClient, method: str, **args: object) -> Json:
    with pytest.raises(SlackApiError) as refused:
        await web.api_call(method, json=args)
    body: Json = refused.value.response.data
    return body


REFUSALS: list[tuple[str, Json, str]] = [
    ("chat.teleport", {}, "unknown_method"),
    ("chat.postMessage", {"channel": STREETS}, "no_text"),
    ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": GENERAL, "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": STREETS, "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
    ("chat.postMessage", {"channel": STREETS, "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
    ("chat.postMessage", {"channel": STREETS, "text": "x", "blocks": [{"type": "header"}]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": STREETS, "text": "x", "blocks":
     [{"type": "markdown", "text": "m" * 7000}] * 2}, "msg_blocks_too_long"),
    ("chat.postEphemeral", {"channel": STREETS, "text": "x", "user": "U404"}, "user_not_in_channel"),
    ("chat.postEphemeral", {"channel": GENERAL, "text": "x", "user": ADA}, "not_in_channel"),
    ("chat.update", {"channel": STREETS, "text": "x", "ts": "1.1"}, "message_not_found"),
    ("chat.delete", {"channel": STREETS, "ts": "1.1"}, "message_not_found"),
    ("views.open", {"trigger_id": "1.2", "view": {}}, "invalid_trigger_id"),
    ("views.publish", {"user_id": ADA, "view": {"type": "modal"}}, "invalid_arguments"),
    ("views.update", {"view_id": "V1", "view": {}}, "not_found"),
    ("users.info", {"user": ADA}, "missing_scope"),
    ("conversations.history", {"channel": STREETS}, "missing_scope"),
    ("apps.connections.open", {}, "not_allowed_token_type"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "args", "error"), REFUSALS)
async def test_what_slack_refuses_is_refused(
    web: AsyncWebClient, method: str, args: Json, error: str
) -> None:
    assert (await refusal(web, method, **args))["error"] == error


async def test_a_missing_scope_is_named_with_the_granted_ones(web: AsyncWebClient) -> None:
    body = await refusal(web, "users.info", user=ADA)
    assert body["needed"] == "users:read"
    assert set(body["provided"].split(",")) >= {"chat:write", "commands"}


async def test_a_scope_counts_for_its_kind_of_conversation_only(web: AsyncWebClient) -> None:
    assert (await web.conversations_info(channel=STREETS))["channel"]["is_member"] is True
    assert (await refusal(web, "conversations.info", channel="D0ADALIND"))["needed"] == "im:read"


async def test_bad_blocks_are_pointed_at(web: AsyncWebClient) -> None:
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    body = await refusal(web, "chat.postMessage", channel=STREETS, text="x", blocks=[SECTION, long])
    [message] = body["response_metadata"]["messages"]
    assert message == "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"


async def test_the_sixth_message_of_a_burst_waits_as_retry_after_says(
    web: AsyncWebClient, clock: Clock
) -> None:
    for _ in range(5):
        await web.chat_postMessage(channel=STREETS, text="x")
    with pytest.raises(SlackApiError) as refused:
        await web.chat_postMessage(channel=STREETS, text="x")
    assert (refused.value.response.status_code, refused.value.response["error"]) == (429, "ratelimited")
    await web.chat_postMessage(channel="C0MISSIONLAB", text="another channel is free")
    clock.now += int(refused.value.response.headers["Retry-After"])
    await web.chat_postMessage(channel=STREETS, text="x")


async def test_only_the_bots_own_messages_change_or_go(web: AsyncWebClient, hand: Hand) -> None:
    theirs = (await hand.reads(ADA, STREETS))[0]["ts"]
    assert (await refusal(web, "chat.update", channel=STREETS, ts=theirs, text="x"))[
        "error"
    ] == "cant_update_message"
    assert (await refusal(web, "chat.delete", channel=STREETS, ts=theirs))["error"] == "cant_delete_message"
    own = (await web.chat_postMessage(channel=STREETS, text="one"))["ts"]
    await web.chat_update(channel=STREETS, ts=own, text="two")
    assert (await hand.reads(ADA, STREETS))[-1]["text"] == "two"
    await web.chat_delete(channel=STREETS, ts=own)
    assert own not in [message["ts"] for message in await hand.reads(ADA, STREETS)]


async def test_an_ephemeral_message_cannot_be_updated_or_deleted(web: AsyncWebClient) -> None:
    ts = (await web.chat_postEphemeral(channel=STREETS, user=ADA, text="psst"))["message_ts"]
    for method in ("chat.update", "chat.delete"):
        assert (await refusal(web, method, channel=STREETS, ts=ts, text="x"))["error"] == "message_not_found"


async def test_only_its_person_sees_an_ephemeral_message(web: AsyncWebClient, hand: Hand) -> None:
    ts = (await web.chat_postEphemeral(channel=STREETS, user=ADA, text="psst"))["message_ts"]
    assert ts in [m["ts"] for m in await hand.reads(ADA, STREETS)]
    assert ts not in [m["ts"] for m in await hand.reads("U0BOOKAFOR", STREETS)]


async def test_nobody_sees_another_persons_direct_messages(hand: Hand) -> None:
    rooms = [channel["id"] for channel in (await hand.sees("U0BOOKAFOR"))["channels"]]
    assert "D0BOOKAFOR" in rooms
    assert "D0ADALIND" not in rooms


async def test_a_bot_is_not_in_the_channel_until_invited(web: AsyncWebClient, hand: Hand) -> None:
    assert (await refusal(web, "chat.postMessage", channel=GENERAL, text="x"))["error"] == "not_in_channel"
    await hand.say(ADA, GENERAL, "/invite @Listener")
    await web.chat_postMessage(channel=GENERAL, text="x")


async def test_a_message_to_a_person_lands_in_the_direct_message(web: AsyncWebClient, hand: Hand) -> None:
    await web.chat_postMessage(channel=ADA, text="for you")
    assert (await hand.reads(ADA, "D0ADALIND"))[-1]["text"] == "for you"


async def test_text_is_cut_at_forty_thousand_characters(web: AsyncWebClient) -> None:
    posted = await web.chat_postMessage(channel=STREETS, text="x" * 40_010)
    assert len(posted["message"]["text"]) == 40_000


async def test_a_home_that_changed_meanwhile_is_a_hash_conflict(web: AsyncWebClient) -> None:
    view = {"type": "home", "blocks": [SECTION]}
    first = (await web.views_publish(user_id=ADA, view=view))["view"]["hash"]
    second = (await web.views_publish(user_id=ADA, view=view, hash=first))["view"]["hash"]
    assert second != first
    assert (await refusal(web, "views.publish", user_id=ADA, view=view, hash=first))[
        "error"
    ] == "hash_conflict"


async def test_blocks_validate_points_at_each_fault_without_a_token(playground: Playground) -> None:
    nobody = AsyncWebClient(base_url=playground.api_url)
    assert (await nobody.api_call("blocks.validate", json={"blocks": [SECTION]}))["ok"]
    body = await refusal(nobody, "blocks.validate", blocks=[{"type": "header"}])
    assert body["error"] == "invalid_blocks"
    assert [(e["pointer"], e["code"]) for e in body["errors"]] == [("/blocks/0", "missing")]


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-guess", "invalid_auth")])
async def test_a_token_is_needed(playground: Playground, token: str, error: str) -> None:
    web = AsyncWebClient(token, base_url=playground.api_url)
    assert (await refusal(web, "chat.postMessage", channel=STREETS, text="x"))["error"] == error


async def test_json_form_and_query_are_all_understood(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    url, head = f"{playground.api_url}chat.postMessage", {"Authorization": f"Bearer {playground.bot_token}"}
    args = {"channel": STREETS, "text": "[1] stays text"}
    form = {**args, "blocks": json.dumps([SECTION]), "token": playground.bot_token}
    calls = (session.post(url, json=args, headers=head), session.post(url, data=form),
             session.get(url, params=args, headers=head))  # fmt: skip
    for call in calls:
        async with call as response:
            body = await response.json()
        assert (body["ok"], body["message"]["text"]) == (True, "[1] stays text")
    async with session.post(
        f"{playground.api_url}auth.test", headers={**head, "Content-Type": "application/json"}
    ) as response:
        assert (await response.json())["user_id"] == "U0PLAYBOT"
    async with session.post(url, data="{", headers={**head, "Content-Type": "application/json"}) as response:
        assert (await response.json())["error"] == "invalid_json"


async def test_arguments_of_the_wrong_kind_get_an_answer_in_json(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    url, head = playground.api_url, {"Authorization": f"Bearer {playground.bot_token}"}
    async with session.post(f"{url}blocks.validate", json={"view": [1]}, headers=head) as response:
        assert (response.status, (await response.json())["error"]) == (500, "fatal_error")
