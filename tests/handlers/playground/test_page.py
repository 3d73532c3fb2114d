"""The page in a real browser: what a bot sends is shown, and none of it becomes markup or script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.playground import Playground
from tests.conftest import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

    from tests.handlers.playground.conftest import Bot

Json = dict[str, Any]
STREETS, ADA = "C0STREETS", "U0ADALIND"
TALK = "https://www.youtube.com/watch?v=abc&amp;t=754s"

HOSTILE = [
    "<script>window.broken = 1</script>",
    "<img src=x onerror=window.broken=1>",
    "&lt;script&gt;window.broken = 1&lt;/script&gt;",
    "<javascript:window.broken=1|press me>",
    "<java\tscript:window.broken=1|press me>",
    "<JAVASCRIPT:window.broken=1>",
    "<data:text/html,<script>window.broken=1</script>|press me>",
    '<https://example.org/"onmouseover="window.broken=1|hover>',
    "<https://example.org/'><script>window.broken=1</script>|x>",
    "<https://example.org|<img src=x onerror=window.broken=1>>",
    "```<script>window.broken = 1</script>```",
    "`<b onclick=window.broken=1>`",
    "*<script>window.broken=1</script>* _<svg onload=window.broken=1>_",
    "> <iframe src=javascript:window.broken=1>",
    "<!date^1^<script>window.broken=1</script>^javascript:window.broken=1|x>",
    "<@U1\"onclick=window.broken=1> <#C1'onclick=window.broken=1|<b>x</b>>",
    "[press](javascript:window.broken=1) <script>window.broken=1</script>",
]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def hostile_blocks(text: str) -> list[Json]:
    """Blocks that the server would refuse: the page must not lean on the server for this."""
    runs = [
        {"type": "text", "text": text},
        {"type": "link", "url": "javascript:window.broken=1", "text": text},
    ]
    return [
        {"type": "section", "block_id": "1", "text": {"type": "mrkdwn", "text": text}, "fields": [plain(text)]},
        {"type": "section", "block_id": "2", "text": {"type": "mrkdwn", "text": text, "verbatim": True}},
        {"type": "header", "block_id": "3", "text": plain(text)},
        {"type": "markdown", "block_id": "4", "text": text},
        {"type": "rich_text", "block_id": "5", "elements": [{"type": "rich_text_quote", "elements": runs}]},
        {"type": "image", "block_id": "6", "image_url": "javascript:window.broken=1", "alt_text": text},
        {"type": "actions", "block_id": text, "elements": [
            {"type": "button", "action_id": text, "text": plain(text), "url": "javascript:window.broken=1"},
            {"type": "static_select", "action_id": "s", "options": [{"text": plain(text), "value": text}]}]},
        {"type": "table", "block_id": "8", "rows": [[{"type": "raw_text", "text": text}]]},
        {"type": text, "block_id": "9"},
    ]  # fmt: skip


async def opened(browser: Browser, playground: Playground, **more: str) -> Page:
    page = await opened_page(browser)
    query = "&".join(f"{name}={value}" for name, value in {"as": ADA, "channel": STREETS, **more}.items())
    await page.goto(f"{playground.url}/?{query}")
    await page.wait_for_selector("[data-ts]")
    return page


async def test_hostile_text_is_shown_and_nothing_more(browser: Browser, playground: Playground) -> None:
    channel = playground.workspace.channel(STREETS)
    for text in HOSTILE:
        message = playground.workspace.post(channel, "U0PLAYBOT", text)
        message.blocks = hostile_blocks(text)
        playground.workspace.post(channel, "U0PLAYBOT", text)
    page = await opened(browser, playground)
    await page.wait_for_timeout(300)
    for link in await page.locator(".messages a").all():
        assert str(await link.get_attribute("href")).startswith(("https://", "http://"))
        assert await link.get_attribute("rel") == "noopener noreferrer"
    for button in await page.locator(".messages [data-ts] [data-action]").all():
        await button.dispatch_event("click")
    assert await page.evaluate("window.broken") is None
    assert await page.locator(".messages :is(script, iframe, object, embed, svg[onload])").count() == 0
    handlers = "[...document.querySelectorAll('.messages *')].flatMap((e) => e.getAttributeNames())"
    assert [name for name in await page.evaluate(handlers) if name.startswith("on")] == []
    assert "<script>window.broken = 1</script>" in await page.locator(".messages").first.inner_text()


LINKS: list[tuple[Json, str]] = [
    ({"type": "section", "text": {"type": "mrkdwn", "text": f"said <{TALK}|12:34> there"}}, "12:34"),
    ({"type": "section", "text": {"type": "mrkdwn", "text": f"*said* _at_ <{TALK}|1:02:34>"}}, "1:02:34"),
    ({"type": "section", "text": {"type": "mrkdwn", "text": f"a_b 2*3*4 <{TALK}|▶ 27:35> · x"}}, "▶ 27:35"),
    ({"type": "context", "elements": [{"type": "mrkdwn", "text": f"*<{TALK}|2:46>* or"}]}, "2:46"),
    ({"type": "markdown", "text": f"said [12:34]({TALK.replace('&amp;', '&')})"}, "12:34"),
    ({"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [
        {"type": "link", "url": TALK.replace("&amp;", "&"), "text": "12:34"}]}]}, "12:34"),
]  # fmt: skip


async def test_a_link_labelled_with_a_time_reads_as_it_and_leads_there(
    browser: Browser, playground: Playground
) -> None:
    web = AsyncWebClient(playground.bot_token, base_url=playground.api_url)
    posted = await web.chat_postMessage(channel=STREETS, text="x", blocks=[block for block, _ in LINKS[:-1]])
    more = await web.chat_postMessage(channel=STREETS, text="x", blocks=[LINKS[-1][0]])
    page = await opened(browser, playground)
    links: list[Locator] = []
    for each in (posted, more):
        links += await page.locator(f'[data-ts="{each["ts"]}"] .body a').all()
    assert [await link.inner_text() for link in links] == [label for _, label in LINKS]
    assert {await link.get_attribute("href") for link in links} == {TALK.replace("&amp;", "&")}


async def test_verbatim_text_leaves_names_alone_and_other_text_shows_the_ping(
    browser: Browser, playground: Playground
) -> None:
    web = AsyncWebClient(playground.bot_token, base_url=playground.api_url)
    said = "@everyone in #streets, see https://example.org"
    texts = [{"type": "mrkdwn", "text": said, "verbatim": verbatim} for verbatim in (True, False)]
    posted = await web.chat_postMessage(
        channel=STREETS, text="x", blocks=[{"type": "section", "text": text} for text in texts]
    )
    page = await opened(browser, playground)
    careful, careless = await page.locator(f'[data-ts="{posted["ts"]}"] .section').all()
    for selector in (".ping", ".mention", "a"):
        assert await careful.locator(selector).count() == 0
        assert await careless.locator(selector).count() == 1


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_command_is_typed_and_its_private_answer_dismissed(
    browser: Browser, playground: Playground, bot: Bot, width: int
) -> None:
    bot.answers["slash_commands"] = {"text": "just for you"}
    page = await opened(browser, playground)
    await page.set_viewport_size({"width": width, "height": 800})
    box = page.locator('[data-composer="channel"] textarea')
    await box.press_sequentially("/as")
    await box.press("Enter")  # completes
    await box.press_sequentially("about streets")
    await box.press("Enter")  # sends
    assert (await bot.next("slash_commands")).payload["text"] == "about streets"
    answer = page.locator("[data-ephemeral]")
    assert "Only visible to you" in await answer.inner_text()
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    await page.click('[data-person="U0BOOKAFOR"]')
    await page.wait_for_selector('[data-person="U0BOOKAFOR"][aria-pressed="true"]')
    assert await answer.count() == 0
    await page.click(f'[data-person="{ADA}"]')
    await answer.get_by_text("Dismiss").click()
    await answer.wait_for(state="detached")


async def test_an_empty_input_is_asked_for_again_before_the_bot_hears_of_it(
    browser: Browser, playground: Playground, bot: Bot
) -> None:
    page = await opened(browser, playground)
    await page.fill('[data-composer="channel"] textarea', "/ask")
    await page.press('[data-composer="channel"] textarea', "Enter")
    trigger = (await bot.next("slash_commands")).payload["trigger_id"]
    words = {"type": "plain_text_input", "action_id": "words"}
    block = {"type": "input", "block_id": "topic", "label": plain("Topic"), "element": words}
    view = {"type": "modal", "title": plain("Ask"), "submit": plain("Send"), "blocks": [block]}
    await bot.web.views_open(trigger_id=trigger, view=view)
    await page.click("[data-submit]")
    assert await page.inner_text("#modal .wrong .error") == "Please complete this required field."
    assert await bot.quiet()
    await page.fill('[data-input="words"]', "citizens")
    await page.click("[data-submit]")
    submitted = (await bot.next("interactive")).payload["view"]["state"]["values"]
    assert submitted == {"topic": {"words": {"type": "plain_text_input", "value": "citizens"}}}
    await page.wait_for_selector("#modal:not([open])", state="attached")


async def test_a_picture_that_cannot_be_had_leaves_no_frame(browser: Browser, playground: Playground) -> None:
    picture = {"type": "image", "image_url": "http://127.0.0.1:9/none.png", "alt_text": "A talk"}
    message = playground.workspace.post(playground.workspace.channel(STREETS), "U0PLAYBOT", "x")
    message.blocks = [
        {"type": "section", "block_id": "1", "text": plain("Today"), "accessory": picture},
        {"type": "image", "block_id": "2", **picture},
    ]
    page = await opened(browser, playground)
    shown = page.locator(f'[data-ts="{message.ts}"]')
    await shown.locator("img[hidden]").nth(1).wait_for(state="attached")
    assert not await shown.get_by_alt_text("A talk").first.is_visible()
    assert await shown.locator(".section").is_visible()


async def test_a_text_to_copy_is_shown_from_its_beginning(
    browser: Browser, playground: Playground, bot: Bot
) -> None:
    page = await opened(browser, playground)
    await page.fill('[data-composer="channel"] textarea', "/ask")
    await page.press('[data-composer="channel"] textarea', "Enter")
    trigger = (await bot.next("slash_commands")).payload["trigger_id"]
    text = "First line" + "\nand one more" * 40
    element = {"type": "plain_text_input", "action_id": "t", "multiline": True, "initial_value": text}
    block = {"type": "input", "block_id": "b", "label": plain("Text"), "element": element}
    view = {"type": "modal", "title": plain("Copy"), "submit": plain("Done"), "blocks": [block]}
    await bot.web.views_open(trigger_id=trigger, view=view)
    box = page.locator("#modal textarea")
    await box.wait_for()
    assert await box.evaluate("(box) => [box.selectionStart, box.scrollTop]") == [0, 0]
