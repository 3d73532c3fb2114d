"""Gaps that ask for the same are told together, by meaning or by the words they share."""

from __future__ import annotations

import pytest

from bot.model import Gap, Theme
from bot.search.gathering import gathered
from bot.search.meaning import Model
from bot.shipped import shipped_language

HEATING = Gap(("heat", "pumps", "subsidies"), 2, 5.0)
GRANTS = Gap(("grants", "heat", "pump"), 3, 1.0)
VOTING = Gap(("elections", "internet", "voting"), 1, 9.0)
BALLOTS = Gap(("ballots", "electronic"), 1, 8.0)


@pytest.fixture(scope="module")
def model() -> Model:
    model = shipped_language().model
    assert model
    return model


def test_gaps_that_mean_about_the_same_are_one_theme_the_most_asked_first(model: Model) -> None:
    assert gathered([VOTING, HEATING, BALLOTS, GRANTS], model) == (
        Theme((GRANTS, HEATING), 5, 5.0),
        Theme((VOTING, BALLOTS), 2, 9.0),
    )


def test_without_a_model_those_are_together_that_share_half_of_their_words() -> None:
    assert gathered([VOTING, HEATING, BALLOTS, GRANTS], None) == (
        Theme((GRANTS, HEATING), 5, 5.0),
        Theme((VOTING,), 1, 9.0),
        Theme((BALLOTS,), 1, 8.0),
    )


def test_one_theme_does_not_lead_to_the_next() -> None:
    chain = [Gap((f"w{n}", f"w{n + 1}", f"w{n + 2}"), 1, float(n)) for n in range(30)]
    assert all(len(theme.gaps) <= 3 for theme in gathered(chain, None))


def test_where_nothing_was_asked_there_is_no_theme(model: Model) -> None:
    assert gathered([], model) == ()


def test_what_was_asked_least_waits_its_turn() -> None:
    asked = [Gap((f"thing{n}",), n + 1, 0.0) for n in range(400)]
    assert [theme.asked for theme in gathered(asked, None)] == list(range(400, 100, -1))
