"""A case as it stands in the morning's message: what was tried, a challenge it met, a question for the team. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.model import CaseCard, Line, MissionCase
from bot.words import stems

_MOST_TRIED = 2
# A line that leans on the one before it, or is of a list, says little alone.
_ALONE = re.compile(r"^(?:This|These|That|Those|They|It|Its|Their)\b")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question for the team, and the stems of what a case must tell of for it to suit; none suit any case."""

    question: str
    about: frozenset[str]


def prompts(table: Mapping[str, Any]) -> tuple[Prompt, ...]:
    """The reviewed questions of `prompts.yaml`."""
    return tuple(
        Prompt(each["question"], frozenset(stem for word in each.get("words", ()) for stem in stems(word)))
        for each in table["prompts"]
    )


def mission_case(card: CaseCard, title: str, asked: Sequence[Prompt], day: date) -> MissionCase:
    """The case of a day: at most two lines of what was tried, one challenge, and the question that suits them best.

    Of several that suit alike the day decides, so that a case that returns asks something else.
    """
    tried = _best(card.tried or card.helped)[:_MOST_TRIED]
    challenge = next(iter(_best(card.obstacles)), None)
    shown = (*tried, *((challenge,) if challenge else ()))
    return MissionCase(
        case=card.name,
        title=title,
        notes=card.notes,
        talks=card.talks,
        tried=tried,
        challenge=challenge,
        question=_question(shown, asked, f"{card.name} {day}"),
    )


def _best(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in order, those first that say something by themselves."""
    return tuple(sorted(lines, key=lambda line: bool(line.after or _ALONE.match(line.text))))


def _question(shown: Iterable[Line], asked: Sequence[Prompt], dice: str) -> str:
    told = {stem for line in shown for stem in stems(f"{line.lead} {line.text}")}
    most = max((len(each.about & told) for each in asked), default=0)
    fit = [each for each in asked if (len(each.about & told) == most if most else not each.about)]
    drawn = int.from_bytes(hashlib.sha256(dice.encode()).digest()[:8])
    return fit[drawn % len(fit)].question if fit else ""
