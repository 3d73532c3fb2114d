"""The lexicon in seeds/ is well formed and keeps its own rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.search.derivation import derived
from bot.search.language import word_list
from bot.shipped import shipped_lexicon
from bot.words import singular, stem, tokens

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
FILES = [SEEDS / "lexicon.yaml", SEEDS / "languages.yaml"]

# Cities that are also English words, or names people carry: a false alarm each.
ENGLISH_WORDS_THAT_ARE_CITIES = """
    anchorage angers atlas bar barking bath battle beaver best bend bologna boulder bountiful bow
    broken buffalo bury cairns cheddar chard comfort concord convent cork corner crook cross
    deal derby diss dover durham eagle ely enterprise epsom eye fame flint florence fresh frost
    gap gary gill gold grace grange green hackney hale halle ham harmony hastings hell
    hook hope horsham hull independence ivy jackson jersey kent lens liege liberty limerick lincoln
    logan looe madison male march mecca mobile muscat nancy natal nelson nice of ode
    olive orange order oxford paradise pecs phoenix poll poole providence queens reading rugby
    rye sale salem sandwich savannah shanghai sandy split spring stone strand street surprise surrey
    tamale tangier temple tours trim troy truth victoria wells wing
"""
STROKES = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "ß": "ss", "ı": "i"})


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(STROKES))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@cache
def lexicon() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in FILES:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  strings only
        assert not found.keys() & loaded.keys()
        found |= loaded
    return found


def lists(node: object, where: str = "") -> Iterator[tuple[str, list[object]]]:
    """Every list in the file, with the keys that lead to it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from lists(value, f"{where}/{key}")
    elif isinstance(node, list):
        yield where, node
        for number, value in enumerate(node):
            yield from lists(value, f"{where}/{number}")


def scalars(node: object) -> Iterator[object]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from scalars(value)
    elif isinstance(node, list):
        for value in node:
            yield from scalars(value)
    else:
        yield node


def cities() -> list[str]:
    """All names of cities, in English and elsewhere."""
    named = (*lexicon()["cities"].values(), *lexicon()["cities_elsewhere"].values())
    return [city for names in named for city in names]


def test_the_files_have_exactly_the_sections_the_reader_knows() -> None:
    assert set(lexicon()) == {
        "stop_words",
        "countries",
        "acronyms_of_places",
        "places",
        "cities",
        "cities_elsewhere",
        "acronyms",
        "case_sensitive_acronyms",
        "aliases",
        "cases",
        "methods",
        "synonyms",
        "said_in_passing",
        "english_too",
        "languages",
    }


def test_every_value_is_a_plain_string_and_none_is_empty() -> None:
    for value in scalars(lexicon()):
        assert isinstance(value, str)
        assert value
        assert value == value.strip()


def test_a_loader_that_knows_types_reads_the_same_strings() -> None:
    read = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES]
    assert {**read[0], **read[1]} == lexicon()


