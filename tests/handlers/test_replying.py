"""A mention whose bot was killed, or whose Slack gave no answer, is answered once: through Bolt and a journal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.digest import resuming
from bot.journal import Journal
from handlers.replying import EVENT
from tests.handlers.fakes import TEAM, FakeSlack, Talk

KEY = f"message:C1:{1.5}"
MARK = {"event_type": EVENT, "event_payload": {"key": resuming.key(TEAM, KEY)}}
STANDS, OTHERS = {"ts": "2.1", "metadata": MARK}, {"ts": "2.2", "text": "Thanks!"}


@pytest.fixture
async def curious(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Talk]:
    """A talk in a workspace where the bot may look in channels."""
    begun = Talk(slack, tmp_path, history=True)
    yield begun
    begun.desk.close()
    begun.desk.journal.close()


def killed(talk: Talk, *, begun: bool = True) -> None:
    """Another machine took the mention up and was killed, having begun the reply or before."""
    other = Journal(talk.given.database_url)
    for key in ("event:Ev1", KEY):
        assert other.claim(TEAM, key, talk.now)
    if begun:
        assert other.begin(TEAM, KEY, talk.now, None)
    other.close()


async def again(talk: Talk, after: float) -> int:
    """The status with which the mention is answered that Slack sends again so many seconds later."""
    talk.now += after
    answered = await talk.event(
        {"type": "app_mention", "channel": "C1", "text": "<@UBOT> vinnova", "ts": "1.5"}, "Ev1"
    )
    return answered.status


def posts(slack: FakeSlack) -> list[dict[str, Any]]:
    return slack.said("chat.postMessage")


async def test_a_reply_bears_a_key_where_it_can_be_looked_for(curious: Talk, slack: FakeSlack) -> None:
    await again(curious, 0)
    assert [each["metadata"] for each in posts(slack)] == [MARK]


async def test_elsewhere_it_bears_none(talk: Talk, slack: FakeSlack) -> None:
    await again(talk, 0)
    assert "metadata" not in posts(slack)[0]


async def test_a_reply_that_stands_is_not_posted_again(curious: Talk, slack: FakeSlack) -> None:
    killed(curious)
    slack.thread = [OTHERS, OTHERS, OTHERS, STANDS]
    assert (await again(curious, 0.1), await again(curious, 61), await again(curious, 300)) == (503, 200, 200)
    assert posts(slack) == []


async def test_a_reply_that_never_came_is_posted_once_it_can_no_longer_come(
    curious: Talk, slack: FakeSlack
) -> None:
    killed(curious)
    slack.thread = [OTHERS]
    assert (await again(curious, 0.1), await again(curious, 61)) == (503, 503)
    assert posts(slack) == []
    assert await again(curious, 300) == 200
    assert [each["metadata"] for each in posts(slack)] == [MARK]


async def test_where_nobody_may_look_a_reply_that_was_begun_is_left(talk: Talk, slack: FakeSlack) -> None:
    killed(talk)
    assert (await again(talk, 61), await again(talk, 300)) == (200, 200)
    assert slack.told == []


async def test_a_thread_that_cannot_be_read_is_looked_at_again(curious: Talk, slack: FakeSlack) -> None:
    killed(curious)
    slack.refuses["conversations.replies"] = "missing_scope"
    assert (await again(curious, 61), await again(curious, 300)) == (503, 503)
    assert posts(slack) == []


@pytest.mark.parametrize("history", [True, False])
async def test_a_reply_that_was_not_begun_is_posted(slack: FakeSlack, tmp_path: Path, history: bool) -> None:
    talk = Talk(slack, tmp_path, history=history)
    killed(talk, begun=False)
    assert await again(talk, 61) == 200
    assert len(posts(slack)) == 1
    talk.desk.close()
    talk.desk.journal.close()


async def test_of_what_is_said_to_the_bot_itself_it_looks_in_any_case(talk: Talk, slack: FakeSlack) -> None:
    slack.refuses["chat.postMessage"] = "fatal_error"
    assert (await talk.direct("vinnova", ts="1.5")).status == 503
    told = {"event_type": EVENT, "event_payload": {"key": resuming.key(TEAM, "message:D1:1.5")}}
    slack.histories, slack.refuses = [{"ok": True, "messages": [{"ts": "2.1", "metadata": told}]}], {}
    message = {"type": "message", "channel_type": "im", "channel": "D1", "text": "vinnova", "ts": "1.5"}
    assert (await talk.event(message, "Ev1")).status == 200
    assert posts(slack) == []


async def test_a_post_that_was_not_answered_is_looked_for_before_another(
    curious: Talk, slack: FakeSlack
) -> None:
    slack.refuses["chat.postMessage"] = "internal_error"
    assert await again(curious, 0) == 503
    slack.refuses, slack.thread = {}, [STANDS]
    assert await again(curious, 0.1) == 200
    assert posts(slack) == []


async def test_where_nobody_may_look_whoever_asked_is_told_and_nothing_is_posted_again(
    talk: Talk, slack: FakeSlack
) -> None:
    errors = iter([{"chat.postMessage": "internal_error"}])
    slack.on_method["chat.postMessage"] = lambda: setattr(slack, "refuses", next(errors, {}))
    assert (await again(talk, 0), await again(talk, 0.1)) == (200, 200)
    [told] = posts(slack)
    assert told["text"].startswith("Slack did not tell me whether that came through.")


async def test_a_post_that_slack_refused_is_tried_again(curious: Talk, slack: FakeSlack) -> None:
    slack.refuses["chat.postMessage"] = "not_in_channel"
    assert await again(curious, 0) == 500
    slack.refuses = {}
    assert await again(curious, 0.1) == 200
    assert len(posts(slack)) == 1


async def test_whoever_was_held_up_before_the_post_posts_nothing(curious: Talk, slack: FakeSlack) -> None:
    begin = curious.desk.journal.begin

    def slowly(*given: Any) -> bool:  # noqa: ANN401  whatever it takes
        held = begin(*given)
        curious.now += 60
        return held

    curious.desk.journal.begin = slowly  # type: ignore[method-assign,assignment]
    assert await again(curious, 0) == 503
    assert posts(slack) == []
