"""The buttons, and the ticket each one carries. Sends nothing and holds no text of a note."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from bot.sentences import say
from handlers.blocks.rich import Block, Element, unstyled

# In a dialog only whoever asked sees it, and what is there can go into a thread.
Audience = Literal["private", "public", "dialog"]

SHARE, MORE, BACK, CASE = "share", "more", "back", "case"
CHALLENGES, TOPICS, REMOVE, FEEDBACK = "challenges", "topics", "remove", "feedback"
HELPED = "helped"
KEEP_CASE, SOONER, NOT_FOR_US = "mark_keep", "mark_sooner", "mark_not"
WHY, WRONG, CORRECT, KEEP = "why", "wrong", "correct", "keep"
CLOSE = "close"
BRIEF = "brief"
EXPORT, FORGET = "export", "forget"
DIGEST_OFF, DIGEST_CHANGE = "digest_off", "digest_change"
DIGEST_PAUSE, DIGEST_RESUME = "digest_pause", "digest_resume"
DIGEST_PREVIEW = "digest_preview"
ASK, BROWSE, SAVE, UNSAVE, TURN = "ask", "browse", "save", "unsave", "turn"

# In dialogs.
REPLY, GAP, FIND = "reply", "gap", "find"

About = Literal[
    "answer",
    "case",
    "morning",
    "digest",
    "review",
    "topic",
    "words",
    "countries",
    "country",
    "chapters",
    "chapter",
    "home",
    "privacy",
    "gap",
    "none",
]
_ABOUT: tuple[About, ...] = get_args(About)

_LONGEST_LABEL = 75
# Slack refuses a value of more than 2,000 characters.
_LONGEST_KEY = 1_500
# More than any notes have, and few enough for every store.
_MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a button is about: an answer by its id, a case or a country by its name, a chapter by its note, a second
    under review by its key, a subscription by its id, a gap by its words, or some gaps by their keys.

    What is chosen from suggestions is a case, a topic by its name, or words to look for. What one walks through are
    countries and chapters, which are what a note says of a kind.

    `page` is a page of it, `owner` whose it is; `mark` says which of two buttons with one action was pressed, of
    which kind a chapter is, or to which answer a gap belongs. `helped` is the id of an answer kept beside it: what
    helped against the challenges that the words resemble. `zone` is where whoever opened a dialog is.
    """

    about: About = "none"
    key: str = ""
    page: int = 0
    owner: str = ""
    mark: str = ""
    helped: str = ""
    zone: str = ""

    def written(self) -> str:
        """The ticket as a button's value."""
        return json.dumps({name: value for name, value in asdict(self).items() if value not in ("", 0)})


def read(value: str) -> Ticket | None:
    """The ticket in a button's value; None where it is not one of ours."""
    try:
        fields = json.loads(value)
        ticket = Ticket(**fields)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (ticket.about, ticket.key, ticket.owner, ticket.mark, ticket.helped, ticket.zone)
    whole = all(isinstance(each, str) and _is_text(each) for each in texts) and _is_page(ticket.page)
    return ticket if whole and ticket.about in _ABOUT else None


def _is_text(given: str) -> bool:
    """Whether a store takes it: half a sign, or the end of all text, is none of ours."""
    return "\0" not in given and not any("\ud800" <= sign <= "\udfff" for sign in given)


def _is_page(given: object) -> bool:
    return type(given) is int and 0 <= given <= _MOST_PAGES


def button(action: str, ticket: Ticket, name: str = "", **places: object) -> Element:
    """The button of an action; `name` says it in other words of the catalogue, whose {places} are filled."""
    return {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": say(f"button_{name or action}", **places)[:_LONGEST_LABEL]},
        "accessibility_label": say(f"button_{name or action}_label", **places)[:_LONGEST_LABEL],
        "value": ticket.written(),
    }


def confirmed(button: Element, name: str) -> Element:
    """The button, which asks first whether it is meant, in sentences of that name."""
    asked = {part: unstyled(say(f"confirm_{name}_{part}")) for part in ("title", "text", "confirm", "deny")}
    return {**button, "confirm": asked}


def row(*buttons: Element) -> Block:
    """Buttons side by side. Slack wants each of an action under a name of its own, so later ones are numbered."""
    names = [each["action_id"] for each in buttons]
    earlier = (names[:at].count(name) for at, name in enumerate(names))
    return {
        "type": "actions",
        "elements": [
            {**each, "action_id": f"{each['action_id']}.{number}"} if number else each
            for each, number in zip(buttons, earlier, strict=True)
        ],
    }


def gap(words: Sequence[str], answer: str) -> Block:
    """What counts the words of a silent answer, where they are not counted by themselves."""
    return row(button(GAP, Ticket("gap", " ".join(words), mark=answer)))


def feedback(ticket: Ticket) -> Block:
    """Helpful or not helpful, as Slack draws them under an answer."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                "positive_button": _thumb("helpful", ticket),
                "negative_button": _thumb("not_helpful", ticket),
            }
        ],
    }


def can_hold(name: str) -> bool:
    """Whether a case's name fits into a button's value."""
    return len(json.dumps(name)) <= _LONGEST_KEY


def _thumb(mark: str, ticket: Ticket) -> Element:
    return {
        "text": {"type": "plain_text", "text": say(f"button_{mark}")},
        "accessibility_label": say(f"button_{mark}_label"),
        "value": Ticket(ticket.about, ticket.key, mark=mark).written(),
    }
