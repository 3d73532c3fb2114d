"""Casebook, the one object the outside holds. Answers from the index; keeps nothing of what was asked."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot import browsing, comparing, contents, curating, extending, helping, mornings, trying
from bot.answers import answering, cards, checking, lists
from bot.answers.groups import Around
from bot.answers.lines import Shelf, both
from bot.answers.references import leans
from bot.answers.related import Kin
from bot.digest.rotation import Candidate
from bot.errors import CasebookError
from bot.model import (
    Answer,
    Case,
    CaseCard,
    Contents,
    Correction,
    Found,
    Gap,
    Kind,
    Listed,
    Method,
    MissionCase,
    MissionCheck,
    Moment,
    NoComparison,
    Review,
    Reviewed,
    Said,
    Seconds,
    Stamp,
    Statement,
    Suggested,
    Topic,
    Untried,
    View,
    Waiting,
)
from bot.notes import addresses, corrections
from bot.search import finding, languages, topics
from bot.search.called import called
from bot.search.index import Index
from bot.search.language import Language
from bot.search.opening import Marks, marks
from bot.settings import Settings
from bot.shipped import shipped_criteria, shipped_language

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Casebook:
    """A team's notes, ready for questions. Safe to call from several threads at once.

    A newer index is noticed at the next question; a question keeps the index it began with.
    """

    def __init__(self, index: Path, language: Language, video_link: str) -> None:
        """Opens the index at that path. Raises IndexMissing or IndexUnusable."""
        self._path = index
        self._language = language
        self._video_link = video_link
        self._lock = threading.Lock()
        self._index = self._opened()
        # The file that was not taken into use, and the one that is looked at no more until it is another.
        self._told: Marks | None = None
        self._refused: Marks | None = None
        self._corrections: dict[tuple[str, str], int] = {}

    def find(self, text: str, *, kind: Kind | None = None) -> Found:
        """The statements that fit a question, single and best first. Never raises for odd text."""
        return self._with(lambda index: finding.find(text, index, self._knows(index), kind))

    def words(self, text: str) -> tuple[str, ...]:
        """The words that a text is looked up by: each of a question's, of a long message those that carry it."""
        return self._with(lambda index: finding.looked_up(text, index, self._knows(index)))

    def ask(self, text: str, *, kind: Kind | None = None) -> Answer:
        """The answer to a question, narrowed to a kind where one is given. Never raises for odd text.

        A question of what helped against a challenge of the notes is answered with what they pair with it.
        """

        def answer(index: Index) -> Answer:
            if kind in (None, "approach"):
                asked = f"approaches {text}" if kind else text
                if helped := helping.asked(asked, index, self._knows(index), self._shelf(index)):
                    return helped
            found = finding.find(text, index, self._knows(index), kind)
            around = _around(answering.worth_showing(found), index)
            return answering.answer(found, index.by_name, self._shelf(index), around)

        return self._with(answer)

    def again(self, answer: Answer) -> Answer:
        """The same answer built anew from its hits' ids; statements that left the notes are counted as gone."""

        def rebuild(index: Index) -> Answer:
            if view := _VIEWS.get(answer.view):
                return view(answer, index, self._knows(index), self._shelf(index))
            left = index.statements(answer.hits)
            shelf, around = self._shelf(index), _around(left, index)
            groups = answering.grouped(left, answer.tier, index.by_name, shelf, around)
            return replace(answer, groups=groups, gone=len(answer.hits) - len(left))

        return self._with(rebuild)

    def resembled(self, text: str) -> Answer | None:
        """What helped against the challenges that a message resembles; None where it resembles none."""
        return self._with(
            lambda index: helping.resembled(text, index, self._knows(index), self._shelf(index))
        )

    def helped(self, statements: Sequence[str]) -> Answer | None:
        """What helped against those of some statements, by id, that are challenges; None where none is."""
        return self._with(
            lambda index: helping.of_statements(statements, index, self._knows(index), self._shelf(index))
        )

    def narrow(self, answer: Answer, text: str) -> Answer | None:
        """What of an answer is of the kind, the countries or the case that a few words name ("Sweden").

        None where the words say anything else; with tier "nothing" where none of it is.
        """

        def narrowed(index: Index) -> Answer | None:
            question = finding.narrowing(text, index, self._knows(index))
            if question is None:
                return None
            shown = index.statements(answer.hits)
            case = (
                called(answer.topic, index.cases, self._language.lexicon) if answer.view == "case" else None
            )
            if case:
                shown = index.of_cases(index.family(case.name))
            fit, tier = answering.narrowed(question, shown, index.statements(answer.further))
            return Answer(
                tier=tier if fit else "nothing",
                groups=answering.grouped(fit, tier, index.by_name, self._shelf(index), _around(fit, index)),
                hits=tuple(each.id for each in fit),
                kind=question.kind,
                countries=question.countries,
            )

        return self._with(narrowed)

    def case(self, name: str) -> CaseCard | None:
        """The whole case of that name, however it is spelled; None where the notes tell of none."""

        def find(index: Index) -> CaseCard | None:
            case = called(name, index.cases, self._language.lexicon)
            return self._card(case, index) if case else None

        return self._with(find)

    def cases(self) -> tuple[tuple[Case, tuple[Statement, ...]], ...]:
        """Every case the notes tell of, with the statements that do, in order of first mention."""
        return self._with(lambda index: tuple((case, index.of_cases([case.name])) for case in index.cases))

    def countries(self) -> tuple[str, ...]:
        """The countries of the cases that the notes tell of, by name."""
        return self._with(lambda index: tuple(sorted({each.country for each in index.cases if each.country})))

    def compare(self, text: str) -> Answer | NoComparison:
        """Two or three sides beside each other, on a topic where the text names one: view "compare"."""
        return self._with(
            lambda index: comparing.compare(text, index, self._knows(index), self._shelf(index))
        )

    def who(self, text: str) -> Answer | Untried:
        """Who tried a method, by country and case: view "who"."""
        return self._with(lambda index: trying.who(text, index, self._knows(index), self._shelf(index)))

    def methods(self) -> tuple[Method, ...]:
        """The ways of working that the notes name, the most told first."""
        return self._with(trying.methods)

    def today(self, day: date) -> CaseCard | None:
        """The mission case of a day, the same for everyone; None where the notes tell of no case."""

        def find(index: Index) -> CaseCard | None:
            case = mornings.of_the_day(index, day)
            return self._card(case, index) if case else None

        return self._with(find)

    def morning(self, name: str, day: date) -> MissionCase | None:
        """The mission case of that name as a day's message has it; None where the notes no longer tell of it."""

        def find(index: Index) -> MissionCase | None:
            case = index.by_name.get(name)
            return mornings.told(self._card(case, index), day) if case else None

        return self._with(find)

    def candidates(self) -> tuple[Candidate, ...]:
        """The cases that are worth a morning, with what a channel may narrow them by."""
        return self._with(mornings.candidates)

    def check(self, draft: str) -> MissionCheck:
        """A draft of a mission held against what the notes ask of one. Nothing of it is kept."""
        known = self._language
        unread = checking.unread(draft)
        if unread or not languages.in_english(draft, known.lexicon, known.words):
            return MissionCheck((), unread or "language")
        asked = shipped_criteria()
        return self._with(
            lambda index: checking.check(draft, asked, index.of_notes(asked.notes), self._shelf(index))
        )

    def to_ask(self, day: date) -> Suggested:
        """What to ask first on a day, the same for everyone."""
        return self._with(lambda index: contents.to_ask(index, day, mornings.of_the_day(index, day)))

    def contents(self) -> Contents:
        """What the notes hold, at a glance."""
        return self._with(contents.contents)

    def cases_in(self, country: str) -> tuple[Listed, ...]:
        """The cases told of in a country, those most is told of first; for an empty name those that have none."""
        return self._with(lambda index: contents.cases_in(index, country))

    def listed(self, names: Iterable[str]) -> dict[str, Listed]:
        """The cases of those names, by the name asked for; one that the notes no longer tell of is left out."""
        return self._with(lambda index: contents.listed(index, names))

    def chapter(self, kind: Kind, note: str) -> Answer | None:
        """What of a kind a note says, up to 50 statements; None where the note is gone or says nothing of it."""
        answer = self._with(lambda index: contents.chapter(index, kind, note))
        return self.again(answer) if answer else None

    def topics(self) -> tuple[Topic, ...]:
        """What the notes cover, the largest first: their titles, and what three or more statements link to."""
        return self._with(topics.covered)

    def topic(self, name: str) -> Answer | None:
        """What the notes say of one of their topics, its first fifty statements; None where they have it no more."""

        def told(index: Index) -> Answer | None:
            some = topics.of(name, index)[: finding.MOST_HITS]
            shelf, around = self._shelf(index), _around(some, index)
            groups = answering.grouped(some, "confident", index.by_name, shelf, around)
            return Answer("confident", groups, tuple(each.id for each in some)) if some else None

        return self._with(told)

    def suggest(self, typed: str) -> tuple[tuple[Case, ...], tuple[Topic, ...]]:
        """The cases and topics that somebody may mean who has typed a few letters, a few of each, the best first."""
        return self._with(lambda index: browsing.suggested(typed, index, self._knows(index)))

    def sources(self) -> tuple[Path, ...]:
        """The folders the index was built from; none where it was built by other means than are here."""
        return self._with(lambda index: index.folders if index.model == self._language.model_name else ())

    def leads_to(self, address: str) -> Moment | None:
        """The talk and the second behind an address; None where it is no way to a talk. Never raises."""
        return addresses.leads_to(address, self._video_link)

    def said_at(self, video: str, second: int | None = None) -> Said | None:
        """What the notes have of a talk, and near a second of it; None where no note is of that talk."""
        return self._with(lambda index: browsing.said_at(video, second, index, self._shelf(index)))

    def seconds(self, notes: Iterable[str]) -> dict[tuple[str, int], Seconds]:
        """What the plain stamps of some notes mean, by note and place."""
        told = self._with(lambda index: index.of_notes(list(dict.fromkeys(notes))))
        return {
            (statement.citation.note, each.place): each
            for statement in told
            for each in statement.citation.seconds
            if each.place is not None
        }

    def link(self, statement: Statement) -> tuple[str, ...]:
        """The addresses of a statement's seconds, two where it has two readings; none where its note names no talk."""
        return self._with(lambda index: _addresses(statement, self._shelf(index)))

    def use(self, given: Iterable[Correction]) -> None:
        """From now on links lead to the seconds that curators gave; they take the place of those used before."""
        self._corrections = {(each.statement, each.raw): each.second for each in given}

    def second(self, written: str, stamp: Stamp) -> int | None:
        """The second of the stamp's talk that somebody wrote; None where it is no time, or behind the talk's end."""
        return corrections.second(written, corrections.second(stamp.ends))

    def reviewed(self, reviews: Iterable[Review]) -> tuple[Reviewed, ...]:
        """Seconds under review with what the notes hold of them now, in the same order."""
        reviews = tuple(reviews)
        return self._with(lambda index: curating.reviewed(reviews, index, self._shelf(index)))

    def waiting(self, gaps: Iterable[Gap], reviews: Iterable[Review]) -> Waiting:
        """What waits for the curators, with what the journal holds of it."""
        gaps, reviews = tuple(gaps), tuple(reviews)
        return self._with(
            lambda index: curating.waiting(gaps, reviews, index, self._knows(index), self._shelf(index))
        )

    def built(self) -> float:
        """When the index in use was built, in seconds since 1970; a newer one is taken into use first."""
        return self._with(lambda index: index.mark[1] / 1e9)

    def _with(self, ask: Callable[[Index], T]) -> T:
        return ask(self._current())

    def _current(self) -> Index:
        """The index as it is now. A new one that cannot be opened leaves the old one in use."""
        now = marks(self._path)
        if now[0] != self._index.mark and now != self._refused:
            with self._lock:
                if now[0] != self._index.mark and now != self._refused:
                    self._renew(now)
        return self._index

    def _renew(self, now: Marks) -> None:
        try:
            self._index = self._opened()
        except CasebookError as error:
            if now != self._told:
                _log.warning("%s Until then answers come from the index as it was.", error)
            # A file that could not be read may be read in a moment; one that is not what was built never will.
            self._told, self._refused = now, None if error.__cause__ else now
        else:
            self._told = self._refused = None

    def _opened(self) -> Index:
        return Index(self._path, self._language.model_name)

    def _knows(self, index: Index) -> Language:
        """What is known of words, with the team's own as they were when the index was built."""
        return replace(self._language, lexicon=extending.extended(self._language.lexicon, index.own))

    def _shelf(self, index: Index) -> Shelf:
        return Shelf(index.titles, index.videos, self._video_link, self._corrections)

    def _card(self, case: Case, index: Index) -> CaseCard:
        family = index.family(case.name)
        told = index.of_cases(family)
        kin = Kin(index.cases, index.tellings(family[1:]), *index.told_together(family))
        return cards.card(case, told, self._shelf(index), Around(_before(told, index)), kin)


_VIEWS: Mapping[View, Callable[[Answer, Index, Language, Shelf], Answer]] = {
    "compare": comparing.again,
    "who": trying.again,
    "helped": helping.again,
}


def open_casebook(settings: Settings) -> Casebook:
    """The casebook of the settings' index. Raises IndexMissing or IndexUnusable."""
    return Casebook(settings.index, shipped_language(), settings.video_link)


def _around(shown: Sequence[Statement], index: Index) -> Around:
    """What stands around an answer's statements in their notes: two looks at the index, however many they are."""
    return Around(_before(shown, index), lists.read(index.lists(*lists.sought(shown))))


def _before(shown: Sequence[Statement], index: Index) -> dict[str, Statement]:
    return index.before([each.id for each in shown if leans(each)])


def _addresses(statement: Statement, shelf: Shelf) -> tuple[str, ...]:
    video = statement.citation.video
    made = (way for each in statement.citation.seconds for way in both(each, video, shelf))
    return tuple(each.url for each in made if each.url)
