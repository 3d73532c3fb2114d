"""What the files of notes and captions are called. Pure; opens none."""

from __future__ import annotations

CAPTIONS = (".vtt", ".srt")
NOTES = ".md"
# In a folder of notes, what a team calls things.
OWN_WORDS = "lexicon.yaml"


def hold_captions(name: str) -> bool:
    """Whether a file of that name holds captions."""
    return name.endswith(CAPTIONS)


def of(note: str) -> str:
    """The file of a note: captions, and a team's own words, are named by all of their file's name.

    Own words may stand with their folder.
    """
    return note if hold_captions(note) or note.rpartition("/")[2] == OWN_WORDS else f"{note}{NOTES}"


def at(note: str, line: int) -> str:
    """A line of a note's file; the file alone where the line is 0."""
    return f"{of(note)}:{line}" if line else of(note)
