"""Looks into a journal behind its back, and changes it there: on each backend by its own means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url


def run(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Runs statements in a transaction of its own; the rows of the last."""
    with connected(url) as connection:
        found = [connection.execute(text(each)) for each in statements][-1]
        return [tuple(row) for row in found] if found.returns_rows else []


def tables(url: str) -> dict[str, list[str]]:
    """The columns of every table, by its name."""
    with connected(url) as connection:
        seen = inspect(connection)
        return {name: [each["name"] for each in seen.get_columns(name)] for name in seen.get_table_names()}


def held(url: str) -> bytes:
    """Everything kept: each byte of the file and of what lies beside it, or every row as text."""
    if path := make_url(url).database if url.startswith("sqlite") else None:
        return b"".join(each.read_bytes() for each in sorted(Path(path).parent.iterdir()))
    return "".join(
        str(row)
        for name in tables(url)
        for row in run(url, f'SELECT * FROM "{name}"')  # noqa: S608  our own
    ).encode()


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A transaction of its own."""
    # Not the journal's own way in: what it sets up and settles is what is tested.
    engine = (
        create_engine(make_url(url).set(drivername="postgresql+psycopg"))
        if _serves(url)
        else create_engine(url)
    )
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _serves(url: str) -> bool:
    return url.startswith("postgres")
