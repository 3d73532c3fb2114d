"""The Home tab and the lists to walk through as Slack takes them, whatever the notes hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import CaseCard, Chapter, Contents, Listed, Place, Suggested
from handlers.blocks import limits
from handlers.blocks.browsing import countries_list, country_list, topics_list
from handlers.blocks.buttons import row
from handlers.blocks.home import Front, home, trouble
from handlers.blocks.results import Held, results
from handlers.blocks.rich import clipped
from handlers.blocks.saying import Saying, one
from handlers.prompting import prompts
from tests.handlers.blocks.test_sayings import LINES
from tests.handlers.fakes import CARD, CONTENTS, HOSTILE, LISTED, elements

# Slack cuts the text of a message here, and takes so many blocks in a Home tab.
LONGEST, MOST = 3_950, 100
NAMES = st.text(min_size=1, max_size=400)
COUNTS = st.integers(1, 10**6)
CHAPTERS = st.lists(st.builds(Chapter, NAMES, NAMES, COUNTS), max_size=200).map(tuple)
PLACES = st.lists(st.builds(Place, st.just("") | NAMES, COUNTS), max_size=250).map(tuple)
CASES = st.lists(
    st.builds(Listed, NAMES, NAMES, st.lists(NAMES, max_size=2).map(tuple), COUNTS), max_size=120
).map(tuple)
CONTENT = st.builds(
    Contents, COUNTS, COUNTS, COUNTS, countries=PLACES, challenges=CHAPTERS, approaches=CHAPTERS
)
CARDS = st.builds(
    CaseCard, NAMES, st.none() | NAMES, *(st.lists(LINES, max_size=4).map(tuple) for _ in range(3)),
    COUNTS, COUNTS, st.just(()),
)  # fmt: skip
FRONTS = st.builds(
    Front,
    contents=CONTENT,
    today=st.none() | CARDS,
    prompts=st.builds(Suggested, st.none() | NAMES, st.none() | NAMES, st.none() | NAMES).map(prompts),
    saved=st.lists(
        st.tuples(
            st.text(min_size=1, max_size=2_000), st.none() | CASES.map(lambda cases: (*cases, LISTED)[0])
        ),
        max_size=40,
    ).map(tuple),
    page=st.integers(0, 9),
    new=st.booleans(),
)
# What 878 notes of a real wiki would hold, and everybody who saved every case of them.
LARGEST = Front(
    contents=Contents(
        *(878, 43_500, 560),
        countries=tuple(Place(f"Country {n}", 560 - n) for n in range(195)),
        challenges=tuple(Chapter(f"note_{n}", f"A topic of some length, number {n}", 37) for n in range(878)),
        approaches=tuple(Chapter(f"note_{n}", f"A topic of some length, number {n}", 37) for n in range(878)),
    ),
    today=CARD,
    prompts=prompts(Suggested("Vinnova", "Sweden", "Norway")),
    saved=tuple((f"Case {n}", LISTED if n % 2 else None) for n in range(560)),
    page=3,
    new=True,
)


@given(FRONTS)
def test_slack_takes_any_tab(front: Front) -> None:
    view = home(front)

    assert limits.check(view, "home") == ()
    assert len(view["blocks"]) <= MOST


def test_the_tab_of_the_largest_notes_is_no_longer_than_that_of_small_ones() -> None:
    view = home(LARGEST)

    assert limits.check(view, "home") == ()
    assert len(view["blocks"]) <= MOST / 2


def taken(saying: Saying) -> Saying:
    payload = {"text": clipped(saying.text), "blocks": list(saying.blocks)}
    assert limits.check(payload, "message") == ()
    assert limits.check(results(saying, Held()), "modal") == ()
    assert len(saying.text) <= LONGEST
    return saying


@given(CONTENT, CASES, st.integers(0, 20))
def test_slack_takes_any_list_in_a_message_and_in_a_dialog(
    contents: Contents, cases: tuple[Listed, ...], page: int
) -> None:
    taken(countries_list(contents.countries, page))
    taken(country_list("Sweden", cases, page))
    taken(topics_list("challenge", contents.challenges, page))
    taken(topics_list("approach", contents.approaches, page))


@pytest.mark.parametrize("number", [0, 1, 15, 16, 878])
def test_the_pages_of_a_list_hold_all_of_it_once(number: int) -> None:
    listed = tuple(Chapter(f"note_{n}", f"Topic {n}", 1) for n in range(number))
    pages = [
        taken(topics_list("challenge", listed, page)).text for page in range(max(number - 1, 0) // 15 + 1)
    ]

    rows = [row for page in pages for row in page.splitlines() if row.startswith("• ")]
    assert rows == [f"• Topic {n} — 1 statement" for n in range(number)]


def test_a_page_behind_the_last_is_the_last() -> None:
    assert countries_list(CONTENTS.countries, 7) == countries_list(CONTENTS.countries, 0)


def test_nothing_that_stands_in_the_tab_is_markup() -> None:
    contents = Contents(1, 1, 1, countries=(Place(HOSTILE, 1),), challenges=(Chapter("n", HOSTILE, 1),))
    front = Front(contents, None, (), ((HOSTILE, None),))

    for view in (home(front), results(countries_list(contents.countries, 0), Held())):
        assert "mrkdwn" not in str(view)
        assert "'type': 'broadcast'" not in str(view)
    assert "<!channel>" not in topics_list("challenge", contents.challenges, 0).text


def test_buttons_of_one_action_in_a_row_have_names_of_their_own() -> None:
    view = home(LARGEST)
    chips = [each["action_id"] for each in elements(view) if each["action_id"].startswith("browse")]

    assert chips[:3] == ["browse", "browse.1", "browse.2"]
    assert row({"action_id": "more"})["elements"] == [{"action_id": "more"}]


def test_a_tab_that_cannot_be_shown_says_why() -> None:
    view = trouble(one("sorry"))

    assert limits.check(view, "home") == ()
    assert "went wrong on my side" in str(view["blocks"])


@pytest.mark.parametrize(
    ("titles", "day"),
    [
        (["What do the notes cover?"], Suggested()),
        (["What is Vinnova about?", "What do the notes cover?"], Suggested("Vinnova")),
        (["Spain: what was tried?", "What do the notes cover?"], Suggested(None, None, "Spain")),
        (["What do the notes cover?"], Suggested("A name that is far too long for a button " * 3)),
    ],
)
def test_what_the_notes_do_not_tell_of_is_not_suggested(titles: list[str], day: Suggested) -> None:
    assert [each.title for each in prompts(day)] == titles
