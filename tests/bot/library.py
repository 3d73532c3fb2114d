"""Small libraries of notes for the tests of search, answers and casebook."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.casebook import Casebook, build_index, read_notes, shipped_lexicon
from bot.lexicon import Lexicon
from bot.notes.library import Library
from bot.search import finding
from bot.settings import seeds

LINK = "https://www.youtube.com/watch?v={video}&t={second}s"

STREETS = """\
---
title: Streets for people
videoId: -street_001
---

## Examples of pilots

### Sweden
*   **Sweden (Vinnova):** School children drew their own streets <a class="yt-timestamp" data-t="00:01:00">[00:01:00]</a>. \
The parking places became gardens <a class="yt-timestamp" data-t="00:00:03">[00:00:03]</a>.

### Norway
*   **Norway (Digdir):** Parents of ill children asked for one form <a class="yt-timestamp" data-t="01:02:03">[01:02:03]</a>.

## Challenges
*   **Silos:** Departments keep their silos <a class="yt-timestamp" data-t="00:05:00">[00:05:00]</a>.
*   **Procurement:** Procurement rules reward the cheapest bid <a class="yt-timestamp" data-t="00:99:00">[00:99:00]</a>.
"""
FOOD = """\
---
title: School food
---

## Approaches
*   Cooks taste the [[school_meals | meals]] together with pupils <a class="yt-timestamp" data-t="00:02:00">[00:02:00]</a>.
*   [[school_meals | Meals]] are planned a year ahead <a class="yt-timestamp" data-t="00:03:00">[00:03:00]</a>.
*   Farmers near the town deliver the [[school_meals | meals]] <a class="yt-timestamp" data-t="00:04:00">[00:04:00]</a>.
"""


@cache
def words() -> Lexicon:
    """The shipped lexicon, read once."""
    return shipped_lexicon()


@cache
def guard() -> dict[str, int]:
    """The word list, read once."""
    return finding.word_list()


@cache
def seed_notes() -> Library:
    """The library of the shipped notes, read once."""
    return read_notes([seeds() / "notes"], words())


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
    build_index(read_notes([folder], words()), into, [folder], words())
    return into


def opened(index: Path) -> Casebook:
    """A casebook on an index, with the shipped words."""
    return Casebook(index, words(), guard(), LINK)
