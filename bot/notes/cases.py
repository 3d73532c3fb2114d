"""The cases the notes tell of: found in headings, bold leads and brackets. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.lexicon import Lexicon
from bot.model import Case, Statement
from bot.words import tokens

_BRACKETS = re.compile(r"^(?P<outer>[^()]{2,80}?)\s*\((?P<inner>[^()]{2,80})\)$")
_POSSESSIVE = re.compile(r"^(?P<place>.{2,40}?)['’]s?\s+(?P<name>.{2,80})$")
_OF_PLACE = re.compile(r"^(?P<name>.{2,80}?)\s+(?:in|of)\s+(?:the\s+)?(?P<place>.{2,40})$")
_QUOTED = re.compile(r"[\"“](?P<name>[^\"“”]{2,60})[\"”]")
_NUMBER = re.compile(r"^(?:\d+[.)]|case(?: study)?(?: \d+)?:)\s*", re.IGNORECASE)
# Words that say what sort of thing follows or precedes a name, and are no part of it.
_SORT = (
    r"(?:missions?|projects?|programmes?|programs?|initiatives?|pilots?|examples?|case stud(?:y|ies)|case|agency"
    r"|approach|approaches|model|experience|perspective|strategy|story|efforts?)"
)
_SORT_BEFORE = re.compile(rf"^(?:the )?(?:{_SORT}\s)*{_SORT}\s*:\s*", re.IGNORECASE)
_SORT_AFTER = re.compile(rf"(?:['’]s)?\s+(?:{_SORT})(?:\s+(?:example|case))?$", re.IGNORECASE)
_CHILD = re.compile(r"\b(?:mission|example|project|programme|program|pilot|case)\b(?!s)", re.IGNORECASE)
_EXAMPLES = re.compile(
    r"\b(?:examples?|case stud\w+|in practice|practical|pilots|missions are|initiatives)\b", re.I
)
_LISTS_CASES = re.compile(
    r"(?=.*\b(?:are|were|include|including|following)\b)"
    r".*\b(?:missions|examples|pilots|cases|projects|programmes|programs)\b",
    re.I,
)
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "de",
        "la",
        "del",
        "di",
        "van",
        "von",
        "&",
        "vs",
    ]
)


class _Place:
    """What a label says of a place: the country, and whether it says nothing else. A city may be a case."""

    def __init__(self, label: str, lexicon: Lexicon) -> None:
        mentions = lexicon.mentions(label)
        words = [word for word in tokens(label) if word not in _SMALL]
        covered = {at for mention in mentions for at in range(mention.start, mention.end)}
        named = [word for at, word in enumerate(tokens(label)) if at in covered and word not in _SMALL]
        self.country = mentions[0].place.country if mentions else None
        self.alone = bool(mentions) and len(named) == len(words)
        self.is_country = self.alone and not any(mention.place.city for mention in mentions)


def find(statements: Sequence[Statement], lexicon: Lexicon) -> tuple[tuple[Statement, ...], tuple[Case, ...]]:
    """The statements with their case and country set, and the cases, in order of first mention."""
    labels = {
        label: _Place(label, lexicon)
        for statement in statements
        for label in (*statement.headings, *statement.leads)
    }
    placed = [_place(statement, labels, lexicon) for statement in statements]
    names = _display_names(name for name, _, _ in placed if name)
    parents = {_key(name): _key(parent) for name, parent, _ in placed if name and parent}
    # A name without a word of four letters ("EU") stands in too many statements that are not about it.
    named = {
        tuple(tokens(display)): key
        for key, display in names.items()
        if any(len(word) > 3 and word.isalpha() for word in key.split())
    }
    countries: dict[str, str] = {}
    for name, _, country in placed:
        if name and country:
            countries.setdefault(_key(name), country)
    told: list[Statement] = []
    for statement, (name, _, country) in zip(statements, placed, strict=True):
        key = _key(name) if name else _told_of(statement, named)
        elsewhere = not name and country and countries.get(key or "") not in (None, country)
        if key is None or elsewhere:
            told.append(replace(statement, country=country))
        else:
            told.append(replace(statement, case=names[key], country=country or countries.get(key)))
    return tuple(told), tuple(
        Case(display, countries.get(key), names.get(parents.get(key, ""), None))
        for key, display in names.items()
    )


def _place(
    statement: Statement, places: dict[str, _Place], lexicon: Lexicon
) -> tuple[str | None, str | None, str | None]:
    """The case a statement's labels name, that case's parent, and the statement's country."""
    labels = [*statement.headings, *statement.leads]
    within = len(statement.headings)
    name: str | None = None
    parent: str | None = None
    country: str | None = None
    examples = False
    for at, label in enumerate(labels):
        place = places[label]
        country = place.country or country
        found = _name_of(label, place, lexicon)
        if not found and at >= within and name and (child := _child(label)):
            found, parent = child, name
        elif found or at < within or place.is_country or not _is_name(label):
            pass
        elif _LISTS_CASES.search(statement.intro):
            found, parent = _without_sort(label), name
        elif not name and examples:
            found = _without_sort(label)
        if found:
            name = found
        examples = examples or bool(_EXAMPLES.search(label)) or bool(place.country)
        if at == within - 1 or not statement.headings:
            examples = examples or bool(_EXAMPLES.search(statement.intro))
    if country is None:
        said = lexicon.countries(statement.text)
        country = said[0] if len(said) == 1 else None
    return name, parent, country


