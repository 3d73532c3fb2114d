"""Slack's payloads → who, where and what. Pure: the one place that knows their shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers.blocks.buttons import Ticket, read

Body = Mapping[str, Any]

# Events that tell of a workspace, and of nobody in it.
LEAVING = ("app_uninstalled", "tokens_revoked", "team_access_revoked")
# Where words stand in blocks and attachments, and how deep those go; what is pressed says nothing of the matter.
_WITH_WORDS = (
    "title",
    "pretext",
    "text",
    "fields",
    "elements",
    "blocks",
    "attachments",
    "message_blocks",
    "message",
)
_NO_WORDS = ("actions", "context_actions", "button")
_DEEPEST = 12
# Where the values of inputs stand that offer no options of ours.
_GIVEN = ("value", "selected_conversation", "selected_time", "selected_date")

_SORTS = {
    "block_actions": "action",
    "view_submission": "dialog",
    "block_suggestion": "suggestion",
    "message_action": "shortcut",
    "shortcut": "shortcut",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Who asks, and in which conversation; `thread` is empty outside threads, `team` is the person's own.

    `workspace` is where Casebook is installed: see `workspace`.
    """

    person: str
    channel: str
    thread: str = ""
    team: str = ""
    workspace: str = ""

    @property
    def direct(self) -> bool:
        """Whether this is a conversation of two."""
        return self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed: on which message, and what it is about. `ticket` is None where it is not ours.

    `private` is whether nobody but that person sees it: in an ephemeral message, a dialog or a Home tab.
    """

    place: Place
    message: str
    private: bool
    action: str
    ticket: Ticket | None
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A dialog sent off: which, what it is about, and what was chosen or typed, by its input's block."""

    place: Place
    view: str
    ticket: Ticket | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pasted:
    """Links that somebody pasted, as Slack names them; `source` says whether they are sent already."""

    id: str
    source: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """A message on which somebody chose a shortcut: what it says, and the thread in which a reply would stand."""

    place: Place
    said: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Touch:
    """Something chosen in a dialog: which dialog, and what the thing is about."""

    place: Place
    view: str
    ticket: Ticket | None
    trigger: str


def place(body: Body) -> Place:
    """Who asks where, whatever kind of payload it is."""
    here = workspace(body)
    if "event" in body:
        return replace(_event_place(body["event"]), workspace=here)
    if "user" in body:
        held = body.get("container") or {}
        person = body["user"]
        channel = (body.get("channel") or {}).get("id") or held.get("channel_id", "")
        return Place(person["id"], channel, held.get("thread_ts") or "", person.get("team_id") or "", here)
    return Place(body["user_id"], body["channel_id"], "", body.get("team_id") or "", here)


def press(body: Body) -> Press:
    """The button that was pressed."""
    held, action = body.get("container") or {}, body["actions"][0]
    return Press(
        place(body),
        held.get("message_ts", ""),
        bool(held.get("is_ephemeral")) or "view" in body,
        # What follows the dot tells it from others of its action in the same row.
        action.get("action_id", "").partition(".")[0],
        read(action.get("value") or ""),
        trigger(body),
    )


def picked(body: Body) -> Picked:
    """The message that a shortcut was chosen on."""
    message, at = body["message"], place(body)
    thread = message.get("thread_ts") or message.get("ts") or body.get("message_ts") or ""
    return Picked(replace(at, thread=thread), _said(message), trigger(body))


def touched(body: Body) -> Touch:
    """What was chosen in a dialog."""
    view, action = body["view"], body["actions"][0]
    return Touch(
        place(body),
        view["id"],
        read(_value(action)),
        trigger(body),
    )


def typed(body: Body) -> str:
    """What somebody has typed so far into a box that suggests."""
    value = body.get("value")
    return value if isinstance(value, str) else ""


def dialog(body: Body) -> str:
    """The id of the dialog that something was done in; empty where there is none."""
    view = body.get("view") or {}
    return str(view.get("id") or "") if view.get("type") == "modal" else ""


def workspace(body: Body) -> str:
    """Where Casebook is installed that this comes to: the id of a team, or of an organisation it has all of.

    A person's own may be another. In a channel shared with others only the authorization says whose bot is meant.
    """
    enterprise, team, whole = installed(body)
    return enterprise if whole and enterprise else team


def installed(body: Body) -> tuple[str, str, bool]:
    """The organisation and the team that this comes to, and whether Casebook is installed in all of the former."""
    meant = next(iter(body.get("authorizations") or ()), body)
    whole = meant.get("is_enterprise_install") in (True, "true")
    enterprise = (body.get("enterprise") or {}).get("id") or meant.get("enterprise_id") or ""
    opened = (body.get("view") or {}).get("app_installed_team_id")
    team = opened or (body.get("team") or {}).get("id") or meant.get("team_id")
    return enterprise, team or (body.get("user") or {}).get("team_id") or "", whole


