"""Turns what a person does into what Slack would send the bot, and does what the bot replies."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.blocks import limits
from handlers.playground.sockets import Sockets, Unanswered
from handlers.playground.views import View, Views, unanswered
from handlers.playground.workspace import APP_ID, TEAM, Channel, Json, Message, Refusal, Workspace

TRIGGER_SECONDS = 3
REPLY_SECONDS = 30 * 60
REPLY_USES = 5
# Where each element puts what was chosen.
_CHOSEN = {
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "users_select": "selected_user",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "plain_text_input": "value",
}


@dataclass
class Trigger:
    person: str
    expires: float
    used: bool = False


@dataclass
class ReplyUrl:
    person: str
    channel: Channel
    source: Message | None
    expires: float
    left: int = REPLY_USES


class Interactions:
    def __init__(
        self, workspace: Workspace, sockets: Sockets, views: Views, manifest: Mapping[str, Any]
    ) -> None:
        self.workspace, self.sockets, self.views = workspace, sockets, views
        features = manifest.get("features", {})
        self.commands = {c["command"]: c for c in features.get("slash_commands", ())}
        self.shortcuts = {s["callback_id"]: s for s in features.get("shortcuts", ())}
        self._triggers: dict[str, Trigger] = {}
        self._replies: dict[str, ReplyUrl] = {}

    # --- what a person does ---------------------------------------------------------------------

    async def say(self, person: str, channel_id: str, text: str, thread_ts: str | None) -> None:
        channel = self._joined(person, channel_id)
        if text.startswith("/"):
            await self.command(person, channel, text, thread_ts)
        elif text.strip():
            written = self.workspace.typed(text.strip())
            self.workspace.post(channel, person, written, thread_ts=thread_ts)

    async def command(self, person: str, channel: Channel, text: str, thread: str | None) -> None:
        name, _, rest = text.partition(" ")
        known = self.commands.get(name)
        if thread and (known or name == "/invite"):
            text = f"`{name}` is not supported in threads. Sorry!"
            self.workspace.whisper(person, channel, text, thread)
        elif known:
            escaped = self.workspace.typed(rest) if known.get("should_escape") else rest
            payload = self._command_payload(person, channel, name, escaped.strip())
            try:
                reply = await self.sockets.send("slash_commands", payload)
            except Unanswered as failure:
                text = f"`{name}` failed with the error “{failure}”"
                self.workspace.whisper(person, channel, text)
            else:
                if reply:
                    self._reply(ReplyUrl(person, channel, None, 0), reply)
        elif name == "/invite":
            channel.members.add(self.workspace.bot.id)
            self.workspace.whisper(
                person, channel, f"Done: {self.workspace.bot.name} is in this channel now."
            )
        else:
            text = f"`{name}` is not a valid command."
            self.workspace.whisper(person, channel, text, thread)

    async def press(self, person: str, given: Mapping[str, Any]) -> None:
        """A button, a select or a picker, in a message or a view that this person can see."""
        payload, blocks, channel = self._place("block_actions", person, given)
        block, element = found(blocks, given.get("block_id"), given.get("action_id"))
        about = {"block_id": block["block_id"], "action_ts": self.workspace.stamp()}
        payload["actions"] = [{**pressed(element, given), **about}]
        payload["trigger_id"] = self._trigger(person)
        await self._ask(payload, person, channel)

    async def options(self, person: str, given: Mapping[str, Any]) -> Json:
        """What the bot suggests while somebody types into an external_select."""
        payload, blocks, channel = self._place("block_suggestion", person, given)
        block, element = found(blocks, given.get("block_id"), given.get("action_id"))
        words = {"action_id": element["action_id"], "block_id": block["block_id"]}
        reply = await self._ask({**payload, **words, "value": given.get("value", "")}, person, channel)
        offered = {key: reply[key] for key in ("options", "option_groups") if reply.get(key)}
        select = {"type": "static_select", **offered}
        trial = {"text": "-", "blocks": [{"type": "actions", "elements": [select]}]}
        if offered and (faults := limits.check(trial, "message")):
            raise Refusal("invalid_options", messages=[str(fault) for fault in faults])
        return offered

    async def submit(self, person: str, view_id: str, values: Json) -> Json:
        view = self.views.of(person, view_id)
        if errors := unanswered(view, values):
            return {"errors": errors}
        view.values = values
        payload = {**self._base("view_submission", person), "view": view.as_json()}
        payload |= {"trigger_id": self._trigger(person), "response_urls": []}
        return self.views.answer(view, await self._ask(payload, person, None))

    async def close(self, person: str, view_id: str, whole: bool) -> None:
        self.views.of(person, view_id)
        for view in self.views.close(person, whole):
            if view.given.get("notify_on_close"):
                payload = {**self._base("view_closed", person), "view": view.as_json()}
                await self._ask({**payload, "is_cleared": whole}, person, None)

    async def shortcut(self, person: str, given: Mapping[str, Any]) -> None:
        known = self.shortcuts.get(given.get("callback_id", ""))
        if not known:
            raise Refusal("unknown_shortcut")
        channel = None
        kind = "message_action" if known["type"] == "message" else "shortcut"
        payload = self._base(kind, person)
        payload |= {"callback_id": known["callback_id"], "action_ts": self.workspace.stamp()}
        if kind == "message_action":
            message = self.workspace.seen(person, str(given.get("channel")), str(given.get("ts")))
            channel = self.workspace.channel(message.channel)
            payload |= self._around(person, channel, message)
            payload |= {"message_ts": message.ts, "message": message.as_json()}
        payload["trigger_id"] = self._trigger(person)
        await self._ask(payload, person, channel)

    def visit(self, person: str, tab: str) -> None:
        """The person opens the bot's Home or Messages tab."""
        channel = self.workspace.direct(person)
        event = {"type": "app_home_opened", "user": person, "channel": channel.id, "tab": tab}
        home = self.views.homes.get(person)
        seen = {"view": home.as_json()} if home and tab == "home" else {}
        self.workspace.publish({**event, **seen, "event_ts": self.workspace.stamp()})

    # --- what the bot replies -------------------------------------------------------------------

    def redeem(self, trigger_id: str) -> str:
        """The person behind a trigger_id, once and for three seconds."""
        trigger = self._triggers.get(trigger_id)
        if not trigger:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self.workspace.clock() > trigger.expires:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger.person

    def respond(self, key: str, body: Mapping[str, Any]) -> None:
        """A post to a response_url: five of them within thirty minutes."""
        url = self._replies.get(key)
        if not url:
            raise Refusal("invalid_url")
        if self.workspace.clock() > url.expires:
            raise Refusal("expired_url")
        if not url.left:
            raise Refusal("used_url")
        url.left -= 1
        self._reply(url, body)

    def _reply(self, url: ReplyUrl, body: Mapping[str, Any]) -> None:
        original = url.source
        if body.get("delete_original") and original:
            self.workspace.delete(original)
            return
        text, blocks = written(body)
        if body.get("replace_original") and original:
            self.workspace.edit(original, text, blocks)
            return
        shared = body.get("response_type") == "in_channel"
        self.workspace.post(
            url.channel, self.workspace.bot.id, text, blocks=blocks,
            thread_ts=body.get("thread_ts"), only_for=None if shared else url.person,
        )  # fmt: skip

    # --- what goes to the bot -------------------------------------------------------------------

    async def _ask(self, payload: Json, person: str, channel: Channel | None) -> Json:
        try:
            return await self.sockets.send("interactive", payload)
        except Unanswered as failure:
            if channel:
                text = f"That did not work: the app did not answer in time ({failure})."
                self.workspace.whisper(person, channel, text)
            raise Refusal(str(failure)) from None

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

    def _command_payload(self, person: str, channel: Channel, name: str, text: str) -> Json:
        return {
            "token": "playground",
            "team_id": TEAM["id"],
            "team_domain": TEAM["domain"],
            "channel_id": channel.id,
            "channel_name": channel.name or "directmessage",
            "user_id": person,
            "user_name": self.workspace.people[person].handle,
            "command": name,
            "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._reply_url(person, channel, None),
            "trigger_id": self._trigger(person),
        }

    def _place(
        self, kind: str, person: str, given: Mapping[str, Any]
    ) -> tuple[Json, list[Json], Channel | None]:
        """The payload with the message or the view the person acts on, and its blocks."""
        payload = self._base(kind, person)
        if given.get("view_id"):
            view: View = self.views.of(person, given["view_id"])
            view.values = {**view.values, **(given.get("values") or {})}
            payload |= {"container": {"type": "view", "view_id": view.id}, "view": view.as_json()}
            return payload, view.blocks, None
        message = self.workspace.seen(person, str(given.get("channel")), str(given.get("ts")))
        channel = self.workspace.channel(message.channel)
        about: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
        about["is_ephemeral"] = bool(message.only_for)
        if message.thread_ts:
            about["thread_ts"] = message.thread_ts
        payload |= {"container": about, "state": {"values": given.get("values") or {}}}
        payload |= self._around(person, channel, message)
        if not message.only_for:
            payload["message"] = message.as_json()
        return payload, message.blocks, channel

    def _around(self, person: str, channel: Channel, message: Message) -> Json:
        where = {"id": channel.id, "name": channel.name or "directmessage"}
        return {"channel": where, "response_url": self._reply_url(person, channel, message)}

    def _trigger(self, person: str) -> str:
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(person, self.workspace.clock() + TRIGGER_SECONDS)
        return trigger_id

    def _reply_url(self, person: str, channel: Channel, source: Message | None) -> str:
        key = secrets.token_urlsafe(18)
        expires = self.workspace.clock() + REPLY_SECONDS
        self._replies[key] = ReplyUrl(person, channel, source, expires)
        return f"{self.workspace.url}/respond/{key}"

    def _joined(self, person: str, channel_id: str) -> Channel:
        channel = self.workspace.channel(channel_id)
        if person not in channel.members:
            raise Refusal("channel_not_found")
        return channel


