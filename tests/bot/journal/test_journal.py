"""What the journal promises of events, answers, votes and gaps, on each backend."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import takewhile
from random import Random
from subprocess import PIPE

import pytest

from bot.journal import Journal
from bot.model import Answer, Gap, Kept
from tests.bot.digest.making import SOAK
from tests.bot.journal import raw
from tests.conftest import Figure

NOW = 1_800_000_000.0
MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR

ANSWER = Answer(
    tier="closest",
    groups=(),
    hits=("a1", "b2", "c3"),
    kind="challenge",
    countries=("Sweden", "Norway"),
    unmatched=("budget",),
    unknown_places=("Porto Alegre",),
    view="compare",
    sides=("Sweden", "Norway"),
    topic="citizens",
)


# Events


def test_a_new_event_is_the_callers(journal: Journal) -> None:
    assert journal.claim("T1", "Ev1", NOW)
    assert journal.claim("T1", "Ev2", NOW)


@pytest.mark.parametrize(
    ("expected", "seconds"),
    [(False, 0), (False, 59.9), (True, 60), (True, 3 * HOUR)],
)
def test_a_claimed_event_is_free_again_after_a_minute(
    journal: Journal, expected: bool, seconds: float
) -> None:
    journal.claim("T1", "Ev1", NOW)

    assert journal.claim("T1", "Ev1", NOW + seconds) is expected


@pytest.mark.parametrize(("expected", "back"), [(False, 1), (False, 60), (True, 61), (True, 3 * HOUR)])
def test_a_claim_from_the_time_to_come_holds_nobody_up(journal: Journal, expected: bool, back: float) -> None:
    journal.claim("T1", "Ev1", NOW)

    assert journal.claim("T1", "Ev1", NOW - back) is expected


def test_claiming_anew_starts_the_minute_anew(journal: Journal) -> None:
    journal.claim("T1", "Ev1", NOW)
    journal.claim("T1", "Ev1", NOW + 60)

    assert not journal.claim("T1", "Ev1", NOW + 110)
    assert journal.claim("T1", "Ev1", NOW + 120)


def test_an_event_that_another_process_claimed_may_be_at_work_elsewhere_for_a_minute(url: str) -> None:
    one, other = Journal(url), Journal(url)
    one.claim("T1", "Ev1", NOW)

    assert not other.claim("T1", "Ev1", NOW + 59)
    assert (
        one.is_underway("T1", "Ev1", NOW + 59, here=False),
        other.is_underway("T1", "Ev1", NOW + 59, here=False),
    ) == (
        False,
        True,
    )
    assert not other.is_underway("T1", "Ev1", NOW + 60, here=False)
    assert other.claim("T1", "Ev1", NOW + 60)
    assert (
        one.is_underway("T1", "Ev1", NOW + 61, here=False),
        other.is_underway("T1", "Ev1", NOW + 61, here=False),
    ) == (
        True,
        False,
    )
    other.done("T1", ("Ev1",), NOW + 62)
    assert not one.is_underway("T1", "Ev1", NOW + 63, here=False)
    assert not one.is_underway("T1", "Ev2", NOW, here=False)
    one.close()
    other.close()


def test_an_event_is_underway_where_it_was_claimed_until_it_is_done(journal: Journal) -> None:
    journal.claim("T1", "Ev1", NOW)
    assert journal.is_underway("T1", "Ev1", NOW + 59, here=True)
    assert not journal.is_underway("T1", "Ev1", NOW + 60, here=True)
    journal.done("T1", ("Ev1",), NOW + 1)
    assert not journal.is_underway("T1", "Ev1", NOW + 2, here=True)


def test_a_reply_is_begun_by_one_at_a_time(url: str) -> None:
    one, other = Journal(url), Journal(url)
    assert one.begun("T1", "Ev1") is None
    assert one.begin("T1", "Ev1", NOW, None)
    assert not other.begin("T1", "Ev1", NOW + 1, None)
    assert other.begun("T1", "Ev1") == NOW

    assert other.begin("T1", "Ev1", NOW + 300, NOW)
    assert not one.begin("T1", "Ev1", NOW + 301, NOW)
    assert one.begun("T1", "Ev1") == NOW + 300
    assert one.begun("T2", "Ev1") is None

    one.withdraw("T1", "Ev1")
    assert other.begun("T1", "Ev1") is None
    one.close()
    other.close()


def test_a_reply_that_was_begun_is_forgotten_with_its_event(journal: Journal) -> None:
    journal.begin("T1", "Ev1", NOW, None)
    journal.purge(NOW + 24 * HOUR, gap_days=180)
    assert journal.begun("T1", "Ev1") == NOW
    journal.purge(NOW + 26 * HOUR, gap_days=180)
    assert journal.begun("T1", "Ev1") is None


def test_a_nul_that_somebody_sent_fails_nothing(journal: Journal) -> None:
    assert journal.claim("T1", "Ev\0", NOW)
    assert not journal.claim("T1", "Ev\0", NOW + 1)
    asked = journal.remember("T1", replace(ANSWER, topic="the\0budget", unmatched=("\0",)), "C1", NOW)
    answer = journal.recall("T1", asked, NOW)
    assert answer is not None
    assert answer.topic.replace("\0", "") == "thebudget"


def test_an_event_that_was_done_is_not_handled_again(journal: Journal) -> None:
    journal.claim("T1", "Ev1", NOW)
    journal.done("T1", ("Ev1",), NOW + 1)

    assert not journal.claim("T1", "Ev1", NOW + 2)
    assert not journal.claim("T1", "Ev1", NOW + 24 * HOUR)


def test_done_holds_even_where_the_claim_was_forgotten(journal: Journal) -> None:
    journal.done("T1", ("Ev1",), NOW)

    assert not journal.claim("T1", "Ev1", NOW + 2 * MINUTE)


@pytest.mark.parametrize("same_journal", [True, False], ids=["one journal", "two journals"])
def test_two_threads_claim_one_event_and_one_wins(url: str, same_journal: bool) -> None:
    first = Journal(url)
    second = first if same_journal else Journal(url)
    together = threading.Barrier(2)

    def claims(journal: Journal) -> list[bool]:
        together.wait()
        return [journal.claim("T1", f"Ev{number}", NOW) for number in range(40)]

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(claims, (first, second)))
    first.close()
    second.close()

    assert [left + right for left, right in zip(*results, strict=True)] == [1] * 40


# Answers


def test_an_answer_is_remembered_for_a_day_and_not_longer(journal: Journal) -> None:
    answer_id = journal.remember("T1", ANSWER, "C1", NOW)

    assert journal.recall("T1", answer_id, NOW + DAY - 1) == ANSWER
    assert journal.recall("T1", answer_id, NOW + DAY) is None


def test_an_answer_outlives_a_restart(url: str) -> None:
    before = Journal(url)
    answer_id = before.remember("T1", ANSWER, "C1", NOW)
    before.close()
    after = Journal(url)

    assert after.recall("T1", answer_id, NOW + 1) == ANSWER
    after.close()


def test_the_latest_answer_of_a_thread_is_found_for_a_while(journal: Journal) -> None:
    journal.remember("T1", replace(ANSWER, hits=("old",)), "C1", NOW, "17.1")
    answer_id = journal.remember("T1", ANSWER, "C1", NOW + 1, "17.1", page=2)
    journal.remember("T1", replace(ANSWER, hits=("elsewhere",)), "C2", NOW + 2, "17.1")
    journal.remember("T1", replace(ANSWER, hits=("beside",)), "C1", NOW + 2)

    assert journal.latest("T1", "C1", "17.1", NOW) == Kept(answer_id, ANSWER, 2)
    assert journal.latest("T1", "C1", "17.1", NOW + 1) is None
    assert journal.latest("T1", "C1", "99.9", NOW) is None


def test_at_most_fifty_hits_are_kept(journal: Journal) -> None:
    ids = tuple(f"id{number}" for number in range(70))

    def recalled(answer: Answer) -> Answer | None:
        return journal.recall("T1", journal.remember("T1", answer, "C1", NOW), NOW)

    assert recalled(Answer("confident", (), ids)) == Answer("confident", (), ids[:50])
    kept = recalled(Answer("confident", (), ids[:40], further=ids[40:]))
    assert kept == Answer("confident", (), ids[:40], further=ids[40:50])


def test_an_id_nobody_gave_recalls_nothing(journal: Journal) -> None:
    assert journal.recall("T1", "AAAAAAAAAAAA", NOW) is None


def test_ids_of_answers_cannot_be_guessed(journal: Journal) -> None:
    ids = {journal.remember("T1", ANSWER, "C1", NOW) for _ in range(50)}

    assert len(ids) == 50
    assert all(re.fullmatch(r"[\w-]{12}", each) for each in ids)


# Votes


def test_a_person_has_one_vote_on_an_answer_and_may_change_it(journal: Journal) -> None:
    journal.rate("T1", "answer1", "U0000001", NOW, helpful=True)
    journal.rate("T1", "answer1", "U0000001", NOW + 1, helpful=True)
    assert journal.ratings() == (1, 0)

    journal.rate("T1", "answer1", "U0000001", NOW + 2, helpful=False)
    assert journal.ratings() == (0, 1)


def test_everyone_has_a_vote_on_every_answer(journal: Journal) -> None:
    journal.rate("T1", "answer1", "U0000001", NOW, helpful=True)
    journal.rate("T1", "answer1", "U0000002", NOW, helpful=True)
    journal.rate("T1", "answer2", "U0000001", NOW, helpful=False)

    assert journal.ratings() == (2, 1)


def test_nobody_voted_yet(journal: Journal) -> None:
    assert journal.ratings() == (0, 0)


def test_no_person_stands_in_the_journal(journal: Journal, url: str) -> None:
    answer_id = journal.remember("T1", ANSWER, "C1", NOW)
    journal.rate("T1", answer_id, "U07PERSON99", NOW, helpful=True)
    journal.close()

    assert b"U07PERSON99" not in raw.held(url)


# Gaps


def test_a_gap_is_counted_by_its_words_in_any_order(journal: Journal) -> None:
    journal.add_gap("T1", ("budget", "alegre", "porto"), NOW)
    journal.add_gap("T1", ("Porto", "Alegre", "budget"), NOW + 5)

    assert journal.gaps() == (Gap(("alegre", "budget", "porto"), 2, NOW + 5),)


def test_a_closed_gap_is_off_the_list_of_its_workspace_until_it_is_asked_again(journal: Journal) -> None:
    for workspace, word in (("T1", "budget"), ("T1", "night"), ("T1", "votes"), ("T2", "budget")):
        journal.add_gap(workspace, (word,), NOW)
    journal.close_gaps("T1", [("budget",), ("night",), ("never",)])

    assert journal.gaps("T1") == (Gap(("votes",), 1, NOW),)
    assert journal.gaps("T2") == (Gap(("budget",), 1, NOW),)

    journal.add_gap("T1", ("budget",), NOW + 5)
    assert journal.gaps("T1")[0] == Gap(("budget",), 1, NOW + 5)


def test_gaps_come_most_asked_first_then_newest(journal: Journal) -> None:
    for words, now in ((("old",), NOW), (("new",), NOW + 9), (("often",), NOW), (("often",), NOW + 1)):
        journal.add_gap("T1", words, now)

    assert [each.words for each in journal.gaps()] == [("often",), ("new",), ("old",)]


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (("ageing", "co-design"), ("ageing", "co-design", "in", "EU")),
        (("street",), ("street", "2030", "b2b", "<@U07PERSON99>", "<#CSECRET>", "@karin", "#missions")),
        (("street",), ("street", "karin@example.org", "https://example.org/", "example.org", "snake_case")),
        (("öppna",), ("öppna", "a" * 41)),
        (("a" * 3, "b" * 3), ("b" * 3, "a" * 3, "A" * 3)),
        (tuple("abc"[0] * n for n in range(3, 11)), tuple("a" * n for n in range(12, 2, -1))),
    ],
)
def test_a_gap_holds_words_and_nothing_else(
    journal: Journal, expected: tuple[str, ...], words: tuple[str, ...]
) -> None:
    journal.add_gap("T1", words, NOW)

    assert [expected] == [each.words for each in journal.gaps()]


def test_a_gap_without_words_is_not_counted(journal: Journal) -> None:
    journal.add_gap("T1", ("12", "<@U07PERSON99>", "ok"), NOW)
    journal.add_gap("T1", (), NOW)

    assert journal.gaps() == ()


# Forgetting


def test_answers_are_forgotten_after_a_day(journal: Journal, url: str) -> None:
    answer_id = journal.remember("T1", ANSWER, "CFORGOTTEN", NOW)

    journal.purge(NOW + DAY - 1, gap_days=180)
    assert journal.recall("T1", answer_id, NOW) == ANSWER
    journal.purge(NOW + DAY, gap_days=180)
    # Asked as of then, only a row that is gone brings nothing.
    assert journal.recall("T1", answer_id, NOW) is None

    journal.close()
    assert b"CFORGOTTEN" not in raw.held(url)


def test_events_are_forgotten_after_25_hours(journal: Journal) -> None:
    journal.claim("T1", "Ev1", NOW)
    journal.done("T1", ("Ev1",), NOW)

    journal.purge(NOW + 25 * HOUR - 1, gap_days=180)
    assert not journal.claim("T1", "Ev1", NOW + 25 * HOUR - 1)
    journal.purge(NOW + 25 * HOUR, gap_days=180)
    assert journal.claim("T1", "Ev1", NOW + 25 * HOUR)


@pytest.mark.parametrize("days", [1, 180])
def test_gaps_are_forgotten_after_their_days(journal: Journal, days: int, url: str) -> None:
    journal.add_gap("T1", ("participatory",), NOW)

    journal.purge(NOW + days * DAY - 1, gap_days=days)
    assert len(journal.gaps()) == 1
    journal.purge(NOW + days * DAY, gap_days=days)
    assert journal.gaps() == ()

    journal.close()
    assert b"participatory" not in raw.held(url)


def test_votes_stay_when_their_answer_is_forgotten(journal: Journal) -> None:
    answer_id = journal.remember("T1", ANSWER, "C1", NOW)
    journal.rate("T1", answer_id, "U0000001", NOW, helpful=True)

    journal.purge(NOW + 365 * DAY, gap_days=180)
    journal.rate("T1", answer_id, "U0000001", NOW + 365 * DAY, helpful=True)

    assert journal.ratings() == (1, 0)


# Durability

_WRITER = """
import itertools
import os
import sys
from bot.journal import Journal

