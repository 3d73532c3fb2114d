"""A mission lead sets up the daily mission case, typed and in the dialog, and somebody else switches it off."""

from __future__ import annotations

from playwright.async_api import Browser, expect

from tests.handlers.test_in_the_browser import answers, office, opened, say
from tests.handlers.test_in_the_playground import BO, LAB, Office, casebook

__all__ = ["casebook", "office"]  # the fixtures, for pytest


async def test_what_somebody_types_is_told_to_the_channel_and_ended_by_somebody_else(
    office: Office, browser: Browser
) -> None:
    ada = await opened(browser, office.url, LAB)
    bo = await opened(browser, f"{office.url}/?as={BO}", LAB)
    await say(ada, "/mission digest on 09:00")
    await expect(answers(ada).last).to_contain_text(
        "Every weekday at 09:00 (Europe/Stockholm) in #mission-lab"
    )
    introduction = bo.locator("[data-ts]", has_text="set up a mission case here").last
    await expect(introduction).to_contain_text("@Ada Lind set up a mission case here.")
    await expect(introduction).to_contain_text("Anyone here can switch it off.")

    await introduction.get_by_role("button", name="Switch off").click()
    await expect(answers(bo).last).to_contain_text("Switched off. This comes no more:")
    await expect(ada.locator("body")).not_to_contain_text("Switched off")
    await say(ada, "/mission digest next")
    await expect(answers(ada).last).to_contain_text("No mission case is posted here.")


async def test_the_dialog_sets_it_up_changes_it_and_says_where_the_bot_is_missing(
    office: Office, browser: Browser
) -> None:
    ada = await opened(browser, office.url, LAB)
    dialog = ada.locator("#modal")
    await say(ada, "/mission digest")
    await dialog.get_by_label("Where").select_option("#general")
    await dialog.get_by_label("At what time").fill("08:15")
    await dialog.get_by_label("Time zone").fill("oslo")
    await dialog.get_by_role("option", name="Oslo, Norway").click()
    await dialog.get_by_label("Friday").uncheck()
    await dialog.get_by_label("Only from a country").select_option("Sweden")
    await dialog.locator("[data-submit]").click()
    await expect(dialog).to_contain_text("Invite me there with /invite @casebook")

    await dialog.get_by_label("Where").select_option("#mission-lab")
    await dialog.locator("[data-submit]").click()
    told = (
        "Every Monday, Tuesday, Wednesday and Thursday at 08:15 (Europe/Oslo) in #mission-lab, about Sweden"
    )
    await expect(dialog).to_contain_text(told)
    await dialog.get_by_role("button", name="Close").last.click()
    await expect(ada.locator("[data-ts]", has_text="set up a mission case here")).to_have_count(1)

    await say(ada, "/mission digest next")
    await answers(ada).last.get_by_role("button", name="Change when").click()
    await expect(dialog.get_by_label("At what time")).to_have_value("08:15")
    await dialog.get_by_label("Friday").check()
    await dialog.locator("[data-submit]").click()
    await expect(dialog).to_contain_text("Every weekday at 08:15 (Europe/Oslo)")
    await dialog.get_by_role("button", name="Close").last.click()
    await expect(ada.locator("[data-ts]", has_text="set up a mission case here")).to_have_count(1)


async def test_a_case_comes_to_ones_own_conversation_with_the_bot(office: Office, browser: Browser) -> None:
    ada = await opened(browser, f"{office.url}/?tab=messages", await office.direct())
    await say(ada, "digest")
    await ada.get_by_role("button", name="Choose when").click()
    dialog = ada.locator("#modal")
    await expect(dialog.get_by_label("Where").locator("option:checked")).to_have_text("casebook")
    await dialog.locator("[data-submit]").click()
    await expect(dialog).to_contain_text("Every weekday at 09:00 (Europe/Stockholm) in this conversation")
