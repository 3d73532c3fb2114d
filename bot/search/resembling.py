"""Somebody's words to the challenges of the notes that they resemble. Keeps nothing of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.lexicon import Lexicon, Phrase
from bot.model import Found, Hit, Statement
from bot.search import finding
from bot.search.index import Index
from bot.search.language import Language
from bot.words import stem, tokens

# Tuned on 23 questions and messages, four of them about nothing in the notes, over the shipped notes and over 191:
# how near a challenge must come to the best hit of any kind, and to the best challenge; and how much of a question,
# or of a message, it must meet.
_OF_THE_BEST, _OF_THE_FIRST = 0.8, 0.8
_OF_A_QUESTION, _OF_A_MESSAGE, _FEW_WORDS = 0.3, 0.1, 5
_SHARED = 2
# By words alone a message is hardly told from chance, so more of them must meet.
_SHARED_BY_WORDS = 3
# Where a question may ask for a way to reach something, the trouble must stand out.
_ALL_OF_IT, _NEARLY_THE_BEST, _FIRST, _OTHERS = 0.8, 0.95, 5, 2
_MOST, _MOST_WORDS = 6, 8


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Challenges that some words resemble, best first, and the notes' own words by which they do."""

    challenges: tuple[Statement, ...]
    words: tuple[str, ...]
    found: Found


def resembling(text: str, index: Index, language: Language, *, plainly: bool = True) -> Resemblance | None:
    """The challenges that some words resemble, at most six; None where they resemble none.

    Where it is not plain that a challenge is meant, one must meet nearly all of the words.
    """
    found = finding.find(text, index, language, "challenge")
    few = len(tokens(text)) <= _FEW_WORDS
    alike = _alike(found, few=few)
    if not alike or not (plainly or _stands_out(text, alike[0], found, index, language)):
        return None
    needed = 0 if few else _SHARED
    if found.tier == "nothing":
        if few or index.meanings or found.question.unknown_places:
            return None
        needed = _SHARED_BY_WORDS
    if len(frozenset[str]().union(*(hit.met for hit in alike))) < needed:
        return None
    return Resemblance(tuple(hit.statement for hit in alike), _words(alike, language.lexicon), found)


def _alike(found: Found, *, few: bool) -> tuple[Hit, ...]:
    challenges = [hit for hit in found.hits if hit.statement.kind == "challenge"]
    if not challenges:
        return ()
    first = challenges[0]
    near = first.score >= _OF_THE_BEST * found.hits[0].score
    if not near or first.coverage < (_OF_A_QUESTION if few else _OF_A_MESSAGE):
        return ()
    return tuple(hit for hit in challenges if hit.met and hit.score >= _OF_THE_FIRST * first.score)[:_MOST]


def _stands_out(text: str, first: Hit, found: Found, index: Index, language: Language) -> bool:
    """Whether the notes speak of it as of something wrong: "silos", not "citizen engagement"."""
    if first.coverage < _ALL_OF_IT or first.score < _NEARLY_THE_BEST * found.hits[0].score:
        return False
    kinds = [hit.statement.kind for hit in finding.find(text, index, language).hits[:_FIRST]]
    return "challenge" in kinds and sum(each in ("principle", "example") for each in kinds) <= _OTHERS


def _words(alike: Iterable[Hit], lexicon: Lexicon) -> tuple[str, ...]:
    """The words of some challenges, as they stand there, that meet what was asked, each once in any form."""
    found: dict[Phrase, str] = {}
    for hit in alike:
        said = (typed for typed in sorted(hit.met) if typed not in lexicon.stop_words)
        wanted = [phrase for typed in said for phrase in _phrases(typed, lexicon)]
        labels = (*hit.statement.leads, *hit.statement.headings[-1:])
        for told in (tokens(part) for part in (hit.statement.text, *labels)):
            stood = [stem(word) for word in told]
            for at in range(len(told)):
                for phrase in wanted:
                    if tuple(stood[at : at + len(phrase)]) == phrase and told[at] not in lexicon.stop_words:
                        found.setdefault(phrase, " ".join(told[at : at + len(phrase)]))
    return tuple(found.values())[:_MOST_WORDS]


def _phrases(typed: str, lexicon: Lexicon) -> tuple[Phrase, ...]:
    """The stems of what was typed, and of what means the same."""
    phrase = tuple(stem(word) for word in typed.split())
    return (phrase, *lexicon.alternatives.get(phrase, ()))
