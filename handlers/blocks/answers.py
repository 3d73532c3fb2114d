"""An Answer as it reads in Slack. Sends nothing; asks nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answers.pages import in_order, pages, quiet
from bot.answers.plain import plain as plain_page
from bot.answers.plain import read_as
from bot.model import Answer, Group, Line
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.helped import challenge_lines
from handlers.blocks.lines import absent, answer_lines, count, line_elements, title
from handlers.blocks.rich import (
    Block,
    Element,
    Row,
    block,
    inert,
    person,
    plain,
    quote,
    section,
    sentence,
    text,
)
from handlers.blocks.saying import Saying, below
from handlers.blocks.seconds import about_seconds

_NEAREST = 3
# Of a page in a dialog, so many cases have buttons of their own.
_MOST_CASES = 3


def answer_page(answer: Answer, ticket: Ticket, audience: Audience, shared_by: str = "") -> Saying:
    """The page of the answer that the ticket names, with its buttons."""
    if audience == "public" and not shared_by:
        answer = _numbered(answer)
    said = _sure(answer, ticket.page) if _in_pages(answer) else _unsure(answer)
    below_it = _buttons(answer, ticket, audience)
    return replace(_shared(said, shared_by).under(*below_it), page=ticket)


def last_page(answer: Answer) -> int:
    """The number of the answer's last page, from 0."""
    return max(len(pages(answer)) - 1, 0) if _in_pages(answer) else 0


def first_place(answer: Answer, page: int) -> tuple[str, str]:
    """The country and the case of the first group on a page that has one of them; empty where none has."""
    places = ((group.country or "", group.case or "") for group in _groups(answer, page))
    return next((place for place in places if any(place)), ("", ""))


def cases_shown(answer: Answer, page: int) -> tuple[str, ...]:
    """The cases that a page of an answer as found tells of, each once; none where the notes are silent."""
    if answer.view != "hits" or answer.tier == "nothing":
        return ()
    groups = _groups(answer, page) if answer.tier == "confident" else answer.groups[:_NEAREST]
    return tuple(dict.fromkeys(group.case for group in groups if group.case))


def answer_lines_shown(answer: Answer, page: int) -> tuple[Line, ...]:
    """The lines that a page of the answer shows."""
    if _in_pages(answer):
        return tuple(line for group in _groups(answer, page) for line in group.lines)
    return tuple(line for group in answer.groups for line in group.lines)[:_NEAREST]


def challenges_shown(answer: Answer, page: int) -> tuple[str, ...]:
    """The ids of the challenges that a page of the answer shows; none of an answer that says what helped."""
    lines = answer_lines_shown(answer, page) if answer.view != "helped" and answer.tier != "nothing" else ()
    return tuple(line.statement for line in lines if line.kind == "challenge")


def _in_pages(answer: Answer) -> bool:
    """Whether an answer shows all it has: whatever it is sure of, and every challenge, helped against or not."""
    return answer.tier == "confident" or answer.view == "helped"


def _numbered(answer: Answer) -> Answer:
    """The same with its groups numbered, where there are several, for whoever may write the number."""
    if len(answer.groups) < 2:
        return answer
    numbers = {group: number for number, group in enumerate(in_order(answer), 1)}
    groups = (replace(group, title=f"{numbers[group]}. {group.title}") for group in answer.groups)
    return replace(answer, groups=tuple(groups))


def _sure(answer: Answer, page: int) -> Saying:
    groups = _groups(answer, page)
    before, after = [*_about(answer), *_read(answer)], _after(answer, page)
    blocks = tuple(
        block(section(*title(group.title, group.notes, group.talks)), *_lines(answer, group))
        for group in groups
    )
    shown = inert(plain_page(answer, _clipped(answer, page)))
    words = [*(plain(*row) for row in before), shown, *(plain(*row) for row in after)]
    return Saying("\n".join(words), (*_said(before), *blocks, *_said(after)))


def _lines(answer: Answer, group: Group) -> Iterator[Element]:
    if answer.view == "helped":
        return challenge_lines(group, answer.topic)
    return answer_lines(group.lines, answer.kind)


def _unsure(answer: Answer) -> Saying:
    head = [*_read(answer), *(_silent(answer) if answer.tier == "nothing" else _closest(answer))]
    lines = [(group, line) for group in answer.groups for line in quiet(group.lines)]
    nearest: list[Row] = [
        (text(f"{group.title}: ", "bold"), *line_elements(line)) for group, line in lines[:_NEAREST]
    ]
    if nearest and answer.tier == "nothing":
        head = [*head, sentence("answer_nearest")]
    rows = [*head, *nearest]
    parts = (section(*below(head)), *(quote(*row) for row in nearest))
    return Saying("\n".join(plain(*row) for row in rows), (block(*parts),))


