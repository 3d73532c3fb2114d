"""How the deliveries of late ended, for casebook doctor. Makes and changes nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import JournalUnusable
from bot.journal.addresses import address, is_server
from bot.journal.faults import unusable
from bot.journal.schema import deliveries

_WEEK = timedelta(days=6)


def outcomes(url: str) -> tuple[date | None, Counter[str]]:
    """The newest local date with a delivery, and how many of the week that ends there have come how far.

    By stage; those that were missed because no case matched count as "no_case". Raises JournalUnusable.
    """
    where = address(url)
    engine = create_engine(where if is_server(where) else _read_only(where))
    try:
        with engine.connect() as connection:
            newest = connection.execute(select(func.max(deliveries.c.day))).scalar_one_or_none()
            if newest is None:
                return None, Counter()
            wanted = (
                select(deliveries.c.stage, deliveries.c.reason, func.count().label("number"))
                .where(deliveries.c.day >= newest - _WEEK)
                .group_by(deliveries.c.stage, deliveries.c.reason)
            )
            found: Counter[str] = Counter()
            for row in connection.execute(wanted):
                found["no_case" if row.reason == "no_case" else row.stage] += row.number
            return newest, found
    except SQLAlchemyError as error:
        raise JournalUnusable(unusable(error, where)) from error
    finally:
        engine.dispose()


def _read_only(where: URL) -> URL:
    path = Path(where.database or "").absolute()
    return where.set(database=path.as_uri(), query={"mode": "ro", "uri": "true"})
