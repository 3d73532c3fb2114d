"""Words of other languages to the English for them. Pure; guesses nothing that lexicon.yaml or a rule does not say."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Sequence

from bot.lexicon import Foreign, Lexicon
from bot.search.derivation import derived
from bot.words import stem, tokens

RUN = re.compile(r"[^\W_]+")
# Shorter ones are too often something else: a stem before an ending, a part of a compound.
_SHORTEST_STEM, _SHORTEST_PART, _SHORTEST_COMPOUND = 3, 3, 7
# To try wherever a word of thousands of letters may be parted would take a tenth of a second.
_LONGEST_COMPOUND = 60
# The same where nothing but the word itself says that it is of another language.
_SURE_STEM, _SURE_PART = 5, 5
# What is left of a word below its ending may be a short English word by chance.
_BORROWED = 6
_MOST_PARTS = 3
# Fewer words may all be names.
_FEW = 5

# How learned words end elsewhere, folded, and in English: kapitalismus is capitalism.
_COGNATES = (
    *(("ciones", "tions"), ("coes", "tions"), ("cion", "tion"), ("cao", "tion"), ("sjoner", "tions")),
    *(("sjonen", "tion"), ("sjon", "tion"), ("tionen", "tion"), ("tioner", "tions"), ("tionerna", "tions")),
    *(("siones", "sions"), ("soes", "sions"), ("sao", "sion"), ("sion", "sion"), ("atie", "ation")),
    *(("aties", "ations"), ("idades", "ities"), ("idade", "ity"), ("idad", "ity"), ("ites", "ities")),
    *(
        ("ite", "ity"),
        ("itaten", "ities"),
        ("itat", "ity"),
        ("iteit", "ity"),
        ("iteten", "ity"),
        ("itet", "ity"),
    ),
    *(("ismus", "ism"), ("ismo", "ism"), ("isme", "ism"), ("ismen", "ism"), ("ista", "ist"), ("iste", "ist")),
    *(("iques", "ic"), ("ique", "ic"), ("icos", "ic"), ("icas", "ic"), ("ico", "ic"), ("ica", "ic")),
    *(("ischen", "ic"), ("ische", "ic"), ("isch", "ic"), ("iska", "ic"), ("iske", "ic"), ("isk", "ic")),
    *(("ique", "ical"), ("ico", "ical"), ("ica", "ical"), ("isch", "ical"), ("isk", "ical")),
    *(
        ("ivas", "ive"),
        ("ivos", "ive"),
        ("iva", "ive"),
        ("ivo", "ive"),
        ("ief", "ive"),
        ("iv", "ive"),
        ("if", "ive"),
    ),
    *(("encia", "ence"), ("enz", "ence"), ("ens", "ence"), ("encia", "ency"), ("enz", "ency")),
    *(
        ("ancia", "ance"),
        ("anz", "ance"),
        ("ans", "ance"),
        ("logia", "logy"),
        ("logie", "logy"),
        ("logi", "logy"),
    ),
    *(("cracia", "cracy"), ("cratie", "cracy"), ("kratie", "cracy"), ("krati", "cracy"), ("nomia", "nomy")),
    *(
        ("nomie", "nomy"),
        ("nomi", "nomy"),
        ("mento", "ment"),
        ("ario", "ary"),
        ("aire", "ary"),
        ("ateur", "ator"),
    ),
)


def accented(text: str) -> frozenset[str]:
    """The folded words that a text writes with a letter English lacks."""
    return frozenset(word for run in RUN.findall(text) if not run.isascii() for word in tokens(run))


def spoken(words: Sequence[str], lexicon: Lexicon, marked: Container[str] = frozenset()) -> Foreign | None:
    """The language other than English that folded words are of; None where they do not tell.

    Its function words, and known words `marked` by an accent, must be more than the English function words,
    and two or more together with its other known words.
    """
    said = set(words)
    english = said & lexicon.english_stop_words
    best, found = 1, None
    for language in lexicon.languages:
        small = said & language.function_words
        marks = {word for word in small - english - lexicon.english_too if len(word) > 1}
        marks |= {word for word in said - small if word in marked and _meanings(word, language)}
        if marks and len(small | marks) > len(english - small):
            weight = len(small | marks) + sum(
                bool(_meanings(word, language)) for word in said - small - english
            )
            best, found = max((best, found), (weight, language), key=lambda each: each[0])
    return found


def in_english(text: str, lexicon: Lexicon, right: Collection[str] = ()) -> bool:
    """Whether a text is English, as far as it tells: a few words that nobody knows may be names.

    `right` are right English words; without them it takes a function word to know a longer text by.
    """
    letters = [each for each in text if each.isalpha()]
    words = [each for each in tokens(text) if each.isalpha()]
    if sum(map(len, words)) * 2 < len(letters) or spoken(words, lexicon):
        return False
    known = sum(word in lexicon.english_stop_words or word in right or stem(word) in right for word in words)
    return len(words) < _FEW or (known * 2 > len(words) if right else known > 0)


def english(
    word: str, lexicon: Lexicon, language: Foreign | None = None, right: Collection[str] = ()
) -> tuple[str, ...]:
    """What a folded word of another language means, the likeliest first; nothing for an English or unknown one.

    `right` are right English words. Without a `language` a word that may as well be English is left alone.
    """
    if language:
        if word in language.function_words:
            return ()
        if found := _meanings(word, language) or _borrowed(word, language, right):
            return found
    if found := lexicon.elsewhere.words.get(word, ()):
        return found
    if len(word) < _SURE_STEM or not word.isalpha() or _english(word, lexicon, right):
        return ()
    for each in () if language else lexicon.languages:
        found = _listed(word, each, _SURE_STEM, lexicon.english_too) or _compound(word, each, _SURE_PART)
        if found:
            return found
    return tuple(_cognates(word, right))[:1]


def _english(word: str, lexicon: Lexicon, right: Collection[str]) -> bool:
    """Whether a word is English: a right one or made of one, or one that the lexicon has."""
    listed = (
        word in lexicon.stop_words or word in lexicon.passing_words or (stem(word),) in lexicon.alternatives
    )
    return listed or word in right or derived(word, right)


def _meanings(word: str, language: Foreign) -> tuple[str, ...]:
    return _listed(word, language, _SHORTEST_STEM) or _compound(word, language, _SHORTEST_PART)


def _listed(word: str, language: Foreign, shortest: int, without: Container[str] = ()) -> tuple[str, ...]:
    """The meanings of a word that the language's table holds, as it stands or with an ending."""
    if word in language.words and word not in without:
        return language.words[word]
    for base in _bases(word, language):
        if len(base) >= shortest and base in language.words and base not in without:
            return language.words[base]
    return ()


