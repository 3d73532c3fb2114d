"""Serves the web page and carries what is done on it; decides nothing about Slack."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from handlers.playground.interactions import Interactions
from handlers.playground.refusals import Json, Refusal
from handlers.playground.web_api import arguments
from handlers.playground.workspace import BOT_USER, SLACKBOT, TEAM, Channel

STATIC = Path(__file__).parent / "static"


class Page:
    def __init__(self, interactions: Interactions, manifest: Mapping[str, Any]) -> None:
        self.workspace, self.views, self.manifest = interactions.workspace, interactions.views, manifest
        self.deeds = {
            "message": interactions.say,
            "action": interactions.press,
            "options": interactions.options,
            "submit": interactions.submit,
            "close": interactions.close,
            "shortcut": interactions.shortcut,
            "visit": interactions.visit,
            "dismiss": interactions.dismiss,
        }

    def routes(self) -> list[web.RouteDef | web.StaticDef]:
        return [
            web.get("/", self._index),
            web.static("/static", STATIC),
            web.get("/page/state", self._state),
            web.get("/page/events", self._events),
            web.post("/page/{deed}", self._deed),
        ]

    def state(self, person: str) -> Json:
        """Everything this person may see, and nothing else."""
        slackbot = {"id": SLACKBOT, "name": "Slackbot", "handle": "slackbot", "colour": "#5b6472"}
        rooms = self.workspace.channels.values()
        return {
            "me": person,
            "team": TEAM["name"],
            "people": [*self.workspace.people.values(), slackbot],
            "bot": self.workspace.people[BOT_USER],
            "about": self.manifest.get("display_information", {}),
            "features": self.manifest.get("features", {}),
            "channels": [self._channel(room, person) for room in rooms if person in room.members],
            "home": self.views.homes.get(person),
            "modals": self.views.modals[person],
        }

    def _channel(self, channel: Channel, person: str) -> Json:
        readable = (message for message in channel.messages if message.only_for in (None, person))
        return {
            "id": channel.id,
            "name": channel.name,
            "topic": channel.topic,
            "im": bool(channel.partner),
            "bot_inside": BOT_USER in channel.members,
            "messages": [{**each.as_json(), "ephemeral": bool(each.only_for)} for each in readable],
            "statuses": {thread: said for thread, said in channel.statuses.items() if said},
            "prompts": channel.prompts,
        }

    def _who(self, name: object) -> str:
        if name in self.workspace.people and name != BOT_USER:
            return str(name)
        raise Refusal("user_not_found")

    async def _index(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "index.html")

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self.state(self._who(request.query.get("as"))))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """The state whenever it changes, as server-sent events."""
        person, changed = self._who(request.query.get("as")), asyncio.Event()
        changed.set()
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        self.workspace.on_change.add(changed.set)
        try:
            while True:
                await changed.wait()
                changed.clear()
                await response.write(f"data: {json.dumps(self.state(person))}\n\n".encode())
                await asyncio.sleep(0.02)  # several changes at once are one picture
        finally:
            self.workspace.on_change.discard(changed.set)

    async def _deed(self, request: web.Request) -> web.Response:
        given = await arguments(request)
        deed = self.deeds.get(request.match_info["deed"])
        if not deed:
            raise Refusal("deed_not_found")
        return web.json_response({"ok": True, **(await deed(self._who(given.get("as")), given) or {})})
