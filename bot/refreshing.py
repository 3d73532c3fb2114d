"""Folders of notes to their index: reads only what changed since it was built, and the other notes of those talks."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import IndexMissing, IndexUnusable, NotesUnreadable
from bot.extending import extended, number, with_cases
from bot.model import Problem, Statement
from bot.notes import folder, library
from bot.notes.files import hold_captions
from bot.notes.library import Kept, Library
from bot.search.language import Language
from bot.search.numbering import NoRoom
from bot.search.opening import Generation, Mark, mark
from bot.settings import LEXICON, seeds
from bot.sources import Tables, one_of_each_name, readable, tables

if TYPE_CHECKING:
    from bot.search.meaning import Model

Progress = Callable[[Iterable[Statement]], Iterable[Statement]]
# What an index is made of beside its notes stands under no note's name.
_ALL_ELSE = ""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What an index holds now, what is wrong in its notes, how many notes and captions had to be read for it, and
    whether it is another than before: where notes only went, none was read.

    `own_words` are the entries of the team's own lexicon.
    """

    notes: int
    captions: int
    statements: int
    cases: int
    own_words: int
    problems: tuple[Problem, ...]
    read: int
    changed: bool


def unchanged(
    folders: Sequence[Path], into: Path, model: Model | None, canaries: Sequence[str]
) -> Refreshed | None:
    """What the index at `into` holds where some folders hold just what it was made of; else None.

    Asked before `refresh`, it spares the lexicon. Raises NotesUnreadable.
    """
    texts, known = _look(folders)
    made_of = _made_of(texts, known, model, canaries)
    old = _standing(into, folders, made_of[_ALL_ELSE], model)
    return _as_it_was(old) if old and _is_made_of(old, made_of) else None


def refresh(
    folders: Sequence[Path],
    into: Path,
    language: Language,
    remembered: Path | None = None,
    progress: Progress = iter,
) -> Refreshed:
    """Brings the index at `into` up to date with some folders. Raises NotesUnreadable or IndexUnusable.

    Where nothing changed nothing is written. Whatever else an index is made of, the code itself, the lexicon, the
    team's own words, what is known of the talks, the model: where that changed, all is read anew.
    """
    texts, known = _look(folders)
    made_of = _made_of(texts, known, language.model, language.canaries)
    old = _standing(into, folders, made_of[_ALL_ELSE], language.model)
    if old and _is_made_of(old, made_of):
        return _as_it_was(old)

    def renewed(old: Generation | None) -> Refreshed:
        from bot.search.building import build  # noqa: PLC0415  where nothing changed nothing is built

        kept = _unchanged(old, made_of, texts) if old else frozenset()
        read = [text for text in texts if isinstance(text, Problem) or text.name not in kept]
        order = [text.note if isinstance(text, Problem) else text.name for text in texts]
        built = _library(read, known, language, old, kept, order)
        _at_least_one(built)
        spoken = replace(language, lexicon=extended(language.lexicon, known.own))
        write = partial(build, built, into, folders=folders, language=spoken, remembered=remembered)
        statements = write(made_of=made_of, progress=progress, old=old, own=known.own)
        held = (*_kinds(built.order), statements, len(built.cases), number(known.own))
        return Refreshed(*held, built.problems, len(read), changed=True)

    with _without_looking_for_circles():
        try:
            return renewed(old)
        except NoRoom:
            return renewed(None)


