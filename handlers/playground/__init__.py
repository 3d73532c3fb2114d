"""A Slack for one, on this machine: a Bolt bot runs in it unchanged. Never leaves 127.0.0.1."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from handlers.playground.interactions import DEEDS, Interactions
from handlers.playground.refusals import Json, Refusal
from handlers.playground.sockets import Sockets
from handlers.playground.web_api import WebApi, arguments
from handlers.playground.workspace import BOT_USER, SLACKBOT, TEAM, Channel, Workspace

__all__ = ["Playground"]

_log = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' https: data:; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# The Web API refuses in its answer; a response_url and the page refuse in HTTP too.
_REFUSED = {"api": 200, "respond": 400, "page": 403}


class Playground:
    """A workspace with three people, three channels and the app of a manifest, and its web page.

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
        self._about, self._features = manifest.get("display_information", {}), manifest.get("features", {})
        self._sockets = Sockets(manifest, clock, ack_seconds)
        bot = self._features.get("bot_user", {}).get("display_name") or self._about["name"]
        self.workspace = Workspace(bot, clock, self._sockets.publish)
        self._interactions = Interactions(
            self.workspace, self._sockets, self._features, manifest.get("functions", {})
        )
        self._api = WebApi(self._interactions, self.bot_token, self.app_token)
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
            web.get("/", self._index),
            web.static("/static", _STATIC),
            web.get("/page/state", self._state),
            web.get("/page/events", self._events),
            web.post("/page/{deed}", self._deed),
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
        self._runner, port = runner, runner.addresses[0][1]
        self.url = self.workspace.url = f"http://127.0.0.1:{port}"
        # A browser leaves port 80 out.
        self._local = {f"http://{name}:{port}".removesuffix(":80") for name in ("127.0.0.1", "localhost")}

    async def stop(self) -> None:
        if self._runner:
            self._sockets.close()
            await self._runner.cleanup()
            self._runner = None

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Asks the bot to connect anew, as Slack does every few hours."""
        await self._sockets.disconnect(reason)

    async def run_step(self, name: str, given: Mapping[str, str]) -> Json:
        """Runs a step of the app as a workflow would; what it hands on, or why it failed.

        Waits until it ends. Raises Refusal where the app has no such step.
        """
        return await self._interactions.run_step(name, given)

    def expire_triggers(self, late: bool = True) -> None:
        """From now on every trigger_id comes too late, or in time again."""
        self._interactions.expire_triggers = late

    def lose_messages(self, gone: bool = True) -> None:
        """From now on a message is deleted while somebody presses a button of it, or stays again."""
        self._interactions.lose_messages = gone

    def lose_words(self, gone: bool = True) -> None:
        """From now on what somebody says is deleted before the bot hears of it, or stays again."""
        self._interactions.lose_words = gone

    def revoke(self, *scopes: str) -> None:
        """The app was installed without these scopes."""
        self._sockets.scopes -= frozenset(scopes)

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

    async def _respond(self, request: web.Request) -> web.Response:
        self._interactions.respond(request.match_info["key"], await arguments(request))
        return web.Response(text="ok")

    async def _index(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(_STATIC / "index.html")

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self._seen_by(self._who(request.query)))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """The state whenever it changes, as server-sent events."""
        person, changed = self._who(request.query), asyncio.Event()
        changed.set()
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        self.workspace.on_change.add(changed.set)
        try:
            # Somebody who closes the page says so to nobody.
            with contextlib.suppress(ConnectionError):
                while True:
                    await changed.wait()
                    changed.clear()
                    await response.write(f"data: {json.dumps(self._seen_by(person))}\n\n".encode())
                    await asyncio.sleep(0.02)  # several changes at once are one picture
        finally:
            self.workspace.on_change.discard(changed.set)
        return response

    async def _deed(self, request: web.Request) -> web.Response:
        given, deed = await arguments(request), DEEDS.get(request.match_info["deed"])
        if not deed:
            raise Refusal("deed_not_found")
        return web.json_response(
            {"ok": True, **(await deed(self._interactions, self._who(given), given) or {})}
        )

    def _who(self, given: Mapping[str, Any]) -> str:
        if given.get("as") in self.workspace.people.keys() - {BOT_USER}:
            return str(given["as"])
        raise Refusal("user_not_found")

    def _seen_by(self, person: str) -> Json:
        """Everything this person may see, and nothing else."""
        slackbot = {"id": SLACKBOT, "name": "Slackbot", "handle": "slackbot", "colour": "#5b6472"}
        people, views = self.workspace.people, self._interactions.views
        rooms = [room for room in self.workspace.channels.values() if person in room.members]
        return {
            "me": person,
            "team": TEAM["name"],
            "people": [*people.values(), slackbot],
            "bot": people[BOT_USER],
            "about": self._about,
            "features": self._features,
            "steps": self._interactions.functions,
            "channels": [_channel(room, person) for room in rooms],
            "previews": list(self._interactions.unfurling.previews[person].values()),
            "home": views.homes.get(person),
            "modals": views.modals[person],
        }


def _channel(channel: Channel, person: str) -> Json:
    readable = [message for message in channel.messages if message.only_for in (None, person)]
    told = {"id": channel.id, "name": channel.name, "topic": channel.topic}
    place = {"im": bool(channel.partner), "bot_inside": BOT_USER in channel.members}
    now = {"statuses": channel.statuses, "prompts": channel.prompts}
    messages = [{**each.as_json(), "ephemeral": bool(each.only_for)} for each in readable]
    return {**told, **place, **now, "messages": messages}


async def _with_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


def _refused(refusal: Refusal, status: int) -> web.Response:
    wait = refusal.details.get("retry_after")
    headers = {"Retry-After": str(wait)} if wait else {}
    body = {"ok": False, "error": refusal.code, **refusal.details}
    return web.json_response(body, status=refusal.status or status, headers=headers)
