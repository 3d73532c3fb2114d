"""Says which scope an event needs, as Slack's reference has it; grants nothing itself.

The scopes of the methods stand with the methods, in `web_api.METHODS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


def delivered(event: Mapping[str, Any], manifest: Mapping[str, Any]) -> bool:
    """Whether Slack would send the event: subscribed to, and with a scope that allows it."""
    name = event["type"]
    if name == "message":
        name = "message.im" if event["channel_type"] == "im" else "message.channels"
    subscribed = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())
    return name in subscribed and (not EVENTS[name] or not granted(manifest).isdisjoint(EVENTS[name]))
