"""What people ask, and the statements that answer it: lessons for the model of meaning, from general knowledge.

Written by people who had seen no notes and no labelled questions; the places are real, what is told of them is often
made up. Nothing of it is ever shown: it only teaches (see teach.py) which words mean nearly the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent
_LABEL = re.compile(r"([A-Z][^:.]{2,45}): (.+)")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A statement as a note would have it, below its headings, and questions that it answers.

    Lessons of one `group` stand below one heading: none answers the questions of another.
    """

    group: int
    headings: tuple[str, ...]
    text: str
    questions: tuple[str, ...]

    @property
    def above(self) -> str:
        """The headings as they stand before a statement that is read below them."""
        return " ".join(f"{each}." for each in self.headings)

    @property
    def below(self) -> str:
        """The statement below its headings."""
        return f"{self.above} {self.text.rstrip('.')}"


def lessons() -> tuple[Lesson, ...]:
    """The lessons of all files beside this one: "# heading", below it "= statement", and below that "? question"."""
    found: list[Lesson] = []
    for path in sorted(_FOLDER.glob("*.txt")):
        for group, block in enumerate(path.read_text(encoding="utf-8").split("\n\n"), len(found)):
            found += _block(group, block.strip())
    return tuple(found)


def _block(group: int, block: str) -> Iterator[Lesson]:
    heading, *rest = block.split("\n= ")
    for told in rest:
        statement, *asked = told.split("\n? ")
        label = _LABEL.fullmatch(statement)
        headings = (heading.removeprefix("# "), *((label[1],) if label else ()))
        yield Lesson(group, headings, label[2] if label else statement, tuple(asked))
