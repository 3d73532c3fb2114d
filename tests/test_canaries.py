"""The canaries in seeds/ are fit to calibrate on: many, all different, and none names a place."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import yaml

from bot.shipped import shipped_lexicon
from bot.words import fold

CANARIES = Path(__file__).resolve().parent.parent / "seeds" / "canaries.yaml"


@cache
def canaries() -> tuple[str, ...]:
    loaded = yaml.load(CANARIES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    assert list(loaded) == ["canaries"]
    assert all(isinstance(each, str) for each in loaded["canaries"])
    return tuple(loaded["canaries"])


def test_there_are_at_least_200_canaries() -> None:
    assert len(canaries()) >= 200


def test_no_canary_is_there_twice_however_it_is_written() -> None:
    counted = Counter(fold(each) for each in canaries())
    assert [each for each, times in counted.items() if times > 1] == []


def test_every_canary_has_2_to_80_words() -> None:
    assert [each for each in canaries() if not 2 <= len(each.split()) <= 80] == []


def test_no_canary_names_a_place() -> None:
    assert [each for each in canaries() if shipped_lexicon().mentions(each)] == []
