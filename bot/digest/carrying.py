"""Carries a delivery from its claim to its end, through hands it is given. It may be killed at any await."""

from __future__ import annotations

from typing import Protocol

from bot.digest import delivering
from bot.digest.delivering import Policy
from bot.digest.replies import Reply, Seen, meaning
from bot.model import Delivery, Subscription


class Hands(Protocol):
    """What a delivery needs done in the world. Whatever is raised leaves the delivery to be taken up later."""

    @property
    def owner(self) -> str:
        """This run of this machine, told apart from every other."""

    @property
    def policy(self) -> Policy:
        """What becomes of an unknown outcome."""

    def now(self) -> float:
        """Seconds since 1970."""

    async def move(self, before: Delivery, after: Delivery) -> Delivery | None:
        """Keeps `after` where `before` is still what is kept, and returns it with its turn; else None."""

    async def recheck(self, delivery: Delivery) -> tuple[Subscription | None, str | None]:
        """The subscription as it is now, and the case if the notes still tell of it, another, or None."""

    async def post(self, delivery: Delivery) -> Reply:
        """Posts once, never again by itself, and gives up after TIMEOUT."""

    async def look(self, delivery: Delivery) -> Seen:
        """Looks for the delivery's key in the channel's history, within its window."""

    async def slow(self, delivery: Delivery, retry_after: float) -> None:
        """Posts less to its workspace from now on."""

    async def halt(self, delivery: Delivery, reason: str) -> None:
        """Halts the channel's subscriptions, and sees to it that whoever set them up is told once."""

    async def suspend(self, delivery: Delivery, reason: str) -> None:
        """Suspends all subscriptions of the workspace."""


async def carry(delivery: Delivery, hands: Hands) -> None:
    """Takes up a delivery that is ready, as far as it can be brought now."""
    mine = await hands.move(delivery, delivering.claimed(delivery, hands.owner, hands.now()))
    if mine is None or not mine.owner:
        return
    if mine.stage == "unknown":
        await _resolve(mine, hands)
        return
    subscription, case = await hands.recheck(mine)
    checked = delivering.rechecked(mine, subscription, case, hands.now())
    if not checked.owner:
        await hands.move(mine, checked)
        return
    intended = await hands.move(mine, delivering.intended(checked, hands.now()))
    if intended is None:
        return
    # The last look at the clock: what follows it is the call itself.
    if not delivering.is_safe(intended, hands.now()):
        await hands.move(intended, delivering.unposted(intended))
        return
    await _settle(intended, await hands.post(intended), hands)


async def _settle(delivery: Delivery, reply: Reply, hands: Hands) -> None:
    after = delivering.settled(delivery, reply, hands.now())
    # Before the delivery is at its end, so that whoever finds it halfway does this again.
    match meaning(reply):
        case "limited":
            await hands.slow(delivery, after.not_before - hands.now())
        case "channel":
            await hands.halt(delivery, reply.error)
        case "workspace":
            await hands.suspend(delivery, reply.error)
    await hands.move(delivery, after)


async def _resolve(delivery: Delivery, hands: Hands) -> None:
    if hands.policy == "look":
        after = delivering.resolved(delivery, await hands.look(delivery), hands.now())
    else:
        after = delivering.unresolved(delivery, hands.policy, hands.now())
    await hands.move(delivery, after)
