"""Serves the web page and carries what is done on it; decides nothing about Slack."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from handlers.playground.interactions import Interactions
from handlers.playground.views import Views
from handlers.playground.workspace import SLACKBOT, TEAM, Json, Refusal, Workspace

STATIC = Path(__file__).parent / "static"


class Page:
    def __init__(
        self, workspace: Workspace, views: Views, interactions: Interactions, manifest: Mapping[str, Any]
    ) -> None:
        self.workspace, self.views, self.interactions = workspace, views, interactions
        self.manifest = manifest
        self._listening: set[asyncio.Task[Any]] = set()

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
        workspace, bot = self.workspace, self.workspace.bot
        features = self.manifest.get("features", {})
        about = self.manifest.get("display_information", {})
        people = [vars(p) for p in workspace.people.values()]
        people.append({"id": SLACKBOT, "name": "Slackbot", "handle": "slackbot", "colour": "#5b6472"})
        home = self.views.homes.get(person)
        return {
            "me": person,
            "team": TEAM["name"],
            "people": people,
            "bot": {**vars(bot), "description": about.get("description", ""),
                    "about": about.get("long_description", "")},
            "app_home": features.get("app_home", {}),
            "agent": features.get("agent_view", {}),
            "commands": list(self.interactions.commands.values()),
            "shortcuts": list(self.interactions.shortcuts.values()),
            "channels": [
                self._channel(channel.id, person)
                for channel in workspace.channels.values()
                if person in channel.members
            ],
            "home": home and home.as_json(),
            "modals": [view.as_json() for view in self.views.modals.get(person, ())],
        }  # fmt: skip

    def _channel(self, channel_id: str, person: str) -> Json:
        channel = self.workspace.channels[channel_id]
        messages = [
            {**m.as_json(), "ephemeral": bool(m.only_for)}
            for m in channel.messages
            if m.only_for in (None, person)
        ]
        statuses = {t: s for (c, t), s in self.workspace.statuses.items() if c == channel_id and s}
        told = {"id": channel.id, "name": channel.name, "topic": channel.topic}
        place = {"im": bool(channel.partner)}
        place |= {"bot_inside": self.workspace.bot.id in channel.members}
        prompts = self.workspace.prompts.get(channel_id)
        return {**told, **place, "messages": messages, "statuses": statuses, "prompts": prompts}

    async def _index(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "index.html")

    def _who(self, name: object) -> str:
        if name in self.workspace.people and name != self.workspace.bot.id:
            return str(name)
        raise Refusal("user_not_found")

    async def _state(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self.state(self._who(request.query.get("as"))))
        except Refusal as refusal:
            return web.json_response({"ok": False, "error": refusal.code}, status=404)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """The state whenever it changes, as server-sent events."""
        try:
            person = self._who(request.query.get("as"))
        except Refusal as refusal:
            return web.json_response({"ok": False, "error": refusal.code}, status=404)
        changed = asyncio.Event()
        changed.set()
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        self.workspace.on_change.add(changed.set)
        if task := asyncio.current_task():
            self._listening.add(task)
        try:
            while True:
                await changed.wait()
                changed.clear()
                await response.write(f"data: {json.dumps(self.state(person))}\n\n".encode())
                await asyncio.sleep(0.02)  # several changes at once are one picture
        finally:
            self.workspace.on_change.discard(changed.set)
            if task:
                self._listening.discard(task)

    def close(self) -> None:
        for task in self._listening:
            task.cancel()

    async def _deed(self, request: web.Request) -> web.Response:
        try:
            given = await request.json()
        except ValueError:
            given = None
        if not isinstance(given, dict):
            return web.json_response({"ok": False, "error": "invalid_json"}, status=400)
        try:
            person = self._who(given.get("as"))
            result = await self._do(request.match_info["deed"], person, given)
        except Refusal as refusal:
            body = {"ok": False, "error": refusal.code, **refusal.details}
            return web.json_response(body, status=403 if "not_found" in refusal.code else 200)
        return web.json_response({"ok": True, **result})

    async def _do(self, deed: str, person: str, given: Json) -> Json:
        acts = self.interactions
        match deed:
            case "message":
                await acts.say(
                    person, str(given.get("channel")), str(given.get("text")), given.get("thread_ts")
                )
            case "action":
                await acts.press(person, given)
            case "options":
                return await acts.options(person, given)
            case "submit":
                return await acts.submit(person, str(given.get("view_id")), given.get("values") or {})
            case "close":
                await acts.close(person, str(given.get("view_id")), bool(given.get("whole")))
            case "shortcut":
                await acts.shortcut(person, given)
            case "visit":
                acts.visit(person, str(given.get("tab")))
            case "dismiss":
                message = self.workspace.seen(person, str(given.get("channel")), str(given.get("ts")))
                if message.only_for:
                    self.workspace.delete(message)
            case _:
                raise Refusal("deed_not_found")
        return {}