def test_no_key_stands_twice() -> None:
    def check(node: yaml.Node) -> None:
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), [key for key in keys if keys.count(key) > 1]
            for _, value in node.value:
                check(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                check(value)

    for path in FILES:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert root is not None
        check(root)


def test_no_list_holds_the_same_entry_twice() -> None:
    for where, values in lists(lexicon()):
        plain = [str(value) for value in values]
        assert len(plain) == len(set(plain)), where


def test_there_are_enough_cities_and_no_city_stands_twice() -> None:
    names = [folded(city) for city in cities()]
    assert len(names) >= 750
    assert len(names) == len(set(names))


def test_no_city_is_an_english_word() -> None:
    assert not {folded(city) for city in cities()} & set(ENGLISH_WORDS_THAT_ARE_CITIES.split())


def test_no_city_is_a_word_that_a_search_leaves_out_or_expands() -> None:
    taken = {folded(word) for word in lexicon()["stop_words"]}
    taken |= {folded(word) for group in lexicon()["synonyms"] for word in group}
    taken |= {
        folded(word) for language in lexicon()["languages"].values() for word in language["function_words"]
    }
    taken |= {folded(word) for _, _, word in words_elsewhere()}
    assert not {folded(city) for city in cities()} & taken


def test_what_is_called_otherwise_elsewhere_is_a_city_of_the_list() -> None:
    assert set(lexicon()["cities_elsewhere"]) <= {
        city for some in lexicon()["cities"].values() for city in some
    }


def test_every_place_and_city_lies_in_a_country_of_the_list() -> None:
    countries = set(lexicon()["countries"])
    assert set(lexicon()["cities"]) <= countries
    assert {place["country"] for place in lexicon()["places"].values()} <= countries
    assert set(lexicon()["acronyms_of_places"].values()) <= countries


def test_every_country_has_its_three_lists_in_lower_case() -> None:
    for name, country in lexicon()["countries"].items():
        assert set(country) == {"people", "elsewhere", "also"}, name
        for words in country.values():
            assert words == [word.lower() for word in words], name


def test_no_other_name_of_a_country_points_to_two_countries() -> None:
    owners: dict[str, str] = {}
    for name, country in lexicon()["countries"].items():
        for words in country.values():
            for word in words:
                assert owners.setdefault(folded(word), name) == name, word


def test_no_stop_word_is_in_a_synonym_group() -> None:
    members = {word for group in lexicon()["synonyms"] for word in group}
    assert not members & set(shipped_lexicon().stop_words)


def test_no_acronym_is_a_function_word_of_another_language() -> None:
    taken = shipped_lexicon().stop_words - shipped_lexicon().english_stop_words
    assert not {each.lower() for each in lexicon()["acronyms"]} & taken - shipped_lexicon().written_large


def test_every_synonym_group_has_two_members_or_more_in_lower_case() -> None:
    for group in lexicon()["synonyms"]:
        assert len(group) >= 2, group
        assert group == [word.lower() for word in group]


def test_every_body_with_other_names_has_at_least_one() -> None:
    for names in lexicon()["aliases"]:
        assert len(names) >= 2, names


def test_every_case_says_what_the_reader_knows_and_nothing_else() -> None:
    for name, case in lexicon()["cases"].items():
        assert set(case) <= {"country", "of", "also", "told_by", "apart", "why"}, name
        assert case.get("country", "European Union") in lexicon()["countries"], name
        assert case.get("of", "Vinnova") in {
            *lexicon()["cases"],
            *(group[0] for group in lexicon()["aliases"]),
        }


def test_a_case_that_is_merged_split_or_told_by_words_gives_the_reason() -> None:
    for name, case in lexicon()["cases"].items():
        assert "why" in case or not {"also", "told_by", "apart"} & set(case), name


def test_no_name_belongs_to_two_cases() -> None:
    owners: dict[str, str] = {}
    for case, about in lexicon()["cases"].items():
        for name in (case, *about.get("also", ())):
            assert owners.setdefault(folded(name), case) == case, name


def test_every_case_sensitive_acronym_is_an_acronym_of_the_file() -> None:
    known = set(lexicon()["acronyms"]) | set(lexicon()["acronyms_of_places"])
    assert set(lexicon()["case_sensitive_acronyms"]) <= known


def test_no_name_belongs_to_two_methods() -> None:
    about = lexicon()["methods"]
    assert set(about) == {"alone", "last", "same"}
    owners: dict[tuple[str, ...], str] = {}
    for group in about["same"]:
        for name in group:
            phrase = tuple(singular(word) for word in tokens(name))
            assert owners.setdefault(phrase, group[0]) == group[0], name
    assert not set(about["alone"]) & set(about["last"])


def words_elsewhere() -> Iterator[tuple[str, str, str]]:
    """Every word of another language: the language, the English for it, the word."""
    for name, language in lexicon()["languages"].items():
        for line in language["words"].splitlines():
            english, words = line.split(": ")
            yield from ((name, english, word) for word in words.split(", "))


def test_every_language_has_enough_words_and_none_means_too_much() -> None:
    for name, language in lexicon()["languages"].items():
        words = [word for each, _, word in words_elsewhere() if each == name]
        assert len(set(words)) >= 150, name
        assert len(language["function_words"]) >= 60, name
        assert max(words.count(word) for word in words) <= 2, [w for w in words if words.count(w) > 2]


def test_a_language_has_no_part_that_the_reader_does_not_know() -> None:
    for name, language in lexicon()["languages"].items():
        assert {"function_words", "endings", "words"} <= set(language), name
        assert set(language) <= {"function_words", "endings", "links", "words"}, name
        assert all(len(ending.split("/")) <= 2 for ending in language["endings"]), name


def test_no_word_of_a_language_is_a_function_word_of_the_same() -> None:
    for name, language in lexicon()["languages"].items():
        small = {folded(word) for word in language["function_words"]}
        assert not small & {folded(word) for each, _, word in words_elsewhere() if each == name}, name


def test_the_english_for_a_word_is_english() -> None:
    right = {*word_list(), *(stem for phrase in shipped_lexicon().alternatives for stem in phrase)}
    for _, english, _ in words_elsewhere():
        assert all({word, stem(word)} & right or derived(word, right) for word in tokens(english)), english


def test_words_that_are_english_too_are_words_of_a_language() -> None:
    known = {word for each in shipped_lexicon().languages for word in (*each.words, *each.function_words)}
    assert set(lexicon()["english_too"]) <= known


def test_nothing_said_in_passing_is_left_out_already() -> None:
    assert not set(lexicon()["said_in_passing"]) & shipped_lexicon().english_stop_words


# Subjects of the field that a long message may be about: none is said in passing.
_SUBJECTS = """
    care change children cities climate data design energy experiments families farmers food funding future health
    housing innovation inequality jobs law learning markets missions money nurses parents patients pilots policy
    poverty power prevention procurement regulation risk schools science services skills soil streets taxes
    teachers trust unions values voters water welfare women youth
"""


def test_no_subject_of_the_field_is_said_in_passing() -> None:
    assert not set(_SUBJECTS.split()) & set(lexicon()["said_in_passing"])
