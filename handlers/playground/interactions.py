"""Turns what a person does into what Slack would send the bot, and does what the bot replies."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.playground.refusals import Json, Refusal, check, written
from handlers.playground.sockets import APP, Sockets
from handlers.playground.unfurling import Unfurling
from handlers.playground.views import Views
from handlers.playground.workspace import BOT_USER, TEAM, Channel, Message, Workspace

TRIGGER, RESPONSE = "trigger_id", "url"
# How many seconds each works, how often, and what Slack says afterwards.
WORKS = {TRIGGER: (3, 1, "exchanged_trigger_id"), RESPONSE: (30 * 60, 5, "used_url")}

# Slack's own commands for who is in a channel; the bot is the only one who comes and goes.
MOVES: Mapping[str, tuple[Callable[[set[str], str], None], str]] = {
    "/invite": (set.add, "brought {} here."),
    "/remove": (set.discard, "took {} away."),
}


@dataclass
class Pass:
    """A trigger_id or a response_url: what the bot may answer with, for a while and a few times."""

    person: str
    place: tuple[Channel, Message | None]
    expires: float
    left: int


class Interactions:
    """`given` is always what the page sent: which message or view, which element, which values."""

    def __init__(self, workspace: Workspace, sockets: Sockets, features: Json, functions: Json) -> None:
        self.workspace, self.sockets, self.views = workspace, sockets, Views(workspace.people)
        self.has_home = features.get("app_home", {}).get("home_tab_enabled", False)
        self.commands = {each["command"]: each for each in features.get("slash_commands", ())}
        self.shortcuts = {each["callback_id"]: each for each in features.get("shortcuts", ())}
        self.unfurling = Unfurling(workspace, tuple(features.get("unfurl_domains", ())))
        self._passes: dict[tuple[str, str], Pass] = {}
        self.functions = functions
        # How each workflow step that was run ends.
        self.steps: dict[str, asyncio.Future[Json]] = {}
        # What may go wrong, for a test to try: triggers that come too late, a message that is deleted while
        # somebody presses a button of it, or before the bot hears of it.
        self.expire_triggers = self.lose_messages = self.lose_words = False

    # --- what a person does ---------------------------------------------------------------------

    async def say(self, person: str, given: Json) -> None:
        channel = self.workspace.channel(str(given.get("channel")))
        if person not in channel.members:
            raise Refusal("channel_not_found")
        text, thread = str(given.get("text", "")).strip(), given.get("thread_ts")
        if text.startswith("/"):
            await self._command(person, channel, text, thread)
        elif text:
            typed = self.workspace.typed(text)
            said = self.workspace.post(channel, person, typed, thread_ts=thread)
            self.unfurling.shared(said)
            if self.lose_words:
                self.workspace.delete(said)

    async def _command(self, person: str, channel: Channel, text: str, thread: str | None) -> None:
        name, _, words = text.partition(" ")
        known, trouble = self.commands.get(name), ""
        if not known and (name not in MOVES or channel.partner):
            trouble = "is not a valid command."
        elif thread:
            trouble = "is not supported in threads. Sorry!"
        elif not known:
            move, told = MOVES[name]
            move(channel.members, BOT_USER)
            trouble = told.format(self.workspace.bot)
        else:
            words = self.workspace.typed(words) if known.get("should_escape") else words
            try:
                await self._run(person, channel, name, words.strip())
            except Refusal as failure:
                trouble = f"failed with the error “{failure}”"
        if trouble:
            self.workspace.whisper(person, channel, f"`{name}` {trouble}", thread)

    async def _run(self, person: str, channel: Channel, command: str, words: str) -> None:
        user = {"user_id": person, "user_name": self.workspace.people[person]["handle"]}
        team = {"team_id": TEAM["id"], "team_domain": TEAM["domain"], "is_enterprise_install": "false"}
        where = {"channel_id": channel.id, "channel_name": channel.name or "directmessage"}
        back = {"response_url": self._url(person, channel), "trigger_id": self._trigger(person)}
        said = {"command": command, "text": words}
        reply = await self.sockets.send("slash_commands", {**APP, **team, **user, **where, **said, **back})
        if reply:
            self._reply(person, channel, None, reply)

    async def press(self, person: str, given: Json) -> None:
        """A button, a select or a picker, in a message or a view that this person can see."""
        payload, ids, element = self._touched("block_actions", person, given)
        stamp = {"type": element["type"], "action_ts": self.workspace.stamp()}
        action = {**pressed(element, given), **ids, **stamp}
        if self.lose_messages and not given.get("view_id"):
            self.workspace.delete(self._message(person, given))
        await self._ask({**payload, "actions": [action], "trigger_id": self._trigger(person)})

    async def options(self, person: str, given: Json) -> Json:
        """What the bot suggests while somebody types into an external_select."""
        payload, ids, _ = self._touched("block_suggestion", person, given)
        reply = await self._ask({**payload, **ids, "value": given.get("value", "")})
        offered = {key: reply[key] for key in ("options", "option_groups") if reply.get(key)}
        if offered:
            trial = {"type": "actions", "elements": [{"type": "static_select", **offered}]}
            check({"text": "-", "blocks": [trial]}, "message", "invalid_options")
        return offered

    async def submit(self, person: str, given: Json) -> Json:
        view = self.views.find(str(given.get("view_id")), person)
        view["state"] = {"values": given.get("values") or {}}
        # As it is now: another answer may change the view before this is sent.
        about = {"view": {**view}, "trigger_id": self._trigger(person), "response_urls": []}
        reply = await self._ask({**self._by(person, "view_submission"), **about})
        return self.views.answer(person, view, reply)

    async def close(self, person: str, given: Json) -> None:
        self.views.find(str(given.get("view_id")), person)
        self.views.close(person, bool(given.get("whole")))

    async def shortcut(self, person: str, given: Json) -> None:
        known = self.shortcuts.get(given.get("callback_id", ""))
        if not known:
            raise Refusal("unknown_shortcut")
        about = {"callback_id": known["callback_id"], "action_ts": self.workspace.stamp()}
        about["trigger_id"] = self._trigger(person)
        if known["type"] == "message":
            message = self._message(person, given)
            told = {"message_ts": message.ts, "message": message.as_json()}
            base = self._by(person, "message_action")
            await self._ask({**base, **about, **told, **self._around(person, message)})
        else:
            await self._ask({**self._by(person, "shortcut"), **about})

    async def visit(self, person: str, given: Json) -> None:
        """The person opens the bot's Home or Messages tab."""
        where = {"channel": self.workspace.channel(person).id, "tab": str(given.get("tab"))}
        event = {"type": "app_home_opened", "user": person, "event_ts": self.workspace.stamp()}
        home = self.views.homes.get(person)
        self.workspace.publish({**event, **where, **({"view": home} if home else {})})

    async def preview(self, person: str, given: Json) -> None:
        """The person has pasted something and not sent it."""
        self.unfurling.typed(person, self.workspace.typed(str(given.get("text", ""))))

    async def dismiss(self, person: str, given: Json) -> None:
        message = self._message(person, given)
        if message.only_for:
            self.workspace.delete(message)

    async def step(self, _person: str, given: Json) -> Json:
        """Somebody who builds a workflow runs a step of it by itself."""
        return {"ended": await self.run_step(str(given.get("step")), given.get("inputs") or {})}

    async def run_step(self, name: str, given: Mapping[str, str]) -> Json:
        """A workflow runs a step of the app; how it ends."""
        if name not in self.functions:
            raise Refusal("unknown_step")
        key = f"Fx{secrets.token_hex(5).upper()}"
        self.steps[key] = asyncio.get_running_loop().create_future()
        about = {"function": {"callback_id": name, "type": "app"}, "function_execution_id": key}
        stamp = {"event_ts": self.workspace.stamp()}
        self.workspace.publish({"type": "function_executed", **about, "inputs": dict(given), **stamp})
        return await self.steps[key]

    # --- what the bot replies -------------------------------------------------------------------

    def redeem(self, kind: str, key: str, status: int = 0) -> Pass:
        """What a trigger_id or a response_url stands for, while it works; one use less is left."""
        known = self._passes.get((kind, key))
        if not known:
            raise Refusal(f"invalid_{kind}", status)
        if not known.left:
            raise Refusal(WORKS[kind][2], status)
        if self.workspace.clock() > known.expires:
            raise Refusal(f"expired_{kind}", status)
        known.left -= 1
        return known

    def respond(self, key: str, body: Mapping[str, Any]) -> None:
        """A post to a response_url."""
        known = self.redeem(RESPONSE, key, 404)
        self._reply(known.person, *known.place, body)

    def _reply(self, person: str, channel: Channel, source: Message | None, body: Mapping[str, Any]) -> None:
        replaced = body.get("delete_original") or body.get("replace_original")
        if source and replaced and source not in channel.messages:
            raise Refusal("message_not_found", 404)
        if source and body.get("delete_original"):
            self.workspace.delete(source)
            return
        text, blocks = written(body)
        if source and body.get("replace_original"):
            self.workspace.edit(source, text, blocks)
            return
        reader = None if body.get("response_type") == "in_channel" else person
        thread = body.get("thread_ts")
        self.workspace.post(channel, BOT_USER, text, blocks=blocks, thread_ts=thread, only_for=reader)

    # --- what goes to the bot -------------------------------------------------------------------

    async def _ask(self, payload: Json) -> Json:
        try:
            return await self.sockets.send("interactive", payload)
        except Refusal as failure:
            if "channel" in payload:
                channel = self.workspace.channel(payload["channel"]["id"])
                text = f"That did not work: the app did not answer in time ({failure})."
                self.workspace.whisper(payload["user"]["id"], channel, text)
            raise

    def _by(self, person: str, kind: str) -> Json:
        name = self.workspace.people[person]["handle"]
        user = {"id": person, "username": name, "name": name, "team_id": TEAM["id"]}
        team = {"id": TEAM["id"], "domain": TEAM["domain"]}
        install = {"enterprise": None, "is_enterprise_install": False}
        return {**APP, "type": kind, "team": team, "user": user, **install}

    def _touched(self, kind: str, person: str, given: Json) -> tuple[Json, Json, Json]:
        """The payload with the message or the view that is touched; the element's ids and itself."""
        payload, values = self._by(person, kind), given.get("values") or {}
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
        return {"channel": where, "response_url": self._url(person, message.channel, message)}

    def _url(self, person: str, channel: Channel, source: Message | None = None) -> str:
        return f"{self.workspace.url}/respond/{self._pass(RESPONSE, person, channel, source)}"

    def _trigger(self, person: str) -> str:
        return self._pass(TRIGGER, person, self.workspace.channel(person), None)

    def _pass(self, kind: str, person: str, channel: Channel, source: Message | None) -> str:
        key, (seconds, uses, _) = secrets.token_urlsafe(18), WORKS[kind]
        late = kind == TRIGGER and self.expire_triggers
        expires = self.workspace.clock() + (-1 if late else seconds)
        self._passes[kind, key] = Pass(person, (channel, source), expires, uses)
        return key


