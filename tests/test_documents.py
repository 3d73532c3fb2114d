"""What the documents show is what happens: each block is run, saved or marked, each page from first to last."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from bot.settings import shipped_notes
from tests.bot.library import MEANINGS
from tests.commanding import Run, run
from tests.documents import DOCUMENTS, ROOT, Block, blocks, commands, transcript

__all__ = ["run"]  # the fixture, for pytest

PAGES = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in DOCUMENTS}
RUN = [
    name
    for name, text in PAGES.items()
    if any(each.way in ("console", "pycon", "sh") for each in blocks(text))
]
# These go on until somebody stops them.
STAYING = ("play", "--watch")


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_run_or_saved_or_says_why_not(page: str) -> None:
    assert [each.info or each.text for each in blocks(PAGES[page]) if not each.way] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_fence_is_left_open(page: str) -> None:
    assert len(re.findall(r"^ *```", PAGES[page], re.MULTILINE)) == 2 * len(list(blocks(PAGES[page])))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("console", "```console\n$ casebook ask streets\n```\n"),
        ("sh", "1. Type\n\n   ```sh\n   casebook manifest\n   ```\n"),
        ("pycon", "```pycon\n>>> 1 + 1\n2\n```\n"),
        ("needs", "```sh needs root, systemd and the network\nreboot\n```\n"),
        ("", "```sh needs patience\nsleep 60\n```\n"),
        ("save", "Save this as `a.md`:\n\n```markdown\n# A\n```\n"),
        ("example", "```python example\nassert True\n```\n"),
        ("", "```yaml\na: b\n```\n"),
        ("", "```\ncasebook ask\n```\n"),
    ],
)
def test_a_block_says_what_is_done_with_it(expected: str, text: str) -> None:
    assert [expected] == [each.way for each in blocks(text)]


@pytest.fixture
def machine(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands in a folder with the shipped notes, on a machine that has casebook and nothing set."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "casebook"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m bot "$@"\n')
    program.chmod(0o755)
    MEANINGS.parent.mkdir(exist_ok=True)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "casebook").symlink_to(MEANINGS.parent)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("CASEBOOK_INDEX")
    folder = tmp_path / "here"
    shutil.copytree(shipped_notes(), folder / "seeds" / "notes")
    shutil.copytree(shipped_notes(), folder / "notes")
    monkeypatch.chdir(folder)
    return run


@pytest.mark.parametrize("page", RUN)
def test_a_page_can_be_followed_to_its_end(machine: Run, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    names: dict[str, object] = {}
    for block in blocks(PAGES[page]):
        if block.way == "save":
            Path(block.file).write_text(block.text, encoding="utf-8")
        elif block.way == "sh":
            _typed(block)
        elif block.way == "pycon":
            _spoken(block, names)
        elif block.way == "console":
            for command, shown in transcript(block):
                program, *arguments = shlex.split(command)
                if program == "cd":
                    monkeypatch.chdir(Path.cwd() / arguments[0])
                    continue
                assert program == "casebook"
                said = _said(machine, arguments, len(shown.splitlines()))
                assert re.fullmatch(_pattern(shown), said), f"{command} printed\n{said}"


def _typed(block: Block) -> None:
    ended = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", block.text], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, f"{block.text}\n{ended.stdout}{ended.stderr}"


def _spoken(block: Block, names: dict[str, object]) -> None:
    """Python as typed at its prompt; what one block names, the next ones know."""
    example = doctest.DocTestParser().get_doctest(block.text, {}, "a page", None, 0)
    example.globs = names
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(example, out=said.append, clear_globs=False)
    assert not runner.failures, "".join(said)


def _said(run: Run, arguments: list[str], lines: int) -> str:
    """What a command prints; of one that stays the first lines, after which it is stopped."""
    if {*STAYING} & {*arguments}:
        return _stayed(arguments, lines)
    ran = run(*arguments)
    return ran.out + ran.err


def _stayed(arguments: list[str], lines: int) -> str:
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
    process.communicate(timeout=120)
    assert process.returncode == 0
    return re.sub(r"(?<=127\.0\.0\.1:)\d+", "8100", said)


def _pattern(shown: str) -> str:
    """What the lines shown stand for: each as it is, where `…` is anything, and alone on a line any lines."""
    return "".join(
        r"(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + r"\n"
        for line in shown.splitlines()
    )


@pytest.mark.parametrize("page", [page for page in PAGES if commands(PAGES[page])])
def test_a_page_names_commands_that_are_there(page: str) -> None:
    assert commands(PAGES[page]) - COMMANDS.keys() == set()


def test_what_is_named_and_run_is_found() -> None:
    assert {"README.md", "docs/your-notes.md", "docs/curating.md", "deploy/README.md"} <= set(RUN)
    assert {"doctor", "index", "manifest"} <= commands(PAGES["deploy/README.md"])
    assert {"doctor", "healthcheck", "restored"} <= commands(PAGES["docs/operating.md"])
    said = {command for page in RUN for each in blocks(PAGES[page]) for command, _ in transcript(each)}
    assert {"casebook play", "casebook gaps", "casebook serve", "casebook ask helth holand"} <= said


@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(each.way == "needs" for each in blocks(PAGES[page]))]
)
def test_what_is_not_run_is_at_least_shell(page: str) -> None:
    """Quotes, names and options that a shell's linter knows; what the programs do with them is not seen here."""
    text = "".join(f"(\n{each.text}\n)\n" for each in blocks(PAGES[page]) if each.way in ("sh", "needs"))
    checked = subprocess.run(
        # Whoever types cd sees whether it worked.
        [str(Path(sys.executable).parent / "shellcheck"), "--shell=bash", "--exclude=SC2164", "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout
