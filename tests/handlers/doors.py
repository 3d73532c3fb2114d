"""What a fake Slack sends where somebody uses a shortcut, or does something in a dialog."""

from __future__ import annotations

import json
from typing import Any

from handlers.blocks import limits
from tests.handlers.fakes import TEAM, FakeSlack, Talk, pressed

Json = dict[str, Any]


def asked(kind: str, person: str, **more: object) -> Json:
    user = {"id": person, "team_id": more.pop("home", TEAM)}
    return {"type": kind, "user": user, "team": {"id": TEAM}, "trigger_id": "1.trigger", **more}


async def similar(
    talk: Talk, said: str | Json, *, person: str = "U1", channel: str = "C1", **more: object
) -> None:
    """Chooses Find similar cases on a message."""
    message = said if isinstance(said, dict) else {"text": said}
    base = asked("message_action", person, callback_id="similar", **more)
    where = {"channel": {"id": channel}, "response_url": f"{talk.slack.url}/respond"}
    await talk.send({**base, **where, "message": {"type": "message", "user": "U9", "ts": "5.5", **message}})


async def search(talk: Talk, *, person: str = "U1", **more: object) -> None:
    """Chooses Search the casebook."""
    await talk.send(asked("shortcut", person, callback_id="search", **more))


async def press(talk: Talk, action: str, *, person: str = "U1", which: int = 0) -> None:
    """Presses a button in the dialog that was shown last."""
    view = shown(talk.slack)
    found = [pressed({"blocks": [each]}, action) for each in view["blocks"] if has(each, action)]
    await act(talk, view, {"type": "button", **found[which]}, person)


async def choose(talk: Talk, value: str, *, person: str = "U1") -> None:
    """Chooses a suggestion."""
    option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
    action = {"type": "external_select", "action_id": "find", "selected_option": option}
    await act(talk, shown(talk.slack), action, person)


async def act(talk: Talk, view: Json, action: Json, person: str = "U1") -> None:
    held = {"container": {"type": "view", "view_id": "V1"}, "view": {**view, "id": "V1"}}
    await talk.send({**asked("block_actions", person), **held, "actions": [action]})


async def suggested(talk: Talk, typed: str) -> Json:
    """What is suggested to somebody who has typed a few letters."""
    held = {"action_id": "find", "block_id": "find:", "value": typed, "view": {"id": "V1", "type": "modal"}}
    response = await talk.send({**asked("block_suggestion", "U1"), **held})
    answered: Json = json.loads(response.body or "{}")
    if answered.get("option_groups"):
        trial = {"type": "actions", "elements": [{"type": "static_select", **answered}]}
        assert limits.check({"text": "-", "blocks": [trial]}, "message") == ()
    return answered


def shown(slack: FakeSlack) -> Json:
    """The dialog that was opened, laid over or changed last."""
    views = [call["view"] for method, call in slack.told if method.startswith("views.")]
    view: Json = views[-1]
    return view


def has(block: Json, action: str) -> bool:
    return any(each.get("action_id") == action for each in block.get("elements", ()))


def actions(view: Json) -> list[str]:
    """What can be pressed in a dialog, in order."""
    rows = (block["elements"] for block in view["blocks"] if block["type"] == "actions")
    return [each["text"]["text"] for row in rows for each in row]


def words(view: Json) -> str:
    """All that a dialog says."""
    return " ".join(_texts(view["blocks"]))


def _texts(part: object) -> list[str]:
    if isinstance(part, dict):
        if part.get("type") in ("rich_text_section", "rich_text_quote"):
            return ["".join(text for each in part["elements"] for text in _texts(each))]
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [text for each in part.values() for text in _texts(each)]
    return [text for each in part for text in _texts(each)] if isinstance(part, list) else []
