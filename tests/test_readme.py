"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import settings
from bot.__main__ import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
[TRANSCRIPT] = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def steps() -> list[tuple[str, list[str]]]:
    """Each command of the transcript with the lines it is said to print."""
    parts = re.split(r"^\$ ", TRANSCRIPT, flags=re.MULTILINE)[1:]
    return [(command, shown.splitlines()) for command, shown in (part.split("\n", 1) for part in parts)]


def test_the_transcript_is_what_the_commands_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_INDEX", str(tmp_path / "index.db"))
    monkeypatch.chdir(ROOT)
    for command, shown in steps():
        program, *arguments = shlex.split(command)
        assert program == "casebook"
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == 0, result.output
        for line in shown:
            if line != "…":
                assert line.replace("index.db", str(tmp_path / "index.db")) in result.output


def test_every_command_the_readme_names_exists() -> None:
    named = set(re.findall(r"(?:^|`| )casebook ([a-z]+)(?=`| -| [a-z]+-notes|$)", README, re.MULTILINE))
    assert {"ask", "index", "lint", "serve", "manifest", "play"} <= named <= set(cli.commands)


def test_every_make_target_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake (play|test|check|setup)\b", README)) <= targets


def test_the_settings_table_names_settings_that_are_read() -> None:
    named = set(re.findall(r"`((?:SLACK|CASEBOOK)_[A-Z_]+)`", README))
    assert named <= set(settings._ENVIRONMENT.values())
