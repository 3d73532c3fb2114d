"""Walking through the notes without a question: what they hold, by country, by topic, and what to ask first."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.casebook import Casebook
from bot.model import Chapter, Contents, Kind, Listed, Place
from tests.bot.library import indexed, opened, stamped

DAY = date(2026, 3, 2)
KIOSKS = stamped("""\
---
title: Kiosks
videoId: -kiosks_001
---

## Examples
*   **Sweden (Vinnova):** Children painted the kiosk ⟨00:01:00⟩. It opened in May ⟨00:02:00⟩.
*   **Denmark (Dansk Design Center):** Kiosks were lent to schools ⟨00:03:00⟩.
*   **Denmark (Gate 21):** Kiosks lend tools ⟨00:04:00⟩.
""")


@pytest.fixture
def kiosks(tmp_path: Path) -> Casebook:
    return opened(indexed(tmp_path / "index.db", kiosks=KIOSKS))


def test_the_contents_count_what_the_notes_hold_the_largest_first(kiosks: Casebook) -> None:
    contents = kiosks.contents()

    assert (contents.notes, contents.statements, contents.cases) == (1, 4, 3)
    assert contents.countries == (Place("Denmark", 2), Place("Sweden", 1))


def test_topics_are_counted_by_the_kind_asked_for(tmp_path: Path) -> None:
    contents = opened(indexed(tmp_path / "index.db")).contents()

    assert contents.challenges == (Chapter("streets", "Streets for people", 2),)
    assert contents.approaches == (Chapter("food", "School food", 3),)


def test_every_case_of_the_shipped_notes_stands_in_a_country_or_among_those_without(
    shipped: Casebook,
) -> None:
    contents = shipped.contents()
    listed = {place.country: shipped.cases_in(place.country) for place in contents.countries}

    assert {each.name for some in listed.values() for each in some} == {c.name for c, _ in shipped.cases()}
    assert [(place.country, place.cases) for place in contents.countries] == [
        (country, len(some)) for country, some in listed.items()
    ]
    assert contents.countries[-1].country == ""


def test_the_cases_of_a_country_are_those_most_is_told_of_first(shipped: Casebook) -> None:
    counts = [each.statements for each in shipped.cases_in("United Kingdom")]

    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 0


def test_a_case_is_listed_under_the_one_it_belongs_to_which_counts_what_is_told_of_it(
    shipped: Casebook,
) -> None:
    by_name = {each.name: each for each in shipped.cases_in("Sweden")}

    assert by_name["The Street"].title == "Vinnova, “The Street”"
    assert by_name["Vinnova"].statements > by_name["The Street"].statements


def test_a_country_that_is_in_no_note_has_no_cases(kiosks: Casebook) -> None:
    assert kiosks.cases_in("Atlantis") == ()


@pytest.mark.parametrize("kind", ["challenge", "approach"])
def test_a_topic_tells_all_of_a_kind_that_its_note_says(shipped: Casebook, kind: Kind) -> None:
    contents = shipped.contents()
    for each in contents.challenges if kind == "challenge" else contents.approaches:
        answer = shipped.chapter(kind, each.note)
        assert answer
        assert (answer.tier, answer.topic, len(answer.hits)) == ("confident", each.title, each.statements)
        lines = [line for group in answer.groups for line in group.lines]
        twins = {stamp.statement for line in lines for stamp in line.stamps}
        assert set(answer.hits) <= twins | {line.statement for line in lines}


@pytest.mark.parametrize("note", ["streets_of_atlantis", ""])
def test_a_topic_that_is_gone_is_none(kiosks: Casebook, note: str) -> None:
    assert kiosks.chapter("challenge", note) is None


def test_a_topic_that_says_nothing_of_the_kind_is_none(kiosks: Casebook) -> None:
    assert kiosks.chapter("challenge", "kiosks") is None


def test_cases_are_found_again_by_the_names_they_were_saved_by(kiosks: Casebook) -> None:
    assert kiosks.listed(["Vinnova", "Gate 21", "Atlantis", "vinova"]) == {
        "Vinnova": Listed("Vinnova", "Vinnova", ("Sweden",), 2),
        "Gate 21": Listed("Gate 21", "Gate 21", ("Denmark",), 1),
    }


def test_a_case_is_found_again_by_the_name_on_its_card(shipped: Casebook) -> None:
    for case, _ in shipped.cases():
        card = shipped.case(case.name)
        assert card
        assert shipped.listed([card.name])[card.name].name == case.name


def test_a_case_is_found_again_by_a_name_it_had_before(shipped: Casebook) -> None:
    case = next(case for case, _ in shipped.cases() if case.aliases)

    assert shipped.listed([case.aliases[0]])[case.aliases[0]].name == case.name


def test_notes_that_tell_of_no_case_have_contents_too(tmp_path: Path) -> None:
    plain = stamped("---\ntitle: Plain\n---\n\nSome sentence ⟨00:01:00⟩.\n")
    casebook = opened(indexed(tmp_path / "index.db", plain=plain))

    assert casebook.contents() == Contents(1, 1, 0)
    assert casebook.to_ask(DAY).case is None


def test_what_is_suggested_is_told_in_the_notes_on_every_day(shipped: Casebook) -> None:
    days = [shipped.to_ask(DAY + timedelta(each)) for each in range(30)]

    for day in days:
        assert day.case
        assert shipped.case(day.case)
        assert shipped.ask(f"in {day.hindered}", kind="challenge").tier == "confident"
        assert shipped.ask(f"in {day.tried}", kind="example").tier == "confident"
        assert day.hindered != day.tried
    assert len({day.case for day in days}) > 5


def test_the_case_suggested_is_the_case_of_the_day(shipped: Casebook) -> None:
    for each in range(30):
        name = shipped.to_ask(DAY + timedelta(each)).case
        assert name
        assert shipped.case(name) == shipped.today(DAY + timedelta(each))
