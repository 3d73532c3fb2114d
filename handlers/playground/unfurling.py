"""Tells the bot of links that people paste, and keeps what it unfolds them to; draws nothing."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from handlers.playground.refusals import Json, Refusal, check, need
from handlers.playground.workspace import BOT_USER, Message, Workspace

_LINK = re.compile(r"<(https?://[^<>|]+)(?:\|[^<>]*)?>")
# What Slack's maintainers say an app may not send with chat.unfurl: rich text, and what somebody could press.
_NOT_HERE = {"rich_text", "actions", "input", "context_actions"}


@dataclass
class Pasted:
    """Where links stand: the source that Slack names, the links, and what they unfold to; the message, once sent."""

    source: str
    links: tuple[str, ...]
    unfolded: dict[str, list[Json]]
    message: Message | None = None

    @property
    def is_gone(self) -> bool:
        return self.message is not None and self.message not in self.message.channel.messages


class Unfurling:
    """`domains` are those of the manifest; a link below any of them is told."""

    def __init__(self, workspace: Workspace, domains: tuple[str, ...]) -> None:
        self._workspace, self._domains = workspace, domains
        self._pasted: dict[str, Pasted] = {}
        self.previews: dict[str, dict[str, list[Json]]] = {person: {} for person in workspace.people}

    def shared(self, message: Message) -> None:
        """Tells of the links of a message that somebody sent, whether or not the bot is a member there."""
        channel = message.channel
        where = {"channel": channel.id, "message_ts": message.ts}
        thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        member = {"is_bot_user_member": BOT_USER in channel.members}
        self.previews[message.user] = {}
        pasted = Pasted("conversations_history", self._links(message.text), message.unfolded, message)
        self._tell(message.user, pasted, {**where, **thread, **member})

    def typed(self, person: str, text: str) -> None:
        """Tells of the links that somebody pasted and has not sent, unless they are those told already."""
        links = self._links(text)
        before = next((each for each in reversed(self._pasted.values()) if self._shows(each, person)), None)
        if before and before.links == links:
            return
        self.previews[person] = {}
        self._tell(person, Pasted("composer", links, self.previews[person]), {"channel": "COMPOSER"})

    def unfold(self, args: Mapping[str, Any]) -> Json:
        """What the bot makes of links it was told of."""
        pasted = self._pasted.get(need(args, "unfurl_id"))
        if not pasted or pasted.is_gone or pasted.source != need(args, "source"):
            raise Refusal("cannot_unfurl_message")
        for url, made in (args.get("unfurls") or {}).items():
            if url not in pasted.links:
                raise Refusal("cannot_unfurl_url")
            blocks = made.get("blocks") or []
            check({"text": "-", "blocks": blocks}, "message", "invalid_blocks")
            if any(block["type"] in _NOT_HERE for block in blocks):
                raise Refusal("invalid_blocks")
            pasted.unfolded[url] = blocks
        return {}

    def _tell(self, person: str, pasted: Pasted, where: Json) -> None:
        if not pasted.links:
            return
        id_ = f"{person}-{secrets.token_hex(12)}"
        self._pasted[id_] = pasted
        links = [{"url": each, "domain": urlsplit(each).hostname} for each in pasted.links]
        about = {"unfurl_id": id_, "source": pasted.source, "message_ts": id_, **where}
        stamp = {"event_ts": self._workspace.stamp()}
        self._workspace.publish({"type": "link_shared", "user": person, "links": links, **about, **stamp})

    def _shows(self, pasted: Pasted, person: str) -> bool:
        return pasted.unfolded is self.previews[person]

    def _links(self, text: str) -> tuple[str, ...]:
        hosts = {url: f".{urlsplit(url).hostname}" for url in _LINK.findall(text)}
        return tuple(
            url for url, host in hosts.items() if any(host.endswith(f".{each}") for each in self._domains)
        )
