"""What chance reaches in an index, measured on canaries: the shares refused are those that were wished for."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from bot.notes.library import Library
from bot.search import calibrating, finding, sureness
from bot.search.building import build
from bot.search.index import Index
from bot.search.language import Language
from bot.search.sureness import Calibration
from bot.shipped import shipped_language
from tests.bot.library import FOOD, MEANINGS, STREETS, read_notes, words, written
from tests.bot.search.words_as_directions import Directions

CANARIES = tuple(
    f"{thing} and {other}" for thing in ("plums", "cranes", "dogs") for other in ("law", "city", "tax")
)
SUBJECTS = (
    "children",
    "farmers",
    "mayors",
    "cooks",
    "parents",
    "dogs",
    "pupils",
    "nurses",
    "drivers",
    "owners",
)
DEEDS = ("drew streets", "paid a tax", "asked for a law", "left the city", "planted trees", "met on Monday")


def notes_of(folder: Path, statements: int) -> Library:
    """A note of so many statements, no two alike."""
    told = [f"*   {SUBJECTS[n % 10].capitalize()} {DEEDS[n % 6]} {n} times." for n in range(statements)]
    return read_notes(
        [written(folder, one="---\ntitle: One\n---\n\n## Examples\n" + "\n".join(told))], words()
    )


def made(
    into: Path, notes: Library, model: Directions | None, canaries: tuple[str, ...] = CANARIES
) -> tuple[Index, Language]:
    language = Language(words(), model=model, canaries=canaries)
    build(notes, into, folders=[], language=language)
    return Index(into, model.name if model else ""), language


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return notes_of(tmp_path_factory.mktemp("large"), 120)


@pytest.mark.parametrize("model", [None, Directions()], ids=["words", "meanings"])
def test_a_tiny_index_is_not_calibrated(tmp_path: Path, model: Directions | None) -> None:
    few = read_notes([written(tmp_path / "notes", streets=STREETS, food=FOOD)], words())
    index, language = made(tmp_path / "index.db", few, model)

    assert index.calibration is None
    assert calibrating.calibrated(index, language, None) is None


@pytest.mark.parametrize(("statements", "calibrated"), [(99, False), (100, True)])
def test_an_index_is_calibrated_from_a_hundred_statements_on(
    tmp_path: Path, statements: int, calibrated: bool
) -> None:
    index, _ = made(tmp_path / "index.db", notes_of(tmp_path / "notes", statements), None)

    assert (index.calibration is not None) is calibrated


def test_without_canaries_nothing_is_measured(tmp_path: Path, large: Library) -> None:
    index, _ = made(tmp_path / "index.db", large, None, canaries=())

    assert index.calibration is None


def test_where_no_canary_finds_anything_nothing_is_measured(tmp_path: Path, large: Library) -> None:
    index, _ = made(tmp_path / "index.db", large, None, canaries=("xylophones", "zithers"))

    assert index.calibration is None


def test_nearness_is_a_sign_only_where_meanings_are_known(tmp_path: Path, large: Library) -> None:
    by_words, _ = made(tmp_path / "words.db", large, None)
    by_both, _ = made(tmp_path / "both.db", large, Directions())

    assert by_words.calibration
    assert by_both.calibration
    assert (by_words.calibration.means[2], by_words.calibration.spreads[2]) == (0, 0)
    assert by_both.calibration.spreads[2] > 0


def test_what_canaries_mean_is_read_once(tmp_path: Path, large: Library) -> None:
    store = tmp_path / "meanings.db"
    index, language = made(tmp_path / "index.db", large, Directions())
    first, again = Directions(), Directions()
    meant = calibrating.asked(index, Language(words(), model=first, canaries=CANARIES), store)
    back = calibrating.asked(index, Language(words(), model=again, canaries=CANARIES), store)

    assert (first.read_texts, again.read_texts) == (list(CANARIES), [])
    assert {text: each.kept() for text, each in meant.items()} == {
        text: each.kept() for text, each in back.items()
    }
    assert calibrating.calibrated(index, language, store) == calibrating.calibrated(index, language, None)


def test_without_meanings_no_canary_is_read(tmp_path: Path, large: Library) -> None:
    by_words, _ = made(tmp_path / "words.db", large, None)
    model = Directions()

    assert calibrating.asked(by_words, Language(words(), model=model, canaries=CANARIES), None) == {}
    assert model.read_texts == []


# --- the notes and the canaries that are shipped --------------------------------------------------------------


def reached(index: Index, chance: Calibration) -> list[float]:
    """What each shipped canary reaches."""
    language = shipped_language()
    meant = calibrating.asked(index, language, MEANINGS)
    given = [finding.signs(each, index, language, meant[each]) for each in language.canaries]
    return [sureness.evidence(signs, chance) for signs in given if signs]


def test_of_the_canaries_so_many_are_refused_and_so_few_are_sure_as_is_stated(seeds_index: Path) -> None:
    model = shipped_language().model
    assert model
    index = Index(seeds_index, model.name)
    assert index.calibration
    all_of_them = reached(index, index.calibration)
    refused = sum(each < index.calibration.closest for each in all_of_them)
    not_sure = sum(each < index.calibration.confident for each in all_of_them)

    # A share of canaries is a whole number of them.
    assert refused == math.ceil(calibrating._REFUSED * len(all_of_them))
    assert not_sure == math.ceil(calibrating._NOT_SURE * len(all_of_them))
    assert len(all_of_them) > 200
