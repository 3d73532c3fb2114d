"""Ways of working that notes name, and who tells that somebody tried them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.model import Citation, Statement
from bot.search import methods
from bot.search.methods import Telling, Way, phrase, says, tells
from tests.bot.library import seed_notes, words


def told(
    text: str,
    *,
    country: str | None = None,
    lead: str = "",
    heading: str = "",
    links: tuple[str, ...] = (),
    intro: str = "",
) -> Statement:
    return Statement(
        id=text,
        citation=Citation("a", 1, None, ()),
        text=text,
        headings=(heading,) if heading else (),
        leads=(lead,) if lead else (),
        intro=intro,
        links=links,
        country=country,
    )


def ways(statements: Sequence[Statement]) -> tuple[Way, ...]:
    used = methods.names(statements, words())
    known = used.known(words())
    tellings = (
        Telling(each.id, bool(each.case or each.country), name, written)
        for each in statements
        for name, written in methods.told(each, known)
    )
    return methods.ways(tellings, used.quoted, words())


def found(*statements: Statement) -> dict[str, tuple[str, ...]]:
    return {way.name: way.told for way in ways(statements)}


def named(*statements: Statement) -> set[str]:
    return set(found(*statements))


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        (told("Field labs opened.", country="Peru", lead="Field Labs"), {"field labs"}),
        (told("They met.", country="Peru", heading="Tidal Workshops"), {"tidal workshops"}),
        (told("They mapped the bay.", country="Peru", links=("tidal_mapping_of_bays",)), set()),
        (told("Tidal mapping of bays.", country="Peru", links=("tidal_mapping_in_bays",)), {"tidal mapping"}),
        (told("It has “tidal greenhouses” for rules.", country="Peru"), {"tidal greenhouses"}),
        (told("It emits greenhouse gases.", country="Peru"), set()),
        (told("Tide tables.", country="Peru", lead="Tide Tables", heading="Tools"), {"tide tables"}),
        (told("Tide tables.", country="Peru", lead="Tide Tables", heading="Findings"), set()),
        (told("Peru's labs opened.", country="Peru", lead="Implementing new labs"), {"labs"}),
    ],
)
def test_a_method_is_what_notes_name_by_a_word_for_one(statement: Statement, names: set[str]) -> None:
    # A name that is not quoted stands at least twice.
    again = told(
        f"{statement.text} Again.",
        country="Peru",
        lead="".join(statement.leads),
        heading="".join(statement.headings),
        links=statement.links,
    )
    assert named(statement, again) == names


def test_one_method_by_several_names_is_told_once_as_the_notes_mostly_write_it() -> None:
    first, second = told("Prototypes helped.", country="Peru"), told("A prototype fell.", country="Chile")
    third = told("Co-created roads.", country="Chile")

    assert found(first, second, third) == {
        "prototypes": (first.id, second.id),
        "co-created": (third.id,),
    }


def test_the_most_told_comes_first_and_whoever_names_no_place_tells_of_nobody() -> None:
    labs = [told(f"Lab {n}.", country="Peru") for n in range(3)]
    assert list(found(told("A sandbox.", country="Peru"), *labs, told("Storytelling helps.")).items()) == [
        ("lab", ("Lab 0.", "Lab 1.", "Lab 2.")),
        ("sandbox", ("A sandbox.",)),
        ("storytelling", ()),
    ]


def test_a_heading_that_names_much_else_does_not_make_all_below_it_tell_of_a_method() -> None:
    below = told(
        "They sang.", country="Peru", heading="What foresight, song and civic dialogue do for a town"
    )
    under = told("They asked elders.", country="Peru", heading="Foresight in towns")

    assert found(below, under)["foresight"] == (under.id,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Prototypes", ("prototyping",)),
        ("the field labs", ("field", "lab")),
        ("RCTs", ("trial",)),
        ("strategic foresight", ("foresight",)),
        ("blockchain voting", ("blockchain", "voting")),
        ("the", ()),
    ],
)
def test_a_method_is_known_by_its_other_names(typed: str, meant: tuple[str, ...]) -> None:
    assert phrase(typed, words()) == meant


def test_what_stands_above_tells_of_a_method_and_only_its_own_words_say_it() -> None:
    below = told("They met weekly.", lead="Field Labs")

    assert tells(below, [("field", "lab")])
    assert not says(below, [("field", "lab")])
    assert says(told("Field labs met."), [("field", "lab")])


def test_a_part_of_a_name_is_no_method_where_all_of_it_is_the_longer_one() -> None:
    both = [told(f"Field lab {n}.", country="Peru", lead="Field Lab") for n in range(2)]

    assert named(*both) == {"field lab"}
    assert named(*both, told("A lab.", country="Peru")) == {"field lab", "lab"}


def test_words_tell_of_a_method_only_beside_each_other() -> None:
    assert tells(told("They ran field labs."), [("field", "lab")])
    assert not tells(told("In the field no lab stood."), [("field", "lab")])


def test_the_shipped_notes_name_the_methods_that_practitioners_would() -> None:
    statements = [each for note in seed_notes().notes for each in note.statements]
    made = {way.name: way for way in ways(statements)}
    assert {
        *("prototyping", "foresight", "co-creation", "field labs", "life events", "conditionalities"),
        *("regulatory greenhouses", "system mapping", "workshops", "quadruple helix", "portfolio approach"),
    } <= set(made)
    assert made["system mapping"].told == ()
    assert len(made) < 40
