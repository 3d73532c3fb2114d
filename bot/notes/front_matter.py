"""What the head of a note says, read as hostile input. Pure; builds strings, lists and maps of strings only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import yaml

# A head is a dozen lines; PyYAML needs seconds for megabytes.
MOST_CHARACTERS = 64 * 1024
DEEPEST = 20
# libyaml's parser where PyYAML was built with it: the same values, ten times as fast.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_OPENS = re.compile(r"\ufeff?---[ \t]*\n")
_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)


class Refused(ValueError):
    """YAML that we do not read: the text says why, `line` by which line that shows, from 1; 0 where it is all of it."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a YAML file and its line, from 1: a text, a list, or what stands before colons and behind them."""

    line: int
    text: str | None = None
    items: tuple[Part, ...] | None = None
    pairs: tuple[tuple[Part, Part], ...] | None = None


def split(text: str) -> tuple[str, str, int]:
    """The head of a note ("" where it has none), its body, and the line its body begins on (from 1)."""
    opens = _OPENS.match(text)
    closes = _CLOSES.search(text, opens.end()) if opens else None
    if not opens or not closes:
        return "", text, 1
    head = text[opens.end() : closes.start()].removesuffix("\n")
    return head, text[closes.end() :], text.count("\n", 0, closes.end()) + 1


def read(head: str) -> dict[str, Any]:
    """The head's keys and values, every scalar a string. Raises Refused, whatever the head holds."""
    if len(head) > MOST_CHARACTERS:
        raise Refused(f"the head is longer than {MOST_CHARACTERS // 1024} KiB")
    value = plain_yaml(head)
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        raise Refused("the head holds no 'key: value' lines")
    return value


def plain_yaml(text: str) -> Any:  # noqa: ANN401  YAML is whatever its author wrote
    """YAML as strings, lists and maps: no anchors, aliases, merge keys, tags or deep nesting. Raises Refused."""
    with _refusing():
        _look(text)
        # BaseLoader turns nothing into numbers, dates or booleans: 2:23:00 stays 2:23:00 and NO stays NO.
        value = yaml.load(text, Loader=_LOADER)  # noqa: S506
        _printable(value)
    return value


def parts(text: str) -> Part | None:
    """YAML as parts that know their lines; None for nothing. Refuses what `plain_yaml` does, and more than 64 KiB."""
    if len(text) > MOST_CHARACTERS:
        raise Refused(f"it is longer than {MOST_CHARACTERS // 1024} KiB")
    with _refusing():
        _look(text)
        root = yaml.compose(text, Loader=_LOADER)
        return _part(root) if root else None


def _part(node: yaml.Node) -> Part:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Part(line, pairs=tuple((_part(key), _part(value)) for key, value in node.value))
    if isinstance(node, yaml.SequenceNode):
        return Part(line, items=tuple(map(_part, node.value)))
    return Part(line, node.value)


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever PyYAML raises becomes Refused."""
    try:
        yield
    except Refused:
        raise
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        # An open bracket or quotation mark shows only where the next line goes on.
        why = f"not valid YAML, at or before this line: {error.problem or 'unreadable'}"
        raise Refused(why, line) from error
    except Exception as error:
        raise Refused(f"not valid YAML ({type(error).__name__})") from error


def _look(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused("anchors and aliases are not read")
        if getattr(event, "tag", None):
            raise Refused("tags are not read")
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<":
            raise Refused("merge keys are not read")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Refused("nested too deeply")


def _printable(value: object) -> None:
    if isinstance(value, str):
        value.encode("utf-8")  # a lone surrogate would break the index much later
        if "\0" in value:
            raise Refused("a NUL")
    elif isinstance(value, dict):
        for key, each in value.items():
            _printable(key)
            _printable(each)
    elif isinstance(value, list):
        for each in value:
            _printable(each)
