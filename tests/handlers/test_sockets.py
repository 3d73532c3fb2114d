"""Over sockets: several share the work, each thing is answered once, and an end leaves nothing half done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.journal import Journal
from bot.model import Answer, Kind
from bot.settings import Settings, load
from handlers import runtime
from handlers.desk import Desk
from handlers.manifest import manifest
from handlers.playground import Playground
from handlers.playground.refusals import Json, Refusal
from handlers.sockets import connected
from handlers.starting import bot_of
from handlers.voice import client
from tests.handlers.fakes import FakeCasebook
from tests.handlers.test_in_the_playground import LAB, Office


class House:
    """A bot with two sockets in a playground."""

    def __init__(self, playground: Playground, desk: Desk, office: Office, casebook: FakeCasebook) -> None:
        self.playground, self.desk, self.office, self.casebook = playground, desk, office, casebook

    async def mention(self, words: str) -> None:
        await self.office.do("message", channel=LAB, text=f"@casebook {words}")

    async def answers(self) -> list[dict[str, Any]]:
        return [m for m in await self.office.messages() if m.get("bot_id")]

    async def open(self, number: int) -> None:
        """Waits until so many sockets are open."""
        async with asyncio.timeout(20):
            while await self.desk.signs.connected() != number:  # noqa: ASYNC110  the SDK tells nobody
                await asyncio.sleep(0.01)


@pytest.fixture
async def playground(tmp_path: Path) -> AsyncIterator[Playground]:
    started = Playground(manifest(load({}, tmp_path)), ack_seconds=0.5)
    await started.start()
    yield started
    await started.stop()


@asynccontextmanager
async def housed(playground: Playground, folder: Path, **settings: object) -> AsyncIterator[House]:
    read = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{folder / 'j.db'}"}, folder)
    local: Settings = replace(runtime._local(read, playground), connections=2, **settings)  # type: ignore[arg-type]
    casebook, journal = FakeCasebook(), Journal(local.database_url)
    desk = Desk(casebook, journal, local, lambda: 1_700_000_000.0)
    web = client(local.bot_token, local.api_url)
    app = runtime.build(web, runtime.only(bot_of(local, await web.auth_test())), desk)
    async with connected(app, desk), aiohttp.ClientSession() as session:
        yield House(playground, desk, Office(playground.url, session), casebook)
    desk.close()
    journal.close()


@pytest.fixture
async def house(playground: Playground, tmp_path: Path) -> AsyncIterator[House]:
    async with housed(playground, tmp_path) as opened:
        yield opened


def links(house: House) -> list[Any]:
    return list(house.playground._sockets._connections)


async def test_as_many_sockets_are_opened_as_the_settings_say(house: House) -> None:
    await house.open(2)
    assert len(links(house)) == 2


async def test_the_loss_of_one_socket_is_not_noticed_by_anybody(house: House) -> None:
    await house.open(2)
    await links(house)[0].close()
    await house.mention("vinnova")
    await house.office.until(lambda m: "biodiversity" in m["text"])
    await house.open(2)


async def test_what_is_sent_again_over_another_socket_is_answered_once(house: House) -> None:
    sockets, sent = house.playground._sockets, []
    send = sockets.send

    async def twice(kind: str, payload: Json, **extra: Any) -> Json:  # noqa: ANN401  as the playground has it
        sent.append(kind)
        first = await send(kind, payload, **extra)
        await send(kind, payload, **extra)
        return first

    sockets.send = twice  # type: ignore[method-assign]
    await house.mention("vinnova")
    await house.office.until(lambda m: "biodiversity" in m["text"])
    assert sent
    await asyncio.sleep(0.1)
    assert len(await house.answers()) == 1


async def test_a_command_that_comes_in_the_same_envelope_again_is_done_once(house: House) -> None:
    senders = [link.send_json for link in links(house)]

    async def over_each(envelope: Json) -> None:
        for send in senders:
            await send(envelope)

    for link in links(house):
        link.send_json = over_each
    await house.office.do("message", channel=LAB, text="/mission vinnova")
    await house.office.until(lambda m: "biodiversity" in m["text"])
    await asyncio.sleep(0.1)
    assert len(house.casebook.asked) == 1


async def test_an_envelope_that_is_being_answered_at_the_end_is_acknowledged(
    playground: Playground, tmp_path: Path
) -> None:
    begun, go_on, over, refused = asyncio.Event(), asyncio.Event(), asyncio.Event(), list[Refusal]()
    send = playground._sockets.send

    async def heard(kind: str, payload: Json, **extra: Any) -> Json:  # noqa: ANN401  as the playground has it
        try:
            return await send(kind, payload, **extra)
        except Refusal as refusal:
            refused.append(refusal)
            raise
        finally:
            over.set()

    playground._sockets.send = heard  # type: ignore[method-assign]
    async with housed(playground, tmp_path) as house:
        ask = house.desk.casebook.ask

        async def slow(_: object, *args: str, **named: Kind) -> Answer:
            begun.set()
            await go_on.wait()
            return ask(*args, **named)

        object.__setattr__(house.desk, "question", slow)
        await house.mention("vinnova")
        await begun.wait()
        house.desk.signs.stopped.set()
        asyncio.get_running_loop().call_later(0.05, go_on.set)
    await over.wait()
    assert refused == []


async def test_what_comes_after_the_end_began_is_left_to_slack(house: House) -> None:
    house.desk.signs.stopped.set()
    await house.mention("vinnova")
    await asyncio.sleep(0.2)
    assert await house.answers() == []
    assert not any(each.done() for each in house.playground._sockets._deliveries)
