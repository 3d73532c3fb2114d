"""What must not be lost, in a file or on a server; schema.py lists it. Holds no text of a message."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, func, select, true
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import JournalUnusable
from bot.journal.digests import Digests
from bot.journal.faults import unusable
from bot.journal.inserting import insert
from bot.journal.installs import STATE_LASTS, Installs, left_before
from bot.journal.opening import opened
from bot.journal.privacy import Privacy, code, forget_workspace, vote
from bot.journal.schema import (
    answers,
    corrections,
    deliveries,
    feedback,
    gaps,
    greeted,
    reviews,
    saved,
    seen,
    states,
)
from bot.journal.sealing import Seal
from bot.model import Answer, Correction, Gap, Kept, Review, Saved

__all__ = ["LEFT_DAYS", "Journal"]

# Of a workspace that left, everything is forgotten so many days later, unless it comes back before.
LEFT_DAYS = 30

_MINUTE = 60.0
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_HITS = 50
_GAP_WORDS = 8
# Letters, with a hyphen or an apostrophe inside: no digit, mention or address looks like this.
_WORD = re.compile(r"(?=.{3,40}$)[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Journal:
    """A small durable store behind SQLAlchemy Core. Every `now` is in seconds since 1970.

    Safe to call from several threads and processes at once. Each method raises JournalUnusable where the
    store fails it. A `workspace` is a team's id, or an organisation's where Casebook was installed for all of it;
    what is kept of one is never told to another. `digests` is its part for the daily mission case, `installs` for
    where it is installed, `privacy` for what is told and forgotten on request.
    """

    def __init__(self, url: str, keys: Sequence[str] = ()) -> None:
        """Opens the journal, making it where it is missing; tokens are kept under `keys`. Raises JournalUnusable."""
        self._engine = opened(url)
        # This life of this process, told apart from the one before it and from every other.
        self._owner = secrets.token_hex(8)
        self.digests = Digests(self._transaction)
        self.installs = Installs(self._transaction, Seal(keys))
        self.privacy = Privacy(self._transaction)

    def claim(self, workspace: str, key: str, now: float) -> bool:
        """Whether this event is the caller's to handle: new, or claimed 60 s ago or longer and never done.

        A claim from the time to come was made before the clock was set back, and holds nobody up.
        """
        wanted = insert(seen).values(workspace=workspace, key=key, claimed_at=now, owner=self._owner)
        # One statement, so that of two who claim at once only one changes a row.
        claimed = wanted.on_conflict_do_update(
            index_elements=[seen.c.workspace, seen.c.key],
            set_={"claimed_at": now, "owner": self._owner},
            where=seen.c.done_at.is_(None) & ~_underway(now),
        )
        with self._transaction() as connection:
            return connection.execute(claimed).rowcount == 1

    def is_underway(self, workspace: str, key: str, now: float, *, here: bool) -> bool:
        """Whether the event was claimed less than 60 s ago and is not done: elsewhere, or, with `here`, by anybody.

        Another life of a process may be at work on another machine, or have been killed in the middle: nobody
        here can tell.
        """
        whose = true() if here else func.coalesce(seen.c.owner, "") != self._owner
        underway = seen.c.done_at.is_(None) & _underway(now)
        with self._transaction() as connection:
            which = (seen.c.workspace == workspace, seen.c.key == key, underway, whose)
            return connection.execute(select(seen.c.key).where(*which)).one_or_none() is not None

    def done(self, workspace: str, keys: Iterable[str], now: float) -> None:
        """The event of those keys was answered; it is not handled again for 25 h."""
        rows = [{"workspace": workspace, "key": key, "claimed_at": now, "done_at": now} for key in keys]
        answered = insert(seen).on_conflict_do_update(
            index_elements=[seen.c.workspace, seen.c.key], set_={"done_at": now}
        )
        with self._transaction() as connection:
            connection.execute(answered, rows)

    def begin(self, workspace: str, key: str, now: float, before: float | None) -> bool:
        """Keeps, before it is posted, that the reply to the message of that key is begun.

        `before` is when it was begun last, None where it never was. Whether it is the caller's to post: of two who
        begin it anew at once only one does.
        """
        row = insert(seen).values(workspace=workspace, key=_reply(key), claimed_at=now, owner=self._owner)
        begun = row.on_conflict_do_update(
            index_elements=[seen.c.workspace, seen.c.key],
            set_={"claimed_at": now, "owner": self._owner},
            where=seen.c.claimed_at == before,
        )
        with self._transaction() as connection:
            return connection.execute(begun).rowcount == 1

    def begun(self, workspace: str, key: str) -> float | None:
        """When the reply to the message of that key was begun; None where it was not."""
        wanted = select(seen.c.claimed_at).where(seen.c.workspace == workspace, seen.c.key == _reply(key))
        with self._transaction() as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def withdraw(self, workspace: str, key: str) -> None:
        """The reply that was begun was not posted, and does not stand anywhere."""
        gone = delete(seen).where(seen.c.workspace == workspace, seen.c.key == _reply(key))
        with self._transaction() as connection:
            connection.execute(gone)

    def remember(
        self, workspace: str, answer: Answer, channel: str, now: float, thread: str = "", page: int = 0
    ) -> str:
        """Keeps an answer's ids for 24 h, with where it was given, and returns the answer's id. Never the question.

        `page` (from 0) is the one shown.
        """
        # 72 random bits: whoever holds an id was shown the answer.
        answer_id = secrets.token_urlsafe(9)
        row = insert(answers).values(
            id=answer_id,
            workspace=workspace,
            channel=channel,
            thread=thread,
            hits=json.dumps((*answer.hits, *answer.further)[:_HITS]),
            shown=min(len(answer.hits), _HITS),
            page=page,
            tier=answer.tier,
            kind=answer.kind,
            countries=json.dumps(answer.countries),
            unmatched=json.dumps(answer.unmatched),
            unknown_places=json.dumps(answer.unknown_places),
            absent=json.dumps(answer.absent),
            view=answer.view,
            sides=json.dumps(answer.sides),
            topic=answer.topic,
            made_at=now,
        )
        with self._transaction() as connection:
            connection.execute(row)
        return answer_id

    def recall(self, workspace: str, answer_id: str, now: float) -> Answer | None:
        """The remembered answer without its groups (see Casebook.again); None once 24 h have passed."""
        wanted = select(answers).where(
            answers.c.workspace == workspace, answers.c.id == answer_id, answers.c.made_at > now - _DAY
        )
        with self._transaction() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        return _answer(row) if row else None

    def latest(self, workspace: str, channel: str, thread: str, since: float) -> Kept | None:
        """The newest answer in a conversation's thread; None where there was none after `since`."""
        here = (
            (answers.c.workspace == workspace)
            & (answers.c.channel == channel)
            & (answers.c.thread == thread)
            & (answers.c.made_at > since)
        )
        newest = select(answers).where(here).order_by(answers.c.made_at.desc()).limit(1)
        with self._transaction() as connection:
            row = connection.execute(newest).mappings().one_or_none()
        return Kept(row["id"], _answer(row), row["page"]) if row else None

    def rate(self, workspace: str, answer_id: str, person: str, now: float, *, helpful: bool) -> None:
        """Counts a thumb, one per person and answer; of both only a hash of the two together is kept."""
        row = insert(feedback).values(
            vote=vote(answer_id, person), workspace=workspace, helpful=helpful, at=now
        )
        with self._transaction() as connection:
            connection.execute(
                row.on_conflict_do_update(
                    index_elements=[feedback.c.vote], set_={"helpful": helpful, "at": now}
                )
            )

    def ratings(self) -> tuple[int, int]:
        """How many answers were called helpful, and not helpful."""
        votes = select(feedback.c.helpful, func.count().label("votes")).group_by(feedback.c.helpful)
        with self._transaction() as connection:
            counted = {row.helpful: row.votes for row in connection.execute(votes)}
        return counted.get(True, 0), counted.get(False, 0)

    def add_gap(self, workspace: str, words: tuple[str, ...], now: float) -> None:
        """Counts a question the notes could not answer, by its words.

        Whatever is given, only words are kept: sorted, at most eight, three letters or more, no digits,
        mentions or addresses. Where none is left, nothing is counted.
        """
        kept = sorted({word.casefold() for word in words if _WORD.fullmatch(word)})[:_GAP_WORDS]
        if not kept:
            return
        row = insert(gaps).values(workspace=workspace, words=" ".join(kept), asked=1, last=now)
        counted = row.on_conflict_do_update(
            index_elements=[gaps.c.workspace, gaps.c.words],
            set_={"asked": gaps.c.asked + 1, "last": now},
        )
        with self._transaction() as connection:
            connection.execute(counted)

    def gaps(self, workspace: str | None = None) -> tuple[Gap, ...]:
        """The gaps of a workspace, or of all together, the most asked first, then the newest."""
        asked, last = func.sum(gaps.c.asked).label("asked"), func.max(gaps.c.last).label("last")
        here = true() if workspace is None else gaps.c.workspace == workspace
        wanted = (
            select(gaps.c.words, asked, last)
            .where(here)
            .group_by(gaps.c.words)
            .order_by(asked.desc(), last.desc(), gaps.c.words)
        )
        with self._transaction() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Gap(tuple(row.words.split()), row.asked, row.last) for row in rows)

    def close_gaps(self, workspace: str, some: Iterable[tuple[str, ...]]) -> None:
        """Takes gaps off a workspace's list, by their words; one that is asked again is a gap anew."""
        meant = gaps.c.words.in_([" ".join(words) for words in some])
        with self._transaction() as connection:
            connection.execute(delete(gaps).where(gaps.c.workspace == workspace, meant))

    def review(self, note: str, statement: str, raw: str, suggested: int | None, now: float) -> None:
        """Puts a stamp on the curators' list, or counts it again; never who asked.

        Of several suggestions the newest stays.
        """
        row = insert(reviews).values(
            note=note, statement=statement, raw=raw, suggested=suggested, asked=1, last=now
        )
        counted = row.on_conflict_do_update(
            index_elements=[reviews.c.statement, reviews.c.raw],
            set_={
                "asked": reviews.c.asked + 1,
                "suggested": func.coalesce(row.excluded.suggested, reviews.c.suggested),
                "last": now,
            },
        )
        with self._transaction() as connection:
            connection.execute(counted)

    def reviews(self) -> tuple[Review, ...]:
        """The stamps under review, the most reported first, then the newest."""
        wanted = select(reviews).order_by(
            reviews.c.asked.desc(), reviews.c.last.desc(), reviews.c.statement, reviews.c.raw
        )
        with self._transaction() as connection:
            rows = connection.execute(wanted).all()
        return tuple(
            Review(row.note, row.statement, row.raw, row.suggested, row.asked, row.last) for row in rows
        )

    def settle(self, statement: str, raw: str) -> bool:
        """Takes a stamp off the list; whether it was on it."""
        with self._transaction() as connection:
            return connection.execute(delete(reviews).where(_is(reviews, statement, raw))).rowcount == 1

    def correct(self, note: str, statement: str, raw: str, second: int, now: float) -> None:
        """Keeps the second a curator gave a stamp, in place of an earlier one, and takes it off the list."""
        row = insert(corrections).values(note=note, statement=statement, raw=raw, second=second, at=now)
        kept = row.on_conflict_do_update(
            index_elements=[corrections.c.statement, corrections.c.raw],
            set_={"note": note, "second": second, "at": now},
        )
        with self._transaction() as connection:
            connection.execute(kept)
            connection.execute(delete(reviews).where(_is(reviews, statement, raw)))

    def corrections(self) -> tuple[Correction, ...]:
        """All seconds that curators gave, by note, the oldest first."""
        wanted = select(corrections).order_by(
            corrections.c.note, corrections.c.at, corrections.c.statement, corrections.c.raw
        )
        with self._transaction() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Correction(row.note, row.statement, row.raw, row.second, row.at) for row in rows)

    def save(self, workspace: str, person: str, case: str, now: float) -> None:
        """Keeps a case for a person, by its name; one saved before stays as it is."""
        row = insert(saved).values(workspace=workspace, person=person, case=case, at=now)
        with self._transaction() as connection:
            connection.execute(row.on_conflict_do_nothing())

    def unsave(self, workspace: str, person: str, case: str) -> None:
        """Takes a case away from what a person saved."""
        theirs = (saved.c.workspace == workspace) & (saved.c.person == person) & (saved.c.case == case)
        with self._transaction() as connection:
            connection.execute(delete(saved).where(theirs))

    def saved(self, workspace: str, person: str) -> tuple[Saved, ...]:
        """What a person saved, the newest first; nobody else's."""
        theirs = (
            select(saved)
            .where(saved.c.workspace == workspace, saved.c.person == person)
            .order_by(saved.c.at.desc(), saved.c.case)
        )
        with self._transaction() as connection:
            rows = connection.execute(theirs).all()
        return tuple(Saved(row.case, row.at) for row in rows)

    def greet(self, workspace: str, person: str, now: float) -> bool:
        """Whether a person is met for the first time; from now on they are known, by a hash of their id."""
        row = insert(greeted).values(workspace=workspace, person=code(person), at=now)
        with self._transaction() as connection:
            return connection.execute(row.on_conflict_do_nothing()).rowcount == 1

    def greeted(self, workspace: str, person: str) -> bool:
        """Whether a person was met before."""
        known = select(greeted).where(greeted.c.workspace == workspace, greeted.c.person == code(person))
        with self._transaction() as connection:
            return connection.execute(known).one_or_none() is not None

    def purge(self, now: float, *, gap_days: int) -> None:
        """Forgets what is past its time: answers 24 h, events 25 h, deliveries 90 days, gaps, reviews `gap_days`.

        Of a workspace that left, everything: 30 days.
        """
        with self._transaction() as connection:
            connection.execute(delete(answers).where(answers.c.made_at <= now - _DAY))
            last_seen = func.coalesce(seen.c.done_at, seen.c.claimed_at)
            connection.execute(delete(seen).where(last_seen <= now - 25 * _HOUR))
            connection.execute(delete(gaps).where(gaps.c.last <= now - gap_days * _DAY))
            connection.execute(delete(reviews).where(reviews.c.last <= now - gap_days * _DAY))
            connection.execute(delete(deliveries).where(deliveries.c.due <= now - 90 * _DAY))
            connection.execute(delete(states).where(states.c.made_at <= now - STATE_LASTS))
            for workspace in left_before(connection, now - LEFT_DAYS * _DAY):
                forget_workspace(connection, workspace)

    def close(self) -> None:
        """Lets go of the store."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise JournalUnusable(unusable(error, self._engine.url)) from error


def _underway(now: float) -> ColumnElement[bool]:
    return seen.c.claimed_at.between(now - _MINUTE, now + _MINUTE) & (seen.c.claimed_at > now - _MINUTE)


def _answer(row: RowMapping) -> Answer:
    """What is kept of an answer."""
    hits = _listed(row["hits"])
    return Answer(
        tier=row["tier"],
        groups=(),
        hits=hits[: row["shown"]],
        further=hits[row["shown"] :],
        kind=row["kind"],
        countries=_listed(row["countries"]),
        unmatched=_listed(row["unmatched"]),
        unknown_places=_listed(row["unknown_places"]),
        absent=_listed(row["absent"]),
        view=row["view"],
        sides=_listed(row["sides"]),
        topic=row["topic"],
    )


def _reply(key: str) -> str:
    """The key under which it stands that the reply to a message is begun."""
    return f"reply:{key}"


def _is(table: Table, statement: str, raw: str) -> ColumnElement[bool]:
    return (table.c.statement == statement) & (table.c.raw == raw)


def _listed(written: str) -> tuple[Any, ...]:
    return tuple(json.loads(written))
