"""What helped against a challenge, from an index: of some words, of some statements, and again by ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answers import answering, helped
from bot.answers.lines import Shelf
from bot.answers.references import leans
from bot.answers.twins import merged
from bot.lexicon import Lexicon
from bot.model import Against, Answer, Statement
from bot.search.against import trouble
from bot.search.helping import helping
from bot.search.index import Index
from bot.search.language import Language
from bot.search.resembling import Resemblance, resembling

# A page shows no more lines, and each challenge is a search of its own.
_MOST_LOOKED_AT = 8
# Fewer words are a question, whose answer shows the challenges it meets.
_FEWEST_OF_A_MESSAGE = 6


def asked(text: str, index: Index, language: Language, shelf: Shelf) -> Answer | None:
    """What helped against the challenges that a question asks for help against; None where it asks for none."""
    meant = trouble(text)
    alike = resembling(meant.words, index, language, plainly=meant.plainly) if meant else None
    return _of(alike, index, language.lexicon, shelf) if alike else None


def resembled(text: str, index: Index, language: Language, shelf: Shelf) -> Answer | None:
    """What helped against the challenges that a message resembles; None where it resembles none."""
    if len(text.split()) < _FEWEST_OF_A_MESSAGE:
        return None
    alike = resembling(text, index, language)
    return _of(alike, index, language.lexicon, shelf) if alike else None


def of_statements(ids: Sequence[str], index: Index, language: Language, shelf: Shelf) -> Answer | None:
    """What helped against those of some statements that are challenges; None where none is."""
    found = [each for each in index.statements(ids) if each.kind == "challenge"]
    return _answer(_against(found, index, language.lexicon), index, shelf) if found else None


def again(answer: Answer, index: Index, language: Language, shelf: Shelf) -> Answer:
    """The same answer built anew from its ids: what of it is left in the notes, paired as it now belongs."""
    left = {each.id: each for each in index.statements(answer.hits)}
    found = [each for each in left.values() if each.kind == "challenge"]
    against = [
        replace(each, pairings=tuple(one for one in each.pairings if one.statement.id in left))
        for each in _against(found, index, language.lexicon)
    ]
    built = _answer(against, index, shelf)
    return replace(answer, groups=built.groups, tier=built.tier, gone=len(set(answer.hits)) - len(left))


def _of(alike: Resemblance, index: Index, lexicon: Lexicon, shelf: Shelf) -> Answer:
    found = alike.found
    built = _answer(_against(alike.challenges, index, lexicon), index, shelf, alike.words)
    slips, understood = answering.slips(found), answering.understood(found)
    return replace(built, slips=slips, understood=understood, countries=found.question.countries)


def _against(challenges: Iterable[Statement], index: Index, lexicon: Lexicon) -> list[Against]:
    """Challenges with what stands beside them, those that several notes tell once; enough of them to choose from."""
    found: list[Against] = []
    for told in merged(challenges)[:_MOST_LOOKED_AT]:
        found.append(Against(told.statement, tuple(told.twins), helping(told.statement, index, lexicon)))
        if sum(each.paired for each in found) == helped.MOST_CHALLENGES:
            break
    return found


def _answer(against: Sequence[Against], index: Index, shelf: Shelf, words: Sequence[str] = ()) -> Answer:
    shown = [each.statement for one in against for each in one.pairings]
    shown += [each.challenge for each in against]
    before = index.before([each.id for each in shown if leans(each)])
    return helped.answer(against, index.by_name, shelf, before, words)
