"""The manifest and the listeners say the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from slack_bolt.app.async_app import AsyncApp

from bot.sentences import catalogue
from bot.settings import Settings, load
from handlers import ROUTES, register
from handlers.manifest import SCOPES, manifest, written
from tests.handlers.fakes import Talk

ROOT = Path(__file__).parents[2]


class Listened:
    """An app that only writes down what it is asked to listen to."""

    def __init__(self) -> None:
        self.heard: dict[str, set[str]] = {kind: set() for kind in ("command", "event", "action", "view")}

    def __getattr__(self, kind: str) -> Callable[..., Callable[..., None]]:
        def listen(name: object, *_: object, **__: object) -> Callable[..., None]:
            if kind in self.heard:
                self.heard[kind].add(str(name))
            return lambda *_, **__: None

        return listen


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"CASEBOOK_COMMAND": "/cases"}, tmp_path)


async def test_what_is_listened_to_is_in_the_manifest_and_the_other_way_round(talk: Talk) -> None:
    app, made = Listened(), manifest(talk.given)
    register(cast("AsyncApp", app), talk.desk)
    assert app.heard["command"] == {each["command"] for each in made["features"]["slash_commands"]}
    events = made["settings"]["event_subscriptions"]["bot_events"]
    assert app.heard["event"] == {name.partition(".")[0] for name in events}
    assert made["settings"]["interactivity"]["is_enabled"] is bool(app.heard["action"])
    assert app.heard["view"] == {route.name for route in ROUTES if "view" in route.kind}


def test_every_scope_has_a_route_and_a_reason(settings: Settings) -> None:
    asked = set(manifest(settings)["oauth_config"]["scopes"]["bot"])
    assert asked == set(SCOPES)
    assert asked - {scope for route in ROUTES for scope in route.scopes} == {"assistant:write", "users:read"}


def test_the_command_is_named_by_the_settings(settings: Settings) -> None:
    [command] = manifest(settings)["features"]["slash_commands"]
    assert command["command"] == "/cases"


def test_the_manifest_keeps_slacks_numbers(settings: Settings) -> None:
    made = manifest(settings)
    shown, view = made["display_information"], made["features"]["agent_view"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4_000
    assert len(view["agent_description"]) <= 300
    assert len(view["suggested_prompts"]) == 4
    assert len(made["features"]["slash_commands"][0]["usage_hint"]) <= 1_000


def test_the_shipped_manifest_is_this_one(tmp_path: Path) -> None:
    shipped = (ROOT / "deploy" / "manifest.yaml").read_text(encoding="utf-8")
    assert shipped == written(load({}, tmp_path))
    assert yaml.safe_load(shipped) == manifest(load({}, tmp_path))


def test_every_button_has_a_label_and_says_aloud_what_it_does() -> None:
    said: dict[str, Any] = catalogue()
    actions = {route.name for route in ROUTES if route.kind == "action"} - {"feedback"}
    for action in actions | {"helpful", "not_helpful"}:
        assert len(said[f"button_{action}"]) <= 75
        assert len(said[f"button_{action}_label"]) <= 75
