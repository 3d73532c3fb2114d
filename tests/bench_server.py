"""How fast events and commands are taken over HTTP, beside a bare Bolt app. Run with make bench; it judges nothing."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

import aiohttp
import click
from aiohttp import web
from rich.console import Console
from rich.table import Table
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.casebook import open_casebook
from bot.journal import Journal
from bot.search.building import build
from bot.settings import load
from bot.shipped import shipped_language
from handlers import runtime
from tests.bot.library import read_notes

_SECRET = "made-up"
_WHO = {"team": "Team", "team_id": "T1", "user": "casebook", "user_id": "UBOT", "bot_id": "B1"}
_AT_ONCE = 32
_READY = "ready"
# An edit of somebody's message: nothing is said to it.
_EDITED = {
    "type": "message",
    "channel_type": "im",
    "channel": "D1",
    "subtype": "message_changed",
    "user": "U1",
}
_ASKED = {"type": "app_mention", "channel": "C1", "user": "U1", "text": "<@UBOT> challenges in Sweden"}

Made = Callable[[int], tuple[str, str]]


@click.group(invoke_without_command=True)
@click.option("--events", default=100_000, show_default=True, help="Events after which memory is looked at.")
@click.option("--into", type=click.Path(path_type=Path), default=Path("bench-server.json"), show_default=True)
@click.pass_context
def main(context: click.Context, events: int, into: Path) -> None:
    """Prints a table and writes it as JSON: acknowledgements, events a second, memory; ours beside a bare app."""
    if context.invoked_subcommand:
        return
    rows = asyncio.run(_measured(events))
    into.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    table = Table(title="milliseconds from sending to acknowledgement, unless it says otherwise")
    for name in rows[0]:
        table.add_column(name.replace("_", " "), justify="right")
    for row in rows:
        table.add_row(*(f"{value:,}" if isinstance(value, int) else str(value) for value in row.values()))
    Console(width=120).print(table)


@main.command()
@click.argument("who", type=click.Choice(["casebook", "bare"]))
@click.argument("port", type=int)
@click.argument("api_url")
@click.argument("folder", type=click.Path(path_type=Path))
def serve(who: str, port: int, api_url: str, folder: Path) -> None:
    """Serves on a port until it is ended; the other end of the measurement."""
    asyncio.run((_ours if who == "casebook" else _bare)(port, api_url, folder))


async def _ours(port: int, api_url: str, folder: Path) -> None:
    environment = {"SLACK_SIGNING_SECRET": _SECRET, "SLACK_BOT_TOKEN": "xoxb-1", "CASEBOOK_LOG": "json"}
    settings = replace(load(environment, folder), api_url=api_url, listen=f"127.0.0.1:{port}")
    settings = replace(settings, index=folder / "index.db", database_url=f"sqlite:///{folder / 'journal.db'}")
    language = replace(shipped_language(), model=None)
    build(read_notes(settings.notes, language.lexicon), settings.index, folders=[], language=language)
    journal = Journal(settings.database_url)
    await runtime.serve(settings, open_casebook(settings), journal, time.time, tell=_told)
    journal.close()


def _told(state: str) -> None:
    if state == "READY=1":
        print(_READY, flush=True)  # noqa: T201  the client waits for it


async def _bare(port: int, api_url: str, _: Path) -> None:
    """What cannot be spared: Bolt, a signature, and a listener that does nothing."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_id="B1", bot_user_id="UBOT")

    app = AsyncApp(
        client=AsyncWebClient(base_url=api_url),
        authorize=authorize,
        signing_secret=_SECRET,
        process_before_response=True,
    )

    async def nothing(ack: Any) -> None:  # noqa: ANN401  Bolt fills it in
        await ack()

    for event in ("message", "app_mention"):
        app.event(event)(nothing)
    app.command("/mission")(nothing)

    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    served = web.Application()
    served.router.add_post("/slack/events", receive)
    runner, stopped = web.AppRunner(served, access_log=None), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    _told("READY=1")
    await stopped.wait()
    await runner.cleanup()


async def _measured(events: int) -> list[dict[str, Any]]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        async with _slack() as api_url:
            for who in ("casebook", "bare"):
                async with _serving(who, api_url, folder) as (url, process):
                    rows += [{"app": who, **row} for row in await _asked(url, process, api_url, events)]
                    click.echo(f"{who}: done", err=True)
    return rows


