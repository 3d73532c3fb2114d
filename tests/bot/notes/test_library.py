"""Notes and talks become one library; what fails in one note stays that note's problem."""

from __future__ import annotations

from typing import cast

import pytest

from bot.lexicon import Lexicon
from bot.model import Problem, Video
from bot.notes import library
from bot.notes.folder import Text

TALK = {"abcdefghijk": Video("abcdefghijk", length=8580)}


def text(name: str, body: str, head: str = "title: A note\nvideoId: abcdefghijk") -> Text:
    return Text(name, f"{name}.md", f"---\n{head}\n---\n{body}")


@pytest.mark.parametrize(
    ("stamp", "second", "grade"),
    [
        ("02:22:59", 8579, "as written"),
        ("02:23:00", 8580, "two readings"),  # its last second, or 2 min 23 s: nothing in the note tells
        ("16:16:16", 976, "repaired"),
        ("01:88:00", None, "unusable"),
    ],
)
def test_a_talks_length_tells_what_a_stamp_can_mean(
    places: Lexicon, stamp: str, second: int | None, grade: str
) -> None:
    built = library.build([text("a", f"One [{stamp}].")], TALK, places)
    [seconds] = built.notes[0].statements[0].citation.seconds

    assert (seconds.raw, seconds.seconds, seconds.grade) == (stamp, second, grade)


def test_a_talk_of_unknown_length_is_of_no_impossible_length(places: Lexicon) -> None:
    built = library.build([text("a", "One [16:16:16].")], {}, places)

    assert built.notes[0].statements[0].citation.seconds[0].seconds == 976
    assert built.videos == (Video("abcdefghijk"),)


def test_a_withdrawn_note_is_left_out_with_its_case(places: Lexicon) -> None:
    built = library.build(
        [
            text("gone", "## Sweden (Vinnova)\nOne.", "title: A\nvideoId: abcdefghijk\nwithdrawn: true"),
            text("here", "Two.", "title: B\nvideoId: lmnopqrstuv"),
        ],
        TALK,
        places,
    )

    assert [note.name for note in built.notes] == ["here"]
    assert (built.cases, built.problems) == ((), ())
    assert [video.id for video in built.videos] == ["lmnopqrstuv"]  # nor is its talk told


def test_no_note_of_a_withdrawn_talk_is_read(places: Lexicon) -> None:
    texts = [
        text("gone", "One.", "title: A\nvideoId: abcdefghijk"),
        text("here", "Two.", "title: B\nvideoId: lmnopqrstuv"),
    ]
    talks = library.videos({"abcdefghijk": {"withdrawn": "true"}, "lmnopqrstuv": {"withdrawn": "false"}})

    assert [note.name for note in library.build(texts, talks, places).notes] == ["here"]


def test_whatever_fails_in_one_note_the_others_are_read(places: Lexicon) -> None:
    broken = Text("broken", "broken.md", cast(str, None))  # no text at all stands for a fault of ours
    missing = Problem("missing", 0, "cannot be opened")

    built = library.build([broken, missing, text("fine", "One.")], {}, places)

    assert [note.name for note in built.notes] == ["fine"]
    assert [(problem.note, problem.line) for problem in built.problems] == [("broken", 0), ("missing", 0)]
    assert built.problems[0].message == "cannot be read (AttributeError); left out"


def test_a_notes_own_problems_are_the_librarys(places: Lexicon) -> None:
    built = library.build([text("a", "One [00:21].", "title: A")], {}, places)

    assert built.problems == (Problem("a", 1, "no videoId that a link could be made of"),)
    assert built.notes[0].problems == built.problems


def test_each_note_keeps_its_own_statements_with_kind_case_and_country(places: Lexicon) -> None:
    built = library.build(
        [text("a", "## Sweden (Vinnova)\nOne [00:21]."), text("b", "# Barriers\nTwo [00:22].")], TALK, places
    )

    told = [
        [(each.text, each.kind, each.case, each.country) for each in note.statements] for note in built.notes
    ]
    assert told == [[("One.", "example", "Vinnova", "Sweden")], [("Two.", "challenge", None, None)]]


def test_no_notes_are_an_empty_library(places: Lexicon) -> None:
    assert library.build([], TALK, places) == library.Library((), (), (), ())


@pytest.mark.parametrize(
    ("about", "video"),
    [
        ({"title": "T", "date": "2021", "length": "2:23:00"}, Video("x", "T", "2021", 8580)),
        ({"length": "41:50"}, Video("x", length=2510)),
        ({"length": "about an hour"}, Video("x")),
        ({"length": ["1:00"], "title": {"a": "b"}}, Video("x")),
        ({}, Video("x")),
    ],
)
def test_a_talk_is_what_the_table_knows_of_it(about: dict[str, object], video: Video) -> None:
    assert library.videos({"x": about}) == {"x": video}


def test_a_talk_that_is_no_map_is_left_out() -> None:
    assert library.videos({"x": "2:23:00", "y": ["a"]}) == {}


def test_a_case_is_known_with_the_statements_that_tell_of_it(places: Lexicon) -> None:
    note = text(
        "a", "## Sweden (Vinnova)\nStreets changed.\n\n## Lessons\nVinnova asked children.\n\nPay well."
    )
    built = library.build([note], {}, places)
    by_id = {each.id: each.text for each in built.notes[0].statements}

    assert [case.name for case in built.cases] == ["Vinnova"]
    assert [by_id[each] for each in built.tellings["Vinnova"]] == [
        "Streets changed.",
        "Vinnova asked children.",
    ]


def test_spellings_are_joined_at_the_second_a_curator_gave(places: Lexicon) -> None:
    notes = [
        text("a", "## Sweden\n*   **Tom de Luze (Sweden):** A village cared [00:10:00]."),
        text("b", "It was Tom de Luise, a house, that cared [00:12:00]."),
    ]
    apart = library.build(notes, {}, places)
    joined = library.build(notes, {}, places, corrections={("b", "00:12:00", None): 600})

    assert [case.aliases for case in apart.cases] == [()]
    assert [case.aliases for case in joined.cases] == [("Tom de Luise",)]


def test_a_correction_that_fits_no_stamp_is_a_problem(places: Lexicon) -> None:
    built = library.build(
        [text("a", "One [00:10:00].")], {}, places, corrections={("a", "00:11:00", None): 6}
    )

    assert [(each.note, each.line) for each in built.problems] == [("a", 0)]
