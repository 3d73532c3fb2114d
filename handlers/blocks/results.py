"""Answers and cases in a dialog, a page at a time, and the dialog that searches. Opens nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from bot.model import Answer, Case, CaseCard, Topic
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.answers import cases_shown
from handlers.blocks.buttons import Ticket
from handlers.blocks.cards import card_page, last_card_page
from handlers.blocks.lines import count
from handlers.blocks.modals import View
from handlers.blocks.rich import Block, Element, Row, block, section, unstyled
from handlers.blocks.views import answer_page, last_page

# The dialogs, by what Slack calls them when something is done in them.
SIMILAR, SEARCH, CASE = "similar", "search", "whole_case"
# The inputs of the search, by their blocks.
WORDS = "words"

_LONGEST_WORDS = 3_000
_LONGEST_OPTION, _LONGEST_VALUE = 75, 150
_MOST_CASES = 3
# With two letters a few names are left; with one, most of them.
_FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Held:
    """What a dialog of results is about, in its private_metadata: ids and names, and never a text.

    `channel` and `thread` are where a reply would stand, empty where it would stand nowhere. `gap` are the words
    to count when somebody asks for it; nothing is counted before.
    """

    ticket: Ticket
    channel: str = ""
    thread: str = ""
    gap: tuple[str, ...] = ()

    def written(self) -> str:
        """What is held, as Slack keeps it: at most eight words of forty letters beside a few ids."""
        held = {name: value for name, value in asdict(self).items() if value and name != "ticket"}
        return json.dumps({**held, "ticket": self.ticket.written()}, ensure_ascii=False)


def held(metadata: str) -> Held | None:
    """What a dialog's private_metadata holds; None where it is not one of ours."""
    try:
        fields = json.loads(metadata)
        ticket = buttons.read(fields.pop("ticket"))
        found = Held(ticket or Ticket(), **{**fields, "gap": tuple(fields.get("gap", ()))})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    whole = all(isinstance(each, str) for each in (found.channel, found.thread, *found.gap))
    return found if ticket and whole else None


def similar_dialog(about: Held, answer: Answer, said: Row = ()) -> View:
    """What the notes say that is like a message; `said` is a sentence about what was just done."""
    return _dialog(SIMILAR, about, (*_told(said), *_results(answer, about)))


def search_dialog(
    about: Held, answer: Answer | None = None, said: Row = (), *, words: str = "", topic: str = ""
) -> View:
    """The search, with what it found under it; `words` or `topic` are what it was found by.

    Slack keeps what stands in an input whose block stays. Each answer has new ones, so that nothing stands in
    them but what it was found by.
    """
    found = ({"type": "divider"}, *_told(said), *_results(answer, about)) if answer else ()
    inputs = _inputs(about.ticket.key, words, _option(topic, Ticket("topic", topic)) if topic else {})
    return {**_dialog(SEARCH, about, (*inputs, *found)), "submit": unstyled(say("modal_search_send"))}


def typed_in(values: Mapping[str, str], name: str) -> tuple[str, str]:
    """What stands in an input of the search, and the input's block."""
    return next(
        ((value, each) for each, value in values.items() if each.partition(":")[0] == name), ("", name)
    )


def case_dialog(card: CaseCard, ticket: Ticket) -> View:
    """The whole case; the button that closes it leads back to what lies below."""
    said = card_page(card, ticket, "dialog")
    row = _turning(ticket, last_card_page(card))
    shown = (*said.blocks, *((buttons.row(*row),) if row else ()))
    return {**_dialog(CASE, Held(ticket), shown), "close": unstyled(say("modal_back"))}


def suggestions(cases: Sequence[Case], topics: Sequence[Topic], typed: str) -> tuple[Element, ...]:
    """What somebody who types may choose, in groups: cases, topics, and what they typed."""
    groups = {
        "find_cases": [_option(_named(case), Ticket("case", case.name)) for case in cases],
        "find_topics": [
            _option(each.name, Ticket("topic", each.name), count("topics_statements", each.statements))
            for each in topics
        ],
        "find_words": [_option(say("find_for", words=typed), Ticket("words", typed))] if typed else [],
    }
    kept = {name: [each for each in options if each] for name, options in groups.items()}
    return tuple(
        {"label": unstyled(say(name)), "options": options} for name, options in kept.items() if options
    )


def _dialog(name: str, about: Held, blocks: Iterable[Block]) -> View:
    return {
        "type": "modal",
        "callback_id": name,
        "private_metadata": about.written(),
        "title": unstyled(say(f"modal_{name}")),
        "close": unstyled(say("modal_close")),
        "blocks": list(blocks),
    }


def _told(said: Row) -> tuple[Block, ...]:
    return (block(section(*said)),) if said else ()


def _results(answer: Answer, about: Held) -> tuple[Block, ...]:
    """A page of the answer; below it the way to each of its cases, to other pages and out of the dialog."""
    said = answer_page(answer, about.ticket, "dialog")
    whole = (_whole(case) for case in cases_shown(answer, about.ticket.page)[:_MOST_CASES])
    row = _turning(about.ticket, last_page(answer))
    if about.channel and answer.tier != "nothing":
        row.append(buttons.button(buttons.REPLY, about.ticket))
    if about.gap:
        row.append(buttons.button(buttons.GAP, about.ticket))
    return (*said.blocks, *filter(None, whole), *((buttons.row(*row),) if row else ()))


def _whole(case: str) -> Block | None:
    """The way to a whole case. Each stands in a row of its own: in one row Slack takes no action twice."""
    if not buttons.can_hold(case):
        return None
    button = buttons.button(buttons.WHOLE, Ticket("case", case))
    return buttons.row({**button, "text": unstyled(_cut(say("button_whole_of", name=case)))})


def _turning(ticket: Ticket, last: int) -> list[Element]:
    page = min(ticket.page, last)
    back = [buttons.button(buttons.BEFORE, replace(ticket, page=page - 1))] if page else []
    return [*back, *([buttons.button(buttons.NEXT, replace(ticket, page=page + 1))] if page < last else [])]


def _inputs(key: str, words: str, topic: Element) -> tuple[Block, ...]:
    find = {
        "type": "external_select",
        "action_id": buttons.FIND,
        "min_query_length": _FEWEST_LETTERS,
        "placeholder": unstyled(say("find_placeholder")),
        **({"initial_option": topic} if topic else {}),
    }
    own = {
        "type": "plain_text_input",
        "action_id": WORDS,
        "max_length": _LONGEST_WORDS,
        "placeholder": unstyled(say("find_example")),
        **({"initial_value": words} if words else {}),
    }
    return (
        # What is chosen is shown at once.
        {**_input(buttons.FIND, key, find), "dispatch_action": True},
        _input(WORDS, key, own),
    )


def _input(name: str, key: str, element: Element) -> Block:
    return {
        "type": "input",
        "block_id": f"{name}:{key}",
        "label": unstyled(say(f"find_{name}_label")),
        "element": element,
        "optional": True,
    }


def _named(case: Case) -> str:
    name = f"{case.parent}, “{case.name}”" if case.parent else case.name
    return f"{case.country} · {name}" if case.country and case.country != name else name


def _option(shown: str, ticket: Ticket, about: str = "") -> Element:
    """An option; empty where its value would be too long for Slack."""
    value = ticket.written()
    if len(value) > _LONGEST_VALUE:
        return {}
    described = {"description": unstyled(about)} if about else {}
    return {"text": unstyled(_cut(shown)), "value": value, **described}


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_OPTION else f"{words[: _LONGEST_OPTION - 2].rstrip()} …"
