"""Answers of any size, for the tests of pages and plain text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.answers import answering, lists
from bot.answers.groups import Around
from bot.answers.lines import Shelf
from bot.model import Answer, Case, Citation, Found, Hit, Kind, Question, Seconds, Statement, Tier

SHELF = Shelf({}, {}, "https://www.youtube.com/watch?v={video}&t={second}s")
TWO_NOTES = Shelf({"a": "Note A", "b": "Note B"}, {}, "https://x.example/{video}?t={second}")
CASES = {
    "Vinnova": Case("Vinnova", "Sweden"),
    "The Street": Case("The Street", "Sweden", parent="Vinnova"),
    "Finland": Case("Finland", "Finland"),
    "OPSI": Case("OPSI", None),
}
# To draw fifty statements takes as long as many small examples: a quarter as many do.
FEWER = settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Words as notes have them, and some that no note has: long, wide, and full of signs.
WORDS = st.sampled_from(
    ["a", "mission", "street-level", "“silos”", "İstanbul", "🚋", "&amp;", "x" * 90, "y" * 900]
)
OPENINGS = st.sampled_from(["Missions:", "This town has missions:", "Missions of “" + "z" * 400 + "”:"])
TEXTS = st.one_of(
    OPENINGS,
    st.just("They did."),
    st.lists(WORDS, min_size=1, max_size=40).map(" ".join),
    st.integers(1, 1_200).map(lambda n: "word " * n),
    st.text(min_size=1, max_size=50),
)


def said(
    text: str,
    line: int = 1,
    *,
    note: str = "a",
    intro: str = "",
    case: str | None = None,
    country: str | None = None,
    headings: tuple[str, ...] = ("Pilots",),
    lead: str = "",
    kind: Kind = "example",
) -> Statement:
    """A statement with a recording."""
    return Statement(
        f"{note}:{text}",
        Citation(note, line, f"video-{note}", (Seconds("1:00", 60),)),
        text,
        headings=headings,
        leads=(lead,) if lead else (),
        intro=intro,
        kind=kind,
        case=case,
        country=country,
    )


@st.composite
def statements(draw: st.DrawFn, number: int, note: str | None = None) -> Statement:
    stamps = draw(
        st.lists(st.integers(0, 20_000), max_size=6) | st.integers(0, 60).map(lambda n: list(range(n)))
    )
    return Statement(
        f"id{number}",
        Citation(
            note or draw(st.sampled_from(["a", "b", "c", "n" * 300])),
            number,
            draw(st.sampled_from(["-KQokCATILo", "v" * 20, None])),
            tuple(Seconds(str(each), each) for each in stamps),
        ),
        draw(TEXTS),
        headings=(draw(TEXTS | st.just("Town")),),
        leads=draw(st.lists(TEXTS, max_size=1).map(tuple)),
        intro=draw(st.just("") | OPENINGS),
        kind=draw(st.sampled_from(["example", "challenge", "approach"])),
        case=draw(st.sampled_from([None, "Vinnova", "Health Holland", "Camden", "Case " * 60])),
        country=draw(st.sampled_from([None, "Sweden", "Netherlands"])),
    )


@st.composite
def a_list(draw: st.DrawFn, start: int) -> list[Statement]:
    """A list of any length with its opening line; its items are as long as each other."""
    one, intro = draw(statements(start, draw(st.sampled_from(["a", "b"])))), draw(OPENINGS)
    opener = replace(one, id=f"id{start}", text=intro, headings=("Town",), intro="")
    items = (
        replace(opener, id=f"id{line}", text=f"{one.text} {line}", citation=replace(one.citation, line=line))
        for line in range(start + 1, start + draw(st.integers(2, 30)))
    )
    return [opener, *(replace(each, intro=intro) for each in items)]


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Any answer that a search of up to fifty hits could lead to, and what stands around them in the notes."""
    few = draw(st.integers(0, 12) | st.just(50))
    listed = draw(a_list(1_000)) + draw(a_list(2_000))
    found = [draw(statements(number)) for number in range(few)]
    # Some of the lists among the hits, before, between or behind the others.
    for each in listed[:: draw(st.integers(1, 9))]:
        found.insert(draw(st.integers(0, 9)), each)
    found = found[:50]
    hits = tuple(Hit(each, 1.0, 1.0, frozenset(["x"])) for each in found)
    earlier = draw(statements(3_000))
    before = {
        each.id: replace(earlier, citation=each.citation, headings=each.headings) for each in found[::2]
    }
    words = tuple(draw(st.lists(WORDS, max_size=12)))
    tier: Tier = draw(st.sampled_from(["confident", "closest", "nothing"]))
    question = Question("cost, when, who led it, target, result", words, "principle", unknown_places=words)
    told = Found(question, tier, hits, words, tuple((word, word) for word in words))
    return answering.answer(told, {}, SHELF, Around(before, lists.read(listed)))
