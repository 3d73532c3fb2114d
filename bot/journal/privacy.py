"""The journal's part for what is told and forgotten on request: of a workspace, of a person. Tables name no others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, delete, or_, select, true, update
from sqlalchemy.sql import false

from bot.journal.schema import (
    answers,
    corrections,
    deliveries,
    feedback,
    gaps,
    greeted,
    installations,
    journal,
    known,
    memory,
    reviews,
    saved,
    seen,
    states,
    subscriptions,
)

Rows = dict[str, list[dict[str, Any]]]

# What is a workspace's, by its column `workspace`; and what is nobody's: the notes' own, and hashes that live minutes.
OF_WORKSPACES: tuple[Table, ...] = (
    *(seen, answers, feedback, gaps, subscriptions, deliveries, memory, saved, greeted, installations),
)
OF_NOBODY: tuple[Table, ...] = (journal, reviews, corrections, known, states)
# Where a person is named beside what is a channel's or a workspace's: the row stays, the name goes.
NAMED: Mapping[Table, Column[str]] = {
    subscriptions: subscriptions.c.person,
    installations: installations.c.installer,
}
# Sealed, and of no use to anybody but Casebook.
SECRET = frozenset({installations.c.bot_token, installations.c.refresh_token})


@dataclass(frozen=True, slots=True)
class _Person:
    """A person of a workspace, with the conversations of two they are known to have with the bot, and their votes."""

    workspace: str
    id: str
    direct: frozenset[str]
    votes: frozenset[str]


class Privacy:
    """Tells and forgets what is kept of a workspace, or of one person in it: ids and words, there is nothing else."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]]) -> None:
        """Works through the transactions of a journal."""
        self._transaction = transaction

    def of_workspace(self, workspace: str) -> Rows:
        """All rows of a workspace, by table; tables without any are left out. Dates and times as ISO writes them."""
        which = {table: table.c.workspace == workspace for table in OF_WORKSPACES}
        with self._transaction() as connection:
            return _told(connection, which)

    def of_person(self, workspace: str, person: str, channel: str = "") -> Rows:
        """All rows of a person, by table. `channel` is where they ask: what is in a conversation of two is theirs."""
        with self._transaction() as connection:
            them = _person(connection, workspace, person, channel)
            named = {
                table: and_(table.c.workspace == workspace, column == person)
                for table, column in NAMED.items()
            }
            theirs = _theirs(them)
            return _told(
                connection, {t: or_(theirs.get(t, false()), named.get(t, false())) for t in OF_WORKSPACES}
            )

    def forget_workspace(self, workspace: str) -> int:
        """Forgets a workspace altogether; how many rows there were."""
        with self._transaction() as connection:
            return forget_workspace(connection, workspace)

    def forget_person(self, workspace: str, person: str, channel: str = "") -> int:
        """Forgets a person; how many rows that touched. What a channel subscribed to stays, without who set it up."""
        with self._transaction() as connection:
            them = _person(connection, workspace, person, channel)
            gone = sum(
                connection.execute(delete(table).where(which)).rowcount
                for table, which in _theirs(them).items()
            )
            return gone + sum(
                connection.execute(
                    update(table)
                    .where(table.c.workspace == workspace, column == person)
                    .values({column.name: ""})
                ).rowcount
                for table, column in NAMED.items()
            )

    def adopt(self, workspace: str) -> None:
        """Gives what was kept before workspaces were told apart to the one whose token is a setting."""
        with self._transaction() as connection:
            for table in OF_WORKSPACES:
                connection.execute(
                    update(table)
                    .where(table.c.workspace == "", _is_new(table, workspace))
                    .values(workspace=workspace)
                )
                connection.execute(delete(table).where(table.c.workspace == ""))


def forget_workspace(connection: Connection, workspace: str) -> int:
    """Forgets a workspace altogether; how many rows there were."""
    return sum(
        connection.execute(delete(table).where(table.c.workspace == workspace)).rowcount
        for table in OF_WORKSPACES
    )


def vote(answer_id: str, person: str) -> str:
    """Under what a person's thumb on an answer is kept: readable back only while the answer's id is."""
    return hashlib.sha256(f"{answer_id} {person}".encode()).hexdigest()


def code(person: str) -> str:
    """Under what it is kept that a person was welcomed."""
    return hashlib.sha256(f"greeted {person}".encode()).hexdigest()


def written(workspace: str, person: str, rows: Rows) -> str:
    """What is kept of a workspace, or of a person in it, as JSON."""
    whose = {"workspace": workspace, **({"person": person} if person else {})}
    return json.dumps({**whose, "kept": rows}, ensure_ascii=False, indent=2)


def _person(connection: Connection, workspace: str, person: str, channel: str) -> _Person:
    set_up = select(subscriptions.c.channel).where(
        subscriptions.c.workspace == workspace,
        subscriptions.c.person == person,
        subscriptions.c.channel.startswith("D"),
    )
    given = select(answers.c.id).where(answers.c.workspace == workspace)
    return _Person(
        workspace,
        person,
        frozenset({*([channel] if channel.startswith("D") else ()), *connection.execute(set_up).scalars()}),
        frozenset(vote(each, person) for each in connection.execute(given).scalars()),
    )


def _theirs(them: _Person) -> dict[Table, ColumnElement[bool]]:
    """The rows that are a person's alone, by table."""
    in_direct = (answers, subscriptions, deliveries, memory)
    heard = [seen.c.key.startswith(f"message:{each}:", autoescape=True) for each in them.direct]
    which: dict[Table, ColumnElement[bool]] = {
        **{table: table.c.channel.in_(them.direct) for table in in_direct},
        seen: or_(false(), *heard),
        feedback: feedback.c.vote.in_(them.votes),
        saved: saved.c.person == them.id,
        greeted: greeted.c.person == code(them.id),
    }
    return {table: and_(table.c.workspace == them.workspace, each) for table, each in which.items()}


def _is_new(table: Table, workspace: str) -> ColumnElement[bool]:
    """Whether the workspace has no row yet that differs in nothing but the workspace."""
    keys = [each.name for each in table.primary_key if each.name != "workspace"]
    if "workspace" not in table.primary_key.columns or not keys:
        return true()
    other = table.alias()
    same = (other.c[name] == table.c[name] for name in keys)
    return ~select(other.c.workspace).where(other.c.workspace == workspace, *same).exists()


def _told(connection: Connection, which: Mapping[Table, ColumnElement[bool]]) -> Rows:
    told = {}
    for table, rows in which.items():
        columns = [each for each in table.columns if each not in SECRET]
        found = connection.execute(select(*columns).where(rows).order_by(*table.primary_key)).mappings()
        if listed := [{name: _plain(value) for name, value in row.items()} for row in found]:
            told[table.name] = listed
    return told


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, time)) else value
