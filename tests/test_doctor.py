"""casebook doctor: a line for each thing it looked at, and nothing made or changed by looking."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import doctor
from bot.errors import CasebookError, TokenRefused
from bot.examining import Finding, SeenSlack
from bot.journal import Journal
from bot.journal.files import KEPT_BY
from bot.journal.schema import VERSION
from bot.model import Delivery
from bot.search.building import build
from bot.search.language import Language, sentence_model
from bot.settings import Settings, seeds
from tests.bot.library import MEANINGS, STREETS, indexed, read_notes, words, written
from tests.commanding import Run, run

__all__ = ["run"]  # the fixture, for pytest

SUBJECTS = [
    *("settings", "tables", "index", "meanings", "calibration", "journal", "digest", "time zones"),
    *("proxy", "Slack"),
]
MONDAY = date(2026, 11, 23)
# Where nobody listens.
NOBODY = "http://127.0.0.1:9/api/"


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a note, its index and a journal, never to be written to."""
    at: Path = tmp_path_factory.mktemp("well")
    language = Language(words(), model=sentence_model(), canaries=("how are dogs licensed", "plum cake"))
    notes = read_notes([written(at / "notes", streets=STREETS)], words())
    build(notes, at / "index.db", folders=[at / "notes"], language=language, remembered=MEANINGS)
    Journal(f"sqlite:///{at / 'journal.db'}").close()
    return at


@pytest.fixture
def environment(tmp_path: Path, well: Path) -> dict[str, str]:
    """The settings of a workspace where all is well, tokens and all."""
    shutil.copytree(well, tmp_path, dirs_exist_ok=True)
    return {
        "CASEBOOK_INDEX": str(tmp_path / "index.db"),
        "CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}",
        "SLACK_BOT_TOKEN": "xoxb-made-up",
        "SLACK_APP_TOKEN": "xapp-made-up",
    }


def look(environment: dict[str, str], at: Path, tables: Path | None = None) -> dict[str, Finding]:
    return {each.subject: each for each in doctor.examined(environment, at, tables or seeds())}


def files(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}


def test_where_all_is_well_every_line_says_so(environment: dict[str, str], tmp_path: Path) -> None:
    found = look(environment, tmp_path)

    assert list(found) == SUBJECTS
    assert {each.verdict for each in found.values()} == {"ok"}, found
    assert found["index"].said.startswith("1 note, 5 statements in ")
    assert found["journal"].said.startswith(f"Version {VERSION} in ")


def test_looking_makes_and_changes_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    before = files(tmp_path)
    look(environment, tmp_path)
    look({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'new' / 'journal.db'}"}, tmp_path)

    assert files(tmp_path) == before
    assert not (tmp_path / "new").exists()


def test_settings_that_cannot_be_read_end_the_look(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "casebook.yaml").write_text("casebook_indx: i.db\n")
    found = look(environment, tmp_path)

    assert {name: each.verdict for name, each in found.items()} == {"settings": "wrong", "tables": "ok"}
    assert "unknown key 'casebook_indx'" in found["settings"].said


def test_without_an_index_there_is_no_calibration_to_look_at(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "index.db").unlink()
    found = look(environment, tmp_path)

    assert list(found) == [each for each in SUBJECTS if each != "calibration"]
    assert (found["index"].verdict, found["meanings"].verdict) == ("wrong", "ok")
    assert "Build it with: casebook index FOLDER" in found["index"].said


def test_an_index_that_is_not_what_was_built_is_wrong(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "index.db").write_bytes((tmp_path / "index.db").read_bytes()[:-1] + b"x")

    assert look(environment, tmp_path)["index"].verdict == "wrong"


def test_an_index_copied_without_its_digest_may_be_anything(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "index.db.sha256").unlink()

    assert look(environment, tmp_path)["index"].verdict == "warn"


def test_an_index_built_by_words_is_told_how_to_know_meanings(
    environment: dict[str, str], tmp_path: Path
) -> None:
    indexed(tmp_path / "index.db")
    found = look(environment, tmp_path)["meanings"]

    assert found.verdict == "warn"
    assert found.said.endswith("search goes by words alone. Build it anew with: casebook index FOLDER")


def test_an_index_that_knows_meanings_was_calibrated(
    environment: dict[str, str], tmp_path: Path, seeds_index: Path
) -> None:
    found = look({**environment, "CASEBOOK_INDEX": str(seeds_index)}, tmp_path)

    assert (found["meanings"].verdict, found["calibration"].verdict) == ("ok", "ok")
    assert found["calibration"].said == "How sure an answer is was measured in this index."


def test_a_table_that_is_missing_or_broken_is_named(environment: dict[str, str], tmp_path: Path) -> None:
    shutil.copytree(seeds(), tmp_path / "seeds", ignore=shutil.ignore_patterns("notes", "__pycache__"))
    (tmp_path / "seeds" / "canaries.yaml").unlink()
    (tmp_path / "seeds" / "lexicon.yaml").write_text("a: [\n")
    found = look(environment, tmp_path, tmp_path / "seeds")["tables"]

    assert found.verdict == "wrong"
    assert found.said == (
        "lexicon.yaml cannot be read; canaries.yaml is missing or empty. Install Casebook anew."
    )


# --- the journal ----------------------------------------------------------------------------------------------


def no_database(path: Path) -> None:
    path.write_text("a text, and no journal\n" * 100)


def another_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes(cake TEXT)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("UPDATE journal SET version = version + 1")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (no_database, "put a backup in its place"),
        (another_database, "no Casebook journal. Name another file"),
        (newer, "Install that version again"),
        (folder, "name another file"),
    ],
)
def test_a_journal_that_cannot_be_used_is_wrong_and_left_alone(
    environment: dict[str, str], tmp_path: Path, make: Callable[[Path], None], says: str
) -> None:
    path = tmp_path / "journal.db"
    if make is another_database:
        path.unlink()
    make(path)
    before = files(tmp_path)
    found = look(environment, tmp_path)["journal"]

    assert found.verdict == "wrong"
    assert says in found.said
    assert files(tmp_path) == before


