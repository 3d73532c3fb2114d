"""The whole bot, over a real socket, in the workspace on this machine, with the notes that are shipped."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.casebook import Casebook
from bot.journal import Journal
from bot.settings import Settings, load
from bot.shipped import shipped_language
from handlers import runtime
from handlers.blocks import buttons, limits
from handlers.blocks.buttons import Ticket
from handlers.blocks.seconds import key
from handlers.manifest import manifest
from handlers.playground import Playground
from tests.bot.library import LINK
from tests.handlers.fakes import FakeCasebook, elements, labels

ADA, BO, LAB, GENERAL = "U0ADALIND", "U0BOOKAFOR", "C0MISSIONLAB", "C0GENERAL"


@pytest.fixture
def casebook(seeds_index: Path) -> Casebook:
    return Casebook(seeds_index, shipped_language(), LINK)


class Office:
    """What people do in the playground's page, and what they see there."""

    def __init__(
        self, url: str, session: aiohttp.ClientSession, playground: Playground | None = None
    ) -> None:
        self.url, self._session, self.playground = url, session, playground

    async def do(self, deed: str, person: str = ADA, **given: object) -> dict[str, Any]:
        answered = await self._session.post(f"{self.url}/page/{deed}", json={"as": person, **given})
        done: dict[str, Any] = await answered.json()
        assert done["ok"], done
        return done

    async def messages(self, person: str = ADA, channel: str = LAB) -> list[dict[str, Any]]:
        state = await (await self._session.get(f"{self.url}/page/state", params={"as": person})).json()
        found = next(c["messages"] for c in state["channels"] if c["id"] == channel)
        return [{**message, "channel": channel} for message in found]

    async def direct(self, person: str = ADA) -> str:
        state = await (await self._session.get(f"{self.url}/page/state", params={"as": person})).json()
        return str(next(c["id"] for c in state["channels"] if c["im"]))

    async def said(self, words: str, channel: str = LAB) -> dict[str, Any]:
        """The bot's answer to words."""
        before = {m["ts"] for m in await self.messages(channel=channel)}
        await self.do("message", channel=channel, text=words)
        return await self.until(
            lambda m: m["ts"] not in before and bool(m.get("bot_id")) and bool(m["text"]), channel=channel
        )

    async def until(
        self, fits: Callable[[dict[str, Any]], bool], person: str = ADA, channel: str = LAB
    ) -> dict[str, Any]:
        for _ in range(300):
            if found := [m for m in await self.messages(person, channel) if fits(m)]:
                message: dict[str, Any] = {k: found[-1][k] for k in ("text", "blocks") if k in found[-1]}
                assert limits.check(message, "message") == ()
                return found[-1]
            await asyncio.sleep(0.01)
        raise AssertionError([m["text"] for m in await self.messages(person, channel)])

    async def dialog(self, person: str = ADA) -> dict[str, Any]:
        """The dialog on somebody's screen."""
        for _ in range(300):
            state = await (await self._session.get(f"{self.url}/page/state", params={"as": person})).json()
            if state["modals"]:
                view: dict[str, Any] = state["modals"][-1]
                return view
            await asyncio.sleep(0.01)
        raise AssertionError("no dialog was opened")

    async def submit(self, view: dict[str, Any], person: str = ADA, **values: str) -> dict[str, Any]:
        """Sends a dialog off, with a value for each input's block."""
        inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
        given = {
            name: {name: _chosen(inputs[name], value) if name in inputs else {}}
            for name, value in values.items()
        }
        return await self.do("submit", person, view_id=view["id"], values=given)

    async def press(self, message: dict[str, Any], action: str, person: str = ADA) -> None:
        block = next(
            b for b in message["blocks"] for e in b.get("elements", ()) if e.get("action_id") == action
        )
        where = {"channel": message["channel"], "ts": message["ts"]}
        await self.do("action", person, **where, block_id=block["block_id"], action_id=action)


def _chosen(element: dict[str, Any], value: str) -> dict[str, Any]:
    if element["type"] == "static_select":
        option = next(each for each in element["options"] if value in each["text"]["text"])
        return {"type": element["type"], "selected_option": option}
    return {"type": element["type"], "value": value}


