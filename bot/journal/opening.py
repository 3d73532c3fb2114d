"""Opens the journal, in a file or on a server, or says why it cannot; and looks at one without changing it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import JournalUnusable
from bot.journal import files, servers
from bot.journal.addresses import address, is_server
from bot.journal.faults import unusable
from bot.journal.settling import settle

_log = logging.getLogger(__name__)


def opened(url: str) -> Engine:
    """The journal behind a URL, made where it is missing and brought to this version where it is older.

    A file is named like sqlite:////var/lib/casebook/journal.db, a database like postgresql://user@host/name.
    Raises JournalUnusable with the next step.
    """
    where = address(url)
    engine = servers.engine(where) if is_server(where) else files.engine(where)
    try:
        with _told(where), engine.begin() as connection:
            settle(connection)
            kept_by = servers.kept_by(connection) if is_server(where) else files.KEPT_BY
    except JournalUnusable:
        engine.dispose()
        raise
    _log.info("The journal is open; %s", kept_by)
    return engine


def looked_at(url: str) -> tuple[str, int | None, bool, str]:
    """Where a journal is, its version, None where there is none yet, whether it may be written, and what keeps it.

    Makes and changes nothing, unlike `opened`. Raises JournalUnusable with the next step.
    """
    where = address(url)
    with _told(where):
        return servers.looked_at(where) if is_server(where) else files.looked_at(where)


@contextmanager
def _told(where: URL) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise JournalUnusable(unusable(error, where)) from error
