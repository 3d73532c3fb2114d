"""Why an answer says what it says: how sure it is, how the question was read, where each line stands. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Answer, Line
from bot.sentences import say
from handlers.blocks.lines import count
from handlers.blocks.rich import Row, block, bullets, plain, section, sentence, text
from handlers.blocks.saying import Saying, below
from handlers.blocks.seconds import doubtful, stamps_of

_WORDS_OF_A_LINE = 70


def reasons(answer: Answer, shown: Sequence[Line]) -> Saying:
    """The reasons for an answer whose page shows some lines."""
    doubts = len(doubtful(stamps_of(shown)))
    head: list[Row] = [
        sentence(f"reason_{answer.view if answer.view == 'case' else answer.tier}"),
        sentence("reason_kind", kind=say(f"aspect_{answer.kind}")) if answer.kind in _KINDS else (),
        sentence("reason_countries", countries=", ".join(answer.countries)) if answer.countries else (),
        sentence("answer_nothing_words", words=", ".join(answer.unmatched)) if answer.unmatched else (),
        (text(count("reason_doubts", doubts)),) if doubts else (),
        sentence("reason_lines") if shown else (),
    ]
    rows: list[Row] = [(text(f"{_cut(line.text)} "), text(line.source, "italic")) for line in shown]
    run = tuple(below(head, " "))
    words = [plain(*run), *(f"• {plain(*row)}" for row in rows)]
    return Saying("\n".join(words), (block(section(*run), *([bullets(*rows)] if rows else [])),))


_KINDS = ("example", "challenge", "approach")


def _cut(words: str) -> str:
    if len(words) <= _WORDS_OF_A_LINE:
        return words
    return f"{words[:_WORDS_OF_A_LINE].rsplit(' ', 1)[0]} …"
