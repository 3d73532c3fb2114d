"""What was computed before: found again, shared by several at once, and never in the way of a build."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.search import remembered
from bot.search.building import build
from bot.search.index import Index
from bot.search.language import Language
from bot.search.remembered import Remembered, key
from bot.settings import seeds
from tests.bot.library import STREETS, read_notes, words, written
from tests.bot.search.words_as_directions import Directions

ROOT = seeds().parent


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Remembered]:
    with closing(Remembered(tmp_path / "meanings.db")) as made:
        yield made


def rows(number: int, start: int = 0) -> dict[bytes, bytes]:
    return {key(str(n)): f"kept {n}".encode() for n in range(start, start + number)}


def warnings(log: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in log.records if each.levelno >= logging.WARNING]


def test_what_was_kept_is_found_again(store: Remembered, tmp_path: Path) -> None:
    store.put(rows(3))

    assert store.get([key("0"), key("2"), key("9")]) == {key("0"): b"kept 0", key("2"): b"kept 2"}
    with closing(Remembered(tmp_path / "meanings.db")) as later:
        assert later.get([key("1")]) == {key("1"): b"kept 1"}


def test_many_are_found_at_once(store: Remembered) -> None:
    store.put(rows(1_700))

    assert store.get(list(rows(1_700))) == rows(1_700)


def test_what_is_kept_first_stays(store: Remembered) -> None:
    store.put({key("a"): b"first"})
    store.put({key("a"): b"second", key("b"): b"new"})

    assert store.get([key("a"), key("b")]) == {key("a"): b"first", key("b"): b"new"}


def test_the_oldest_are_forgotten(store: Remembered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_MOST", 5)
    for start in range(0, 8, 2):
        store.put(rows(2, start))

    assert store.get(list(rows(8))) == rows(5, 3)


@pytest.mark.parametrize(
    ("texts", "others"),
    [(("a", "b"), ("ab",)), (("a", "b"), ("b", "a")), (("a",), ("a", "")), (("\ud800",), ("\udfff",))],
)
def test_different_texts_have_different_keys(texts: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert key(*texts) != key(*others)


def test_a_text_has_the_key_that_another_process_keeps_it_under() -> None:
    assert key("a", "b").hex() == "852635742d6eb30fdccb0e7c1b53d92f"


def test_without_a_file_nothing_is_remembered() -> None:
    with closing(Remembered(None)) as store:
        store.put(rows(3))
        assert store.get(list(rows(3))) == {}


# --- files that cannot be used --------------------------------------------------------------------------------


def text(path: Path) -> None:
    path.write_text("a text, and no database of anything\n" * 100)


def folder(path: Path) -> None:
    path.mkdir()


def below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("")


def another_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE meanings(something TEXT)")


def damaged(path: Path) -> None:
    with closing(Remembered(path)) as store:
        store.put(rows(500))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\x5a" * (len(content) - 4096))


UNUSABLE = [text, folder, below_a_file, another_table, damaged]


@pytest.mark.parametrize("make", UNUSABLE)
def test_a_file_that_cannot_be_used_is_said_once_and_nothing_is_remembered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, make: Callable[[Path], None]
) -> None:
    (tmp_path / "cache").mkdir()
    make(tmp_path / "cache" / "meanings.db")
    with closing(Remembered(tmp_path / "cache" / "meanings.db")) as store:
        assert store.get(list(rows(500))) == {}
        store.put(rows(5))
        assert store.get(list(rows(5))) == {}

    [said] = warnings(caplog)
    assert said.startswith("Meanings are not remembered between builds: ")


@pytest.mark.parametrize("make", UNUSABLE)
def test_a_build_goes_on_without_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, make: Callable[[Path], None]
) -> None:
    (tmp_path / "cache").mkdir()
    make(tmp_path / "cache" / "meanings.db")
    model = Directions()
    language = Language(words(), model=model, canaries=("how are dogs licensed",))
    notes = read_notes([written(tmp_path / "notes", streets=STREETS)], words())
    build(
        notes,
        tmp_path / "index.db",
        folders=[],
        language=language,
        remembered=tmp_path / "cache" / "meanings.db",
    )

    assert Index(tmp_path / "index.db", model.name).meanings
    assert warnings(caplog)


NARROW = """
import logging, resource, sys
from pathlib import Path
from bot.search.remembered import Remembered, key
logging.basicConfig(stream=sys.stdout, format="%(message)s")
store = Remembered(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
for number in range(100):
    store.put({key(str(number)): b"meaning" * 200})
print(store.get([key("1")]))
"""


def test_on_a_full_disk_it_is_said_once_and_nothing_is_remembered(tmp_path: Path) -> None:
    said, _ = python(NARROW, tmp_path / "meanings.db").communicate()

    assert said.count("Meanings are not remembered between builds: ") == 1
    assert said.endswith("{}\n")


AS_NOBODY = """
import os, sys
from pathlib import Path
from bot.search.remembered import Remembered, key
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
store = Remembered(Path(sys.argv[1]))
store.put({key("new"): b"new"})
print(store.get([key("0"), key("new")]))
"""


def python(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_a_file_that_may_only_be_read_is_left_as_it_is() -> None:
    with tempfile.TemporaryDirectory() as name:  # unlike pytest's own, nobody may enter it
        Path(name).chmod(0o755)
        path = Path(name) / "meanings.db"
        with closing(Remembered(path)) as store:
            store.put(rows(3))
        path.chmod(0o444)
        Path(name).chmod(0o555)
        with python(AS_NOBODY, path) as process:
            out, err = process.communicate()
        Path(name).chmod(0o755)
        with closing(Remembered(path)) as store:
            assert store.get([*rows(3), key("new")]) == rows(3)

    assert (process.returncode, out) == (0, "{}\n")
    assert err.startswith("Meanings are not remembered between builds: attempt to write a readonly database")


# --- several at once ------------------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from bot.search.remembered import Remembered, key
store = Remembered(Path(sys.argv[1]))
for start in range(int(sys.argv[2]), int(sys.argv[2]) + 300, 10):
    store.put({key(str(n)): f"kept {n}".encode() for n in range(start, start + 10)})
    assert len(store.get([key(str(n)) for n in range(start, start + 10)])) == 10
store.close()
"""


def test_two_processes_keep_what_they_made_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / "meanings.db"
    # The second half of the one is the first half of the other.
    with python(WRITER, path, 0) as one, python(WRITER, path, 150) as other:
        said = [each.communicate() for each in (one, other)]

    assert said == [("", ""), ("", "")]
    with closing(Remembered(path)) as store:
        assert store.get(list(rows(450))) == rows(450)
