"""Cases are named by headings, leads and brackets; what is only spelled alike is never merged."""

from __future__ import annotations

import pytest

from bot.lexicon import Lexicon
from bot.model import Case, Note, Statement
from bot.notes import cases, reading


def told(places: Lexicon, *bodies: str) -> tuple[tuple[Statement, ...], tuple[Case, ...]]:
    """The statements and cases of some notes, given by their bodies."""
    notes = [reading.read(f"note{number}", body) for number, body in enumerate(bodies)]
    return cases.find([each for note in notes if note for each in note.statements], places)


@pytest.mark.parametrize(
    ("heading", "case", "country"),
    [
        ("Sweden (Vinnova)", "Vinnova", "Sweden"),
        ("Vinnova (Sweden)", "Vinnova", "Sweden"),
        ("Camden Council (UK)", "Camden Council", "United Kingdom"),
        ("Sweden's Vinnova Agency", "Vinnova", "Sweden"),
        ("Sweden’s Vinnova Agency", "Vinnova", "Sweden"),
        ("Health Holland (Netherlands)", "Health Holland", "Netherlands"),
        ("Netherlands (Health Holland - Life Sciences)", "Health Holland", "Netherlands"),
        ("1. Sweden (Vinnova)", "Vinnova", "Sweden"),
        ("Case Study 2: Vinnova (Sweden)", "Vinnova", "Sweden"),
        ("Green Deals in Denmark", "Green Deals", "Denmark"),
        ("Sweden", None, "Sweden"),
        ("Swedish Approach", None, "Sweden"),
        ("Key Challenges in Sweden", None, "Sweden"),
        ("The Role of Government in Denmark", None, "Denmark"),
        ("Sweden and Spain", None, "Sweden"),
        ("How cities in Sweden changed", None, "Sweden"),
        ("Streets", None, None),
    ],
)
def test_a_heading_names_a_case(places: Lexicon, heading: str, case: str | None, country: str | None) -> None:
    [statement], found = told(places, f"## {heading}\nIt was tried [00:21].")

    assert (statement.case, statement.country) == (case, country)
    assert [each.name for each in found] == ([case] if case else [])


def test_a_case_is_one_across_notes_however_its_label_is_written(places: Lexicon) -> None:
    statements, found = told(
        places,
        "## Sweden (Vinnova)\nOne.",
        "- **Vinnova (Sweden):** Two.",
        "## Sweden's Vinnova Agency\nThree.",
        "Four was tried by Vinnova.",
    )

    assert found == (Case("Vinnova", "Sweden"),)
    assert [(statement.case, statement.country) for statement in statements] == [("Vinnova", "Sweden")] * 4


def test_a_case_within_a_case_knows_its_parent(places: Lexicon) -> None:
    statements, found = told(
        places,
        "## Sweden (Vinnova)\n"
        "Vinnova began.\n\n"
        '- **"The Street" Mission:** Streets changed.\n'
        "- **School Food Mission:** Meals changed.\n"
        "- **Mission:** It changed.",
    )

    assert [statement.case for statement in statements] == ["Vinnova", "The Street", "School Food", "Vinnova"]
    assert found == (
        Case("Vinnova", "Sweden"),
        Case("The Street", "Sweden", "Vinnova"),
        Case("School Food", "Sweden", "Vinnova"),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sweden (Vinnova)", "Spain (ENISA)"),
        ("Sweden", "Spain"),
        ("United Kingdom (Engineering X)", "United Kingdom (Camden Council)"),
        ("Denmark (Life)", "Denmark (Safer End of Engineered Life)"),
        (
            "Netherlands (Tom de Luise)",
            "Netherlands (Tom de Luze)",
        ),  # which spelling is right, nobody here knows
    ],
)
def test_cases_that_are_spelled_alike_stay_apart(places: Lexicon, one: str, other: str) -> None:
    [first, second], found = told(places, f"## {one}\nOne.\n## {other}\nTwo.")

    assert (first.case, first.country) != (second.case, second.country)
    assert len(found) == len({first.case, second.case} - {None})


def test_a_country_in_a_list_of_examples_is_no_case_but_a_city_may_be(places: Lexicon) -> None:
    statements, found = told(
        places, "## Case Studies\n- **Sweden:** One.\n- **Malmö:** Two.\n- **Green Deals:** Three."
    )

    assert [(each.case, each.country) for each in statements] == [
        (None, "Sweden"),
        ("Malmö", "Sweden"),
        ("Green Deals", None),
    ]
    assert [each.name for each in found] == ["Malmö", "Green Deals"]


def test_a_case_is_not_told_of_where_another_country_is_told(places: Lexicon) -> None:
    statements, _ = told(places, "## Sweden (Vinnova)\nOne.\n## Spain\nThis is not the work of Vinnova.")

    assert [(statement.case, statement.country) for statement in statements] == [
        ("Vinnova", "Sweden"),
        (None, "Spain"),
    ]


def test_a_sentence_that_names_two_cases_tells_of_neither(places: Lexicon) -> None:
    statements, _ = told(
        places, "## Sweden (Vinnova)\nOne.\n## Spain (Enisa Fund)\nTwo.\n# Both\nVinnova met the Enisa Fund."
    )

    assert statements[-1].case is None


def test_a_sentence_has_the_country_it_names_and_none_where_it_names_two(note: Note, places: Lexicon) -> None:
    """
    # Streets

    Swedish streets changed. Spanish and Danish streets did not. Streets did.
    """
    statements, found = cases.find(note.statements, places)

    assert [statement.country for statement in statements] == ["Sweden", None, None]
    assert found == ()


def test_no_statement_is_lost_or_moved(places: Lexicon) -> None:
    body = "## Sweden (Vinnova)\nOne. Two.\n- **Streets:** Three."
    before = reading.read("note0", body)
    statements, _ = told(places, body)

    assert before is not None
    assert [each.id for each in statements] == [each.id for each in before.statements]
    assert cases.find([], places) == ((), ())
