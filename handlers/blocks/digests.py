"""What is set up for the daily mission case, in words, and the dialog that sets it up. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.digest import calendar
from bot.model import Subscription
from bot.sentences import catalogue, say
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.modals import (
    DIGEST,
    Reply,
    View,
    boxes,
    conversation,
    day,
    hour,
    modal,
    notice,
    select,
)
from handlers.blocks.rich import Element, Row, block, channel, person, section, sentence, text
from handlers.blocks.saying import Saying, below, lines

# The inputs of the dialog, by their blocks.
WHERE, AT, ZONE, DAYS = "channel", "time", "zone", "days"
TOPIC, COUNTRY, KIND, START, HOLIDAYS = "topic", "country", "kind", "start", "holidays"

_WEEKDAYS = frozenset(range(5))
_GROUP = 100


@dataclass(frozen=True, slots=True)
class Due:
    """A subscription, and the local date on which its next case comes; None where none does."""

    subscription: Subscription
    next: date | None


@dataclass(frozen=True, slots=True)
class Offered:
    """What the dialog offers to choose from: topics, countries of cases, zones, and countries with holidays."""

    topics: Sequence[str]
    countries: Sequence[str]
    zones: Iterable[str]
    holidays: Mapping[str, str]


def told(head: Sequence[Row], due: Iterable[Due]) -> Saying:
    """Sentences, then each subscription with the buttons that change it and switch it off."""
    said = lines(head) if head else Saying("")
    for each in due:
        row = lines([_set(each)])
        said = Saying(f"{said.text}\n{row.text}".strip(), (*said.blocks, *row.blocks, _buttons(each)))
    return said


def none_here() -> Saying:
    """That nothing comes here, with a button that sets it up."""
    set_up = buttons.button(buttons.DIGEST_CHANGE, Ticket("digest"), "digest_set_up")
    return lines([sentence("digest_none")]).under(buttons.row(set_up))


def introduced(due: Due) -> Saying:
    """What everybody in a channel is told of what somebody set up there, with the button that ends it."""
    who = _around("digest_introduced", "person", person(due.subscription.person))
    said = lines([who, _set(due, here=True), sentence("digest_anyone")])
    return said.under(buttons.row(_off(due)))


def switched_off(gone: Sequence[Subscription]) -> Saying:
    """What comes no more."""
    return lines([sentence("digest_off"), *((*_what(each), text(".")) for each in gone)])


def day_said(when: date) -> str:
    """A date as people say it, such as Monday 23 November."""
    months = say("calendar_months").split(", ")
    weekday, month = _weekdays()[when.weekday()], months[when.month - 1]
    return say("calendar_day", weekday=weekday, day=when.day, month=month)


def named(each: Subscription) -> str:
    """What its cases are about; empty where they may be about anything."""
    kind = say(f"digest_kind_{each.kind}") if each.kind else ""
    return ", ".join(filter(None, (each.topic, each.country, kind)))


def saved(due: Due) -> Reply:
    """The dialog tells what was set up."""
    return notice([sentence("digest_set_up"), _set(due)])


def digest_modal(
    ticket: Ticket, shown: Subscription, held: Iterable[Due], offered: Offered, today: date
) -> View:
    """The dialog, with what `shown` says in its inputs, below what is set up already."""
    rows = [_set(each) for each in held]
    above = [block(section(*below([sentence("digest_held"), *rows])))] if rows else []
    return modal(
        DIGEST,
        ticket,
        [
            *above,
            conversation(WHERE, _label(WHERE), shown.channel),
            hour(AT, _label(AT), f"{shown.at:%H:%M}"),
            select(ZONE, _label(ZONE), _by_region(offered.zones, shown.zone), shown.zone, optional=False),
            boxes(DAYS, _label(DAYS), _boxes(), {str(each) for each in shown.weekdays}),
            *_narrowing(shown, offered),
            day(START, _label(START), f"{shown.starts}" if shown.starts > today else ""),
            select(HOLIDAYS, _label(HOLIDAYS), _by_letter(offered.holidays), shown.holidays),
        ],
    )


def _narrowing(shown: Subscription, offered: Offered) -> list[Element]:
    kinds = {each: _capital(say(f"digest_kind_{each}")) for each in ("example", "challenge", "approach")}
    choices = {
        TOPIC: (_with(offered.topics, shown.topic), shown.topic),
        COUNTRY: (_with(offered.countries, shown.country), shown.country),
        KIND: (kinds, shown.kind or ""),
    }
    return [
        select(name, _label(name), {"": listed}, known) for name, (listed, known) in choices.items() if listed
    ]


def _set(due: Due, *, here: bool = False) -> Row:
    """The whole of it in a sentence: when, where, about what, and when next."""
    if due.subscription.standing != "on":
        end = sentence("digest_stopped")
    elif due.next is None:
        end = sentence("digest_no_next")
    else:
        end = sentence("digest_next", day=day_said(due.next))
    return (*_what(due.subscription, here=here), *end)


def _what(each: Subscription, *, here: bool = False) -> Row:
    about = named(each)
    return (
        text(_when(each)),
        text(say("digest_zone", zone=each.zone)),
        *(() if here else _where(each.channel)),
        *((text(say("digest_about", about=about)),) if about else ()),
        *((text(say("digest_holidays", country=_country(each.holidays))),) if each.holidays else ()),
    )


def _when(each: Subscription) -> str:
    at = f"{each.at:%H:%M}"
    if each.weekdays == _WEEKDAYS:
        return say("digest_weekdays", time=at)
    if len(each.weekdays) == 7:
        return say("digest_daily", time=at)
    *others, last = [_weekdays()[number] for number in sorted(each.weekdays)]
    days = f"{', '.join(others)} {say('line_and')} {last}" if others else last
    return say("digest_days", days=days, time=at)


def _where(conversation: str) -> Row:
    if conversation.startswith("D"):
        return sentence("digest_in_direct")
    return _around("digest_in", "channel", channel(conversation))


def _around(name: str, place: str, element: Element) -> Row:
    """A sentence of the catalogue with an element in its one place."""
    before, _, after = catalogue()[name].partition(f"{{{place}}}")
    return tuple(text(each) if isinstance(each, str) else each for each in (before, element, after) if each)


def _buttons(due: Due) -> Element:
    ticket = Ticket("digest", due.subscription.id)
    return buttons.row(_off(due), buttons.button(buttons.DIGEST_CHANGE, ticket))


def _off(due: Due) -> Element:
    return buttons.button(buttons.DIGEST_OFF, Ticket("digest", due.subscription.id))


def _weekdays() -> list[str]:
    return say("calendar_days").split(", ")


def _boxes() -> dict[str, str]:
    return {str(number): _capital(name) for number, name in enumerate(_weekdays())}


def _country(letters: str) -> str:
    return calendar.country_names().get(letters, letters)


def _label(name: str) -> str:
    return say(f"modal_digest_{name}")


def _with(listed: Iterable[str], known: str) -> dict[str, str]:
    """The first hundred names, and the one that is chosen already, which the notes may have lost."""
    return {each: each for each in [*([known] if known else []), *listed][:_GROUP]}


def _by_region(zones: Iterable[str], known: str) -> dict[str, dict[str, str]]:
    """The zones that are named by a place, UTC and the known one, in groups that Slack takes: "America A–I"."""
    named = {each for each in zones if "/" in each and not each.startswith("Etc/")}
    listed = sorted(named | {"UTC"} | ({known} if known else set()))
    groups: dict[str, dict[str, str]] = {}
    for region, names in groupby(listed, key=lambda each: each.partition("/")[0]):
        places = list(names)
        for start in range(0, len(places), _GROUP):
            part = places[start : start + _GROUP]
            ends = "–".join(each.partition("/")[2][:1] for each in (part[0], part[-1]))
            label = region if len(places) <= _GROUP else f"{region} {ends}"
            groups[label] = {each: each.replace("_", " ") for each in part}
    return groups


def _by_letter(countries: Mapping[str, str]) -> dict[str, dict[str, str]]:
    groups: dict[str, dict[str, str]] = {}
    for letters, name in sorted(countries.items(), key=lambda each: each[1]):
        groups.setdefault(name[0], {})[letters] = name
    return groups


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