def _borrowed(word: str, language: Foreign, right: Container[str]) -> tuple[str, ...]:
    """The English word that a language has, too, below its own endings: budgettet, workshopene, importantes."""
    if word not in right:
        for base in _bases(word, language):
            if len(base) >= _BORROWED and base in right and word.startswith(base):
                return (base,)
    return ()


def _bases(word: str, language: Foreign) -> Iterator[str]:
    """What may stand in a dictionary for a word with one of the language's endings."""
    for written, was in language.endings:
        if word.endswith(written):
            base = word[: len(word) - len(written)] + was
            yield base
            # Before an ending a last consonant may be doubled: budgettet, plannen.
            if not was and base[-2:-1] == base[-1:]:
                yield base[:-1]


def _compound(word: str, language: Foreign, shortest: int, parts: int = _MOST_PARTS) -> tuple[str, ...]:
    """What the parts of a compound mean, in a row: Klimaneutralität is climate neutrality."""
    if not _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND or parts < 2 or not language.parts:
        return ()
    for at in range(len(word) - shortest, 1, -1):
        first = language.parts.get(word[:at])
        # As short as "by" only where the table has just that, and the language is sure.
        if first and (at >= shortest or (shortest == _SHORTEST_PART and word[:at] in language.words)):
            rest = word[at:]
            last = _listed(rest, language, shortest) or _compound(rest, language, shortest, parts - 1)
            if last:
                return (f"{first} {last[0]}",)
    return ()


def _cognates(word: str, right: Container[str]) -> Iterator[str]:
    """Right English words that a word is but for the ending that learned words have in its language."""
    for written, ending in _COGNATES:
        if word.endswith(written) and len(word) - len(written) >= _SHORTEST_STEM:
            base = word[: -len(written)]
            for meant in (base + ending, base.replace("k", "c") + ending):
                if meant != word and meant in right:
                    yield meant
