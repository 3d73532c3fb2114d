"""Small libraries of notes for the tests of search, answers and casebook."""

from __future__ import annotations

import fcntl
import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path

from bot.casebook import Casebook
from bot.extending import with_cases
from bot.lexicon import Lexicon
from bot.model import Case, Citation, Kind, Note, Seconds, Statement
from bot.notes import library
from bot.notes.folder import texts
from bot.notes.library import Library
from bot.search.building import build
from bot.search.index import Index
from bot.search.language import Language, is_right, word_list
from bot.settings import seeds
from bot.shipped import shipped_lexicon
from bot.sources import one_of_each_name, readable, tables

# What sentences mean is computed once for all tests, and kept for the next run.
MEANINGS = Path(tempfile.gettempdir()) / "casebook-tests" / "meanings.db"
LINK = "https://www.youtube.com/watch?v={video}&t={second}s"


def stamped(text: str) -> str:
    """The text with each ⟨time⟩ as a note has it."""
    return re.sub(r"⟨([\d:]+)⟩", r'<a class="yt-timestamp" data-t="\1">[\1]</a>', text)


STREETS = stamped("""\
---
title: Streets for people
videoId: -street_001
---

## Examples of pilots

### Sweden
*   **Sweden (Vinnova):** Children drew their own streets ⟨00:01:00⟩. The parking places became gardens ⟨00:00:03⟩.

### Norway
*   **Norway (Digdir):** Parents of ill children asked for one form ⟨01:02:03⟩.

## Challenges
*   **Silos:** Departments keep their silos ⟨00:05:00⟩.
*   **Procurement:** Procurement rules reward the cheapest bid ⟨00:99:00⟩.
""")
FOOD = stamped("""\
---
title: School food
---

## Approaches
*   Cooks taste the [[school_meals | meals]] together with pupils ⟨00:02:00⟩.
*   [[school_meals | Meals]] are planned a year ahead ⟨00:03:00⟩.
*   Farmers near the town deliver the [[school_meals | meals]] ⟨00:04:00⟩.
""")


def read_notes(folders: Iterable[Path], words: Lexicon) -> Library:
    """The library of some folders of notes, as an index built from nothing is made of it. Raises NotesUnreadable."""
    folders = tuple(folders)
    with readable():
        known = tables(folders)
        read = one_of_each_name(chain.from_iterable(texts(each) for each in folders))
        lexicon = with_cases(words, known.own)
        built = library.build(read, known.videos, lexicon, corrections=known.corrections)
    return replace(built, problems=(*built.problems, *known.faults))


def words() -> Lexicon:
    """The shipped lexicon."""
    return shipped_lexicon()


def language() -> Language:
    """Words alone: the shipped lexicon and the word list, without what sentences mean."""
    return Language(words(), word_list(), is_right=is_right)


@cache
def seed_notes() -> Library:
    """The library of the shipped notes, read once."""
    return read_notes([seeds() / "notes"], words())


def shipped_index(into: Path, language: Language) -> Path:
    """The index of the shipped notes at `into`; of several processes that ask for it at once, one builds it."""
    with into.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not into.exists():
            build(seed_notes(), into, folders=[], language=language, remembered=MEANINGS)
    return into


def written(folder: Path, **notes: str) -> Path:
    """A folder with notes of those names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in notes.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def indexed(into: Path, **notes: str) -> Path:
    """An index at `into` of notes of those names; of Streets and Food where none is given."""
    folder = written(into.parent / f"{into.name}.notes", **(notes or {"streets": STREETS, "food": FOOD}))
    for stale in set(folder.glob("*.md")) - {folder / f"{name}.md" for name in notes or ("streets", "food")}:
        stale.unlink()
    build(read_notes([folder], words()), into, folders=[folder], language=language())
    return into


def every(index: Index) -> tuple[Statement, ...]:
    """All statements of an index, in order."""
    return index.of_notes(list(index.titles))


def opened(index: Path) -> Casebook:
    """A casebook on an index, with the shipped words."""
    return Casebook(index, language(), LINK)


def large(into: Path) -> Path:
    """An index of hundreds of statements for each of three countries, all of them long."""
    kinds: tuple[Kind, ...] = ("example", "challenge", "approach")
    told = tuple(
        Statement(
            f"{country}-{n}",
            Citation("large", n + 1, "talk", (Seconds(f"00:{n % 60:02}:00", n),)),
            f"{country} ran lab number {n} " + "and went on with it for years " * (n % 30),
            kind=kinds[n % 3],
            case=f"{country} Case {n % 40}",
            country=country,
        )
        for country in ("Sweden", "Norway", "Denmark")
        for n in range(400)
    )
    cases = tuple(dict.fromkeys(Case(each.case or "", each.country) for each in told))
    build(
        Library((Note("large", "Large", "talk", told, ()),), (), cases, ()),
        into,
        folders=[],
        language=language(),
    )
    return into
