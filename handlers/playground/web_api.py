"""Answers the Web API methods a bot calls, with Slack's rules and Slack's refusals."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from aiohttp import web

from handlers.blocks import limits
from handlers.playground import scopes
from handlers.playground.interactions import Interactions
from handlers.playground.refusals import Json, Refusal, check, need, written
from handlers.playground.workspace import BOT_ID, TEAM, Channel, Message

_STRUCTURED = {"blocks", "message", "prompts", "view"}


async def arguments(request: web.Request) -> Json:
    """Query, form or JSON, as the SDK's clients send them; an empty JSON body is no argument."""
    args: Json = dict(request.query)
    try:
        if request.content_type == "application/json":
            given = json.loads(await request.text() or "{}")
            return {**args, **given} if isinstance(given, dict) else args
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        return args | {name: json.loads(args[name]) for name in _STRUCTURED & args.keys()}
    except ValueError:
        raise Refusal("invalid_json") from None


class WebApi:
    def __init__(
        self, interactions: Interactions, manifest: Mapping[str, Any], tokens: tuple[str, str]
    ) -> None:
        self.interactions, self.views = interactions, interactions.views
        self.workspace, self.sockets = interactions.workspace, interactions.sockets
        self.manifest, self.scopes = manifest, scopes.granted(manifest)
        self.bot_token, self.app_token = tokens

    async def handle(self, request: web.Request) -> web.Response:
        args, name = await arguments(request), request.match_info["method"]
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        self._allow(name, args, token if scheme == "Bearer" else str(args.pop("token", "")))
        headers = {"x-oauth-scopes": ",".join(sorted(self.scopes))}
        return web.json_response({"ok": True, **METHODS[name].answer(self, args)}, headers=headers)

    def _allow(self, name: str, args: Json, token: str) -> None:
        if name not in METHODS:
            raise Refusal("unknown_method", req_method=name)
        if name in {"api.test", "blocks.validate"}:
            return
        if not token:
            raise Refusal("not_authed")
        if token not in (self.bot_token, self.app_token):
            raise Refusal("invalid_auth")
        if (token == self.app_token) != (name == "apps.connections.open"):
            raise Refusal("not_allowed_token_type")
        needed = METHODS[name].scopes
        if "{}" in "".join(needed):
            kind = "im" if self._channel(args).partner else "channels"
            needed = tuple(scope.format(kind) for scope in needed)
        if needed and self.scopes.isdisjoint(needed):
            raise Refusal("missing_scope", needed=",".join(needed), provided=",".join(sorted(self.scopes)))

    # --- the app --------------------------------------------------------------------------------

    def api_test(self, args: Json) -> Json:
        return {"args": args}

    def auth_test(self, _args: Json) -> Json:
        bot = self.workspace.bot
        told = {"url": f"{self.workspace.url}/", "team": TEAM["name"], "team_id": TEAM["id"]}
        about = {"user": bot.handle, "user_id": bot.id, "bot_id": BOT_ID}
        return {**told, **about, "is_enterprise_install": False}

    def connections_open(self, _args: Json) -> Json:
        address = self.workspace.url.replace("http", "ws", 1)
        return {"url": f"{address}/link?ticket={self.sockets.ticket()}"}

    def blocks_validate(self, args: Json) -> Json:
        given = [name for name in ("blocks", "message", "view") if args.get(name)]
        if len(given) != 1:
            raise Refusal("invalid_arguments")
        [name] = given
        payload = {"text": "-", "blocks": args[name]} if name == "blocks" else args[name]
        home: limits.Surface = "home" if name == "view" and payload.get("type") == "home" else "modal"
        check(payload, home if name == "view" else "message", f"invalid_{name}")
        return {}

    # --- messages -------------------------------------------------------------------------------

    def _channel(self, args: Json, name: str = "channel") -> Channel:
        return self.workspace.channel(need(args, name))

    def _post(self, args: Json, only_for: str | None = None) -> Message:
        channel = self._channel(args)
        if self.workspace.bot.id not in channel.members and "chat:write.public" not in self.scopes:
            raise Refusal("not_in_channel")
        if only_for and only_for not in channel.members:
            raise Refusal("user_not_in_channel")
        text, blocks = written(args)
        thread = self.workspace.thread(channel, args.get("thread_ts"))
        self.workspace.spend(channel)
        bot = self.workspace.bot.id
        return self.workspace.post(channel, bot, text, blocks=blocks, thread_ts=thread, only_for=only_for)

    def post_message(self, args: Json) -> Json:
        message = self._post(args)
        return {"channel": message.channel.id, "ts": message.ts, "message": message.as_json()}

    def post_ephemeral(self, args: Json) -> Json:
        return {"message_ts": self._post(args, need(args, "user")).ts}

    def _own(self, args: Json, otherwise: str) -> Message:
        """The bot's message. An ephemeral one is not there for the Web API."""
        message = self.workspace.seen(self.workspace.bot.id, need(args, "channel"), need(args, "ts"))
        if not message.by_bot:
            raise Refusal(otherwise)
        return message

    def update(self, args: Json) -> Json:
        message = self._own(args, "cant_update_message")
        text, blocks = written(args)
        self.workspace.edit(message, text or message.text, blocks if "blocks" in args else message.blocks)
        told = {"channel": message.channel.id, "ts": message.ts, "text": message.text}
        return {**told, "message": message.as_json()}

    def delete(self, args: Json) -> Json:
        message = self._own(args, "cant_delete_message")
        self.workspace.delete(message)
        return {"channel": message.channel.id, "ts": message.ts}

    # --- conversations and people ---------------------------------------------------------------

    def _room(self, channel: Channel) -> Json:
        told = {"id": channel.id, "is_im": bool(channel.partner), "is_channel": not channel.partner}
        if channel.partner:
            return {**told, "user": channel.partner}
        inside = self.workspace.bot.id in channel.members
        kind = {"is_member": inside, "is_private": False, "is_archived": False}
        return {**told, **kind, "name": channel.name, "topic": {"value": channel.topic}}

    def open_conversation(self, args: Json) -> Json:
        if need(args, "users") not in self.workspace.people:
            raise Refusal("user_not_found")
        return {"channel": self._room(self._channel(args, "users"))}

    def channel_info(self, args: Json) -> Json:
        return {"channel": self._room(self._channel(args))}

    def list_channels(self, args: Json) -> Json:
        kinds = str(args.get("types") or "public_channel")
        rooms = self.workspace.channels.values()
        listed = [self._room(c) for c in rooms if ("im" if c.partner else "public_channel") in kinds]
        return {"channels": listed, "response_metadata": {"next_cursor": ""}}

    def members(self, args: Json) -> Json:
        members = sorted(self._channel(args).members)
        return {"members": members, "response_metadata": {"next_cursor": ""}}

    def _readable(self, args: Json) -> list[Message]:
        channel = self._channel(args)
        if self.workspace.bot.id not in channel.members:
            raise Refusal("not_in_channel")
        return [message for message in channel.messages if not message.only_for]

    def replies(self, args: Json) -> Json:
        ts = need(args, "ts")
        found = [m.as_json() for m in self._readable(args) if ts in (m.ts, m.thread_ts)]
        if not found:
            raise Refusal("thread_not_found")
        return {"messages": found, "has_more": False}

    def history(self, args: Json) -> Json:
        newest = reversed([m.as_json() for m in self._readable(args) if not m.thread_ts])
        return {"messages": list(newest), "has_more": False}

    def person_info(self, args: Json) -> Json:
        person = self.workspace.people.get(need(args, "user"))
        if not person:
            raise Refusal("user_not_found")
        profile = {"real_name": person.name, "display_name": person.name, "title": person.title}
        told = {"id": person.id, "team_id": TEAM["id"], "name": person.handle, "real_name": person.name}
        return {"user": {**told, "is_bot": person is self.workspace.bot, "profile": profile}}

    # --- views and assistant --------------------------------------------------------------------

    def open_view(self, args: Json) -> Json:
        person = self.interactions.redeem(need(args, "trigger_id"))
        return {"view": self.views.open(person, args.get("view") or {})}

    def push_view(self, args: Json) -> Json:
        person = self.interactions.redeem(need(args, "trigger_id"))
        return {"view": self.views.push(person, args.get("view") or {})}

    def update_view(self, args: Json) -> Json:
        view = self.views.find(need(args, "view_id"), *self.workspace.people)
        return {"view": self.views.update(view, args.get("view") or {}, args.get("hash"))}

    def publish_view(self, args: Json) -> Json:
        if not self.manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled"):
            raise Refusal("not_enabled")
        person = need(args, "user_id")
        return {"view": self.views.publish(person, args.get("view") or {}, args.get("hash"))}

    def set_status(self, args: Json) -> Json:
        status = {need(args, "thread_ts"): str(args.get("status") or "")}
        self._channel(args, "channel_id").statuses.update(status)
        self.workspace.changed()
        return {}

    def set_prompts(self, args: Json) -> Json:
        prompts = {"title": args.get("title"), "prompts": args["prompts"]}
        self._channel(args, "channel_id").prompts = prompts
        self.workspace.changed()
        return {}


