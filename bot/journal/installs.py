"""The journal's part for where Casebook is installed: sealed tokens, who renews one, states that hold once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, delete, select, update

from bot.journal.inserting import insert
from bot.journal.schema import installations, states, subscriptions
from bot.journal.sealing import Seal
from bot.model import Installation

# How long somebody may take on Slack's page.
STATE_LASTS = 10 * 60.0
# Whoever set out to renew a token and is silent for so long is taken for gone.
_LEASE = 60.0


class Installs:
    """The installations by workspace, and the states of those who are installing. Every `now` is in seconds since 1970.

    Each change is one statement that says what must still hold, so that of two machines that want the same only
    one changes a row.
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]], seal: Seal) -> None:
        """Works through the transactions of a journal; tokens are kept under the seal."""
        self._transaction, self._seal = transaction, seal

    def keep(self, made: Installation) -> None:
        """Keeps an installation in place of the workspace's earlier one; what was suspended there goes on."""
        row = self._row(made) | {"turn": 0, "lease": 0.0, "left_at": None}
        kept = (
            insert(installations)
            .values(row)
            .on_conflict_do_update(
                index_elements=[installations.c.workspace], set_=row | {"turn": installations.c.turn + 1}
            )
        )
        with self._transaction() as connection:
            connection.execute(kept)
            _resume(connection, made.workspace)

    def find(self, workspace: str) -> Installation | None:
        """What Casebook speaks with in a workspace; None where it is not installed. Raises KeysUnfit."""
        wanted = select(installations).where(
            installations.c.workspace == workspace,
            installations.c.left_at.is_(None),
            installations.c.bot_token != "",
        )
        with self._transaction() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        return self._installation(row) if row else None

    def came_back(self, workspace: str, now: float) -> None:
        """A workspace whose token is a setting takes Casebook: what was suspended there goes on."""
        with self._transaction() as connection:
            connection.execute(
                update(installations)
                .where(installations.c.workspace == workspace, installations.c.left_at.is_not(None))
                .values(left_at=None, at=now)
            )
            _resume(connection, workspace)

    def leave(self, workspace: str, reason: str, now: float) -> bool:
        """Forgets the tokens of a workspace and suspends all it subscribed to, at once; whether that was news.

        What else is kept of it is forgotten by `Journal.purge`, unless it comes back before.
        """
        gone = {"bot_token": "", "refresh_token": "", "expires": None, "lease": 0.0, "left_at": now}
        row = _bare(workspace, now) | gone
        left = (
            insert(installations)
            .values(row)
            .on_conflict_do_update(
                index_elements=[installations.c.workspace],
                set_=gone | {"turn": installations.c.turn + 1},
                where=installations.c.left_at.is_(None),
            )
        )
        stopped = (
            update(subscriptions)
            .where(subscriptions.c.workspace == workspace, subscriptions.c.standing == "on")
            .values(standing="suspended", reason=reason, told=False)
        )
        with self._transaction() as connection:
            connection.execute(stopped)
            return connection.execute(left).rowcount == 1

    def lease(self, held: Installation, now: float) -> bool:
        """Whether it is the caller's to renew this token: nobody else is at it, and nobody has renewed it."""
        taken = (
            update(installations)
            .where(
                installations.c.workspace == held.workspace,
                installations.c.turn == held.turn,
                installations.c.lease <= now,
            )
            .values(lease=now + _LEASE)
        )
        with self._transaction() as connection:
            return connection.execute(taken).rowcount == 1

    def renew(self, before: Installation, after: Installation) -> Installation | None:
        """Keeps renewed tokens where `before` is still what is kept, and returns them with the next turn."""
        renewed = replace(after, turn=before.turn + 1)
        changed = (
            update(installations)
            .where(
                installations.c.workspace == before.workspace,
                installations.c.turn == before.turn,
                installations.c.left_at.is_(None),
            )
            .values(self._row(renewed) | {"lease": 0.0})
        )
        with self._transaction() as connection:
            return renewed if connection.execute(changed).rowcount == 1 else None

    def reseal(self) -> int:
        """Seals every token anew under the newest key; how many installations there are. Raises KeysUnfit."""
        sealed = (installations.c.workspace, installations.c.bot_token, installations.c.refresh_token)
        with self._transaction() as connection:
            rows = connection.execute(select(*sealed).where(installations.c.bot_token != "")).all()
            for row in rows:
                connection.execute(
                    update(installations)
                    # One that was renewed meanwhile is under the newest key as it is.
                    .where(
                        installations.c.workspace == row.workspace, installations.c.bot_token == row.bot_token
                    )
                    .values(
                        bot_token=self._seal.renewed(row.bot_token),
                        refresh_token=self._seal.renewed(row.refresh_token),
                    )
                )
        return len(rows)

    def begin(self, state: str, browser: str, now: float) -> None:
        """Keeps the state of somebody who sets out to install, as a hash, with that of their browser's cookie."""
        with self._transaction() as connection:
            connection.execute(delete(states).where(states.c.made_at <= now - STATE_LASTS))
            connection.execute(insert(states).values(state=_hash(state), browser=_hash(browser), made_at=now))

    def finish(self, state: str, browser: str, now: float) -> bool:
        """Whether that browser set out with that state within ten minutes; True once, whoever asks at the same time."""
        used = (
            delete(states)
            .where(
                states.c.state == _hash(state),
                states.c.browser == _hash(browser),
                states.c.made_at > now - STATE_LASTS,
            )
            .returning(states.c.state)
        )
        with self._transaction() as connection:
            return connection.execute(used).one_or_none() is not None

    def _row(self, made: Installation) -> dict[str, object]:
        return {
            "workspace": made.workspace,
            "enterprise": made.enterprise,
            "bot_token": self._seal.sealed(made.bot_token),
            "refresh_token": self._seal.sealed(made.refresh_token),
            "expires": made.expires,
            "bot_id": made.bot_id,
            "bot_user": made.bot_user,
            "installer": made.installer,
            "scopes": " ".join(made.scopes),
            "at": made.at,
            "turn": made.turn,
        }

    def _installation(self, row: RowMapping) -> Installation:
        return Installation(
            workspace=row["workspace"],
            enterprise=row["enterprise"],
            bot_token=self._seal.opened(row["bot_token"]),
            refresh_token=self._seal.opened(row["refresh_token"]),
            expires=row["expires"],
            bot_id=row["bot_id"],
            bot_user=row["bot_user"],
            installer=row["installer"],
            scopes=tuple(row["scopes"].split()),
            at=row["at"],
            turn=row["turn"],
        )


def left_before(connection: Connection, moment: float) -> Sequence[str]:
    """The workspaces that left before a moment, in seconds since 1970."""
    left = select(installations.c.workspace).where(installations.c.left_at <= moment)
    return connection.execute(left).scalars().all()


def _resume(connection: Connection, workspace: str) -> None:
    connection.execute(
        update(subscriptions)
        .where(subscriptions.c.workspace == workspace, subscriptions.c.standing == "suspended")
        .values(standing="on", reason="", told=False)
    )


def _bare(workspace: str, now: float) -> dict[str, object]:
    """A workspace of which nothing is known but that it is there."""
    names = ("enterprise", "bot_token", "refresh_token", "bot_id", "bot_user", "installer", "scopes")
    return {"workspace": workspace, **dict.fromkeys(names, ""), "at": now, "turn": 0}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
