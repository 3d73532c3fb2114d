"""Where Casebook is installed: tokens kept sealed, renewed by one alone, given up at once; states that hold once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time

import pytest

from bot.errors import KeysUnfit
from bot.journal import LEFT_DAYS, Journal
from bot.journal.sealing import Seal, new_key
from bot.model import Installation, Subscription
from tests.bot.journal import raw

NOW, DAY = 1_800_000_000.0, 24 * 3600.0
KEY = new_key()
HERE = Installation(
    workspace="T1",
    bot_token="xoxe.xoxb-SECRET-1",
    refresh_token="xoxe-1-SECRET-2",
    expires=NOW + DAY,
    bot_id="B1",
    bot_user="UBOT",
    installer="U1",
    scopes=("chat:write", "commands"),
    at=NOW,
)
WHOLE = replace(HERE, workspace="E1", enterprise="E1", bot_token="xoxb-whole", refresh_token="")
DIGEST = Subscription("s1", "T1", "C1", "U1", time(9), "UTC", frozenset({0}), date.min)


@pytest.fixture
def journal(url: str) -> Iterator[Journal]:
    opened = Journal(url, [KEY])
    yield opened
    opened.close()


def test_an_installation_is_found_as_it_was_kept(journal: Journal) -> None:
    journal.installs.keep(HERE)

    assert journal.installs.find("T1") == HERE
    assert journal.installs.find("T2") is None


def test_installing_again_takes_the_place_of_what_was(journal: Journal) -> None:
    journal.installs.keep(HERE)
    journal.installs.keep(replace(HERE, bot_token="xoxb-new"))

    found = journal.installs.find("T1")
    assert found is not None
    assert (found.bot_token, found.turn) == ("xoxb-new", 1)


def test_a_whole_organisation_is_a_workspace_beside_those_in_it(journal: Journal) -> None:
    journal.installs.keep(WHOLE)
    journal.installs.keep(HERE)

    assert journal.installs.find("E1") == WHOLE
    assert journal.installs.find("T1") == HERE


def test_no_token_stands_in_the_journal_or_in_words(journal: Journal, url: str) -> None:
    journal.installs.keep(HERE)
    journal.close()

    assert b"SECRET" not in raw.held(url)
    assert "SECRET" not in f"{HERE} {HERE!r}"


def test_the_first_key_seals_and_older_ones_still_open(journal: Journal, url: str) -> None:
    journal.installs.keep(HERE)
    newer = new_key()
    both = Journal(url, [newer, KEY])
    assert both.installs.find("T1") == HERE

    assert both.installs.reseal() == 1

    both.close()
    alone = Journal(url, [newer])
    assert alone.installs.find("T1") == HERE
    alone.close()
    with pytest.raises(KeysUnfit, match="CASEBOOK_KEYS"):
        journal.installs.find("T1")


def test_without_a_key_no_token_is_kept() -> None:
    with pytest.raises(KeysUnfit, match="casebook keys new"):
        Seal(()).sealed("xoxb-1")


# --- renewing -------------------------------------------------------------------------------------------------


def test_of_many_who_want_to_renew_a_token_one_may(journal: Journal, url: str) -> None:
    journal.installs.keep(HERE)
    held = journal.installs.find("T1")
    assert held is not None
    others = [Journal(url, [KEY]) for _ in range(4)]
    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(lambda n: others[n % 4].installs.lease(held, NOW), range(16)))
    for each in others:
        each.close()

    assert won.count(True) == 1


def test_whoever_is_silent_for_a_minute_is_taken_for_gone(journal: Journal) -> None:
    journal.installs.keep(HERE)
    held = journal.installs.find("T1")
    assert held is not None

    tries = [journal.installs.lease(held, NOW + later) for later in (0, 59, 60)]

    assert tries == [True, False, True]


def test_a_renewed_token_is_kept_unless_another_took_its_place(journal: Journal) -> None:
    journal.installs.keep(HERE)
    renewed = journal.installs.renew(HERE, replace(HERE, bot_token="xoxb-2"))

    assert renewed == replace(HERE, bot_token="xoxb-2", turn=1)
    assert journal.installs.find("T1") == renewed
    assert journal.installs.renew(HERE, replace(HERE, bot_token="xoxb-3")) is None
    assert not journal.installs.lease(HERE, NOW), "it was renewed already"


# --- leaving and coming back ----------------------------------------------------------------------------------


def standing(journal: Journal) -> str:
    found = journal.digests.subscription("s1")
    return found.standing if found else "gone"


def test_who_leaves_is_left_alone_at_once_and_its_tokens_are_forgotten(journal: Journal) -> None:
    journal.installs.keep(HERE)
    journal.digests.subscribe(DIGEST)

    assert journal.installs.leave("T1", "app_uninstalled", NOW)

    assert journal.installs.find("T1") is None
    assert standing(journal) == "suspended"
    assert journal.privacy.of_workspace("T1")["installations"][0]["left_at"] == NOW


def test_leaving_twice_counts_from_the_first_time(journal: Journal) -> None:
    journal.installs.keep(HERE)

    assert journal.installs.leave("T1", "tokens_revoked", NOW)
    assert not journal.installs.leave("T1", "app_uninstalled", NOW + 60)

    assert journal.privacy.of_workspace("T1")["installations"][0]["left_at"] == NOW


def test_a_renewal_that_ends_after_its_workspace_left_is_not_kept(journal: Journal) -> None:
    journal.installs.keep(HERE)
    journal.installs.leave("T1", "app_uninstalled", NOW)

    assert journal.installs.renew(HERE, replace(HERE, bot_token="xoxb-2")) is None


def test_who_comes_back_in_time_finds_everything(journal: Journal) -> None:
    journal.installs.keep(HERE)
    journal.digests.subscribe(DIGEST)
    journal.save("T1", "U1", "Vinnova", NOW)
    journal.installs.leave("T1", "app_uninstalled", NOW)
    journal.purge(NOW + LEFT_DAYS * DAY - 1, gap_days=180)

    journal.installs.keep(replace(HERE, bot_token="xoxb-new"))

    journal.purge(NOW + 10 * LEFT_DAYS * DAY, gap_days=180)
    assert standing(journal) == "on"
    assert [each.case for each in journal.saved("T1", "U1")] == ["Vinnova"]


def test_who_stays_away_is_forgotten_altogether_and_nobody_else(journal: Journal) -> None:
    for workspace in ("T1", "T2"):
        journal.installs.keep(replace(HERE, workspace=workspace))
        journal.save(workspace, "U1", "Vinnova", NOW)
    journal.digests.subscribe(DIGEST)
    journal.installs.leave("T1", "app_uninstalled", NOW)

    journal.purge(NOW + LEFT_DAYS * DAY, gap_days=180)

    assert journal.privacy.of_workspace("T1") == {}
    assert set(journal.privacy.of_workspace("T2")) == {"installations", "saved"}


def test_a_workspace_whose_token_is_a_setting_comes_back_at_the_next_start(journal: Journal) -> None:
    journal.digests.subscribe(DIGEST)
    journal.installs.leave("T1", "app_uninstalled", NOW)

    journal.installs.came_back("T1", NOW + DAY)

    journal.purge(NOW + 2 * LEFT_DAYS * DAY, gap_days=180)
    assert standing(journal) == "on"


# --- states ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "browser", "later", "expected"),
    [
        ("state", "browser", 0, True),
        ("state", "browser", 599, True),
        ("state", "browser", 600, False),
        ("state", "another", 0, False),
        ("another", "browser", 0, False),
    ],
)
def test_a_state_holds_in_its_browser_for_ten_minutes(
    journal: Journal, state: str, browser: str, later: float, expected: bool
) -> None:
    journal.installs.begin("state", "browser", NOW)

    assert journal.installs.finish(state, browser, NOW + later) is expected


def test_a_state_holds_once_whoever_asks_at_the_same_time(journal: Journal, url: str) -> None:
    others = [Journal(url, [KEY]) for _ in range(4)]
    for turn in range(20):
        state = f"state {turn}"
        journal.installs.begin(state, "browser", NOW)
        with ThreadPoolExecutor(8) as threads:
            held = list(
                threads.map(
                    lambda n, state=state: others[n % 4].installs.finish(state, "browser", NOW), range(16)
                )
            )
        assert held.count(True) == 1
    for each in others:
        each.close()


def test_who_never_came_back_is_forgotten(journal: Journal) -> None:
    journal.installs.begin("state", "browser", NOW)

    journal.purge(NOW + 600, gap_days=180)

    assert not journal.installs.finish("state", "browser", NOW)
