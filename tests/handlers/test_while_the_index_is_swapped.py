"""Questions asked while new indexes come in: none is lost, none is answered from half an index."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.casebook import open_casebook
from bot.search import building
from bot.settings import load
from tests.handlers.test_in_the_playground import ADA, BO, LAB, Office, playing

# A question and words that only its right answer holds; the first one's answer may show a line of another.
ASKED = {
    "blockchain voting in Estonia": "No note mentions Estonia",
    "vinnova street": "managed by traffic departments|run by traffic departments",
    "camden housing estates": "250 social housing estates",
    "mission washing": "mission washing",
    "KfW": "KfW",
    "dementia village": "people with dementia",
    "Barcelona hackers": "hackers",
    "Greta Thunberg": "Greta Thunberg",
    "digital ethics and privacy": "Digital ethics|digital ethics",
    "school food": "2 million meals",
}
# Each swap waits for a round of fifty questions to be underway.
TIMES, SWAPS = 5, 4


def _swap(built: Path, generation: int, into: Path) -> None:
    """Puts another generation of a built index in place, by what a build ends with."""
    draft = into.with_name("draft")
    shutil.copyfile(built, draft)
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (f'"{generation}"',))
        connection.commit()
    building._swap(draft, into)


async def test_fifty_questions_at_once_get_fifty_right_answers(tmp_path: Path, seeds_index: Path) -> None:
    index = tmp_path / "index.db"
    environment = {"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}
    settings = replace(load(environment, tmp_path), index=index)
    _swap(seeds_index, 0, index)
    casebook, used = open_casebook(settings), set[str]()
    async with playing(casebook, settings) as office:
        for swaps in range(1, SWAPS + 1):
            asking = asyncio.gather(
                *(
                    office.do("message", (ADA, BO)[number % 2], channel=LAB, text=f"/mission {question}")
                    for number, question in enumerate([each for each in ASKED for _ in range(TIMES)])
                )
            )
            await asyncio.to_thread(_swap, seeds_index, swaps, index)
            await asking
            answers = await _answers(office, swaps * len(ASKED) * TIMES)
            casebook.built()
            used.add(casebook._index._generation)

    assert used == {str(each) for each in range(1, SWAPS + 1)}
    assert _told(answers) == Counter(dict.fromkeys(ASKED, SWAPS * TIMES))


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
