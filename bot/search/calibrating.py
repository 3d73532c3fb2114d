"""How high chance alone reaches in an index: what its canaries are given. Opens the index; changes nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot.search import finding, sureness
from bot.search.index import Index
from bot.search.language import Language
from bot.search.remembered import Remembered, key
from bot.search.sureness import Calibration

if TYPE_CHECKING:
    from bot.search.meanings import Sought

# Among fewer statements than this chance finds nothing that would look like an answer.
FEWEST = 100
# Shares of the canaries that are refused, that are refused where no note has the word for a subject, and that are not
# answered surely. Most canaries name such a subject; where none is lacking, what looks like chance may be an answer in
# other words. Set on 1,920 labelled questions over 5 and 191 notes.
_REFUSED, _REFUSED_LACKING, _NOT_SURE = 0.4, 0.6, 0.97


def calibrated(index: Index, language: Language, remembered: Path | None) -> Calibration | None:
    """What the signs of an answer must exceed in this index; None where it is too small to tell."""
    if index.size < FEWEST or not language.canaries:
        return None
    meant = asked(index, language, remembered)
    given = [
        signs
        for canary in language.canaries
        if (signs := finding.signs(canary, index, language, meant.get(canary)))
    ]
    if not given:
        return None
    return sureness.calibration(given, refused=_REFUSED, refused_lacking=_REFUSED_LACKING, not_sure=_NOT_SURE)


def asked(index: Index, language: Language, remembered: Path | None) -> Mapping[str, Sought]:
    """What the canaries mean; nothing where the index knows no meanings."""
    if index.meanings is None or language.model is None:
        return {}
    from bot.search.meanings import sought  # noqa: PLC0415  numpy is not needed where there is no model

    gists = {canary: finding.gist(canary, index, language) for canary in language.canaries}
    keys = {canary: key(language.model.name, index.meanings.mark, gist) for canary, gist in gists.items()}
    with closing(Remembered(remembered)) as store:
        known = store.get(list(keys.values()))
        new = [canary for canary, each in keys.items() if each not in known]
        read = language.model.read([gists[canary] for canary in new], threads=os.cpu_count() or 1)
        made = {
            keys[canary]: index.meanings.sought(sense).kept() for canary, sense in zip(new, read, strict=True)
        }
        store.put(made)
    return {canary: sought((known | made)[each]) for canary, each in keys.items()}
