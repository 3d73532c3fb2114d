"""Whether a word is a regular derivation of a right one: payers of pay, mentoring of mentor. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator

_PREFIXES = (
    *("anti", "co", "counter", "cyber", "de", "dis", "eco", "geo", "inter", "macro", "mega", "micro", "mid"),
    *(
        "mis",
        "multi",
        "non",
        "out",
        "over",
        "post",
        "pre",
        "re",
        "self",
        "semi",
        "sub",
        "super",
        "tele",
        "trans",
    ),
    *("ultra", "un", "under"),
)
# What English puts at the end of a word, with what goes for it: -ier takes the place of -y.
_ENDINGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("s", "es"), ("",)),
    **dict.fromkeys(
        ("ness", "less", "ful", "fully", "ship", "ships", "hood", "hoods", "like", "wise"), ("",)
    ),
    **dict.fromkeys(("ally", "ism", "ist", "ists"), ("",)),
    **dict.fromkeys(("ed", "ing", "ings", "er", "ers", "est", "ish", "able"), ("", "e")),
    **dict.fromkeys(("ise", "ised", "ising", "isation", "ize", "ized", "izing", "ization"), ("", "y")),
    **dict.fromkeys(("ies", "ied", "ier", "iers", "iest", "ily", "iness"), ("y",)),
    **dict.fromkeys(("ator", "ators"), ("ate",)),
    **dict.fromkeys(("tor", "tors"), ("t",)),
    "ly": ("", "le"),
}
_LONGEST_ENDING = max(map(len, _ENDINGS))
# What is left of a word without its ending, and without its prefix: shorter, and slips are derivations, too.
_SHORTEST_BASE, _SHORTEST_REST = 3, 5
_VOWELS = frozenset("aeiouy")
# These leave a final y alone: carrying, hobbyist, cityhood.
_AFTER_Y = ("ing", "ings", "ish", "ism", "ist", "ists", "hood", "hoods", "like", "ship", "ships", "wise")
_HISSES = ("s", "x", "z", "ch", "sh", "o")


def derived(word: str, right: Container[str]) -> bool:
    """Whether a folded word is made of a right one by an ending, a prefix or both, as the rules of spelling have it."""
    return _ended(word, right) or any(
        len(rest := word.removeprefix(prefix)) >= _SHORTEST_REST
        and len(rest) < len(word)
        and (rest in right or _ended(rest, right))
        for prefix in _PREFIXES
    )


def _ended(word: str, right: Container[str]) -> bool:
    """Whether a word is a right one and an ending. `right` may hold stems: completly is not of complet, a stem."""
    return any(base in right and (whole or f"{base}e" not in right) for base, whole in _bases(word))


def _bases(word: str) -> Iterator[tuple[str, bool]]:
    """What a word may be derived from, and whether that is so even if the same with an e is a word."""
    for size in range(1, min(_LONGEST_ENDING, len(word) - _SHORTEST_BASE) + 1):
        ending, base = word[-size:], word[:-size]
        for gone in _ENDINGS.get(ending, ()):
            if gone:
                # Who regulates is a regulator.
                if not (ending in ("er", "ers") and base.endswith("at")):
                    yield base + gone, True
            elif ending[0] in _VOWELS and base[-1] == base[-2]:
                yield from ((base, False), (base[:-1], True))
            elif _unchanged(base, ending):
                yield base, ending in ("s", "es")


def _unchanged(base: str, ending: str) -> bool:
    """Whether a word stays as it is before an ending: not city before -s, box before -s, plan before -er."""
    if base[-1] == "y" and base[-2] not in _VOWELS:
        return ending in _AFTER_Y
    if ending in ("s", "es"):
        return base.endswith(_HISSES) == (ending == "es")
    if ending[0] in _VOWELS:
        return base[-1] != "e" and not _doubles(base)
    return ending != "ly" or not base.endswith(("ic", "le"))


def _doubles(base: str) -> bool:
    """Whether a word of one short syllable doubles its last letter before a vowel: plan, planner."""
    short = base[-2] in _VOWELS and not any(letter in _VOWELS for letter in base[:-2])
    return short and base[-1] not in _VOWELS | {"w", "x"}
