"""The index of the notes, asked: SQLite FTS5. `opening` opens and checks it, `building` writes it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from bot.lexicon import Phrase
from bot.model import Case, Kind, Statement, Video
from bot.search.methods import Way
from bot.search.opening import Generation
from bot.search.ranking import Candidate, first_within, gate
from bot.search.rows import fields, statements_of
from bot.search.spelling import Vocabulary
from bot.search.sureness import Calibration
from bot.words import stem, stems, tokens

if TYPE_CHECKING:
    from bot.search.meanings import Meanings, Near

# Column weights of the statement's words, leads, headings and introduction: any near these rank alike.
_WEIGHTS = "3.0, 3.0, 2.0, 0.5"
# By words alone, and where as many come by their meaning. On 525 questions over 191 notes and five the first five are
# as good with these as with half as many again.
_MOST_BY_WORDS, _MOST_BESIDE_MEANINGS = 100, 50
_MOST_OF_A_COUNTRY = 400
# A side of a comparison has at most 475 statements in 191 notes; reading thousands takes a tenth of a second.
_MOST_OF_A_SIDE = 3000
# Scoring a thousand statements takes FTS5 a third of a millisecond. Where a question's words stand in more than this
# together, only statements with one of its rarest words are scored, and of the other words only those that stand in
# no more than so many: FTS5 looks through all of those, too. On 10^6 made-up statements that takes it a third of the
# time; with as large shares of 40,000, on 9,453 real ones, 2 of the 1,425 first lines of 285 questions were lost.
_MOST_SCORED, _MOST_LOOKED_THROUGH = 7_000, 50_000
# Queries of FTS5 at once: the bot answers two questions at once, and each asks at most two.
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A case by its place in the index: its name, and one of its names as stems and as words between spaces."""

    place: int
    name: str
    phrase: Phrase
    said: str


