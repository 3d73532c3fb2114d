"""What the tutorials show is what happens: each command is run, each file saved, in the order of the page."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import cli
from tests.test_command_line import Run, run

__all__ = ["run"]  # the fixture, for pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("your-notes", "curating")
# These go on until somebody stops them.
STAYING = ("play", "--watch")
_PART = re.compile(
    r"^Save this as `(?P<file>[^`]+)`:\n\n```\w*\n(?P<text>.*?)^```|^```console\n(?P<said>.*?)^```",
    re.MULTILINE | re.DOTALL,
)


def parts(page: str) -> Iterator[tuple[str, str]]:
    """The files to save, by name with what they hold, and the commands, after `$`, with what they show."""
    for part in _PART.finditer((ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")):
        if part["file"]:
            yield part["file"], part["text"]
        else:
            for said in re.split(r"^\$ ", part["said"], flags=re.MULTILINE)[1:]:
                command, shown = said.split("\n", 1)
                yield f"$ {command}", shown


def pattern(shown: str) -> str:
    """What the lines shown stand for: each as it is, where `…` is anything, and alone on a line any lines."""
    return "".join(
        r"(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + r"\n"
        for line in shown.splitlines()
    )


def stayed(arguments: list[str], lines: int) -> str:
    """What a command prints in its first lines, before it is stopped as by Ctrl-C."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout
    said = "".join(process.stdout.readline() for _ in range(lines))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 0
    return re.sub(r"(?<=127\.0\.0\.1:)\d+", "8100", said)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_followed_to_its_end(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.delenv("CASEBOOK_INDEX")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for what, shown in parts(page):
        if not what.startswith("$ "):
            Path(what).write_text(shown, encoding="utf-8")
            continue
        program, *arguments = shlex.split(what[2:])
        if program == "cd":
            monkeypatch.chdir(Path.cwd() / arguments[0])
            continue
        assert program == "casebook"
        if {*STAYING} & {*arguments}:
            said = stayed(arguments, len(shown.splitlines()))
        else:
            ran = run(*arguments)
            said = ran.out + ran.err
        assert re.fullmatch(pattern(shown), said), f"{what} printed\n{said}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_commands_that_are_there(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`casebook ([a-z]+)", text))

    assert named
    assert named <= cli.commands.keys()


def test_the_parts_of_a_page_are_found() -> None:
    found = [what for page in PAGES for what, _ in parts(page)]

    assert {"notes/night_buses.md", "$ casebook play", "$ casebook gaps", "$ casebook serve"} <= set(found)
