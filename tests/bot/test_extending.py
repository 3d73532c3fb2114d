"""A team's own words count in questions, and its own cases in notes; what Casebook ships still counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import extending
from bot.answers.plain import whole
from bot.casebook import Casebook
from bot.errors import NotesUnreadable
from bot.refreshing import Refreshed, refresh, unchanged
from bot.search.index import Index
from bot.watching import look
from tests.bot.library import FOOD, LINK, STREETS, language, words, written

OWN = json.dumps(
    {
        "acronyms": {"WAS": ["water agency south"], "IT": ["inland traffic"], "DSO": ["digital services office"]},
        "synonyms": [["kerb", "the"], ["zebrafy", "drew"]],
        "cases": {"Nattlinje": {"country": "UK", "also": ["Night Line"]}},
    }
)  # fmt: skip
STREETS_LEXICON = "synonyms:\n  - [zebra crew, streets]\n"


@pytest.mark.parametrize(
    ("phrase", "alternatives"),
    [
        (("dso",), {("digit", "servic", "offic")}),
        (("digit", "servic", "offic"), {("dso",)}),
        (("zebrafi",), {("drew",)}),
        # What stands in every line stands for nothing, and nothing for it.
        (("kerb",), set()),
        (("wa",), set()),
        (("water", "agenc", "south"), set()),
        # The shipped words count as before.
        (("vinnova",), set(words().alternatives[("vinnova",)])),
    ],
)
def test_what_may_stand_for_what(phrase: tuple[str, ...], alternatives: set[tuple[str, ...]]) -> None:
    assert set(extending.extended(words(), OWN).alternatives.get(phrase, ())) == alternatives


def test_a_short_form_that_is_a_stop_word_counts_in_capitals() -> None:
    large = extending.extended(words(), OWN).in_capitals

    assert large[("wa",)] == (("water", "agenc", "south"),)
    assert large[("it",)][0] == ("inland", "traffic")
    assert set(words().in_capitals[("it",)]) < set(large[("it",)])


def test_without_own_words_the_lexicon_is_the_same() -> None:
    assert extending.extended(words(), "") is words()
    assert extending.with_cases(words(), "") is words()


def test_a_case_is_in_the_country_that_is_meant() -> None:
    known = extending.with_cases(words(), OWN)

    assert known.cases["Nattlinje"].country == "United Kingdom"
    assert known.cases.keys() == {*words().cases, "Nattlinje"}
    assert known.alternatives is words().alternatives


def test_its_entries_are_counted() -> None:
    assert (extending.number(OWN), extending.number("")) == (6, 0)


def test_one_word_has_only_so_many_alternatives() -> None:
    groups = [["mission", f"word{at}"] for at in range(1_000)]

    assert len(extending.extended(words(), json.dumps({"synonyms": groups})).alternatives[("mission",)]) < 60


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return written(tmp_path / "notes", streets=STREETS, food=FOOD)


def refreshed(notes: Path) -> Refreshed:
    return refresh([notes], notes.parent / "i.db", language())


def asked(notes: Path, question: str) -> str:
    return whole(Casebook(notes.parent / "i.db", language(), LINK).ask(question))


def test_a_question_in_the_teams_own_words_is_answered(notes: Path) -> None:
    refreshed(notes)
    before = asked(notes, "zebra crew")
    (notes / "lexicon.yaml").write_text(STREETS_LEXICON)
    made = refreshed(notes)

    assert "The notes have nothing on this." in before
    assert (made.own_words, made.read, made.changed) == (1, 2, True)
    assert "Children drew their own streets" in asked(notes, "zebra crew")


def test_a_bot_that_runs_takes_new_words_up_with_their_index(notes: Path) -> None:
    refreshed(notes)
    casebook = Casebook(notes.parent / "i.db", language(), LINK)
    (notes / "lexicon.yaml").write_text(STREETS_LEXICON)
    refreshed(notes)

    assert "Children drew their own streets" in whole(casebook.ask("zebra crew"))
    (notes / "lexicon.yaml").unlink()
    refreshed(notes)
    assert "Children drew their own streets" not in whole(casebook.ask("zebra crew"))


def test_the_index_alone_understands_the_words(notes: Path) -> None:
    (notes / "lexicon.yaml").write_text(STREETS_LEXICON)
    refreshed(notes)
    (notes / "lexicon.yaml").unlink()

    assert "Children drew their own streets" in asked(notes, "zebra crew")


def test_an_index_of_the_same_words_is_fresh(notes: Path) -> None:
    (notes / "lexicon.yaml").write_text(STREETS_LEXICON)
    refreshed(notes)
    held = unchanged([notes], notes.parent / "i.db", None, ())

    assert held is not None
    assert held.own_words == 1
    (notes / "lexicon.yaml").write_text("# none yet\n" + STREETS_LEXICON)
    assert unchanged([notes], notes.parent / "i.db", None, ()) is not None
    (notes / "lexicon.yaml").write_text(STREETS_LEXICON.replace("zebra", "gull"))
    assert unchanged([notes], notes.parent / "i.db", None, ()) is None


def test_two_names_that_the_team_calls_one_case_are_one(notes: Path) -> None:
    written(notes, night="## Examples\n\n*   **Norway (Nattlinje):** Nurses drew it.\n"
                         "*   **Norway (Night Line):** It rings at every stop.\n")  # fmt: skip
    refreshed(notes)
    before = {each.name for each in Index(notes.parent / "i.db").cases}
    (notes / "lexicon.yaml").write_text("cases:\n  Nattlinje:\n    country: Norway\n    also: [Night Line]\n")
    refreshed(notes)
    cases = {each.name: each for each in Index(notes.parent / "i.db").cases}

    assert {"Nattlinje", "Night Line"} <= before
    assert "Night Line" not in cases
    assert cases["Nattlinje"].aliases == ("Night Line",)


def test_a_short_form_of_a_case_leaves_it_a_case(notes: Path) -> None:
    written(
        notes, night="## Examples\n\n*   **Norway (NBL):** Nurses drew the NBL.\n*   **NBL:** NBL rings.\n"
    )
    refreshed(notes)
    before = [each.name for each in Index(notes.parent / "i.db").cases]
    (notes / "lexicon.yaml").write_text("acronyms:\n  NBL: night bus line\n")
    refreshed(notes)

    assert "NBL" in before
    assert [each.name for each in Index(notes.parent / "i.db").cases] == before


def test_what_cannot_be_read_is_said_and_the_rest_counts(notes: Path) -> None:
    (notes / "lexicon.yaml").write_text("DSO: an office\n" + STREETS_LEXICON)
    made = refreshed(notes)

    assert [(each.note, each.line) for each in made.problems if each.note == "lexicon.yaml"] == [
        ("lexicon.yaml", 1)
    ]
    assert made.own_words == 1
    assert refreshed(notes).problems == made.problems


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_text("a: ["),
        lambda path: path.write_bytes(b"Caf\xe9"),
        lambda path: path.symlink_to("/etc/passwd"),
        lambda path: path.mkdir(),
    ],
)
def test_a_file_that_is_no_text_leaves_the_index_as_it_is(notes: Path, spoil: object) -> None:
    refreshed(notes)
    assert callable(spoil)
    spoil(notes / "lexicon.yaml")

    with pytest.raises(NotesUnreadable, match=r"/notes/lexicon\.yaml(:\d)?: .*Mend it, then try again\.$"):
        refreshed(notes)
    assert "Children drew" in asked(notes, "children streets")


def test_a_change_of_the_words_is_seen_from_outside(notes: Path) -> None:
    before = look([notes])
    (notes / "lexicon.yaml").write_text(STREETS_LEXICON)

    assert look([notes]) != before
