"""Who tried a method, and which methods there are, as they read in Slack. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot.answers.trying import pages
from bot.model import Answer, Group, Line, Method, Untried
from bot.sentences import say
from handlers.blocks.buttons import Audience, Ticket
from handlers.blocks.comparisons import joined
from handlers.blocks.footing import foot, mended, turning
from handlers.blocks.lines import count, line_elements
from handlers.blocks.rich import Row, block, bullets, plain, quote, section, sentence, text
from handlers.blocks.saying import Saying, below, lines

# A longer name is the title of a section, and the country stands above it.
_LONGEST_CASE = 48
_METHODS, _OTHERS, _COUNTRIES = 20, 30, 3


def who_page(answer: Answer, ticket: Ticket, audience: Audience, shared_by: str = "") -> Saying:
    """The page that the ticket names of who tried a method, with its buttons."""
    listed = pages(answer)
    page = min(ticket.page, len(listed) - 1)
    head, below_it = _head(answer), foot(answer, page, len(listed) - 1, shared_by)
    parts, words = [], [plain(*row) for row in head]
    for heading, groups in _by_country(listed[page]):
        rows = [line_elements(line) for group in groups for line in _lines(group)]
        parts += [section(text(heading, "bold")), *(quote(*row) for row in rows)]
        words += [plain(text(heading)), *(f"• {plain(*row)}" for row in rows)]
    words += [plain(*row) for row in below_it]
    blocks = [block(section(*below(head))), *([block(*parts)] if parts else [])]
    blocks += [block(section(*below(below_it)))] if below_it else []
    under = turning(ticket, audience, len(listed) - 1, lines_shown(answer, page), {})
    return Saying("\n".join(words), tuple(blocks), ticket).under(*under)


def last_page(answer: Answer) -> int:
    """The number of the last page of who tried a method, from 0."""
    return len(pages(answer)) - 1


def lines_shown(answer: Answer, page: int) -> tuple[Line, ...]:
    """The lines that a page of who tried a method shows."""
    return tuple(line for group in pages(answer)[min(page, last_page(answer))] for line in group.lines)


def untried(found: Untried, command: str) -> Saying:
    """That no note tells of a method, and those that stand near it."""
    said = [
        sentence("who_untried", method=found.method),
        sentence("who_near", methods=joined(found.near)) if found.near else (),
        sentence("who_all", command=command),
    ]
    return lines([tuple(below(said, " "))])


def methods(listed: Sequence[Method], command: str) -> Saying:
    """The methods of the notes: most with their countries, the rest by name."""
    if not listed:
        return lines([sentence("who_no_methods")])
    head = sentence("who_methods")
    tried = [each for each in listed if each.cases][:_METHODS]
    rows = [(text(each.name), text(f" — {_where(each)}")) for each in tried]
    others = [each.name for each in listed if each not in tried][:_OTHERS]
    foot = [
        sentence("who_others", methods=", ".join(others)) if others else (),
        sentence("who_ask", command=command, method=listed[0].name),
    ]
    words = [plain(*head), *(f"• {plain(*row)}" for row in rows), *(plain(*row) for row in foot if row)]
    parts = [section(*head), *([bullets(*rows)] if rows else []), section(*below(foot))]
    return Saying("\n".join(words), (block(*parts),))


def _where(method: Method) -> str:
    """The countries a method was tried in, or how many cases tell of it where none is named."""
    if not method.countries:
        return count("who_cases", method.cases)
    named = ", ".join(method.countries[:_COUNTRIES])
    more = len(method.countries) - _COUNTRIES
    return f"{named} {say('who_further', count=more)}" if more > 0 else named


def _head(answer: Answer) -> list[Row]:
    tried = [group for group in answer.groups if group.country or group.case]
    countries = {group.country for group in tried if group.country}
    cases = {group.case for group in tried if group.case}
    numbers = {
        "countries": count("who_countries", len(countries)),
        "cases": count("who_cases", len(cases)),
    }
    title = sentence("who_head", method=answer.topic, **numbers)
    return [
        *mended(answer),
        title if tried else sentence("who_head_nobody", method=answer.topic),
    ]


def _by_country(groups: Sequence[Group]) -> Iterator[tuple[str, list[Group]]]:
    for (country, somebody), some in groupby(
        groups, lambda each: (each.country, bool(each.case or each.country))
    ):
        yield country or say("who_nowhere" if somebody else "who_beside"), list(some)


def _lines(group: Group) -> Iterator[Line]:
    """A group's lines, each with its case before it."""
    named = group.case is not None and len(group.title) <= _LONGEST_CASE
    for line in group.lines:
        lead = f"{group.title}: {line.lead}" if line.lead else group.title
        yield replace(line, lead=lead) if named else line
