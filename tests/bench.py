"""Timings as ratios, each measured side by side with its counterpart. Run it with make bench; it judges nothing."""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from bot.search import finding
from bot.search.building import build
from bot.search.index import Index
from bot.search.language import Language, sentence_model, word_list
from bot.shipped import shipped_language, shipped_lexicon
from bot.words import stems
from tests.made_up import Pretending, Writer, vocabulary

_SIZES = (1_000, 10_000, 100_000, 1_000_000)
# Beyond this the meanings alone would be 384 MB; the search goes by words there.
_MOST_WITH_MEANINGS = 100_000
_QUESTIONS = 60
# A new process begins with what its parent held at most as its own ru_maxrss; VmHWM begins anew.
_ASKS = """
import sys
from pathlib import Path
from bot.shipped import shipped_language
from bot.search import finding
from bot.search.index import Index
language = shipped_language()
index = Index(Path(sys.argv[1]), language.model.name if language.model and sys.argv[2] else "")
finding.find("how do cities redesign streets with children", index, language)
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmHWM"].split()[0]) // 1024)
"""


@click.command()
@click.option("--most", default=_SIZES[-1], show_default=True, help="Statements of the largest index.")
@click.option("--into", type=click.Path(path_type=Path), default=Path("bench.json"), show_default=True)
def main(most: int, into: Path) -> None:
    """Prints a table and writes it as JSON: search, build, start and memory, at so many statements."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in (each for each in _SIZES if each <= most):
            for meanings in (False, True) if size <= _MOST_WITH_MEANINGS and sentence_model() else (False,):
                rows.append(_measured(size, Path(folder) / f"{size}.{meanings}.db", meanings=meanings))
                click.echo(f"{size:,} statements, {'meanings' if meanings else 'words'}: done", err=True)
    into.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    table = Table(title="milliseconds, unless it says otherwise")
    for name in rows[0]:
        table.add_column(name.replace("_", " "), justify="right")
    for row in rows:
        table.add_row(*(f"{value:,}" if isinstance(value, int) else str(value) for value in row.values()))
    Console(width=160).print(table)


def _measured(size: int, path: Path, *, meanings: bool) -> dict[str, Any]:
    """One index of made-up statements: how long it takes to build, to open, and to ask, beside bare FTS5."""
    words, model = word_list(), sentence_model()
    name = model.name if meanings and model else ""
    questions, building = _built(size, path, name)
    asking = Language(shipped_lexicon(), words, model if meanings else None)
    opening = _timed(lambda: Index(path, name))
    index, bare = Index(path, name), sqlite3.connect(path)
    ours, theirs = _side_by_side(
        questions,
        lambda text: finding.find(text, index, asking),
        lambda text: _bare(text, bare, index, asking, meanings=meanings),
    )
    return {
        "statements": size,
        "search": "words and meanings" if meanings else "words",
        "p50": round(median(ours), 1),
        "p95": round(quantiles(ours, n=20)[-1], 1),
        "bare_p50": round(median(theirs), 1),
        "times_bare_p50": round(median(ours) / median(theirs), 1),
        "open": round(opening),
        "build_per_second": round(size / building * 1000),
        "memory_MB": _memory(path, meanings=meanings),
    }


def _built(size: int, path: Path, model: str) -> tuple[Sequence[str], float]:
    """Builds an index of made-up statements: questions for it, and how many milliseconds it took."""
    words = word_list()
    writer = Writer(vocabulary(words), shipped_lexicon(), size)
    library = writer.library(size)
    language = Language(
        shipped_lexicon(),
        words,
        Pretending(model) if model else None,  # type: ignore[arg-type]
        shipped_language().canaries,
    )
    questions = writer.questions(library, _QUESTIONS)
    return questions, _timed(lambda: build(library, path, folders=[], language=language))


def _side_by_side(
    questions: Sequence[str], ours: Callable[[str], object], theirs: Callable[[str], object]
) -> tuple[list[float], list[float]]:
    """Milliseconds for each question, ours and theirs in turns, after one of each to warm up."""
    ours(questions[0]), theirs(questions[0])
    pairs = [(_timed(lambda t=text: ours(t)), _timed(lambda t=text: theirs(t))) for text in questions]  # type: ignore[misc]
    return [one for one, _ in pairs], [other for _, other in pairs]


def _bare(text: str, bare: sqlite3.Connection, index: Index, language: Language, *, meanings: bool) -> None:
    """What cannot be spared: FTS5 for the question's words, reading it, and what is nearest to its meaning."""
    wanted = " OR ".join(f'"{stem}"' for stem in dict.fromkeys(stems(text)))
    bare.execute(
        "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT 50", (wanted,)
    ).fetchall()
    if meanings and language.model and index.meanings:
        [sense] = language.model.read([text])
        index.meanings.near(index.meanings.sought(sense), 50)


def _memory(path: Path, *, meanings: bool) -> int:
    """The most a process holds that opens the index and asks once, in megabytes."""
    said = subprocess.run(
        [sys.executable, "-c", _ASKS, str(path), "yes" if meanings else ""],
        check=True,
        capture_output=True,
        text=True,
    )
    return int(said.stdout)


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of this process's own time: what others do on the machine counts little."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    work()
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # The clock of processor time ticks coarsely; below its tick only the wall's clock tells.
    return 1000 * (busy if busy > 0.05 else wall)


if __name__ == "__main__":
    main()
