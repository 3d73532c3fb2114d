"""Which second of a talk each stamp of the notes means, and how sure that is. Pure.

Rather says "two readings" than a wrong second, and leaves a stamp alone that nothing speaks against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model import Note, Problem, Seconds, Statement, Video
from bot.notes import weighing
from bot.notes.evidence import HOUR, LONGEST, WEIGHTS
from bot.notes.seconds import read, spoken
from bot.notes.weighing import Page, Place

# A reading less likely than this is not stated as certain. Fewer certain stamps of other notes than this tell
# nothing of a talk, and as many past its end, in two notes, speak against its length. Set as the WEIGHTS are.
_SURE = 0.95
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a talk when one of its notes is judged.

    `stamps` and `latest` are of its other notes. `plausible` is the last second that the note itself can be believed
    on: a note that mostly writes minutes and seconds is not, past what videos.yaml says of the talk.
    """

    length: int | None
    stamps: int
    latest: int
    plausible: int

    @property
    def told(self) -> bool:
        """Whether anything but the note itself tells how long the talk is."""
        return self.length is not None or self.stamps >= _ENOUGH


def resolve(
    notes: Sequence[Note], videos: Mapping[str, Video]
) -> tuple[tuple[Note, ...], tuple[Problem, ...]]:
    """The notes with the second each stamp means, in order, and where a talk's length contradicts its notes.

    A stated second is one of the stamp's two readings, and never past a known length.
    """
    talks: dict[str, list[int]] = defaultdict(list)
    for at, note in enumerate(notes):
        # A note that names no talk shares none, and captions are told the second by a clock.
        if note.origin == "note":
            talks[note.video or f"\n{at}"].append(at)
    resolved = [_within(note, videos) if note.origin == "captions" else note for note in notes]
    problems: list[Problem] = []
    for video, places in talks.items():
        told, faults = _resolve_talk([notes[at] for at in places], videos.get(video, Video(video)))
        problems += faults
        for at, note in zip(places, told, strict=True):
            resolved[at] = note
    return tuple(resolved), tuple(problems)


def _resolve_talk(notes: Sequence[Note], video: Video) -> tuple[list[Note], list[Problem]]:
    """The notes of one talk with their seconds, and whether its length can be right."""
    pages = [weighing.page(note) for note in notes]
    doubted = weighing.open_to_doubt(pages, LONGEST if video.length is None else video.length)
    if not doubted:
        return list(notes), []
    certain: list[tuple[Page, Place]] = []
    if video.length is not None and _past(pages, video.length):
        # What would the notes say if nobody had told the length?
        weighing.weigh(pages, None, 0, _SURE)
        certain = _agreed(pages, video.length)
    problems = [_contradiction(certain, video)] if len(certain) >= _ENOUGH else []
    past = {id(place) for _, place in certain} if problems else set()
    weighing.weigh(pages, video.length, video.at_least or 0, _SURE)
    sure = [
        [each.hours for each in page.places if each.hours is not None and each.as_written >= _SURE]
        for page in pages
    ]
    judged = []
    for at, page in enumerate(pages):
        others = [second for each in (*sure[:at], *sure[at + 1 :]) for second in each]
        plausible = max(HOUR, video.at_least or 0) if _in_minutes(page) else LONGEST
        known = _Known(video.length, len(others), max(others, default=0), plausible)
        judged.append(_judged(page, known, past) if page in doubted else page.note)
    return judged, problems


def _within(note: Note, videos: Mapping[str, Video]) -> Note:
    """Captions with the seconds past a known end of the talk unusable."""
    video = videos.get(note.video or "")
    length = video.length if video else None
    if length is None:
        return note
    return replace(
        note,
        statements=tuple(
            _with(each, (read(stamp.raw, length) for stamp in each.citation.seconds))
            if any(stamp.seconds is not None and stamp.seconds > length for stamp in each.citation.seconds)
            else each
            for each in note.statements
        ),
    )


def _in_minutes(page: Page) -> bool:
    """Whether a note mostly writes minutes and seconds."""
    minutes = sum(each.as_minutes > each.as_written for each in page.places)
    return minutes > len(page.places) / 2


def _past(pages: Iterable[Page], length: int) -> bool:
    return any(each.hours is not None and each.hours > length for page in pages for each in page.places)


def _agreed(pages: Sequence[Page], length: int) -> list[tuple[Page, Place]]:
    """The certain stamps past a length that a certain stamp of another note stands near."""
    certain = [
        (page, each, each.hours)
        for page in pages
        for each in page.places
        if each.hours is not None and each.hours > length and each.as_written >= _SURE
    ]
    by_second: dict[int, set[int]] = defaultdict(set)
    for page, _, hours in certain:
        for second in range(hours - WEIGHTS.apart, hours + WEIGHTS.apart + 1):
            by_second[second].add(id(page))
    return [(page, each) for page, each, hours in certain if len(by_second[hours]) > 1]


