"""Groups: what belongs together stands together, and nothing is told twice."""

from __future__ import annotations

import pytest

from bot.answers import groups
from bot.answers.lines import Shelf
from bot.model import Case, Citation, Group, Kind, Seconds, Statement

SHELF = Shelf({"a": "Note A", "b": "Note B"}, {}, "https://x.example/{video}?t={second}")
CASES = {
    "Vinnova": Case("Vinnova", "Sweden"),
    "The Street": Case("The Street", "Sweden", parent="Vinnova"),
    "Finland": Case("Finland", "Finland"),
    "OPSI": Case("OPSI", None),
}


def said(
    text: str,
    line: int = 1,
    *,
    note: str = "a",
    case: str | None = None,
    country: str | None = None,
    headings: tuple[str, ...] = ("Pilots",),
    lead: str = "",
    kind: Kind = "example",
) -> Statement:
    return Statement(
        f"{note}:{text}",
        Citation(note, line, f"video-{note}", (Seconds("1:00", 60),)),
        text,
        headings=headings,
        leads=(lead,) if lead else (),
        kind=kind,
        case=case,
        country=country,
    )


BEST = said("The town asks its children first.", 9)


def composed(*shown: Statement) -> list[Group]:
    return list(groups.compose(shown, CASES, SHELF))


def told(made: list[Group]) -> list[list[str]]:
    return [[line.text for line in group.lines] for group in made]


# --- titles ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "title"),
    [
        (said("x", case="Vinnova", country="Sweden"), "Sweden · Vinnova"),
        (said("x", case="The Street", country="Sweden"), "Sweden · Vinnova, “The Street”"),
        (said("x", case="Finland", country="Finland"), "Finland"),  # a country is not named twice
        (said("x", case="OPSI"), "OPSI"),
        (said("x", case="Unlisted"), "Unlisted"),
        (said("x"), "Pilots"),
        (said("x", headings=("Pilots", "Sweden's streets"), country="Sweden"), "Sweden's streets"),
        (said("x", country="Sweden"), "Sweden · Pilots"),
        (said("x", headings=()), "Note A"),
        (said("x", headings=(), note="unknown"), ""),
    ],
)
def test_a_group_is_titled_by_what_it_belongs_to(statement: Statement, title: str) -> None:
    assert groups.title(statement, CASES, SHELF) == title


# --- twins across groups --------------------------------------------------------------------------------------


def test_a_twin_that_belongs_elsewhere_stands_with_the_first() -> None:
    first = said("Children drew their own streets.", case="Vinnova")
    twin = said("Children drew their own streets.", note="b", headings=("Elsewhere",))
    [group] = composed(first, BEST, twin)[:1]

    assert told(composed(first, BEST, twin)) == [[first.text], [BEST.text]]
    assert [link.url for link in group.lines[0].also] == ["https://x.example/video-b?t=55"]
    assert (group.notes, group.talks) == (2, 2)
