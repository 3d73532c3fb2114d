"""What a draft of a mission has of each criterion, by the shipped cues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import checking
from bot.model import Citation, Finding, Seconds, Statement
from bot.shipped import shipped_criteria
from tests.bot.answers.making import SHELF
from tests.bot.library import seed_notes


def finding(draft: str, criterion: str) -> Finding:
    listed = checking.findings(draft, shipped_criteria())
    return next(each for each in listed if each.criterion == criterion)


def verdicts(draft: str) -> dict[str, str]:
    return {each.criterion: each.verdict for each in checking.findings(draft, shipped_criteria())}


@pytest.mark.parametrize(
    ("verdict", "draft"),
    [
        ("found", "by 2030"),
        ("found", "by the end of 2031"),
        ("found", "before 1 January 2040"),
        ("found", "by mid-2031"),
        ("found", "no later than the first quarter of 2029"),
        ("found", "within ten years"),
        ("found", "In ten years’ time nobody sleeps rough."),
        ("found", "by the end of the decade"),
        ("found", "before the next election"),
        ("found", "between 2026 and 2030"),
        ("found", "in 2045"),
        ("ask", "in the coming years"),
        ("ask", "for future generations"),
        ("ask", "as soon as possible"),
        ("ask", "starting in 2026"),
        ("ask", "Leipzig 2030"),
        ("not found", "since 2019"),
        ("not found", "over the last ten years"),
        ("not found", "within 45 minutes"),
        ("not found", "five years longer"),
        ("not found", "Agenda 2030, Horizon 2020 and Vision 2040"),
        ("not found", "Our Public Service 2020"),
        ("not found", "the National Recovery Plan 2021-2027"),
        ("not found", "a third of all homes"),
    ],
)
def test_a_date_is(verdict: str, draft: str) -> None:
    assert finding(draft, "date").verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "draft"),
    [
        ("found", "30 %"),
        ("found", "30\u00a0% less waste"),
        ("found", "forty per cent of adults"),
        ("found", "a third"),
        ("found", "halve the waste"),
        ("found", "zero road deaths"),
        ("found", "1 million homes"),
        ("found", "a million homes"),
        ("found", "every child"),
        ("found", "all children"),
        ("found", "housing for all"),
        ("found", "nobody is cold"),
        ("found", "no child goes hungry"),
        ("found", "one in ten"),
        ("found", "twice as many"),
        ("found", "climate neutral"),
        ("found", "within 45 minutes"),
        ("found", "at most 1.5 °C"),
        ("found", "rise by four"),
        ("found", "extend the healthy lives of the people of Utrecht by five years"),
        ("found", "end hunger"),
        ("ask", "fewer cars"),
        ("ask", "significantly reduce waste"),
        ("ask", "a fund of €250 million"),
        ("ask", "launch 50 pilot projects"),
        ("ask", "all ministries"),
        ("ask", "the leading hub in Europe"),
        ("not found", "by 2030"),
        ("not found", "within ten years"),
        ("not found", "on 12 March 2031"),
        ("not found", "Agenda 2030, Horizon 2020, COVID-19, Article 5, SDG 11 and the G20"),
        ("not found", "Regulation (EU) 2021/241"),
        ("not found", "CO2, 5G and PM2.5"),
        ("not found", "no longer, no later than, after all"),
        ("not found", "every year"),
        ("not found", "all relevant sectors"),
        ("not found", "the third sector"),
        ("not found", "In 2019, 120 people died."),
        ("not found", "people over 65 and children under six"),
        ("not found", "a 16 to 24 year old"),
        ("not found", "1. Clean air 2. Clean water"),
    ],
)
def test_a_target_is(verdict: str, draft: str) -> None:
    assert finding(draft, "target").verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "draft"),
    [
        ("found", "Children breathe clean air on their way to school."),
        ("found", "Nobody in Leeds waits a year for a dentist."),
        ("found", "Restore the wetlands of the delta."),
        ("found", "housing for all"),
        ("ask", "A better future."),
        ("ask", "sustainable and inclusive growth"),
        ("ask", "Halve emissions."),
        ("not found", "Adopt an action plan."),
        ("not found", "Launch a platform in Leeds."),
    ],
)
def test_a_direction_is(verdict: str, draft: str) -> None:
    assert finding(draft, "direction").verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "draft"),
    [
        ("found", "with companies and universities"),
        ("found", "Parents and teachers plan the lessons."),
        ("found", "together with residents"),
        ("found", "a citizens' assembly decides"),
        ("ask", "with all relevant stakeholders"),
        ("ask", "co-created"),
        ("not found", "for families"),
        ("not found", "tax relief for small companies"),
        ("not found", "Families with children find a flat."),
        ("not found", "The ministry adopts a plan."),
    ],
)
def test_who_has_a_part_is(verdict: str, draft: str) -> None:
    assert finding(draft, "beyond_government").verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "draft"),
    [
        ("found", "instead of building roads"),
        ("found", "We stop counting cars."),
        ("found", "Tenants try out three heating plans first."),
        ("found", "The rules on parking change."),
        ("found", "shift money from hospitals to clinics"),
        ("ask", "innovative solutions"),
        ("ask", "a new approach"),
        ("not found", "We try to do our best."),
        ("not found", "We continue the programme."),
    ],
)
def test_another_way_is(verdict: str, draft: str) -> None:
    assert finding(draft, "differently").verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "draft"),
    [
        ("found", "new habits at the table"),
        ("found", "an app, and a law that makes it count"),
        ("not found", "an app"),
        ("not found", "Digitise all hospitals."),
        ("not found", "smart sensors and a data platform"),
        ("ask", "clean air"),
        ("ask", "restored habitats, of course"),
    ],
)
def test_what_stands_besides_technology_is(verdict: str, draft: str) -> None:
    assert finding(draft, "not_only_technology").verdict == verdict


# Missions as the shipped notes tell of them: the first words of the statement, then what it has.
TOLD = [
    ("Caring for Soil (Life)", "Its target: Of EU soils", "not found", "found"),
    ("Mission Starfish (Oceans and Waters)", "Its target: By 2030, clean", "found", "not found"),
    ("", "Charged with adding five years", "found", "found"),
]


@pytest.mark.parametrize(("lead", "starts", "date", "target"), TOLD)
def test_a_mission_of_the_notes_has_its_year_and_its_number(
    lead: str, starts: str, date: str, target: str
) -> None:
    [said] = [
        each
        for note in seed_notes().notes
        for each in note.statements
        if each.text.startswith(starts) and (not lead or lead in each.leads)
    ]

    found = verdicts(said.text)

    assert (found["date"], found["target"]) == (date, target)


def test_what_was_found_is_marked_with_the_drafts_own_words() -> None:
    draft = "By 2035, no one in Aarhus sleeps rough: housing associations find a home first."

    found = {each.criterion: each.words for each in checking.findings(draft, shipped_criteria())}

    assert found["direction"] == ("no one in Aarhus sleeps rough",)
    assert found["date"] == ("By 2035",)
    assert found["target"] == ("no one",)
    assert found["beyond_government"] == ("housing associations",)


def test_technology_alone_is_named() -> None:
    assert finding("Build an AI platform.", "not_only_technology").words == ("AI platform",)


def test_few_words_are_marked_and_each_once() -> None:
    words = finding("Zero waste. Zero waste. Zero noise. Zero deaths. Zero litter.", "target").words
    assert words == ("Zero waste", "Zero noise", "Zero deaths")
    assert all(len(each) <= 90 for each in finding("Children have " + "x" * 900, "direction").words)


@pytest.mark.parametrize(
    "draft",
    [
        "- Zero deaths\n- By 2030\n- with schools",
        "* Zero deaths\n* By 2030\n* with schools",
        "Zero deaths\n\nBy 2030\n\nwith schools",
    ],
)
def test_points_and_paragraphs_are_read_apart(draft: str) -> None:
    found = {each.criterion: each.words for each in checking.findings(draft, shipped_criteria())}
    assert found["direction"] == ("Zero deaths",)
    assert found["date"] == ("By 2030",)
    assert found["beyond_government"] == ("with schools",)


@pytest.mark.parametrize(
    ("unread", "draft"),
    [
        ("empty", ""),
        ("empty", "  \n "),
        ("empty", "🚀🚀 ✨"),
        ("empty", ":rocket: :tada::+1:"),
        ("empty", "2030 !!!"),
        ("long", "word " * 601),
        ("long", "x" * 40_000),
        ("", "x" * 3_000),
        ("", ":rocket: Zero waste"),
    ],
)
def test_a_draft_is_not_read_where_it_is(unread: str, draft: str) -> None:
    assert checking.unread(draft) == unread


SAID = Statement("s", Citation("a_note", 3, "v", (Seconds("00:01:00", 60),)), "True missions differ.")


def test_a_criterion_whose_statement_is_not_told_has_no_line() -> None:
    check = checking.check("Zero waste", shipped_criteria(), [SAID], SHELF)
    assert [each.line for each in check.findings] == [None] * 6


def test_a_criterion_has_the_line_of_its_statement() -> None:
    told = [each for note in seed_notes().notes for each in note.statements]

    check = checking.check("Zero waste", shipped_criteria(), told, SHELF)

    lines = [each.line for each in check.findings]
    assert all(each and each.links for each in lines)
    assert lines[4]
    assert "true missions must do things differently" in lines[4].text


@given(st.text(max_size=400))
def test_any_draft_is_read(draft: str) -> None:
    for each in checking.findings(draft, shipped_criteria()):
        assert each.verdict == "found" or each.ask
        assert all(words.strip() for words in each.words)


@pytest.mark.parametrize(
    "words",
    [
        "1,1",
        "people ",
        "in the Aaa ",
        "a, ",
        "the first half of the ",
        "every ",
        "-",
        "\n- ",
        "by the end of ",
    ],
)
def test_a_draft_that_repeats_itself_is_read_to_its_end(words: str) -> None:
    # A pattern that tries every way would take minutes.
    assert len(checking.findings((words * 3_000)[:3_000], shipped_criteria())) == 6
