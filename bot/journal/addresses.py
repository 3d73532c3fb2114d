"""Where a journal is, read from its URL. Connects to nothing, and never says the URL: it may hold a password."""

from __future__ import annotations

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import JournalUnusable

_SQLITE = ("sqlite", "sqlite+pysqlite")
# Hosts hand out the first; SQLAlchemy knows only the others.
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")


def address(url: str) -> URL:
    """The URL as SQLAlchemy takes it. Raises JournalUnusable where it names neither a file nor a database."""
    try:
        where = make_url(url)
    except (ArgumentError, ValueError):
        where = None
    if where is not None and where.drivername in _SQLITE:
        return where
    # A password with an @ that is not written as %40 ends in what is taken for the host, which may be said.
    if where is not None and where.drivername in _POSTGRESQL and "@" not in (where.host or ""):
        return where.set(drivername="postgresql+psycopg")
    raise JournalUnusable(
        "CASEBOOK_DATABASE_URL must name a SQLite file, such as sqlite:////var/lib/casebook/journal.db, or a "
        "PostgreSQL database, such as postgresql://casebook:PASSWORD@db.example.org/casebook. In a password write "
        "@ as %40 and % as %25."
    )


def is_server(where: URL) -> bool:
    """Whether it is a database of PostgreSQL, not a file of SQLite."""
    return where.get_backend_name() == "postgresql"


def named(where: URL) -> str:
    """What may be said of it: a file's path, or a database and its host; no user and no password."""
    if not is_server(where):
        return where.database or ":memory:"
    host = where.host or where.query.get("host") or "this machine"
    return (
        f"{where.database or 'of the default name'} at {host if isinstance(host, str) else ', '.join(host)}"
    )
