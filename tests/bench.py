"""Timings as ratios, each pair measured side by side in turns. Run it with make bench; it judges nothing."""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import click

from bot.casebook import Casebook, build_index, read_notes, shipped_lexicon
from bot.search.language import Language, word_list
from bot.settings import shipped_notes

_TURNS = 7
_QUESTIONS = (
    "citizens designing streets",
    "challenges in Sweden",
    "what did the Dutch do on ageing",
    "how do we get senior leaders to commit to a long term goal",
    "procurment gets in the way of working together",
)
_LINK = "https://www.youtube.com/watch?v={video}&t={second}s"


def main() -> None:
    """Prints each pair: what was timed, its median, and how many times its counterpart's median that is."""
    with tempfile.TemporaryDirectory() as folder:
        large = _many_notes(Path(folder) / "notes", copies=40)
        words, language = shipped_lexicon(), Language(shipped_lexicon(), word_list())
        paths = {name: Path(folder) / f"{name}.db" for name in ("shipped", "large")}
        build_index(read_notes([shipped_notes()], words), paths["shipped"], [shipped_notes()], language)
        build_index(read_notes([large], words), paths["large"], [large], language)
        books = {name: Casebook(path, language, _LINK) for name, path in paths.items()}
        bare = sqlite3.connect(paths["large"])
        _pair(
            "a question to 40 times the notes",
            lambda: _ask(books["large"]),
            "to the shipped ones",
            lambda: _ask(books["shipped"]),
        )
        _pair(
            "a question to 40 times the notes",
            lambda: _ask(books["large"]),
            "bare FTS5 for its words",
            lambda: _match(bare),
        )
        notes = read_notes([large], words)
        _pair(
            "reading 40 times the notes", lambda: read_notes([large], words),
            "writing their index", lambda: build_index(notes, paths["large"], [large], language),
        )  # fmt: skip


def _pair(what: str, one: Callable[[], object], beside: str, other: Callable[[], object]) -> None:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_TURNS):
        for kept, work in zip(times, (one, other), strict=True):
            start = time.perf_counter()
            work()
            kept.append(time.perf_counter() - start)
    first, second = median(times[0]), median(times[1])
    click.echo(f"{what}: {first * 1000:.1f} ms, {first / second:.2f} times {beside} ({second * 1000:.1f} ms)")


def _ask(casebook: Casebook) -> None:
    for question in _QUESTIONS:
        casebook.ask(question)


def _match(index: sqlite3.Connection) -> None:
    for question in _QUESTIONS:
        wanted = " OR ".join(f'"{word}"' for word in question.lower().split())
        index.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT 50", (wanted,)
        ).fetchall()


def _many_notes(folder: Path, *, copies: int) -> Path:
    """The shipped notes many times over, their words shuffled within each line so that none repeats another."""
    chance = random.Random(1)  # noqa: S311  the same notes at every run
    folder.mkdir()
    for note in sorted(shipped_notes().glob("*.md")):
        lines = note.read_text(encoding="utf-8").splitlines()
        for copy in range(copies):
            shuffled = [_shuffled(line, chance) if line[:1].isalpha() else line for line in lines]
            (folder / f"{note.stem}_{copy}.md").write_text("\n".join(shuffled), encoding="utf-8")
    return folder


def _shuffled(line: str, chance: random.Random) -> str:
    if ": " in line[:20]:
        return line
    words = line.split(" ")
    chance.shuffle(words)
    return " ".join(words)


if __name__ == "__main__":
    main()
