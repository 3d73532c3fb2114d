"""What whoever runs Casebook can print and forget of a workspace, and the keys its tokens are kept under."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.journal import Journal
from bot.journal.sealing import new_key
from bot.model import Installation
from tests.commanding import Run, run

__all__ = ["run"]  # the fixture, for pytest

NOW = 1_800_000_000.0
KEY = new_key()
HERE = Installation(workspace="T1", bot_token="xoxb-SECRET", installer="U1", at=NOW)


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Iterator[Journal]:
    """The journal of the commands, with two workspaces and two people in each."""
    assert run("--version").status == 0
    url = f"sqlite:///{tmp_path / 'journal.db'}"
    monkeypatch.setenv("CASEBOOK_DATABASE_URL", url)
    monkeypatch.setenv("CASEBOOK_KEYS", KEY)
    made = Journal(url, [KEY])
    for workspace in ("T1", "T2"):
        made.installs.keep(replace(HERE, workspace=workspace))
        for person in ("U1", "U2"):
            made.save(workspace, person, "Vinnova", NOW)
    yield made
    made.close()


@pytest.mark.usefixtures("journal")
def test_what_is_kept_of_a_workspace_is_printed_without_its_tokens(run: Run) -> None:
    printed = run("privacy", "export", "--workspace", "T1").out

    told = json.loads(printed)
    assert told["workspace"] == "T1"
    assert [row["person"] for row in told["kept"]["saved"]] == ["U1", "U2"]
    assert "SECRET" not in printed


@pytest.mark.usefixtures("journal")
def test_what_is_kept_of_a_person_is_printed(run: Run) -> None:
    told = json.loads(run("privacy", "export", "--workspace", "T1", "--person", "U2").out)

    assert told["person"] == "U2"
    assert set(told["kept"]) == {"saved"}


def test_a_person_is_forgotten_and_a_workspace_altogether(run: Run, journal: Journal) -> None:
    assert run("privacy", "forget", "--workspace", "T1", "--person", "U2").out == "Forgotten: 1 row.\n"
    assert journal.saved("T1", "U2") == ()
    assert run("privacy", "forget", "--workspace", "T1").out == "Forgotten: 2 rows.\n"

    assert journal.privacy.of_workspace("T1") == {}
    assert len(journal.saved("T2", "U2")) == 1


def test_without_a_workspace_nothing_is_forgotten(run: Run, journal: Journal) -> None:
    assert run("privacy", "forget", "--person", "U1").status == 2
    assert len(journal.saved("T1", "U1")) == 1


@pytest.mark.usefixtures("journal")
def test_keys_are_made_and_take_over(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = run("keys", "new").out.strip()
    monkeypatch.setenv("CASEBOOK_KEYS", f"{newer},{KEY}")

    assert run("keys", "rotate").out == "The tokens of 2 workspaces are under the first key.\n"

    alone = Journal(f"sqlite:///{tmp_path / 'journal.db'}", [newer])
    found = alone.installs.find("T1")
    alone.close()
    assert found is not None
    assert found.bot_token == "xoxb-SECRET"


@pytest.mark.usefixtures("journal")
def test_a_key_that_is_missing_is_said_with_the_next_step(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_KEYS", new_key())

    told = run("keys", "rotate")

    assert told.status == 1
    assert "Add that key again" in told.err
