"""Which case comes next: all before any twice, then as the channel marked them, whatever the notes do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from bot.digest import rotation
from bot.digest.rotation import Candidate
from bot.model import Mark, Memory
from tests.bot.digest.making import subscription

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
CHANNEL = subscription()
NAMES = [f"Case {letter}" for letter in "ABCDEFGHIJKL"]
names = some.lists(some.sampled_from(NAMES), unique=True)
marks: some.SearchStrategy[Mark | None] = some.sampled_from([None, None, "keep", "sooner", "not"])


def cases(*found: str) -> list[Candidate]:
    return [Candidate(each) for each in found]


@dataclass
class Channel:
    """A channel that is shown a case a day, and marks it."""

    memory: dict[str, Memory] = field(default_factory=dict)
    known: dict[str, date] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    today: date = MONDAY

    def show(self, candidates: Iterable[Candidate], mark: Mark | None = None) -> str | None:
        case = rotation.choose(CHANNEL, candidates, self.memory, self.known, (), self.today)
        if case is not None:
            before = self.memory.get(case, Memory(case))
            self.memory[case] = replace(before, shown=before.shown + 1, last=self.today)
            self.shown.append(case)
            if mark:
                self.mark(case, mark)
        self.today += DAY
        return case

    def mark(self, case: str, mark: Mark) -> None:
        held = self.memory[case]
        if not held.mark == mark == "keep":
            self.memory[case] = replace(held, mark=mark, marked=held.shown)

    def gaps(self, case: str) -> list[int]:
        """How many days passed between the times a case was shown."""
        at = [place for place, each in enumerate(self.shown) if each == case]
        return [later - earlier for earlier, later in pairwise(at)]


@given(names, some.data())
def test_no_case_comes_twice_before_all_came_once(found: list[str], data: some.DataObject) -> None:
    channel = Channel()
    for _ in found:
        channel.show(cases(*data.draw(some.permutations(found))), data.draw(marks))

    assert sorted(channel.shown) == sorted(found)


@given(some.lists(some.tuples(names, marks), max_size=40))
def test_whatever_comes_and_goes_in_the_notes_nothing_returns_while_a_case_was_never_shown(
    days: list[tuple[list[str], Mark | None]],
) -> None:
    channel = Channel()
    for found, mark in days:
        retired = {case for case, held in channel.memory.items() if held.mark == "not"}
        before = set(channel.memory)
        case = channel.show(cases(*found), mark)
        assert case in set(found) - retired if set(found) - retired else case is None
        assert case not in before or set(found) <= before


@given(some.lists(some.tuples(some.sampled_from(NAMES), marks), max_size=60))
def test_every_machine_chooses_the_same_whatever_the_order_of_what_it_knows(
    history: list[tuple[str, Mark | None]],
) -> None:
    memory = {
        case: Memory(case, 1 + place % 3, MONDAY - place * DAY, mark)
        for place, (case, mark) in enumerate(history)
    }
    known = {case: MONDAY - place * DAY for place, case in enumerate(NAMES)}
    chosen = {
        rotation.choose(CHANNEL, cases(*order), dict(memories), known, (), MONDAY + DAY)
        for order, memories in ((NAMES, memory.items()), (NAMES[::-1], reversed(memory.items())))
    }

    assert len(chosen) == 1


_ELSEWHERE = """
from datetime import date, time
from bot.digest.rotation import Candidate, choose
from bot.model import Subscription

