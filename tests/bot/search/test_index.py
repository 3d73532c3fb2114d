"""The index: built whole or not at all, opened only when it is what was built, and steady under its readers."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import IndexMissing, IndexUnusable
from bot.model import Statement
from bot.notes.library import Library
from bot.search import index as index_module
from bot.search.building import build
from bot.search.index import Index
from bot.settings import seeds
from tests.bot.library import FOOD, STREETS, every, indexed, language, opened, seed_notes, words

EMPTY = Library((), (), (), ())


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return indexed(tmp_path / "index.db")


def texts(index: Index) -> list[str]:
    return [each.text for each in every(index)]


def beside(index: Path) -> set[str]:
    return {path.name for path in index.parent.iterdir() if path.is_file()}


def note(title: str, *claims: str) -> str:
    return f"# {title}\n\n" + "\n".join(f"- {claim}" for claim in claims) + "\n"


TOWN = """\
Two towns met.
They signed a charter.

Malmö has two missions: <a class="yt-timestamp" data-t="00:01:00">[00:01:00]</a>
- Clean air.
- Quiet streets.

Lund has none:
- Old trees.
"""


# --- what stands around a statement ---------------------------------------------------------------------------


@pytest.fixture
def towns(tmp_path: Path) -> dict[str, Statement]:
    read = Index(indexed(tmp_path / "index.db", a=TOWN, b=TOWN.replace("Malmö", "Oslo")))
    return {f"{each.citation.note}: {each.text}": each for each in every(read)}


def test_the_statement_before_is_that_of_the_same_note(tmp_path: Path, towns: dict[str, Statement]) -> None:
    wanted = [towns[each].id for each in ("a: They signed a charter.", "a: Clean air.", "b: Two towns met.")]
    before = Index(tmp_path / "index.db").before(wanted)

    assert [before[each].text for each in wanted[:2]] == ["Two towns met.", "Malmö has two missions:"]
    assert wanted[2] not in before
    assert Index(tmp_path / "index.db").before([]) == {}


@pytest.mark.parametrize(
    ("notes", "lines", "found"),
    [
        (["a"], ["Malmö has two missions:"], ["Malmö has two missions:", "Clean air.", "Quiet streets."]),
        (["a"], ["Lund has none:"], ["Old trees."]),  # its opening line cites nothing
        (["b"], ["Malmö has two missions:"], []),
        (["b", "a"], ["Lund has none:"], ["Old trees.", "Old trees."]),
        ([], [], []),
    ],
)
def test_lists_are_found_by_their_notes_and_the_lines_that_open_them(
    tmp_path: Path, towns: dict[str, Statement], notes: list[str], lines: list[str], found: list[str]
) -> None:
    assert towns
    assert [each.text for each in Index(tmp_path / "index.db").lists(notes, lines)] == found


# --- a large index --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("looked_through", [0, 100])
def test_of_many_statements_only_those_with_a_rare_word_are_offered_and_all_of_those(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looked_through: int
) -> None:
    many = [f"Streets changed in year {year}." for year in range(60)]
    few = ["Lanterns were lit.", "Lanterns lit the streets."]
    index = Index(indexed(tmp_path / "index.db", a=note("Towns", *many, *few)))
    monkeypatch.setattr(index_module, "_MOST_SCORED", 20)
    monkeypatch.setattr(index_module, "_MOST_LOOKED_THROUGH", looked_through)

    def offered(*phrases: str) -> dict[str, float]:
        found = index.candidates(index.fitting([(each,) for each in phrases])(), ())
        told = index.numbered([each.number for each in found])
        return {told[each.number].text: each.bm25 for each in found}

    rare = offered("lantern")
    both = offered("street", "lantern")
    assert set(rare) == set(both) == set(few)
    # A common word tells two of them apart, as long as it is no more common than is looked through.
    assert (both[few[1]] > rare[few[1]]) == bool(looked_through)
    assert len(offered("street")) == 61  # and where it is all that is asked, it is looked for


# --- build and open -------------------------------------------------------------------------------------------


def test_what_was_built_is_read_back_whole(tmp_path: Path) -> None:
    built = seed_notes()
    build(built, tmp_path / "i.db", folders=[seeds()], language=language())
    read = Index(tmp_path / "i.db")
    statements = tuple(each for note in built.notes for each in note.statements)

    assert every(read) == statements
    assert read.statements([each.id for each in reversed(statements)]) == tuple(reversed(statements))
    assert read.cases == built.cases
    ids = {case.name: tuple(each.id for each in read.of_cases([case.name])) for case in read.cases}
    assert ids == dict(built.tellings)
    assert tuple(read.videos.values()) == built.videos
    assert read.titles == {note.name: note.title for note in built.notes}
    assert read.folders == (seeds(),)


def test_a_build_leaves_the_index_and_its_digest_and_nothing_else(index: Path) -> None:
    assert beside(index) == {"index.db", "index.db.sha256"}
    assert (
        hashlib.sha256(index.read_bytes()).hexdigest()
        == (index.parent / "index.db.sha256").read_text().split()[0]
    )


def test_building_again_gives_the_same_answers(index: Path) -> None:
    before = texts(Index(index))
    indexed(index)

    assert texts(Index(index)) == before


def test_the_folder_of_the_index_is_made(tmp_path: Path) -> None:
    build(EMPTY, tmp_path / "a" / "b" / "i.db", folders=[], language=language())

    assert Index(tmp_path / "a" / "b" / "i.db").size == 0


def test_an_index_of_no_notes_answers_with_silence(tmp_path: Path) -> None:
    build(EMPTY, tmp_path / "i.db", folders=[], language=language())
    casebook = opened(tmp_path / "i.db")

    assert casebook.ask("streets in Sweden").tier == "nothing"
    assert casebook.topics() == ()
    assert casebook.case("Vinnova") is None


def test_a_note_without_a_claim_is_no_trouble(tmp_path: Path) -> None:
    index = indexed(tmp_path / "i.db", empty="", head="---\ntitle: Only a head\n---\n", food=FOOD)

    assert Index(index).size == 3


def test_a_name_with_odd_signs_is_a_name(tmp_path: Path) -> None:
    index = indexed(tmp_path / "what?#100%[a]*.db")

    assert opened(index).ask("silos").tier == "confident"
    assert beside(index) == {"what?#100%[a]*.db", "what?#100%[a]*.db.sha256"}


def test_progress_hears_of_every_statement(tmp_path: Path) -> None:
    heard: list[Statement] = []

    def listen(statements: Iterable[Statement]) -> Iterator[Statement]:
        for each in statements:
            heard.append(each)
            yield each

    build(seed_notes(), tmp_path / "i.db", folders=[], language=language(), progress=listen)

    assert heard == [each for note in seed_notes().notes for each in note.statements]


# --- refused --------------------------------------------------------------------------------------------------


def refused(path: Path) -> str:
    with pytest.raises((IndexMissing, IndexUnusable)) as caught:
        Index(path)
    return str(caught.value)


def test_a_missing_index_says_how_to_build_one(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.db").endswith("Build it with: casebook index FOLDER")


def test_a_flipped_bit_anywhere_is_noticed(index: Path) -> None:
    whole = index.read_bytes()
    dice = random.Random(1)  # noqa: S311  the same thirty flips each time
    for _ in range(30):
        at, bit = dice.randrange(len(whole)), 1 << dice.randrange(8)
        index.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])

        assert "is damaged" in refused(index)

    index.write_bytes(whole)

    assert Index(index).size


@pytest.mark.parametrize("keep", [0, 1, 100, 4096, -1])
def test_a_file_cut_short_is_noticed(index: Path, keep: int) -> None:
    index.write_bytes(index.read_bytes()[:keep])

    assert "is damaged" in refused(index)


def change(index: Path, sql: str, *, tell: bool = True) -> None:
    """Changes an index as another version might have built it, digest and all."""
    connection = sqlite3.connect(index)
    with connection:
        connection.execute(sql)
    connection.close()
    if tell:
        (index.parent / f"{index.name}.sha256").write_text(hashlib.sha256(index.read_bytes()).hexdigest())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE meta SET value = '99' WHERE key = 'schema'",
        "UPDATE meta SET value = '0' WHERE key = 'schema'",
        "DELETE FROM meta WHERE key = 'schema'",
    ],
)
def test_an_index_of_another_version_says_so(index: Path, sql: str) -> None:
    change(index, sql)

    assert "another version" in refused(index)
    assert refused(index).endswith("casebook index FOLDER")


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE stems",
        "DROP TABLE meta",
        "DELETE FROM meta WHERE key = 'generation'",
        "UPDATE meta SET value = 'no json'",
        "UPDATE meta SET value = NULL",
    ],
)
def test_an_index_that_lacks_a_part_is_refused_in_a_sentence(index: Path, sql: str) -> None:
    change(index, sql)

    assert refused(index).endswith("Build it anew with: casebook index FOLDER")


@pytest.mark.parametrize(
    "content", [b"", b"# A note, not an index\n", b"SQLite format 3\0" + bytes(200), b"\0" * 9000]
)
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "index.db"
    path.write_bytes(content)

    assert "no index of Casebook" in refused(path) or "cannot be read" in refused(path)
    assert refused(path).endswith("Build it anew with: casebook index FOLDER")


def test_a_folder_is_no_index(tmp_path: Path) -> None:
    assert "There is no index" in refused(tmp_path)


def test_damage_that_shows_late_is_an_error_with_a_name(index: Path) -> None:
    # Copied without its digest, a file is checked only as far as it is read.
    change(index, "DROP TABLE words", tell=False)
    (index.parent / "index.db.sha256").unlink()

    with pytest.raises(IndexUnusable, match="casebook index FOLDER"):
        Index(index).fitting([("street",)])()


def test_an_index_copied_without_its_digest_still_opens(index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(index.read_bytes())

    assert texts(Index(copy)) == texts(Index(index))


# --- a build that fails ---------------------------------------------------------------------------------------


class Stopped(Exception):
    pass


def test_a_build_that_breaks_off_leaves_the_old_index_and_no_draft(index: Path) -> None:
    before = index.read_bytes()

    def stop(statements: Iterable[Statement]) -> Iterator[Statement]:
        yield from list(statements)[:3]
        raise Stopped

    with pytest.raises(Stopped):
        build(seed_notes(), index, folders=[], language=language(), progress=stop)

    assert index.read_bytes() == before
    assert beside(index) == {"index.db", "index.db.sha256"}
    assert opened(index).ask("silos").tier == "confident"


KILLED = """
import sys, time
from pathlib import Path
from bot.search import index as index_module
from bot.search.building import build
from tests.bot.library import language, seed_notes

