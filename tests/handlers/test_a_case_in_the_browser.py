"""A mission lead takes a case into a meeting: its card, its pages, the case beside it, its text to paste."""

from __future__ import annotations

from playwright.async_api import Browser, expect

from tests.handlers.test_in_the_browser import answers, office, opened, say
from tests.handlers.test_in_the_playground import BO, Office, casebook

__all__ = ["casebook", "office"]  # the fixtures, for pytest


async def test_from_a_body_to_its_mission_to_a_text_that_can_be_pasted(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    await say(page, "/mission case vinnova")
    card = answers(page).last
    await expect(card).to_contain_text("Sweden · Vinnova — 3 notes")
    await expect(card).to_contain_text("Also written “Vinnova Agency”.")
    await expect(card.locator("strong", has_text="2 million")).to_be_visible()
    await expect(card).to_contain_text("No line found here mentions a cost or a date.")
    await expect(card).to_contain_text("What helped")

    await card.locator('[data-action="more"]').click()
    card = answers(page).last
    await expect(card).to_contain_text("Page 2 of 2")
    await expect(card).to_contain_text("small islands of coherence")
    await card.locator('[data-action="back"]').click()
    await expect(card).to_contain_text("Page 1 of 2")

    await answers(page).last.get_by_role("button", name="Open The Street").click()
    card = answers(page).last
    await expect(card).to_contain_text("Sweden · Vinnova, “The Street”")
    await expect(card).to_contain_text("Sweden · School Food — also by Vinnova, told of in the same line")

    await card.locator('[data-action="brief"]').click()
    dialog = page.locator("#modal")
    text = await dialog.locator("textarea").input_value()
    assert text.startswith("Sweden · Vinnova, “The Street” — 3 notes, 2 talks\n\nWhat was tried\n- ")
    assert "\n- School children, for example, were brought in as urban designers when streets were" in text
    assert ", 1:14:13, https://www.youtube.com/watch?v=-KQokCATILo&t=4448s" in text

    # One click and two keys, as the dialog says, and all of it is there to paste.
    await dialog.locator("textarea").click()
    await page.keyboard.press("ControlOrMeta+a")
    assert await page.evaluate("getSelection().toString() || document.activeElement.value") == text
    await dialog.get_by_role("button", name="Done").click()
    await expect(dialog).to_be_hidden()


async def test_a_shared_card_opens_other_cases_for_whoever_presses_only(
    office: Office, browser: Browser
) -> None:
    ada, bo = await opened(browser, office.url), await opened(browser, f"{office.url}/?as={BO}")
    await say(ada, "/mission case camden")
    await answers(ada).last.locator('[data-action="share"]').click()
    shared = bo.locator("[data-ts]", has_text="Shared by").last
    await expect(shared).to_contain_text("carbon neutrality for 250 social housing estates")

    await shared.get_by_role("button", name="Open Barcelona").click()
    await expect(answers(bo).last).to_contain_text("Spain · Barcelona")
    await expect(ada.locator("body")).not_to_contain_text("brought hackers into its government")
