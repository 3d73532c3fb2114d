"""How many of a thing, in the words of the command line. Pure."""

from __future__ import annotations


def counted(number: int, thing: str) -> str:
    """ "1 note", "2 notes"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def of_notes(notes: int, captions: int) -> str:
    """How many notes, and of how many talks there are captions, where there are any."""
    written = [counted(notes, "note")] if notes or not captions else []
    return ", ".join([*written, *([counted(captions, "caption")] if captions else [])])
