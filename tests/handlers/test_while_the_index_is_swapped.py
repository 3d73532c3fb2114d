"""Questions asked while new indexes come in: none is lost, none is answered from half an index."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path

from bot.casebook import open_casebook, shipped_language
from bot.search.building import build
from bot.settings import load
from bot.sources import read_notes
from tests.bot.library import MEANINGS
from tests.handlers.test_in_the_playground import ADA, BO, LAB, Office, playing

# A question and words that only its right answer holds.
ASKED = {
    "vinnova street": "managed by traffic departments|run by traffic departments",
    "camden housing estates": "250 social housing estates",
    "mission washing": "mission washing",
    "KfW": "KfW",
    "dementia village": "people with dementia",
    "Barcelona hackers": "hackers",
    "Greta Thunberg": "Greta Thunberg",
    "digital ethics and privacy": "Digital ethics|digital ethics",
    "school food": "2 million meals",
    "blockchain voting in Estonia": "No note mentions Estonia",
}
TIMES, SWAPS = 5, 4


async def test_fifty_questions_at_once_get_fifty_right_answers(tmp_path: Path) -> None:
    index = tmp_path / "index.db"
    environment = {"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}
    settings, language = replace(load(environment, tmp_path), index=index), shipped_language()
    notes = read_notes(settings.notes, language.lexicon)
    build(notes, index, folders=settings.notes, language=language, remembered=MEANINGS)
    swaps, enough = 0, asyncio.Event()

    async def swap() -> None:
        nonlocal swaps
        while not enough.is_set():
            await asyncio.to_thread(
                build, notes, index, folders=settings.notes, language=language, remembered=MEANINGS
            )
            swaps += 1

    rounds = 0
    async with playing(open_casebook(settings), settings) as office:
        swapping = asyncio.create_task(swap())
        while swaps < SWAPS:
            rounds += 1
            await asyncio.gather(
                *(
                    office.do("message", (ADA, BO)[number % 2], channel=LAB, text=f"/mission {question}")
                    for number, question in enumerate([each for each in ASKED for _ in range(TIMES)])
                )
            )
            answers = await _answers(office, rounds * len(ASKED) * TIMES)
        enough.set()
        await swapping

    assert _told(answers) == Counter(dict.fromkeys(ASKED, rounds * TIMES))


async def _answers(office: Office, number: int) -> list[str]:
    found: list[str] = []
    for _ in range(400):
        found = [
            message["text"]
            for person in (ADA, BO)
            for message in await office.messages(person)
            if message.get("ephemeral") and "Casebook answers from" not in message["text"]
        ]
        if len(found) >= number:
            break
        await asyncio.sleep(0.05)
    return found


def _told(answers: list[str]) -> Counter[str]:
    """How many answers hold the words of each question."""
    return Counter(
        next(
            (asked for asked, words in ASKED.items() if any(word in answer for word in words.split("|"))),
            answer,
        )
        for answer in answers
    )
