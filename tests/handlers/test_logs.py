"""What is logged: ids and places; never a message, a name or a token, not even by a library that logs all it does."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.journal import Journal
from bot.settings import load
from handlers import logs, runtime
from handlers.boundary import log
from handlers.manifest import manifest
from handlers.playground import Playground
from tests.handlers.fakes import FakeCasebook
from tests.handlers.test_in_the_playground import ADA, BO, LAB, Office

# Words of no sentence of ours, so that nothing but the talk can bring them into a line.
SAID = ("zeppelin", "quixotic", "vinnova", "biodiversity")
PEOPLE = ("Ada", "Lind", "Okafor")


Written = Callable[[], str]


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Written]:
    """All that is logged, from the lowest level on, as `casebook serve` would write it."""
    root = logging.getLogger()
    before, levels = list(root.handlers), {}
    for name in (None, "casebook", "slack_sdk", "slack_bolt", "aiohttp", "sqlalchemy", "asyncio"):
        levels[name] = logging.getLogger(name).level
    root.setLevel(logging.DEBUG)
    yield lambda: capsys.readouterr().err
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


async def test_a_whole_talk_leaves_no_word_of_it_in_the_log(written: Written, tmp_path: Path) -> None:
    logs.begin("text")
    read = replace(
        load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'j.db'}"}, tmp_path), curators=frozenset({BO})
    )
    casebook, playground = FakeCasebook(), Playground(manifest(read))
    await playground.start()
    settings = replace(
        read, bot_token=playground.bot_token, app_token=playground.app_token, api_url=playground.api_url
    )
    journal = Journal(settings.database_url)
    stop = asyncio.Event()
    bot = asyncio.create_task(runtime.serve(settings, casebook, journal, lambda: 1_700_000_000.0, stop=stop))
    async with aiohttp.ClientSession() as session:
        office = Office(playground.url, session)
        await talked(office, casebook)
    stop.set()
    await bot
    await playground.stop()
    journal.close()
    told = written()
    secrets = (settings.bot_token, settings.app_token, *SAID, *PEOPLE)
    assert [each for each in secrets if each in told] == []
    # What was logged was logged: the failure, and by its ids.
    assert re.search(r"RuntimeError at fakes\.py:\d+.* event=Ev\w+ team=\w+ attempt=0", told)


async def talked(office: Office, casebook: FakeCasebook) -> None:
    """A question, a failure, a share, a digest and a dialog."""
    answer = await office.said("/mission vinnova zeppelin")
    await office.press(answer, "share")
    await office.until(lambda m: f"Shared by <@{ADA}>" in m["text"], BO)
    casebook.raises = [RuntimeError("zeppelin quixotic"), RuntimeError("zeppelin quixotic")]
    await office.said("@casebook quixotic zeppelin")
    await office.said("/mission digest on 09:00 about quixotic")
    await office.do("message", channel=LAB, text="/mission check")
    await office.submit(await office.dialog(), draft="Zeppelin zeppelin quixotic by 2035")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("token xoxb-12-ab refused", "token … refused"),
        ("xapp-1-A-2-f and xoxe.xoxp-1-f", "… and …"),
        ("by http://user:word@proxy:3128", "by http://…@proxy:3128"),
        ("https://hooks.slack.com/commands/T1/2/x gone", "https://hooks.slack… gone"),
        ("wss://wss.slack.com/link/?ticket=ab-1&app_id=2", "wss://wss.slack.com/link/?ticket=…&app_id=2"),
        ("500 of 12 at box-apple.py", "500 of 12 at box-apple.py"),
    ],
)
def test_what_opens_a_door_is_taken_out_of_a_line(written: Written, said: str, kept: str) -> None:
    logs.begin("text")
    logging.getLogger("slack_sdk.web").error("%s", said)
    assert written() == f"ERROR slack_sdk.web: {kept}\n"


def test_an_error_is_told_by_its_type_and_place_alone(written: Written) -> None:
    logs.begin("text")
    try:
        int("zeppelin")
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error handling request")
    assert re.fullmatch(
        r"ERROR aiohttp\.server: Error handling request: ValueError at test_logs\.py:\d+\n",
        written(),
    )


def test_what_an_error_says_is_taken_out_of_the_line_that_a_library_puts_it_in(written: Written) -> None:
    logs.begin("text")
    try:
        int("zeppelin")
    except ValueError as error:
        said = f"Failed to run a request listener: {error}, session: s_1"
        logging.getLogger("slack_sdk.socket_mode").exception(said)
    assert re.fullmatch(
        r"ERROR slack_sdk\.socket_mode: Failed to run a request listener: …, session: s_1:"
        r" ValueError at test_logs\.py:\d+\n",
        written(),
    )


async def test_a_task_whose_failure_nobody_waits_for_is_told_without_its_words(written: Written) -> None:
    async def failing() -> None:
        raise RuntimeError("zeppelin")

    logs.begin("text")
    task = asyncio.create_task(failing())
    await asyncio.wait({task})
    del task
    gc.collect()
    told = written()
    assert "zeppelin" not in told
    assert re.search(
        r"Task exception was never retrieved.*RuntimeError at test_logs\.py:\d+", told, re.DOTALL
    )


def test_a_line_of_json_has_its_ids_as_fields(written: Written) -> None:
    logs.begin("json")
    logs.about.set({"delivery": "abc", "attempt": 2})
    log.error("could not post with %s", "xoxb-1")
    line = json.loads(written())
    assert line.pop("at")
    assert line == {
        "level": "ERROR",
        "logger": "casebook",
        "message": "could not post with …",
        "delivery": "abc",
        "attempt": 2,
    }
