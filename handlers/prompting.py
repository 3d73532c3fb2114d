"""What to ask first, made of the names of the day. Pure: decides and sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import Suggested
from bot.sentences import say

_LONGEST = 75


@dataclass(frozen=True, slots=True)
class Prompt:
    """A suggestion as it is shown, and what is asked where somebody takes it: a command, the same in each language."""

    title: str
    message: str


def prompts(day: Suggested) -> tuple[Prompt, ...]:
    """Up to four; what the notes do not tell of is left out."""
    return tuple(_made(day))


def _made(day: Suggested) -> Iterator[Prompt]:
    if day.case and len(title := say("prompt_case", case=day.case)) <= _LONGEST:
        yield Prompt(title, f"case {day.case}")
    if day.hindered:
        yield Prompt(say("prompt_hindered", country=day.hindered), f"challenges in {day.hindered}")
    if day.tried:
        yield Prompt(say("prompt_tried", country=day.tried), f"examples in {day.tried}")
    yield Prompt(say("prompt_four"), say("prompt_four_message"))
