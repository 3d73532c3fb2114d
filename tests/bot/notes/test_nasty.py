"""Hostile files and folders: each is told of with its line, nothing else is lost, and links still land."""

from __future__ import annotations

import threading
import unicodedata
from pathlib import Path

import pytest

from bot.model import Note, Problem
from bot.notes import folder, library, reading
from bot.notes.folder import Text
from bot.settings import seeds
from tests.bot.digest.making import SOAK
from tests.bot.library import opened, read_notes, stamped, words, written
from tests.bot.notes.test_reading_anything import HEAD, SIZE

NASTY = Path(__file__).parents[2] / "nasty"
GOOD = stamped("""\
---
title: Streets for people
videoId: -street_001
---
## Sweden
- **Vinnova:** Children drew their own streets ⟨00:01:00⟩.
""")
LINK = "https://www.youtube.com/watch?v=-street_001&t=55s"

# A file, how many statements it gives, and what is said of it, each with its line.
FILES: list[tuple[str, int, list[str]]] = [
    ("a_gap_in_time.vtt", 2, [
        "0: its name tells no talk", "3: ends before it begins", "6: times that cannot be read",
        "12: begins before the cue above it"]),
    ("a_merge_bomb.md", 1, ["1: the head cannot be read: anchors and aliases", "1: no title", "1: no videoId"]),
    ("a_tower_of_marks.md", 1, []),
    ("an_alias_bomb.md", 1, ["1: the head cannot be read: anchors and aliases", "1: no title", "1: no videoId"]),
    ("an_escape_without_end.md", 1, []),
    ("an_open_head.md", 2, ["1: no title", "1: no videoId"]),
    ("byte_order_mark.md", 1, []),
    ("deep_brackets.md", 1, ["1: the head cannot be read: nested too deeply", "1: no title", "1: no videoId"]),
    ("empty.md", 0, ["1: no title", "1: no videoId"]),
    ("escapes_of_a_terminal.md", 1, []),
    ("huge_numbers_and_odd_dates.md", 1, []),
    ("latin_1.md", 0, ["5: is not UTF-8"]),
    ("links_that_lie.md", 1, []),
    ("lone_surrogate.md", 0, ["5: is not UTF-8"]),
    ("no_cues.vtt", 0, ["0: its name tells no talk", "1: holds no cue"]),
    ("nul.md", 0, ["0: holds NUL bytes"]),
    ("old_mac_lines.md", 1, []),
    ("only_a_head.md", 0, []),
    ("tags_that_run_code.md", 1, ["1: the head cannot be read: tags", "1: no title", "1: no videoId"]),
    ("turned_round.md", 1, []),
    ("utf_16.md", 0, ["0: is UTF-16; save it as UTF-8"]),
    ("windows_lines.md", 2, []),
]  # fmt: skip


def read(*notes: Path) -> library.Library:
    return read_notes(notes, words())


def problems(found: library.Library, name: str) -> list[str]:
    return [f"{each.line}: {each.message}" for each in found.problems if each.note == name]


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> library.Library:
    """All nasty files, and one that is sound."""
    notes: Path = tmp_path_factory.mktemp("nasty") / "notes"
    notes.mkdir()
    for path in NASTY.iterdir():
        (notes / path.name).write_bytes(path.read_bytes())
    return read(written(notes, good=GOOD))


@pytest.mark.parametrize(("file", "statements", "said"), FILES, ids=[row[0] for row in FILES])
def test_a_nasty_file_is_told_of_with_its_line(
    nasty: library.Library, file: str, statements: int, said: list[str]
) -> None:
    name = file.removesuffix(".md")
    told = problems(nasty, name)

    assert sum(len(note.statements) for note in nasty.notes if note.name == name) == statements
    assert len(told) == len(said), told
    assert all(is_.startswith(begun) for is_, begun in zip(told, said, strict=True)), told


