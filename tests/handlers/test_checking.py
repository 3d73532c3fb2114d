"""A draft mission held against what the notes ask of one, and kept by nobody."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Finding, MissionCheck
from bot.sentences import catalogue
from handlers.blocks import limits
from handlers.blocks.checking import check_said, checked, draft_modal
from handlers.blocks.rich import clipped
from handlers.words import LONGEST
from tests.handlers.fakes import FakeSlack, Talk, labels, line

DRAFT = "By 2035 nobody in Aarhus sleeps rough"


async def form(talk: Talk, slack: FakeSlack) -> dict[str, Any]:
    """The dialog that the command alone opens."""
    await talk.command("check", trigger_id="1.trigger")
    view: dict[str, Any] = slack.said("views.open")[-1]["view"]
    return view


def written(folder: Path) -> bytes:
    """All that stands in the files of a folder."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def test_a_draft_is_checked_privately_and_there_is_nothing_to_share(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command(f"check {DRAFT}")
    [message] = slack.said()
    assert talk.casebook.checked == [DRAFT]
    assert message["response_type"] == "ephemeral"
    assert labels(message) == []


async def test_each_question_has_its_verdict_and_the_statement_that_asks_it(
    talk: Talk, slack: FakeSlack
) -> None:
    await talk.command(f"check {DRAFT}")
    rows = slack.said()[0]["text"].splitlines()
    assert rows[1:3] == ["By when?", "Found: “By 2035”, “in ten years”"]
    assert rows[3].startswith("Streets became places for biodiversity. ▶")
    assert rows[4:7] == ["What is counted?", "Ask yourselves. Partly there: “fewer”", "Which number?"]
    assert rows[8:12] == [
        "In another way?",
        "Not found.",
        "What would you stop?",
        "The notes have no statement on this.",
    ]
    assert rows[13].startswith("Not found; there is only “")


async def test_what_was_found_is_bold(talk: Talk, slack: FakeSlack) -> None:
    await talk.command(f"check {DRAFT}")
    shown = json.dumps(slack.said()[0]["blocks"])
    assert '{"type": "text", "text": "By 2035", "style": {"bold": true}}' in shown


async def test_a_mention_is_answered_in_its_thread_with_remove(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention(f"check {DRAFT}", ts="5.5")
    [message] = slack.said("chat.postMessage")
    assert message["thread_ts"] == "5.5"
    assert labels(message) == ["Remove"]


async def test_a_direct_message_is_checked_too(talk: Talk, slack: FakeSlack) -> None:
    await talk.direct(f"check {DRAFT}")
    assert "Found: “By 2035”" in slack.said("chat.postMessage")[0]["text"]


async def test_the_command_alone_opens_a_dialog_and_says_nothing(talk: Talk, slack: FakeSlack) -> None:
    view = await form(talk, slack)
    [field] = [each["element"] for each in view["blocks"] if each["type"] == "input"]
    assert (field["multiline"], field["max_length"]) == (True, 3_000)
    assert slack.said("respond") == []


async def test_where_no_dialog_can_open_a_sentence_tells_how(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("check")
    await talk.direct("check")
    for message in slack.said("chat.postMessage"):
        assert "Which draft? Write it after the word" in message["text"]
    assert talk.casebook.checked == []


async def test_a_dialog_that_opens_too_late_is_told(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses["views.open"] = "expired_trigger_id"
    await talk.command("check", trigger_id="1.trigger")
    assert "Please try again." in slack.said("respond")[0]["text"]


async def test_the_dialog_shows_the_findings_below_its_draft(talk: Talk, slack: FakeSlack) -> None:
    view = await form(talk, slack)
    answered = await talk.submit(view, {"draft": f"{DRAFT}\n- with schools"})
    assert talk.casebook.checked == [f"{DRAFT}\n- with schools"]
    assert answered["response_action"] == "update"
    field, *below = answered["view"]["blocks"]
    assert field["element"]["initial_value"] == f"{DRAFT}\n- with schools"
    assert "By when?" in json.dumps(below)
    again = await talk.submit(answered["view"], {"draft": DRAFT})
    assert again["response_action"] == "update"


@pytest.mark.parametrize(
    ("draft", "told"),
    [(" ", "There are no words in that draft."), ("auf der Straße", "The check reads English only")],
)
async def test_the_dialog_tells_under_its_draft_why_it_was_not_read(
    talk: Talk, slack: FakeSlack, draft: str, told: str
) -> None:
    answered = await talk.submit(await form(talk, slack), {"draft": draft})
    assert answered["response_action"] == "errors"
    assert answered["errors"]["draft"].startswith(told)


@pytest.mark.parametrize("words", ["word ", "x", "🚀 "])
async def test_a_draft_too_long_to_hear_is_not_read_in_part(talk: Talk, slack: FakeSlack, words: str) -> None:
    await talk.command(f"check Every child {words * 40_000}"[:40_000])
    assert "longer than 3,000 characters" in slack.said()[0]["text"]
    assert talk.casebook.checked == []


async def test_no_word_of_a_draft_is_kept_or_logged(
    talk: Talk, slack: FakeSlack, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    word = "zwetschgendatschi"
    await talk.command(f"check {word}")
    await talk.mention(f"check {word}")
    await talk.submit(await form(talk, slack), {"draft": word})
    assert talk.desk.journal.gaps() == ()
    assert word.encode() not in written(tmp_path)
    assert [each for each in caplog.records if each.name == "casebook"] == []


FINDINGS = st.lists(
    st.builds(
        Finding,
        criterion=st.just("date"),
        question=st.text(min_size=1, max_size=80),
        verdict=st.sampled_from(["found", "not found", "ask"]),
        words=st.lists(st.text(min_size=1, max_size=90), max_size=3).map(tuple),
        ask=st.text(min_size=1, max_size=200),
        line=st.none() | st.text(min_size=1, max_size=700).map(line),
    ),
    min_size=1,
    max_size=6,
)


@given(FINDINGS, st.text(max_size=LONGEST))
def test_slack_takes_any_findings(listed: list[Finding], draft: str) -> None:
    check = MissionCheck(tuple(listed))
    said = check_said(check, LONGEST)
    assert limits.check({"text": clipped(said.text), "blocks": list(said.blocks)}, "message") == ()
    assert limits.check(checked(check, draft, LONGEST)["view"], "modal") == ()


def test_slack_takes_the_dialog() -> None:
    assert limits.check(draft_modal(LONGEST), "modal") == ()


def test_no_sentence_of_the_check_counts_or_grades() -> None:
    told = [words for name, words in catalogue().items() if name.startswith(("check_", "modal_check"))]
    assert len(told) > 10
    for words in told:
        assert re.search(r"\{(?!command|longest)|\bof (?:6|six)\b|%|points?\b|passed|failed", words) is None
