"""A case is told by statements that name it, stand under its label, or go on about it."""

from __future__ import annotations

import pytest

from bot.lexicon import Lexicon
from tests.bot.notes.told import texts, told


def test_a_paragraph_goes_on_about_the_case_it_begins_with(places: Lexicon) -> None:
    body = (
        "## Sweden (Vinnova)\nIt began.\n## Streets\nVinnova asked children. They drew.\n\n"
        "Cars came. Bees left. Trees fell."
    )
    statements, _, found = told(places, body)

    assert texts("Vinnova", statements, found) == [
        "It began.",
        "Vinnova asked children.",
        "They drew.",
    ]


def test_a_list_is_about_the_case_its_opening_line_names(places: Lexicon) -> None:
    body = (
        "## Sweden (Vinnova)\nIt began.\n## Streets\nNew plans of Vinnova include:\n- More trees.\n"
        "- **Cost:** Less money.\n\nTrees grow."
    )
    statements, _, found = told(places, body)

    assert texts("Vinnova", statements, found) == ["It began.", "More trees."]


def test_a_section_is_about_the_case_that_most_of_it_tells_of(places: Lexicon) -> None:
    body = "## Sweden (Vinnova)\nOne.\n## Plans\nVinnova plans.\n\nVinnova draws.\n\nA report is awaited."
    statements, _, found = told(places, body)

    assert texts("Vinnova", statements, found)[1:] == [
        "Vinnova plans.",
        "Vinnova draws.",
        "A report is awaited.",
    ]


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Vinnova is its model.", True),
        ("It follows agencies like Vinnova.", True),
        ("It was paid by Vinnova.", False),
        ("Ada, director of Vinnova, spoke.", False),
    ],
)
def test_within_another_case_a_name_must_be_more_than_mentioned(
    places: Lexicon, text: str, tells: bool
) -> None:
    statements, _, found = told(places, f"## Sweden (Vinnova)\nOne.\n## Spain (ENISA)\n{text}")

    assert (text in texts("Vinnova", statements, found)) is tells
    assert text in texts("ENISA", statements, found)
    assert statements[-1].case == "ENISA"


def test_a_statement_may_tell_of_a_case_and_of_its_part_and_is_shown_under_the_part(places: Lexicon) -> None:
    body = '## Sweden (Vinnova)\nIt began.\n- **"The Street" Mission:** Streets changed.\n- **Costs:** They fell.'
    statements, found, all_ = told(places, body)

    assert [each.case for each in statements] == ["Vinnova", "The Street", "Vinnova"]
    assert texts("Vinnova", statements, all_) == ["It began.", "Streets changed.", "They fell."]
    assert texts("The Street", statements, all_) == ["Streets changed."]
    assert found["The Street"].parent == "Vinnova"


def test_a_parts_last_word_marks_the_statements_of_its_whole(places: Lexicon) -> None:
    body = (
        '## Sweden (Vinnova)\n- **"The Street" Mission:** It changed.\n- **Costs:** They fell.\n'
        "- **Time:** It passed.\n- **Play:** Children drew their streets.\n- **Trust:** It grew."
    )
    statements, _, found = told(places, body)

    assert texts("The Street", statements, found) == ["It changed.", "Children drew their streets."]


def test_two_notes_of_a_talk_tell_of_one_event_in_the_same_words(places: Lexicon) -> None:
    mission = "- **UK (Garden X):**\n    - **Safer Sheds Mission:** Sheds fell [09:00]."
    one = '- **UK (Garden X):** "Safer Sheds" called regulators, unions, fishers and workers of yards to Leeds [01:00].'
    other = "- **UK (Garden X):** Regulators, fishers, unions and workers of yards met in Leeds [{}]."
    elsewhere = "- **UK (Garden X):** Money was found in many other places and for all who asked [02:00]."

    def tell(*bodies: str) -> int:
        return len(told(places, mission, *bodies)[2].tellings["Safer Sheds"])

    assert tell(one) == 2
    assert tell(one, other.format("02:00")) == 3
    assert tell(one, other.format("42:00")) == 2
    assert tell(one, elsewhere) == 2


def test_another_countrys_answer_is_its_own_story(places: Lexicon) -> None:
    body = "## Challenge 1: Better Benches (Spain)\nBenches break.\n### Bench Lab (Denmark)\nIt mends them."
    statements, found, all_ = told(places, body)

    assert texts("Better Benches", statements, all_) == ["Benches break."]
    assert [each.country for each in statements] == ["Spain", "Denmark"]
    assert found["Bench Lab"].parent is None


def test_where_a_country_is_an_example_in_its_note_its_section_hears_of_it(places: Lexicon) -> None:
    body = "## Sweden\nOne.\n## Spain\nIt learns from countries like Sweden.\n## Other\nSweden is in Europe."
    statements, _, found = told(places, body)

    assert texts("Note 0 in Sweden", statements, found) == ["One.", "It learns from countries like Sweden."]


def test_a_sentence_has_the_country_it_names_and_none_where_it_names_two(places: Lexicon) -> None:
    statements, _, _ = told(
        places, "Swedish streets changed. Spanish and Danish streets did not. Streets did."
    )

    assert [each.country for each in statements] == ["Sweden", None, None]
