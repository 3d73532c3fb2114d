"""The command line: one clear line for whatever goes wrong."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.library import FOOD, STREETS, indexed, written
from tests.commanding import Run, checked, clear, index, labelled, run

__all__ = ["index", "run"]  # the fixtures, for pytest


def empty(at: Path) -> list[object]:
    (at / "empty").mkdir()
    return ["index", at / "empty"]


def file_as_folder(at: Path) -> list[object]:
    (at / "file").touch()
    return ["index", at / "file"]


def no_place(at: Path) -> list[object]:
    (at / "file").touch()
    return ["index", written(at / "notes", streets=STREETS), "--into", at / "file" / "index.db"]


def bad_talks(at: Path) -> list[object]:
    (written(at / "notes", food=FOOD) / "videos.yaml").write_text("- a\n")
    return ["index", at / "notes"]


def bad_settings(at: Path) -> list[object]:
    (at / "casebook.yaml").write_text("casebook_indx: i.db\n")
    return ["ask", "silos"]


def broken_settings(at: Path) -> list[object]:
    (at / "casebook.yaml").write_text("casebook_index: [\n")
    return ["ask", "silos"]


def no_database(at: Path) -> list[object]:
    (at / "other.db").write_text("a text, not an index\n")
    return ["ask", "silos", "--index", at / "other.db"]


def other_version(at: Path) -> list[object]:
    import sqlite3

    connection = sqlite3.connect(at / "other.db")
    connection.executescript("CREATE TABLE meta(key, value); INSERT INTO meta VALUES ('schema', '99')")
    connection.close()
    return ["ask", "silos", "--index", at / "other.db"]


def damaged(at: Path) -> list[object]:
    copy = indexed(at / "copy.db")
    copy.write_bytes(copy.read_bytes()[:-1] + b"x")
    return ["ask", "silos", "--index", copy]


def labels(text: str) -> Callable[[Path], list[object]]:
    return lambda at: ["eval", labelled(at, text)]


BAD: dict[str, tuple[Callable[[Path], list[object]], str]] = {
    "an empty folder": (empty, r"holds no notes\. Casebook reads files that end in \.md"),
    "no folder": (lambda at: ["index", at / "none"], "There is no folder .* Name the folder"),
    "a file for a folder": (file_as_folder, "is a file. Name the folder"),
    "nowhere to write": (no_place, "cannot be written .* Check the folder's space and permissions"),
    "talks that are a list": (bad_talks, r"videos\.yaml holds no talks\. Write"),
    "no notes to lint": (lambda at: ["lint", at / "none"], "There is no folder"),
    "no index": (lambda at: ["ask", "x", "--index", at / "none.db"], "Build it with: casebook index FOLDER"),
    "an index that is none": (no_database, "Build it anew with: casebook index FOLDER"),
    "an index of another version": (
        other_version,
        "another version of Casebook. Build it anew with: casebook index",
    ),
    "a damaged index": (damaged, "damaged.* Build it anew with: casebook index"),
    "an unknown key": (bad_settings, "unknown key 'casebook_indx'. Known keys: .*casebook_index"),
    "settings that are no YAML": (broken_settings, r"casebook\.yaml is not valid YAML"),
    "no file of queries": (lambda at: ["eval", at / "none.yaml"], "There is no file .*none.yaml"),
    "a folder of queries": (lambda at: ["eval", at], "There is no file"),
    "queries that are no YAML": (labels("- [\n"), "not valid YAML.* Mend it"),
    "queries that are empty": (labels("# nothing\n"), "YAML list of"),
    "queries that are a map": (labels("a: b\n"), "YAML list of"),
    "a query without text": (labels("- {id: a}\n"), "Query 1 of the file has no 'query'"),
    "labels that are a text": (labels("- {query: a, relevant: n}\n"), "no list under 'relevant'"),
    "a label without grade": (labels("- {query: a, relevant: [{note: n}]}\n"), "without a grade from 0 to 9"),
    "no tokens": (lambda _: ["serve"], "Set SLACK_BOT_TOKEN .* casebook play needs no"),
    "a file to keep things in": (
        lambda at: ["play", "--keep", indexed(at / "i.db")],
        "Name another with --keep",
    ),
}


@pytest.mark.parametrize("wrong", BAD)
def test_what_goes_wrong_is_one_line_with_the_next_step_and_loses_nothing(
    run: Run, index: Path, tmp_path: Path, wrong: str
) -> None:
    before = index.read_bytes()
    make, says = BAD[wrong]
    (tmp_path / "wrong").mkdir()
    os.chdir(tmp_path / "wrong")
    ran = run(*make(tmp_path / "wrong"))

    clear(ran, says)
    assert index.read_bytes() == before
    assert not list(tmp_path.rglob("*.draft"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask"], "Missing argument 'QUESTION...'"),
        (["eval"], "Name a file of labelled queries"),
        (["ask", "x", "--limit", "0"], "Invalid value for '--limit'"),
        (["ask", "x", "--limit", "21"], "Invalid value for '--limit'"),
        (["ask", "x", "--limit", "many"], "Invalid value for '--limit'"),
        (["play", "--port", "0"], "Invalid value for '--port'"),
        (["nonsense"], "No such command 'nonsense'"),
        (["ask", "--nonsense"], "No such option"),
    ],
)
def test_a_command_that_is_mistyped_is_shown_how(run: Run, arguments: list[str], says: str) -> None:
    ran = run(*arguments)

    assert ran.status == 2
    assert says in ran.err
    assert "Usage: " in ran.err


def test_notes_of_which_none_can_be_read_leave_the_index_alone(run: Run, index: Path, tmp_path: Path) -> None:
    before = index.read_bytes()
    (written(tmp_path / "binary") / "binary.md").write_bytes(b"\0\1\2")
    ran = run("index", tmp_path / "binary")

    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "binary.md: holds NUL bytes, so it is no text; left out",
        "casebook: No note could be read, so the index stays as it is. Mend what is listed, then try again.",
    ]
    assert index.read_bytes() == before


def test_notes_that_were_all_withdrawn_leave_the_index(run: Run, index: Path, tmp_path: Path) -> None:
    withdrawn = written(
        tmp_path / "withdrawn", streets="---\nwithdrawn: true\n---\n\n- Departments keep silos.\n"
    )

    assert run("index", withdrawn).out.startswith("0 notes, 0 statements")
    assert checked("ask", run("ask", "silos", "--json", "--index", index).out)["hits"] == []


def test_a_port_in_use_is_said(run: Run, tmp_path: Path) -> None:
    notes = written(tmp_path / "notes", streets=STREETS)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = run("play", "--port", port, CASEBOOK_NOTES=str(notes))

    clear(ran, rf"(?i)\b{port}\b.*port")


def test_play_says_which_notes_cannot_be_read(run: Run, tmp_path: Path) -> None:
    notes = written(tmp_path / "notes", food=FOOD)
    (notes / "binary.md").write_bytes(b"\0\1\2")
    with socket.create_server(("127.0.0.1", 0)) as other:
        ran = run("play", "--port", other.getsockname()[1], CASEBOOK_NOTES=str(notes))

    assert "binary.md: holds NUL bytes, so it is no text; left out" in ran.err.splitlines()
