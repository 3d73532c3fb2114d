"""The dialogs in which a person sees what is kept of them, and has it forgotten. Opens nothing."""

from __future__ import annotations

from bot.answers.briefs import parts
from bot.sentences import say
from handlers.blocks.buttons import Ticket
from handlers.blocks.modals import FORGOTTEN, TOLD, View, modal, prose
from handlers.blocks.rich import block, section, sentence

# Slack takes 3,000 characters in an input; a dialog of twenty can still be read, and so many saved cases nobody has.
_LONGEST, _LONGEST_PART, _MOST = 3_000, 2_900, 20


def told_modal(written: str) -> View:
    """What is kept, as JSON in inputs, where a click and two keys select all of one and nothing else."""
    pieces = parts(written, _LONGEST_PART)
    shown = [
        prose(
            f"{TOLD}_{number}", say("modal_told_part", part=number, parts=len(pieces)), _LONGEST, known=piece
        )
        for number, piece in enumerate(pieces[:_MOST], 1)
    ]
    how = [sentence("modal_told_how"), *([sentence("modal_told_rest")] if len(pieces) > _MOST else [])]
    return modal(TOLD, Ticket("privacy"), (*(block(section(*each)) for each in how), *shown))


def forget_modal(ticket: Ticket) -> View:
    """What will be gone, and a button that does it."""
    return modal(FORGOTTEN, ticket, (block(section(*sentence("forget_ask"))),))
