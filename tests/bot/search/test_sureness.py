"""How sure an answer is, against what chance reaches: on fits and signs made by hand."""

from __future__ import annotations

import pytest

from bot.search import ranking, sureness
from bot.search.ranking import Fit
from bot.search.sureness import Calibration, Signs
from tests.bot.search.test_ranking import asked, candidate, same

CHANCE = Calibration((1.0, 0.5, 0.1), (0.5, 0.25, 0.05), closest=1.0, lacking=2.0, confident=3.0)
SIGNS = Signs(1.0, 0.5, 0.1)


def sure(found: Signs, *, coverage: float = 0.5) -> str:
    fits = [Fit(1, found.score, coverage, frozenset(["mayor"]))]
    return sureness.tier(asked("mayor streets"), fits, same, found, CHANCE)


def test_what_canaries_reach_on_average_is_no_evidence() -> None:
    assert sureness.evidence(SIGNS, CHANCE) == 0


@pytest.mark.parametrize("stronger", [Signs(1.5, 0.5, 0.1), Signs(1.0, 0.75, 0.1), Signs(1.0, 0.5, 0.15)])
def test_every_sign_adds_to_the_evidence(stronger: Signs) -> None:
    assert sureness.evidence(stronger, CHANCE) > 0


def test_more_evidence_makes_an_answer_surer() -> None:
    shown = [sure(Signs(1.0 + step, 0.5 + step / 2, 0.1 + step / 10)) for step in (0.0, 0.5, 1.5)]

    assert shown == ["nothing", "closest", "confident"]


def test_a_question_that_one_statement_meets_whole_is_answered_however_ordinary_it_looks() -> None:
    assert sure(SIGNS, coverage=1.0) == "closest"


@pytest.mark.parametrize(("step", "shown"), [(0.2, "nothing"), (0.4, "nothing"), (0.6, "closest")])
def test_more_evidence_is_asked_for_where_no_note_has_the_word_for_a_subject(step: float, shown: str) -> None:
    found = Signs(1.0 + step, 0.5 + step / 2, 0.1 + step / 10)
    fits = [Fit(1, found.score, 0.5, frozenset(["mayor"]))]

    def tier(*, lacks: bool) -> str:
        return sureness.tier(asked("mayor streets"), fits, same, found, CHANCE, lacks=lambda: lacks)

    assert tier(lacks=True) == shown
    assert tier(lacks=False) == ("closest" if step > 0.2 else "nothing")


def test_what_lies_far_above_chance_answers_whatever_it_lacks() -> None:
    far = Signs(4.0, 2.0, 0.3)

    assert sureness.is_by_far(far, CHANCE)
    assert not any(sureness.is_by_far(*each) for each in ((SIGNS, CHANCE), (None, CHANCE), (far, None)))


def test_a_question_that_names_nothing_is_not_answered_for_its_words() -> None:
    fits = [Fit(1, SIGNS.score, 1.0, frozenset(["what is"]))]

    assert sureness.tier(asked("mayor"), fits, same, SIGNS, CHANCE, names=False) == "nothing"


def test_the_share_refused_among_canaries_is_the_share_wished_for() -> None:
    given = [Signs(n / 10, n / 20, n / 100) for n in range(100)]
    chance = sureness.calibration(given, refused=0.4, refused_lacking=0.8, not_sure=0.95)
    reached = [sureness.evidence(each, chance) for each in given]

    assert sum(each < chance.closest for each in reached) == 40
    assert sum(each < chance.lacking for each in reached) == 80
    assert sum(each < chance.confident for each in reached) == 95


def test_a_sign_that_never_varies_says_nothing() -> None:
    chance = sureness.calibration(
        [Signs(n, n, 0.0) for n in (1.0, 2.0)], refused=0.5, refused_lacking=0.5, not_sure=0.9
    )

    assert sureness.evidence(Signs(1.5, 1.5, 9.0), chance) == 0


def test_how_far_the_first_hit_stands_above_the_twentieth_is_a_sign() -> None:
    fits = [Fit(n, 10.0 - n, 0.0, frozenset()) for n in range(30)]

    assert sureness.signs(fits, 0.2) == Signs(10.0, 19.0, 0.2)
    assert sureness.signs(fits[:3], 0.2) == Signs(10.0, 2.0, 0.2)
    assert sureness.signs([], 0.2) is None


# --- where an index is too small to calibrate -----------------------------------------------------------------


def tier(text: str, *said: str) -> str:
    question = asked(text)
    fits = ranking.rank(question, [candidate(n, each) for n, each in enumerate(said, 1)], same)
    return sureness.tier(question, fits, same, sureness.signs(fits, 0.0), None)


@pytest.mark.parametrize(
    ("text", "said", "sure"),
    [
        ("mayor streets", ["The mayor's streets."], "confident"),
        ("mayor streets silos trust", ["The mayor's streets, silos."], "confident"),
        ("mayor streets", ["The mayor."], "closest"),
        ("mayor streets silos", ["The mayor."], "nothing"),
        ("mayor streets silos trust", ["Other."], "nothing"),
        ("mayor", [], "nothing"),
        ("the of", ["The mayor."], "nothing"),
    ],
)
def test_how_sure_an_answer_is(text: str, said: list[str], sure: str) -> None:
    assert tier(text, *said) == sure


def test_without_signs_there_is_no_answer_however_much_fits() -> None:
    question = asked("mayor streets")
    fits = [Fit(1, 9.0, 1.0, frozenset(["mayor", "streets"]))]

    assert sureness.tier(question, fits, same, None, CHANCE) == "nothing"


def test_the_best_three_are_looked_at_for_sureness() -> None:
    # Headings push the fullest statement down to the third place; it is still read.
    question = asked("mayor streets")
    fits = [Fit(1, 0.9, 0.5, frozenset(["mayor"])), Fit(2, 0.8, 0.5, frozenset(["mayor"]))]
    full = Fit(3, 0.7, 1.0, frozenset(["mayor", "streets"]))

    assert sureness.tier(question, [*fits, full], same, SIGNS, None) == "confident"
    assert sureness.tier(question, [*fits, fits[0], full], same, SIGNS, None) == "closest"


def test_a_long_text_is_judged_by_what_is_met_and_not_by_what_is_not() -> None:
    words = [f"word{'abcdefghijklmnopqrstuvwxyz'[n]}" for n in range(26)]
    text = " ".join(words)

    assert tier(text, " ".join(words[:7])) == "confident"
    assert tier(text, " ".join(words[:1])) == "nothing"