def test_beside_nasty_files_the_sound_one_is_read_whole(nasty: library.Library, tmp_path: Path) -> None:
    from bot.search.building import build
    from tests.bot.library import language

    build(nasty, tmp_path / "index.db", folders=[], language=language())
    answer = opened(tmp_path / "index.db").ask("Vinnova children streets")

    assert problems(nasty, "good") == []
    assert answer.groups[0].lines[0].links[0].url == LINK


def test_nothing_of_a_nasty_file_turns_the_writing_round_or_reaches_a_terminal(
    nasty: library.Library,
) -> None:
    for note in nasty.notes:
        assert note.title.isprintable()
        for each in note.statements:
            assert all(shown.isprintable() for shown in (each.text, *each.leads, *each.headings, each.intro))
    assert all(each.message.isprintable() for each in nasty.problems)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Streets \u202egpj.exe\u202c", "Streets gpj.exe"),
        ("\u2066Streets\u2069 for\u200b people", "Streets for people"),
        ('"\\e[31mRed\\a"', "[31mRed"),
        ("\u202e", "Test"),  # nothing is left, so the file's name stands for it
        ("Улицы и площади", "Улицы и площади"),
        ("شوارع للناس", "شوارع للناس"),
    ],
)
def test_a_title_cannot_pretend_to_be_another(title: str, shown: str) -> None:
    note = reading.read("test", f"---\ntitle: {title}\nvideoId: abcdefghijk\n---\nStreets are.")

    assert note is not None
    assert note.title == shown


# --- names and folders ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("two\nlines", "two\\nlines"),
        ("gpj.\u202edm", "gpj.\\u202edm"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a tab\t", "a tab\\t"),
        ("Malmö", "Malmö"),
        ("漢字", "漢字"),
    ],
)
def test_what_of_a_files_name_cannot_be_shown_is_spelled_out(tmp_path: Path, file: str, name: str) -> None:
    (tmp_path / f"{file}.md").write_bytes(b"\xff")

    [problem] = folder.texts(tmp_path)

    assert isinstance(problem, Problem)
    assert problem.note == name


def test_two_notes_whose_names_differ_in_large_letters_are_both_read(tmp_path: Path) -> None:
    for name, subfolder in (("Streets", "a"), ("streets", "b")):
        written(tmp_path / subfolder, **{name: GOOD})

    assert [each.name for each in read(tmp_path).notes] == ["Streets", "streets"]


def test_a_name_is_one_name_however_its_accents_are_stored(tmp_path: Path) -> None:
    # What a Mac wrote may come with the accent apart; the ids of its statements must not depend on that.
    for form, subfolder in (("NFC", "a"), ("NFD", "b")):
        written(tmp_path / subfolder, **{unicodedata.normalize(form, "malmö"): GOOD})  # type: ignore[arg-type]
    found = read(tmp_path)

    assert [each.name for each in found.notes] == ["malmö"]
    assert problems(found, "malmö") == ["0: b/malmö.md has the name of a/malmö.md, which is read; rename one"]


def test_a_folder_that_became_a_link_is_not_gone_through(tmp_path: Path) -> None:
    written(tmp_path / "notes" / "deep", note="Ours.")
    written(tmp_path / "elsewhere", note="Secret.")
    [file] = folder.files(tmp_path / "notes")
    (tmp_path / "notes" / "deep").rename(tmp_path / "away")
    (tmp_path / "notes" / "deep").symlink_to(tmp_path / "elsewhere")

    assert folder.text(file) == Problem("note", 0, "cannot be opened (it is a link); left out")
    assert folder.talk(file) == ""


def test_a_folder_of_notes_may_itself_be_a_link(tmp_path: Path) -> None:
    written(tmp_path / "notes", good=GOOD)
    (tmp_path / "linked").symlink_to(tmp_path / "notes")

    assert [each.name for each in read(tmp_path / "linked").notes] == ["good"]


def test_a_device_is_no_note() -> None:
    file = folder.File("zero", "zero", Path("/dev/zero"), Path("/dev"))

    assert folder.text(file) == Problem("zero", 0, "is no ordinary file; left out")