number = itertools.count()
for url in sys.stdin:
    # Each life begins anew from what is loaded already, as fast as a fork.
    if os.fork() == 0:
        journal = Journal(url.strip())
        print(os.getpid(), flush=True)
        for each in number:
            journal.done("T1", (f"Ev{os.getpid()}.{each}",), 1_800_000_000.0)
            print(f"Ev{os.getpid()}.{each}", flush=True)
    os.wait()
    print("killed", flush=True)
"""
KILLS = 300 if SOAK else 6


def test_processes_killed_while_they_write_lose_nothing_they_had_said_was_kept(
    url: str, figure: Figure
) -> None:
    chance = Random(20261121)  # noqa: S311  no secret hangs on it
    given: list[str] = []
    with subprocess.Popen([sys.executable, "-c", _WRITER], stdin=PIPE, stdout=PIPE, text=True) as writers:
        assert writers.stdin is not None
        said = writers.stdout
        assert said is not None
        for _ in range(KILLS):
            writers.stdin.write(f"{url}\n")
            writers.stdin.flush()
            pid = int(said.readline())
            given += [said.readline().strip() for _ in range(chance.randrange(1, 40))]
            os.kill(pid, signal.SIGKILL)
            given += [line.strip() for line in takewhile(lambda line: line != "killed\n", said)]
        writers.stdin.close()
    journal = Journal(url)
    # A line may have been cut off by the kill, and run into the next.
    lost = [each for each in given if each.count("Ev") == 1 and journal.claim("T1", each, NOW + HOUR)]
    journal.close()

    assert len(given) >= KILLS
    assert lost == []
    figure(
        f"{url.partition(':')[0]}: {KILLS} writers killed, {len(given)} lines they had said were kept, 0 lost"
    )
    if url.startswith("sqlite"):
        assert raw.run(url, "PRAGMA integrity_check") == [("ok",)]
