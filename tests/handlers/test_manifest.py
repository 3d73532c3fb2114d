"""The manifest and the listeners say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from slack_bolt.app.async_app import AsyncApp

from bot.sentences import catalogue
from bot.settings import Settings, load
from handlers import ROUTES, register, routes
from handlers.blocks.digests import ZONE
from handlers.manifest import SCOPES, manifest, written
from tests.handlers.fakes import Talk

ROOT = Path(__file__).parents[2]


class Listened:
    """An app that only writes down what it is asked to listen to."""

    def __init__(self) -> None:
        self.heard: dict[str, set[str]] = {route.kind: set() for route in ROUTES}

    def __getattr__(self, kind: str) -> Callable[..., Callable[..., None]]:
        def listen(name: object, *_: object, **__: object) -> Callable[..., None]:
            if kind in self.heard:
                self.heard[kind].add(
                    name.pattern[1:].partition("(")[0] if isinstance(name, re.Pattern) else str(name)
                )
            return lambda *_, **__: None

        return listen


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"CASEBOOK_COMMAND": "/cases"}, tmp_path)


@pytest.fixture(params=["no", "yes"])
def either(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """Settings without what a workspace may opt into, and with all of it."""
    return load({"CASEBOOK_UNFURL": request.param, "CASEBOOK_STEP": request.param}, tmp_path)


async def test_what_is_listened_to_is_in_the_manifest_and_the_other_way_round(
    talk: Talk, either: Settings
) -> None:
    app, made = Listened(), manifest(either)
    register(cast("AsyncApp", app), replace(talk.desk, settings=either))
    assert app.heard["command"] == {each["command"] for each in made["features"]["slash_commands"]}
    events = made["settings"]["event_subscriptions"]["bot_events"]
    for kind in ("message", "global"):
        shortcuts = {each["callback_id"] for each in made["features"]["shortcuts"] if each["type"] == kind}
        assert app.heard[f"{kind}_shortcut"] == shortcuts
    # The zone is sent off with its dialog, and nothing happens before.
    assert app.heard["options"] - {ZONE} <= app.heard["action"]
    assert app.heard["function"] == set(made.get("functions", {}))
    told = {"function_executed"} if app.heard["function"] else set()
    assert app.heard["event"] | told == {name.partition(".")[0] for name in events}
    assert made["settings"]["interactivity"]["is_enabled"] is bool(app.heard["action"])
    assert app.heard["view"] == {route.name for route in ROUTES if "view" in route.kind}


def test_every_scope_has_a_route_and_a_reason(either: Settings) -> None:
    asked = set(manifest(either)["oauth_config"]["scopes"]["bot"])
    needed = {scope for route in routes(either) for scope in route.scopes}
    assert asked - needed == {"users:read"}
    assert asked <= set(SCOPES)
    assert all(f"- {scope}  # {SCOPES[scope]}\n" in written(either) for scope in asked)


def test_every_reason_is_that_of_a_scope(tmp_path: Path) -> None:
    opted = load({"CASEBOOK_UNFURL": "yes", "CASEBOOK_HISTORY": "yes"}, tmp_path)
    assert set(manifest(opted)["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


def test_history_is_asked_for_only_where_the_setting_is_on(tmp_path: Path) -> None:
    scopes = {
        written: set(manifest(load({"CASEBOOK_HISTORY": written}, tmp_path))["oauth_config"]["scopes"]["bot"])
        for written in ("yes", "no")
    }
    assert scopes["yes"] - scopes["no"] == {"channels:history", "groups:history"}


def test_links_are_asked_for_only_where_the_setting_is_on(tmp_path: Path) -> None:
    without, given = manifest(load({}, tmp_path)), manifest(load({"CASEBOOK_UNFURL": "yes"}, tmp_path))
    assert "link" not in yaml.safe_dump([without["oauth_config"], without["settings"]])
    assert "unfurl_domains" not in without["features"]
    assert {"links:read", "links:write"} <= set(given["oauth_config"]["scopes"]["bot"])
    assert "link_shared" in given["settings"]["event_subscriptions"]["bot_events"]


@pytest.mark.parametrize(
    ("template", "domains"),
    [
        ("", ["youtube.com", "youtu.be"]),
        ("https://youtu.be/{video}?t={second}", ["youtube.com", "youtu.be"]),
        (
            "https://talks.example.org:8443/{video}?at={second}",
            ["youtube.com", "youtu.be", "talks.example.org"],
        ),
        ("https://{video}.example.org/", ["youtube.com", "youtu.be"]),
    ],
)
def test_the_domains_are_those_where_talks_may_be(tmp_path: Path, template: str, domains: list[str]) -> None:
    given = load({"CASEBOOK_UNFURL": "yes", "CASEBOOK_VIDEO_LINK": template}, tmp_path)
    assert manifest(given)["features"]["unfurl_domains"] == domains


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
    assert len(made["features"]["shortcuts"]) <= 10
    assert all(len(each["name"]) <= 24 for each in made["features"]["shortcuts"])
    assert all(len(each["description"]) <= 150 for each in made["features"]["shortcuts"])


@pytest.mark.parametrize(
    ("name", "address"), [("manifest.yaml", ""), ("manifest-http.yaml", "https://casebook.example.org")]
)
def test_the_shipped_manifest_is_this_one(tmp_path: Path, name: str, address: str) -> None:
    shipped = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    found = load({"CASEBOOK_PUBLIC_URL": address}, tmp_path)
    assert shipped == written(found)
    assert yaml.safe_load(shipped) == manifest(found)


def test_where_slack_has_an_address_it_calls_nothing_else(tmp_path: Path) -> None:
    reached = manifest(load({"CASEBOOK_PUBLIC_URL": "https://casebook.example.org"}, tmp_path))
    [command] = reached["features"]["slash_commands"]
    called = [
        command["url"],
        reached["settings"]["event_subscriptions"]["request_url"],
        reached["settings"]["interactivity"]["request_url"],
        reached["settings"]["interactivity"]["message_menu_options_url"],
    ]
    assert called == ["https://casebook.example.org/slack/events"] * 4
    assert reached["settings"]["socket_mode_enabled"] is False


def test_an_app_level_token_means_socket_mode(tmp_path: Path) -> None:
    both = {"CASEBOOK_PUBLIC_URL": "https://casebook.example.org", "SLACK_APP_TOKEN": "xapp-1"}
    made = manifest(load(both, tmp_path))
    assert made["settings"]["socket_mode_enabled"] is True
    assert "casebook.example.org" not in yaml.safe_dump(made)


def test_every_button_has_a_label_and_says_aloud_what_it_does() -> None:
    said: dict[str, Any] = catalogue()
    actions = {route.name for route in ROUTES if route.kind == "action"} - {"feedback", "find"}
    for action in actions | {"helpful", "not_helpful"}:
        assert len(said[f"button_{action}"]) <= 75
        assert len(said[f"button_{action}_label"]) <= 75


def test_where_many_workspaces_add_it_the_manifest_leads_them_back(tmp_path: Path) -> None:
    address = "https://casebook.example.org"
    given = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s", "CASEBOOK_KEYS": "a" * 43 + "="}
    made = manifest(load({**given, "CASEBOOK_PUBLIC_URL": address}, tmp_path))

    assert made["oauth_config"]["redirect_urls"] == [f"{address}/slack/oauth_redirect"]
    assert made["settings"]["org_deploy_enabled"] is True
    assert made["settings"]["token_rotation_enabled"] is True
