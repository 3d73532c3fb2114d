"""Holds the people, channels and messages of one small workspace; speaks no protocol."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
TEAM: Json = {"id": "T0PLAYGRND", "name": "Mission Office", "domain": "mission-office"}
APP_ID, BOT_ID = "A0PLAYAPP", "B0PLAYBOT"
SLACKBOT = "USLACKBOT"
LONGEST_TEXT = 40_000
# Slack asks for one message a second in a channel and forgives short bursts.
BURST, PER_SECOND = 5, 1.0


class Refusal(Exception):
    """What Slack answers instead of doing it: an error code and the fields that go with it."""

    def __init__(self, code: str, **details: Any) -> None:  # noqa: ANN401 - JSON
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    handle: str
    colour: str
    title: str


@dataclass
class Message:
    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    only_for: str | None = None  # an ephemeral message's one reader
    edited: str | None = None
    by_bot: bool = False

    def as_json(self) -> Json:
        optional = {
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "edited": self.edited and {"user": self.user, "ts": self.edited},
        }
        told = {"bot_id": BOT_ID, "app_id": APP_ID} if self.by_bot else {}
        base = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        return {**base, "team": TEAM["id"], **told, **{k: v for k, v in optional.items() if v}}


@dataclass
class Channel:
    id: str
    name: str
    topic: str
    members: set[str]
    partner: str | None = None  # the person at the other end of a direct message
    messages: list[Message] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "im" if self.partner else "channels"


PEOPLE = (
    Person("U0ADALIND", "Ada Lind", "ada", "#6d4bd1", "Curator of the notes"),
    Person("U0BOOKAFOR", "Bo Okafor", "bo", "#0b7a75", "Mission lead, streets"),
    Person("U0CLEOMARIN", "Cleo Marín", "cleo", "#b4471f", "City designer"),
)
CHANNELS = (
    ("C0MISSIONLAB", "mission-lab", "What we try, and what we learn from it", True),
    ("C0STREETS", "streets", "The street mission: children, trees, parking", True),
    ("C0GENERAL", "general", "Everybody, now and then", False),
)
# Channel, who, how many minutes ago, what; a reply begins with an arrow.
TALK = (
    ("C0GENERAL", "U0ADALIND", 2890, "Welcome to the office. The kettle on floor two works again."),
    ("C0GENERAL", "U0BOOKAFOR", 1460, "Board meeting moved to Thursday, same room."),
    ("C0MISSIONLAB", "U0ADALIND", 190, "Three more talks are in the notes as of this morning."),
    ("C0MISSIONLAB", "U0CLEOMARIN", 178, "Has anybody written down how the Dutch ran *ageing*?"),
    ("C0MISSIONLAB", "U0BOOKAFOR", 171, "→ I only remember that they began with the patients."),
    ("C0MISSIONLAB", "U0ADALIND", 64, "A mission needs a date. “Better streets” is a wish."),
    ("C0STREETS", "U0BOOKAFOR", 95, "Council asks what happens to the parking spaces. Again."),
    ("C0STREETS", "U0CLEOMARIN", 41, "Who has let children design a street, and what came of it?"),
    ("C0STREETS", "U0BOOKAFOR", 38, "→ Somebody in Sweden did, with a school. Ask the notes?"),
)  # fmt: skip


class Workspace:
    """One team. `publish` takes each event that Slack would offer the bot."""

    def __init__(self, bot: Person, clock: Callable[[], float]) -> None:
        self.bot, self.clock, self.url = bot, clock, ""
        self.publish: Callable[[Json], None] = lambda _event: None
        self.on_change: set[Callable[[], None]] = set()
        self.people = {person.id: person for person in (*PEOPLE, bot)}
        self.statuses: dict[tuple[str, str], str] = {}
        self.prompts: dict[str, Json] = {}
        self._last = 0
        self._allowance: dict[str, tuple[float, float]] = {}
        self.channels = {channel.id: channel for channel in self._rooms()}
        self._reminisce()

    def _rooms(self) -> Iterable[Channel]:
        everybody = {person.id for person in PEOPLE}
        for id_, name, topic, with_bot in CHANNELS:
            yield Channel(id_, name, topic, everybody | ({self.bot.id} if with_bot else set()))
        for person in PEOPLE:
            yield Channel("D" + person.id[1:], "", "", {person.id, self.bot.id}, person.id)

    def _reminisce(self) -> None:
        now, root = self.clock(), ""
        for channel, who, minutes, text in sorted(TALK, key=lambda line: -line[2]):
            ts = f"{now - minutes * 60:.6f}"
            thread = root if text.startswith("→") else None
            message = Message(ts, channel, who, text.removeprefix("→ "), thread_ts=thread)
            self.channels[channel].messages.append(message)
            root = thread or ts

    def changed(self) -> None:
        for listener in tuple(self.on_change):
            listener()

    def stamp(self) -> str:
        """A new message's ts: the time, and never the same twice."""
        self._last = max(int(self.clock() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    # --- finding --------------------------------------------------------------------------------

    def channel(self, name: str) -> Channel:
        """By id, by #name, or by the person at the other end; raises Refusal."""
        wanted = "D" + name[1:] if name in self.people and name != self.bot.id else name
        for channel in self.channels.values():
            if wanted == channel.id or (channel.name and wanted.lstrip("#") == channel.name):
                return channel
        raise Refusal("channel_not_found")

    def direct(self, person: str) -> Channel:
        return self.channels["D" + person[1:]]

    def message(self, channel: str, ts: str) -> Message:
        for message in self.channel(channel).messages:
            if message.ts == ts:
                return message
        raise Refusal("message_not_found")

    def seen(self, person: str, channel: str, ts: str) -> Message:
        """The message, if this person may see it: a member of its channel, and its reader if it
        is for one reader only. Everything a person does to a message passes here."""
        message = self.message(channel, ts)
        if person not in self.channel(channel).members or message.only_for not in (None, person):
            raise Refusal("message_not_found")
        return message

    def thread(self, channel: Channel, thread_ts: str | None) -> str | None:
        """The root of the thread to which a reply belongs."""
        if not thread_ts:
            return None
        for message in channel.messages:
            if message.ts == thread_ts and not message.only_for:
                return message.thread_ts or message.ts
        raise Refusal("thread_not_found")

    # --- changing -------------------------------------------------------------------------------

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
        message = Message(
            self.stamp(), channel.id, user, text[:LONGEST_TEXT], named(blocks),
            self.thread(channel, thread_ts), only_for, by_bot=user == self.bot.id,
        )  # fmt: skip
        channel.messages.append(message)
        if message.by_bot:
            self.statuses = {k: v for k, v in self.statuses.items() if k[0] != channel.id}
        if not only_for:
            self._announce(message)
        self.changed()
        return message

    def edit(self, message: Message, text: str, blocks: Iterable[Json]) -> None:
        message.text, message.blocks = text[:LONGEST_TEXT], named(blocks)
        message.edited = self.stamp()
        if not message.only_for:
            self.tell(message, subtype="message_changed", message=message.as_json())
        self.changed()

    def delete(self, message: Message) -> None:
        self.channel(message.channel).messages.remove(message)
        if not message.only_for:
            self.tell(message, subtype="message_deleted", deleted_ts=message.ts)
        self.changed()

    def whisper(self, person: str, channel: Channel, text: str, thread: str | None = None) -> None:
        """A line from Slack itself, for one reader."""
        self.post(channel, SLACKBOT, text, only_for=person, thread_ts=thread)

    def tell(self, about: Message, /, **event: Any) -> None:  # noqa: ANN401 - JSON
        """Offers the bot an event about a message, when it is there to hear."""
        channel = self.channel(about.channel)
        if self.bot.id in channel.members:
            kind = "im" if channel.partner else "channel"
            where = {"channel": channel.id, "channel_type": kind, "event_ts": self.stamp()}
            self.publish({"type": "message", "ts": about.ts, **where, **event})

    def _announce(self, message: Message) -> None:
        mark = {} if message.by_bot else {"client_msg_id": secrets.token_hex(16)}
        event = {**message.as_json(), **mark, "event_ts": message.ts}
        self.tell(message, **event)
        channel = self.channel(message.channel)
        if f"<@{self.bot.id}>" not in message.text or message.by_bot:
            return
        if self.bot.id in channel.members:
            # Slack's reference says that direct messages bring no app_mention; bots report that
            # they do. The harder case is the one to be ready for.
            self.publish({**event, "type": "app_mention", "channel": channel.id})
        else:
            self.whisper(
                message.user, channel,
                f"You mentioned <@{self.bot.id}>, but they’re not in this channel. "
                f"Type `/invite @{self.bot.name}` to bring them in.",
            )  # fmt: skip

    def spend(self, channel: Channel) -> None:
        """Takes one message from the channel's allowance, or raises ratelimited."""
        now = self.clock()
        left, since = self._allowance.get(channel.id, (float(BURST), now))
        left = min(float(BURST), left + (now - since) * PER_SECOND)
        if left < 1:
            self._allowance[channel.id] = (left, now)
            raise Refusal("ratelimited", retry_after=int((1 - left) / PER_SECOND) + 1)
        self._allowance[channel.id] = (left - 1, now)

    def typed(self, text: str) -> str:
        """What a person typed, as Slack would hand it on: names as ids, &, < and > escaped."""
        people = self.people.values()
        names = {name.lower(): f"<@{p.id}>" for p in people for name in (p.name, p.handle)}
        names |= {word: f"<!{word}>" for word in ("channel", "here", "everyone")}
        rooms = {c.name: f"<#{c.id}|{c.name}>" for c in self.channels.values() if c.name}
        marked = re.compile(
            r"(?P<kept><(?:@[A-Z0-9]+|#[A-Z0-9]+|!(?:channel|here|everyone))(?:\|[^<>]*)?>)"
            rf"|(?<!\w)@(?P<who>(?i:{_longest_first(names)}))\b"
            rf"|(?<!\w)#(?P<room>{_longest_first(rooms)})\b|(?P<url>https?://[^\s<>]+)"
        )

        def written(match: re.Match[str]) -> str:
            if match["url"]:
                return f"<{escape(match['url'])}>"
            return match["kept"] or (names[match["who"].lower()] if match["who"] else rooms[match["room"]])

        parts, end = [], 0
        for match in marked.finditer(text):
            parts += [escape(text[end : match.start()]), written(match)]
            end = match.end()
        return "".join([*parts, escape(text[end:])])


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def named(blocks: Iterable[Mapping[str, Any]]) -> list[Json]:
    """The blocks with an id for each that came without one, as Slack gives them."""

    def element(one: Mapping[str, Any]) -> Json:
        return {**one, "action_id": one.get("action_id") or secrets.token_urlsafe(4)}

    def block(one: Mapping[str, Any]) -> Json:
        told: Json = {**one, "block_id": one.get("block_id") or secrets.token_urlsafe(4)}
        if one["type"] in {"actions", "context_actions"}:
            told["elements"] = [element(each) for each in one["elements"]]
        for place in {"accessory", "element"} & one.keys():
            told[place] = element(one[place])
        return told

    return [block(one) for one in blocks]
