"""What helped against a challenge: by a button, by asking, and beside the answer to a message. Through the real app."""

from __future__ import annotations

import json

import pytest

from tests.handlers.fakes import FakeSlack, Talk, elements, labels

STUCK = "Three ministries and nobody owns it, so vinnova waits"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("vinnova", True),  # shows a challenge
        ("cost", True),  # shows one as the closest
        ("everything", False),
        ("porto alegre", False),
        ("what helped against silos", False),  # says so itself
        (STUCK, True),
        (f"everything: {STUCK.replace('vinnova', 'it')}", True),  # shows none, and resembles one
    ],
)
async def test_what_helped_is_offered_where_there_is_a_challenge(
    talk: Talk, slack: FakeSlack, typed: str, offered: bool
) -> None:
    await talk.command(typed)
    assert ("What helped" in labels(slack.said()[-1])) is offered


async def test_the_button_shows_what_helped_against_the_challenges_shown(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.mention("vinnova")
    await talk.press("helped", person="U2", private=False)
    [reply] = slack.said("respond")
    assert talk.casebook.asked[-1] == ("id-Government structure", "challenge")
    assert (reply["response_type"], reply["thread_ts"]) == ("ephemeral", "1.5")
    assert reply["text"].splitlines() == [
        "Sweden · Vinnova — 3 notes, 2 talks",
        f"• Government structures reward keeping silos. ▶ 1:14:13 {_second()}",
        "Words in common: silos, government",
        "What helped",
        f"• Shared missions bring departments together. ▶ 1:14:13 {_second()} (Norway · Digdir · linked notes)",
    ]


def _second() -> str:
    return "https://www.youtube.com/watch?v=PMeGhXxyupE&amp;t=4453s"


async def test_the_blocks_say_the_same_as_the_text(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("what helped against silos")
    [message] = slack.said()
    said = json.dumps(message["blocks"], ensure_ascii=False)
    for words in ("Words in common: silos, government", "What helped", "Norway · Digdir · linked notes"):
        assert words in said
        assert words in message["text"]


async def test_what_helped_can_be_shared(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("vinnova")
    await talk.press("helped")
    await talk.press("share")
    shared = slack.said()[-2]
    assert shared["response_type"] == "in_channel"
    assert "Shared missions bring departments together." in shared["text"]
    assert shared["text"].endswith("Shared by <@U1>")


async def test_beside_the_answer_to_a_message_stands_what_it_resembles(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention(STUCK)
    answer = slack.said()[-1]
    assert "Streets became places for biodiversity." in answer["text"]
    await talk.press("helped", private=False)
    assert "Words in common: silos, government" in slack.said()[-1]["text"]
    # It is kept with the answer, and no challenge that the answer shows was looked up.
    assert talk.casebook.asked == [(STUCK, None)]


async def test_what_a_message_resembles_is_offered_on_every_page_and_after_sharing(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command(f"everything: {STUCK.replace('vinnova', 'it')}")
    first = slack.said()[-1]
    await talk.press("more")
    assert "What helped" in labels(slack.said()[-1])
    await talk.press("share", on=first)
    shared = slack.said()[-2]
    await talk.press("helped", on=shared, private=False)
    assert "Shared missions bring departments together." in slack.said()[-1]["text"]


async def test_after_a_day_what_helped_asks_to_ask_again(talk: Talk, slack: FakeSlack) -> None:
    await talk.command(STUCK)
    talk.now += 24 * 3600 + 1
    await talk.press("helped")
    assert slack.said()[-1]["text"] == "This answer is older than a day; ask again."


async def test_an_answer_without_challenges_left_says_so(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("vinnova")
    first = slack.said()[-1]
    await talk.command("everything")
    # As where the notes changed since: the button is there, and the challenges are not.
    for each in elements(first):
        if each.get("action_id") == "helped":
            each["value"] = next(
                e["value"] for e in elements(slack.said()[-1]) if e.get("action_id") == "share"
            )
    await talk.press("helped", on=first)
    assert "have left the notes" in slack.said()[-1]["text"]
