"""The Slack app's manifest, made from the same routes the bot listens to. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.sentences import say
from bot.settings import Settings
from handlers import Route, routes
from handlers.steps import INPUTS, OUTPUTS
from handlers.words import COMMANDS

# Why each scope is asked for; the manifest asks for these and no others, for some only where a setting is on.
SCOPES: Mapping[str, str] = {
    "commands": "the slash command and the two shortcuts",
    "app_mentions:read": "to hear a mention, and nothing else said in a channel",
    "im:history": "to hear what is written to the bot itself",
    "chat:write": "to answer in the thread, to share, and to remove what it said",
    "users:read": "the language and the time zone of whoever asks",
    "channels:history": "to read a thread, once, where somebody mentions it without words; and to see whether a"
    " mission case or a reply that Slack did not answer for was posted",
    "groups:history": "the same in private channels",
    "assistant:write": "the suggested prompts over a conversation with the bot, and a word where an answer takes long",
    "links:read": "to hear of a link to a talk, and nothing else of the message it stands in",
    "links:write": "to unfold such a link under its message",
}
# Where Slack sends the browser of whoever added the app.
BACK = "/slack/oauth_redirect"
_SHORTCUTS = {"message_shortcut": "message", "global_shortcut": "global"}
# Slack tells of what lies below a domain too: www., m. and music.
_YOUTUBE = ("youtube.com", "youtu.be")


def manifest(settings: Settings) -> dict[str, Any]:
    """The manifest, in the shape Slack's page takes: for Socket Mode, or for HTTP where Slack has an address."""
    open_, address = routes(settings), _address(settings)
    steps = {name: _step() for name in _names("function", open_)}
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": say("app_name"),
            "description": say("app_description"),
            "long_description": say("app_long"),
            "background_color": "#1f4e5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": "app_home_opened" in _names("event", open_),
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": say("app_bot"), "always_online": True},
            "shortcuts": [_shortcut(route) for route in open_ if route.kind in _SHORTCUTS],
            "slash_commands": [_command(settings.command) | _called(address, "url")],
            "agent_view": {"agent_description": say("app_agent"), "suggested_prompts": _prompts()},
            **({"unfurl_domains": _domains(settings)} if "link_shared" in _names("event", open_) else {}),
        },
        "oauth_config": {**_way_back(settings), "scopes": {"bot": sorted(_scopes(settings))}},
        "settings": {
            "event_subscriptions": {**_called(address, "request_url"), "bot_events": _events(open_)},
            "interactivity": {
                "is_enabled": bool(_names("action", open_)),
                **_called(address, "request_url", "message_menu_options_url"),
            },
            # Slack wants an app that has a step of its own to be open to the whole organisation.
            "org_deploy_enabled": bool(settings.client_id or steps),
            **({"function_runtime": "remote"} if steps else {}),
            "socket_mode_enabled": not address,
            "token_rotation_enabled": bool(settings.client_id),
        },
        **({"functions": steps} if steps else {}),
    }


def written(settings: Settings) -> str:
    """The manifest as YAML, each scope with its reason."""
    text = yaml.safe_dump(manifest(settings), sort_keys=False, allow_unicode=True, width=110)
    for scope, reason in SCOPES.items():
        text = text.replace(f"    - {scope}\n", f"    - {scope}  # {reason}\n")
    return text


def reasons(settings: Settings) -> dict[str, str]:
    """The scopes the manifest asks for, each with its reason."""
    return {scope: SCOPES[scope] for scope in sorted(_scopes(settings))}


def _way_back(settings: Settings) -> dict[str, list[str]]:
    """Where Slack sends a browser back to; nowhere unless many workspaces may add the app."""
    return {"redirect_urls": [f"{settings.public_url}{BACK}"]} if settings.client_id else {}


def _address(settings: Settings) -> str:
    """What Slack calls in HTTP mode; "" in Socket Mode, which an app-level token means whatever else is set."""
    return f"{settings.public_url}/slack/events" if settings.public_url and not settings.app_token else ""


def _called(address: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, address) if address else {}


def _command(name: str) -> dict[str, Any]:
    return {
        "command": name,
        "description": say("app_command"),
        "usage_hint": say("app_usage", words=" · ".join(COMMANDS)),
        "should_escape": False,
    }


def _shortcut(route: Route) -> dict[str, str]:
    return {
        "name": say(f"shortcut_{route.name}"),
        "type": _SHORTCUTS[route.kind],
        "callback_id": route.name,
        "description": say(f"shortcut_{route.name}_about"),
    }


def _prompts() -> list[dict[str, str]]:
    prompts = [{"title": say(f"prompt_{n}"), "message": say(f"prompt_{n}")} for n in ("one", "two", "three")]
    return [*prompts, {"title": say("prompt_four"), "message": say("prompt_four_message")}]


def _domains(settings: Settings) -> list[str]:
    """Where the talks may be: on YouTube, and where the setting says that they are."""
    host = urlsplit(settings.video_link).hostname or ""
    known = any(f".{host}".endswith(f".{each}") for each in _YOUTUBE)
    return [*_YOUTUBE, *([] if known or "{" in host else [host])]


def _step() -> dict[str, Any]:
    """The workflow step as the builder shows it."""

    def told(parameter: str, *, required: bool) -> dict[str, Any]:
        title, about = say(f"step_{parameter}"), say(f"step_{parameter}_about")
        named = {"title": title, "description": about, "name": parameter}
        return {"type": "string", **named, "is_required": required}

    return {
        "title": say("step_title"),
        "description": say("step_about"),
        "input_parameters": {each: told(each, required=required) for each, required in INPUTS.items()},
        "output_parameters": {each: told(each, required=True) for each in OUTPUTS},
    }


def _events(open_: Sequence[Route]) -> list[str]:
    # Slack tells of every step of the app by one event.
    return sorted([*_names("event", open_), *(["function_executed"] if _names("function", open_) else [])])


def _names(kind: str, open_: Sequence[Route]) -> list[str]:
    return sorted(route.name for route in open_ if route.kind == kind)


def _scopes(settings: Settings) -> set[str]:
    # Every route answers in a person's language.
    asked = {scope for route in routes(settings) for scope in route.scopes} | {"users:read"}
    return asked | {"channels:history", "groups:history"} if settings.history else asked
