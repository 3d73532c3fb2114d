"""A Slack for one, on this machine: a Bolt bot runs in it unchanged. Never leaves 127.0.0.1."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from handlers.playground import scopes
from handlers.playground.interactions import Interactions
from handlers.playground.page import Page
from handlers.playground.sockets import Sockets
from handlers.playground.views import Views
from handlers.playground.web_api import WebApi, arguments, refused
from handlers.playground.workspace import APP_ID, TEAM, Json, Person, Refusal, Workspace

__all__ = ["Playground"]

_log = logging.getLogger(__name__)
_HERE = {"127.0.0.1", "localhost"}
_POLICY = "default-src 'self'; img-src 'self' https: data:; base-uri 'none'; frame-ancestors 'none'"


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
        self.manifest = manifest
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-{secrets.token_hex(12)}"
        self.url = ""
        self.workspace = Workspace(_bot(manifest), clock)
        self.workspace.publish = self._publish
        self._sockets = Sockets(ack_seconds)
        views = Views(self.workspace)
        self._interactions = Interactions(self.workspace, self._sockets, views, manifest)
        tokens = (self.bot_token, self.app_token)
        self._api = WebApi(self.workspace, self._sockets, views, self._interactions, manifest, tokens)
        self._page = Page(self.workspace, views, self._interactions, manifest)
        self._runner: web.AppRunner | None = None

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
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.url = self.workspace.url = f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            self._page.close()
            await self._sockets.close()
            await self._runner.cleanup()
            self._runner = None

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Asks the bot to connect anew, as Slack does every few hours."""
        await self._sockets.disconnect(reason)

    def _publish(self, event: Json) -> None:
        if not scopes.delivered(event, self.manifest):
            return
        bot = {"team_id": TEAM["id"], "user_id": self.workspace.bot.id, "is_bot": True}
        self._sockets.publish({
            "type": "event_callback",
            "token": "playground",
            "team_id": TEAM["id"],
            "api_app_id": APP_ID,
            "event": event,
            "event_id": f"Ev{secrets.token_hex(6).upper()}",
            "event_time": int(self.workspace.clock()),
            "authorizations": [{**bot, "enterprise_id": None, "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
        })  # fmt: skip

    async def _respond(self, request: web.Request) -> web.Response:
        try:
            self._interactions.respond(request.match_info["key"], await arguments(request))
        except Refusal as refusal:
            answer = refused(refusal)
            answer.set_status(404 if refusal.code.endswith("_url") else 400)
            return answer
        except ValueError:
            return web.Response(text="invalid_payload", status=400)
        return web.Response(text="ok")

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuses what another web site makes a browser send here."""
        port = urlsplit(self.url).port
        origin = request.headers.get("Origin")
        if not _is_here(f"http://{request.host}", port) or (origin and not _is_here(origin, port)):
            raise web.HTTPForbidden(text=f"the playground answers only at {self.url}")
        try:
            response = await handler(request)
        except web.HTTPException:
            raise
        except Exception:  # noqa: BLE001 - the one boundary; it logs the whole of it
            # A bot's SDK reads an answer that is no JSON as a bad token; this says whose fault it is.
            _log.exception("the playground failed at %s", request.path)
            response = web.json_response({"ok": False, "error": "fatal_error"}, status=500)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = _POLICY
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers["Referrer-Policy"] = "no-referrer"
        return response


def _is_here(address: str, port: int | None) -> bool:
    try:
        parts = urlsplit(address)
        asked = parts.port or port
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in _HERE and asked == port


def _bot(manifest: Mapping[str, Any]) -> Person:
    named = manifest.get("features", {}).get("bot_user", {})
    about = manifest.get("display_information", {})
    name = named.get("display_name") or about.get("name") or "App"
    colour = about.get("background_color") or "#1f4d3a"
    return Person("U0PLAYBOT", name, name.lower().replace(" ", "-"), colour, about.get("description", ""))
