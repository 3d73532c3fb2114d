"""What is said: lines, answers, cards, comparisons, checks, and the notes at a glance. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.model.hits import Bond, Tier
from bot.model.notes import Grade, Kind, Origin, Seconds, Video

Part = Literal["opener", "item"]
View = Literal["hits", "case", "compare", "who", "helped"]
Verdict = Literal["found", "not found", "ask"]
Unread = Literal["", "empty", "long", "language"]
Reason = Literal["sibling", "line", "section", "country"]


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a second of a talk. `url` is None where the note names no talk; `instead` means that it is the
    other reading of the link before it.
    """

    label: str
    url: str | None
    grade: Grade = "as written"
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp behind a line: whose it is, where it stands, what it was read as, and the ways to it.

    `statement` is an id, `words` the statement's text, cut where it is long, `source` the note's title and its
    line. `ends` is the talk's length as a player shows it, empty where it is not known. `cited` is the note's title,
    and what is known of the talk's title and date, as a list of sources has them.
    """

    statement: str
    note: str
    line: int
    words: str
    source: str
    seconds: Seconds
    links: tuple[Link, ...]
    ends: str = ""
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as it is shown: its text to the letter, its links, and those of its twins in other notes.

    `source` names the note and line, and the talk's date where it is known. `stamps` are behind the links, its
    own first. `after` are the words of the note that a statement leans on which says little alone, or the line
    that opens its list; cut where they are long. `part` is what it is of a list that is shown whole. On a case's
    card `missions` are those of its missions that the line tells of, and `amounts` where in the text its numbers,
    dates and deadlines stand, from and to. `origin` is where its own words come from, and not its twins'.
    """

    statement: str
    text: str
    lead: str
    kind: Kind
    links: tuple[Link, ...]
    also: tuple[Link, ...]
    source: str
    stamps: tuple[Stamp, ...] = ()
    after: str = ""
    part: Part | None = None
    missions: tuple[str, ...] = ()
    amounts: tuple[tuple[int, int], ...] = ()
    place: str = ""
    bonds: tuple[Bond, ...] = ()
    origin: Origin = "note"


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together: a case, or what one section of a note says.

    `title` is plain text such as `Sweden · Vinnova`; `case` is the name to ask the whole case by, or None. `notes`
    is 0 where all of it is of captions.
    """

    title: str
    case: str | None
    country: str | None
    notes: int
    talks: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its hits, grouped; or the honest lack of them.

    `hits` are the ids of the statements shown, in rank order, at most 50: enough to build the same answer again.
    `further` are those that fit less well, up to 50 with the others. With tier "nothing", `groups` hold the
    nearest. `absent` are aspects asked for that no line mentions. `gone` counts
    statements that were hits once and have left the notes. `gap` are the words to count for the curator when
    the notes are silent: sorted, at most eight, never a person's text. `slips` are mistyped words and
    `understood` words of another language, each with what it was read as.

    `view` is how the groups belong together: as found, as a whole case, side by side, by who tried a method, or
    as what helped against a challenge. `sides` are the countries or cases that stand side by side, `topic` what
    all of it is about, in words of the notes.
    """

    tier: Tier
    groups: tuple[Group, ...]
    hits: tuple[str, ...]
    kind: Kind | None = None
    countries: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    unknown_places: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    gap: tuple[str, ...] = ()
    gone: int = 0
    slips: tuple[tuple[str, str], ...] = ()
    understood: tuple[tuple[str, str], ...] = ()
    view: View = "hits"
    sides: tuple[str, ...] = ()
    topic: str = ""
    further: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is remembered, without its groups: its id, and the page (from 0) that was shown last."""

    id: str
    answer: Answer
    page: int


@dataclass(frozen=True, slots=True)
class Related:
    """A case beside another, and why: the strongest reason first."""

    name: str
    country: str | None
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class CaseCard:
    """The whole of a case: what was tried, what got in the way, what helped, and what no line mentions.

    Each line stands once, under one of the three, best first. `parent` is the body it belongs to, `missions` are
    its own; their lines are among its lines. `aliases` are its other names as the notes have them. `videos` are the
    talks whose title or date is known.
    """

    name: str
    country: str | None
    tried: tuple[Line, ...]
    obstacles: tuple[Line, ...]
    helped: tuple[Line, ...]
    notes: int
    talks: int
    absent: tuple[str, ...]
    parent: str | None = None
    missions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    videos: tuple[Video, ...] = ()
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What the notes have of a talk, and near a second of it.

    `title` is the talk's, or where it has none that of the note quoted, or of all its notes; `at` is the second
    asked for, as a player shows it. `then` are the lines said there, `before` and `after` those that stand next to
    them; all three are empty where no second was asked for, or no line is near it. `case` is what else is told of
    the case that `then` tells of.
    """

    title: str
    notes: int
    statements: int
    at: str = ""
    then: tuple[Line, ...] = ()
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()
    case: Group | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A case that somebody saved, by its name, and when (seconds since 1970)."""

    case: str
    at: float


@dataclass(frozen=True, slots=True)
class Topic:
    """What the notes cover: a note's title or a wikilink's target, and how many statements stand there."""

    name: str
    statements: int


@dataclass(frozen=True, slots=True)
class Place:
    """A country and how many cases are told of there; without a name, how many cases name none."""

    country: str
    cases: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A note by its stem and title, and how many statements of one kind stand in it."""

    note: str
    title: str
    statements: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What the notes hold, at a glance; each list the largest first."""

    notes: int
    statements: int
    cases: int
    countries: tuple[Place, ...] = ()
    challenges: tuple[Chapter, ...] = ()
    approaches: tuple[Chapter, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A case as a list names it: `title` begins with the case it belongs to; how many statements tell of it."""

    name: str
    title: str
    countries: tuple[str, ...]
    statements: int


@dataclass(frozen=True, slots=True)
class Suggested:
    """What to ask first on a day: a case, a country where something got in the way, one where something was tried."""

    case: str | None = None
    hindered: str | None = None
    tried: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a draft of a mission has of one thing that the notes ask of it.

    `words` are words of the draft: what it was found by, what is partly there, or all there is and not enough.
    `ask` is what to ask oneself. `line` is the statement that asks for it, None where the notes do not have it.
    """

    criterion: str
    question: str
    verdict: Verdict
    words: tuple[str, ...]
    ask: str
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class MissionCheck:
    """A draft held against what the notes ask of a mission; or why it was not read: `findings` are empty then."""

    findings: tuple[Finding, ...]
    unread: Unread = ""


@dataclass(frozen=True, slots=True)
class Method:
    """A way of working that the notes name, the countries it was tried in, and how many cases tell of it."""

    name: str
    countries: tuple[str, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class NoComparison:
    """Why sides cannot stand beside each other, and which: fewer than two, more than three, or unknown ones.

    `countries` are some that could, the most told first.
    """

    reason: Literal["few", "many", "unknown"]
    names: tuple[str, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Untried:
    """A method that no note tells of, as it was typed, and those that stand near it. For `gap` see Answer."""

    method: str
    near: tuple[str, ...]
    gap: tuple[str, ...]
