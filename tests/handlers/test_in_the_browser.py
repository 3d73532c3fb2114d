"""The first day of a new user: the shipped notes, the whole bot, a real Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.casebook import Casebook
from bot.settings import load
from tests.conftest import opened_page
from tests.handlers.test_in_the_playground import BO, Office, casebook, playing

__all__ = ["casebook"]  # the fixture, for pytest

STREET = "▶\u00a01:14:13"


@pytest.fixture
async def office(casebook: Casebook, tmp_path: Path) -> AsyncIterator[Office]:
    settings = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}, tmp_path)
    async with playing(casebook, settings) as opened:
        yield opened


async def opened(browser: Browser, url: str, channel: str = "C0STREETS") -> Page:
    """The page, at a channel. Whatever the page throws fails the test."""
    page = await opened_page(browser)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    await page.goto(url)
    await page.locator(f'[data-channel="{channel}"]').click()
    return page


async def say(page: Page, words: str, where: str = "channel") -> None:
    # The keys would go to a dialog that has still to close.
    await expect(page.locator("dialog[open]")).to_have_count(0)
    box = page.locator(f'[data-composer="{where}"] textarea')
    await box.fill(words)
    await box.press("Enter")


def answers(page: Page) -> Locator:
    return page.locator('[data-ephemeral="true"]')


async def answered(page: Page, words: str) -> Locator:
    """Says it, and waits until one more answer stands there; that one."""
    before = await answers(page).count()
    await say(page, words)
    await expect(answers(page)).to_have_count(before + 1)
    return answers(page).last


async def test_a_private_answer_links_to_the_second_and_is_seen_by_others_once_shared(
    office: Office, browser: Browser
) -> None:
    ada, bo = await opened(browser, office.url), await opened(browser, f"{office.url}/?as={BO}")

    await say(ada, "/mission vinnova street")
    answer = answers(ada).last
    await expect(answer).to_contain_text("Sweden · Vinnova, “The Street”")
    await expect(answer).to_contain_text("streets, traditionally run by traffic departments")
    await expect(answer.get_by_role("link", name=STREET)).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=-KQokCATILo&t=4448s"
    )
    await expect(bo.locator("body")).not_to_contain_text("The Street")

    await answer.locator('[data-action="share"]').click()
    shared = bo.locator("[data-ts]", has_text="Shared by").last
    await expect(shared).to_contain_text("Vinnova, “The Street”")
    await expect(shared.get_by_role("link", name=STREET)).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=-KQokCATILo&t=4448s"
    )
    await shared.locator('[data-action="remove"]').click()
    await expect(answers(bo).last).to_contain_text("Only the person who asked for this answer or shared it")


async def test_more_turns_the_page_and_whole_case_tells_all_of_it(office: Office, browser: Browser) -> None:
    page = await opened(browser, office.url)
    await say(page, "/mission vinnova")
    await expect(answers(page).last).to_contain_text("Page 1 of")
    await answers(page).last.locator('[data-action="more"]').click()
    await expect(answers(page).last).to_contain_text("Page 2 of")

    await answers(page).last.locator('[data-action="case"]').click()
    card = answers(page).last
    await expect(card).to_contain_text("What was tried")
    await expect(card).to_contain_text("No line found here mentions")


async def test_what_helped_follows_a_challenge_and_can_be_shared(office: Office, browser: Browser) -> None:
    ada, bo = await opened(browser, office.url), await opened(browser, f"{office.url}/?as={BO}")
    await say(ada, "/mission challenges risk aversion")
    await expect(answers(ada).last).to_contain_text("disincentives to taking risks")
    await answers(ada).last.locator('[data-action="helped"]').click()
    helped = answers(ada).last
    await expect(helped).to_contain_text("What helped")
    await expect(helped).to_contain_text("welcomes learning by trial and error")
    await expect(helped).to_contain_text("told together")
    await expect(helped.get_by_role("link", name="▶\u00a049:20")).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=-KQokCATILo&t=2955s"
    )
    await helped.locator('[data-action="share"]').click()
    shared = bo.locator("[data-ts]", has_text="Shared by").last
    await expect(shared).to_contain_text("welcomes learning by trial and error")


async def test_a_message_that_resembles_a_challenge_is_offered_what_helped(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    await say(
        page,
        "/mission People in the directorate say that experiments are dangerous: if one fails the auditors come, and"
        " nobody gets promoted for trying. So they wait for somebody else to go first, and nothing moves.",
    )
    await answers(page).last.locator('[data-action="helped"]').click()
    helped = answers(page).last
    await expect(helped).to_contain_text("disincentives to taking risks")
    await expect(helped).to_contain_text("Words in common: failures")
    await expect(helped).to_contain_text("welcomes learning by trial and error")


async def test_a_mention_in_a_thread_is_answered_there_for_all(office: Office, browser: Browser) -> None:
    ada, bo = await opened(browser, office.url), await opened(browser, f"{office.url}/?as={BO}")
    await ada.locator("[data-replies]").first.click()
    await say(ada, "@casebook how did cities involve children?", "thread")
    for page in (ada, bo):
        if page is bo:
            await page.locator("[data-replies]").first.click()
        answer = page.locator("[data-thread]", has_text="urban designers").last
        await expect(answer).to_contain_text("School children")
        link = answer.get_by_role("link", name="▶\u00a01:16:27")
        await expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=-KQokCATILo&t=4582s")


async def test_kinds_countries_slips_and_silence_are_answered_as_promised(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    for words, told in (
        ("/mission challenges in sweden", "regulatory problems that hinder innovation"),
        ("/mission helth holand", "Read as health, holland."),
        ("/mission helth holand", "five years to Dutch citizens' healthy lifespan by 2040"),
        ("/mission blockchain voting in estonia", "The notes have nothing on this. No note mentions Estonia"),
    ):
        await expect(await answered(page, words)).to_contain_text(told)


async def test_a_conversation_goes_on_from_an_answer(office: Office, browser: Browser) -> None:
    page = await opened(browser, f"{office.url}/?tab=messages", await office.direct())
    said = page.locator("[data-ts]")
    await expect(said.last).to_contain_text("Welcome.")
    for typed, told in (
        ("involving citizens", "1. United Kingdom · Camden Council"),
        ("only Sweden", "1. Sweden · Vinnova"),
        ("1", "What was tried"),
        ("challenges?", "hinder innovation"),
        ("why", "Where each line stands:"),
    ):
        await say(page, typed)
        await expect(said.last).to_contain_text(told)


async def test_a_curator_sees_what_the_notes_lack(office: Office, browser: Browser) -> None:
    page = await opened(browser, office.url)
    for words in ("participatory budgeting in Porto Alegre", "participatory budgets of Porto Alegre"):
        await expect(await answered(page, f"/mission {words}")).to_contain_text(
            "The notes have nothing on this."
        )
    await say(page, "/mission gaps")
    waiting = answers(page).last
    await expect(waiting).to_contain_text("asked 2 times")
    await expect(waiting).to_contain_text("Linked to, and not written yet")
    await expect(waiting).to_contain_text("Cases told in one line only")


async def test_two_countries_stand_side_by_side_and_are_shared_as_they_stand(
    office: Office, browser: Browser
) -> None:
    ada, bo = await opened(browser, office.url), await opened(browser, f"{office.url}/?as={BO}")
    await say(ada, "/mission compare the Swedes and Norway")
    answer = answers(ada).last
    await expect(answer).to_contain_text("Sweden and Norway, side by side")
    headings = answer.get_by_role("heading")
    await expect(headings).to_have_text(["What was tried", "What got in the way", "What helped"])
    await expect(answer.get_by_role("link", name="▶\u00a01:03:31")).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=fcq_hH4XFkc&t=3806s"
    )

    await answer.locator('[data-action="more"]').click()
    await expect(answers(ada).last).to_contain_text("Page 2 of")
    await answers(ada).last.locator('[data-action="share"]').click()
    shared = bo.locator("[data-ts]", has_text="Shared by").last
    await expect(shared).to_contain_text("Page 2 of")
    await expect(shared).to_contain_text("Norway")

    for words, told in (
        ("/mission compare Sweden and Norway on citizens", "What got in the way"),
        ("/mission compare Sweden and Estonia", "No note mentions Estonia."),
        ("/mission compare Sweden and Atlantis", "No country or case of these notes is called Atlantis."),
    ):
        await expect(await answered(ada, words)).to_contain_text(told)


async def test_who_tried_a_method_is_told_by_country_and_the_methods_are_listed(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, office.url)
    await say(page, "/mission who prototyping")
    answer = answers(page).last
    await expect(answer).to_contain_text("Who tried prototyping — 1 country, 1 case")
    await expect(answer).to_contain_text("Vinnova, “The Street”: Prototyping and Demonstrating")
    await expect(answer.get_by_role("link", name="▶\u00a028:13")).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=PMeGhXxyupE&t=1688s"
    )

    for words, told in (
        ("/mission who", "foresight — "),
        ("/mission who", "Also: "),
        (
            "/mission who else tried blockchain voting?",
            "No note tells of anyone who tried blockchain voting.",
        ),
        ("/mission who let citizens design streets?", "School children"),
    ):
        await expect(await answered(page, words)).to_contain_text(told)


async def test_a_wrong_second_is_reported_in_a_dialog_and_corrected_in_another(
    office: Office, browser: Browser
) -> None:
    bo, ada = await opened(browser, f"{office.url}/?as={BO}"), await opened(browser, office.url)
    await say(bo, "/mission vinnova street")
    await answers(bo).last.locator('[data-action="wrong"]').click()
    dialog = bo.locator("#modal")
    await expect(dialog).to_contain_text("Which second is wrong?")
    await dialog.locator('[data-action="which"]').select_option(index=await _option(dialog, "▶ 1:14:13"))
    await dialog.locator('[data-action="right"]').fill("99:99:99")
    await dialog.get_by_role("button", name="Report").click()
    await expect(dialog.get_by_role("alert").filter(has_text="That is no time.")).to_be_visible()
    await dialog.locator('[data-action="right"]').fill("1:14:20")
    await dialog.get_by_role("button", name="Report").click()
    await expect(dialog).to_contain_text("Thank you. It is on the curators' list now, without your name.")

    await say(ada, "/mission gaps")
    await answers(ada).last.locator('[data-action="correct"]').click()
    correction = ada.locator("#modal")
    await expect(correction.locator('[data-action="right"]')).to_have_value("1:14:20")
    await correction.get_by_role("button", name="Accept").click()
    await expect(correction.get_by_role("link", name="▶\u00a01:14:20")).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=-KQokCATILo&t=4455s"
    )


async def test_a_draft_is_checked_beside_the_command_and_in_a_dialog(
    office: Office, browser: Browser
) -> None:
    ada = await opened(browser, office.url)
    await say(ada, "/mission check By 2035 nobody in Aarhus sleeps rough.")
    check = answers(ada).last
    await expect(check).to_contain_text("Found: “By 2035”")
    await expect(check).to_contain_text("true missions must do things differently")
    await expect(check.get_by_role("link", name="▶\u00a01:16:44")).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=nNEvchGUlhg&t=4599s"
    )
    await expect(check.get_by_role("button", name="Share")).to_have_count(0)

    await say(ada, "/mission check")
    form = ada.locator("#modal")
    await form.locator("textarea").fill("- Zero road deaths\n- with schools and insurers")
    await form.get_by_role("button", name="Check").click()
    await expect(form).to_contain_text("Found: “Zero road deaths”")
    await expect(form).to_contain_text("By which year could somebody come back")
    await expect(form.locator("textarea")).to_have_value("- Zero road deaths\n- with schools and insurers")

    await form.locator("textarea").fill("Bis 2035 schläft niemand mehr auf der Straße.")
    await form.get_by_role("button", name="Check").click()
    await expect(form).to_contain_text("The check reads English only")


async def at_home(browser: Browser, office: Office, person: str = "U0ADALIND") -> Page:
    """The page, at the bot's Home tab as that person sees it."""
    page = await opened(browser, f"{office.url}/?as={person}", f"D{person[1:]}")
    await expect(page.locator("[data-home] h3").first).to_have_text("Has anyone done this before?")
    return page


