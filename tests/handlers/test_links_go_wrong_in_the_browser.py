"""Links to talks, pasted where something is amiss: what unfolds, what does not, and that nobody is told of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.casebook import Casebook
from bot.settings import load
from handlers.playground import Playground
from tests.handlers.test_in_the_browser import answers, opened, say
from tests.handlers.test_in_the_playground import GENERAL, Office, served

LINK = "https://youtu.be/-KQokCATILo?t=4453"
NOBODYS = "https://youtu.be/dQw4w9WgXcQ?t=43"
SAID = "streets, traditionally run by traffic departments"


@pytest.fixture
async def office(shipped: Casebook, tmp_path: Path) -> AsyncIterator[Office]:
    given = {"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}", "CASEBOOK_UNFURL": "yes"}
    async with served(shipped, load(given, tmp_path), 3.0) as served_now:
        yield served_now


@pytest.fixture
def playground(office: Office) -> Playground:
    assert office.playground
    return office.playground


def unfolded(page: Page, words: str = "") -> Locator:
    """What stands under the messages with those words."""
    return page.locator("#main article", has_text=words).locator(".unfurl")


async def test_a_link_unfolds_where_the_bot_is_no_member_and_where_it_was_taken_away(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url, GENERAL)
    await say(page, LINK)
    await expect(unfolded(page)).to_contain_text(SAID)
    await page.locator('[data-channel="C0STREETS"]').click()
    await say(page, "/remove @casebook")
    await expect(answers(page).last).to_contain_text("took casebook away")
    await say(page, f"As was said: {LINK}")
    await expect(unfolded(page)).to_contain_text(SAID)


async def test_a_link_to_a_talk_that_is_not_in_the_notes_is_passed_over_in_silence(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    said = await page.locator("#main [data-ts]").count()
    box = page.locator('[data-composer="channel"] textarea')
    await box.fill(NOBODYS)
    await box.fill(f"{NOBODYS} or {LINK}")
    await expect(page.locator(".previews .unfurl")).to_have_count(1)
    await expect(page.locator(".previews")).to_contain_text(SAID)
    await box.fill("")
    await say(page, f"Nobody took notes of {NOBODYS}")
    await say(page, f"Somebody did of {LINK}")
    await expect(unfolded(page, "Somebody did")).to_contain_text(SAID)
    await expect(unfolded(page)).to_have_count(1)
    await expect(page.locator("#main [data-ts]")).to_have_count(said + 2)


async def test_the_same_link_twice_unfolds_once_in_a_message_and_again_in_the_next(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    await say(page, f"Twice: {LINK} and {LINK}")
    await expect(unfolded(page, "Twice:")).to_contain_text(SAID)
    await say(page, f"Once more: {LINK}")
    await expect(unfolded(page, "Once more:")).to_contain_text(SAID)
    await expect(unfolded(page)).to_have_count(2)


async def test_a_link_that_is_deleted_before_it_unfolds_is_let_go_in_silence(
    office: Office, playground: Playground, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    page = await opened(browser, office.url)
    said = await page.locator("#main [data-ts]").count()
    playground.lose_words()
    async with page.expect_response("**/page/message"):
        await say(page, f"Taken back: {LINK}")
    playground.lose_words(gone=False)
    await say(page, f"Said again: {LINK}")
    await expect(unfolded(page, "Said again:")).to_contain_text(SAID)
    await expect(page.locator("#main [data-ts]")).to_have_count(said + 1)
    await expect(page.locator("body")).not_to_contain_text("went wrong")
    assert "ERROR" not in caplog.text
