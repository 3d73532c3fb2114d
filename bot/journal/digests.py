"""The journal's part for the daily mission case: subscriptions, deliveries, what channels remember."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from datetime import date
from typing import get_args

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, func, or_, select, update

from bot.journal.inserting import insert
from bot.journal.schema import deliveries, known, memory, subscriptions
from bot.model import Delivery, DeliveryFigures, Mark, Memory, Stage, Subscription

_UNDERWAY = ("pending", "sending", "unknown")
_MOST_AT_ONCE = 500
# A delivery is held for a minute, and machines' clocks are seconds apart: whoever holds or tried one later than
# this by the clock did so before the clock was set back.
_AHEAD = 120.0


# Without a case that matches, it was not for the hour that none was posted.
_TOO_LATE = and_(deliveries.c.stage == "missed", deliveries.c.reason == "")


class Digests:
    """Which channel wants what, how far each delivery has come, and what was shown where.

    Every `now` is in seconds since 1970. Each change is one statement that says what must still hold, so that
    of two machines that want the same only one changes a row.
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]]) -> None:
        """Works through the transactions of a journal."""
        self._transaction = transaction

    # Subscriptions

    def subscribe(self, wanted: Subscription) -> None:
        """Keeps a subscription, in place of the one of that id."""
        row = asdict(wanted) | {"weekdays": "".join(str(each) for each in sorted(wanted.weekdays))}
        kept = insert(subscriptions).values(row)
        with self._transaction() as connection:
            connection.execute(kept.on_conflict_do_update(index_elements=[subscriptions.c.id], set_=row))

    def unsubscribe(self, subscription_id: str) -> bool:
        """Forgets a subscription and who set it up; what the channel remembers stays. Whether there was one."""
        gone = delete(subscriptions).where(subscriptions.c.id == subscription_id)
        with self._transaction() as connection:
            return connection.execute(gone).rowcount == 1

    def subscription(self, subscription_id: str) -> Subscription | None:
        """The subscription of that id."""
        return next(iter(self._subscriptions(subscriptions.c.id == subscription_id)), None)

    def of_channel(self, workspace: str, channel: str) -> tuple[Subscription, ...]:
        """A channel's subscriptions, by the time of day."""
        return self._subscriptions(
            (subscriptions.c.workspace == workspace) & (subscriptions.c.channel == channel)
        )

    def of_person(self, workspace: str, person: str) -> tuple[Subscription, ...]:
        """What a person set up in a workspace, by the time of day."""
        return self._subscriptions(
            (subscriptions.c.workspace == workspace) & (subscriptions.c.person == person)
        )

    def on(self) -> tuple[Subscription, ...]:
        """All subscriptions that are on, paused ones too."""
        return self._subscriptions(subscriptions.c.standing == "on")

    def halt(self, workspace: str, channel: str, reason: str) -> None:
        """Posts nothing to a channel until somebody turns it on again; whoever set it up is to be told."""
        here = (subscriptions.c.workspace == workspace) & (subscriptions.c.channel == channel)
        self._stop(here, "halted", reason)

    def suspend(self, workspace: str, reason: str) -> None:
        """Posts nothing to a workspace until Casebook is installed there again."""
        self._stop(subscriptions.c.workspace == workspace, "suspended", reason)

    def untold(self) -> tuple[Subscription, ...]:
        """The halted subscriptions of which whoever set them up was not told yet."""
        return self._subscriptions(subscriptions.c.standing == "halted", subscriptions.c.told.is_(False))

    def tell(self, halted: Subscription) -> bool:
        """Whether it is the caller's to tell whoever set it up, of all they set up in that channel. Once."""
        told = (
            update(subscriptions)
            .where(
                subscriptions.c.workspace == halted.workspace,
                subscriptions.c.channel == halted.channel,
                subscriptions.c.person == halted.person,
                subscriptions.c.standing == "halted",
                subscriptions.c.told.is_(False),
            )
            .values(told=True)
        )
        with self._transaction() as connection:
            return connection.execute(told).rowcount > 0

    # Deliveries

    def made(self, since: date) -> frozenset[tuple[str, date]]:
        """The deliveries that were planned for that local date or a later one, by subscription and date."""
        wanted = select(deliveries.c.subscription, deliveries.c.day).where(
            deliveries.c.day >= since, deliveries.c.stage != "withdrawn"
        )
        with self._transaction() as connection:
            return frozenset((row.subscription, row.day) for row in connection.execute(wanted))

    def missed(self, since: date) -> frozenset[tuple[str, date]]:
        """Those of the deliveries made that were given up because it was too late, by subscription and date."""
        wanted = select(deliveries.c.subscription, deliveries.c.day).where(
            deliveries.c.day >= since, _TOO_LATE
        )
        with self._transaction() as connection:
            return frozenset((row.subscription, row.day) for row in connection.execute(wanted))

    def plan(self, delivery: Delivery) -> bool:
        """Keeps a new delivery; False where there is one for that subscription and date that stands.

        What was withdrawn does not stand, and what was missed does not stand before one that is not too late.
        """
        row = asdict(delivery)
        gone = deliveries.c.stage == "withdrawn"
        planned = (
            insert(deliveries)
            .values(row)
            .on_conflict_do_update(
                index_elements=[deliveries.c.subscription, deliveries.c.day],
                set_=row | {"turn": deliveries.c.turn + 1},
                where=or_(gone, _TOO_LATE) if delivery.stage == "pending" else gone,
            )
        )
        with self._transaction() as connection:
            return connection.execute(planned).rowcount == 1

    def ready(self, now: float) -> tuple[Delivery, ...]:
        """The deliveries that somebody should take up now, the longest due first; 500 at most.

        Also those that wait for a time that came and was taken back, when the clock was set back.
        """
        resting = deliveries.c.stage.in_(("pending", "unknown")) & (deliveries.c.not_before <= now)
        free = and_(deliveries.c.lease <= now, or_(resting, deliveries.c.stage == "sending"))
        ahead = or_(deliveries.c.lease > now + _AHEAD, deliveries.c.last_try > now + _AHEAD)
        left = and_(deliveries.c.stage.in_(_UNDERWAY), ahead)
        wanted = (
            select(deliveries).where(or_(free, left)).order_by(deliveries.c.not_before).limit(_MOST_AT_ONCE)
        )
        with self._transaction() as connection:
            return tuple(Delivery(**row) for row in connection.execute(wanted).mappings())

    def underway(self) -> tuple[Delivery, ...]:
        """All deliveries that are not at their end, whoever has them."""
        wanted = select(deliveries).where(deliveries.c.stage.in_(_UNDERWAY))
        with self._transaction() as connection:
            return tuple(Delivery(**row) for row in connection.execute(wanted).mappings())

    def move(self, before: Delivery, after: Delivery, *, shown: bool = False) -> Delivery | None:
        """Keeps `after` where the delivery's turn is still that of `before`, and returns it with the next turn.

        Where it was `shown`, the channel remembers its case in the same transaction.
        """
        moved = replace(after, turn=before.turn + 1)
        changed = (
            update(deliveries)
            .where(
                deliveries.c.subscription == before.subscription,
                deliveries.c.day == before.day,
                deliveries.c.turn == before.turn,
            )
            .values(asdict(moved))
        )
        with self._transaction() as connection:
            if connection.execute(changed).rowcount != 1:
                return None
            if shown:
                _remember(connection, moved)
        return moved

    def last(self, subscription_id: str) -> float | None:
        """When a case of a subscription was posted last, or may have been."""
        wanted = (
            select(deliveries.c.last_try)
            .where(deliveries.c.subscription == subscription_id, deliveries.c.last_try.is_not(None))
            .order_by(deliveries.c.last_try.desc())
            .limit(1)
        )
        with self._transaction() as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def figures(self, now: float) -> DeliveryFigures:
        """How the deliveries stand."""
        since = func.min(func.coalesce(deliveries.c.first_try, deliveries.c.due))
        wanted = select(
            deliveries.c.stage, func.count().label("number"), func.min(deliveries.c.due).label("due"), since
        ).group_by(deliveries.c.stage)
        with self._transaction() as connection:
            found = {row.stage: row for row in connection.execute(wanted)}
        pending, unknown = found.get("pending"), found.get("unknown")
        return DeliveryFigures(
            {stage: found[stage].number if stage in found else 0 for stage in get_args(Stage)},
            max(0.0, now - pending.due) if pending else 0.0,
            max(0.0, now - unknown[3]) if unknown else 0.0,
        )

    # What channels remember

    def memory(self, workspace: str, channel: str) -> dict[str, Memory]:
        """What a channel remembers, by case."""
        wanted = select(memory).where(memory.c.workspace == workspace, memory.c.channel == channel)
        with self._transaction() as connection:
            rows = connection.execute(wanted).all()
        return {row.case: Memory(row.case, row.shown, row.last, row.mark, row.marked) for row in rows}

    def taken(self, workspace: str, channel: str, day: date) -> frozenset[str]:
        """The cases that are underway to a channel, or were planned for it for that local date."""
        wanted = select(deliveries.c.case).where(
            deliveries.c.workspace == workspace,
            deliveries.c.channel == channel,
            or_(deliveries.c.stage.in_(_UNDERWAY), deliveries.c.day == day),
        )
        with self._transaction() as connection:
            return frozenset(connection.execute(wanted).scalars()) - {""}

    def mark(self, workspace: str, channel: str, case: str, mark: Mark) -> None:
        """Keeps how a channel marked a case; the newest mark counts, and a case that is kept stays as kept."""
        row = insert(memory).values(
            workspace=workspace, channel=channel, case=case, shown=0, mark=mark, marked=0
        )
        marked = row.on_conflict_do_update(
            index_elements=[memory.c.workspace, memory.c.channel, memory.c.case],
            set_={"mark": mark, "marked": memory.c.shown},
            where=memory.c.mark.is_distinct_from("keep") if mark == "keep" else None,
        )
        with self._transaction() as connection:
            connection.execute(marked)

    def notice(self, cases: Iterable[str], today: date) -> None:
        """Keeps since when cases have been in the notes; those that were known keep their date."""
        # In one order everywhere: of two machines that note the same, none waits for what the other waits for.
        rows = [{"case": case, "since": today} for case in sorted(cases)]
        if not rows:
            return
        with self._transaction() as connection:
            connection.execute(insert(known).on_conflict_do_nothing(), rows)

    def known(self) -> dict[str, date]:
        """Since when each case has been in the notes."""
        with self._transaction() as connection:
            return {row.case: row.since for row in connection.execute(select(known))}

    def _subscriptions(self, *which: ColumnElement[bool]) -> tuple[Subscription, ...]:
        wanted = select(subscriptions).where(*which).order_by(subscriptions.c.at, subscriptions.c.id)
        with self._transaction() as connection:
            return tuple(_subscription(row) for row in connection.execute(wanted).mappings())

    def _stop(self, which: ColumnElement[bool], standing: str, reason: str) -> None:
        stopped = (
            update(subscriptions)
            .where(which, subscriptions.c.standing == "on")
            .values(standing=standing, reason=reason, told=False)
        )
        with self._transaction() as connection:
            connection.execute(stopped)


def _remember(connection: Connection, delivery: Delivery) -> None:
    row = insert(memory).values(
        workspace=delivery.workspace,
        channel=delivery.channel,
        case=delivery.case,
        shown=1,
        last=delivery.day,
        marked=0,
    )
    connection.execute(
        row.on_conflict_do_update(
            index_elements=[memory.c.workspace, memory.c.channel, memory.c.case],
            set_={"shown": memory.c.shown + 1, "last": delivery.day},
        )
    )


def _subscription(row: RowMapping) -> Subscription:
    told = dict(row) | {"weekdays": frozenset(int(each) for each in row["weekdays"])}
    return Subscription(**told)