async def test_home_is_searched_browsed_and_keeps_what_was_saved(office: Office, browser: Browser) -> None:
    page = await at_home(browser, office)
    home, dialog = page.locator("[data-home]"), page.locator("#modal")
    await expect(home).to_contain_text("Today's mission case")
    await expect(home).to_contain_text("None yet. Press Save under a case")

    await home.locator('input[data-action="ask"]').fill("vinnova street")
    await home.locator('input[data-action="ask"]').press("Enter")
    await expect(dialog.get_by_role("link", name=STREET)).to_have_attribute(
        "href", "https://www.youtube.com/watch?v=-KQokCATILo&t=4448s"
    )
    await dialog.locator("[data-close]").click()

    await home.get_by_role("button", name="Show the cases in Netherlands").click()
    await expect(dialog).to_contain_text("Cases in Netherlands")
    await dialog.get_by_role("button", name="Show the whole of Health Holland, only to you").click()
    await expect(dialog).to_contain_text("What was tried")
    await dialog.locator('[data-action="save"]').click()
    await expect(dialog).to_contain_text("Saved: it waits for you on my Home tab")
    await expect(dialog.locator('[data-action="save"]')).to_have_count(0)
    await dialog.locator("[data-close]").click()
    await expect(dialog).to_contain_text("Cases in Netherlands")
    await dialog.locator("[data-close]").click()

    await expect(home).to_contain_text("Netherlands · Health Holland")
    other = await at_home(browser, office, BO)
    await expect(other.locator("[data-home]")).to_contain_text("None yet. Press Save")
    await home.get_by_role("button", name="Take Health Holland away").click()
    await expect(home).to_contain_text("None yet. Press Save")


