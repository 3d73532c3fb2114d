"""A mission case that was posted, where something happened since: to the bot, the message, the notes, or in haste."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.settings import load
from handlers.playground import Playground
from handlers.playground.views import Views
from handlers.playground.workspace import BOT_USER
from tests.bot.digest.making import at
from tests.bot.library import FOOD, indexed
from tests.bot.library import opened as opened_notes
from tests.handlers.test_a_morning_in_the_browser import STOCKHOLM, Clock
from tests.handlers.test_in_the_browser import answers, opened, say
from tests.handlers.test_in_the_playground import LAB, Office, served

QUESTION = "A question for the team:"
KEPT = "Kept. Vinnova comes back to this channel later"
SOONER = "Vinnova comes back to this channel sooner, once."
NEVER = "Vinnova does not come to this channel again."
GONE = "The notes no longer tell of a case named “Vinnova”."


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2026-11-22 17:00", STOCKHOLM))


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """The index of a few notes, in which one case can be posted."""
    return indexed(tmp_path / "index.db")


@pytest.fixture
async def office(notes: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[Office]:
    settings = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}, tmp_path)
    async with served(opened_notes(notes), settings, 3.0, clock) as served_now:
        yield served_now


@pytest.fixture
def playground(office: Office) -> Playground:
    assert office.playground
    return office.playground


@pytest.fixture
async def page(office: Office, browser: Browser, clock: Clock) -> Page:
    """Ada's page, on the morning of which the first case came to #mission-lab."""
    shown = await opened(browser, office.url, LAB)
    await say(shown, "/mission digest on 09:00")
    await expect(answers(shown).last).to_contain_text("Every weekday at 09:00")
    clock.now = at("2026-11-23 09:00", STOCKHOLM) + 1
    await expect(cases(shown)).to_have_count(1, timeout=15_000)
    return shown


def cases(page: Page) -> Locator:
    return page.locator('#main [data-ts]:not([data-ephemeral="true"])', has_text=QUESTION)


async def pressed(page: Page, action: str) -> None:
    await cases(page).last.locator(f'[data-action="{action}"]').click()


async def test_where_the_bot_was_taken_away_the_buttons_answer_and_the_next_case_stops_and_says_so(
    page: Page, clock: Clock
) -> None:
    await say(page, "/remove @casebook")
    await expect(page.locator("#topic")).to_contain_text("casebook is not here")
    for action, told in (
        ("mark_keep", KEPT),
        ("mark_sooner", SOONER),
        ("mark_not", NEVER),
        ("case", "What was tried"),
        ("mark_keep", KEPT),
    ):
        await pressed(page, action)
        await expect(answers(page).last).to_contain_text(told)
    dialog = page.locator("#modal")
    await pressed(page, "digest_change")
    await expect(dialog.get_by_label("At what time")).to_have_value("09:00")
    await dialog.get_by_label("At what time").fill("09:30")
    await dialog.locator("[data-submit]").click()
    await expect(dialog).to_contain_text("Every weekday at 09:30")
    await dialog.locator("[data-close]").last.click()

    clock.now = at("2026-11-24 09:30", STOCKHOLM) + 1
    await page.locator('[data-channel="D0ADALIND"]').click()
    await page.locator('[data-tab="messages"]').click()
    stopped = page.locator("#main [data-ts]", has_text="The mission case has stopped in #mission-lab")
    await expect(stopped).to_contain_text("Invite me again", timeout=15_000)
    await page.locator(f'[data-channel="{LAB}"]').click()
    await expect(cases(page)).to_have_count(1)


async def test_the_buttons_of_a_case_that_is_deleted_meanwhile_answer_all_the_same(
    page: Page, playground: Playground
) -> None:
    posted = next(each for each in playground.workspace.channel(LAB).messages if QUESTION in each.text)
    playground.lose_messages()
    for action, told in (
        ("mark_keep", KEPT),
        ("mark_sooner", SOONER),
        ("mark_not", NEVER),
        ("case", "What was tried"),
        ("digest_change", ""),
    ):
        await pressed(page, action)
        await expect(cases(page)).to_have_count(0)
        if told:
            await expect(answers(page).last).to_contain_text(told)
        # Each press took the message away; the same one stands there again.
        playground.workspace.post(posted.channel, BOT_USER, posted.text, blocks=posted.blocks)
        playground.workspace.changed()
    await expect(page.locator("#modal").get_by_label("At what time")).to_have_value("09:00")


async def test_a_button_of_a_case_that_is_pressed_twice_in_haste_counts_once(
    page: Page, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = await office.until(lambda message: QUESTION in message["text"])
    for action, told in (("mark_not", NEVER), ("mark_keep", KEPT)):
        await asyncio.gather(*(office.press(posted, action) for _ in range(2)))
        await expect(answers(page).filter(has_text=told)).to_have_count(2)
    came, open_now = asyncio.Semaphore(0), Views.open

    def opened_now(views: Views, *given: Any) -> dict[str, Any]:  # noqa: ANN401  handed on as it is
        came.release()
        return open_now(views, *given)

    monkeypatch.setattr(Views, "open", opened_now)
    await asyncio.gather(*(office.press(posted, "digest_change") for _ in range(2)))
    for _ in range(2):
        await asyncio.wait_for(came.acquire(), 5)
    dialog = page.locator("#modal")
    await expect(dialog).to_have_attribute("data-view", (await office.dialog())["id"])
    await dialog.locator("[data-close]").last.click()
    # The second dialog took the place of the first.
    await expect(dialog).to_be_hidden()
    await expect(page.locator("[data-ts]", has_text="set up a mission case here")).to_have_count(1)


async def test_a_case_that_left_the_notes_since_is_kept_no_more_and_what_is_left_can_be_refused(
    page: Page, notes: Path
) -> None:
    indexed(notes, food=FOOD)
    for number, action in enumerate(("mark_keep", "mark_sooner", "case"), 1):
        await pressed(page, action)
        await expect(answers(page).filter(has_text=GONE)).to_have_count(number)
    await pressed(page, "mark_not")
    await expect(answers(page).last).to_contain_text(NEVER)
    await pressed(page, "digest_change")
    await expect(page.locator("#modal").get_by_label("At what time")).to_have_value("09:00")
