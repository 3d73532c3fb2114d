"""The one place that opens what stands among and beside notes: bounded, no links followed. Hands on text."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import NotesUnreadable
from bot.model import Problem
from bot.notes import front_matter
from bot.notes.files import CAPTIONS, NOTES, at, hold_captions

T = TypeVar("T")

# The longest real note has 60 KB; what is larger is no note, and would cost seconds. Captions that are timed word by
# word have 1 MB an hour.
MOST_BYTES, MOST_OF_CAPTIONS = 2 * 1024 * 1024, 8 * 1024 * 1024
_GLANCE = 4096
# What Windows calls Unicode.
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SUFFIXES = (NOTES, *CAPTIONS)
_VIDEO = re.compile(rb"^videoId:[ \t]*[\"']?([A-Za-z0-9_-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """A note's file: its stem (of captions all of its name), where it stands (for messages), and what it says."""

    name: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """A note's file, not yet read: its name as of a Text, where it stands (for messages), and where to open it.

    `folder` is the folder of notes it was found in.
    """

    name: str
    path: str
    place: Path
    folder: Path


def files(folder: Path) -> Iterator[File]:
    """Every note's file below a folder, in order. Raises NotesUnreadable."""
    found = list(_note_files(folder))
    if not any(path.suffix in _SUFFIXES for path in found):
        raise NotesUnreadable(
            f"{folder} holds no notes. Casebook reads files that end in .md, and captions that end in .vtt or .srt."
        )
    for path in found:
        yield File(_name(path), _speakable(str(path.relative_to(folder))), path, folder)


def text(file: File) -> Text | Problem:
    """What a note's file says, or why it is left out."""
    said = _text(file.place, file.folder)
    return said if isinstance(said, Problem) else Text(file.name, file.path, said)


def texts(folder: Path) -> Iterator[Text | Problem]:
    """Every note below a folder, by name; a file that cannot be read is a Problem. Raises NotesUnreadable."""
    seen: dict[str, str] = {}
    for file in files(folder):
        if file.name in seen:
            told = f"{file.path} has the name of {seen[file.name]}, which is read; rename one"
            yield Problem(file.name, 0, told)
            continue
        said = text(file)
        if isinstance(said, Text):
            seen[file.name] = file.path
        yield said


def talk(file: File) -> str:
    """The talk a note's head seems to name, from a glance at its first lines; "" where none is seen."""
    try:
        with os.fdopen(_handle(file.place, file.folder), "rb") as opened:
            return _talk(opened.read(_GLANCE))
    except OSError:
        return ""


def talk_in(text: str) -> str:
    """The talk that a note's head seems to name; "" where none is seen."""
    return _talk(text[:_GLANCE].encode("utf-8", "replace"))


def _talk(head: bytes) -> str:
    named = _VIDEO.search(head)
    return named[1].decode("ascii", "replace") if named else ""


def table(path: Path) -> Any:  # noqa: ANN401  YAML is whatever its author wrote
    """A YAML file of ours or the curator's, every scalar a string; {} where there is none. Raises NotesUnreadable."""
    read = _yaml(path, front_matter.plain_yaml)
    if isinstance(read, Problem):
        raise unreadable(read)
    return read or {}


def parts(path: Path) -> front_matter.Part | Problem | None:
    """A YAML file of a team's, each part with its line, or why it cannot be read; None where there is none."""
    return _yaml(path, front_matter.parts)


def unreadable(problem: Problem) -> NotesUnreadable:
    """What to raise where nothing can go on without a table; the problem names it with its folder."""
    return NotesUnreadable(f"{at(problem.note, problem.line)}: {problem.message}. Mend it, then try again.")


def _yaml(path: Path, read: Callable[[str], T]) -> T | Problem | None:
    if not path.exists():
        return None
    text, named = _text(path, path.parent), _speakable(str(path))
    if isinstance(text, Problem):
        return replace(text, note=named)
    try:
        return read(text)
    except front_matter.Refused as refused:
        return Problem(named, refused.line, str(refused))


def _note_files(folder: Path) -> Iterator[Path]:
    if not folder.exists():
        raise NotesUnreadable(f"There is no folder {folder}. Name the folder that holds your notes.")
    if not folder.is_dir():
        raise NotesUnreadable(f"{folder} is a file. Name the folder that holds your notes.")

    def refused(error: OSError) -> None:
        raise NotesUnreadable(
            f"{error.filename} may not be read ({error.strerror}). Give your user read permission, then try again."
        ) from error

    for root, folders, names in os.walk(folder, onerror=refused, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # A linked folder is not walked into; as a path of its own it becomes a Problem when it is opened.
        yield from (Path(root) / name for name in folders if (Path(root) / name).is_symlink())
        for name in sorted(names):
            if name.endswith(_SUFFIXES) and not name.startswith("."):
                yield Path(root) / name


def _handle(path: Path, folder: Path) -> int:
    """A handle on a file below a folder. O_NOFOLLOW and O_NONBLOCK: a link leads elsewhere, a pipe waits for ever.

    Step by step, for a folder on the way may have become a link since the file was found.
    """
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    for name in path.relative_to(folder).parts:
        above = at
        try:
            at = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=above)
        finally:
            os.close(above)
    return at


def _text(path: Path, folder: Path) -> str | Problem:
    """What a file below a folder says, or why it is left out."""
    name, most = _name(path), MOST_OF_CAPTIONS if hold_captions(path.name) else MOST_BYTES
    try:
        with os.fdopen(_handle(path, folder), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return Problem(name, 0, "is no ordinary file; left out")
            content = file.read(most + 1)
    except OSError as error:
        return Problem(name, 0, f"cannot be opened ({_why(error)}); left out")
    if len(content) > most:
        return Problem(name, 0, f"is larger than {most // 1024 // 1024} MB; left out")
    if content.startswith(_UTF_16):
        return Problem(name, 0, "is UTF-16; save it as UTF-8. Left out")
    if b"\0" in content:
        return Problem(name, 0, "holds NUL bytes, so it is no text; left out")
    try:
        return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(name, line, "is not UTF-8; save it as UTF-8. Left out")


def _name(path: Path) -> str:
    """What a file is cited by: a talk may have a note and captions of one stem."""
    return _speakable(path.name if hold_captions(path.name) else path.stem)


def _speakable(name: str) -> str:
    """A file's name as text on one line, alike on every system. What cannot be shown is spelled out.

    A byte that is no UTF-8 would break the index, an escape a terminal, and a turned direction would hide an ending.
    """
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in unicodedata.normalize("NFC", name)
    )


def _why(error: OSError) -> str:
    return "it is a link" if error.errno == errno.ELOOP else (error.strerror or "unknown reason").lower()
