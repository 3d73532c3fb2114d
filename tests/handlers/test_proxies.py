"""Through a proxy: the Web API, the answers and the sockets, encrypted as far as Slack; and past it where told."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.journal import Journal
from bot.settings import Settings, load
from handlers import runtime
from handlers.desk import Desk
from handlers.manifest import manifest
from handlers.playground import Playground
from handlers.sockets import connected
from handlers.starting import bot_of
from handlers.voice import client
from tests.handlers.fakes import FakeCasebook
from tests.handlers.test_in_the_playground import LAB, Office

HOST = "slack.test"


class Proxy:
    """Joins whoever says CONNECT to a port on this machine, and keeps what it was asked."""

    def __init__(self, port: int) -> None:
        self.port, self.asked, self.url = port, list[str](), ""

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        there, back = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(poured(reader, back), poured(there, writer))


async def poured(out: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await out.read(65536):
            into.write(some)
            await into.drain()
    into.close()


def certified(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server of that name shows, and what a client trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, pem = folder / "shown.pem", serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    shown.write_bytes(private + made.public_bytes(pem))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(shown)
    trusting = ssl.create_default_context(cadata=made.public_bytes(pem).decode())
    return server, trusting


@pytest.fixture
async def playground(tmp_path: Path) -> AsyncIterator[Playground]:
    started = Playground(manifest(load({}, tmp_path)))
    await started.start()
    yield started
    await started.stop()


async def test_the_web_api_and_the_socket_go_through_the_proxy(
    playground: Playground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody listens there: what went by the environment instead of the settings would fail.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    shown, trusted = certified(tmp_path)
    home = int(playground.url.rpartition(":")[2])
    playground._local.add(f"http://{HOST}")
    playground.workspace.url = f"https://{HOST}"
    inner = Proxy(home)

    async def decrypted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", inner.port)
        await asyncio.gather(poured(reader, back), poured(there, writer))

    secure = await asyncio.start_server(decrypted, "127.0.0.1", 0, ssl=shown)
    proxy = Proxy(secure.sockets[0].getsockname()[1])
    listening = await asyncio.start_server(proxy.join, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    read = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'j.db'}"}, tmp_path)
    settings = replace(
        runtime._local(read, playground),
        api_url=f"https://{HOST}/api/",
        https_proxy=f"http://user:word@127.0.0.1:{port}",
    )
    journal = Journal(settings.database_url)
    desk = Desk(FakeCasebook(), journal, settings, lambda: 1_700_000_000.0)
    web = client(settings.bot_token, settings.api_url, settings.proxy)
    web.ssl = trusted
    app = runtime.build(web, runtime.only(bot_of(settings, await web.auth_test())), desk)
    async with connected(app, desk), aiohttp.ClientSession() as session:
        office = Office(f"http://127.0.0.1:{home}", session)
        assert "biodiversity" in (await office.said("@casebook vinnova"))["text"]
        calls = len(proxy.asked)
    desk.close()
    journal.close()
    secure.close()
    listening.close()
    assert calls >= 4
    assert {asked.splitlines()[0] for asked in proxy.asked} == {f"CONNECT {HOST}:443 HTTP/1.1"}
    told = base64.b64encode(b"user:word").decode()
    assert all(f"Proxy-Authorization: Basic {told}" in asked for asked in proxy.asked)
    # Nothing that was said, and no token, is shown to the proxy.
    assert not any(settings.bot_token in asked or "vinnova" in asked for asked in proxy.asked)


def reached(**environment: str) -> str:
    return load(environment, Path("/nowhere")).proxy


PROXY = "http://proxy:3128"


@pytest.mark.parametrize(
    ("environment", "proxy"),
    [
        ({}, ""),
        ({"HTTPS_PROXY": PROXY}, PROXY),
        ({"https_proxy": PROXY}, PROXY),
        ({"HTTP_PROXY": PROXY}, ""),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "slack.com"}, ""),
        ({"HTTPS_PROXY": PROXY, "no_proxy": "example.org, .slack.com"}, ""),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "*"}, ""),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "lack.com,hooks.slack.com"}, PROXY),
        (
            {
                "HTTPS_PROXY": PROXY,
                "SLACK_API_URL": "https://api.slack-gov.com/api/",
                "NO_PROXY": "slack.com",
            },
            PROXY,
        ),
        ({"HTTPS_PROXY": PROXY, "SLACK_API_URL": "http://127.0.0.1:8100/api/"}, ""),
    ],
    ids=str,
)
def test_a_proxy_leads_to_slack_unless_slack_is_among_what_goes_without(
    environment: dict[str, str], proxy: str
) -> None:
    assert reached(**environment) == proxy


async def test_what_goes_without_a_proxy_does_so_whatever_the_environment_says(
    playground: Playground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    read = load({"CASEBOOK_DATABASE_URL": f"sqlite:///{tmp_path / 'j.db'}"}, tmp_path)
    settings: Settings = runtime._local(read, playground)
    journal = Journal(settings.database_url)
    desk = Desk(FakeCasebook(), journal, settings, lambda: 1_700_000_000.0)
    web = client(settings.bot_token, settings.api_url, settings.proxy)
    app = runtime.build(web, runtime.only(bot_of(settings, await web.auth_test())), desk)
    async with connected(app, desk), aiohttp.ClientSession() as session:
        office = Office(playground.url, session)
        assert "biodiversity" in (await office.said("@casebook vinnova"))["text"]
        await office.do("message", channel=LAB, text="/mission vinnova")
        await office.until(lambda m: bool(m.get("ephemeral")))
    desk.close()
    journal.close()
