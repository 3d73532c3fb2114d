"""What the journal promises of subscriptions, deliveries and what channels remember, on each backend."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.journal import Journal
from bot.journal.digests import Digests
from bot.model import Delivery, Mark, Memory, Stage, Subscription
from tests.bot.journal import raw

NOW = 1_800_000_000.0
MONDAY = date(2026, 11, 23)
SUBSCRIPTION = Subscription(
    id="s1",
    workspace="T1",
    channel="C1",
    person="U1",
    at=time(9, 30),
    zone="Europe/Oslo",
    weekdays=frozenset({0, 2, 6}),
    starts=MONDAY,
    topic="Ageing",
    country="Sweden",
    kind="challenge",
    holidays="SE",
    paused_until=date(2026, 12, 1),
)
DELIVERY = Delivery("s1", MONDAY, "T1", "C1", "The Street", due=NOW, not_before=NOW)


@pytest.fixture
def digests(journal: Journal) -> Digests:
    return journal.digests


# Subscriptions


def test_a_subscription_is_kept_as_it_was_given_until_it_is_taken_back(digests: Digests) -> None:
    digests.subscribe(SUBSCRIPTION)
    assert digests.subscription("s1") == SUBSCRIPTION

    changed = replace(SUBSCRIPTION, at=time(15), kind=None, paused_until=None)
    digests.subscribe(changed)
    assert digests.on() == digests.of_channel("T1", "C1") == (changed,)

    assert [digests.unsubscribe("s1"), digests.unsubscribe("s1")] == [True, False]
    assert digests.subscription("s1") is None


def test_a_channel_lists_its_own_by_the_time_of_day(digests: Digests) -> None:
    for number, hour, channel in ((1, 15, "C1"), (2, 9, "C1"), (3, 8, "C2")):
        digests.subscribe(replace(SUBSCRIPTION, id=f"s{number}", at=time(hour), channel=channel))

    assert [each.id for each in digests.of_channel("T1", "C1")] == ["s2", "s1"]
    assert digests.of_channel("T2", "C1") == ()


def test_whoever_set_up_what_is_halted_is_told_once_however_often_it_is_halted(digests: Digests) -> None:
    for number, person in ((1, "U1"), (2, "U1"), (3, "U2")):
        digests.subscribe(replace(SUBSCRIPTION, id=f"s{number}", person=person))
    digests.subscribe(replace(SUBSCRIPTION, id="s4", channel="C2"))

    digests.halt("T1", "C1", "is_archived")
    digests.halt("T1", "C1", "not_in_channel")

    untold = digests.untold()
    assert [(each.standing, each.reason) for each in untold] == [("halted", "is_archived")] * 3
    # The two of U1 are told in one message.
    assert [digests.tell(each) for each in untold] == [True, False, True]
    assert digests.untold() == ()
    assert [each.id for each in digests.on()] == ["s4"]


def test_what_is_turned_on_again_and_halted_again_is_told_again(digests: Digests) -> None:
    digests.subscribe(SUBSCRIPTION)
    for _ in range(2):
        digests.halt("T1", "C1", "is_archived")
        assert [digests.tell(each) for each in digests.untold()] == [True]
        digests.subscribe(SUBSCRIPTION)


def test_a_suspended_workspace_gets_nothing_and_the_others_go_on(digests: Digests) -> None:
    digests.subscribe(SUBSCRIPTION)
    digests.subscribe(replace(SUBSCRIPTION, id="s2", workspace="T2"))

    digests.suspend("T1", "token_revoked")

    assert [each.id for each in digests.on()] == ["s2"]
    assert digests.untold() == ()


# Deliveries


def test_a_subscription_has_one_delivery_on_a_local_date(digests: Digests) -> None:
    assert digests.plan(DELIVERY)
    assert not digests.plan(replace(DELIVERY, case="Another", not_before=NOW + 9))
    assert digests.plan(replace(DELIVERY, day=MONDAY + timedelta(days=1)))
    assert digests.plan(replace(DELIVERY, subscription="s2"))

    assert digests.ready(NOW)[0] == DELIVERY
    assert digests.made(MONDAY + timedelta(days=1)) == {("s1", MONDAY + timedelta(days=1))}


def test_what_was_withdrawn_may_be_planned_again_and_nothing_else(digests: Digests) -> None:
    digests.plan(DELIVERY)
    withdrawn = digests.move(DELIVERY, replace(DELIVERY, stage="withdrawn"))
    assert digests.made(MONDAY) == frozenset()

    again = replace(DELIVERY, case="Another")
    assert digests.plan(again)
    assert not digests.plan(again)
    # Whoever held it before it was withdrawn holds it no longer.
    assert withdrawn is not None
    assert digests.move(withdrawn, replace(withdrawn, stage="sent")) is None
    [held] = digests.ready(NOW)
    assert (held.case, held.turn) == ("Another", 2)


@pytest.mark.parametrize(
    ("expected", "reason", "stage"),
    [(True, "", "pending"), (False, "", "missed"), (False, "no_case", "pending")],
)
def test_what_was_missed_gives_way_to_what_is_not_too_late_after_all(
    digests: Digests, expected: bool, reason: str, stage: Stage
) -> None:
    digests.plan(replace(DELIVERY, stage="missed", reason=reason))
    assert digests.missed(MONDAY) == (set() if reason else {("s1", MONDAY)})
    assert digests.missed(MONDAY + timedelta(days=1)) == set()

    assert digests.plan(replace(DELIVERY, stage=stage)) is expected
    assert len(digests.ready(NOW)) == expected
    assert digests.made(MONDAY) == {("s1", MONDAY)}


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        (True, {}),
        # By a clock that was set back since.
        (True, {"stage": "sending", "lease": NOW + 3600, "last_try": NOW + 3600}),
        (True, {"stage": "unknown", "not_before": NOW + 3600, "last_try": NOW + 3600}),
        (True, {"lease": NOW + 3600}),
        (True, {"not_before": NOW + 3600, "last_try": NOW + 3600}),
        (False, {"not_before": NOW + 3600, "last_try": NOW}),
        (False, {"stage": "sent", "last_try": NOW + 3600}),
        (False, {"not_before": NOW + 0.1}),
        (False, {"lease": NOW + 0.1}),
        (True, {"lease": NOW}),
        (True, {"stage": "unknown"}),
        (False, {"stage": "unknown", "not_before": NOW + 0.1}),
        (True, {"stage": "sending", "not_before": NOW + 99}),
        (False, {"stage": "sending", "lease": NOW + 0.1}),
        (False, {"stage": "sent"}),
        (False, {"stage": "failed"}),
        (False, {"stage": "missed"}),
        (False, {"stage": "uncertain"}),
        (False, {"stage": "withdrawn"}),
    ],
)
def test_a_delivery_is_ready_when_its_time_has_come_and_nobody_has_it(
    digests: Digests, expected: bool, given: dict[str, object]
) -> None:
    digests.plan(replace(DELIVERY, **given))  # type: ignore[arg-type]

    assert expected is bool(digests.ready(NOW))


def test_a_move_needs_the_newest_turn(digests: Digests) -> None:
    digests.plan(DELIVERY)
    claimed = digests.move(DELIVERY, replace(DELIVERY, owner="a", lease=NOW + 60))
    assert claimed == replace(DELIVERY, owner="a", lease=NOW + 60, turn=1)

    assert digests.move(DELIVERY, replace(DELIVERY, owner="b", lease=NOW + 60)) is None
    assert digests.move(claimed, replace(claimed, stage="sent", ts="17.1")) is not None
    assert digests.ready(NOW + 99) == ()


@pytest.mark.parametrize("same_journal", [True, False], ids=["one journal", "two journals"])
def test_two_machines_claim_forty_deliveries_and_each_is_ones(url: str, same_journal: bool) -> None:
    first = Journal(url)
    second = first if same_journal else Journal(url)
    planned = [replace(DELIVERY, subscription=f"s{number}") for number in range(40)]
    for each in planned:
        first.digests.plan(each)
    together = threading.Barrier(2)

    def claims(named: tuple[str, Journal]) -> list[bool]:
        owner, journal = named
        together.wait()
        return [journal.digests.move(each, replace(each, owner=owner)) is not None for each in planned]

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(claims, (("a", first), ("b", second))))
    first.close()
    second.close()

    assert [left + right for left, right in zip(*results, strict=True)] == [1] * 40


def test_when_a_case_was_posted_last_is_known(digests: Digests) -> None:
    digests.plan(DELIVERY)
    assert digests.last("s1") is None

    digests.move(DELIVERY, replace(DELIVERY, last_try=NOW + 3))
    assert digests.last("s1") == NOW + 3


# What channels remember


def test_a_channel_remembers_what_it_was_shown(digests: Digests) -> None:
    digests.plan(DELIVERY)
    digests.plan(replace(DELIVERY, day=MONDAY + timedelta(days=1)))
    for each in digests.ready(NOW):
        digests.move(each, replace(each, stage="sent"), shown=True)

    assert digests.memory("T1", "C1") == {"The Street": Memory("The Street", 2, MONDAY + timedelta(days=1))}
    assert digests.memory("T1", "C2") == {}


def test_a_move_that_came_too_late_shows_nothing(digests: Digests) -> None:
    digests.plan(DELIVERY)
    digests.move(DELIVERY, DELIVERY)
    digests.move(DELIVERY, replace(DELIVERY, stage="sent"), shown=True)

    assert digests.memory("T1", "C1") == {}


@pytest.mark.parametrize(
    ("expected", "marks"),
    [
        (("keep", 2), [(2, "keep")]),
        (("keep", 2), [(2, "keep"), (3, "keep")]),  # it goes on where it was
        (("sooner", 3), [(2, "keep"), (3, "sooner")]),
        (("sooner", 3), [(2, "sooner"), (3, "sooner")]),
        (("keep", 3), [(2, "not"), (3, "keep")]),
        (("keep", 0), [(0, "keep")]),
    ],
)
def test_the_newest_mark_counts_from_when_it_was_given(
    digests: Digests, expected: tuple[Mark, int], marks: list[tuple[int, Mark]]
) -> None:
    shown = 0
    for times, mark in marks:
        for number in range(shown, times):
            each = replace(DELIVERY, day=MONDAY + timedelta(days=number))
            digests.plan(each)
            digests.move(each, each, shown=True)
        shown = times
        digests.mark("T1", "C1", "The Street", mark)

    held = digests.memory("T1", "C1")["The Street"]
    assert (held.mark, held.marked) == expected
    assert held.shown == shown


def test_what_is_underway_or_was_planned_today_is_taken(digests: Digests) -> None:
    earlier = MONDAY - timedelta(days=1)
    for case, day, stage in (
        ("A", MONDAY, "sent"),
        ("B", earlier, "unknown"),
        ("C", earlier, "sent"),
        ("", MONDAY, "missed"),
    ):
        digests.plan(replace(DELIVERY, subscription=case, case=case, day=day, stage=stage))  # type: ignore[arg-type]
    digests.plan(replace(DELIVERY, subscription="elsewhere", channel="C2", case="D"))

    assert digests.taken("T1", "C1", MONDAY) == {"A", "B"}


def test_a_case_is_new_once(digests: Digests) -> None:
    digests.notice(["A", "B"], MONDAY)
    digests.notice(["B", "C"], MONDAY + timedelta(days=1))
    digests.notice([], MONDAY + timedelta(days=2))

    assert digests.known() == {"A": MONDAY, "B": MONDAY, "C": MONDAY + timedelta(days=1)}


# Forgetting, and what is not kept


def test_deliveries_are_forgotten_after_ninety_days_and_what_was_shown_is_not(journal: Journal) -> None:
    journal.digests.subscribe(SUBSCRIPTION)
    journal.digests.plan(DELIVERY)
    journal.digests.move(DELIVERY, DELIVERY, shown=True)

    journal.purge(NOW + 90 * 86_400 - 1, gap_days=180)
    assert journal.digests.made(MONDAY)
    journal.purge(NOW + 90 * 86_400, gap_days=180)

    assert journal.digests.made(MONDAY) == frozenset()
    assert journal.digests.memory("T1", "C1") != {}
    assert journal.digests.on() == (SUBSCRIPTION,)


def test_who_set_it_up_is_forgotten_when_it_is_turned_off(journal: Journal, url: str) -> None:
    journal.digests.subscribe(replace(SUBSCRIPTION, person="U07PERSON99"))
    journal.digests.plan(DELIVERY)
    journal.digests.mark("T1", "C1", "The Street", "keep")
    journal.digests.unsubscribe("s1")
    journal.close()

    assert b"U07PERSON99" not in raw.held(url)
