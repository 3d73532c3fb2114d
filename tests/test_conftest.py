"""The rules all tests run under, tried on small tests of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser

_SKIPPING = """
import pytest

def test_that_passes():
    pass

@pytest.mark.skip(reason="the moon is full")
def test_that_is_skipped():
    pass
"""
_SKIPPING_WHOLE = """
import pytest

pytest.skip("the tide is high", allow_module_level=True)
"""
_SOAKING = """
import pytest

@pytest.mark.soak
def test_that_takes_long(figure):
    figure("9 of 9")
"""
_BROWSING = """
def test_that_needs_a_browser(chromium):
    pass

async def test_that_opens_a_page(browser):
    pass
"""


def run(folder: Path, tests: str, *arguments: str, **environment: str) -> tuple[int, str]:
    """Runs pytest over `tests` under this conftest and returns its exit status and what it said."""
    shutil.copy(Path(__file__).with_name("conftest.py"), folder)
    (folder / "test_small.py").write_text(tests, encoding="utf-8")
    (folder / "test_other.py").write_text("def test_other():\n    pass\n", encoding="utf-8")
    (folder / "pytest.ini").write_text(
        "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = session\n"
        "addopts = --strict-markers\nmarkers =\n    browser: drives a real Chromium\n    soak: takes its time\n",
        encoding="utf-8",
    )
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "CI"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env={**outer, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("expected", "environment", "arguments"),
    [
        (0, {}, ()),
        (0, {"CI": "false"}, ()),
        (1, {"CI": "true"}, ()),
        (0, {}, ("-n", "2")),
        (1, {"CI": "true"}, ("-n", "2")),
    ],
)
def test_a_skipped_test_fails_only_where_ci_is_set(
    tmp_path: Path, expected: int, environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    (tmp_path / "test_whole.py").write_text(_SKIPPING_WHOLE, encoding="utf-8")

    status, said = run(tmp_path, _SKIPPING, *arguments, **environment)

    assert expected == status, said
    assert {"skipped 1: the moon is full", "skipped 1: the tide is high"} <= set(said.splitlines())
    assert "2 passed, 2 skipped in" in said.splitlines()[-1]
    assert expected == said.count("test_small.py::test_that_is_skipped: the moon is full")
    assert expected == said.count("test_whole.py: the tide is high")


def test_a_file_that_is_skipped_whole_fails_too(tmp_path: Path) -> None:
    status, _ = run(tmp_path, _SKIPPING_WHOLE, CI="true")

    assert status == 1


def test_with_nothing_left_out_ci_passes(tmp_path: Path) -> None:
    status, said = run(tmp_path, "def test_that_passes():\n    pass\n", CI="true")

    assert status == 0
    assert "2 passed in" in said.splitlines()[-1]


def test_without_a_browser_its_tests_are_skipped_and_counted(tmp_path: Path) -> None:
    status, said = run(tmp_path, _BROWSING, PATH="/nowhere")

    if "2 passed" in said.splitlines()[-1]:
        return  # a Mac's browser stands at a fixed place, whatever the path
    assert status == 0
    assert "skipped 2: no Chromium found: apt-get install chromium" in said


def test_what_needs_a_browser_is_marked(tmp_path: Path) -> None:
    _, said = run(tmp_path, _BROWSING, "--collect-only", "-q", "-m", "browser")

    assert "2/3 tests collected (1 deselected)" in said


async def test_the_browser_shows_a_page_and_runs_its_script(browser: Browser) -> None:
    page = await opened_page(browser)
    await page.set_content("<h1>Cases</h1><script>document.title = 'Ca' + 'sebook'</script>")

    assert await page.title() == "Casebook"
    assert await page.inner_text("h1") == "Cases"


def test_what_only_a_soak_runs_is_left_out_and_not_skipped_and_says_its_figures_there(tmp_path: Path) -> None:
    status, said = run(tmp_path, _SOAKING, CI="true")
    assert status == 0
    assert "1 deselected" in said
    assert "skipped" not in said

    status, said = run(tmp_path, _SOAKING, "--hypothesis-profile=soak", CI="true")
    assert status == 0
    assert "2 passed" in said
    assert "soak: 9 of 9" in said
