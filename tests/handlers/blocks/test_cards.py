"""A whole case as Slack takes it: its pages, the cases beside it, and the text to copy."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import CaseCard, Line, Related, Video
from handlers.blocks import limits
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.cards import TODAY, brief_modal, card_lines_shown, card_page
from handlers.blocks.rich import clipped
from handlers.blocks.saying import Saying
from tests.bot.library import opened
from tests.handlers.blocks.test_sayings import LINES, WORDS, quotes, taken
from tests.handlers.fakes import CARD, HOSTILE, line

NAMED = Ticket("case", "Vinnova")
REASONS = st.sampled_from(["sibling", "line", "section", "country"])
CARDS = st.builds(
    CaseCard,
    name=WORDS,
    country=st.none() | WORDS,
    tried=st.lists(LINES, max_size=15).map(tuple),
    obstacles=st.lists(LINES, max_size=6).map(tuple),
    helped=st.lists(LINES, max_size=15).map(tuple),
    notes=st.integers(1, 99),
    talks=st.integers(0, 99),
    absent=st.sampled_from([(), ("cost",), ("cost", "date", "target", "who led", "result")]),
    parent=st.none() | WORDS,
    missions=st.lists(WORDS, max_size=12).map(tuple),
    aliases=st.lists(WORDS, max_size=9).map(tuple),
    videos=st.lists(st.builds(Video, WORDS, WORDS, WORDS), max_size=6).map(tuple),
    related=st.lists(
        st.builds(Related, WORDS, st.none() | WORDS, st.lists(REASONS, min_size=1, max_size=3).map(tuple)),
        max_size=5,
    ).map(tuple),
)


def pages(card: CaseCard) -> list[tuple[Line, ...]]:
    """The lines of each page, as far as there are pages: what follows the last is the last again."""
    listed = [card_lines_shown(card, 0)]
    while (further := card_lines_shown(card, len(listed))) != listed[-1]:
        listed.append(further)
    return listed


@given(CARDS, st.sampled_from(["private", "public"]), st.sampled_from(["", TODAY]))
def test_slack_takes_any_page_of_any_case(card: CaseCard, audience: Audience, mark: str) -> None:
    for page in range(len(pages(card)) + 1):
        ticket = Ticket("case", card.name, page, "U1", mark)
        taken(card_page(card, ticket, audience, shared_by="U2"))


@given(CARDS)
def test_every_line_of_a_case_is_on_exactly_one_of_its_pages(card: CaseCard) -> None:
    shown = Counter(line for page in pages(card) for line in page)

    assert shown == Counter((*card.tried, *card.obstacles, *card.helped))


def test_the_first_page_has_some_of_each_section_and_the_rest_follows_in_order() -> None:
    lines = tuple(line(f"Line number {n}.") for n in range(40))
    card = CaseCard("Long", None, lines[:20], lines[20:30], lines[30:], 3, 2, ())
    texts = [card_page(card, Ticket("case", "Long", page), "private").text for page in range(4)]

    assert [each.text for each in pages(card)[0]] == [
        f"Line number {n}." for n in (*range(6), *range(20, 23), *range(30, 33))
    ]
    assert [each.text for page in pages(card)[1:] for each in page] == [
        f"Line number {n}." for n in (*range(6, 20), *range(23, 30), *range(33, 40))
    ]
    assert max(map(len, texts)) < 3_800


def test_what_is_left_of_a_list_is_not_begun_where_it_does_not_fit() -> None:
    items = tuple(
        replace(line(f"Item {n}."), part="item", after="These are they:", statement=f"i{n}") for n in range(9)
    )
    card = replace(CARD, tried=(*(line(f"Line {n}.") for n in range(5)), *items))

    assert [each.text for each in pages(card)[0]][:5] == [f"Line {n}." for n in range(5)]
    assert "Item 0." not in {each.text for each in pages(card)[0]}


def test_a_case_says_what_a_line_leans_on() -> None:
    they = replace(line("They drew streets.", lead="Malmö"), after="Children came & stayed.")
    shown = card_page(CaseCard("Vinnova", "Sweden", (they,), (), (), 1, 1, ()), NAMED, "private")

    assert "[Children came & stayed.] Malmö: They drew streets." in quotes(shown)[0]
    assert "[Children came &amp; stayed.] Malmö: They drew streets." in shown.text


def test_numbers_and_dates_are_in_bold_and_a_card_of_several_lines_says_so() -> None:
    counted = replace(line("For 250 estates."), amounts=((4, 7),))
    one = card_page(replace(CARD, tried=(counted,), obstacles=(), helped=()), NAMED, "private")
    several = card_page(replace(CARD, tried=(counted,)), NAMED, "private")

    assert '{"type": "text", "text": "250", "style": {"bold": true}}' in json.dumps(one.blocks)
    assert quotes(one)[0].startswith("For 250 estates.")
    assert "are in bold" not in one.text
    assert "Numbers and dates, where the notes have them, are in bold." in several.text


def test_a_bodys_lines_name_the_mission_unless_their_lead_does() -> None:
    lines = [
        replace(line(f"{n} came.", lead=lead), missions=("The Street",), statement=str(n))
        for n, lead in (("Chalk", '"The Street" Mission'), ("Chairs", '"The Street" Mission'), ("Trees", ""))
    ]
    shown = card_page(replace(CARD, tried=tuple(lines)), NAMED, "private")

    assert [each.split("▶")[0].strip() for each in quotes(shown)][:3] == [
        '"The Street" Mission: Chalk came.',
        "The Street: Chairs came.",
        "The Street: Trees came.",
    ]


def test_items_of_a_list_name_their_mission_once() -> None:
    item = replace(line("Chalk."), part="item", after="These are they:", missions=("The Street",))
    shown = card_page(replace(CARD, tried=(item, replace(item, text="Chairs."))), NAMED, "private")

    assert quotes(shown)[1:3] == ["•\u00a0The Street: Chalk.", "•\u00a0Chairs."]


FULL = replace(
    CARD,
    name="The Street",
    parent="Vinnova",
    missions=("Prototypes",),
    aliases=("Gatan",),
    videos=(Video("v", title="Streets", date="2021-10-05"),),
    related=(
        Related("School Food", "Sweden", ("sibling", "line")),
        Related("ENISA", "Spain", ("section",)),
        Related("Sweden", "Sweden", ("country",)),
    ),
)


def openings(saying: Saying) -> list[tuple[str, str]]:
    """Of each row with a button, its words and the case that the button opens."""
    rows: list[dict[str, Any]] = [each for each in saying.blocks if each["type"] == "section"]
    return [(row["text"]["text"], json.loads(row["accessory"]["value"])["key"]) for row in rows]


def test_the_first_page_tells_what_stands_around_the_case() -> None:
    first = card_page(FULL, Ticket("case", "The Street"), "private")

    assert first.text.startswith(
        "Sweden · Vinnova, “The Street” — 3 notes, 2 talks\n"
        "Also written “Gatan”.\n"
        "Told in “Streets” (2021-10-05).\n"
    )
    assert openings(first) == [
        ("Vinnova — this case is part of it", "Vinnova"),
        ("Prototypes — part of this case", "Prototypes"),
        ("Sweden · School Food — also by Vinnova, told of in the same line", "School Food"),
        ("Spain · ENISA — told of in the same part of a note", "ENISA"),
        ("Sweden — same country", "Sweden"),
    ]
    assert all(said in first.text for said, _ in openings(first))


def test_later_pages_have_their_lines_only() -> None:
    long = replace(FULL, tried=tuple(line(f"Line {n}.") for n in range(20)))
    shown = card_page(long, Ticket("case", "The Street", 1, mark=TODAY), "private")

    assert openings(shown) == []
    assert shown.text.startswith("Sweden · Vinnova, “The Street” — 3 notes, 2 talks\nWhat was tried\nLine ")
    assert "Gatan" not in shown.text
    assert "mentions a date" not in shown.text


def test_a_case_of_one_line_reads_well() -> None:
    only = CaseCard("Camden", "United Kingdom", (line("The council began."),), (), (), 1, 1, ("cost",))

    assert card_page(only, Ticket("case", "Camden"), "private").text == (
        "United Kingdom · Camden — 1 note, 1 talk\n"
        "What was tried\n"
        "The council began. ▶\u00a01:14:13 https://www.youtube.com/watch?v=PMeGhXxyupE&amp;t=4453s\n"
        "No line found here mentions a cost."
    )


def test_the_case_of_the_day_says_so_on_the_first_page() -> None:
    shown = card_page(CARD, Ticket("case", "Vinnova", mark=TODAY), "private")

    assert shown.text.startswith("Today's mission case\nSweden · Vinnova — 3 notes")


def test_a_hostile_name_stays_words_in_every_place() -> None:
    hostile = replace(
        FULL,
        name=HOSTILE,
        parent=HOSTILE,
        missions=(HOSTILE,),
        related=(Related(HOSTILE, HOSTILE, ("line",)),),
    )
    shown = taken(card_page(hostile, Ticket("case", "x"), "private"))

    assert "<!channel>" not in shown.text
    assert {each["text"]["type"] for each in shown.blocks if each["type"] == "section"} == {"plain_text"}


def texts(view: dict[str, Any]) -> list[str]:
    return [each["element"]["initial_value"] for each in view["blocks"] if each["type"] == "input"]


@given(CARDS)
def test_slack_takes_the_text_of_any_case(card: CaseCard) -> None:
    view = brief_modal(card)

    assert limits.check(view, "modal") == ()
    assert max(map(len, texts(view))) <= 3_000


def test_a_short_case_is_copied_in_one_go() -> None:
    [text] = texts(brief_modal(CARD))

    assert text.startswith("Sweden · Vinnova — 3 notes, 2 talks\n\nWhat was tried\n- Streets became places")
    assert "[1] a_note, line 12, 1:14:13, https://www.youtube.com/watch?v=PMeGhXxyupE&t=4453s" in text


def test_a_long_case_is_copied_in_parts_that_cut_no_line() -> None:
    long = replace(CARD, tried=tuple(line(f"Line number {n} tells of chalk and chairs.") for n in range(99)))
    view = brief_modal(long)
    labels = [each["label"]["text"] for each in view["blocks"] if each["type"] == "input"]

    assert labels == [f"Part {n} of {len(labels)}" for n in range(1, len(labels) + 1)]
    assert len(labels) > 1
    rows = "\n".join(texts(view)).splitlines()
    assert all(f"- Line number {n} tells of chalk and chairs. [1]" in rows for n in range(99))


def test_what_no_dialog_holds_is_cut_between_lines_and_says_so() -> None:
    vast = replace(
        CARD, tried=tuple(replace(line("漢" * 600), statement=str(n), stamps=()) for n in range(200))
    )
    view = brief_modal(vast)

    assert limits.check(view, "modal") == ()
    assert "lines; a dialog holds no more" in "".join(texts(view))


def test_slack_takes_every_shipped_case_and_its_text(seeds_index: Path) -> None:
    casebook = opened(seeds_index)
    for case, _ in casebook.cases():
        card = casebook.case(case.name)
        assert card is not None
        for page in range(len(pages(card))):
            shown = taken(card_page(card, Ticket("case", case.name, page), "private"))
            assert clipped(shown.text) == shown.text
        assert limits.check(brief_modal(card), "modal") == ()


@pytest.mark.parametrize(
    ("audience", "page", "shown"),
    [
        ("private", 0, ["Share", "More", "Save", "Copy for a brief", "Wrong second?"]),
        ("private", 1, ["Share", "Back", "Save", "Copy for a brief", "Wrong second?"]),
        ("public", 0, ["More", "Save", "Copy for a brief", "Wrong second?", "Remove"]),
    ],
)
def test_the_buttons_of_a_card(audience: Audience, page: int, shown: list[str]) -> None:
    long = replace(CARD, tried=tuple(line(f"Line {n}.") for n in range(20)))
    row = card_page(long, Ticket("case", "Vinnova", page), audience).blocks[-1]

    assert [each["text"]["text"] for each in row["elements"]] == shown
