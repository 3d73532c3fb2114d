"""Answers the Web API methods a bot calls, with Slack's rules and Slack's refusals."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping

from aiohttp import web

from handlers.playground.interactions import TRIGGER, Interactions
from handlers.playground.refusals import Json, Refusal, check, need, written
from handlers.playground.workspace import BOT_ID, BOT_USER, TEAM, Channel, Message

_STRUCTURED = {"blocks", "message", "outputs", "prompts", "unfurls", "view"}


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
    def __init__(self, interactions: Interactions, bot_token: str, app_token: str) -> None:
        self.interactions, self.views = interactions, interactions.views
        self.workspace, self.sockets = interactions.workspace, interactions.sockets
        self.bot_token, self.app_token = bot_token, app_token

    @property
    def scopes(self) -> frozenset[str]:
        return self.sockets.scopes

    async def handle(self, request: web.Request) -> web.Response:
        args, name = await arguments(request), request.match_info["method"]
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        self._allow(name, args, token if scheme == "Bearer" else str(args.pop("token", "")))
        headers = {"x-oauth-scopes": ",".join(sorted(self.scopes))}
        return web.json_response({"ok": True, **METHODS[name][0](self, args)}, headers=headers)

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
        needed = METHODS[name][1]
        if "{}" in needed:
            needed = needed.format("im" if self._channel(args).partner else "channels")
        if needed and self.scopes.isdisjoint(needed.split()):
            provided = ",".join(sorted(self.scopes))
            raise Refusal("missing_scope", needed=needed.replace(" ", ","), provided=provided)

    # --- the app --------------------------------------------------------------------------------

    def auth_test(self, _args: Json) -> Json:
        told = {"url": f"{self.workspace.url}/", "team": TEAM["name"], "team_id": TEAM["id"]}
        bot = {"user": self.workspace.people[BOT_USER]["handle"], "user_id": BOT_USER, "bot_id": BOT_ID}
        return {**told, **bot, "is_enterprise_install": False}

    def connections_open(self, _args: Json) -> Json:
        address = self.workspace.url.replace("http", "ws", 1)
        ticket = secrets.token_urlsafe(16)
        self.sockets.tickets.add(ticket)
        return {"url": f"{address}/link?ticket={ticket}"}

    def blocks_validate(self, args: Json) -> Json:
        if view := args.get("view"):
            check(view, "home" if view.get("type") == "home" else "modal", "invalid_view")
        elif message := args.get("message"):
            check(message, "message", "invalid_message")
        else:
            check({"text": "-", "blocks": args.get("blocks", "")}, "message", "invalid_blocks")
        return {}

    # --- messages -------------------------------------------------------------------------------

    def _channel(self, args: Json, name: str = "channel") -> Channel:
        return self.workspace.channel(need(args, name))

    def _post(self, args: Json, only_for: str | None = None) -> Message:
        channel = self._channel(args)
        if BOT_USER not in channel.members and "chat:write.public" not in self.scopes:
            raise Refusal("not_in_channel")
        if only_for and only_for not in channel.members:
            raise Refusal("user_not_in_channel")
        text, blocks = written(args)
        thread = self.workspace.thread(channel, args.get("thread_ts"))
        self.workspace.spend(channel)
        return self.workspace.post(
            channel, BOT_USER, text, blocks=blocks, thread_ts=thread, only_for=only_for
        )

    def post_message(self, args: Json) -> Json:
        message = self._post(args)
        return {"channel": message.channel.id, "ts": message.ts, "message": message.as_json()}

    def post_ephemeral(self, args: Json) -> Json:
        return {"message_ts": self._post(args, need(args, "user")).ts}

    def _own(self, args: Json, otherwise: str) -> Message:
        """The bot's message. An ephemeral one is not there for the Web API."""
        message = self.workspace.seen(BOT_USER, need(args, "channel"), need(args, "ts"))
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

    def room(self, args: Json) -> Json:
        """A channel, or the direct message with somebody."""
        return {"channel": self._told(self._channel(args, "channel" if "channel" in args else "users"))}

    def rooms(self, args: Json) -> Json:
        kinds = str(args.get("types") or "public_channel")
        listed = [
            self._told(channel)
            for channel in self.workspace.channels.values()
            if ("im" if channel.partner else "public_channel") in kinds
        ]
        return {"channels": listed}

    def _told(self, channel: Channel) -> Json:
        told = {"id": channel.id, "is_im": bool(channel.partner), "is_channel": not channel.partner}
        if channel.partner:
            return {**told, "user": channel.partner}
        inside = {"is_member": BOT_USER in channel.members, "is_private": False}
        return {**told, **inside, "name": channel.name, "topic": {"value": channel.topic}}

    def members(self, args: Json) -> Json:
        return {"members": sorted(self._channel(args).members)}

    def _readable(self, args: Json) -> list[Json]:
        channel = self._channel(args)
        if BOT_USER not in channel.members:
            raise Refusal("not_in_channel")
        return [message.as_json() for message in channel.messages if not message.only_for]

    def replies(self, args: Json) -> Json:
        found = [each for each in self._readable(args) if args["ts"] in (each["ts"], each.get("thread_ts"))]
        if not found:
            raise Refusal("thread_not_found")
        return {"messages": found, "has_more": False}

    def history(self, args: Json) -> Json:
        newest = [each for each in reversed(self._readable(args)) if "thread_ts" not in each]
        return {"messages": newest, "has_more": False}

    def person(self, args: Json) -> Json:
        person = self.workspace.people.get(need(args, "user"))
        if not person:
            raise Refusal("user_not_found")
        told = {"id": person["id"], "name": person["handle"], "real_name": person["name"], "tz": person["tz"]}
        if str(args.get("include_locale")).lower() in ("1", "true"):
            told["locale"] = person["locale"]
        profile = {"display_name": person["name"], "real_name": person["name"], "title": person["title"]}
        return {"user": {**told, "is_bot": person["id"] == BOT_USER, "profile": profile}}

    def end_step(self, args: Json) -> Json:
        """The end of a workflow step: what it hands on, or why it failed."""
        key = need(args, "function_execution_id")
        run = self.interactions.steps.get(key)
        if not run or run.done():
            raise Refusal("invalid_function_execution_id")
        run.set_result({name: args[name] for name in ("outputs", "error") if name in args})
        return {}

    # --- views and assistant --------------------------------------------------------------------

    def modal(self, args: Json, show: Callable[[str, Json], Json]) -> Json:
        person = self.interactions.redeem(TRIGGER, need(args, "trigger_id")).person
        return {"view": show(person, args.get("view") or {})}

    def update_view(self, args: Json) -> Json:
        view = self.views.find(need(args, "view_id"), *self.workspace.people)
        return {"view": self.views.update(view, args.get("view") or {}, args.get("hash"))}

    def publish_view(self, args: Json) -> Json:
        if not self.interactions.has_home:
            raise Refusal("not_enabled")
        person = need(args, "user_id")
        return {"view": self.views.publish(person, args.get("view") or {}, args.get("hash"))}

    def set_status(self, args: Json) -> Json:
        statuses, thread = self._channel(args, "channel_id").statuses, need(args, "thread_ts")
        statuses[thread] = str(args.get("status") or "")
        if not statuses[thread]:
            del statuses[thread]
        return {}

    def set_prompts(self, args: Json) -> Json:
        prompts = {"title": args.get("title"), "prompts": args["prompts"]}
        self._channel(args, "channel_id").prompts = prompts
        return {}


