"""A talk's captions, WebVTT or SRT, to statements of sentence length. Pure; a fault is a Problem with its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.model import Citation, Note, Problem, Seconds, Statement, Video
from bot.notes.files import CAPTIONS
from bot.notes.ids import Ids
from bot.notes.prose import sentences
from bot.words import printable, unescaped

# A talk of twelve hours in cues of a second has 43,200; nobody reads out a line of ten thousand characters.
_MOST_CUES, _LONGEST_LINE, _MOST_PROBLEMS, _LAST_HOUR = 50_000, 10_000, 20, 99
# Who pauses so many seconds has ended the sentence, whatever the captions have for a stop.
_PAUSE = 4.0
# A cue that follows at once and begins with the words above it shows them again.
_AT_ONCE = 0.2
# What runs on without a stop is cut between cues; what says next to nothing stands with what follows.
_LONGEST, _CUT_AT, _FEWEST_WORDS = 320, 200, 3
_TIME = r"(?:(\d{1,9}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s|$)")
_APART = ("WEBVTT", "NOTE", "STYLE", "REGION")
_VOICE = re.compile(r"<v[ .][^<>]{0,200}>|^\s*[-–—]\s(?=\S)")
_TAG = re.compile(r"</?[A-Za-z\d][^<>]{0,200}>|</?c>|\{\\[^{}]{0,100}\}")
# What is heard and not said: [Music], (applause) on a line of its own, a song's sign.
_SOUND = re.compile(r"\[[^\[\]]{0,80}\]|^\s*\([^()]{0,80}\)\s*$|[♪♫]")
_SPEAKER = ">>"
_NEVER = re.compile(r"(?!)")
# As yt-dlp names them, "Title [ID].en.vtt"; or the id alone, which has both large and small letters.
_NAMED = re.compile(r"(?P<title>.*)\[(?P<video>[A-Za-z0-9_-]{6,20})\]\s*")
_ALONE = re.compile(r"(?=.*[a-z])(?=.+[A-Z])[A-Za-z0-9_-]{11}")
_LANGUAGE = re.compile(r"\.[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,10}){0,3}$")
_NO_TALK = (
    "its name tells no talk, so nothing links to it; call it VIDEOID.vtt, or end its name in [VIDEOID].vtt"
)


@dataclass(frozen=True, slots=True)
class _Cue:
    """What stands on the screen from one time to another, in seconds; `stamp` is the first as it is written."""

    stamp: str
    start: float
    end: float
    lines: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words that a cue adds, the line they stand on, and which run of speech they belong to."""

    words: str
    line: int
    cue: _Cue
    run: int


@dataclass(slots=True)
class _Faults:
    """What is wrong in one file, bounded."""

    name: str
    found: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(self, line: int, message: str) -> None:
        if len(self.found) < _MOST_PROBLEMS:
            self.found.append(Problem(self.name, line, printable(message)))
        else:
            self.more += 1

    def all(self) -> tuple[Problem, ...]:
        rest = (Problem(self.name, 0, f"has {self.more} more faults of its cues"),) if self.more else ()
        return (*self.found, *rest)


def read(name: str, text: str, videos: Mapping[str, Video]) -> Note:
    """The captions in the file `name`. Each sentence has the second its first words are shown at."""
    faults = _Faults(name)
    video, title = _talk(name)
    if not video:
        faults.add(0, _NO_TALK)
    cues = list(_cues(text.removeprefix("\ufeff"), faults))
    if not cues:
        faults.add(1, "holds no cue such as 00:01:02.000 --> 00:01:04.000")
    ids = Ids()
    statements = []
    for second, line, words in _sentences(_pieces(cues)):
        id_ = ids.new(name, (second,), words)
        statements.append(Statement(id_, Citation(name, line, video, (second,)), words, origin="captions"))
    talk = videos.get(video or "")
    title = title or (talk.title if talk else "") or video or name
    return Note(name, title, video, tuple(statements), faults.all(), origin="captions")


def _talk(name: str) -> tuple[str | None, str]:
    """The talk that a file's name tells, and the title beside it."""
    stem = _LANGUAGE.sub("", name[: -len(CAPTIONS[0])])
    if named := _NAMED.fullmatch(stem):
        return named["video"], " ".join(named["title"].split())[:200]
    return (stem, "") if _ALONE.fullmatch(stem) else (None, "")


def _cues(text: str, faults: _Faults) -> Iterator[_Cue]:
    """The cues in order; what stands between them is left out."""
    cue: _Cue | None = None
    before, aside, number = 0.0, False, 0
    blank = True
    for line, said in enumerate(text.split("\n"), 1):
        if len(said) > _LONGEST_LINE:
            faults.add(line, f"is longer than {_LONGEST_LINE} characters; left out")
        elif "-->" in said:
            if cue:
                yield _without_number(cue, line)
            number += 1
            if number > _MOST_CUES:
                faults.add(line, f"more than {_MOST_CUES} cues; the rest is left out")
                return
            cue, aside = _cue(said, line, before, faults), False
            before = cue.start if cue else before
        elif blank and said.startswith(_APART):
            aside = True
        elif not said:
            aside = False
        elif cue and not aside:
            cue.lines.append((line, said))
        blank = not said
    if cue:
        yield cue


