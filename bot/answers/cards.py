"""All statements of a case to its card: tried, got in the way, helped, and what no line mentions. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answers import aspects, lists
from bot.answers.amounts import amounts
from bot.answers.groups import NOTHING_AROUND, Around
from bot.answers.lines import Shelf, line, right
from bot.answers.references import leant_on, opening, unless_in
from bot.answers.related import NO_KIN, Kin, missions, related
from bot.answers.twins import Told, merged
from bot.model import Case, CaseCard, Kind, Line, Statement, Video
from bot.words import tokens

_TRIED: tuple[Kind, ...] = ("example", "principle", "context")
# "UK" behind a name only says its country again.
_SHORT = 3


def card(
    case: Case,
    statements: Sequence[Statement],
    shelf: Shelf,
    around: Around = NOTHING_AROUND,
    kin: Kin = NO_KIN,
) -> CaseCard:
    """The card of a case from all its statements, in the notes' order; those of its missions are among them."""
    told = _told(right(statements, shelf))
    writer = _Writer(case, missions(case, kin), shelf, around, kin)
    return CaseCard(
        name=case.name,
        country=case.country,
        tried=writer.lines(told, _TRIED),
        obstacles=writer.lines(told, ("challenge",)),
        helped=writer.lines(told, ("approach",)),
        notes=len({each.citation.note for each in statements}),
        talks=len({each.citation.video for each in statements if each.citation.video}),
        absent=aspects.absent(map(_words, statements)),
        parent=case.parent,
        missions=writer.missions,
        # A country's own case may be asked for by the country, which the title says.
        aliases=tuple(each for each in case.aliases if each != case.country),
        videos=_videos(statements, shelf),
        related=related(case, kin),
    )


def _told(statements: Sequence[Statement]) -> list[Told]:
    """Each statement once, twins together, but for a twin that tells an aspect which the first does not."""
    made: list[Told] = []
    for each in merged(statements):
        known = set(aspects.told(_words(each.statement))) if each.twins else set()
        more = [twin for twin in each.twins if not known.issuperset(aspects.told(_words(twin)))]
        made.append(Told(each.statement, [twin for twin in each.twins if twin not in more]))
        made += [Told(twin) for twin in more]
    return made


def _words(statement: Statement) -> str:
    return f"{statement.leads[-1]} {statement.text}" if statement.leads else statement.text


def _videos(statements: Sequence[Statement], shelf: Shelf) -> tuple[Video, ...]:
    known = (shelf.videos.get(each.citation.video or "") for each in statements)
    return tuple(dict.fromkeys(each for each in known if each and (each.title or each.date)))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Makes the lines of one case."""

    case: Case
    missions: tuple[str, ...]
    shelf: Shelf
    around: Around
    kin: Kin

    def lines(self, told: Sequence[Told], kinds: Sequence[Kind]) -> tuple[Line, ...]:
        """The lines of some kinds, best first; a list stays together, as good as the best of it."""
        made = [
            (self._rank(run), self._run(run))
            for run in _runs([each for each in told if each.statement.kind in kinds])
        ]
        return tuple(line for _, run in sorted(made, key=lambda each: each[0]) for line in run)

    def _run(self, run: Sequence[Told]) -> Iterator[Line]:
        listed = len(run) > 1
        for told in run:
            if listed and not told.statement.intro:
                yield self._line(line(told, self.shelf, part="opener"), told)
            elif listed:
                yield self._line(
                    line(told, self.shelf, after=opening(told.statement.intro), part="item"), told
                )
            else:
                yield self._line(line(told, self.shelf, after=self._leans_on(told)), told)

    def _line(self, made: Line, told: Told) -> Line:
        """The line with its amounts and missions, and without a lead that only says what the card's title does."""
        every = (
            name for each in (told.statement, *told.twins) for name in self.kin.missions.get(each.id, ())
        )
        says_more = any(len(word) > _SHORT for word in set(tokens(made.lead)) - set(tokens(self._title())))
        return replace(
            made,
            lead=made.lead if says_more else "",
            missions=tuple(dict.fromkeys(every)),
            amounts=amounts(made.text),
        )

    def _leans_on(self, told: Told) -> str:
        before = self.around.before.get(told.statement.id)
        return unless_in(self._title(), leant_on(told.statement, before))

    def _title(self) -> str:
        case = self.case
        return " ".join((case.parent or "", case.name, case.country or "", *case.aliases))

    def _rank(self, run: Sequence[Told]) -> tuple[bool, int]:
        """What sorts last: what is told of another case, and what leans on other lines.

        First come examples, lines with the case's name, and lines with a number or a date.
        """
        alone = len(run) > 1 or not self._leans_on(run[0])
        own = any(each.statement.case in (self.case.name, *self.missions) for each in run)
        return not own, -max(2 * alone + self._points(each.statement) for each in run)

    def _points(self, statement: Statement) -> int:
        words = f" {' '.join(tokens(_words(statement)))} "
        names = (self.case.name, *self.case.aliases, *self.missions)
        named = any(f" {' '.join(tokens(name))} " in words for name in names)
        return named + bool(amounts(statement.text)) + (statement.kind == "example")


def _runs(told: Sequence[Told]) -> list[tuple[Told, ...]]:
    """Those of one list together, its opening line first, all others alone; each once, in the notes' order."""
    by = {each.statement.id: each for each in told}
    starts: dict[str, tuple[Told, ...]] = {}
    inside: set[str] = set()
    for listing in lists.read([each.statement for each in told]):
        ids = [each.id for each in listing.statements]
        # An item may open a list of its own.
        if len(ids) > 1 and inside.isdisjoint(ids):
            starts[ids[0]] = tuple(by[each] for each in ids)
            inside.update(ids)
    return [starts.get(id_, (each,)) for id_, each in by.items() if id_ in starts or id_ not in inside]
