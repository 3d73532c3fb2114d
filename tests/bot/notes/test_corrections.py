"""Which corrections are read, what they do to a note's seconds, and which are faults."""

from __future__ import annotations

import pytest

from bot.model import Citation, Note, Seconds, Statement, Video
from bot.notes.corrections import applied, corrected, mended, read, second

ENTRY = {"note": "streets", "stamp": "21:18:31", "statement": "Streets…", "id": "s1", "second": "0:21:18"}


def note(*raws: str, name: str = "streets", video: str = "v1") -> Note:
    """A note of one statement, s1, with those stamps."""
    seconds = tuple(Seconds(raw, None, grade="unusable", reason="…") for raw in raws)
    return Note(name, "Streets", video, (Statement("s1", Citation(name, 7, video, seconds), "Streets"),), ())


def seen(notes: tuple[Note, ...]) -> list[int | None]:
    return [each.seconds for n in notes for s in n.statements for each in s.citation.seconds]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("21:18", 1278),
        ("1:14:13", 4453),
        (" 0:00 ", 0),
        ("75:10", 4510),
        ("-1:00", None),
        ("99:99:99", None),
        ("1:60", None),
        ("24:00:00", None),
        ("85", None),
        ("half past two", None),
        ("", None),
        ("1:" * 2_000, None),
        ("9" * 4_000, None),
        ("<!channel>", None),
        ("1:00\n2:00", None),
    ],
)
def test_a_time_that_somebody_typed(written: str, meant: int | None) -> None:
    assert second(written) == meant


def test_no_second_lies_behind_the_end_of_its_talk() -> None:
    assert [second("22:10", 1330), second("22:11", 1330)] == [1330, None]


def test_entries_are_read_with_and_without_an_id() -> None:
    other = {"note": "streets", "stamp": "16:16:16", "second": "16:16"}
    assert read([ENTRY, other]) == (
        {("streets", "21:18:31", "s1"): 1278, ("streets", "16:16:16", None): 976},
        (),
    )


@pytest.mark.parametrize("table", [{}, [], ""])
def test_no_corrections_are_no_fault(table: object) -> None:
    assert read(table) == ({}, ())


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("streets", "entry 1 of corrections.yaml names no note or stamp"),
        ({**ENTRY, "note": ""}, "names no note or stamp"),
        ({**ENTRY, "stamp": ["a"]}, "names no note or stamp"),
        ({**ENTRY, "second": ""}, "gives 21:18:31 no second"),
        ({**ENTRY, "second": "99:99:99"}, "gives 21:18:31 the second 99:99:99; write a time such as"),
        ({**ENTRY, "second": "x" * 4_000}, "write a time such as"),
    ],
)
def test_a_faulty_entry_is_a_problem_and_the_rest_counts(entry: object, says: str) -> None:
    found, [problem] = read([entry, {**ENTRY, "stamp": "0:05"}])
    assert says in problem.message
    assert len(problem.message) < 200
    assert list(found) == [("streets", "0:05", "s1")]


def test_a_table_that_is_no_list_is_a_problem() -> None:
    assert "is no list" in read({"note": "streets"})[1][0].message


def test_a_corrected_stamp_is_repaired_and_says_who_did_it() -> None:
    expected = Seconds("21:18:31", 1278, None, "repaired", "a curator corrected 21:18:31 to 21:18")
    [after], problems = applied([note("21:18:31", "16:16:16")], {("streets", "21:18:31", "s1"): 1278}, {})
    assert after.statements[0].citation.seconds == (
        expected,
        note("16:16:16").statements[0].citation.seconds[0],
    )
    assert mended("21:18:31", 1278) == expected
    assert problems == ()


def test_without_an_id_every_statement_of_the_note_is_corrected_and_the_id_counts_more() -> None:
    table = {("streets", "21:18:31", "s1"): 5, ("streets", "21:18:31", None): 7}
    assert seen(applied([note("21:18:31")], table, {})[0]) == [5]
    assert seen(applied([note("21:18:31")], {("streets", "21:18:31", None): 7}, {})[0]) == [7]


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (("streets", "0:05", None), "corrects 0:05, which no statement has here now"),
        (("streets", "21:18:31", "gone"), "which no statement of that id has here now"),
        (("nowhere", "21:18:31", None), "which no statement has here now"),
    ],
)
def test_a_correction_that_fits_nothing_is_a_problem(key: tuple[str, str, str | None], says: str) -> None:
    notes, [problem] = applied([note("21:18:31")], {key: 5}, {})
    assert seen(notes) == [None]
    assert (problem.note, says in problem.message) == (key[0], True)


def test_a_correction_behind_the_talks_end_is_a_problem_and_left_out() -> None:
    talks = {"v1": Video("v1", length=600)}
    notes, [problem] = applied([note("21:18:31")], {("streets", "21:18:31", None): 1278}, talks)
    assert seen(notes) == [None]
    assert "but the talk ends at 10:00" in problem.message


def test_a_statement_nobody_corrected_is_the_same_object() -> None:
    [statement] = note("21:18:31").statements
    assert corrected(statement, {("s2", "21:18:31"): 5}) is statement
