"""Posts the mission cases that are due, each once: plans, takes up, and tells whoever must know that one stopped."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from html import unescape as unescaped
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.casebook import Casebook
from bot.digest import delivering, rotation
from bot.digest.calendar import wanted
from bot.digest.carrying import carry
from bot.digest.delivering import Policy
from bot.digest.pacing import Bucket, served, slowed
from bot.digest.planning import planned
from bot.digest.replies import UNHEARD, Reply, Seen
from bot.digest.rotation import Candidate
from bot.journal import Journal
from bot.model import Delivery, MissionCase, Subscription
from bot.sentences import say, speak
from handlers import logs
from handlers.blocks import mornings
from handlers.boundary import described, log
from handlers.desk import Desk
from handlers.hearing import FAILURES, reply
from handlers.history import is_last, pages
from handlers.tokens import Clients
from handlers.voice import payload

EVENT = "casebook_mission_case"
# How often is looked at what is due; plans are made two minutes ahead, so that the first is posted to the second.
_LOOK_EVERY = 3.0
_AT_ONCE = 20
# runtime ends after ten seconds; what is then in flight the next start finds unknown.
_LAST_POSTS = 8.0
# Of a channel's history: two thousand messages since just before a post are more than people write.
_MOST_PAGES = 10
_TWO_DAYS = timedelta(days=2)


@dataclass
class Postman:
    """This machine's hands: see bot.digest.carrying.Hands. `policy` says what becomes of an unknown outcome.

    `clients` reach each workspace; `written` are the messages of the deliveries underway with the client that
    posts them, by their key.
    """

    desk: Desk
    clients: Clients
    policy: Policy
    owner: str = field(default_factory=lambda: secrets.token_hex(8))
    buckets: dict[str, Bucket] = field(default_factory=dict)
    written: dict[str, tuple[AsyncWebClient, dict[str, Any]]] = field(default_factory=dict)

    def now(self) -> float:
        return self.desk.clock()

    async def move(self, before: Delivery, after: Delivery) -> Delivery | None:
        shown = delivering.is_shown(after)
        moved = await self.desk.record(self.desk.journal.digests.move, before, after, shown=shown)
        # Whoever only takes it up has done nothing yet.
        if moved is not None and (moved.stage != before.stage or not moved.owner):
            _logged(moved)
        return moved

    async def recheck(self, delivery: Delivery) -> tuple[Subscription | None, str | None]:
        subscription = await self.desk.record(self.desk.journal.digests.subscription, delivery.subscription)
        case = delivery.case
        told = await self.desk.question(self.desk.casebook.morning, case, delivery.day)
        if subscription and told is None:
            candidates = await self.desk.question(self.desk.casebook.candidates)
            case = await self.desk.record(_chosen, self.desk.journal, candidates, subscription, delivery.day)
            told = await self.desk.question(self.desk.casebook.morning, case, delivery.day)
        if told is None:
            return subscription, None
        channels = self.desk.settings.channels
        if subscription and channels and not _may_speak(subscription.channel, channels):
            return None, None
        client = await self.clients(delivery.workspace)
        if client is None:
            await self.suspend(delivery, "account_inactive")
            return None, None
        # Nothing may have to be waited for between the last look at the clock and the call.
        about = subscription.id if subscription else ""
        self.written[delivering.key(delivery)] = client, payload(mornings.morning(told, about))
        return subscription, case

    async def post(self, delivery: Delivery) -> Reply:
        key = delivering.key(delivery)
        client, written = self.written.pop(key)
        mark = {"event_type": EVENT, "event_payload": {"key": key}}
        try:
            answered = await client.chat_postMessage(channel=delivery.channel, metadata=mark, **written)
        except FAILURES as error:
            return reply(error)
        return Reply(ts=str(answered.get("ts") or ""), error="" if answered.get("ts") else UNHEARD)

    async def look(self, delivery: Delivery) -> Seen:
        sought = delivering.key(delivery)
        client = await self.clients(delivery.workspace)
        if client is None:
            return Seen(readable=False)
        ask = partial(client.conversations_history, channel=delivery.channel, include_all_metadata=True)
        with suppress(*FAILURES):
            async for history in pages(ask, _MOST_PAGES):
                messages = history.get("messages") or ()
                oldest = min((float(each["ts"]) for each in messages), default=0.0)
                if found := next((each for each in messages if _has(each, sought)), None):
                    return Seen(ts=str(found["ts"]))
                # The newest come first.
                if oldest and oldest < delivering.since(delivery, self.now(), _shown(history) or self.now()):
                    return Seen()
                if is_last(history):
                    return Seen(readable=not history.get("has_more"))
        return Seen(readable=False)

    async def slow(self, delivery: Delivery, retry_after: float) -> None:
        bucket = self.buckets.get(delivery.workspace, Bucket(at=self.now()))
        self.buckets[delivery.workspace] = slowed(bucket, self.now(), retry_after)

    async def halt(self, delivery: Delivery, reason: str) -> None:
        await self.desk.record(self.desk.journal.digests.halt, delivery.workspace, delivery.channel, reason)
        await self.tell()

    async def suspend(self, delivery: Delivery, reason: str) -> None:
        await self.desk.record(self.desk.journal.digests.suspend, delivery.workspace, reason)

    async def tell(self) -> None:
        """Tells whoever set up what was halted, once, by a direct message; who cannot be told is not asked again."""
        for halted in await self.desk.record(self.desk.journal.digests.untold):
            client = await self.clients(halted.workspace)
            # Whoever was forgotten since is told nothing.
            reached = client if halted.person else None
            if await self.desk.record(self.desk.journal.digests.tell, halted) and reached:
                with suppress(*FAILURES):
                    told = payload(mornings.halted(halted.channel))
                    await reached.chat_postMessage(channel=halted.person, **told)


async def deliver(desk: Desk, clients: Clients, policy: Policy, stopped: asyncio.Event) -> None:
    """Delivers until stopped; what is in flight then has eight seconds."""
    speak(desk.settings.locale)
    hands, underway = Postman(desk, clients, policy), set[asyncio.Task[None]]()
    while not stopped.is_set():
        desk.signs.turned = desk.beat()
        try:
            for each in await due(desk, hands):
                if len(underway) < _AT_ONCE and not stopped.is_set():
                    task = asyncio.create_task(carried(each, hands))
                    underway.add(task)
                    task.add_done_callback(underway.discard)
        except Exception as error:  # noqa: BLE001 - what cannot be looked at now is looked at in a moment
            log.error("could not look at what is due: %s", described(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), _LOOK_EVERY)
    if underway:
        await asyncio.wait(underway, timeout=_LAST_POSTS)


async def deliver_once(desk: Desk, clients: Clients, policy: Policy) -> None:
    """Posts all that is due now, no faster than Slack takes it, and ends."""
    speak(desk.settings.locale)
    hands = Postman(desk, clients, policy)
    while found := await due(desk, hands):
        await asyncio.gather(*(carried(each, hands) for each in found))


def previewed(casebook: Casebook, journal: Journal, day: date) -> Iterator[str]:
    """What would be posted on a local date, as plain text: in each channel, or the day's case where none asked."""
    candidates = casebook.candidates()
    subscriptions = [each for each in journal.digests.on() if wanted(each, day)]
    for subscription in subscriptions:
        case = _chosen(journal, candidates, subscription, day)
        told = casebook.morning(case, day) if case else None
        said = mornings.morning(told).text if told else say("case_no_today")
        yield f"{subscription.channel} {subscription.at:%H:%M} ({subscription.zone})\n{unescaped(said)}"
    if not subscriptions and (card := casebook.today(day)) and (told := casebook.morning(card.name, day)):
        yield unescaped(mornings.morning(told).text)