def wait(statements):
    for number, each in enumerate(statements):
        if number == 100:
            print("half way", flush=True)
            time.sleep(60)
        yield each

build(seed_notes(), Path(sys.argv[1]), folders=[], language=language(), progress=wait)
"""


def test_a_killed_build_leaves_the_old_index_and_its_draft_is_swept_in_time(index: Path) -> None:
    before = index.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(index)], stdout=subprocess.PIPE, cwd=seeds().parent
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"half way\n"
        process.send_signal(signal.SIGKILL)
    left = beside(index) - {"index.db", "index.db.sha256"}

    assert index.read_bytes() == before
    assert len(left) == 1

    # Another build might still be writing a young draft; one of two hours ago is nobody's.
    indexed(index)
    assert left < beside(index)
    for name in left:
        os.utime(index.parent / name, (time.time() - 7200,) * 2)
    indexed(index)
    assert beside(index) == {"index.db", "index.db.sha256"}


def test_other_files_beside_the_index_are_nobodys_draft(index: Path) -> None:
    others = [
        index.parent / name for name in (".other.db.0a.draft", "index.db.draft", ".index.db.txt", "x.draft")
    ]
    for other in others:
        other.touch()
        os.utime(other, (0, 0))
    indexed(index)

    assert all(other.exists() for other in others)


@pytest.mark.parametrize("place", ["file/index.db", "folder"])
def test_an_index_that_cannot_be_written_says_why(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()

    with pytest.raises(IndexUnusable, match="cannot be written"):
        build(EMPTY, tmp_path / place, folders=[], language=language())
    assert [path.name for path in tmp_path.rglob("*.draft")] == []


def test_two_builds_at_once_leave_an_index_that_opens(tmp_path: Path) -> None:
    path = tmp_path / "i.db"
    with ThreadPoolExecutor(4) as threads:
        for _ in range(3):
            list(threads.map(lambda _: build(EMPTY, path, folders=[], language=language()), range(4)))

            assert Index(path).size == 0
    assert beside(path) == {"i.db", "i.db.sha256"}


# --- swaps under readers --------------------------------------------------------------------------------------


def in_a_thread(work: Callable[[], list[str]]) -> list[str]:
    """The same work on a thread that never touched an index."""
    done: list[str] = []
    thread = threading.Thread(target=lambda: done.extend(work()))
    thread.start()
    thread.join()
    return done


def test_a_reader_keeps_its_generation_while_newer_ones_come(index: Path) -> None:
    old = Index(index)
    before = texts(old)
    indexed(index, other=note("Another", "Nothing of this was there."))

    assert texts(old) == before
    assert texts(Index(index)) == ["Nothing of this was there."]


@pytest.mark.parametrize("then", ["newer", "broken", "gone"])
def test_a_thread_that_comes_late_reads_the_generation_it_was_handed(index: Path, then: str) -> None:
    old = Index(index)
    before = texts(old)
    if then == "newer":
        indexed(index, other=note("Another", "Nothing of this was there."))
    elif then == "broken":
        index.unlink()
        index.write_bytes(b"broken")
    else:
        index.unlink()

    assert in_a_thread(lambda: texts(old)) == before
    assert in_a_thread(lambda: [str(len(old.fitting([("silo",)])()))]) == ["1"]


def test_the_threads_of_a_generation_end_with_it(index: Path) -> None:
    stood = set(threading.enumerate())
    generation = Index(index)
    assert generation.fitting([("silo",)])()
    own = set(threading.enumerate()) - stood
    assert own

    del generation
    gc.collect()
    for thread in own:
        thread.join(10)
    assert not any(thread.is_alive() for thread in own)


def test_no_moment_of_a_swap_has_an_index_without_its_digest(index: Path) -> None:
    # Whoever opens in between finds the old file or the new one, each listed.
    contents = {"a": note("A", "The first claim."), "b": note("B", "The second claim.")}
    failures: list[str] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                assert texts(Index(index))
            except IndexUnusable as error:
                failures.append(str(error))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for name in "abababab":
        indexed(index, **{name: contents[name]})
    stop.set()
    for reader in readers:
        reader.join()

    assert failures == []


def test_between_the_moves_of_a_swap_the_index_opens(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[tuple[str, int]] = []
    really = Path.replace

    def move(path: Path, target: Path) -> Path:
        done = really(path, target)
        moved.append((target.name, Index(index).size))
        return done

    monkeypatch.setattr(Path, "replace", move)
    indexed(index, other=note("Another", "Nothing of this was there."))

    assert moved == [("index.db.sha256", 8), ("index.db", 1)]


def test_a_build_waits_while_another_swaps(index: Path) -> None:
    # Unlocked, two builds could leave the file of one beside the digest of the other.
    before = index.read_bytes()
    folder = os.open(index.parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    builder = threading.Thread(target=lambda: build(EMPTY, index, folders=[], language=language()))
    builder.start()
    builder.join(timeout=0.5)
    waited = builder.is_alive() and index.read_bytes() == before
    os.close(folder)
    builder.join()

    assert waited
    assert Index(index).size == 0


# --- odd questions --------------------------------------------------------------------------------------------

ODD = [
    'streets" OR "1"="1',
    "streets AND NOT silos",
    "NEAR(streets silos, 2)",
    "text:streets",
    "lead : silos",
    "str* ^silos",
    "streets + silos - children",
    "'; DROP TABLE words; --",
    '"""',
    "(((((",
    "{streets silos}",
    "streets\0silos",
    "\0",
    "🚋🚸 streets 🌳",
    "\ud800 streets \udfff",
    "\u202estreets\u200b",
    "ﬁnance ﬂows",
    "%s %d {streets} {0}",
    "\\x00 \\",
    "a",
    "OR",
    "AND OR NOT NEAR",
    " \t\r\n",
    "ß" * 500,
    "1 2 3 4 5 6 7 8 9 10",
    "text: streets lead: streets {text lead}: streets",
    '^"streets" * NEAR("streets" "silos", 0) -text:silos',
    "NEAR(" * 8_000,
    "s\u0301\u0302\u0303" * 500 + " streets",
    "\u0301" * 40_000,
    "👩\u200d👩\u200d👧 streets 🧑🏽\u200d🤝\u200d🧑🏿",
    "\u200d\u200c\ufe0f\U000e0041",
    "ﷺ" * 40_000,
    "…!?.,;:-–—()[]{}<>/\\|@#$%^&*_+=~`'\"" * 1_000,
]


