"""The steps of a delivery: what each answer of Slack's makes of it, and what the world does meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from itertools import pairwise

import pytest

from bot.digest import delivering, replies
from bot.digest.delivering import SETTLE, TIMEOUT
from bot.digest.replies import UNHEARD, UNSENT, Reply, Seen
from bot.model import Delivery, Stage, Subscription
from tests.bot.digest.making import at, subscription

MONDAY = date(2026, 11, 23)
NINE = at("2026-11-23 09:00")
HOUR = 3600.0
PENDING = Delivery("s1", MONDAY, "T1", "C1", "The Street", due=NINE, not_before=NINE)
CLAIMED = delivering.claimed(PENDING, "a", NINE)
SENDING = delivering.intended(CLAIMED, NINE + 1)


# Claiming


def test_a_claim_is_for_a_minute() -> None:
    assert (CLAIMED.stage, CLAIMED.owner, CLAIMED.lease) == ("pending", "a", NINE + 60)


def test_what_was_left_sending_is_unknown_until_the_post_would_have_been_seen() -> None:
    left = delivering.claimed(SENDING, "b", NINE + 70)

    assert (left.stage, left.owner, left.attempt) == ("unknown", "", 1)
    assert left.not_before == NINE + 1 + TIMEOUT + SETTLE


@pytest.mark.parametrize("stage", ["sending", "unknown"])
def test_what_was_tried_at_a_time_that_has_not_come_is_waited_for_anew_and_looked_for_further_back(
    stage: Stage,
) -> None:
    back = NINE - 5 * HOUR
    left = delivering.claimed(replace(SENDING, stage=stage), "b", back)

    assert (left.stage, left.owner, left.not_before) == ("unknown", "", back + TIMEOUT + SETTLE)
    # Slack's clock, which nobody set, showed four o'clock when it was posted by one that showed nine.
    assert delivering.since(left, left.not_before, left.not_before) < NINE - 5 * HOUR - 24 * HOUR


def test_what_is_known_not_to_stand_is_claimed_as_if_it_were_new_once_the_clock_was_set_back() -> None:
    left = delivering.claimed(delivering.unposted(SENDING), "b", NINE - 5 * HOUR)

    assert (left.stage, left.owner, left.first_try, left.last_try) == ("pending", "b", None, None)


# The world has gone on


@pytest.mark.parametrize(
    ("stage", "reason", "held", "now"),
    [
        ("pending", "", subscription(), NINE + 1),
        ("pending", "", subscription(), NINE + 4 * HOUR),
        ("missed", "", subscription(), NINE + 4 * HOUR + 1),
        ("withdrawn", "", None, NINE + 1),
        ("withdrawn", "", subscription(standing="halted"), NINE + 1),
        ("withdrawn", "", subscription(paused_until=date(2026, 11, 24)), NINE + 1),
        ("withdrawn", "", subscription(starts=date(2026, 11, 24)), NINE + 1),
        ("withdrawn", "", subscription(weekdays=frozenset({5})), NINE + 1),
        ("missed", "", subscription(at=time(4)), NINE + 1),
    ],
)
def test_right_before_the_post_it_is_looked_at_whether_it_is_still_wanted(
    stage: Stage, reason: str, held: Subscription | None, now: float
) -> None:
    checked = delivering.rechecked(CLAIMED, held, "The Street", now)

    assert (checked.stage, checked.reason) == (stage, reason)
    assert bool(checked.owner) is (stage == "pending")


def test_a_time_that_was_moved_to_later_today_is_waited_for() -> None:
    checked = delivering.rechecked(CLAIMED, subscription(at=time(15)), "The Street", NINE + 1)

    assert (checked.stage, checked.owner, checked.lease) == ("pending", "", 0.0)
    assert checked.due == checked.not_before == NINE + 6 * HOUR


def test_a_case_that_left_the_notes_gives_way_to_another_or_is_missed() -> None:
    another = delivering.rechecked(CLAIMED, subscription(), "Camden", NINE + 1)
    none = delivering.rechecked(CLAIMED, subscription(), None, NINE + 1)

    assert (another.case, another.owner) == ("Camden", "a")
    assert (none.stage, none.reason) == ("missed", "no_case")


# Before the post


def test_before_the_post_it_is_written_down_that_it_may_have_happened() -> None:
    assert (SENDING.stage, SENDING.attempt, SENDING.owner) == ("sending", 1, "a")
    assert SENDING.first_try == SENDING.last_try == NINE + 1

    again = delivering.intended(SENDING, NINE + 90)
    assert (again.attempt, again.first_try, again.last_try) == (2, NINE + 1, NINE + 90)


@pytest.mark.parametrize(("expected", "seconds"), [(True, 0), (True, 35), (False, 35.1), (False, 60)])
def test_a_post_is_begun_only_if_it_ends_before_anybody_else_may_begin(
    expected: bool, seconds: float
) -> None:
    assert expected is delivering.is_safe(SENDING, NINE + seconds)


def test_what_was_not_begun_is_pending_again() -> None:
    assert delivering.unposted(SENDING) == replace(SENDING, stage="pending", owner="", lease=0.0)


# What Slack says


@pytest.mark.parametrize(
    ("expected", "reply"),
    [
        ("sent", Reply(ts="17.1")),
        ("limited", Reply(error="ratelimited", retry_after=30)),
        ("limited", Reply(error="ratelimited")),
        ("unsent", Reply(error=UNSENT)),
        ("unsent", Reply(error="team_added_to_org")),
        ("unknown", Reply(error=UNHEARD)),
        ("unknown", Reply(error=UNHEARD, retry_after=30)),
        ("unknown", Reply(error="fatal_error")),
        ("unknown", Reply(error="internal_error")),
        ("unknown", Reply(error="request_timeout")),
        ("unknown", Reply(error="service_unavailable")),
        ("unknown", Reply(error="a_word_of_next_year")),
        ("unknown", Reply()),
        ("channel", Reply(error="channel_not_found")),
        ("channel", Reply(error="is_archived")),
        ("channel", Reply(error="not_in_channel")),
        ("channel", Reply(error="restricted_action_read_only_channel")),
        # One workspace of an organisation left; digests in the others go on.
        ("channel", Reply(error="team_access_not_granted")),
        ("workspace", Reply(error="account_inactive")),
        ("workspace", Reply(error="token_revoked")),
        ("workspace", Reply(error="token_expired")),
        ("workspace", Reply(error="missing_scope")),
        ("message", Reply(error="invalid_blocks")),
        ("message", Reply(error="msg_blocks_too_long")),
        ("message", Reply(error="metadata_too_large")),
    ],
)
def test_an_answer_means(expected: str, reply: Reply) -> None:
    assert replies.meaning(reply) == expected


@pytest.mark.parametrize(
    ("stage", "reply"),
    [
        ("sent", Reply(ts="17.1")),
        ("pending", Reply(error="ratelimited", retry_after=30)),
        ("pending", Reply(error=UNSENT)),
        ("unknown", Reply(error=UNHEARD)),
        ("unknown", Reply(error=UNHEARD, retry_after=30)),
        ("failed", Reply(error="is_archived")),
        ("failed", Reply(error="token_revoked")),
        ("failed", Reply(error="invalid_blocks")),
    ],
)
def test_after_an_answer_nobody_holds_it_and_slacks_word_is_kept(stage: Stage, reply: Reply) -> None:
    after = delivering.settled(SENDING, reply, NINE + 2)

    assert (after.stage, after.owner, after.lease) == (stage, "", 0.0)
    assert (after.ts, after.reason) == (reply.ts, reply.error)


def test_slack_is_given_the_time_it_asks_for_and_a_little_more() -> None:
    after = delivering.settled(SENDING, Reply(error="ratelimited", retry_after=30), NINE + 2)

    assert NINE + 32 <= after.not_before <= NINE + 37


def test_each_failure_is_waited_out_longer_and_never_longer_than_five_minutes() -> None:
    waits = []
    for attempt in range(1, 9):
        after = delivering.settled(replace(SENDING, attempt=attempt), Reply(error=UNSENT), NINE)
        waits.append(after.not_before - NINE)

    assert 10 <= waits[0] <= 15
    assert all(later > earlier for earlier, later in pairwise(waits[:6]))
    assert waits[7] <= 305


# What nobody knows


def test_an_outcome_nobody_knows_is_looked_for_when_it_would_be_seen() -> None:
    after = delivering.settled(SENDING, Reply(error=UNHEARD), NINE + 16)

    assert after.not_before == NINE + 1 + TIMEOUT + SETTLE
    assert delivering.since(after, after.not_before, after.not_before) < NINE + 1 - 60
    # Whatever Slack's clock shows then, it was posted no longer ago.
    assert delivering.since(after, after.not_before, 500.0) == 500.0 - TIMEOUT - 3 * SETTLE


@pytest.mark.parametrize(
    ("stage", "seen", "now"),
    [
        ("sent", Seen("17.1"), NINE + 80),
        ("sent", Seen("17.1"), NINE + 9 * HOUR),
        ("pending", Seen(), NINE + 80),
        ("unknown", Seen(readable=False), NINE + 80),
        ("unknown", Seen(readable=False), NINE + 5 * HOUR),
        ("uncertain", Seen(readable=False), NINE + 5 * HOUR + 1),
    ],
)
def test_a_look_at_the_history_settles_it(stage: Stage, seen: Seen, now: float) -> None:
    unknown = delivering.claimed(delivering.settled(SENDING, Reply(error=UNHEARD), NINE + 16), "b", now)
    after = delivering.resolved(unknown, seen, now)

    assert (after.stage, after.ts, after.owner) == (stage, seen.ts, "")
    assert stage in ("sent", "uncertain") or after.not_before > now


def test_where_no_history_may_be_read_it_is_left_or_posted_again_as_was_agreed() -> None:
    unknown = delivering.settled(SENDING, Reply(error=UNHEARD), NINE + 16)

    assert delivering.unresolved(unknown, "at most once", NINE + 80).stage == "uncertain"
    assert delivering.unresolved(unknown, "at least once", NINE + 80).stage == "pending"


# What is remembered, and what a message carries


@pytest.mark.parametrize(
    ("expected", "stage", "reason"),
    [
        (True, "sent", ""),
        (True, "uncertain", ""),
        (True, "failed", "invalid_blocks"),
        (False, "failed", "is_archived"),
        (False, "failed", "token_revoked"),
        (False, "missed", ""),
        (False, "withdrawn", ""),
        (False, "pending", ""),
        (False, "unknown", ""),
    ],
)
def test_a_channel_remembers_what_it_may_have_seen_and_what_cannot_be_shown(
    expected: bool, stage: Stage, reason: str
) -> None:
    assert expected is delivering.is_shown(replace(PENDING, stage=stage, reason=reason))


def test_a_messages_key_is_that_of_its_subscription_and_date_and_says_nothing() -> None:
    keys = {
        delivering.key(each)
        for each in (
            PENDING,
            replace(PENDING, case="Camden", turn=9, attempt=3),
            replace(PENDING, subscription="s2"),
            replace(PENDING, day=date(2026, 11, 24)),
        )
    }

    assert len(keys) == 3
    assert all(len(each) == 24 and "s1" not in each for each in keys)