async def next_case(desk: Desk, subscription: Subscription, day: date) -> MissionCase | None:
    """The case that a subscription would be given on a local date; None where none matches, or none is left."""
    candidates = await desk.question(desk.casebook.candidates)
    case = await desk.record(_chosen, desk.journal, candidates, subscription, day)
    return await desk.question(desk.casebook.morning, case, day) if case else None


async def due(desk: Desk, hands: Postman) -> tuple[Delivery, ...]:
    """The deliveries to take up now, after those that are due were planned."""
    subscriptions = await desk.record(desk.journal.digests.on)
    if subscriptions:
        await _plan(desk, subscriptions, hands.now())
    ready = await desk.record(desk.journal.digests.ready, hands.now())
    found, hands.buckets = served(ready, hands.buckets, hands.now())
    return found


async def _plan(desk: Desk, subscriptions: tuple[Subscription, ...], now: float) -> None:
    today = datetime.fromtimestamp(now, UTC).date()
    made = await desk.record(desk.journal.digests.made, today - _TWO_DAYS)
    missed = await desk.record(desk.journal.digests.missed, today - _TWO_DAYS)
    wanting = planned(subscriptions, made, now, missed)
    if not wanting:
        return
    candidates = await desk.question(desk.casebook.candidates)
    await desk.record(desk.journal.digests.notice, [each.case for each in candidates], today)
    for subscription, delivery in wanting:
        # What comes too late to be posted takes no case from another that is not.
        late = delivery.stage == "missed"
        case = (
            "" if late else await desk.record(_chosen, desk.journal, candidates, subscription, delivery.day)
        )
        await desk.record(desk.journal.digests.plan, replace(delivery, case=case))


def _chosen(
    journal: Journal, candidates: tuple[Candidate, ...], subscription: Subscription, day: date
) -> str:
    """The case for a channel on a local date; "" where none matches."""
    digests, where = journal.digests, (subscription.workspace, subscription.channel)
    taken = digests.taken(*where, day)
    return (
        rotation.choose(subscription, candidates, digests.memory(*where), digests.known(), taken, day) or ""
    )


async def carried(delivery: Delivery, hands: Postman) -> None:
    """Carries a delivery as far as it can be brought now; a fault of ours is logged, and its lease runs out."""
    logs.about.set({"delivery": delivering.key(delivery), "attempt": delivery.attempt})
    try:
        await carry(delivery, hands)
    except Exception as error:  # noqa: BLE001 - its lease runs out, and somebody takes it up again
        log.error("could not carry a delivery: %s", described(error))


def _logged(delivery: Delivery) -> None:
    """A line for each step, by the key that the message bears: ids, and never a text."""
    key, why = delivering.key(delivery), f" ({delivery.reason})" if delivery.reason else ""
    held = {"delivery": key, "stage": delivery.stage, "attempt": delivery.attempt, "reason": delivery.reason}
    log.info("delivery %s: %s, attempt %d%s", key, delivery.stage, delivery.attempt, why, extra=held)


def _may_speak(channel: str, channels: Collection[str]) -> bool:
    return channel.startswith("D") or channel in channels


def _has(message: Mapping[str, Any], key: str) -> bool:
    """Whether a message bears a delivery's key."""
    told = message.get("metadata") or {}
    return told.get("event_type") == EVENT and (told.get("event_payload") or {}).get("key") == key


def _shown(response: AsyncSlackResponse) -> float:
    """What Slack's clock shows, in seconds since 1970; 0.0 where it does not tell."""
    told = {name.casefold(): each for name, each in response.headers.items()}.get("date", "")
    try:
        return parsedate_to_datetime(str(told)).timestamp()
    except ValueError:
        return 0.0
