"""What a note says of cases, as JSON and back, so that it need not be read again. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.notes.mentions import Intro, Label, Mentions, Said
from bot.notes.naming import Naming
from bot.notes.proper import Name

# A row holds a dataclass's values in the order of its fields.
_Row = Sequence[Any]


def written(mentions: Mentions) -> str:
    """The mentions as JSON; equal ones are written alike."""
    return json.dumps(mentions, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> list[Any]:  # noqa: ANN401  a set of words, or one of the dataclasses below
    return (
        sorted(value) if isinstance(value, frozenset) else [getattr(value, each) for each in value.__slots__]
    )


def read(text: str) -> Mentions:
    """The mentions that were `written`."""
    note, title, video, labels, intros, said, ordinary = json.loads(text)
    return Mentions(
        note,
        title,
        video,
        tuple(_label(*each) for each in labels),
        tuple(Intro(_names(names), _told(told), tuple(places)) for names, told, places in intros),
        tuple(_said(*each) for each in said),
        frozenset(ordinary),
    )


def _label(naming: _Row, *about: Any) -> Label:  # noqa: ANN401  a label's other fields, of several types
    label, name, also, *others = naming
    return Label(Naming(label, name, tuple(also), *others), *about)


def _said(
    id_: str,
    labels: _Row,
    lead: bool,
    country: str | None,
    places: _Row,
    examples: _Row,
    names: Sequence[_Row],
    told: Sequence[_Row],
    intro: int,
    section: int,
    block: int,
    leans: bool,
    seconds: _Row,
    words: _Row,
) -> Said:
    return Said(
        id_,
        tuple(labels),
        lead,
        country,
        tuple(places),
        tuple(examples),
        _names(names) if names else (),
        _told(told) if told else (),
        intro,
        section,
        block,
        leans,
        tuple(seconds),
        tuple(words),
    )


def _names(rows: Sequence[_Row]) -> tuple[Name, ...]:
    return tuple(_name(*each) for each in rows)


def _name(words: _Row, *others: Any) -> Name:  # noqa: ANN401  a name's other fields, of several types
    return Name(tuple(words), *others[:-1], countries=tuple(others[-1]))  # type: ignore[misc]


def _told(rows: Sequence[_Row]) -> tuple[tuple[str, bool], ...]:
    return tuple((case, begins) for case, begins in rows)
