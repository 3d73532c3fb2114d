"""Markdown becomes plain sentences, cut where they end and nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.notes import prose

NO_MARKS = re.compile(r"(?!)")


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**Bold** and *slanted* and __both__ and _one_", "Bold and slanted and both and one"),
        ("[[role_of_cities]]", "role of cities"),
        ("[[role_of_cities | what cities do]]", "what cities do"),
        ("[[role_of_cities|]]", "role of cities"),
        ("[[role_of_cities#streets|Streets]]", "Streets"),
        ("[[role_of_cities#streets]]", "role of cities"),
        ("[the report](https://oecd.org/a_(b)) says", "the report says"),
        ('[the report](https://oecd.org "A title") says', "the report says"),
        ("![a chart](chart.png)", "a chart"),
        ("one<br/>two <sup>3</sup>", "one two 3"),
        ("a < b and b > c", "a < b and b > c"),  # no tag
        ("R&amp;D &mdash; and &lt;b&gt;", "R&D — and <b>"),
        ("it ended .", "it ended."),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("* not a list", "* not a list"),
        ("the `innovative.si` project", "the innovative.si project"),
        ("two\n lines  and\tspaces", "two lines and spaces"),
        ("zero\u200bwidth and bell\a", "zerowidth and bell"),
        ("a place ( ) once cited", "a place once cited"),
        ('x &lt;a class="yt-timestamp" data-t="00:21"&gt;', "x"),  # a stamp by another door
        ('<a class="yt-timestamp" data-t="00:21">', ""),
        ("", ""),
    ],
)
def test_markdown_is_shown_as(markdown: str, plain: str) -> None:
    assert prose.clean(markdown) == plain


@pytest.mark.parametrize(
    ("text", "lead", "rest"),
    [
        ("**Trust:** People believe.", "Trust", "People believe."),
        ("**Trust**: People believe.", "Trust", "People believe."),
        ("**Trust** - people believe.", "Trust", "people believe."),
        ("**Trust.** People believe.", "Trust", "People believe."),
        ("**Change fatigue** People tire of it.", "Change fatigue", "People tire of it."),
        ("**Change fatigue** [[trust|Trust]] falls.", "Change fatigue", "[[trust|Trust]] falls."),
        ("**[[trust | Trust in government]]:** It falls.", "Trust in government", "It falls."),
        ("[[trust | Trust]]: it falls.", "Trust", "it falls."),
        ("**Trust** \U000f0000: It falls.", "Trust", " \U000f0000 It falls."),  # a stamp before the colon
        ("**Trust**", "Trust", ""),
        ("**Vinnova** is an agency.", "", "**Vinnova** is an agency."),
        ("**Digital** [[trust|trust]] falls.", "", "**Digital** [[trust|trust]] falls."),
        ("**Co**-creation works.", "", "**Co**-creation works."),
        ("Trust: it falls.", "", "Trust: it falls."),
        ("", "", ""),
    ],
)
def test_a_bold_opening_is_a_lead(text: str, lead: str, rest: str) -> None:
    assert prose.lead_and_rest(text) == (lead, rest)


@pytest.mark.parametrize(
    "sentences",
    [
        ["One thing.", "Another thing."],
        ["Is it so?", "It is!", "“Good.”", "Then so be it."],
        ["He said (in 2019.)", "It rained."],
        ["Streets matter.", "[[cocreation | Co-creation]] helps."],  # a label may follow in any case
        ["Costs fell by 3.5 percent, e.g. in Malmö.", "Then they rose."],
        ["Dr. Tom came from the U.S.", "He left."],
        ["We met on St. James St. in London."],
        ["Vouchers, visas, etc.", "All were tried."],
        ["Parties, e.g. A, B vs. C, i.e. No. 4, spoke."],
        ["Wait… and see.", "So we did."],
        ["It failed...", "We tried again."],
        ["1984 was long ago.", "2021 was not."],
        ["the end. of a line in lower case"],
        ["no stop at all"],
    ],
)
def test_a_text_is_cut_into_its_sentences(sentences: list[str]) -> None:
    assert [each for _, each in prose.sentences(" ".join(sentences), NO_MARKS)] == sentences


def test_a_sentence_knows_where_it_begins() -> None:
    text = "One thing.\n  Another thing."

    assert [text[at : at + 3] for at, _ in prose.sentences(text, NO_MARKS)] == ["One", "Ano"]


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("role_of_cities", "role_of_cities"),
        ("Role of Cities", "role_of_cities"),
        ("Role of Cities#streets", "role_of_cities"),
        (" Öffentliche Räume! ", "offentliche_raume"),
        ("co-creation", "co_creation"),
    ],
)
def test_one_note_has_one_slug_however_it_is_linked(written: str, slug: str) -> None:
    assert prose.slug(written) == slug


def test_the_slugs_of_a_text_stand_in_order() -> None:
    assert prose.slugs("[[b]] and [[A a|x]] and [[b|y]]") == ("b", "a_a", "b")


@given(
    some.lists(some.sampled_from("*_`[]()|<>&;.\n ab\"'") | some.text(max_size=2), max_size=60).map("".join)
)
def test_no_text_breaks_the_cleaning_and_none_leaves_a_stamps_markup(text: str) -> None:
    plain = prose.clean(text)

    assert plain == " ".join(plain.split())
    assert "data-t=" not in plain.lower()


@given(
    some.lists(
        some.sampled_from([".", "?", " ", "\n", "A", "b", "e.g.", "[[", ")", '"', "…"]), max_size=60
    ).map("".join)
)
def test_cutting_into_sentences_loses_no_letter(text: str) -> None:
    cut = "".join(each for _, each in prose.sentences(text, NO_MARKS))

    assert "".join(cut.split()) == "".join(text.split())
