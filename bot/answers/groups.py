"""Statements to groups: those of a case or a section together, lists whole, near twins merged. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.answers import lists
from bot.answers.lines import LONGEST_TITLE, Shelf, clipped, line, right
from bot.answers.lists import Listing
from bot.answers.references import leant_on, opening, unless_in
from bot.answers.twins import Told, merged
from bot.model import Case, Group, Line, Statement
from bot.words import tokens


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the statements of an answer in their notes.

    `before` is by id the statement before each that leans on it; `listings` are the lists that they open or
    belong to.
    """

    before: Mapping[str, Statement] = field(default_factory=dict)
    listings: Sequence[Listing] = ()


NOTHING_AROUND = Around()


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands together whatever else is in its group: a list, or a single statement.

    `head` says what it belongs to, `rank` is that of its best hit.
    """

    head: Statement
    rank: int
    told: tuple[Told, ...]
    listing: Listing | None = None


def compose(
    statements: Sequence[Statement],
    cases: Mapping[str, Case],
    shelf: Shelf,
    around: Around = NOTHING_AROUND,
    *,
    whole_lists: bool = True,
) -> tuple[Group, ...]:
    """Statements in rank order as groups: those of one case together, the rest by note and section.

    A list that is asked for stands whole and in its note's order; without `whole_lists` its statements stand
    like all others. What several notes say is told once, with all their links.
    """
    wanted = lists.wanted(statements, around.listings) if whole_lists else ()
    together: dict[tuple[str, ...], list[_Block]] = {}
    for block in sorted(_blocks(statements, wanted, shelf), key=lambda block: block.rank):
        together.setdefault(_key(block.head), []).append(block)
    return tuple(_group(blocks, cases, shelf, around) for blocks in together.values())


def title(statement: Statement, cases: Mapping[str, Case], shelf: Shelf) -> str:
    """What a statement belongs to: `Sweden · Vinnova, “The Street”`, or its country or note and section."""
    if statement.case:
        case = cases.get(statement.case)
        name = f"{case.parent}, “{case.name}”" if case and case.parent else statement.case
        return f"{statement.country} · {name}" if statement.country and statement.country != name else name
    section = statement.headings[-1] if statement.headings else shelf.titles.get(statement.citation.note, "")
    if statement.country and statement.country not in section:
        return f"{statement.country} · {section}"
    return section


def _blocks(statements: Sequence[Statement], wanted: Sequence[Listing], shelf: Shelf) -> list[_Block]:
    """Lists and single statements. What a list tells stays in it, so that none loses an item to a twin.

    A list that another note tells again only adds its links, and beside them what was a hit and it alone tells.
    """
    order = {statement.id: rank for rank, statement in enumerate(statements)}
    whole, again = lists.told_again(wanted)
    inside = {statement.id: statement for listing in whole for statement in listing.statements}
    retold = {other.opener.id: first for other, first in again if other.opener and first.opener}
    others = (*statements, *(statement for other, _ in again for statement in other.statements))
    rest = {each.id: each for each in others if each.id not in inside and each.id not in retold}
    told = {
        each.statement.id: each for each in merged(right(rest.values(), shelf), right(inside.values(), shelf))
    }
    for other, first in again:
        if other.opener and first.opener:
            told[first.opener.id].twins += right((other.opener,), shelf)
    made = []
    for listing in whole:
        parts = tuple(told[each.id] for each in listing.statements)
        made.append(_Block(_head(listing), _rank(parts, order), parts, listing))
    alone = [told[each.id] for each in statements if each.id in told and each.id not in inside]
    return made + [_Block(each.statement, _rank((each,), order), (each,)) for each in alone]


def _rank(told: Sequence[Told], order: Mapping[str, int]) -> int:
    every = (statement for each in told for statement in (each.statement, *each.twins))
    return min(order.get(statement.id, len(order)) for statement in every)


def _head(listing: Listing) -> Statement:
    """What a list belongs to: that of its opening line, else what all of its items have in common."""
    if listing.opener:
        return listing.opener
    first = listing.items[0]
    one_case = all(each.case == first.case for each in listing.items)
    one_country = all(each.country == first.country for each in listing.items)
    return replace(
        first, case=first.case if one_case else None, country=first.country if one_country else None
    )


def _key(statement: Statement) -> tuple[str, ...]:
    if statement.case:
        return ("case", statement.case)
    section = statement.headings[-1] if statement.headings else ""
    return (statement.citation.note, section, statement.country or "")


def _group(blocks: Sequence[_Block], cases: Mapping[str, Case], shelf: Shelf, around: Around) -> Group:
    head = blocks[0].head
    named = clipped(title(head, cases, shelf), LONGEST_TITLE)
    told = [each for block in blocks for one in block.told for each in (one.statement, *one.twins)]
    return Group(
        title=named,
        case=head.case,
        country=head.country,
        notes=len({each.citation.note for each in told if each.origin == "note"}),
        talks=len({each.citation.video for each in told if each.citation.video}),
        lines=tuple(
            _without_title(each, head.case, named)
            for block in blocks
            for each in _lines(block, shelf, around)
        ),
    )


def _lines(block: _Block, shelf: Shelf, around: Around) -> list[Line]:
    if block.listing is None:
        [told] = block.told
        before = around.before.get(told.statement.id)
        return [line(told, shelf, after=leant_on(told.statement, before))]
    opener = block.listing.opener
    return [
        line(told, shelf, part="opener")
        if opener and told.statement.id == opener.id
        else line(told, shelf, after=opening(told.statement.intro), part="item")
        for told in block.told
    ]


def _without_title(one: Line, case: str | None, named: str) -> Line:
    """The line without a lead that only says again whose case it is, and without a heading that is the title."""
    lead = "" if case is not None and set(tokens(case)) <= set(tokens(one.lead)) else one.lead
    return replace(one, lead=lead, after=unless_in(named, one.after))
