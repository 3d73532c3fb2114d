"""Somebody asks what is kept of them, takes a copy and has it forgotten; in a real Chromium, and in haste."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.casebook import Casebook
from bot.settings import load
from tests.handlers.test_in_the_browser import answers, opened, say
from tests.handlers.test_in_the_playground import Office, served

LATE = "Slack lets a dialog open for three seconds only"
KEPT = "cases you saved: 1"


@pytest.fixture
async def office(shipped: Casebook, tmp_path: Path) -> AsyncIterator[Office]:
    given = {"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}
    async with served(shipped, load(given, tmp_path), 3.0) as served_now:
        yield served_now


async def told(page: Page) -> Locator:
    """Saves a case and asks what is kept; the answer."""
    await say(page, "/mission case camden")
    await answers(page).last.locator('[data-action="save"]').click()
    await expect(answers(page).last).to_contain_text("Saved")
    await say(page, "/mission privacy")
    answer = answers(page).filter(has_text="What Casebook keeps").first
    await expect(answer).to_contain_text(KEPT)
    return answer


async def test_what_is_kept_is_copied_and_forgotten_once_somebody_says_so_twice(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    dialog = page.locator("#modal")
    answer = await told(page)
    await answer.locator('[data-action="export"]').click()
    await expect(dialog.locator("textarea")).to_have_value(re.compile('"Camden Council"'))
    await dialog.locator("[data-close]").click()
    await expect(dialog).to_be_hidden()

    await answer.locator('[data-action="forget"]').click()
    await expect(dialog).to_contain_text("Gone at once, and for good")
    await dialog.locator("[data-close]").click()
    await answer.locator('[data-action="forget"]').click()
    view = await office.dialog()
    await asyncio.gather(*(office.do("submit", view_id=view["id"], values={}) for _ in range(2)))
    await expect(dialog).to_contain_text("nothing is kept about you any more")
    await dialog.locator("[data-close]").last.click()
    await expect(dialog).to_be_hidden()
    await say(page, "/mission privacy")
    await expect(answers(page).last).to_contain_text("Nothing is kept about you.")


async def test_a_dialog_that_comes_too_late_shows_and_forgets_nothing(
    office: Office, browser: Browser
) -> None:
    assert office.playground
    page = await opened(browser, office.url)
    answer = await told(page)
    office.playground.expire_triggers()
    for number, action in enumerate(("export", "forget"), 1):
        await answer.locator(f'[data-action="{action}"]').click()
        await expect(answers(page).filter(has_text=LATE)).to_have_count(number)
    await say(page, "/mission privacy")
    await expect(answers(page).last).to_contain_text(KEPT)
