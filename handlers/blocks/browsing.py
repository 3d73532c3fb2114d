"""Lists to walk through: countries, the cases of one, topics of a kind. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Chapter, Kind, Listed, Place
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.lines import count
from handlers.blocks.rich import Block, Element, Row, block, inert, plain, section, sentence
from handlers.blocks.saying import Saying

# A row is a block with its button; so many fit a screen, and a message.
_ROWS = 15
_LONGEST_NAME = 150

# What a row says, and its button where it has one.
Entry = tuple[str, Element | None]


def countries_list(listed: Sequence[Place], page: int) -> Saying:
    """The countries with their cases, the most first."""
    entries: list[Entry] = [
        (
            f"{country_name(each)} — {count('browse_cases', each.cases)}",
            _show(Ticket("country", each.country), country_name(each)),
        )
        for each in listed
    ]
    return _list(sentence("browse_countries"), entries, Ticket("countries", page=page))


def country_list(country: str, listed: Sequence[Listed], page: int) -> Saying:
    """The cases of a country, with the way back to all of them."""
    entries = [
        (f"{_cut(each.title)} — {count('topics_statements', each.statements)}", whole_case(each.name))
        for each in listed
    ]
    head = sentence("browse_country", country=country) if country else sentence("browse_nowhere")
    way_back = buttons.button(buttons.BROWSE, Ticket("countries"), "countries")
    return _list(head, entries, Ticket("country", country, page), way_back)


def topics_list(kind: Kind, listed: Sequence[Chapter], page: int) -> Saying:
    """The topics under which something of a kind is told."""
    entries: list[Entry] = [
        (
            f"{_cut(each.title)} — {count('topics_statements', each.statements)}",
            _show(Ticket("chapter", each.note, mark=kind), each.title),
        )
        for each in listed
    ]
    return _list(sentence(f"browse_{kind}"), entries, Ticket("chapters", page=page, mark=kind))


def country_name(place: Place) -> str:
    """The country, or that there is none."""
    return place.country or say("browse_no_country")


def case_name(case: Listed) -> str:
    """A case with its country: `Sweden · Vinnova, “The Street”`."""
    country = case.countries[0] if case.countries else ""
    return _cut(f"{country} · {case.title}" if country and country != case.title else case.title)


def whole_case(name: str) -> Element | None:
    """The button that opens a case; none where the name is longer than a button can hold."""
    if not buttons.can_hold(name):
        return None
    return buttons.button(buttons.CASE, Ticket("case", name), "case_named", about=name)


def _list(head: Row, entries: Sequence[Entry], ticket: Ticket, *below: Element) -> Saying:
    """A page of a list, each entry with its button beside it."""
    last = max(len(entries) - 1, 0) // _ROWS
    page = min(ticket.page, last)
    shown = entries[page * _ROWS : (page + 1) * _ROWS]
    turns = {buttons.BACK: page - 1, buttons.MORE: page + 1}
    row = [
        buttons.button(buttons.BROWSE, _turned(ticket, to), f"list_{name}")
        for name, to in turns.items()
        if 0 <= to <= last
    ]
    foot = sentence("answer_page", page=page + 1, pages=last + 1) if last else ()
    words = (plain(*head), *(f"• {inert(told)}" for told, _ in shown), plain(*foot))
    blocks = (
        block(section(*head)),
        *(_beside(told, button) for told, button in shown),
        *([block(section(*foot))] if foot else []),
        *([buttons.row(*row, *below)] if row or below else []),
    )
    return Saying("\n".join(filter(None, words)), blocks)


def _show(ticket: Ticket, name: str) -> Element:
    return buttons.button(buttons.BROWSE, ticket, about=name)


def _turned(ticket: Ticket, page: int) -> Ticket:
    return Ticket(ticket.about, ticket.key, page, mark=ticket.mark)


def _beside(words: str, button: Element | None) -> Block:
    told: Block = {"type": "section", "text": {"type": "plain_text", "text": words, "emoji": False}}
    return {**told, "accessory": button} if button else told


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 2].rstrip()} …"
