"""Small notes, and the cases and statements that are found in them."""

from __future__ import annotations

from bot.lexicon import Lexicon
from bot.model import Case, Note, Statement
from bot.notes import cases, reading
from bot.notes.cases import Cases

HEAD = "---\ntitle: {title}\nvideoId: talk_number_{talk}\n---\n"


def notes(*bodies: str, talks: str = "") -> list[Note]:
    """Notes of some bodies; `talks` gives each a letter for its talk, else all are of one."""
    made = []
    for number, body in enumerate(bodies):
        head = HEAD.format(title=f"Note {number}", talk=talks[number] if talks else "a")
        note = reading.read(f"note{number}", head + body)
        assert note
        made.append(note)
    return made


def told(words: Lexicon, *bodies: str, talks: str = "") -> tuple[list[Statement], dict[str, Case], Cases]:
    """The statements and the cases, by name, of some notes."""
    read = notes(*bodies, talks=talks)
    found = cases.merge([cases.mentions(note, words) for note in read], words)
    statements = [found.told(each) for note in read for each in note.statements]
    return statements, {case.name: case for case in found.cases}, found


def texts(name: str, statements: list[Statement], found: Cases) -> list[str]:
    """What the statements of a case say, in order."""
    by_id = {each.id: each.text for each in statements}
    return [by_id[each] for each in found.tellings[name]]
