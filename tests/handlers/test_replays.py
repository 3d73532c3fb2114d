"""An event that comes again at any time of the next day, to whichever of two replicas, is answered once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

from handlers import runtime
from tests.bot.digest.making import SOAK
from tests.conftest import Figure
from tests.handlers.fakes import FakeSlack, Talk

_DAY = 24 * 3600.0
EVENTS, REPLAYS = (500, 10_000) if SOAK else (20, 200)


async def test_what_comes_again_within_a_day_is_answered_once(
    slack: FakeSlack, tmp_path: Path, figure: Figure
) -> None:
    seed = 1
    dice = Random(seed)  # noqa: S311  the same day every time
    replicas = Talk(slack, tmp_path), Talk(slack, tmp_path)
    begun, forgotten = replicas[0].now, 0.0
    times = sorted(
        (dice.random() * _DAY * (number >= EVENTS), number % EVENTS) for number in range(EVENTS + REPLAYS)
    )
    for after, number in times:
        talk = dice.choice(replicas)
        talk.now = begun + after
        if after - forgotten > 3600:
            await runtime._forget(talk.desk)
            forgotten = after
        event = {"type": "app_mention", "channel": "C1", "text": "<@UBOT> vinnova", "ts": f"{number}.5"}
        assert (await talk.event(event, f"Ev{number}")).status == 200, f"seed {seed}"
    posts = Counter(each["thread_ts"] for each in slack.said("chat.postMessage"))
    assert posts == {f"{number}.5": 1 for number in range(EVENTS)}, f"seed {seed}"
    figure(f"{REPLAYS} replays of {EVENTS} events within a day: 0 answered twice")
    for talk in replicas:
        talk.desk.close()
        talk.desk.journal.close()
