"""A mission case every morning: set up, posted when its hour comes, marked, and switched off, in a real Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.casebook import Casebook
from bot.settings import load
from tests.bot.digest.making import at
from tests.handlers.test_in_the_browser import answers, opened, say
from tests.handlers.test_in_the_playground import Office, casebook, playing

__all__ = ["casebook"]  # the fixture, for pytest

STOCKHOLM = "Europe/Stockholm"


class Clock:
    """A clock that somebody sets."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2026-11-22 17:00", STOCKHOLM))


@pytest.fixture
async def office(casebook: Casebook, tmp_path: Path, clock: Clock) -> AsyncIterator[Office]:
    settings = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}, tmp_path)
    async with playing(casebook, settings, clock) as opened_office:
        yield opened_office


async def test_a_case_comes_in_the_morning_until_it_is_switched_off(
    office: Office, browser: Browser, clock: Clock
) -> None:
    page = await opened(browser, office.url)
    cases = page.locator('[data-ts]:not([data-ephemeral="true"])', has_text="A question for the team:")
    dialog = page.locator("#modal")
    await say(page, "/mission digest")
    await dialog.get_by_label("Only from a country").select_option("Sweden")
    await dialog.get_by_label("Only cases that tell of").select_option("Examples")
    await dialog.get_by_role("button", name="See the next mission case").click()
    await expect(dialog).to_contain_text("what would be posted on Monday 23 November at 09:00")
    await expect(dialog).to_contain_text("A question for the team:")
    foreseen = await dialog.locator("strong").nth(1).inner_text()
    assert "Sweden" in foreseen
    await expect(dialog.locator('[data-action="mark_not"]')).to_have_count(0)
    await dialog.get_by_role("button", name="Back").click()
    await expect(dialog.get_by_label("Only from a country")).to_have_value("Sweden")
    await dialog.locator("[data-submit]").click()
    await expect(dialog).to_contain_text("Every weekday at 09:00")
    await dialog.get_by_role("button", name="Close").last.click()

    clock.now = at("2026-11-23 09:00", STOCKHOLM) + 1
    await expect(cases).to_have_count(1, timeout=15_000)
    await expect(cases.first).to_contain_text(foreseen)
    await cases.first.locator('[data-action="mark_not"]').click()
    await expect(answers(page).last).to_contain_text("does not come to this channel again")

    clock.now = at("2026-11-24 09:00", STOCKHOLM) + 1
    await expect(cases).to_have_count(2, timeout=15_000)
    assert foreseen not in await cases.nth(1).inner_text()

    await say(page, "/mission digest off")
    await expect(answers(page).last).to_contain_text("Switched off.")
    clock.now = at("2026-11-25 09:00", STOCKHOLM) + 1
    await page.wait_for_timeout(4_000)
    await expect(cases).to_have_count(2)
