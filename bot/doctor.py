"""Looks at what Casebook stands on, for casebook doctor. Makes and changes nothing; calls nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from bot import examining
from bot import settings as settings_module
from bot.errors import CasebookError, NotesUnreadable
from bot.examining import Finding, SeenIndex, SeenJournal
from bot.journal.opening import looked_at
from bot.notes import folder
from bot.search import calibrating, language
from bot.search.index import Index, digests
from bot.settings import Settings

T = TypeVar("T")

_TABLES = ("lexicon.yaml", "videos.yaml", "canaries.yaml", "criteria.yaml")


def examined(environment: Mapping[str, str], at: Path, seeds: Path) -> Iterator[Finding]:
    """What was found, a line for each thing; without settings nobody knows where the rest is.

    `at` is the folder where casebook.yaml may stand, `seeds` the folder of the tables that Casebook ships.
    """
    settings = _tried(lambda: settings_module.load(environment, at))
    yield examining.settings(settings if isinstance(settings, CasebookError) else None)
    yield examining.tables({name: _fault(seeds / name) for name in _TABLES})
    if not isinstance(settings, CasebookError):
        yield from _stands_on(settings)


def _stands_on(settings: Settings) -> Iterator[Finding]:
    seen = _tried(lambda: _index(settings.index))
    model = language.sentence_model()
    yield examining.index(seen)
    yield examining.meanings(seen, model.name if model else "", language.lacking())
    if isinstance(seen, SeenIndex):
        yield examining.calibration(seen, calibrating.FEWEST)
    yield examining.journal(_tried(lambda: SeenJournal(*looked_at(settings.database_url))))
    yield examining.tokens(bot=bool(settings.bot_token), app=bool(settings.app_token))


def _index(path: Path) -> SeenIndex:
    """What the index at a path says of itself. Raises IndexMissing or IndexUnusable."""
    index = Index(path)
    return SeenIndex(
        path=str(path),
        notes=len(index.titles),
        statements=index.size,
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