async def _asked(url: str, process: int, api_url: str, events: int) -> list[dict[str, Any]]:
    """The rows of one app, in the order in which they were measured."""
    rows, command = [], _command(f"{api_url}respond")
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=_AT_ONCE)) as session:
        await _sent(session, url, _event(_EDITED), 500, _AT_ONCE)
        await _sent(session, url, _event(_ASKED), 20, 1)
        for what, made, number, at_once, apart in (
            ("events without answer", _event(_EDITED), min(events, 10_000), _AT_ONCE, 0.0),
            ("mentions", _event(_ASKED), 100, 1, 0.0),
            ("mentions", _event(_ASKED), 200, _AT_ONCE, 0.0),
            ("commands, ten a second", command, 200, 1, 0.1),
            ("commands", command, 200, 1, 0.0),
            ("commands", command, 200, _AT_ONCE, 0.0),
        ):
            seconds, took = await _sent(session, url, made, number, at_once, apart)
            rows.append(_row(what, at_once, number / seconds, took))
            click.echo(f"{rows[-1]}", err=True)
            # What is done after an acknowledgement is no part of the next row.
            await asyncio.sleep(2)
        # What is kept of events is bounded; it is full once as many have come.
        await _sent(session, url, _event(_EDITED), events, _AT_ONCE)
        before = _memory(process)
        await _sent(session, url, _event(_EDITED), events, _AT_ONCE)
        grown = (_memory(process) - before) / before
    return [{**row, "memory_MB": before // 1024, f"growth_over_{events}": f"{grown:.2%}"} for row in rows]


def _row(what: str, at_once: int, a_second: float, took: list[float]) -> dict[str, Any]:
    p99 = quantiles(took, n=100)[-1]
    told = {"p50": round(median(took), 1), "p99": round(p99, 1)}
    return {"what": what, "at_once": at_once, "a_second": round(a_second), **told}


async def _sent(
    session: aiohttp.ClientSession, url: str, made: Made, number: int, at_once: int, apart: float = 0.0
) -> tuple[float, list[float]]:
    """Sends so many, so many at once and each so many seconds after the last was answered.

    The seconds for all, and the milliseconds of each.
    """
    waiting, took = iter(range(number)), list[float]()

    async def send() -> None:
        for _ in waiting:
            body, kind = made(next(_NUMBERS))
            begun = time.perf_counter()
            async with session.post(url, data=body, headers=_signed(body, kind)) as answered:
                await answered.read()
                if answered.status != 200:
                    raise click.ClickException(f"{answered.status}: {await answered.text()}")
            took.append(1000 * (time.perf_counter() - begun))
            await asyncio.sleep(apart)

    begun = time.perf_counter()
    await asyncio.gather(*(send() for _ in range(at_once)))
    return time.perf_counter() - begun, took


_NUMBERS = itertools.count(1)


def _event(event: dict[str, str]) -> Made:
    def made(number: int) -> tuple[str, str]:
        body = {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}"}
        return json.dumps({**body, "event": {**event, "ts": f"{number}.1"}}), "application/json"

    return made


def _command(response_url: str) -> Made:
    told = {"command": "/mission", "text": "challenges in Sweden", "user_id": "U1", "channel_id": "C1"}

    def made(number: int) -> tuple[str, str]:
        given = {**told, "team_id": "T1", "trigger_id": str(number), "response_url": response_url}
        return urlencode(given), "application/x-www-form-urlencoded"

    return made


def _signed(body: str, kind: str) -> dict[str, str]:
    moment = str(int(time.time()))
    told = hmac.new(_SECRET.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={told}"}


def _memory(process: int) -> int:
    """What a process holds now, in kB."""
    told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmRSS")))


@asynccontextmanager
async def _slack() -> AsyncIterator[str]:
    """A Web API that takes everything."""

    async def take(request: web.Request) -> web.Response:
        told = {"user": {"locale": "en-US"}} if request.path.endswith("users.info") else _WHO
        return web.json_response({"ok": True, "ts": "1.1", **told})

    app = web.Application()
    app.router.add_route("*", "/api/{method}", take)  # a response_url too
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    await runner.cleanup()


@asynccontextmanager
async def _serving(who: str, api_url: str, folder: str) -> AsyncIterator[tuple[str, int]]:
    """An app in a process of its own; where it takes events, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = (sys.executable, "-m", "tests.bench_server", "serve", who, str(port), api_url, folder)
    process = await asyncio.create_subprocess_exec(*given, stdout=asyncio.subprocess.PIPE)
    try:
        while process.stdout and (line := await process.stdout.readline()).decode().strip() != _READY:
            if not line:
                raise click.ClickException(f"{who} did not start")
        yield f"http://127.0.0.1:{port}/slack/events", process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


if __name__ == "__main__":
    main()