def screen(body: Body) -> tuple[str, str, str, str]:
    """Of a button in a view: its trigger, and of its dialog the id, what it is called and what it keeps.

    Those are empty for a Home tab, and all of them for any other button.
    """
    view = body.get("view") or {}
    if "actions" not in body or not view:
        return "", "", "", ""
    if not dialog(body):
        return trigger(body), "", "", ""
    return trigger(body), dialog(body), view.get("callback_id") or "", view.get("private_metadata") or ""


def entered(body: Body, name: str) -> str:
    """What stands in the input of that block in the view where something was pressed."""
    values = (body["view"].get("state") or {}).get("values") or {}
    return next(map(_value, (values.get(name) or {}).values()), "")


def submission(body: Body) -> Submission:
    """The dialog that was sent off."""
    view = body["view"]
    blocks = ((view.get("state") or {}).get("values") or {}).items()
    values = {block: _value(element) for block, inputs in blocks for element in inputs.values()}
    return Submission(place(body), view.get("id") or "", read(view.get("private_metadata") or ""), values)


def trigger(body: Body) -> str:
    """What opens a dialog for whoever sent this; empty where nothing does."""
    return body.get("trigger_id") or ""


def pasted(body: Body) -> Pasted:
    """The links of an event."""
    event = body["event"]
    listed = (each.get("url") for each in event.get("links") or ())
    links = dict.fromkeys(each for each in listed if isinstance(each, str))
    return Pasted(event.get("unfurl_id") or "", event.get("source") or "", tuple(links))


def inputs(body: Body) -> dict[str, str]:
    """What a workflow step is given, by name."""
    given = body["event"].get("inputs") or {}
    return {name: value for name, value in given.items() if isinstance(value, str)}


def awaits_reply(body: Body) -> bool:
    """Whether somebody spoke to the bot, opened it, or pressed or chose something of it."""
    return "event" not in body or body["event"].get("type") in ("app_mention", "app_home_opened", "message")


def leaves(body: Body) -> bool:
    """Whether Slack tells that a workspace takes Casebook away, or a token of it; nobody in it is named."""
    return (body.get("event") or {}).get("type") in LEAVING


def revoked(body: Body) -> frozenset[str]:
    """The bots, by their user ids, whose tokens are revoked. Those of people are none of ours."""
    return frozenset((body["event"].get("tokens") or {}).get("bot") or ())


def withdrawn(body: Body) -> tuple[str, ...]:
    """The workspaces of an organisation that take Casebook away, by their ids."""
    told = body["event"].get("team_ids")
    ids = told if isinstance(told, list) else []
    return tuple(dict.fromkeys(each for each in ids if isinstance(each, str) and each))


def left_alone(body: Body) -> bool:
    """Whether an event is none of a person's own words: a bot's, an edit, a deletion, a joining."""
    event = body.get("event")
    if not event or event.get("type") == "function_executed" or leaves(body):
        return False
    return any(event.get(name) for name in ("bot_id", "subtype", "hidden", "edited")) or not event.get("user")


def sort(body: Body) -> str:
    """What kind of thing this is, in one word of few."""
    if "event" in body:
        return "event"
    return "command" if "command" in body else _SORTS.get(body.get("type", ""), "other")


def ids(body: Body) -> dict[str, str]:
    """What a line in the log may say of it: its event's id, and its workspace's."""
    told = {"event": str(body.get("event_id") or ""), "team": workspace(body)}
    return {name: told[name] for name in told if told[name]}


def keys(body: Body) -> tuple[str, str]:
    """What tells an event from others: its id, and its message, which may arrive as two events."""
    event = body["event"]
    at = event.get("ts") or event.get("event_ts") or ""
    return f"event:{body.get('event_id', '')}", f"message:{event.get('channel', '')}:{at}"


def _event_place(event: Mapping[str, Any]) -> Place:
    team = event.get("user_team") or event.get("team") or ""
    channel = event.get("channel") or event.get("channel_id") or ""
    return Place(event.get("user", ""), channel, event.get("thread_ts") or "", team)


def _said(message: Mapping[str, Any]) -> str:
    """The words of a message. A bot's, and a forwarded one's, may stand in its blocks and attachments alone."""
    text = message.get("text") or ""
    if text.strip() and not message.get("bot_id"):
        return str(text)
    within = " ".join(_texts([message.get("blocks"), message.get("attachments")]))
    return max(text, within, key=len)


def _texts(part: object, depth: int = _DEEPEST) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping) and depth and part.get("type") not in _NO_WORDS:
        for name in _WITH_WORDS:
            yield from _texts(part.get(name), depth - 1)
    elif isinstance(part, list) and depth:
        for each in part:
            yield from _texts(each, depth - 1)


def _value(element: Mapping[str, Any]) -> str:
    """What was chosen or typed in an input; of several choices all values, a space between them."""
    chosen = [element.get("selected_option"), *(element.get("selected_options") or ())]
    values = [each.get("value") for each in chosen if isinstance(each, Mapping)]
    given = values or [element[name] for name in _GIVEN if element.get(name)]
    return " ".join(each for each in given if isinstance(each, str))
