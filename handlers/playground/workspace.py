"""Holds the people, channels and messages of one small workspace; speaks no protocol."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.playground.refusals import Json, Refusal

TEAM: Json = {"id": "T0PLAYGRND", "name": "Mission Office", "domain": "mission-office"}
APP_ID, BOT_ID, BOT_USER, SLACKBOT = "A0PLAYAPP", "B0PLAYBOT", "U0PLAYBOT", "USLACKBOT"
LONGEST_TEXT = 40_000
# Slack asks for one message a second in a channel and forgives short bursts.
BURST = 5.0


@dataclass(eq=False)
class Channel:
    id: str
    name: str
    topic: str
    members: set[str]
    partner: str = ""  # the person at the other end of a direct message
    messages: list[Message] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)  # by thread
    prompts: Json | None = None
    allowance: float = BURST  # how many messages the bot may post, and as of when
    counted: float = 0.0


@dataclass(eq=False)
class Message:
    ts: str
    channel: Channel
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    only_for: str | None = None  # an ephemeral message's one reader
    edited: str | None = None
    unfolded: dict[str, list[Json]] = field(default_factory=dict)  # blocks by link

    @property
    def by_bot(self) -> bool:
        return self.user == BOT_USER

    def as_json(self) -> Json:
        told = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM["id"]}
        optional = {
            "bot_id": self.by_bot and BOT_ID,
            "app_id": self.by_bot and APP_ID,
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "edited": self.edited and {"user": self.user, "ts": self.edited},
            "attachments": [{"app_unfurl_url": url, "blocks": some} for url, some in self.unfolded.items()],
        }
        return told | {name: value for name, value in optional.items() if value}


PERSON = ("id", "name", "handle", "colour", "title", "locale", "tz")
PEOPLE = (
    ("U0ADALIND", "Ada Lind", "ada", "#6d4bd1", "Curator of the notes", "en-GB", "Europe/Stockholm"),
    ("U0BOOKAFOR", "Bo Okafor", "bo", "#0b7a75", "Mission lead, streets", "en-GB", "Europe/London"),
    ("U0CLEOMARIN", "Cleo Marín", "cleo", "#b4471f", "City designer", "es-ES", "Europe/Madrid"),
)
# Id, name, topic, and who is in it besides the people.
CHANNELS = (
    ("C0MISSIONLAB", "mission-lab", "What we try, and what we learn from it", {BOT_USER}),
    ("C0STREETS", "streets", "The street mission: children, trees, parking", {BOT_USER}),
    ("C0GENERAL", "general", "Everybody, now and then", set[str]()),
)
# Channel, who, how many minutes ago, what; a reply begins with an arrow. Oldest first.
TALK = (
    ("C0GENERAL", "U0ADALIND", 2890, "Welcome to the office. The kettle on floor two works again."),
    ("C0MISSIONLAB", "U0ADALIND", 190, "Three more talks are in the notes as of this morning."),
    ("C0MISSIONLAB", "U0CLEOMARIN", 178, "Has anybody written down how the Dutch ran *ageing*?"),
    ("C0MISSIONLAB", "U0BOOKAFOR", 171, "→ I only remember that they began with the patients."),
    ("C0STREETS", "U0BOOKAFOR", 95, "Council asks what happens to the parking spaces. Again."),
    ("C0MISSIONLAB", "U0ADALIND", 64, "A mission needs a date. “Better streets” is a wish."),
    ("C0STREETS", "U0CLEOMARIN", 41, "Who has let children design a street, and what came of it?"),
    ("C0STREETS", "U0BOOKAFOR", 38, "→ Somebody in Sweden did, with a school. Ask the notes?"),
)


class Workspace:
    """One team. `publish` takes each event that Slack would offer the bot."""

    def __init__(self, bot: str, clock: Callable[[], float], publish: Callable[[Json], None]) -> None:
        self.bot, self.clock, self.publish, self.url, self._last = bot, clock, publish, "", 0
        self.on_change: set[Callable[[], None]] = set()
        ids = {id_ for id_, *_ in PEOPLE}
        everybody = (*PEOPLE, (BOT_USER, bot, bot.lower(), "#1f4e5f", "App", "en-US", "UTC"))
        self.people = {told[0]: dict(zip(PERSON, told, strict=True)) for told in everybody}
        rooms = [Channel(id_, name, topic, ids | more) for id_, name, topic, more in CHANNELS]
        rooms += [Channel("D" + id_[1:], "", "", {id_, BOT_USER}, id_) for id_ in ids]
        self.channels = {room.id: room for room in rooms}
        root = None
        for id_, who, minutes, text in TALK:
            ts = f"{clock() - minutes * 60:.6f}"
            thread = root if text.startswith("→") else None
            channel = self.channels[id_]
            channel.messages.append(Message(ts, channel, who, text.removeprefix("→ "), thread_ts=thread))
            root = thread or ts

    def changed(self) -> None:
        """Tells the pages; every change comes with a request, and the door calls this after each."""
        for listener in tuple(self.on_change):
            listener()

    def stamp(self) -> str:
        """A new message's ts: the time, and never the same twice."""
        self._last = max(int(self.clock() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def channel(self, name: str) -> Channel:
        """By id, or by the person at the other end; raises Refusal."""
        id_ = "D" + name[1:] if name in self.people else name
        if id_ not in self.channels:
            raise Refusal("channel_not_found")
        return self.channels[id_]

    def seen(self, who: str, channel: str, ts: str) -> Message:
        """The message, if `who` may see it: a member of its channel, and its reader if it is for one
        reader only. Everything that is done to a message passes here. The bot reaches its own also
        where it is no member: a response_url may have put it there."""
        room = self.channel(channel)
        for message in room.messages if who in room.members | {BOT_USER} else ():
            if message.ts == ts and message.only_for in (None, who):
                return message
        raise Refusal("message_not_found")

    def thread(self, channel: Channel, thread_ts: str | None) -> str | None:
        """The root of the thread to which a reply belongs."""
        roots = {m.ts: m.thread_ts or m.ts for m in channel.messages if not m.only_for}
        if thread_ts and thread_ts not in roots:
            raise Refusal("thread_not_found")
        return roots.get(thread_ts or "")

    def post(
        self,
        channel: Channel,
        user: str,
        text: str,
        *,
        blocks: Iterable[Json] = (),
        thread_ts: str | None = None,
        only_for: str | None = None,
    ) -> Message:
        """Adds a message and tells the bot of it, unless it is for one reader only."""
        thread, text = self.thread(channel, thread_ts), text[:LONGEST_TEXT]
        message = Message(self.stamp(), channel, user, text, named(blocks), thread, only_for)
        channel.messages.append(message)
        event = {**message.as_json(), "channel": channel.id, "event_ts": message.ts}
        self._tell(message, event)
        if message.by_bot:
            channel.statuses.clear()
        elif f"<@{BOT_USER}>" in text and not only_for:
            self._mention(message, event)
        return message

    def edit(self, message: Message, text: str, blocks: Iterable[Json]) -> None:
        message.text, message.blocks = text[:LONGEST_TEXT], named(blocks)
        message.edited = self.stamp()
        self._tell(message, {"subtype": "message_changed", "message": message.as_json()})

    def delete(self, message: Message) -> None:
        if message not in message.channel.messages:
            raise Refusal("message_not_found")
        message.channel.messages.remove(message)
        self._tell(message, {"subtype": "message_deleted", "deleted_ts": message.ts})

    def whisper(self, person: str, channel: Channel, text: str, thread: str | None = None) -> None:
        """A line from Slack itself, for one reader."""
        self.post(channel, SLACKBOT, text, only_for=person, thread_ts=thread)

    def _tell(self, message: Message, event: Json) -> None:
        """Offers the bot an event about a message, when it is there to hear."""
        channel = message.channel
        if BOT_USER in channel.members and not message.only_for:
            where = {"channel": channel.id, "channel_type": "im" if channel.partner else "channel"}
            self.publish({"type": "message", "ts": message.ts, "event_ts": self.stamp(), **where, **event})

    def _mention(self, message: Message, event: Json) -> None:
        if BOT_USER in message.channel.members:
            # Slack's reference says that direct messages bring no app_mention; bots report that
            # they do. The harder case is the one to be ready for.
            self.publish({**event, "type": "app_mention"})
        else:
            text = f"{self.bot} is not in this channel. Type `/invite @{self.bot}` to bring them in."
            self.whisper(message.user, message.channel, text)

    def spend(self, channel: Channel) -> None:
        """Takes one message from the channel's allowance, or raises ratelimited."""
        now = self.clock()
        left = min(BURST, channel.allowance + now - channel.counted)
        if left < 1:
            raise Refusal("ratelimited", 429, retry_after=math.ceil(1 - left))
        channel.allowance, channel.counted = left - 1, now

    def typed(self, text: str) -> str:
        """What a person typed, as Slack would hand it on: names as ids, &, < and > escaped."""
        marks = {f"@{word}": f"<!{word}>" for word in ("channel", "here", "everyone")}
        marks |= {f"#{c.name}": f"<#{c.id}|{c.name}>" for c in self.channels.values() if c.name}
        for id_, person in self.people.items():
            marks |= {f"@{person[name].lower()}": f"<@{id_}>" for name in ("name", "handle")}
        longest_first = "|".join(map(re.escape, sorted(marks, key=len, reverse=True)))
        special = re.compile(rf"(?<!\w)(?:{longest_first})\b|https?://(?:(?!&[lg]t;)\S)+", re.IGNORECASE)
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return special.sub(lambda found: marks.get(found[0].lower(), f"<{found[0]}>"), escaped)


def named(blocks: Iterable[Mapping[str, Any]]) -> list[Json]:
    """The blocks with an id for each that came without one, as Slack gives them."""

    def with_id(thing: Mapping[str, Any], name: str) -> Json:
        return {**thing, name: thing.get(name) or secrets.token_urlsafe(4)}

    told = [with_id(block, "block_id") for block in blocks]
    for block in told:
        if block["type"] in {"actions", "context_actions"}:
            block["elements"] = [with_id(element, "action_id") for element in block["elements"]]
        for place in {"accessory", "element"} & block.keys():
            # Nobody acts on a picture.
            if block[place]["type"] != "image":
                block[place] = with_id(block[place], "action_id")
    return told
