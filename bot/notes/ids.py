"""Ids of statements that outlive a new index. Pure; no two of a note are alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.model import Seconds
from bot.words import fold


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids given in one note so far."""

    _given: set[str] = field(default_factory=set)
    _twins: dict[str, int] = field(default_factory=dict)

    def new(self, note: str, stamps: Iterable[Seconds], text: str) -> str:
        """A hash of note, stamps and folded text. A second twin gets one of its own."""
        # A clean text has single spaces only.
        folded = text.lower() if text.isascii() else fold(text)
        key = "\n".join((note, *[each.raw for each in stamps], folded))
        while True:
            twins = self._twins.get(key, 0)
            self._twins[key] = twins + 1
            made = hashlib.sha256(f"{key}\n{twins}".encode("utf-8", "replace")).hexdigest()[:16]
            if made not in self._given:
                self._given.add(made)
                return made
