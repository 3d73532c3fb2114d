"""What goes wrong between a person and the bot: each way through every door it has, and what is said then."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.casebook import Casebook
from bot.settings import load
from handlers.playground import Playground
from tests.handlers.doors import has
from tests.handlers.test_doors_in_the_browser import search, similar
from tests.handlers.test_in_the_browser import answered, answers, at_home, opened, say
from tests.handlers.test_in_the_playground import GENERAL, LAB, Office, casebook, served

__all__ = ["casebook"]  # the fixture, for pytest

LATE = "Slack lets a dialog open for three seconds only"
INVITE = "Invite me with /invite @casebook"


@pytest.fixture
async def office(casebook: Casebook, tmp_path: Path) -> AsyncIterator[Office]:
    given = {
        "CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}",
        "CASEBOOK_UNFURL": "yes",
        "CASEBOOK_HISTORY": "yes",
        "CASEBOOK_CURATORS": "U0ADALIND",
    }
    async with served(casebook, load(given, tmp_path), 3.0) as opened_now:
        yield opened_now


@pytest.fixture
def playground(office: Office) -> Playground:
    assert office.playground
    return office.playground


def dialog(page: Page) -> Locator:
    return page.locator("#modal")


async def close(page: Page) -> None:
    """Closes every dialog that lies on the page."""
    await dialog(page).locator("header").get_by_label("Close").click()
    await expect(dialog(page)).to_be_hidden()


async def mentioned(page: Page, words: str) -> Locator:
    """The bot's answer to a mention, in the thread that it begins."""
    said = page.locator("#main article", has_text=f"@casebook {words}")
    before = await said.count()
    await say(page, f"@casebook {words}")
    await expect(said).to_have_count(before + 1)
    await said.last.locator("[data-replies]").click()
    answer = page.locator("#thread [data-ts]", has_text="Vinnova").last
    await expect(answer.locator('[data-action="remove"]')).to_be_visible()
    return answer


async def test_where_the_bot_is_no_member_each_door_says_how_to_invite_it(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url, GENERAL)
    await say(page, "@casebook vinnova street")
    await expect(answers(page).last).to_contain_text("/invite @casebook")

    await say(page, "/mission vinnova street")
    await expect(answers(page).last).to_contain_text("The Street")
    await answers(page).last.locator('[data-action="share"]').click()
    shared = page.locator("[data-ts]", has_text="Shared by").last
    await expect(shared).to_contain_text("The Street")
    await shared.locator('[data-action="case"]').first.click()
    await expect(answers(page).last).to_contain_text("What was tried")
    await shared.locator('[data-action="remove"]').click()
    await expect(page.locator("[data-ts]", has_text="Shared by")).to_have_count(0)

    await say(page, "What did Vinnova do with streets?")
    await similar(page, "What did Vinnova do")
    await dialog(page).get_by_role("button", name="Show all that the notes tell of").first.click()
    case = dialog(page).get_by_role("heading", name="The whole case")
    for shows_the_case in (True, False):
        await expect(case).to_have_count(int(shows_the_case))
        await dialog(page).locator('[data-action="reply"]').click()
        await expect(dialog(page)).to_contain_text(INVITE)
        await dialog(page).locator("[data-close]").last.click()
        await expect(dialog(page).get_by_text(INVITE)).not_to_be_visible()

    await say(page, "/mission digest on 09:00")
    await expect(answers(page).last).to_contain_text("Invite me there with /invite @casebook")
    await say(page, "/mission digest")
    await dialog(page).locator("[data-submit]").click()
    await expect(dialog(page)).to_contain_text("Invite me there with /invite @casebook")


