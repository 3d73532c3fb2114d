"""A model for tests: every word is a direction of its own, whatever stands around it. Counts what it reads."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache

import numpy as np

from bot.search.meaning import WIDTH, Model, Sense, Vectors


class Directions(Model):
    """Reads nothing from a file; `read_texts` are the texts it was given, in order."""

    def __init__(self, name: str = "directions.1") -> None:
        self.name = name
        self.read_texts: list[str] = []

    def said(self, text: str) -> tuple[str, ...]:
        return tuple(text.split())

    def read(self, texts: Sequence[str], threads: int = 1) -> list[Sense]:
        assert threads >= 1
        self.read_texts += texts
        return [sense(text) for text in texts]


def sense(text: str) -> Sense:
    """What a text means to the model: its words' directions, and their mean."""
    rows = np.array([_direction(word) for word in text.split()], np.float32).reshape(-1, WIDTH)
    whole = rows.sum(axis=0) if len(rows) else _direction("")
    return Sense(whole / np.linalg.norm(whole), rows)


@cache
def _direction(word: str) -> Vectors:
    numbers = np.random.default_rng(zlib.crc32(word.encode())).normal(size=WIDTH)
    return (numbers / np.linalg.norm(numbers)).astype(np.float32)