class Index(Generation):
    """One generation of the index, open for questions from any thread."""

    def __init__(self, path: Path, model: str = "") -> None:
        """Opens and checks the index at `path`. Raises IndexMissing or IndexUnusable, with the next step.

        `model` names the model that questions will be read with: `meanings` are held only where it is the one the
        index was built with.
        """
        self._reads_with = model
        # Its threads end with this generation.
        self._aside = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="words")
        super().__init__(path)

    def _read(self) -> None:
        """What every question needs, read once."""
        super()._read()
        self._frequency = dict(self._rows("SELECT stem, statements FROM stems"))
        # Words of one length lie together; of two that are as near to a slip, the first in the alphabet is met first.
        self.surface = Vocabulary(
            dict(self._rows("SELECT word, uses FROM surface ORDER BY length(word), word"))
        )
        places = self._rows("SELECT name, country FROM places")
        self.places = frozenset(name for name, _ in places)
        self.countries = frozenset(country for _, country in places)
        self.cases = tuple(
            Case(name, country, parent, tuple(json.loads(aliases)), how, tuple(json.loads(countries)))
            for name, country, parent, aliases, how, countries in self._rows(
                "SELECT name, country, parent, aliases, how, countries FROM cases"
            )
        )
        self.by_name = {case.name: case for case in self.cases}
        self._named = self._by_rarest()
        self.videos = {
            row[0]: Video(*row) for row in self._rows("SELECT id, title, date, length, at_least FROM videos")
        }
        model = self._reads_with
        self.meanings = self._meanings() if model and model == self.model else None
        self._most_fitting = _MOST_BESIDE_MEANINGS if self.meanings else _MOST_BY_WORDS
        # What chance reaches with meanings says nothing of what it reaches without.
        chance = self._meta.get("calibration") if self.meanings or not self.model else None
        self.calibration = Calibration(tuple(chance[0]), tuple(chance[1]), *chance[2:]) if chance else None

    def _by_rarest(self) -> dict[str, list[Named]]:
        """The cases by the rarest stem of each of their names: a question without it does not say that name."""
        by: dict[str, list[Named]] = {}
        for place, case in enumerate(self.cases):
            for name in (case.name, *case.aliases):
                phrase = tuple(stems(name))
                # Who names a place asks for all of it.
                if phrase and name not in self.places | self.countries:
                    named = Named(place, case.name, phrase, " ".join(tokens(name)))
                    by.setdefault(min(phrase, key=lambda each: self._frequency.get(each, 0)), []).append(
                        named
                    )
        return by

    def _meanings(self) -> Meanings:
        from bot.search.meanings import Meanings  # noqa: PLC0415  numpy is not needed where there is no model

        [(axes,)] = self._rows("SELECT axes FROM axes")
        notes = self._connection().execute("SELECT first, wholes FROM meanings ORDER BY first")
        return Meanings(map(tuple, notes), axes)

    def knows(self, word: str) -> bool:
        """Whether the notes use a folded word, in whatever form."""
        return stem(word) in self._frequency

    def frequency(self, phrase: Phrase) -> int:
        """In how many statements a phrase of stems may stand: as often as its rarest word."""
        return min((self._frequency.get(each, 0) for each in phrase), default=0)

    def holds(self, phrase: Phrase, apart: int | None = None) -> bool:
        """Whether any statement has a phrase of stems, word behind word.

        Or, where `apart` says how many, with no more words between them, in any order.
        """
        if len(phrase) == 1 or not self.frequency(phrase):
            return bool(self.frequency(phrase))
        words = " ".join(f'"{each}"' for each in phrase)
        wanted = _any([phrase]) if apart is None else f"NEAR({words}, {apart})"
        return bool(self._rows("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (wanted,)))

    def named(self, among: Iterable[str]) -> list[Named]:
        """The cases whose names may be made of some stems, in order."""
        found = [named for each in set(among) for named in self._named.get(each, ())]
        return sorted(found, key=lambda named: named.place)

    def pieces(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """The word pieces of the statements of those numbers."""
        return dict(self._of("pieces", "number", numbers, "number, pieces"))

    def candidates(
        self,
        fitting: Iterable[Candidate],
        countries: Iterable[str],
        numbers: Iterable[int] = (),
        near: Near | None = None,
    ) -> tuple[Candidate, ...]:
        """Statements that fit by their words, belong to any of the countries or have one of some numbers, in the notes'
        order; `near` says how near their meanings are.
        """
        offered = {each.number: each for each in fitting}
        others = dict.fromkeys(numbers)
        for country in dict.fromkeys(countries):
            others |= dict.fromkeys(
                number
                for (number,) in self._rows(
                    "SELECT number FROM statements WHERE country = ? LIMIT ?", (country, _MOST_OF_A_COUNTRY)
                )
            )
        rest = self._candidates({number: 0.0 for number in others if number not in offered})
        found = sorted((*offered.values(), *rest))
        if not near or not found:
            return tuple(found)
        likeness = near.to([each.number for each in found])
        return tuple(each._replace(likeness=like) for each, like in zip(found, likeness, strict=True))

    def fitting(self, phrases: Iterable[Phrase]) -> Callable[[], tuple[Candidate, ...]]:
        """Begins to look for the statements that fit some phrases best, and gives a function that waits for them: in
        the notes' order, with the index's own score.

        While SQLite looks on other threads, a model of meaning can work on this one.
        """
        used = [phrase for phrase in phrases if self.frequency(phrase)]
        # No more statements are scored than there are, however many words are asked for.
        rare, common = gate(used, self.frequency, _MOST_SCORED) if self.size > _MOST_SCORED else (used, [])
        common = first_within(common, self.frequency, _MOST_LOOKED_THROUGH)
        wanted = [_any(rare)] if rare else []
        # Asked apart, for in one query the rare phrases would stand twice, and bm25 would count them twice.
        wanted += [f"({_any(rare)}) AND ({_any(common)})"] if common else []
        if self.meanings:
            # A meaning takes longer to read than all of this together, and a third thread would only take it time.
            return self._aside.submit(lambda: self._best(map(self._scored, wanted))).result
        looking = [self._aside.submit(self._scored, each) for each in wanted]
        return lambda: self._best(each.result() for each in looking)

    def _scored(self, wanted: str) -> list[tuple[int, float]]:
        """What a query of FTS5 finds, by number, with bm25 turned so that more is better."""
        sql = (
            f"SELECT rowid, -bm25(words, {_WEIGHTS}) AS fit FROM words WHERE words MATCH ?"  # noqa: S608
            " ORDER BY fit DESC LIMIT ?"
        )
        return [(number, fit) for number, fit in self._rows(sql, (wanted, self._most_fitting))]

    def _best(self, found: Iterable[list[tuple[int, float]]]) -> tuple[Candidate, ...]:
        """The best of what some queries found."""
        scores = dict(chain.from_iterable(found))
        best = sorted(scores, key=lambda number: (-scores[number], number))[: self._most_fitting]
        return self._candidates({number: scores[number] for number in best})

    def _candidates(self, scores: Mapping[int, float]) -> tuple[Candidate, ...]:
        """The statements of some numbers, in the notes' order, with the index's own scores."""
        rows = self._by("number", list(scores), "number, kind, country, stems, origin")
        return tuple(
            Candidate(number, kind, country, stored, fields(stored), scores[number], origin=origin)
            for number, kind, country, stored, origin in rows
        )

    def numbered(self, numbers: Sequence[int]) -> dict[int, Statement]:
        """The statements of those numbers."""
        rows = list(self._by("number", numbers))
        return {row["number"]: each for row, each in zip(rows, statements_of(rows), strict=True)}

    def approaches(self, numbers: Sequence[int]) -> tuple[Statement, ...]:
        """Those of the statements of some numbers that are approaches, in order."""
        return tuple(statements_of(list(self._of("statements", "number", numbers, "*", "kind = 'approach'"))))

    def linking(self, note: str) -> frozenset[str]:
        """The names of the notes that link to a note."""
        return self._linking.get(note, frozenset())

    @cached_property
    def _linking(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for name, links in self._rows("SELECT note, links FROM statements WHERE links != '[]'"):
            for slug in json.loads(links):
                found.setdefault(slug, set()).add(name)
        return {slug: frozenset(names) for slug, names in found.items()}

    def of_notes(self, names: Sequence[str]) -> tuple[Statement, ...]:
        """The statements of some notes, in order."""
        return tuple(statements_of(list(self._by("note", list(names)))))

    def before(self, ids: Sequence[str]) -> dict[str, Statement]:
        """The statement that stands before each of those ids in its note; the first of a note has none."""
        marks = ",".join("?" * len(ids))
        # Numbers count on from note to note, so the one before may be the last of another note.
        sql = (
            "SELECT earlier.*, here.id AS follower FROM statements AS here JOIN statements AS earlier"  # noqa: S608
            " ON earlier.number = here.number - 1 AND earlier.note = here.note"
            f" WHERE here.id IN ({marks})"
        )
        rows = self._rows(sql, ids)
        return {row["follower"]: each for row, each in zip(rows, statements_of(rows), strict=True)}

    def lists(self, notes: Sequence[str], lines: Sequence[str]) -> tuple[Statement, ...]:
        """The statements of some notes that are one of some lines, or stand in a list it opens, in order."""
        some, any_line = ",".join("?" * len(notes)), ",".join("?" * len(lines))
        sql = (
            f"SELECT * FROM statements WHERE note IN ({some})"  # noqa: S608  marks only
            f" AND (intro IN ({any_line}) OR text IN ({any_line})) ORDER BY number"
        )
        return tuple(statements_of(self._rows(sql, (*notes, *lines, *lines))))

    def family(self, name: str) -> list[str]:
        """The names of a case and of those that belong to it."""
        return [name, *(each.name for each in self.cases if each.parent == name)]

    def of_cases(self, names: Sequence[str]) -> tuple[Statement, ...]:
        """The statements that tell of some cases, each once, in the notes' order."""
        marks = ",".join("?" * len(names))
        sql = f'SELECT DISTINCT number FROM tellings WHERE "case" IN ({marks}) ORDER BY number'  # noqa: S608
        numbers = [number for (number,) in self._rows(sql, list(names))]
        return tuple(statements_of(list(self._by("number", numbers))))

    def of_country(self, country: str) -> tuple[Statement, ...]:
        """The statements of a country, in the notes' order; the first thousands of them, where there are more."""
        sql = "SELECT * FROM statements WHERE country = ? ORDER BY number LIMIT ?"
        return tuple(statements_of(self._rows(sql, (country, _MOST_OF_A_SIDE))))

    def holding(self, phrases: Iterable[Phrase], *, without_country: bool = False) -> tuple[Statement, ...]:
        """The statements that hold any of some phrases, in the notes' order, or those of them without a country.

        Of more than some hundred, those that fit best.
        """
        wanted = _any([phrase for phrase in phrases if self.frequency(phrase)])
        if not wanted:
            return ()
        apart = " AND country IS NULL" if without_country else ""
        sql = (
            "SELECT number FROM words JOIN statements ON number = words.rowid"  # noqa: S608  our words
            f" WHERE words MATCH ?{apart} ORDER BY bm25(words, {_WEIGHTS}) LIMIT ?"
        )
        numbers = [number for (number,) in self._rows(sql, (wanted, _MOST_OF_A_COUNTRY))]
        return tuple(statements_of(list(self._by("number", numbers))))

    def numbers(self, ids: Sequence[str]) -> dict[str, int]:
        """The numbers of the statements of those ids."""
        return {row["id"]: row["number"] for row in self._of("statements", "id", ids, "id, number")}

    def told_countries(self) -> tuple[str, ...]:
        """The countries the notes tell of, the most told first."""
        sql = (
            "SELECT country FROM statements WHERE country IS NOT NULL"
            " GROUP BY country ORDER BY count(*) DESC, country"
        )
        return tuple(country for (country,) in self._rows(sql))

    def ways(self) -> tuple[Way, ...]:
        """The ways of working the notes name, the most told first."""
        told: dict[str, list[str]] = {}
        for method, statement in self._rows("SELECT method, id FROM tried JOIN statements USING (number)"):
            told.setdefault(method, []).append(statement)
        return tuple(
            Way(name, tuple(map(tuple, json.loads(phrases))), tuple(told.get(name, ())))
            for name, phrases in self._rows("SELECT name, phrases FROM methods")
        )

    def who_tried(self) -> tuple[tuple[str, str | None, str | None], ...]:
        """Each method with each country and case that a statement telling of it has."""
        sql = (
            'SELECT DISTINCT method, country, "case" FROM tried JOIN statements USING (number)'
            " ORDER BY method, number"
        )
        return tuple(map(tuple, self._rows(sql)))

    def tellings(self, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """By a statement's id, those of some cases that it tells of."""
        sql = (
            'SELECT id, t."case" FROM tellings AS t JOIN statements AS s ON s.number = t.number'  # noqa: S608  marks
            f' WHERE t."case" IN ({",".join("?" * len(names))}) ORDER BY t.number'
        )
        told: dict[str, tuple[str, ...]] = {}
        for id_, case in self._rows(sql, list(names)):
            told[id_] = (*told.get(id_, ()), case)
        return told

    def told_together(self, names: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
        """The other cases told of in one statement, and in one section, with some cases; with how many those are."""
        marks = ",".join("?" * len(names))
        own = f'SELECT number FROM tellings WHERE "case" IN ({marks})'  # noqa: S608  marks only
        lines = (
            f'SELECT "case", count(*) FROM tellings WHERE number IN ({own})'  # noqa: S608
            f' AND "case" NOT IN ({marks}) GROUP BY "case"'
        )
        sections = (
            f'SELECT t."case", count(DISTINCT first) FROM (SELECT note, headings, min(number) AS first'  # noqa: S608
            f" FROM statements WHERE number IN ({own}) GROUP BY note, headings) AS part"
            " JOIN statements AS s ON s.note = part.note AND s.headings = part.headings"
            f' JOIN tellings AS t ON t.number = s.number WHERE t."case" NOT IN ({marks}) GROUP BY t."case"'
        )
        both = [*names, *names]
        return dict(self._rows(lines, both)), dict(self._rows(sections, both))

    @cached_property
    def told(self) -> dict[str, frozenset[int]]:
        """The numbers of the statements that tell of each case."""
        by: dict[str, set[int]] = {}
        for name, number in self._rows('SELECT "case", number FROM tellings'):
            by.setdefault(name, set()).add(number)
        return {name: frozenset(numbers) for name, numbers in by.items()}

    @cached_property
    def counted(self) -> tuple[tuple[Kind, str, str | None, int], ...]:
        """How many statements of notes there are of each kind, note and country."""
        sql = (
            "SELECT kind, note, country, count(*) FROM statements WHERE origin = 'note'"
            " GROUP BY kind, note, country"
        )
        return tuple(map(tuple, self._rows(sql)))

    def of_kind(self, kind: Kind, note: str, most: int) -> tuple[str, ...]:
        """The ids of the first statements of a kind in a note, in order."""
        sql = "SELECT id FROM statements WHERE note = ? AND kind = ? ORDER BY number LIMIT ?"
        return tuple(id_ for (id_,) in self._rows(sql, (note, kind, most)))

    def topics(self) -> tuple[tuple[str, str, int], ...]:
        """Each note's name and title with how many statements it holds; captions are on no topic."""
        sql = "SELECT note, title, count(*) FROM statements WHERE origin = 'note' GROUP BY note"
        return tuple(map(tuple, self._rows(sql)))

    def linked(self) -> tuple[str, ...]:
        """The wikilink targets of all statements, with repeats."""
        return tuple(
            slug
            for (links,) in self._rows("SELECT links FROM statements WHERE links != '[]'")
            for slug in json.loads(links)
        )

    def wanted(self) -> Counter[str]:
        """In how many notes each wikilink's target is linked to."""
        noted = self._rows("SELECT note, links FROM statements WHERE links != '[]'")
        return Counter(
            slug for _, slug in {(note, slug) for note, links in noted for slug in json.loads(links)}
        )


def _any(phrases: Sequence[Phrase]) -> str:
    # Every phrase is made of the index's own stems: letters and digits, nothing FTS5 could take for an operator.
    return " OR ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
