"""What people ask, and the statements that answer it: lessons for the model of meaning, from general knowledge.

Written by people who had seen no notes and no labelled questions; the places are real, what is told of them is often
made up. Nothing of it is ever shown: it only teaches (see teach.py) which words mean nearly the same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.notes import folder

_FOLDER = Path(__file__).parent
_LABEL = re.compile(r"([A-Z][^:.]{2,45}): (.+)")
# How much of each kind of chatter stands around a question at most. Fewer words are no sentence to stand there.
_AROUND = {"openers": 1, "before": 2, "after": 2, "closers": 1}
_FEWEST_WORDS = 7


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


def chatter() -> Mapping[str, Sequence[str]]:
    """What people say around a question in a message: openers, lines before and after it, closers."""
    table: Mapping[str, Sequence[str]] = folder.table(_FOLDER / "chatter.yaml")
    return table


def pasted(question: str, around: Mapping[str, Sequence[str]], dice: random.Random) -> str:
    """The question as it stands in a message that people paste; one of a few words as it is."""
    if len(question.split()) < _FEWEST_WORDS:
        return question
    asks = question if question.endswith((".", "?", "!")) else f"{question}?"
    drawn = {name: dice.sample(list(around[name]), dice.randint(0, most)) for name, most in _AROUND.items()}
    said = (*drawn["openers"], *drawn["before"], asks, *drawn["after"], *drawn["closers"])
    return dice.choice((" ", "\n")).join(said)


def _block(group: int, block: str) -> Iterator[Lesson]:
    heading, *rest = block.split("\n= ")
    for told in rest:
        statement, *asked = told.split("\n? ")
        label = _LABEL.fullmatch(statement)
        headings = (heading.removeprefix("# "), *((label[1],) if label else ()))
        yield Lesson(group, headings, label[2] if label else statement, tuple(asked))
