"""Sides beside each other, and who tried a method, as Slack takes them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Answer, Line, Method, NoComparison, Untried
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.comparisons import no_comparison
from handlers.blocks.saying import Saying
from handlers.blocks.trying import methods, untried
from handlers.blocks.views import answer_page, last_page, lines_shown
from tests.bot.library import large, opened
from tests.handlers.blocks.test_sayings import GROUPS, WORDS, taken
from tests.handlers.fakes import HOSTILE, SIDES, STREETS, TRIED, group, line

VIEWS = st.sampled_from(["compare", "who"])
ANSWERS = st.builds(
    Answer,
    tier=st.sampled_from(["confident", "nothing"]),
    groups=st.lists(GROUPS, min_size=1, max_size=3, unique_by=lambda group: group.title).map(tuple),
    hits=st.just(("a",)) | st.just(()),
    unmatched=st.lists(WORDS, max_size=3).map(tuple),
    unknown_places=st.lists(WORDS, max_size=2).map(tuple),
    slips=st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
    gone=st.integers(0, 3),
    sides=st.lists(WORDS, min_size=2, max_size=3).map(tuple),
    topic=st.just("") | WORDS,
    view=VIEWS,
)


def page(answer: Answer, number: int = 0, audience: Audience = "private") -> Saying:
    return answer_page(answer, Ticket("answer", "key", number, "U1"), audience, "U2")


@given(ANSWERS, st.integers(0, 9), st.sampled_from(["private", "public"]))
def test_slack_takes_any_comparison_and_any_list_of_who_tried(
    answer: Answer, number: int, audience: Audience
) -> None:
    taken(page(answer, number, audience))


def test_slack_takes_every_page_of_the_largest_there_are_and_each_shows_what_no_other_does(
    tmp_path: Path,
) -> None:
    casebook = opened(large(tmp_path / "large.db"))
    for found in (casebook.compare("Sweden, Norway and Denmark"), casebook.who("labs")):
        assert isinstance(found, Answer)
        shown: list[Line] = []
        for number in range(last_page(found) + 1):
            said = taken(page(found, number))
            assert len(said.text) < 3_800
            assert f"Page {number + 1} of {last_page(found) + 1}" in said.text
            shown += lines_shown(found, number)
        assert len({each.statement for each in shown}) == len(shown) == len(found.hits) == 50


def test_every_line_of_a_comparison_is_read_aloud_under_its_side_with_its_address() -> None:
    said = page(SIDES)

    assert said.text.splitlines()[:4] == [
        "Sweden and Norway, side by side on citizens",
        "What was tried",
        "Sweden:",
        f"• {STREETS.text} ▶\u00a01:14:13 https://www.youtube.com/watch?v=PMeGhXxyupE&amp;t=4453s",
    ]
    headings = [block["text"]["text"] for block in said.blocks if block["type"] == "header"]
    assert headings == ["What was tried", "What got in the way", "What helped"]


def test_a_side_that_says_nothing_is_told_once_and_a_side_unknown_to_the_notes_by_that_name() -> None:
    silent = replace(SIDES, groups=(SIDES.groups[0], replace(SIDES.groups[1], lines=())))
    unknown = replace(silent, topic="", unknown_places=("Norway",))

    assert "On citizens the notes are silent for Norway." in page(silent).text
    assert page(silent).text.count("Norway") == 2
    assert page(unknown).text.startswith("Sweden and Norway, side by side\nNo note mentions Norway.\n")
    assert "silent for" not in page(unknown).text
    assert "What the notes say of Norway stands under the other side." in page(replace(silent, topic="")).text


def test_where_nobody_says_anything_the_next_step_is_said() -> None:
    nothing = replace(SIDES, tier="nothing", hits=(), groups=())

    assert page(nothing).text.startswith(
        "The notes have nothing on citizens for Sweden and Norway."
        " Compare them without a topic to see what they do say."
    )
    assert "What was tried" not in page(nothing).text


def test_who_tried_names_each_case_unless_its_name_is_a_whole_title() -> None:
    long = group(
        "How one city went about its streets in those two years", line("They drew."), case="x", country="Peru"
    )
    said = page(replace(TRIED, groups=(*TRIED.groups, long)))

    assert "Sweden\n• Vinnova: Streets became" in said.text
    assert "Peru\n• They drew." in said.text


def test_what_names_no_country_stands_under_a_heading_that_says_so() -> None:
    opsi = group("OPSI", line("They met."), case="OPSI")
    tools = group("Tools", line("It helps."))
    both = page(replace(TRIED, groups=(*TRIED.groups, opsi, tools))).text
    alone = page(replace(TRIED, groups=(tools,))).text

    assert "Of no one country\n• OPSI: They met." in both
    assert "Without a country or a case\n• It helps." in both
    assert alone.startswith("No note tells who tried prototyping. They say of it:\n")


@pytest.mark.parametrize("view", ["compare", "who"])
def test_nothing_of_a_note_pings_or_is_markup(view: str) -> None:
    nasty = group(HOSTILE, line(HOSTILE, lead=HOSTILE), case=HOSTILE, country=HOSTILE)
    answer = Answer("confident", (nasty,), ("n",), view=view, sides=(HOSTILE, "Norway"), topic=HOSTILE)  # type: ignore[arg-type]
    said = taken(page(answer))

    assert "<!" not in said.text
    assert "@everyone" not in said.text
    assert "mrkdwn" not in json.dumps(said.blocks)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (NoComparison("few", (), ("Sweden", "Norway")), "such as /mission compare Sweden and Norway on citizens."),
        (NoComparison("few", ("Peru",), ("Sweden", "Norway")), "What shall Peru stand beside? Write two or three"),
        (NoComparison("few", ("Peru",), ("Sweden", "Norway")), "such as /mission compare Peru and Sweden."),
        (NoComparison("many", tuple("abcd"), ("Sweden",)), "these are 4: a, b, c, d."),
        (NoComparison("unknown", ("x" * 900,), ()), "/mission compare"),
        (NoComparison("unknown", ("x",), ("Sweden", "Peru", "Chile", "Japan", "Fiji", "Mali")), "Japan and Fiji."),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_says_the_next_step(found: NoComparison, said: str) -> None:
    assert said in taken(no_comparison(found, "/mission")).text


def test_methods_are_listed_and_none_is_said_to_be_none() -> None:
    many = tuple(Method(f"method {n}", ("Peru", "Chile", "Japan", "Fiji")[: n % 5], 3) for n in range(90))

    listed = taken(methods(many, "/mission")).text
    assert "• method 3 — Peru, Chile, Japan" in listed
    assert "• method 4 — Peru, Chile, Japan and 1 more" in listed
    assert "Also: method 20, method 21" in listed
    assert taken(methods((), "/mission")).text == "The notes name no method yet."
    alone = taken(untried(Untried("zeppelins", (), ()), "/mission")).text
    assert (
        alone == "No note tells of anyone who tried zeppelins. /mission who lists the methods of the notes."
    )