def written(body: Mapping[str, Any]) -> tuple[str, list[Json]]:
    """A message's text and blocks as the bot sent them; raises the refusal Slack would give."""
    text, blocks = body.get("text") or "", body.get("blocks") or []
    if not text and not blocks and not body.get("attachments"):
        raise Refusal("no_text")
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    faults = limits.check({"text": text or "-", "blocks": blocks}, "message")
    faults = tuple(fault for fault in faults if fault.pointer.startswith("/blocks"))
    if any(fault.code == "markdown_too_long" for fault in faults):
        raise Refusal("msg_blocks_too_long", messages=[f"[ERROR] {fault}" for fault in faults])
    if faults:
        listed = [str(fault) for fault in faults]
        raise Refusal("invalid_blocks", errors=listed, messages=[f"[ERROR] {f}" for f in listed])
    return str(text), blocks


def found(blocks: list[Json], block_id: object, action_id: object) -> tuple[Json, Json]:
    """The block and the element with these ids; raises Refusal when nobody could press it."""
    for block, element in _elements(blocks):
        if element.get("action_id") == action_id and block_id in (None, block["block_id"]):
            return block, element
    raise Refusal("action_not_found")


def _elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    for block in blocks:
        within = block.get("elements", ()) if "actions" in block["type"] else ()
        for element in (*within, block.get("accessory"), block.get("element")):
            if element:
                yield block, element


def pressed(element: Json, given: Mapping[str, Any]) -> Json:
    """The action Slack reports; what was chosen must be something the element offers."""
    kind, chosen = element["type"], given.get("value")
    about = {"type": kind, "action_id": element["action_id"]}
    if kind in {"button", "icon_button"}:
        return {**about, **{k: element[k] for k in ("text", "value", "style", "icon") if k in element}}
    if kind == "feedback_buttons":
        for side in (element["positive_button"], element["negative_button"]):
            if side["value"] == chosen:
                return {**about, **side}
        raise Refusal("invalid_option")
    if kind == "external_select":
        return {**about, "selected_option": given.get("option")}
    if kind in _CHOSEN:
        return {**about, _CHOSEN[kind]: chosen}
    groups = element.get("option_groups") or [element]
    offered = {o["value"]: o for group in groups for o in group.get("options", ())}
    wanted = chosen if isinstance(chosen, list) else [chosen]
    if not offered.keys() >= set(wanted):
        raise Refusal("invalid_option")
    picked = [offered[value] for value in wanted]
    if kind == "checkboxes":
        return {**about, "selected_options": picked}
    return {**about, "selected_option": picked[0] if picked else None}
