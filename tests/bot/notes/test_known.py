"""A curator's lexicon names, merges and splits cases."""

from __future__ import annotations

from bot import lexicon
from bot.lexicon import Lexicon
from tests.bot.notes.told import texts, told


def curated(**cases_: object) -> Lexicon:
    """A lexicon of Sweden, Spain and some cases."""
    country: dict[str, list[str]] = {"people": [], "elsewhere": [], "also": []}
    return lexicon.build({"countries": {"Sweden": country, "Spain": country}, "cases": cases_})


def test_the_lexicon_names_a_case_by_words_that_stand_together() -> None:
    words = curated(**{"Green Streets": {"country": "Sweden", "told_by": [["prototype", "streets"]]}})
    statements, found, all_ = told(
        words, "Prototypes of a street help.\n\nStreets help.\n\nSpain's streets lack prototypes."
    )

    assert texts("Green Streets", statements, all_) == ["Prototypes of a street help."]
    assert found["Green Streets"].how == "the lexicon"


def test_the_lexicon_merges_names() -> None:
    words = curated(OPSI={"also": ["Action Lab"]})

    assert list(told(words, "## Action Lab\nOne.", "OPSI acts.")[1]) == ["OPSI"]


def test_the_lexicon_keeps_names_apart() -> None:
    label, longer = "## Sweden (Tree Fund)\nOne.", "## Sweden (Big Tree Fund)\nTwo."
    apart = curated(**{"Tree Fund": {"country": "Sweden", "apart": ["Big Tree Fund"]}})

    assert len(told(curated(), label, longer)[1]) == 1
    assert len(told(apart, label, longer)[1]) == 2


def test_a_small_name_of_the_lexicon_counts_in_its_country_only() -> None:
    words = curated(**{"Tree Plan": {"country": "Sweden", "also": ["tree plan"]}})
    statements, _, found = told(words, "## Sweden\nThe tree plan grew.\n## Spain\nA tree plan grew.")

    assert texts("Tree Plan", statements, found) == ["The tree plan grew."]


def test_a_case_whose_country_is_known_is_not_of_the_country_that_learnt_from_it() -> None:
    words = curated(KfW={"country": "Spain"})
    body = "## Sweden (Garden Bank)\nIt lends to gardens. Its model is KfW. KfW came first."

    _, found, _ = told(words, body)

    assert found["KfW"].countries == ("Spain",)
    assert found["Garden Bank"].countries == ("Sweden",)
