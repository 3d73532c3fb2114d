"""The Home tab: today's case, a search, what the notes hold, what somebody saved and set up. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.briefs import title
from bot.model import CaseCard, Chapter, Contents, Line, Listed
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.browsing import case_name, whole_case
from handlers.blocks.buttons import Ticket
from handlers.blocks.lines import count, quoted
from handlers.blocks.lines import title as titled
from handlers.blocks.modals import View
from handlers.blocks.rich import Block, Element, Row, block, section, sentence, text
from handlers.blocks.saying import Saying
from handlers.blocks.upcoming import Upcoming, upcoming
from handlers.prompting import Prompt

# The input one asks in, by its block.
QUESTION = "question"

# Countries and saved cases that stand on the page itself. A view may have 100 blocks; with these it has some 40.
_COUNTRIES, _SAVED = 8, 8
# What the notes cover is asked further down.
_EXAMPLES = 3
# Of today's case: enough to tell whether to open it.
_LINES = 2
_LONGEST_NAME = 150
_LONGEST_QUESTION = 3_000


@dataclass(frozen=True, slots=True)
class Front:
    """What one person's Home tab shows. `saved` are names, the newest first, each with its case, None where that is
    gone; `page` is the page of them. `digests` are what that person set up; `new` is whether they are to be welcomed.
    """

    contents: Contents
    today: CaseCard | None
    prompts: tuple[Prompt, ...]
    saved: tuple[tuple[str, Listed | None], ...]
    digests: tuple[Upcoming, ...] = ()
    page: int = 0
    new: bool = False


def home(front: Front) -> View:
    """The whole tab."""
    page = min(front.page, _last_page(front.saved))
    parts = (
        _asking(front),
        _today(front),
        _browsing(front.contents),
        _saved(front.saved, page),
        [_header("home_digests"), *upcoming(front.digests)],
        _foot(),
    )
    blocks = [each for part in parts for each in (*part, {"type": "divider"})]
    return _view(blocks[:-1], page)


def trouble(saying: Saying) -> View:
    """A tab that says why there is no other."""
    return _view([_header("app_name"), *saying.blocks], 0)


def _view(blocks: Sequence[Block], page: int) -> View:
    return {"type": "home", "private_metadata": Ticket("home", page=page).written(), "blocks": list(blocks)}


def _header(name: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": say(name), "emoji": False}}


def _asking(front: Front) -> list[Block]:
    welcome = [block(section(*sentence("home_welcome")))] if front.new else []
    examples = [
        buttons.button(buttons.ASK, Ticket("words", each.message), "example", title=each.title)
        for each in front.prompts[:_EXAMPLES]
        if buttons.can_hold(each.message)
    ]
    return [
        _header("home_head"),
        block(section(*sentence("home_intro"))),
        *welcome,
        _input(),
        buttons.row({**buttons.button(buttons.ASK, Ticket("words")), "style": "primary"}, *examples),
    ]


def _input() -> Block:
    return {
        "type": "input",
        "block_id": QUESTION,
        "dispatch_action": True,
        "label": {"type": "plain_text", "text": say("home_question"), "emoji": False},
        "element": {
            "type": "plain_text_input",
            "action_id": buttons.ASK,
            "max_length": _LONGEST_QUESTION,
            "placeholder": {"type": "plain_text", "text": say("home_placeholder"), "emoji": False},
            "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        },
    }


def _today(front: Front) -> list[Block]:
    card = front.today
    if card is None:
        return [_header("case_today"), block(section(*sentence("case_no_today")))]
    shown: list[Element] = []
    for heading, lines in _excerpt(card):
        shown += [section(text(say(heading), "bold")), *quoted(lines)]
    saved = any(card.name in (name, known.name if known else "") for name, known in front.saved)
    row = [each for each in (whole_case(card.name), None if saved else _save(card.name)) if each]
    return [
        _header("case_today"),
        block(section(*titled(title(card), card.notes, card.talks)), *shown),
        *([buttons.row(*row)] if row else []),
    ]


def _excerpt(card: CaseCard) -> list[tuple[str, tuple[Line, ...]]]:
    """Some of what was tried, and one line of what got in the way; of what helped where nothing did."""
    against = ("case_obstacles", card.obstacles[:1]) if card.obstacles else ("case_helped", card.helped[:1])
    return [(name, lines) for name, lines in (("case_tried", card.tried[:_LINES]), against) if lines]


def _browsing(contents: Contents) -> list[Block]:
    named = [each for each in contents.countries if each.country]
    chips = [
        buttons.button(
            *(buttons.BROWSE, Ticket("country", each.country), "country"),
            country=each.country,
            count=each.cases,
        )
        for each in named[:_COUNTRIES]
    ]
    if len(contents.countries) > len(chips):
        chips.append(buttons.button(buttons.BROWSE, Ticket("countries"), "countries"))
    kinds = [
        buttons.button(buttons.BROWSE, Ticket("chapters", mark=kind), kind, count=_sum(chapters))
        for kind, chapters in (("challenge", contents.challenges), ("approach", contents.approaches))
        if chapters
    ]
    counts = sentence(
        "home_counts",
        notes=count("group_notes", contents.notes),
        statements=count("topics_statements", contents.statements),
        cases=count("browse_cases", contents.cases),
    )
    head = sentence("home_countries", countries=count("browse_countries", len(named)))
    return [
        _header("home_browse"),
        block(section(*counts)),
        *([block(section(*head)), buttons.row(*chips)] if chips else []),
        block(section(*sentence("home_kinds"))),
        buttons.row(*kinds, buttons.button(buttons.TOPICS, Ticket())),
    ]


def _saved(saved: Sequence[tuple[str, Listed | None]], page: int) -> list[Block]:
    shown = saved[page * _SAVED : (page + 1) * _SAVED]
    rows = [each for name, known in shown for each in _saved_row(name, known)]
    turns = {"turn_back": page - 1, "turn": page + 1}
    turned = [
        buttons.button(buttons.TURN, Ticket("home", page=to), name)
        for name, to in turns.items()
        if 0 <= to <= _last_page(saved)
    ]
    return [
        _header("home_saved"),
        *(rows or [block(section(*sentence("home_saved_none")))]),
        *([buttons.row(*turned)] if turned else []),
    ]


def _saved_row(name: str, known: Listed | None) -> list[Block]:
    shown = name[:_LONGEST_NAME]
    opened = whole_case(known.name) if known else None
    away = (
        buttons.button(buttons.UNSAVE, Ticket("case", name), about=shown) if buttons.can_hold(name) else None
    )
    told: Row = (
        sentence(
            "home_saved_row",
            name=case_name(known),
            statements=count("topics_statements", known.statements),
        )
        if known
        else sentence("home_saved_gone", name=shown)
    )
    row = [each for each in (opened, away) if each]
    return [block(section(*told)), *([buttons.row(*row)] if row else [])]


def _foot() -> list[Block]:
    standing = [buttons.button(buttons.ASK, Ticket("words", word), word) for word in ("help", "privacy")]
    return [block(section(*sentence("home_privacy"))), buttons.row(*standing)]


def _save(name: str) -> Element | None:
    return buttons.button(buttons.SAVE, Ticket("case", name)) if buttons.can_hold(name) else None


def _sum(chapters: Sequence[Chapter]) -> int:
    return sum(each.statements for each in chapters)


def _last_page(saved: Sequence[object]) -> int:
    return max(len(saved) - 1, 0) // _SAVED