def _said(rows: list[Row]) -> tuple[Block, ...]:
    return (block(section(*below(rows))),) if rows else ()


def _about(answer: Answer) -> list[Row]:
    """Whose lines they are, where all of them are of one kind and one topic."""
    if answer.view != "hits" or not answer.topic or answer.kind not in ("challenge", "approach"):
        return []
    return [sentence(f"topic_{answer.kind}", topic=answer.topic)]


def _read(answer: Answer) -> list[Row]:
    """How the question was read where that is not as it was typed, in one row."""
    slips = ", ".join(meant for _, meant in answer.slips)
    said = [
        sentence("answer_slips", words=slips) if slips else (),
        sentence("answer_understood", pairs=read_as(answer)) if answer.understood else (),
    ]
    row = tuple(below(said, " "))
    return [row] if row else []


def _silent(answer: Answer) -> list[Row]:
    places, words = answer.unknown_places, answer.unmatched
    said = [
        sentence("answer_nothing"),
        sentence("answer_nothing_places", places=", ".join(places)) if places else (),
        sentence("answer_nothing_words", words=", ".join(words)) if words else (),
    ]
    return [tuple(below(said, " "))]


def _closest(answer: Answer) -> list[Row]:
    if answer.unmatched:
        return [sentence("answer_closest", words=", ".join(answer.unmatched))]
    return [sentence("answer_closest_bare")]


def _after(answer: Answer, page: int) -> list[Row]:
    last = last_page(answer)
    rows = [
        absent(answer.absent),
        (text(count("answer_gone", answer.gone).strip("_"), "italic"),) if answer.gone else (),
        sentence("answer_page", page=_clipped(answer, page) + 1, pages=last + 1) if last else (),
    ]
    return [row for row in rows if row]


def _shared(said: Saying, shared_by: str) -> Saying:
    if not shared_by:
        return said
    line = (text(say("answer_shared")), person(shared_by))
    return Saying(f"{said.text}\n{plain(*line)}", (*said.blocks, block(section(*line))))


def _buttons(answer: Answer, ticket: Ticket, audience: Audience) -> tuple[Block, ...]:
    country, case = first_place(answer, ticket.page)
    sure = answer.tier == "confident"
    wanted = {
        buttons.SHARE: audience == "private",
        buttons.BACK: audience != "public" and ticket.page > 0,
        buttons.MORE: ticket.page < last_page(answer),
        buttons.CASE: audience != "dialog" and sure and bool(case) and buttons.can_hold(case),
        buttons.CHALLENGES: sure
        and bool(country or case)
        and answer.kind != "challenge"
        and answer.view != "helped",
        buttons.HELPED: bool(ticket.helped or challenges_shown(answer, ticket.page)),
        buttons.TOPICS: answer.tier == "nothing",
        **about_seconds(answer_lines_shown(answer, ticket.page)),
        buttons.REPLY: audience == "dialog" and answer.tier != "nothing",
        buttons.REMOVE: audience == "public",
    }
    tickets = dict.fromkeys(wanted, ticket) | {buttons.CASE: Ticket("case", case)}
    shown = [buttons.button(action, tickets[action]) for action, on in wanted.items() if on]
    row = (buttons.row(*shown),) if shown else ()
    if audience == "dialog":
        return (*_of_cases(cases_shown(answer, ticket.page)), *row)
    return (*row, buttons.feedback(ticket))


def _of_cases(names: Sequence[str]) -> Iterator[Block]:
    """What can be done with each case, a row for each."""
    for name in filter(buttons.can_hold, names[:_MOST_CASES]):
        ticket = Ticket("case", name)
        yield buttons.row(
            buttons.button(buttons.CASE, ticket, "whole_of", about=name),
            buttons.button(buttons.SAVE, ticket, "save_named", about=name),
            buttons.button(buttons.BRIEF, ticket, "brief_named", about=name),
        )


def _groups(answer: Answer, page: int) -> tuple[Group, ...]:
    listed = pages(answer)
    return listed[_clipped(answer, page)] if listed else ()


def _clipped(answer: Answer, page: int) -> int:
    # Notes may have left since the button was made, and pages with them.
    return min(page, last_page(answer))
