"""Answers the Web API methods a bot calls, with Slack's rules and Slack's refusals."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from handlers.blocks import limits
from handlers.playground import scopes
from handlers.playground.interactions import Interactions, written
from handlers.playground.sockets import Sockets
from handlers.playground.views import Views
from handlers.playground.workspace import (
    BOT_ID,
    TEAM,
    Channel,
    Json,
    Message,
    Person,
    Refusal,
    Workspace,
)

_STRUCTURED = {"attachments", "blocks", "message", "metadata", "prompts", "view"}


async def arguments(request: web.Request) -> Json:
    """Query, form or JSON, as the SDK's clients send them; an empty JSON body is no argument."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        given = json.loads(body) if body.strip() else {}
        return {**args, **given} if isinstance(given, dict) else args
    args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in _STRUCTURED & args.keys():
        args[name] = json.loads(args[name])
    return args


def need(args: Json, name: str) -> str:
    if not args.get(name):
        raise Refusal("invalid_arguments", messages=[f"[ERROR] missing required field: {name}"])
    return str(args[name])


def refused(refusal: Refusal) -> web.Response:
    """A refusal in Slack's shape: 200 and ok false, or 429 with Retry-After."""
    details = dict(refusal.details)
    body: Json = {"ok": False, "error": refusal.code}
    if messages := details.pop("messages", None):
        body["response_metadata"] = {"messages": messages}
    wait = details.pop("retry_after", None)
    headers = {"Retry-After": str(wait)} if wait else {}
    return web.json_response({**body, **details}, status=429 if wait else 200, headers=headers)


