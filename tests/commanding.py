"""A command of the command line as the shell would run it, and what it prints."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.__main__ import main
from bot.settings import seeds
from tests.bot.library import indexed

ROOT = seeds().parent
SCHEMAS = Path(__file__).parent / "schemas"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command as the shell would, in a folder of its own and without anybody's settings."""
    for name in list(os.environ):
        if name.startswith(("CASEBOOK_", "SLACK_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CASEBOOK_INDEX", str(tmp_path / "index.db"))
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object, **environment: str) -> Ran:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["casebook", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return command


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two small notes, where CASEBOOK_INDEX says."""
    return indexed(tmp_path / "index.db")


def checked(schema: str, text: str) -> Any:  # noqa: ANN401  JSON is whatever its schema says
    """What a text holds as JSON, once it fits the schema of that name."""
    value = json.loads(text)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text()))
    return value


def clear(ran: Ran, says: str, status: int = 1) -> None:
    """One line on standard error that names the program, what is wrong and what to do; nothing else."""
    assert ran.status == status
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("casebook: ")
    assert re.search(says, ran.err)
    assert "Traceback" not in ran.err


def labelled(folder: Path, text: str | None = None) -> Path:
    file = folder / "queries.yaml"
    file.write_text(
        text
        or """
- {id: a1, query: children drew streets, category: a, kind: any, answerable: true,
   relevant: [{note: streets, t: "00:01:00", starts: Children, grade: 2}]}
- {id: b1, query: pupils and meals, category: b, answerable: true,
   relevant: [{note: food, t: null, starts: Cooks taste, grade: 1}]}
- {id: h1, query: quantum cryptography, category: h, answerable: false, relevant: []}
"""
    )
    return file
