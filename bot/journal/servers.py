"""A journal in a database of PostgreSQL, which several machines may share. Waits for nothing without an end."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select, text
from sqlalchemy.engine import URL

from bot.errors import JournalUnusable
from bot.journal.addresses import named
from bot.journal.schema import journal
from bot.journal.settling import NO_JOURNAL, known

# A process asks from one thread, and now and then from another; eight of them leave room for ten replicas below
# the hundred connections that a server takes by default.
_ALWAYS, _MORE = 4, 4
# Seconds. Slack waits for three, and whoever waits for the journal is answered with what is wrong.
_CONNECT = 5
_POOL = 10
_LIMITS = {
    "statement_timeout": "10s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}
# A server that vanished without a word is noticed; what stands in the URL goes before.
_WIRE = {
    "connect_timeout": _CONNECT,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "client_encoding": "utf8",
    "fallback_application_name": "casebook",
}


def engine(where: URL) -> Engine:
    """What speaks to the database; nothing is asked yet."""
    made = create_engine(
        where,
        pool_size=_ALWAYS,
        max_overflow=_MORE,
        pool_timeout=_POOL,
        # A server that was restarted meanwhile costs the next call a connection, and no error.
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        # Without, an insert does not say whether it changed a row, and nobody would win a claim.
        execution_options={"preserve_rowcount": True},
        connect_args={name: value for name, value in _WIRE.items() if name not in where.query}
        # A pooler between here and the server may give the next statement to another session.
        | {"prepare_threshold": None},
    )
    event.listen(made, "connect", lambda connection, _: _limit(connection))
    event.listen(made, "before_cursor_execute", _without_nul, retval=True)
    return made


def kept_by(connection: Connection) -> str:
    """What keeps the journal, such as "PostgreSQL 16.4"."""
    version = connection.execute(text("SHOW server_version")).scalar_one()
    return f"PostgreSQL {str(version).split()[0]}"


def looked_at(where: URL) -> tuple[str, int | None, bool, str]:
    """The database, the journal's version, whether it may be written, and what keeps it; nothing is changed."""
    made = engine(where)
    try:
        with made.connect() as connection:
            tables = inspect(connection).get_table_names()
            if tables and journal.name not in tables:
                raise JournalUnusable(NO_JOURNAL)
            writable = _may_be_written(connection, made=bool(tables))
            version = known(connection.execute(select(journal.c.version)).scalar_one()) if tables else None
            return named(where), version, writable, kept_by(connection)
    finally:
        made.dispose()


def _may_be_written(connection: Connection, *, made: bool) -> bool:
    if connection.execute(select(func.current_setting("transaction_read_only"))).scalar_one() == "on":
        return False
    rights = (
        [func.has_table_privilege(journal.name, each) for each in ("INSERT", "UPDATE", "DELETE")]
        if made
        else [func.has_schema_privilege(func.current_schema(), "CREATE")]
    )
    return all(connection.execute(select(*rights)).one())


def _without_nul(*given: Any) -> tuple[str, Any]:  # noqa: ANN401  what SQLAlchemy hands to whoever listens
    """The statement with its values as PostgreSQL takes them: a message may hold a NUL, and its texts may not."""
    _, _, statement, values, *_ = given
    if isinstance(values, list):
        return statement, [_cleaned(each) for each in values]
    return statement, _cleaned(values)


def _cleaned(row: Any) -> Any:  # noqa: ANN401  a driver's parameters: by name, or none
    if not isinstance(row, dict):
        return row
    return {name: value.replace("\0", "") if isinstance(value, str) else value for name, value in row.items()}


def _limit(connection: Any) -> None:  # noqa: ANN401  psycopg's, which only SQLAlchemy imports
    with closing(connection.cursor()) as cursor:
        for name, limit in _LIMITS.items():
            cursor.execute(f"SET {name} = '{limit}'")
    connection.commit()
