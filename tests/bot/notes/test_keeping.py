"""What a note says of cases comes back from JSON as it was."""

from __future__ import annotations

from bot.notes import keeping
from bot.notes.mentions import mentions
from tests.bot.library import seed_notes, words
from tests.bot.notes.told import notes


def test_what_was_read_of_the_shipped_notes_comes_back_as_it_was() -> None:
    said = [mentions(note, words()) for note in seed_notes().notes]

    assert [keeping.read(keeping.written(each)) for each in said] == said


def test_a_note_that_says_nothing_comes_back() -> None:
    [said] = [mentions(note, words()) for note in notes("")]

    assert keeping.read(keeping.written(said)) == said
