"""Which statement answers best, and how sure that is: on candidates made by hand."""

from __future__ import annotations

import math

import pytest

from bot import lexicon
from bot.model import Kind
from bot.search import ranking
from bot.search.questions import Asked, Concept, understand
from bot.search.ranking import Candidate, Fit
from bot.words import stems

WORDS = lexicon.build(
    {
        "stop_words": ["in", "of", "the"],
        "countries": {"Sweden": {"people": ["swedish"]}, "Norway": {}},
        "synonyms": [["silos", "stovepipes"]],
    }
)


def asked(text: str) -> Asked:
    return understand(text, WORDS)


def candidate(
    number: int,
    text: str = "",
    *,
    lead: str = "",
    heading: str = "",
    intro: str = "",
    kind: Kind = "context",
    country: str | None = None,
    bm25: float = 0.0,
) -> Candidate:
    shown = [f" {' '.join(stems(each))} " for each in (text, lead, heading, intro)]
    return Candidate(number, kind, country, "\n".join(shown), (shown[0], shown[1], shown[2], shown[3]), bm25)


def same(_: Concept) -> float:
    return 4.0


def order(text: str, *candidates: Candidate) -> list[int]:
    return [fit.number for fit in ranking.rank(asked(text), candidates, same)]


def fit(text: str, one: Candidate) -> Fit:
    [only] = ranking.rank(asked(text), [one], same)
    return only


def test_more_of_the_question_met_ranks_higher() -> None:
    assert order("mayor streets", candidate(1, "The mayor."), candidate(2, "The mayor's streets.")) == [2, 1]


def test_the_rarer_word_weighs_more() -> None:
    rare = {"mayor": 1.0, "biodiversity": 5.0}
    question = asked("mayor biodiversity")
    fits = ranking.rank(
        question,
        [candidate(1, "The mayor."), candidate(2, "Biodiversity.")],
        lambda concept: rare[concept.typed],
    )

    assert [each.number for each in fits] == [2, 1]
    assert [each.coverage for each in fits] == [5 / 6, 1 / 6]


def test_equal_ones_keep_the_notes_order() -> None:
    assert order("mayor", *(candidate(n, "The mayor.") for n in (1, 2, 3))) == [1, 2, 3]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (candidate(1, "Silos."), candidate(2, heading="Silos")),
        (candidate(1, lead="Silos"), candidate(2, heading="Silos")),
        (candidate(1, heading="Silos"), candidate(2, intro="Silos are:")),
        (candidate(1, "Silos."), candidate(2, "Stovepipes.")),  # the word typed before its synonym
        (candidate(1, intro="Silos are:"), candidate(2, "Nothing.")),
        (candidate(1, "Silos.", bm25=9.0), candidate(2, "Silos.", bm25=1.0)),
    ],
)
def test_where_and_how_a_word_is_met_orders(better: Candidate, worse: Candidate) -> None:
    assert order("silos", worse, better) == [1, 2]


def test_a_phrase_is_met_as_a_whole_word() -> None:
    assert fit("art", candidate(1, "The start of departments.")).met == frozenset()
    assert fit("art", candidate(1, "The art of it.")).met == {"art"}


def test_words_are_met_by_their_stems_and_synonyms() -> None:
    assert fit("stovepipes", candidate(1, "Breaking a silo.")).met == {"stovepipes"}


# --- facets ---------------------------------------------------------------------------------------------------


EVENTS = "The seven life events are:"


def test_who_asks_for_a_list_by_its_opening_line_gets_its_items_before_a_line_with_the_words() -> None:
    question = "the seven life events"
    items = [candidate(number, text, intro=EVENTS) for number, text in ((5, "Death."), (6, "Children."))]
    other = candidate(20, "Life events need seven ministries.")

    assert order(question, *items, other) == [5, 6, 20]
    assert order("life", *items, other)[0] == 20


def test_a_line_that_has_a_part_of_what_is_asked_opens_no_list_that_was_asked_for() -> None:
    items = [candidate(5, "Death.", intro=EVENTS)]
    other = candidate(20, "Life events in rural places.")

    assert order("life events in rural places", *items, other) == [20, 5]


def test_what_stands_beside_a_better_line_of_its_section_comes_before_what_stands_elsewhere() -> None:
    streets, far, beside, behind = (
        candidate(9, "Vinnova's mission for streets.", heading="The Street"),
        candidate(3, "Nothing of that kind.", heading="The Street"),
        candidate(10, "It took four years.", heading="The Street"),
        candidate(11, "It took four years.", heading="School food"),
    )

    assert order("vinnova streets", far, streets, beside) == [9, 10, 3]
    assert order("vinnova streets", far, streets, behind) == [9, 3, 11]


def test_what_stands_beside_the_best_line_never_comes_before_it() -> None:
    lines = [candidate(n, "Streets." if n == 5 else "Roads.", heading="The Street") for n in range(3, 9)]

    assert order("streets", *lines)[0] == 5


