"""Whether notes changed and have come to rest. Looks at names, sizes and times; opens no note."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import NotesUnreadable
from bot.sources import marks, readable

# How often to look, and for how long all must have stayed the same: an editor writes a file in several goes, and
# whoever saves one note may be about to save the next.
EVERY, SETTLED = 2.0, 2.0
# Each file with its size and when it was changed, or why the notes cannot be looked at.
Look = frozenset[tuple[str, int, int]] | str


def look(folders: Sequence[Path]) -> Look:
    """What can be seen of the notes and tables of some folders without opening any."""
    try:
        with readable():
            return marks(folders)
    except NotesUnreadable as error:
        return str(error)


def may_renew(index: Path, folders: Sequence[Path]) -> bool:
    """Whether the notes are here, every folder of them, and the index may be written."""
    here = all(each.is_dir() and os.access(each, os.R_OK | os.X_OK) for each in folders)
    return bool(folders) and here and os.access(index.parent, os.W_OK)


@dataclass(slots=True)
class Watch:
    """Decides when notes have changed and come to rest. Times are of any clock that runs evenly, in seconds."""

    taken_up: Look | None
    seen: Look | None = None
    since: float = 0.0

    def has_news(self, now_there: Look, at: float) -> bool:
        """Whether what is there now is new and has rested; said once."""
        if now_there != self.seen:
            self.seen, self.since = now_there, at
        if now_there == self.taken_up or at - self.since < SETTLED:
            return False
        self.taken_up = now_there
        return True


def older_than(index: Path, folders: Sequence[Path]) -> Look | None:
    """What is there, where the index is newer than all of it and so has it; else None."""
    there = look(folders)
    try:
        built = index.stat().st_mtime_ns
    except OSError:
        return None
    return there if isinstance(there, str) or all(changed <= built for *_, changed in there) else None


def changes(
    folders: Sequence[Path], clock: Callable[[], float], wait: Callable[[float], None]
) -> Iterator[None]:
    """Comes back each time the notes have changed and rest; never ends."""
    watch = Watch(look(folders))
    while True:
        wait(EVERY)
        if watch.has_news(look(folders), clock()):
            yield
