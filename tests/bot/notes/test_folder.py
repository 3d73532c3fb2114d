"""Only ordinary, bounded UTF-8 files inside the folder are read; each other one is a Problem that says why."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import NotesUnreadable
from bot.model import Problem
from bot.notes import folder
from bot.notes.folder import Text


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder with one good note, `good.md`; what lies beside the folder is not its business."""
    inside = tmp_path / "notes"
    inside.mkdir()
    (inside / "good.md").write_text("Good.")
    return inside


def read(notes: Path) -> tuple[dict[str, str], list[str]]:
    """The notes by name, and the problems as `name:line: message`."""
    found = list(folder.texts(notes))
    return (
        {each.name: each.text for each in found if isinstance(each, Text)},
        [f"{each.note}:{each.line}: {each.message}" for each in found if isinstance(each, Problem)],
    )


def test_notes_are_read_by_name_with_their_folders(notes: Path) -> None:
    (notes / "deep" / "er").mkdir(parents=True)
    (notes / "deep" / "er" / "b.md").write_text("B\r\nb\rb")
    (notes / "a.md").write_bytes(b"\xef\xbb\xbfA")
    (notes / "picture.png").write_text("no note")
    (notes / ".hidden.md").write_text("no note")
    (notes / ".obsidian").mkdir()
    (notes / ".obsidian" / "x.md").write_text("no note")

    assert read(notes) == ({"a": "\ufeffA", "good": "Good.", "b": "B\nb\nb"}, [])
    assert [each.path for each in folder.texts(notes) if isinstance(each, Text)] == [
        "a.md",
        "good.md",
        "deep/er/b.md",
    ]


def test_a_link_out_of_the_folder_is_not_followed(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("Secret.")
    (notes / "linked.md").symlink_to(tmp_path / "secret.md")
    (notes / "inside.md").symlink_to(notes / "good.md")
    (notes / "dangling.md").symlink_to(tmp_path / "nothing.md")
    (notes / "loop.md").symlink_to(notes / "loop.md")

    assert read(notes) == (
        {"good": "Good."},
        [
            f"{name}:0: cannot be opened (it is a link); left out"
            for name in ("dangling", "inside", "linked", "loop")
        ],
    )


def test_a_linked_folder_is_not_walked_and_that_is_said(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.md").write_text("Secret.")
    (notes / "linked").symlink_to(tmp_path / "elsewhere")
    (notes / "up").symlink_to(notes)

    assert read(notes) == (
        {"good": "Good."},
        [f"{name}:0: cannot be opened (it is a link); left out" for name in ("linked", "up")],
    )


def test_a_pipe_does_not_keep_the_reader_waiting(notes: Path) -> None:
    os.mkfifo(notes / "pipe.md")

    assert read(notes) == ({"good": "Good."}, ["pipe:0: is no ordinary file; left out"])


def test_a_socket_is_no_note(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(notes)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.md")
        good, problems = read(notes)

    assert good == {"good": "Good."}
    assert len(problems) == 1
    assert problems[0].startswith("socket:0: cannot be opened (")


def test_a_file_goes_up_to_its_limit_and_no_further(notes: Path) -> None:
    (notes / "big.md").write_text("x" * (folder.MOST_BYTES + 1))
    (notes / "full.md").write_text("x" * folder.MOST_BYTES)

    good, problems = read(notes)

    assert set(good) == {"full", "good"}
    assert problems == ["big:0: is larger than 2 MB; left out"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a\0b", "bad:0: holds NUL bytes, so it is no text; left out"),
        ("UTF-16 text".encode("utf-16"), "bad:0: is UTF-16; save it as UTF-8. Left out"),
        ("\ufeffUTF-16 text".encode("utf-16-be"), "bad:0: is UTF-16; save it as UTF-8. Left out"),
        ("UTF-16 text".encode("utf-16-le"), "bad:0: holds NUL bytes, so it is no text; left out"),
        (b"one\ntwo\nLar\xe9do", "bad:3: is not UTF-8; save it as UTF-8. Left out"),
        (b"\xed\xa0\x80", "bad:1: is not UTF-8; save it as UTF-8. Left out"),  # a lone surrogate
        (b"cut off \xe2\x82", "bad:1: is not UTF-8; save it as UTF-8. Left out"),
    ],
)
def test_what_is_no_utf8_text_is_a_problem_with_its_line(notes: Path, content: bytes, problem: str) -> None:
    (notes / "bad.md").write_bytes(content)

    assert read(notes) == ({"good": "Good."}, [problem])


def test_of_two_notes_of_one_name_the_first_is_read(notes: Path) -> None:
    for each in ("b", "a"):
        (notes / each).mkdir()
        (notes / each / "twin.md").write_text(each)

    good, problems = read(notes)

    assert good["twin"] == "a"
    assert problems == ["twin:0: b/twin.md has the name of a/twin.md, which is read; rename one"]


def test_a_second_note_of_the_name_is_read_where_the_first_cannot_be(notes: Path) -> None:
    for each, content in (("a", b"\0"), ("b", b"b")):
        (notes / each).mkdir()
        (notes / each / "twin.md").write_bytes(content)

    assert read(notes)[0]["twin"] == "b"


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_a_name_that_is_no_utf8_can_still_be_told(notes: Path) -> None:
    with open(os.fsencode(notes) + b"/caf\xe9.md", "w") as file:  # noqa: PTH123  a Path cannot say it
        file.write("Coffee.")

    good, problems = read(notes)

    assert good["caf\\udce9"] == "Coffee."
    assert problems == []


NO_NOTES = "{} holds no notes. Casebook reads files that end in .md, and captions that end in .vtt or .srt."


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (None, "There is no folder {}. Name the folder that holds your notes."),
        ("file", "{} is a file. Name the folder that holds your notes."),
        ("folder", NO_NOTES),
        ("folder with a linked one", NO_NOTES),
    ],
)
def test_a_folder_that_holds_no_notes_is_an_error_that_says_the_next_step(
    tmp_path: Path, made: str | None, says: str
) -> None:
    path = tmp_path / "notes"
    if made == "file":
        path.write_text("")
    elif made:
        path.mkdir()
        (path / "readme.txt").write_text("")
    if made and "linked" in made:
        (path / "link").symlink_to(tmp_path)

    with pytest.raises(NotesUnreadable) as raised:
        list(folder.texts(path))

    assert str(raised.value) == says.format(path)


