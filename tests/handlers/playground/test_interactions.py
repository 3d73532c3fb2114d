"""What people do, what the bot is sent for it, and what it may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

if TYPE_CHECKING:
    from tests.handlers.playground.conftest import Bot, Clock, Hand

Json = dict[str, Any]
STREETS, GENERAL, ADA, BO = "C0STREETS", "C0GENERAL", "U0ADALIND", "U0BOOKAFOR"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


PRESSABLE: list[Json] = [
    {"type": "actions", "block_id": "row", "elements": [
        {"type": "button", "action_id": "more", "text": plain("More"), "value": "page 2"},
        {"type": "static_select", "action_id": "country", "options": [
            {"text": plain("Sweden"), "value": "se"}, {"text": plain("Norway"), "value": "no"}]},
        {"type": "external_select", "action_id": "case", "min_query_length": 1},
    ]},
]  # fmt: skip


async def pressable(bot: Bot, only_for: str | None = None) -> str:
    """A message with buttons in #streets; its ts."""
    args: Json = {"channel": STREETS, "text": "x", "blocks": PRESSABLE}
    if only_for:
        return str((await bot.web.chat_postEphemeral(user=only_for, **args))["message_ts"])
    return str((await bot.web.chat_postMessage(**args))["ts"])


async def commanded(bot: Bot, hand: Hand, text: str = "/ask streets") -> Json:
    """The payload of a slash command that Ada typed in #streets."""
    await hand.say(ADA, STREETS, text)
    payload: Json = (await bot.next("slash_commands")).payload
    return payload


async def last(hand: Hand, person: str = ADA, channel: str = STREETS) -> Json:
    message: Json = (await hand.reads(person, channel))[-1]
    return message


# --- commands ---------------------------------------------------------------------------------------------


async def test_a_command_reaches_the_bot_with_its_words(bot: Bot, hand: Hand) -> None:
    payload = await commanded(bot, hand, "/ask streets & <trees>")
    assert (payload["command"], payload["text"]) == ("/ask", "streets & <trees>")
    assert (payload["user_id"], payload["channel_id"], payload["channel_name"]) == (ADA, STREETS, "streets")


async def test_a_command_answered_in_its_acknowledgement_is_private(bot: Bot, hand: Hand) -> None:
    bot.answers["slash_commands"] = {"text": "just for you"}
    await commanded(bot, hand)
    assert (await last(hand))["text"] == "just for you"
    assert (await last(hand))["ephemeral"] is True
    assert (await last(hand, BO))["text"] != "just for you"


async def test_a_command_nobody_acknowledges_times_out_before_the_persons_eyes(bot: Bot, hand: Hand) -> None:
    bot.answers["slash_commands"] = None
    await commanded(bot, hand)
    assert "operation_timeout" in (await last(hand))["text"]
    assert "operation_timeout" not in (await last(hand, BO))["text"]


async def test_a_command_without_any_bot_fails_before_the_persons_eyes(hand: Hand) -> None:
    await hand.say(ADA, STREETS, "/ask streets")
    assert "dispatch_failed" in (await last(hand))["text"]


async def test_an_unknown_command_is_refused_and_not_said(bot: Bot, hand: Hand) -> None:
    await hand.say(ADA, STREETS, "/teleport now")
    assert (await last(hand))["text"] == "`/teleport` is not a valid command."
    assert await bot.quiet()


async def test_the_bot_is_taken_out_of_a_channel_and_hears_nothing_there_until_it_is_brought_back(
    bot: Bot, hand: Hand
) -> None:
    await hand.say(ADA, STREETS, "/remove @Listener")
    assert (await last(hand))["text"] == "`/remove` took Listener away."
    await hand.say(ADA, STREETS, "@Listener streets?")
    assert "is not in this channel" in (await last(hand))["text"]
    assert await bot.quiet()
    await hand.say(ADA, STREETS, "/invite @Listener")
    await hand.say(ADA, STREETS, "@Listener streets?")
    assert "streets?" in (await bot.next("events_api")).payload["event"]["text"]
    await hand.say(ADA, "D0ADALIND", "/remove @Listener")
    assert (await last(hand, channel="D0ADALIND"))["text"] == "`/remove` is not a valid command."


