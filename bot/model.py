"""The words of the product, as frozen values. Holds no logic and reads nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

Kind = Literal["example", "challenge", "approach", "principle", "context"]
Grade = Literal["as written", "repaired", "two readings", "unusable"]
Tier = Literal["confident", "closest", "nothing"]
Part = Literal["opener", "item"]
View = Literal["hits", "case", "compare", "who", "helped"]
Verdict = Literal["found", "not found", "ask"]
Unread = Literal["", "empty", "long", "language"]
Reason = Literal["sibling", "line", "section", "country"]
Bond = Literal["item", "section", "beside", "note", "link", "case", "meaning", "words"]
Standing = Literal["on", "halted", "suspended"]
Mark = Literal["keep", "sooner", "not"]
Stage = Literal["pending", "sending", "unknown", "sent", "failed", "missed", "uncertain", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a note, with its line (from 1; 0 is the file itself)."""

    note: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Seconds:
    """One stamp: as the note has it, and the second of the talk it means.

    `seconds` and `other` count from the talk's start, before the lead-in; None where no reading can be right.
    With grade "two readings", `seconds` is the likelier one. `place` counts the note's stamps of the plain form
    `<a class="yt-timestamp" data-t="H:M:S">[…]</a>` from 0, in order; None for a stamp of another form.
    """

    raw: str
    seconds: int | None
    other: int | None = None
    grade: Grade = "as written"
    reason: str = ""
    place: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Video:
    """A talk: its id, and what `videos.yaml` knows of it. `length` is in seconds, and so is `at_least`.

    `at_least` is a second the talk is known to reach where its length is not known. No note of a talk that is
    `withdrawn` is answered from.
    """

    id: str
    title: str = ""
    date: str = ""
    length: int | None = None
    at_least: int | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: the note's file stem, its line, and the seconds of the talk."""

    note: str
    line: int
    video: str | None
    seconds: tuple[Seconds, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim in a note: a sentence or a bullet, with the headings above it.

    `leads` are the bold openings of its bullet and of the bullets around it, outermost first; `intro` is the
    line that opens its list.
    """

    id: str
    citation: Citation
    text: str
    headings: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    intro: str = ""
    links: tuple[str, ...] = ()
    kind: Kind = "context"
    case: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A named thing that somebody tried; `parent` is the case it belongs to, `The Street` to `Vinnova`.

    `aliases` are its other names and spellings, as the notes have them; none is taken for the right one. `how`
    is how it was found, in plain words. `countries` are all it is told of in, `country` the one most labels say.
    """

    name: str
    country: str | None
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    how: str = ""
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A file, read. `name` is its stem; `links` are the slugs its wikilinks point at, in order."""

    name: str
    title: str
    video: str | None
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, understood. `words` are folded content words; `unknown_places` are places, and names of
    any sort, that stand in no note."""

    text: str
    words: tuple[str, ...]
    kind: Kind | None = None
    countries: tuple[str, ...] = ()
    case: str | None = None
    unknown_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement and how well it fits: `score` orders, `coverage` (0 to 1) is the share of the question met.

    `met` are the words of the question that it meets.
    """

    statement: Statement
    score: float
    coverage: float
    met: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pairing:
    """An approach beside a challenge. `strength` orders; `bonds` say how it belongs there, the closest first.

    It may stand in the challenge's own paragraph or bullet ("item"), its section, a section beside that, or its
    note; in a note that links to that one or is linked from it; tell of the same case; be near in meaning, or in
    words. Without bonds it is no more than the nearest.
    """

    statement: Statement
    strength: float
    bonds: tuple[Bond, ...] = ()


@dataclass(frozen=True, slots=True)
class Against:
    """A challenge of the notes, those of other notes that say the same, and approaches beside it, best first."""

    challenge: Statement
    twins: tuple[Statement, ...]
    pairings: tuple[Pairing, ...]

    @property
    def paired(self) -> bool:
        """Whether the notes pair anything with it."""
        return any(each.bonds for each in self.pairings)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brings: hits best first, how sure they are, and the words no hit met.

    `slips` are mistyped words and `understood` words of another language, each with what it was read as.
    """

    question: Question
    tier: Tier
    hits: tuple[Hit, ...]
    unmatched: tuple[str, ...] = ()
    slips: tuple[tuple[str, str], ...] = ()
    understood: tuple[tuple[str, str], ...] = ()


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
    dates and deadlines stand, from and to.
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


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together: a case, or what one section of a note says.

    `title` is plain text such as `Sweden · Vinnova`; `case` is the name to ask the whole case by, or None.
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
class Moment:
    """Where an address leads: a talk by its id, and a second of it, None for the whole talk."""

    video: str
    second: int | None = None


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
class Gap:
    """Words the notes could not answer, how often they were asked, and when last (seconds since 1970)."""

    words: tuple[str, ...]
    asked: int
    last: float


@dataclass(frozen=True, slots=True)
class Theme:
    """Gaps that ask for about the same, the most asked first; how often all of them were asked, and when last."""

    gaps: tuple[Gap, ...]
    asked: int
    last: float


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A wikilink's target that no note tells of, and how many notes link to it."""

    slug: str
    notes: int


@dataclass(frozen=True, slots=True)
class Review:
    """A stamp that somebody called wrong: how often, when last, and the second of the talk proposed last, if any.

    `statement` is an id; `last` is in seconds since 1970.
    """

    note: str
    statement: str
    raw: str
    suggested: int | None
    asked: int
    last: float


@dataclass(frozen=True, slots=True)
class Correction:
    """The second of the talk that a curator gave a stamp of a statement; `at` is in seconds since 1970."""

    note: str
    statement: str
    raw: str
    second: int
    at: float


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review with what the notes hold of it now: `stamp` is None where they no longer do.

    `suggested` is as a player shows it, empty where nothing was proposed.
    """

    review: Review
    stamp: Stamp | None
    suggested: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the curators: what the notes could not answer, what is linked and unwritten, cases that a
    single statement tells of, and seconds to look at.
    """

    themes: tuple[Theme, ...] = ()
    unwritten: tuple[Unwritten, ...] = ()
    once: tuple[Group, ...] = ()
    reviews: tuple[Reviewed, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel that asked for a mission case: at which wall time, of which cases, and who set it up (an id).

    `weekdays` count from Monday, 0. Cases are narrowed to a topic, a country and a kind, where given.
    `holidays` is the country on whose public holidays none is posted, by its two letters. `starts` is the first
    local date of all, `paused_until` the first after a pause. Where it is not "on", `reason` is what Slack
    said, and `told` whether whoever set it up was told.
    """

    id: str
    workspace: str
    channel: str
    person: str
    at: time
    zone: str
    weekdays: frozenset[int]
    starts: date
    topic: str = ""
    country: str = ""
    kind: Kind | None = None
    holidays: str = ""
    paused_until: date | None = None
    standing: Standing = "on"
    reason: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """One case for one subscription on one local date, and how far it has come. Times are seconds since 1970.

    `due` is what the subscription's wall time meant, `not_before` when to take it up next. `turn` counts every
    change, so that of two who change it at once only one does; `attempt` counts posts. Until `lease` it is its
    `owner`'s. `ts` is the message's, `reason` what Slack said.
    """

    subscription: str
    day: date
    workspace: str
    channel: str
    case: str
    due: float
    not_before: float
    stage: Stage = "pending"
    turn: int = 0
    attempt: int = 0
    owner: str = ""
    lease: float = 0.0
    first_try: float | None = None
    last_try: float | None = None
    ts: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MissionCase:
    """One case for one morning: its name, its title with country and body, at most two lines of what was tried, a
    challenge it met where the notes tell of one, and a question for the team.
    """

    case: str
    title: str
    notes: int
    talks: int
    tried: tuple[Line, ...]
    challenge: Line | None
    question: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What a channel remembers of a case: how often and when last it was shown, and its newest mark, if any.

    `marked` is how often it had been shown when that mark was given.
    """

    case: str
    shown: int = 0
    last: date | None = None
    mark: Mark | None = None
    marked: int = 0
