"""What the files of notes and captions are called. Pure; opens none."""

from __future__ import annotations

CAPTIONS = (".vtt", ".srt")
NOTES = ".md"
# In a folder of notes, what a team calls things; and how it and other tables are named.
OWN_WORDS, _TABLES = "lexicon.yaml", ".yaml"


def hold_captions(name: str) -> bool:
    """Whether a file of that name holds captions."""
    return name.endswith(CAPTIONS)


def of(note: str) -> str:
    """The file of a note: captions, and the tables beside notes, are named by all of their file's name."""
    return note if note.endswith((*CAPTIONS, _TABLES)) else f"{note}{NOTES}"


def at(note: str, line: int) -> str:
    """A line of a note's file; the file alone where the line is 0."""
    return f"{of(note)}:{line}" if line else of(note)