# What answers each method, and the scopes of which Slack's reference says that a bot needs one;
# {} stands for the kind of conversation it is about.
METHODS: Mapping[str, tuple[Callable[[WebApi, Json], Json], str]] = {
    "api.test": (lambda _, args: {"args": args}, ""),
    "apps.connections.open": (WebApi.connections_open, ""),
    "assistant.threads.setStatus": (WebApi.set_status, "chat:write assistant:write"),
    "assistant.threads.setSuggestedPrompts": (WebApi.set_prompts, "assistant:write"),
    "auth.test": (WebApi.auth_test, ""),
    "blocks.validate": (WebApi.blocks_validate, ""),
    "chat.delete": (WebApi.delete, "chat:write"),
    "chat.postEphemeral": (WebApi.post_ephemeral, "chat:write"),
    "chat.postMessage": (WebApi.post_message, "chat:write"),
    "chat.unfurl": (lambda api, args: api.interactions.unfurling.unfold(args), "links:write"),
    "chat.update": (WebApi.update, "chat:write"),
    "conversations.history": (WebApi.history, "{}:history"),
    "conversations.info": (WebApi.room, "{}:read"),
    "conversations.list": (WebApi.rooms, "channels:read groups:read im:read mpim:read"),
    "conversations.members": (WebApi.members, "{}:read"),
    "conversations.open": (WebApi.room, "channels:manage groups:write im:write mpim:write"),
    "conversations.replies": (WebApi.replies, "{}:history"),
    "functions.completeError": (WebApi.end_step, ""),
    "functions.completeSuccess": (WebApi.end_step, ""),
    "users.info": (WebApi.person, "users:read"),
    "views.open": (lambda api, args: api.modal(args, api.views.open), ""),
    "views.publish": (WebApi.publish_view, ""),
    "views.push": (lambda api, args: api.modal(args, api.views.push), ""),
    "views.update": (WebApi.update_view, ""),
}
