"""How people ask for a daily mission case: typed and in the dialog, with what a channel is told of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest import calendar
from bot.digest.zones import like
from bot.model import Delivery, Subscription
from handlers.blocks import limits
from handlers.blocks.buttons import Ticket
from handlers.blocks.digests import Due, Offered, digest_modal, introduced, switched_off, told, zones_like
from handlers.blocks.rich import clipped
from tests.handlers.fakes import TEAM, FakeSlack, Talk, labels

# The clock of the fakes stands at 23:13 on Tuesday 14 November 2023 in Stockholm.
SET = "Every weekday at 09:00 (Europe/Stockholm)"
NEXT = "; next: Wednesday 15 November."


def held(talk: Talk, channel: str = "C1") -> tuple[Subscription, ...]:
    return talk.desk.journal.digests.of_channel(TEAM, channel)


def texts(slack: FakeSlack, how: str) -> list[str]:
    return [message["text"] for message in slack.said(how)]


def chosen(**given: object) -> dict[str, Any]:
    """What the dialog sends where nothing but this was changed in it."""
    state: dict[str, Any] = {
        "channel": {"selected_conversation": "C1"},
        "time": {"selected_time": "09:00"},
        "zone": {"selected_option": {"value": "Europe/Stockholm"}},
        "days": {"selected_options": [{"value": str(each)} for each in range(5)]},
        "topic": {"selected_option": None},
        "country": {"selected_option": None},
        "kind": {"selected_option": None},
        "start": {"selected_date": None},
        "holidays": {"selected_option": None},
    }
    return state | given


def written(folder: Path) -> bytes:
    """All that stands in the files of a folder."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def option(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


async def form(talk: Talk, slack: FakeSlack) -> dict[str, Any]:
    """The dialog that the command alone opens."""
    await talk.command("digest", trigger_id="1.trigger")
    view: dict[str, Any] = slack.said("views.open")[-1]["view"]
    return view


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["block_id"]: each["element"] for each in view["blocks"] if each["type"] == "input"}


# Typed


async def test_a_case_is_set_up_privately_in_the_zone_of_the_person(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("digest on 09:00")
    [answer] = slack.said("respond")
    assert answer["response_type"] == "ephemeral"
    assert answer["text"] == f"Done.\n{SET} in <#C1>{NEXT}"
    assert labels(answer) == ["Switch off", "Change"]
    [kept] = held(talk)
    assert (kept.at, kept.zone, kept.person) == (time(9), "Europe/Stockholm", "U1")


async def test_the_channel_is_told_once_who_set_it_up_and_that_anyone_can_end_it(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command("digest on 09:00")
    await talk.command("digest on 10:00", person="U2")
    [message] = slack.said("chat.postMessage")
    assert message["channel"] == "C1"
    assert message["text"] == (
        f"<@U1> set up a mission case here.\n{SET}{NEXT}\nAnyone here can switch it off."
    )
    assert labels(message) == ["Switch off"]
    assert [(each.at, each.person) for each in held(talk)] == [(time(10), "U1")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("on 8am mon, wed and fri", "Every Monday, Wednesday and Friday at 08:00 (Europe/Stockholm) in"),
        ("on 17:30 daily Europe/Oslo", "Every day at 17:30 (Europe/Oslo) in <#C1>; next: Wednesday 15"),
        ("on 09:00 fri about silos", "Every Friday at 09:00 (Europe/Stockholm) in <#C1>, about Silos; next"),
        ("on 09:00 about the netherlands", "about the Netherlands; next"),
        ("on 09:00 about Netherlands", "about the Netherlands; next"),
        ("on 09:00 about challenges", "about challenges; next"),
    ],
)
async def test_the_reply_says_in_words_what_is_set(
    talk: Talk, slack: FakeSlack, typed: str, said: str
) -> None:
    await talk.command(f"digest {typed}")
    assert said in slack.said("respond")[0]["text"]


async def test_what_is_not_named_stays_as_it_is(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("digest on 09:00 mon Europe/Oslo")
    await talk.command("digest on 10:00")
    assert "Every Monday at 10:00 (Europe/Oslo)" in texts(slack, "respond")[-1]
    assert len(held(talk)) == 1


async def test_three_may_come_to_a_channel_and_a_fourth_is_refused_with_the_next_step(
    talk: Talk, slack: FakeSlack
) -> None:
    for about in ("", " about silos", " about Sweden", " about approaches"):
        await talk.command(f"digest on 09:00{about}")
    assert len(held(talk)) == 3
    assert texts(slack, "respond")[-1].endswith("Turn one off first.")
    assert len(slack.said("chat.postMessage")) == 3


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("not_in_channel", "Invite me there with /invite @casebook"),
        ("channel_not_found", "Invite me there with /invite @casebook"),
        ("restricted_action", "Choose another channel."),
    ],
)
async def test_where_the_bot_may_not_post_nothing_is_kept(
    talk: Talk, slack: FakeSlack, code: str, said: str
) -> None:
    slack.refuses["chat.postMessage"] = code
    await talk.command("digest on 09:00")
    assert said in slack.said("respond")[0]["text"]
    assert held(talk) == ()


