"""While the bot answers, changed notes are taken up; what cannot be is told, and the answers stay as they were."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot import watching as looking
from bot.casebook import open_casebook
from bot.refreshing import refresh
from bot.settings import load
from bot.shipped import shipped_language
from handlers import renewing
from tests.bot.library import FOOD, MEANINGS, STREETS, written
from tests.handlers.test_in_the_playground import Office, playing

CAPTIONS = "WEBVTT\n\n00:04.000 --> 00:08.000\nThe children cook on Fridays.\n"
Saying = Callable[[], str]


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewing, "EVERY", 0.05)
    monkeypatch.setattr(looking, "SETTLED", 0.1)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return written(tmp_path / "notes", streets=STREETS, food=FOOD)


@asynccontextmanager
async def opened(notes: Path, folder: Path) -> AsyncIterator[Office]:
    index = folder / "index.db"
    refresh([notes], index, shipped_language(), MEANINGS)
    environment = {
        "CASEBOOK_DATABASE_URL": f"sqlite:///{folder / 'journal.db'}",
        "CASEBOOK_NOTES": str(notes),
    }
    settings = replace(load(environment, folder), index=index, cache=folder)
    async with playing(open_casebook(settings), settings) as office:
        yield office


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(600):
        if await true():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it did not come")


async def test_a_changed_note_is_in_the_answers_and_every_question_is_answered_whole(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    said: list[str] = []

    async with opened(notes, tmp_path) as office:

        async def says_chefs() -> bool:
            told.append((await office.said("/mission taste the meals"))["text"])
            return "Chefs taste" in told[-1]

        async def is_told(held: str = "2 notes, 8 statements") -> bool:
            said.append(capsys.readouterr().out)
            return any(f"Notes have changed; the answers now come from {held}." in s for s in said)

        async def is_told_of_captions() -> bool:
            return await is_told("2 notes, 1 caption, 9 statements")

        assert not await says_chefs()
        (notes / "food.md").write_text(FOOD.replace("Cooks taste", "Chefs taste"), encoding="utf-8")
        await until(says_chefs)
        await until(is_told)
        (notes / "Food [Taste4Meals].vtt").write_text(CAPTIONS, encoding="utf-8")
        await until(is_told_of_captions)

    assert all(("Cooks taste" in each) != ("Chefs taste" in each) for each in told)


async def test_a_note_that_cannot_be_read_is_told_and_the_answers_stay(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    async def told() -> bool:
        said.append(capsys.readouterr().err)
        return any("answers stay as they were: food.md:1: is not UTF-8" in each for each in said)

    async with opened(notes, tmp_path) as office:
        (notes / "food.md").write_bytes(b"Caf\xe9.\n")
        await until(told)

        assert "Cooks taste" in (await office.said("/mission taste the meals"))["text"]


async def test_a_bot_without_the_notes_of_its_index_watches_nothing(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    monkeypatch.setattr(renewing, "look", looked.append)
    monkeypatch.setattr(renewing, "may_renew", lambda *_: False)
    async with opened(notes, tmp_path) as office:
        await office.said("/mission taste the meals")

    assert looked == []
