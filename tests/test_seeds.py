"""The notes and tables in seeds/ are whole: every stamp, fact and link that Casebook ships with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answers import criteria
from bot.model import Note, Statement
from bot.notes.reading import read

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

COCREATION = "cocreation_and_stakeholder_engagement_in_mission_setting"
COLLABORATION = "collaboration_between_governments_and_citizens"
ENGAGEMENT = "engagement_with_civil_society"
INTEGRATING = "integrating_missionoriented_approaches_in_government_and_policymaking"
MISSIONS = "missions_and_public_sector_innovation"

# The note, its talk, its statements, its stamps, and the links in its statements.
NOTES = (
    (COCREATION, "-KQokCATILo", 40, 50, 8),
    (COLLABORATION, "fcq_hH4XFkc", 41, 38, 6),
    (ENGAGEMENT, "PMeGhXxyupE", 36, 32, 6),
    (INTEGRATING, "-KQokCATILo", 76, 69, 13),
    (MISSIONS, "nNEvchGUlhg", 93, 92, 12),
)

# The note, a stamp as it is written there, and words of the fact it stands beside.
FACTS = (
    (COCREATION, "16:16:16", ("Mazzucato", "IIPP", "market fixing", "market shaping", "market co-creating")),
    (COCREATION, "01:41:40", ("quadruple helix", "government", "entrepreneurs", "researchers", "citizens")),
    (COCREATION, "01:16:27", ("School children", "urban designers", "streets")),
    (COCREATION, "01:25:08", ("6,000", "startups", "innovative companies")),
    (COCREATION, "01:45:10", ("Tom de Luise", "dementia", "whole village", "bakeries", "municipalities")),
    (
        COCREATION,
        "01:57:52",
        ("London", "safer end of engineered life", "trade unions", "oil and gas majors"),
    ),
    (COCREATION, "02:11:40", ("months", "over a year", "scope")),
    (COCREATION, "01:17:00", ("procurement", "can be rigid", "anti-collaboration")),
    (COLLABORATION, "01:57:00", ("2015", "legislation", "experimentation", "ecosystemic approaches")),
    (COLLABORATION, "02:46:00", ("Our Public Service 2020", "by 2030 and beyond")),
    (COLLABORATION, "01:00:15", ("regulatory greenhouses", "rather than sandboxes", "in real conditions")),
    (COLLABORATION, "01:17:00", ("seven", "life events", "Norway", "seamless public services")),
    (COLLABORATION, "03:22:00", ("trust of government in its citizens", "anticipatory innovation")),
    (ENGAGEMENT, "00:35:21", ("five years", "2040", "Health Holland", "Dutch")),
    (ENGAGEMENT, "00:27:35", ("Vinnova", "prime minister", "school children")),
    (ENGAGEMENT, "00:54:34", ("Denmark", "Sweden", "strong democracies")),
    (ENGAGEMENT, "00:52:53", ("Greta Thunberg", "Social movements")),
    (ENGAGEMENT, "00:38:30", ("lock-in effect", "core teams")),
    (INTEGRATING, "00:08:16", ("European Commission", "€100 billion")),
    (INTEGRATING, "00:27:44", ("17", "169 targets")),
    (INTEGRATING, "00:31:39", ("250 social housing estates", "carbon neutrality")),
    (INTEGRATING, "00:32:22", ("KfW", "loans", "conditionalities")),
    (INTEGRATING, "00:41:14", ("HR structures", "procurement", "anti-collaboration")),
    (INTEGRATING, "01:20:14", ("2 million meals", "health and sustainability", "regenerative agriculture")),
    (INTEGRATING, "01:21:03", ("300-400 organizations",)),
    (INTEGRATING, "01:40:49", ("decreasing health inequalities", "in good health for Dutch citizens")),
    (MISSIONS, "00:00:26", ("COVID-19", "preventing future global crises")),
    (MISSIONS, "00:13:48", ("broad, objective statement", "timeline", "directionality")),
    (MISSIONS, "00:04:47", ("3 million lives", "2030")),
    (MISSIONS, "00:05:29", ("75%", "EU soils")),
    (MISSIONS, "00:10:14", ("70% by 2030", "net-zero by 2050")),
    (MISSIONS, "00:50:52", ("stop or finance new initiatives", "governance models")),
    (MISSIONS, "01:05:40", ("Japan", "2060")),
    (MISSIONS, "01:27:05", ("Missions Action Lab", "action research")),
)


@cache
def note(name: str) -> Note:
    found = read(name, (SEEDS / "notes" / f"{name}.md").read_text(encoding="utf-8"))
    assert found is not None
    return found


@cache
def table(name: str) -> dict[str, Any]:
    loaded = yaml.load((SEEDS / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    assert isinstance(loaded, dict)
    return loaded


def stamps(statement: Statement) -> list[str]:
    return [each.raw for each in statement.citation.seconds]


def test_there_are_five_notes_and_no_other_file_beside_them() -> None:
    assert sorted(path.name for path in (SEEDS / "notes").iterdir()) == [f"{name}.md" for name, *_ in NOTES]


@pytest.mark.parametrize(("name", "video", "statements", "stamped", "links"), NOTES, ids=str)
def test_a_note_holds_all_its_statements_stamps_and_links(
    name: str, video: str, statements: int, stamped: int, links: int
) -> None:
    found = note(name)
    assert found.video == video
    assert len(found.statements) == statements
    assert sum(len(stamps(each)) for each in found.statements) == stamped
    assert len(found.links) == links


def test_the_notes_hold_281_stamps_286_statements_and_45_links() -> None:
    held = [each for name, *_ in NOTES for each in note(name).statements]
    assert sum(len(stamps(each)) for each in held) == 281
    assert len(held) == 286
    assert sum(len(each.links) for each in held) == 45


@pytest.mark.parametrize("name", [name for name, *_ in NOTES])
def test_a_note_is_read_without_a_problem(name: str) -> None:
    assert note(name).problems == ()


@pytest.mark.parametrize("name", [name for name, *_ in NOTES])
def test_every_stamp_says_the_same_to_a_reader_and_to_a_machine(name: str) -> None:
    text = (SEEDS / "notes" / f"{name}.md").read_text(encoding="utf-8")
    shown = [stamp for each in note(name).statements for stamp in stamps(each)]
    for stamp in shown:
        assert f'<a class="yt-timestamp" data-t="{stamp}">[{stamp}]</a>' in text
    assert text.count("<a ") == text.count("</a>") == len(shown)


@pytest.mark.parametrize(("name", "stamp", "words"), FACTS, ids=lambda each: str(each)[:24])
def test_a_fact_stands_beside_its_stamp(name: str, stamp: str, words: tuple[str, ...]) -> None:
    beside = [each.text for each in note(name).statements if stamp in stamps(each)]
    assert any(all(word in text for word in words) for text in beside), beside


@pytest.mark.parametrize("name", [name for name, *_ in NOTES])
def test_every_statement_ends_like_a_sentence(name: str) -> None:
    for each in note(name).statements:
        assert each.text.endswith((".", "!", "?", ":")), each.text
        assert not each.text.endswith(("..", " .", ",.", " :")), each.text


@pytest.mark.parametrize("name", [name for name, *_ in NOTES])
def test_no_statement_of_a_note_is_said_twice(name: str) -> None:
    texts = [each.text for each in note(name).statements]
    assert len(texts) == len(set(texts))


def test_the_tables_know_every_talk_and_no_other() -> None:
    assert set(table("videos.yaml")) == {video for _, video, *_ in NOTES}


def test_the_talks_lengths_are_known_or_how_far_they_run_at_least() -> None:
    lengths = {video: about["length"] for video, about in table("videos.yaml").items() if "length" in about}
    assert lengths == {"-KQokCATILo": "2:23:00", "PMeGhXxyupE": "1:18:30", "nNEvchGUlhg": "1:27:30"}
    assert table("videos.yaml")["fcq_hH4XFkc"]["at_least"] == "3:39:29"


def test_every_table_is_plain_yaml_without_anchors_aliases_or_tags() -> None:
    paths = sorted([*SEEDS.rglob("*.yaml"), *SEEDS.rglob("*.yml")])
    assert {path.name for path in paths} >= {"criteria.yaml", "lexicon.yaml", "videos.yaml"}
    for path in paths:
        text = path.read_text(encoding="utf-8")
        # What a team begins its own words with is comments alone.
        assert isinstance(yaml.load(text, Loader=yaml.BaseLoader) or {}, dict)  # noqa: S506
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            assert getattr(event, "anchor", None) is None, path
            assert getattr(event, "tag", None) is None, path


def test_there_are_six_criteria_each_with_a_question_and_what_to_ask_oneself() -> None:
    listed = criteria.build(table("criteria.yaml")).listed
    assert [each.id for each in listed] == [
        "direction",
        "date",
        "target",
        "beyond_government",
        "differently",
        "not_only_technology",
    ]
    for each in listed:
        assert each.question.endswith("?")
        assert each.ask.endswith(("?", "."))
        assert each.cues


@pytest.mark.parametrize(
    "asked", criteria.build(table("criteria.yaml")).listed, ids=lambda each: str(each.id)
)
def test_a_criterion_cites_one_statement_of_a_note(asked: criteria.Criterion) -> None:
    stamped = [each for each in note(asked.note).statements if asked.stamp in stamps(each)]
    assert len([each for each in stamped if asked.says in each.text]) == 1


def test_every_list_and_part_of_the_criteria_is_used() -> None:
    text = (SEEDS / "criteria.yaml").read_text(encoding="utf-8")
    held = table("criteria.yaml")
    assert [name for name in (*held["words"], *held["parts"]) if f"{{{name}}}" not in text] == []


def test_no_word_of_the_criteria_stands_in_its_list_twice() -> None:
    for words in table("criteria.yaml")["words"].values():
        assert len(words) == len(set(words))
