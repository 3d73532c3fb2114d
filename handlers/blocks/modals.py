"""Dialogs as Slack takes them, and what one may answer when it is sent off. Opens nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.sentences import say
from handlers.blocks import limits
from handlers.blocks.buttons import Ticket
from handlers.blocks.rich import Block, Element, Row, block, section, unstyled
from handlers.blocks.saying import below

View = dict[str, Any]
Reply = dict[str, Any]

# The dialogs, by what they send off.
REPORT, CORRECTION, CHECK, BRIEF = "report", "correction", "check", "brief"
DIGEST = "digest"
TOLD, FORGOTTEN = "told", "forgotten"
# The inputs, by their blocks.
WHICH, RIGHT, DRAFT = "which", "right", "draft"

_LONGEST_LABEL = 75
# 1:14:13 and room to mistype.
_LONGEST_TIME = 20


def modal(name: str, ticket: Ticket, blocks: Iterable[Block]) -> View:
    """A dialog that carries the ticket; its title and its button are sentences of that name."""
    return {
        "type": "modal",
        "callback_id": name,
        "private_metadata": ticket.written(),
        "title": unstyled(say(f"modal_{name}")),
        "submit": unstyled(say(f"modal_{name}_send")),
        "close": unstyled(say("modal_cancel")),
        "blocks": list(blocks),
    }


def errors(told: Mapping[str, str]) -> Reply:
    """The dialog stays, with a sentence under each faulty input."""
    return {"response_action": "errors", "errors": dict(told)}


def notice(rows: Iterable[Row]) -> Reply:
    """The dialog becomes a few sentences and a button that closes it."""
    return update(closing((block(section(*below(rows))),)))


def update(view: View) -> Reply:
    """The dialog becomes another. Raises LimitExceeded."""
    limits.ensure(view, "modal")
    return {"response_action": "update", "view": view}


def push(view: View) -> Reply:
    """Another dialog lies over this one. Raises LimitExceeded."""
    limits.ensure(view, "modal")
    return {"response_action": "push", "view": view}


def closing(blocks: Iterable[Block]) -> View:
    """A dialog of a few sentences and a button that closes it."""
    return {
        "type": "modal",
        "title": unstyled(say("app_name")),
        "close": unstyled(say("modal_close")),
        "blocks": list(blocks),
    }


def choice(name: str, label: str, options: Mapping[str, str]) -> Block:
    """One of up to 100 options, label by value; the only one is chosen already."""
    listed: list[Element] = [
        {"text": unstyled(shown[:_LONGEST_LABEL]), "value": value} for value, shown in options.items()
    ][:100]
    element: Element = {"type": "static_select", "action_id": name, "options": listed}
    if len(listed) == 1:
        element["initial_option"] = listed[0]
    return {"type": "input", "block_id": name, "label": unstyled(label), "element": element}


def time(name: str, label: str, *, known: str = "", optional: bool = False) -> Block:
    """A second of a talk, as a player shows it; `known` stands in it already."""
    element: Element = {"type": "plain_text_input", "action_id": name, "max_length": _LONGEST_TIME}
    return {
        "type": "input",
        "block_id": name,
        "label": unstyled(label),
        "element": {**element, "initial_value": known} if known else element,
        "optional": optional,
    }


def prose(name: str, label: str, longest: int, *, known: str = "") -> Block:
    """Several lines of at most so many characters; `known` stand in it already."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": True,
        "max_length": longest,
    }
    return {
        "type": "input",
        "block_id": name,
        "label": unstyled(label),
        "element": {**element, "initial_value": known} if known else element,
    }


def select(
    name: str, label: str, groups: Mapping[str, Mapping[str, str]], known: str = "", *, optional: bool = True
) -> Block:
    """One of many options in groups, label by value, of which `known` is chosen already. One group needs no name."""
    listed = {group: _options(options) for group, options in groups.items()}
    offered: Element = (
        {"options": listed[""]}
        if list(listed) == [""]
        else {
            "option_groups": [{"label": unstyled(group), "options": each} for group, each in listed.items()]
        }
    )
    chosen = [each for options in listed.values() for each in options if each["value"] == known]
    initial: Element = {"initial_option": chosen[0]} if chosen else {}
    element = {"type": "static_select", "action_id": name, **offered, **initial}
    return _input(name, label, element, optional=optional)


def suggested(name: str, label: str, placeholder: str, known: Mapping[str, str]) -> Block:
    """One of what is suggested while somebody types, label by value; the `known` one is chosen already."""
    element: Element = {
        "type": "external_select",
        "action_id": name,
        "min_query_length": 0,
        "placeholder": unstyled(placeholder),
    }
    chosen = _options(known)
    return _input(name, label, {**element, "initial_option": chosen[0]} if chosen else element)


def boxes(name: str, label: str, options: Mapping[str, str], ticked: Collection[str]) -> Block:
    """Up to ten options to tick, label by value."""
    listed = _options(options)
    known = [each for each in listed if each["value"] in ticked]
    initial: Element = {"initial_options": known} if known else {}
    return _input(name, label, {"type": "checkboxes", "action_id": name, "options": listed, **initial})


def conversation(name: str, label: str, known: str) -> Block:
    """A channel or a conversation of two; `known`, an id, is chosen already."""
    element: Element = {
        "type": "conversations_select",
        "action_id": name,
        "filter": {"include": ["public", "private", "im"]},
    }
    return _input(name, label, {**element, "initial_conversation": known} if known else element)


def hour(name: str, label: str, known: str) -> Block:
    """A time of day such as 09:00, which `known` is."""
    return _input(name, label, {"type": "timepicker", "action_id": name, "initial_time": known})


def day(name: str, label: str, known: str = "") -> Block:
    """A date such as 2026-01-12, or none; `known` is chosen already."""
    element: Element = {"type": "datepicker", "action_id": name}
    initial: Element = {"initial_date": known} if known else {}
    return _input(name, label, element | initial, optional=True)


def _input(name: str, label: str, element: Element, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": unstyled(label),
        "element": element,
        "optional": optional,
    }


def _options(options: Mapping[str, str]) -> list[Element]:
    return [{"text": unstyled(shown[:_LONGEST_LABEL]), "value": value} for value, shown in options.items()]
