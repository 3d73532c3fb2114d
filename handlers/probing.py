"""Asks the bot that runs on this machine how it is, for casebook healthcheck. Changes nothing."""

from __future__ import annotations

import aiohttp

# A probe of Docker's or a balancer's waits no longer.
_PATIENCE = aiohttp.ClientTimeout(total=5)
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  where it listens, not where it is asked
_UNSET = (
    "Set CASEBOOK_LISTEN to a host and a port, such as 127.0.0.1:3000, for serve and for healthcheck alike."
)


async def probed(address: tuple[str, int] | None) -> tuple[bool, str]:
    """Whether the bot that listens there lives and is ready, and a line that says so."""
    if address is None:
        return False, f"There is no address to ask. {_UNSET}"
    host, port = _ANYWHERE.get(address[0], address[0]), address[1]
    at = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
            for path in ("livez", "readyz"):
                async with session.get(f"http://{at}/{path}") as answered:
                    if answered.status != 200:
                        return False, f"{path}: {(await answered.text())[:200]}"
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False, f"Nobody answers at {at}. See that casebook serve runs there."
    return True, "ready"
