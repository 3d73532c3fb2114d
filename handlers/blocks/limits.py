"""Says what Slack would refuse in a message, a modal or a Home tab; changes and sends nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from handlers.blocks.shapes import (
    Fault,
    Rule,
    Shape,
    anything,
    boolean,
    items,
    links,
    loose,
    markdown,
    number,
    one_of,
    shape,
    string,
    text,
    typed,
    url,
)

__all__ = ["Fault", "LimitExceeded", "Surface", "check", "ensure"]

Surface = Literal["message", "modal", "home"]


class LimitExceeded(ValueError):
    """A payload that Slack would refuse, with every fault in it."""

    def __init__(self, surface: Surface, faults: tuple[Fault, ...]) -> None:
        listed = "; ".join(map(str, faults))
        super().__init__(f"Slack would refuse this {surface}; mend where it is built: {listed}")
        self.faults = faults


# --- composition objects and elements -----------------------------------------------------------

ID = string(255)
CONFIRM = shape(
    {
        "title": text(100, plain=True),
        "text": text(300),
        "confirm": text(30, plain=True),
        "deny": text(30, plain=True),
    },
    style=one_of("primary", "danger"),
)
OPTION = shape({"text": text(75), "value": string(150)}, description=text(75), url=url(3000))
PLAIN_OPTION = shape(
    {"text": text(75, plain=True), "value": string(150)},
    description=text(75, plain=True),
    url=url(3000),
)
GROUP = shape({"label": text(75, plain=True), "options": items(PLAIN_OPTION, 100)})
IMAGE: dict[str, Rule] = {
    "image_url": url(3000),
    "slack_file": anything,
    "image_width": anything,
    "image_height": anything,
    "image_bytes": anything,
}
FEEDBACK = shape({"text": text(75, plain=True), "value": string(2000)}, accessibility_label=string(75))


def _element(needs: Mapping[str, Rule] | None = None, /, *one: str, **may: Rule) -> Shape:
    common: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": boolean}
    return Shape(needs or {}, {**common, "placeholder": text(150, plain=True), **may}, one)


def _chosen(of: Shape) -> Rule:
    """An initial option must be one that is offered, else Slack refuses the whole payload."""

    def rule(value: object, at: str) -> Iterator[Fault]:
        yield from of(value, at)
        if not isinstance(value, Mapping):
            return
        initial = value.get("initial_options") or [value.get("initial_option")]
        offered = list(_offered(value))
        for option in initial if isinstance(initial, list | tuple) else ():
            if option and offered and option not in offered:
                yield Fault(at, "unknown_option", "the initial option is not among the options")

    return rule


def _offered(select: Mapping[str, Any]) -> Iterator[object]:
    groups = select.get("option_groups")
    for holder in (select, *(groups if isinstance(groups, list | tuple) else ())):
        options = holder.get("options") if isinstance(holder, Mapping) else None
        yield from options if isinstance(options, list | tuple) else ()


_OPTIONS: dict[str, Rule] = {
    "options": items(PLAIN_OPTION, 100),
    "option_groups": items(GROUP, 100),
}
_FEW = items(OPTION, 10)
_MANY: dict[str, Rule] = {"max_selected_items": number(1, 1000)}
_STATIC = _chosen(
    _element(
        None, "options", "option_groups", **_OPTIONS, **_MANY,
        initial_option=PLAIN_OPTION, initial_options=items(PLAIN_OPTION, 100),
    )
)  # fmt: skip
_EXTERNAL = _element(
    initial_option=PLAIN_OPTION,
    initial_options=items(PLAIN_OPTION, 100),
    min_query_length=number(0, 1000),
    **_MANY,
)
_TICKED = _chosen(_element({"options": _FEW}, initial_option=OPTION, initial_options=items(OPTION, 10)))

# What the bot never sends: only where these may stand is checked, and what all elements share.
_RARE = (
    "users_select", "conversations_select", "channels_select",
    "multi_users_select", "multi_conversations_select", "multi_channels_select",
    "datepicker", "timepicker", "datetimepicker", "email_text_input", "url_text_input",
    "number_input", "rich_text_input", "file_input", "workflow_button",
)  # fmt: skip
ELEMENTS: dict[str, Rule] = {
    "button": _element(
        {"text": text(75, plain=True)},
        url=url(3000),
        value=string(2000),
        style=one_of("primary", "danger"),
        accessibility_label=string(75),
        agent_prompt=string(4000),
        visible_to_user_ids=items(ID, 10),
    ),
    "overflow": _element({"options": items(PLAIN_OPTION, 5)}),
    "checkboxes": _TICKED,
    "radio_buttons": _TICKED,
    **dict.fromkeys(("static_select", "multi_static_select"), _STATIC),
    **dict.fromkeys(("external_select", "multi_external_select"), _EXTERNAL),
    "plain_text_input": _element(
        initial_value=string(3000, 0), min_length=number(0, 3000), max_length=number(1, 3000),
        multiline=boolean, dispatch_action_config=anything,
    ),
    **dict.fromkeys(_RARE, loose(action_id=ID, confirm=CONFIRM, placeholder=text(150, plain=True))),
    "image": Shape({"alt_text": string(2000)}, IMAGE, ("image_url", "slack_file")),
    "feedback_buttons": _element({"positive_button": FEEDBACK, "negative_button": FEEDBACK}),
    "icon_button": _element(
        {"icon": one_of("trash"), "text": text(75, plain=True)},
        value=string(2000),
        accessibility_label=string(75),
        visible_to_user_ids=items(ID, 10),
    ),
}  # fmt: skip
_MULTI = {name for name in ELEMENTS if name.startswith("multi_")}
_SELECTS = {name for name in ELEMENTS if name.endswith("_select")}
_PICKERS = {"datepicker", "timepicker", "checkboxes", "radio_buttons"}
_INTERACTIVE = _SELECTS | _PICKERS | {"button", "overflow", "workflow_button"}
_INPUTS = {name for name in ELEMENTS if name.endswith("_input")}
ACTIONS = frozenset((_INTERACTIVE - _MULTI) | {"datetimepicker", "rich_text_input"})
ACCESSORY = frozenset(_INTERACTIVE | {"image"})
INPUT = frozenset(_SELECTS | _PICKERS | _INPUTS | {"datetimepicker"})


# --- rich text ----------------------------------------------------------------------------------

_STYLE: dict[str, Rule] = {"style": anything}
_INLINE: dict[str, Rule] = {
    "text": shape({"text": string(40_000)}, **_STYLE),
    "link": shape({"url": url(3000)}, text=string(40_000), unsafe=boolean, **_STYLE),
    "emoji": shape({"name": string(255)}, unicode=anything, skin_tone=anything, **_STYLE),
    "user": shape({"user_id": ID}, **_STYLE),
    "usergroup": shape({"usergroup_id": ID}, **_STYLE),
    "channel": shape({"channel_id": ID}, **_STYLE),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, **_STYLE),
    "date": shape({"timestamp": anything, "format": string(255)}, url=url(3000), fallback=anything, **_STYLE),
    "color": shape({"value": string(16)}, **_STYLE),
    "team": shape({"team_id": ID}, **_STYLE),
}
_RUN = items(typed(_INLINE), 10_000)
_SECTION = shape({"elements": _RUN})
_BORDER = number(0, 1)
_RICH: dict[str, Rule] = {
    "rich_text_section": _SECTION,
    "rich_text_quote": shape({"elements": _RUN}, border=_BORDER),
    "rich_text_preformatted": shape({"elements": _RUN}, border=_BORDER, language=string(50)),
    "rich_text_list": shape(
        {
            "elements": items(typed({"rich_text_section": _SECTION}), 10_000),
            "style": one_of("bullet", "ordered"),
        },
        indent=number(0, 8),
        offset=number(0, 100_000),
        border=_BORDER,
    ),
}
RICH_TEXT = shape({"elements": items(typed(_RICH), 10_000)}, block_id=ID)


# --- blocks -------------------------------------------------------------------------------------


def _block(needs: Mapping[str, Rule] | None = None, /, *one: str, **may: Rule) -> Shape:
    return Shape(needs or {}, {"block_id": ID, **may}, one)


_UNCHECKED = loose(block_id=ID)
_IN_CONTEXT: dict[str, Rule] = {
    "image": ELEMENTS["image"],
    "plain_text": text(3000),
    "mrkdwn": text(3000),
}
_CELLS: dict[str, Rule] = {
    "raw_text": shape({"text": string(40_000, 0)}),
    "raw_number": loose({"value": anything}),
    "rich_text": RICH_TEXT,
}
BLOCKS: dict[str, Rule] = {
    "section": _block(
        None, "text", "fields",
        text=text(3000), fields=items(text(2000), 10), expand=boolean,
        accessory=typed(ELEMENTS, ACCESSORY),
    ),
    "header": _block({"text": text(150, plain=True)}),
    "divider": _block(),
    "context": _block({"elements": items(typed(_IN_CONTEXT), 10)}),
    "actions": _block({"elements": items(typed(ELEMENTS, ACTIONS), 25)}),
    "context_actions": _block(
        {"elements": items(typed(ELEMENTS, frozenset({"feedback_buttons", "icon_button"})), 5)}
    ),
    "image": _block(
        {"alt_text": string(2000)}, "image_url", "slack_file",
        **IMAGE, title=text(2000, plain=True),
    ),
    "input": _block(
        {"label": text(2000, plain=True), "element": typed(ELEMENTS, INPUT)},
        hint=text(2000, plain=True), optional=boolean, dispatch_action=boolean,
    ),
    "markdown": _block({"text": markdown}),
    "rich_text": RICH_TEXT,
    "table": _block(
        {"rows": items(items(typed(_CELLS), 20), 100)}, column_settings=items(anything, 20, 0)
    ),
    **dict.fromkeys(
        (
            "video", "file", "call", "alert", "card", "carousel", "container",
            "plan", "task_card", "data_table", "data_visualization",
        ),
        _UNCHECKED,
    ),
}  # fmt: skip
_EVERYWHERE = frozenset(
    {"actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section",
     "video"}
)  # fmt: skip
_WIDE = frozenset({"carousel", "container", "data_table", "data_visualization", "table"})
SURFACES: dict[Surface, frozenset[str]] = {
    "message": _EVERYWHERE | _WIDE
    | {"call", "context_actions", "file", "markdown", "plan", "task_card"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | _WIDE,
}  # fmt: skip


# --- whole payloads -----------------------------------------------------------------------------

_VIEW: dict[str, Rule] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}
_BLOCK_LIST: dict[str, Rule] = {"blocks": items(anything, 100, 0)}
_MODAL = shape(
    {"type": one_of("modal"), "title": text(24, plain=True), **_BLOCK_LIST},
    submit=text(24, plain=True),
    close=text(24, plain=True),
    submit_disabled=boolean,
    **_VIEW,
)
_HOME = loose({"type": one_of("home"), **_BLOCK_LIST}, **_VIEW)
_MESSAGE = loose(text=string(40_000, 0), blocks=items(anything, 50, 0), attachments=items(anything, 100, 0))
_WHOLE: dict[Surface, Shape] = {"message": _MESSAGE, "modal": _MODAL, "home": _HOME}
VIEW_BYTES = 250_000


def check(payload: Mapping[str, Any], surface: Surface) -> tuple[Fault, ...]:
    """Every fault in a message (`text`, `blocks`, …) or a view, in the order of reading."""
    blocks = payload.get("blocks")
    listed = list(blocks) if isinstance(blocks, list | tuple) else []
    return (
        *_WHOLE[surface](payload, ""),
        *_check_blocks(listed, surface),
        *(_check_message(payload, listed) if surface == "message" else _check_view(payload, listed)),
    )


def ensure(payload: Mapping[str, Any], surface: Surface) -> None:
    """Raises LimitExceeded when Slack would refuse the payload."""
    if faults := check(payload, surface):
        raise LimitExceeded(surface, faults)


def _check_blocks(blocks: list[Any], surface: Surface) -> Iterator[Fault]:
    for index, block in enumerate(blocks):
        at = f"/blocks/{index}"
        kind = block.get("type") if isinstance(block, Mapping) else None
        if isinstance(kind, str) and kind in BLOCKS.keys() - SURFACES[surface]:
            yield Fault(f"{at}/type", "not_on_surface", f"{kind} is not supported in a {surface}")
        yield from typed(BLOCKS)(block, at)
        if isinstance(block, Mapping):
            yield from _repeated(block, at)
    for name in _twice(blocks, "block_id"):
        yield Fault("/blocks", "duplicate_block_id", f"block_id {name} stands more than once")


def _repeated(block: Mapping[str, Any], at: str) -> Iterator[Fault]:
    elements = block.get("elements")
    for name in _twice(elements if isinstance(elements, list | tuple) else (), "action_id"):
        yield Fault(f"{at}/elements", "duplicate_action_id", f"action_id {name} stands more than once")


def _twice(objects: Iterable[object], name: str) -> list[str]:
    ids = Counter(one[name] for one in objects if isinstance(one, Mapping) and isinstance(one.get(name), str))
    return [id_ for id_, times in ids.items() if times > 1]


def _check_message(payload: Mapping[str, Any], blocks: list[Any]) -> Iterator[Fault]:
    words = payload.get("text")
    yield from links(words, "/text")
    if not words and (blocks or not payload.get("attachments")):
        # Screen readers and notifications read only this text.
        yield Fault("/text", "text_missing", "a message needs its top-level text")
    kinds = [block for block in blocks if isinstance(block, Mapping)]
    written = sum(len(str(b.get("text"))) for b in kinds if b.get("type") == "markdown")
    if written > 12_000:
        yield Fault("/blocks", "markdown_too_long", "markdown blocks may hold 12000 characters together")
    if sum(b.get("type") == "table" for b in kinds) > 1:
        yield Fault("/blocks", "too_many_tables", "only one table allowed")


def _check_view(payload: Mapping[str, Any], blocks: list[Any]) -> Iterator[Fault]:
    asks = any(isinstance(block, Mapping) and block.get("type") == "input" for block in blocks)
    if payload.get("type") == "modal" and asks and not payload.get("submit"):
        yield Fault("/submit", "submit_missing", "a modal with an input block needs submit")
    if len(json.dumps(payload, default=str).encode()) > VIEW_BYTES:
        yield Fault("", "view_too_large", f"a view may hold {VIEW_BYTES} bytes of JSON")