def _name_of(label: str, place: _Place, lexicon: Lexicon) -> str | None:
    """The body or programme that a label with a place names, or None."""
    label = _NUMBER.sub("", label)
    if place.country is None or place.alone:
        return None
    if match := _BRACKETS.match(label):
        outer, inner = _Place(match["outer"], lexicon), _Place(match["inner"], lexicon)
        if outer.alone and not inner.alone:
            return _without_sort(re.split(r"\s+[-–—]\s+", match["inner"])[0])
        return _without_sort(match["outer"]) if inner.country else None
    if (match := _POSSESSIVE.match(label)) and _Place(match["place"], lexicon).alone:
        return _named(match["name"])
    if (match := _OF_PLACE.match(label)) and _Place(match["place"], lexicon).alone:
        return _named(match["name"])
    name = _named(label) if _is_name(label) and label.split()[0][:1].isupper() else None
    # "Swedish Approach" is a country's, and no case called "Swedish".
    return None if name and _Place(name, lexicon).alone else name


def _named(label: str) -> str | None:
    """A label without its sort of thing, where what is left is a name."""
    bare = _without_sort(label)
    return bare if bare and _is_name(bare) and not _SORT_WORD.fullmatch(bare) else None


_SORT_WORD = re.compile(_SORT, re.IGNORECASE)
_GENERIC = re.compile(
    r"\b(?:approach|engagement|role|challenges?|government|policy|strategy|context|experience|practice|lessons?"
    r"|focus|governance|central|main|overall|first|second|third|key"
    r"|two|three|four|five|initiatives|efforts|overview|introduction|conclusion|and beyond)\b",
    re.IGNORECASE,
)


def _is_name(label: str) -> bool:
    """Whether a label is written as a name: every word that is not small begins with a capital or a digit."""
    bare = re.sub(r"\s*\([^()]*\)", "", label).strip()
    words = [word for word in re.findall(r"[\w&’'-]+", bare) if word.lower() not in _SMALL]
    return (
        0 < len(words) <= 7
        and all(word[0].isupper() or word[0].isdigit() for word in words)
        and not _GENERIC.search(_without_sort(bare))
    )


def _child(label: str) -> str | None:
    """The case within a case that a lead names: `"The Street" Mission`, `School Food Mission`; or None."""
    if quoted := _QUOTED.search(label):
        return quoted["name"]
    bare = _without_sort(label)
    return bare if _CHILD.search(label) and bare != label and _is_name(bare) else None


def _without_sort(label: str) -> str:
    """ "School Food Mission" is "School Food", "Mission Example: Safer End" is "Safer End"."""
    bare = _SORT_BEFORE.sub("", _NUMBER.sub("", label).strip())
    bare = re.sub(r"\s*\([^()]*\)$", "", bare)
    return _SORT_AFTER.sub("", bare).strip(" :\"“”'’") or label


def _key(name: str) -> str:
    words = tokens(name)
    return " ".join(word for word in words if word not in _SMALL) or " ".join(words)


def _display_names(names: Iterable[str]) -> dict[str, str]:
    """Each case's key with the spelling most labels use; the first one wins a tie."""
    spelled: dict[str, Counter[str]] = {}
    for name in names:
        spelled.setdefault(_key(name), Counter())[name] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in spelled.items()}


def _told_of(statement: Statement, named: dict[tuple[str, ...], str]) -> str | None:
    """The one case a statement's own words name in full; None where they name none or several."""
    words = tokens(statement.text)
    sizes = sorted({len(name) for name in named})
    found = {
        named[name]
        for at in range(len(words))
        for size in sizes
        if (name := tuple(words[at : at + size])) in named
    }
    return found.pop() if len(found) == 1 else None