def test_a_journal_of_an_older_version_is_not_brought_up_by_looking(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection:
        connection.executescript("UPDATE journal SET version = 1")

    for _ in range(2):
        found = look(environment, tmp_path)["journal"]
        assert (found.verdict, found.said) == ("ok", f"Version 1 in {tmp_path / 'journal.db'} ({KEPT_BY}).")


def test_mission_cases_that_were_missed_are_told_with_why(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with closing(Journal(environment["CASEBOOK_DATABASE_URL"])) as journal:
        for number, (day, stage, reason) in enumerate(
            [
                *((MONDAY, "sent", ""), (MONDAY, "missed", ""), (MONDAY, "missed", "no_case")),
                *((MONDAY - timedelta(days=6), "uncertain", ""), (MONDAY - timedelta(days=7), "failed", "")),
            ]
        ):
            made = Delivery(f"s{number}", day, "T1", "C1", "A", 0.0, 0.0)
            journal.digests.plan(replace(made, stage=stage, reason=reason))  # type: ignore[arg-type]

    found = look(environment, tmp_path)["digest"]

    assert found.verdict == "warn"
    assert "of the week up to 2026-11-23: 1 posted; 1 missed: nothing posted" in found.said
    assert "1 had no case left that fits" in found.said
    assert "1 may or may not have been posted" in found.said
    assert "refused" not in found.said


def test_a_journal_is_looked_at_while_the_bot_writes(environment: dict[str, str], tmp_path: Path) -> None:
    journal = Journal(environment["CASEBOOK_DATABASE_URL"])
    with closing(journal), journal._transaction():
        assert look(environment, tmp_path)["journal"].verdict == "ok"


def test_a_journal_below_a_file_can_never_be(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = look(environment | {"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'file' / 'j.db'}"}, tmp_path)

    assert found["journal"].verdict == "wrong"


@pytest.mark.parametrize(
    ("verdict", "url"),
    [("ok", "sqlite://"), ("wrong", "postgresql://me:secret@127.0.0.1:9/casebook"), ("wrong", "no url")],
)
def test_only_a_journal_casebook_can_open_is_ok(
    environment: dict[str, str], tmp_path: Path, verdict: str, url: str
) -> None:
    found = look(environment | {"CASEBOOK_DATABASE_URL": url}, tmp_path)["journal"]

    assert found.verdict == verdict
    assert "secret" not in found.said


def test_a_journal_on_a_server_is_looked_at_and_left_as_it_is(
    environment: dict[str, str], tmp_path: Path, postgres_url: str
) -> None:
    given = environment | {"CASEBOOK_DATABASE_URL": postgres_url}
    before = look(given, tmp_path)["journal"]
    Journal(postgres_url).close()
    after = look(given, tmp_path)["journal"]

    assert (before.verdict, after.verdict) == ("ok", "ok")
    assert before.said.startswith("None yet; the first start makes it in ")
    assert after.said.startswith(f"Version {VERSION} in ")
    assert "(PostgreSQL " in after.said


# --- as a command ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "host"), [(NOBODY, "127.0.0.1:9"), ("https://no.such.host.invalid/api/", "no.such.host.invalid")]
)
def test_each_line_has_a_verdict_first_and_no_token(
    run: Run, environment: dict[str, str], url: str, host: str
) -> None:
    ran = run("doctor", **environment, SLACK_API_URL=url)

    verdicts = [line.split()[0] for line in ran.out.splitlines()]
    assert (ran.status, ran.err, verdicts) == (1, "", ["ok"] * 9 + ["wrong"])
    assert [line[7:].startswith(each) for line, each in zip(ran.out.splitlines(), SUBJECTS, strict=True)]
    assert f"Slack did not answer at {host}. Check the network" in ran.out
    assert "made-up" not in ran.out


def test_a_warning_is_no_failure_and_what_is_wrong_is(run: Run, environment: dict[str, str]) -> None:
    warned = run("doctor", **environment | {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""})
    wrong = run("doctor", **environment | {"SLACK_APP_TOKEN": ""})

    assert (warned.status, wrong.status) == (0, 1)
    assert [line.split()[0] for line in warned.out.splitlines()] == ["ok"] * 9 + ["warn"]
    assert [line.split()[0] for line in wrong.out.splitlines()] == ["ok"] * 9 + ["wrong"]


def test_a_fresh_machine_is_told_the_next_steps(run: Run, tmp_path: Path) -> None:
    ran = run("doctor", CASEBOOK_DATABASE_URL=f"sqlite:///{tmp_path / 'journal.db'}")

    assert ran.status == 1
    assert "Build it with: casebook index FOLDER" in ran.out
    assert "To try without Slack: casebook play" in ran.out
    assert list(tmp_path.iterdir()) == []


def test_settings_that_cannot_be_read_are_a_line_like_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "casebook.yaml").write_text("casebook_gap_days: soon\n")
    ran = run("doctor")

    assert (ran.status, ran.err) == (1, "")
    assert "CASEBOOK_GAP_DAYS is 'soon'; write a number of days" in ran.out


def asked(said: SeenSlack | CasebookError) -> Callable[[Settings], tuple[SeenSlack, dict[str, str]]]:
    """Somebody who asks Slack, and what Slack says."""

    def ask(_: Settings) -> tuple[SeenSlack, dict[str, str]]:
        if isinstance(said, CasebookError):
            raise said
        return said, {"chat:write": "to answer", "commands": "the slash command"}

    return ask


BOTH = frozenset({"chat:write", "commands"})


@pytest.mark.parametrize(
    ("seen", "subject", "verdict", "said"),
    [
        (SeenSlack("Mission Office", BOTH, 2.0), "Slack", "ok", "Mission Office takes the bot's"),
        (SeenSlack("Office", BOTH, -29.0), "clock", "ok", "It agrees with Slack's."),
        (SeenSlack("Office", BOTH, 90.0), "clock", "wrong", "90 seconds ahead of Slack's"),
        (SeenSlack("Office", BOTH, -300.0), "clock", "wrong", "300 seconds behind Slack's"),
        (SeenSlack("Office", BOTH, 0.0), "scopes", "ok", "the scopes that the manifest asks for"),
        (SeenSlack("Office", BOTH - {"commands"}, 0.0), "scopes", "wrong", "commands (the slash command)"),
        (SeenSlack("Office", BOTH | {"files:read"}, 0.0), "scopes", "warn", "not used: files:read"),
        (TokenRefused("Slack refused the bot token."), "Slack", "wrong", "Slack refused the bot token."),
    ],
)
def test_what_slack_says_of_the_app_is_held_against_what_it_needs(
    environment: dict[str, str],
    tmp_path: Path,
    seen: SeenSlack | CasebookError,
    subject: str,
    verdict: str,
    said: str,
) -> None:
    found = {each.subject: each for each in doctor.examined(environment, tmp_path, seeds(), asked(seen))}

    assert found[subject].verdict == verdict
    assert said in found[subject].said


def test_nobody_is_asked_without_tokens(environment: dict[str, str], tmp_path: Path) -> None:
    def ask(_: Settings) -> tuple[SeenSlack, dict[str, str]]:
        raise AssertionError

    found = doctor.examined({**environment, "SLACK_APP_TOKEN": ""}, tmp_path, seeds(), ask)

    assert [each.verdict for each in found if each.subject == "Slack"] == ["wrong"]


def test_the_proxy_is_named_without_its_password(environment: dict[str, str], tmp_path: Path) -> None:
    proxied = environment | {"HTTPS_PROXY": "http://user:word@proxy:3128"}
    [line] = [each for each in doctor.examined(proxied, tmp_path, seeds()) if each.subject == "proxy"]
    assert line == Finding("proxy", "ok", "Slack is reached through http://proxy:3128.")
    past = doctor.examined(proxied | {"NO_PROXY": "slack.com"}, tmp_path, seeds())
    assert "without http://proxy:3128: NO_PROXY" in next(
        each.said for each in past if each.subject == "proxy"
    )
