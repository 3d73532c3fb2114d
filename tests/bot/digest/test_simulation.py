"""Each case is posted once, whatever fails: thousands of deliveries in a time of their own, each by its seed.

Most run over a journal in memory. It gives the same answers as the real one to every sequence of calls that
test_stores finds, and all that is promised here rests on those answers: on `plan` and `move`, which succeed for
one of two, and on `ready`. A few hundred run over SQLite itself, some over PostgreSQL.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from bot.digest import delivering
from bot.digest.replies import UNHEARD, UNSENT, Reply
from bot.journal import Journal
from bot.model import Delivery
from tests.bot.digest.making import SOAK
from tests.bot.digest.simulation import FAIR, FOUL, NINE, Slack, World, channels
from tests.conftest import Figure
from tests.postgres import Databases

A_WORLD = 250
# 3,000 deliveries every day, 100,000 in the soak.
WORLDS = 400 if SOAK else 12


def foul(seed: int, **given: object) -> World:
    return World(seed, FOUL, channels(A_WORLD, workspaces=25), **given).run()  # type: ignore[arg-type]


def test_in_foul_weather_each_case_is_posted_once(figure: Figure) -> None:
    wrong = {}
    kills = 0
    for seed in range(WORLDS):
        world = foul(seed)
        kills += world.kills
        if world.doubled() or world.missing():
            wrong[f"seed {seed}"] = {"doubled": world.doubled(), "missing": world.missing()}

    assert wrong == {}
    assert kills > 5 * WORLDS
    figure(f"{WORLDS * A_WORLD:,} simulated deliveries, {kills:,} kills: 0 posted twice, 0 missing")


def test_the_same_seeds_trouble_those_who_post_again_at_once_or_never() -> None:
    again = [foul(seed, policy="at least once") for seed in range(4)]
    never = [foul(seed, policy="at most once") for seed in range(4)]

    assert sum(len(world.doubled()) for world in again) >= 0.1 * 4 * A_WORLD
    assert sum(len(world.missing()) for world in again) == 0
    assert sum(len(world.missing()) for world in never) >= 0.1 * 4 * A_WORLD
    assert sum(len(world.doubled()) for world in never) == 0


def test_who_does_not_wait_before_looking_posts_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "SETTLE", 0.0)

    assert sum(len(foul(seed).doubled()) for seed in range(4)) > 0


def test_a_seed_tells_the_same_story_twice() -> None:
    first, second = foul(7), foul(7)

    assert first.slack.posts == second.slack.posts
    assert first.slack.posts != foul(8).slack.posts


def over(journals: list[Journal], seed: int, size: int = 100) -> dict[str, list[str]]:
    """What is wrong after a world over real journals."""
    world = World(seed, FOUL, channels(size, workspaces=10), stores=[each.digests for each in journals]).run()
    for each in journals:
        each.close()
    return {"doubled": world.doubled(), "missing": world.missing()}


def test_it_is_the_same_over_sqlite(tmp_path: Path) -> None:
    # A disk takes its time over thirty commits a delivery; the soak has it.
    for seed in range(40 if SOAK else 2):
        journal = Journal("sqlite://")
        files = [Journal(f"sqlite:///{tmp_path / f'{seed}.db'}") for _ in "ab"] if SOAK and seed < 4 else []
        assert over(files or [journal, journal], seed) == {"doubled": [], "missing": []}, f"seed {seed}"


def test_it_is_the_same_over_postgresql_for_two_machines(postgres: Databases) -> None:
    for seed in range(20 if SOAK else 1):
        with postgres.empty() as url:
            assert over([Journal(url), Journal(url)], seed, 30) == {"doubled": [], "missing": []}, seed


# Every point at which a machine can be killed, and everything Slack can do at its first post


class Answers(Slack):
    """Answers the first post as it is told to, and every other well."""

    first: tuple[Reply, float | None]

    def post(self, delivery: Delivery, now: float) -> tuple[Reply, float]:
        if self.first is None:
            return super().post(delivery, now)
        (reply, applied), self.first = self.first, None  # type: ignore[assignment]
        if applied is not None:
            self._apply(delivery, now + applied)
        return reply, 1.0


@pytest.mark.parametrize(
    ("reply", "applied"),
    [
        (Reply(ts="17.1"), 0.0),
        (Reply(error=UNSENT), None),
        (Reply(error="ratelimited", retry_after=3), None),
        (Reply(error=UNHEARD), None),
        (Reply(error=UNHEARD), 0.0),
        (Reply(error=UNHEARD), 30.0),
        (Reply(error="fatal_error"), 0.0),
        (Reply(error="fatal_error"), None),
        (Reply(error="something_new"), 1.0),
    ],
)
def test_killed_at_any_step_a_machine_leaves_one_post(reply: Reply, applied: float | None) -> None:
    wrong = []
    for step in count(1):
        world = World(1, FAIR, channels(1), kill_at=step)
        world.slack = Answers(world.dice, FAIR)
        world.slack.first = (reply, applied)
        world.run()
        if len(world.posted(world.wanted[0])) != 1:
            wrong.append(step)
        if not world.kills:
            break

    assert wrong == []
    assert step > 80


# How fast


@pytest.mark.parametrize("machines", [1, 2])
def test_two_thousand_channels_are_served_in_twelve_minutes_and_hardly_one_too_fast(machines: int) -> None:
    world = World(3, FAIR, channels(2_000))
    world.machines = world.machines[:machines]
    world.slack.strict = True
    world.run()
    posted = [world.posted(each) for each in world.wanted]

    assert [each for each in posted if len(each) != 1] == []
    assert max(each[0] for each in posted) <= NINE + 12 * 60
    # Two machines do not know of each other's pace; Slack's answer is all it takes.
    assert world.slack.limits <= 0.01 * len(posted)


def test_without_faults_ninety_nine_of_a_hundred_begin_ten_seconds_after_their_place_at_most(
    figure: Figure,
) -> None:
    fair = replace(FAIR, skew=2.0)
    world = World(5, fair, channels(1_000, workspaces=4)).run()
    late = sorted(world.posted(each)[0] - world.slots[each.id] for each in world.wanted)

    assert late[int(len(late) * 0.99)] <= 10.0
    figure(f"punctuality without faults: p99 {late[int(len(late) * 0.99)]:.1f} s of the simulation's")
    # By its own clock no machine is early; theirs are two seconds apart at most.
    assert late[0] >= -2.0
