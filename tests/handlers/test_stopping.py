"""From the first READY to the last answer: how a process begins and ends, in Socket Mode and over HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.journal import Journal
from bot.model import Answer, Kind
from bot.settings import Settings, load
from handlers import runtime
from handlers.manifest import manifest
from handlers.playground import Playground
from handlers.service import telling
from tests.handlers.fakes import FakeCasebook, FakeSlack, Talk
from tests.handlers.test_in_the_playground import LAB, Office
from tests.handlers.test_server import MENTION, SECRET, Caller


def free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Slow(FakeCasebook):
    """Takes a moment over every question, in the thread that it is asked on."""

    def ask(self, text: str, *, kind: Kind | None = None) -> Answer:
        self.asked.append((text, kind))
        time.sleep(0.3)
        return super().ask(text, kind=kind)


class Serving:
    """A process that serves, in this one; `told` is what the service manager was told."""

    def __init__(self, settings: Settings, casebook: FakeCasebook, task: asyncio.Task[None]) -> None:
        self.settings, self.casebook, self.task, self.told = settings, casebook, task, list[str]()

    async def until(self, holds: Callable[[], bool | Awaitable[bool]]) -> None:
        async with asyncio.timeout(10):
            while True:
                found = holds()
                if found if isinstance(found, bool) else await found:
                    return
                await asyncio.sleep(0.01)

    async def end(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(self.task, 5)


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Serving]:
    casebook, journal = Slow(), Journal(settings.database_url)
    told: list[str] = []
    task = asyncio.create_task(
        runtime.serve(settings, casebook, journal, lambda: 1_700_000_000.0, tell=told.append)
    )
    begun = Serving(settings, casebook, task)
    begun.told = told
    await begun.until(lambda: "READY=1" in told or task.done())
    try:
        yield begun
    finally:
        if not task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(task, 5)
        journal.close()


def given(tmp_path: Path, port: int) -> Settings:
    read = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'j.db'}"}, tmp_path)
    return replace(read, bot_token="xoxb-1", listen=f"127.0.0.1:{port}")


async def status(port: int, path: str) -> int:
    with suppress(aiohttp.ClientError):
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/{path}") as answered,
        ):
            return answered.status
    return 0


async def test_over_http_what_was_taken_before_the_end_is_answered(
    slack: FakeSlack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free()
    settings = replace(given(tmp_path, port), signing_secret=SECRET, api_url=f"{slack.url}/api/")
    talk = Talk(slack, tmp_path / "other")
    async with aiohttp.ClientSession() as session, serving(settings) as begun:
        caller = Caller(talk, f"http://127.0.0.1:{port}", session)
        assert await status(port, "readyz") == 200
        event = asyncio.create_task(caller.event(MENTION))
        command = asyncio.create_task(Caller(talk, caller.url, session).command())
        await begun.until(lambda: len(begun.casebook.asked) > 1)
        await begun.end()
        assert (await event, await command) == (200, 200)
        assert await status(port, "livez") == 0
    assert (begun.told[0], begun.told[-1]) == ("READY=1", "STOPPING=1")
    assert len(slack.said("chat.postMessage")) == len(slack.said("respond")) == 1
    said = capsys.readouterr().out
    assert f"answers in Team as @casebook, over HTTP: it listens on 127.0.0.1:{port}" in said
    assert said.endswith("Casebook has stopped.\n")
    talk.desk.close()
    talk.desk.journal.close()


async def test_over_a_socket_what_was_taken_before_the_end_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port, playground = free(), Playground(manifest(load({}, tmp_path)))
    await playground.start()
    settings = replace(runtime._local(given(tmp_path, port), playground), connections=2)
    async with aiohttp.ClientSession() as session, serving(settings) as begun:
        office = Office(playground.url, session)
        assert await status(port, "readyz") == await status(port, "livez") == 200
        assert await status(port, "slack/events") == 404
        await office.do("message", channel=LAB, text="@casebook vinnova")
        await office.do("message", channel=LAB, text="/mission vinnova")
        await begun.until(lambda: len(begun.casebook.asked) > 1)
        await begun.end()
        said = [m["text"] for m in await office.messages() if m.get("bot_id")]
        assert len([text for text in said if "biodiversity" in text]) == 2
    assert "over Socket Mode" in capsys.readouterr().out
    await playground.stop()


async def test_a_process_whose_slack_is_gone_is_not_ready_though_it_lives(tmp_path: Path) -> None:
    port, playground = free(), Playground(manifest(load({}, tmp_path)))
    await playground.start()
    settings = runtime._local(given(tmp_path, port), playground)
    async with serving(settings) as begun:
        assert await status(port, "readyz") == 200

        async def down() -> bool:
            return await status(port, "readyz") == 503

        await playground.stop()
        await begun.until(down)
        assert await status(port, "livez") == 200


async def test_what_does_not_end_in_time_is_left(tmp_path: Path, slack: FakeSlack) -> None:
    talk = Talk(slack, tmp_path)
    endless = asyncio.create_task(asyncio.sleep(60))
    talk.desk.underway.add(endless)
    await runtime._ended((), talk.desk, asyncio.get_running_loop().time() + 0.2)
    assert not endless.done()
    endless.cancel()
    talk.desk.close()
    talk.desk.journal.close()


@pytest.mark.parametrize("name", ["{folder}/notify", "@casebook-{port}"])
def test_systemd_is_told_where_it_wants_to_be(tmp_path: Path, name: str) -> None:
    address = name.format(folder=tmp_path, port=free())
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        telling(address)("READY=1")
        assert systemd.recv(100) == b"READY=1"


def test_where_no_service_manager_listens_nothing_goes_wrong(tmp_path: Path) -> None:
    telling("")("READY=1")
    telling(str(tmp_path / "nobody"))("READY=1")
