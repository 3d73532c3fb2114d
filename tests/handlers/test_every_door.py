"""A walk through every door, pressing whatever there is to press: all that is drawn on the way is sound."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.casebook import Casebook
from bot.search.building import build
from bot.search.language import Language, word_list
from bot.shipped import shipped_language, shipped_lexicon
from handlers.blocks import limits
from tests.bot.library import LINK
from tests.handlers.doors import asked, search, similar
from tests.handlers.fakes import FakeSlack, Talk
from tests.made_up import Writer, vocabulary

Json = dict[str, Any]
# Of each button on each kind of surface so many are pressed, and of a select so many options are seen.
_PRESSED = 2
_STATEMENTS = 3_000
_LONGEST = 3_900
_CURATOR = "U1"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Casebook, list[str]]:
    """Notes of three thousand made-up statements, and questions in their words."""
    path = tmp_path_factory.mktemp("large") / "index.db"
    words, lexicon = word_list(), shipped_lexicon()
    writer = Writer(vocabulary(words), lexicon, 7)
    library = writer.library(_STATEMENTS)
    language = Language(lexicon, words)
    build(library, path, folders=[], language=language)
    return Casebook(path, language, LINK), writer.questions(library, 5)


@pytest.fixture(scope="module")
def shipped(seeds_index: Path) -> tuple[Casebook, list[str]]:
    questions = [
        "challenges in Sweden",
        "what helped against silos",
        "kids redesigning roads",
        "what did it cost",
    ]
    return Casebook(seeds_index, shipped_language(), LINK), questions


@pytest.mark.parametrize(
    ("notes", "locale"),
    [("large", "en-US"), ("shipped", "en-US"), ("shipped", "fr-FR"), ("shipped", "es-ES")],
)
async def test_whatever_is_drawn_is_taken_by_slack_and_read_aloud(
    notes: str,
    locale: str,
    slack: FakeSlack,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    casebook, questions = request.getfixturevalue(notes)
    given = {"curators": frozenset({_CURATOR}), "history": True, "unfurl": True}
    talk = Talk(slack, tmp_path, casebook, **given)
    slack.locale = locale
    await _ask(talk, questions)
    await _walk(talk)

    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == []
    drawn = list(_drawn(slack))
    # Made-up notes are of no talk, so that no link leads to one.
    told = {"message", "modal", "home", *(["unfurl"] if notes == "shipped" else [])}
    assert {surface for surface, _ in drawn} == told
    for surface, payload in drawn:
        kind: limits.Surface = "message" if surface == "unfurl" else surface
        assert limits.check(payload, kind) == ()
        assert _unlabelled(payload) == []
        if surface == "message":
            assert _unread(payload) == []
    talk.desk.close()


async def _ask(talk: Talk, questions: list[str]) -> None:
    """Goes in by every door."""
    cases = [case.name for case, _ in talk.desk.casebook.cases()]
    countries = talk.desk.casebook.countries()
    lines = [
        *("", "help", "privacy", "topics", "today", "who", "who prototyping", "check", "digest", "compare"),
        *("gaps", "case", "blockchain in Porto Alegre", "check By 2035 nobody in our city sleeps rough."),
        *questions,
        *(f"case {name}" for name in cases[:3]),
        f"compare {countries[0]} and {countries[1]}",
        *("digest next", "digest on 09:00", "digest pause 2w"),
    ]
    for words in lines:
        await talk.command(words)
    talk.slack.thread = [{"type": "message", "user": "U2", "ts": "4.4", "text": questions[0]}]
    for words in ("", questions[1], "more", "why", "2", "gaps"):
        await talk.mention(words, thread_ts="4.4")
        await talk.direct(words)
    await talk.visit("messages")
    await talk.visit("home")
    await similar(talk, f"{questions[0]}. " * 8)
    await similar(talk, "👍")
    await search(talk)
    for url in _links(talk.slack)[:2]:
        link = {"type": "link_shared", "channel": "C1", "unfurl_id": "u", "source": "composer"}
        await talk.event({**link, "message_ts": "5.5", "links": [{"url": url}]})


async def _walk(talk: Talk) -> None:
    """Presses the buttons of all that was drawn, and of all that is drawn by that."""
    times: Counter[tuple[str, str]] = Counter()
    seen = 0
    while seen < len(talk.slack.told):
        method, call = talk.slack.told[seen]
        seen += 1
        for surface, payload in _surfaces(method, call):
            for element in _pressable(payload):
                door = (f"{surface} {payload.get('callback_id', '')}", element["action_id"].partition(".")[0])
                times[door] += 1
                if times[door] <= _PRESSED:
                    await _press(talk, surface, payload, element)


async def _press(talk: Talk, surface: str, payload: Json, element: Json) -> None:
    if element["type"] == "feedback_buttons":
        element = {**element, **element["positive_button"]}
    body = {**asked("block_actions", _CURATOR), "actions": [{**element, "block_id": "b"}]}
    if surface == "message":
        # A button of the thread may be another's, and the bot may have said it in public.
        private = payload.get("response_type") == "ephemeral"
        held = {"message_ts": "7.7", "channel_id": "C1", "is_ephemeral": private}
        url = f"{talk.slack.url}/respond"
        await talk.send({**body, "channel": {"id": "C1"}, "container": held, "response_url": url})
    else:
        view = {**payload, "id": f"V{len(talk.slack.told)}", "hash": "", "state": {"values": {}}}
        await talk.send({**body, "container": {"type": "view", "view_id": view["id"]}, "view": view})


def _drawn(slack: FakeSlack) -> Iterator[tuple[Any, Json]]:
    for method, call in slack.told:
        yield from _surfaces(method, call)


def _surfaces(method: str, call: Json) -> Iterator[tuple[str, Json]]:
    """What a call draws, and where."""
    if method.startswith("views."):
        yield call["view"]["type"], call["view"]
    elif method == "chat.unfurl":
        unfurls = json.loads(call["unfurls"]) if isinstance(call["unfurls"], str) else call["unfurls"]
        for made in unfurls.values():
            yield "unfurl", {"text": "-", "blocks": made["blocks"]}
    elif call.get("blocks"):
        yield "message", {name: call[name] for name in ("text", "blocks", "response_type") if name in call}


def _pressable(payload: Json) -> Iterator[Json]:
    for each in _things(payload["blocks"]):
        if each.get("type") in ("button", "feedback_buttons"):
            yield each


def _things(part: object) -> Iterator[Json]:
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _things(each)


def _unlabelled(payload: Json) -> list[Json]:
    """Buttons that a screen reader cannot tell, inputs without a label, and pictures without words."""
    return [
        each
        for each in _things(payload["blocks"])
        if (each.get("type") == "button" and not (each["text"]["text"] and each.get("accessibility_label")))
        or (each.get("type") == "image" and not each.get("alt_text"))
        or (each.get("type") == "input" and not each["label"]["text"])
    ]


def _unread(message: Json) -> list[str]:
    """What stands in a message's blocks and not in the text that is read aloud; nothing where that is cut."""
    aloud = _even(html.unescape(message["text"]))
    if len(aloud) > _LONGEST:
        return []
    said = [
        each["text"].strip()
        for block in message["blocks"]
        if block["type"] not in ("actions", "context_actions")
        for each in _things({**block, "accessory": {}})
        if each.get("type") in ("text", "plain_text", "link")
    ]
    return [words for words in map(_even, said) if words.strip(" .:;,—·") and words not in aloud]


def _even(words: str) -> str:
    """The words with one space between them, whichever it was."""
    return " ".join(words.split())


def _links(slack: FakeSlack) -> list[str]:
    things = (each for _, payload in _drawn(slack) for each in _things(payload["blocks"]))
    return list(dict.fromkeys(each["url"] for each in things if each.get("type") == "link"))