async def test_a_command_is_refused_in_a_thread(bot: Bot, hand: Hand) -> None:
    root = (await hand.reads(ADA, STREETS))[0]["ts"]
    await hand.say(ADA, STREETS, "/ask streets", root)
    assert "not supported in threads" in (await last(hand))["text"]
    assert await bot.quiet()


# --- response_url -----------------------------------------------------------------------------------------


async def test_a_response_is_private_unless_it_says_otherwise(bot: Bot, hand: Hand) -> None:
    url = AsyncWebhookClient((await commanded(bot, hand))["response_url"])
    await url.send(text="for one")
    assert (await last(hand, BO))["text"] != "for one"
    await url.send(text="for all", response_type="in_channel")
    assert (await last(hand, BO))["text"] == "for all"


async def test_a_response_reaches_a_channel_where_the_bot_is_not(bot: Bot, hand: Hand) -> None:
    await hand.say(ADA, GENERAL, "/ask streets")
    payload = (await bot.next("slash_commands")).payload
    await AsyncWebhookClient(payload["response_url"]).send(text="hi", response_type="in_channel")
    assert (await last(hand, BO, GENERAL))["text"] == "hi"


async def test_a_response_url_works_five_times(bot: Bot, hand: Hand) -> None:
    url = AsyncWebhookClient((await commanded(bot, hand))["response_url"])
    answers = [await url.send(text=str(n)) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[5].body


async def test_a_response_url_works_for_thirty_minutes(bot: Bot, hand: Hand, clock: Clock) -> None:
    url = AsyncWebhookClient((await commanded(bot, hand))["response_url"])
    clock.now += 30 * 60
    assert (await url.send(text="x")).status_code == 200
    clock.now += 1
    assert "expired_url" in (await url.send(text="x")).body


async def test_a_response_with_bad_blocks_is_refused(bot: Bot, hand: Hand) -> None:
    url = AsyncWebhookClient((await commanded(bot, hand))["response_url"])
    answer = await url.send(text="x", blocks=[{"type": "header"}])
    assert (answer.status_code, "invalid_blocks" in answer.body) == (400, True)


@pytest.mark.parametrize("only_for", [None, ADA])
async def test_a_press_may_replace_or_delete_its_message(bot: Bot, hand: Hand, only_for: str | None) -> None:
    ts = await pressable(bot, only_for)
    await hand(ADA, "action", channel=STREETS, ts=ts, block_id="row", action_id="more")
    url = AsyncWebhookClient((await bot.next("interactive")).payload["response_url"])
    await url.send(text="second page", replace_original=True)
    assert [(m["ts"], m["text"]) for m in await hand.reads(ADA, STREETS)][-1] == (ts, "second page")
    await url.send(delete_original=True)
    assert ts not in [m["ts"] for m in await hand.reads(ADA, STREETS)]


# --- presses ----------------------------------------------------------------------------------------------


async def test_a_press_reaches_the_bot_with_message_value_and_state(bot: Bot, hand: Hand) -> None:
    ts = await pressable(bot)
    state = {"row": {"country": {"type": "static_select", "selected_option": None}}}
    await hand(BO, "action", channel=STREETS, ts=ts, block_id="row", action_id="more", values=state)
    payload = (await bot.next("interactive")).payload
    assert (payload["type"], payload["user"]["id"]) == ("block_actions", BO)
    assert (payload["message"]["ts"], payload["channel"]["id"]) == (ts, STREETS)
    assert (
        payload["actions"][0] | {"value": "page 2", "action_id": "more", "block_id": "row"}
        == payload["actions"][0]
    )
    assert payload["state"]["values"] == state


async def test_a_choice_is_reported_as_the_option_that_was_offered(bot: Bot, hand: Hand) -> None:
    ts = await pressable(bot)
    norway = {"text": plain("Norway"), "value": "no"}
    at = {"channel": STREETS, "ts": ts, "block_id": "row", "action_id": "country"}
    await hand(ADA, "action", values={"row": {"country": {"selected_option": norway}}}, **at)
    action = (await bot.next("interactive")).payload["actions"][0]
    assert (action["type"], action["selected_option"]) == ("static_select", norway)
    forged = {"row": {"country": {"selected_option": {**norway, "value": "dk"}}}}
    assert (await hand(ADA, "action", values=forged, **at))["error"] == "invalid_option"


async def test_a_private_answer_tells_no_message_but_that_it_is_private(bot: Bot, hand: Hand) -> None:
    ts = await pressable(bot, only_for=ADA)
    await hand(ADA, "action", channel=STREETS, ts=ts, block_id="row", action_id="more")
    payload = (await bot.next("interactive")).payload
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload


async def test_nobody_presses_what_they_cannot_see(bot: Bot, hand: Hand) -> None:
    private = await pressable(bot, only_for=ADA)
    direct = (await bot.web.chat_postMessage(channel=ADA, text="x", blocks=PRESSABLE))["ts"]
    for channel, ts in ((STREETS, private), ("D0ADALIND", direct)):
        for deed in ("action", "options", "dismiss", "shortcut"):
            given = {"channel": channel, "ts": ts, "block_id": "row", "action_id": "more"}
            answer = await hand(BO, deed, callback_id="similar", **given)
            assert (answer["status"], answer["error"]) == (403, "message_not_found")
    bot.heard = type(bot.heard)()
    assert await bot.quiet()


async def test_nobody_presses_what_is_not_there(bot: Bot, hand: Hand) -> None:
    ts = await pressable(bot)
    answer = await hand(ADA, "action", channel=STREETS, ts=ts, block_id="row", action_id="launch")
    assert (answer["status"], answer["error"]) == (403, "action_not_found")


async def test_a_press_nobody_acknowledges_times_out(bot: Bot, hand: Hand) -> None:
    bot.answers["interactive"] = None
    ts = await pressable(bot)
    answer = await hand(ADA, "action", channel=STREETS, ts=ts, block_id="row", action_id="more")
    assert answer["error"] == "operation_timeout"
    assert "operation_timeout" in (await last(hand))["text"]


async def test_a_type_ahead_offers_what_the_bot_suggests(bot: Bot, hand: Hand) -> None:
    found = [{"text": plain("The Street"), "value": "street"}]
    bot.answers["interactive"] = {"options": found}
    at = {"channel": STREETS, "ts": await pressable(bot), "block_id": "row", "action_id": "case"}
    assert (await hand(ADA, "options", value="str", **at))["options"] == found
    payload = (await bot.next("interactive")).payload
    assert (payload["type"], payload["value"], payload["action_id"]) == ("block_suggestion", "str", "case")
    bot.answers["interactive"] = {"options": [{"text": plain("x" * 76), "value": "v"}]}
    assert (await hand(ADA, "options", value="str", **at))["error"] == "invalid_options"


async def test_shortcuts_reach_the_bot_with_or_without_a_message(bot: Bot, hand: Hand) -> None:
    root = (await hand.reads(ADA, STREETS))[0]
    await hand(ADA, "shortcut", callback_id="similar", channel=STREETS, ts=root["ts"])
    payload = (await bot.next("interactive")).payload
    assert (payload["type"], payload["message"]["text"]) == ("message_action", root["text"])
    await hand(ADA, "shortcut", callback_id="search")
    payload = (await bot.next("interactive")).payload
    assert (payload["type"], "channel" in payload) == ("shortcut", False)


async def test_a_step_that_the_app_does_not_have_is_refused_and_not_waited_for(hand: Hand) -> None:
    answer = await hand(ADA, "step", step="find", inputs={})
    assert (answer["status"], answer["error"]) == (403, "unknown_step")
