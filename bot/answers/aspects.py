"""What people ask of a case that its notes may not say: cost, date, target, who led, result. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Each aspect: what in a question asks for it, and what in a line would answer it.
_ASPECTS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "cost": (
        re.compile(r"\bcosts?\b|\bhow much\b|\bbudgets?\b|\bprices?\b|\bexpensive\b|\bfunding\b|\bpaid\b", re.I),
        re.compile(
            r"[€$£]\s?\d|\b\d[\d.,]*\s?(?:million|billion|euros?|dollars?|pounds?|kronor)\b|\bcosts?\b|\bbudget", re.I
        ),
    ),
    "date": (
        re.compile(r"\bwhen\b|\bdates?\b|\bwhat year\b|\bwhich year\b|\bsince\b|\bhow long\b", re.I),
        re.compile(r"\b(?:19|20)\d\d\b|\b\d+\s(?:years?|months?|weeks?)\b|\bmonths\b|\byears?\b", re.I),
    ),
    "target": (
        re.compile(r"\btargets?\b|\bgoals?\b|\bobjectives?\b|\baim(?:s|ed)?\b", re.I),
        re.compile(r"\btargets?\b|\bgoals?\b|\bobjective|\baim(?:s|ed|ing)?\b|\b\d+\s?%|\bby (?:19|20)\d\d\b", re.I),
    ),
    "who led": (
        re.compile(r"\bwho (?:led|leads|ran|runs|started|owns|was|is)\b|\bled by\b|\bin charge\b", re.I),
        re.compile(r"\bled by\b|\bled\b|\bleads?\b|\bheaded\b|\bchaired\b|\bmayor\b|\bminister\b|\bagency\b", re.I),
    ),
    "result": (
        re.compile(r"\bresults?\b|\boutcomes?\b|\bimpacts?\b|\bdid it work\b|\bevidence\b|\beffects?\b", re.I),
        re.compile(
            r"\bresult(?:s|ed|ing)?\b|\boutcomes?\b|\bimpact|\bachiev|\bdemonstrat|\breduc|\bincreas|\bsuccess", re.I
        ),
    ),
}  # fmt: skip


def asked_for(question: str) -> tuple[str, ...]:
    """The aspects a question asks for."""
    return tuple(name for name, (asks, _) in _ASPECTS.items() if asks.search(question))


def absent(texts: Iterable[str], among: Iterable[str] = tuple(_ASPECTS)) -> tuple[str, ...]:
    """Those aspects that none of the texts mentions."""
    told = " \n".join(texts)
    return tuple(name for name in among if not _ASPECTS[name][1].search(told))
