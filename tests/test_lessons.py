"""The lessons of the model of meaning: whole, various, and not the questions that measure it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from bot.notes import folder
from bot.shipped import shipped_canaries
from bot.words import tokens
from seeds.lessons import lessons

LESSONS = lessons()


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
