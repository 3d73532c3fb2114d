"""Every sentence the product says, one catalogue per language. Never text of a note."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


def say(name: str, /, **values: object) -> str:
    """The sentence of that name, its {places} filled. A name or place the catalogue lacks is a KeyError."""
    return catalogue()[name].format_map(values)


@cache
def catalogue() -> dict[str, str]:
    """The English catalogue: name to sentence."""
    text = (Path(__file__).parent / "en.yaml").read_text(encoding="utf-8")
    sentences: dict[str, str] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  strings only
    return sentences
