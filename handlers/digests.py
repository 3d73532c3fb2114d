"""Who wants a daily mission case where and when: typed or in a dialog. Whatever is said of it is private, but for
one message that tells a channel what somebody set up there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.digest import calendar, schedules, subscribing
from bot.digest.rotation import matches
from bot.digest.schedules import Next, Off, On, Order, Pause
from bot.digest.zones import like
from bot.errors import BadOrder, NotInvited, Unsure
from bot.journal.digests import Digests
from bot.model import Kind, Subscription
from bot.sentences import say, speak
from handlers.blocks import digests as blocks
from handlers.blocks.buttons import Ticket
from handlers.blocks.digests import Due, Offered, day_said
from handlers.blocks.modals import Reply, errors
from handlers.blocks.rich import Element, Row, sentence, text
from handlers.blocks.saying import Saying, lines, one
from handlers.blocks.upcoming import HOME
from handlers.delivery import next_case
from handlers.desk import Desk
from handlers.hearing import FAILURES
from handlers.home import refresh, refresh_behind
from handlers.requests import Body, Place, Submission, place, press, submission, trigger, typed, workspace
from handlers.tongues import zone_of
from handlers.upcoming import due
from handlers.voice import Voice
from handlers.words import NARROWED

_WEEKDAYS = frozenset(range(5))
_MORNING = time(9)
_FARTHEST = timedelta(days=366)
# As long as a holiday; any other length is written.
_PAUSE = timedelta(weeks=2)
# Slack shows no more of an option.
_LONGEST_NAME = 75


# What becomes of a subscription, on a date of its zone, whose last case came then.
_Change = Callable[[Subscription, date, float | None], Subscription]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is set up now, and what stood in its place before."""

    now: Subscription
    before: tuple[Subscription, ...]

    @property
    def is_new(self) -> bool:
        """Whether the channel has not been told of it."""
        return not any(each.standing == "on" and each.channel == self.now.channel for each in self.before)


async def command(desk: Desk, words: str, body: Body, voice: Voice) -> None:
    """Does what was typed behind "digest" and says so to whoever typed it; without words, opens the dialog."""
    if not words:
        await _open(desk, place(body), workspace(body), trigger(body), voice)
    elif saying := await obey(desk, words, place(body), workspace(body), voice):
        await voice.whisper(saying)


async def obey(desk: Desk, words: str, at: Place, team: str, voice: Voice) -> Saying | None:
    """Does what was typed behind "digest"; what to say of it, None where it was said. Raises BadOrder, NotInvited."""
    held = await _held(desk, team, at.channel)
    if not words:
        return _told(desk, (), held) if held else blocks.none_here()
    zone = held[0].zone if held else await zone_of(at.person, voice.client)
    order = schedules.read(words, calendar.local(desk.clock(), zone or "UTC").date())
    topic, country, kind = await _named(desk, order.about, held)
    if not isinstance(order, On):
        return await _change(desk, order, subscribing.meant(held, topic or country or kind or ""))
    key = subscribing.identity(team, at.channel, topic, country, kind)
    known = next((each for each in held if each.id == key), None)
    if not (zone or order.zone):
        raise BadOrder(say("digest_no_zone"))
    # What is not named stays as it is.
    wanted = replace(
        known or _new(at, team, zone),
        id=key,
        person=at.person,
        at=order.at,
        zone=order.zone or (known.zone if known else zone),
        weekdays=order.weekdays or (known.weekdays if known else _WEEKDAYS),
        topic=topic,
        country=country,
        kind=kind,
        paused_until=None,
    )
    if not await desk.question(_is_matched, desk, wanted):
        raise BadOrder(say("digest_no_case"))
    kept = await _set_up(desk, wanted, voice)
    said = kept.is_new and at.direct
    return None if said else _told(desk, [sentence("digest_set_up")], [kept.now])


