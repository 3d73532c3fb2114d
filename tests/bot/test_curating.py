"""A gap is closed once the notes answer it; looking deletes nothing."""

from __future__ import annotations

from pathlib import Path

from bot.model import Gap
from tests.bot.library import FOOD, STREETS, indexed, opened

NIGHT = "---\ntitle: Nights\n---\n* Nurses on the night shift drew the bus lines.\n"
BUSES = Gap(("bus", "lines", "night", "nurses"), 3, 5.0)
VOTING = Gap(("elections", "internet"), 2, 1.0)


def test_a_gap_is_open_until_a_note_answers_it(tmp_path: Path) -> None:
    casebook = opened(indexed(tmp_path / "index.db", streets=STREETS, food=FOOD))
    before = casebook.waiting([BUSES, VOTING], [])
    indexed(tmp_path / "index.db", streets=STREETS, food=FOOD, nights=NIGHT)
    after = casebook.waiting([BUSES, VOTING], [])

    assert ([theme.gaps for theme in before.themes], before.answered) == ([(BUSES,), (VOTING,)], ())
    assert ([theme.gaps for theme in after.themes], after.answered) == ([(VOTING,)], (BUSES,))


def test_what_the_notes_answer_in_part_stays_open(tmp_path: Path) -> None:
    casebook = opened(indexed(tmp_path / "index.db", nights=NIGHT))
    partly = Gap(("bus", "fares", "helsinki"), 1, 1.0)
    assert casebook.waiting([partly], []).answered == ()


def test_of_very_many_gaps_those_asked_most_are_looked_at_again(tmp_path: Path) -> None:
    casebook = opened(indexed(tmp_path / "index.db", nights=NIGHT))
    asked = [Gap(BUSES.words, often, 0.0) for often in range(1, 100)]
    closed = casebook.waiting(asked, []).answered
    assert [each.asked for each in closed] == list(range(99, 59, -1))
