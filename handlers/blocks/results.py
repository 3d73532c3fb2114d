"""What was found, in a dialog, and the dialog that searches. Opens nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from bot.model import Case, Topic
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.lines import count
from handlers.blocks.modals import View
from handlers.blocks.rich import Block, Element, unstyled
from handlers.blocks.saying import Saying

# The dialogs, by what Slack calls them when something is done in them.
READING, SIMILAR, SEARCH = "reading", "similar", "search"
_TITLES = {READING: "app_name", SIMILAR: "modal_similar", SEARCH: "modal_search"}
# The inputs of the search, by their blocks.
WORDS = "words"

_LONGEST_WORDS = 3_000
_LONGEST_OPTION, _LONGEST_VALUE = 75, 150
# With two letters a few names are left; with one, most of them.
_FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Held:
    """What a dialog of results is about, in its private_metadata: ids and names, and never a text.

    `channel` and `thread` are where a reply would stand, empty where it would stand nowhere. `over` is whether it lies
    over another.
    """

    ticket: Ticket = field(default_factory=Ticket)
    channel: str = ""
    thread: str = ""
    over: bool = False

    def written(self) -> str:
        """What is held, as Slack keeps it."""
        held = {name: value for name, value in asdict(self).items() if value and name != "ticket"}
        return json.dumps({**held, "ticket": self.ticket.written()}, ensure_ascii=False)


def held(metadata: str) -> Held | None:
    """What a dialog's private_metadata holds; None where it is not one of ours."""
    try:
        fields = json.loads(metadata)
        ticket = buttons.read(fields.pop("ticket"))
        found = Held(ticket or Ticket(), **fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    whole = all(isinstance(each, str) for each in (found.channel, found.thread)) and type(found.over) is bool
    return found if ticket and whole else None


def results(saying: Saying, about: Held, name: str = READING) -> View:
    """What was found, to read and to do something with; `name` is which of the dialogs it is.

    What is of use in a conversation only is left out. The search keeps its inputs above: Slack leaves in an input what
    stands there while its block stays.
    """
    about = replace(about, ticket=saying.page or Ticket())
    elsewhere = (
        buttons.SHARE,
        buttons.REMOVE,
        buttons.FEEDBACK,
        *(() if about.channel else (buttons.REPLY,)),
    )
    shown = saying.without(*elsewhere).blocks
    if name == SEARCH:
        return _search(about, _inputs(about.ticket.key), shown)
    return _dialog(name, about, shown)


def search_dialog(saying: Saying | None = None, *, words: str = "", topic: str = "") -> View:
    """The search, with what it found under it; `words` or `topic` are what it was found by.

    Each answer has new inputs, so that nothing stands in them but what it was found by.
    """
    about = Held(saying.page or Ticket()) if saying else Held()
    chosen = _option(topic, Ticket("topic", topic)) if topic else {}
    shown = saying.without(buttons.REPLY).blocks if saying else ()
    return _search(about, _inputs(about.ticket.key, words, chosen), shown)


def typed_in(values: Mapping[str, str], name: str) -> tuple[str, str]:
    """What stands in an input of the search, and the input's block."""
    return next(
        ((value, each) for each, value in values.items() if each.partition(":")[0] == name), ("", name)
    )


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


def _search(about: Held, inputs: Iterable[Block], shown: Sequence[Block]) -> View:
    found = ({"type": "divider"}, *shown) if shown else ()
    return {**_dialog(SEARCH, about, (*inputs, *found)), "submit": unstyled(say("modal_search_send"))}


def _dialog(name: str, about: Held, blocks: Iterable[Block]) -> View:
    title = "modal_whole_case" if about.ticket.about == "case" else _TITLES[name]
    return {
        "type": "modal",
        "callback_id": name,
        "private_metadata": about.written(),
        "title": unstyled(say(title)),
        "close": unstyled(say("modal_back" if about.over else "modal_close")),
        "blocks": list(blocks),
    }


def _inputs(key: str, words: str = "", topic: Element | None = None) -> tuple[Block, ...]:
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
