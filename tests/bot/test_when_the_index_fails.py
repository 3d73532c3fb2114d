"""Damaged, missing, of another version, half built, or on a full disk: the index that stands goes on answering."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import IndexUnusable
from bot.search import building
from bot.search.index import Index
from bot.search.opening import SCHEMA
from tests.bot.digest.making import SOAK
from tests.bot.library import FOOD, indexed, opened, written
from tests.conftest import Figure

ROOT = Path(__file__).resolve().parents[2]
FLIPS, KILLS = (300, 120) if SOAK else (16, 0)
SWAPS, QUERIES = (80, 100_000) if SOAK else (8, 400)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return indexed(tmp_path / "index.db")


def swap(draft: Path, into: Path) -> None:
    """What a build does once its draft is whole; the draft stays."""
    copy = into.with_name(f"next-{threading.get_ident()}")
    shutil.copyfile(draft, copy)
    building._swap(copy, into)


def put(content: bytes, path: Path) -> None:
    """Another file in its place, as a copy from elsewhere is put there."""
    beside = path.with_name("copied")
    beside.write_bytes(content)
    beside.replace(path)


def told(log: pytest.LogCaptureFixture) -> list[str]:
    found = [each.getMessage() for each in log.records if each.name == "bot.casebook"]
    log.clear()
    return found


def test_each_flipped_bit_is_refused_at_the_start_and_at_a_swap_in_a_sentence(
    index: Path, caplog: pytest.LogCaptureFixture, figure: Figure
) -> None:
    whole, casebook = index.read_bytes(), opened(index)
    dice = random.Random(2)  # noqa: S311  the same flips each time
    refused = 0
    for _ in range(FLIPS):
        at, bit = dice.randrange(len(whole)), 1 << dice.randrange(8)
        put(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :], index)

        with pytest.raises(IndexUnusable, match=r"is damaged.*Build it anew with: casebook index FOLDER"):
            opened(index)
        for _ in "twice":
            assert casebook.ask("taste the meals").tier == "confident"
        [said] = told(caplog)
        assert "is damaged" in said
        assert said.endswith("Until then answers come from the index as it was.")
        refused += 1
    figure(f"{refused} of {FLIPS} flipped bits refused at the start and at a swap")


def versioned(index: Path, version: int) -> None:
    with sqlite3.connect(index.with_name("other")) as other:
        other.execute("ATTACH ? AS old", (str(index),))
        other.execute("CREATE TABLE meta AS SELECT * FROM old.meta")
        other.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(version),))
    other.close()
    content = index.with_name("other").read_bytes()
    index.with_name(f"{index.name}.sha256").write_text(hashlib.sha256(content).hexdigest(), encoding="ascii")
    put(content, index)


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (lambda index: index.unlink(), "There is no index"),
        (lambda index: versioned(index, SCHEMA + 1), "another version"),
        (lambda index: versioned(index, SCHEMA - 1), "another version"),
        (lambda index: put(b"", index), "damaged"),
        (lambda index: put(b"Groceries", index), "damaged"),
    ],
    ids=["missing", "newer", "older", "empty", "something else"],
)
def test_an_index_that_cannot_be_used_leaves_the_one_in_use_and_is_told_once(
    index: Path, caplog: pytest.LogCaptureFixture, happens: object, says: str
) -> None:
    casebook, digest = opened(index), index.with_name("index.db.sha256")
    before, listed = index.read_bytes(), digest.read_bytes()
    happens(index)  # type: ignore[operator]
    answers = [casebook.ask("taste the meals").groups for _ in range(3)]

    assert len({str(each) for each in answers}) == 1
    assert "Cooks taste" in str(answers[0])
    [said] = told(caplog)
    assert says in said

    digest.write_bytes(listed)
    put(before, index)
    casebook.ask("taste the meals")
    assert told(caplog) == []
    assert casebook._index.mark == Index(index).mark


def test_a_copy_whose_digest_comes_after_it_is_taken_into_use_then(
    index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    casebook = opened(index)
    newer = indexed(index.parent / "newer.db", food=FOOD.replace("Cooks taste", "Chefs taste"))
    put(newer.read_bytes(), index)
    assert "Cooks taste" in str(casebook.ask("taste the meals").groups)
    shutil.copyfile(newer.with_name("newer.db.sha256"), index.with_name("index.db.sha256"))

    assert "Chefs taste" in str(casebook.ask("taste the meals").groups)
    assert len(told(caplog)) == 1


def test_questions_under_swaps_are_answered_from_one_whole_index(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, figure: Figure
) -> None:
    drafts = [
        indexed(tmp_path / f"{each}.db", food=FOOD.replace("Cooks taste", f"{each} taste"))
        for each in ("Cooks", "Chefs")
    ]
    index = tmp_path / "index.db"
    swap(drafts[0], index)
    casebook, begun = opened(index), threading.Barrier(5)
    answered: list[int] = [0] * 4

    def ask(number: int) -> list[str]:
        begun.wait()
        wrong = []
        while answered[number] < QUERIES // 4 or not swapped.is_set():
            said = str(casebook.ask("taste the meals").groups)
            answered[number] += 1
            if ("Cooks taste" in said) == ("Chefs taste" in said):
                wrong.append(said)
        return wrong

    swapped = threading.Event()
    with ThreadPoolExecutor(4) as threads:
        asking = [threads.submit(ask, number) for number in range(4)]
        begun.wait()
        for number in range(1, SWAPS + 1):
            # Each swap has its share of the questions around it.
            while sum(answered) < QUERIES * number // (SWAPS + 1):
                time.sleep(0.001)
            swap(drafts[number % 2], index)
        swapped.set()
        torn = [each for one in asking for each in one.result()]

    assert torn == []
    assert told(caplog) == []
    figure(f"{sum(answered):,} queries under {SWAPS} swaps: 0 errors, {len(torn)} torn answers")


# --- builds that are killed, or find no room ------------------------------------------------------------------

_BUILDER = """
import json, os, signal, sys
from pathlib import Path
from bot.search import building
from tests.bot.library import read_notes
from tests.bot.library import language, words

