"""What the shipped notes do not hold must not be answered as if they did; what they hold must be.

The questions were written from general knowledge and from the notes' content before any was asked, and none was
changed for its verdict. The search is lexical so far: a question in the field's own words shares words with the
notes and is then "closest", never "confident".
"""

from __future__ import annotations

from functools import cache

import pytest

from bot.casebook import Casebook
from bot.model import Tier
from tests.bot.library import words

ELSEWHERE = (
    "recipe for sourdough bread",
    "how to reset my laptop password",
    "best restaurants for the team dinner",
    "offside rule in football",
    "parental leave entitlement form",
    "office parking permit renewal",
    "vaccination schedule for toddlers",
    "mortgage interest rates next year",
    "translate this contract into Latin",
    "how to knit a sweater",
    "train timetable for Monday morning",
    "quarterly sales of printer cartridges",
    "symptoms of a broken ankle",
    "who won the chess tournament",
    "kitten adoption fees",
    "installing a heat pump in an attic",
    "tax deduction for home office furniture",
    "how deep is the ocean trench",
    "violin lessons for beginners",
    "weather forecast for the weekend",
)

IN_THE_FIELD = (
    "gender mainstreaming in ministry budgets",
    "zero based budgeting",
    "land value capture",
    "universal basic income pilots",
    "freedom of information requests backlog",
    "civil service pension reform",
    "e-voting security audits",
    "congestion pricing revenue",
    "municipal bond ratings",
    "algorithm registers for public agencies",
    "citizens' assembly by sortition",
    "performance related pay for civil servants",
    "whistleblower protection law",
    "open source software licences in government",
    "rent control ordinance",
    "police body cameras",
    "lobbying transparency register",
    "sandbox for fintech regulators",
    "participatory budgeting turnout",
    "nudge unit tax letters",
)

ANSWERABLE = (
    "who had children help design streets",
    "turning parking and traffic streets into places for social life",
    "how many meals a day do Swedish schools serve",
    "a village that looks after people with dementia",
    "how long does it take to set up a mission together",
    "who brought hackers into city government",
    "carbon neutral council homes",
    "longer healthy lives in the Netherlands",
    "what is a regulatory greenhouse",
    "testing new rules safely in Sweden",
    "what stops departments from working together",
    "why do agencies avoid risk",
    "procurement rules that block collaboration",
    "what does mission washing mean",
    "how do we get senior leaders to commit",
    "what should happen when a mission ends",
    "seven life events in Norway",
    "help for families with a seriously ill child",
    "cancer mission target",
    "how many cities should become climate neutral",
    "clean oceans by 2030",
    "greenhouse gas reduction goal for Denmark",
    "listening to unborn generations in Japan",
    "why engage citizens early rather than sell it later",
    "role of NGOs in long term goals",
    "what did the moon landing teach",
    "how do public banks steer loans",
    "safe disposal of old ships",
    "what did Finland struggle with in foresight",
    "who goes beyond cost-benefit analysis to measure impact",
)

# Measured: 24 of the 40 absences are refused (14 from elsewhere, 10 in the field), and none of the 30 others.
# The floors leave two questions' room for notes that are worded anew.
REFUSED_OF_ELSEWHERE, REFUSED_IN_ALL = 12, 22
ANSWERED = 28


@cache
def tier(shipped: Casebook, question: str) -> Tier:
    return shipped.find(question).tier


def refused(shipped: Casebook, questions: tuple[str, ...]) -> list[str]:
    return [question for question in questions if tier(shipped, question) == "nothing"]


def test_there_are_forty_absences_half_of_them_in_the_field_and_thirty_others() -> None:
    assert len(set(ELSEWHERE)) == len(set(IN_THE_FIELD)) == 20
    assert len(set(ANSWERABLE)) == 30


@pytest.mark.parametrize("question", [*ELSEWHERE, *IN_THE_FIELD])
def test_no_absence_hides_behind_a_place(question: str) -> None:
    assert words().mentions(question) == ()


def test_most_absences_are_refused(shipped: Casebook) -> None:
    elsewhere = refused(shipped, ELSEWHERE)
    in_all = elsewhere + refused(shipped, IN_THE_FIELD)

    assert len(elsewhere) >= REFUSED_OF_ELSEWHERE, sorted(set(ELSEWHERE) - set(elsewhere))
    assert len(in_all) >= REFUSED_IN_ALL, sorted({*ELSEWHERE, *IN_THE_FIELD} - set(in_all))


@pytest.mark.parametrize("question", [*ELSEWHERE, *IN_THE_FIELD])
def test_no_absence_is_answered_with_confidence(shipped: Casebook, question: str) -> None:
    assert tier(shipped, question) != "confident"


def test_what_the_notes_hold_is_not_refused(shipped: Casebook) -> None:
    answered = set(ANSWERABLE) - set(refused(shipped, ANSWERABLE))

    assert len(answered) >= ANSWERED, sorted(set(ANSWERABLE) - answered)


@pytest.mark.parametrize(
    "question",
    [
        "participatory budgeting in Porto Alegre",
        "citizens designing streets in Brazil",
        "what did Kenya do about carbon neutral estates",
        "missions in Tokyo",
    ],
)
def test_a_place_that_no_note_knows_is_refused_and_named(shipped: Casebook, question: str) -> None:
    found = shipped.find(question)

    assert found.tier == "nothing"
    assert found.question.unknown_places


@pytest.mark.parametrize("question", ["citizens designing streets in Sweden", "foresight in Singapore"])
def test_a_place_that_a_note_names_is_not_unknown(shipped: Casebook, question: str) -> None:
    assert shipped.find(question).question.unknown_places == ()
