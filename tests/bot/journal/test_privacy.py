"""What is told and forgotten on request. Walks every table there is: a new one has to say whose its rows are."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import Column, Table, insert, select

from bot.journal import Journal
from bot.journal import privacy as kept
from bot.journal.schema import installations, subscriptions, tables
from bot.model import Answer
from tests.bot.journal import raw

ALL = tuple(tables.tables.values())
# How a column that names a person, a workspace or a conversation may be called.
NAMES = {"workspace", "person", "installer", "channel", "enterprise", "team", "user", "owner", "curator"}
DIRECT = {"U1": "DONE", "U2": "DTWO"}


def filled(url: str, workspace: str, person: str) -> None:
    """A row in every table, as it would stand there because of that person in that workspace, in a DM of theirs."""
    with raw.connected(url) as connection:
        for table in ALL:
            if table.name != "journal":
                row = {each.name: value(each, workspace, person) for each in table.columns}
                connection.execute(insert(table).values(row))


def value(column: Column[Any], workspace: str, person: str) -> object:
    table, name = column.table.name, column.name
    named = {
        "workspace": workspace,
        "installer": person,
        "channel": DIRECT[person],
        "vote": kept.vote(f"answer {workspace} {person}", person),
        "left_at": None,
    }
    if (table, name) == ("greeted", "person"):
        return kept.code(person)
    if (table, name) == ("seen", "key"):
        return f"message:{DIRECT[person]}:1.5"
    if (table, name) == ("answers", "id"):
        return f"answer {workspace} {person}"
    if name == "person":
        return person
    made = {str: f"{table} {workspace} {person}", date: date(2026, 1, 12), time: time(9), float: 1.0, int: 1}
    return named.get(name, made.get(column.type.python_type, True))


def cells(url: str, table: Table) -> list[dict[str, object]]:
    with raw.connected(url) as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def of_workspaces(url: str) -> dict[str, list[dict[str, object]]]:
    """The rows of every table that is a workspace's, by its name."""
    return {table.name: cells(url, table) for table in kept.OF_WORKSPACES}


@pytest.fixture
def four(journal: Journal, url: str) -> Journal:
    """Two people of the same ids in each of two workspaces, each with a row in every table."""
    for workspace in ("T1", "T2"):
        for person in ("U1", "U2"):
            # One installation serves a workspace; whoever comes second did not make it.
            if person == "U2":
                with raw.connected(url) as connection:
                    connection.execute(installations.delete().where(installations.c.workspace == workspace))
            filled(url, workspace, person)
    return journal


# --- every table ----------------------------------------------------------------------------------------------


def test_every_table_is_somebodys_or_nobodys() -> None:
    assert {*kept.OF_WORKSPACES, *kept.OF_NOBODY} == set(ALL)
    assert not set(kept.OF_WORKSPACES) & set(kept.OF_NOBODY)


@pytest.mark.parametrize("table", kept.OF_NOBODY, ids=lambda each: each.name)
def test_what_is_nobodys_names_nobody(table: Table) -> None:
    assert NAMES.isdisjoint(table.columns.keys())


@pytest.mark.parametrize("table", kept.OF_WORKSPACES, ids=lambda each: each.name)
def test_what_is_a_workspaces_names_it(table: Table) -> None:
    assert "workspace" in table.columns


def test_a_workspace_is_forgotten_in_every_table_and_no_other_is(four: Journal, url: str) -> None:
    before = of_workspaces(url)

    four.privacy.forget_workspace("T1")

    assert of_workspaces(url) == {
        table: [row for row in rows if row["workspace"] == "T2"] for table, rows in before.items()
    }


