"""What is kept of a person: shown to them alone, exported, forgotten."""

from __future__ import annotations

import json
from datetime import date, time

from bot.model import Subscription
from tests.handlers.fakes import TEAM, FakeSlack, Talk, labels
from tests.handlers.test_home import dialog, home, shown, words

YOURS = "Kept about you"


async def test_who_asks_privately_is_told_what_is_kept_about_them(talk: Talk, slack: FakeSlack) -> None:
    talk.desk.journal.save(TEAM, "U1", "Vinnova", talk.now)
    talk.desk.journal.save(TEAM, "U2", "Camden", talk.now)

    await talk.command("privacy")

    said = slack.said("respond")[-1]
    assert YOURS in said["text"]
    assert "cases you saved: 1" in said["text"]
    assert {"Export", "Forget me"} <= set(labels(said))


async def test_who_is_new_is_told_that_nothing_is_kept(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("privacy")

    assert "Nothing is kept about you." in slack.said("respond")[-1]["text"]
    assert "Forget me" not in labels(slack.said("respond")[-1])


async def test_in_a_channel_nobody_reads_what_is_kept_about_another(talk: Talk, slack: FakeSlack) -> None:
    talk.desk.journal.save(TEAM, "U1", "Vinnova", talk.now)

    await talk.mention("privacy")

    assert YOURS not in slack.said("chat.postMessage")[-1]["text"]
    assert "Export" not in labels(slack.said("chat.postMessage")[-1])


async def test_in_a_conversation_of_two_it_is_told(talk: Talk, slack: FakeSlack) -> None:
    talk.desk.journal.save(TEAM, "U1", "Vinnova", talk.now)

    await talk.direct("privacy")

    assert YOURS in slack.said("chat.postMessage")[-1]["text"]


async def test_an_export_is_json_of_what_is_kept_of_whoever_pressed(talk: Talk, slack: FakeSlack) -> None:
    talk.desk.journal.save(TEAM, "U1", "Vinnova", talk.now)
    talk.desk.journal.save(TEAM, "U2", "Camden", talk.now)
    await talk.command("privacy")

    await talk.press("export")

    [given] = [block for block in dialog(slack)["blocks"] if block["type"] == "input"]
    told = json.loads(given["element"]["initial_value"])
    assert (told["workspace"], told["person"]) == (TEAM, "U1")
    assert told["kept"] == {"saved": [{"workspace": TEAM, "person": "U1", "case": "Vinnova", "at": talk.now}]}


async def test_many_saved_cases_are_exported_in_parts(talk: Talk, slack: FakeSlack) -> None:
    for number in range(60):
        talk.desk.journal.save(TEAM, "U1", f"Case {number}", talk.now)
    await talk.command("privacy")

    await talk.press("export")

    parts = [each["element"]["initial_value"] for each in dialog(slack)["blocks"] if each["type"] == "input"]
    assert len(parts) > 1
    assert len(json.loads("\n".join(parts))["kept"]["saved"]) == 60


async def test_forgetting_asks_first_and_then_forgets_one_person(talk: Talk, slack: FakeSlack) -> None:
    journal = talk.desk.journal
    for person in ("U1", "U2"):
        journal.save(TEAM, person, "Vinnova", talk.now)
        journal.greet(TEAM, person, talk.now)
    await talk.command("privacy")

    await talk.press("forget")
    assert len(journal.saved(TEAM, "U1")) == 1
    answered = await talk.submit(dialog(slack), {})

    assert "nothing is kept about you any more" in words(answered["view"])
    assert journal.privacy.of_person(TEAM, "U1") == {}
    assert len(journal.saved(TEAM, "U2")) == 1


async def test_the_home_tab_forgets_too_and_greets_nobody_unseen(talk: Talk, slack: FakeSlack) -> None:
    talk.desk.journal.save(TEAM, "U1", "Vinnova", talk.now)
    view = await home(talk)
    await talk.press_in(view, "ask", about="privacy")
    await talk.press_in(dialog(slack), "forget")
    await talk.submit(dialog(slack), {})

    assert "Remove from saved" not in labels(shown(slack))
    assert not talk.desk.journal.greeted(TEAM, "U1")


async def test_a_digest_of_a_conversation_of_two_ends_with_what_is_forgotten(
    talk: Talk, slack: FakeSlack
) -> None:
    for key, channel in (("s1", "D1"), ("s2", "C1")):
        wanted = Subscription(key, TEAM, channel, "U1", time(9), "UTC", frozenset({0}), date.min)
        talk.desk.journal.digests.subscribe(wanted)
    await talk.command("privacy")
    assert "daily mission cases you set up: 2" in slack.said("respond")[-1]["text"]

    await talk.press("forget")
    await talk.submit(dialog(slack), {})

    assert talk.desk.journal.digests.subscription("s1") is None
    left = talk.desk.journal.digests.subscription("s2")
    assert left is not None
    assert left.person == ""