class Method(NamedTuple):
    answer: Callable[[WebApi, Json], Json]
    scopes: tuple[str, ...] = ()


# What answers each method, and the scopes of which Slack's reference says that a bot needs one;
# {} stands for the kind of conversation it is about.
METHODS: Mapping[str, Method] = {
    "api.test": Method(WebApi.api_test),
    "apps.connections.open": Method(WebApi.connections_open),
    "assistant.threads.setStatus": Method(WebApi.set_status, ("chat:write", "assistant:write")),
    "assistant.threads.setSuggestedPrompts": Method(WebApi.set_prompts, ("assistant:write",)),
    "auth.test": Method(WebApi.auth_test),
    "blocks.validate": Method(WebApi.blocks_validate),
    "chat.delete": Method(WebApi.delete, ("chat:write",)),
    "chat.postEphemeral": Method(WebApi.post_ephemeral, ("chat:write",)),
    "chat.postMessage": Method(WebApi.post_message, ("chat:write",)),
    "chat.update": Method(WebApi.update, ("chat:write",)),
    "conversations.history": Method(WebApi.history, ("{}:history",)),
    "conversations.info": Method(WebApi.channel_info, ("{}:read",)),
    "conversations.list": Method(
        WebApi.list_channels, ("channels:read", "groups:read", "im:read", "mpim:read")
    ),
    "conversations.members": Method(WebApi.members, ("{}:read",)),
    "conversations.open": Method(
        WebApi.open_conversation, ("im:write", "mpim:write", "groups:write", "channels:manage")
    ),
    "conversations.replies": Method(WebApi.replies, ("{}:history",)),
    "users.info": Method(WebApi.person_info, ("users:read",)),
    "views.open": Method(WebApi.open_view),
    "views.publish": Method(WebApi.publish_view),
    "views.push": Method(WebApi.push_view),
    "views.update": Method(WebApi.update_view),
}
