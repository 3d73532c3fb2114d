"""Holds each person's stack of modals and Home tab; sends nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.blocks import limits
from handlers.playground.refusals import Json, Refusal, check
from handlers.playground.workspace import APP_ID, BOT_ID, TEAM, named

DEEPEST = 3


class Views:
    """A view is what Slack would tell of it: what the bot gave, with its id, hash and state."""

    def __init__(self, people: Iterable[str]) -> None:
        self.modals: dict[str, list[Json]] = {person: [] for person in people}
        self.homes: dict[str, Json] = {}

    def open(self, person: str, given: Mapping[str, Any], below: Sequence[Json] = ()) -> Json:
        if len(below) >= DEEPEST:
            raise Refusal("push_limit_reached")
        self.modals[person] = [*below, _view(given, "modal")]
        return self.modals[person][-1]

    def push(self, person: str, given: Mapping[str, Any]) -> Json:
        return self.open(person, given, self.modals[person])

    def publish(self, person: str, given: Mapping[str, Any], known_hash: str | None) -> Json:
        if person not in self.modals:
            raise Refusal("user_not_found")
        if person in self.homes:
            return self.update(self.homes[person], given, known_hash)
        return self.homes.setdefault(person, _view(given, "home"))

    def update(self, view: Json, given: Mapping[str, Any], known_hash: str | None = None) -> Json:
        new = _view(given, view["type"])
        if known_hash and known_hash != view["hash"]:
            raise Refusal("hash_conflict")
        # What somebody typed stays where the input stays.
        kept = {block["block_id"] for block in new["blocks"]}
        values = {id_: value for id_, value in view["state"]["values"].items() if id_ in kept}
        view.update(new, id=view["id"], state={"values": values})
        return view

    def find(self, view_id: str, *people: str) -> Json:
        """The view, if it is on the screen of one of these people."""
        for person in people:
            for view in (*self.modals[person], self.homes.get(person, {})):
                if view.get("id") == view_id:
                    return view
        raise Refusal("not_found")

    def close(self, person: str, whole: bool) -> None:
        """Takes the top modal away, or all of them."""
        self.modals[person] = [] if whole else self.modals[person][:-1]

    def answer(self, person: str, view: Json, reply: Mapping[str, Any]) -> Json:
        """Does what the bot answered to a submission; the errors to show, if there are any."""
        action = reply.get("response_action")
        if action == "errors":
            return {"errors": reply["errors"]}
        if action == "update":
            self.update(view, reply["view"])
        elif action == "push":
            self.push(person, reply["view"])
        else:
            self.close(person, whole=action == "clear")
        return {}


def _view(given: Mapping[str, Any], kind: limits.Surface) -> Json:
    check(given, kind, "invalid_arguments", "/view")
    absent = {"title": None, "submit": None, "close": None, "callback_id": "", "private_metadata": ""}
    ids = {"id": "V" + secrets.token_hex(5).upper(), "hash": secrets.token_hex(8)}
    told = {"team_id": TEAM["id"], "app_id": APP_ID, "bot_id": BOT_ID, **ids}
    return {**absent, **given, **told, "blocks": named(given["blocks"]), "state": {"values": {}}}
