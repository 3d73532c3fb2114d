"""The daily mission case: who asked for one, how far one has come, what a channel remembers. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from bot.model.answers import Line
from bot.model.notes import Kind

Standing = Literal["on", "halted", "suspended"]
Mark = Literal["keep", "sooner", "not"]
Stage = Literal["pending", "sending", "unknown", "sent", "failed", "missed", "uncertain", "withdrawn"]


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


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """How many deliveries have come how far, every stage among them. In seconds: how late the oldest pending one is,
    and for how long the oldest of unknown outcome has been so; 0 where there is none.
    """

    stages: Mapping[Stage, int]
    lag: float
    unknown: float
