"""The lessons of the model of meaning: whole, various, and not the questions that measure it."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from bot.notes import folder
from bot.shipped import shipped_canaries
from bot.words import tokens
from seeds.lessons import chatter, lessons, pasted

LESSONS = lessons()


def dice() -> random.Random:
    return random.Random(1)  # noqa: S311  the same draws at every run


def test_every_statement_has_three_questions_and_every_heading_four_statements() -> None:
    assert len(LESSONS) > 8_000
    assert {len(each.questions) for each in LESSONS} == {3}
    assert set(Counter(each.group for each in LESSONS).values()) == {4}


def test_nothing_of_the_form_is_left_in_a_text() -> None:
    texts = [text for each in LESSONS for text in (each.text, *each.headings, *each.questions)]

    assert [text for text in texts if not text.strip() or text[0] in "#=?" or "\n" in text] == []


def test_a_label_is_a_heading_of_its_statement() -> None:
    labelled = [each for each in LESSONS if len(each.headings) == 2]

    assert len(labelled) > 2_000
    assert all(
        each.below == f"{each.headings[0]}. {each.headings[1]}. {each.text.rstrip('.')}" for each in labelled
    )


def test_questions_are_as_various_as_people() -> None:
    asked = Counter(question.casefold() for each in LESSONS for question in each.questions)

    assert len(asked) > 0.99 * asked.total()


def test_nothing_that_measures_the_search_is_taught() -> None:
    queries = folder.table(Path(__file__).with_name("quality") / "queries.yaml")
    measured = {tuple(tokens(text)) for text in (*shipped_canaries(), *(each["query"] for each in queries))}
    taught = {tuple(tokens(question)) for each in LESSONS for question in each.questions}

    assert {each for each in measured & taught if len(each) > 3} == set()


def test_a_pasted_message_says_the_question_once_among_chatter() -> None:
    around, drawn = chatter(), dice()
    question = "has anyone let residents decide on a square"

    messages = [pasted(question, around, drawn) for _ in range(200)]

    assert all(message.count(f"{question}?") == 1 for message in messages)
    assert len(set(messages)) > 150
    for lines in around.values():
        assert any(line in message for line in lines for message in messages)


def test_a_question_with_its_own_mark_gets_no_other() -> None:
    for question in (
        "who has done this with fewer than ten people?",
        "We gave up on it. Others did not, it seems.",
    ):
        message = pasted(question, chatter(), dice())

        assert question in message
        assert f"{question}?" not in message


def test_a_few_words_stand_in_no_message() -> None:
    assert pasted("handwritten envelope", chatter(), dice()) == "handwritten envelope"


def test_no_line_of_chatter_is_said_twice_or_runs_over() -> None:
    lines = [line for some in chatter().values() for line in some]

    assert len(set(lines)) == len(lines) > 400
    assert not any("\n" in line or line != line.strip() for line in lines)