async def test_what_stood_before_stands_again_where_the_change_could_not_be_told(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command("digest on 09:00")
    talk.desk.journal.digests.halt(TEAM, "C1", "not_in_channel")
    before = held(talk)
    slack.refuses["chat.postMessage"] = "not_in_channel"
    await talk.command("digest on 10:00")
    assert held(talk) == before
    await talk.command("digest next")
    assert "stopped, because Slack no longer lets me post there" in texts(slack, "respond")[-1]


async def test_a_fault_of_slack_is_told_and_keeps_what_the_channel_may_have_heard(
    talk: Talk, slack: FakeSlack
) -> None:
    slack.refuses["chat.postMessage"] = "fatal_error"
    await talk.command("digest on 09:00")
    assert "Slack did not tell me whether that came through." in slack.said("respond")[0]["text"]
    assert len(held(talk)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("on", "Say at what time"),
        ("on 25:00", "is no time of day"),
        ("on 09:00 Atlantis", "neither a weekday nor a time zone"),
        ("on 09:00 about zeppelins", "no topic and no country called “zeppelins”"),
        ("pause", "Say for how long."),
        ("pause until 31 Feb", "There is no"),
        ("sometimes", "I cannot read “sometimes”"),
        ("off", "No mission case is posted here."),
        ("skip", "No mission case is posted here."),
    ],
)
async def test_what_cannot_be_done_is_told_with_the_next_step(
    talk: Talk, slack: FakeSlack, typed: str, said: str
) -> None:
    await talk.command(f"digest {typed}")
    [answer] = slack.said("respond")
    assert said in answer["text"]
    assert held(talk) == ()
    assert slack.said("chat.postMessage") == []


@pytest.mark.parametrize("zone", ["", "Factory", "Mars/Olympus"])
async def test_without_a_zone_in_the_profile_it_is_asked_for(talk: Talk, slack: FakeSlack, zone: str) -> None:
    slack.zone = zone
    await talk.command("digest on 09:00")
    assert "I cannot see your time zone." in slack.said("respond")[0]["text"]
    await talk.command("digest on 09:00 Europe/Oslo")
    assert [each.zone for each in held(talk)] == ["Europe/Oslo"]


