"""The journal's tables. Says what is kept and for how long; reads and writes nothing."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Integer, MetaData, String, Table, Text

# A journal with a higher number was written by a newer Casebook, and is left alone.
VERSION = 3

tables = MetaData()

journal = Table(
    "journal",
    tables,
    Column("version", Integer, primary_key=True, autoincrement=False),
)

# Events taken on, so that one that arrives twice is answered once: 25 h.
seen = Table(
    "seen",
    tables,
    Column("key", String(200), primary_key=True),
    Column("claimed_at", Float, nullable=False),
    Column("done_at", Float),
)

# What More, Share, numbers and "only Sweden" need, and never the question: 24 h. Lists are JSON. Where it was
# given is a conversation and a thread, never a person.
answers = Table(
    "answers",
    tables,
    Column("id", String(20), primary_key=True),
    Column("channel", String(40), nullable=False),
    Column("thread", String(40), nullable=False),
    Column("hits", Text, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("tier", String(20), nullable=False),
    Column("kind", String(20)),
    Column("countries", Text, nullable=False),
    Column("unmatched", Text, nullable=False),
    Column("unknown_places", Text, nullable=False),
    Column("absent", Text, nullable=False),
    Column("view", String(20), nullable=False),
    Column("sides", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("made_at", Float, nullable=False, index=True),
)

# A vote is a fingerprint of answer and person together. The answer's id is its salt: once that is forgotten,
# nothing kept here leads back to either, and a second vote still replaces the first.
feedback = Table(
    "feedback",
    tables,
    Column("vote", String(64), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("at", Float, nullable=False),
)

# Words the notes could not answer, sorted, never a text: `gap_days`.
gaps = Table(
    "gaps",
    tables,
    Column("words", String(400), primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("last", Float, nullable=False),
)

# Stamps that somebody called wrong, until a curator looks or `gap_days` pass; never who. Since version 2.
reviews = Table(
    "reviews",
    tables,
    Column("statement", String(64), primary_key=True),
    Column("raw", String(100), primary_key=True),
    Column("note", String(400), nullable=False),
    Column("suggested", Integer),
    Column("asked", Integer, nullable=False),
    Column("last", Float, nullable=False),
)

# The seconds curators gave: kept, like the notes they belong to. Since version 2.
corrections = Table(
    "corrections",
    tables,
    Column("statement", String(64), primary_key=True),
    Column("raw", String(100), primary_key=True),
    Column("note", String(400), nullable=False),
    Column("second", Integer, nullable=False),
    Column("at", Float, nullable=False),
)
