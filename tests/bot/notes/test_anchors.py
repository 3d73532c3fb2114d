"""Every shape of stamp met in a corpus of 21,273 notes is read; other links and code are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.notes import anchors, seconds

# The shape, the stamps read from it, and the seconds they say. All but the last block stand in real notes.
SHAPES: list[tuple[str, tuple[str, ...], tuple[int, ...]]] = [
    ("[00:00:21]", ("00:00:21",), (21,)),
    ('<a class="yt-timestamp" data-t="41:50">[41:50]</a>', ("41:50",), (2510,)),
    ('<a class="yt-timestamp" data-t="00:00:00">00:00:00</a>', ("00:00:00",), (0,)),
    ('<a class="yt-timestamp" data-t="00:00:00"></a>', ("00:00:00",), (0,)),
    ("[03:00]", ("03:00",), (180,)),
    ("[1:16:39]", ("1:16:39",), (4599,)),
    ('<a class="yt-timestamp" data-t="01:00:17:51">[01:00:17:51]</a>', ("01:00:17:51",), (3617,)),
    ('<a class="yt-timestamp" data-t="00:01:08">[01:08]</a>', ("00:01:08",), (68,)),
    ('<a class="yt-timestamp" data-t="01:26"></a>', ("01:26",), (86,)),
    ('<a class="yt-timestamp" data-t="11:00">11:00</a>', ("11:00",), (660,)),
    ('<a class="yt-timestamp" data-t="00:18:58]">[00:18:58]</a>', ("00:18:58",), (1138,)),
    ('<a class="yt-timestamp" data-t="01:5:56">[01:5:56]</a>', ("01:5:56",), (3956,)),
    ('<a class="yt-timestamp" data-t="1:07:12:00">[1:07:12:00]</a>', ("1:07:12:00",), (4032,)),
    ('<a class="yt-timestamp" data-t="01:26:"></a>', ("01:26",), (86,)),
    ('<a class="yt-timestamp" data-t="00:43:0">[00:43:0]</a>', ("00:43:0",), (2580,)),
    ('<a class="yt-timestamp" data-t="04:27:819">[04:27:819]</a>', ("04:27:819",), (267,)),
    ('<a class="yt-timestamp" data-t="00:15:11]-[00:15:24]</a>', ("00:15:11", "00:15:24"), (911, 924)),
    ('<a class="yt-timestamp" data-t="00:06:00">06:00</a>', ("00:06:00",), (360,)),
    ('<a class="yt-timestamp" data-t="024:45:00">[024:45:00]</a>', ("024:45:00",), (89100,)),
    ('<a class="yt_timestamp" data-t="00:36:47">[00:36:47]</a>', ("00:36:47",), (2207,)),
    ('<a class="yt=" data-t="00:23:21">[00:23:21]</a>', ("00:23:21",), (1401,)),
    ("[000:14:56]", ("000:14:56",), (896,)),
    ('<a href="#fn:1" class="yt-timestamp" data-t="00:54:01">[00:54:01]</a>', ("00:54:01",), (3241,)),
    ('<a class="yt-timestamp" data-t="2241">[37:01]</a>', ("37:01",), (2221,)),
    ('<a class="yt-timestamp" data-t="00:46:00">Link</a>', ("00:46:00",), (2760,)),
    ('<a class="yt-timestamp" data-t="00:00:54">[:54]</a>', ("00:00:54",), (54,)),
    ('<a class="yt:timestamp" data-t="00:02:10">[00:02:10]</a>', ("00:02:10",), (130,)),
    ('<a class="yt-timestamp" data-t="9:25:00"></a>', ("9:25:00",), (33900,)),
    ('<a class="yt-timestamp" href="00:00:27">[00:00:27]</a>', ("00:00:27",), (27,)),
    ('<a class="yt-timestamp" data-t="9:07">[09:07]</a>', ("9:07",), (547,)),
    ('<a class="yt-timestamp" data-t="03:27">[3:27]</a>', ("03:27",), (207,)),
    ('<a class="yt-0-26-28">[00:26:28]</a>', ("00:26:28",), (1588,)),
    ('<a class="yt-timestamp" data-t="https://youtu.be/XYZ">10:20</a>', ("10:20",), (620,)),
    ('<a class="yt-timestamp" data-t="01:27:42</a>', ("01:27:42",), (5262,)),
    ('<a class="yt-timestamp" data-timestamp="00:16:48">[00:16:48]</a>', ("00:16:48",), (1008,)),
    ('<a class="yt\n-timestamp" data-t="00:15:05">[00:15:05]</a>', ("00:15:05",), (905,)),
    ('<a class="yt-timestamp" data-t="https://youtu.be/XYZ">03:10:00</a>', ("03:10:00",), (11400,)),
    ('<a class="yt-timestamp" data-t="39:3:0">[39:3:0]</a>', ("39:3:0",), (140580,)),
    ('<a class="yt-09:59:00">[09:59:00]</a>', ("09:59:00",), (35940,)),
    ('<a class="yt-timestamp" data-05:08">[05:08]</a>', ("05:08",), (308,)),
    ('<a class="yt-timestamp" data-t="03:00">', ("03:00",), (180,)),
    ('<a class="yt-timestamp" data-10:52:00="01:20:51">[01:20:51]</a>', ("01:20:51",), (4851,)),
    ('<a class="yt-state" data-t="01:01:07">[01:01:07]</a>', ("01:01:07",), (3667,)),
    ('<a class="yt-timestamp" data-t="2:40">[/2:40]</a>', ("2:40",), (160,)),
    ('<a class="yt-timestamp" data-t="01:06:06]">01:06:06]</a>', ("01:06:06",), (3966,)),
    ('<a class="yt-yt-timestamp" data-t="03:21:01">[03:21:01]</a>', ("03:21:01",), (12061,)),
    ('<a class="yt-timestamp" data-t="0:00:00.413Z">[1:0:41]</a>', ("1:0:41",), (3641,)),
    ('<a class="yt-timestamp" data-t="3647">[1:00:47]</a>', ("1:00:47",), (3647,)),
    ('<a class="yt-timestamp" data-t="0:05:01">00:05:01</a>', ("0:05:01",), (301,)),
    ('<a class="yt-timestamp" data-t="4:44"></a>', ("4:44",), (284,)),
    ('<a class="yt="t-timestamp" data-t="00:21:08">[00:21:08]</a>', ("00:21:08",), (1268,)),
    ('<a class="yt-timestamp" data-t="00:3:22">00:3:22</a>', ("00:3:22",), (202,)),
    ('<a class="yt-timestamp" data-t="09:48]">[00:09:48]</a>', ("09:48",), (588,)),
    # Ranges and lists.
    ("[00:18:58]-[00:19:07]", ("00:18:58", "00:19:07"), (1138, 1147)),
    ("[00:18:58] – [00:19:07]", ("00:18:58", "00:19:07"), (1138, 1147)),
    ("[00:18:58-00:19:07]", ("00:18:58", "00:19:07"), (1138, 1147)),
    ("[00:18, 00:21 and 1:02:03]", ("00:18", "00:21", "1:02:03"), (18, 21, 3723)),
    # The plain shape, in capitals, in single quotes, and with its < lost.
    ('<a class="yt-timestamp" data-t="01:14:13">[01:14:13]</a>', ("01:14:13",), (4453,)),
    ('<A CLASS="YT-TIMESTAMP" DATA-T="01:14:13">[01:14:13]</A>', ("01:14:13",), (4453,)),
    ("<a class='yt-timestamp' data-t='01:14:13'>[01:14:13]</a>", ("01:14:13",), (4453,)),
    ("<a class=yt-timestamp data-t=01:14:13>[01:14:13]</a>", ("01:14:13",), (4453,)),
    ('class="yt-timestamp" data-t="01:14:13">[01:14:13]</a>', ("01:14:13",), (4453,)),
    ('data-t="01:14:13">[01:14:13]</a>', ("01:14:13",), (4453,)),
]


@pytest.mark.parametrize(("shape", "stamps", "means"), SHAPES)
def test_a_stamp_is_read_whatever_its_shape(
    shape: str, stamps: tuple[str, ...], means: tuple[int, ...]
) -> None:
    [anchor] = anchors.find(f"before {shape} after")

    assert anchor.stamps == stamps
    assert tuple(seconds.read(stamp, None).seconds for stamp in anchor.stamps) == means
    assert anchor.fault == ""
    assert f"before {shape} after"[anchor.start : anchor.end].strip() == shape


@pytest.mark.parametrize(
    ("shape", "stamps", "fault"),
    [
        (
            '<a class="yt-timestamp" data-t="02:10:4">[00:21:04]</a>',
            ("02:10:4",),
            "the label says 00:21:04, data-t says 02:10:4; data-t counts",
        ),
        (
            '<a class="yt-timestamp" data-t="01:0:35:00">[01:10:35]</a>',
            ("01:0:35:00",),
            "the label says 01:10:35, data-t says 01:0:35:00; data-t counts",
        ),
        (
            '<a class="yt-timestamp" data-t="01:30:26]">[01:30:26]">[01:30:40]</a>',
            ("01:30:26",),
            "the label says 01:30:40, data-t says 01:30:26; data-t counts",
        ),
        (
            '<a class="yt-timestamp" data-t="0:0:55:00">[01:30:08]</a>',
            ("0:0:55:00",),
            "the label says 01:30:08, data-t says 0:0:55:00; data-t counts",
        ),
        ('<a class="yt-timestamp" data-t="N/A">[N/A]</a>', (), "a stamp that cannot be read"),
        ('<a class="yt-timestamp">here</a>', (), "a stamp that cannot be read"),
        (
            '<a class="yt-timestamp" data-t="x">01:00 or 02:00</a>',
            (),
            "a stamp that cannot be read: 01:00 or 02:00",
        ),
    ],
)
def test_a_stamp_at_odds_with_itself_says_so(shape: str, stamps: tuple[str, ...], fault: str) -> None:
    [anchor] = anchors.find(shape)

    assert (anchor.stamps, anchor.fault) == (stamps, fault)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="#" className="icon-button">\n        {props.icon}\n      </a>',
        '<a href="#" className="menu-item">',
        '<a routerLink="/home" routerLinkActive="active">Home</a>',
        "[OECD](https://oecd.org/10:20)",
        "[10:20](https://example.org)",
        "[[role_of_cities | cities]]",
        "[1]",
        "[2020:2030]",
        "at 10:20 in the morning",
        "a ratio of 3:1",
        "`[00:21]` is a stamp",
        '`<a class="yt-timestamp" data-t="00:21">[00:21]</a>`',
        "```\n[00:21]\n```",
        "~~~\n[00:21]\n```\n[00:22]\n~~~",
        "> ```\n> [00:21]",
    ],
)
def test_what_is_no_stamp_is_left_alone(text: str) -> None:
    assert anchors.find(text) == ()


def test_code_that_is_over_hides_no_stamp() -> None:
    text = "`[00:01]` [00:02]\n```\n[00:03]\n```\n[00:04] and `x` [00:05]"

    assert [anchor.stamps for anchor in anchors.find(text)] == [("00:02",), ("00:04",), ("00:05",)]


def test_three_backticks_inside_a_line_open_no_code() -> None:
    assert [anchor.stamps for anchor in anchors.find("He said ``` [00:21]\n\n[00:22]")] == [
        ("00:21",),
        ("00:22",),
    ]


def test_an_anchor_that_is_never_closed_ends_with_its_tag() -> None:
    text = '<a class="yt-timestamp" data-t="00:21">and <a class="yt-timestamp" data-t="00:22">[00:22]</a>'

    assert [text[each.start : each.end] for each in anchors.find(text)] == [
        '<a class="yt-timestamp" data-t="00:21">',
        '<a class="yt-timestamp" data-t="00:22">[00:22]</a>',
    ]


def test_an_anchor_reaches_over_a_line_but_not_over_an_empty_one() -> None:
    over_a_line = '<a class="yt-timestamp"\ndata-t="00:21">[00:21]</a>'

    assert [each.stamps for each in anchors.find(over_a_line)] == [("00:21",)]
    assert all("\n\n" not in over_a_line[each.start : each.end] for each in anchors.find(over_a_line))
    [first, second] = anchors.find('<a class="yt-timestamp" data-t="00:21">\n\n[00:22]</a>')
    assert (first.stamps, second.stamps) == (("00:21",), ("00:22",))


PIECES = some.sampled_from(
    [
        *(shape for shape, _, _ in SHAPES),
        "<a ",
        "</a>",
        "[",
        "]",
        "`",
        "```",
        "\n",
        "data-t=",
        '"',
        ">",
        "1:00",
        " ",
    ]
)


@given(some.lists(PIECES | some.text(max_size=5), max_size=30).map("".join))
def test_citations_stand_in_order_and_never_overlap(text: str) -> None:
    found = anchors.find(text)

    edges = [edge for each in found for edge in (each.start, each.end)]
    assert edges == sorted(edges)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
