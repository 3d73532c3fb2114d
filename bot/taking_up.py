"""Changed notes to a newer index, in a process of its own where answers must not wait. Keeps the old one in doubt."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from bot.errors import CasebookError, IndexMissing, IndexUnusable, NotesUnreadable
from bot.model import Problem
from bot.notes import files, folder
from bot.refreshing import Refreshed, refresh, unchanged
from bot.search.index import Index
from bot.search.language import sentence_model
from bot.shipped import shipped_canaries, shipped_language
from bot.sources import readable

# Of two processors one may be needed for it; answers come first.
_NICER = 10
# How a file's problem ends where an index is built without it; here it stays in the answers.
_LEFT_OUT = re.compile(r"[.;] left out$", re.IGNORECASE)


def taken_up(folders: Sequence[Path], into: Path, remembered: Path) -> Refreshed | None:
    """Brings an index up to date; None where it is. Raises IndexUnusable, and NotesUnreadable for a file newly so.

    The index then stays as it is: whoever saves a note in a wrong encoding does not want it gone from answers.
    `remembered` is as of `refresh`.
    """
    if lost := _lost(folders, into):
        told = "; ".join(
            f"{files.at(each.note, each.line)}: {_LEFT_OUT.sub('', each.message)}" for each in lost
        )
        raise NotesUnreadable(f"{told}. The index stays as it is until that is mended.", lost)
    if unchanged(folders, into, sentence_model(), shipped_canaries()):
        return None
    return refresh(folders, into, shipped_language(), remembered)


def _lost(folders: Sequence[Path], into: Path) -> tuple[Problem, ...]:
    """The files that cannot be read now, but for those that could not be when the index was built."""
    known: tuple[Problem, ...] = ()
    with suppress(IndexMissing, IndexUnusable):
        known = Index(into).problems()
    with readable():
        read = [each for some in folders for each in folder.texts(some)]
    return tuple(each for each in read if isinstance(each, Problem) and each not in known)


class Apart:
    """`taken_up` in a process of its own, whose memory goes when it ends."""

    def __init__(self, folders: Sequence[Path], into: Path, remembered: Path) -> None:
        """Begins at once."""
        # A fork of a process with threads may wait for ever for a lock that one of them held.
        spawn = multiprocessing.get_context("spawn")
        self._heard, told = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=_work, args=(told, tuple(folders), into, remembered))
        self._process.start()
        told.close()

    def result(self) -> Refreshed | None:
        """Waits for the end. Raises a CasebookError as `taken_up` does, or where the process was ended."""
        try:
            said: Refreshed | CasebookError | None = self._heard.recv()
        except EOFError as error:
            raise IndexUnusable("Its process ended too early. Try: casebook index") from error
        finally:
            self._process.join()
        if isinstance(said, CasebookError):
            raise said
        return said

    def stop(self) -> None:
        """Ends it; an index that is half built is no index, and the old one stays."""
        self._process.terminate()


def _work(told: Connection, folders: tuple[Path, ...], into: Path, remembered: Path) -> None:
    # Ctrl-C reaches the whole group of processes; whoever began this one ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICER)
    try:
        told.send(taken_up(folders, into, remembered))
    except CasebookError as error:
        told.send(error)
