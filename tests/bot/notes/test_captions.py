"""Captions become sentences, each with the second of its first words; a fault loses nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Note, Video
from bot.notes import captions

ROLLING = """\
WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.470 align:start position:0%
\x20
we waited a year<00:00:00.500><c> for the permit</c>

00:00:02.470 --> 00:00:02.480 align:start position:0%
we waited a year for the permit
\x20

00:00:02.480 --> 00:00:05.000 align:start position:0%
we waited a year for the permit
and then<00:00:03.000><c> we drew the street ourselves</c>

00:00:05.000 --> 00:00:07.010 align:start position:0%
and then we drew the street ourselves
[Music]
"""
SUBRIP = """\
1
00:00:01,000 --> 00:00:03,500
Cities wait for

2
00:00:03,500 --> 00:00:05,000
<i>permission.</i> Nobody gives
it to them!

3
01:02:03,000 --> 01:02:05,000
2030
is the year that we chose.
"""


def read(text: str, name: str = "PMeGhXxyupE.vtt", **videos: Video) -> Note:
    return captions.read(name, text, videos)


def told(note: Note) -> list[tuple[int, str, int | None, str]]:
    """Line, stamp, second and text of each statement."""
    return [
        (each.citation.line, stamp.raw, stamp.seconds, each.text)
        for each in note.statements
        for stamp in each.citation.seconds
    ]


def problems(note: Note) -> list[str]:
    return [f"{each.line}: {each.message}" for each in note.problems]


def test_what_rolls_by_is_told_once() -> None:
    note = read(ROLLING)

    assert told(note) == [
        (7, "00:00:00", 0, "we waited a year for the permit and then we drew the street ourselves")
    ]
    assert note.problems == ()


def test_subrip_is_read_like_webvtt() -> None:
    assert told(read(SUBRIP, "PMeGhXxyupE.srt")) == [
        (3, "00:00:01", 1, "Cities wait for permission."),
        (7, "00:00:03", 3, "Nobody gives it to them!"),
        (12, "01:02:03", 3723, "2030 is the year that we chose."),
    ]


def test_a_statement_of_captions_says_so() -> None:
    note = read(SUBRIP)

    assert note.origin == "captions"
    assert {each.origin for each in note.statements} == {"captions"}


@pytest.mark.parametrize(
    ("name", "video", "title"),
    [
        ("PMeGhXxyupE.vtt", "PMeGhXxyupE", "PMeGhXxyupE"),
        ("-KQokCATILo.en-GB.srt", "-KQokCATILo", "-KQokCATILo"),
        ("Streets for people [PMeGhXxyupE].en.vtt", "PMeGhXxyupE", "Streets for people"),
        ("Part 2 [live] [PMeGhXxyupE].en-orig.vtt", "PMeGhXxyupE", "Part 2 [live]"),
        ("[city-77].srt", "city-77", "city-77"),
        ("conferences.vtt", None, "conferences.vtt"),
        ("Conferences.vtt", None, "Conferences.vtt"),
        ("our talk.en.vtt", None, "our talk.en.vtt"),
    ],
)
def test_the_talk_stands_in_the_files_name(name: str, video: str | None, title: str) -> None:
    note = read(SUBRIP, name)

    assert (note.video, note.title, note.name) == (video, title, name)
    assert [each.citation.video for each in note.statements] == [video] * 3
    assert bool(note.problems) is (video is None)


def test_a_talk_without_a_title_in_its_name_has_the_one_that_is_known() -> None:
    assert read(SUBRIP, PMeGhXxyupE=Video("PMeGhXxyupE", "Streets for people")).title == "Streets for people"


def cue(said: str, at: int = 1, until: int = 3) -> str:
    return f"00:00:{at:02}.000 --> 00:00:{until:02}.000\n{said}\n\n"


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("<v Ada>We drew <b>streets</b> with children.</v>", ["We drew streets with children."]),
        ("{\\an8}We drew streets with children.", ["We drew streets with children."]),
        ("[Applause] We drew &amp; planted streets.", ["We drew & planted streets."]),
        ("(laughter)\nWe drew streets with children.", ["We drew streets with children."]),
        ("♪ la ♪\n[Music]", []),
        ("We drew streets. >> And who paid for them?", ["We drew streets.", "And who paid for them?"]),
        ("&gt;&gt; Who paid for the streets? &gt;&gt; We did so.", ["Who paid for the streets?", "We did so."]),
        ("- Who paid for the streets?\n- The city paid for them.", [
            "Who paid for the streets?", "The city paid for them.",
        ]),
        ("Right. Yes. So the city paid. >> Okay.", ["Right. Yes. So the city paid."]),
        ("Dr. Hill drew the U.S. streets.", ["Dr. Hill drew the U.S. streets."]),
        ("if a < b then the city pays", ["if a < b then the city pays"]),
        ("**We** drew _streets_ with children.", ["**We** drew _streets_ with children."]),
    ],
)  # fmt: skip
def test_what_is_no_speech_is_left_out(said: str, heard: list[str]) -> None:
    assert [each.text for each in read(f"WEBVTT\n\n{cue(said)}").statements] == heard


def test_a_pause_ends_a_sentence() -> None:
    note = read(cue("we drew the street ourselves", 1, 3) + cue("nobody asked the ministry for it", 9, 11))

    assert [each.text for each in note.statements] == [
        "we drew the street ourselves",
        "nobody asked the ministry for it",
    ]


def test_speech_without_a_stop_is_cut_where_a_cue_begins() -> None:
    words = "the city waits for the ministry number"
    note = read("".join(cue(f"{words} {at}", at, at + 1) for at in range(1, 40)))

    assert all(100 < len(each.text) <= 320 for each in note.statements[:-1])
    assert all(each.text.startswith(words) for each in note.statements)
    assert " ".join(each.text for each in note.statements) == " ".join(f"{words} {at}" for at in range(1, 40))
    assert [each.citation.seconds[0].seconds for each in note.statements][:2] == [1, 5]


def test_a_sentence_said_twice_has_two_ids() -> None:
    note = read(cue("We drew the street ourselves.") + cue("We asked the city first.", 4, 6) + cue(
        "We drew the street ourselves.", 1, 3
    ))  # fmt: skip

    assert len({each.id for each in note.statements}) == 3


def test_notes_styles_and_names_of_cues_are_no_speech() -> None:
    aside = "WEBVTT - talk\n\nNOTE\nwritten by hand\n\nSTYLE\n::cue { color: red }\n\nfirst cue\n"

    assert [each.text for each in read(aside + cue("We drew streets ourselves.")).statements] == [
        "We drew streets ourselves."
    ]


GOOD = cue("We drew the street ourselves.", 1, 3)


@pytest.mark.parametrize(
    ("text", "says", "kept"),
    [
        ("", "1: holds no cue such as 00:01:02.000 --> 00:01:04.000", 0),
        ("Only words.\n", "1: holds no cue such as 00:01:02.000 --> 00:01:04.000", 0),
        (
            f"{GOOD}soon --> later\nNobody heard this.\n\n",
            "4: times that cannot be read: soon --> later; the cue is left out",
            1,
        ),
        (
            f"{GOOD}100:00:00.000 --> 100:00:02.000\nNobody heard this.\n\n",
            "4: hours do not go beyond 99: 100:00:00.000 --> 100:00:02.000; the cue is left out",
            1,
        ),
        (
            f"{GOOD}00:61:00.000 --> 00:62:00.000\nNobody heard this.\n\n",
            "4: minutes and seconds do not go beyond 59: 00:61:00.000 --> 00:62:00.000; the cue is left out",
            1,
        ),
        (
            cue("We drew it all ourselves.", 9, 4),
            "1: ends before it begins: 00:00:09.000 --> 00:00:04.000",
            1,
        ),
        (
            cue("We drew it all ourselves.", 9, 11) + GOOD,
            "4: begins before the cue above it: 00:00:01.000 --> 00:00:03.000",
            2,
        ),
        (f"{GOOD}{'x' * 10_001}\n", "4: is longer than 10000 characters; left out", 1),
    ],
)
def test_a_fault_is_a_problem_with_its_line_and_the_rest_is_read(text: str, says: str, kept: int) -> None:
    note = read(text)

    assert problems(note) == [says]
    assert len(note.statements) == kept


def test_cues_that_overlap_are_no_fault() -> None:
    note = read(cue("We drew the street ourselves.", 1, 5) + cue("Nobody asked the ministry.", 3, 7))

    assert (len(note.statements), note.problems) == (2, ())


def test_thousands_of_faults_are_a_few_problems() -> None:
    note = read(GOOD + "soon --> later\n\n" * 3_000)

    assert len(note.problems) == 21
    assert problems(note)[-1] == "0: has 2980 more faults of its cues"


def test_what_no_talk_has_so_many_cues_of_is_cut_off() -> None:
    note = read("0:01 --> 0:02\nWe drew the street ourselves.\n\n" * 50_002)

    assert problems(note)[-1].endswith("more than 50000 cues; the rest is left out")
    assert note.statements


@given(st.text(alphabet=st.sampled_from("a.<>[]&-: \n0123,>{}\\♪"), max_size=400))
def test_anything_is_read(text: str) -> None:
    note = read(f"{text}\n{GOOD}{text}")

    assert all(each.text.strip() and each.text.isprintable() for each in note.statements)
    assert all(0 < each.citation.line <= text.count("\n") * 2 + 6 for each in note.statements)