async def test_a_dialog_that_comes_too_late_asks_to_try_again_wherever_it_was_asked_for(
    office: Office, playground: Playground, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    await say(page, "/mission case vinnova")
    card = answers(page).filter(has_text="What was tried").last
    await expect(card.locator('[data-action="brief"]')).to_be_visible()
    public = await mentioned(page, "vinnova street")
    found = await similar(page, "Who has let children design a street")
    await expect(found).to_contain_text("urban designers")
    playground.expire_triggers()

    for action in ("case", "brief", "wrong"):
        await dialog(page).locator(f'[data-action="{action}"]').first.click()
        await expect(dialog(page)).to_contain_text(LATE)
        # What was found stays, with the button to press again.
        await expect(dialog(page)).to_contain_text("urban designers")
    await close(page)
    for number, action in enumerate(("brief", "wrong"), 1):
        await card.locator(f'[data-action="{action}"]').click()
        await expect(answers(page).filter(has_text=LATE)).to_have_count(number)
    await public.locator('[data-action="wrong"]').click()
    await expect(page.locator("#thread [data-ephemeral=true]").last).to_contain_text(LATE)
    for number, words in enumerate(("/mission check", "/mission digest"), 3):
        await say(page, words)
        await expect(page.locator("#main [data-ephemeral=true]", has_text=LATE)).to_have_count(number)

    await page.get_by_label("Shortcuts").click()
    await page.get_by_role("menuitem", name="Search the casebook").click()
    home = await at_home(browser, office)
    await home.locator('[data-home] button[data-action="ask"]').first.click()
    await home.locator('[data-home] [data-action="digest_change"]').click()
    await home.locator('[data-tab="messages"]').click()
    # No conversation is open in these places, so the bot writes to whoever pressed.
    await expect(home.locator("#main [data-ts]", has_text=LATE)).to_have_count(3)

    playground.expire_triggers(late=False)
    await card.locator('[data-action="brief"]').click()
    await expect(dialog(page)).to_contain_text("Part 1 of 2")


async def test_a_dialog_sent_off_twice_in_haste_has_one_effect(office: Office, browser: Browser) -> None:
    page = await opened(browser, office.url, LAB)
    await say(page, "/mission vinnova street")
    await answers(page).last.locator('[data-action="wrong"]').click()
    await expect(dialog(page).locator("[data-submit]")).to_be_visible()
    view = await office.dialog()
    await asyncio.gather(*(office.submit(view, which="1:14:13", right="1:14:20") for _ in range(2)))
    await expect(dialog(page)).to_contain_text("Thank you.")
    await close(page)
    await say(page, "/mission gaps")
    await expect(answers(page).last).to_contain_text("Reported once.")

    await say(page, "/mission digest")
    await expect(dialog(page).locator("[data-submit]")).to_be_visible()
    values = {
        "channel": {"selected_conversation": LAB},
        "time": {"selected_time": "09:00"},
        "zone": {"selected_option": {"value": "Europe/Oslo"}},
        "days": {"selected_options": [{"value": "0"}]},
    }
    given = {name: {name: value} for name, value in values.items()}
    about = {"view_id": (await office.dialog())["id"], "values": given}
    await asyncio.gather(*(office.do("submit", **about) for _ in range(2)))
    await expect(dialog(page)).to_contain_text("Every Monday at 09:00 (Europe/Oslo)")
    await close(page)
    await expect(page.locator("[data-ts]", has_text="set up a mission case here")).to_have_count(1)

    await say(page, "What did Vinnova do with streets?")
    found = await similar(page, "What did Vinnova do")
    await expect(found.locator('[data-action="reply"]')).to_be_visible()
    view = await office.dialog()
    block = next(each for each in view["blocks"] if has(each, "reply"))
    pressed = {"view_id": view["id"], "block_id": block["block_id"], "action_id": "reply"}
    await asyncio.gather(*(office.do("action", **pressed) for _ in range(2)))
    await expect(found).to_contain_text("It stands in the thread now")
    await close(page)
    asked = page.locator("#main article", has_text="What did Vinnova do").last
    await expect(asked.locator("[data-replies]")).to_contain_text("1 reply")


async def test_a_button_of_a_message_that_is_deleted_meanwhile_is_answered_or_quiet(
    office: Office, playground: Playground, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    playground.lose_messages()
    for action, told in (
        ("more", "Page 2 of"),
        ("case", "What was tried"),
        ("challenges", "regulatory problems"),
        ("wrong", ""),
        ("share", "Shared by"),
    ):
        answer = await answered(page, "/mission vinnova")
        await answer.locator(f'[data-action="{action}"]').click()
        if told:
            await expect(page.locator("#main [data-ts]", has_text=told).last).to_be_visible()
        else:
            await expect(dialog(page)).to_contain_text("Which second is wrong?")
            await close(page)
    for action, told in (("case", "What was tried"), ("helpful", "That was counted"), ("remove", "")):
        public = await mentioned(page, "vinnova street")
        name = {"helpful": '[aria-label="This answer was helpful"]'}.get(action, f'[data-action="{action}"]')
        await public.locator(name).first.click()
        if told:
            await expect(page.locator("#thread [data-ephemeral=true]").last).to_contain_text(told)
        await expect(page.locator("#thread [data-action=remove]")).to_have_count(0)
    await page.wait_for_timeout(150)
    await expect(page.locator("body")).not_to_contain_text("That went wrong")
    await page.locator('[data-channel="D0ADALIND"]').click()
    await page.locator('[data-tab="messages"]').click()
    await expect(page.locator("#main")).not_to_contain_text("went wrong")


async def test_a_question_that_is_deleted_before_it_is_answered_is_let_go(
    office: Office, playground: Playground, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "casebook")
    page = await opened(browser, office.url)
    playground.lose_words()
    async with page.expect_response("**/page/message"):
        await say(page, "@casebook vinnova street")
    playground.lose_words(gone=False)
    for _ in range(250):
        if "what was asked was deleted" in caplog.text:
            break
        await asyncio.sleep(0.02)
    await mentioned(page, "what did vinnova try")
    await expect(page.locator("#main article", has_text="@casebook")).to_have_count(1)
    assert caplog.text.count("what was asked was deleted") == 1
    assert "ERROR" not in caplog.text


async def test_a_thread_whose_message_was_deleted_while_the_dialog_was_read_gets_no_reply(
    office: Office, playground: Playground, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    await say(page, "What did Vinnova do with streets?")
    found = await similar(page, "What did Vinnova do")
    await expect(found.locator('[data-action="reply"]')).to_be_visible()
    room = playground.workspace.channel("C0STREETS")
    playground.workspace.delete(next(each for each in room.messages if "What did Vinnova" in each.text))
    await found.locator('[data-action="reply"]').click()
    await expect(found).to_contain_text("The message is gone, so there is no thread to reply in.")
    await close(page)
    await expect(page.locator("#main article", has_text="Shared by")).to_have_count(0)


async def test_an_answer_is_shared_once_and_removed_once_however_often_it_is_pressed(
    office: Office, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    page = await opened(browser, office.url, LAB)
    private = await office.said("/mission vinnova street")
    await asyncio.gather(*(office.press(private, "share") for _ in range(2)))
    shared = page.locator("#main [data-ts]", has_text="Shared by")
    await expect(shared.locator('[data-action="remove"]')).to_have_count(1)
    public = await office.until(lambda message: "Shared by" in message["text"])
    # Of two presses in haste the second may find nothing to press any more.
    pressed = (office.press(public, "remove") for _ in range(2))
    await asyncio.gather(*pressed, return_exceptions=True)
    await expect(shared).to_have_count(0)
    await expect(page.locator("body")).not_to_contain_text("went wrong")
    assert "ERROR" not in caplog.text


async def test_a_curators_dialog_that_comes_too_late_is_asked_for_again_and_sent_off_twice_corrects_once(
    office: Office, playground: Playground, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    await say(page, "/mission vinnova street")
    await answers(page).last.locator('[data-action="wrong"]').click()
    await expect(dialog(page).locator("[data-submit]")).to_be_visible()
    await office.submit(await office.dialog(), which="1:14:13", right="1:14:20")
    await expect(dialog(page)).to_contain_text("Thank you.")
    await close(page)
    await say(page, "/mission gaps")
    waiting = answers(page).filter(has_text="Reported once.")
    playground.expire_triggers()
    await waiting.locator('[data-action="correct"]').click()
    await expect(answers(page).last).to_contain_text(LATE)
    playground.expire_triggers(late=False)
    await waiting.locator('[data-action="correct"]').click()
    await expect(dialog(page).locator('[data-action="right"]')).to_have_value("1:14:20")
    view = await office.dialog()
    await asyncio.gather(*(office.submit(view, right="1:14:20") for _ in range(2)))
    # Whichever is answered last stands there.
    await expect(dialog(page)).to_contain_text(re.compile("Done|off the list already"))
    await close(page)
    await say(page, "/mission vinnova street")
    await expect(answers(page).last.get_by_role("link", name="▶\u00a01:14:20")).to_have_count(1)


async def test_what_the_app_may_not_do_is_said_once_and_the_rest_works_on(
    office: Office, playground: Playground, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    page = await opened(browser, office.url)
    playground.revoke("users:read", "assistant:write", "links:write", "channels:history")
    await page.locator("[data-replies]").first.click()
    thread = page.locator("#thread [data-ts]")
    await say(page, "@casebook this", "thread")
    await expect(thread.last).to_contain_text("An admin can add the scope channels:history")
    await say(page, "@casebook this", "thread")
    await expect(thread.last).to_contain_text("What shall I look for?")
    await expect(thread.last).not_to_contain_text("scope")
    await say(page, "https://youtu.be/-KQokCATILo?t=4453")
    await say(page, "/mission digest on 09:00")
    await expect(answers(page).last).to_contain_text("I cannot see your time zone")

    playground.revoke("chat:write")
    await say(page, "/mission vinnova street")
    await expect(answers(page).last).to_contain_text("The Street")
    await similar(page, "Who has let children design a street")
    await dialog(page).locator('[data-action="reply"]').click()
    await expect(dialog(page)).to_contain_text("An admin can add the scope chat:write")
    await close(page)
    await say(page, "/mission digest on 09:00 Europe/Oslo")
    await expect(answers(page).last).to_contain_text("An admin can add the scope chat:write")
    await say(page, "@casebook vinnova")
    await say(page, "@casebook vinnova")
    home = await at_home(browser, office)
    await expect(home.locator("[data-home]")).to_contain_text("Your digests")
    for scope in ("channels:history", "links:write", "chat:write"):
        assert caplog.text.count(f"lacks {scope}") == 1
    assert "Traceback" not in caplog.text


async def test_a_thread_is_read_and_answered_where_that_is_allowed(office: Office, browser: Browser) -> None:
    page = await opened(browser, office.url)
    await page.locator("[data-replies]").first.click()
    await say(page, "@casebook", "thread")
    answer = page.locator("#thread [data-ts]").last
    await expect(answer).to_contain_text("What this thread speaks of, read once and not kept:")
    await expect(answer).to_contain_text("urban designers")
    await expect(answer.locator('[data-action="remove"]')).to_be_visible()


async def test_a_search_is_closed_and_opened_anew_without_a_trace(office: Office, browser: Browser) -> None:
    page = await opened(browser, office.url)
    found = await search(page)
    await found.locator('[data-action="words"]').fill("vinnova street")
    await found.get_by_role("button", name="Search").click()
    await found.locator('[data-action="save"]').first.click()
    await expect(found).to_contain_text("Saved: it waits for you on my Home tab")
    await expect(found.locator('[data-action="words"]')).to_have_value("vinnova street")
    await found.locator('[data-action="brief"]').first.click()
    await expect(found).to_contain_text("Click into the text")
    await close(page)
    await expect((await search(page)).locator('[data-action="words"]')).to_have_value("")
