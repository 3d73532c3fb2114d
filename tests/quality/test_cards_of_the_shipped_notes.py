"""What the cards of the shipped notes say is not told: read line by line, and right.

Whoever changes a cue word changes a row here, and reads that case's lines again: casebook cases --index FILE
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.casebook import Casebook
from bot.model import CaseCard
from tests.bot.library import opened

ALL = ("cost", "date", "target", "who led", "result")
# What the lines of each case do tell.
TOLD: dict[str, tuple[str, ...]] = {
    "100 Climate Neutral Cities": ("date", "target"),
    "Barcelona": ("who led", "result"),  # its mayor; less reliance on big firms
    "Basque Country": ("target", "result"),  # a faster transition; an infrastructure
    "COVID-19 Recovery Schemes": (),
    "Camden Council": ("target", "who led"),
    "Caring for Soil": ("target",),
    "Climate Resilient Europe": ("date", "target"),
    "Collaboration between governments and citizens in Finland": ("date",),
    "Conquering Cancer": ("date", "target"),
    "Danish Green Missions": ("date", "target"),
    "ENISA": (),  # "20 years' experience" is no date of it, "coordinated by way of" nobody who led
    "European Commission missions": ("cost", "date", "target", "who led"),
    "European Investment Bank": (),
    "European Youth Parliament": ("target",),
    "Future Design": ("date",),
    "Health Holland": ("date", "target", "result"),
    "Innovation Fund Denmark": ("date", "target"),
    "Institute for Innovation and Public Purpose": ("who led",),
    "KfW": ("target",),
    "Mission Starfish": ("date", "target"),
    "Mondragón Region": ("who led",),
    "Norwegian Digitalization Agency": ("target",),  # "impacts" are only potential ones
    "OPSI": ("date", "who led"),
    "Our Public Service 2020": ("date", "target"),
    "Quadruple Helix": (),  # a triple helix doubles nothing
    "Regulatory Greenhouses": ("target",),
    "Royal Academy of Engineering": (),  # success is what something rests on
    "Safer End of Engineered Life": (),
    "School Food": (),  # neither "2 million meals" nor "hygiene and cost" is a cost
    "Scottish National Investment Bank": ("target",),
    "The Street": ("result",),  # traffic departments ran the streets, not the mission
    "Tom de Luze": ("result",),
    "UK Industrial Strategy": ("target", "who led"),  # "as a result" is none
    "Vinnova": ("target", "who led", "result"),  # the prime minister was a guest
}


@pytest.fixture(scope="module")
def casebook(seeds_index: Path) -> Casebook:
    return opened(seeds_index)


def card(casebook: Casebook, name: str) -> CaseCard:
    made = casebook.case(name)
    assert made is not None
    return made


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_card_says_of_exactly_what_is_not_told_that_it_is_not(casebook: Casebook, name: str) -> None:
    assert card(casebook, name).absent == tuple(each for each in ALL if each not in TOLD[name])


def test_every_case_was_read(casebook: Casebook) -> None:
    assert {case.name for case, _ in casebook.cases()} == set(TOLD)


# The numbers and dates of the shipped cases' lines, to the letter; there are no others.
AMOUNTS = {
    *("2 million", "300-400", "250", "6,000", "20 years", "3 million", "100"),
    *("€100 billion", "70%", "75%", "five years", "end of September", "September 2020", "from 2015"),
    *("by 2030", "By 2030", "by 2040", "by 2050", "for 2060"),
}


def test_the_numbers_and_dates_of_the_shipped_cases_are_picked_out_and_nothing_else(
    casebook: Casebook,
) -> None:
    cards = [card(casebook, name) for name in TOLD]
    lines = [line for one in cards for lines in (one.tried, one.obstacles, one.helped) for line in lines]

    assert {line.text[start:end] for line in lines for start, end in line.amounts} == AMOUNTS


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("The Street", "Existing streets"),
        ("School Food", "Sweden's existing public meal system"),
        ("Health Holland", "Charged with adding five years"),
        ("Innovation Fund Denmark", "A publicly funded organization"),
        ("European Commission missions", "At the European Commission"),
        ("Camden Council", "The council worked on a mission"),
    ],
)
def test_a_card_begins_with_what_says_most(casebook: Casebook, name: str, first: str) -> None:
    assert card(casebook, name).tried[0].text.startswith(first)