def _contradiction(certain: Sequence[tuple[Page, Place]], video: Video) -> Problem:
    page, latest = max(certain, key=lambda each: each[1].hours or 0)
    line = page.note.statements[latest.statement].citation.line
    notes = len({page.note.name for page, _ in certain})
    return Problem(
        page.note.name,
        line,
        f"{len(certain)} stamps of {notes} notes stand past the end of the talk {video.id}, up to"
        f" {spoken(latest.hours or 0)}; videos.yaml says it ends at {spoken(video.length or 0)}. Check that length",
    )


def _judged(page: Page, known: _Known, past: set[int]) -> Note:
    """The note with its seconds as weighed; the very same where all stand as written."""
    found: dict[int, list[Seconds]] = defaultdict(list)
    touched: set[int] = set()
    for place in page.places:
        plain = place.seconds
        judged = read(plain.raw, known.length, plain.place) if id(place) in past else _judge(place, known)
        found[place.statement].append(judged)
        if judged is not plain:
            touched.add(place.statement)
    if not touched:
        return page.note
    statements = list(page.note.statements)
    for at in touched:
        statements[at] = _with(statements[at], found[at])
    return replace(page.note, statements=tuple(statements))


def _with(statement: Statement, found: Iterable[Seconds]) -> Statement:
    return replace(statement, citation=replace(statement.citation, seconds=tuple(found)))


def _judge(place: Place, known: _Known) -> Seconds:
    """What a stamp means, by how likely its readings are."""
    plain = place.seconds
    hours, minutes = place.hours, place.minutes
    if hours is not None and hours > (LONGEST if known.length is None else known.length):
        hours = None
    if minutes is not None and known.length is not None and minutes > known.length:
        minutes = None
    if hours is not None and (minutes is None or minutes == hours):
        return plain
    if hours is not None and place.as_written >= _SURE and (known.told or hours <= known.plausible):
        return plain
    if minutes is None:
        end = LONGEST if known.length is None else known.length
        return read(plain.raw, end, plain.place) if plain.seconds is not None else plain
    if hours is None and place.hours is not None and place.hours < HOUR:
        return read(plain.raw, known.length, plain.place)
    if hours is None:
        return _only_minutes(place, minutes, known)
    if hours < HOUR:
        # Nothing but a note that writes minutes and seconds throughout makes a second of the first hour doubtful.
        return _two(place, minutes, hours, known) if place.as_minutes >= _SURE else plain
    if place.as_minutes >= _SURE and known.told:
        return _repaired(place, minutes, known)
    likelier = (minutes, hours) if place.as_minutes > place.as_written else (hours, minutes)
    return _two(place, *likelier, known)


def _only_minutes(place: Place, minutes: int, known: _Known) -> Seconds:
    """A stamp that cannot mean its hours: minutes and seconds, unless those do not fit either."""
    if place.as_minutes >= _SURE:
        return _repaired(place, minutes, known)
    raw = place.seconds.raw
    why = "no talk runs that long" if known.length is None else f"the talk ends at {spoken(known.length)}"
    if place.hours is None:
        why = "seconds do not go beyond 59"
    reason = f"the note says {raw}, but {why}; {_said(minutes)} does not fit the stamps around it"
    return replace(place.seconds, seconds=None, other=None, grade="unusable", reason=reason)


def _repaired(place: Place, minutes: int, known: _Known) -> Seconds:
    hours, causes = place.hours, []
    if hours is None:
        causes.append("its last field is no second")
    elif known.length is not None and hours > known.length:
        causes.append(f"the talk ends at {spoken(known.length)}")
    elif hours > LONGEST:
        causes.append("no talk runs that long")
    elif known.stamps >= _ENOUGH and hours > known.latest:
        causes.append(f"no other note of the talk goes past {spoken(known.latest)}")
    twin = min(place.twins, key=lambda each: (abs(each - minutes), each), default=None)
    if twin is not None and abs(twin - minutes) <= WEIGHTS.apart:
        causes.append(f"another note has the same statement at {spoken(twin)}")
    if not causes:
        causes.append("the stamps around it are minutes and seconds")
    reason = f"the note says {place.seconds.raw}; read as {_said(minutes)}, since {' and '.join(causes)}"
    return replace(place.seconds, seconds=minutes, other=None, grade="repaired", reason=reason)


def _two(place: Place, likelier: int, other: int, known: _Known) -> Seconds:
    why = (
        "what the notes tell does not decide it"
        if known.told
        else "no other note of the talk tells which, and videos.yaml does not have its length"
    )
    first, second = sorted((likelier, other))
    reason = f"the note says {place.seconds.raw}, which may be {_said(first)} or {_said(second)}; {why}"
    return replace(place.seconds, seconds=likelier, other=other, grade="two readings", reason=reason)


def _said(second: int) -> str:
    """A second as a person says it: 1278 is "21 min 18 s", 9960 is "2 h 46 min"."""
    hours, rest = divmod(second, HOUR)
    minutes, seconds = divmod(rest, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"
