"""A balancer before some replicas: hands each connection to the next one that takes it, and writes down which did."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

_NOBODY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_NAMED = re.compile(rb"\r\nX-Sent: (\S+)\r\n", re.IGNORECASE)


@dataclass
class Balancer:
    """`lives` is which process listens at a port, as whoever begins them says; `taken` which one took each request."""

    ports: Sequence[int]
    lives: dict[int, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    url: str = ""
    _turn: int = 0
    _carrying: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        server = await asyncio.start_server(self._begin, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield
        server.close()
        for each in self._carrying:
            each.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._carry(reader, writer))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = await reader.readuntil(b"\r\n\r\n")
            found = await self._replica()
            if found is None:
                writer.write(_NOBODY)
            else:
                port, from_it, to_it = found
                if named := _NAMED.search(head):
                    self.taken[named[1].decode()] = self.lives.get(port, 0)
                to_it.write(head)
                onward = asyncio.create_task(_pipe(reader, to_it))
                await _pipe(from_it, writer)
                onward.cancel()
                to_it.close()
        writer.close()

    async def _replica(self) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self.ports:
            self._turn += 1
            port = self.ports[self._turn % len(self.ports)]
            with suppress(OSError):
                return port, *await asyncio.open_connection("127.0.0.1", port)
        return None


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
