"""Which cases are found in the shipped notes: all of them, none beside, each with what tells of it.

Whoever makes the finding of cases better changes a row and looks at the statements it gains or loses:
casebook cases --index FILE
"""

from __future__ import annotations

import pytest

from bot.model import Case
from bot.notes.library import Library
from tests.bot.library import seed_notes

# The case, its country, how many statements tell of it, and the case it belongs to.
CASES: dict[str, tuple[str | None, int, str | None]] = {
    "100 Climate Neutral Cities": ("European Union", 1, "European Commission missions"),
    "Barcelona": ("Spain", 1, None),
    "Basque Country": ("Spain", 4, None),
    "COVID-19 Recovery Schemes": (None, 2, None),
    "Camden Council": ("United Kingdom", 1, None),
    "Caring for Soil": ("European Union", 1, "European Commission missions"),
    "Climate Resilient Europe": ("European Union", 1, "European Commission missions"),
    "Collaboration between governments and citizens in Finland": ("Finland", 4, None),
    "Conquering Cancer": ("European Union", 1, "European Commission missions"),
    "Danish Green Missions": ("Denmark", 8, "Innovation Fund Denmark"),
    "ENISA": ("Spain", 7, None),
    "European Commission missions": ("European Union", 14, None),
    "European Investment Bank": ("European Union", 1, None),
    "European Youth Parliament": ("European Union", 1, None),
    "Future Design": ("Japan", 1, None),
    "Health Holland": ("Netherlands", 12, None),
    "Innovation Fund Denmark": ("Denmark", 14, None),
    "Institute for Innovation and Public Purpose": ("United Kingdom", 4, None),
    "KfW": ("Germany", 1, None),
    "Mission Starfish": ("European Union", 1, "European Commission missions"),
    "Mondragón Region": ("Spain", 1, None),
    "Norwegian Digitalization Agency": ("Norway", 19, None),
    "OPSI": (None, 7, None),
    "Our Public Service 2020": ("Ireland", 5, None),
    "Quadruple Helix": ("Netherlands", 2, "Health Holland"),
    "Regulatory Greenhouses": ("Sweden", 4, None),
    "Royal Academy of Engineering": ("United Kingdom", 12, None),
    "Safer End of Engineered Life": ("United Kingdom", 3, "Royal Academy of Engineering"),
    "School Food": ("Sweden", 5, "Vinnova"),
    "Scottish National Investment Bank": ("United Kingdom", 1, None),
    "The Street": ("Sweden", 6, "Vinnova"),
    "Tom de Luze": ("Netherlands", 2, "Health Holland"),
    "UK Industrial Strategy": ("United Kingdom", 2, None),
    "Vinnova": ("Sweden", 17, None),
}
ALSO = {
    "Basque Country": "Gipuzkoa",
    "European Investment Bank": "EIB",
    "Institute for Innovation and Public Purpose": "IIPP",
    "Mission Starfish": "Oceans and Waters",
    "OPSI": "Observatory of Public Sector Innovation",
    "Royal Academy of Engineering": "Engineering X",
    "Tom de Luze": "Tom de Luise",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return seed_notes()


def test_each_case_is_found_with_its_country_and_parent(library: Library) -> None:
    assert {
        case.name: (case.country, len(library.tellings[case.name]), case.parent) for case in library.cases
    } == CASES


@pytest.mark.parametrize(("name", "other"), ALSO.items())
def test_a_case_keeps_its_other_names(library: Library, name: str, other: str) -> None:
    case = _case(library, name)

    assert other in case.aliases
    assert name not in case.aliases


def test_a_spelling_is_kept_beside_the_one_it_is_read_as_with_the_reason(library: Library) -> None:
    assert "the same second of the talk" in _case(library, "Tom de Luze").how


def test_every_statement_is_shown_under_a_case_that_it_tells_of(library: Library) -> None:
    shown = [each for note in library.notes for each in note.statements if each.case]

    assert len(shown) > 100
    assert [each.text for each in shown if each.id not in library.tellings[each.case or ""]] == []


def _case(library: Library, name: str) -> Case:
    [case] = [each for each in library.cases if each.name == name]
    return case
