"""Modals: what opens them, what they carry, and who may touch them."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

if TYPE_CHECKING:
    from tests.handlers.playground.conftest import Bot, Clock, Hand

Json = dict[str, Any]
STREETS, ADA, BO = "C0STREETS", "U0ADALIND", "U0BOOKAFOR"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(title: object = "Daily case", **more: object) -> Json:
    topic = {"type": "plain_text_input", "action_id": "words"}
    block = {"type": "input", "block_id": "topic", "label": plain("Topic"), "element": topic}
    return {"type": "modal", "callback_id": "digest", "title": plain(str(title)), "submit": plain("Save"),
            "blocks": [block], **more}  # fmt: skip


async def commanded(bot: Bot, hand: Hand, text: str = "/ask streets") -> Json:
    """The payload of a slash command that Ada typed in #streets."""
    await hand.say(ADA, STREETS, text)
    payload: Json = (await bot.next("slash_commands")).payload
    return payload


async def refused(call: Awaitable[object]) -> str:
    with pytest.raises(SlackApiError) as refusal:
        await call
    return str(refusal.value.response["error"])


async def test_a_trigger_opens_one_modal(bot: Bot, hand: Hand) -> None:
    trigger = (await commanded(bot, hand))["trigger_id"]
    await bot.web.views_open(trigger_id=trigger, view=modal())
    assert await refused(bot.web.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"


async def test_a_trigger_lives_for_three_seconds(bot: Bot, hand: Hand, clock: Clock) -> None:
    trigger = (await commanded(bot, hand))["trigger_id"]
    clock.now += 3.1
    assert await refused(bot.web.views_open(trigger_id=trigger, view=modal())) == "expired_trigger_id"


async def opened(bot: Bot, hand: Hand, **more: object) -> Json:
    trigger = (await commanded(bot, hand))["trigger_id"]
    view: Json = (await bot.web.views_open(trigger_id=trigger, view=modal(**more)))["view"]
    return view


async def test_a_faulty_modal_is_refused_with_every_fault(bot: Bot, hand: Hand) -> None:
    trigger = (await commanded(bot, hand))["trigger_id"]
    with pytest.raises(SlackApiError) as refusal:
        await bot.web.views_open(trigger_id=trigger, view=modal("A title that is far too long"))
    assert refusal.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]


async def test_a_view_that_changed_meanwhile_is_a_hash_conflict(bot: Bot, hand: Hand) -> None:
    view = await opened(bot, hand)
    await bot.web.views_update(view_id=view["id"], hash=view["hash"], view=modal("Two"))
    late = bot.web.views_update(view_id=view["id"], hash=view["hash"], view=modal("Three"))
    assert await refused(late) == "hash_conflict"
    assert (await hand.sees(ADA))["modals"][0]["title"]["text"] == "Two"


async def test_three_modals_are_the_most(bot: Bot, hand: Hand) -> None:
    await opened(bot, hand)
    for _ in range(2):
        trigger = (await commanded(bot, hand))["trigger_id"]
        await bot.web.views_push(trigger_id=trigger, view=modal())
    trigger = (await commanded(bot, hand))["trigger_id"]
    assert await refused(bot.web.views_push(trigger_id=trigger, view=modal())) == "push_limit_reached"


def typed(words: str | None) -> Json:
    return {"topic": {"words": {"type": "plain_text_input", "value": words}}}


async def test_a_submission_carries_the_whole_view_and_closes_it(bot: Bot, hand: Hand) -> None:
    view = await opened(bot, hand, private_metadata="kept")
    assert (await hand(ADA, "submit", view_id=view["id"], values=typed("citizens")))["ok"]
    payload = (await bot.next("interactive")).payload
    assert (payload["type"], payload["view"]["callback_id"]) == ("view_submission", "digest")
    assert payload["view"]["private_metadata"] == "kept"
    assert payload["view"]["state"]["values"] == typed("citizens")
    assert (await hand.sees(ADA))["modals"] == []


async def test_a_submission_may_be_answered_with_errors_an_update_or_a_push(bot: Bot, hand: Hand) -> None:
    view = await opened(bot, hand)
    bot.answers["interactive"] = {"response_action": "errors", "errors": {"topic": "Unknown topic."}}
    answer = await hand(ADA, "submit", view_id=view["id"], values=typed("x"))
    assert answer["errors"] == {"topic": "Unknown topic."}
    bot.answers["interactive"] = {"response_action": "update", "view": modal("Updated")}
    await hand(ADA, "submit", view_id=view["id"], values=typed("x"))
    bot.answers["interactive"] = {"response_action": "push", "view": modal("Pushed")}
    await hand(ADA, "submit", view_id=view["id"], values=typed("x"))
    titles = [each["title"]["text"] for each in (await hand.sees(ADA))["modals"]]
    assert titles == ["Updated", "Pushed"]
    bot.answers["interactive"] = {"response_action": "clear"}
    await hand(ADA, "submit", view_id=(await hand.sees(ADA))["modals"][1]["id"], values=typed("x"))
    assert (await hand.sees(ADA))["modals"] == []


async def test_closing_takes_one_modal_away_or_all_of_them(bot: Bot, hand: Hand) -> None:
    view = await opened(bot, hand)
    for _ in range(2):
        trigger = (await commanded(bot, hand))["trigger_id"]
        await bot.web.views_push(trigger_id=trigger, view=modal())
    await hand(ADA, "close", view_id=view["id"])
    assert len((await hand.sees(ADA))["modals"]) == 2
    await hand(ADA, "close", view_id=view["id"], whole=True)
    assert (await hand.sees(ADA))["modals"] == []


async def test_nobody_touches_another_persons_modal(bot: Bot, hand: Hand) -> None:
    view = await opened(bot, hand)
    for deed in ("submit", "close", "action"):
        answer = await hand(BO, deed, view_id=view["id"], values=typed("x"))
        assert (answer["status"], answer["error"]) == (403, "not_found")
