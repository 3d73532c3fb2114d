"""Why a second is linked, and how to say that it is wrong. Sends nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.model import Line, Link, Stamp
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.lines import count, way
from handlers.blocks.modals import REPORT, RIGHT, WHICH, View, choice, modal, time
from handlers.blocks.rich import Row, block, plain, quote, section, sentence, text
from handlers.blocks.saying import Saying, below

# A message's text is cut at 4,000 characters, and a page shows a dozen lines.
_MOST_REASONS = 12
_WORDS_OF_A_REASON, _LONGEST_RAW = 90, 40
# What a select shows without cutting the second off; Slack would take 75.
_LONGEST_OPTION = 56


def about_seconds(lines: Iterable[Line]) -> dict[str, bool]:
    """Which buttons there are about the seconds of some lines: why, where one is doubtful; wrong, where one is."""
    shown = stamps_of(lines)
    return {buttons.WHY: bool(doubtful(shown)), buttons.WRONG: bool(shown)}


def stamps_of(lines: Iterable[Line]) -> tuple[Stamp, ...]:
    """The stamps behind some lines, each once."""
    return tuple(
        {key(each.statement, each.seconds.raw): each for line in lines for each in line.stamps}.values()
    )


def doubtful(stamps: Iterable[Stamp]) -> tuple[Stamp, ...]:
    """Those that were not taken as written."""
    return tuple(each for each in stamps if each.seconds.grade != "as written")


def key(statement: str, raw: str) -> str:
    """What stands for a stamp in a button or an option, which may hold no text of a note."""
    return hashlib.sha256(f"{statement}\n{raw}".encode()).hexdigest()[:20]


def why_said(stamps: Sequence[Stamp]) -> Saying:
    """Each doubtful stamp: whose it is, as the note has it, and why it was read as it was."""
    rows: list[tuple[Row, Row]] = [
        ((*words_of(each, _WORDS_OF_A_REASON), *ways(each.links)), (*reason(each), *place(each)))
        for each in stamps[:_MOST_REASONS]
    ]
    more = len(stamps) - _MOST_REASONS
    foot = (text(count("why_more", more)),) if more > 0 else ()
    head = sentence("why_head" if stamps else "why_none")
    parts = [section(*head), *(quote(*below(pair)) for pair in rows), *([section(*foot)] if foot else [])]
    words = [plain(*head), *(f"• {plain(*what)} {plain(*why)}" for what, why in rows), plain(*foot)]
    return Saying("\n".join(filter(None, words)), (block(*parts),))


def report_modal(ticket: Ticket, stamps: Sequence[Stamp]) -> View:
    """Which second is wrong, and what it should be."""
    options = {key(each.statement, each.seconds.raw): option(each) for each in stamps}
    return modal(
        REPORT,
        # Whose answer it is matters to nobody who reports.
        replace(ticket, owner="", mark=""),
        (
            choice(WHICH, say("modal_which"), options),
            time(RIGHT, say("modal_right_if_known"), optional=True),
            block(section(*sentence("modal_report_note"))),
        ),
    )


def option(stamp: Stamp) -> str:
    """A stamp in one short line: its statement's first words, then its second."""
    end = f" ▶ {shown_as(stamp)}"
    return f"{_cut(stamp.words, _LONGEST_OPTION - len(end))}{end}"


def shown_as(stamp: Stamp) -> str:
    """The second as its links show it, or the stamp itself where the second is unknown."""
    known = [each.label for each in stamp.links if each.grade != "unusable"]
    return _cut(f" {say('line_or')} ".join(known) if known else stamp.seconds.raw, _LONGEST_RAW)


def words_of(stamp: Stamp, longest: int) -> Row:
    """The first words of the stamp's statement, as a quotation."""
    return (text(f"“{_cut(stamp.words, longest)}”"),)


def ways(links: Iterable[Link]) -> Row:
    """The links of one stamp: of two readings, one or the other."""
    between = f" {say('line_or')} "
    return tuple(
        part for number, each in enumerate(links) for part in (text(between if number else " "), way(each))
    )


def reason(stamp: Stamp) -> Row:
    """What the note has, and how it was read, as sentences."""
    raw, why = _cut(stamp.seconds.raw, _LONGEST_RAW), stamp.seconds.reason.rstrip(". ")
    if not why:
        return sentence("why_raw", raw=raw)
    if raw not in why:
        return (*sentence("why_raw", raw=raw), text(f" {why[:1].upper()}{why[1:]}."))
    return (text(f"{why[:1].upper()}{why[1:]}."),)


def place(stamp: Stamp) -> Row:
    """The note and the line."""
    return (text(f" ({stamp.source})", "italic"),)


def _cut(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    return f"{words[: longest - 2].rstrip()} …"
