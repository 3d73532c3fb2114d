"""Every command of the runbook is run, or says what it needs that is not here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import cli
from bot.settings import shipped_notes
from handlers.metrics import Metrics
from handlers.signs import Signs
from tests.bot.library import MEANINGS

ROOT = Path(__file__).resolve().parents[2]
RUNBOOK = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
# What follows the language of a block that is not run: "sh needs root and the network".
NEEDED = {"root", "the network", "Slack", "Docker", "Kubernetes", "systemd"}
BLOCKS = [
    (info, re.sub(r"^ {3}", "", text, flags=re.MULTILINE))
    for info, text in re.findall(r"^ *```([^\n]+)\n(.*?)^ *```$", RUNBOOK, re.MULTILINE | re.DOTALL)
]
RUN = [text for info, text in BLOCKS if info == "sh"]


def test_every_block_is_run_or_says_what_it_needs() -> None:
    assert RUN
    for info, _ in BLOCKS:
        needed = info.removeprefix("sh").removeprefix(" needs ")
        assert info == "sh" or set(re.split(", | and ", needed)) <= NEEDED, info


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine with casebook and a folder of notes, and nothing else set."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "casebook").write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m bot "$@"\n'
    )
    (programs / "casebook").chmod(0o755)
    shutil.copytree(shipped_notes(), tmp_path / "notes")
    (tmp_path / "cache").mkdir()
    MEANINGS.parent.mkdir(exist_ok=True)
    (tmp_path / "cache" / "casebook").symlink_to(MEANINGS.parent)
    return {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }


def test_what_needs_nothing_works_from_the_first_line_to_the_last(
    machine: dict[str, str], tmp_path: Path
) -> None:
    said = []
    for text in RUN:
        ended = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", text],
            env=machine,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, f"{text}\n{ended.stdout}{ended.stderr}"
        said.append(ended.stdout)
    assert "request_url: https://casebook.example.org/slack/events" in said[0]
    assert "5 notes, 286 statements" in said[1]


def test_the_rest_is_at_least_shell() -> None:
    """Quotes, names and options that a shell's linter knows; what the programs do with them is not seen here."""
    text = "".join(f"(\n{block}\n)\n" for info, block in BLOCKS if info.startswith("sh"))
    checked = subprocess.run(
        # Whoever types cd sees whether it worked.
        [str(Path(sys.executable).parent / "shellcheck"), "--shell=bash", "--exclude=SC2164", "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout


def test_every_command_of_casebook_that_is_named_exists() -> None:
    code = "\n".join([*(text for _, text in BLOCKS), *re.findall(r"`([^`\n]+)`", RUNBOOK)])
    # Neither the namespace of Kubernetes nor a mention in Slack.
    named = set(re.findall(r"(?<!-n )(?<!@)\bcasebook ([a-z]+)|run --rm (?:socket|http) ([a-z]+)", code))

    assert {("doctor", ""), ("healthcheck", ""), ("", "index")} <= named
    assert {name for either in named for name in either if name} <= set(cli.commands)


class Closed:
    """A connection to Slack that is not open."""

    async def is_connected(self) -> bool:
        return False


async def test_the_table_of_alarms_has_whatever_makes_a_probe_fail() -> None:
    signs = Signs()
    signs.turned, signs.refused, signs.connections = 0.0, True, [Closed()]
    faults = {*signs.still(1_000.0), *await signs.unready(1_000.0)}

    assert faults
    assert {fault for fault in faults if f"| `{fault}` |" not in RUNBOOK} == set()


def test_every_figure_that_is_named_is_measured() -> None:
    named = set(re.findall(r"`(casebook_\w+)`", RUNBOOK))
    measured = set(re.findall(r"^# TYPE (\w+)", Metrics().written().decode(), re.MULTILINE))

    assert named
    assert named <= measured
