"""What must not be lost: events seen, answers' ids, feedback, gaps. Holds no text of a message and no name."""

from __future__ import annotations

from bot.model import Answer, Gap


class Journal:
    """A small durable store behind SQLAlchemy Core. Every `now` is in seconds since 1970."""

    def __init__(self, url: str) -> None:
        """Opens the journal, making it where it is missing. Raises JournalUnusable."""
        raise NotImplementedError

    def claim(self, key: str, now: float) -> bool:
        """Whether this event is the caller's to handle: new, or claimed 60 s ago or longer and never done."""
        raise NotImplementedError

    def done(self, key: str, now: float) -> None:
        """The event of that key was answered; it is not handled again for 25 h."""
        raise NotImplementedError

    def remember(self, answer: Answer, channel: str, now: float) -> str:
        """Keeps an answer's ids for 24 h and returns the answer's id. Never the question."""
        raise NotImplementedError

    def recall(self, answer_id: str, now: float) -> Answer | None:
        """The remembered answer without its groups (see Casebook.again); None once 24 h have passed."""
        raise NotImplementedError

    def rate(self, answer_id: str, person: str, now: float, *, helpful: bool) -> None:
        """Counts a thumb, one per person and answer; the person is kept only as a hash with the answer's id."""
        raise NotImplementedError

    def ratings(self) -> tuple[int, int]:
        """How many answers were called helpful, and not helpful."""
        raise NotImplementedError

    def add_gap(self, words: tuple[str, ...], now: float) -> None:
        """Counts a question the notes could not answer, by its words."""
        raise NotImplementedError

    def gaps(self) -> tuple[Gap, ...]:
        """All gaps, the most asked first, then the newest."""
        raise NotImplementedError

    def purge(self, now: float, *, gap_days: int) -> None:
        """Forgets what is past its time: answers 24 h, events 25 h, gaps `gap_days`."""
        raise NotImplementedError

    def close(self) -> None:
        """Lets go of the store."""
        raise NotImplementedError
