"""Backups of a journal's file: whole, private, never over another, and put back only where nobody is at work."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot import restoring
from bot.errors import JournalUnusable
from bot.journal import Journal
from bot.journal.backups import back_up
from bot.model import Gap

NOW = 1_800_000_000.0
STREET, NIGHT = Gap(("street",), 1, NOW), Gap(("night",), 1, NOW + 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal with a gap in it."""
    made = tmp_path / "data" / "journal.db"
    with closing(Journal(f"sqlite:///{made}")) as journal:
        journal.add_gap("T1", STREET.words, NOW)
    return made


@pytest.fixture
def backup(path: Path, tmp_path: Path) -> Path:
    """A backup of that journal, in which another gap was counted since."""
    made = tmp_path / "journal.backup"
    back_up(f"sqlite:///{path}", made)
    with closing(Journal(f"sqlite:///{path}")) as journal:
        journal.add_gap("T1", NIGHT.words, NOW + 1)
    return made


def gaps(path: Path) -> set[Gap]:
    with closing(Journal(f"sqlite:///{path}")) as journal:
        return set(journal.gaps())


def everything(folder: Path) -> dict[Path, bytes]:
    return {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


_WRITER = """
import sys
from bot.journal import Journal

journal, number = Journal(sys.argv[1]), 0
while True:
    journal.claim("T1", f"Ev{number}", 1_800_000_000.0)
    print(number, flush=True)
    number += 1
"""


def test_a_backup_made_while_the_bot_writes_is_whole_and_holds_what_was_there(
    path: Path, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, f"sqlite:///{path}"], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        given = [int(writer.stdout.readline()) for _ in range(50)]
        back_up(f"sqlite:///{path}", tmp_path / "copy.db")
        writer.kill()

    assert oct((tmp_path / "copy.db").stat().st_mode & 0o777) == oct(0o600)
    with closing(Journal(f"sqlite:///{tmp_path / 'copy.db'}")) as copied:
        assert copied.gaps() == (STREET,)
        assert not any(copied.claim("T1", f"Ev{number}", NOW + 1) for number in given)


def test_no_backup_is_written_over(path: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(b"the one of yesterday")

    with pytest.raises(JournalUnusable, match=r"is there already.*Name another file"):
        back_up(f"sqlite:///{path}", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"the one of yesterday"


@pytest.mark.parametrize(
    ("says", "url", "into"),
    [
        ("nothing to back up", "sqlite:///{0}/none.db", "copy.db"),
        ("in memory", "sqlite://", "copy.db"),
        ("Give its folder to the user", "sqlite:///{0}/data/journal.db", "nowhere/copy.db"),
    ],
)
def test_what_cannot_be_backed_up_is_said_with_the_next_step(
    path: Path, tmp_path: Path, says: str, url: str, into: str
) -> None:
    before = everything(tmp_path)

    with pytest.raises(JournalUnusable, match=says):
        back_up(url.format(tmp_path), tmp_path / into)
    assert everything(tmp_path) == before
    assert path.exists()


def test_a_backup_takes_the_journals_place_and_the_old_one_stays_beside_it(path: Path, backup: Path) -> None:
    restoring.restore(f"sqlite:///{path}", backup, NOW + 60)

    assert gaps(path) == {STREET}
    assert gaps(path.with_name("journal.db.before-20270115T080100Z")) == {STREET, NIGHT}
    assert gaps(backup) == {STREET}
    assert [each for each in path.parent.iterdir() if "partial" in each.name] == []


def test_what_sqlite_left_beside_the_old_journal_goes_with_it(path: Path, backup: Path) -> None:
    for beside in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + beside).write_bytes(b"of a journal that was not closed")
    restoring.restore(f"sqlite:///{path}", backup, NOW + 60)

    assert not any(path.with_name(path.name + each).exists() for each in ("-wal", "-shm"))
    assert path.with_name("journal.db.before-20270115T080100Z-wal").exists()
    assert gaps(path) == {STREET}


def test_where_there_is_no_journal_a_backup_becomes_it(backup: Path, tmp_path: Path) -> None:
    restoring.restore(f"sqlite:///{tmp_path / 'new' / 'journal.db'}", backup, NOW)

    assert gaps(tmp_path / "new" / "journal.db") == {STREET}


def test_nothing_is_put_back_while_the_bot_has_the_journal(path: Path, backup: Path) -> None:
    with closing(Journal(f"sqlite:///{path}")):
        before = everything(path.parent)
        with pytest.raises(JournalUnusable, match="Stop it, and try again"):
            restoring.restore(f"sqlite:///{path}", backup, NOW)
        assert everything(path.parent) == before
    restoring.restore(f"sqlite:///{path}", backup, NOW)

    assert gaps(path) == {STREET}


def test_a_bot_that_was_killed_holds_nothing(path: Path, backup: Path) -> None:
    url = f"sqlite:///{path}"
    with subprocess.Popen([sys.executable, "-c", _WRITER, url], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(JournalUnusable, match="Stop it, and try again"):
            restoring.restore(url, backup, NOW)
        writer.kill()
    restoring.restore(url, backup, NOW)

    assert gaps(path) == {STREET}


def cut_off(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-4096])


def a_text(backup: Path) -> None:
    backup.write_text("no journal at all\n" * 400)


def of_a_newer_casebook(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as connection:
        connection.executescript("UPDATE journal SET version = 99")


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (cut_off, "no whole journal"),
        (a_text, "no whole journal"),
        (of_a_newer_casebook, "version 99"),
        (Path.unlink, "There is no backup"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_changes(
    path: Path, backup: Path, harm: Callable[[Path], None], says: str
) -> None:
    harm(backup)
    path.with_name("journal.db.lock").touch()
    before = everything(path.parent)

    with pytest.raises(JournalUnusable, match=says):
        restoring.restore(f"sqlite:///{path}", backup, NOW)
    assert everything(path.parent) == before


@pytest.mark.parametrize("url", ["postgres://me:hunter2@db:5433/casebook?sslmode=require&password=hunter2"])
def test_a_servers_journal_is_left_to_its_own_tools_without_the_password(url: str, tmp_path: Path) -> None:
    opened = "'--dbname=postgresql://me@db:5433/casebook?sslmode=require'"
    with pytest.raises(JournalUnusable) as refusal:
        back_up(url, tmp_path / "j.dump")
    assert f"Run: pg_dump --format=custom --file={tmp_path}/j.dump {opened}" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)

    with pytest.raises(JournalUnusable) as refusal:
        restoring.restore(url, tmp_path / "j.dump", NOW)
    assert f"{opened} {tmp_path}/j.dump && casebook restored" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


# --- on a full disk -------------------------------------------------------------------------------------------

_NARROW = """
import resource, sys
from pathlib import Path
from bot.errors import CasebookError
from bot.journal.backups import back_up, put_back

resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
url, file = sys.argv[1], Path(sys.argv[2])
for work in sys.argv[3:]:
    try:
        if work == "back up":
            back_up(url, file.with_name("another.backup"))
        else:
            with put_back(url, file, "before"):
                pass
    except CasebookError as error:
        print(error)
"""


def test_on_a_full_disk_neither_the_journal_nor_a_backup_is_lost_and_nothing_is_left_behind(
    path: Path, backup: Path
) -> None:
    before = everything(path.parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", _NARROW, f"sqlite:///{path}", str(backup), "back up", "put back"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.count("cannot be written") == done.stdout.count("make room") == 2
    assert everything(path.parent.parent) == before
    assert gaps(path) == {STREET, NIGHT}
