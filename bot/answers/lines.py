"""Statements to lines with links that open the talk where it was said. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from urllib.parse import quote

from bot.answers.twins import Told
from bot.model import Line, Link, Part, Seconds, Stamp, Statement, Video
from bot.notes.corrections import corrected
from bot.notes.seconds import spoken
from bot.sentences import say

# A listener wants the sentence before the one cited.
LEAD_IN = 5
# The longest of some 9,000 statements of a real wiki has 468 characters, its longest lead 145, and none has more
# than seven links. What is longer would push the rest off the screen; the note and the JSON have it whole.
_LONGEST_TEXT, _LONGEST_LEAD, _LONGEST_LINKS = 700, 150, 600
LONGEST_TITLE = 150
_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a line needs beyond its statement: titles by note, talks by id, and the template of a link.

    `corrections` are the seconds that curators gave, by statement id and stamp.
    """

    titles: Mapping[str, str]
    videos: Mapping[str, Video]
    video_link: str
    corrections: Mapping[tuple[str, str], int] = field(default_factory=dict)


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
    """A statement's links, one per second, two per second with two readings; an unknown one opens the talk once."""
    video = statement.citation.video
    made = [way for each in statement.citation.seconds for way in both(each, video, shelf)]
    return tuple(dict.fromkeys(made))


def stamps(statement: Statement, shelf: Shelf) -> tuple[Stamp, ...]:
    """The stamps behind a statement's links, one each, with what is known of them."""
    citation, words = statement.citation, clipped(statement.text, _LONGEST_WORDS)
    talk = shelf.videos.get(citation.video or "")
    ends = spoken(talk.length) if talk and talk.length is not None else ""
    return tuple(
        Stamp(
            statement.id,
            citation.note,
            citation.line,
            words,
            _source(statement, shelf),
            each,
            both(each, citation.video, shelf),
            ends,
            _cited(statement, shelf),
        )
        for each in dict.fromkeys(citation.seconds)
    )


def both(seconds: Seconds, video: str | None, shelf: Shelf) -> tuple[Link, ...]:
    """The ways to what a stamp may mean: one, or where it has two readings `2:46` and instead `2:46:00`."""
    first = link(seconds, video, shelf)
    if seconds.other is None:
        return (first,)
    other = link(replace(seconds, seconds=seconds.other), video, shelf)
    return first, replace(other, instead=True)


def right(statements: Iterable[Statement], shelf: Shelf) -> list[Statement]:
    """The statements with the seconds that curators gave."""
    return [corrected(each, shelf.corrections) for each in statements]


def line(told: Told, shelf: Shelf, after: str = "", part: Part | None = None) -> Line:
    """A statement as it is shown, with the links of its twins; for `after` and `part` see Line."""
    statement = told.statement
    own = links(statement, shelf)
    known = {each.url for each in own if each.url}
    also = dict.fromkeys(each for twin in told.twins for each in links(twin, shelf) if each.url not in known)
    return Line(
        statement=statement.id,
        text=clipped(statement.text, _LONGEST_TEXT),
        lead=clipped(statement.leads[-1], _LONGEST_LEAD) if statement.leads else "",
        kind=statement.kind,
        links=_few(own, _LONGEST_LINKS),
        also=_few(tuple(also), _LONGEST_LINKS - size(own)),
        source=_source(statement, shelf),
        stamps=tuple(each for one in (statement, *told.twins) for each in stamps(one, shelf)),
        after=after,
        part=part,
        origin=statement.origin,
    )


def clipped(text: str, longest: int) -> str:
    """The text, or as much of it as fits with a sign that there is more; cut between words where it has any."""
    if len(text) <= longest:
        return text
    start = text[: longest - 2]
    return f"{start.rsplit(None, 1)[0] if len(start.split()) > 1 else start} …"


def clipped_before(text: str, longest: int) -> str:
    """The text, or as much of its end as fits with a sign that there is more; cut like `clipped`."""
    if len(text) <= longest:
        return text
    end = text[2 - longest :]
    return f"… {end.split(None, 1)[1] if len(end.split()) > 1 else end}"


def size(links: Iterable[Link]) -> int:
    """About how many characters links need in plain text."""
    return sum(len(f"{each.label}{each.url or ''}") + 8 for each in links)


def _few(links: Sequence[Link], room: int) -> tuple[Link, ...]:
    """The links there is room for, and where some are left out a sign without an address."""
    reach = accumulate(size((each,)) for each in links)
    fit = [each for each, so_far in zip(links, reach, strict=True) if so_far <= room]
    return tuple(links) if len(fit) == len(links) else (*fit, Link("…", None, links[len(fit)].grade))


def talk(video: Video | None) -> str:
    """A talk by its title and date, as far as they are known; empty where neither is."""
    if video is None or not (video.title or video.date):
        return ""
    if not video.title:
        return say("talk_dated", date=video.date)
    title = clipped(video.title, LONGEST_TITLE)
    return say("talk_titled_dated" if video.date else "talk_titled", title=title, date=video.date)


def _cited(statement: Statement, shelf: Shelf) -> str:
    citation = statement.citation
    title = clipped(shelf.titles.get(citation.note, citation.note), LONGEST_TITLE)
    return ", ".join(each for each in (title, talk(shelf.videos.get(citation.video or ""))) if each)


def _source(statement: Statement, shelf: Shelf) -> str:
    citation = statement.citation
    title = clipped(shelf.titles.get(citation.note, citation.note), LONGEST_TITLE)
    video = shelf.videos.get(citation.video or "")
    captions = statement.origin == "captions"
    said = say("line_source_captions" if captions else "line_source", note=title, line=citation.line)
    if not citation.video and not citation.seconds:
        return say("line_source_unrecorded", source=said)
    return say("line_source_dated", source=said, date=video.date) if video and video.date else said
