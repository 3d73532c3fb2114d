"""A challenge and what helped against it, as they read in Slack. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers.plain import alike, helps
from bot.model import Group
from bot.sentences import say
from handlers.blocks.lines import quoted
from handlers.blocks.rich import Element, section, sentence, text


def challenge_lines(group: Group, topic: str) -> Iterator[Element]:
    """The challenge as the note has it, the words it was found by, then what helped, or what comes nearest."""
    yield from quoted(group.lines[:1])
    if words := alike(group, topic):
        yield section(text(words, "italic"))
    beside = group.lines[1:]
    if helps(group):
        yield section(text(say("case_helped"), "bold"))
    else:
        yield section(*sentence("helped_nearest" if beside else "helped_none"))
    yield from quoted(beside)
