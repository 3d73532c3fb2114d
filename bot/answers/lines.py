"""Statements to lines with links that open the talk where it was said. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from rapidfuzz import fuzz

from bot.model import Line, Link, Seconds, Statement, Video
from bot.notes.seconds import spoken
from bot.sentences import say
from bot.words import fold

# A listener wants the sentence before the one cited.
LEAD_IN = 5
# Two statements of one talk within a breath, or of any talk in nearly the same words, tell the same thing.
_SAME_MOMENT, _LIKE_ENOUGH, _NEARLY_THE_SAME = 2, 58, 88


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a line needs beyond its statement: titles by note, talks by id, and the template of a link."""

    titles: Mapping[str, str]
    videos: Mapping[str, Video]
    video_link: str


def link(seconds: Seconds | None, video: str | None, shelf: Shelf) -> Link:
    """The way to a second: five seconds before the stamp, or the talk's start where the second is unknown."""
    if seconds is None or seconds.seconds is None:
        return Link(say("line_start"), _url(video, 0, shelf), "unusable")
    return Link(spoken(seconds.seconds), _url(video, max(0, seconds.seconds - LEAD_IN), shelf), seconds.grade)


def _url(video: str | None, second: int, shelf: Shelf) -> str | None:
    if not video:
        return None
    return shelf.video_link.format(video=quote(video, safe=""), second=second)


def links(statement: Statement, shelf: Shelf) -> tuple[Link, ...]:
    """A statement's links, one per second; those that cannot be right open the talk once."""
    made = [link(each, statement.citation.video, shelf) for each in statement.citation.seconds]
    return tuple(dict.fromkeys(made))


def lines(statements: Sequence[Statement], shelf: Shelf) -> tuple[Line, ...]:
    """One line a statement, in order; a statement that twins an earlier one only adds its links to it."""
    told: list[tuple[Statement, list[Statement]]] = []
    for statement in statements:
        for first, twins in told:
            if same(first, statement):
                twins.append(statement)
                break
        else:
            told.append((statement, []))
    return tuple(_line(first, twins, shelf) for first, twins in told)


def same(one: Statement, other: Statement) -> bool:
    """Whether two statements of different notes tell the same thing."""
    if one.citation.note == other.citation.note:
        return False
    likeness = fuzz.token_set_ratio(fold(one.text), fold(other.text))
    if likeness >= _NEARLY_THE_SAME:
        return True
    if one.citation.video is None or one.citation.video != other.citation.video:
        return False
    return likeness >= _LIKE_ENOUGH and any(
        abs(a - b) <= _SAME_MOMENT for a in _seconds(one) for b in _seconds(other)
    )


def _seconds(statement: Statement) -> Iterable[int]:
    return [each.seconds for each in statement.citation.seconds if each.seconds is not None]


def _line(statement: Statement, twins: Sequence[Statement], shelf: Shelf) -> Line:
    return Line(
        statement=statement.id,
        text=statement.text,
        lead=statement.leads[-1] if statement.leads else "",
        kind=statement.kind,
        links=links(statement, shelf),
        also=tuple(dict.fromkeys(each for twin in twins for each in links(twin, shelf))),
        source=_source(statement, shelf),
    )


def _source(statement: Statement, shelf: Shelf) -> str:
    citation = statement.citation
    title = shelf.titles.get(citation.note, citation.note)
    video = shelf.videos.get(citation.video or "")
    said = say("line_source", note=title, line=citation.line)
    return say("line_source_dated", source=said, date=video.date) if video and video.date else said
