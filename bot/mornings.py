"""From the index to the cases of the mornings: which are worth one, and how one is told. Keeps nothing."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache

from bot.answers import briefs
from bot.answers.mornings import Prompt, mission_case, prompts
from bot.digest.rotation import Candidate
from bot.model import Case, CaseCard, MissionCase
from bot.notes import folder
from bot.search.index import Index
from bot.settings import seeds


def of_the_day(index: Index, day: date) -> Case | None:
    """The case of a day, the same for everyone; None where the notes tell of no case."""
    # Shuffled once and for all, then one a day, so that none returns before all were shown.
    fit = sorted(_worth_it(index), key=lambda case: hashlib.sha256(case.name.encode()).digest())
    return fit[day.toordinal() % len(fit)] if fit else None


def told(card: CaseCard, day: date) -> MissionCase:
    """A case as the message of a day has it."""
    return mission_case(card, briefs.title(card), _prompts(), day)


def candidates(index: Index) -> tuple[Candidate, ...]:
    """The cases worth a morning, by their countries, kinds, their notes' titles and what their statements link to."""
    found = []
    for case in _worth_it(index):
        statements = index.of_cases(index.family(case.name))
        titles = {index.titles[each.citation.note] for each in statements}
        linked = {slug for each in statements for slug in each.links}
        topics = titles | {index.titles.get(slug) or slug.replace("_", " ").capitalize() for slug in linked}
        countries = case.countries or ((case.country,) if case.country else ())
        kinds = frozenset(each.kind for each in statements)
        found.append(Candidate(case.name, countries, kinds, tuple(sorted(topics))))
    return tuple(found)


def _worth_it(index: Index) -> list[Case]:
    """Those that more than one statement tells of."""
    return [case for case in index.cases if len(index.of_cases([case.name])) > 1]


@cache
def _prompts() -> tuple[Prompt, ...]:
    return prompts(folder.table(seeds() / "prompts.yaml"))
