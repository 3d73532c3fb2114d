"""Answers of any size, for the tests of pages and plain text."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.answers import answering
from bot.answers.lines import Shelf
from bot.model import Answer, Citation, Found, Hit, Question, Seconds, Statement, Tier

SHELF = Shelf({}, {}, "https://www.youtube.com/watch?v={video}&t={second}s")
# Words as notes have them, and some that no note has: long, wide, and full of signs.
WORDS = st.sampled_from(
    ["a", "mission", "street-level", "“silos”", "İstanbul", "🚋", "&amp;", "x" * 90, "y" * 900]
)
TEXTS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=40).map(" ".join),
    st.integers(1, 1_200).map(lambda n: "word " * n),
    st.text(min_size=1, max_size=50),
)


@st.composite
def statements(draw: st.DrawFn, number: int) -> Statement:
    stamps = draw(
        st.lists(st.integers(0, 20_000), max_size=6) | st.integers(0, 60).map(lambda n: list(range(n)))
    )
    return Statement(
        f"id{number}",
        Citation(
            draw(st.sampled_from(["a", "b", "c", "n" * 300])),
            number,
            draw(st.sampled_from(["-KQokCATILo", "v" * 20, None])),
            tuple(Seconds(str(each), each) for each in stamps),
        ),
        draw(TEXTS),
        headings=(draw(TEXTS),),
        leads=draw(st.lists(TEXTS, max_size=1).map(tuple)),
        kind=draw(st.sampled_from(["example", "challenge", "approach"])),
        case=draw(st.sampled_from([None, "Vinnova", "Health Holland", "Camden", "Case " * 60])),
        country=draw(st.sampled_from([None, "Sweden", "Netherlands"])),
    )


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Any answer that a search of up to fifty hits could lead to."""
    few = draw(st.integers(0, 12) | st.just(50))
    hits = tuple(Hit(draw(statements(number)), 1.0, 1.0, frozenset(["x"])) for number in range(few))
    words = tuple(draw(st.lists(WORDS, max_size=12)))
    tier: Tier = draw(st.sampled_from(["confident", "closest", "nothing"]))
    question = Question("cost, when, who led it, target, result", words, "principle", unknown_places=words)
    found = Found(question, tier, hits, words, tuple((word, word) for word in words))
    return answering.answer(found, {}, SHELF)
