"""Journals that an older Casebook made are brought forward and keep what lasts; several may start at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from subprocess import PIPE

import pytest

from bot.errors import JournalUnusable
from bot.journal import Journal
from bot.journal.schema import STEPS, VERSION, tables
from bot.model import Answer, Correction, Gap, Memory, Review, Saved
from tests.bot.journal import raw

NOW = 1_800_000_000.0
OLDER = sorted((Path(__file__).parent / "versions").glob("*.sql"))


@pytest.fixture(params=OLDER, ids=lambda path: path.stem)
def older(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> tuple[int, str]:
    """A journal that an older Casebook made, with a row in each table: its version, and its URL."""
    (tmp_path / "data").mkdir()
    made: Path = request.param
    raw.run(url, *made.read_text(encoding="utf-8").split(";\n")[:-1])
    return int(made.stem[0]), url


def test_there_is_a_journal_of_each_older_version() -> None:
    assert sorted({int(each.stem[0]) for each in OLDER}) == list(range(1, VERSION))


def test_an_older_journal_has_all_of_todays_tables_and_columns(older: tuple[int, str]) -> None:
    _, url = older
    Journal(url).close()

    assert raw.run(url, "SELECT version FROM journal") == [(VERSION,)]
    today = {table.name: [each.name for each in table.columns] for table in tables.sorted_tables}
    assert raw.tables(url) == today


def test_an_older_journal_keeps_what_lasts(older: tuple[int, str]) -> None:
    version, url = older
    for _ in range(2):
        journal = Journal(url)
        assert journal.gaps() == (Gap(("budget", "street"), 3, NOW + 0.25),)
        assert journal.ratings() == (1, 0)
        assert not journal.claim("", "Ev1", NOW + 120)
        assert journal.reviews() == ((Review("streets", "s1", "21:18:31", 1278, 2, NOW),) * (version > 1))
        assert journal.corrections() == ((Correction("streets", "s2", "00:61", 61, NOW),) * (version > 1))
        assert [each.topic for each in journal.digests.on()] == ["ageing"] * (version > 3)
        if version > 3:
            day = date(2026, 11, 23)
            remembered = Memory("The Street", 1, day, "keep", 1)
            assert journal.digests.memory("T1", "C1") == {"The Street": remembered}
            assert journal.digests.made(day) == {("sub1", day)}
        journal.close()


def test_an_older_journal_takes_in_all_that_todays_does(older: tuple[int, str]) -> None:
    _, url = older
    journal = Journal(url)
    answer = Answer(tier="confident", groups=(), hits=("s1",))
    journal.save("T1", "U2", "Vinnova", NOW)

    assert journal.recall("T1", journal.remember("T1", answer, "C1", NOW), NOW) == answer
    assert journal.claim("T1", "Ev3", NOW)
    assert journal.greet("T1", "U2", NOW)
    assert journal.saved("T1", "U2") == (Saved("Vinnova", NOW),)
    journal.close()


def test_a_step_that_fails_leaves_the_journal_as_it_was(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    raw.run(url, *OLDER[0].read_text(encoding="utf-8").split(";\n")[:-1])
    before = raw.tables(url), raw.run(url, "SELECT * FROM gaps"), raw.run(url, "SELECT * FROM journal")

    class Broken:
        made, anew, widened = (), ("no table",), ()

    monkeypatch.setattr("bot.journal.settling.STEPS", (*STEPS[:-1], Broken))
    with pytest.raises(AttributeError):
        Journal(url)

    assert before == (
        raw.tables(url),
        raw.run(url, "SELECT * FROM gaps"),
        raw.run(url, "SELECT * FROM journal"),
    )


_START = """
import sys
from bot.journal import Journal

print("ready", flush=True)
sys.stdin.readline()
journal = Journal(sys.argv[1])
print(*(number for number in range(40) if journal.claim("T1", f"New{number}", 1_800_000_100.0)))
"""


@pytest.mark.parametrize("found", ["nothing", "version 1"])
def test_of_processes_that_start_together_each_comes_up_and_one_wins_each_claim(
    url: str, tmp_path: Path, found: str
) -> None:
    if found == "version 1":
        (tmp_path / "data").mkdir()
        raw.run(url, *OLDER[0].read_text(encoding="utf-8").split(";\n")[:-1])
    command = [sys.executable, "-c", _START, url]
    started = [subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) for _ in range(2)]
    for each in started:
        assert each.stdout is not None
        each.stdout.readline()
    # Both are there, and neither has opened the journal yet.
    for each in started:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    won = [each.communicate(timeout=60)[0].split() for each in started]

    assert [each.returncode for each in started] == [0, 0]
    assert sorted(int(each) for wins in won for each in wins) == list(range(40))
    assert raw.run(url, "SELECT version FROM journal") == [(VERSION,)]


def test_a_journal_of_a_newer_casebook_is_left_alone(url: str) -> None:
    Journal(url).close()
    raw.run(url, "UPDATE journal SET version = 99")

    with pytest.raises(JournalUnusable, match=r"version 99.*Install that version again"):
        Journal(url)


def test_a_database_of_something_else_is_left_alone(url: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    raw.run(url, "CREATE TABLE statements (id TEXT)")

    with pytest.raises(JournalUnusable, match=r"no Casebook journal\. Name another file"):
        Journal(url)
    assert raw.tables(url) == {"statements": ["id"]}
