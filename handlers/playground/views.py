"""Holds each person's stack of modals and Home tab; sends nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.blocks import limits
from handlers.playground.workspace import APP_ID, BOT_ID, TEAM, Json, Refusal, Workspace, named

DEEPEST = 3
_GIVEN = ("callback_id", "private_metadata")


@dataclass
class View:
    id: str
    person: str
    given: Json
    blocks: list[Json]
    root: str
    previous: str | None
    hash: str
    values: Json = field(default_factory=dict)

    def as_json(self) -> Json:
        told = {"id": self.id, "team_id": TEAM["id"], "app_id": APP_ID, "bot_id": BOT_ID}
        place = {"root_view_id": self.root, "previous_view_id": self.previous, "hash": self.hash}
        texts = {name: self.given.get(name) or "" for name in _GIVEN}
        given = {"title": None, "submit": None, "close": None, **self.given, **texts}
        return {**given, **told, **place, "blocks": self.blocks, "state": {"values": self.values}}


class Views:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def open(self, person: str, given: Mapping[str, Any]) -> View:
        view = self._new(person, given, "modal", None)
        self.modals[person] = [view]
        self.workspace.changed()
        return view

    def push(self, person: str, given: Mapping[str, Any]) -> View:
        stack = self.modals.get(person) or []
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= DEEPEST:
            raise Refusal("push_limit_reached")
        view = self._new(person, given, "modal", stack[-1])
        stack.append(view)
        self.workspace.changed()
        return view

    def update(self, view: View, given: Mapping[str, Any], known_hash: str | None) -> View:
        checked(given, "modal" if given.get("type") == "modal" else "home")
        if known_hash and known_hash != view.hash:
            raise Refusal("hash_conflict")
        kept = {block["block_id"] for block in view.blocks}
        view.given, view.blocks, view.hash = dict(given), named(given["blocks"]), self._hash()
        # What somebody typed stays where the input stays.
        view.values = {k: v for k, v in view.values.items() if k in kept}
        self.workspace.changed()
        return view

    def publish(self, person: str, given: Mapping[str, Any], known_hash: str | None) -> View:
        if person not in self.workspace.people:
            raise Refusal("user_not_found")
        if known := self.homes.get(person):
            return self.update(known, {**given, "type": given.get("type")}, known_hash)
        if known_hash:
            raise Refusal("hash_conflict")
        view = self.homes[person] = self._new(person, given, "home", None)
        self.workspace.changed()
        return view

    def find(self, view_id: str | None) -> View:
        for view in self._all():
            if view.id == view_id:
                return view
        raise Refusal("not_found")

    def of(self, person: str, view_id: str) -> View:
        """The view, if it is on this person's screen."""
        view = self.find(view_id)
        if view.person != person:
            raise Refusal("not_found")
        return view

    def close(self, person: str, whole: bool) -> list[View]:
        """Takes the top modal away, or all of them; the views that went, top first."""
        stack = self.modals.get(person) or []
        gone = [stack.pop() for _ in range(len(stack) if whole else min(1, len(stack)))]
        self.workspace.changed()
        return gone

    def answer(self, view: View, reply: Mapping[str, Any]) -> Json:
        """Does what the bot answered to a submission; the errors to show, if there are any."""
        action = reply.get("response_action")
        if action == "errors":
            known = {b["block_id"] for b in view.blocks if b["type"] == "input"}
            if not reply.get("errors") or not known.issuperset(reply["errors"]):
                raise Refusal("invalid_errors")
            return {"errors": reply["errors"]}
        if action == "update":
            self.update(view, reply["view"], None)
        elif action == "push":
            self.push(view.person, reply["view"])
        else:
            self.close(view.person, whole=action == "clear")
        return {}

    def _all(self) -> Iterator[View]:
        yield from self.homes.values()
        for stack in self.modals.values():
            yield from stack

    def _new(self, person: str, given: Mapping[str, Any], kind: limits.Surface, below: View | None) -> View:
        checked(given, kind)
        id_ = "V" + secrets.token_hex(5).upper()
        root, previous = (below.root, below.id) if below else (id_, None)
        return View(id_, person, dict(given), named(given["blocks"]), root, previous, self._hash())

    def _hash(self) -> str:
        return f"{int(self.workspace.clock())}.{secrets.token_hex(4)}"


def checked(view: object, kind: limits.Surface) -> None:
    """Raises Slack's refusal of a faulty view, with every fault."""
    if not isinstance(view, Mapping):
        raise Refusal("invalid_arguments", messages=["[ERROR] missing required field: view"])
    faults = limits.check(view, kind)
    if any(fault.code == "view_too_large" for fault in faults):
        raise Refusal("view_too_large")
    if faults:
        listed = [f"[ERROR] {f.message} [json-pointer:/view{f.pointer}]" for f in faults]
        raise Refusal("invalid_arguments", messages=listed)


def unanswered(view: View, values: Mapping[str, Any]) -> Json:
    """What Slack says under each input that must be filled in and is not."""
    asked = [b for b in view.blocks if b["type"] == "input" and not b.get("optional")]
    given = {
        block["block_id"]: values.get(block["block_id"], {}).get(block["element"]["action_id"], {})
        for block in asked
    }
    return {
        block_id: "Please complete this required field."
        for block_id, value in given.items()
        if not any(item for name, item in value.items() if name != "type")
    }
