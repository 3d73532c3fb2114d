"""A case as text to paste: numbered lines to the letter, and a source behind every number."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.briefs import brief, names, parts, sections, talks, title
from bot.answers.cards import card
from bot.model import Case, CaseCard, Line, Link, Seconds, Stamp, Video
from tests.bot.answers.making import FEWER, SHELF, a_list, statements

AT = "https://y.example/v?t={}"


def stamp(second: int, note: str = "Streets", also: int | None = None) -> Stamp:
    links = [Link(f"{second // 60}:{second % 60:02}", AT.format(second))]
    if also:
        links.append(Link(f"{also // 3600}:00:00", AT.format(also), instead=True))
    return Stamp("id", "a", 1, "", "", Seconds("0:01", second), tuple(links), "", note)


def line(text: str, *stamps: Stamp, lead: str = "", after: str = "") -> Line:
    return Line(text, text, lead, "example", (), (), "Streets, line 7", stamps, after)


CHALK, CHAIRS = line("Chalk came.", stamp(65)), line("Chairs came.", stamp(125), stamp(65), lead="Later")
CARD = CaseCard("The Street", "Sweden", (CHALK, CHAIRS), (), (), 2, 1, ("cost",), parent="Vinnova")


def test_a_brief_is_title_sections_numbered_lines_what_is_absent_and_sources() -> None:
    trust = line("Trust helped.", stamp(185, "Trust, “A talk” (2021-10-05)"))
    text = brief(replace(CARD, helped=(trust,), aliases=("Gatan",)))

    assert text == (
        "Sweden · Vinnova, “The Street” — 2 notes, 1 talk\n\n"
        "Also written “Gatan”.\n\n"
        "What was tried\n"
        "- Chalk came. [1]\n"
        "- Later: Chairs came. [2][1]\n\n"
        "What helped\n"
        "- Trust helped. [3]\n\n"
        "No line found here mentions a cost.\n\n"
        "Sources\n"
        "[1] Streets, 1:05, https://y.example/v?t=65\n"
        "[2] Streets, 2:05, https://y.example/v?t=125\n"
        "[3] Trust, “A talk” (2021-10-05), 3:05, https://y.example/v?t=185"
    )


@pytest.mark.parametrize(
    ("one", "reads"),
    [
        (line("Chalk."), "- Chalk. [1]\n\nNo line found here mentions a cost.\n\nSources\n[1] Streets, line 7"),
        (line("Chalk.", stamp(65, also=7200)), "[1] Streets, 1:05, https://y.example/v?t=65 or 2:00:00, https"),
        (line("They drew.", stamp(65), after="Children came."), "- [Children came.] They drew. [1]"),
        (replace(line("One.", after="Two things:"), part="item"), "- [Two things:]\n  - One. [1]"),
        (replace(line("One."), missions=("The Street", "School Food")), "- The Street, School Food: One. [1]"),
        (replace(line("One.", lead='"The Street" Mission'), missions=("The Street",)), '- "The Street" Mission: One.'),
    ],
)  # fmt: skip
def test_how_a_line_and_its_source_read(one: Line, reads: str) -> None:
    assert reads in brief(replace(CARD, tried=(one,)))


def test_a_brief_of_some_lines_of_each_section_says_that_there_are_more() -> None:
    text = brief(replace(CARD, helped=(line("Trust."), line("Time."))), 1)

    assert "These are the first 2 of 4 lines" in text
    assert ("Chalk" in text, "Chairs" in text, "Trust" in text, "Time" in text) == (True, False, True, False)


@FEWER
@given(st.data())
def test_every_text_of_a_brief_is_a_lines_to_the_letter_and_has_its_source(data: st.DataObject) -> None:
    some = [data.draw(statements(number)) for number in range(data.draw(st.integers(1, 8)))]
    made = card(Case("Vinnova", "Sweden"), some + data.draw(a_list(100)), SHELF)
    text = brief(made)
    body, sources = text.rsplit("\n\nSources\n", 1)
    numbers = re.findall(r"^\[(\d+)\] ", sources, re.M)
    lines = [one for _, lines in sections(made) for one in lines]

    assert numbers == [str(number + 1) for number in range(len(numbers))]
    for one in lines:
        cited = re.search(re.escape(one.text) + r" ((?:\[\d+\])+)(?:\n|$)", body)
        assert cited
        assert set(re.findall(r"\d+", cited[1])) <= set(numbers)
    texts = {each.text for each in some}
    assert all(
        one.text in texts or one.text.endswith(" …") for one in lines if not one.statement.startswith("id1")
    )


@given(
    st.lists(st.text(st.characters(exclude_characters="\n"), max_size=60), max_size=40), st.integers(70, 200)
)
def test_parts_hold_every_row_whole_and_in_order(rows: list[str], longest: int) -> None:
    made = parts("\n".join(rows), longest)

    assert max(map(len, made)) <= longest
    assert [row for part in made for row in part.split("\n") if row] == [row for row in rows if row]


def test_a_section_that_begins_late_in_a_part_begins_the_next() -> None:
    assert parts("Chalk came first.\n\nSources\n[1]\n[2]", 30) == ("Chalk came first.\n\nSources\n[1]", "[2]")
    assert parts("Chalk came first of all.\n\nSources\n[1]\n[2]", 34) == (
        "Chalk came first of all.",
        "Sources\n[1]\n[2]",
    )


def test_a_row_longer_than_a_part_is_cut_between_words() -> None:
    made = parts("word " * 30, 44)

    assert "".join(made) == "word " * 30
    assert all(part.endswith("word ") for part in made)


@pytest.mark.parametrize(
    ("card_", "named"),
    [
        (CARD, "Sweden · Vinnova, “The Street”"),
        (replace(CARD, parent=None), "Sweden · The Street"),
        (replace(CARD, parent=None, country=None), "The Street"),
        (replace(CARD, name="Finland", country="Finland", parent=None), "Finland"),
    ],
)
def test_a_title_says_where_by_whom_and_what(card_: CaseCard, named: str) -> None:
    assert title(card_) == named


def test_other_names_and_talks_are_named_six_at_most() -> None:
    many = replace(CARD, aliases=tuple("abcdefgh"), videos=(Video("v", title="Streets", date="2021-10-05"),))

    assert names(many) == "“a”, “b”, “c”, “d”, “e”, “f”, and 2 more"
    assert talks(many) == "“Streets” (2021-10-05)"
    assert (names(CARD), talks(CARD)) == ("", "")
