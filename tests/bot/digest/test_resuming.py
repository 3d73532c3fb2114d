"""What is done about a reply that was begun and never heard of, as a table."""

from __future__ import annotations

import pytest

from bot.digest.replies import Seen
from bot.digest.resuming import Step, is_safe, key, step

BEGUN = 1_800_000_000.0
# As Slack sends an event again, in seconds after the reply was begun: at once, and after one minute and five more.
AT_ONCE, A_MINUTE, FIVE_MORE = 0.1, 60.5, 361.0
STANDS, MISSING, UNREADABLE = Seen(ts="17.1"), Seen(), Seen(readable=False)


@pytest.mark.parametrize(
    ("begun", "seen", "after", "then"),
    [
        (None,  None,       AT_ONCE,   "post"),   # nobody came so far
        (BEGUN, None,       A_MINUTE,  "leave"),  # nobody may look, so it is not posted twice
        (BEGUN, None,       FIVE_MORE, "leave"),
        (BEGUN, STANDS,     AT_ONCE,   "leave"),
        (BEGUN, STANDS,     FIVE_MORE, "leave"),
        (BEGUN, MISSING,    AT_ONCE,   "wait"),   # Slack may still show it
        (BEGUN, MISSING,    A_MINUTE,  "wait"),
        (BEGUN, MISSING,    FIVE_MORE, "post"),
        (BEGUN, UNREADABLE, A_MINUTE,  "wait"),   # it may be readable by then
        (BEGUN, UNREADABLE, FIVE_MORE, "wait"),
        (BEGUN, MISSING,    -3_600.0,  "wait"),   # the clock was set back meanwhile
    ],
)  # fmt: skip
def test_a_reply_that_was_begun(begun: float | None, seen: Seen | None, after: float, then: Step) -> None:
    assert step(begun, seen, BEGUN + after) == then


@pytest.mark.parametrize(("late", "safe"), [(0.0, True), (29.0, True), (31.0, False), (3_600.0, False)])
def test_whoever_was_held_up_begins_nothing(late: float, safe: bool) -> None:
    assert is_safe(BEGUN, BEGUN + late) is safe


def test_a_reply_bears_the_same_key_wherever_it_is_looked_for_and_another_elsewhere() -> None:
    # Whoever looks for it is another process, and may be of another version.
    assert key("T1", "message:C1:1.5") == "27ab5b03609d116a0183d4d4"
    assert len({key("T1", "message:C1:1.5"), key("T2", "message:C1:1.5"), key("T1", "message:C1:1.6")}) == 3
    assert "C1" not in key("T1", "message:C1:1.5")
