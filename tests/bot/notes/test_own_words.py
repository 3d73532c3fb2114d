"""What a team's lexicon.yaml says is read part by part; what cannot be read is left out, with its line."""

from __future__ import annotations

import json

import pytest

from bot.model import Problem
from bot.notes import own_words
from bot.notes.front_matter import MOST_CHARACTERS, Refused, parts
from bot.notes.own_words import Words


def read(text: str) -> Words:
    return own_words.read(parts(text))


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("", {}),
        ("# acronyms:\n#   DSO: digital services office\n", {}),
        ("synonyms:\n", {}),
        ("acronyms:\n  DSO: digital services office\n", {"acronyms": {"DSO": ["digital services office"]}}),
        ("acronyms:\n  DSO: [an office, a desk]\n", {"acronyms": {"DSO": ["an office", "a desk"]}}),
        ("acronyms:\n  DSO: an office\n  DSO: a desk\n", {"acronyms": {"DSO": ["an office", "a desk"]}}),
        ("acronyms:\n  - [DSO, an office]\n", {"acronyms": {"DSO": ["an office"]}}),
        ("synonyms:\n  moonshot: mission\n", {"synonyms": [["moonshot", "mission"]]}),
        ("synonyms:\n  - [night  shift, late shift]\n", {"synonyms": [["night shift", "late shift"]]}),
        ("aliases: {Nattlinje: Night Line}", {"aliases": [["Nattlinje", "Night Line"]]}),
        ("acronyms:\n  NO: Norway\n", {"acronyms": {"NO": ["Norway"]}}),
        (
            "cases:\n  Nattlinje:\n    country: Norway\n    also: Night Line\n    why: one line\n",
            {"cases": {"Nattlinje": {"country": "Norway", "also": ["Night Line"]}}},
        ),
        (
            "cases: {Nattlinje: {told_by: [[night, bus], tram], apart: [Nattbuss], of: Ruter}}",
            {"cases": {"Nattlinje": {"told_by": [["night", "bus"], ["tram"]], "apart": ["Nattbuss"], "of": "Ruter"}}},
        ),
    ],
)  # fmt: skip
def test_what_a_file_says(text: str, table: dict[str, object]) -> None:
    assert read(text) == Words(table, ())


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("just words", 1, "holds no sections; write synonyms:"),
        ("- [night shift, late shift]", 1, "holds no sections; write synonyms:"),
        ("# ours\nDSO: an office", 2, "DSO is no section; write acronyms, synonyms, aliases or cases"),
        ("stop_words: [the]", 1, "stop_words is no section; write"),
        ("acronyms: DSO", 1, "names nothing that means the same; write"),
        ("synonyms:\n  - [night shift]", 2, "names nothing that means the same; write"),
        ("synonyms:\n  - night shift", 2, "names nothing that means the same; write"),
        ("synonyms:\n  - [mission, mission]", 2, "names nothing that means the same; write"),
        ("acronyms:\n  DSO:", 2, "holds no word; write one"),
        ("acronyms:\n  '!': office", 2, "holds no word; write one"),
        ("acronyms:\n  DSO: {a: b}", 2, "holds more than a word; write a word or a few"),
        ("acronyms:\n  ? [a, b]\n  : c", 2, "holds more than a word; write a word or a few"),
        ('acronyms:\n  DSO: "a \\e[31m desk"', 2, "holds no word; write one"),
        (f"acronyms:\n  DSO: {'o' * 101}", 2, f"{'o' * 40}… is too long; write at most 12 words"),
        (f"acronyms:\n  DSO: {'o ' * 13}", 2, "is too long; write at most 12 words and 100 letters"),
        (f"synonyms:\n  - [{'a, ' * 20}b]", 2, "holds 21 words; write at most 20 together"),
        ("cases:\n  - Nattlinje", 2, "names no case; write its name"),
        ("cases:\n  Nattlinje: Norway", 2, "says nothing of the case; write country:"),
        (
            "cases:\n  Nattlinje:\n    land: Norway",
            3,
            "land cannot be said of a case; write country, of, also",
        ),
        ("cases:\n  Nattlinje:\n    told_by: bus", 3, "told_by cannot be said of a case; write"),
    ],
)
def test_what_cannot_be_read_is_a_problem_on_its_line(text: str, line: int, said: str) -> None:
    [problem] = read(text).faults

    assert (problem.note, problem.line) == ("lexicon.yaml", line)
    assert said in problem.message


def test_a_line_that_cannot_be_read_leaves_the_others_alone() -> None:
    text = (
        "synonyms:\n  - [one]\n  - [night shift, late shift]\nDSO: office\nacronyms:\n  NBL: night bus line\n"
    )
    words = read(text)

    assert words.table == {
        "acronyms": {"NBL": ["night bus line"]},
        "synonyms": [["night shift", "late shift"]],
    }
    assert [each.line for each in words.faults] == [2, 4]


@pytest.mark.parametrize(
    "text",
    [
        "a: &b c",
        "a: *b",
        "a: !!python/object/apply:os.system [true]",
        "<<: a",
        "a: [",
        "[" * 30,
        "#" * (MOST_CHARACTERS + 1),
    ],
)
def test_what_no_file_of_words_needs_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parts(text)


def test_the_words_of_several_folders_count_together() -> None:
    one = read("acronyms: {NBL: night bus line}\nsynonyms: [[night shift, late shift]]")
    other = read("acronyms: {DSO: an office}\nsynonyms: [[moonshot, mission]]")

    assert json.loads(own_words.together([one, other])) == {
        "acronyms": {"NBL": ["night bus line"], "DSO": ["an office"]},
        "synonyms": [["night shift", "late shift"], ["moonshot", "mission"]],
    }
    assert own_words.together([read("# none")]) == ""


def test_a_problem_names_the_file_as_it_is_called() -> None:
    assert read("x").faults == (
        Problem(
            "lexicon.yaml",
            1,
            "holds no sections; write synonyms: and below it, further in, - [night shift, late shift]",
        ),
    )
