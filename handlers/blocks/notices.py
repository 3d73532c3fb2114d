"""Help, topics, privacy and other standing texts as they read in Slack. Sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model import Topic
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.lines import count
from handlers.blocks.rich import Element, Row, block, bullets, plain, section, sentence, text
from handlers.blocks.saying import Saying, below

_TOPICS = 40
# What is written after a command's word.
_PLACES = {
    "case": "help_name",
    "check": "help_draft",
    "compare": "help_sides",
    "who": "help_method",
    **dict.fromkeys(("examples", "challenges", "approaches"), "help_words"),
}


def help_list(command: str, commands: Sequence[str], *, threads: bool = False) -> Saying:
    """The commands that exist, one a line, each with what it gives; and whether a thread can be the question."""
    asked = text(say("help_sample", command=command, word=f"<{say('help_question')}>"), "code")
    rows = [
        (asked, text(f" — {say('help_ask')}")),
        *((_sample(command, word), text(f" — {say(f'help_{word}')}")) for word in commands),
    ]
    return _list(
        [sentence("help_head")],
        rows,
        [
            sentence("help_elsewhere", command=command),
            *([sentence("help_thread")] if threads else []),
            sentence("help_shortcuts"),
        ],
    )


def topics(listed: Sequence[Topic]) -> Saying:
    """What the notes cover, the largest first."""
    if not listed:
        return _list([sentence("topics_none")], [])
    rows = [
        (text(topic.name), text(f" — {count('topics_statements', topic.statements)}"))
        for topic in listed[:_TOPICS]
    ]
    more = len(listed) - _TOPICS
    return _list([sentence("topics_head")], rows, [sentence("topics_more", count=more)] if more > 0 else [])


def privacy(gap_days: int, yours: Mapping[str, int] | None = None) -> Saying:
    """What is held, and for how long; and `yours`, how many rows of a person by table, where only they see it."""
    names = (
        *("messages", "answers", "ratings", "gaps", "seconds"),
        *("digests", "saved", "greeted", "events", "outside"),
    )
    rows = [
        sentence(f"privacy_{name}", **({"days": gap_days} if name in ("gaps", "seconds") else {}))
        for name in names
    ]
    held = _list([sentence("privacy_head")], rows)
    return held if yours is None else _with_yours(held, yours)


def _with_yours(held: Saying, yours: Mapping[str, int]) -> Saying:
    rows = [sentence(f"privacy_row_{table}", count=number) for table, number in yours.items()]
    about = _list([sentence("privacy_yours" if rows else "privacy_nothing")], rows)
    both = Saying(f"{held.text}\n{about.text}", (*held.blocks, *about.blocks))
    offered = (buttons.button(each, Ticket("privacy")) for each in (buttons.EXPORT, buttons.FORGET))
    return both.under(buttons.row(*offered)) if rows else both


def _sample(command: str, word: str) -> Element:
    name = _PLACES.get(word)
    return text(say("help_sample", command=command, word=f"{word} <{say(name)}>" if name else word), "code")


def _list(head: Sequence[Row], rows: Sequence[Row], foot: Sequence[Row] = ()) -> Saying:
    words = (
        [plain(*row) for row in head] + [f"• {plain(*row)}" for row in rows] + [plain(*row) for row in foot]
    )
    parts = [section(*below(head)), *([bullets(*rows)] if rows else []), *(section(*row) for row in foot)]
    return Saying("\n".join(words), (block(*parts),))