# What the page asks for, by the name it gives it.
DEEDS: Mapping[str, Callable[[Interactions, str, Json], Awaitable[Json | None]]] = {
    "message": Interactions.say,
    "action": Interactions.press,
    "options": Interactions.options,
    "submit": Interactions.submit,
    "close": Interactions.close,
    "shortcut": Interactions.shortcut,
    "visit": Interactions.visit,
    "preview": Interactions.preview,
    "dismiss": Interactions.dismiss,
    "step": Interactions.step,
}


def found(blocks: list[Json], given: Json) -> tuple[Json, Json]:
    """The ids and the element that was touched; raises Refusal when nobody could touch it."""
    for block in blocks:
        within = block.get("elements", ()) if "actions" in block["type"] else ()
        for element in filter(None, (*within, block.get("accessory"), block.get("element"))):
            ids = {"block_id": block["block_id"], "action_id": element.get("action_id")}
            if ids.items() <= given.items():
                return ids, element
    raise Refusal("action_not_found")


def pressed(element: Json, given: Json) -> Json:
    """What Slack reports of an element; what was chosen must be something the element offers."""
    if element["type"] in {"button", "icon_button"}:
        return {name: element[name] for name in ("text", "value", "style", "icon") if name in element}
    sides = [element[side] for side in ("positive_button", "negative_button") if side in element]
    offered = element.get("options", sides)
    if element["type"] in {"overflow", "feedback_buttons"}:  # these keep no state
        for option in offered:
            if option["value"] == given.get("value"):
                return option if sides else {"selected_option": option}
        raise Refusal("invalid_option")
    block = (given.get("values") or {}).get(given["block_id"], {})
    state: Json = block.get(given["action_id"], {})
    chosen = state.get("selected_options") or [state.get("selected_option")]
    if offered and any(option not in (None, *offered) for option in chosen):
        raise Refusal("invalid_option")
    return state