@contextmanager
def _without_looking_for_circles() -> Iterator[None]:
    """What is read of notes points nowhere in circles; looking for some among it would take as long as reading it."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def _look(folders: Sequence[Path]) -> tuple[list[folder.Text | Problem], Tables]:
    with readable():
        known = tables(folders)
        if known.unread:
            raise folder.unreadable(known.unread[0])
        return list(one_of_each_name(chain.from_iterable(folder.texts(each) for each in folders))), known


def _at_least_one(built: Library) -> None:
    if built.problems and not built.order:
        raise NotesUnreadable(
            "No note could be read, so the index stays as it is. Mend what is listed, then try again.",
            built.problems,
        )


def _as_it_was(old: Generation) -> Refreshed:
    held = (*_kinds(old.titles), old.size, old.told_of(), number(old.own))
    return Refreshed(*held, old.problems(), 0, changed=False)


def _kinds(names: Collection[str]) -> tuple[int, int]:
    """How many of some notes somebody wrote, and how many are captions."""
    captions = sum(map(hold_captions, names))
    return len(names) - captions, captions


def _is_made_of(old: Generation, made_of: Mapping[str, str]) -> bool:
    """Whether an index is made of the same notes, in the same order."""
    return list(old.made_of.items()) == list(made_of.items())


def _library(
    read: Sequence[folder.Text | Problem],
    known: Tables,
    language: Language,
    old: Generation | None,
    kept: frozenset[str],
    order: Sequence[str],
) -> Library:
    """The library of the notes read and of those kept, in the folders' order."""
    told_anew = {*known.faults, *(each for each in read if isinstance(each, Problem))}
    stale = (each for each in old.problems() if each.note in kept and each not in told_anew) if old else ()
    given = {key: second for key, second in known.corrections.items() if key[0] not in kept}
    held = {name: Kept(old.talks[name], said) for name, said in old.mentions(kept).items()} if old else {}
    words = with_cases(language.lexicon, known.own)
    built = library.build(read, known.videos, words, corrections=given, kept=held, order=order)
    place = {name: at for at, name in enumerate(order)}
    found = sorted((*stale, *built.problems), key=lambda problem: place.get(problem.note, len(order)))
    return replace(built, problems=(*found, *known.faults))


def _unchanged(
    old: Generation, made_of: Mapping[str, str], texts: Iterable[folder.Text | Problem]
) -> frozenset[str]:
    """The notes that say what they said, in talks of which every note does."""
    touched = {
        name for name in {*made_of, *old.made_of} if name and made_of.get(name) != old.made_of.get(name)
    }
    talks = {old.talks.get(name, "") for name in touched}
    talks |= {
        folder.talk_in(each.text) for each in texts if isinstance(each, folder.Text) and each.name in touched
    }
    return frozenset(
        name for name, talk in old.talks.items() if name not in touched and (not talk or talk not in talks)
    )


def _standing(into: Path, folders: Sequence[Path], all_else: str, model: Model | None) -> Generation | None:
    """The index that stands there, if it is made of the same folders by the same means."""
    with suppress(OSError, IndexMissing, IndexUnusable):
        index = _opened(into, mark(into))
        same = index.folders == tuple(folders) and index.model == (model.name if model else "")
        if same and index.made_of.get(_ALL_ELSE) == all_else:
            return index
    return None


@lru_cache(maxsize=1)
def _opened(into: Path, _: Mark) -> Generation:
    """The index at a path, hashed once for as long as the same file stands there, however often it is looked at."""
    return Generation(into)


def _made_of(
    texts: Iterable[folder.Text | Problem], known: Tables, model: Model | None, canaries: Sequence[str]
) -> dict[str, str]:
    """What an index is made of: a digest for each note's text, and one for all else."""
    made = {
        # Of two notes of one name the second is a Problem, and the first stands.
        (f"{text.note}: {text.message}" if isinstance(text, Problem) else text.name): _digest(
            "" if isinstance(text, Problem) else text.text
        )
        for text in texts
    }
    made[_ALL_ELSE] = _digest(_code(), repr(known), model.name if model else "", json.dumps(tuple(canaries)))
    return made


@cache
def _code() -> str:
    """A digest of what turns notes into an index: our own code and the lexicon."""
    ours = Path(__file__).resolve().parent
    folders = (ours, ours / "model", ours / "notes", ours / "search")
    files = sorted(path for folder in folders for path in folder.glob("*.py"))
    words = (seeds() / name for name in LEXICON)
    return _digest(*(path.read_text(encoding="utf-8") for path in (*files, *words)))


def _digest(*parts: str) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(f"{len(part)}:".encode())
        whole.update(part.encode("utf-8", "surrogatepass"))
    return whole.hexdigest()
