"""A talk with the bot, for every test of the handlers that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.fakes import FakeSlack, Talk


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack().open() as opened:
        yield opened


@pytest.fixture
async def talk(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Talk]:
    begun = Talk(slack, tmp_path)
    yield begun
    begun.desk.close()
    begun.desk.journal.close()


@pytest.fixture
async def reserved(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Talk]:
    """A talk with a bot that is to speak in C7 only."""
    begun = Talk(slack, tmp_path, channels=frozenset({"C7"}))
    yield begun
    begun.desk.close()
    begun.desk.journal.close()
