"""The three further doors, by hand: similar cases on a message, the search, and links that unfold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.casebook import Casebook
from bot.settings import load
from tests.handlers.test_in_the_browser import opened, say
from tests.handlers.test_in_the_playground import BO, Office, casebook, playing

__all__ = ["casebook"]  # the fixture, for pytest

STREET = "▶\u00a01:14:13"
AT_THE_STREET = "https://www.youtube.com/watch?v=-KQokCATILo&t=4448s"


@pytest.fixture
async def office(casebook: Casebook, tmp_path: Path) -> AsyncIterator[Office]:
    given = {"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}", "CASEBOOK_UNFURL": "yes"}
    async with playing(casebook, load(given, tmp_path)) as playing_now:
        yield playing_now


async def similar(page: Page, words: str) -> Locator:
    """Chooses Find similar cases on the message with those words; the dialog."""
    message = page.locator("article[data-ts]", has_text=words).last
    await message.hover()
    await message.get_by_label("More actions").click()
    await message.get_by_role("menuitem", name="Find similar cases").click()
    return page.locator("#modal")


async def search(page: Page) -> Locator:
    await page.get_by_label("Shortcuts").click()
    await page.get_by_role("menuitem", name="Search the casebook").click()
    dialog = page.locator("#modal")
    await expect(dialog.get_by_role("heading")).to_have_text("Search the casebook")
    return dialog


async def test_a_message_finds_similar_cases_and_the_answer_goes_into_its_thread(
    office: Office, browser: Browser
) -> None:
    ada, bo = await opened(browser, office.url), await opened(browser, f"{office.url}/?as={BO}")
    dialog = await similar(ada, "Who has let children design a street")
    await expect(dialog).to_contain_text("School children, for example, were brought in as urban designers")
    await expect(bo.locator("body")).not_to_contain_text("urban designers")

    await dialog.get_by_role("button", name="Show all that the notes tell of").first.click()
    await expect(dialog.get_by_role("heading")).to_have_text("The whole case")
    await expect(dialog.get_by_role("link", name=STREET)).to_have_attribute("href", AT_THE_STREET)
    await dialog.locator("[data-close]").click()
    await expect(dialog.get_by_role("heading", name="The whole case")).to_have_count(0)

    await dialog.locator('[data-action="reply"]').click()
    await expect(dialog).to_contain_text("It stands in the thread now")
    await expect(dialog.locator('[data-action="reply"]')).to_have_count(0)
    await bo.locator("[data-replies]", has_text="2 replies").click()
    reply = bo.locator("#thread article", has_text="Shared by")
    await expect(reply).to_contain_text("urban designers")
    await expect(reply).to_contain_text("@Ada Lind")


async def test_where_casebook_is_not_invited_it_says_how_to_invite_it(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url, "C0GENERAL")
    await say(page, "What did Vinnova do with streets?")
    dialog = await similar(page, "What did Vinnova do")
    await expect(dialog).to_contain_text("Sweden · Vinnova")
    await dialog.locator('[data-action="reply"]').click()
    await expect(dialog).to_contain_text("Invite me with /invite @casebook")
    await dialog.locator("[data-close]").click()

    await say(page, "/invite @casebook")
    await expect(page.locator("article", has_text="brought casebook here")).to_be_visible()
    dialog = await similar(page, "What did Vinnova do")
    await dialog.locator('[data-action="reply"]').click()
    await expect(dialog).to_contain_text("It stands in the thread now")


async def test_a_message_that_the_notes_know_nothing_of_becomes_a_gap_only_on_request(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    await say(page, "Does anybody know blockchain voting in Estonia?")
    dialog = await similar(page, "blockchain voting")
    await expect(dialog).to_contain_text("The notes have nothing on this.")
    await dialog.locator("[data-close]").click()
    await say(page, "/mission gaps")
    listed = page.locator('[data-ephemeral="true"]').last
    await expect(listed).to_contain_text("Linked to, and not written yet")
    await expect(listed).not_to_contain_text("blockchain")

    dialog = await similar(page, "blockchain voting")
    await dialog.locator('[data-action="gap"]').click()
    await expect(dialog).to_contain_text(
        "Noted for the curators, without your name: blockchain, estonia, voting."
    )
    await dialog.locator("[data-close]").click()
    await say(page, "/mission gaps")
    await expect(page.locator('[data-ephemeral="true"]').last).to_contain_text(
        "blockchain, estonia, voting — asked once"
    )


async def test_a_message_without_words_and_a_long_one(office: Office, browser: Browser) -> None:
    page = await opened(browser, office.url)
    await say(page, "👍 👍")
    dialog = await similar(page, "👍 👍")
    await expect(dialog).to_contain_text("That message has no words to look for")
    await dialog.locator("[data-close]").click()

    chat = "Thanks all for coming to the meeting on Tuesday, sorry again about the room and the coffee. "
    asked = (
        "What stays with me is that school children should help to redesign the streets around their school."
    )
    await say(page, f"{chat * 3}{asked} {chat}")
    dialog = await similar(page, "What stays with me")
    await expect(dialog).to_contain_text("urban designers")


async def test_the_search_suggests_cases_while_one_types_and_shows_the_whole_case(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    dialog = await search(page)
    box = dialog.locator('[data-action="find"]')
    await box.fill("the str")
    await expect(dialog.get_by_role("option").first).to_have_text("Sweden · Vinnova, “The Street”")
    await box.press("ArrowDown")
    await box.press("Enter")
    await expect(dialog.get_by_role("heading")).to_have_text("The whole case")
    await expect(dialog.get_by_role("link", name=STREET)).to_have_attribute("href", AT_THE_STREET)
    await dialog.locator("[data-close]").click()
    await expect(dialog.get_by_role("heading")).to_have_text("Search the casebook")

    await box.fill("engag")
    await dialog.get_by_role("option", name="Engagement with civil society").click()
    await expect(dialog).to_contain_text("Page 1 of")
    await expect(box).to_have_value("Engagement with civil society")


async def test_ones_own_words_are_answered_page_by_page_in_the_search(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    dialog = await search(page)
    await dialog.get_by_role("button", name="Search").click()
    told = dialog.get_by_role("alert").filter(has_text="Write a few words, or choose a case")
    await expect(told).to_be_visible()

    words = dialog.locator('[data-action="words"]')
    await words.fill("what did vinnova try")
    await dialog.get_by_role("button", name="Search").click()
    await expect(dialog).to_contain_text("Page 1 of")
    await expect(words).to_have_value("what did vinnova try")
    await dialog.locator('[data-action="more"]').click()
    await expect(dialog).to_contain_text("Page 2 of")
    await expect(words).to_have_value("what did vinnova try")

    await words.fill("blockchain voting in estonia")
    await dialog.get_by_role("button", name="Search").click()
    await expect(dialog).to_contain_text("No note mentions Estonia")
    await expect(dialog).not_to_contain_text("Page")

    await dialog.locator('[data-action="find"]').fill("children in streets")
    await dialog.get_by_role("option", name="Look for “children in streets”").click()
    await expect(dialog).to_contain_text("urban designers")
    await expect(words).to_have_value("children in streets")


async def test_a_link_unfolds_before_and_after_it_is_sent(office: Office, browser: Browser) -> None:
    ada, bo = await opened(browser, office.url), await opened(browser, f"{office.url}/?as={BO}")
    box = ada.locator('[data-composer="channel"] textarea')
    await box.fill("Look at https://www.youtube.com/watch?v=-KQokCATILo&t=1h14m8s")
    preview = ada.locator(".previews")
    await expect(preview).to_contain_text("streets, traditionally run by traffic departments")
    await expect(bo.locator("body")).not_to_contain_text("traffic departments")

    await box.press("Enter")
    for page in (ada, bo):
        unfolded = page.locator("article .unfurl").last
        await expect(unfolded).to_contain_text("Just before: System Mapping:")
        await expect(unfolded).to_contain_text("Sweden · Vinnova, “The Street” — 3 notes, 2 talks")
        await expect(unfolded.get_by_role("link", name=STREET)).to_have_attribute("href", AT_THE_STREET)
    await expect(preview).to_be_hidden()


async def test_a_talk_that_nobody_took_notes_of_and_a_second_far_from_any_line(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    await say(page, "https://youtu.be/dQw4w9WgXcQ?t=43 and https://youtu.be/nNEvchGUlhg?t=99999")
    unfolded = page.locator("article .unfurl")
    await expect(unfolded).to_have_count(1)
    await expect(unfolded).to_contain_text("Government beyond recovery: from anticipation to bold missions")
    await expect(unfolded).to_contain_text("Nothing in the notes is within five minutes of 27:46:39.")
    await expect(unfolded).to_contain_text("The notes have 93 statements of this talk, in 1 note.")
