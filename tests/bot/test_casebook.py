"""The one object the outside holds: asked about the shipped notes, and while its index changes beneath it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from bot.casebook import Casebook, open_casebook
from bot.errors import IndexMissing, NotesUnreadable
from bot.model import Answer, CaseCard, Kind, Statement
from bot.search.building import build
from bot.search.index import Index
from bot.settings import load
from tests.bot.library import (
    FOOD,
    LINK,
    STREETS,
    indexed,
    language,
    opened,
    read_notes,
    seed_notes,
    stamped,
    words,
    written,
)

DAY = date(2026, 3, 2)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return indexed(tmp_path / "index.db")


def texts(answer: Answer) -> set[str]:
    return {line.text for group in answer.groups for line in group.lines}


def named(card: CaseCard | None) -> str | None:
    if card and card.parent:
        return f"{card.parent}, “{card.name}”"
    return card.name if card else None


# --- asking ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("vinnova", "Sweden · Vinnova"),
        ("helth holand", "Netherlands · Health Holland"),
        ("hackers in city government", "Spain · Barcelona"),
        ("250 social housing estates", "United Kingdom · Camden Council"),
        ("school food mission", "Sweden · Vinnova, “School Food”"),
    ],
)
def test_an_answer_begins_with_the_case_it_is_about(shipped: Casebook, question: str, title: str) -> None:
    answer = shipped.ask(question)

    assert answer.tier == "confident"
    assert answer.groups[0].title == title
    assert all(link.url for group in answer.groups for line in group.lines for link in line.links)


def test_asking_and_finding_agree(shipped: Casebook) -> None:
    found, answer = shipped.find("children designing streets"), shipped.ask("children designing streets")

    assert answer.tier == found.tier
    assert list(answer.hits) == [hit.statement.id for hit in found.hits[: len(answer.hits)]]
    assert texts(answer) <= {hit.statement.text for hit in found.hits}


@pytest.mark.parametrize("kind", ["example", "challenge", "approach"])
def test_a_kind_that_is_given_narrows_the_answer(shipped: Casebook, kind: Kind) -> None:
    answer = shipped.ask("missions", kind=kind)

    assert answer.kind == kind
    assert kind in {line.kind for group in answer.groups for line in group.lines}


def test_silence_is_an_answer_with_its_gap(shipped: Casebook) -> None:
    answer = shipped.ask("Zeppelin charter 2031 for anna@example.org in Porto Alegre")

    assert answer.tier == "nothing"
    assert answer.unknown_places == ("Porto Alegre",)
    assert {"zeppelin", "charter"} <= set(answer.gap)
    assert not {"anna", "example", "org", "2031"} & set(answer.gap)


def test_every_seed_statement_is_found_by_its_own_words(shipped: Casebook) -> None:
    every = [statement for note in seed_notes().notes for statement in note.statements]
    lost = [
        statement.text
        for statement in every[::7]
        if statement.text not in {hit.statement.text for hit in shipped.find(statement.text).hits[:5]}
    ]

    assert len(every) > 200
    assert lost == []


# --- checking a mission ---------------------------------------------------------------------------------------


def test_a_draft_is_held_against_what_the_notes_ask_of_a_mission(shipped: Casebook) -> None:
    check = shipped.check("By 2035 nobody in Aarhus sleeps rough.")

    assert check.unread == ""
    assert [each.verdict for each in check.findings[:3]] == ["found"] * 3
    lines = [each.line for each in check.findings if each.line]
    assert len(lines) == 6
    assert all(
        link.url and link.url.startswith("https://www.youtube.com/") for each in lines for link in each.links
    )
    assert all(link.grade == "as written" for each in lines for link in each.links)


def test_notes_that_do_not_ask_for_a_thing_are_not_quoted_for_it(index: Path) -> None:
    check = opened(index).check("By 2035 nobody in Aarhus sleeps rough.")

    assert [each.verdict for each in check.findings[:3]] == ["found"] * 3
    assert [each.line for each in check.findings] == [None] * 6


@pytest.mark.parametrize(
    ("unread", "draft"),
    [
        ("empty", ":rocket:"),
        ("long", "Every child. " * 300),
        ("language", "Bis 2035 schläft in Hamburg niemand mehr auf der Straße."),
        ("language", "2030年までに、すべての子どもが泳げるようになる"),
    ],
)
def test_a_draft_that_is_not_read_has_no_findings(shipped: Casebook, unread: str, draft: str) -> None:
    check = shipped.check(draft)

    assert (check.unread, check.findings) == (unread, ())


# --- lists and what stands before -----------------------------------------------------------------------------

MARKET = """\
---
title: Market towns
videoId: -market_001
---

