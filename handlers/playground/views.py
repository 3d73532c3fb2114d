"""Holds each person's stack of modals and Home tab; sends nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.blocks import limits
from handlers.playground.refusals import Json, Refusal, check
from handlers.playground.workspace import APP_ID, BOT_ID, TEAM, Workspace, named

DEEPEST = 3


class Views:
    """A view is what Slack would tell of it: what the bot gave, with its ids, hash and state."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.modals: dict[str, list[Json]] = {person: [] for person in workspace.people}
        self.homes: dict[str, Json] = {}

    def open(self, person: str, given: Mapping[str, Any], below: Sequence[Json] = ()) -> Json:
        if len(below) >= DEEPEST:
            raise Refusal("push_limit_reached")
        id_ = _new_id()
        root, previous = (below[0]["id"], below[-1]["id"]) if below else (id_, None)
        view = self._view(given, "modal", id=id_, root_view_id=root, previous_view_id=previous)
        self.modals[person] = [*below, view]
        self.workspace.changed()
        return view

    def push(self, person: str, given: Mapping[str, Any]) -> Json:
        return self.open(person, given, self.modals[person])

    def publish(self, person: str, given: Mapping[str, Any], known_hash: str | None) -> Json:
        if person not in self.modals:
            raise Refusal("user_not_found")
        if home := self.homes.get(person):
            return self.update(home, given, known_hash)
        if known_hash:
            raise Refusal("hash_conflict")
        id_ = _new_id()
        self.homes[person] = self._view(given, "home", id=id_, root_view_id=id_, previous_view_id=None)
        self.workspace.changed()
        return self.homes[person]

    def update(self, view: Json, given: Mapping[str, Any], known_hash: str | None = None) -> Json:
        place = {name: view[name] for name in ("id", "root_view_id", "previous_view_id")}
        new = self._view(given, view["type"], **place)
        if known_hash and known_hash != view["hash"]:
            raise Refusal("hash_conflict")
        # What somebody typed stays where the input stays.
        kept = {block["block_id"] for block in new["blocks"]} & view["state"]["values"].keys()
        new["state"] = {"values": {id_: view["state"]["values"][id_] for id_ in kept}}
        view.clear()
        view.update(new)
        self.workspace.changed()
        return view

    def find(self, view_id: str, *people: str) -> Json:
        """The view, if it is on the screen of one of these people."""
        for person in people:
            for view in (*self.modals[person], self.homes.get(person, {})):
                if view.get("id") == view_id:
                    return view
        raise Refusal("not_found")

    def close(self, person: str, whole: bool) -> list[Json]:
        """Takes the top modal away, or all of them; the views that went, top first."""
        stack = self.modals[person]
        gone = [stack.pop() for _ in range(len(stack) if whole else min(1, len(stack)))]
        self.workspace.changed()
        return gone

    def answer(self, person: str, view: Json, reply: Mapping[str, Any]) -> Json:
        """Does what the bot answered to a submission; the errors to show, if there are any."""
        action = reply.get("response_action")
        if action == "errors":
            known = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
            if not reply.get("errors") or not known.issuperset(reply["errors"]):
                raise Refusal("invalid_errors")
            return {"errors": reply["errors"]}
        if action == "update":
            self.update(view, reply["view"])
        elif action == "push":
            self.push(person, reply["view"])
        else:
            self.close(person, whole=action == "clear")
        return {}

    def _view(self, given: Mapping[str, Any], kind: limits.Surface, **place: str | None) -> Json:
        check(given, kind, "invalid_arguments", "/view")
        absent = {"title": None, "submit": None, "close": None, "callback_id": "", "private_metadata": ""}
        told = {"team_id": TEAM["id"], "app_id": APP_ID, "bot_id": BOT_ID, "hash": secrets.token_hex(8)}
        now = {"blocks": named(given["blocks"]), "state": {"values": {}}}
        return {**absent, **given, **told, **place, **now}


def _new_id() -> str:
    return "V" + secrets.token_hex(5).upper()


def unanswered(view: Json, values: Mapping[str, Any]) -> Json:
    """What Slack says under each input that must be filled in and is not."""
    errors = {}
    for block in view["blocks"]:
        if block["type"] == "input" and not block.get("optional"):
            given = values.get(block["block_id"], {}).get(block["element"]["action_id"], {})
            if not any(item for name, item in given.items() if name != "type"):
                errors[block["block_id"]] = "Please complete this required field."
    return errors
