"""A journal on PostgreSQL: what a connection lost, refused or stuck means, and that no password is ever said."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest
from sqlalchemy.engine import make_url

from bot.errors import JournalUnusable
from bot.journal import Journal
from bot.journal.opening import looked_at
from bot.journal.schema import VERSION
from bot.model import Gap
from tests.bot.journal import raw

NOW = 1_800_000_000.0


@pytest.fixture
def journal(postgres_url: str) -> Iterator[Journal]:
    with closing(Journal(postgres_url)) as opened:
        yield opened


def ask(journal: Journal, *statements: str) -> object:
    """Asks on the journal's own connection, in one transaction; the last answer."""
    with journal._transaction() as connection:
        found = [connection.exec_driver_sql(each) for each in statements][-1]
        return found.scalar_one() if found.returns_rows else None


def cut(journal: Journal, pid: object) -> None:
    """Ends a connection on the server's side, as a restart does."""
    with psycopg.connect(_plain(journal), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


def _plain(journal: Journal) -> str:
    return journal._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def test_a_server_that_was_restarted_meanwhile_fails_no_call(journal: Journal) -> None:
    journal.add_gap("T1", ("street",), NOW)
    cut(journal, ask(journal, "SELECT pg_backend_pid()"))

    assert journal.gaps() == (Gap(("street",), 1, NOW),)


def test_a_connection_lost_in_a_call_is_said_and_the_next_call_works(journal: Journal) -> None:
    def lost() -> None:
        with journal._transaction() as used:
            cut(journal, used.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
            used.exec_driver_sql("SELECT 1")

    with pytest.raises(JournalUnusable, match="connects anew at the next call"):
        lost()
    assert journal.gaps() == ()


@pytest.mark.parametrize(
    ("says", "given"),
    [
        (r"Make the database, or name another", {"database": "nowhere"}),
        (r"Look at the user and the password", {"username": "nobody", "password": "hunter2"}),
        (
            r"Look whether the server runs",
            {"host": "127.0.0.1", "port": 9, "query": {}, "password": "hunter2"},
        ),
        (
            r"Look whether the server runs",
            {"host": "no.such.host.invalid", "query": {}, "password": "hunter2"},
        ),
        (r"cannot be used", {"query": {"passwort": "hunter2"}, "host": "127.0.0.1", "password": "hunter2"}),
    ],
)
def test_a_server_that_cannot_be_used_is_said_with_the_next_step_and_no_password(
    postgres_url: str, caplog: pytest.LogCaptureFixture, says: str, given: dict[str, object]
) -> None:
    url = make_url(postgres_url).set(**given)  # type: ignore[arg-type]
    with caplog.at_level(logging.DEBUG):
        for look in (Journal, looked_at):
            with pytest.raises(JournalUnusable, match=says) as refusal:
                look(url.render_as_string(hide_password=False))
            assert "hunter2" not in str(refusal.value)
    assert "hunter2" not in caplog.text


def test_a_server_that_takes_the_connection_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(JournalUnusable, match="did not answer in time"):
            Journal(f"postgresql://me:hunter2@127.0.0.1:{port}/casebook?connect_timeout=2")


def test_a_lock_that_somebody_holds_is_not_waited_for_without_end(journal: Journal) -> None:
    with psycopg.connect(_plain(journal)) as other:
        other.execute("LOCK TABLE gaps")
        with pytest.raises(JournalUnusable, match="did not answer in time"):
            ask(journal, "SET LOCAL lock_timeout = '50ms'", "SELECT * FROM gaps")

    limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    assert [ask(journal, f"SHOW {each}") for each in limits] == ["10s", "5s", "1min"]


def test_what_a_refusal_says_holds_nothing_of_a_row(journal: Journal) -> None:
    with pytest.raises(JournalUnusable) as refusal:
        ask(journal, *["INSERT INTO gaps VALUES ('T1', 'a secret of theirs', 1, 1)"] * 2)

    assert "duplicate key" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_more_threads_than_connections_each_get_their_turn(journal: Journal) -> None:
    together = threading.Barrier(12)

    def claims(number: int) -> int:
        together.wait()
        return sum(journal.claim("T1", f"Ev{each}", NOW + number) for each in range(20))

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(claims, range(12))) == 20


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_database_is_named_as_people_paste_it(postgres_url: str, scheme: str) -> None:
    with closing(Journal(f"{scheme}:{postgres_url.partition(':')[2]}")) as journal:
        assert journal.claim("T1", "Ev1", NOW)


def test_looking_at_a_database_makes_nothing_and_says_whether_it_may_be_written(postgres_url: str) -> None:
    _, version, writable, kept_by = looked_at(postgres_url)
    assert (version, writable, kept_by.split()[0]) == (None, True, "PostgreSQL")
    assert raw.tables(postgres_url) == {}

    Journal(postgres_url).close()
    place, version, writable, _ = looked_at(postgres_url)
    assert (place, version, writable) == (place, VERSION, True)
    copy = make_url(postgres_url)
    options = {"options": f"{copy.query['options']} -cdefault_transaction_read_only=on"}
    assert looked_at(copy.update_query_dict(options).render_as_string(hide_password=False))[2] is False


def test_a_reader_is_told_that_it_may_not_write(postgres_url: str) -> None:
    Journal(postgres_url).close()
    schema = str(make_url(postgres_url).query["options"]).rpartition("=")[2]
    raw.run(
        postgres_url,
        f"CREATE ROLE {schema}_reader LOGIN",
        f"GRANT USAGE ON SCHEMA {schema} TO {schema}_reader",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {schema}_reader",
    )
    reader = make_url(postgres_url).set(username=f"{schema}_reader", password=None)
    url = reader.render_as_string(hide_password=False)
    try:
        assert looked_at(url)[1:3] == (VERSION, False)
        with closing(Journal(url)) as journal, pytest.raises(JournalUnusable, match="ALTER DATABASE"):
            journal.claim("T1", "Ev1", NOW)
    finally:
        raw.run(postgres_url, f"DROP OWNED BY {schema}_reader", f"DROP ROLE {schema}_reader")