def test_a_country_asked_for_ranks_its_statements_higher() -> None:
    swedish, other = candidate(2, "Streets.", country="Sweden"), candidate(1, "Streets.", country="Norway")

    assert order("streets in Sweden", other, swedish) == [2, 1]


def test_a_kind_asked_for_ranks_its_statements_higher() -> None:
    hard, easy = candidate(2, "Streets.", kind="challenge"), candidate(1, "Streets.", kind="example")

    assert order("challenges of streets here", easy, hard) == [2, 1]


def test_where_nothing_but_a_kind_and_a_country_is_asked_the_kind_comes_before_a_likeness() -> None:
    near = candidate(1, "The mayor.", country="Sweden")._replace(likeness=0.3)
    obstacle = candidate(2, "No one agreed.", kind="challenge", country="Sweden")
    assert order("challenges in Sweden", near, obstacle) == [2, 1]
    assert order("challenges of the mayor in Sweden", near, obstacle) == [1, 2]


@pytest.mark.parametrize("kind", ["example", "challenge", "approach"])
@pytest.mark.parametrize("other", ["principle", "context"])
def test_who_asks_for_no_kind_gets_casework_before_what_fits_as_well_and_no_better(
    kind: Kind, other: Kind
) -> None:
    first, second = candidate(1, "Streets.", kind=other), candidate(2, "Streets.", kind=kind)

    assert order("streets", first, second) == [2, 1]
    assert order("streets of the mayor", candidate(1, "The mayor's streets.", kind=other), second) == [1, 2]


def test_facets_drop_nobody() -> None:
    others = [candidate(n, "Streets.", country="Norway", kind="example") for n in range(1, 5)]

    assert order("challenges of streets in Sweden", *others) == [1, 2, 3, 4]


def test_a_facet_is_a_boost_and_no_more() -> None:
    elsewhere = candidate(1, "Streets with biodiversity and traffic.", country="Norway")
    there = candidate(2, "Something else.", country="Sweden")

    assert order("streets biodiversity traffic in Sweden", there, elsewhere) == [1, 2]


def test_a_statement_of_the_country_meets_it_without_naming_it() -> None:
    assert fit("streets in Sweden", candidate(1, "Streets.", country="Sweden")).met == {"streets", "sweden"}


# --- coverage and tiers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said", "share"),
    [
        ("mayor streets", "The mayor's streets.", 1.0),
        ("mayor streets", "The mayor.", 0.5),
        ("mayor streets", "Silos.", 0.0),
        ("mayor streets in Sweden", "The mayor.", 0.5),  # the place counts only where it is alone
        ("Sweden", "Sweden.", 1.0),
        ("one two three four", "One.", 0.25),
    ],
)
def test_coverage_is_the_share_of_the_topics_met(text: str, said: str, share: float) -> None:
    assert fit(text, candidate(1, said)).coverage == pytest.approx(share)


def test_a_question_that_asks_nothing_is_covered_by_nothing() -> None:
    assert fit("the of", candidate(1, "The mayor.")).coverage == 0.0


def test_rarity_falls_with_every_statement_that_has_the_word() -> None:
    falling = [ranking.rarity(100, n) for n in range(101)]

    assert falling == sorted(falling, reverse=True)
    assert falling[0] == pytest.approx(math.log(1 + 100.5 / 0.5))
    assert falling[-1] > 0


def test_every_phrase_asked_for_is_looked_up_once() -> None:
    assert ranking.phrases(asked("silos stovepipes")) == (("silo",), ("stovepip",))


# --- what is looked for in a large index ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "rare", "others"),
    [
        (131, ["street", "mayor", "school"], []),  # as asked, where all are few enough
        (130, ["mayor", "school"], ["street"]),
        (31, ["mayor", "school"], ["street"]),
        (30, ["mayor"], ["school", "street"]),
        (0, ["mayor"], ["school", "street"]),  # the rarest is looked for however often it stands
    ],
)
def test_where_words_stand_in_too_many_statements_the_rarest_are_looked_for_first(
    most: int, rare: list[str], others: list[str]
) -> None:
    stand = {"street": 100, "mayor": 1, "school": 30}
    found = ranking.gate([(each,) for each in stand], lambda phrase: stand[phrase[0]], most)

    assert found == ([(each,) for each in rare], [(each,) for each in others])


def test_nothing_asked_for_is_nothing_looked_for() -> None:
    assert ranking.gate([], lambda _: 0, 5) == ([], [])


@pytest.mark.parametrize(("most", "kept"), [(0, 0), (1, 1), (2, 1), (3, 2), (103, 3)])
def test_the_first_are_kept_as_long_as_they_are_few_enough_together(most: int, kept: int) -> None:
    stand = {"mayor": 1, "school": 2, "street": 100}
    phrases = [(each,) for each in stand]

    assert ranking.first_within(phrases, lambda phrase: stand[phrase[0]], most) == phrases[:kept]
