"""What a statement that leans on the one before it needs to be understood, in the note's own words. Pure."""

from __future__ import annotations

import re

from bot.answers.lines import clipped, clipped_before
from bot.model import Line, Statement
from bot.words import tokens

# Of 9,167 statements of a real wiki one in six begins with a reference, one in forty has five words or fewer.
_REFERS = re.compile(
    r"[\W_]*(?:(?P<end>This|That|These|Those|Such)|They|Their|Theirs|Them|It|Its|He|His|Him|She|Hers?)\b"
)
_FEW, _LONGEST = 5, 160
# "It is important to listen" points at nothing.
_POINTS_AT_NOTHING = re.compile(
    r"It(?:['’]s| is| was| becomes?) (?:(?:also|therefore|thus|often|not|very|more|equally|absolutely) )*"
    r"(?:important|vital|crucial|essential|critical|necessary|imperative|key|possible|impossible|difficult|hard|easy"
    r"|easier|clear|worth|better|best|useful|helpful|enough|likely|unlikely|time|true)\b"
)


def leans(statement: Statement) -> bool:
    """Whether a statement says little alone: it begins with a reference, or has five words or fewer."""
    return bool(_refers(statement)) or len(statement.text.split()) <= _FEW


def leant_on(statement: Statement, before: Statement | None) -> str:
    """The words that a leaning statement leans on; empty where it does not, or where its lead says them.

    `before` is the statement that stands before it in its note. What begins a list's item leans on the line that
    opens the list, and what follows a list on the same line. At most 160 characters: "they" are mostly what the
    words begin with, and "this" what they end with.
    """
    if not leans(statement):
        return ""
    words, reference = _before(statement, before), _refers(statement)
    return clipped_before(words, _LONGEST) if reference and reference["end"] else opening(words)


def opening(words: str) -> str:
    """A line that opens a list, as the list's items show it."""
    return clipped(words, _LONGEST)


def unless_in(title: str, words: str) -> str:
    """The words; none where a title has all of them."""
    return "" if set(tokens(words)) <= set(tokens(title)) else words


def says(above: Line, after: str) -> bool:
    """Whether a line says, or leans on, the words that the line below it leans on."""
    return after in (above.after, opening(above.text), clipped_before(above.text, _LONGEST))


def _before(statement: Statement, before: Statement | None) -> str:
    heading = statement.headings[-1] if statement.headings else ""
    if before and before.headings == statement.headings:
        if _of_one_block(statement, before):
            return before.text
        if not _listed(statement) and _refers(statement):
            return (before.intro or heading) if _listed(before) else before.text
    return "" if statement.leads else statement.intro or heading


def _refers(statement: Statement) -> re.Match[str] | None:
    return None if _POINTS_AT_NOTHING.match(statement.text) else _REFERS.match(statement.text)


def _of_one_block(one: Statement, other: Statement) -> bool:
    """Whether two statements are of one paragraph or bullet, which stands on one line of its note."""
    return (one.citation.line, one.leads, one.intro) == (other.citation.line, other.leads, other.intro)


def _listed(statement: Statement) -> bool:
    return bool(statement.intro or statement.leads)
