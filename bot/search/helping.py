"""A challenge to what helped against it: asks the index what stands around and near it. Keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.lexicon import Lexicon
from bot.model import Pairing, Statement
from bot.search import ranking
from bot.search.index import Index
from bot.search.pairing import Candidate, pairings
from bot.search.remedies import helps
from bot.words import stem, stems

if TYPE_CHECKING:
    from bot.search.meanings import Meanings

# So many statements near in meaning are looked through for approaches, one in seven of 9,453; and so many of the
# nearest for what is told of a place, or as a principle, and is an approach, too.
_MOST_NEAR, _NEAREST = 500, 80
# What is less like the challenge helps as little against it, wherever it stands.
_LIKE_AT_ALL = 0.3


def helping(challenge: Statement, index: Index, lexicon: Lexicon) -> tuple[Pairing, ...]:
    """The approaches beside a challenge, best first; see `pairing`."""
    note, case = index.of_notes([challenge.citation.note]), challenge.case
    around = (*note, *(index.of_cases([case]) if case else ()))
    linked = index.linking(challenge.citation.note).union(*(each.links for each in note))
    [number] = index.numbers([challenge.id]).values()
    if index.meanings:
        found = _by_meaning(number, around, index, index.meanings)
    else:
        found = _by_words(challenge, around, index)
    return pairings(challenge, found, _rarity(index, lexicon), linked)


def _by_meaning(
    number: int, around: Iterable[Statement], index: Index, meanings: Meanings
) -> list[Candidate]:
    near = meanings.beside(number, _MOST_NEAR)
    likest = sorted(zip(near.to(near.best), near.best, strict=True), key=itemgetter(0), reverse=True)
    nearest = [each for _, each in likest[:_NEAREST]]
    told = {each.id: each for each in (*around, *index.numbered(nearest).values())}
    told |= {each.id: each for each in index.approaches(near.best)}
    made = []
    numbers = index.numbers(list(told))
    for (key, at), like in zip(numbers.items(), near.to(list(numbers.values())), strict=True):
        if like >= _LIKE_AT_ALL and helps(told[key]):
            made.append(Candidate(told[key], like, meanings.common(at)))
    return made


def _by_words(challenge: Statement, around: Iterable[Statement], index: Index) -> list[Candidate]:
    words = dict.fromkeys(each for part in (challenge.text, *challenge.leads) for each in stems(part))
    like = index.candidates(index.fitting([(each,) for each in words])(), ())
    told = {each.id: each for each in around if helps(each)}
    told |= {each.id: each for each in index.approaches([each.number for each in like])}
    return list(map(Candidate, told.values()))


def _rarity(index: Index, lexicon: Lexicon) -> Callable[[str], float]:
    """How much a stem says; nothing where it is that of a stop word, which a few notes may hardly use."""
    passing = _stems(lexicon.stop_words)

    @cache
    def rarity(word: str) -> float:
        return 0.0 if word in passing else ranking.rarity(index.size, index.frequency((word,)))

    return rarity


@lru_cache(maxsize=4)
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(stem, words))
