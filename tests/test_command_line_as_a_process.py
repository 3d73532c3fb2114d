"""The command line as a process of its own: its status, its pipes, and what may not be read."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot.library import FOOD, written
from tests.commanding import ROOT, Ran, checked, clear

# Root may read anything; as nobody it sees what others see. What Python reads late is read before.
AS_NOBODY = """
import os, sys
from bot.__main__ import cli, main
if os.getuid() == 0:
    cli(["index", sys.argv[1], "--into", sys.argv[1] + "/index.db"], standalone_mode=False)
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
sys.argv = ["casebook", *sys.argv[2:]]
main()
"""


@contextmanager
def everybodys() -> Iterator[Path]:
    """A folder that everybody may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def as_nobody(*arguments: object) -> Ran:
    with tempfile.TemporaryDirectory() as warm:
        written(Path(warm), food=FOOD)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, warm, *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
    lines = [line for line in done.stdout.splitlines() if warm not in line]
    problems = [
        line for line in done.stderr.splitlines() if line.startswith("casebook: ") or "Traceback" in line
    ]
    return Ran(done.returncode, "\n".join(lines), "\n".join(problems))


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o311])
def test_a_folder_that_may_not_be_read_is_said(mode: int) -> None:
    with everybodys() as at:
        notes = written(at / "shelf" / "notes", food=FOOD)
        notes.chmod(mode)
        try:
            ran = as_nobody("index", notes, "--into", at / "index.db")
        finally:
            notes.chmod(0o755)

        clear(ran, r"(may not|cannot) be read .*read permission, then try again|No note could be read")
        assert not (at / "index.db").exists()


def test_a_folder_within_one_that_may_not_be_entered_is_said() -> None:
    with everybodys() as at:
        notes = written(at / "shelf" / "notes", food=FOOD)
        notes.parent.chmod(0o000)
        try:
            ran = as_nobody("index", notes, "--into", at / "index.db")
        finally:
            notes.parent.chmod(0o755)

        clear(ran, "(may not|cannot) be read .*read permission, then try again")


def test_an_index_where_nobody_may_write_or_read_is_said() -> None:
    with everybodys() as at:
        notes = written(at / "notes", food=FOOD)
        (at / "shut").mkdir(mode=0o000)
        wrote = as_nobody("index", notes, "--into", at / "shut" / "index.db")
        read = as_nobody("ask", "meals", "--index", at / "shut" / "index.db")
        (at / "shut").chmod(0o755)

    clear(wrote, "cannot be written .* Check the folder's space and permissions")
    clear(read, "casebook index FOLDER")


@pytest.mark.parametrize(
    ("arguments", "status", "out", "err"),
    [
        (["--version"], 0, "casebook ", ""),
        (["ask", "silos", "--index", "none.db"], 1, "", "casebook: There is no index"),
        (["ask"], 2, "", "Usage: "),
        (["ask", "vinnova", "--index"], 2, "", "requires an argument"),
    ],
)
def test_the_process_ends_with_its_status(arguments: list[str], status: int, out: str, err: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert done.returncode == status
    assert done.stdout.startswith(out)
    assert err in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_early_is_no_trouble(seeds_by_words: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "missions", "--json", "--index", str(seeds_by_words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read().decode()

    assert "Traceback" not in said


def test_odd_bytes_reach_a_process_as_they_are(seeds_by_words: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", b"vinnova \xff\xfe", "--json", "--index", str(seeds_by_words)],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert checked("ask", done.stdout.decode())["tier"] == "confident"
