"""What the command line gives to curators: what waits, and corrections that a build reads again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.journal import Journal
from bot.model import Stamp
from tests.bot.library import FOOD, STREETS, indexed, opened, read_notes, words, written
from tests.commanding import SCHEMAS, Run, run

__all__ = ["run"]  # the fixture, for pytest

NOW = 1_800_000_000.0
BID = "Procurement rules reward the cheapest bid."


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Iterator[Journal]:
    """The journal of the commands, which `run` has given an index of two notes."""
    assert run("--version").status == 0
    url = f"sqlite:///{tmp_path / 'journal.db'}"
    monkeypatch.setenv("CASEBOOK_DATABASE_URL", url)
    indexed(tmp_path / "index.db")
    made = Journal(url)
    yield made
    made.close()


def bid(folder: Path) -> Stamp:
    """The stamp 00:99:00 of the streets."""
    answer = opened(folder / "index.db").ask("procurement rules cheapest bid")
    return next(s for group in answer.groups for line in group.lines for s in line.stamps if line.text == BID)


def test_gaps_are_listed_for_a_terminal(run: Run, journal: Journal, tmp_path: Path) -> None:
    stamp = bid(tmp_path)
    journal.add_gap("T1", ("budget", "participatory"), NOW)
    for suggested in (None, 99):
        journal.review(stamp.note, stamp.statement, "00:99:00", suggested, NOW)
    journal.review("gone_note", "gone", "0:01", None, NOW)

    assert run("gaps").out.splitlines() == [
        "Questions the notes could not answer",
        "     1 budget, participatory",
        "",
        "Linked to, and not written yet",
        "     1 school_meals",
        "",
        "Cases told in one line only",
        "Norway · Digdir: Streets for people, line 12",
        "",
        "Seconds that somebody called wrong",
        (
            "streets.md:16: unusable; the note says 00:99:00: minutes do not go beyond 59."
            " Suggested: 1:39. Reported 2 times. “Procurement rules reward the cheapest bid.”"
        ),
        "The stamp 0:01 in gone_note is not there any more; the note was changed. Reported once.",
    ]


def test_a_gap_that_a_new_note_answers_is_told_apart(run: Run, journal: Journal, tmp_path: Path) -> None:
    journal.add_gap("T1", ("bus", "lines", "night", "nurses"), NOW)
    assert run("gaps").out.startswith(
        "Questions the notes could not answer\n     1 bus, lines, night, nurses\n"
    )
    note = "---\ntitle: Nights\n---\n* Nurses on the night shift drew the bus lines.\n"
    indexed(tmp_path / "index.db", nights=note)

    assert run("gaps").out.split("\n\n")[0] == "The notes answer these now: bus, lines, night, nurses."
    told = json.loads(run("gaps", "--json").out)
    jsonschema.validate(told, json.loads((SCHEMAS / "gaps.json").read_text(encoding="utf-8")))
    assert told["gaps"] == []
    answered = {"words": ["bus", "lines", "night", "nurses"], "asked": 1, "last": 1_800_000_000}
    assert told["answered"] == [answered]


def test_gaps_for_programs_keep_their_shape(run: Run, journal: Journal, tmp_path: Path) -> None:
    stamp = bid(tmp_path)
    journal.add_gap("T1", ("budget",), NOW)
    journal.review(stamp.note, stamp.statement, "00:99:00", 99, NOW)
    journal.review("gone_note", "gone", "0:01", None, NOW)

    told = json.loads(run("gaps", "--json").out)

    jsonschema.validate(told, json.loads((SCHEMAS / "gaps.json").read_text(encoding="utf-8")))
    assert told["gaps"] == [{"words": ["budget"], "asked": 1, "last": 1_800_000_000, "theme": 0}]
    assert told["unwritten"] == [{"slug": "school_meals", "notes": 1}]
    assert {(each["raw"], each["line"], each["suggested"], each["grade"]) for each in told["reviews"]} == {
        ("0:01", None, None, None),
        ("00:99:00", 16, 99, "unusable"),
    }


def test_where_nothing_waits_that_is_said(run: Run, journal: Journal, tmp_path: Path) -> None:
    assert journal
    indexed(tmp_path / "index.db", plain="---\ntitle: A\n---\n* Trees cool the square.\n")
    assert run("gaps").out.startswith("Nothing waits here")


def test_corrections_are_printed_as_yaml_that_the_next_build_reads(
    run: Run, journal: Journal, tmp_path: Path
) -> None:
    stamp = bid(tmp_path)
    journal.correct(stamp.note, stamp.statement, "00:99:00", 4453, NOW)

    printed = run("corrections").out

    assert yaml.safe_load(printed) == [
        {
            "note": "streets",
            "stamp": "00:99:00",
            "statement": BID,
            "id": stamp.statement,
            "second": "1:14:13",
        }
    ]
    notes = written(tmp_path / "wiki" / "notes", streets=STREETS, food=FOOD)
    (tmp_path / "wiki" / "corrections.yaml").write_text(printed, encoding="utf-8")
    library = read_notes([notes], words())
    [mended] = [
        each
        for note in library.notes
        for statement in note.statements
        for each in statement.citation.seconds
        if each.raw == "00:99:00"
    ]
    assert (mended.seconds, mended.reason) == (4453, "a curator corrected 00:99:00 to 1:14:13")
    assert run("index", notes).status == 0
    assert "t=4448s" in run("ask", "procurement rules cheapest bid").out


def test_corrections_are_printed_without_an_index_too(run: Run, journal: Journal, tmp_path: Path) -> None:
    journal.correct("streets", "s1", "00:99:00", 99, NOW)
    (tmp_path / "index.db").unlink()

    assert yaml.safe_load(run("corrections").out) == [
        {"note": "streets", "stamp": "00:99:00", "statement": "", "id": "s1", "second": "0:01:39"}
    ]


def test_no_corrections_are_an_empty_list(run: Run, journal: Journal) -> None:
    assert journal
    assert run("corrections").out == "# No second was corrected yet.\n[]\n"


def test_a_journal_that_cannot_be_used_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    indexed(tmp_path / "index.db")
    for command in ("gaps", "corrections"):
        ran = run(command, CASEBOOK_DATABASE_URL="mysql://db/casebook")
        assert (ran.status, ran.out) == (1, "")
        assert "must name a SQLite file" in ran.err


def test_the_case_of_a_day_is_shown_before_it_is_posted(run: Run, tmp_path: Path) -> None:
    indexed(tmp_path / "index.db", streets=STREETS)
    told = run("digest", "preview", "--date", "2026-11-23")
    assert told.status == 0
    assert told.out.startswith("Today's mission case\nSweden")
    assert run("digest", "run", "--once").err.startswith("casebook: SLACK_BOT_TOKEN is missing.")
