"""Turns what a person does into what Slack would send the bot, and does what the bot replies."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.playground.refusals import Json, Refusal, check, written
from handlers.playground.sockets import Sockets
from handlers.playground.views import Views, unanswered
from handlers.playground.workspace import APP_ID, TEAM, Channel, Message, Workspace

TRIGGER_SECONDS = 3
REPLY_SECONDS = 30 * 60
REPLY_USES = 5


@dataclass
class ReplyUrl:
    person: str
    channel: Channel
    source: Message | None
    expires: float
    left: int = REPLY_USES


class Interactions:
    """`given` is always what the page sent: which message or view, which element, which values."""

    def __init__(self, workspace: Workspace, sockets: Sockets, manifest: Mapping[str, Any]) -> None:
        self.workspace, self.sockets, self.views = workspace, sockets, Views(workspace)
        features = manifest.get("features", {})
        self.commands = {each["command"]: each for each in features.get("slash_commands", ())}
        self.shortcuts = {each["callback_id"]: each for each in features.get("shortcuts", ())}
        self._triggers: dict[str, tuple[str, float]] = {}
        self._redeemed: set[str] = set()
        self._replies: dict[str, ReplyUrl] = {}

    # --- what a person does ---------------------------------------------------------------------

    async def say(self, person: str, given: Json) -> None:
        channel = self.workspace.channel(str(given.get("channel")))
        if person not in channel.members:
            raise Refusal("channel_not_found")
        text, thread = str(given.get("text", "")).strip(), given.get("thread_ts")
        if text.startswith("/"):
            await self._command(person, channel, text, thread)
        elif text:
            self.workspace.post(channel, person, self.workspace.typed(text), thread_ts=thread)

    async def _command(self, person: str, channel: Channel, text: str, thread: str | None) -> None:
        name, _, rest = text.partition(" ")
        known, trouble = self.commands.get(name), ""
        if not known and name != "/invite":
            trouble = "is not a valid command."
        elif thread:
            trouble = "is not supported in threads. Sorry!"
        elif known:
            words = self.workspace.typed(rest) if known.get("should_escape") else rest
            try:
                await self._run(person, channel, name, words.strip())
            except Refusal as failure:
                trouble = f"failed with the error “{failure}”"
        else:
            channel.members.add(self.workspace.bot.id)
            trouble = f"brought {self.workspace.bot.name} here."
        if trouble:
            self.workspace.whisper(person, channel, f"`{name}` {trouble}", thread)

    async def _run(self, person: str, channel: Channel, command: str, words: str) -> None:
        payload = {
            "token": "playground",
            "team_id": TEAM["id"],
            "team_domain": TEAM["domain"],
            "channel_id": channel.id,
            "channel_name": channel.name or "directmessage",
            "user_id": person,
            "user_name": self.workspace.people[person].handle,
            "command": command,
            "text": words,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._reply_url(person, channel, None),
            "trigger_id": self._trigger(person),
        }
        if reply := await self.sockets.send("slash_commands", payload):
            self._reply(ReplyUrl(person, channel, None, 0), reply)

    async def press(self, person: str, given: Json) -> None:
        """A button, a select or a picker, in a message or a view that this person can see."""
        payload, block, element = self._touched("block_actions", person, given)
        ids = {"block_id": block["block_id"], "action_id": element["action_id"], "type": element["type"]}
        action = {**pressed(block, element, given), **ids, "action_ts": self.workspace.stamp()}
        await self._ask({**payload, "actions": [action], "trigger_id": self._trigger(person)})

    async def options(self, person: str, given: Json) -> Json:
        """What the bot suggests while somebody types into an external_select."""
        payload, block, element = self._touched("block_suggestion", person, given)
        words = {"action_id": element["action_id"], "block_id": block["block_id"]}
        reply = await self._ask({**payload, **words, "value": given.get("value", "")})
        offered = {key: reply[key] for key in ("options", "option_groups") if reply.get(key)}
        if offered:
            trial = {"type": "actions", "elements": [{"type": "static_select", **offered}]}
            check({"text": "-", "blocks": [trial]}, "message", "invalid_options")
        return offered

    async def submit(self, person: str, given: Json) -> Json:
        view = self.views.find(str(given.get("view_id")), person)
        values = given.get("values") or {}
        if errors := unanswered(view, values):
            return {"errors": errors}
        view["state"] = {"values": values}
        payload = {**self._base("view_submission", person), "view": view, "response_urls": []}
        payload["trigger_id"] = self._trigger(person)
        return self.views.answer(person, view, await self._ask(payload))

    async def close(self, person: str, given: Json) -> None:
        self.views.find(str(given.get("view_id")), person)
        whole = bool(given.get("whole"))
        for view in self.views.close(person, whole):
            if view.get("notify_on_close"):
                payload = {**self._base("view_closed", person), "view": view}
                await self._ask({**payload, "is_cleared": whole})

    async def shortcut(self, person: str, given: Json) -> None:
        known = self.shortcuts.get(given.get("callback_id", ""))
        if not known:
            raise Refusal("unknown_shortcut")
        about = {"callback_id": known["callback_id"], "action_ts": self.workspace.stamp()}
        about["trigger_id"] = self._trigger(person)
        if known["type"] != "message":
            await self._ask({**self._base("shortcut", person), **about})
            return
        message = self._message(person, given)
        payload = self._base("message_action", person) | self._around(person, message) | about
        await self._ask({**payload, "message_ts": message.ts, "message": message.as_json()})

    async def visit(self, person: str, given: Json) -> None:
        """The person opens the bot's Home or Messages tab."""
        channel, tab = self.workspace.channel(person), str(given.get("tab"))
        event: Json = {"type": "app_home_opened", "user": person, "channel": channel.id, "tab": tab}
        if tab == "home" and person in self.views.homes:
            event["view"] = self.views.homes[person]
        self.workspace.publish({**event, "event_ts": self.workspace.stamp()})

    async def dismiss(self, person: str, given: Json) -> None:
        message = self._message(person, given)
        if message.only_for:
            self.workspace.delete(message)

    # --- what the bot replies -------------------------------------------------------------------

    def redeem(self, trigger_id: str) -> str:
        """The person behind a trigger_id, once and for three seconds."""
        if trigger_id not in self._triggers:
            raise Refusal("invalid_trigger_id")
        if trigger_id in self._redeemed:
            raise Refusal("exchanged_trigger_id")
        person, expires = self._triggers[trigger_id]
        if self.workspace.clock() > expires:
            raise Refusal("expired_trigger_id")
        self._redeemed.add(trigger_id)
        return person

    def respond(self, key: str, body: Mapping[str, Any]) -> None:
        """A post to a response_url: five of them within thirty minutes."""
        url = self._replies.get(key)
        if not url:
            raise Refusal("invalid_url", 404)
        if self.workspace.clock() > url.expires:
            raise Refusal("expired_url", 404)
        if not url.left:
            raise Refusal("used_url", 404)
        url.left -= 1
        self._reply(url, body)

    def _reply(self, url: ReplyUrl, body: Mapping[str, Any]) -> None:
        if url.source and body.get("delete_original"):
            self.workspace.delete(url.source)
            return
        text, blocks = written(body)
        if url.source and body.get("replace_original"):
            self.workspace.edit(url.source, text, blocks)
            return
        reader = None if body.get("response_type") == "in_channel" else url.person
        thread, bot = body.get("thread_ts"), self.workspace.bot.id
        self.workspace.post(url.channel, bot, text, blocks=blocks, thread_ts=thread, only_for=reader)

    # --- what goes to the bot -------------------------------------------------------------------

    async def _ask(self, payload: Json) -> Json:
        try:
            return await self.sockets.send("interactive", payload)
        except Refusal as failure:
            if "channel" in payload:
                text = f"That did not work: the app did not answer in time ({failure})."
                channel = self.workspace.channel(payload["channel"]["id"])
                self.workspace.whisper(payload["user"]["id"], channel, text)
            raise

    def _base(self, kind: str, person_id: str) -> Json:
        person = self.workspace.people[person_id]
        user = {"id": person.id, "username": person.handle, "name": person.handle}
        return {
            "type": kind,
            "team": {"id": TEAM["id"], "domain": TEAM["domain"]},
            "user": {**user, "team_id": TEAM["id"]},
            "api_app_id": APP_ID,
            "token": "playground",
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _touched(self, kind: str, person: str, given: Json) -> tuple[Json, Json, Json]:
        """The payload with the message or the view that is touched; the block and the element."""
        payload, values = self._base(kind, person), given.get("values") or {}
        if given.get("view_id"):
            view = self.views.find(given["view_id"], person)
            view["state"]["values"] |= values
            payload |= {"container": {"type": "view", "view_id": view["id"]}, "view": view}
            return payload, *found(view["blocks"], given)
        message = self._message(person, given)
        about: Json = {"type": "message", "message_ts": message.ts, "channel_id": message.channel.id}
        about["is_ephemeral"] = bool(message.only_for)
        if message.thread_ts:
            about["thread_ts"] = message.thread_ts
        payload |= {"container": about, "state": {"values": values}, **self._around(person, message)}
        if not message.only_for:
            payload["message"] = message.as_json()
        return payload, *found(message.blocks, given)

    def _message(self, person: str, given: Json) -> Message:
        return self.workspace.seen(person, str(given.get("channel")), str(given.get("ts")))

    def _around(self, person: str, message: Message) -> Json:
        where = {"id": message.channel.id, "name": message.channel.name or "directmessage"}
        return {"channel": where, "response_url": self._reply_url(person, message.channel, message)}

    def _trigger(self, person: str) -> str:
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = (person, self.workspace.clock() + TRIGGER_SECONDS)
        return trigger_id

    def _reply_url(self, person: str, channel: Channel, source: Message | None) -> str:
        key = secrets.token_urlsafe(18)
        self._replies[key] = ReplyUrl(person, channel, source, self.workspace.clock() + REPLY_SECONDS)
        return f"{self.workspace.url}/respond/{key}"


def found(blocks: list[Json], given: Json) -> tuple[Json, Json]:
    """The block and the element that were touched; raises Refusal when nobody could touch it."""
    for block in blocks:
        within = block.get("elements", ()) if "actions" in block["type"] else ()
        for element in (*within, block.get("accessory"), block.get("element")):
            ids = {"block_id": block["block_id"], "action_id": (element or {}).get("action_id")}
            if element and ids.items() <= given.items():
                return block, element
    raise Refusal("action_not_found")


def pressed(block: Json, element: Json, given: Json) -> Json:
    """What Slack reports of an element; what was chosen must be something the element offers."""
    if element["type"] in {"button", "icon_button"}:
        return {name: element[name] for name in ("text", "value", "style", "icon") if name in element}
    sides = [element[side] for side in ("positive_button", "negative_button") if side in element]
    groups = element.get("option_groups") or [element]
    offered = [option for group in groups for option in group.get("options", sides)]
    if element["type"] in {"overflow", "feedback_buttons"}:  # these keep no state
        for option in offered:
            if option["value"] == given.get("value"):
                return option if sides else {"selected_option": option}
        raise Refusal("invalid_option")
    state: Json = (given.get("values") or {}).get(block["block_id"], {}).get(element["action_id"], {})
    chosen = state.get("selected_options") or [state.get("selected_option")]
    if offered and any(option not in (None, *offered) for option in chosen):
        raise Refusal("invalid_option")
    return state