def test_a_person_is_forgotten_in_every_table_and_nobody_else_is(four: Journal, url: str) -> None:
    before = of_workspaces(url)

    four.privacy.forget_person("T1", "U2")

    traces = ("U2", "DTWO", kept.code("U2"), kept.vote("answer T1 U2", "U2"))
    for table, after in of_workspaces(url).items():
        ours = [str(cell) for row in after if row["workspace"] == "T1" for cell in row.values()]
        assert not [cell for cell in ours if any(trace in cell for trace in traces) and table not in cell]
        assert [row for row in after if row["workspace"] == "T2"] == [
            row for row in before[table] if row["workspace"] == "T2"
        ]
        theirs = [row for row in before[table] if row["workspace"] == "T1" and "U1" in map(str, row.values())]
        assert [row for row in after if "U1" in map(str, row.values()) and row["workspace"] == "T1"] == theirs


def test_all_that_is_kept_of_a_person_is_told_before_it_is_forgotten(four: Journal) -> None:
    told = four.privacy.of_person("T1", "U2")

    # What an answer could not match is the conversation's.
    named = {table.name for table in kept.OF_WORKSPACES} - {"gaps"}
    assert {table: len(rows) for table, rows in told.items()} == dict.fromkeys(named, 1)
    four.privacy.forget_person("T1", "U2")
    assert four.privacy.of_person("T1", "U2") == {}


# --- what is told ---------------------------------------------------------------------------------------------


def test_what_is_told_is_json_of_ids_and_words_and_no_token(four: Journal) -> None:
    told = json.loads(json.dumps(four.privacy.of_workspace("T1")))

    assert set(told) == {table.name for table in kept.OF_WORKSPACES}
    assert not {"bot_token", "refresh_token"} & set(told["installations"][0])
    assert told["subscriptions"][0]["at"] == "09:00:00"


def test_a_conversation_of_two_that_is_named_is_forgotten_too(journal: Journal) -> None:
    answer = Answer("confident", (), ("a",))
    theirs = journal.remember("T1", answer, "DONE", 1.0)
    others = journal.remember("T1", answer, "C1", 1.0)

    journal.privacy.forget_person("T1", "U1", "DONE")

    assert journal.recall("T1", theirs, 2.0) is None
    assert journal.recall("T1", others, 2.0) is not None


def test_a_channels_digest_stays_without_who_set_it_up(four: Journal, url: str) -> None:
    with raw.connected(url) as connection:
        connection.execute(subscriptions.update().values(channel="C1"))

    four.privacy.forget_person("T1", "U1")

    people = [row["person"] for row in cells(url, subscriptions) if row["workspace"] == "T1"]
    assert sorted(map(str, people)) == ["", "U2"]


# --- workspaces apart -----------------------------------------------------------------------------------------


def test_nothing_of_one_workspace_shows_in_another(journal: Journal) -> None:
    answer_id = journal.remember("T1", Answer("confident", (), ("a",)), "C1", 1.0)
    journal.save("T1", "U1", "Vinnova", 1.0)
    journal.add_gap("T1", ("budget",), 1.0)
    journal.greet("T1", "U1", 1.0)
    journal.claim("T1", "event:Ev1", 1.0)

    assert journal.recall("T2", answer_id, 2.0) is None
    assert journal.latest("T2", "C1", "", 0.0) is None
    assert journal.saved("T2", "U1") == ()
    assert journal.gaps("T2") == ()
    assert not journal.greeted("T2", "U1")
    assert journal.claim("T2", "event:Ev1", 1.0)


def test_whoever_runs_it_sees_the_gaps_of_all_counted_together(journal: Journal) -> None:
    for workspace in ("T1", "T1", "T2"):
        journal.add_gap(workspace, ("budget",), 1.0)

    assert [(gap.words, gap.asked) for gap in journal.gaps()] == [(("budget",), 3)]


def test_what_was_kept_before_workspaces_were_told_apart_is_taken_over(journal: Journal) -> None:
    for workspace in ("", "T1"):
        journal.save(workspace, "U1", "Vinnova", 1.0)
    journal.save("", "U1", "Camden", 2.0)
    journal.add_gap("", ("budget",), 1.0)

    journal.privacy.adopt("T1")

    assert [each.case for each in journal.saved("T1", "U1")] == ["Camden", "Vinnova"]
    assert len(journal.gaps("T1")) == 1
    assert journal.privacy.of_workspace("") == {}
