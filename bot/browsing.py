"""What the notes have of a talk and near its seconds, and of a few letters. Asks the index; keeps nothing."""

from __future__ import annotations

from bot.answers import moments
from bot.answers.groups import Around
from bot.answers.lines import Shelf
from bot.answers.references import leans
from bot.model import Case, Said, Topic
from bot.search import suggesting, topics
from bot.search.called import called
from bot.search.index import Index
from bot.search.language import Language


def suggested(typed: str, index: Index, language: Language) -> tuple[tuple[Case, ...], tuple[Topic, ...]]:
    """The cases and topics that somebody may mean who has typed a few letters; of a name mistyped, its case."""
    cases, about = suggesting.suggested(typed, index.cases, topics.covered(index))
    near = None if cases else called(typed, index.cases, language.lexicon)
    return cases or ((near,) if near else ()), about


def said_at(video: str, second: int | None, index: Index, shelf: Shelf) -> Said | None:
    """What the notes have of a talk, and near a second of it; None where no note is of that talk."""
    every = [note for note, talk in index.talks.items() if talk == video]
    # Captions have a line for every second: what somebody wrote down would never be next to it.
    of_talk = index.of_notes([note for note in every if note not in index.captions] or every)
    if not of_talk:
        return None
    near = moments.Chosen() if second is None else moments.chosen(of_talk, second, shelf)
    family = [case.name for case in index.cases if near.case and near.case in (case.name, case.parent)]
    around = Around(index.before([each.id for each in near.statements if leans(each)]))
    return moments.said(of_talk, second, near, index.of_cases(family), index.by_name, shelf, around)
