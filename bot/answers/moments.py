"""A talk's statements to what was said at a second, just before and just after. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.groups import NOTHING_AROUND, Around, compose
from bot.answers.lines import LEAD_IN, LONGEST_TITLE, Shelf, clipped, line, right
from bot.answers.references import leant_on
from bot.answers.twins import Told, merged
from bot.model import Case, Group, Line, Said, Statement
from bot.notes.seconds import spoken

# Further away than this a statement says nothing of the second that was linked.
_NEAR = 5 * 60
# Two notes rarely stamp the same words with the same second.
_AT_ONCE = 2
_MOST_THEN, _MOST_OF_CASE = 3, 2
# Among so many neighbours there is one that is no twin of what is shown.
_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands at a second of a talk, and next to it; all empty where nothing is near."""

    then: tuple[Told, ...] = ()
    before: tuple[Told, ...] = ()
    after: tuple[Told, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What is shown, without twins."""
        return tuple(each.statement for each in (*self.then, *self.before, *self.after))

    @property
    def case(self) -> str | None:
        """The case that is told of then."""
        return next((each.statement.case for each in self.then if each.statement.case), None)


def chosen(of_talk: Sequence[Statement], second: int, shelf: Shelf) -> Chosen:
    """Of a talk's statements, in the notes' order, those at a second and next to it.

    A stamp says where something begins, so what counts is the last one before the second, else the next one.
    """
    placed = _placed(of_talk, shelf)
    # Casebook's own links begin a little before the stamp.
    heard = second + LEAD_IN
    near = [at for at, _ in placed if abs(at - heard) <= _NEAR]
    if not near:
        return Chosen()
    begun = max((at for at in near if at <= heard), default=min(near))
    then = [each for at, each in placed if abs(at - begun) <= _AT_ONCE]
    earlier = [each for at, each in reversed(placed) if at < begun - _AT_ONCE][:_NEIGHBOURS]
    later = [each for at, each in placed if at > begun + _AT_ONCE][:_NEIGHBOURS]
    once = {each.id: each for each in (*then, *earlier, *later)}
    told = {each.statement.id: each for each in merged(once.values())}
    ids = list(dict.fromkeys(each.id for each in then if each.id in told))
    before, after = (
        [told[each.id] for each in some if each.id in told and each.id not in ids][:1]
        for some in (earlier, later)
    )
    return Chosen(tuple(told[each] for each in ids[:_MOST_THEN]), tuple(before), tuple(after))


def said(
    of_talk: Sequence[Statement],
    second: int | None,
    near: Chosen,
    of_case: Sequence[Statement],
    cases: Mapping[str, Case],
    shelf: Shelf,
    around: Around = NOTHING_AROUND,
) -> Said:
    """What the notes have of a talk, with what was chosen near a second; `of_case` are all statements of its case."""
    first = of_talk[0]
    talk = shelf.videos.get(first.citation.video or "")
    notes = _notes(of_talk)
    # A talk of which only the notes' titles are known goes by the note that is quoted.
    titles = (shelf.titles.get(each, each) for each in _notes(near.statements[:1]) or notes)
    return Said(
        title=clipped((talk.title if talk else "") or " · ".join(titles), LONGEST_TITLE),
        notes=len(notes),
        statements=len(of_talk),
        at="" if second is None else spoken(second),
        then=_lines(near.then, shelf, around),
        before=_lines(near.before, shelf, around),
        after=_lines(near.after, shelf, around),
        case=_case(near, of_case, cases, shelf),
    )


def _notes(statements: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.citation.note for each in statements))


def _placed(statements: Iterable[Statement], shelf: Shelf) -> list[tuple[int, Statement]]:
    """Statements at each second they may stand at, both of those with two readings, in the talk's order."""
    stood = [
        (at, each)
        for each in right(statements, shelf)
        for seconds in each.citation.seconds
        for at in (seconds.seconds, seconds.other)
        if at is not None
    ]
    return sorted(stood, key=lambda one: one[0])


def _lines(told: Sequence[Told], shelf: Shelf, around: Around) -> tuple[Line, ...]:
    return tuple(
        line(each, shelf, after=leant_on(each.statement, around.before.get(each.statement.id)))
        for each in told
    )


def _case(
    near: Chosen, of_case: Sequence[Statement], cases: Mapping[str, Case], shelf: Shelf
) -> Group | None:
    """The case with its first lines that are not shown already; None where nothing is told of one."""
    if not of_case or near.case is None:
        return None
    # What is told of its parts is told of the case.
    [group] = compose([replace(each, case=near.case) for each in of_case], cases, shelf, whole_lists=False)
    told = (*near.then, *near.before, *near.after)
    shown = {each.id for one in told for each in (one.statement, *one.twins)}
    others = tuple(each for each in group.lines if each.statement not in shown)
    return replace(group, lines=others[:_MOST_OF_CASE])