held = Subscription("s1", "T1", "C1", "U1", time(9), "Europe/Oslo", frozenset({0}), date(2024, 1, 1))
print(choose(held, [Candidate(each) for each in "ABCDEFGH"], {}, {}, (), date(2026, 11, 23)))
"""


def test_a_process_with_another_hash_seed_chooses_the_same() -> None:
    chosen = {
        subprocess.run(
            [sys.executable, "-c", _ELSEWHERE],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(chosen) == 1


def test_each_channel_has_an_order_of_its_own() -> None:
    first = {
        rotation.choose(subscription(channel=f"C{number}"), cases(*NAMES), {}, {}, (), MONDAY)
        for number in range(40)
    }

    assert len(first) > 8


@given(some.lists(marks, max_size=40))
@example(["sooner", "keep", "keep", "keep", "sooner", None])
def test_no_case_comes_twice_in_a_row_where_there_is_another(given_marks: list[Mark | None]) -> None:
    channel = Channel()
    for mark in given_marks:
        channel.show(cases(*NAMES[:4]), None if mark == "not" else mark)

    assert all(one != next_one for one, next_one in pairwise(channel.shown))


def test_a_case_alone_comes_every_time() -> None:
    channel = Channel()

    assert [channel.show(cases("Case A")) for _ in range(3)] == ["Case A"] * 3


def test_a_kept_case_returns_later_and_later() -> None:
    channel = Channel()
    while "Case A" not in channel.shown:
        channel.show(cases(*NAMES))
    channel.mark("Case A", "keep")
    for _ in range(1_000):
        channel.show(cases(*NAMES))

    gaps = channel.gaps("Case A")
    assert gaps[:4] == sorted(gaps[:4])
    assert gaps[0] > 1.5 * 12
    assert all(later > 1.7 * earlier for earlier, later in pairwise(gaps[:4]))


def test_keeping_it_again_does_not_bring_it_back_sooner() -> None:
    once, again = Memory("Case A", shown=4, mark="keep", marked=1), Channel({"Case A": Memory("Case A", 4)})
    again.memory["Case A"] = once
    again.mark("Case A", "keep")

    assert rotation.spacing(again.memory["Case A"]) == rotation.spacing(once) == 16


def test_sooner_again_comes_sooner_and_once() -> None:
    channel = Channel()
    for _ in NAMES:
        channel.show(cases(*NAMES))
    second = channel.shown[6]
    channel.mark(second, "sooner")
    for _ in range(40):
        channel.show(cases(*NAMES))

    first, *others = channel.gaps(second)
    assert first < 9
    assert all(gap >= 11 for gap in others[:2])


def test_not_for_us_never_comes_again_until_somebody_thinks_better_of_it() -> None:
    channel = Channel()
    refused = channel.show(cases(*NAMES), "not")
    for _ in range(60):
        channel.show(cases(*NAMES))
    assert channel.shown.count(str(refused)) == 1

    channel.mark(str(refused), "sooner")
    assert channel.show(cases(*NAMES)) == refused


def test_a_case_nobody_marked_comes_round_like_the_others() -> None:
    channel = Channel()
    for _ in range(5 * len(NAMES)):
        channel.show(cases(*NAMES))

    assert {channel.shown.count(each) for each in NAMES} == {5}


@pytest.mark.parametrize("seed", range(20))
def test_every_case_that_was_not_refused_comes_again(seed: int) -> None:
    channel, dice = Channel(), Random(seed)  # noqa: S311
    for _ in range(400):
        channel.show(cases(*NAMES[:4]), dice.choice((None, "keep", "sooner")))

    # Four cases, each at most 32 times as rare as the others.
    assert all(max(channel.gaps(each)) <= 4 * 32 for each in NAMES[:4])


# What the notes do


def test_a_new_case_is_the_next_to_come() -> None:
    channel = Channel(known=dict.fromkeys(NAMES, MONDAY))
    channel.show(cases(*NAMES))
    channel.known |= {"New": channel.today, "Newer": channel.today + DAY}

    found = [channel.show(cases(*NAMES, "New", "Newer")) for _ in range(3)]
    assert found[:2] == ["New", "Newer"]
    assert found[2] in NAMES


def test_what_was_in_the_notes_from_the_beginning_is_not_new() -> None:
    shuffled = rotation.choose(CHANNEL, cases(*NAMES), {}, {}, (), MONDAY)

    assert shuffled != "Case L"
    assert rotation.choose(CHANNEL, cases(*NAMES), {}, {"Case L": MONDAY}, (), MONDAY) == shuffled


def test_a_new_case_is_new_for_four_weeks() -> None:
    known = dict.fromkeys(NAMES, MONDAY) | {"Case L": MONDAY + DAY}
    shuffled = rotation.choose(CHANNEL, cases(*NAMES), {}, {}, (), MONDAY)

    def first(days: int) -> str | None:
        return rotation.choose(CHANNEL, cases(*NAMES), {}, known, (), MONDAY + days * DAY)

    assert (first(29), first(30)) == ("Case L", shuffled)
    assert shuffled != "Case L"


def test_a_case_that_left_the_notes_is_not_chosen_and_harms_nothing() -> None:
    channel = Channel(known=dict.fromkeys(NAMES, MONDAY))
    for _ in NAMES:
        channel.show(cases(*NAMES), "sooner")

    assert channel.show(cases("Case B")) == "Case B"
    assert channel.show(cases()) is None


def test_what_is_underway_to_the_channel_is_not_chosen_a_second_time() -> None:
    first = rotation.choose(CHANNEL, cases("Case A", "Case B"), {}, {}, (), MONDAY)
    second = rotation.choose(CHANNEL, cases("Case A", "Case B"), {}, {}, [str(first)], MONDAY)

    assert {first, second} == {"Case A", "Case B"}
    assert rotation.choose(CHANNEL, cases("Case A"), {}, {}, ["Case A"], MONDAY) is None


# Narrowing

STREET = Candidate("The Street", ("Sweden",), frozenset({"example"}), ("Streets", "Cities"))


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        (True, {}),
        (True, {"topic": "Cities"}),
        (False, {"topic": "Ageing"}),
        (True, {"country": "Sweden"}),
        (False, {"country": "Norway"}),
        (True, {"kind": "example"}),
        (False, {"kind": "challenge"}),
        (False, {"topic": "Cities", "country": "Norway"}),
    ],
)
def test_a_subscription_is_narrowed_to_a_topic_a_country_or_a_kind(
    expected: bool, given: dict[str, object]
) -> None:
    assert expected is rotation.matches(STREET, subscription(**given))
