"""A statement's line: its text to the letter, and links that land where it was said."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.answers.lines import Shelf, line, links, right
from bot.answers.twins import merged
from bot.model import Citation, Grade, Line, Link, Seconds, Statement, Video
from bot.notes import seconds

SHELF = Shelf(
    {"streets": "Streets for people"},
    {"abc": Video("abc", date="2021-10-05")},
    "https://www.youtube.com/watch?v={video}&t={second}s",
)


def stamp(raw: str, length: int | None = None) -> Seconds:
    return seconds.read(raw, length)


def said(
    text: str = "Children drew streets.",
    *stamps: Seconds,
    note: str = "streets",
    video: str | None = "abc",
    leads: tuple[str, ...] = (),
) -> Statement:
    return Statement(f"{note}:{text}", Citation(note, 7, video, stamps), text, leads=leads)


def lines(statements: Iterable[Statement]) -> list[Line]:
    return [line(each, SHELF) for each in merged(right(statements, SHELF))]


def address(raw: str, **about: str | None) -> str | None:
    [link] = links(said("x", stamp(raw), **about), SHELF)  # type: ignore[arg-type]
    return link.url


@pytest.mark.parametrize(
    ("raw", "second"),
    [
        ("1:14:13", 4448),
        ("0:06", 1),
        ("0:05", 0),
        ("0:04", 0),  # never below zero
        ("0:00", 0),
        ("12:00:00", 43_195),
    ],
)
def test_a_link_opens_five_seconds_before_the_stamp(raw: str, second: int) -> None:
    assert address(raw) == f"https://www.youtube.com/watch?v=abc&t={second}s"


@pytest.mark.parametrize(("raw", "label"), [("00:01:25", "1:25"), ("01:14:13", "1:14:13"), ("0:05", "0:05")])
def test_a_link_is_labelled_with_the_second_itself(raw: str, label: str) -> None:
    [link] = links(said("x", stamp(raw)), SHELF)

    assert (link.label, link.grade) == (label, "as written")


@pytest.mark.parametrize(
    "unusable", [stamp("01:88:00"), stamp("16:16:16", length=8580), Seconds("x", None, grade="unusable")]
)
def test_an_unusable_stamp_opens_the_talk_at_its_start_and_says_so(unusable: Seconds) -> None:
    [link] = links(said("x", unusable), SHELF)

    assert link == Link(
        "second unknown, opens the talk", "https://www.youtube.com/watch?v=abc&t=0s", "unusable"
    )


def test_stamps_that_cannot_be_right_open_the_talk_once() -> None:
    three = links(said("x", stamp("01:88:00"), stamp("0:30"), stamp("00:99:00")), SHELF)

    assert [link.label for link in three] == ["second unknown, opens the talk", "0:30"]


def test_a_stamp_with_two_readings_links_both_the_likelier_first() -> None:
    twofold = Seconds("02:46:00", 166, 9960, "two readings")
    shown = links(said("x", stamp("00:01:00"), twofold), SHELF)

    assert [(each.label, each.grade, each.instead) for each in shown] == [
        ("1:00", "as written", False),
        ("2:46", "two readings", False),
        ("2:46:00", "two readings", True),
    ]
    assert [each.url for each in shown if each.url] == [
        f"https://www.youtube.com/watch?v=abc&t={second}s" for second in (55, 161, 9955)
    ]


def test_behind_each_stamp_stand_the_links_of_all_it_may_mean() -> None:
    [told] = lines([said("x", stamp("00:01:00"), Seconds("02:46:00", 166, 9960, "two readings"))])

    assert [[each.label for each in one.links] for one in told.stamps] == [["1:00"], ["2:46", "2:46:00"]]


def test_each_second_has_its_link_in_the_notes_order() -> None:
    assert [link.label for link in links(said("x", stamp("2:00"), stamp("1:00")), SHELF)] == ["2:00", "1:00"]


def test_without_a_talk_there_is_no_link_but_the_second_is_told() -> None:
    [link] = links(said("x", stamp("2:00"), video=None), SHELF)

    assert (link.label, link.url) == ("2:00", None)


@pytest.mark.parametrize(
    ("video", "written"),
    [("-KQokCATILo", "-KQokCATILo"), ("_a-b_c", "_a-b_c"), ("a&b=c#d", "a%26b%3Dc%23d"), ("../x", "..%2Fx")],
)
def test_a_video_id_stands_in_the_address_and_cannot_break_out_of_it(video: str, written: str) -> None:
    assert address("0:05", video=video) == f"https://www.youtube.com/watch?v={written}&t=0s"


def test_a_talk_that_lives_elsewhere_is_linked_by_the_settings_template() -> None:
    shelf = Shelf({}, {}, "https://talks.example/{video}?at={second}")
    [link] = links(said("x", stamp("1:05")), shelf)

    assert link.url == "https://talks.example/abc?at=60"


def test_a_line_has_the_statement_to_the_letter() -> None:
    text = "“Streets”  *are* 100 % <ours> & {yours}; 2 million :smile:"
    [line] = lines([said(text, leads=("Sweden", "Vinnova"))])

    assert (line.text, line.lead, line.statement) == (text, "Vinnova", f"streets:{text}")


@pytest.mark.parametrize(
    ("note", "video", "source"),
    [
        ("streets", "abc", "Streets for people, line 7, talk of 2021-10-05"),
        ("streets", "unknown", "Streets for people, line 7"),
        ("streets", None, "Streets for people, line 7; no recording"),
        ("other", None, "other, line 7; no recording"),
    ],
)
def test_a_source_names_note_line_and_the_talks_date_where_known(
    note: str, video: str | None, source: str
) -> None:
    [line] = lines([said(note=note, video=video)])

    assert line.source == source


# --- too long for a screen ------------------------------------------------------------------------------------


def test_a_statement_no_screen_holds_is_cut_between_words_and_shows_it() -> None:
    [line] = lines([said("many words " * 500, leads=("a lead " * 100,))])

    assert len(line.text) <= 700
    assert line.text.endswith(("many …", "words …"))
    assert len(line.lead) <= 150


def test_a_word_no_screen_holds_is_cut_too() -> None:
    [line] = lines([said("x" * 5_000)])

    assert line.text == "x" * 698 + " …"


@pytest.mark.parametrize("text", ["x" * 700, "word " * 139 + "final"])
def test_a_statement_that_fits_is_not_touched(text: str) -> None:
    [line] = lines([said(text)])

    assert line.text == text


def test_more_links_than_a_screen_holds_end_in_a_sign() -> None:
    stamps = [stamp(f"{n}:00") for n in range(1, 50)]
    [line] = lines([said("x", *stamps[:25]), said("x", *stamps[25:], note="food", video="def")])

    assert line.links[-1] == Link("…", None)
    assert all(link.url for link in line.links[:-1])
    assert 8 <= len(line.links) <= 12
    assert line.also == (Link("…", None),)


@pytest.mark.parametrize("grade", ["as written", "unusable"])
def test_a_few_links_are_all_shown(grade: Grade) -> None:
    stamps = [Seconds(f"{n}:00", n * 60, grade=grade) for n in range(1, 8)]
    [line] = lines([said("x", *stamps)])

    assert [link.label for link in line.links] == [f"{n}:00" for n in range(1, 8)]
