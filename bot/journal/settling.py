"""Brings a journal to the version of this Casebook, one step after the other, or leaves it as it was."""

from __future__ import annotations

from sqlalchemy import Column, Connection, MetaData, Table, func, insert, inspect, select, text, update
from sqlalchemy.schema import CreateColumn

from bot.errors import JournalUnusable
from bot.journal.schema import STEPS, VERSION, Step, journal, tables

NO_JOURNAL = (
    "CASEBOOK_DATABASE_URL names a database that is no Casebook journal. Name another file, or a database of "
    "its own."
)
# Any number would do, as long as every Casebook takes the same.
_LOCK = 7_203_118_026
# A big journal's step may take longer than any call after it.
_PATIENCE = "60s"


def settle(connection: Connection) -> None:
    """Makes the journal's tables, or brings older ones forward, in the transaction of the connection.

    Of several processes that start together one does it, and the others find it done. Raises JournalUnusable.
    """
    _alone(connection)
    found = inspect(connection).get_table_names()
    if not found:
        tables.create_all(connection)
        connection.execute(insert(journal).values(version=VERSION))
        return
    if journal.name not in found:
        raise JournalUnusable(NO_JOURNAL)
    version = known(connection.execute(select(journal.c.version)).scalar_one())
    for step in STEPS[version - 1 :]:
        _take(step, connection)
    if version < VERSION:
        connection.execute(update(journal).values(version=VERSION))


def known(version: int) -> int:
    """The version of a journal. Raises JournalUnusable where a newer Casebook wrote it."""
    if version > VERSION:
        raise JournalUnusable(
            f"The journal has version {version}, and this Casebook knows {VERSION}: a newer one wrote it. "
            "Install that version again, or name another journal in CASEBOOK_DATABASE_URL."
        )
    return version


def _alone(connection: Connection) -> None:
    # A transaction of SQLite's has the lock for writing from its beginning.
    if connection.dialect.name == "postgresql":
        for limit in ("statement_timeout", "lock_timeout"):
            connection.execute(select(func.set_config(limit, _PATIENCE, True)))
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _take(step: Step, connection: Connection) -> None:
    for table in step.anew:
        table.drop(connection, checkfirst=True)
    for table in (*step.anew, *step.made):
        table.create(connection, checkfirst=True)
    for column in step.widened:
        _widen(column, connection)
    for table in step.rekeyed:
        _rekey(table, connection)


def _widen(column: Column[object], connection: Connection) -> None:
    # Where an earlier step made the table, it made it as it is today.
    if column.name in (each["name"] for each in inspect(connection).get_columns(column.table.name)):
        return
    declared = CreateColumn(column).compile(dialect=connection.dialect)
    connection.execute(text(f"ALTER TABLE {column.table.name} ADD COLUMN {declared}"))


def _rekey(table: Table, connection: Connection) -> None:
    """Makes the table anew under its key of today, with the rows it had; what they lack is the column's default."""
    had = [each["name"] for each in inspect(connection).get_columns(table.name)]
    if set(table.columns.keys()) <= set(had):
        return
    before = Table(f"{table.name}_before", MetaData(), *(Column(name) for name in had))
    connection.execute(text(f"ALTER TABLE {table.name} RENAME TO {before.name}"))
    if connection.dialect.name == "postgresql":
        # There the key's index keeps its name, and the new table's wants it.
        connection.execute(text(f"ALTER INDEX {table.name}_pkey RENAME TO {before.name}_pkey"))
    table.create(connection)
    connection.execute(insert(table).from_select(had, select(before)))
    before.drop(connection)
