"""Links that people paste: told to the app that asked for them, unfolded under the message."""

from __future__ import annotations

from collections.abc import Awaitable
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.handlers.playground.conftest import MANIFEST

if TYPE_CHECKING:
    from handlers.playground import Playground
    from tests.handlers.playground.conftest import Bot, Hand

Json = dict[str, Any]
STREETS, GENERAL, ADA, BO = "C0STREETS", "C0GENERAL", "U0ADALIND", "U0BOOKAFOR"
LINK = "https://youtu.be/-KQokCATILo?t=85"
MADE: Json = {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Said then."}}]}


@pytest.fixture
def manifest() -> Json:
    made = deepcopy(MANIFEST)
    made["features"]["unfurl_domains"] = ["youtu.be", "youtube.com"]
    made["oauth_config"]["scopes"]["bot"] += ["links:read", "links:write"]
    made["settings"]["event_subscriptions"]["bot_events"] += ["link_shared"]
    return made


async def shared(bot: Bot) -> Json:
    """The next link_shared."""
    while (event := (await bot.next("events_api")).payload["event"])["type"] != "link_shared":
        pass
    found: Json = event
    return found


async def unfold(bot: Bot, event: Json, url: str = LINK, made: Json = MADE) -> object:
    about = {"unfurl_id": event["unfurl_id"], "source": event["source"]}
    return await bot.web.chat_unfurl(unfurls={url: made}, **about)


async def refused(call: Awaitable[object]) -> str:
    with pytest.raises(SlackApiError) as refusal:
        await call
    return str(refusal.value.response["error"])


async def test_a_link_is_told_with_its_domain_and_unfolds_under_the_message(bot: Bot, hand: Hand) -> None:
    await hand.say(ADA, STREETS, f"look: {LINK} and https://example.org/")
    event = await shared(bot)
    assert event["links"] == [{"url": LINK, "domain": "youtu.be"}]
    assert (event["user"], event["channel"], event["source"]) == (ADA, STREETS, "conversations_history")
    assert event["is_bot_user_member"] is True

    await unfold(bot, event)
    message = (await hand.reads(BO, STREETS))[-1]
    assert message["ts"] == event["message_ts"]
    assert [each["app_unfurl_url"] for each in message["attachments"]] == [LINK]
    assert message["attachments"][0]["blocks"][0]["text"] == MADE["blocks"][0]["text"]


async def test_a_link_is_told_also_where_the_app_is_no_member_and_below_a_domain(
    bot: Bot, hand: Hand
) -> None:
    await hand.say(ADA, GENERAL, "https://www.youtube.com/watch?v=x&t=5")
    event = await shared(bot)
    assert event["is_bot_user_member"] is False
    assert event["links"][0]["url"] == "https://www.youtube.com/watch?v=x&amp;t=5"


@pytest.mark.parametrize("text", ["https://example.org/", "no link", "https://notyoutu.be/x"])
async def test_other_links_are_nobodys_business(bot: Bot, hand: Hand, text: str) -> None:
    await hand.say(ADA, GENERAL, text)
    assert await bot.quiet()


async def test_what_is_pasted_and_not_sent_has_a_preview_that_only_its_writer_sees(
    bot: Bot, hand: Hand
) -> None:
    await hand(ADA, "preview", text=LINK)
    event = await shared(bot)
    assert (event["source"], event["channel"]) == ("composer", "COMPOSER")
    assert event["message_ts"] == event["unfurl_id"]
    await unfold(bot, event)
    await hand(ADA, "preview", text=f"{LINK} and a word more")
    assert [made[0]["text"]["text"] for made in (await hand.sees(ADA))["previews"]] == ["Said then."]
    assert (await hand.sees(BO))["previews"] == []

    await hand.say(ADA, STREETS, LINK)
    assert (await shared(bot))["source"] == "conversations_history"
    assert (await hand.sees(ADA))["previews"] == []


async def test_a_link_that_was_taken_out_again_has_no_preview(bot: Bot, hand: Hand) -> None:
    await hand(ADA, "preview", text=LINK)
    await unfold(bot, await shared(bot))
    await hand(ADA, "preview", text="no link")
    assert (await hand.sees(ADA))["previews"] == []


async def test_what_slack_would_not_unfold_is_refused(bot: Bot, hand: Hand) -> None:
    await hand.say(ADA, STREETS, LINK)
    event = await shared(bot)
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    rich: Json = {"blocks": [{"type": "rich_text", "elements": [section]}]}
    assert await refused(unfold(bot, event, "https://youtu.be/other")) == "cannot_unfurl_url"
    assert await refused(unfold(bot, {**event, "unfurl_id": "U-1"})) == "cannot_unfurl_message"
    assert await refused(unfold(bot, {**event, "source": "composer"})) == "cannot_unfurl_message"
    assert await refused(unfold(bot, event, made=rich)) == "invalid_blocks"
    assert await refused(unfold(bot, event, made={"blocks": [{"type": "nonsense"}]})) == "invalid_blocks"


async def test_a_link_in_a_message_that_was_deleted_meanwhile_unfolds_no_more(
    bot: Bot, hand: Hand, playground: Playground
) -> None:
    playground.lose_words()
    await hand.say(ADA, STREETS, LINK)
    event = await shared(bot)
    assert await refused(unfold(bot, event)) == "cannot_unfurl_message"
    assert event["message_ts"] not in [each["ts"] for each in await hand.reads(ADA, STREETS)]


class TestWithoutTheScopes:
    @pytest.fixture
    def manifest(self) -> Json:
        return MANIFEST

    async def test_an_app_that_did_not_ask_for_links_hears_of_none(self, bot: Bot, hand: Hand) -> None:
        await hand.say(ADA, GENERAL, LINK)
        assert await bot.quiet()
        call = bot.web.chat_unfurl(unfurl_id="1", source="composer", unfurls={})
        assert await refused(call) == "missing_scope"
