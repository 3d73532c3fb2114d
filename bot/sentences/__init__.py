"""Every sentence the product says, one catalogue per language. Never text of a note."""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent
# libyaml's parser where PyYAML was built with it: a command starts by reading a catalogue.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# Each request, and each thread that works for it, speaks its own.
_SPOKEN: ContextVar[str] = ContextVar("language", default="en")
# *bold*, _italic_ and `code`; never an underscore inside a {place}.
_MARKS = re.compile(r"[*`]|(?<![\w{])_|_(?![\w}])")


def say(name: str, /, **values: object) -> str:
    """The sentence of that name, its {places} filled. A name or place the catalogue lacks is a KeyError."""
    return catalogue()[name].format_map(values)


def plain(name: str, /, **values: object) -> str:
    """The sentence without its marks, for a terminal or a screen reader."""
    return _MARKS.sub("", catalogue()[name]).format_map(values)


def speak(language: str) -> None:
    """From now on sentences are of that language, here and in what is begun from here; see `nearest`."""
    _SPOKEN.set(language)


def spoken() -> str:
    """The language spoken, by its two letters."""
    return _SPOKEN.get()


def nearest(locale: str) -> str | None:
    """The language with a catalogue that a locale such as `fr-CA` asks for; None where there is none."""
    language = re.split(r"[-_]", locale.strip().casefold())[0]
    return language if language in languages() else None


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, by their two letters."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def catalogue() -> dict[str, str]:
    """The catalogue of the language spoken: name to sentence."""
    return _catalogue(_SPOKEN.get())


@cache
def _catalogue(language: str) -> dict[str, str]:
    text = (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    sentences: dict[str, str] = yaml.load(text, Loader=_LOADER)  # noqa: S506  strings only
    return sentences