async def test_anyone_pauses_skips_and_switches_off(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("digest on 09:00")
    for typed, said in (
        ("next", f"{SET} in <#C1>{NEXT}"),
        ("skip", f"The next one is left out.\n{SET} in <#C1>; next: Thursday 16 November."),
        ("pause 2w", "Paused. Nothing comes before Tuesday 28 November.\n"),
        ("pause until 12 Jan", f"Friday 12 January.\n{SET} in <#C1>; next: Friday 12 January."),
        ("off", f"Switched off. This comes no more:\n{SET} in <#C1>."),
    ):
        await talk.command(f"digest {typed}", person="U2")
        assert said in texts(slack, "respond")[-1]
    assert held(talk) == ()
    assert len(slack.said("chat.postMessage")) == 1


async def test_one_of_several_is_switched_off_by_what_it_is_about(talk: Talk) -> None:
    for about in ("silos", "Sweden", "challenges"):
        await talk.command(f"digest on 09:00 about {about}")
    await talk.command("digest off about challenges")
    await talk.command("digest off about SILOS")
    assert [each.country for each in held(talk)] == ["Sweden"]
    await talk.command("digest off")
    assert held(talk) == ()


async def test_what_the_notes_have_lost_can_still_be_switched_off(talk: Talk) -> None:
    await talk.command("digest on 09:00 about silos")
    [kept] = held(talk)
    talk.desk.journal.digests.subscribe(replace(kept, topic="Gone since"))
    await talk.command("digest off about gone since")
    assert held(talk) == ()


# Buttons


async def test_any_member_switches_it_off_by_the_button_and_is_told_privately(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command("digest on 09:00")
    [introduction] = slack.said("chat.postMessage")
    await talk.press("digest_off", on=introduction, person="U2", private=False)
    told = slack.said("respond")[-1]
    assert (told["response_type"], told["replace_original"]) == ("ephemeral", False)
    assert told["text"] == f"Switched off. This comes no more:\n{SET} in <#C1>."
    assert held(talk) == ()
    await talk.press("digest_off", on=introduction, person="U1", private=False)
    assert texts(slack, "respond")[-1] == "That mission case is switched off already."
    assert len(slack.said("chat.postMessage")) == 1


async def test_change_opens_the_dialog_with_what_is_set(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("digest on 08:30 mon fri Europe/Oslo about Sweden")
    await talk.press("digest_change", on=slack.said("respond")[-1])
    shown = fields(slack.said("views.open")[-1]["view"])
    assert shown["channel"]["initial_conversation"] == "C1"
    assert shown["time"]["initial_time"] == "08:30"
    assert shown["zone"]["initial_option"]["value"] == "Europe/Oslo"
    assert [each["value"] for each in shown["days"]["initial_options"]] == ["0", "4"]
    assert shown["country"]["initial_option"]["value"] == "Sweden"
    assert "initial_option" not in shown["topic"]


async def test_what_is_changed_takes_the_place_of_what_was(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("digest on 09:00 about Sweden")
    await talk.press("digest_change", on=slack.said("respond")[-1], person="U2")
    view = slack.said("views.open")[-1]["view"]
    answered = await talk.submit(view, chosen(topic=option("Silos")), person="U2")
    assert answered["response_action"] == "update"
    assert [(each.topic, each.country, each.person) for each in held(talk)] == [("Silos", "", "U1")]
    assert len(slack.said("chat.postMessage")) == 1


async def test_one_of_three_may_still_be_changed(talk: Talk, slack: FakeSlack) -> None:
    for about in ("silos", "Sweden", "approaches"):
        await talk.command(f"digest on 09:00 about {about}")
    await talk.press("digest_change", on=slack.said("respond")[-1])
    answered = await talk.submit(slack.said("views.open")[-1]["view"], chosen(kind=option("challenge")))
    assert answered["response_action"] == "update"
    assert sorted(each.kind or "" for each in held(talk)) == ["", "", "challenge"]


async def test_whoever_changes_what_it_is_about_after_a_case_does_not_get_the_next_one_soon(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command("digest on 09:00")
    [kept] = held(talk)
    an_hour_ago = talk.now - 3600.0
    told = Delivery(kept.id, date(2023, 11, 14), TEAM, "C1", "Vinnova", an_hour_ago, an_hour_ago, "sent")
    talk.desk.journal.digests.plan(replace(told, last_try=an_hour_ago))
    await talk.press("digest_change", on=slack.said("respond")[-1])
    await talk.submit(slack.said("views.open")[-1]["view"], chosen(topic=option("Silos")))
    await talk.command("digest next")
    assert "; next: Thursday 16 November." in texts(slack, "respond")[-1]


async def test_what_moves_to_another_channel_is_introduced_there(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("digest on 09:00")
    await talk.press("digest_change", on=slack.said("respond")[-1], person="U2")
    view = slack.said("views.open")[-1]["view"]
    await talk.submit(view, chosen(channel={"selected_conversation": "C2"}), person="U2")
    assert held(talk) == ()
    assert [each.person for each in held(talk, "C2")] == ["U2"]
    assert [each["channel"] for each in slack.said("chat.postMessage")] == ["C1", "C2"]


# The dialog


async def test_the_command_alone_opens_the_dialog_for_here_and_the_persons_zone(
    talk: Talk, slack: FakeSlack
) -> None:
    view = await form(talk, slack)
    shown = fields(view)
    assert list(shown) == [
        *("channel", "time", "zone", "days", "topic", "country", "kind", "start", "holidays"),
    ]
    assert shown["channel"]["initial_conversation"] == "C1"
    assert shown["zone"]["initial_option"]["value"] == "Europe/Stockholm"
    assert len(shown["days"]["initial_options"]) == 5
    optional = {each["block_id"] for each in view["blocks"] if each.get("optional")}
    assert optional == {"topic", "country", "kind", "start", "holidays"}
    assert slack.said("respond") == []


async def test_the_dialog_says_what_was_set_up_and_the_channel_is_told(talk: Talk, slack: FakeSlack) -> None:
    given = chosen(
        days={"selected_options": [{"value": "0"}, {"value": "3"}]},
        topic=option("Silos"),
        country=option("Sweden"),
        kind=option("approach"),
        holidays=option("SE"),
    )
    answered = await talk.submit(await form(talk, slack), given)
    said = "".join(
        each["text"] for each in answered["view"]["blocks"][0]["elements"][0]["elements"] if "text" in each
    )
    assert said.startswith("Done.\nEvery Monday and Thursday at 09:00 (Europe/Stockholm) in ")
    assert said.endswith(
        ", about Silos, Sweden, approaches, not on public holidays (Sweden); next: Thursday 16 November."
    )
    [message] = slack.said("chat.postMessage")
    assert message["text"].startswith("<@U1> set up a mission case here.")
    [kept] = held(talk)
    assert (kept.topic, kept.country, kept.kind, kept.holidays) == ("Silos", "Sweden", "approach", "SE")


async def suggested(talk: Talk, view: dict[str, Any], typed: str) -> list[tuple[str, str]]:
    """What is suggested while somebody types into the input of the zone."""
    body = {"type": "block_suggestion", "user": {"id": "U1", "team_id": TEAM}, "team": {"id": TEAM}}
    about = {"action_id": "zone", "block_id": "zone", "value": typed, "view": {**view, "id": "V1"}}
    response = await talk.send({**body, **about})
    groups = json.loads(response.body).get("option_groups", [])
    return [(each["text"]["text"], each["value"]) for group in groups for each in group["options"]]


@pytest.mark.parametrize(
    ("typed", "first", "shown"),
    [
        ("paris", "Europe/Paris", "Paris, France"),
        ("New York", "America/New_York", "New York, United States"),
        ("france", "Europe/Paris", "Paris, France"),
        ("uk", "Europe/London", "London, United Kingdom"),
        ("Britain", "Europe/London", "London, United Kingdom"),
        ("sao p", "America/Sao_Paulo", "Sao Paulo, Brazil"),
        ("europe/os", "Europe/Oslo", "Oslo, Norway"),
        ("utc", "UTC", "UTC"),
        # The person's own comes first where it is meant, also where nothing was typed.
        ("europe", "Europe/Stockholm", "Stockholm, Sweden"),
        ("", "Europe/Stockholm", "Stockholm, Sweden"),
    ],
)
async def test_a_zone_is_found_by_city_country_or_name(
    talk: Talk, slack: FakeSlack, typed: str, first: str, shown: str
) -> None:
    assert (await suggested(talk, await form(talk, slack), typed))[0] == (shown, first)


async def test_where_no_zone_fits_none_is_suggested(talk: Talk, slack: FakeSlack) -> None:
    view = await form(talk, slack)
    assert await suggested(talk, view, "atlantis") == []
    # It does not go by summer time, and is refused where it is typed.
    assert "EST" not in [name for _, name in await suggested(talk, view, "est")]


async def previewed(talk: Talk, slack: FakeSlack, **given: object) -> dict[str, Any]:
    """What lies over the dialog after a press on Preview, with what `chosen` says in it."""
    view = await form(talk, slack)
    state = {block: {block: value} for block, value in chosen(**given).items()}
    await talk.press_in(view, "digest_preview", state=state)
    pushed: dict[str, Any] = slack.said("views.push")[-1]["view"]
    return pushed


async def test_the_next_case_is_shown_as_it_would_be_posted_before_anything_is_saved(
    talk: Talk, slack: FakeSlack
) -> None:
    shown = await previewed(talk, slack, country=option("the Netherlands"))
    assert "what would be posted on Wednesday 15 November at 09:00. Nothing is posted yet." in str(shown)
    assert "Health Holland on 2023-11-15" in str(shown)
    assert "A question for the team:" in str(shown)
    assert labels(shown) == []
    assert "submit" not in shown
    assert held(talk) == ()
    assert slack.said("chat.postMessage") == []


async def test_what_is_wrong_in_the_dialog_is_said_in_place_of_a_case(talk: Talk, slack: FakeSlack) -> None:
    shown = await previewed(talk, slack, days={"selected_options": []})
    assert "No weekday is chosen." in str(shown)


async def test_where_no_case_fits_it_is_said_in_the_preview_and_nothing_is_saved(
    talk: Talk, slack: FakeSlack
) -> None:
    given = {"country": option("the Netherlands"), "kind": option("approach")}
    assert "no case that fits all of this" in str(await previewed(talk, slack, **given))
    answered = await talk.submit(await form(talk, slack), chosen(**given))
    assert answered["errors"].keys() == {"country", "kind"}
    assert "no case that fits all of this" in answered["errors"]["country"]
    assert held(talk) == ()


async def test_it_begins_on_the_day_that_was_chosen(talk: Talk, slack: FakeSlack) -> None:
    await talk.submit(await form(talk, slack), chosen(start={"selected_date": "2023-12-09"}))
    assert [each.starts for each in held(talk)] == [date(2023, 12, 9)]
    await talk.command("digest next")
    assert "; next: Monday 11 December." in texts(slack, "respond")[-1]


@pytest.mark.parametrize(
    ("given", "at", "said"),
    [
        ({"channel": {"selected_conversation": None}}, "channel", "Choose a channel"),
        ({"time": {"selected_time": "25:00"}}, "time", "That is no time of day."),
        ({"zone": option("Mars/Olympus")}, "zone", "That time zone is not known here."),
        ({"days": {"selected_options": []}}, "days", "Choose at least one."),
        ({"start": {"selected_date": "2030-01-01"}}, "start", "more than a year away"),
    ],
)
async def test_the_dialog_tells_under_an_input_what_is_wrong(
    talk: Talk, slack: FakeSlack, given: dict[str, Any], at: str, said: str
) -> None:
    answered = await talk.submit(await form(talk, slack), chosen(**given))
    assert answered["response_action"] == "errors"
    assert list(answered["errors"]) == [at]
    assert said in answered["errors"][at]
    assert held(talk) == ()


async def test_the_dialog_stays_where_the_bot_is_no_member(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses["chat.postMessage in C2"] = "not_in_channel"
    given = chosen(channel={"selected_conversation": "C2"})
    answered = await talk.submit(await form(talk, slack), given)
    assert "Invite me there with /invite @casebook" in answered["errors"]["channel"]
    assert held(talk, "C2") == ()


async def test_the_dialog_shows_what_is_here_and_refuses_a_fourth(talk: Talk, slack: FakeSlack) -> None:
    for about in ("silos", "Sweden", "approaches"):
        await talk.command(f"digest on 09:00 about {about}")
    view = await form(talk, slack)
    assert "Set up here already:" in str(view["blocks"][0])
    answered = await talk.submit(view, chosen())
    assert "Turn one off first." in answered["errors"]["channel"]
    assert len(held(talk)) == 3


async def test_no_case_is_set_up_for_a_channel_that_the_bot_stays_out_of(
    slack: FakeSlack, tmp_path: Path
) -> None:
    talk = Talk(slack, tmp_path, channels=frozenset({"C1"}))
    view = await form(talk, slack)
    answered = await talk.submit(view, chosen(channel={"selected_conversation": "C2"}))
    assert "only in certain channels" in answered["errors"]["channel"]
    answered = await talk.submit(view, chosen())
    assert answered["response_action"] == "update"
    talk.desk.close()
    talk.desk.journal.close()


async def test_a_dialog_that_opens_too_late_is_told(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses["views.open"] = "expired_trigger_id"
    await talk.command("digest", trigger_id="1.trigger")
    assert "Please try again." in slack.said("respond")[0]["text"]


# Elsewhere


async def test_a_conversation_with_the_bot_has_one_of_its_own(talk: Talk, slack: FakeSlack) -> None:
    await talk.direct("digest on 09:00")
    [message] = slack.said("chat.postMessage")
    assert message["text"] == f"Done.\n{SET} in this conversation{NEXT}"
    assert labels(message) == ["Switch off", "Change"]
    assert [each.channel for each in held(talk, "D1")] == ["D1"]
    await talk.command("digest next", channel="D1")
    assert texts(slack, "respond") == [f"{SET} in this conversation{NEXT}"]
    await talk.direct("digest off")
    assert held(talk, "D1") == ()


async def test_a_conversation_of_two_others_has_none(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses["chat.postMessage in D9"] = "channel_not_found"
    await talk.command("digest on 09:00", channel="D9")
    assert "I am no part of that conversation" in slack.said("respond")[0]["text"]
    assert held(talk, "D9") == ()


async def test_without_words_the_bot_says_in_a_conversation_what_comes_there(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.direct("digest")
    [message] = slack.said("chat.postMessage")
    assert message["text"].startswith("No mission case comes here yet.")
    assert labels(message) == ["Set up"]
    await talk.press("digest_change", on=message, private=False)
    assert "initial_option" in fields(slack.said("views.open")[-1]["view"])["zone"]
    await talk.direct("digest on 09:00")
    await talk.direct("digest")
    assert texts(slack, "chat.postMessage")[-1] == f"{SET} in this conversation{NEXT}"


async def test_a_mention_is_told_where_to_set_it_up(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("digest on 09:00")
    assert "type /mission digest" in slack.said("chat.postMessage")[0]["text"]
    assert held(talk) == ()


@pytest.mark.parametrize("locale", ["fr-FR", "es-ES"])
async def test_it_is_said_in_the_language_of_whoever_asks(talk: Talk, slack: FakeSlack, locale: str) -> None:
    slack.locale = locale
    await talk.command("digest on 09:00 mon wed")
    said = slack.said("respond")[0]["text"]
    expected = {
        "fr-FR": "Chaque lundi et mercredi à 09:00 (Europe/Stockholm) dans <#C1>; prochain : mercredi 15 novembre.",
        "es-ES": "Cada lunes y miércoles a las 09:00 (Europe/Stockholm) en <#C1>; próximo: miércoles 15 de noviembre.",
    }
    assert expected[locale] in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sometimes", "Je ne comprends pas « sometimes ». Écrivez on 09:00"),
        ("on 09:00 Atlantis", "ni un jour de la semaine ni un fuseau horaire"),
        ("off", "Aucun cas de mission n'est publié ici."),
    ],
)
async def test_what_cannot_be_done_is_told_in_the_language_of_whoever_asks(
    talk: Talk, slack: FakeSlack, typed: str, said: str
) -> None:
    slack.locale = "fr-FR"
    await talk.command(f"digest {typed}")
    assert said in slack.said("respond")[0]["text"]


async def test_whoever_set_it_up_is_forgotten_once_it_is_off(talk: Talk, tmp_path: Path) -> None:
    await talk.command("digest on 09:00", person="U0ZWETSCHGE")
    await talk.command("digest off")
    assert b"U0ZWETSCHGE" not in written(tmp_path)


# What Slack takes

NAMES = st.text(min_size=1, max_size=200)
SUBSCRIPTIONS = st.builds(
    Subscription,
    id=st.just("i" * 20),
    workspace=st.just(TEAM),
    channel=st.sampled_from(["C1", "D1", "<!channel>"]),
    person=st.sampled_from(["U1", "<!here>"]),
    at=st.times(),
    zone=st.sampled_from(sorted(calendar.zones())),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    starts=st.dates(),
    topic=NAMES,
    country=NAMES,
    kind=st.none() | st.sampled_from(["example", "challenge", "approach"]),
    holidays=st.sampled_from(["", "SE", "GB"]),
    standing=st.sampled_from(["on", "halted"]),
)


@given(st.lists(SUBSCRIPTIONS, min_size=1, max_size=3), st.none() | st.dates())
def test_slack_takes_whatever_is_set_up(listed: list[Subscription], following: date | None) -> None:
    due = [Due(each, following) for each in listed]
    for saying in (told([], due), introduced(due[0]), switched_off(listed)):
        assert limits.check({"text": clipped(saying.text), "blocks": list(saying.blocks)}, "message") == ()
        assert "<!" not in saying.text


@given(st.lists(NAMES.map(lambda name: name[:75]), unique=True, max_size=200), SUBSCRIPTIONS)
def test_slack_takes_the_dialog(names: list[str], shown: Subscription) -> None:
    offered = Offered(names, names, calendar.country_names())
    shown = replace(shown, topic="", country="")
    view = digest_modal(Ticket("digest", "i" * 20), shown, [Due(shown, None)] * 3, offered, date(2026, 1, 1))
    assert limits.check(view, "modal") == ()


def test_slack_takes_what_is_suggested_whatever_is_typed() -> None:
    for typed in ("", "a", "america", "indiana", "são", "UTC", "(", "zz"):
        for first in ("", "Europe/Stockholm", "America/Argentina/ComodRivadavia"):
            groups = zones_like(like(typed, first))
            row = {"type": "actions", "elements": [{"type": "static_select", "option_groups": list(groups)}]}
            assert not groups or limits.check({"text": "-", "blocks": [row]}, "message") == ()
