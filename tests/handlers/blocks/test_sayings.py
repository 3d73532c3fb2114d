"""Answers, cards and lists as Slack takes them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Answer, Group, Line, Link, Tier, Topic
from bot.sentences import catalogue
from handlers.blocks import limits
from handlers.blocks.answers import answer_page, last_page
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.cards import TODAY, card_page
from handlers.blocks.notices import help_list, privacy, topics
from handlers.blocks.rich import clipped, plain, sentence
from handlers.blocks.saying import Saying
from handlers.words import COMMANDS
from tests.handlers.fakes import CARD, CLOSE, LONG, SILENT, SURE, line

ROOT = Path(__file__).parents[3]
WORDS = st.text(min_size=1, max_size=300)
LINES = st.builds(
    Line,
    statement=st.uuids().map(str),
    text=WORDS,
    lead=st.text(max_size=40),
    kind=st.sampled_from(["example", "challenge", "approach"]),
    links=st.lists(
        st.builds(Link, WORDS, st.none() | st.text() | st.just("https://youtu.be/x?t=1")), max_size=3
    ).map(tuple),
    also=st.lists(st.builds(Link, WORDS, st.none()), max_size=2).map(tuple),
    source=st.text(max_size=40),
    after=st.just("") | WORDS,
    part=st.sampled_from([None, None, "opener", "item"]),
    place=st.just("") | WORDS,
    bonds=st.sampled_from([(), ("item",), ("case", "link")]),
)
GROUPS = st.builds(
    Group, WORDS, st.none() | WORDS, st.none() | WORDS, st.integers(1, 99), st.integers(0, 99),
    st.lists(LINES, min_size=1, max_size=6).map(tuple),
)  # fmt: skip
ANSWERS = st.builds(
    Answer,
    tier=st.sampled_from(["confident", "closest", "nothing"]),
    groups=st.lists(GROUPS, min_size=1, max_size=6).map(tuple),
    hits=st.just(("a",)),
    unmatched=st.lists(WORDS, max_size=3).map(tuple),
    unknown_places=st.lists(WORDS, max_size=2).map(tuple),
    absent=st.sampled_from([(), ("cost",), ("cost", "who led", "date")]),
    gone=st.integers(0, 3),
    slips=st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
    understood=st.lists(st.tuples(WORDS, WORDS), max_size=8).map(tuple),
    view=st.sampled_from(["hits", "helped"]),
    topic=st.just("") | WORDS,
)


def taken(saying: Saying) -> Saying:
    payload = {"text": clipped(saying.text), "blocks": list(saying.blocks)}
    assert limits.check(payload, "message") == ()
    assert len(payload["blocks"]) <= 45
    return saying


@given(ANSWERS, st.integers(0, 9), st.sampled_from(["private", "public"]))
def test_slack_takes_any_answer(answer: Answer, page: int, audience: Audience) -> None:
    ticket = Ticket("answer", "key", min(page, last_page(answer)), "U1", helped="other")
    taken(answer_page(answer, ticket, audience, shared_by="U2"))


def test_what_got_in_the_way_stands_under_its_own_heading() -> None:
    words = json.dumps(answer_page(SURE, Ticket("answer", "k"), "private").blocks)
    assert words.index("Streets became") < words.index("What got in the way") < words.index("keeping silos")


def test_where_all_lines_are_challenges_there_is_no_such_heading() -> None:
    only = Answer(
        "confident", (Group("Sweden", None, "Sweden", 1, 1, (line("Silos.", "challenge"),)),), ("a",)
    )
    assert "What got in the way" not in json.dumps(answer_page(only, Ticket("answer", "k"), "private").blocks)


def quotes(saying: Saying) -> list[str]:
    """What stands in each quotation, without links."""
    parts = [part for shown in saying.blocks if shown["type"] == "rich_text" for part in shown["elements"]]
    return [
        "".join(each["text"] for each in part["elements"] if each["type"] == "text").strip()
        for part in parts
        if part["type"] == "rich_text_quote"
    ]


def answered(*lines: Line, tier: Tier = "confident") -> Saying:
    told = Answer(
        tier, (Group("Sweden", None, "Sweden", 1, 1, lines),), tuple(each.statement for each in lines)
    )
    return answer_page(told, Ticket("answer", "k"), "private")


THEY = replace(line("They drew streets.", lead="Malmö"), after="Children came & stayed.")


@pytest.mark.parametrize("tier", ["confident", "closest", "nothing"])
def test_what_a_line_leans_on_stands_quietly_before_it_and_a_screen_reader_reads_it(tier: Tier) -> None:
    shown = answered(THEY, tier=tier)

    assert "[Children came & stayed.] Malmö: They drew streets." in quotes(shown)[0]
    assert '{"type": "text", "text": "[Children came & stayed.]", "style": {"italic": true}}' in json.dumps(
        shown.blocks
    )
    assert "[Children came &amp; stayed.] Malmö: They drew streets." in shown.text


def test_what_a_line_leans_on_is_not_said_again_right_below_it() -> None:
    shown = answered(line("Children came & stayed."), THEY)

    assert quotes(shown) == ["Children came & stayed.", "Malmö: They drew streets."]
    assert "[" not in shown.text


def test_where_the_line_above_stands_elsewhere_it_is_said() -> None:
    shown = answered(line("Children came & stayed.", "challenge"), THEY)

    assert quotes(shown) == [
        "[Children came & stayed.] Malmö: They drew streets.",
        "Children came & stayed.",
    ]


OPENER = replace(line("Two things stood in the way:"), part="opener")
SILOS = replace(line("Silos.", "challenge"), part="item", after=OPENER.text)
MONEY = replace(line("Money.", "context"), part="item", after=OPENER.text)


def test_a_list_is_shown_with_its_items_marked_and_its_opening_line_once() -> None:
    assert quotes(answered(OPENER, MONEY, SILOS)) == [OPENER.text, "•\u00a0Money.", "•\u00a0Silos."]
    assert quotes(answered(MONEY, SILOS)) == [f"[{OPENER.text}]", "•\u00a0Money.", "•\u00a0Silos."]


def test_a_further_sentence_of_an_item_is_marked_as_none() -> None:
    named = [
        replace(each, lead=lead) for each, lead in ((MONEY, "Funds"), (SILOS, "Funds"), (SILOS, "Walls"))
    ]
    shown = answered(OPENER, *named)

    assert quotes(shown) == [OPENER.text, "•\u00a0Funds: Money.", "Silos.", "•\u00a0Walls: Silos."]


def test_a_list_stays_whole_under_what_most_of_it_is() -> None:
    more = replace(SILOS, text="Rules.", statement="rules")
    example = line("Streets became gardens.")
    against = answered(example, OPENER, MONEY, SILOS, more, replace(more, text="Haste."))
    beside = answered(replace(SILOS, part=None, after=""), OPENER, MONEY, replace(SILOS, text="Rules."))

    assert quotes(against)[:2] == [example.text, OPENER.text]
    assert json.dumps(against.blocks).index("What got in the way") < json.dumps(against.blocks).index(
        "Two things"
    )
    assert quotes(beside) == [OPENER.text, "•\u00a0Money.", "•\u00a0Rules.", "Silos."]


@pytest.mark.parametrize("answer", [SILENT, CLOSE])
def test_an_unsure_answer_shows_three_lines_at_most_and_no_more(answer: Answer) -> None:
    shown = answer_page(answer, Ticket("answer", "k"), "private")
    assert sum(part["type"] == "rich_text_quote" for b in shown.blocks for part in b["elements"]) <= 3
    assert "More" not in shown.text


def test_what_no_line_mentions_is_said_in_words() -> None:
    shown = answer_page(SURE, Ticket("answer", "k"), "private")
    assert shown.text.endswith("No line found here mentions a cost.")


@pytest.mark.parametrize("answer", [SURE, CLOSE, SILENT])
def test_how_a_question_in_another_language_was_read_is_said_once_and_first(answer: Answer) -> None:
    read = replace(
        answer, slips=(("stretes", "streets"),), understood=(("Bürger", "citizen"), ("eau", "water"))
    )
    shown = answer_page(read, Ticket("answer", "k"), "private")

    says = "Read as streets. Read Bürger as citizen, eau as water."
    assert shown.text.startswith(says)
    assert shown.text.count("citizen") == 1 + answer_page(
        answer, Ticket("answer", "k"), "private"
    ).text.count("citizen")
    assert plain(*shown.blocks[0]["elements"][0]["elements"]).startswith(says)


def test_the_text_holds_every_address() -> None:
    shown = answer_page(LONG, Ticket("answer", "k"), "private")
    assert shown.text.count("https://www.youtube.com/watch?v=PMeGhXxyupE&amp;t=4453s") == len(
        re.findall("▶", shown.text)
    )


@pytest.mark.parametrize(
    "saying",
    [
        help_list("/mission", COMMANDS),
        privacy(180),
        topics([]),
        topics([Topic(f"Topic {n}", n) for n in range(99)]),
        card_page(CARD, Ticket("case", "Vinnova", mark=TODAY), "public", shared_by="U1"),
    ],
)
def test_slack_takes_the_standing_texts(saying: Saying) -> None:
    taken(saying)


def test_a_text_too_long_is_cut_between_words() -> None:
    assert len(clipped("word &amp; " * 900)) < 4_000
    assert clipped("word &amp; " * 900).endswith((" word …", "&amp; …"))


def test_a_sentence_carries_its_marks_as_styles_and_its_places_literally() -> None:
    said = sentence("answer_nothing_places", places="*Porto* <!here>")
    assert plain(*said) == "No note mentions *Porto* &lt;!here&gt;."
    assert [each.get("style") for each in said] == [None, {"italic": True}, None]


def test_every_sentence_that_is_said_exists() -> None:
    code = [
        path.read_text(encoding="utf-8")
        for folder in ("bot", "handlers")
        for path in (ROOT / folder).rglob("*.py")
    ]
    named = re.compile(r"\b(?:say|sentence|one|count)\(\s*\"([a-z_]+)\"")
    asked = {name for text in code for name in named.findall(text)}
    known = set(catalogue()) | {name.rsplit("_", 1)[0] for name in catalogue() if name.endswith("_one")}
    assert asked - known == set()
    assert len(asked) > 30


def test_no_sentence_shows_a_mark() -> None:
    for name, template in catalogue().items():
        filled = sentence(name, **dict.fromkeys(re.findall(r"{(\w+)}", template), "x"))
        shown = "".join(each["text"] for each in filled)
        assert not set("*`") & set(shown), name
        assert not re.search(r"\b_|_\b", re.sub(r"[A-Z]+(?:_[A-Z]+)+", "", shown)), name