@pytest.mark.parametrize("question", ODD, ids=range(len(ODD)))
def test_no_question_is_too_odd_to_be_answered(index: Path, question: str) -> None:
    casebook = opened(index)
    found = casebook.find(question)

    assert casebook.ask(question).tier == found.tier
    assert len(found.hits) <= 50


@pytest.mark.parametrize("question", [each for each in ODD if "streets" in each.lower()])
def test_signs_around_a_word_do_not_hide_it(index: Path, question: str) -> None:
    assert any("streets" in hit.statement.text for hit in opened(index).find(question).hits)


@pytest.mark.parametrize(
    "question",
    [
        "streets " * 5_000,
        "x" * 40_000,
        " ".join(f"wrod{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(5_000)),
        " ".join(" ".join(phrase) for phrase in words().alternatives) * 2,
        " ".join(" ".join(phrase) for phrase in words().places) * 2,
        "\U0001f68b" * 40_000,
    ],
    ids=["one word", "no word", "slips", "synonyms", "places", "pictures"],
)
def test_of_a_question_of_forty_thousand_characters_the_end_is_not_read(index: Path, question: str) -> None:
    assert len(question) >= 30_000
    casebook = opened(index)

    assert casebook.ask(f"{question}. Parking gardens, ill children") == casebook.ask(question)


def test_a_question_of_any_sort_of_character_is_answered(index: Path) -> None:
    casebook = opened(index)
    sorts: dict[str, list[str]] = {}
    for number in range(sys.maxunicode + 1):
        sorts.setdefault(unicodedata.category(chr(number)), []).append(chr(number))
    chance = random.Random(0)  # noqa: S311  nothing is kept secret

    assert len(sorts) == 30
    for some in sorts.values():
        for size, gap in ((200, ""), (5, " ")):
            question = gap.join("".join(chance.choices(some, k=size)) for _ in range(200 // size))
            assert "streets" in casebook.ask(f"streets {question}").groups[0].lines[0].text.lower()
            assert casebook.ask(question).tier in ("nothing", "closest", "confident")


def test_every_stored_problem_has_its_place(index: Path) -> None:
    indexed(index, streets=STREETS, broken="---\ntitle: [\n---\n# Broken\n")
    connection = sqlite3.connect(index)
    rows = connection.execute("SELECT note, line, message FROM problems").fetchall()
    connection.close()

    assert rows
    assert {(name, line >= 0, bool(message)) for name, line, message in rows} == {("broken", True, True)}
