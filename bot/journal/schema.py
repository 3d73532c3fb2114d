"""The journal's tables. Says what is kept and for how long; reads and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, MetaData, String, Table, Text, Time

# No column says how long its words may be: SQLite would not care, and PostgreSQL would refuse a row that is.
tables = MetaData()

journal = Table(
    "journal",
    tables,
    Column("version", Integer, primary_key=True, autoincrement=False),
)

# Events taken on, and replies to them begun, so that one that arrives twice is answered once: 25 h.
seen = Table(
    "seen",
    tables,
    Column("workspace", String, primary_key=True, server_default=""),
    Column("key", String, primary_key=True),
    Column("claimed_at", Float, nullable=False),
    Column("done_at", Float),
    # The life of a process that took it on; another's may be alive elsewhere, or dead.
    Column("owner", String),
)

# What More, Share, numbers and "only Sweden" need, and never the question: 24 h. Lists are JSON. Where it was
# given is a conversation and a thread, never a person.
answers = Table(
    "answers",
    tables,
    Column("id", String, primary_key=True),
    Column("workspace", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("hits", Text, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("tier", String, nullable=False),
    Column("kind", String),
    Column("countries", Text, nullable=False),
    Column("unmatched", Text, nullable=False),
    Column("unknown_places", Text, nullable=False),
    Column("absent", Text, nullable=False),
    Column("view", String, nullable=False),
    Column("sides", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("made_at", Float, nullable=False, index=True),
)

# A vote is a fingerprint of answer and person together. The answer's id is its salt: once that is forgotten,
# nothing kept here leads back to either, and a second vote still replaces the first.
feedback = Table(
    "feedback",
    tables,
    Column("vote", String, primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("at", Float, nullable=False),
    Column("workspace", String, nullable=False, server_default=""),
)

# Words the notes could not answer, sorted, never a text: `gap_days`.
gaps = Table(
    "gaps",
    tables,
    Column("workspace", String, primary_key=True, server_default=""),
    Column("words", String, primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("last", Float, nullable=False),
)

# Stamps that somebody called wrong, until a curator looks or `gap_days` pass; never who.
reviews = Table(
    "reviews",
    tables,
    Column("statement", String, primary_key=True),
    Column("raw", String, primary_key=True),
    Column("note", String, nullable=False),
    Column("suggested", Integer),
    Column("asked", Integer, nullable=False),
    Column("last", Float, nullable=False),
)

# The seconds curators gave: kept, like the notes they belong to.
corrections = Table(
    "corrections",
    tables,
    Column("statement", String, primary_key=True),
    Column("raw", String, primary_key=True),
    Column("note", String, nullable=False),
    Column("second", Integer, nullable=False),
    Column("at", Float, nullable=False),
)

# Which channel wants a mission case when, until somebody turns it off; `person` is the id of whoever set it up,
# who is told when it has to be halted.
subscriptions = Table(
    "subscriptions",
    tables,
    Column("id", String, primary_key=True),
    Column("workspace", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("person", String, nullable=False),
    Column("at", Time, nullable=False),
    Column("zone", String, nullable=False),
    Column("weekdays", String, nullable=False),
    Column("starts", Date, nullable=False),
    Column("topic", String, nullable=False),
    Column("country", String, nullable=False),
    Column("kind", String),
    Column("holidays", String, nullable=False),
    Column("paused_until", Date),
    Column("standing", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("told", Boolean, nullable=False),
    Index("subscriptions_by_channel", "workspace", "channel"),
)

# One case for one subscription on one local date, whatever machines and clocks do: 90 days.
deliveries = Table(
    "deliveries",
    tables,
    Column("subscription", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("workspace", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("case", String, nullable=False),
    Column("due", Float, nullable=False),
    Column("not_before", Float, nullable=False),
    Column("stage", String, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("owner", String, nullable=False),
    Column("lease", Float, nullable=False),
    Column("first_try", Float),
    Column("last_try", Float),
    Column("ts", String, nullable=False),
    Column("reason", String, nullable=False),
    Index("deliveries_by_stage", "stage", "not_before"),
    Index("deliveries_by_channel", "workspace", "channel", "day"),
)

# What a channel was shown, and how it marked it; never who did. Kept, so that no case returns too soon.
memory = Table(
    "memory",
    tables,
    Column("workspace", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("case", String, primary_key=True),
    Column("shown", Integer, nullable=False),
    Column("last", Date),
    Column("mark", String),
    Column("marked", Integer, nullable=False),
)

# Since when a case has been in the notes, so that new ones come soon.
known = Table(
    "known",
    tables,
    Column("case", String, primary_key=True),
    Column("since", Date, nullable=False),
)

# The cases somebody saved, by name and with the person's id, until they take them away.
saved = Table(
    "saved",
    tables,
    Column("workspace", String, primary_key=True, server_default=""),
    Column("person", String, primary_key=True),
    Column("case", Text, primary_key=True),
    Column("at", Float, nullable=False),
)

# Who was welcomed, under a fingerprint of the person's id, so that nobody is welcomed twice.
greeted = Table(
    "greeted",
    tables,
    Column("workspace", String, primary_key=True, server_default=""),
    Column("person", String, primary_key=True),
    Column("at", Float, nullable=False),
)

# Where Casebook is installed, and with what it speaks there; tokens only as they are sealed. `workspace` is a team's
# id, or an organisation's where it was installed for all of it. One that left keeps its row, without its tokens,
# until all of it is forgotten: 30 days.
installations = Table(
    "installations",
    tables,
    Column("workspace", String, primary_key=True),
    Column("enterprise", String, nullable=False),
    Column("bot_token", Text, nullable=False),
    Column("refresh_token", Text, nullable=False),
    Column("expires", Float),
    Column("bot_id", String, nullable=False),
    Column("bot_user", String, nullable=False),
    Column("installer", String, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("lease", Float, nullable=False),
    Column("left_at", Float),
)

# Who set out to install and is not back yet: two hashes, 10 minutes.
states = Table(
    "states",
    tables,
    Column("state", String, primary_key=True),
    Column("browser", String, nullable=False),
    Column("made_at", Float, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Step:
    """What a version brought: tables, tables made anew (only what is forgotten in a day anyway), columns, and tables
    whose rows are told apart by more than before.

    All as they are today; what is there already is left as it is.
    """

    made: tuple[Table, ...] = ()
    anew: tuple[Table, ...] = ()
    widened: tuple[Column[Any], ...] = ()
    rekeyed: tuple[Table, ...] = ()


# From version 1 on, a line for each version; a new one is put last, and the others stay.
STEPS = (
    Step(made=(reviews, corrections), anew=(answers,)),  # 2
    Step(anew=(answers,)),  # 3
    Step(made=(subscriptions, deliveries, memory, known), anew=(answers,)),  # 4
    Step(made=(saved, greeted)),  # 5
    Step(widened=(seen.c.owner,)),  # 6
    Step(
        made=(installations, states),
        anew=(answers,),
        widened=(feedback.c.workspace,),
        rekeyed=(seen, gaps, saved, greeted),
    ),  # 7
)

# A journal with a higher number was written by a newer Casebook, and is left alone.
VERSION = 1 + len(STEPS)
