"""Every sentence the product says, one catalogue per language. Never text of a note."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

# *bold*, _italic_ and `code`; never an underscore inside a {place}.
_MARKS = re.compile(r"[*`]|(?<![\w{])_|_(?![\w}])")


def say(name: str, /, **values: object) -> str:
    """The sentence of that name, its {places} filled. A name or place the catalogue lacks is a KeyError."""
    return catalogue()[name].format_map(values)


def plain(name: str, /, **values: object) -> str:
    """The sentence without its marks, for a terminal or a screen reader."""
    return _MARKS.sub("", catalogue()[name]).format_map(values)


@cache
def catalogue() -> dict[str, str]:
    """The English catalogue: name to sentence."""
    text = (Path(__file__).parent / "en.yaml").read_text(encoding="utf-8")
    sentences: dict[str, str] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  strings only
    return sentences
