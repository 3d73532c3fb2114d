"""Tells systemd how the service is doing, where it wants to be told. Waits for no answer."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

Tell = Callable[[str], None]


def telling(address: str) -> Tell:
    """Sends lines such as READY=1 to the socket of NOTIFY_SOCKET; to an empty one nothing is sent."""
    # A name that begins with @ stands for one in no folder.
    there = f"\0{address[1:]}" if address.startswith("@") else address

    def tell(state: str) -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            if there:
                out.sendto(state.encode(), there)

    return tell