AS_NOBODY = """
import sys
from pathlib import Path
from bot.errors import NotesUnreadable
from bot.model import Problem
from bot.notes import folder
try:
    for each in folder.texts(Path(sys.argv[1])):
        print(each.message if isinstance(each, Problem) else each.name)
except NotesUnreadable as error:
    print(error)
"""


def as_nobody(notes: Path) -> str:
    """What a user without special rights reads; root, as in most containers, may read everything."""
    for each in (notes, *notes.parents):
        if each.stat().st_uid == os.geteuid() and each != Path("/"):
            each.chmod(each.stat().st_mode | 0o055)
        if each.name.startswith("pytest-of-"):
            break
    program = "import os\nif os.geteuid() == 0: os.setuid(65534)\n" + AS_NOBODY
    imported = (
        "import bot.notes.folder, bot.model, bot.errors\n"  # before the rights go, the tree may be private
    )
    run = subprocess.run(
        [sys.executable, "-c", imported + program, str(notes)], capture_output=True, text=True, check=True
    )
    return run.stdout


def test_a_note_that_may_not_be_read_is_a_problem(notes: Path) -> None:
    (notes / "private.md").write_text("Private.")
    (notes / "private.md").chmod(0)

    assert as_nobody(notes) == "good\ncannot be opened (permission denied); left out\n"


def test_a_folder_that_may_not_be_read_is_an_error_that_says_the_next_step(notes: Path) -> None:
    (notes / "private").mkdir()
    (notes / "private").chmod(0)

    assert as_nobody(notes) == (
        f"{notes}/private may not be read (Permission denied). Give your user read permission, then try again.\n"
    )


def test_a_table_is_strings_and_a_missing_one_is_empty(tmp_path: Path) -> None:
    (tmp_path / "videos.yaml").write_text("x:\n  length: 2:23:00\n  country: NO\n")
    (tmp_path / "empty.yaml").write_text("")

    assert folder.table(tmp_path / "videos.yaml") == {"x": {"length": "2:23:00", "country": "NO"}}
    assert folder.table(tmp_path / "empty.yaml") == {}
    assert folder.table(tmp_path / "missing.yaml") == {}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a: &x 1", ": anchors and aliases are not read. Mend it, then try again."),
        (
            b"a: b\nc: [d\n",
            ":3: not valid YAML, at or before this line: did not find expected ',' or ']'. Mend it, then try again.",
        ),
        (b"\0", ": holds NUL bytes, so it is no text; left out. Mend it, then try again."),
    ],
)
def test_a_table_that_cannot_be_read_is_an_error_that_names_it(
    tmp_path: Path, content: bytes, says: str
) -> None:
    (tmp_path / "bad.yaml").write_bytes(content)

    with pytest.raises(NotesUnreadable) as raised:
        folder.table(tmp_path / "bad.yaml")

    assert str(raised.value) == f"{tmp_path}/bad.yaml{says}"
