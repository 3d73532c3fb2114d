"""Links to talks that somebody pastes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.response import BoltResponse

from bot.model import Group, Line, Link, Moment, Said
from bot.notes.addresses import leads_to
from handlers.blocks import limits
from handlers.blocks.unfurls import unfolded
from tests.handlers.blocks.test_sayings import LINES
from tests.handlers.fakes import HOSTILE, SILOS, STREETS, TALK, VINNOVA, FakeCasebook, FakeSlack, Talk, line

ID = "PMeGhXxyupE"
LINK = f"https://youtu.be/{ID}?t=4453"
BEFORE, AFTER = line("Maps were drawn first.", second=4400), line("Then the neighbours voted.", second=4500)
SAID = Said(
    "From streets to schools", 2, 116, "1:14:13", (STREETS,), (BEFORE,), (AFTER,), replace(VINNOVA, lines=(SILOS,))
)  # fmt: skip


class Notes(FakeCasebook):
    """Notes of one talk, that say something at one of its seconds."""

    def leads_to(self, address: str) -> Moment | None:
        return leads_to(address, "https://talks.example.org/{video}?at={second}")

    def said_at(self, video: str, second: int | None = None) -> Said | None:
        if self.raises:
            raise self.raises.pop(0)
        if video != ID:
            return None
        return SAID if second == 4453 else Said(SAID.title, 2, 116, "0:10" if second == 10 else "")


@pytest.fixture
async def talk(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Talk]:
    begun = Talk(slack, tmp_path, Notes(), unfurl=True)
    yield begun
    begun.desk.close()
    begun.desk.journal.close()


async def paste(talk: Talk, *links: str, event_id: str = "", **more: object) -> BoltResponse:
    """Slack tells of links in a message."""
    event: dict[str, Any] = {
        "type": "link_shared",
        "user": "U1",
        "channel": "C1",
        "is_bot_user_member": True,
        "message_ts": "5.5",
        "unfurl_id": "C1.5.5.abc",
        "source": "conversations_history",
        "links": [{"domain": "youtu.be", "url": each} for each in links],
    }
    outer = {"is_ext_shared_channel": more.pop("shared", False)}
    body = {"type": "event_callback", "team_id": "T1", "event_id": event_id or "Ev1"}
    return await talk.send({**body, **outer, "event": {**event, **more}})


def words(blocks: list[dict[str, Any]]) -> str:
    return "\n".join(each["text"] for block in blocks for each in block.get("elements") or [block["text"]])


async def test_a_link_with_a_second_unfolds_to_what_is_said_then_and_beside_it(
    talk: Talk, slack: FakeSlack
) -> None:
    await paste(talk, LINK)
    [call] = slack.said("chat.unfurl")
    assert (call["unfurl_id"], call["source"]) == ("C1.5.5.abc", "conversations_history")
    assert list(call["unfurls"]) == [LINK]
    to = f"<{TALK.format(second=4453).replace('&', '&amp;')}|▶\u00a01:14:13>"
    assert words(call["unfurls"][LINK]["blocks"]) == (
        "*From streets to schools* · 1:14:13\n"
        f"&gt; Streets became places for biodiversity. {to}\n"
        f"_Just before:_ Maps were drawn first. {to.replace('t=4453', 't=4400')}\n"
        f"_Just after:_ Then the neighbours voted. {to.replace('t=4453', 't=4500')}\n"
        "*Sweden · Vinnova* — 3 notes, 2 talks\n"
        f"&gt; Government structures reward keeping silos. {to}"
    )


@pytest.mark.parametrize(
    ("link", "told"),
    [
        (f"https://www.youtube.com/watch?v={ID}", "The notes have 116 statements of this talk, in 2 notes."),
        (
            f"https://www.youtube.com/watch?v={ID}&amp;t=10s",
            "Nothing in the notes is within five minutes of 0:10. The notes have 116 statements",
        ),
        (f"https://talks.example.org/{ID}?at=4453", "Streets became places for biodiversity."),
    ],
)
async def test_a_link_unfolds_however_it_is_written(
    talk: Talk, slack: FakeSlack, link: str, told: str
) -> None:
    await paste(talk, link)
    [call] = slack.said("chat.unfurl")
    assert told in words(call["unfurls"][link]["blocks"])


async def test_what_is_not_sent_yet_is_unfolded_too(talk: Talk, slack: FakeSlack) -> None:
    await paste(talk, LINK, source="composer", channel="COMPOSER", unfurl_id="U1-x", message_ts="U1-x")
    [call] = slack.said("chat.unfurl")
    assert (call["unfurl_id"], call["source"]) == ("U1-x", "composer")


@pytest.mark.parametrize(
    "links",
    [
        (),
        ("https://youtu.be/dQw4w9WgXcQ?t=5",),
        ("https://www.youtube.com/@opsi",),
        ("https://[broken",),
        (HOSTILE,),
    ],
)
async def test_a_talk_without_a_note_is_left_alone_silently(
    talk: Talk, slack: FakeSlack, links: tuple[str, ...]
) -> None:
    assert (await paste(talk, *links)).status == 200
    assert slack.told == []


async def test_of_many_links_the_first_few_unfold_each_once(talk: Talk, slack: FakeSlack) -> None:
    others = [f"https://youtu.be/{ID}?t={second}" for second in range(9)]
    await paste(talk, "https://youtu.be/dQw4w9WgXcQ", others[0], *others)
    [call] = slack.said("chat.unfurl")
    assert list(call["unfurls"]) == others[:3]


async def test_an_event_that_comes_twice_is_unfolded_once(talk: Talk, slack: FakeSlack) -> None:
    await paste(talk, LINK, event_id="Ev7")
    await paste(talk, LINK, event_id="Ev7")
    await paste(talk, LINK, event_id="Ev8")
    assert len(slack.said("chat.unfurl")) == 2


@pytest.mark.parametrize("code", ["cannot_unfurl_message", "cannot_unfurl_url", "cannot_find_channel"])
async def test_a_link_that_was_taken_back_is_let_go(talk: Talk, slack: FakeSlack, code: str) -> None:
    slack.refuses = {"chat.unfurl": code}
    assert (await paste(talk, LINK)).status == 200
    assert slack.told == []


async def test_a_failure_is_told_to_nobody_and_tried_again(
    talk: Talk, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    notes = talk.desk.casebook
    assert isinstance(notes, Notes)
    notes.raises = [RuntimeError(LINK)]
    assert (await paste(talk, LINK)).status == 500
    assert slack.told == []
    assert ID not in caplog.text
    assert (await paste(talk, LINK)).status == 200
    assert len(slack.said("chat.unfurl")) == 1


async def test_without_the_setting_nothing_unfolds(slack: FakeSlack, tmp_path: Path) -> None:
    quiet = Talk(slack, tmp_path, Notes())
    await paste(quiet, LINK)
    assert slack.told == []
    quiet.desk.close()


@pytest.mark.parametrize(
    ("more", "unfolds"),
    [
        ({"channel": "C7"}, True),
        ({"channel": "C1"}, False),
        ({"channel": "COMPOSER", "source": "composer"}, False),  # it may be meant for any channel
        ({"channel": None, "channel_id": "COMPOSER", "source": "composer"}, False),
        ({"channel": "D1"}, True),
        ({"channel": "D2", "is_bot_user_member": False}, False),  # two others talk there
    ],
)
async def test_where_it_speaks_only_in_some_channels_links_elsewhere_are_left_alone(
    slack: FakeSlack, tmp_path: Path, more: dict[str, Any], unfolds: bool
) -> None:
    reserved = Talk(slack, tmp_path, Notes(), unfurl=True, channels=frozenset({"C7"}))
    await paste(reserved, LINK, **more)
    assert bool(slack.told) is unfolds
    reserved.desk.close()


@pytest.mark.parametrize(("outsiders", "unfolds"), [(False, False), (True, True)])
async def test_in_a_channel_shared_with_others_links_unfold_only_where_outsiders_are_answered(
    slack: FakeSlack, tmp_path: Path, outsiders: bool, unfolds: bool
) -> None:
    office = Talk(slack, tmp_path, Notes(), unfurl=True, outsiders=outsiders)
    await paste(office, LINK, shared=True)
    assert bool(slack.told) is unfolds
    office.desk.close()


def test_what_a_note_says_stays_words() -> None:
    nasty = line(HOSTILE, lead=HOSTILE)
    said = Said(
        HOSTILE, 1, 1, "0:01", (nasty,), (nasty,), (nasty,), Group(HOSTILE, "x", None, 1, 1, (nasty,))
    )
    shown = words(list(unfolded(said)))
    assert "<!channel>" not in shown
    assert "<@U2>" not in shown
    assert "<javascript" not in shown
    assert "<https://evil" not in shown
    assert "@everyone" not in shown


SOME = st.lists(LINES, max_size=3).map(tuple)
TALKS = st.builds(
    Said, st.text(min_size=1, max_size=400), st.integers(1, 9), st.integers(1, 999), st.sampled_from(["", "1:02"]),
    SOME, SOME, SOME, st.none() | st.builds(
        Group, st.text(min_size=1, max_size=200), st.none(), st.none(), st.integers(1, 9), st.integers(0, 9), SOME
    ),
)  # fmt: skip


@given(TALKS)
def test_whatever_the_notes_say_slack_takes_it(said: Said) -> None:
    blocks = list(unfolded(said))
    assert limits.check({"text": "-", "blocks": blocks}, "message") == ()
    assert {block["type"] for block in blocks} <= {"section", "context"}


def test_the_longest_lines_are_cut_and_keep_their_links() -> None:
    links = tuple(Link(f"{n}:00", f"https://talks.example.org/{'x' * 90}?a=1&b=2&t={n}") for n in range(6))
    longest = Line("id", "<&> " * 175, "& " * 75, "example", links, (), "n" * 150, (), "<" * 160)
    blocks = unfolded(Said("t" * 300, 9, 999, "1:02", (longest,) * 3, (longest,), (longest,)))
    assert limits.check({"text": "-", "blocks": list(blocks)}, "message") == ()
    assert all(json.dumps(blocks[at]).count("https://") == 6 for at in range(1, 6))
