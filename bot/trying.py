"""Who tried a method: the statements that tell of it, the best of each case. Asks the index; keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers import trying
from bot.answers.answering import gap
from bot.answers.lines import Shelf, clipped
from bot.answers.references import leans
from bot.lexicon import Lexicon, Phrase
from bot.model import Answer, Method, Statement, Untried
from bot.search import finding
from bot.search.index import Index
from bot.search.language import Language
from bot.search.methods import Way, phrase, says, tells
from bot.words import stem

_LONGEST_NAMED, _MOST_NEAR = 40, 4
# Nobody calls a method by more words; what is longer is a question.
_MOST_WORDS = 5


def who(text: str, index: Index, language: Language, shelf: Shelf) -> Answer | Untried:
    """The cases that tell of a method, by country; what names neither a case nor a country comes last."""
    asked, slips = finding.mended(text, index, language)
    wanted = phrase(asked, language.lexicon)
    ways = index.ways()
    way = next(
        (each for each in ways if wanted in each.phrases or _key(each, language.lexicon) == wanted), None
    )
    told = _of_way(way, index) if way else _of_words(wanted, index)
    if not told:
        return _untried(text, asked, ways, index, language)
    numbers = index.numbers([each.id for each in told])
    fits = finding.within(way.name if way else asked, list(numbers.values()), index, language, "example")
    by_number = {numbers[each.id]: each for each in told}
    phrases = way.phrases if way else [wanted]
    own = [by_number[fit.number] for fit in fits if says(by_number[fit.number], phrases)]
    # Whom it only stood in the way of hardly tried it.
    own.sort(key=lambda each: each.kind == "challenge")
    # What only stands below the method's name is told best by the first of it.
    rest = [by_number[number] for number in sorted(by_number) if by_number[number] not in own]
    answer = _answer([*own, *rest], index, shelf)
    name = way.name if way else " ".join(wanted)
    return replace(answer, topic=clipped(name, _LONGEST_NAMED), slips=slips[:_MOST_NEAR])


def again(answer: Answer, index: Index, language: Language, shelf: Shelf) -> Answer:  # noqa: ARG001  as comparing.again
    """The same answer from its hits' ids, as the notes are now."""
    left = index.statements(answer.hits)
    return replace(answer, groups=_answer(left, index, shelf).groups, gone=len(answer.hits) - len(left))


def methods(index: Index) -> tuple[Method, ...]:
    """The ways of working that the notes name: those of the most countries first, then of the most cases."""
    countries: dict[str, dict[str, None]] = {}
    cases: dict[str, set[str]] = {}
    for method, country, case in index.who_tried():
        if country:
            countries.setdefault(method, {})[country] = None
        if case or country:
            cases.setdefault(method, set()).add(case or country or "")
    found = (
        Method(way.name, tuple(countries.get(way.name, ())), len(cases.get(way.name, ())))
        for way in index.ways()
    )
    return tuple(sorted(found, key=lambda each: (-len(each.countries), -each.cases, each.name)))


def _key(way: Way, lexicon: Lexicon) -> Phrase:
    """What a way of working is called by whoever knows its other names."""
    return lexicon.methods.get(way.phrases[0], way.phrases[0])


def _of_way(way: Way, index: Index) -> tuple[Statement, ...]:
    """What tells of a method: whoever tried it, and what only names it."""
    tried = index.statements(way.told)
    held = index.holding([tuple(map(stem, each)) for each in way.phrases], without_country=True)
    return (*tried, *(each for each in held if not each.case and tells(each, way.phrases)))


def _of_words(words: Phrase, index: Index) -> tuple[Statement, ...]:
    """What tells of a way of working that is no known one: the words as they stand beside each other."""
    if not 0 < len(words) <= _MOST_WORDS:
        return ()
    held = index.holding([tuple(map(stem, words))])
    told = [each for each in held if tells(each, [words])]
    return tuple(told) if any(each.case or each.country for each in told) else ()


def _answer(statements: Sequence[Statement], index: Index, shelf: Shelf) -> Answer:
    told = trying.chosen(statements, shelf)
    before = index.before([each.statement.id for each in told if leans(each.statement)])
    groups = trying.groups(told, {case.name: case for case in index.cases}, before, shelf)
    return Answer(
        tier="confident",
        groups=groups,
        hits=tuple(one.id for each in told for one in (each.statement, *each.twins)),
        countries=tuple(dict.fromkeys(group.country for group in groups if group.country)),
        view="who",
    )


def _untried(text: str, asked: str, ways: Sequence[Way], index: Index, language: Language) -> Untried:
    """That no note tells of it, and the methods of the statements that stand nearest in meaning."""
    found = finding.find(asked, index, language)
    tried = {each: way.name for way in reversed(ways) for each in way.told}
    near = dict.fromkeys(tried[hit.statement.id] for hit in found.hits if hit.statement.id in tried)
    named = clipped(" ".join(text.split()), _LONGEST_NAMED)
    return Untried(named, tuple(near)[:_MOST_NEAR], gap(found.question.words))