async def off(desk: Desk, body: Body, voice: Voice) -> None:
    """Switches off what a button is about, whoever presses it."""
    pressed = press(body)
    gone = await _meant(desk, body)
    ours = gone is not None and await desk.record(desk.journal.digests.unsubscribe, gone.id)
    if _on_home(voice):
        await refresh_behind(desk, body, voice)
        return
    saying = blocks.switched_off([gone]) if gone and ours else one("digest_off_already")
    await voice.whisper(saying, replace=pressed.private, thread=pressed.place.thread)


async def change(desk: Desk, body: Body, voice: Voice) -> None:
    """Opens the dialog with what a button is about."""
    pressed = press(body)
    before = await _meant(desk, body)
    await _open(desk, pressed.place, workspace(body), pressed.trigger, voice, before)


async def pause(desk: Desk, body: Body, voice: Voice) -> None:
    """Lets nothing of what a button on the Home tab is about come for two weeks."""
    await _turn(desk, body, voice, lambda each, today, _: subscribing.paused(each, today + _PAUSE))


async def resume(desk: Desk, body: Body, voice: Voice) -> None:
    """Lets it come again."""
    await _turn(desk, body, voice, lambda each, _, last: subscribing.resumed(each, desk.clock(), last))


async def _turn(desk: Desk, body: Body, voice: Voice, changed: _Change) -> None:
    journal = desk.journal.digests
    if before := await _meant(desk, body):
        today = calendar.local(desk.clock(), before.zone).date()
        after = changed(before, today, await desk.record(journal.last, before.id))
        await desk.record(journal.subscribe, after)
    await refresh_behind(desk, body, voice)


async def _meant(desk: Desk, body: Body) -> Subscription | None:
    """What a button is about; None where that is another workspace's, another conversation's or gone."""
    pressed = press(body)
    at = pressed.place
    found = await desk.record(desk.journal.digests.subscription, pressed.ticket.key if pressed.ticket else "")
    if found is None or found.workspace != at.workspace:
        return None
    # A dialog stands in no conversation; of one of two nobody else may have to do with what comes there.
    seen = at.channel == found.channel or not (at.channel or found.channel.startswith("D"))
    return found if seen or found.person == at.person else None


async def accept(desk: Desk, body: Body, voice: Voice) -> Reply:
    """Sets up what the dialog says, or tells under an input why not."""
    sent = submission(body)
    wanted, faults = _read(desk, sent, workspace(body))
    if wanted is None:
        return errors(faults)
    if not await desk.question(_is_matched, desk, wanted):
        narrowed = {blocks.TOPIC: wanted.topic, blocks.COUNTRY: wanted.country, blocks.KIND: wanted.kind}
        return errors({name: say("digest_no_case") for name, about in narrowed.items() if about})
    instead = sent.ticket.key if sent.ticket else ""
    try:
        kept = await _set_up(desk, wanted, voice, instead)
    except (BadOrder, NotInvited) as error:
        return errors({blocks.WHERE: str(error)})
    if sent.ticket and sent.ticket.mark == HOME:
        # Set up it is, whether or not the tab below can be shown anew.
        with suppress(*FAILURES):
            await refresh(desk, voice, sent.place)
    return blocks.saved(due(desk, kept.now))


