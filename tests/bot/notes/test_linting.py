"""What a curator is told to mend, and what is left in peace."""

from __future__ import annotations

import pytest

from bot.model import Note
from bot.notes import linting
from bot.notes.linting import conclude, look
from bot.notes.reading import read

WORDS = frozenset(["structures", "structure", "common", "commission", "talk"])


def note(name: str, body: str, video: str = "abcdefghijk") -> Note:
    made = read(name, f"---\ntitle: {name}\nvideoId: {video}\n---\n\n{body}\n")
    assert made is not None
    return made


def found(heading: str, *notes: Note) -> list[str]:
    problems = conclude([look(notes, WORDS.__contains__)])[heading]
    return [f"{each.note}:{each.line}: {each.message}" for each in problems]


def test_a_link_that_no_note_answers_is_named_once_with_its_places() -> None:
    one = note("one", "Streets [[street_design | change]] [0:10]. They [[street_design]] again [0:20].")
    assert found("links that lead to no note", one) == [
        "one:6: [[street_design]] leads to no note (2 places)"
    ]


@pytest.mark.parametrize("written", ["other_note", "Other note", "Other Note#part"])
def test_a_link_finds_its_note_however_it_is_written(written: str) -> None:
    one, other = note("one", f"See [[{written} | there]] [0:10]."), note("other_note", "Yes [0:10].")
    assert found("links that lead to no note", one, other) == []


def test_a_dangling_link_is_told_what_it_may_have_meant() -> None:
    one = note("one", "See [[innovation_in_public_sector]] [0:10].")
    other = note("innovation_in_the_public_sector", "Yes [0:10].")
    [told] = found("links that lead to no note", one, other)
    assert told.endswith("; the note innovation_in_the_public_sector is nearly the same")


def test_of_two_dangling_links_nearly_the_same_the_rarer_one_is_told() -> None:
    one = note("one", "A [[mission_oriented_innovation]] [0:10]. B [[missionoriented_innovation]] [0:20].")
    two = note("two", "C [[mission_oriented_innovation]] [0:30].")
    told = found("links that lead to no note", one, two)
    [hinted] = [line for line in told if "more often used" in line]
    assert hinted.startswith(
        "one:6: [[missionoriented_innovation]] leads to no note; the link mission_oriented"
    )


def test_a_statement_without_a_stamp_is_named() -> None:
    one = note("one", "A fact with a stamp [0:10].\n\nA fact without one.")
    assert found("statements without a stamp", one) == ["one:8: no stamp: A fact without one."]


def test_a_note_that_shares_most_of_its_stamps_with_another_of_its_talk_is_named() -> None:
    body = "\n".join(f"- Fact number {n} [0:{n}]." for n in range(10, 24))
    one, two, elsewhere = note("one", body), note("two", body), note("three", body, video="zzzzzzzzzzz")
    assert found("notes that tell another's talk again", one, two, elsewhere) == [
        "two:0: most of its stamps stand in another note of the talk too: one"
    ]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Care by Tom de Luise", "Care by Tom de Luze", True),
        ("Said by Tanya Filer", "Said by Tanya Filler", True),
        ("The InovaGov meets", "The InnovaGov meets", True),
        ("The Structures hold", "The Structure holds", False),  # ordinary words
        ("Said by Tanya Filer", "Said by Tanya Filer's team", False),  # a possessive
        ("Led by Anna Berg", "Led by Karl Moe", False),  # two people
        ("The Commission says", "The Common says", False),
    ],
)
def test_names_spelled_two_ways_at_one_moment_are_noticed(one: str, other: str, *, told: bool) -> None:
    pair = (note("one", f"{one} there [0:30]."), note("two", f"{other} there [0:31]."))
    assert bool(found("names spelled two ways", *pair)) is told


def test_names_at_other_moments_or_in_other_talks_are_two_names() -> None:
    first = note("one", "Care by Tom de Luise [0:30].")
    later = note("two", "Care by Tom de Luze [9:30].")
    elsewhere = note("three", "Care by Tom de Luze [0:30].", video="zzzzzzzzzzz")
    assert found("names spelled two ways", first, later, elsewhere) == []


def test_names_are_told_in_the_order_they_are_said_in() -> None:
    said = ["Vinova", "Marianna", "Gotenburg", "Mazzucatto", "Ljublana", "Slovenija"]
    right = ["Vinnova", "Mariana", "Gothenburg", "Mazzucato", "Ljubljana", "Slovenia"]
    pair = (
        note("b", f"We met {' and '.join(right)} [0:10]."),
        note("c", f"We met {' and '.join(said)} [0:10]."),
    )
    told = [line.split("'")[1] for line in found("names spelled two ways", *pair)]
    assert told == said


@pytest.fixture
def held_against(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every two words that are held against each other."""
    pairs: list[tuple[str, str]] = []
    is_slip = linting._a_slip

    def noticed(a: str, b: str, least: float) -> bool:
        pairs.append((a, b))
        return is_slip(a, b, least)

    monkeypatch.setattr(linting, "_a_slip", noticed)
    return pairs


def listed(stem: str, names: int) -> str:
    """A list of different names, all said at one second."""
    return "\n".join(f"- {stem}{at} spoke [0:10]." for at in range(names))


def test_thousands_of_names_at_one_moment_cost_a_hundred_times_as_many_comparisons(
    held_against: list[tuple[str, str]],
) -> None:
    pair = (note("one", listed("Speaker", 1_000)), note("two", listed("Guest", 1_000)))
    found("names spelled two ways", *pair)

    assert 0 < len(held_against) <= 100 * 2_000


def test_the_names_of_one_note_are_held_against_none(held_against: list[tuple[str, str]]) -> None:
    found("names spelled two ways", note("one", listed("Speaker", 1_000)))

    assert held_against == []


def test_a_slip_is_found_among_dozens_of_names_at_one_moment() -> None:
    pair = (
        note("one", f"{listed('Speaker', 30)}\n- Gothenburg spoke [0:10]."),
        note("two", f"{listed('Guest', 30)}\n- Gotenburg spoke [0:10]."),
    )

    assert any("'Gotenburg'" in each for each in found("names spelled two ways", *pair))


def test_a_row_of_a_thousand_names_is_not_taken_apart_word_by_word() -> None:
    assert linting._without_each(" ".join(["Berg"] * 1_000)) == ()
    assert len(linting._without_each("Anna Berg")) == 2


def test_looks_taken_apart_conclude_what_one_look_does() -> None:
    one = note("one", "See [[street_design]] [0:10]. A fact without a stamp.")
    other = note("other", "See [[street_design]] and [[one]] [0:10].", video="zzzzzzzzzzz")
    apart = conclude([look([one], WORDS.__contains__), look([other], WORDS.__contains__)])
    assert apart == conclude([look([one, other], WORDS.__contains__)])
