"""Lists of the notes, and which of them an answer shows whole. Pure; the order of the hits decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answers.twins import shared
from bot.model import Statement

# The longest list of 186 notes of a real wiki has 32 items; two of those would bury all else that was found.
_MOST_BROUGHT = 50
# What stands above a list is met by each of its items alike. Looked through on the 165 development queries over the
# shipped notes and over those 186: where only half are found, it was mostly by words of their own.
_MOST_OF_IT = 2 / 3


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of a note: its items in order, and the statement that opens it.

    `opener` is None where the opening line cites no second and so is no statement; the items know it still.
    """

    opener: Statement | None
    items: tuple[Statement, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All of the list as the note has it."""
        return (self.opener, *self.items) if self.opener else self.items


def sought(shown: Sequence[Statement]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The notes and the opening lines of the lists that some statements open or belong to."""
    lines = [(each.citation.note, line) for each in shown for line in (_opens(each), each.intro) if line]
    return tuple(dict.fromkeys(note for note, _ in lines)), tuple(dict.fromkeys(line for _, line in lines))


def read(statements: Sequence[Statement]) -> tuple[Listing, ...]:
    """The lists among statements in the notes' order. A line that stands twice in a section opens two."""
    found: list[tuple[Statement | None, list[Statement]]] = []
    last: dict[tuple[str, tuple[str, ...], str], list[Statement]] = {}
    for statement in statements:
        note, headings = statement.citation.note, statement.headings
        if statement.intro:
            if (note, headings, statement.intro) not in last:
                last[note, headings, statement.intro] = []
                found.append((None, last[note, headings, statement.intro]))
            last[note, headings, statement.intro].append(statement)
        if line := _opens(statement):
            last[note, headings, line] = []
            found.append((statement, last[note, headings, line]))
    return tuple(Listing(opener, tuple(items)) for opener, items in found if items)


def wanted(shown: Sequence[Statement], listings: Sequence[Listing]) -> tuple[Listing, ...]:
    """The lists to show whole, the one met best first; no statement stands in two of them."""
    order = {statement.id: rank for rank, statement in enumerate(shown)}
    met = [(min(order.get(each.id, len(order)) for each in one.statements), one) for one in listings]
    chosen: list[Listing] = []
    taken: set[str] = set()
    brought = 0
    for _, listing in sorted(met, key=lambda each: each[0]):
        ids = {each.id for each in listing.statements}
        more = len(ids - set(order))
        if _asked_for(listing, order) and not ids & taken and brought + more <= _MOST_BROUGHT:
            chosen.append(listing)
            taken |= ids
            brought += more
    return tuple(chosen)


def told_again(
    listings: Sequence[Listing],
) -> tuple[tuple[Listing, ...], tuple[tuple[Listing, Listing], ...]]:
    """The lists without those that another note tells again; and those, each with the one that it tells again.

    A list is told again where half of its items or more are.
    """
    first: list[Listing] = []
    again: list[tuple[Listing, Listing]] = []
    for listing in listings:
        like = next(
            (each for each in first if 2 * shared(each.items, listing.items) >= len(listing.items)), None
        )
        if like:
            again.append((listing, like))
        else:
            first.append(listing)
    return tuple(first), tuple(again)


def _asked_for(listing: Listing, order: Mapping[str, int]) -> bool:
    """Whether a list is met by what stands above its items: the line that opens it, its heading, its lead.

    Such words are met by every item alike, so most of them are hits; and where the opening line itself is one, it
    fits better than any. What is met by an item's own words is found alone.
    """
    met = [each for each in listing.items if each.id in order]
    if listing.opener and listing.opener.id in order:
        first = order[listing.opener.id]
        if all(first < order[each.id] for each in met):
            return True
    # An item may have several sentences.
    bullets, all_bullets = ({each.citation.line for each in some} for some in (met, listing.items))
    return len(bullets) > 1 and len(bullets) >= len(all_bullets) * _MOST_OF_IT


def _opens(statement: Statement) -> str:
    """The line as the items of a list know it; empty where the statement opens none."""
    return statement.text if statement.text.endswith(":") else ""