async def preview(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows over the dialog what would be posted next of what it says, or what is wrong with it."""
    wanted, faults = _read(desk, submission(body), workspace(body))
    if wanted is None:
        await voice.whisper(lines([(text(fault),) for fault in faults.values()]))
        return
    fit = calendar.moved(wanted, desk.clock())
    following = calendar.coming(replace(fit, starts=max(fit.starts, wanted.starts)), desk.clock())
    day = following.day if following else desk.today()
    await voice.whisper(blocks.preview(await next_case(desk, wanted, day), day, wanted.at))


async def suggest_zones(_: Desk, body: Body) -> Sequence[Element]:
    """What zone somebody who types a city or a country may mean; their own first."""
    ticket = submission(body).ticket
    return blocks.zones_like(like(typed(body), ticket.zone if ticket else ""))


async def _change(desk: Desk, order: Order, meant: Sequence[Subscription]) -> Saying:
    now, journal = desk.clock(), desk.journal.digests
    head: list[Row] = []
    if isinstance(order, Off):
        for each in meant:
            await desk.record(journal.unsubscribe, each.id)
        return blocks.switched_off(meant)
    if isinstance(order, Next):
        return _told(desk, head, meant)
    if isinstance(order, Pause):
        changed = [subscribing.paused(each, order.until) for each in meant]
        head = [sentence("digest_paused", day=day_said(order.until))]
    else:
        changed = [subscribing.skipped(each, now) for each in meant]
        head = [sentence("digest_skipped")]
    for each in changed:
        await desk.record(journal.subscribe, each)
    return _told(desk, head, changed)


async def _set_up(desk: Desk, wanted: Subscription, voice: Voice, instead: str = "") -> _Kept:
    """Keeps it, and tells the channel where it is new; where the channel cannot be told, nothing is kept.

    Raises BadOrder, NotInvited, Unsure.
    """
    journal = desk.journal.digests
    kept = await desk.record(_keep, journal, wanted, desk.clock(), instead)
    if kept.is_new:
        coming = due(desk, kept.now)
        direct = kept.now.channel.startswith("D")
        saying = blocks.told([sentence("digest_set_up")], [coming]) if direct else _introduced(desk, coming)
        try:
            await voice.introduce(saying, kept.now.channel)
        except Unsure:
            # The channel may have been told already that it comes.
            raise
        except Exception:
            await desk.record(_undo, journal, kept)
            raise
    return kept


def _introduced(desk: Desk, coming: Due) -> Saying:
    """What a channel is told, in the language of the workspace: not only whoever set it up reads it."""

    def said() -> Saying:
        speak(desk.settings.locale)
        return blocks.introduced(coming)

    return copy_context().run(said)


def _keep(journal: Digests, wanted: Subscription, now: float, instead: str) -> _Kept:
    """Keeps a subscription in place of the one it changes. All of it on the journal's one thread."""
    before = [journal.subscription(each) for each in dict.fromkeys((wanted.id, instead)) if each]
    replaced = tuple(each for each in before if each and each.workspace == wanted.workspace)
    others = [each for each in journal.of_channel(wanted.workspace, wanted.channel) if each not in replaced]
    last = max(filter(None, (journal.last(each.id) for each in (wanted, *replaced))), default=None)
    fit = subscribing.subscribed(wanted, others, now, last)
    kept = replace(fit, starts=max(fit.starts, wanted.starts))
    if told := next((each for each in replaced if each.standing == "on"), None):
        # Whoever set it up is told if it has to stop, also where somebody else changed it since.
        kept = replace(kept, person=told.person if told.channel == kept.channel else kept.person)
    for each in replaced:
        journal.unsubscribe(each.id)
    journal.subscribe(kept)
    return _Kept(kept, replaced)


def _undo(journal: Digests, kept: _Kept) -> None:
    journal.unsubscribe(kept.now.id)
    for each in kept.before:
        journal.subscribe(each)


async def _named(desk: Desk, about: str, held: Sequence[Subscription]) -> tuple[str, str, Kind | None]:
    """The topic, the country or the kind that somebody named. Raises BadOrder where it is none of them."""
    said = about.casefold().removeprefix("the ")
    if not said:
        return "", "", None
    if kind := NARROWED.get(said):
        return "", "", kind
    topics = await desk.question(_topics, desk)
    countries = await desk.question(desk.casebook.countries)
    # What is set up can be named also when the notes have lost it.
    if topic := _match(said, [*topics, *(each.topic for each in held if each.topic)]):
        return topic, "", None
    if country := _match(said, [*countries, *(each.country for each in held if each.country)]):
        return "", country, None
    raise BadOrder(say("digest_unknown", about=about[:40]))


def _match(said: str, names: Iterable[str]) -> str:
    return next((each for each in names if each.casefold().removeprefix("the ") == said), "")


async def _open(
    desk: Desk, at: Place, team: str, key: str, voice: Voice, before: Subscription | None = None
) -> None:
    """Opens the dialog, for what is set up or for something new."""
    held = [] if before else await _held(desk, team, at.channel)
    offered = await desk.question(_offered, desk)
    theirs = await zone_of(at.person, voice.client)
    shown = before or _new(at, team, held[0].zone if held else theirs)
    about, mark = before.id if before else "", HOME if _on_home(voice) else ""
    ticket = Ticket("digest", about, mark=mark, zone=theirs)
    coming = [due(desk, each) for each in held]
    await voice.open(key, blocks.digest_modal(ticket, shown, coming, offered, desk.today()))


def _new(at: Place, team: str, zone: str) -> Subscription:
    """What somebody begins with: every weekday at nine, where they are."""
    return Subscription("", team, at.channel, at.person, _MORNING, zone, _WEEKDAYS, date.min)


def _is_matched(desk: Desk, wanted: Subscription) -> bool:
    """Whether the notes tell of any case like that; where nothing is narrowed, one may come."""
    narrowed = wanted.topic or wanted.country or wanted.kind
    return not narrowed or any(matches(each, wanted) for each in desk.casebook.candidates())


def _topics(desk: Desk) -> list[str]:
    return [each.name for each in desk.casebook.topics() if len(each.name) <= _LONGEST_NAME]


def _offered(desk: Desk) -> Offered:
    return Offered(_topics(desk), desk.casebook.countries(), calendar.country_names())


def _read(desk: Desk, sent: Submission, team: str) -> tuple[Subscription | None, dict[str, str]]:
    """What the dialog says; or nothing, and what is wrong by input."""
    values, today = sent.values, desk.today()
    channel, zone = values.get(blocks.WHERE, ""), values.get(blocks.ZONE, "")
    at, start = _time(values.get(blocks.AT, "")), _date(values.get(blocks.START, ""))
    days = frozenset(int(each) for each in values.get(blocks.DAYS, "").split() if each in "0123456")
    topic, country = values.get(blocks.TOPIC, ""), values.get(blocks.COUNTRY, "")
    kind = next((each for each in NARROWED.values() if each == values.get(blocks.KIND)), None)
    faults = {
        blocks.WHERE: _kept_out(desk, channel),
        blocks.AT: "" if at else "digest_wrong_time",
        blocks.ZONE: "" if zone in calendar.zones() else "digest_wrong_zone",
        blocks.DAYS: "" if days else "order_no_days",
        blocks.START: "digest_wrong_start" if start and start - today > _FARTHEST else "",
    }
    told = {name: say(fault) for name, fault in faults.items() if fault}
    if told or at is None:
        return None, told
    wanted = Subscription(
        id=subscribing.identity(team, channel, topic, country, kind),
        workspace=team,
        channel=channel,
        person=sent.place.person,
        at=at,
        zone=zone,
        weekdays=days,
        starts=start or date.min,
        topic=topic,
        country=country,
        kind=kind,
        holidays=values.get(blocks.HOLIDAYS, ""),
    )
    return wanted, {}


def _kept_out(desk: Desk, channel: str) -> str:
    """Why nothing may be posted in a conversation, as a sentence's name; empty where it may."""
    if channel[:1] not in ("C", "G", "D"):
        return "digest_wrong_channel"
    spoken_in = desk.settings.channels
    return "digest_kept_out" if spoken_in and channel[0] != "D" and channel not in spoken_in else ""


def _time(written: str) -> time | None:
    try:
        return time.fromisoformat(written)
    except ValueError:
        return None


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


async def _held(desk: Desk, team: str, channel: str) -> tuple[Subscription, ...]:
    return await desk.record(desk.journal.digests.of_channel, team, channel)


def _told(desk: Desk, head: Sequence[Row], held: Iterable[Subscription]) -> Saying:
    return blocks.told(head, [due(desk, each) for each in held])


def _on_home(voice: Voice) -> bool:
    return bool(voice.trigger) and not voice.dialog
