"""What the buttons under an answer do, and for whom."""

from __future__ import annotations

import json
from typing import Any

import pytest

from handlers.blocks.buttons import Ticket, read
from tests.handlers.fakes import FakeSlack, Talk, elements, labels


async def test_share_shows_the_answer_to_everybody_in_the_name_of_whoever_pressed(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command("vinnova")
    await talk.press("share", person="U2")
    _, shared, settled = slack.said("respond")
    assert (shared["response_type"], shared["replace_original"]) == ("in_channel", False)
    assert "Streets became places" in shared["text"]
    assert shared["text"].endswith("Shared by <@U2>")
    assert labels(shared)[-1] == "Remove"
    assert (settled["text"], settled["replace_original"]) == ("Shared.", True)


async def test_share_pressed_twice_shares_once(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("vinnova")
    [private] = slack.said()
    await talk.press("share", on=private)
    await talk.press("share", on=private)
    assert [m["response_type"] for m in slack.said()].count("in_channel") == 1
    assert slack.said()[-1]["text"] == "This answer was shared already."


async def test_share_goes_by_the_web_api_once_the_response_url_has_expired(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command("vinnova")
    slack.expired = True
    await talk.press("share")
    [posted] = slack.said("chat.postMessage")
    assert posted["channel"] == "C1"
    assert "Shared by <@U1>" in posted["text"]


async def test_share_where_the_bot_is_no_member_says_how_to_invite_it(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("vinnova")
    [private] = slack.said()
    slack.expired, slack.refuses = True, {"chat.postMessage": "not_in_channel"}
    await talk.press("share")
    slack.expired, slack.refuses = False, {}
    await talk.press("share", on=private)
    assert [m["response_type"] for m in slack.said("respond")] == ["ephemeral", "in_channel", "ephemeral"]


async def test_the_invitation_reaches_the_person_by_direct_message(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("vinnova")
    slack.expired, slack.refuses = True, {"chat.postMessage in C1": "not_in_channel"}
    await talk.press("share")
    [message] = slack.said("chat.postMessage")
    assert message["channel"] == "U1"
    assert "/invite @casebook" in message["text"]


async def test_a_case_can_be_shared_too(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("case Vinnova")
    await talk.press("share")
    shared = slack.said()[1]
    assert shared["response_type"] == "in_channel"
    assert "What helped" in shared["text"]


async def test_more_turns_the_page_of_a_private_answer(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("everything")
    await talk.press("more")
    await talk.press("back")
    first, second, again = slack.said()
    assert [m.get("replace_original") for m in (second, again)] == [True, True]
    assert first["text"] != second["text"]
    assert again["text"] == first["text"]
    assert "Back" in labels(second)
    assert "Back" not in labels(first)


async def test_more_of_a_public_answer_is_shown_privately_in_its_thread(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("everything")
    await talk.press("more", person="U2", private=False)
    more = slack.said("respond")[0]
    assert (more["response_type"], more["replace_original"]) == ("ephemeral", False)
    assert more["thread_ts"] == "1.5"


async def test_the_last_page_has_no_more(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("everything")
    for _ in range(10):
        if "More" not in labels(slack.said()[-1]):
            break
        await talk.press("more")
    everything = "".join(m["text"] for m in slack.said())
    assert all(f"Line {n}.{m}." in everything for n in range(7) for m in range(4))
    assert "More" not in labels(slack.said()[-1])


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ("case", "What helped"),
        ("challenges", "Vinnova"),
        ("helpful", "Thank you."),
        ("not_helpful", "Thank you."),
    ],
)
async def test_a_button_answers_whoever_pressed_and_nobody_else(
    talk: Talk, slack: FakeSlack, button: str, said: str
) -> None:
    await talk.mention("vinnova")
    await talk.press(button, person="U2", private=False)
    [reply] = slack.said("respond")
    assert said in reply["text"]
    assert (reply["response_type"], reply["replace_original"]) == ("ephemeral", False)


async def test_challenges_asks_for_the_place_of_the_first_group(talk: Talk) -> None:
    await talk.command("vinnova")
    await talk.press("challenges")
    assert talk.casebook.asked[-1] == ("challenges in Sweden", "challenge")


async def test_browse_topics_lists_them(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("porto alegre")
    await talk.press("topics")
    assert "Citizen engagement" in slack.said()[-1]["text"]


async def test_a_thumb_is_counted_once_a_person(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("vinnova")
    answer = slack.said()[0]
    for person in ("U1", "U1", "U2"):
        await talk.press("helpful", on=answer, person=person, private=False)
    await talk.press("not_helpful", on=answer, person="U3", private=False)
    assert talk.desk.journal.ratings() == (2, 1)


async def test_whoever_asked_can_remove_the_answer(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("vinnova")
    await talk.press("remove", private=False)
    [deleted] = slack.said("chat.delete")
    assert (deleted["channel"], deleted["ts"]) == ("C1", "7.7")


async def test_nobody_else_can_remove_it(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("vinnova")
    await talk.press("remove", person="U2", private=False)
    assert slack.said("chat.delete") == []
    assert "Only the person who asked" in slack.said("respond")[0]["text"]


async def test_a_forged_owner_is_still_not_whoever_asked(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("vinnova")
    message = slack.said()[0]
    for each in elements(message):
        if each.get("action_id") == "remove":
            each["value"] = json.dumps({"owner": ["U2"]})
    await talk.press("remove", person="U2", on=message, private=False)
    assert slack.said("chat.delete") == []


async def test_a_shared_answer_is_removed_also_where_the_bot_is_no_member(
    talk: Talk, slack: FakeSlack
) -> None:
    slack.refuses = {"chat.delete": "channel_not_found"}
    await talk.mention("vinnova")
    await talk.press("remove", private=False)
    assert slack.said("respond") == [{"delete_original": True}]


async def test_an_answer_older_than_a_day_asks_to_ask_again(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("everything")
    talk.now += 25 * 3600
    await talk.press("more")
    assert slack.said()[-1]["text"] == "This answer is older than a day; ask again."


async def test_a_button_of_an_older_version_says_so(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("vinnova")
    message = slack.said()[0]
    for each in elements(message):
        each["value"] = "v0:1234"
    await talk.press("share", on=message)
    assert "older version" in slack.said()[-1]["text"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "null",
        "[]",
        "7",
        "{",
        '{"about": "all"}',
        '{"page": -1}',
        '{"page": true}',
        '{"page": "1"}',
        '{"x": 1}',
    ],
)
def test_a_value_that_is_no_ticket_is_not_read(value: str) -> None:
    assert read(value) is None


@pytest.mark.parametrize("fields", [{}, {"about": "case", "key": "x" * 1_500, "page": 12, "owner": "U1"}])
def test_a_ticket_reads_as_it_was_written(fields: dict[str, Any]) -> None:
    ticket = Ticket(**fields)
    assert read(ticket.written()) == ticket
    assert len(ticket.written()) <= 2_000
