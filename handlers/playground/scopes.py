"""Says which scope a method or an event needs, as Slack's reference has it; grants nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The scopes of which a bot needs one. {} stands for the kind of conversation it is about.
METHODS: Mapping[str, tuple[str, ...]] = {
    "api.test": (),
    "apps.connections.open": (),
    "assistant.threads.setStatus": ("chat:write", "assistant:write"),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "auth.test": (),
    "blocks.validate": (),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("{}:history",),
    "conversations.info": ("{}:read",),
    "conversations.list": ("channels:read", "groups:read", "im:read", "mpim:read"),
    "conversations.members": ("{}:read",),
    "conversations.open": ("im:write", "mpim:write", "groups:write", "channels:manage"),
    "conversations.replies": ("{}:history",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}

# Subscriptions as a manifest names them, and the scopes of which the bot needs one.
EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.im": ("im:history",),
}


def granted(manifest: Mapping[str, Any]) -> frozenset[str]:
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    return frozenset(scopes.get("bot", ())) | frozenset(scopes.get("bot_optional", ()))


def needed(method: str, kind: str | None) -> tuple[str, ...]:
    """The scopes of which the method needs one; `kind` is "channels", "im", or None if unknown."""
    kinds = (kind,) if kind else ("channels", "groups", "im", "mpim")
    return tuple(scope.format(k) for scope in METHODS[method] for k in kinds[: "{}" in scope or 1])


def delivered(event: Mapping[str, Any], manifest: Mapping[str, Any]) -> bool:
    """Whether Slack would send the event: subscribed to, and with a scope that allows it."""
    name = event["type"]
    if name == "message":
        name = "message.im" if event.get("channel_type") == "im" else "message.channels"
    settings = manifest.get("settings", {})
    if name not in settings.get("event_subscriptions", {}).get("bot_events", ()):
        return False
    scopes = EVENTS.get(name)
    return scopes is not None and (not scopes or not granted(manifest).isdisjoint(scopes))
