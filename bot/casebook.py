"""Casebook, the one object the outside holds. Answers from the index; keeps nothing of what was asked."""

from __future__ import annotations

from datetime import date

from bot.journal import Journal
from bot.model import Answer, CaseCard, Kind, Topic


class Casebook:
    """A team's notes, ready for questions. Safe to call from several threads at once."""

    journal: Journal

    def ask(self, text: str, *, kind: Kind | None = None) -> Answer:
        """The answer to a question, narrowed to a kind where one is given. Never raises for odd text."""
        raise NotImplementedError

    def again(self, answer: Answer) -> Answer:
        """The same answer built anew from its hits' ids; statements that left the notes are counted as gone."""
        raise NotImplementedError

    def case(self, name: str) -> CaseCard | None:
        """The whole case of that name, however it is spelled; None where the notes tell of none."""
        raise NotImplementedError

    def today(self, day: date) -> CaseCard | None:
        """The mission case of a day, the same for everyone; None where the notes tell of no case."""
        raise NotImplementedError

    def topics(self) -> tuple[Topic, ...]:
        """What the notes cover, the largest first."""
        raise NotImplementedError
