"""What the notes have of a talk, as it unfolds under a link to it. Sends nothing."""

from __future__ import annotations

from bot.model import Line, Said
from handlers.blocks.lines import count, line_elements, title
from handlers.blocks.rich import Block, Row, mrkdwn, sentence, text


def unfolded(said: Said) -> tuple[Block, ...]:
    """The blocks under a link. Sections and context only: Slack refuses rich text, and buttons, here."""
    if not said.then:
        return (_section((text(said.title, "bold"),)), _context(_size(said)))
    return (
        _section((text(said.title, "bold"), text(f" · {said.at}"))),
        *map(_quote, said.then),
        *(_context((*sentence(name), *line_elements(line))) for name, line in _beside(said)),
        *_case(said),
    )


def _size(said: Said) -> Row:
    """How much the notes have of the talk; before it, that nothing of it is near the second."""
    notes = count("group_notes", said.notes)
    held = sentence("unfurl_statements", statements=count("topics_statements", said.statements), notes=notes)
    return (*sentence("unfurl_far", second=said.at), text(" "), *held) if said.at else held


def _beside(said: Said) -> tuple[tuple[str, Line], ...]:
    before = (("unfurl_before", line) for line in said.before)
    return (*before, *(("unfurl_after", line) for line in said.after))


def _case(said: Said) -> tuple[Block, ...]:
    if said.case is None:
        return ()
    head = _section(title(said.case.title, said.case.notes, said.case.talks))
    return (head, *map(_quote, said.case.lines))


def _quote(line: Line) -> Block:
    return _section((text("> "), *line_elements(line)))


def _section(row: Row) -> Block:
    return {"type": "section", "text": mrkdwn(*row)}


def _context(row: Row) -> Block:
    return {"type": "context", "elements": [mrkdwn(*row)]}