index, folder = Path(sys.argv[1]), Path(sys.argv[2])
notes, known = read_notes([folder], words()), language()
owners = {"building": building, "os": os, "Path": Path, "json": json}

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def arm(owner, name, times):
    real, left = getattr(owner, name), iter(range(times - 1, -1, -1))
    setattr(owner, name, lambda *given, **named: real(*given, **named) if next(left) else die())

def arm_in_the_signing(times):
    sign = building._sign
    building._sign = lambda *given: (arm(json, "dumps", times), sign(*given))[1]

for line in sys.stdin:
    owner, name, times = line.split()
    if os.fork() == 0:
        # Each life begins anew from what is loaded already, as fast as a fork.
        if owner == "after":
            signal.signal(signal.SIGALRM, die)
            signal.setitimer(signal.ITIMER_REAL, float(times))
        elif owner == "signing":
            arm_in_the_signing(int(times))
        else:
            arm(owners[owner], name, int(times))
        building.build(notes, index, folders=[folder], language=known)
        os._exit(0)
    print(os.wait()[1], flush=True)
"""
# Everything a build does, before it is done.
STAGES = (
    "building make_tables 1",
    "building bring_up 1",
    "building _sign 1",
    "signing dumps 3",
    "building _calibrate 1",
    "building _swap 1",
    "os fsync 1",
    "building digests 1",
    "Path replace 1",
    "Path replace 2",
    "os fsync 2",
)


def test_a_build_killed_at_any_stage_leaves_a_whole_index_and_what_it_left_is_swept(
    index: Path, figure: Figure
) -> None:
    notes = written(index.parent / "newer", food=FOOD.replace("Cooks taste", "Chefs taste"))
    dice = random.Random(3)  # noqa: S311  as soon every time
    stages = [*STAGES, *(f"after seconds {dice.random() * 0.1:.4f}" for _ in range(KILLS))]
    casebook, seen = opened(index), dict[str, str]()
    with subprocess.Popen(
        [sys.executable, "-c", _BUILDER, str(index), str(notes)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as builder:
        assert builder.stdin is not None
        assert builder.stdout is not None
        for stage in stages:
            builder.stdin.write(f"{stage}\n")
            builder.stdin.flush()
            status = builder.stdout.readline().strip()
            assert status == "9" or (stage.startswith("after") and status == "0"), stage
            for reader in (opened(index), casebook):
                said = str(reader.ask("taste the meals").groups)
                assert ("Cooks taste" in said) != ("Chefs taste" in said), stage
            seen[stage] = "new" if "Chefs taste" in said else "old"
        builder.stdin.close()
    left = set(index.parent.glob(".index.db*"))
    assert len(left) >= len(STAGES) - 1
    for each in left:
        os.utime(each, (0, 0))

    indexed(index)

    assert set(index.parent.glob(".index.db*")) == set()
    # Only once the file was moved into place is it the index.
    assert [seen[each] for each in STAGES] == [*["old"] * (len(STAGES) - 1), "new"]
    figure(
        f"{len(stages)} builds killed, one at each of {len(STAGES)} stages: 0 bad indexes, all drafts swept"
    )


def narrow(size: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """A command on a disk where no file gets larger than so many bytes."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(arguments[-1]) + ".cache"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_leaves_the_index_and_no_draft_and_says_so(index: Path) -> None:
    before = index.read_bytes()
    notes = written(index.parent / "newer", food=FOOD)
    done = narrow(60_000, "index", notes, "--into", index)

    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written" in done.stderr
    assert "Check the folder's space and permissions" in done.stderr
    assert "Traceback" not in done.stderr
    assert index.read_bytes() == before
    assert [each.name for each in index.parent.glob(".index.db*")] == []


def test_what_is_printed_to_a_full_disk_is_not_taken_for_the_whole(index: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "ask", "meals", "--index", index],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.endswith(
        "Not all of it could be written (No space left on device). Make room, then try again.\n"
    )
    assert "Traceback" not in done.stderr
