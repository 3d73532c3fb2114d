"""People who mean no good, or come from elsewhere, at every door and with every value that can be forged."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from bot.model import Subscription
from handlers.blocks.buttons import Ticket
from handlers.requests import LEAVING
from tests.handlers.doors import shown, similar
from tests.handlers.every_route import ROWS, Scene
from tests.handlers.fakes import HOSTILE, TEAM, FakeSlack, Talk
from tests.handlers.test_home import home
from tests.handlers.test_hostile_slack import INSIDES
from tests.handlers.test_hostile_text import inert
from tests.handlers.test_wrong_second import reporting

Json = dict[str, Any]
# What Slack would never send, and what belongs to another kind of button.
FORGED = (
    *("", "null", "[]", "7", "{", "[" * 3_000, '{"a":' * 3_000, "x" * 100_000, '{"about": "no such thing"}'),
    *(
        '{"about": "answer", "page": -1}',
        '{"about": "answer", "page": 1' + "0" * 30 + "}",
        '{"about": "case", "key": "Vinnova", "page": 1' + "0" * 18 + "}",
        '{"about": "case", "key": "\\ud800"}',
        '{"about": "case", "key": "Vin\\u0000nova"}',
    ),
    *(
        Ticket(about, key, 3, "U2", "helpful", "x", "Mars/Olympus").written()
        for about in ("answer", "case", "morning", "digest", "review", "topic", "words", "countries", "country")
        for key in ("x" * 1_500,)
    ),
    *(
        Ticket(about, "<!channel> <https://evil.example|here>").written()
        for about in ("chapters", "chapter", "home", "privacy", "gap", "none")
    ),
)  # fmt: skip
HOME = Subscription("s1", TEAM, "C1", "U1", time(9), "UTC", frozenset(range(7)), date(2023, 1, 1))


@pytest.fixture
async def scene(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Scene]:
    begun = Scene(slack, tmp_path)
    yield begun
    begun.close()


# Words that would be more than words


@pytest.mark.parametrize(
    "words",
    [
        HOSTILE,
        "vinnova <!here> <!subteam^S1> <@U123> <https://evil.example|https://good.example> data:text/html,x",
        'vinnova" OR NEAR(a b) AND NOT * ^ col:x - (((',
        "vinnova " + "ö" * 40_000,
        "vinnova \u202e\u0000\ud800",
    ],
    ids=["markup", "more markup", "operators", "forty thousand letters", "signs that are none"],
)
async def test_whatever_is_typed_at_a_door_stays_words(scene: Scene, slack: FakeSlack, words: str) -> None:
    for typed in ("", "case ", "check ", "compare ", "who ", "digest on 09:00 about ", "digest off "):
        await scene.command(f"{typed}{words}")
    await scene.mention(words)
    await scene.direct(words)
    await similar(scene, words)
    await scene.press_in(await home(scene), "ask", words=words)
    [row] = ROWS["view", "check"]
    await row.ready(scene)
    await scene.submit(shown(slack), {"draft": words})
    for method, sent in slack.told:
        if "text" in sent:
            inert(sent)
        else:
            assert '"mrkdwn"' not in json.dumps(sent), method
            assert 'evil.example"' not in json.dumps(sent), method


# Values that were forged


async def test_no_forged_value_of_any_button_is_answered_with_anything_but_a_sentence(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    faults = []
    for (kind, name), rows in ROWS.items():
        if kind != "action":
            continue
        await rows[0].ready(scene)
        deed = await rows[0].ready(scene)
        scene.forge = None
        await deed()
        body, before = scene.last, len(scene.slack.told)
        for value in FORGED:
            if name == "reply":
                # Its place is in the dialog, and not the value's.
                body = {**body, "view": {**body["view"], "private_metadata": value}}
            await scene.send({**body, "actions": [_with(body["actions"][0], value)]})
        told = scene.slack.told[before:]
        faults += [f"{name}: {found}" for found in INSIDES.findall(json.dumps(told))]
        faults += [f"{name}: posted" for method, _ in told if method == "chat.postMessage"]
    assert faults == []
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == []


async def test_no_forged_dialog_is_answered_with_anything_but_a_sentence(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    faults = []
    for (kind, name), rows in ROWS.items():
        if not kind.endswith("view"):
            continue
        await (await rows[0].ready(scene))()
        body = scene.last
        for value in FORGED:
            view = {**body["view"], "private_metadata": value}
            answered = await scene.send({**body, "view": view})
            faults += [f"{name}: {found}" for found in INSIDES.findall(answered.body)]
            faults += [] if answered.status == 200 else [f"{name}: {answered.status}"]
    assert faults == []
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == []


# What is not theirs


@pytest.mark.parametrize("action", ["digest_off", "digest_pause", "digest_change"])
@pytest.mark.parametrize(
    "theirs",
    [
        replace(HOME, workspace="T9"),
        replace(HOME, channel="C7", person="U2"),
        replace(HOME, channel="D2", person="U2"),
    ],
    ids=["of another workspace", "of another channel", "of another's own conversation"],
)
async def test_a_digest_that_is_not_theirs_stays_as_it_is(
    scene: Scene, slack: FakeSlack, action: str, theirs: Subscription
) -> None:
    scene.desk.journal.digests.subscribe(theirs)
    element = {"type": "button", "action_id": action, "value": Ticket("digest", "s1").written()}
    await scene.press(action, on={"blocks": [{"type": "actions", "elements": [element]}]})
    assert scene.desk.journal.digests.subscription("s1") == theirs
    if action == "digest_change":
        view = slack.said("views.open")[-1]["view"]
        assert "key" not in json.loads(view["private_metadata"])


async def test_a_digest_of_another_workspace_is_not_replaced_by_a_forged_dialog(scene: Scene) -> None:
    theirs = replace(HOME, workspace="T9")
    scene.desk.journal.digests.subscribe(theirs)
    [row] = ROWS["posting_view", "digest"]
    deed = await row.ready(scene)
    scene.forge = lambda body: {
        **body,
        "view": {**body["view"], "private_metadata": Ticket("digest", "s1").written()},
    }
    await deed()
    assert scene.desk.journal.digests.subscription("s1") == theirs


async def test_two_workspaces_with_one_channels_id_know_nothing_of_each_other(
    scene: Scene, slack: FakeSlack
) -> None:
    other: Json = {"team_id": "T9"}
    await scene.command("digest on 09:00")
    scene.desk.journal.digests.subscribe(replace(HOME, id="far", workspace="T9"))
    await scene.command("vinnova")
    message = slack.said("respond")[-1]
    before = len(slack.told)

    def elsewhere(body: Json) -> Json:
        return {**body, "team": {"id": "T9"}, "user": {"id": "U1", "team_id": TEAM}, **other}

    scene.forge = elsewhere
    for action in ("share", "challenges", "helped", "wrong"):
        await scene.press(action, on=message)
    assert "Streets" not in json.dumps([sent for _, sent in slack.told[before:]])
    [ours] = scene.desk.journal.digests.of_channel(TEAM, "C1")
    element = {"type": "button", "action_id": "digest_off", "value": Ticket("digest", ours.id).written()}
    await scene.press("digest_off", on={"blocks": [{"type": "actions", "elements": [element]}]})
    assert scene.desk.journal.digests.of_channel(TEAM, "C1") == (ours,)
    assert len(scene.desk.journal.digests.of_channel("T9", "C1")) == 1


async def test_a_report_sent_twice_in_haste_counts_once(talk: Talk, slack: FakeSlack) -> None:
    view = await reporting(talk, slack)
    which = view["blocks"][0]["element"]["options"][0]["value"]
    for _ in range(2):
        await talk.submit(view, {"which": which, "right": ""})
    assert [each.asked for each in talk.desk.journal.reviews()] == [1]


# Whoever comes from outside


@pytest.mark.parametrize("route", [each for each in ROWS if each[0] != "function"], ids=" ".join)
async def test_somebody_from_outside_gets_no_word_of_a_note_at_any_door(
    scene: Scene, slack: FakeSlack, route: tuple[str, str]
) -> None:
    for row in ROWS[route]:
        scene.forge = None
        deed = await row.ready(scene)
        before = len(slack.told)
        scene.forge = _from_outside
        answered: Any = await deed()
        told = slack.told[before:]
        assert all(method in ("respond", "views.open", "views.push", "auth.test") for method, _ in told)
        assert all("people of its own workspace only" in str(sent) for m, sent in told if m != "auth.test")
        body = answered if isinstance(answered, dict) else json.loads(getattr(answered, "body", "") or "{}")
        assert body in ({}, {"options": []})


def _from_outside(body: Json) -> Json:
    if "event" in body:
        outside = {} if body["event"]["type"] in LEAVING else {"user_team": "T9", "team": "T9"}
        return {**body, "is_ext_shared_channel": True, "event": {**body["event"], **outside}}
    if "user" in body:
        return {**body, "user": {**body["user"], "team_id": "T9"}}
    return {**body, "team_id": "T9", "enterprise_id": ""}


def _with(action: Json, value: str) -> Json:
    if "selected_option" in action:
        return {**action, "selected_option": {"value": value}}
    return {**action, "value": value}