class WebApi:
    def __init__(
        self, workspace: Workspace, sockets: Sockets, views: Views, interactions: Interactions,
        manifest: Mapping[str, Any], tokens: tuple[str, str],
    ) -> None:  # fmt: skip
        self.workspace, self.sockets, self.views = workspace, sockets, views
        self.interactions, self.manifest = interactions, manifest
        self.bot_token, self.app_token = tokens
        self.scopes = scopes.granted(manifest)

    async def handle(self, request: web.Request) -> web.Response:
        try:
            args = await arguments(request)
        except ValueError:
            return refused(Refusal("invalid_json"))
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        args["token"] = token if scheme == "Bearer" else args.get("token")
        name = request.match_info["method"]
        try:
            self._allow(name, args)
            body = METHODS[name](self, args)
        except Refusal as refusal:
            return refused(refusal)
        headers = {"x-oauth-scopes": ",".join(sorted(self.scopes))}
        return web.json_response({"ok": True, **body}, headers=headers)

    def _allow(self, name: str, args: Json) -> None:
        if name not in METHODS:
            raise Refusal("unknown_method", req_method=name)
        if name in {"api.test", "blocks.validate"}:
            return
        token = args["token"]
        if not token:
            raise Refusal("not_authed")
        if token not in (self.bot_token, self.app_token):
            raise Refusal("invalid_auth")
        if (token == self.app_token) != (name == "apps.connections.open"):
            raise Refusal("not_allowed_token_type")
        kind = None
        if isinstance(args.get("channel"), str) and name.startswith("conversations."):
            kind = self.workspace.channel(args["channel"]).kind
        needed = scopes.needed(name, kind)
        if needed and self.scopes.isdisjoint(needed):
            provided = ",".join(sorted(self.scopes))
            raise Refusal("missing_scope", needed=",".join(needed), provided=provided)

    # --- the app --------------------------------------------------------------------------------

    def api_test(self, args: Json) -> Json:
        if args.get("error"):
            raise Refusal(str(args["error"]))
        return {"args": {k: v for k, v in args.items() if k != "token"}}

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
            raise Refusal("invalid_arguments", messages=["[ERROR] give one of blocks, message, view"])
        what = args[given[0]]
        faults = {
            "blocks": lambda: limits.check({"text": "-", "blocks": what}, "message"),
            "message": lambda: limits.check(what, "message"),
            "view": lambda: limits.check(what, "home" if what.get("type") == "home" else "modal"),
        }[given[0]]()
        if faults:
            listed = [{"pointer": f.pointer, "code": f.code, "message": f.message} for f in faults]
            raise Refusal(f"invalid_{given[0]}", errors=listed)
        return {}

    # --- messages -------------------------------------------------------------------------------

    def _postable(self, args: Json) -> Channel:
        channel = self.workspace.channel(need(args, "channel"))
        if self.workspace.bot.id not in channel.members and "chat:write.public" not in self.scopes:
            raise Refusal("not_in_channel")
        return channel

    def post_message(self, args: Json) -> Json:
        channel = self._postable(args)
        text, blocks = written(args)
        thread = self.workspace.thread(channel, args.get("thread_ts"))
        self.workspace.spend(channel)
        message = self.workspace.post(channel, self.workspace.bot.id, text, blocks=blocks, thread_ts=thread)
        return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}

    def post_ephemeral(self, args: Json) -> Json:
        channel, person = self._postable(args), need(args, "user")
        if person not in channel.members:
            raise Refusal("user_not_in_channel")
        text, blocks = written(args)
        thread = self.workspace.thread(channel, args.get("thread_ts"))
        self.workspace.spend(channel)
        message = self.workspace.post(
            channel, self.workspace.bot.id, text, blocks=blocks, thread_ts=thread, only_for=person
        )
        return {"message_ts": message.ts}

    def _own(self, args: Json, otherwise: str, ts: str = "ts") -> Message:
        message = self.workspace.message(need(args, "channel"), need(args, ts))
        if message.only_for:  # an ephemeral message is not there for the Web API
            raise Refusal("message_not_found")
        if not message.by_bot:
            raise Refusal(otherwise)
        return message

    def update(self, args: Json) -> Json:
        message = self._own(args, "cant_update_message")
        text, blocks = written(args)
        self.workspace.edit(message, text or message.text, blocks if "blocks" in args else message.blocks)
        told = {"channel": message.channel, "ts": message.ts, "text": message.text}
        return {**told, "message": message.as_json()}

    def delete(self, args: Json) -> Json:
        message = self._own(args, "cant_delete_message")
        self.workspace.delete(message)
        return {"channel": message.channel, "ts": message.ts}

    # --- conversations and people ---------------------------------------------------------------

    def _channel_json(self, channel: Channel) -> Json:
        member = self.workspace.bot.id in channel.members
        shared = {"id": channel.id, "is_archived": False, "created": 1_700_000_000}
        if channel.partner:
            return {**shared, "is_im": True, "user": channel.partner, "is_channel": False}
        told = {"name": channel.name, "is_member": member, "num_members": len(channel.members)}
        kind = {"is_channel": True, "is_im": False, "is_private": False, "is_ext_shared": False}
        return {**shared, **told, **kind, "topic": {"value": channel.topic}}

    def open_conversation(self, args: Json) -> Json:
        users = [user for user in str(args.get("users") or "").split(",") if user]
        if args.get("channel"):
            channel = self.workspace.channel(args["channel"])
        elif len(users) != 1 or users[0] not in self.workspace.people:
            raise Refusal("user_not_found" if users else "users_list_not_supplied")
        else:
            channel = self.workspace.channel(users[0])
        return {"channel": self._channel_json(channel)}

    def channel_info(self, args: Json) -> Json:
        return {"channel": self._channel_json(self.workspace.channel(need(args, "channel")))}

    def list_channels(self, args: Json) -> Json:
        kinds = str(args.get("types") or "public_channel")
        listed = [
            self._channel_json(channel)
            for channel in self.workspace.channels.values()
            if ("im" if channel.partner else "public_channel") in kinds
        ]
        return {"channels": listed, "response_metadata": {"next_cursor": ""}}

    def members(self, args: Json) -> Json:
        channel = self.workspace.channel(need(args, "channel"))
        return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}

    def _readable(self, args: Json) -> list[Message]:
        channel = self.workspace.channel(need(args, "channel"))
        if self.workspace.bot.id not in channel.members:
            raise Refusal("not_in_channel")
        return [message for message in channel.messages if not message.only_for]

    def replies(self, args: Json) -> Json:
        ts = need(args, "ts")
        found = [m for m in self._readable(args) if ts in (m.ts, m.thread_ts)]
        if not found:
            raise Refusal("thread_not_found")
        limit = int(args.get("limit") or 1000)
        return {"messages": [m.as_json() for m in found[:limit]], "has_more": len(found) > limit}

    def history(self, args: Json) -> Json:
        found = [m for m in self._readable(args) if not m.thread_ts]
        limit = int(args.get("limit") or 100)
        newest = [message.as_json() for message in reversed(found)]
        return {"messages": newest[:limit], "has_more": len(newest) > limit}

    def _person_json(self, person: Person) -> Json:
        names = {"name": person.handle, "real_name": person.name}
        profile = {"real_name": person.name, "display_name": person.name, "title": person.title}
        kinds = {"is_bot": person is self.workspace.bot, "is_restricted": False, "is_stranger": False}
        told = {"id": person.id, "team_id": TEAM["id"], "deleted": False, "profile": profile}
        return {**told, **names, **kinds, "is_ultra_restricted": False}

    def person_info(self, args: Json) -> Json:
        person = self.workspace.people.get(need(args, "user"))
        if not person:
            raise Refusal("user_not_found")
        return {"user": self._person_json(person)}

    # --- views and assistant --------------------------------------------------------------------

    def open_view(self, args: Json) -> Json:
        person = self.interactions.redeem(need(args, "trigger_id"))
        return {"view": self.views.open(person, args.get("view") or {}).as_json()}

    def push_view(self, args: Json) -> Json:
        person = self.interactions.redeem(need(args, "trigger_id"))
        return {"view": self.views.push(person, args.get("view") or {}).as_json()}

    def update_view(self, args: Json) -> Json:
        view = self.views.find(args.get("view_id"))
        return {"view": self.views.update(view, args.get("view") or {}, args.get("hash")).as_json()}

    def publish_view(self, args: Json) -> Json:
        if not self.manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled"):
            raise Refusal("not_enabled")
        view = self.views.publish(need(args, "user_id"), args.get("view") or {}, args.get("hash"))
        return {"view": view.as_json()}

    def set_status(self, args: Json) -> Json:
        channel = self.workspace.channel(need(args, "channel_id"))
        key = (channel.id, need(args, "thread_ts"))
        self.workspace.statuses[key] = str(args.get("status") or "")
        self.workspace.changed()
        return {}

    def set_prompts(self, args: Json) -> Json:
        channel = self.workspace.channel(need(args, "channel_id"))
        prompts = [p if isinstance(p, dict) else {"title": p, "message": p} for p in args["prompts"]]
        if len(prompts) > 4:
            raise Refusal("invalid_arguments", messages=["[ERROR] no more than 4 items allowed"])
        self.workspace.prompts[channel.id] = {"title": args.get("title"), "prompts": prompts}
        self.workspace.changed()
        return {}


METHODS: Mapping[str, Callable[[WebApi, Json], Json]] = {
    "api.test": WebApi.api_test,
    "apps.connections.open": WebApi.connections_open,
    "assistant.threads.setStatus": WebApi.set_status,
    "assistant.threads.setSuggestedPrompts": WebApi.set_prompts,
    "auth.test": WebApi.auth_test,
    "blocks.validate": WebApi.blocks_validate,
    "chat.delete": WebApi.delete,
    "chat.postEphemeral": WebApi.post_ephemeral,
    "chat.postMessage": WebApi.post_message,
    "chat.update": WebApi.update,
    "conversations.history": WebApi.history,
    "conversations.info": WebApi.channel_info,
    "conversations.list": WebApi.list_channels,
    "conversations.members": WebApi.members,
    "conversations.open": WebApi.open_conversation,
    "conversations.replies": WebApi.replies,
    "users.info": WebApi.person_info,
    "views.open": WebApi.open_view,
    "views.publish": WebApi.publish_view,
    "views.push": WebApi.push_view,
    "views.update": WebApi.update_view,
}
