"""What the README and the page of settings say is so. That their commands run, tests/test_documents.py sees."""

from __future__ import annotations

import re

from bot import settings
from bot.__main__ import COMMANDS
from tests.documents import ROOT, commands

README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
# Casebook does not read these itself: Python's and Slack's libraries do.
OTHERS = {"HTTPS_PROXY", "NO_PROXY"}


def test_every_command_the_readme_names_exists() -> None:
    assert {"ask", "index", "lint", "serve", "manifest", "play"} <= commands(README) <= set(COMMANDS)


def test_every_make_target_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert (
        {"play"}
        <= set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", README, re.MULTILINE)[0]) - {""}
        <= targets
    )


def test_the_readme_stays_short() -> None:
    """One may read it in five minutes: what, pictures, try it, what people type, own notes, Slack, links."""
    assert len(README.split()) < 900


def test_the_table_names_every_setting_that_is_read_and_no_other() -> None:
    rows = [line.split("|")[1] for line in SETTINGS.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}

    assert named - OTHERS == set(settings._ENVIRONMENT.values()) - OTHERS


def test_a_setting_named_anywhere_in_the_readme_is_read() -> None:
    named = set(re.findall(r"`((?:SLACK|CASEBOOK)_[A-Z_]+)`", README))
    assert named <= set(settings._ENVIRONMENT.values())
