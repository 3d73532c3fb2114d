"""Whatever a note holds, it is read, quickly, and nothing of a stamp's markup is ever shown."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.model import Note
from bot.notes import reading

HEAD = "---\ntitle: A test\nvideoId: abcdefghijk\n---\n"


def read(body: str) -> Note:
    note = reading.read("test", HEAD + body)
    assert note is not None
    return note


def ids(note: Note) -> set[str]:
    return {statement.id for statement in note.statements}


SIGNS = [
    "[",
    "]",
    "[[",
    "]]",
    "(",
    ")",
    "|",
    "**",
    "*",
    "_",
    "`",
    "```",
    "~~~",
    "#",
    "# ",
    "- ",
    "1. ",
    "> ",
    "  ",
    "\n",
]
MARKUP = [
    "<a ",
    "</a>",
    "<",
    ">",
    'class="yt-timestamp"',
    "yt-timestamp",
    "data-t=",
    'data-t="',
    '"',
    "=",
    "&lt;",
    "&#91;",
]
STAMPS = [
    "00:21",
    "[00:21]",
    ":",
    "99:99",
    '<a class="yt-timestamp" data-t="00:21">[00:21]</a>',
    "&quot;",
    "N/A",
]
WORDS = [
    "Word",
    "word. ",
    "e.g. ",
    "One. ",
    ": ",
    "[!NOTE] ",
    "From: [[",
    "---\n",
    "title: x\n",
    "\U000f0001",
    "\ue000",
    "√©",
]
ANYTHING = some.lists(
    some.sampled_from([*SIGNS, *MARKUP, *STAMPS, *WORDS]) | some.characters() | some.text(max_size=6),
    max_size=60,
).map("".join)


@given(ANYTHING)
def test_whatever_the_text_it_is_read_and_no_stamps_markup_is_left(text: str) -> None:
    note = reading.read("test", text)

    for statement in note.statements if note else ():
        for shown in (statement.text, *statement.leads, *statement.headings, statement.intro):
            assert "data-t=" not in shown.lower()
            assert "yt-timestamp" not in shown.lower()
            assert "\ue000" not in shown
            assert shown.isprintable()
    assert all(0 <= problem.line <= text.count("\n") + 1 for problem in (note.problems if note else ()))


@given(ANYTHING)
def test_ids_are_one_to_a_statement_and_lines_stand_in_the_note(text: str) -> None:
    note = read(text)

    assert len(ids(note)) == len(note.statements)
    assert all(5 <= each.citation.line <= 5 + text.count("\n") for each in note.statements)


@given(
    ANYTHING,
    some.sampled_from(["Another thing [00:59].", "# A heading", "- **A lead:** and its rest [01:00]."]),
)
def test_ids_stay_when_a_line_is_added_above(text: str, line: str) -> None:
    assert ids(read(f"\n{text}")) <= ids(read(f"{line}\n\n{text}"))


HOSTILE = [
    "<a ", "</a ", "<a </a", "<", "<b ", "[1:00", "[1:00]-", "[1:00,", "1:00,", "`x`[1:00]\n", "**", "*", "_", "_a ",
    "[[", "[[a|", "[x](", '[x](a "', "[!a", "((", ".", "!?", "a.)", "No. 1 ", "`", "```", "a```", "data-t=", "class=yt",
    "&", "&#x", "|", "| [1:00] ", "# #", "> ", ">", "From: [[", "\u00a0", "√©", "\ufffd", "\t", " ", "- - ", "-",
    "---\n",
]  # fmt: skip
OPENED = [
    ("# a", " #"), ("From: [[a]]", " "), ("**", "a"), ("[x]((", "a"), ("---\n", "a: b\n"), ("[1:00", " "), ("a.", ")"),
    ("a. ", "("), ("<a class=yt ", "x "), ("```\n", "a\n"), ("[!a]", " "), ("", "e.g. A "), ("", "One. "),
]  # fmt: skip


SIZE = 100_000


@pytest.fixture(scope="module")
def ordinary() -> float:
    """What an ordinary note of the size costs, in seconds of this machine."""
    line = 'Streets became places for children <a class="yt-timestamp" data-t="00:27:35">[00:27:35]</a>.\n\n'
    return max(cost(line * (SIZE // len(line))) for _ in range(3))


@pytest.mark.parametrize(("opening", "unit"), [*(("", each) for each in HOSTILE), *OPENED])
def test_a_hostile_note_costs_little_more_than_an_ordinary_one(
    opening: str, unit: str, ordinary: float
) -> None:
    assert cost(opening + unit * (SIZE // len(unit))) < 40 * ordinary


def cost(text: str) -> float:
    # In a long run the garbage of other tests would be looked through for every thousand sentences.
    gc.disable()
    try:
        began = time.process_time()
        read(text)
        return time.process_time() - began
    finally:
        gc.enable()
