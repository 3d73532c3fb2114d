"""A Slack for one, on this machine: a Bolt bot runs in it unchanged. Never leaves 127.0.0.1."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from handlers.playground.interactions import Interactions
from handlers.playground.page import Page
from handlers.playground.refusals import Refusal
from handlers.playground.sockets import Sockets
from handlers.playground.web_api import WebApi, arguments
from handlers.playground.workspace import Workspace

__all__ = ["Playground"]

_log = logging.getLogger(__name__)
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' https: data:; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# The Web API refuses in its answer; a response_url and the page refuse in HTTP too.
_REFUSED = {"api": 200, "respond": 400, "page": 403}


class Playground:
    """A workspace with three people, three channels and the app of a manifest.

    `clock` gives seconds since 1970; triggers, response_urls and rates go by it. `ack_seconds` is
    how long an acknowledgement may take, in real seconds; the pauses before an event is sent
    again stretch with it.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        clock: Callable[[], float] = time.time,
        ack_seconds: float = 3.0,
    ) -> None:
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-{secrets.token_hex(12)}"
        self.url = ""
        self._sockets = Sockets(manifest, clock, ack_seconds)
        bot = manifest.get("features", {}).get("bot_user", {}).get("display_name")
        bot = bot or manifest.get("display_information", {}).get("name", "App")
        self.workspace = Workspace(bot, clock, self._sockets.publish)
        self._interactions = Interactions(self.workspace, self._sockets, manifest)
        self._api = WebApi(self._interactions, manifest, (self.bot_token, self.app_token))
        self._page = Page(self._interactions, manifest)
        self._runner: web.AppRunner | None = None
        self._local: set[str] = set()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    async def start(self, port: int = 0) -> None:
        """Listens on 127.0.0.1; 0 is any free port. Raises OSError when the port is taken."""
        app = web.Application(middlewares=[self._guard])
        app.add_routes([
            web.route("*", "/api/{method}", self._api.handle),
            web.get("/link", self._sockets.link),
            web.post("/respond/{key}", self._respond),
            *self._page.routes(),
        ])  # fmt: skip
        app.on_response_prepare.append(_with_headers)
        # The page's event streams and the bot's sockets last until they are ended.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        here = runner.addresses[0][1]
        self.url = self.workspace.url = f"http://127.0.0.1:{here}"
        # A browser leaves port 80 out.
        self._local = {f"http://{name}:{here}".removesuffix(":80") for name in ("127.0.0.1", "localhost")}

    async def stop(self) -> None:
        if self._runner:
            self._sockets.close()
            await self._runner.cleanup()
            self._runner = None

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Asks the bot to connect anew, as Slack does every few hours."""
        await self._sockets.disconnect(reason)

    async def _respond(self, request: web.Request) -> web.Response:
        self._interactions.respond(request.match_info["key"], await arguments(request))
        return web.Response(text="ok")

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuses what another web site makes a browser send here."""
        host = f"http://{request.host}"
        if not {host, request.headers.get("Origin", host)} <= self._local:
            raise web.HTTPForbidden(text=f"the playground answers only at {self.url}")
        try:
            return await handler(request)
        except Refusal as refusal:
            return _refused(refusal, _REFUSED[request.path.split("/")[1]])
        except web.HTTPException:
            raise
        except Exception:  # noqa: BLE001 - the one boundary; it logs the whole of it
            # A bot's SDK reads an answer that is no JSON as a bad token; this says whose fault it is.
            _log.exception("the playground failed at %s", request.path)
            return web.json_response({"ok": False, "error": "fatal_error"}, status=500)
        finally:
            self.workspace.changed()


async def _with_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


def _refused(refusal: Refusal, status: int) -> web.Response:
    wait = refusal.details.get("retry_after")
    headers = {"Retry-After": str(wait)} if wait else {}
    body = {"ok": False, "error": refusal.code, **refusal.details}
    return web.json_response(body, status=refusal.status or status, headers=headers)