def test_a_note_that_changes_while_it_is_read_is_read_or_left_out(tmp_path: Path) -> None:
    whole = GOOD + "Streets are for people.\n" * 20_000
    written(tmp_path, good=GOOD, changing=whole)
    done = threading.Event()

    def change() -> None:
        while not done.is_set():
            for text in (whole, "", GOOD, whole * 8):
                (tmp_path / "changing.md").write_text(text, encoding="utf-8")

    writer = threading.Thread(target=change)
    writer.start()
    try:
        for _ in range(20):
            said = list(folder.texts(tmp_path))
            assert {each.name if isinstance(each, Text) else each.note for each in said} == {
                "good",
                "changing",
            }
            assert all(isinstance(each, Text) or "larger than" in each.message for each in said)
    finally:
        done.set()
        writer.join()


def test_a_folder_of_very_many_files_is_read_to_the_last(tmp_path: Path) -> None:
    many = 100_000 if SOAK else 2_000
    for number in range(many):
        (tmp_path / f"{number}.md").write_bytes(b"" if number % 2 else b"\xff")

    said = list(folder.texts(tmp_path))

    assert sum(isinstance(each, Text) for each in said) == many // 2
    assert sum(isinstance(each, Problem) for each in said) == many // 2


# --- a million of anything ------------------------------------------------------------------------------------


def note_of(body: str) -> Note:
    note = reading.read("test", HEAD + body)
    assert note is not None
    return note


STAMP = '<a class="yt-timestamp" data-t="00:01:02">[00:01:02]</a>'


@pytest.mark.parametrize(
    ("body", "statements", "said"),
    [
        ("# a\n" * 100_000, 0, []),
        ("Streets " + "[[a_b]] " * 100_000 + ".", 1, [
            "5: a sentence of 400,008 characters; only its first 4,000 are read"]),
        ("Streets" + "[1:00]" * 70_000 + ".", 1, [
            "5: more than 65533 stamps; the rest is left out",
            "5: a sentence of 65,533 stamps; only its first 100 are read"]),
        ("- a.\n" * 50_002, 50_000, ["50005: more than 50,000 statements; the rest is left out"]),
        ("streets " * 250_000, 1, ["5: a sentence of 1,999,999 characters; only its first 4,000 are read"]),
        ("s" * 2_000_000, 1, ["5: a sentence of 2,000,000 characters; only its first 4,000 are read"]),
    ],
    ids=["headings", "wikilinks", "stamps", "statements", "words", "letters"],
)  # fmt: skip
def test_of_a_million_of_anything_so_many_are_read_and_the_rest_is_told_of(
    body: str, statements: int, said: list[str]
) -> None:
    note = note_of(body)

    assert len(note.statements) == statements
    assert [f"{each.line}: {each.message}" for each in note.problems] == said


def test_a_long_heading_is_not_carried_along_by_each_line_below_it() -> None:
    note = note_of("# " + "Streets " * 60_000 + "\n" + "- For people.\n" * 1_000)

    assert len(note.statements) == 1_000
    assert all(len(each.headings[0]) <= 400 for each in note.statements)


@pytest.fixture(scope="module")
def ordinary() -> float:
    """What a library of one ordinary note of the size costs, in seconds of this machine."""
    text = "\n\n".join(path.read_text("utf-8") for path in sorted((seeds() / "notes").glob("*.md")))
    return max(cost(text[: SIZE // 4]) for _ in range(3))


# Each was once looked at as often as it has names, quotations or brackets.
@pytest.mark.parametrize(
    "unit", ['[x](a "', "No. 1 ", "Sweden (", '"A B" ', "Aa, ", "like A ", "of the A ", "Aa (", "A's "]
)
def test_a_sentence_of_nothing_but_names_costs_little_more_than_ordinary_ones(
    unit: str, ordinary: float
) -> None:
    assert cost(unit * (SIZE // 4 // len(unit))) < 20 * ordinary


def cost(text: str) -> float:
    import time

    began = time.thread_time()
    library.build([Text("test", "test.md", HEAD + text)], {}, words())
    return time.thread_time() - began
