"""Two or three sides beside each other: whose statements are whose, and which fit the topic. Keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf
from typing import Literal

from bot.answers import comparing
from bot.answers.answering import gap
from bot.answers.comparing import Side
from bot.answers.lines import Shelf
from bot.answers.references import leans
from bot.lexicon import Lexicon, Place
from bot.model import Answer, Found, NoComparison, Statement
from bot.search import finding
from bot.search.called import called, spelled
from bot.search.index import Index
from bot.search.language import Language
from bot.search.questions import KIND_WORDS
from bot.search.sides import Sides, read
from bot.words import tokens

_FEWEST_SIDES, _MOST_SIDES, _TO_CHOOSE_FROM = 2, 3, 8
_MOST_NAMED = 8
# A statement is on the topic where it meets half of its words, or fits half as well as the best of all notes. Looked
# through on thirty topics and sides of five and of 191 notes; at a third, much that only sounds alike came in.
_BY_WORDS, _NEAR = 0.5, 0.5


def compare(text: str, index: Index, language: Language, shelf: Shelf) -> Answer | NoComparison:
    """The sides that a text names beside each other, on its topic where it has one."""
    right, slips = finding.mended(text, index, language)
    sides = _read(right, index, language.lexicon)
    if reason := _refused(sides):
        names = sides.unknown or sides.names
        return NoComparison(reason, names, index.told_countries()[:_TO_CHOOSE_FROM])
    whole = [_side(name, index, language.lexicon) for name in sides.names]
    told = comparing.apart(whole)
    found = finding.find(sides.topic, index, language) if sides.topic else None
    # "challenges" is no topic: it is one of the questions that every side is asked.
    topic = tuple(word for word in found.question.words if word not in KIND_WORDS) if found else ()
    if found and topic:
        fitting = [_fitting(side, sides.topic, found, index, language) for side in told]
    else:
        fitting = [replace(side, told=comparing.by_breadth(side.told)) for side in told]
    answer = _answer(fitting, index, shelf)
    return replace(
        answer,
        unmatched=() if answer.hits else topic[:_MOST_NAMED],
        unknown_places=tuple(side.name for side in whole if not side.told),
        gap=() if answer.hits else gap(topic),
        slips=slips[:_MOST_NAMED],
        topic=" ".join(word for word in topic[:_MOST_NAMED] if index.knows(word)),
    )


def again(answer: Answer, index: Index, language: Language, shelf: Shelf) -> Answer:
    """The same comparison from its hits' ids, as the notes are now."""
    left = index.statements(answer.hits)
    whole = [_side(name, index, language.lexicon) for name in answer.sides]
    ids = [{each.id for each in side.told} for side in comparing.apart(whole)]
    sides = [
        replace(side, told=tuple(each for each in left if each.id in own))
        for side, own in zip(whole, ids, strict=True)
    ]
    groups = _answer(sides, index, shelf).groups
    return replace(answer, groups=groups, gone=len(answer.hits) - len(left))


def _read(text: str, index: Index, lexicon: Lexicon) -> Sides:
    names = {tuple(name.split()): case.name for name, case in spelled(index.cases).items()}

    def nearly(name: str) -> str | None:
        case = called(name, index.cases, lexicon)
        return case.name if case else None

    return read(text, lexicon, names, nearly)


def _refused(sides: Sides) -> Literal["", "few", "many", "unknown"]:
    if sides.unknown:
        return "unknown"
    if len(sides.names) < _FEWEST_SIDES:
        return "few"
    return "many" if len(sides.names) > _MOST_SIDES else ""


def _answer(sides: Sequence[Side], index: Index, shelf: Shelf) -> Answer:
    told = comparing.chosen(sides, shelf)
    every = [each for some in told for each in some]
    before = index.before([each.statement.id for each in every if leans(each.statement)])
    ids = (one.id for each in every for one in (each.statement, *each.twins))
    return Answer(
        tier="confident" if every else "nothing",
        groups=comparing.groups(sides, told, {case.name: case for case in index.cases}, before, shelf),
        hits=tuple(ids),
        countries=tuple(dict.fromkeys(side.country for side in sides if side.country)),
        view="compare",
        sides=tuple(side.name for side in sides),
    )


def _side(name: str, index: Index, lexicon: Lexicon) -> Side:
    """All that tells of a country, a case or another place, whichever the name is."""
    place = lexicon.places.get(tuple(tokens(name)))
    case = spelled(index.cases).get(" ".join(tokens(name)))
    if place and place.name == place.country:
        return Side(name, (*index.of_country(name), *_naming(place, index, lexicon)), country=name)
    if case:
        family = [case.name, *(each.name for each in index.cases if each.parent == case.name)]
        return Side(name, index.of_cases(family), case=case.name, country=case.country)
    told = _naming(place, index, lexicon) if place else ()
    return Side(name, told, country=place.country if place else None)


def _naming(place: Place, index: Index, lexicon: Lexicon) -> tuple[Statement, ...]:
    """The statements that name a place; of those that name a country, the ones that are of none."""
    is_country = place.name == place.country
    held = index.holding(lexicon.names[place], without_country=is_country)
    return tuple(
        each
        for each in held
        if each.country in (None, place.country)
        and any(mention.place == place for text in _shown(each) for mention in lexicon.mentions(text))
    )


def _shown(statement: Statement) -> tuple[str, ...]:
    return (statement.text, *statement.leads, *statement.headings[-1:])


def _fitting(side: Side, topic: str, found: Found, index: Index, language: Language) -> Side:
    """What of a side fits the topic, the best first. `found` is what all notes say of it."""
    numbers = index.numbers([each.id for each in side.told])
    sure = found.tier == "confident"
    least = found.hits[0].score * _NEAR if sure else inf
    fits = finding.within(topic, list(numbers.values()), index, language)
    kept = [fit.number for fit in fits if fit.coverage >= _BY_WORDS or fit.score >= least]
    told = {numbers[each.id]: each for each in side.told}
    return replace(side, told=tuple(told[number] for number in kept))