## Malmö
Malmö has four missions for its market: ⟨00:01:00⟩
*   Clean air ⟨00:02:00⟩.
*   Cheap trams ⟨00:03:00⟩.
*   Warm homes ⟨00:04:00⟩.
*   Open schools ⟨00:05:00⟩.

Farmers sell on the old square ⟨00:06:00⟩. They pay nothing for their stalls ⟨00:07:00⟩.

## Lund
Lund promised its children:
*   Swings ⟨00:08:00⟩.
*   Trees to climb ⟨00:09:00⟩.
"""


@pytest.fixture
def market(tmp_path: Path) -> Casebook:
    return opened(indexed(tmp_path / "market.db", market=stamped(MARKET), streets=STREETS))


@pytest.mark.parametrize(
    "question", ["missions for the market", "Malmö's four missions", "malmo market missions"]
)
def test_a_question_met_by_the_line_that_opens_a_list_is_answered_with_the_list(
    market: Casebook, question: str
) -> None:
    [group] = market.ask(question).groups

    assert [line.text for line in group.lines[:5]] == [
        "Malmö has four missions for its market:",
        *("Clean air.", "Cheap trams.", "Warm homes.", "Open schools."),
    ]
    assert [line.links[0].label for line in group.lines[:5]] == ["1:00", "2:00", "3:00", "4:00", "5:00"]


def test_a_question_met_by_a_line_that_is_no_statement_is_answered_with_its_list(market: Casebook) -> None:
    [group] = market.ask("what was promised to children in Lund").groups

    assert [(line.after, line.text) for line in group.lines] == [
        ("Lund promised its children:", "Swings."),
        ("Lund promised its children:", "Trees to climb."),
    ]


def test_a_question_met_by_an_item_is_answered_with_the_item_and_what_opens_its_list(
    market: Casebook,
) -> None:
    [group] = market.ask("cheap trams").groups

    assert [(line.after, line.text) for line in group.lines] == [
        ("Malmö has four missions for its market:", "Cheap trams.")
    ]


def test_what_refers_back_comes_with_what_stands_before_it(market: Casebook) -> None:
    [group] = market.ask("stalls pay nothing").groups

    assert [(line.after, line.text) for line in group.lines] == [
        ("Farmers sell on the old square.", "They pay nothing for their stalls.")
    ]


@pytest.mark.parametrize(
    "question", ["missions for the market", "cheap trams", "stalls", "children", "silos"]
)
def test_the_same_answer_is_built_again_from_its_hits_alone(market: Casebook, question: str) -> None:
    answer = market.ask(question)

    assert answer.groups
    assert market.again(replace(answer, groups=())) == answer


def test_two_looks_at_the_index_find_all_that_stands_around_an_answer(
    shipped: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    real = Index._rows

    def counted(index: Index, sql: str, values: Sequence[object] = ()) -> list[Any]:
        looks.append(sql)
        return real(index, sql, values)

    monkeypatch.setattr(Index, "_rows", counted)
    for question in ("citizens", "what are the five EU missions", "challenges"):
        looks.clear()
        shipped.find(question)
        found = len(looks)
        looks.clear()
        shipped.ask(question)
        assert len(looks) <= found + 2


def test_the_whole_case_says_what_a_line_leans_on(shipped: Casebook) -> None:
    card = shipped.case("Norwegian Digitalization Agency")
    lines = (*card.tried, *card.obstacles, *card.helped) if card else ()

    assert any(line.text.startswith("Such life events") and line.after.startswith("… ") for line in lines)


# --- again ----------------------------------------------------------------------------------------------------


def test_the_same_answer_again(shipped: Casebook) -> None:
    answer = shipped.ask("vinnova")

    assert shipped.again(answer) == answer


def test_statements_that_left_the_notes_are_counted_as_gone(index: Path) -> None:
    casebook = opened(index)
    both = casebook.ask("departments silos meals pupils")
    answer = Answer(
        both.tier, (), tuple(hit.statement.id for hit in casebook.find("silos meals pupils").hits)
    )
    kept = casebook.again(answer)
    indexed(index, streets=STREETS)
    left = casebook.again(answer)

    assert (kept.gone, left.gone) == (0, len(answer.hits) - 1)
    assert texts(left) == {"Departments keep their silos."}
    assert left.hits == answer.hits


def test_an_answer_of_which_nothing_is_left_is_empty_and_says_how_many_went(index: Path) -> None:
    casebook = opened(index)
    answer = casebook.ask("silos")
    indexed(index, food=FOOD)
    left = casebook.again(answer)

    assert (left.groups, left.gone) == ((), 1)


def test_a_statement_keeps_its_id_over_a_new_index(index: Path) -> None:
    before = opened(index).ask("silos").hits
    indexed(index, streets=f"{STREETS}*   **More:** Another line.\n", food=FOOD)

    assert opened(index).ask("silos").hits[:1] == before[:1]


# --- cases ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "case"),
    [
        ("Vinnova", "Vinnova"),
        ("vinova", "Vinnova"),
        ("VINNOVA!", "Vinnova"),
        ("The Street", "Vinnova, “The Street”"),
        ("the street", "Vinnova, “The Street”"),
        ("Vinnova The Street", "Vinnova, “The Street”"),
        ("vinova the stret", "Vinnova, “The Street”"),
        ("School Food", "Vinnova, “School Food”"),
        ("schol food", "Vinnova, “School Food”"),
        ("health holland", "Health Holland"),
        ("helth holand", "Health Holland"),
        ("Camden", "Camden Council"),
        ("camden concil", "Camden Council"),
        ("Mondragon", "Mondragón Region"),
        ("Starfish", "European Commission missions, “Mission Starfish”"),
        ("ENISA", "ENISA"),
        ("Engineering X", "Royal Academy of Engineering"),
        ("tom de luise", "Health Holland, “Tom de Luze”"),
        ("", None),
        ("?!", None),
        ("the", None),
        ("of", None),
        ("Porto Alegre", None),
        ("x" * 5_000, None),
        ("\0\ud800", None),
    ],
)
def test_a_case_is_found_however_it_is_spelled(shipped: Casebook, name: str, case: str | None) -> None:
    assert named(shipped.case(name)) == case


def test_every_case_is_listed_with_all_that_tells_of_it(shipped: Casebook) -> None:
    told = {case.name: statements for case, statements in shipped.cases()}

    assert {"Vinnova", "The Street", "Health Holland"} <= told.keys()
    assert all(told.values())
    # A statement that tells of two cases is listed under both.
    every = [statement.id for statements in told.values() for statement in statements]
    assert len(set(every)) < len(every)


def test_a_case_tells_of_the_cases_within_it_too(shipped: Casebook) -> None:
    vinnova, street = shipped.case("Vinnova"), shipped.case("The Street")
    assert vinnova
    assert street
    told = {line.text for line in (*vinnova.tried, *vinnova.obstacles, *vinnova.helped)}

    assert {line.text for line in street.tried} <= told
    assert (vinnova.notes, vinnova.talks, vinnova.country) == (3, 2, "Sweden")


# --- today ----------------------------------------------------------------------------------------------------


def test_the_case_of_a_day_is_the_same_all_day_and_for_everyone(shipped: Casebook, tmp_path: Path) -> None:
    build(seed_notes(), tmp_path / "i.db", folders=[], language=language())

    assert shipped.today(DAY) == shipped.today(DAY) == opened(tmp_path / "i.db").today(DAY)


def test_every_case_is_shown_before_one_returns(shipped: Casebook) -> None:
    shown = [named(shipped.today(DAY + timedelta(days=n))) for n in range(60)]
    round_ = len(set(shown))

    assert round_ > 5
    assert len(set(shown[:round_])) == round_
    assert shown == list(islice(cycle(shown[:round_]), 60))


def test_a_case_of_one_statement_is_no_case_for_a_day(index: Path) -> None:
    casebook = opened(index)

    assert named(casebook.case("Digdir")) == "Digdir"
    assert {named(casebook.today(DAY + timedelta(days=n))) for n in range(10)} == {"Vinnova"}


def test_notes_without_a_case_have_none_for_today(tmp_path: Path) -> None:
    assert opened(indexed(tmp_path / "i.db", food=FOOD)).today(DAY) is None


# --- topics and links -----------------------------------------------------------------------------------------


def test_topics_are_titles_and_what_three_statements_link_to(index: Path) -> None:
    topics = {topic.name: topic.statements for topic in opened(index).topics()}

    assert topics == {"Streets for people": 5, "School food": 3, "School meals": 3}


def test_what_two_statements_link_to_is_no_topic(tmp_path: Path) -> None:
    fewer = FOOD.replace("Farmers near the town deliver the [[school_meals | meals]]", "Farmers deliver")

    assert "School meals" not in {
        each.name for each in opened(indexed(tmp_path / "i.db", food=fewer)).topics()
    }


def test_the_largest_topic_comes_first(shipped: Casebook) -> None:
    sizes = [topic.statements for topic in shipped.topics()]

    assert len(sizes) >= 5
    assert sizes == sorted(sizes, reverse=True)


def test_a_statements_links_open_its_talk(index: Path) -> None:
    casebook = opened(index)

    def links(question: str) -> tuple[str, ...]:
        statement: Statement = casebook.find(question).hits[0].statement
        return casebook.link(statement)

    assert links("children drew streets") == ("https://www.youtube.com/watch?v=-street_001&t=55s",)
    assert links("parking gardens") == ("https://www.youtube.com/watch?v=-street_001&t=0s",)
    assert links("procurement bid") == ("https://www.youtube.com/watch?v=-street_001&t=0s",)
    assert links("pupils taste meals") == ()


# --- while the index changes ----------------------------------------------------------------------------------


def test_a_new_index_is_noticed_at_the_next_question(index: Path) -> None:
    casebook = opened(index)
    before = casebook.ask("zeppelins").tier
    indexed(index, other="# Sky\n\n- Zeppelins carry the mail.\n")

    assert (before, casebook.ask("zeppelins").tier) == ("nothing", "confident")


@pytest.mark.parametrize("content", [b"", b"broken", b"SQLite format 3\0" + bytes(5_000)])
def test_a_new_index_that_is_broken_leaves_the_old_one_in_use(index: Path, content: bytes) -> None:
    casebook = opened(index)
    broken = index.with_name("broken")
    broken.write_bytes(content)
    broken.replace(index)

    assert casebook.ask("silos").tier == "confident"
    with ThreadPoolExecutor(1) as another:
        assert another.submit(casebook.ask, "silos").result(timeout=10).tier == "confident"

    indexed(index, other="# Sky\n\n- Zeppelins carry the mail.\n")
    assert casebook.ask("zeppelins").tier == "confident"


def test_an_index_that_is_removed_stays_in_use(index: Path) -> None:
    casebook = opened(index)
    index.unlink()

    assert casebook.ask("silos").tier == "confident"


def test_an_index_that_arrives_before_its_digest_is_taken_when_the_digest_comes(
    tmp_path: Path, index: Path
) -> None:
    casebook = opened(index)
    other = indexed(tmp_path / "other.db", other="# Sky\n\n- Zeppelins carry the mail.\n")
    shutil.copy(other, index.with_name("arriving"))
    index.with_name("arriving").replace(index)
    early = casebook.ask("zeppelins").tier
    shutil.copy(f"{other}.sha256", f"{index}.sha256")

    assert (early, casebook.ask("zeppelins").tier) == ("nothing", "confident")


# Each generation holds one claim of its own beside the one that all share.
NUMBERS = ("seven", "eleven", "thirteen", "seventeen")


def generation(number: str) -> str:
    return f"# Mail\n\n- Zeppelins carry the mail.\n- The fleet has {number} zeppelins.\n"


def test_fifty_questions_at_once_while_the_index_is_swapped_twenty_times_have_fifty_right_answers(
    tmp_path: Path,
) -> None:
    built = [indexed(tmp_path / f"{number}.db", mail=generation(number)) for number in NUMBERS]
    index = tmp_path / "index.db"
    libraries = [read_notes([path.with_name(f"{path.name}.notes")], words()) for path in built]
    build(libraries[0], index, folders=[], language=language())
    casebook = Casebook(index, language(), LINK)
    right = [{"Zeppelins carry the mail.", f"The fleet has {number} zeppelins."} for number in NUMBERS]
    swaps = 0

    def swap() -> None:
        nonlocal swaps
        for library in islice(cycle(libraries), 20):
            build(library, index, folders=[], language=language())
            swaps += 1

    def ask(number: int) -> list[set[str]]:
        """Question 50 is done when the last swap is; a mixture of generations, or a lost line, is wrong."""
        answers = [texts(casebook.ask("zeppelins"))]
        while swaps < 20 * number // 50 and swapper.is_alive():
            answers.append(texts(casebook.ask("zeppelins")))
        return [answer for answer in answers if answer not in right]

    swapper = threading.Thread(target=swap)
    with ThreadPoolExecutor(8) as threads:
        swapper.start()
        wrong = [answer for answers in threads.map(ask, range(1, 51)) for answer in answers]
    swapper.join()

    assert wrong == []
    assert swaps == 20
    assert texts(casebook.ask("zeppelins")) == right[19 % 4]


# --- opening and reading --------------------------------------------------------------------------------------


def test_a_casebook_of_settings_opens_their_index(index: Path, tmp_path: Path) -> None:
    casebook = open_casebook(load({"CASEBOOK_INDEX": str(index)}, tmp_path))

    assert casebook.ask("silos").tier == "confident"
    with pytest.raises(IndexMissing):
        open_casebook(load({"CASEBOOK_INDEX": "none.db"}, tmp_path))


def test_two_folders_make_one_library_and_a_name_twice_is_a_problem(tmp_path: Path) -> None:
    one, two = written(tmp_path / "one", streets=STREETS), written(tmp_path / "two", streets=FOOD, food=FOOD)
    library = read_notes([one, two], words())

    assert [note.name for note in library.notes] == ["streets", "food"]
    assert [(each.note, each.line) for each in library.problems if "another folder" in each.message] == [
        ("streets", 0)
    ]


@pytest.mark.parametrize("beside", ["notes/videos.yaml", "videos.yaml"])
def test_a_table_of_talks_in_the_folder_or_beside_notes_is_read(tmp_path: Path, beside: str) -> None:
    notes = written(tmp_path / "notes", streets=STREETS)
    (tmp_path / beside).write_text('"-street_001":\n  length: "0:04:00"\n  date: "2021-10-05"\n')
    index = tmp_path / "i.db"
    build(read_notes([notes], words()), index, folders=[notes], language=language())

    assert Index(index).videos["-street_001"].length == 240
    [group] = opened(index).ask("silos").groups
    assert group.lines[0].links[0].grade == "unusable"
    assert group.lines[0].source.endswith("talk of 2021-10-05")


@pytest.mark.parametrize("table", ["- a\n- b\n", "[]x", "a: &b c\n"])
def test_a_table_of_talks_of_another_shape_is_refused_in_a_sentence(tmp_path: Path, table: str) -> None:
    notes = written(tmp_path / "notes", streets=STREETS)
    (notes / "videos.yaml").write_text(table)

    with pytest.raises(NotesUnreadable, match=r"videos\.yaml"):
        read_notes([notes], words())


# --- a talk ---------------------------------------------------------------------------------------------------


def test_a_link_that_an_answer_gives_leads_back_to_its_line(shipped: Casebook) -> None:
    for line in (line for group in shipped.ask("vinnova street").groups for line in group.lines[:3]):
        moment = shipped.leads_to(line.links[0].url or "")
        assert moment is not None
        said = shipped.said_at(moment.video, moment.second)
        assert said is not None
        assert line.text in [each.text for each in said.then]


def test_of_a_talk_without_a_note_nothing_is_said(shipped: Casebook) -> None:
    assert shipped.said_at("dQw4w9WgXcQ", 10) is None


def test_what_was_said_comes_with_its_case_and_what_it_leans_on(shipped: Casebook) -> None:
    said = shipped.said_at("-KQokCATILo", 4448)

    assert said is not None
    assert (said.notes, said.statements, said.at) == (2, 116, "1:14:08")
    assert said.case is not None
    assert said.case.title == "Sweden · Vinnova, “The Street”"
    assert len(said.case.lines) == 2


# --- looking around -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["vinn", "vinova", "Vinnova Agency", "swed"])
def test_a_few_letters_bring_the_case_that_is_meant(shipped: Casebook, typed: str) -> None:
    cases, _ = shipped.suggest(typed)
    assert "Vinnova" in [case.name for case in cases]


def test_letters_that_begin_nothing_bring_nothing(shipped: Casebook) -> None:
    assert shipped.suggest("qqqq") == ((), ())


def test_every_topic_is_told_by_its_own_statements(shipped: Casebook) -> None:
    for topic in shipped.topics():
        answer = shipped.topic(topic.name)
        assert answer is not None
        assert len(answer.hits) == min(topic.statements, 50)
        assert answer.groups


def test_a_topic_that_left_the_notes_is_no_answer(shipped: Casebook) -> None:
    assert shipped.topic("Cheese") is None
