"""The workflow step: a question in, a text, a link and a case out; through the real app and a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import load
from handlers.manifest import manifest
from handlers.playground import Playground
from tests.handlers.fakes import FakeCasebook
from tests.handlers.test_in_the_playground import LAB, Office, served

STEP = "find_mission_case"


@pytest.fixture
def notes() -> FakeCasebook:
    return FakeCasebook()


@pytest.fixture
async def office(notes: FakeCasebook, tmp_path: Path) -> AsyncIterator[Office]:
    given = {"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}", "CASEBOOK_STEP": "yes"}
    async with served(notes, load(given, tmp_path), 3.0) as opened:
        yield opened


@pytest.fixture
def playground(office: Office) -> Playground:
    assert office.playground
    return office.playground


async def test_a_question_is_answered_for_the_steps_that_follow(
    office: Office, playground: Playground, notes: FakeCasebook
) -> None:
    before = await office.messages()
    given = {"question": "vinnova & streets", "kind": "Challenges", "country": "Sweden"}
    ended = await playground.run_step(STEP, given)
    assert notes.asked[-1] == ("vinnova & streets in Sweden", "challenge")
    assert "Streets became places for biodiversity." in ended["outputs"]["text"]
    assert ended["outputs"]["link"] == "https://www.youtube.com/watch?v=PMeGhXxyupE&t=4453s"
    assert ended["outputs"]["case"] == "Vinnova"
    assert await office.messages(channel=LAB) == before


async def test_kind_and_country_may_be_left_out(playground: Playground, notes: FakeCasebook) -> None:
    await playground.run_step(STEP, {"question": "vinnova", "kind": "", "country": ""})
    assert notes.asked[-1] == ("vinnova", None)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("porto alegre", "The notes have nothing on this. No note mentions Porto Alegre."),
        ("", "The step has no question."),
        (":tada:", "The step has no question."),
    ],
)
async def test_where_there_is_nothing_to_hand_on_it_fails_with_a_sentence(
    playground: Playground, question: str, says: str
) -> None:
    ended = await playground.run_step(STEP, {"question": question})
    assert ended["error"].startswith(says)
    assert "outputs" not in ended


async def test_a_fault_of_ours_fails_it_without_a_word_of_the_question(
    playground: Playground, notes: FakeCasebook, caplog: pytest.LogCaptureFixture
) -> None:
    notes.raises = [RuntimeError("the mayor")]
    ended = await playground.run_step(STEP, {"question": "the mayor"})
    assert ended["error"].startswith("That went wrong on my side")
    assert "mayor" not in caplog.text


def test_the_manifest_has_the_step_only_where_the_setting_is_on(tmp_path: Path) -> None:
    without, given = (manifest(load({"CASEBOOK_STEP": each}, tmp_path)) for each in ("no", "yes"))
    assert "functions" not in without
    assert "function_runtime" not in without["settings"]
    assert without["settings"]["org_deploy_enabled"] is False
    assert given["settings"]["function_runtime"] == "remote"
    assert given["settings"]["org_deploy_enabled"] is True
    assert "function_executed" in given["settings"]["event_subscriptions"]["bot_events"]
    step = given["functions"][STEP]
    required = {name: each["is_required"] for name, each in step["input_parameters"].items()}
    assert required == {"question": True, "kind": False, "country": False}
    assert list(step["output_parameters"]) == ["text", "link", "case"]
    assert all(name == each["name"] for name, each in step["input_parameters"].items())
