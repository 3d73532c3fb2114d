"""The command line: what it prints, and the shapes of its JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from bot.__main__ import COMMANDS, cli
from tests.bot.library import FOOD, STREETS, indexed, written
from tests.commanding import SCHEMAS, Ran, Run, checked, index, labelled, run

__all__ = ["index", "run"]  # the fixtures, for pytest

# --- index ----------------------------------------------------------------------------------------------------


def test_index_says_what_it_read_and_where_it_went(run: Run, tmp_path: Path) -> None:
    ran = run("index", written(tmp_path / "notes", streets=STREETS))

    assert ran == Ran(0, f"1 note, 5 statements, 2 cases → {tmp_path / 'index.db'}\n", "")


def test_index_without_folders_reads_the_shipped_notes(run: Run, tmp_path: Path) -> None:
    assert run("index", "--into", tmp_path / "other.db").out.startswith("5 notes, ")
    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "index.db").exists()


def test_index_reads_the_folders_of_the_settings(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "a", food=FOOD)
    written(tmp_path / "b", streets=STREETS)

    assert run("index", CASEBOOK_NOTES="a,b").out.startswith("2 notes, 8 statements")


def test_index_prints_problems_as_file_line_and_message(run: Run, tmp_path: Path) -> None:
    notes = written(tmp_path / "notes", food=FOOD, broken="---\ntitle: [\n---\n\n- A claim.\n")
    (notes / "binary.md").write_bytes(b"# No\0te\n")
    ran = run("index", notes)
    lines = ran.err.splitlines()

    assert ran.status == 0
    assert ran.out.startswith("2 notes, 4 statements")
    assert "binary.md: holds NUL bytes, so it is no text; left out" in lines
    assert any(re.fullmatch(r"broken\.md:\d+: .+", line) for line in lines)
    assert all(re.fullmatch(r"\w+\.md(:[1-9]\d*)?: .+", line) for line in lines[:-1])
    assert lines[-1] == f"{len(lines) - 1} problems above; everything else is in the index."


def test_the_notes_are_never_written_to(run: Run, tmp_path: Path) -> None:
    notes = written(tmp_path / "notes", streets=STREETS)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in notes.iterdir()}
    run("index", notes)
    run("lint", notes)

    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in notes.iterdir()} == before


# --- ask ------------------------------------------------------------------------------------------------------

QUESTIONS = [
    "vinnova",
    "challenges in Sweden",
    "what did Health Holland do on ageing",
    "participatory budgeting in Porto Alegre",
    "quantum cryptography",
    "how long does co-creation of a mission take",
    "",
    "?!",
    "examples of everything everywhere",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_ask_prints_json_of_its_shape(run: Run, seeds_by_words: Path, question: str) -> None:
    ran = run("ask", question, "--index", seeds_by_words, "--json")
    asked = checked("ask", ran.out)

    assert (ran.status, ran.err) == (0, "")
    assert asked["question"] == question
    assert [hit["rank"] for hit in asked["hits"]] == list(range(1, len(asked["hits"]) + 1))
    for hit in asked["hits"]:
        assert len(hit["raw"]) == len(hit["seconds"]) == len(hit["other_seconds"])


def test_ask_says_what_it_understood(run: Run, seeds_by_words: Path) -> None:
    asked = checked(
        "ask",
        run("ask", "challenges", "of", "Health Holland in Sweden", "--json", "--index", seeds_by_words).out,
    )

    assert (asked["kind"], asked["country"], asked["case"]) == ("challenge", ["Sweden"], "Health Holland")


def test_ask_tells_seconds_before_the_lead_in_and_links_after_it(run: Run, index: Path) -> None:
    [hit] = checked("ask", run("ask", "children drew streets", "--json", "--limit", 1).out)["hits"]

    assert index.exists()
    assert hit == {
        "rank": 1,
        "note": "streets",
        "line": 9,
        "raw": ["00:01:00"],
        "seconds": [60],
        "other_seconds": [None],
        "grade": "as written",
        "links": ["https://www.youtube.com/watch?v=-street_001&t=55s"],
        "kind": hit["kind"],
        "case": "Vinnova",
        "country": "Sweden",
        "text": "Children drew their own streets.",
    }


def test_the_grade_of_a_hit_is_its_weakest_and_an_unusable_second_is_null(run: Run, tmp_path: Path) -> None:
    stamp = '<a class="yt-timestamp" data-t="{0}">[{0}]</a>'
    claim = f"- Trams ring {stamp.format('00:10:00')} {stamp.format('00:99:00')}.\n"
    run("index", written(tmp_path / "notes", trams=f"---\nvideoId: abcdefghijk\n---\n# Trams\n\n{claim}"))
    [hit] = checked("ask", run("ask", "trams", "--json").out)["hits"]

    assert (hit["grade"], hit["seconds"]) == ("unusable", [600, None])


def test_the_original_text_stays_in_the_json_however_long(run: Run, tmp_path: Path) -> None:
    claim = "Trams " + "ring and " * 440 + "stop."
    run("index", written(tmp_path / "notes", trams=f"# Trams\n\n- {claim}\n"))
    [hit] = checked("ask", run("ask", "trams", "--json").out)["hits"]

    assert hit["text"] == claim
    assert len(run("ask", "trams").out) < 3_800


@pytest.mark.parametrize("limit", [1, 3, 20])
def test_ask_brings_no_more_hits_than_asked_for(run: Run, seeds_by_words: Path, limit: int) -> None:
    asked = checked("ask", run("ask", "missions", "--json", "--limit", limit, "--index", seeds_by_words).out)

    assert len(asked["hits"]) == limit


def test_ask_reads_as_the_product_says(run: Run, index: Path) -> None:
    ran = run("ask", "children", "drew", "streets")

    assert index.exists()
    assert ran.out.splitlines()[:2] == [
        "Sweden · Vinnova — 1 note, 1 talk",
        "• Children drew their own streets. ▶ 1:00 https://www.youtube.com/watch?v=-street_001&t=55s",
    ]


def test_ask_prints_a_statement_to_the_letter(run: Run, tmp_path: Path) -> None:
    claim = "Trams ring(:tram:) [bold]so[/bold] \\o/ {twice} & <always>."
    run("index", written(tmp_path / "notes", trams=f"# Trams\n\n- {claim}\n"))

    assert claim in run("ask", "trams").out


def test_odd_bytes_of_a_terminal_are_no_trouble(run: Run, seeds_by_words: Path) -> None:
    ran = run("ask", "vinnova \udcff\udc80 \0", "--json", "--index", seeds_by_words)

    assert (ran.status, checked("ask", ran.out)["tier"]) == (0, "confident")


# --- lint -----------------------------------------------------------------------------------------------------


def test_lint_prints_json_of_its_shape(run: Run, tmp_path: Path) -> None:
    notes = written(tmp_path / "notes", streets=STREETS)
    ran = run("lint", notes, "--json")
    stamps = [each for each in checked("lint", ran.out) if "raw" in each]

    assert ran.status == 1
    assert [(each["note"], each["line"], each["raw"], each["grade"]) for each in stamps] == [
        ("streets", 16, "00:99:00", "unusable")
    ]


def test_lint_lists_every_stamp_when_asked(run: Run, tmp_path: Path) -> None:
    notes = written(tmp_path / "notes", streets=STREETS)
    stamps = [
        each for each in checked("lint", run("lint", notes, "--json", "--all-stamps").out) if "raw" in each
    ]

    assert [each["raw"] for each in stamps] == ["00:01:00", "00:00:03", "01:02:03", "00:05:00", "00:99:00"]


@pytest.mark.parametrize("switch", [(), ("--all-stamps",)])
def test_lint_of_the_shipped_notes_has_its_shape(run: Run, switch: tuple[str, ...]) -> None:
    assert len(checked("lint", run("lint", "--json", *switch).out)) > 10


def test_lint_of_faultless_notes_is_content(run: Run, tmp_path: Path) -> None:
    stamp = '<a class="yt-timestamp" data-t="00:10:00">[00:10:00]</a>'
    stamped = f"---\ntitle: Trams\nvideoId: abcdefghijk\n---\n\n- Trams ring {stamp}.\n"
    ran = run("lint", written(tmp_path / "notes", trams=stamped), "--json")

    assert (ran.status, checked("lint", ran.out)) == (0, [])


def test_lint_places_each_line_of_plain_output(run: Run, tmp_path: Path) -> None:
    ran = run("lint", written(tmp_path / "notes", streets=STREETS))

    assert (
        "streets.md:16: unusable; the note says 00:99:00: minutes do not go beyond 59" in ran.out.splitlines()
    )
    assert ran.status == 1


@pytest.mark.parametrize(
    ("lines", "counted"),
    [
        ("- Trams ring [00:99:00].", ["1 note", "1 stamp: unusable"]),
        ("- Trams ring [00:99:00].\n- So do bells [00:98:00].", ["1 note", "2 stamps: unusable"]),
        (
            "- A [[b | tram]] rings.",
            ["1 note", "1 link that leads to no note", "1 statement without a stamp"],
        ),
        (
            "- A [[b | tram]] rings.\n- A [[c | bell]] too.",
            ["1 note", "2 links that lead to no note", "2 statements without a stamp"],
        ),
    ],
)
def test_lint_counts_one_thing_and_several(run: Run, tmp_path: Path, lines: str, counted: list[str]) -> None:
    note = f"---\ntitle: Trams\nvideoId: abcdefghijk\n---\n\n{lines}\n"
    ran = run("lint", written(tmp_path / "notes", trams=note))

    assert [line.strip() for line in ran.err.splitlines()] == counted


def test_lint_goes_on_where_own_words_are_no_yaml_and_index_does_not(run: Run, tmp_path: Path) -> None:
    notes = written(tmp_path / "notes", streets=STREETS)
    (notes / "lexicon.yaml").write_text("acronyms:\n  NBL: [night bus line\nsynonyms:\n", encoding="utf-8")
    slip = f"{notes}/lexicon.yaml:3: not valid YAML, at or before this line: did not find expected ',' or ']'"
    linted, indexed = run("lint", notes), run("index", notes, "--into", tmp_path / "new.db")

    assert "streets.md:16: " in linted.out
    assert slip in linted.out.splitlines()
    assert linted.err.splitlines()[-1] == "     1 other problem"
    assert (indexed.status, indexed.err) == (1, f"casebook: {slip}. Mend it, then try again.\n")
    assert not (tmp_path / "new.db").exists()


def test_cases_are_listed_with_their_places_and_how_each_was_found(run: Run, index: Path) -> None:
    assert index
    assert run("cases").out.splitlines()[:3] == [
        "Sweden · Vinnova: 2 statements; found by bold lead, brackets",
        "  streets.md:9: 00:01:00",
        "  streets.md:9: 00:00:03",
    ]


def test_cases_for_programs_keep_their_shape(run: Run, seeds_by_words: Path) -> None:
    told = json.loads(run("cases", "--json", "--index", seeds_by_words).out)

    jsonschema.validate(told, json.loads((SCHEMAS / "cases.json").read_text(encoding="utf-8")))
    [street] = [each for each in told if each["case"] == "The Street"]
    assert (street["countries"], street["parent"]) == (["Sweden"], "Vinnova")
    assert {"note": "engagement_with_civil_society", "line": 18, "raw": ["00:26:31"]} in street["statements"]
    assert len({each["case"] for each in told}) == len(told)
    assert {each["parent"] for each in told} <= {None, *(each["case"] for each in told)}


def test_where_the_notes_tell_of_no_case_that_is_said(run: Run, tmp_path: Path) -> None:
    indexed(tmp_path / "index.db", food=FOOD)
    assert run("cases").out == "The notes tell of no case.\n"
    assert json.loads(run("cases", "--json").out) == []


def test_ask_cases_lint_and_eval_open_no_journal(run: Run, index: Path, tmp_path: Path) -> None:
    journal = tmp_path / "journal.db"
    for command in (
        ["ask", "silos"],
        ["cases"],
        ["lint", index.with_name("index.db.notes")],
        ["eval", labelled(tmp_path)],
    ):
        run(*command, CASEBOOK_DATABASE_URL=f"sqlite:///{journal}")

    assert not journal.exists()


# --- eval -----------------------------------------------------------------------------------------------------


def test_eval_prints_json_of_its_shape(run: Run, index: Path, tmp_path: Path) -> None:
    ran = run("eval", labelled(tmp_path), "--json", "--index", index)
    figures = checked("eval", ran.out)
    perfect = {"success@1": 1.0, "ndcg@5": 1.0, "mrr@10": 1.0, "recall@5": 1.0}
    abstention = {"answerable_answered": 1.0, "unanswerable_refused": 1.0}

    assert figures == {
        "queries": 3,
        "overall": perfect,
        "by_category": {"a": perfect, "b": perfect},
        "abstention": abstention,
        "intervals": {name: [1.0, 1.0] for name in (*perfect, *abstention)},
    }


def test_eval_gives_the_same_intervals_at_every_run(run: Run, seeds_by_words: Path, tmp_path: Path) -> None:
    queries = "".join(
        f"- {{query: {text}, relevant: [{{note: {note}, t: '01:16:27', grade: 1}}]}}\n"
        for text in ("children designing streets", "what helps", "Norway", "parking", "school meals")
        for note in ("cocreation_and_stakeholder_engagement_in_mission_setting", "none")
    )
    one, again = (
        checked("eval", run("eval", labelled(tmp_path, queries), "--json", "--index", seeds_by_words).out)
        for _ in range(2)
    )

    assert one == again
    assert set(one["intervals"]) == {*one["overall"], "answerable_answered"}
    for name, figure in one["overall"].items():
        low, high = one["intervals"][name]
        assert 0 <= low <= figure <= high <= 1
    assert one["intervals"]["mrr@10"][0] < one["intervals"]["mrr@10"][1]


def test_eval_reads_several_files_and_prints_a_table(run: Run, index: Path, tmp_path: Path) -> None:
    ran = run("eval", labelled(tmp_path), labelled(tmp_path), "--index", index)

    rows = [[each.strip() for each in line.split("│")[1:-1]] for line in ran.out.splitlines() if "│" in line]
    assert ran.out.split()[:2] == ["6", "queries"]
    assert rows == [
        *([name, "1.000", "1.000 to 1.000"] for name in ("success@1", "ndcg@5", "mrr@10", "recall@5")),
        ["answerable answered", "1.000", "1.000 to 1.000"],
        ["unanswerable refused", "1.000", "1.000 to 1.000"],
        ["a", "2", *["1.000"] * 4, "0%"],
        ["b", "2", *["1.000"] * 4, "0%"],
        ["h", "2", *[""] * 4, "100%"],
    ]


def test_eval_measures_seconds_alone_or_beside_queries(run: Run, index: Path, tmp_path: Path) -> None:
    (tmp_path / "stamps.json").write_text(
        json.dumps(
            [
                {"note": "streets", "index": 0, "seconds": 60, "raw": "00:01:00"},
                {"note": "streets", "index": 3, "seconds": 500},
                {"note": "streets", "index": 4, "seconds": 99},  # minutes do not go beyond 59
                {"note": "none", "index": 0, "seconds": 0},
            ]
        )
    )
    figures = {"stamps": 4, "right": 0.25, "wrong": 0.25, "undecided": 0.5}
    alone = run("eval", "--seconds", tmp_path / "stamps.json", "--json", "--index", index)
    both = run("eval", labelled(tmp_path), "--seconds", tmp_path / "stamps.json", "--json", "--index", index)
    told = run("eval", "--seconds", tmp_path / "stamps.json", "--index", index)

    assert checked("eval", alone.out) == figures
    assert checked("eval", both.out).items() > figures.items()
    assert told.out == "4 stamps: 25.0% right, 25.0% wrong, 50.0% undecided\n"


# --- index --watch --------------------------------------------------------------------------------------------


def test_index_watch_builds_again_when_a_note_changes_and_when_one_cannot_be_read_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = written(tmp_path / "notes", streets=STREETS, food=FOOD)
    contents = (FOOD.replace("Cooks", "Chefs").encode(), b"Caf\xe9.\n")

    def changes(*_: object) -> Iterator[None]:
        for content in contents:
            (notes / "food.md").write_bytes(content)
            yield
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.commands.notes.changes", changes)
    ran = run("index", notes, "--watch")

    assert ran.status == 0
    assert ran.out == f"2 notes, 8 statements, 2 cases → {tmp_path / 'index.db'}\n" * 2
    assert "food.md:1: is not UTF-8; save it as UTF-8. The index stays as it is" in ran.err
    assert "Chefs taste" in run("ask", "taste the meals").out


# --- what a command says of itself ---------------------------------------------------------------------------


def test_the_manifest_is_printed_whole(run: Run) -> None:
    ran = run("manifest")

    assert (ran.status, ran.err) == (0, "")
    assert "command: /mission" in ran.out


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_every_command_says_what_it_does(command: list[str]) -> None:
    shown = CliRunner().invoke(cli, [*command, "--help"])

    assert shown.exit_code == 0
    assert shown.output.startswith("Usage: ")
    assert len(shown.output.splitlines()) > 3


def test_the_help_has_each_command_once_under_a_heading_and_none_is_cut_short() -> None:
    shown = CliRunner().invoke(cli, ["--help"], terminal_width=80).output.partition("\nTry it:\n")[2]
    listed = re.findall(r"^  ([a-z]+) {2,}\S", shown, re.MULTILINE)

    assert sorted(listed) == sorted(COMMANDS)
    assert "..." not in shown
