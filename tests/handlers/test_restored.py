"""After a restore nothing is posted twice: what was posted since the backup is found in the channel, or left alone."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot import restoring
from bot.casebook import Casebook
from bot.digest.delivering import TIMEOUT, Policy
from bot.journal.backups import back_up
from bot.model import Stage
from handlers.delivery import Postman, carried, due
from handlers.tokens import always
from handlers.voice import postman_client
from tests.bot.digest.making import at, subscription
from tests.handlers.fakes import FakeSlack, Talk

MONDAY, NINE = date(2026, 11, 23), at("2026-11-23 09:00")


async def look(talk: Talk, policy: Policy) -> None:
    hands = Postman(talk.desk, always(postman_client("xoxb-1", talk.given.api_url, TIMEOUT)), policy)
    await asyncio.gather(*(carried(each, hands) for each in await due(talk.desk, hands)))


@pytest.mark.parametrize("backed_up", [NINE - 3600, NINE - 60, NINE])
@pytest.mark.parametrize(
    ("policy", "stands", "posts", "ends"),
    [
        ("look", True, 0, "sent"),
        ("look", False, 1, "sent"),
        ("at most once", True, 0, "uncertain"),
        ("at most once", False, 0, "uncertain"),
    ],
)
async def test_what_was_posted_after_the_backup_is_not_posted_again(
    slack: FakeSlack,
    tmp_path: Path,
    shipped: Casebook,
    backed_up: float,
    policy: Policy,
    stands: bool,
    posts: int,
    ends: Stage,
) -> None:
    url, backup = f"sqlite:///{tmp_path / 'journal.db'}", tmp_path / "backup.db"
    before = Talk(slack, tmp_path, shipped)
    with closing(before.desk), closing(before.desk.journal):
        before.desk.journal.digests.subscribe(subscription(starts=MONDAY))
        # A minute before, the delivery is planned; an hour before, there is nothing of it yet.
        before.now = backed_up
        if backed_up < NINE:
            await look(before, policy)
        back_up(url, backup)
        before.now = NINE + 1
        await look(before, policy)
    [posted] = slack.said("chat.postMessage")
    restoring.restore(url, backup, NINE + 1800)

    slack.told.clear()
    after = Talk(slack, tmp_path, shipped)
    with closing(after.desk), closing(after.desk.journal):
        found = [{"ts": "99.1", "metadata": posted["metadata"]}] if stands else []
        slack.histories = [{"ok": True, "messages": found}]
        for seconds in range(1800, 2400, 60):
            after.now = NINE + seconds
            await look(after, policy)
        assert len(slack.said("chat.postMessage")) == posts
        assert after.desk.journal.digests.underway() == ()
        with after.desk.journal._transaction() as connection:
            stages = connection.exec_driver_sql("SELECT stage FROM deliveries").scalars().all()
        assert stages == [ends]
