"""What the notes have of a talk and near its seconds. Asks the index; keeps nothing."""

from __future__ import annotations

from bot.answers import moments
from bot.answers.groups import Around
from bot.answers.lines import Shelf
from bot.answers.references import leans
from bot.model import Said
from bot.search.index import Index


def said_at(video: str, second: int | None, index: Index, shelf: Shelf) -> Said | None:
    """What the notes have of a talk, and near a second of it; None where no note is of that talk."""
    of_talk = index.of_notes([note for note, talk in index.talks.items() if talk == video])
    if not of_talk:
        return None
    near = moments.Chosen() if second is None else moments.chosen(of_talk, second, shelf)
    family = [case.name for case in index.cases if near.case and near.case in (case.name, case.parent)]
    around = Around(index.before([each.id for each in near.statements if leans(each)]))
    cases = {case.name: case for case in index.cases}
    return moments.said(of_talk, second, near, index.of_cases(family), cases, shelf, around)
