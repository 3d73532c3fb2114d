"""What stands among and beside notes: talks, corrections, a team's own words. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import NotesUnreadable
from bot.model import Problem, Video
from bot.notes import corrections, folder, library, own_words
from bot.notes.files import OWN_WORDS
from bot.settings import seeds


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known beside the notes: talks by id, corrections by note, stamp and statement, faults in what was read.

    `own` are the team's own words, as of bot.extending; `unread` are files of them of which nothing can be read.
    """

    videos: Mapping[str, Video]
    corrections: Mapping[tuple[str, str, str | None], int]
    faults: tuple[Problem, ...]
    own: str
    unread: tuple[Problem, ...]


def tables(folders: Sequence[Path]) -> Tables:
    """The tables among and beside some folders of notes, with the talks Casebook ships. Raises NotesUnreadable.

    A `videos.yaml` in a folder, or beside a folder named `notes`, adds to what Casebook ships, a `corrections.yaml`
    in the same places overrules what a stamp was read as, and a `lexicon.yaml` in a folder holds the team's own words.
    """
    videos = _talks(seeds() / "videos.yaml")
    for path in _beside(folders, "videos.yaml"):
        videos |= _talks(path)
    given: dict[tuple[str, str, str | None], int] = {}
    faults: list[Problem] = []
    for path in _beside(folders, corrections.FILE):
        found, faulty = corrections.read(folder.table(path))
        given |= found
        faults += faulty
    parts = [folder.parts(each / OWN_WORDS) for each in folders]
    unread = tuple(each for each in parts if isinstance(each, Problem))
    own = [own_words.read(each) for each in parts if not isinstance(each, Problem)]
    faults += (fault for each in own for fault in each.faults)
    return Tables(videos, given, tuple(faults), own_words.together(own), unread)


@contextmanager
def readable() -> Iterator[None]:
    """Whatever the system refuses while notes are read becomes NotesUnreadable, with the next step."""
    try:
        yield
    except OSError as error:
        raise NotesUnreadable(
            f"{error.filename} cannot be read ({error.strerror}). Give your user read permission, then try again."
        ) from error


def marks(folders: Sequence[Path]) -> frozenset[tuple[str, int, int]]:
    """Each note and table of some folders by its path, with its size and when it was changed, in ns since 1970.

    Raises OSError or NotesUnreadable.
    """
    notes = (file.place for each in folders for file in folder.files(each))
    tables = (path for name in ("videos.yaml", corrections.FILE) for path in _beside(folders, name))
    there = (each for each in (*tables, *(each / OWN_WORDS for each in folders)) if each.exists())
    seen = ((path, path.lstat()) for path in (*notes, *there))
    return frozenset((str(path), about.st_size, about.st_mtime_ns) for path, about in seen)


def _beside(folders: Iterable[Path], name: str) -> Iterable[Path]:
    """Where a table for the notes of some folders may stand."""
    for each in folders:
        yield each / name
        if each.name == "notes":
            yield each.parent / name


def _talks(path: Path) -> dict[str, Video]:
    table = folder.table(path)
    if not isinstance(table, Mapping):
        raise NotesUnreadable(
            f"{path} holds no talks. Write a talk's id, a colon, and below it what is known of it."
        )
    return library.videos(table)


def one_of_each_name(texts: Iterable[folder.Text | Problem]) -> Iterable[folder.Text | Problem]:
    """The texts, where of two notes of one name the second is a Problem."""
    seen: set[str] = set()
    for text in texts:
        if isinstance(text, folder.Text) and text.name in seen:
            yield Problem(text.name, 0, f"{text.path} has the name of a note in another folder; rename one")
        else:
            seen.add(text.name) if isinstance(text, folder.Text) else None
            yield text
