"""Looks at what Casebook stands on, for casebook doctor. Makes and changes nothing."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import examining
from bot import settings as settings_module
from bot.errors import CasebookError, NotesUnreadable
from bot.examining import Finding, SeenDeliveries, SeenIndex, SeenJournal, SeenSlack
from bot.extending import number
from bot.journal.opening import looked_at
from bot.journal.outcomes import outcomes
from bot.journal.schema import VERSION
from bot.notes import folder
from bot.search import calibrating, language
from bot.search.index import Index
from bot.search.opening import digests
from bot.settings import LEXICON, Settings

T = TypeVar("T")
AskSlack = Callable[[Settings], tuple[SeenSlack, Mapping[str, str]]]

_TABLES = (*LEXICON, "videos.yaml", "canaries.yaml", "criteria.yaml", "prompts.yaml")


def examined(
    environment: Mapping[str, str], at: Path, seeds: Path, ask: AskSlack | None = None
) -> Iterator[Finding]:
    """What was found, a line for each thing; without settings nobody knows where the rest is.

    `at` is the folder where casebook.yaml may stand, `seeds` the folder of the tables that Casebook ships. `ask`
    asks Slack what it says of the app, and says which scopes the app needs and why; it raises a CasebookError.
    """
    settings = _tried(lambda: settings_module.load(environment, at))
    yield examining.settings(settings if isinstance(settings, CasebookError) else None)
    yield examining.tables({name: _fault(seeds / name) for name in _TABLES})
    if not isinstance(settings, CasebookError):
        yield from _stands_on(settings, ask)


def _stands_on(settings: Settings, ask: AskSlack | None) -> Iterator[Finding]:
    model = language.sentence_model()
    installed = model.name if model else ""
    seen = _tried(lambda: _index(settings.index, installed))
    yield examining.index(seen)
    yield examining.meanings(seen, installed, language.lacking())
    if isinstance(seen, SeenIndex):
        yield examining.calibration(seen, calibrating.FEWEST)
    journal = _tried(lambda: SeenJournal(*looked_at(settings.database_url)))
    yield examining.journal(journal)
    if isinstance(journal, SeenJournal) and journal.version == VERSION:
        yield examining.digest(_tried(lambda: SeenDeliveries(*outcomes(settings.database_url))))
    yield examining.zones(*_zones())
    yield from _slack(settings, ask)


def _slack(settings: Settings, ask: AskSlack | None) -> Iterator[Finding]:
    """The way to Slack, the tokens, and where they are set and there is somebody to ask, what Slack says of the app."""
    yield examining.proxy(settings.proxy, settings.https_proxy)
    if settings.client_id:
        yield examining.installs(settings.public_url, len(settings.keys), mode=settings.mode)
        return
    found = examining.tokens(
        bot=bool(settings.bot_token), app=bool(settings.app_token), secret=bool(settings.signing_secret)
    )
    if found.verdict != "ok" or ask is None:
        yield found
        return
    seen = _tried(lambda: ask(settings))
    if isinstance(seen, CasebookError):
        yield examining.slack(seen)
        return
    told, wanted = seen
    yield from (examining.slack(told), examining.scopes(told, wanted), examining.clock(told))


def _zones() -> tuple[str, str]:
    """The version of the time zone data, and what is wrong with it."""
    try:
        ZoneInfo("Europe/Oslo").utcoffset(None)
        return importlib.metadata.version("tzdata"), ""
    except (ZoneInfoNotFoundError, importlib.metadata.PackageNotFoundError) as error:
        return "", f"No time zone data was found ({type(error).__name__})"


def _index(path: Path, model: str) -> SeenIndex:
    """What the index at a path says of itself, read with that model. Raises IndexMissing or IndexUnusable."""
    index = Index(path, model)
    return SeenIndex(
        path=str(path),
        notes=len(index.titles) - len(index.captions),
        captions=len(index.captions),
        statements=index.size,
        own_words=number(index.own),
        verified=bool(digests(path)),
        model=index.model,
        calibrated=index.calibration is not None,
    )


def _fault(path: Path) -> str:
    """What is wrong with a table; "" where nothing is."""
    try:
        found = folder.table(path)
    except NotesUnreadable:
        return "cannot be read"
    return "" if isinstance(found, Mapping) and found else "is missing or empty"


def _tried(work: Callable[[], T]) -> T | CasebookError:
    """What the work gives, or the error that it ends in."""
    try:
        return work()
    except CasebookError as error:
        return error