def _without_number(cue: _Cue, line: int) -> _Cue:
    """The cue without the number or name of the next one, whose times stand on that line."""
    if cue.lines and cue.lines[-1][0] == line - 1:
        above = cue.lines[-2][0] if len(cue.lines) > 1 else 0
        if above != line - 2 or cue.lines[-1][1].strip().isdigit():
            cue.lines.pop()
    return cue


def _cue(said: str, line: int, before: float, faults: _Faults) -> _Cue | None:
    """A cue by its times; None where they can be no second of a talk."""
    times = _TIMES.match(said[:200])
    if not times:
        faults.add(line, f"times that cannot be read: {said.strip()[:60]}; the cue is left out")
        return None
    hours, minutes, seconds = (int(times[at] or 0) for at in (1, 2, 3))
    if hours > _LAST_HOUR:
        faults.add(line, f"hours do not go beyond {_LAST_HOUR}: {said.strip()[:60]}; the cue is left out")
        return None
    if minutes > 59 or seconds > 59:
        faults.add(line, f"minutes and seconds do not go beyond 59: {said.strip()[:60]}; the cue is left out")
        return None
    start, end = _moment(times.groups()[:4]), _moment(times.groups()[4:])
    if end < start:
        faults.add(line, f"ends before it begins: {said.strip()[:60]}")
    elif start < before:
        faults.add(line, f"begins before the cue above it: {said.strip()[:60]}")
    return _Cue(re.split("[.,]", said.split(maxsplit=1)[0])[0], start, max(start, end))


def _moment(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, thousandths = (int(each or 0) for each in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _pieces(cues: Iterable[_Cue]) -> Iterator[_Piece]:
    """The words of the cues, each once however often they roll by, in runs of one speaker without a pause."""
    shown: list[str] = []
    until, run = -1.0, 0
    for cue in cues:
        said = [(line, each) for line, raw in cue.lines if (each := _plain(raw))]
        rolls = cue.start - until < _AT_ONCE
        run += cue.start - until >= _PAUSE
        for line, words in _added(said, shown if rolls else []):
            for part, spoken in enumerate(words.split(_SPEAKER)):
                run += part > 0
                if spoken.strip():
                    yield _Piece(spoken.strip(), line, cue, run)
        shown = [each for _, each in said] or shown
        until = max(until, cue.end)


def _added(said: Sequence[tuple[int, str]], shown: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What a cue's lines say beyond those that were shown just before."""
    words = [each for _, each in said]
    again = next((n for n in range(min(len(words), len(shown)), 0, -1) if words[:n] == list(shown[-n:])), 0)
    rest = list(said[again:])
    if not again and rest and shown and rest[0][1].startswith(f"{shown[-1]} "):
        rest[0] = (rest[0][0], rest[0][1][len(shown[-1]) :])
    yield from rest


def _plain(line: str) -> str:
    """A line's words, with the sign of another speaker where one begins."""
    said = _TAG.sub("", _VOICE.sub(_SPEAKER, line))
    said = _SOUND.sub(" ", unescaped(said).replace("»", _SPEAKER))
    return " ".join("".join(each if each.isprintable() else " " for each in said).split())


def _sentences(pieces: Iterable[_Piece]) -> Iterator[tuple[Seconds, int, str]]:
    """Each sentence with the second and the line of its first words."""
    for _, some in groupby(pieces, key=lambda piece: piece.run):
        run = list(some)
        text = " ".join(piece.words for piece in run)
        starts = _starts(run)
        for at, end in _spans(text, starts):
            first = run[bisect_right(starts, at) - 1]
            yield _second(first.cue), first.line, text[at:end].strip()


def _starts(run: Iterable[_Piece]) -> list[int]:
    """Where each piece begins in the text of its run."""
    starts, at = [], 0
    for piece in run:
        starts.append(at)
        at += len(piece.words) + 1
    return starts


def _spans(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where the sentences of a run begin and end; what says next to nothing goes with the next, or is left out."""
    begun = -1
    for at, sentence in sentences(text, _NEVER):
        begun, end = at if begun < 0 else begun, at + len(sentence)
        if len(text[begun:end].split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS:
            yield from _cut(text, begun, end, starts)
            begun = -1


def _cut(text: str, at: int, end: int, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A sentence whole, or one that runs on without a stop in parts that begin with a cue where they can."""
    while end - at > _LONGEST:
        reach = at + _CUT_AT
        cue = starts[bisect_right(starts, reach) - 1]
        space = text.rfind(" ", at, reach) + 1
        stop = cue if cue > at else space if space > at else reach
        yield at, stop
        at = stop
    yield at, end


def _second(cue: _Cue) -> Seconds:
    return Seconds(cue.stamp, int(cue.start), reason="as the captions say")