@asynccontextmanager
async def playing(
    casebook: Casebook, settings: Settings, clock: Callable[[], float] = time.time
) -> AsyncIterator[Office]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    journal, stop = Journal(settings.database_url), asyncio.Event()
    bot = asyncio.create_task(runtime.play(settings, casebook, journal, clock, port, stop=stop))
    async with aiohttp.ClientSession() as session:
        office = Office(f"http://127.0.0.1:{port}", session)
        await _connected(office)
        yield office
    stop.set()
    await asyncio.wait_for(bot, 10)
    journal.close()


@pytest.fixture
async def office(casebook: Casebook, tmp_path: Path) -> AsyncIterator[Office]:
    settings = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}, tmp_path)
    async with playing(casebook, settings) as opened:
        yield opened


async def _connected(office: Office) -> None:
    """Asks for help until the bot hears it, and no more: a second answer would come amid the test."""
    asked = 0
    for _ in range(500):
        with suppress(aiohttp.ClientError):
            told = [message["text"] for message in await office.messages()]
            if any("Casebook answers" in text for text in told):
                return
            if asked == sum("failed with the error" in text for text in told):
                await office.do("message", channel=LAB, text="/mission help")
                asked += 1
        await asyncio.sleep(0.02)
    raise AssertionError("the bot did not connect")


async def test_a_private_answer_is_shared_once_and_removed_by_whoever_shared_it(office: Office) -> None:
    answer = await office.said("/mission vinnova")
    assert answer["ephemeral"]
    assert "Sweden · Vinnova" in answer["text"]
    await office.press(answer, "share")
    shared = await office.until(lambda m: f"Shared by <@{ADA}>" in m["text"], BO)
    await office.press(shared, "remove", BO)
    await office.until(lambda m: "Only the person who asked" in m["text"], BO)
    await office.press(shared, "remove", ADA)
    for _ in range(100):
        if all(m["ts"] != shared["ts"] for m in await office.messages(BO)):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the shared answer was not removed")


async def test_an_answer_can_be_shared_where_the_bot_is_no_member(office: Office) -> None:
    answer = await office.said("/mission vinnova", channel=GENERAL)
    await office.press(answer, "share")
    await office.until(lambda m: "Shared by" in m["text"], BO, GENERAL)


async def test_a_mention_is_answered_in_its_thread_once(office: Office) -> None:
    answer = await office.said("@casebook challenges in Sweden")
    await asyncio.sleep(0.1)
    replies = [m for m in await office.messages(BO) if m.get("thread_ts") == answer["thread_ts"]]
    assert [bool(m.get("bot_id")) for m in replies].count(True) == 1
    assert "Remove" in labels(answer)


async def test_a_direct_message_is_answered_beside_it(office: Office) -> None:
    answer = await office.said("what did Health Holland try?", channel=await office.direct())
    assert "thread_ts" not in answer
    assert "Holland" in answer["text"]


async def test_pages_turn_and_turn_back(office: Office) -> None:
    first = await office.said("/mission citizens")
    assert "More" in labels(first)
    await office.press(first, "more")
    second = await office.until(lambda m: m["ts"] == first["ts"] and m["text"] != first["text"])
    await office.press(second, "back")
    await office.until(lambda m: m["text"] == first["text"])


async def test_the_buttons_of_an_answer_answer(office: Office) -> None:
    answer = await office.said("@casebook vinnova")
    await office.press(answer, "case", BO)
    card = await office.until(lambda m: "What was tried" in m["text"], BO)
    assert card["ephemeral"]
    await office.press(answer, "challenges", BO)
    thumbs = next(e for e in elements(answer) if e["type"] == "feedback_buttons")
    block = next(b for b in answer["blocks"] if thumbs in b.get("elements", ()))
    await office.do(
        "action", BO, channel=LAB, ts=answer["ts"], block_id=block["block_id"],
        action_id=thumbs["action_id"], value=thumbs["positive_button"]["value"],
    )  # fmt: skip
    await office.until(lambda m: "Thank you." in m["text"], BO)


async def test_the_suggested_prompts_are_answered(office: Office) -> None:
    channel = await office.direct()
    for prompt in manifest(load({}, Path()))["features"]["agent_view"]["suggested_prompts"]:
        answer = await office.said(prompt["message"], channel=channel)
        assert not answer["text"].startswith(("The notes have nothing", "Nothing"))


async def test_the_notes_may_be_silent(office: Office) -> None:
    answer = await office.said("/mission quantum teleportation of walruses")
    assert answer["text"].startswith("The notes have nothing on this.")


