"""Somebody who builds a workflow tries the step Find a mission case by itself, in a real Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.casebook import Casebook
from bot.settings import load
from tests.handlers.test_in_the_browser import opened
from tests.handlers.test_in_the_playground import Office, served

STREET = "https://www.youtube.com/watch?v=-KQokCATILo&t=4448s"


@pytest.fixture
def step() -> str:
    """CASEBOOK_STEP."""
    return "yes"


@pytest.fixture
async def office(shipped: Casebook, tmp_path: Path, step: str) -> AsyncIterator[Office]:
    given = {"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}", "CASEBOOK_STEP": step}
    async with served(shipped, load(given, tmp_path), 3.0) as served_now:
        yield served_now


async def chosen(page: Page) -> Locator:
    """Opens the step; its dialog."""
    await page.get_by_label("Shortcuts").click()
    await page.get_by_role("menuitem", name="Find a mission case").click()
    dialog = page.locator("#step")
    await expect(dialog.get_by_role("heading")).to_have_text("Find a mission case")
    return dialog


async def run(dialog: Locator, **given: str) -> None:
    for name in ("question", "kind", "country"):
        await dialog.locator(f'[data-action="{name}"]').fill(given.get(name, ""))
    await dialog.get_by_role("button", name="Run step").click()


async def test_a_step_is_opened_run_and_closed_and_hands_on_an_answer_its_link_and_its_case(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    said = await page.locator("#main [data-ts]").count()
    dialog = await chosen(page)
    await expect(dialog).to_contain_text("Kind (optional)")
    await run(dialog, question="vinnova street")
    await expect(dialog.locator('[data-output="text"]')).to_contain_text(
        "traditionally run by traffic departments"
    )
    await expect(dialog.locator('[data-output="link"] a')).to_have_attribute("href", STREET)
    await expect(dialog.locator('[data-output="case"]')).to_have_text("The Street")

    await run(dialog, question="risk", kind="challenges", country="Sweden")
    await expect(dialog.locator('[data-output="text"]')).to_contain_text("Sweden")
    await expect(dialog.locator('[data-output="text"]')).not_to_contain_text("traffic departments")

    await dialog.locator("[data-close]").click()
    await expect(dialog).to_be_hidden()
    dialog = await chosen(page)
    await expect(dialog.locator('[data-action="question"]')).to_have_value("")
    await expect(dialog.locator("[data-output]")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.locator("#main [data-ts]")).to_have_count(said)


async def test_a_step_that_has_nothing_to_hand_on_fails_with_the_sentence_that_says_why(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(urlsplit(request.url).path))
    dialog = await chosen(page)
    failed = dialog.get_by_role("status")
    await run(dialog, country="Sweden")
    await expect(dialog.locator(".wrong")).to_contain_text("Please complete this required field.")

    for question, told in (
        (":tada:", "The step failed. The step has no question."),
        (
            "blockchain voting in estonia",
            "The step failed. The notes have nothing on this. No note mentions Estonia",
        ),
    ):
        await run(dialog, question=question)
        await expect(failed).to_contain_text(told)
        await expect(dialog.locator("[data-output]")).to_have_count(0)

    await run(dialog, question="vinnova street")
    await expect(dialog.locator('[data-output="case"]')).to_have_text("The Street")
    await expect(failed).not_to_contain_text("failed")
    # The bot heard nothing of the one without a question.
    assert sent.count("/page/step") == 3


@pytest.mark.parametrize("step", ["no"])
async def test_where_the_setting_is_off_there_is_no_step_to_choose(office: Office, browser: Browser) -> None:
    page = await opened(browser, office.url)
    await page.get_by_label("Shortcuts").click()
    offered = page.locator('[data-composer="channel"] [role="menuitem"] > span')
    await expect(offered).to_have_text(["Search the casebook"])
