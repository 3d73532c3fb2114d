"""The playground is for this machine: what other sites make a browser send is refused."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from handlers.playground import Playground

Json = dict[str, Any]
STREETS, ADA = "C0STREETS", "U0ADALIND"

FOREIGN: list[Json] = [
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/page/message", "/api/auth.test", "/respond/x", "/link", "/"])
async def test_other_sites_are_refused(
    playground: Playground, session: aiohttp.ClientSession, headers: Json, path: str
) -> None:
    method = "GET" if path in {"/link", "/"} else "POST"
    async with session.request(method, playground.url + path, headers=headers) as response:
        assert response.status == 403


async def test_the_page_itself_is_let_in(playground: Playground, session: aiohttp.ClientSession) -> None:
    body = {"as": ADA, "channel": STREETS, "text": "hello"}
    port = playground.url.rsplit(":", 1)[1]
    for origin in (playground.url, f"http://localhost:{port}"):
        async with session.post(
            f"{playground.url}/page/message", json=body, headers={"Origin": origin}
        ) as response:
            assert response.status == 200
    async with session.get(playground.url) as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


async def test_it_listens_on_this_machine_only(playground: Playground) -> None:
    assert playground.url.startswith("http://127.0.0.1:")


async def test_a_foreign_host_is_refused_even_with_a_local_origin(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    headers = {"Host": "evil.example", "Origin": playground.url}
    async with session.get(playground.url, headers=headers) as response:
        assert response.status == 403