async def test_every_case_and_every_word_of_help_is_a_message_slack_takes(office: Office) -> None:
    for words in (
        "help",
        "topics",
        "privacy",
        "today",
        "case",
        "case Vinnova",
        "case Health Holland",
        "case x",
    ):
        await office.said(f"/mission {words}")


class Stumbling(FakeCasebook):
    """Fails the first time it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.raises = [RuntimeError("once")]


async def test_what_failed_is_sent_again_and_answered(tmp_path: Path) -> None:
    settings = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}, tmp_path)
    async with served(Stumbling(), settings) as office:
        await office.do("message", channel=LAB, text="@casebook vinnova")
        await office.until(lambda m: "That went wrong on my side" in m["text"])
        await office.until(lambda m: "Streets became places" in m["text"])


async def test_it_goes_on_after_slack_asks_it_to_connect_anew(tmp_path: Path) -> None:
    settings = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}, tmp_path)
    async with served(FakeCasebook(), settings) as office:
        assert office.playground
        await office.playground.disconnect()
        answer = await office.said("/mission vinnova")
        assert "Streets became places" in answer["text"]


@asynccontextmanager
async def served(
    casebook: Casebook, settings: Settings, ack_seconds: float = 0.3, clock: Callable[[], float] = time.time
) -> AsyncIterator[Office]:
    """`casebook serve` against a playground that sends again what is not acknowledged at once."""
    playground = Playground(manifest(settings), ack_seconds=ack_seconds)
    await playground.start()
    given = replace(
        settings,
        api_url=playground.api_url,
        bot_token=playground.bot_token,
        app_token=playground.app_token,
    )
    journal, stop = Journal(settings.database_url), asyncio.Event()
    bot = asyncio.create_task(runtime.serve(given, casebook, journal, clock, stop=stop))
    async with aiohttp.ClientSession() as session:
        office = Office(playground.url, session, playground)
        await _connected(office)
        yield office
    stop.set()
    await asyncio.wait_for(bot, 10)
    journal.close()
    await playground.stop()


async def test_a_wrong_second_is_reported_corrected_and_linked_from_the_next_answer(office: Office) -> None:
    answer = await office.said("@casebook vinnova street")
    assert "t=4448s" in answer["text"]
    await office.press(answer, "wrong", BO)
    dialog = await office.dialog(BO)
    assert (await office.submit(dialog, BO, which="▶ 1:14:13", right="2:23:01"))["errors"] == {
        "right": "The talk ends at 2:23:00. Write a second before that, such as 21:18 or 1:14:13."
    }
    await office.submit(dialog, BO, which="▶ 1:14:13", right="1:14:20")
    assert "Thank you." in str((await office.dialog(BO))["blocks"])

    waiting = await office.said("/mission gaps")
    assert waiting["ephemeral"]
    assert "Suggested: 1:14:20. Reported once." in waiting["text"]
    await office.press(waiting, "correct")
    await office.submit(await office.dialog(), right="1:14:20")
    assert "Done." in str((await office.dialog())["blocks"])

    after = await office.said("@casebook vinnova street")
    assert "t=4455s" in after["text"]
    assert "t=4448s" not in after["text"]
    await office.press(after, "why", BO)
    await office.until(lambda m: "A curator corrected 01:14:13 to 1:14:20." in m["text"], BO)


async def test_a_forged_press_of_somebody_who_is_no_curator_is_refused(
    casebook: Casebook, tmp_path: Path
) -> None:
    settings = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}, tmp_path)
    journal = Journal(settings.database_url)
    journal.review("engagement_with_civil_society", "s1", "01:14:13", 4460, time.time())
    async with served(casebook, replace(settings, curators=frozenset({ADA}))) as office:
        assert office.playground
        ticket = Ticket("review", key("s1", "01:14:13"))
        web = AsyncWebClient(office.playground.bot_token, base_url=office.playground.api_url)
        forged = buttons.row(*(buttons.button(action, ticket) for action in ("correct", "keep")))
        await web.chat_postMessage(channel=LAB, text="Forged", blocks=[forged])
        message = await office.until(lambda m: m["text"] == "Forged", BO)
        for action in ("correct", "keep"):
            before = len(await office.messages(BO))
            await office.press(message, action, BO)
            await office.until(lambda m: m["text"].startswith("That list is for the curators"), BO)
            assert len(await office.messages(BO)) == before + 1
        assert [each.asked for each in journal.reviews()] == [1]
        await office.press(message, "keep", ADA)
        await office.until(lambda m: "is off the list" in m["text"])
    assert journal.reviews() == ()
    journal.close()
