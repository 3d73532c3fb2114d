"""While the journal cannot be used answers still come; what has to be kept says so, and the log says why."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

from bot.errors import JournalUnusable
from bot.journal import Journal
from handlers import runtime
from tests.bot.digest.making import subscription
from tests.handlers.fakes import SURE, FakeSlack, Talk, labels

Trouble = Callable[[Talk], AbstractContextManager[None]]
UNKEPT = "so this answer comes without its buttons"
MENTION = {"type": "app_mention", "channel": "C1", "text": "<@UBOT> vinnova", "ts": "4.4"}


@contextmanager
def held(talk: Talk) -> Iterator[None]:
    """Another program has the journal open and is writing."""
    path = make_url(talk.given.database_url).database
    with closing(sqlite3.connect(path or "", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def full(talk: Talk) -> Iterator[None]:
    """The file may not grow by a page, as on a full disk, and what room was left in it is taken."""
    journal = talk.desk.journal
    with _setting(journal, "max_page_count", "1"):
        # Great lines take the pages, small ones what is left in each.
        for length in (300, 0):
            while not all([*_refused(journal, length)]):
                pass
        yield


def _refused(journal: Journal, length: int) -> Iterator[bool]:
    """Writes a line of each kind that somebody's question may need; whether it was refused."""
    name = f"{token_hex(2)}{'x' * length}"
    for write in (
        partial(journal.remember, "T9", replace(SURE, topic=name), "C9", 1.0),
        partial(journal.claim, "T9", name, 1.0),
        partial(
            journal.digests.subscribe, subscription(id=name, workspace="", channel="", person="", zone="UTC")
        ),
    ):
        try:
            write()
        except JournalUnusable:
            yield True
        else:
            yield False


@contextmanager
def read_only(talk: Talk) -> Iterator[None]:
    """The disk takes no writes, as after a fault of its own."""
    with _setting(talk.desk.journal, "query_only", "ON", "OFF"):
        yield


@contextmanager
def _setting(journal: Journal, name: str, value: str, after: str = "1000000") -> Iterator[None]:
    _set(journal, name, value)
    yield
    _set(journal, name, after)


def _set(journal: Journal, name: str, value: str) -> None:
    # It has one connection, which keeps what it is set to.
    with closing(journal._engine.raw_connection()) as connection:
        connection.cursor().execute(f"PRAGMA {name} = {value}")


@contextmanager
def gone(talk: Talk) -> Iterator[None]:
    """The server lets nobody in, and has ended whoever was."""
    url = make_url(talk.given.database_url)
    with _server(url) as server:
        server.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false')
        server.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (url.database,)
        )
        yield
        server.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true')


TROUBLES: dict[Trouble, str] = {
    held: "locked",
    full: "The disk is full",
    read_only: "readonly",
    gone: "not currently accepting",
}


@pytest.fixture(params=TROUBLES, ids=["held", "full", "read only", "gone"])
async def talk_and_trouble(
    request: pytest.FixtureRequest, slack: FakeSlack, tmp_path: Path
) -> AsyncIterator[tuple[Talk, Trouble]]:
    more = {"database_url": request.getfixturevalue("own_database")} if request.param is gone else {}
    talk = Talk(slack, tmp_path, **more)
    yield talk, request.param
    talk.desk.close()
    talk.desk.journal.close()


@pytest.fixture
def own_database(postgres_url: str) -> Iterator[str]:
    """A database that nobody else uses, so that its doors may be shut."""
    url = make_url(postgres_url)
    name = f"shut_{os.getpid()}"
    with _server(url) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield url.set(
        database=name, query={k: v for k, v in url.query.items() if k != "options"}
    ).render_as_string(hide_password=False)
    with _server(url) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _server(url: URL) -> psycopg.Connection[Any]:
    there = url.set(drivername="postgresql", database="postgres")
    return psycopg.connect(there.render_as_string(hide_password=False), autocommit=True)


async def test_answers_come_and_say_what_is_lacking_and_nobody_is_answered_twice(
    talk_and_trouble: tuple[Talk, Trouble], slack: FakeSlack
) -> None:
    talk, trouble = talk_and_trouble
    with trouble(talk):
        asking = (
            talk.command("vinnova"),
            talk.command("porto alegre"),
            talk.event(MENTION, "Ev7"),
            talk.event(MENTION, "Ev7"),
            talk.direct("vinnova", ts="5.5"),
        )
        statuses = [each.status for each in await asyncio.gather(*asking)]
        again = await talk.event(MENTION, "Ev7")

    assert [*statuses, again.status] == [200] * 6
    answers = [each for each in slack.said() if "text" in each]
    assert len(answers) == 4
    assert all(UNKEPT in each["text"] for each in answers)
    assert sum("Streets became places" in each["text"] for each in answers) == 3
    assert {name for each in answers for name in labels(each)} <= {"Remove"}

    assert (await talk.event(MENTION, "Ev7")).status == 200
    assert len(slack.said()) == 4
    talk.desk._rest.until = 0.0
    await talk.command("vinnova")
    assert UNKEPT not in slack.said()[-1]["text"]
    assert "Share" in labels(slack.said()[-1])


async def test_what_has_to_be_kept_says_that_it_was_not_and_the_log_says_why(
    talk_and_trouble: tuple[Talk, Trouble], slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    talk, trouble = talk_and_trouble
    if trouble is held:
        _set(talk.desk.journal, "busy_timeout", "100")
    with trouble(talk):
        await talk.command("digest on 09:00")
        await runtime._look(talk.desk)
        unready = await talk.desk.signs.unready(talk.desk.beat())

    told = [each["text"] for each in slack.said()]
    assert told[-1].startswith("I cannot keep or look up anything just now; answers still come.")
    assert not any(word in text for text in told for word in ("sqlite", "journal.db", "locked", "disk"))
    assert "the journal cannot be written" in unready
    logged = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    why = [each for each in logged if each.startswith("could not write the journal: The journal ")]
    assert len(why) == 1
    assert TROUBLES[trouble] in why[0]
    await runtime._look(talk.desk)
    assert await talk.desk.signs.unready(talk.desk.beat()) == ()
