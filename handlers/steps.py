"""The workflow step "Find a mission case": an answer for the steps that follow. Posts and keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape as unescaped

from bot.errors import NothingFound
from bot.model import Answer
from bot.sentences import plain
from handlers.blocks.answers import answer_page
from handlers.blocks.buttons import Ticket
from handlers.blocks.rich import clipped
from handlers.desk import Desk
from handlers.requests import Body, inputs
from handlers.words import NARROWED, has_words, heard

STEP = "find_mission_case"
# What the step is given, with whether it must be, and what it gives.
INPUTS: Mapping[str, bool] = {"question": True, "kind": False, "country": False}
OUTPUTS = ("text", "link", "case")


async def find(desk: Desk, body: Body) -> dict[str, str]:
    """The first page of the answer as plain text, its best link and its case, empty where there is none.

    Raises NothingFound where nothing was asked, or the notes are silent.
    """
    given = {name: heard(words) for name, words in inputs(body).items()}
    question, country = given.get("question", ""), given.get("country", "")
    if not has_words(question):
        raise NothingFound(plain("step_no_question"))
    asked = f"{question} in {country}" if country else question
    answer = await desk.question(
        desk.casebook.ask, asked, kind=NARROWED.get(given.get("kind", "").casefold())
    )
    # Nothing in it can be pressed, so it is for nobody's screen in particular.
    said = unescaped(clipped(answer_page(answer, Ticket(), "dialog").text))
    if answer.tier == "nothing":
        raise NothingFound(said)
    return {
        "text": said,
        "link": _link(answer),
        "case": next(filter(None, (each.case for each in answer.groups)), ""),
    }


def _link(answer: Answer) -> str:
    links = (link.url for group in answer.groups for line in group.lines for link in line.links)
    return next(filter(None, links), "")
