"""What people write after an answer, and what goes on from it: through the real app and the shipped notes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.casebook import Casebook
from tests.handlers.fakes import FakeSlack, Talk


@pytest.fixture
async def talk(slack: FakeSlack, tmp_path: Path, shipped: Casebook) -> AsyncIterator[Talk]:
    begun = Talk(slack, tmp_path, shipped)
    yield begun
    begun.desk.close()
    begun.desk.journal.close()


async def heard(talk: Talk, *words: str) -> str:
    """What the bot says to the last of some direct messages."""
    for each in words:
        await talk.direct(each)
    return str(talk.slack.said()[-1]["text"])


def kept(folder: Path) -> bytes:
    """Every byte the journal's folder holds."""
    return b"".join(each.read_bytes() for each in folder.iterdir() if each.is_file())


DIALOGUES = [
    (("vinnova", "more"), "Page 2 of"),
    (("vinnova", "more", "more please"), "Page 3 of"),
    (("vinnova", "more", "why"), "These lines of the notes fit the question, the best first."),
    (("citizens designing streets", "only Sweden"), "Sweden · Vinnova, “The Street”"),
    (("citizens", "What about Norway?"), "Norway"),
    (("challenges in Sweden", "only Atlantis"), "No line matches atlantis"),
    (("vinnova", "1"), "What was tried"),
    (("vinnova", "open number 1"), "What was tried"),
    (("vinnova", "77"), "There is no such number here"),
    (("vinnova", "challenges?"), "regulatory problems that hinder innovation"),
    (("citizen engagement", "what got in the way?"), "siloed, short-term goals"),
    (("challenges in Sweden", "what helped?"), "The notes pair nothing with this."),
    (("silos", "and what has helped against that"), "The notes pair nothing with this."),
    (("risk aversion", "what helped"), "welcomes learning by trial and error"),
    (("what helped against risk aversion", "why"), "These lines of the notes fit the question"),
    (("case vinnova", "more"), "Page 2 of"),
    (("case vinnova", "why"), "These lines of the notes tell of this case."),
    (("case health holland", "more"), "That was the last page of it."),
    (("more",), "There is no answer here from the last half hour"),
    (("7",), "There is no answer here from the last half hour"),
    (("only Sweden",), "Sweden"),
    (("porto alegre budgets", "why"), "The notes have nothing on this; these lines stand nearest."),
]


@pytest.mark.parametrize(("words", "said"), DIALOGUES)
async def test_a_conversation_of_two_goes_on_from_the_last_answer(
    talk: Talk, words: tuple[str, ...], said: str
) -> None:
    assert said in await heard(talk, *words)


async def test_only_a_country_shows_what_the_first_answer_left_out(talk: Talk) -> None:
    first = await heard(talk, "citizens designing streets")
    assert "Denmark" not in first
    assert "Denmark" in await heard(talk, "only Denmark")


async def test_only_a_country_shows_no_other(talk: Talk) -> None:
    first = await heard(talk, "digital services")
    assert "1. Norway · " in first
    assert "2. Embracing Humility" in first
    second = await heard(talk, "only Norway")
    assert second.startswith("Norway · ")
    assert "Embracing Humility" not in second


async def test_an_answer_is_gone_on_from_for_half_an_hour(talk: Talk) -> None:
    await talk.direct("vinnova")
    talk.now += 30 * 60 - 1
    assert "Page 2 of" in await heard(talk, "more")
    talk.now += 30 * 60 + 1
    assert "There is no answer here from the last half hour" in await heard(talk, "more")


async def test_in_a_thread_a_mention_goes_on_from_the_threads_answer(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("vinnova", ts="5.5")
    await talk.mention("citizens designing streets", ts="6.5")
    await talk.mention("more", ts="5.9", thread_ts="5.5")
    message = slack.said()[-1]
    assert message["thread_ts"] == "5.5"
    assert "Page 2 of" in message["text"]
    assert "Vinnova" in message["text"]


async def test_a_new_thread_knows_nothing_of_another(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("vinnova", ts="5.5")
    await talk.mention("more", ts="6.6")
    assert "There is no answer here from the last half hour" in slack.said()[-1]["text"]


async def test_groups_are_numbered_where_a_number_may_be_written(talk: Talk, slack: FakeSlack) -> None:
    await talk.direct("vinnova")
    await talk.command("vinnova")
    typed, pressed = slack.said()
    assert typed["text"].startswith("1. ")
    assert "2. " in typed["text"]
    assert not pressed["text"].startswith("1. ")


async def test_the_number_opens_the_group_that_bears_it(talk: Talk) -> None:
    first = await heard(talk, "citizen engagement")
    second = next(row for row in first.splitlines() if row.startswith("2. "))
    opened = await heard(talk, "2")
    assert second.removeprefix("2. ").split(" — ")[0].split(" · ")[-1] in opened


async def test_the_buttons_of_a_further_page_are_those_of_that_page(talk: Talk, slack: FakeSlack) -> None:
    await talk.direct("vinnova")
    await talk.direct("more")
    await talk.press("more")
    assert "Page 3 of" in slack.said()[-1]["text"]


async def test_no_word_of_what_was_said_is_kept(talk: Talk, tmp_path: Path) -> None:
    await heard(talk, "flibbertigibbets in vinnova", "only Sweden", "more", "why")
    written = kept(tmp_path)
    assert b"only" not in written
    assert b"in vinnova" not in written
