"""What can go wrong, named. Every text may be shown to a person and says the next step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model import Problem


class CasebookError(Exception):
    """Something went wrong that a person can mend; the text says how."""


class BadSettings(CasebookError):
    """A setting is unknown, missing or cannot be used."""


class NotesUnreadable(CasebookError):
    """A notes folder that cannot be read, or that holds no note; `problems` are what is wrong in its notes."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        """Takes what is said, and the Problems to list before it."""
        super().__init__(message)
        self.problems = tuple(problems)


class FolderTaken(CasebookError):
    """A folder for new notes that holds something already, or that cannot be written to."""


class IndexMissing(CasebookError):
    """There is no index where one was expected."""


class IndexUnusable(CasebookError):
    """The index is damaged, or was built by another version."""


class BadQueries(CasebookError):
    """A file of labelled queries or stamps that does not have the expected shape."""


class JournalUnusable(CasebookError):
    """The journal cannot be opened or written."""


class TokenMissing(CasebookError):
    """A token that the bot cannot do without is not set."""


class TokenRefused(CasebookError):
    """Slack does not accept a token."""


class SlackUnreachable(CasebookError):
    """Slack cannot be reached, or does not answer."""


class PortTaken(CasebookError):
    """Something else listens on the port that was asked for."""


class NotInvited(CasebookError):
    """The bot is no member of the conversation it should post to."""


class AnswerGone(CasebookError):
    """An answer, a case or a button that is no more."""


class NothingFound(CasebookError):
    """A workflow step that has nothing to hand on."""


class NotACurator(CasebookError):
    """What only the curators of the notes may do."""


class ScopeMissing(CasebookError):
    """What Slack does not allow the app as it is installed."""


class Unsure(CasebookError):
    """What was said may stand or not: Slack was asked, and gave no answer that tells."""


class TooLate(CasebookError):
    """A dialog that could not be opened in the time Slack gives."""


class BadOrder(CasebookError):
    """What was asked of the digest cannot be read, or cannot be done."""


class KeysUnfit(CasebookError):
    """The keys that are set do not open what is kept under them."""
