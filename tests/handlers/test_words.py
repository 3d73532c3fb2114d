"""What somebody typed, and what is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.words import (
    LONGEST,
    Asked,
    Step,
    follows,
    has_words,
    heard,
    points_at_the_thread,
    understand,
)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ("<@UBOT> challenges in Sweden", "challenges in Sweden"),
        ("<@UBOT|casebook> what <@U2> said", "what said"),
        ("in <#C1|streets>", "in streets"),
        ("in <#C1>", "in"),
        ("see <https://a.example/x?y=1&amp;z|this page>", "see this page"),
        ("see <https://a.example>", "see"),
        ("write to <mailto:a@b.example|a@b.example>", "write to a@b.example"),
        ("R&amp;D &lt;now&gt;", "R&D <now>"),
        ("<!channel> <!subteam^S1|@team> streets", "streets"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("two\n lines\tand more", "two lines and more"),
        (f"streets &#{'1' * 5_000}", "streets \ufffd"),
        (":wave::skin-tone-2: streets :+1:", "streets"),
        ("at 10:30: the ratio 3:4:5", "at 10:30: the ratio 3:4:5"),
        ("case \u202eavonniV\u202c \u2066please\u2069", "case avonniV please"),
    ],
)
def test_words_are_heard_as_their_writer_saw_them(sent: str, words: str) -> None:
    assert heard(sent) == words


@given(st.text(max_size=200))
def test_any_text_is_heard_and_understood(sent: str) -> None:
    words = heard(sent * 40)
    assert len(words) <= LONGEST
    assert understand(words).typed == words


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("HELP", Asked("help", "", "HELP")),
        ("help me", Asked("ask", "help me", "help me")),
        ("Case  Health Holland", Asked("case", "Health Holland", "Case  Health Holland")),
        ("case", Asked("case", "", "case")),
        ("Check Every child", Asked("check", "Every child", "Check Every child")),
        ("check", Asked("check", "", "check")),
        ("checks and balances", Asked("ask", "checks and balances", "checks and balances")),
        ("topics", Asked("topics", "", "topics")),
        ("topics on water", Asked("ask", "topics on water", "topics on water")),
        ("approaches", Asked("ask", "approaches", "approaches", "approach")),
        (
            "Compare: Sweden, Norway on silos?",
            Asked("compare", "Sweden, Norway on silos", "Compare: Sweden, Norway on silos?"),
        ),
        (
            "comparison of Sweden and Norway",
            Asked("compare", "Sweden and Norway", "comparison of Sweden and Norway"),
        ),
        ("compare", Asked("compare", "", "compare")),
        ("comparable cities", Asked("ask", "comparable cities", "comparable cities")),
        ("who prototyping", Asked("who", "prototyping", "who prototyping")),
        ("Who", Asked("who", "", "Who")),
        ("who else tried a field lab?", Asked("who", "field lab", "who else tried a field lab?")),
        ("who has already tested nudges", Asked("who", "nudges", "who has already tested nudges")),
        ("who's used design sprints", Asked("who", "design sprints", "who's used design sprints")),
    ],
)
def test_a_command_is_its_first_word_and_anything_else_a_question(typed: str, asked: Asked) -> None:
    assert understand(typed) == asked


@pytest.mark.parametrize(
    "question",
    [
        "who let citizens design streets?",
        "who led the street mission",
        "who is Vinnova",
        "who tried it",
        "who used the money",
        "who pays for missions",
        "who else",
        "who tried to win over the ministers of two parties that had lost",
    ],
)
def test_who_asks_for_a_method_only_where_it_names_one(question: str) -> None:
    assert understand(question).verb == "ask"


@pytest.mark.parametrize(
    ("words", "points"), [("", True), ("this", True), ("This?", True), ("this street", False)]
)
def test_words_may_only_point_at_the_thread(words: str, points: bool) -> None:
    assert points_at_the_thread(words) is points


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("more", Step("more")),
        ("More, please!", None),
        ("more please", Step("more")),
        ("more on streets", None),
        ("why?", Step("why")),
        ("why did it fail", None),
        ("2", Step("open", number=2)),
        ("open 12", Step("open", number=12)),
        ("Open number 3.", Step("open", number=3)),
        ("#4", Step("open", number=4)),
        ("0", None),
        ("2030", None),
        ("only Sweden", Step("narrow", "sweden")),
        ("and in Norway?", Step("narrow", "norway")),
        ("what about the Netherlands", Step("narrow", "the netherlands")),
        ("Challenges?", Step("narrow", "challenges")),
        ("any examples", Step("narrow", "examples")),
        ("what got in the way?", Step("narrow", "what got in the way")),
        ("What helped?", Step("helped", "what helped")),
        ("and what has helped against that", Step("helped", "what helped")),
        ("what helped against silos", None),
        ("challenges in Sweden", None),
        ("", None),
    ],
)
def test_what_goes_on_from_an_answer_is_told_from_a_question(typed: str, step: Step | None) -> None:
    assert follows(typed) == step


@pytest.mark.parametrize(
    ("sent", "there"),
    [("streets", True), ("街", True), ("", False), ("👍 🎉", False), (":tada:", False), ("42!", False)],
)
def test_a_message_has_words_where_it_has_a_letter(sent: str, there: bool) -> None:
    assert has_words(heard(sent)) is there