async def test_challenges_are_walked_through_by_topic_and_a_second_in_them_reported(
    office: Office, browser: Browser
) -> None:
    page = await at_home(browser, office)
    dialog = page.locator("#modal")
    await page.locator("[data-home]").get_by_role("button", name="Show what got in the way").click()
    await expect(dialog).to_contain_text("What got in the way, by topic")
    await dialog.locator(".section", has_text="Engagement with civil society").get_by_role("button").click()
    await expect(dialog).to_contain_text("What got in the way: Engagement with civil society")
    await dialog.locator('[data-action="wrong"]').click()
    await expect(dialog).to_contain_text("Which second is wrong?")
    await dialog.locator("[data-close]").click()
    await expect(dialog).to_contain_text("What got in the way: Engagement with civil society")
    await dialog.locator("[data-close]").click()
    await expect(dialog).to_contain_text("What got in the way, by topic")


async def test_another_person_on_the_same_screen_sees_their_own_home(
    office: Office, browser: Browser
) -> None:
    page = await at_home(browser, office)
    home = page.locator("[data-home]")
    await home.locator('[data-action="save"]').click()
    await expect(home.locator('[data-action="unsave"]')).to_have_count(1)
    await page.locator(f'[data-person="{BO}"]').click()
    await expect(home).to_contain_text("Welcome.")
    await expect(home.locator('[data-action="unsave"]')).to_have_count(0)


async def test_the_messages_tab_welcomes_and_its_suggestions_are_answered(
    office: Office, browser: Browser
) -> None:
    page = await opened(browser, f"{office.url}/?tab=about", "D0ADALIND")
    await page.locator('[data-tab="messages"]').click()
    talk = page.locator(".talk")
    await expect(talk).to_contain_text("Welcome. I answer from your team's own notes")
    await expect(talk).to_contain_text("From the notes today")
    await page.locator(".prompt").nth(1).click()
    await expect(page.locator("[data-ts]").last).to_contain_text("▶")


async def _option(dialog: Locator, words: str) -> int:
    """The place of the first option with those words in a select."""
    shown = await dialog.locator("select option").all_inner_texts()
    return next(place for place, text in enumerate(shown) if words in text)
